"""What a bar chart shows, before it has a size: panels of bars, a key, an axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.results import Share
from probata.publication.language import translate


@dataclass(frozen=True)
class Bar:
    """One percentage. `colour` is the class and the colour of its category."""

    label: str
    share: Share
    colour: tuple[str, str]


@dataclass(frozen=True)
class Panel:
    """Bars under a heading: `group: name`, or the name alone."""

    group: str
    name: str
    bars: tuple[Bar, ...]

    @property
    def heading(self) -> str:
        return f"{self.group}: {self.name}" if self.group else self.name


@dataclass(frozen=True)
class BarChart:
    """A chart of percentages. `key` explains colours where panels share categories."""

    panels: tuple[Panel, ...]
    key_title: str
    key: tuple[tuple[str, tuple[str, str]], ...]
    measure: str
    unit: str
    confidence: float

    @property
    def axis_title(self) -> str:
        return translate(
            "{measure} (per cent of {units})", measure=self.measure, units=self.unit
        )

    @property
    def interval_title(self) -> str:
        return translate(
            "{level}% confidence interval", level=f"{self.confidence * 100:g}"
        )

    def bars(self) -> Iterator[Bar]:
        return (bar for panel in self.panels for bar in panel.bars)
