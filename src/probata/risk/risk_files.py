"""What `probata risk` writes: the scores, the rows without one, and a report.

Every file names version and set of the coefficients. The scores are personal data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.risk.coefficients import read_bands
from probata.risk.problems import ERRORS, REMARKS, Problem, bit, names_in
from probata.risk.read_people import PeopleFile
from probata.risk.score import Scores
from probata.tabular.csv_rows import write_csv
from probata.tabular.raw import SOURCE

VERSION = "OGRS3"


def risk_files(
    file: PeopleFile, scores: Scores, keep: Sequence[str]
) -> dict[str, bytes]:
    """scores.csv, not_scored.csv, report.json and report.md."""
    record = summary(file, scores)
    return {
        "scores.csv": write_csv(_score_columns(file, scores, keep)),
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
) -> dict[str, list[str]]:
    """One row a person of the file, scored or not."""
    bands = read_bands()
    columns = {"row": [str(number) for number in file.rows.numbers.tolist()]}
    for header in dict.fromkeys([*_ids(file), *keep]):
        columns[header] = _texts(file, header)
    return columns | {
        "ogrs3_one_year_percent": _percents(scores.one_year_percent),
        "ogrs3_two_year_percent": _percents(scores.two_years_percent),
        "ogrs3_one_year_probability": _decimals(scores.one_year),
        "ogrs3_two_year_probability": _decimals(scores.two_years),
        "ogrs3_band": _pick([band.name for band in bands], scores.band),
        "ogrs3_level": _pick([band.level for band in bands], scores.band),
        "ogrs3_errors": _joined(scores.errors, ERRORS),
        "ogrs3_remarks": _joined(scores.remarks, REMARKS),
        "ogrs3_coefficients": [scores.coefficients.name] * file.rows.n,
        "ogrs3_version": [VERSION] * file.rows.n,
    }


def _ids(file: PeopleFile) -> list[str]:
    """The columns that every file carries: identifier, and that rows are made up."""
    ids = [] if file.id_header is None else [file.id_header]
    return [*ids, SOURCE] if file.rows.synthetic else ids


def _texts(file: PeopleFile, header: str) -> list[str]:
    column = file.rows.columns[header]
    return _pick(column.texts, column.index)


def _pick(texts: Sequence[str], places: NDArray[np.integer[Any]]) -> list[str]:
    """The text at each place; nothing at place -1."""
    picked: list[str] = np.asarray([*texts, ""], dtype=object)[places].tolist()
    return picked


def _percents(percent: NDArray[np.int64]) -> list[str]:
    return _pick(["", *(str(value) for value in range(1, 100))], percent)


def _decimals(values: NDArray[np.float64]) -> list[str]:
    return ["" if value != value else f"{value:.5f}" for value in values.tolist()]


def _joined(bits: NDArray[np.int64], problems: tuple[Problem, ...]) -> list[str]:
    distinct, where = np.unique(bits, return_inverse=True)
    texts = [";".join(names_in(int(item), problems)) for item in distinct]
    return _pick(texts, where)


def _reasons(file: PeopleFile, scores: Scores) -> dict[str, list[str]]:
    """One line a reason of each row without a score."""
    lines = list(_each_reason(file, scores))
    ids = [_texts(file, header) for header in _ids(file)]
    numbers = file.rows.numbers
    table = {"row": [str(numbers[at]) for at, _, _ in lines]}
    for header, texts in zip(_ids(file), ids, strict=True):
        table[header] = [texts[at] for at, _, _ in lines]
    return table | {
        "error": [error.name for _, error, _ in lines],
        "columns": [columns for _, _, columns in lines],
        "meaning": [error.meaning for _, error, _ in lines],
        "ogrs3_coefficients": [scores.coefficients.name] * len(lines),
        "ogrs3_version": [VERSION] * len(lines),
    }


def _each_reason(
    file: PeopleFile, scores: Scores
) -> Iterator[tuple[int, Problem, str]]:
    fields = {
        "MISSING_MANDATORY_INPUT": scores.missing,
        "VALUE_NOT_READABLE": scores.unreadable,
    }
    headers = file.field_headers
    for at in np.flatnonzero(scores.errors).tolist():
        for error in ERRORS:
            if scores.errors[at] & error.bit:
                bits = int(fields[error.name][at]) if error.name in fields else 0
                named = [
                    name for place, name in enumerate(headers) if bits >> place & 1
                ]
                yield at, error, ";".join(named)


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
