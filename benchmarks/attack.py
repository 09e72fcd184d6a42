"""Attacks 200 random studies after disclosure control; writes the report (make attack)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from disclosure_attacks import Attacked, attack  # noqa: E402

REPORT = ROOT / "docs" / "explanation" / "disclosure-attacks.md"
ATTACKS = 200
# Every so many studies are attacked once more with the counts at risk alone held back.
AGAIN = 10


def main() -> int:
    found = list(_attack_all(range(2 * ATTACKS), ATTACKS, primary_only=False))
    again = range(0, 2 * ATTACKS, AGAIN)
    weak = [
        item
        for item in _attack_all(again, len(again), primary_only=True)
        if item.mode == "suppress" and item.targets
    ]
    REPORT.write_text(_report(found, weak), encoding="utf-8")
    recovered = [item for item in found if item.recovered]
    for item in recovered:
        print(item.seed, *item.recovered, sep="\n  ")
    print(f"{REPORT}: {len(found)} attacks, {len(recovered)} with a count recovered")
    return 1 if recovered else 0


def _attack_all(seeds: range, wanted: int, *, primary_only: bool) -> Iterator[Attacked]:
    """Attacks on published studies; a draw that cannot be analysed is passed over."""
    done = 0
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            found = attack(Path(folder), seed, primary_only=primary_only)
        if found is None:
            continue
        yield found
        done += not found.refused
        print(f"\r{done} of {wanted}", end="", file=sys.stderr)
        if done == wanted:
            break


def _report(found: list[Attacked], weak: list[Attacked]) -> str:
    lines = [
        "# Attacks on disclosure control",
        "",
        "Written by `make attack`; [how it is done](disclosure.md#how-it-was-attacked).",
        "",
        "| mode | studies | cases | counts at risk | numbers held back | recovered |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for mode in ("suppress", "round"):
        own = [item for item in found if item.mode == mode and not item.refused]
        cases = [item.cases for item in own]
        lines.append(
            f"| {mode} | {len(own)} | {min(cases)} to {max(cases)} "
            f"| {sum(item.targets for item in own):,} "
            f"| {sum(item.held_back for item in own):,} "
            f"| {sum(len(item.recovered) for item in own)} |"
        )
    refused = sum(item.refused for item in found)
    lines += [
        "",
        f"Studies refused, since nothing would protect them: {refused}.",
        "",
        _say_weak(weak),
        "",
    ]
    return "\n".join(lines)


def _say_weak(weak: list[Attacked]) -> str:
    losing = sum(bool(item.recovered) for item in weak)
    lost = sum(len(item.recovered) for item in weak)
    risked = sum(item.targets for item in weak)
    return (
        f"With the counts at risk alone held back, {losing} of {len(weak)} studies that "
        f"suppress lose a count, {lost:,} of {risked:,} counts in all."
    )


if __name__ == "__main__":
    sys.exit(main())
