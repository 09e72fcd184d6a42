"""What an expression in the text gives: a number with its grounds, a link, a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.cells import WHY_SUPPRESSED
from probata.publication.document import Inline, Number
from probata.publication.language import translate
from probata.publication.places import Places

RequestKind = Literal[
    "table",
    "figure",
    "listing",
    "matrix",
    "comparison",
    "survival",
    "model",
    "record",
]


@dataclass(frozen=True)
class Request:
    """A block that the text asks for, by its id."""

    kind: RequestKind
    name: str


@dataclass(frozen=True)
class Pointer:
    """A cross-reference still without its words: `figure 3`, `annex_a_method`."""

    target: str


@dataclass(frozen=True)
class Sourced:
    """A number with the names of what holds it; those in the bulletin become links."""

    number: Number
    places: Places


Bound = Inline | Sourced | Request | Pointer


class Bindable(Protocol):
    """Whatever knows the study and its results."""

    study: Study
    results: Results


class UnboundError(Exception):
    """The text names something that is not there; the message says what."""

    def __init__(self, problem: str, mend: str = "", *, missing: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend
        # True where the study is right, but these results hold no such number.
        self.missing = missing


def bind(text: str, basis: str, *places: str) -> Sourced:
    return Sourced(Number(text, basis), places)


def suppress(basis: str, *places: str) -> Sourced:
    """What stands in the text for a number that disclosure control holds back."""
    text = f"[{translate('suppressed')}]"
    return bind(text, f"{translate(WHY_SUPPRESSED)}: {basis}", *places)
