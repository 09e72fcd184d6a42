"""Regions and delivery units as data: names, codes, aliases, and when they hold."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from probata.declarations import (
    Declaration,
    Declared,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError, Fault, UserError

PACKAGED = "england_wales_2023"


class RegisterHeader(Declared):
    """Which register of places this is."""

    id: str
    title: str
    source: str


class Region(Declared):
    """A region of the service."""

    id: str
    name: str
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    mark: str


class Unit(Declared):
    """A delivery unit. It exists from `from` (included) to `until` (not included)."""

    id: str
    name: str
    region: str
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: datetime.date | None = Field(default=None, alias="from")
    until: datetime.date | None = None
    mark: str

    def holds(self, day: datetime.date) -> bool:
        """Whether the unit exists on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class RegisterFile(Declared):
    """A register of places, as a file declares it."""

    register_: RegisterHeader = Field(alias="register")
    regions: tuple[Region, ...]
    units: tuple[Unit, ...]


T = TypeVar("T", Region, Unit)


@dataclass(frozen=True)
class Places:
    """A checked register. `region` and `unit` find by id, name, code or alias."""

    header: RegisterHeader
    regions: tuple[Region, ...]
    units: tuple[Unit, ...]
    _regions: dict[str, Region]
    _units: dict[str, Unit]

    def region(self, text: str) -> Region | None:
        return self._regions.get(place_key(text))

    def unit(self, text: str) -> Unit | None:
        return self._units.get(place_key(text))

    def region_of(self, unit: Unit) -> Region:
        return self._regions[place_key(unit.region)]


def place_key(text: str) -> str:
    """One spelling for all spellings of a name: letters and digits, `&` as `and`."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def packaged_file(name: str) -> Path:
    """The path of a declaration that comes with Probata."""
    return Path(str(resources.files("probata.cohort"))) / "packaged" / f"{name}.toml"


def read_places(path: Path | None = None) -> Places:
    """Read a register of places; without a path, the packaged one.

    Raises DeclarationError with every fault: an unknown region, a name, code or alias
    that stands for two places, an end before a beginning.
    """
    declaration = read_declaration(path or packaged_file(PACKAGED))
    file = build_declared(RegisterFile, declaration)
    faults: list[Fault] = []
    regions = _index(file.regions, "regions", declaration, faults)
    units = _index(file.units, "units", declaration, faults)
    for at, unit in enumerate(file.units):
        if place_key(unit.region) not in regions:
            faults.append(
                declaration.fault(
                    ("units", at, "region"), f"`{unit.region}` is not a region here."
                )
            )
        if unit.since and unit.until and unit.until <= unit.since:
            faults.append(
                declaration.fault(
                    ("units", at, "until"),
                    f"`{unit.id}` ends before it begins.",
                    "Put the dates right.",
                )
            )
    if faults:
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return Places(file.register_, file.regions, file.units, regions, units)


def _index(
    places: Sequence[T],
    part: str,
    declaration: Declaration,
    faults: list[Fault],
) -> dict[str, T]:
    found: dict[str, T] = {}
    place: T  # mypy cannot tell in the loop below
    for at, place in enumerate(places):
        for text in (place.id, place.name, *place.codes, *place.aliases):
            other = found.setdefault(place_key(text), place)
            if other is not place:
                faults.append(
                    declaration.fault(
                        (part, at),
                        f"`{text}` already stands for `{other.id}`.",
                        "Keep it in one of them.",
                    )
                )
    return found


def find_unit(places: Places, text: str, day: datetime.date) -> Unit:
    """The unit that a person names, as it is on a day.

    Raises UserError with the nearest names, or where it does not exist on that day.
    """
    unit = places.unit(text)
    if unit is None:
        names = [item.name for item in places.units]
        near = [name for name in names if place_key(text) in place_key(name)]
        raise UserError(
            f"`{text}` is not a delivery unit. {suggest(text, near or names)}"
        )
    if not unit.holds(day):
        since, until = unit.since or "the beginning", unit.until or "now"
        raise UserError(
            f"{unit.name} does not exist on {day.isoformat()}: it holds from {since} "
            f"until {until} ({places.header.title})."
        )
    return unit
