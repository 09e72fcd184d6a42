"""Cases judged twice: how far the judgements agree, and how often one is right.

read_twice(study, cases) -> Twice
measure_twice(study, twice) -> SecondJudgements
draw_misjudging(study, twice, draws) -> dict[str, Misjudging]
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from probata.analysis.reliability import Second
from probata.analysis.reliability_results import (
    Accuracy,
    SecondJudgements,
    TwiceJudged,
    TwiceMeasure,
)
from probata.analysis.study import Study
from probata.assessment.agreement import Agreement, measure_agreement
from probata.assessment.ratings import NOT_RATED, Floats, Ratings
from probata.assessment.second_judgements import (
    Pairs,
    draw_accuracy,
    draw_errors,
    summarise,
)
from probata.dataset.columns import Cases
from probata.dataset.second_readings import SecondReadings, read_second_readings
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.phrases import phrase

HELD_BACK = phrase("few judgements of one of the answers; held back")
COIN = phrase("the judgements agree no more often than a coin would")
MORE_ANSWERS = phrase("it has more than two answers")
FEW = phrase("too few cases were judged twice")
_MEASURES: tuple[Literal["percent", "gwet", "alpha"], ...] = (
    "percent",
    "gwet",
    "alpha",
)
_TOLD = 4_000  # draws behind the limits that are printed


@dataclass(frozen=True)
class Twice:
    """The pairs of judgements by variable: cases x 2 (first, second)."""

    ratings: Mapping[str, Ratings]
    source: str
    sha256: str
    synthetic: bool


@dataclass(frozen=True)
class Misjudging:
    """Draws of how often a true answer `positive` is judged so, and another is not."""

    positive: str
    hit: Floats
    right: Floats


def read_twice(study: Study, cases: Cases) -> Twice:
    """The pairs that a study declares. Raises InputMissing or DataError."""
    second = _declared(study)
    if second.file is None:
        ratings = {
            first: _from_columns(study, cases, first, other)
            for first, other in second.columns.items()
        }
        source = cases.source
        return Twice(ratings, source.name, source.sha256, cases.synthetic)
    found = read_second_readings(study.folder / second.file)
    _check(study, found)
    ratings = {name: _from_file(study, found, name) for name in found.answers}
    return Twice(ratings, found.name, found.sha256, found.synthetic)


def _declared(study: Study) -> Second:
    assert study.file.reliability is not None
    assert study.file.reliability.second is not None
    return study.file.reliability.second


def _from_columns(study: Study, cases: Cases, first: str, other: str) -> Ratings:
    names = study.codebook.category_ids(first)
    codes = np.full((cases.n, 2), NOT_RATED)
    for at, name in enumerate((first, other)):
        column = cases.coded(name)
        place = np.array(
            [*(names.index(item) for item in column.categories), NOT_RATED]
        )
        codes[:, at] = place[np.maximum(column.codes, -1)]
    return Ratings(codes, tuple(names))


def _check(study: Study, found: SecondReadings) -> None:
    """Raise DataError where a question or an answer is not the codebook's."""
    faults: list[Fault] = []
    for name, cases in found.answers.items():
        known = study.codebook.category_ids(name) if name in study.codebook else ()
        if not known:
            words = f"`{name}` is no question with answers in the codebook."
            faults.append(
                Fault(found.name, words, suggest(name, study.codebook.variables))
            )
            continue
        given = {answer for answers in cases.values() for answer in answers.values()}
        for answer in sorted(given - set(known)):
            words = f"`{answer}` is no answer to `{name}`."
            faults.append(Fault(found.name, words, suggest(answer, known)))
    if faults:
        raise DataError(
            f"{found.name}: does not fit the codebook of {study.id}.", faults
        )


def _from_file(study: Study, found: SecondReadings, name: str) -> Ratings:
    names = tuple(study.codebook.category_ids(name))
    rows = [
        [names.index(answers[rater]) if rater in answers else NOT_RATED
         for rater in ("first", "second")]
        for answers in found.answers[name].values()
    ]  # fmt: skip
    return Ratings(np.array(rows, dtype=np.int64), names)


def measure_twice(study: Study, twice: Twice) -> SecondJudgements:
    """Agreement on every question, and how often a judgement is right."""
    second = _declared(study)
    return SecondJudgements(
        by=second.by,
        source=twice.source,
        sha256=twice.sha256,
        synthetic=twice.synthetic,
        minimum=second.minimum,
        questions=tuple(_measure_one(study, twice, name) for name in twice.ratings),
    )


def _measure_one(study: Study, twice: Twice, name: str) -> TwiceJudged:
    second, ratings = _declared(study), twice.ratings[name]
    if _must_hold_back(study, ratings):
        return TwiceJudged(variable=name, n=None, reason=HELD_BACK)
    found = measure_agreement(ratings, _MEASURES, minimum=second.minimum)
    names = dict(zip(ratings.categories, found.shares, strict=False))
    bare = TwiceJudged(
        variable=name, n=found.twice, measures=tuple(_measures(found)), shares=names
    )
    drawn = _draw(study, name, ratings, _TOLD)
    if isinstance(drawn, str):
        return bare.model_copy(update={"reason": drawn})
    hit, right = (
        Accuracy(**summarise(values).model_dump())
        for values in (drawn.hit, drawn.right)
    )
    return bare.model_copy(
        update={"positive": drawn.positive, "hit": hit, "right": right}
    )


def _measures(found: Agreement) -> Iterator[TwiceMeasure]:
    for name in _MEASURES:
        item = found.estimate(name)
        yield TwiceMeasure(
            measure=name,
            value=item.value,
            low=item.interval.low if item.interval else None,
            high=item.interval.high if item.interval else None,
            reason=item.reason,
            caution=item.caution,
        )


def _must_hold_back(study: Study, ratings: Ratings) -> bool:
    """Whether the counts of the judgements would tell of few people."""
    disclosure = study.file.disclosure
    if disclosure.mode == "report":
        return False
    twice = (ratings.codes != NOT_RATED).all(axis=1)
    cells = _tabulate(ratings)
    small = (cells > 0) & (cells < disclosure.least_cell)
    return 0 < int(twice.sum()) < disclosure.minimum_n or bool(small.any())


def _tabulate(ratings: Ratings) -> Floats:
    """(q, q) pairs by first and second judgement."""
    both = ratings.codes[(ratings.codes != NOT_RATED).all(axis=1)]
    cells = np.zeros((ratings.q, ratings.q))
    np.add.at(cells, (both[:, 0], both[:, 1]), 1)
    return cells


def draw_misjudging(study: Study, twice: Twice, draws: int) -> dict[str, Misjudging]:
    """Of every yes/no question with enough pairs: draws of how it is misjudged."""
    found = {}
    for name, ratings in twice.ratings.items():
        drawn = _draw(study, name, ratings, draws)
        if not isinstance(drawn, str):
            found[name] = drawn
    return found


def _draw(study: Study, name: str, ratings: Ratings, draws: int) -> Misjudging | str:
    """The draws, or why there are none."""
    second = _declared(study)
    if ratings.q != 2:
        return MORE_ANSWERS
    positive = _positive(study, name)
    at = ratings.categories.index(positive)
    cells = _tabulate(ratings)
    other = 1 - at
    pairs = Pairs(
        cells[at, at], cells[at, other], cells[other, at], cells[other, other]
    )
    if pairs.n < second.minimum:
        return FEW
    assert study.file.reliability is not None
    seed = [study.file.reliability.seed, zlib.crc32(name.encode())]
    rng = np.random.default_rng(seed)
    if second.by == "peer":
        same = draw_accuracy(pairs, draws, rng)
        return COIN if same is None else Misjudging(positive, same, same)
    errors = draw_errors(pairs, "panel", False, draws, rng)
    assert errors.second is not None
    if np.median(errors.first) + np.median(errors.second) <= 1:
        return COIN
    return Misjudging(positive, errors.first, errors.second)


def _positive(study: Study, name: str) -> str:
    """The answer of positive polarity; without polarities, that which is no reference."""
    for item in study.codebook[name].categories:
        if item.polarity == "positive":
            return item.id
    reference = study.codebook.reference(name)
    return next(item for item in study.codebook.category_ids(name) if item != reference)
