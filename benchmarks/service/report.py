"""The report of the service's benchmark: one JSON file, and the page made from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
JSON_FILE = ROOT / "docs" / "reference" / "service-benchmark.json"
PAGE = JSON_FILE.with_suffix(".md")
Row = tuple[str, str, str, bool | None]


def write_part(name: str, record: dict[str, Any]) -> list[str]:
    """Put one run into the report; gives its table, as printed to whoever ran it."""
    kept = json.loads(JSON_FILE.read_text()) if JSON_FILE.exists() else {}
    kept[name] = record
    JSON_FILE.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    PAGE.write_text(page(kept))
    return [
        f"{mark(row[3]):4} {row[0]}: {row[1]}{wanted(row)}"
        for row in ROWS[name](record)
    ]


def mark(reached: bool | None) -> str:
    return {True: "yes", False: "NO", None: ""}[reached]


def wanted(row: Row) -> str:
    return f" (to reach: {row[2]})" if row[2] else ""


def missed(name: str, record: dict[str, Any]) -> int:
    return sum(row[3] is False for row in ROWS[name](record))


def load_rows(record: dict[str, Any]) -> Iterator[Row]:
    for case in record["loads"]:
        name = case["name"]
        yield _most(f"{name}: saves, p95 ms", case["saves_p95"], case["p95"])
        yield _most(f"{name}: saves, p99 ms", case["saves_p99"], case["p99"])
        if case["pages"]:
            yield _most(
                f"{name}: pages of a key question, p95 ms",
                case["pages_p95"],
                case["page_p95"],
            )
        yield _none(f"{name}: errors of {case['saves']:,} saves", case["errors"])
        gone = case["lost"] + case["duplicated"] + case["faults_of_logs"]
        yield _none(f"{name}: lost, duplicated, faults of logs", gone)


def log_rows(record: dict[str, Any]) -> Iterator[Row]:
    two = record["interleavings"]
    name = f"{two['interleavings']:,} interleavings of two tabs"
    yield _none(f"{name}: overwritten in silence", two["overwritten"])
    yield _none(f"{name}: too late and not told", two["not_told"])
    yield _none(f"{name}: values not in the log", two["not_in_log"])
    yield (
        f"{name}: saved, told to be too late",
        f"{two['saved']:,}, {two['told_late']:,}",
        "",
        None,
    )
    made = record["tamperings"]
    count = made["tamperings"]
    yield (
        f"{count:,} tamperings with the log: found",
        f"{made['found']:,}",
        "all",
        made["found"] == count,
    )
    yield _none(
        "Faults found in the untouched logs",
        made["faults_before"] + made["faults_after"],
    )


def kill_rows(record: dict[str, Any]) -> Iterator[Row]:
    yield (
        "Killed: workers, database",
        f"{record['killed_workers']}, {record['killed_databases']}",
        "",
        None,
    )
    yield (
        "Saves acknowledged, sent again",
        f"{record['acknowledged']:,}, {record['sent_again']:,}",
        "",
        None,
    )
    yield _none("Acknowledged and lost, or changed", record["lost"] + record["changed"])
    yield _none("Duplicated", record["duplicated"])
    yield _none("Faults of logs", record["faults_of_logs"])
    yield _none("Errors shown to an inspector", record["errors"])
    for what in ("worker", "database"):
        seconds = record[f"longest_away_after_{what}"]
        if seconds is not None:
            yield _most(
                f"Longest without a save after a kill of a {what}, s", seconds, 10
            )


def session_rows(record: dict[str, Any]) -> Iterator[Row]:
    yield (
        "Case sessions, saves each",
        f"{record['sessions']:,}, {record['saves_each']}",
        "",
        None,
    )
    yield from kill_rows(record)


def restore_rows(record: dict[str, Any]) -> Iterator[Row]:
    yield ("Cases, events", f"{record['cases']:,}, {record['events']:,}", "", None)
    yield _most("Every log verified, s", record["verify_seconds"], 60)
    yield (
        "Backed up, s (MB)",
        f"{record['backup_seconds']} ({record['backup_megabytes']:,})",
        "",
        None,
    )
    yield _most(
        "Restored into an empty place and verified, s", record["restore_seconds"], 600
    )
    yield _none("Events missing after it", record["events_missing"])


ROWS = {
    "load": load_rows,
    "log": log_rows,
    "kills": kill_rows,
    "sessions": session_rows,
    "restore": restore_rows,
}
TITLES = {
    "load": "Under load",
    "log": "Two at one case, and tampering with the log",
    "kills": "Killed under 60 saving inspectors",
    "sessions": "Whole case sessions, with kills throughout",
    "restore": "Restored from a backup",
}


def _most(words: str, found: float | None, most: float | None) -> Row:
    reached = None if most is None or found is None else found <= most
    return words, f"{found}", f"at most {most:g}" if most is not None else "", reached


def _none(words: str, found: int) -> Row:
    return words, str(found), "0", found == 0


HEAD = """# Benchmark of the service

Made by `make bench-service` and its sisters (`benchmarks/service`), each on a fresh
embedded database with the service as `probata serve` runs it. The load comes from the same
two cores, at times set beforehand, and each save is timed from when it was due. Cases,
names and answers are made up. *Load* is that of the machine, 1 being one busy core, before
a run and after it, the run's own load with it: where it was above 0.5 before, other work
ran beside, and times are upper bounds.
"""


def page(kept: dict[str, Any]) -> str:
    """The whole page, from all runs that were kept."""
    parts = [_part(TITLES[name], name, kept[name]) for name in TITLES if name in kept]
    return "\n".join([HEAD, *parts])


def _part(title: str, name: str, record: dict[str, Any]) -> str:
    rows = [
        f"| {row[0]} | {row[1]} | {row[2]} | {mark(row[3])} |"
        for row in ROWS[name](record)
    ]
    table = "\n".join(rows)
    return f"""## {title}

`{record["command"]}`; {record["machine"]}; load {record["load_before"]:.1f} before,
{record["load_after"]:.1f} after; {record["took"]} s in all.

| what | found | to reach | reached |
| --- | ---: | --- | --- |
{table}
"""
