"""Puts the bulletin of a series together: what changed, trends, comparability, releases."""

from __future__ import annotations

import datetime
import re
from typing import Literal

from probata.analysis.rounding import rounded
from probata.analysis.series.series_results import (
    VERDICTS,
    MeasureResult,
    SeriesResults,
    Verdict,
)
from probata.phrases import phrase
from probata.publication.anchors import make_anchor
from probata.publication.blocks import bullets, say
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
    show_p,
    show_share,
    show_suppressed,
)
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.percentages import plural
from probata.publication.charts.trend import (
    describe_trend,
    draw_trend,
    tabulate_trend,
)
from probata.publication.document import (
    Block,
    Document,
    Fact,
    FigureBlock,
    FrontMatter,
    Notice,
    Section,
    TableBlock,
)
from probata.publication.figures import FigureData, finish_figure
from probata.publication.language import translate, write_day

Kind = Literal["summary", "section", "annex"]
SAID: dict[Verdict, str] = {
    "comparable": phrase("comparable"),
    "with_care": phrase("comparable with care"),
    "not_comparable": phrase("not comparable: the series breaks"),
}


def make_series_report(results: SeriesResults) -> Document:
    """The document of a series; every number comes from `results`."""
    parts: list[tuple[str, str, Kind, list[Block]]] = [
        ("", translate("Summary"), "summary", _summarise(results)),
        (
            "1",
            translate("What changed since the last bulletin"),
            "section",
            _changed(results),
        ),
        ("2", translate("Trends"), "section", _trends(results)),
        ("3", translate("What can be compared"), "section", _notes(results)),
        ("A", translate("The releases"), "annex", _releases(results)),
        ("B", translate("How it was done"), "annex", _method(results)),
    ]
    names = ("summary", "changed", "trends", "comparability", "releases", "method")
    sections = [
        Section(make_anchor("section", name), number, title, tuple(blocks), kind)
        for name, (number, title, kind, blocks) in zip(names, parts, strict=True)
    ]
    return Document(_front(results), tuple(sections), _provenance(results))


def _source(results: SeriesResults) -> str:
    if results.source:
        return translate("Source: {title}.", title=results.source)
    if results.synthetic:
        return translate("Source: synthetic data, made up.")
    return translate("Source: {title}.", title=results.title)


def _front(results: SeriesResults) -> FrontMatter:
    units = plural(results.unit)
    if results.synthetic:
        units = translate("synthetic {cases}", cases=units)
    return FrontMatter(
        title=results.title,
        subtitle=results.subtitle,
        series=translate("Series"),
        number="",
        date=write_day(results.date),
        publisher=results.publisher,
        authors=(),
        contact="",
        licence=results.licence,
        language="en-GB",
        description=results.subtitle or results.title,
        synthetic=results.synthetic,
        facts=(
            Fact(str(len(results.releases)), translate("releases")),
            Fact(f"{sum(item.cases for item in results.releases):,}", units),
            Fact(str(len(results.measures)), translate("measures")),
        ),
        day=_day(results.date),
    )


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _summarise(results: SeriesResults) -> list[Block]:
    blocks: list[Block] = []
    if results.synthetic:
        text = translate(
            "The cases of one release or more are made up. Their percentages, and how they "
            "change, are properties of a design and no findings."
        )
        blocks.append(Notice(translate("Synthetic data"), (say(text),)))
    last = [item.changes[-1] for item in results.measures]
    counts = {name: sum(item.verdict == name for item in last) for name in VERDICTS}
    blocks.append(
        say(
            translate(
                "The same questions of {count} releases, from {first} to {last}. Of {measures} "
                "measures, {same} can be compared with the release before as they stand, "
                "{care} with care, and {broken} not at all.",
                count=len(results.releases),
                first=results.releases[0].label,
                last=results.releases[-1].label,
                measures=len(results.measures),
                same=counts["comparable"],
                care=counts["with_care"],
                broken=counts["not_comparable"],
            )
        )
    )
    blocks.append(bullets([_say_change(item, results) for item in results.measures]))
    return blocks


def _say_change(item: MeasureResult, results: SeriesResults) -> str:
    """One measure since the release before, in words that its test allows."""
    change = item.changes[-1]
    if change.verdict == "not_comparable":
        return translate(
            "{measure}: the question changed, so that there is nothing to compare.",
            measure=item.label,
        )
    if _is_suppressed(item):
        return translate("{measure}: suppressed.", measure=item.label)
    if change.difference is None or change.ci_low is None or change.ci_high is None:
        return translate("{measure}: a release has no case.", measure=item.label)
    clear = change.holm is not None and change.holm < results.significance
    if not clear:
        text = phrase("{measure}: no clear change, {points} points ({low} to {high}).")
    elif change.difference > 0:
        text = phrase("{measure}: higher by {points} points ({low} to {high}).")
    else:
        text = phrase("{measure}: lower, by {points} points ({low} to {high}).")
    said = translate(
        text,
        measure=item.label,
        points=f"{rounded(change.difference, 1):+f}",
        low=f"{rounded(change.ci_low, 1):+f}",
        high=f"{rounded(change.ci_high, 1):+f}",
    )
    if change.verdict == "with_care":
        return translate("{said} To be read with care.", said=said)
    return said


def _changed(results: SeriesResults) -> list[Block]:
    last = results.releases[-2:]
    rows = tuple(
        (
            Cell(item.label, "row_header"),
            *show_share(item.points[-2])[1:2],
            *show_share(item.points[-1])[1:2],
            *_change_cells(item),
        )
        for item in results.measures
    )
    level = f"{100 * results.confidence:g}"
    table = TableBlock(
        anchor=make_anchor("table", "1"),
        number="1",
        title=translate(
            "Change from {earlier} to {later}",
            earlier=last[0].label,
            later=last[1].label,
        ),
        header=column_headers(
            translate("Measure"),
            translate("Per cent, {release}", release=last[0].label),
            translate("Per cent, {release}", release=last[1].label),
            translate("Difference in points"),
            head_limits(translate("{level}% interval", level=level)),
            translate("p"),
            translate("p, adjusted"),
            translate("Comparability"),
        ),
        rows=rows,
        notes=(_multiplicity(results),),
        source=_source(results),
    )
    return [
        say(
            translate(
                "Where a question changed so that its answers no longer mean the same, the "
                "series breaks: both percentages are shown, and no difference."
            )
        ),
        table,
    ]


def _change_cells(item: MeasureResult) -> tuple[Cell, ...]:
    change = item.changes[-1]
    verdict = Cell(translate(SAID[change.verdict]))
    if change.difference is None or change.ci_low is None or change.ci_high is None:
        if _is_suppressed(item):
            gaps = (show_suppressed(columns=columns) for columns in (1, 2, 1, 1))
            return (*gaps, verdict)
        none, gone = translate("none"), Shorthand.NOT_APPLICABLE
        return (
            show_none(none, gone),
            show_none(none, gone, columns=2),
            show_none("", gone),
            show_none("", gone),
            verdict,
        )
    tests = [
        show_none("", Shorthand.NOT_AVAILABLE) if value is None else show_p(value)
        for value in (change.p, change.holm)
    ]
    return (
        show_number(change.difference, 1),
        show_interval(rounded(change.ci_low, 1), rounded(change.ci_high, 1)),
        *tests,
        verdict,
    )


def _is_suppressed(item: MeasureResult) -> bool:
    """Whether one of the last two releases holds the measure back."""
    return any(point.n is None for point in item.points[-2:])


def _multiplicity(results: SeriesResults) -> str:
    tested = sum(item.changes[-1].p is not None for item in results.measures)
    return translate(
        "{tests} differences are tested at once. Statements rest on the adjusted p, which is "
        "Holm's: tested at {level}, at most that share of such bulletins would name any "
        "difference where there is none. The intervals are not adjusted. A difference "
        "between releases is not one between what services did: other cases were inspected.",
        tests=tested,
        level=f"{results.significance:g}",
    )


def _trends(results: SeriesResults) -> list[Block]:
    blocks: list[Block] = []
    for at, item in enumerate(results.measures, 1):
        headers, columns, rows = tabulate_trend(item, results)
        figure = finish_figure(
            str(at),
            item.label,
            {
                layout.name: draw_trend(item, results, layout)
                for layout in (WIDE, NARROW)
            },
            describe_trend(item, results),
            FigureData(columns, rows, headers),
            _figure_note(item),
        )
        blocks.append(FigureBlock(figure.id, figure, _source(results)))
    return blocks


def _figure_note(item: MeasureResult) -> str:
    verdicts = {change.verdict for change in item.changes}
    if "not_comparable" in verdicts:
        return translate("Percentages on the two sides of a break cannot be compared.")
    if "with_care" in verdicts:
        return translate("A broken line joins releases to be compared with care.")
    return ""


def _notes(results: SeriesResults) -> list[Block]:
    if not results.notes:
        return [
            say(translate("Every release was judged by the same framework version."))
        ]
    rows = tuple(
        (
            Cell(note.label, "row_header"),
            Cell(f"{results.label(note.earlier)} – {results.label(note.later)}"),
            Cell(translate(SAID[note.verdict])),
            Cell(" ".join(_sentence(text) for text in note.reasons)),
        )
        for note in results.notes
    )
    return [
        say(
            translate(
                "Each question that a measure rests on is compared between framework "
                "versions, by its words, answers, routing and place. A measure is as "
                "comparable as the least comparable of its questions."
            )
        ),
        TableBlock(
            anchor=make_anchor("table", "2"),
            number="2",
            title=translate("Comparability of each question"),
            header=column_headers(
                translate("Question"),
                translate("Step"),
                translate("Comparability"),
                translate("What changed"),
            ),
            rows=rows,
            source=translate("Source: comparison of the framework versions."),
        ),
    ]


def _sentence(text: str) -> str:
    """A reason of the comparison for readers: ids in quotation marks, a capital first."""
    text = re.sub(r"`([^`]+)`", r"“\1”", text)
    return text[:1].upper() + text[1:]


def _releases(results: SeriesResults) -> list[Block]:
    rows = tuple(
        (
            Cell(item.label, "row_header"),
            show_count(item.cases),
            Cell(item.framework),
            Cell(translate("made up") if item.synthetic else translate("given")),
            Cell(f"{item.data_name}, SHA-256 {item.data_sha256[:16]}"),
        )
        for item in results.releases
    )
    table = TableBlock(
        anchor=make_anchor("table", "A1"),
        number="A1",
        title=translate("The releases of the series"),
        header=column_headers(
            translate("Release"),
            translate("Cases (n)"),
            translate("Framework"),
            translate("Kind of data"),
            translate("Data"),
        ),
        rows=rows,
        source=_source(results),
    )
    return [table]


def _method(results: SeriesResults) -> list[Block]:
    paragraphs = [
        translate(
            "The outcome is {outcome}. Each release is put to the same study, with the "
            "codebook of its own framework version; exclusions are those of the study.",
            outcome=results.outcome,
        ),
        translate(
            "Percentages have Wilson's score intervals. A difference has Newcombe's hybrid "
            "score interval, and the pooled test of two proportions. Releases are taken as "
            "independent samples. Nothing is adjusted for who was inspected: a change in the "
            "mix of cases changes a percentage."
        ),
        _multiplicity(results),
    ]
    return list(map(say, paragraphs))


def _provenance(results: SeriesResults) -> tuple[tuple[str, str], ...]:
    return (
        ("Probata", results.probata),
        (translate("Study"), f"SHA-256 {results.study_sha256[:16]}"),
        (translate("Series"), f"SHA-256 {results.series_sha256[:16]}"),
    )
