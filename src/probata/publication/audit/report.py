"""Writes an audit for people and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from probata.publication.audit.findings import LEVELS, Audit, Level

SHOWN = 4  # places named before the rest is counted


def write_record(audits: Sequence[Audit]) -> dict[str, Any]:
    """Everything found, looked at and left out, by file."""
    return {
        "files": [
            {
                "file": audit.name,
                "findings": [asdict(item) for item in audit.findings],
                "looked_at": {k: n for k, n in audit.checked.items() if n},
                "not_looked_at": [
                    {"what": what, "where": places}
                    for what, places in audit.unchecked.items()
                ],
            }
            for audit in audits
        ],
        **{f"{level}s": count_level(audits, level) for level in LEVELS},
    }


def write_lines(audits: Sequence[Audit]) -> list[str]:
    """A block of lines a file, then the sum."""
    lines: list[str] = []
    for audit in audits:
        lines.append(f"{audit.name}: {_sum([audit])}")
        for item in audit.findings:
            lines.append(f"  {item.level}, {item.check}: {item.where}")
            lines.append(f"      {item.message}")
        looked = [f"{what}: {n:,}" for what, n in audit.checked.items() if n]
        lines.append(f"  Looked at: {'; '.join(looked) or 'nothing'}.")
        for what, places in audit.unchecked.items():
            more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
            lines.append(f"  Not looked at: {what}: {'; '.join(places[:SHOWN])}{more}.")
        lines.append("")
    if len(audits) > 1:
        lines.append(f"{len(audits)} files: {_sum(audits)}")
    return lines if len(audits) > 1 else lines[:-1]


def count_level(audits: Sequence[Audit], level: Level) -> int:
    """How many findings of a level there are in all files."""
    return sum(len(audit.of_level(level)) for audit in audits)


def _sum(audits: Sequence[Audit]) -> str:
    parts = []
    for level in LEVELS:
        number = count_level(audits, level)
        parts.append(f"{number:,} {level}{'' if number == 1 else 's'}")
    return ", ".join(parts)
