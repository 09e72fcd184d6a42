"""Writes a folder of files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from probata.errors import OutputError

MARKER = ".made-by-probata"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace `folder` by `files` (path inside the folder -> content).

    Everything is first written beside the folder and moved into place at the end, so
    a full disk or a stopped run leaves the earlier output as it was. A folder that
    holds something else than an earlier output is refused, never replaced.
    Raises OutputError with the reason of the operating system.
    """
    _refuse_foreign(folder)
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, content in {**files, MARKER: b""}.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_synced(target, content)
        made.chmod(0o755)
        _swap(made, folder)
    except OSError as error:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        raise OutputError(
            f"{folder}: could not be written ({error.strerror}). "
            "Nothing was changed. Free space or choose another folder with --out."
        ) from None


def _refuse_foreign(folder: Path) -> None:
    if folder.is_file():
        raise OutputError(f"{folder}: is a file. Choose a folder with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise OutputError(
            f"{folder}: holds files that Probata did not make, and would be replaced. "
            "Choose another folder with --out."
        )


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all. Raises OutputError."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(temporary, content)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise OutputError(
            f"{path}: could not be written ({error.strerror}). Nothing was changed."
        ) from None


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(made: Path, folder: Path) -> None:
    """Put `made` where `folder` is; the old one goes only once the new one stands."""
    if not folder.exists():
        made.rename(folder)
        return
    old = made.with_name(f"{made.name}-old")
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
