"""One attack: a random study is protected and published, and its file is attacked.

What must stay open is worked out from the cases themselves by the rules that the study
declares, and compared with what the attacker finds. Where even a file without any number
that can be held back would leave less room, that is all that can be asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attacker import Attacker
from disclosure_builders import Drawn, count_cases, draw_study, groups_of

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import Results, read_results, write_results
from probata.errors import AnalysisError
from probata.publication.disclosure.build import build_system
from probata.publication.disclosure.control import Choice, choose, protect


@dataclass(frozen=True)
class Target:
    """A count that must stay open: of which group, and between which ends at least."""

    about: str
    what: str
    count: int
    low: int
    high: int


@dataclass(frozen=True)
class Attacked:
    """How many counts were at risk, which of them were recovered, and how."""

    seed: int
    mode: str
    cases: int
    held_back: int
    targets: int
    recovered: tuple[str, ...] = ()
    refused: bool = False


def attack(folder: Path, seed: int, *, primary_only: bool = False) -> Attacked | None:
    """Draw, protect, publish and attack; None where no model of the draw can be fitted."""
    try:
        drawn = draw_study(folder, seed)
    except AnalysisError:
        return None
    rules = drawn.study.file.disclosure
    relations = build_system(drawn.study, drawn.results)
    try:
        choice = choose(drawn.study, relations)
    except AnalysisError:
        return Attacked(seed, rules.mode, len(drawn.cases), 0, 0, refused=True)
    off = choice.primary if primary_only else choice.off
    reader = _read(folder, drawn, _hold_back(drawn, choice, off))
    least = _read(folder, drawn, _hold_back(drawn, choice, relations.system.switches))
    targets = list(_targets(drawn, reader, rules))
    recovered = [
        f"{item.about}, {item.what} = {item.count}: {ends}"
        for item, group in targets
        if (ends := _recover(item, group, reader, least, rules)) is not None
    ]
    held_back, n = len(off), len(drawn.cases)
    return Attacked(seed, rules.mode, n, held_back, len(targets), tuple(recovered))


def _hold_back(drawn: Drawn, choice: Choice, off) -> Results:
    made = Choice(frozenset(off), choice.primary, choice.risks)
    return protect(drawn.study, drawn.results, made)


def _read(folder: Path, drawn: Drawn, results: Results) -> Attacker:
    """The attacker knows the published file alone."""
    path = folder / "published.json"
    path.write_bytes(write_results(results))
    attacker = drawn.attacker()
    attacker.read(read_results(path))
    attacker.solve()
    return attacker


def _targets(drawn: Drawn, attacker: Attacker, rules: Disclosure) -> Iterator:
    for about, group, kind, positive, known in groups_of(drawn, attacker):
        n = count_cases(drawn, attacker, group)
        yes = count_cases(drawn, attacker, group & positive)
        no = count_cases(drawn, attacker, group & known & ~positive)
        parts = {
            "n": (n, group),
            "yes": (yes, group & positive),
            "no": (no, group & known & ~positive),
        }
        for what, low, high in wanted(kind, n, yes, no, rules):
            count, part = parts[what]
            yield Target(about, what, count, low, high), part


def wanted(
    kind: str, n: int, yes: int, no: int, rules: Disclosure
) -> Iterator[tuple[str, int, int]]:
    """What docs/explanation/disclosure.md promises of a group: which count, and its room."""
    few = rules.minimum_n
    if n == 0 or (kind == "left_over" and rules.missing_groups == "allow"):
        return
    if kind == "left_over":
        if n < few:
            yield "yes", 0, n
        else:
            yield from _one_sided(yes, no, rules)
    elif n < few:
        yield "n", 1, few
        if kind == "group":
            yield "yes", 0, rules.least_cell
            yield "no", 0, rules.least_cell
    elif kind == "group":
        yield from _one_sided(yes, no, rules)


def _one_sided(yes: int, no: int, rules: Disclosure) -> Iterator[tuple[str, int, int]]:
    uniform = rules.uniform_groups == "protect"
    for what, count in (("yes", yes), ("no", no)):
        if (count == 0 and uniform) or 0 < count < rules.least_cell:
            yield what, 0 if uniform else 1, max(1, rules.least_cell)


def _recover(item, group, reader: Attacker, least: Attacker, rules: Disclosure):
    """The ends that the attacker finds, where they are closer than they may be."""
    low, high = reader.interval(group)
    assert low <= item.count <= high, "the attacker believes what is not true"
    if rules.mode == "round":
        ends = least.interval(group)
        room = min(rules.base // 2, item.high - item.low, ends[1] - ends[0])
        return (low, high) if high - low < max(1, room) else None
    if low <= item.low and high >= item.high:
        return None
    ends = least.interval(group)
    if low <= max(item.low, ends[0]) and high >= min(item.high, ends[1]) and low < high:
        return None
    return low, high
