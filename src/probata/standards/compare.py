"""What changed between two versions of a framework, and what that does to a time series.

    compare_frameworks(old, new) -> Comparison

Parts are matched by id, or by `was` in the later version. The verdict is on the share of
positive answers over time:

comparable       the same question is put to the same cases with the same answers
with_care        a difference that can shift answers, or that can be undone by taking only
                 the cases which both versions ask
not_comparable   the answers no longer mean the same, or there is no earlier question
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from probata.standards.change import Change, Verdict, Versions, worst
from probata.standards.framework import Framework
from probata.standards.question_change import question_changes
from probata.standards.standard_change import overall_changes, standard_changes

# What the file calls each kind of part, and how its changes are found.
TABLES: dict[str, Callable[[Any, Any, Versions], Iterable[Change]]] = {
    "standards": standard_changes,
    "key_questions": question_changes,
    "prompts": question_changes,
    "supplementary": question_changes,
}


@dataclass(frozen=True)
class Compared:
    """One part in two versions. Without `old` it is new, without `new` it is retired."""

    table: str
    old: tuple[str, ...]
    new: str | None
    changes: tuple[Change, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(change.verdict for change in self.changes)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of change, `same` where there is none."""
        return tuple(dict.fromkeys(item.kind for item in self.changes)) or ("same",)


@dataclass(frozen=True)
class Comparison:
    """Every part of two versions: those of the later in its order, then those retired."""

    old: Framework
    new: Framework
    parts: tuple[Compared, ...]

    @property
    def related(self) -> bool:
        """At least half of the parts of both versions have a counterpart."""
        matched = sum(bool(part.old and part.new) for part in self.parts)
        return 2 * matched >= len(self.parts)


def compare_frameworks(old: Framework, new: Framework) -> Comparison:
    """Match every part of two versions and say what each change breaks."""
    versions = Versions(old, new, _walk(old, new))
    parts = [part for table in TABLES for part in _compare_table(table, versions)]
    if old.file.ratings and new.file.ratings:
        changes = overall_changes(old.file.ratings, new.file.ratings, versions)
        parts.append(Compared("overall", ("overall",), "overall", tuple(changes)))
    return Comparison(old, new, tuple(_weigh_prompts(parts, versions)))


def _walk(old: Framework, new: Framework) -> dict[str, str]:
    walk: dict[str, str] = {}
    for table in ("domains", *TABLES):
        known = {item.id for item in getattr(old.file, table)}
        for item in getattr(new.file, table):
            for name in _earlier(item, known):
                walk.setdefault(name, item.id)
    return walk


def _earlier(item: Any, known: Iterable[str]) -> tuple[str, ...]:
    """The parts of the earlier version that a part of the later one continues."""
    return tuple(name for name in item.was or (item.id,) if name in known)


def _compare_table(table: str, versions: Versions) -> Iterator[Compared]:
    before = {item.id: item for item in getattr(versions.old.file, table)}
    after = getattr(versions.new.file, table)
    times = Counter(name for item in after for name in _earlier(item, before))
    for item in after:
        names = _earlier(item, before)
        changes = [*_lineage(item.id, names, times)]
        if len(names) == 1:
            changes += TABLES[table](before[names[0]], item, versions)
        yield Compared(table, names, item.id, tuple(changes))
    gone = Change(
        "retired", "not_comparable", "it is no longer there; its series ends."
    )
    for name in before:
        if name not in times:
            yield Compared(table, (name,), None, (gone,))


def _lineage(
    name: str, earlier: tuple[str, ...], times: Counter[str]
) -> Iterator[Change]:
    """How a part comes from the earlier version: new, joined, split, renamed."""
    if not earlier:
        yield Change(
            "new", "not_comparable", "there is no earlier one; a series begins."
        )
    elif len(earlier) > 1:
        joined = ", ".join(f"`{item}`" for item in earlier)
        yield Change("joined", "not_comparable", f"it takes the place of {joined}.")
    elif times[earlier[0]] > 1:
        yield Change(
            "split",
            "not_comparable",
            f"`{earlier[0]}` goes on in several parts; none alone is the old one.",
        )
    elif earlier[0] != name:
        yield Change(
            "renamed", "comparable", f"its id was `{earlier[0]}`; map the column."
        )


def _weigh_prompts(parts: list[Compared], versions: Versions) -> Iterator[Compared]:
    """A key question whose prompts changed is itself compared with care."""
    touched: set[str | None] = set()
    old = {item.id: item.key_question for item in versions.old.file.prompts}
    new = {item.id: item.key_question for item in versions.new.file.prompts}
    for part in parts:
        if part.table == "prompts" and set(part.kinds) - {"same", "renamed"}:
            touched.update(versions.walk.get(old[name]) for name in part.old)
            touched.update([new[part.new]] if part.new else [])
    change = Change("prompts", "with_care", "the prompts that lead to it changed.")
    for part in parts:
        goes_on = part.table == "key_questions" and part.old and part.new
        if goes_on and part.new in touched:
            part = replace(part, changes=(*part.changes, change))
        yield part
