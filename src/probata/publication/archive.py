"""Zip archives that come out the same every time: no clock, no owner, a given order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

# The earliest moment that a zip archive can name.
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack_archive(files: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """The files (path -> content) in their order; those in `stored` are not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compress_type=kind)
    return stream.getvalue()


def unpack_archive(content: bytes) -> dict[str, bytes]:
    """Path -> content, in the order of the archive. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
