"""WordprocessingML as text: elements, runs and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_DECLARED = " ".join(f'xmlns:{key}="{value}"' for key, value in NAMESPACES.items())
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text that XML may hold, in an element or in quotes."""
    return escape(_NOT_XML.sub("\ufffd", text))


def word(name: str, /, *inside: str, **attributes: str | int) -> str:
    """`<w:name w:key="value">inside</w:name>`."""
    listed = "".join(
        f' w:{key}="{clean(str(value))}"' for key, value in attributes.items()
    )
    content = "".join(inside)
    if not content:
        return f"<w:{name}{listed}/>"
    return f"<w:{name}{listed}>{content}</w:{name}>"


def write_part(name: str, *inside: str) -> bytes:
    """A whole part of the package with `<w:name>` as its root."""
    content = "".join(inside)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:{name} {_DECLARED}>{content}</w:{name}>"
    ).encode()


@dataclass(frozen=True)
class Look:
    """How a run differs from its paragraph: a character style, and what is added to it."""

    style: str = ""
    bold: bool = False
    italic: bool = False


PLAIN = Look()


def write_run(text: str, look: Look = PLAIN) -> str:
    """Words of one look; none, no run."""
    if not text:
        return ""
    return _run(f'<w:t xml:space="preserve">{clean(text)}</w:t>', look)


def write_tab() -> str:
    return _run(word("tab"))


def write_field(instruction: str, shown: str = "") -> str:
    """A field such as PAGE; `shown` stands there until the reader's program fills it."""
    return open_field(instruction) + write_run(shown) + close_field()


def open_field(instruction: str) -> str:
    """The beginning of a field whose result follows."""
    code = f'<w:instrText xml:space="preserve"> {clean(instruction)} </w:instrText>'
    return (
        _run(word("fldChar", fldCharType="begin"))
        + _run(code)
        + _run(word("fldChar", fldCharType="separate"))
    )


def close_field() -> str:
    return _run(word("fldChar", fldCharType="end"))


def _run(content: str, look: Look = PLAIN) -> str:
    properties = "".join(
        [
            word("rStyle", val=look.style) if look.style else "",
            word("b") if look.bold else "",
            word("i") if look.italic else "",
        ]
    )
    return word("r", word("rPr", properties) if properties else "", content)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph before it is written, so that its place on the page can still change.

    `content` holds runs. `keep_next` keeps it on the page of what follows; `number` is
    the list that it counts in, at `level`; `section` ends a section with its page set-up.
    """

    style: str
    content: str
    keep_next: bool = False
    number: int = 0
    level: int = 0
    section: str = ""

    def write(self) -> str:
        properties = (
            word("pStyle", val=self.style),
            word("keepNext") if self.keep_next else "",
            word("numPr", word("ilvl", val=self.level), word("numId", val=self.number))
            if self.number
            else "",
            self.section,
        )
        return word("p", word("pPr", *properties), self.content)


@dataclass(frozen=True)
class Turn:
    """From here on pages lie on their side (`wide`), or stand upright again."""

    wide: bool


# The text of the document in order; a table is text already.
Flow = list[Paragraph | Turn | str]
