"""The text alternative of a bar chart: what a sighted reader would take from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from probata.analysis.rounding import percent_text
from probata.phrases import phrase
from probata.publication.charts.chart import Bar, BarChart, Panel
from probata.publication.language import translate

_LONG = 9


def describe_bars(chart: BarChart) -> str:
    """Say the percentages; of a long chart the extremes and the range of each panel."""
    drawn = [bar for bar in chart.bars() if bar.share.percent is not None]
    measure = _lower(chart.measure)
    what = {"units": chart.unit, "measure": measure}
    if chart.key_title:
        text = phrase("Bar chart, per cent of {units}: {measure}, by {groups}.")
        what["groups"] = _lower(chart.key_title)
    else:
        text = phrase("Bar chart, per cent of {units}: {measure}.")
    sentences = [translate(text, **what)]
    if len(drawn) >= _LONG:
        sentences.append(_extremes(chart, drawn))
    say = _range if len(drawn) >= _LONG else _every_bar
    sentences += [f"{_name(panel)}: {say(panel)}." for panel in chart.panels]
    sentences += _shared_order(chart)
    return " ".join(sentences)


def _lower(label: str) -> str:
    """Lower the first letter, unless the word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _name(panel: Panel) -> str:
    return f"{panel.group}, {_lower(panel.name)}" if panel.group else panel.name


def _value(bar: Bar) -> str:
    share = bar.share
    if share.n is None or share.positive is None:
        return translate("suppressed")
    if share.percent is None:
        return translate("no cases")
    return f"{percent_text(share.positive, share.n, 0)}%"


def _every_bar(panel: Panel) -> str:
    return ", ".join(f"“{bar.label}” {_value(bar)}" for bar in panel.bars)


def _range(panel: Panel) -> str:
    drawn = sorted(
        (bar for bar in panel.bars if bar.share.percent is not None),
        key=lambda bar: bar.share.percent or 0.0,
    )
    if len(drawn) < 2:
        return _every_bar(panel)
    low, high = drawn[0], drawn[-1]
    return translate(
        "from {low} (“{low_label}”) to {high} (“{high_label}”)",
        low=_value(low),
        low_label=low.label,
        high=_value(high),
        high_label=high.label,
    )


def _extremes(chart: BarChart, drawn: Sequence[Bar]) -> str:
    named = [
        (bar.share.percent, _name(panel), bar)
        for panel in chart.panels
        for bar in panel.bars
        if bar.share.percent is not None
    ]
    low = min(named, key=lambda item: item[0])
    high = max(named, key=lambda item: item[0])
    return translate(
        "Of {bars} bars the highest is {high} ({high_panel}, “{high_label}”) and the "
        "lowest {low} ({low_panel}, “{low_label}”).",
        bars=len(drawn),
        high=_value(high[2]),
        high_panel=_lower(high[1]),
        high_label=high[2].label,
        low=_value(low[2]),
        low_panel=_lower(low[1]),
        low_label=low[2].label,
    )


def _shared_order(chart: BarChart) -> list[str]:
    """One sentence if every panel of a grouped chart has its bars in the same order."""
    if not chart.key or len(chart.panels) < 2:
        return []
    first, last = chart.key[0][0], chart.key[-1][0]
    if len(chart.key) == 2:
        for high, low, order in ((first, last, _falls), (last, first, _rises)):
            if _holds(chart, order):
                text = phrase("In every panel “{high}” is higher than “{low}”.")
                return [translate(text, high=high, low=low)]
        return []
    if _holds(chart, _rises):
        text = phrase("In every panel the percentage rises from “{first}” to “{last}”.")
    elif _holds(chart, _falls):
        text = phrase("In every panel the percentage falls from “{first}” to “{last}”.")
    else:
        return []
    return [translate(text, first=first, last=last)]


def _rises(one: float, other: float) -> bool:
    return one < other


def _falls(one: float, other: float) -> bool:
    return one > other


def _holds(chart: BarChart, order: Callable[[float, float], bool]) -> bool:
    for panel in chart.panels:
        for one, other in pairwise(panel.bars):
            if one.share.percent is None or other.share.percent is None:
                return False
            if not order(one.share.percent, other.share.percent):
                return False
    return True
