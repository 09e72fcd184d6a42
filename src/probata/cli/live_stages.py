"""What the command on live ratings does, from files to files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import probata
from probata.analysis.rounding import number_text
from probata.analysis.unit_results import Funnel
from probata.analysis.units import draw_funnel
from probata.assessment.live_ratings import LiveRatings, Range, rate_live
from probata.assessment.second_judgements import Kind
from probata.cli.progress import Progress
from probata.cli.publishing import add_said
from probata.cli.rating_lines import unit_lines
from probata.cli.ratings_stages import Inputs, rate_judgements
from probata.cli.report_files import write_report
from probata.cli.say import Report
from probata.dataset.judgements import Judgements
from probata.dataset.rating_files import read_entries
from probata.dataset.read_release import read_release
from probata.dataset.release_manifest import ROWS
from probata.dataset.second_readings import (
    SecondReadings,
    count_pairs,
    read_second_readings,
)
from probata.declarations import suggest
from probata.errors import DataError
from probata.outputs import refuse_foreign
from probata.standards.framework import Framework
from probata.standards.ratings.cases import JudgedCases
from probata.standards.ratings.entries import check_entries
from probata.standards.ratings.rate import require_ratings
from probata.standards.ratings.results import RatingsResult
from probata.standards.read_framework import read_framework

if TYPE_CHECKING:
    from probata.publication.live_report import LivePage


@dataclass(frozen=True)
class Live:
    """Which unit, how many cases it has, and what is known of second judgements."""

    unit: str
    cohort: int | None
    second: Path | None
    kind: str
    minimum: int
    out: Path | None
    formats: str
    strict: bool


def say_live(path: Path, inputs: Inputs, wanted: Live, progress: Progress) -> Report:
    """Rate the unit with what is open; write the page and the record where asked."""
    framework = read_framework(path)
    require_ratings(framework)
    if wanted.out is not None:
        refuse_foreign(wanted.out)
    with progress.stage(f"Read and check {inputs.judgements.name}"):
        inputs = _open_release(inputs)
        # Every grade that people entered is checked against its rule here.
        result, found = rate_judgements(framework, replace(inputs, draws=0))
        cases = _cases_of(found, wanted)
        second = read_second_readings(wanted.second) if wanted.second else None
        pairs = count_pairs(framework, second) if second else {}
        entered = read_entries(inputs.entries) if inputs.entries else ()
        places = [item.unit for item in result.units]
        entries = check_entries(framework, entered, places, str(inputs.entries or ""))
    with progress.stage("Draw what may still come"):
        live = rate_live(
            framework,
            cases,
            entries=entries,
            pairs=pairs,
            kind=cast(Kind, wanted.kind),
            draws=inputs.draws,
            seed=inputs.seed,
            minimum=wanted.minimum,
        )
    record = live.model_dump(mode="json")
    lines = list(_lines(framework, live, result, second))
    report: Report = (record, lines)
    if wanted.out is not None:
        page = _page(framework, live, result, found, second)
        report = _write(page, wanted, report, progress)
    return report


def _open_release(inputs: Inputs) -> Inputs:
    """The file of rows where the judgements are a release, which is verified first."""
    if not inputs.judgements.is_dir():
        return inputs
    read_release(inputs.judgements)
    return replace(inputs, judgements=inputs.judgements / ROWS)


def _cases_of(found: Judgements, wanted: Live) -> JudgedCases:
    units = {cases.unit: cases for cases in found.units}
    if wanted.unit not in units:
        raise DataError(
            f"{found.cases.source.name}: has no unit `{wanted.unit}`. "
            f"{suggest(wanted.unit, units)}"
        )
    cases = units[wanted.unit]
    if cases.cohort is not None:
        if wanted.cohort not in (None, cases.cohort):
            raise DataError(
                f"--cases says {wanted.cohort}, the list of units {cases.cohort}, for "
                f"`{wanted.unit}`. Give the size of the cohort once."
            )
        return cases
    if wanted.cohort is None:
        raise DataError(
            f"The number of cases in the cohort of `{wanted.unit}` is not known. Give "
            "--cases, or the list of units with --units."
        )
    if wanted.cohort < cases.judged:
        raise DataError(
            f"--cases says {wanted.cohort}, but {cases.judged} cases of `{wanted.unit}` "
            "are judged. Count the whole cohort."
        )
    return replace(cases, cohort=wanted.cohort)


def _lines(
    framework: Framework,
    live: LiveRatings,
    result: RatingsResult,
    second: SecondReadings | None,
) -> Iterator[str]:
    if result.provenance.synthetic:
        yield f"SYNTHETIC DATA: {result.provenance.judgements} holds made-up cases."
    if second is not None and second.synthetic:
        yield f"SYNTHETIC DATA: {second.name} holds made-up judgements."
    standards = {item.id: item.standard for item in framework.file.key_questions}
    yield from unit_lines(live.as_judged, standards, result.grades)
    titles = {item.id: item.title for item in live.as_judged.key_questions}
    if live.questions:
        yield f"Once all {live.as_judged.cohort:,} cases are judged, 95 times in 100:"
    for item in live.questions:
        text = f"  {titles[item.id]} ({item.id}): {_range(item.as_judged)}%"
        if item.judged_again is not None:
            text += f"; {live.supposed} {_range(item.judged_again)}%"
        yield f"{text}; possible {_range(item.reachable)}%"
    again = live.judged_again
    if again is not None:
        yield f"Chances {live.supposed}:"
        for title, chances in (
            *((item.title, item.chances) for item in again.standards),
            ("Overall", again.overall.chances if again.overall else None),
        ):
            if chances:
                told = ", ".join(
                    f"{number_text(100 * chance, 0)}% {result.grades[name]}"
                    for name, chance in chances.items()
                    if chance >= 0.005
                )
                yield f"  {title}: {told}"
    elif second is not None:
        yield (
            f"Disagreement is not reckoned with: fewer than {live.minimum} cases were "
            "judged twice."
        )
    yield f"Chances: {live.draws:,} completed cohorts, seed {live.seed}."


def _range(limits: Range) -> str:
    return f"{number_text(limits.low, 0)} to {number_text(limits.high, 0)}"


def _page(
    framework: Framework,
    live: LiveRatings,
    result: RatingsResult,
    found: Judgements,
    second: SecondReadings | None,
) -> LivePage:
    from probata.publication.live_report import LivePage

    made = result.provenance
    provenance = [
        ("Probata", probata.__version__),
        ("Framework", f"{made.framework} (sha256 {made.framework_sha256[:16]})"),
        ("Data", f"{made.judgements} (sha256 {made.judgements_sha256[:16]})"),
    ]
    if second is not None:
        provenance.append(
            ("Second judgements", f"{second.name} (sha256 {second.sha256[:16]})")
        )
    return LivePage(
        framework=framework.file.framework.title.text(),
        grades=result.grades,
        standards=_standards(framework),
        cuts=_cuts(framework),
        live=live,
        funnels=tuple(_funnels(live, found)),
        synthetic=made.synthetic,
        data_name=made.judgements,
        second=second.name if second else "",
        second_synthetic=bool(second and second.synthetic),
        provenance=(
            *provenance,
            ("Completed cohorts", f"{live.draws:,}, seed {live.seed}"),
        ),
    )


def _standards(framework: Framework) -> dict[str, str]:
    """Key question -> title of its standard."""
    titles = {item.id: item.title.text() for item in framework.file.standards}
    return {item.id: titles[item.standard] for item in framework.file.key_questions}


def _cuts(framework: Framework) -> tuple[float, ...]:
    """The limits of the grades; none where rules differ in them."""
    limits = {
        tuple(band.cut for band in rule.bands if band.cut is not None)
        for rule in framework.ratings.rules
        if rule.kind == "bands"
    }
    return next(iter(limits)) if len(limits) == 1 else ()


def _funnels(live: LiveRatings, found: Judgements) -> Iterator[Funnel]:
    """One a key question that another unit has been asked, too."""
    for question in live.as_judged.key_questions:
        counts = {cases.unit: cases.counts(question.id) for cases in found.units}
        if question.n and sum(n > 0 for _, n in counts.values()) > 1:
            label = found.codebook.label(question.id)
            yield draw_funnel(question.id, label, counts, finite=True)


def _write(page: LivePage, wanted: Live, report: Report, progress: Progress) -> Report:
    from probata.publication.formats import FORMATS, read_formats
    from probata.publication.live_report import make_live_report

    assert wanted.out is not None
    record, lines = report
    results = (page.live.model_dump_json(indent=1) + "\n").encode()
    files, said = write_report(
        make_live_report(page),
        read_formats(wanted.formats, FORMATS),
        wanted.out,
        ("live_ratings.json", results),
        wanted.strict,
        progress,
    )
    record |= {"folder": str(wanted.out), "files": files}
    lines += [f"{wanted.out}:", *(f"  {name}" for name in files)]
    return add_said(report, said)
