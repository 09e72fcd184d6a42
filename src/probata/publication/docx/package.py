"""Puts the parts of a document into one file; the same parts give the same bytes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from probata.errors import ExtraMissing
from probata.publication.archive import EPOCH, pack_archive, unpack_archive
from probata.publication.document import FrontMatter
from probata.publication.docx.pages import RUNNING
from probata.publication.docx.story import Story
from probata.publication.language import translate

if TYPE_CHECKING:
    from docx.opc.part import Part
    from docx.package import Package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "document": f"{_WORD}.document.main+xml",
    "styles": f"{_WORD}.styles+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "settings": f"{_WORD}.settings+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}
_LONGEST_PROPERTY = 255


@dataclass(frozen=True)
class Parts:
    """The texts of a document: the main one, and those that it rests on by kind."""

    main: bytes
    beside: dict[str, bytes]
    running: dict[str, bytes]


def pack(parts: Parts, story: Story, front: FrontMatter) -> bytes:
    """The file. Raises ExtraMissing without the libraries of the extra `publish`."""
    try:
        from docx.package import Package
    except ImportError:
        raise ExtraMissing(
            "DOCX needs an optional library. "
            "Install it with: pip install 'probata[publish]'"
        ) from None

    package = Package()
    main = _part(package, "document", "/word/document.xml", parts.main)
    package.relate_to(main, f"{_OFFICE}/officeDocument")
    for kind, content in parts.beside.items():
        part = _part(package, kind, f"/word/{kind}.xml", content)
        main.load_rel(f"{_OFFICE}/{kind}", part, kind)
    for name, kind, _ in RUNNING:
        part = _part(package, kind, f"/word/{name}.xml", parts.running[name])
        main.load_rel(f"{_OFFICE}/{kind}", part, name)
    for address, name in story.links.items():
        main.load_rel(f"{_OFFICE}/hyperlink", address, name, is_external=True)
    _add_pictures(package, main, story)
    _describe(package, front)
    stream = BytesIO()
    package.save(stream)
    # Saved with the time of day; packed once more without it.
    files = unpack_archive(stream.getvalue())
    return pack_archive(files, [name for name in files if name.endswith(".png")])


def _part(package: Package, kind: str, path: str, content: bytes) -> Part:
    return _any_part(package, _TYPES[kind], path, content)


def _any_part(package: Package, media: str, path: str, content: bytes) -> Part:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(path), media, content, package)


def _add_pictures(package: Package, main: Part, story: Story) -> None:
    for picture in story.pictures:
        for end, media, content in (
            ("png", "image/png", picture.png),
            ("svg", "image/svg+xml", picture.svg),
        ):
            path = f"/word/media/{picture.id}.{end}"
            part = _any_part(package, media, path, content)
            main.load_rel(f"{_OFFICE}/image", part, f"{picture.id}{end}")


def _describe(package: Package, front: FrontMatter) -> None:
    """The properties that File, Info shows; its dates are the study's."""
    properties = package.core_properties
    said = translate("synthetic data")
    warning = f" ({said})" if front.synthetic else ""
    people = ", ".join(front.authors) or front.publisher
    properties.title = _short(front.title + warning)
    properties.subject = _short(front.subtitle)
    properties.author = _short(people)
    properties.last_modified_by = _short(people)
    properties.category = _short(front.series)
    properties.comments = _short(front.description)
    properties.language = front.language
    day = front.day or datetime.date(*EPOCH[:3])
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    properties.created = midnight
    properties.modified = midnight


def _short(text: str) -> str:
    if len(text) <= _LONGEST_PROPERTY:
        return text
    return text[: _LONGEST_PROPERTY - 1] + "\N{HORIZONTAL ELLIPSIS}"
