"""Paper, margins, running heads and page numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from probata.publication.document import FrontMatter
from probata.publication.docx.markup import (
    Flow,
    Look,
    Paragraph,
    Turn,
    word,
    write_field,
    write_part,
    write_run,
    write_tab,
)
from probata.publication.language import translate

# A4, in twentieths of a point.
SHORT_SIDE, LONG_SIDE = 11906, 16838
SIDE_MARGIN = 1361  # 2.4 cm
TOP_MARGIN, BOTTOM_MARGIN = 1531, 1361
EDGE = 680  # from the paper's edge to the running heads

PORTRAIT_WIDTH = SHORT_SIDE - 2 * SIDE_MARGIN
TEXT_HEIGHT = LONG_SIDE - TOP_MARGIN - BOTTOM_MARGIN
LANDSCAPE_WIDTH = LONG_SIDE - 2 * SIDE_MARGIN


# The running heads and feet: relationship, kind, and the style of their one line.
RUNNING = (
    ("headFirst", "header", "Header"),
    ("head", "header", "Header"),
    ("headWide", "header", "HeaderWide"),
    ("foot", "footer", "Footer"),
    ("footWide", "footer", "FooterWide"),
)


def write_running(front: FrontMatter) -> dict[str, bytes]:
    """The parts of RUNNING; on the first page the title stands large, not in the head."""
    warning = write_tab() + write_run(
        translate("Synthetic data"), Look("HeaderWarning")
    )
    right = warning if front.synthetic else ""
    series = " ".join(part for part in (front.series, front.number) if part)
    foot = write_run(series or front.publisher) + write_tab() + _count_pages()
    made = {}
    for name, kind, style in RUNNING:
        title = "" if name == "headFirst" else write_run(front.title)
        content = title + right if kind == "header" else foot
        root = "hdr" if kind == "header" else "ftr"
        made[name] = write_part(root, Paragraph(style, content).write())
    return made


def _count_pages() -> str:
    """Runs and fields that say which page of how many."""
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    text = translate("Page {page} of {pages}", page="{page}", pages="{pages}")
    return "".join(
        write_field(fields[part], "1") if part in fields else write_run(part)
        for part in re.split("({pages?})", text)
    )


def set_pages(flow: Flow) -> str:
    """The whole text, with the page set-up at the end of each run of like pages.

    A turn takes along the headings right before it, and two that meet undo each other.
    """
    written: list[Paragraph | str] = []
    wide, sections = False, 0
    for item in flow:
        if not isinstance(item, Turn):
            written.append(item)
            continue
        if item.wide == wide:
            continue
        at = _begin_headings(written)
        last = written[at - 1] if at else None
        if isinstance(last, Paragraph) and last.section:
            # Nothing stands between this turn and the last.
            written[at - 1] = replace(last, section="")
            sections -= 1
        else:
            setup = _set_up(wide, first=not sections)
            sections += 1
            if isinstance(last, Paragraph):
                written[at - 1] = replace(last, section=setup)
            else:  # a section ends in a paragraph
                written.insert(at, Paragraph("SectionEnd", "", section=setup))
        wide = item.wide
    return _write(written) + _set_up(wide, first=not sections)


def _begin_headings(written: list[Paragraph | str]) -> int:
    """Where the headings at the end of the text begin; its end if there is none."""
    at = len(written)
    while at and _is_heading(written[at - 1]):
        at -= 1
    return at


def _is_heading(item: Paragraph | str) -> bool:
    return isinstance(item, Paragraph) and item.style.startswith("Heading")


def _write(written: list[Paragraph | str]) -> str:
    return "".join(item if isinstance(item, str) else item.write() for item in written)


def _set_up(wide: bool, *, first: bool) -> str:
    """The page set-up of a section."""
    size: dict[str, str | int] = {"w": SHORT_SIDE, "h": LONG_SIDE}
    if wide:
        size = {"w": LONG_SIDE, "h": SHORT_SIDE, "orient": "landscape"}
    end = "Wide" if wide else ""
    heads = [("header", "default", f"head{end}"), ("footer", "default", f"foot{end}")]
    if first:
        heads += [("header", "first", "headFirst"), ("footer", "first", "foot")]
    return word(
        "sectPr",
        *(
            f'<w:{kind}Reference w:type="{page}" r:id="{name}"/>'
            for kind, page, name in heads
        ),
        word("pgSz", **size),
        word(
            "pgMar",
            top=TOP_MARGIN,
            right=SIDE_MARGIN,
            bottom=BOTTOM_MARGIN,
            left=SIDE_MARGIN,
            header=EDGE,
            footer=EDGE,
            gutter=0,
        ),
        word("cols", space=720),
        word("titlePg") if first else "",
    )
