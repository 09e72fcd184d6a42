"""Opens the ZIP archives that office files are, and their XML, without being led astray."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from probata.errors import DataError

LARGEST = 60_000_000  # bytes after unpacking; published documents stay far below


def read_parts(name: str, raw: bytes, *wanted: str) -> dict[str, ElementTree.Element]:
    """The named XML parts that the archive holds. Raises DataError where it is unsound."""
    damaged = DataError(
        f"{name}: cannot be opened. It may be damaged, protected by a password, or of "
        "another kind than its name says; save it again."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > LARGEST:
                raise DataError(
                    f"{name}: is too large to audit ({size:,} bytes unpacked)."
                )
            held = [part for part in wanted if part in archive.namelist()]
            parts = {part: archive.read(part) for part in held}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ):
        raise damaged from None
    try:
        return {part: _parse(name, text) for part, text in parts.items()}
    except ElementTree.ParseError:
        raise damaged from None


def _parse(name: str, text: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # could grow without end
        raise DataError(f"{name}: declares entities, which office files do not.")
    return ElementTree.fromstring(text)


def local(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(
    element: ElementTree.Element, *names: str
) -> Iterator[ElementTree.Element]:
    """Children of these local names, also inside content controls and revisions."""
    for child in element:
        if local(child) in names:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "smartTag", "customXml"):
            yield from children(child, *names)


def attribute(element: ElementTree.Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items() if element is not None else ():
        if key.rpartition("}")[2] == name:
            return value
    return None
