"""What the text refers to: bookmarks, links, pictures, lists; with the ids Word needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from probata.publication.docx.markup import clean, word

# Word's limit for the name of a bookmark.
_LONGEST = 40


@dataclass(frozen=True)
class Picture:
    """A drawing as pixels and as SVG; `id` is the beginning of its relationships' ids."""

    id: str
    png: bytes
    svg: bytes


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a heading's level, or 0 for a caption."""

    level: int
    words: str
    anchor: str


@dataclass
class Story:
    """Grows while the document is written; contents and package are made from it."""

    entries: list[Entry] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    lists: int = 0
    _names: dict[str, str] = field(default_factory=dict)
    _marks: int = 0

    def link(self, address: str) -> str:
        """The id of the relationship that leads to an address outside."""
        return self.links.setdefault(address, f"link{len(self.links) + 1}")

    def bookmark(self, anchor: str) -> str:
        """The name of the bookmark that stands for an anchor of the document.

        Letters, digits and underscores, 40 at most: names that would meet are told apart
        by a number at the end.
        """
        if anchor not in self._names:
            base = re.sub(r"[^A-Za-z0-9_]", "_", anchor)[:_LONGEST]
            self._names[anchor] = _unused(base, self._names.values())
        return self._names[anchor]

    def mark(self, anchor: str, content: str) -> str:
        """Runs between the two ends of their bookmark."""
        self._marks += 1
        return (
            word("bookmarkStart", id=self._marks, name=self.bookmark(anchor))
            + content
            + word("bookmarkEnd", id=self._marks)
        )

    def lead(self, anchor: str, content: str) -> str:
        """Runs that lead to a place in the document."""
        return word("hyperlink", content, anchor=self.bookmark(anchor), history=1)

    def lead_out(self, address: str, content: str) -> str:
        """Runs that lead to an address outside."""
        key = clean(self.link(address))
        return f'<w:hyperlink r:id="{key}" w:history="1">{content}</w:hyperlink>'

    def begin_list(self) -> int:
        """The number of one more list, counted from 1."""
        self.lists += 1
        return self.lists

    def add_picture(self, png: bytes, svg: bytes) -> Picture:
        made = Picture(f"picture{len(self.pictures) + 1}", png, svg)
        self.pictures.append(made)
        return made


def _unused(base: str, taken: Iterable[str]) -> str:
    # Word takes names that differ in case alone for the same.
    known = {name.lower() for name in taken}
    name, number = base, 1
    while name.lower() in known:
        number += 1
        end = f"_{number}"
        name = base[: _LONGEST - len(end)] + end
    return name
