"""A matrix of needs by stages, as a study declares it."""

from __future__ import annotations

from pydantic import Field

from probata.dataset.codebook import Code
from probata.declarations import Declared


class MatrixNeed(Declared):
    """A row of a matrix: one variable for each stage, in their order."""

    id: str
    label: str
    variables: tuple[str, ...] = Field(min_length=1)


class Matrix(Declared):
    """Needs by stages of a process: of the cases that reached a stage, how many reach the next.

    A case reaches a stage when its answers there and at every stage before are `positive`.
    """

    id: str
    title: str
    stages: tuple[str, ...] = Field(min_length=2)
    positive: Code
    rows: tuple[MatrixNeed, ...] = Field(min_length=1)
    total: bool = True
