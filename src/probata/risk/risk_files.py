"""What `probata risk` writes: the scores, the rows without one, and a report.

Every file names version and set of the coefficients. The scores are personal data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.risk.coefficients import read_bands
from probata.risk.problems import ERRORS, REMARKS, Problem, bit, names_in
from probata.risk.read_people import PeopleFile
from probata.risk.rounding import UNIT
from probata.risk.score import Scores
from probata.tabular.csv_writer import Cells, write_csv
from probata.tabular.parquet_rows import write_parquet
from probata.tabular.raw import SOURCE, RawColumn

VERSION = "OGRS3"


def risk_files(
    file: PeopleFile, scores: Scores, keep: Sequence[str], as_parquet: bool = False
) -> dict[str, bytes]:
    """The scores as CSV or Parquet, not_scored.csv, report.json and report.md."""
    record = summary(file, scores)
    columns = _score_columns(file, scores, keep)
    return {
        **(
            {"scores.parquet": write_parquet(columns)}
            if as_parquet
            else {"scores.csv": write_csv(columns)}
        ),
        "not_scored.csv": write_csv(_reasons(file, scores)),
        "report.json": (
            json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        ).encode(),
        "report.md": _report(record).encode(),
    }


def note_repeated_ids(file: PeopleFile, scores: Scores) -> None:
    """Remark on rows whose identifier stands in another row, too."""
    if file.id_header is not None:
        column = file.rows.columns[file.id_header]
        counts = np.bincount(column.index, minlength=len(column.texts))
        repeated = (counts[column.index] > 1) & ~column.holds("")
        scores.remarks[repeated] |= bit("ID_REPEATED")


def summary(file: PeopleFile, scores: Scores) -> dict[str, Any]:
    """Counts of everything, without a value of any person."""
    scored = int(scores.scored.sum())
    bands = {
        band.name: int((scores.band == at).sum())
        for at, band in enumerate(read_bands())
    }
    return {
        "version": VERSION,
        "coefficients": scores.coefficients.name,
        "coefficients_sha256": scores.coefficients.sha256,
        "file": file.rows.name,
        "sha256": file.rows.sha256,
        "synthetic": file.rows.synthetic,
        "rows": file.rows.n,
        "scored": scored,
        "not_scored": file.rows.n - scored,
        "bands": bands,
        "errors": _counts(scores.errors, ERRORS),
        "missing_fields": _field_counts(file, scores.missing),
        "unreadable_fields": _field_counts(file, scores.unreadable),
        "remarks": _counts(scores.remarks, REMARKS),
    }


def _counts(bits: NDArray[np.int64], problems: tuple[Problem, ...]) -> dict[str, int]:
    counts = {item.name: int(((bits & item.bit) != 0).sum()) for item in problems}
    return {name: count for name, count in counts.items() if count}


def _field_counts(file: PeopleFile, bits: NDArray[np.int64]) -> dict[str, int]:
    counts = {
        name: int(((bits >> at) & 1).sum())
        for at, name in enumerate(file.field_headers)
    }
    return {name: count for name, count in counts.items() if count}


def _score_columns(
    file: PeopleFile, scores: Scores, keep: Sequence[str]
) -> dict[str, Cells]:
    """One row a person of the file, scored or not."""
    bands = read_bands()
    n = file.rows.n
    columns: dict[str, Cells] = {"row": file.rows.numbers}
    for header in dict.fromkeys([*_ids(file), *keep]):
        columns[header] = file.rows.columns[header]
    return columns | {
        "ogrs3_one_year_percent": _percents(scores.one_year_percent),
        "ogrs3_two_year_percent": _percents(scores.two_years_percent),
        "ogrs3_one_year_probability": _decimals(scores.one_year),
        "ogrs3_two_year_probability": _decimals(scores.two_years),
        "ogrs3_band": _coded([band.name for band in bands], scores.band),
        "ogrs3_level": _coded([band.level for band in bands], scores.band),
        "ogrs3_errors": _joined(scores.errors, ERRORS),
        "ogrs3_remarks": _joined(scores.remarks, REMARKS),
        "ogrs3_coefficients": _constant(scores.coefficients.name, n),
        "ogrs3_version": _constant(VERSION, n),
    }


def _ids(file: PeopleFile) -> list[str]:
    """The columns that every file carries: identifier, and that rows are made up."""
    ids = [] if file.id_header is None else [file.id_header]
    return [*ids, SOURCE] if file.rows.synthetic else ids


def _coded(texts: Sequence[str], places: NDArray[np.integer[Any]]) -> RawColumn:
    """The text at each place; nothing at place -1."""
    index = np.where(places < 0, len(texts), places).astype(np.int32)
    return RawColumn((*texts, ""), index)


def _constant(text: str, n: int) -> RawColumn:
    return RawColumn((text,), np.zeros(n, dtype=np.int32))


def _percents(percent: NDArray[np.int64]) -> RawColumn:
    return _coded([str(value) for value in range(1, 100)], percent - 1)


def _decimals(values: NDArray[np.float64]) -> RawColumn:
    """Probabilities with their five decimals."""
    every = [f"{at / UNIT:.5f}" for at in range(UNIT + 1)]
    return _coded(every, np.rint(np.nan_to_num(values, nan=-1 / UNIT) * UNIT))


def _joined(bits: NDArray[np.int64], problems: tuple[Problem, ...]) -> RawColumn:
    texts = [";".join(names_in(item, problems)) for item in range(1 << len(problems))]
    return _coded(texts, bits)


def _reasons(file: PeopleFile, scores: Scores) -> dict[str, Cells]:
    """One line a reason of each row without a score."""
    rows, reason = _each_reason(scores)
    table: dict[str, Cells] = {"row": file.rows.numbers[rows]}
    for header in _ids(file):
        table[header] = file.rows.columns[header].keep(rows)
    return table | {
        "error": _coded([error.name for error in ERRORS], reason),
        "columns": _faulty_columns(file, scores, rows, reason),
        "meaning": _coded([error.meaning for error in ERRORS], reason),
        "ogrs3_coefficients": _constant(scores.coefficients.name, len(rows)),
        "ogrs3_version": _constant(VERSION, len(rows)),
    }


def _each_reason(scores: Scores) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows without a score, once for each of their errors, and that error's place in ERRORS."""
    found = [np.flatnonzero(scores.errors & error.bit) for error in ERRORS]
    reason = np.repeat(np.arange(len(ERRORS)), [len(rows) for rows in found])
    rows = np.concatenate(found)
    order = np.lexsort((reason, rows))
    return rows[order], reason[order]


def _faulty_columns(
    file: PeopleFile,
    scores: Scores,
    rows: NDArray[np.intp],
    reason: NDArray[np.intp],
) -> RawColumn:
    """The columns that are empty or not readable, where that is the reason."""
    bits = np.zeros(len(rows), dtype=np.int64)
    for at, error in enumerate(ERRORS):
        if error.name in ("MISSING_MANDATORY_INPUT", "VALUE_NOT_READABLE"):
            missing = error.name == "MISSING_MANDATORY_INPUT"
            fields = scores.missing if missing else scores.unreadable
            bits = np.where(reason == at, fields[rows], bits)
    headers = file.field_headers
    texts = [
        ";".join(name for place, name in enumerate(headers) if item >> place & 1)
        for item in range(1 << len(headers))
    ]
    return _coded(texts, bits)


def _report(record: dict[str, Any]) -> str:
    """The counts in words."""
    lines = [
        f"# {VERSION} scores of {record['file']}",
        "",
        *(["- **Synthetic:** the people are made up."] if record["synthetic"] else []),
        f"- Version {VERSION}, {record['coefficients']} coefficients",
        (
            f"- {record['rows']:,} rows, {record['scored']:,} scored, "
            f"{record['not_scored']:,} not scored"
        ),
        "",
        "## Bands, by two-year percentage",
        "",
        "| Band | People |",
        "| --- | --- |",
        *(f"| {name} | {count:,} |" for name, count in record["bands"].items()),
    ]
    lines += _section("Not scored", ERRORS, record["errors"])
    for key, words in (
        ("missing_fields", "empty"),
        ("unreadable_fields", "not readable"),
    ):
        lines += [
            f"- Column `{name}` {words}: {count:,} rows"
            for name, count in record[key].items()
        ]
    lines += _section("Scored, but worth a look", REMARKS, record["remarks"])
    return "\n".join(lines) + "\n"


def _section(
    title: str, problems: tuple[Problem, ...], counts: dict[str, int]
) -> list[str]:
    lines = ["", f"## {title}", ""]
    if not counts:
        return [*lines, "No row."]
    lines += ["| Reason | Rows | Meaning | What to do |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {item.name} | {counts[item.name]:,} | {item.meaning} | {item.mend} |"
        for item in problems
        if item.name in counts
    ]
    return [*lines, "", "A row can have several reasons.", ""]
