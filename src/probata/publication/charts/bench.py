"""The calibration bench as charts, and in words: severity by occasion, hot-spots."""

from __future__ import annotations

from probata.analysis.rounding import number_text
from probata.assessment.calibration import Calibration, HotSpot, Occasion
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row
from probata.publication.charts.scale import Scale

LIMITS = "95% interval"


def chart_severity(found: Calibration) -> EstimateChart:
    groups = tuple(
        Group(item.name, tuple(_severity_row(part) for part in item.occasions))
        for item in found.assessors
    )
    shown = [
        part.severity
        for item in found.assessors
        for part in item.occasions
        if part.severity is not None
    ]
    reach = 100 * max([0.1, *(max(-part.low, part.high) for part in shown)])
    end = next(step for step in (10, 20, 40, 60, 100) if reach <= step or step == 100)
    ticks = tuple((float(at), str(at)) for at in (-end, -end // 2, 0, end // 2, end))
    return EstimateChart(
        groups=groups,
        scale=Scale(ticks, False, 0.0),
        key=(("solid", "Severity"),),
        interval_title=LIMITS,
        axis_title="Points below the panel's share of positive answers",
    )


def _severity_row(part: Occasion) -> Row:
    label = f"{part.occasion} (n\u00a0=\u00a0{part.answers:,})"
    if part.severity is None:
        return Row(label, (), "too few cases")
    value, low, high = (
        100 * end
        for end in (part.severity.value, part.severity.low, part.severity.high)
    )
    words = f"{number_text(value, 0)} ({number_text(low, 0)} to {number_text(high, 0)})"
    return Row(label, (Point(value, low, high, "solid", words),))


def describe_severity(found: Calibration) -> str:
    said = "; ".join(
        f"{item.name}, {part.occasion}: "
        + (
            f"{number_text(100 * part.severity.value, 0)} points"
            if part.severity
            else "too few cases"
        )
        for item in found.assessors
        for part in item.occasions
    )
    return f"Chart of severity against the panel, with intervals. {said}."


def chart_spots(spots: list[HotSpot]) -> EstimateChart:
    rows = []
    for item in spots:
        assert item.disagreement is not None
        value, low, high = (
            100 * end
            for end in (
                item.disagreement.value, item.disagreement.low, item.disagreement.high
            )
        )  # fmt: skip
        words = f"{number_text(value, 0)}% ({number_text(low, 0)} to {number_text(high, 0)})"
        rows.append(Row(name_spot(item), (Point(value, low, high, "solid", words),)))
    ticks = tuple((float(at), f"{at}%") for at in range(0, 101, 20))
    return EstimateChart(
        groups=(Group("Question and version of guidance", tuple(rows)),),
        scale=Scale(ticks, False, 0.0),
        key=(("solid", "Answers other than the panel's"),),
        interval_title=LIMITS,
        axis_title="Per cent of answers",
    )


def name_spot(item: HotSpot) -> str:
    return f"{item.question}, {item.guidance}" if item.guidance else item.question


def describe_spots(spots: list[HotSpot]) -> str:
    said = "; ".join(
        f"{name_spot(item)}: {number_text(100 * item.disagreement.value, 0)}%"
        for item in spots
        if item.disagreement
    )
    return f"Chart of disagreement with the panel, with intervals. {said}."
