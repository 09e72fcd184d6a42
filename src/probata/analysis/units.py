"""One unit among all: every question's answers, and funnels of the key questions.

list_questions(codebook, cases, unit) -> tuple[QuestionResult, ...]
draw_funnel(id, label, counts) -> Funnel
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import count_missing
from probata.analysis.frequencies import measure_share
from probata.analysis.unit_results import (
    FAR,
    NEAR,
    AnswerShare,
    Funnel,
    FunnelPoint,
    Position,
    QuestionResult,
)
from probata.dataset.codebook import Codebook, Variable
from probata.dataset.columns import Cases, Coded
from probata.proportions import funnel_limits

Bools = NDArray[np.bool_]
ASKED = ("key_question", "outcome", "prompt", "other")
HEADS = ("key_question", "outcome")


def rows_of(cases: Cases, unit: str) -> Bools:
    """(n,) the cases of one unit."""
    column = cases["delivery_unit"]
    assert not isinstance(column, Coded)
    return np.asarray(column.values == unit)


def list_questions(
    codebook: Codebook,
    cases: Cases,
    unit: str,
    confidence: float,
    cohort: float | None = None,
) -> tuple[QuestionResult, ...]:
    """Every question with an answer in the unit, in the order of the codebook.

    Percentages are of the cases that have an answer; the others are counted by reason.
    `cohort`: cases in the cohort for each judged case, so that intervals are for it.
    """
    inside = rows_of(cases, unit)
    found: list[QuestionResult] = []
    group = ""
    for name, variable in codebook.variables.items():
        if variable.role not in ASKED or name not in cases.columns:
            continue
        column = cases[name]
        if not isinstance(column, Coded) or name == "record_source":
            continue
        group = variable.label if variable.role in HEADS else group
        answered = inside & (column.codes >= 0)
        if not answered.any():
            continue
        found.append(
            QuestionResult(
                id=name,
                group=group,
                label=variable.label,
                question=variable.question,
                role=variable.role,
                answers=_answers(codebook[name], column, inside, confidence, cohort),
                n=int(answered.sum()),
                missing=count_missing(
                    column.missing()[inside], np.zeros(int(inside.sum()))
                ),
            )
        )
    return tuple(found)


def _answers(
    variable: Variable,
    column: Coded,
    inside: Bools,
    confidence: float,
    cohort: float | None,
) -> tuple[AnswerShare, ...]:
    given = column.codes >= 0
    n, whole = int((given & inside).sum()), int(given.sum())
    population = None if cohort is None else n * cohort
    found = []
    for item in variable.categories:
        here = column.is_category(item.id)
        unit = measure_share(int((here & inside).sum()), n, confidence, population)
        found.append(
            AnswerShare(
                label=item.name,
                polarity=item.polarity or "",
                unit=unit,
                all_units=measure_share(int(here.sum()), whole, confidence),
            )
        )
    return tuple(found)


def draw_funnel(
    name: str,
    label: str,
    counts: Mapping[str, tuple[int, int]],
    *,
    finite: bool = False,
) -> Funnel:
    """Every unit with an answer around the percentage of all their cases together.

    `counts` are positive and all counted answers by unit. `finite`: limits of what comes
    of dealing these very cases among the units at random (hypergeometric), in which a
    unit's part of the whole is counted; without it, binomial ones.
    """
    positive = sum(yes for yes, _ in counts.values())
    n = sum(of for _, of in counts.values())
    points = [
        _point(unit, yes, of, positive / n, n if finite else None)
        for unit, (yes, of) in counts.items()
        if of
    ]
    return Funnel(
        id=name,
        label=label,
        positive=positive,
        n=n,
        percent=100 * positive / n,
        points=tuple(points),
        finite=finite,
    )


def _point(
    unit: str, positive: int, n: int, share: float, population: int | None
) -> FunnelPoint:
    near = funnel_limits(share, n, NEAR, population)
    far = funnel_limits(share, n, FAR, population)
    found = positive / n
    positions: list[tuple[bool, Position]] = [
        (found < far[0], "far_below"),
        (found < near[0], "below"),
        (found > far[1], "far_above"),
        (found > near[1], "above"),
    ]
    return FunnelPoint(
        unit=unit,
        positive=positive,
        n=n,
        percent=100 * found,
        low=100 * near[0],
        high=100 * near[1],
        position=next((name for holds, name in positions if holds), "within"),
    )
