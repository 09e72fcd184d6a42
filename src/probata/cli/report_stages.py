"""What the command on a unit's report does: from judged cases to a folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import probata
from probata.analysis.frequencies import measure_share
from probata.analysis.results import Share
from probata.analysis.unit_disclosure import Limits, hold_back
from probata.analysis.unit_results import (
    FlowLine,
    KeyQuestionLine,
    RatedLine,
    UnitProvenance,
    UnitReport,
)
from probata.analysis.units import draw_funnel, list_questions
from probata.cli.progress import Progress
from probata.cli.publishing import Said, add_said
from probata.cli.ratings_stages import Inputs, rate_judgements
from probata.cli.say import Report
from probata.dataset.judgements import Judgements
from probata.dataset.rating_files import FlowRow, read_flow
from probata.declarations import suggest
from probata.errors import DataError, UserError
from probata.outputs import refuse_foreign, write_folder
from probata.standards.framework import Framework
from probata.standards.ratings.results import (
    KeyQuestionRating,
    OverallRating,
    RatingsResult,
    StandardRating,
    UnitRating,
)
from probata.standards.read_framework import read_framework

# What the files of a bulletin are called in an annexe.
NAMES = {"bulletin": "annexe", "tables": "annexe_tables"}


@dataclass(frozen=True)
class Annexe:
    """Which unit's annexe, and what to write of it."""

    unit: str
    flow: Path | None
    flow_unit: str
    out: Path | None
    formats: str
    strict: bool
    minimum_n: int = 10


def make_report(
    path: Path, inputs: Inputs, wanted: Annexe, progress: Progress
) -> Report:
    """Rate, compare and tabulate one unit; write one folder whole or not at all."""
    from probata.publication.accessibility.report import check_files, refuse_barriers
    from probata.publication.formats import FORMATS, read_formats, write_formats
    from probata.publication.unit_report import make_unit_report

    formats = read_formats(wanted.formats, FORMATS)
    framework = read_framework(path)
    target = wanted.out or Path("build") / "units" / _folder_name(wanted.unit)
    refuse_foreign(target)
    with progress.stage(f"Rate the units of {inputs.judgements.name}"):
        steps = read_flow(wanted.flow, wanted.flow_unit) if wanted.flow else ()
        ends = {wanted.unit: steps[-1].before - steps[-1].left_out} if steps else {}
        result, found = rate_judgements(framework, inputs, ends)
        report = collect_report(framework, result, found, wanted.unit, steps)
        report, held_back = _protect(report, found, wanted.minimum_n)
    with progress.stage("Write the annexe"):
        files = write_formats(make_unit_report(report), formats)
        files = {_rename(name): content for name, content in files.items()}
        files["report.json"] = (report.model_dump_json(indent=1) + "\n").encode()
    with progress.stage("Check accessibility"):
        checked = check_files(files)
    if wanted.strict:
        refuse_barriers(checked)
    write_folder(target, files)
    record: dict[str, Any] = {
        "unit": report.unit,
        "folder": str(target),
        "files": sorted(files),
        "judged": report.judged,
        "synthetic": report.provenance.synthetic,
    }
    kind = "synthetic cases" if report.provenance.synthetic else "cases"
    lines = [f"{target}: annexe of {report.unit}, {report.judged:,} {kind}."]
    lines += [f"  {name}" for name in sorted(files)]
    record["held_back"] = list(held_back)
    if held_back:
        lines.append("  Held back, with fewer cases than may be shown:")
        lines += [f"    {label}" for label in held_back]
    return add_said((record, lines), Said((), tuple(checked)))


def _protect(
    report: UnitReport, found: Judgements, least: int
) -> tuple[UnitReport, tuple[str, ...]]:
    """The annexe without small numbers. A unit with few cases has no annexe."""
    if least == 0:
        return report, ()
    if report.judged < least:
        raise DataError(
            f"{report.unit} has {report.judged} judged cases. An annexe of fewer than "
            f"{least} would tell of single people; --minimum-n sets another limit."
        )
    limits = Limits(least, (least + 1) // 2)
    shown, held_back = hold_back(report, found.codebook, limits)
    said = {"minimum_n": limits.n, "minimum_cell": limits.cell}
    return shown.model_copy(update=said), held_back


def _folder_name(unit: str) -> str:
    """`essex-north` for Essex North; plain letters, digits and hyphens only."""
    letters = unicodedata.normalize("NFKD", unit).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-") or "unit"


def _rename(name: str) -> str:
    stem, dot, ending = name.partition(".")
    return f"{NAMES.get(stem, stem)}{dot}{ending}"


def collect_report(
    framework: Framework,
    result: RatingsResult,
    found: Judgements,
    unit: str,
    flow: tuple[FlowRow, ...],
) -> UnitReport:
    """Everything that the annexe of a unit prints."""
    rating = _rating_of(result, unit)
    _check_flow(rating, flow)
    counts = {
        item.id: {cases.unit: cases.counts(item.id) for cases in found.units}
        for item in rating.key_questions
    }
    titles = {item.id: item.title for item in rating.key_questions}
    labels = {name: found.codebook.label(name) for name in counts}
    shown = [item for item in rating.key_questions if item.n]
    judged = [cases for cases in found.units if cases.judged]
    header = framework.file.framework
    return UnitReport(
        unit=unit,
        region=rating.region,
        framework=f"{header.title}, version {header.version}",
        judged=rating.judged,
        cohort=rating.cohort,
        units=len(judged),
        cases=sum(cases.judged for cases in judged),
        interval=result.provenance.interval,
        standards=tuple(_standard(item, result, titles) for item in rating.standards),
        overall=_overall(rating.overall, result) if rating.overall else None,
        key_questions=tuple(
            _key_question(framework, item, result, counts[item.id]) for item in shown
        ),
        funnels=tuple(
            draw_funnel(item.id, labels[item.id], counts[item.id])
            for item in shown
            if sum(n > 0 for _, n in counts[item.id].values()) > 1
        ),
        questions=list_questions(
            found.codebook,
            found.cases,
            unit,
            result.provenance.interval,
            None if rating.cohort is None else rating.cohort / rating.judged,
        ),
        flow=tuple(
            FlowLine(reason=step.reason, before=step.before, left_out=step.left_out)
            for step in flow
        ),
        provenance=_provenance(result, any(step.synthetic for step in flow)),
    )


def _rating_of(result: RatingsResult, unit: str) -> UnitRating:
    units = {item.unit: item for item in result.units if item.level == "unit"}
    if unit not in units:
        raise DataError(
            f"{result.provenance.judgements}: has no unit `{unit}`. "
            f"{suggest(unit, units)}"
        )
    if not units[unit].judged:
        raise DataError(
            f"{result.provenance.judgements}: no case of `{unit}` has been judged yet, so "
            "there is nothing to report."
        )
    return units[unit]


def _check_flow(rating: UnitRating, flow: tuple[FlowRow, ...]) -> None:
    """The flow must end at the cohort."""
    if not flow:
        return
    end = flow[-1].before - flow[-1].left_out
    if rating.cohort != end:
        raise UserError(
            f"The flow of `{rating.unit}` ends at {end} cases, but its cohort has "
            f"{rating.cohort} in the list of units. Correct one of them."
        )


def _standard(
    item: StandardRating, result: RatingsResult, titles: Mapping[str, str]
) -> RatedLine:
    grades = result.grades
    words = {"open": "", "not_assessed": "not assessed", "rated": ""}
    return RatedLine(
        title=item.title,
        grade=grades[item.grade] if item.grade else words[item.status],
        by_rule=grades[item.computed] if item.computed else "",
        points=item.points,
        maximum=None,
        reason=item.reason,
        limited_by=tuple(titles[name] for name in item.weakest),
        chances=_labelled(item.chances, grades),
        reachable=_ends(item.reachable, grades),
    )


def _overall(item: OverallRating, result: RatingsResult) -> RatedLine:
    grades = result.grades
    return RatedLine(
        title="Overall",
        grade=grades[item.grade] if item.grade else "",
        by_rule=grades[item.computed] if item.computed else "",
        points=item.points,
        maximum=item.maximum,
        reason=item.reason,
        chances=_labelled(item.chances, grades),
        reachable=_ends(item.reachable, grades),
    )


def _labelled(
    chances: Mapping[str, float] | None, grades: Mapping[str, str]
) -> dict[str, float] | None:
    if chances is None:
        return None
    return {grades[name]: value for name, value in chances.items()}


def _ends(
    reachable: tuple[str, str] | None, grades: Mapping[str, str]
) -> tuple[str, str] | None:
    return None if reachable is None else (grades[reachable[0]], grades[reachable[1]])


def _key_question(
    framework: Framework,
    item: KeyQuestionRating,
    result: RatingsResult,
    counts: Mapping[str, tuple[int, int]],
) -> KeyQuestionLine:
    question = next(q for q in framework.file.key_questions if q.id == item.id)
    standard = next(s for s in framework.file.standards if s.id == question.standard)
    own = Share(
        n=item.n,
        positive=item.positive,
        percent=item.percent,
        ci_low=item.ci_low,
        ci_high=item.ci_high,
    )
    positive, n = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    return KeyQuestionLine(
        id=item.id,
        standard=standard.title.text(),
        label=item.title,
        unit=own,
        all_units=measure_share(positive, n, result.provenance.interval),
        band=result.grades[item.grade] if item.grade else "",
    )


def _provenance(result: RatingsResult, made_up_flow: bool) -> UnitProvenance:
    made = result.provenance
    return UnitProvenance(
        probata=probata.__version__,
        framework=f"{made.framework} {made.version}",
        framework_sha256=made.framework_sha256,
        data_name=made.judgements,
        data_sha256=made.judgements_sha256,
        synthetic=made.synthetic or made_up_flow,
        draws=made.draws,
        seed=made.seed,
    )
