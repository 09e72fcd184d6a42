"""What can be wrong with the bands of an interval variable: ends, order, overlaps, gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from probata.dataset.codebook import Band, Variable

Finding = tuple[tuple[str | int, ...], str, str]


@dataclass(frozen=True)
class _Span:
    """The values of a band; `low_in` and `high_in` say whether an end belongs to it."""

    low: float
    low_in: bool
    high: float
    high_in: bool

    @property
    def is_empty(self) -> bool:
        closed = self.low_in and self.high_in
        return self.low > self.high or (self.low == self.high and not closed)


def band_findings(variable: Variable) -> Iterator[Finding]:
    """Each fault: its place below `bands`, the problem, what to do."""
    bands = variable.bands
    if bands is None:
        return
    spans: list[tuple[int, _Span]] = []
    for at, band in enumerate(bands.categories):
        if problem := _ends(band):
            yield ("categories", at), f"band `{band.id}` {problem}", ""
        else:
            spans.append((at, _span(band, variable.whole)))
    for at, span in spans:
        if span.is_empty:
            yield ("categories", at), f"band `{_id(variable, at)}` holds no value.", ""
    full = [(at, span) for at, span in spans if not span.is_empty]
    if len(full) == len(bands.categories):
        yield from _between(variable, full)
        yield from _edges(variable, full)
    if bands.reference is not None:
        ids = [band.id for band in bands.categories]
        if bands.reference not in ids:
            yield ("reference",), f"`{bands.reference}` is not one of the bands.", ""


def _ends(band: Band) -> str:
    if band.from_ is not None and band.above is not None:
        return "has both `from` and `above`; keep one."
    if band.to is not None and band.below is not None:
        return "has both `to` and `below`; keep one."
    if (band.from_, band.above, band.to, band.below) == (None, None, None, None):
        return "has no ends; give it `from` or `above`, `to` or `below`."
    return ""


def _span(band: Band, whole: bool) -> _Span:
    low = band.above if band.from_ is None else band.from_
    high = band.below if band.to is None else band.to
    span = _Span(
        -math.inf if low is None else low,
        band.from_ is not None,
        math.inf if high is None else high,
        band.to is not None,
    )
    return _whole(span) if whole else span


def _whole(span: _Span) -> _Span:
    """The whole numbers of a span, from the first to the last."""
    low, high = span.low, span.high
    if math.isfinite(low):
        low = math.ceil(low) if span.low_in else math.floor(low) + 1
    if math.isfinite(high):
        high = math.floor(high) if span.high_in else math.ceil(high) - 1
    return _Span(low, True, high, True)


def _id(variable: Variable, at: int) -> str:
    assert variable.bands is not None
    return variable.bands.categories[at].id


def _between(variable: Variable, spans: list[tuple[int, _Span]]) -> Iterator[Finding]:
    """Order, overlaps and gaps of neighbours."""
    ordered = sorted(spans, key=lambda item: (item[1].low, item[1].high))
    if [at for at, _ in ordered] != [at for at, _ in spans]:
        yield (
            ("categories",),
            "the bands are not listed from lowest to highest.",
            "List them in order: tables and the reference category follow it.",
        )
    for (first, one), (second, two) in zip(ordered, ordered[1:], strict=False):
        place = ("categories", second)
        pair = f"bands `{_id(variable, first)}` and `{_id(variable, second)}`"
        meet = one.high == two.low
        if two.low < one.high or (meet and one.high_in and two.low_in):
            shared = (
                f"{two.low:g}"
                if meet
                else f"{two.low:g} to {min(one.high, two.high):g}"
            )
            yield place, f"{pair} overlap: {shared} lies in both.", _exclude(variable)
        elif variable.whole and two.low - one.high > 1:
            gap = _range(one.high + 1, two.low - 1)
            yield place, f"{pair} leave a gap: {gap} lies in neither.", ""
        elif not variable.whole and (
            two.low > one.high or not (one.high_in or two.low_in)
        ):
            gap = f"{one.high:g}" if meet else f"between {one.high:g} and {two.low:g}"
            yield (
                place,
                f"{pair} leave a gap: a value {'of ' if meet else ''}{gap} lies in neither.",
                "Use `above` and `below`, or declare whole = true for whole numbers.",
            )


def _exclude(variable: Variable) -> str:
    return "" if variable.whole else "`above` and `below` leave the end itself out."


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _edges(variable: Variable, spans: list[tuple[int, _Span]]) -> Iterator[Finding]:
    """Values of the declared range below the lowest band or above the highest."""
    lowest = min((span for _, span in spans), key=lambda item: item.low)
    highest = max((span for _, span in spans), key=lambda item: item.high)
    low, high = variable.minimum, variable.maximum
    if low is not None and (
        lowest.low > low or (lowest.low == low and not lowest.low_in)
    ):
        yield (
            ("categories",),
            f"values from {low:g}, the minimum, to {lowest.low:g} lie in no band.",
            "Widen the lowest band or raise the minimum.",
        )
    if high is not None and (
        highest.high < high or (highest.high == high and not highest.high_in)
    ):
        yield (
            ("categories",),
            f"values from {highest.high:g} to {high:g}, the maximum, lie in no band.",
            "Widen the highest band or lower the maximum.",
        )
