"""What an audit found, what it looked at and what it could not look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note"]
LONGEST = 160  # characters of a text that a message repeats
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """One thing found. An error cannot be; a warning needs a look; a note is worth knowing.

    `check` names the check as documented; `where` is a place a person can go to.
    """

    level: Level
    check: str
    where: str
    message: str


@dataclass
class Audit:
    """The audit of one file, filled in by the checks one after another.

    `checked` counts what each check looked at, so that silence can be told from a check
    that never ran; `unchecked` says what was left out, and why.
    """

    name: str
    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    unchecked: dict[str, list[str]] = field(default_factory=dict)

    def error(self, check: str, where: str, message: str) -> None:
        self.findings.append(Finding("error", check, where, message))

    def warn(self, check: str, where: str, message: str) -> None:
        self.findings.append(Finding("warning", check, where, message))

    def note(self, check: str, where: str, message: str) -> None:
        self.findings.append(Finding("note", check, where, message))

    def count(self, what: str, number: int = 1) -> None:
        """Add to what was looked at; the words are printed after the number."""
        self.checked[what] += number

    def skip(self, what: str, where: str) -> None:
        """Say what was not looked at, with the reason, and where."""
        places = self.unchecked.setdefault(what, [])
        if where not in places:
            places.append(where)

    def of_level(self, level: Level) -> list[Finding]:
        return [item for item in self.findings if item.level == level]


def shorten(text: str) -> str:
    """Words of a text for a message."""
    plain = text.strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 3] + "..."
