"""Writes a folder of files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.errors import OutputError

MARKER = ".made-by-probata"


@dataclass(frozen=True)
class OutFolder:
    """A folder to write: path inside it -> content. A private one only its owner reads."""

    path: Path
    files: Mapping[str, bytes]
    private: bool = False


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace `folder` by `files` (path inside the folder -> content).

    Everything is first written beside the folder and moved into place at the end, so
    a full disk or a stopped run leaves the earlier output as it was. A folder that
    holds something else than an earlier output is refused, never replaced.
    Raises OutputError with the reason of the operating system.
    """
    write_folders([OutFolder(folder, files)])


def write_folders(folders: Sequence[OutFolder]) -> None:
    """Replace several folders that belong together: all of them, or none.

    See `write_folder`. Raises OutputError.
    """
    for item in folders:
        refuse_foreign(item.path)
    made: list[Path] = []
    item = folders[0]
    try:
        for item in folders:
            made.append(_prepare(item))
        with contextlib.ExitStack() as undo:
            for item, prepared in zip(folders, made, strict=True):
                _swap(prepared, item.path.resolve(), undo)  # a link stays a link
            undo.pop_all()
    except OSError as error:
        raise OutputError(
            f"{item.path}: could not be written ({error.strerror}). "
            "Nothing was changed. Free space or choose another folder with --out."
        ) from None
    finally:
        for prepared in made:
            shutil.rmtree(
                prepared, ignore_errors=True
            )  # gone already, if all went well
            shutil.rmtree(_old(prepared), ignore_errors=True)


def _prepare(folder: OutFolder) -> Path:
    """Write the files of a folder beside its place."""
    place = folder.path.resolve()
    mode = 0o700 if folder.private else 0o777
    place.parent.mkdir(mode=mode, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        for name, content in {**folder.files, MARKER: b""}.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_synced(target, content)
            if folder.private:
                target.chmod(0o600)
        made.chmod(0o700 if folder.private else 0o755)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return made


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


def write_private(path: Path, content: bytes) -> None:
    """Write one file that only its owner can read, in a folder of which that is true.

    Raises OutputError.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        with open(
            os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"
        ) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
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


def _old(made: Path) -> Path:
    return made.with_name(f"{made.name}-old")


def _swap(made: Path, folder: Path, undo: contextlib.ExitStack) -> None:
    """Put `made` where `folder` is; `undo` puts everything back as it was."""
    if folder.exists():
        folder.rename(_old(made))
        undo.callback(_old(made).rename, folder)
    made.rename(folder)
    undo.callback(folder.rename, made)


@contextlib.contextmanager
def growing_folder(folder: Path) -> Iterator[Path]:
    """A folder to write large files into, one after another; it takes its place at the end.

    Until then, and where the writing stops, `folder` is as it was. Only its owner reads
    it. Raises OutputError with the reason of the operating system.
    """
    refuse_foreign(folder)
    place = folder.resolve()
    made: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        yield made
        (made / MARKER).write_bytes(b"")
        with contextlib.ExitStack() as undo:
            _swap(made, place, undo)
            undo.pop_all()
    except OSError as error:
        raise OutputError(
            f"{folder}: could not be written ({error.strerror or error}). Nothing was changed. "
            "Free space or choose another folder with --out."
        ) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
            shutil.rmtree(_old(made), ignore_errors=True)
