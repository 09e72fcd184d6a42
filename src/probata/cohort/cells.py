"""One raw column with what is declared of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from probata.cohort.case_list_file import CaseListFile, ListField
from probata.cohort.findings import Consequence, Finding, Rows
from probata.cohort.list_columns import ListColumn
from probata.cohort.spelling import spell
from probata.tabular.raw import RawColumn


@dataclass(frozen=True)
class Cells:
    """One raw column with what is declared of it. `numbers` (n,): rows in the file."""

    header: str
    field: ListField
    declared: CaseListFile
    raw: RawColumn
    numbers: Rows

    @property
    def name(self) -> str:
        """The field in words, inside a sentence."""
        label = self.field.label
        return label if label[:3].isupper() else label[0].lower() + label[1:]

    @property
    def consequence(self) -> Consequence:
        return "set_aside" if self.field.decides else "blank"

    def empty(self) -> list[bool]:
        """Which of the distinct texts stand for nothing."""
        none = {spell(text) for text in ("", *self.declared.case_list.missing)}
        return [spell(text) in none for text in self.raw.texts]

    def find(
        self,
        kind: str,
        texts: list[int],
        problem: str,
        mend: str,
        consequence: Consequence | None = None,
    ) -> Iterator[Finding]:
        """A finding on the rows that hold some of the distinct texts, if any do."""
        rows = self.numbers[np.isin(self.raw.index, texts)]
        if len(rows):
            kept = consequence or self.consequence
            yield Finding(kind, self.header, rows, problem, mend, kept)

    def find_empty(self, empty: list[bool]) -> Iterator[Finding]:
        """Empty cells of a field that selection cannot do without."""
        none = [at for at, item in enumerate(empty) if item]
        if self.field.needed and self.field.empty is None:
            yield from self.find(
                "empty", none, f"no {self.name} is given.", "Fill it in."
            )


Read: TypeAlias = tuple[ListColumn, list[Finding]]
