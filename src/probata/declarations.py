"""Reads a TOML declaration and reports all its faults together, with line numbers."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from probata.errors import DeclarationError, Fault, InputMissing

Place = tuple[str | int, ...]
# A fault before its line is looked up: its place, the problem, what to do.
Finding = tuple[Place, str, str]
T = TypeVar("T", bound="Declared")


class Declared(BaseModel):
    """A part of a declaration: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True)
class Declaration:
    """A parsed TOML file that still knows on which line each key stood."""

    path: Path
    data: dict[str, Any]
    sha256: str
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """The line of a key, or of the nearest table that holds it; 0 where none does."""
        for length in range(len(place), 0, -1):
            if line := self.lines.get(place[:length]):
                return line
        return 0

    def where(self, place: Place) -> str:
        """Name the line of a key, or of the nearest table that holds it."""
        line = self.line(place)
        return f"{self.path.name}, line {line}" if line else self.path.name

    def fault(self, place: Place, problem: str, mend: str = "") -> Fault:
        return Fault(self.where(place), problem, mend)


def read_declaration(path: Path) -> Declaration:
    """Read a TOML file.

    Raises InputMissing when there is no such file, DeclarationError when it is not
    valid TOML (with line and column, as the parser gives them).
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputMissing(
            f"{path}: cannot be read ({error.strerror}). Check the name and the folder."
        ) from None
    try:
        text = raw.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise DeclarationError(
            f"{path}: is not UTF-8 text. Save it again with UTF-8 encoding."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{path}: is not valid TOML: {error}") from None
    return Declaration(path, data, hashlib.sha256(raw).hexdigest(), locate_keys(text))


def build_declared(model: type[T], declaration: Declaration) -> T:
    """Turn a parsed file into its model, or raise with every fault of form."""
    try:
        return model.model_validate(declaration.data)
    except ValidationError as error:
        faults = [_explain(declaration, dict(item)) for item in error.errors()]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults) from None


def _explain(declaration: Declaration, item: dict[str, Any]) -> Fault:
    place: Place = tuple(item["loc"])
    name = ".".join(str(part) for part in place) or "the file"
    context = item.get("ctx", {})
    if item["type"] == "missing":
        return declaration.fault(place, f"`{name}` is missing.", "Add it.")
    if item["type"] == "extra_forbidden":
        return declaration.fault(
            place, f"`{name}` is not a key that is known here.", "Check its spelling."
        )
    if "expected" in context:
        found = item.get("input")
        close = difflib.get_close_matches(
            str(found), re.findall(r"'([^']*)'", str(context["expected"])), 1
        )
        mend = f"Did you mean `{close[0]}`?" if close else ""
        return declaration.fault(
            place, f"`{name}` must be {context['expected']}, found `{found}`.", mend
        )
    message = str(item["msg"]).removeprefix("Value error, ")
    return declaration.fault(place, f"`{name}`: {message}.".replace("..", "."))


def suggest(name: str, known: Any) -> str:
    """Offer the nearest known name, for the second half of an error message."""
    names = [str(item) for item in known]
    close = difflib.get_close_matches(name, names, 1)
    if close:
        return f"Did you mean `{close[0]}`?"
    shown = ", ".join(f"`{item}`" for item in names[:12])
    return f"Known: {shown}{', ...' if len(names) > 12 else ''}." if names else ""


def absent_columns(
    where: str, known: Collection[str], wanted: Iterable[str]
) -> list[Fault]:
    """A fault for each wanted column that a file's header does not have."""
    return [
        Fault(where, f"there is no column `{name}`.", suggest(name, known))
        for name in wanted
        if name not in known
    ]


_KEY = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|=|\]|$)"""
)


def locate_keys(text: str) -> dict[Place, int]:
    """Map each key, table and array element of valid TOML to its line (from 1).

    Python's `tomllib` keeps no positions; the messages of a study need them.
    """
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    at = 0
    while at < len(text):
        number = text.count("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        bare = line.strip()
        if not bare or bare.startswith("#"):
            at = end + 1
        elif bare.startswith("["):
            double = bare.startswith("[[")
            names, _ = _read_key(bare, 2 if double else 1)
            table = _enter_table(names, double, counts)
            lines.setdefault(table, number)
            at = end + 1
        else:
            names, after = _read_key(line, 0)
            place = table + names
            for length in range(len(table) + 1, len(place) + 1):
                lines.setdefault(place[:length], number)
            at = _skip_value(text, at + after, place, lines)
    return lines


def _enter_table(names: Place, double: bool, counts: dict[Place, int]) -> Place:
    place: Place = ()
    for index, name in enumerate(names):
        place += (name,)
        last = index == len(names) - 1
        if double and last:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place += (counts[place],)
    return place


def _read_key(text: str, at: int) -> tuple[Place, int]:
    names: list[str] = []
    while match := _KEY.match(text, at):
        names.append(next(part for part in match.groups()[:3] if part is not None))
        at = match.end()
        if match.group(4) != ".":
            break
    return tuple(names), at


def _skip_value(text: str, at: int, place: Place, lines: dict[Place, int]) -> int:
    """Go past one value; note the line of each element of an array."""
    depth, element, fresh = 0, -1, False
    while at < len(text):
        char = text[at]
        if char in "\"'":
            if depth == 1 and fresh:
                element, fresh = element + 1, False
                lines[(*place, element)] = text.count("\n", 0, at) + 1
            at = _skip_string(text, at)
            continue
        if char == "#":
            newline = text.find("\n", at)
            at = len(text) if newline < 0 else newline
            continue
        if char == "\n" and depth == 0:
            return at + 1
        if depth == 1 and fresh and char not in " \t\r\n],":
            element, fresh = element + 1, False
            lines[(*place, element)] = text.count("\n", 0, at) + 1
        if char in "[{":
            depth += 1
            fresh = depth == 1 and char == "["
        elif char in "]}":
            depth -= 1
        elif char == "," and depth == 1:
            fresh = True
        at += 1
    return at


def _skip_string(text: str, at: int) -> int:
    quote = text[at]
    if text.startswith(quote * 3, at):
        end = text.find(quote * 3, at + 3)
        return len(text) if end < 0 else end + 3
    at += 1
    while text[at] != quote:
        at += 2 if text[at] == "\\" and quote == '"' else 1
    return at + 1
