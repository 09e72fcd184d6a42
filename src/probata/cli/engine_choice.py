"""Settles who adds the sums of a run, and tells the user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from probata.cli.progress import Progress


@dataclass(frozen=True)
class Asked:
    """An engine by name, and the Spark master where it is that one."""

    name: str = "memory"
    master: str = "local[*]"


def settle_engine(asked: Asked, data: Path, progress: Progress) -> Asked:
    """The engine for a data file; said where it is not the plain one."""
    from probata.analysis.engines.choose import choose_engine
    from probata.dataset.parts import count_rows, is_parted

    auto = asked.name == "auto"
    rows = count_rows(data) if auto and is_parted(data) else None
    choice = choose_engine(asked.name, rows)
    if choice.name != "memory":
        progress.note(f"  Engine: {choice.name}, because {choice.why}.")
    return replace(asked, name=choice.name)
