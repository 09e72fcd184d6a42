"""A department's look and standing words, in one small folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from probata.analysis.study import Header
from probata.declarations import (
    Declaration,
    Declared,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError, Fault
from probata.publication.charts.palette import GROUND, TEXT, contrast, sequence_colours

FILE = "theme.toml"
DEFAULT = "slate"
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
# Contrast that WCAG 2.2 asks of words (1.4.3) and of what is not words (1.4.11).
WORDS = 4.5
SHAPES = 3.0


class ThemeHeader(Declared):
    """Standing words, used where the study has none of its own."""

    name: str
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    series: str = ""
    front: str = ""


class Colours(Declared):
    """Colours on a white page, `#rrggbb`. Dark pages keep those of Probata.

    `masthead` is the ground of the title; `accent` heads, links and marks; `tint`, `mark`
    are grounds behind words; `edge`, `arrow` are lines of diagrams; the rest are bars, by
    polarity of the answer or in turn; `sequence` is the first and the last of an order.
    """

    masthead: Colour
    masthead_text: Colour
    masthead_quiet: Colour
    accent: Colour
    tint: Colour
    mark: Colour
    edge: Colour
    arrow: Colour
    positive: Colour
    negative: Colour
    neutral: Colour
    categories: tuple[Colour, ...] = Field(min_length=6, max_length=6)
    sequence: tuple[Colour, Colour]


class ThemeFile(Declared):
    """The shape of `theme.toml`."""

    theme: ThemeHeader
    colours: Colours


@dataclass(frozen=True)
class Theme:
    """A checked theme; `folder` holds its files."""

    folder: Path
    header: ThemeHeader
    colours: Colours
    sha256: str

    def complete(self, study: Header) -> Header:
        """The study's front matter, with the theme's words where it has none."""
        names = ("publisher", "contact", "licence", "series")
        words = {
            name: getattr(study, name) or getattr(self.header, name) for name in names
        }
        return study.model_copy(update=words)


def read_theme(name: str, beside: Path) -> Theme:
    """The theme called `name`, or in the folder `name` beside the study.

    Raises DeclarationError with every fault: unknown keys, colours that are none, and
    colours that a reader could not tell from their ground.
    """
    packaged = Path(str(files("probata.publication") / "themes"))
    known = sorted(item.name for item in packaged.iterdir() if item.is_dir())
    folder = packaged / name if name in known else beside / name
    if not (folder / FILE).is_file():
        raise DeclarationError(
            f"study.toml: there is no theme `{name}`: neither one of Probata's, nor a "
            f"folder beside the study that holds {FILE}. {suggest(name, known)}"
        )
    declaration = read_declaration(folder / FILE)
    made = build_declared(ThemeFile, declaration)
    faults = [*_check_contrast(made.colours, declaration)]
    if made.theme.front and not (folder / made.theme.front).is_file():
        problem = (
            f"`front` names {made.theme.front}, which is not in the theme's folder."
        )
        faults.append(declaration.fault(("theme", "front"), problem))
    if faults:
        raise DeclarationError(f"{folder / FILE}: cannot be used.", faults)
    return Theme(folder, made.theme, made.colours, declaration.sha256)


def default_theme() -> Theme:
    """The theme of a study that names none."""
    return read_theme(DEFAULT, Path())


def _check_contrast(colours: Colours, declaration: Declaration) -> list[Fault]:
    bars = {"positive": colours.positive, "negative": colours.negative}
    bars |= {"neutral": colours.neutral, "arrow": colours.arrow}
    bars |= {f"categories[{at}]": item for at, item in enumerate(colours.categories)}
    bars |= {f"sequence[{at}]": item for at, item in enumerate(colours.sequence)}
    pairs = [
        ("masthead_text", colours.masthead_text, colours.masthead, WORDS),
        ("masthead_quiet", colours.masthead_quiet, colours.masthead, WORDS),
        ("accent", colours.accent, GROUND, WORDS),
        ("accent", colours.accent, colours.tint, WORDS),
        ("tint", colours.tint, TEXT, WORDS),
        ("mark", colours.mark, TEXT, WORDS),
        *((name, colour, GROUND, SHAPES) for name, colour in bars.items()),
    ]
    faults = []
    for name, one, other, least in pairs:
        found = contrast(one, other)
        if found < least:
            problem = (
                f"`{name}` has a contrast of {found:.1f} to 1 with {other}; "
                f"{least:g} to 1 is the least that readers can tell apart."
            )
            place = ("colours", name.split("[")[0])
            faults.append(
                declaration.fault(place, problem, "Make it darker or lighter.")
            )
    return faults


_ELEMENT = re.compile(r'<[a-z]+ class="([^"]*)"[^>]*>')


def recolour(svg: str, colours: Colours) -> str:
    """A drawing in a theme's colours: what each shape is, its classes say."""
    by_class = _by_class(colours)

    def repaint(match: re.Match[str]) -> str:
        element = match[0]
        for kind in match[1].split():
            for attribute, colour in by_class.get(kind, {}).items():
                element = re.sub(
                    rf' {attribute}="#[0-9a-f]{{6}}"',
                    f' {attribute}="{colour}"',
                    element,
                )
        return element

    return _ELEMENT.sub(repaint, svg)


def _by_class(colours: Colours) -> dict[str, dict[str, str]]:
    """Class of a shape -> attribute -> colour."""
    bars = {
        "positive": colours.positive,
        "negative": colours.negative,
        "neutral": colours.neutral,
        "single": colours.accent,
        **{f"category-{at}": item for at, item in enumerate(colours.categories, 1)},
        **sequence_colours(colours.sequence),
    }
    return {
        **{f"chart-bar-{name}": {"fill": colour} for name, colour in bars.items()},
        "chart-point": {"stroke": colours.accent},
        "chart-point-solid": {"fill": colours.accent},
        "chart-verdict-higher": {"fill": colours.accent},
        "chart-verdict-lower": {"fill": colours.negative},
        "chart-tile": {"fill": colours.tint},
        "diagram-accent": {"fill": colours.accent},
        "diagram-head": {"fill": colours.accent},
        "diagram-tip": {"fill": colours.arrow},
        "diagram-arrow": {"stroke": colours.arrow},
        "diagram-box": {"fill": colours.tint, "stroke": colours.edge},
        "diagram-item": {"stroke": colours.edge},
    }


def page_colours(colours: Colours) -> str:
    """The variables of a page's style sheet that a theme sets; dark pages keep theirs."""
    rules = {
        "masthead": colours.masthead,
        "masthead-text": colours.masthead_text,
        "masthead-quiet": colours.masthead_quiet,
        "link": colours.accent,
        "mark-edge": colours.accent,
        "tint": colours.tint,
        "mark": colours.mark,
    }
    return " ".join(f"--{name}: {colour};" for name, colour in rules.items())
