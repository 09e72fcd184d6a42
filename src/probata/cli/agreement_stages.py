"""What the command on agreement does, from files to files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from probata.analysis.rounding import number_text
from probata.assessment.agreement import Agreement, Estimate, measure_agreement
from probata.assessment.coefficients import Measure, Scale
from probata.assessment.read_ratings import Columns, RatedQuestion, read_ratings
from probata.cli.say import Report
from probata.guarded_csv import write_rows
from probata.outputs import write_folder

MEASURES: tuple[Measure, ...] = ("percent", "gwet", "alpha", "fleiss", "cohen")


@dataclass(frozen=True)
class Settings:
    scale: str
    order: tuple[str, ...]
    bootstrap: int
    seed: int
    minimum: int


def measure_file(
    path: Path, columns: Columns, settings: Settings, out: Path | None
) -> Report:
    """Agreement on every question of a file; agreement.csv where asked."""
    scale = cast(Scale, settings.scale)
    numeric = scale == "interval" or (scale == "linear" and not settings.order)
    questions = read_ratings(path, columns, settings.order, numeric=numeric)
    measured = [
        (
            question,
            measure_agreement(
                question.ratings,
                MEASURES,
                scale,
                bootstrap=settings.bootstrap,
                seed=settings.seed,
                minimum=settings.minimum,
            ),
        )
        for question in questions
    ]
    record: dict[str, Any] = {
        "file": path.name,
        "scale": scale,
        "bootstrap": settings.bootstrap,
        "seed": settings.seed,
        "questions": [_record(question, found) for question, found in measured],
    }
    lines = [line for pair in measured for line in _lines(*pair)]
    lines.append(_method(settings))
    if out is not None:
        write_folder(out, {"agreement.csv": _table(measured)})
        record["folder"] = str(out)
        lines.append(f"Written to {out}.")
    return record, lines


def _record(question: RatedQuestion, found: Agreement) -> dict[str, Any]:
    shares = dict(zip(question.ratings.categories, found.shares, strict=False))
    counts = {"raters": question.raters or None, "unrated": question.unrated}
    return {"question": question.name, **counts, **asdict(found), "shares": shares}


def _lines(question: RatedQuestion, found: Agreement) -> Iterator[str]:
    yield (
        f"{question.name or 'All judgements'}: {found.judgements:,} judgements of "
        f"{found.twice:,} cases judged twice or more, {found.pairs:,} pairs"
    )
    once = found.cases - found.twice
    left = [
        f"{count:,} {words}"
        for count, words in (
            (once, "cases were judged once"),
            (question.unrated, "rows without an answer were left out"),
        )
        if count
    ]
    if left:
        yield f"  {'; '.join(left)}"
    for estimate in found.estimates:
        yield f"  {_name(estimate.measure, found.scale)}: {_say(estimate)}"
    shares = zip(question.ratings.categories, found.shares, strict=False)
    told = ", ".join(f"{name} {number_text(100 * share, 1)}%" for name, share in shares)
    if told:
        yield f"  shares of the answers: {told}"
    if found.bias is not None:
        points = number_text(100 * found.bias, 1)
        yield f"  the two raters differ by at most {points} points in such a share"


def _say(item: Estimate) -> str:
    if item.value is None:
        return f"not given: {item.reason}"
    assert item.interval is not None
    text = (
        f"{number_text(item.value, 3)} ({number_text(item.interval.low, 3)} to "
        f"{number_text(item.interval.high, 3)}"
    )
    if item.bootstrap is not None:
        low, high = item.bootstrap.low, item.bootstrap.high
        text += f"; resampled {number_text(low, 3)} to {number_text(high, 3)}"
    text += ")"
    if item.undefined:
        text += f"; {item.undefined:,} samples had no value"
    return f"{text}; the limits may be too narrow: {item.caution}" if item.caution else text  # fmt: skip


def _name(measure: Measure, scale: Scale) -> str:
    if measure == "gwet":
        return "Gwet's AC1" if scale == "nominal" else "Gwet's AC2"
    weighted = "" if scale == "nominal" else "weighted "
    return {
        "percent": f"{weighted}agreement".capitalize(),
        "alpha": "Krippendorff's alpha",
        "fleiss": f"Fleiss' {weighted}kappa",
        "cohen": f"Cohen's {weighted}kappa",
        "brennan_prediger": f"Brennan and Prediger's {weighted}kappa",
    }[measure]


def _method(settings: Settings) -> str:
    text = "Limits: 95%, score limits with cases as sampling units."
    if settings.bootstrap:
        text += f" Resampled: {settings.bootstrap:,} samples, seed {settings.seed}."
    return text


def _table(measured: Sequence[tuple[RatedQuestion, Agreement]]) -> bytes:
    header = (
        "question", "measure", "scale", "cases", "judged_twice", "judgements", "pairs",
        "value", "error", "low", "high", "resampled_low", "resampled_high", "reason",
        "caution",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for question, found in measured:
        for item in found.estimates:
            limits = [
                end
                for span in (item.interval, item.bootstrap)
                for end in ((span.low, span.high) if span else ("", ""))
            ]
            counts = (found.cases, found.twice, found.judgements, found.pairs)
            rows.append(
                (question.name, item.measure, found.scale, *counts, item.value,
                 item.error, *limits, item.reason, item.caution)
            )  # fmt: skip
    return write_rows(header, rows)
