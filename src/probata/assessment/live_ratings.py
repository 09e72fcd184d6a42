"""Where a unit's ratings are heading while cases are still open.

>>> from probata.assessment.live_ratings import rate_live
>>> found = rate_live(framework, cases, pairs={"assessment_desistance": pairs})
>>> found.as_judged.overall.chances

Everything is an array or a small object: no file, no clock, no global random state. The same
cases, pairs and seed give the same numbers, whatever the order of the cases.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict

from probata.assessment.ratings import Floats
from probata.assessment.second_judgements import (
    MINIMUM,
    Disagreement,
    Errors,
    Kind,
    Pairs,
    choose_pairs,
    draw_errors,
    judge_again,
)
from probata.standards.framework import Framework
from probata.standards.ratings.cases import Entries, JudgedCases
from probata.standards.ratings.rate import rate_unit
from probata.standards.ratings.results import KeyQuestionRating, UnitRating
from probata.standards.ratings.uncertainty import Draws, draw_cohorts

DRAWS = 2_000  # a chance is then good to 2.2 points, 95 times in 100
CONFIDENCE = 0.95


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Range(_Part):
    """Percentages from 0 to 100."""

    low: float
    high: float


class LiveQuestion(_Part):
    """Where the percentage of one key question will be once every case is judged.

    `reachable`: if all open cases are judged negative, and if all positive. `as_judged`:
    95 per cent of the completed cohorts. `judged_again`: the same when all cases are
    judged once more (by other assessors, or by the panel), as far as agreement was
    measured; None where it was not.
    """

    id: str
    reachable: Range
    as_judged: Range
    judged_again: Range | None
    disagreement: Disagreement | None


class Adjustment(_Part):
    """A grade that the panel gave in place of the one by rule, and why."""

    standard: str
    title: str
    computed: str
    given: str
    reason: str


class LiveRatings(_Part):
    """One unit while cases are open. Chances in `as_judged` and `judged_again` differ.

    `as_judged`: of each grade once every case is judged, as the judgements are taken to
    fall. `judged_again`: of each grade if all those cases were then judged once more;
    None where no question has enough second judgements.
    """

    as_judged: UnitRating
    judged_again: UnitRating | None
    questions: tuple[LiveQuestion, ...]
    adjustments: tuple[Adjustment, ...]
    draws: int
    seed: int
    minimum: int

    @property
    def by_panel(self) -> bool:
        """Whether second judgements are a panel's, which is right."""
        told = (item.disagreement for item in self.questions)
        return any(item is not None and item.kind == "panel" for item in told)

    @property
    def supposed(self) -> str:
        """What `judged_again` supposes, in words."""
        return "if a panel judged all" if self.by_panel else "if all were judged again"

    @property
    def open_cases(self) -> int:
        return (self.as_judged.cohort or 0) - self.as_judged.judged

    def rating_of(self, question: str) -> KeyQuestionRating:
        return next(q for q in self.as_judged.key_questions if q.id == question)

    def question(self, name: str) -> LiveQuestion | None:
        return next((item for item in self.questions if item.id == name), None)


def rate_live(
    framework: Framework,
    cases: JudgedCases,
    *,
    entries: Entries | None = None,
    pairs: Mapping[str, Pairs] | None = None,
    kind: Kind = "peer",
    draws: int = DRAWS,
    seed: int = 0,
    minimum: int = MINIMUM,
) -> LiveRatings:
    """Rate one unit whose cohort is known, with what is still open.

    `entries`: what a panel decided, checked already (`check_entries`). `pairs`: cases
    judged twice, by key question; those of a random sample, not of a targeted one.
    `kind`: who gave the second judgements. Raises ValueError without a cohort.

    Open cases are drawn by the urn of `standards.ratings.uncertainty`: for one question
    the beta-binomial predictive distribution of Jeffreys' prior. Second judgements are
    drawn on top of every completed cohort, question by question.
    """
    if cases.cohort is None:
        raise ValueError("live ratings need the number of cases in the cohort")
    if draws < 1:
        raise ValueError("at least one completed cohort must be drawn")
    entered = entries or {}
    if not cases.judged:
        nothing = rate_unit(framework, cases, entered, None)
        return _put_together(nothing, None, (), draws, seed, minimum)
    drawn = draw_cohorts(cases, draws, seed)
    errors = _find_errors(cases, pairs or {}, kind, minimum, draws, seed)
    again = _judge_again(drawn, errors, seed, cases.unit) if errors else None
    questions = tuple(
        _outlook(name, cases, drawn, again, errors.get(name))
        for name in cases.key_questions
        if cases.counts(name)[1]
    )
    return _put_together(
        rate_unit(framework, cases, entered, drawn),
        rate_unit(framework, cases, entered, again) if again else None,
        questions,
        draws,
        seed,
        minimum,
    )


def _put_together(
    rating: UnitRating,
    again: UnitRating | None,
    questions: tuple[LiveQuestion, ...],
    draws: int,
    seed: int,
    minimum: int,
) -> LiveRatings:
    return LiveRatings(
        as_judged=rating,
        judged_again=again,
        questions=questions,
        adjustments=tuple(
            Adjustment(
                standard=item.id,
                title=item.title,
                computed=item.computed,
                given=item.grade,
                reason=item.reason,
            )
            for item in rating.standards
            if item.computed and item.grade and item.computed != item.grade
        ),
        draws=draws,
        seed=seed,
        minimum=minimum,
    )


def _generator(seed: int, *names: str) -> np.random.Generator:
    """A stream of its own for each use, so that one does not move another."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def _find_errors(
    cases: JudgedCases,
    pairs: Mapping[str, Pairs],
    kind: Kind,
    minimum: int,
    draws: int,
    seed: int,
) -> dict[str, Errors]:
    """By question. Questions that share the pooled pairs share one draw of their errors."""
    found: dict[str, Errors] = {}
    shared: Errors | None = None
    for name in cases.key_questions:
        chosen = choose_pairs(pairs, name, minimum)
        if chosen is None:
            continue
        counts, pooled = chosen
        if not pooled:
            rng = _generator(seed, "errors", name)
            found[name] = draw_errors(counts, kind, False, draws, rng)
            continue
        if shared is None:
            rng = _generator(seed, "errors")
            shared = draw_errors(counts, kind, True, draws, rng)
        found[name] = shared
    return found


def _judge_again(
    drawn: Draws, errors: Mapping[str, Errors], seed: int, unit: str
) -> Draws:
    """Every completed cohort judged once more; a question without pairs stays as it is."""
    columns: list[Floats] = []
    for at, name in enumerate(drawn.key_questions):
        positive, counted = drawn.positive[:, at], drawn.counted[:, at]
        if name in errors:
            rng = _generator(seed, "again", unit, name)
            positive = judge_again(positive, counted, errors[name], rng)
        columns.append(positive)
    return Draws(drawn.key_questions, np.stack(columns, axis=1), drawn.counted)


def _outlook(
    name: str,
    cases: JudgedCases,
    drawn: Draws,
    again: Draws | None,
    errors: Errors | None,
) -> LiveQuestion:
    positive, n = cases.counts(name)
    more = cases.still_open or 0
    return LiveQuestion(
        id=name,
        reachable=Range(
            low=100 * positive / (n + more), high=100 * (positive + more) / (n + more)
        ),
        as_judged=_middle(drawn.percent(name)),
        judged_again=_middle(again.percent(name)) if again and errors else None,
        disagreement=errors.told if errors else None,
    )


def _middle(percentages: Floats) -> Range:
    """The narrowest whole limits that leave out at most 2.5 per cent on either side."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(percentages, [tail, 1 - tail], method="inverted_cdf")
    return Range(low=float(low), high=float(high))
