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
    refuse_foreign(folder)
    place = folder.resolve()  # a link stays a link
    made: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        for name, content in {**files, MARKER: b""}.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_synced(target, content)
        made.chmod(0o755)
        _swap(made, place)
    except OSError as error:
        raise OutputError(
            f"{folder}: could not be written ({error.strerror}). "
            "Nothing was changed. Free space or choose another folder with --out."
        ) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)  # gone already, if all went well


def add_to_folder(folder: Path, name: str, content: bytes) -> None:
    """Write one file of an output folder, leaving the others as they are.

    Raises OutputError when the folder holds files that Probata did not make.
    """
    refuse_foreign(folder)
    write_file(folder / name, content)
    if not (folder / MARKER).exists():
        write_file(folder / MARKER, b"")


def refuse_foreign(folder: Path) -> None:
    """Raise OutputError where an output would replace what Probata did not make."""
    if folder.is_file():
        raise OutputError(f"{folder}: is a file. Choose a folder with --out.")
    try:
        holds_files = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read ({error.strerror}).") from None
    if holds_files and not (folder / MARKER).exists():
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
        raise OutputError(
            f"{path}: could not be written ({error.strerror}). Nothing was changed."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()  # gone already, if all went well


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
    except BaseException:  # Ctrl-C, too, must not leave the folder away
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
