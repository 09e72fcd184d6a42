"""The frameworks that come with Probata, to be named in place of a path."""

from __future__ import annotations

from pathlib import Path

from probata.declarations import suggest
from probata.errors import InputMissing

FOLDER = Path(__file__).parent / "frameworks"


def packaged_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def find_framework(named: Path) -> Path:
    """The file of a framework: the path itself, or a packaged framework's name.

    A file of that name comes first. Raises InputMissing with the names that are known.
    """
    if named.exists():
        return named
    if named.name == str(named) and named.name in packaged_names():
        return FOLDER / f"{named.name}.toml"
    raise InputMissing(
        f"{named}: there is no such file, and no framework of that name comes with "
        f"Probata. {suggest(str(named), packaged_names())}"
    )
