"""Reads a file to audit by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from probata.errors import DataError, Fault, InputMissing, UserError
from probata.publication.audit.read_docx import read_docx
from probata.publication.audit.read_html import read_html
from probata.publication.audit.read_rows import read_csv
from probata.publication.audit.read_sheets import read_ods, read_xlsx
from probata.publication.audit.read_text import read_markdown, read_plain
from probata.publication.audit.source import Source

READERS: dict[str, Callable[[str, bytes], Source]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".ods": read_ods,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
}
LARGEST = 100_000_000  # bytes


def read_sources(paths: Sequence[Path]) -> list[Source]:
    """Every file. Raises InputMissing or DataError that names all that cannot be read."""
    sources: list[Source] = []
    refused: list[UserError] = []
    for path in paths:
        try:
            sources.append(_read(path))
        except (DataError, InputMissing) as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        faults = [Fault(*error.summary.split(": ", 1)) for error in refused]
        kind = (
            DataError
            if any(isinstance(e, DataError) for e in refused)
            else InputMissing
        )
        raise kind(f"{len(refused)} files cannot be audited.", faults)
    return sources


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises InputMissing or DataError."""
    try:
        if path.is_dir():
            raise InputMissing(f"{path}: is a folder. Name the files themselves.")
        if path.stat().st_size > LARGEST:
            raise DataError(f"{path}: is too large to audit.")
        return path.read_bytes()
    except OSError as error:
        raise InputMissing(f"{path}: cannot be read ({error.strerror}).") from None


def _read(path: Path) -> Source:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DataError(
            f"{path}: the ending `{path.suffix}` is not known. Audit "
            f"{', '.join(READERS)}; of a PDF, audit the document that it was made from."
        )
    raw = read_bytes(path)
    if not raw.strip():
        raise DataError(f"{path}: the file is empty.")
    return reader(str(path), raw)
