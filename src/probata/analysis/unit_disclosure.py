"""Keeps small numbers out of the annexe of a unit: a question is shown whole or not at all.

An annexe has no crosses, so that nothing follows but what the answers of one question,
the questions asked because of it, and the units of one funnel tell together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from probata.analysis.results import Share
from probata.analysis.unit_results import (
    AnswerShare,
    Funnel,
    FunnelPoint,
    KeyQuestionLine,
    QuestionResult,
    UnitReport,
)
from probata.dataset.codebook import Codebook
from probata.dataset.combinations import depends_on

GONE = Share(n=None, positive=None, percent=None, ci_low=None, ci_high=None)


@dataclass(frozen=True)
class Limits:
    """The least cases with an answer, and the least that gave one of them."""

    n: int
    cell: int

    def allow(self, n: int, *parts: int) -> bool:
        """Whether a group with these parts may be shown; a part may be empty."""
        return n >= self.n and not any(0 < part < self.cell for part in parts)


def hold_back(
    report: UnitReport, codebook: Codebook, limits: Limits
) -> tuple[UnitReport, tuple[str, ...]]:
    """The annexe without what is too small, and the labels of the questions held back."""
    hidden = _spread(_small_questions(report, limits), report, codebook)
    funnels = (_thin_out(item, report.unit, limits) for item in report.funnels)
    shown = report.model_copy(
        update={
            "questions": tuple(
                _hide_question(item) if item.id in hidden else item
                for item in report.questions
            ),
            "key_questions": tuple(
                _hide_line(item) if item.id in hidden else item
                for item in report.key_questions
            ),
            "funnels": tuple(
                item for item in funnels if item is not None and item.id not in hidden
            ),
        }
    )
    labels = {item.id: item.label for item in report.questions}
    return shown, tuple(labels.get(name, name) for name in sorted(hidden))


def _small_questions(report: UnitReport, limits: Limits) -> set[str]:
    found = set()
    for item in report.questions:
        for shares in (
            [a.unit for a in item.answers],
            [a.all_units for a in item.answers],
        ):
            parts = [share.positive or 0 for share in shares]
            if not limits.allow(sum(parts), *parts):
                found.add(item.id)
    for line in report.key_questions:
        for share in (line.unit, line.all_units):
            n, positive = share.n or 0, share.positive or 0
            if not limits.allow(n, positive, n - positive):
                found.add(line.id)
    return found


def _spread(hidden: set[str], report: UnitReport, codebook: Codebook) -> set[str]:
    """With a question go those that are asked, or follow, because of its answers."""
    names = {item.id for item in report.questions} | hidden
    needs: Mapping[str, set[str]] = {
        name: set(depends_on(name, codebook)) for name in names if name in codebook
    }
    found, before = set(hidden), -1
    while len(found) != before:
        before = len(found)
        found |= {name for name, others in needs.items() if others & found}
    return found


def _hide_question(item: QuestionResult) -> QuestionResult:
    answers = tuple(
        AnswerShare(label=a.label, polarity=a.polarity, unit=GONE, all_units=GONE)
        for a in item.answers
    )
    return item.model_copy(update={"answers": answers, "n": None, "missing": ()})


def _hide_line(item: KeyQuestionLine) -> KeyQuestionLine:
    return item.model_copy(update={"unit": GONE, "all_units": GONE})


def _thin_out(funnel: Funnel, unit: str, limits: Limits) -> Funnel | None:
    """A funnel without units that are too small, and with none if one could be worked out.

    All units together are told, so that what is left out must be large enough itself; the
    smallest of the others go with it. None where that would leave no more than the unit.
    """

    def may_stay(points: list[FunnelPoint]) -> bool:
        n = sum(point.n for point in points)
        positive = sum(point.positive for point in points)
        return len(points) != 1 and limits.allow(n, positive, n - positive)

    left_out = [
        p for p in funnel.points if not limits.allow(p.n, p.positive, p.n - p.positive)
    ]
    if not left_out:
        return funnel
    rest = sorted(
        (p for p in funnel.points if p not in left_out and p.unit != unit),
        key=lambda point: (point.n, point.unit),
    )
    while rest and not may_stay(left_out):
        left_out.append(rest.pop(0))
    kept = tuple(point for point in funnel.points if point not in left_out)
    if not may_stay(left_out) or len(kept) < 2:
        return None
    return funnel.model_copy(update={"points": kept, "left_out": len(left_out)})
