"""Puts every release to the study, and follows its measures from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from probata import __version__
from probata.analysis.frequencies import measure_total, measure_variable
from probata.analysis.multiplicity import holm
from probata.analysis.read_study import read_study
from probata.analysis.results import Share
from probata.analysis.run import exclude_cases
from probata.analysis.series.change import compare_shares
from probata.analysis.series.comparisons import (
    find_notes,
    read_comparison,
    worst_verdict,
)
from probata.analysis.series.series_file import (
    Measure,
    Release,
    Series,
    check_measures,
)
from probata.analysis.series.series_results import (
    MeasureResult,
    QuestionNote,
    ReleaseRecord,
    SeriesChange,
    SeriesResults,
)
from probata.analysis.series.small_shares import GONE, find_hidden
from probata.analysis.study import Study
from probata.dataset.columns import Cases


@dataclass(frozen=True)
class Loaded:
    """The cases of a release, and the seed of a twin that was drawn for it."""

    cases: Cases
    twin_seed: int | None = None


def read_studies(series: Series) -> list[Study]:
    """The study with the codebook and the twin of each release; checks the measures."""
    studies = []
    for release in series.file.releases:
        codebook = series.folder / release.codebook
        study = read_study(series.folder / series.file.series.study, codebook)
        data = study.file.data.model_copy(
            update={"twin": release.twin, "codebook": release.codebook}
        )
        file = study.file.model_copy(update={"data": data})
        studies.append(replace(study, folder=series.folder, file=file))
    check_measures(series, studies)
    return studies


def run_series(
    series: Series, studies: Sequence[Study], loaded: Sequence[Loaded]
) -> SeriesResults:
    """Shares of every measure at every release, changes, and notes on the questions."""
    kept = [
        exclude_cases(study, item.cases)[0]
        for study, item in zip(studies, loaded, strict=True)
    ]
    notes = list(_list_notes(series, studies))
    hidden = [
        set(find_hidden(series.file.measures, study, cases))
        if study.file.disclosure.mode != "report"
        else set()
        for study, cases in zip(studies, kept, strict=True)
    ]
    measures = [
        _follow(item, series, studies, kept, notes, hidden)
        for item in series.file.measures
    ]
    header, study = series.file.series, studies[0]
    outcome = study.file.outcome
    return SeriesResults(
        id=header.id,
        title=header.title,
        subtitle=header.subtitle,
        date=header.date,
        publisher=header.publisher,
        licence=header.licence,
        source=header.synthetic_source,
        outcome=outcome.phrase or study.codebook.label(outcome.variable),
        unit=study.codebook.header.unit,
        probata=__version__,
        study_sha256=study.sha256,
        series_sha256=series.declaration.sha256,
        confidence=study.file.inference.confidence,
        significance=study.file.inference.significance,
        releases=tuple(
            _record(release, one, item, cases)
            for release, one, item, cases in zip(
                series.file.releases, studies, loaded, kept, strict=True
            )
        ),
        measures=tuple(_adjust(measures)),
        notes=tuple(notes),
        small_cells=tuple(_small(series, measures, study.file.disclosure.minimum_n)),
    )


def _record(release: Release, study: Study, item: Loaded, kept: Cases) -> ReleaseRecord:
    return ReleaseRecord(
        id=release.id,
        label=release.label,
        framework=release.framework,
        cases=kept.n,
        data_name=item.cases.source.name,
        data_sha256=item.cases.source.sha256,
        codebook_sha256=study.codebook.sha256,
        synthetic=item.cases.synthetic,
        twin_seed=item.twin_seed,
    )


def _list_notes(series: Series, studies: Sequence[Study]) -> Iterator[QuestionNote]:
    """A note for each question of a measure, at each step to another framework version."""
    asked = [name for item in series.file.measures for name in item.questions]
    book = studies[-1].codebook
    questions = {name: book.label(name) if name in book else name for name in asked}
    releases = series.file.releases
    for before, release in zip(releases, releases[1:], strict=False):
        if release.comparison is None:
            continue
        path = series.folder / release.comparison
        found = read_comparison(path, before.framework, release.framework)
        yield from find_notes(found, questions, path, (before.id, release.id))


def _follow(
    item: Measure,
    series: Series,
    studies: Sequence[Study],
    kept: Sequence[Cases],
    notes: Sequence[QuestionNote],
    hidden: Sequence[set[str]],
) -> MeasureResult:
    points = [
        GONE if item.id in gone else _share(item, study.about(item.outcome), cases)
        for study, cases, gone in zip(studies, kept, hidden, strict=True)
    ]
    confidence = studies[0].file.inference.confidence
    releases = series.file.releases
    steps = zip(releases, releases[1:], points, points[1:], strict=False)
    changes = []
    for before, after, first, second in steps:
        own = [
            note
            for note in notes
            if note.later == after.id and note.question in item.questions
        ]
        changes.append(_change(before.id, after.id, first, second, own, confidence))
    return MeasureResult(
        id=item.id,
        label=item.label,
        questions=item.questions,
        points=tuple(points),
        changes=tuple(changes),
    )


def _share(item: Measure, study: Study, cases: Cases) -> Share:
    if not item.variable:
        return measure_total(study, cases)
    shares = measure_variable(study, cases, item.variable).categories
    found = next(share for share in shares if share.category == item.category)
    return Share(**found.model_dump(exclude={"category"}))


def _change(
    earlier: str,
    later: str,
    first: Share,
    second: Share,
    notes: Sequence[QuestionNote],
    confidence: float,
) -> SeriesChange:
    verdict = worst_verdict(notes)
    place = {"earlier": earlier, "later": later, "verdict": verdict, "holm": None}
    gone = dict.fromkeys(("difference", "ci_low", "ci_high", "p"))
    if verdict == "not_comparable" or not (first.n and second.n):
        return SeriesChange.model_validate({**place, **gone})
    found = compare_shares(
        (first.positive or 0, first.n), (second.positive or 0, second.n), confidence
    )
    return SeriesChange.model_validate(
        {
            **place,
            "difference": 100 * found.value,
            "ci_low": 100 * found.low,
            "ci_high": 100 * found.high,
            "p": found.p,
        }
    )


def _adjust(measures: Sequence[MeasureResult]) -> Iterator[MeasureResult]:
    """Holm's adjustment over the measures that are compared at the same step."""
    steps = len(measures[0].changes)
    adjusted: dict[tuple[int, int], float] = {}
    for step in range(steps):
        tested = [
            (at, item.changes[step].p)
            for at, item in enumerate(measures)
            if item.changes[step].p is not None
        ]
        found = holm(np.array([p for _, p in tested], dtype=float))
        for (at, _), value in zip(tested, found, strict=True):
            adjusted[at, step] = float(value)
    for at, item in enumerate(measures):
        changes = tuple(
            change.model_copy(update={"holm": adjusted.get((at, step))})
            for step, change in enumerate(item.changes)
        )
        yield item.model_copy(update={"changes": changes})


def _small(
    series: Series, measures: Sequence[MeasureResult], least: int
) -> Iterator[str]:
    for item in measures:
        for release, share in zip(series.file.releases, item.points, strict=True):
            if share.n and share.n < least:
                yield f"{item.id}, {release.id} (n = {share.n})"
