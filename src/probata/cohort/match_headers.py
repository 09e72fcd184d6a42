"""Finds the field that each column of a list holds, by its heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.spelling import spell
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.tabular.raw import RawColumn, RawRows

SOURCE = "record_source"  # a column that every synthetic file of Probata has


@dataclass(frozen=True)
class Matched:
    """`headers`: the heading of each field that the list has. `ignored`: other columns."""

    headers: Mapping[str, str]
    columns: Mapping[str, RawColumn]
    ignored: tuple[str, ...]
    synthetic: bool


def match_headers(raw: RawRows, file: CaseListFile) -> Matched:
    """Match columns to fields; raises DataError with all that is missing or double.

    A field of several codes may come in several columns (`Requirement 1`,
    `Requirement 2`, both declared): they are joined into one.
    """
    names = {
        spell(text): name
        for name, field in file.fields.items()
        for text in (name, *field.headers)
    }
    found: dict[str, list[str]] = {}
    ignored: list[str] = []
    for header in raw.columns:
        name = names.get(spell(header))
        if name is not None:
            found.setdefault(name, []).append(header)
        elif header != SOURCE:
            ignored.append(header)
    faults = [*_double(file, found), *_missing(file, found, ignored)]
    if faults:
        raise DataError(f"{raw.name}: the columns cannot be used.", faults)
    columns = {name: _joined(raw, headers) for name, headers in found.items()}
    headers = {name: ", ".join(headers) for name, headers in found.items()}
    source = raw.columns.get(SOURCE)
    synthetic = source is not None and source.holds("synthetic").any()
    return Matched(headers, columns, tuple(ignored), bool(synthetic))


def _double(file: CaseListFile, found: Mapping[str, list[str]]) -> Iterator[Fault]:
    for name, headers in found.items():
        if len(headers) > 1 and file.fields[name].kind != "codes":
            both = ", ".join(f"`{header}`" for header in headers)
            yield Fault(
                "the header",
                f"{len(headers)} columns mean the same field, `{name}`: {both}.",
                "Delete or rename all but one.",
            )


def _missing(
    file: CaseListFile, found: Mapping[str, list[str]], ignored: list[str]
) -> Iterator[Fault]:
    for name, field in file.fields.items():
        if field.needed and name not in found:
            mend = f"Name it `{field.headers[0]}`, or declare the heading that it has."
            if ignored:
                mend += f" Columns not known: {suggest(field.headers[0], ignored)}"
            yield Fault("the header", f"there is no column for {field.label}.", mend)


def _joined(raw: RawRows, headers: list[str]) -> RawColumn:
    """One column; the texts of several are joined with a line break between them."""
    columns = [raw.columns[header] for header in headers]
    if len(columns) == 1:
        return columns[0]
    pairs = np.stack([column.index for column in columns], axis=1)
    distinct, back = np.unique(pairs, axis=0, return_inverse=True)
    texts = [
        "\n".join(
            text
            for column, at in zip(columns, row, strict=True)
            if (text := column.texts[at])
        )
        for row in distinct.tolist()
    ]
    spaced = [column.spaced for column in columns if column.spaced is not None]
    return RawColumn(
        tuple(texts),
        back.ravel().astype(np.int32),
        spaced=np.logical_or.reduce(spaced) if spaced else None,
    )
