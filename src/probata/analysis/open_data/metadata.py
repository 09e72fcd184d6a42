"""Metadata for the open data, as the W3C's CSV on the Web has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from probata.analysis.open_data.columns import Column, FlatTable, Kind
from probata.analysis.results import Results
from probata.analysis.rounding import CONFIDENTIAL
from probata.analysis.study import Study

# The name under which programs look for it in the folder of the CSV files.
PATH = "data/csv-metadata.json"
DIALECT: dict[str, Any] = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "lineTerminators": ["\n"],
}
# The descriptions of columns are in English, whatever the study's own language.
CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
SYNTHETIC = (
    "Synthetic data: made up to meet published counts. No row behind these numbers is a "
    "real case."
)
_DATATYPES: dict[Kind, Any] = {
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "number": "number",
    "yes_no": {"base": "boolean", "format": "yes|no"},
}


def write_metadata(
    tables: Iterable[FlatTable], study: Study, results: Results
) -> bytes:
    """What the files of the tables hold: `csv-metadata.json`. Same input, same bytes."""
    group = {
        "@context": CONTEXT,
        "@type": "TableGroup",
        **describe_study(study, results.provenance.synthetic),
        "dialect": DIALECT,
        "tables": [_describe_table(table) for table in tables],
    }
    return write_json(group)


def describe_study(study: Study, synthetic: bool) -> dict[str, Any]:
    """Title, publisher, licence and so on, as far as the study names them."""
    header = study.file.study
    named: dict[str, Any] = {
        "dc:title": header.title,
        "dc:description": header.description,
        "dc:creator": list(header.authors),
        "dc:publisher": header.publisher,
        "dc:issued": header.date,
        "dc:language": header.language,
        "dc:rights": header.licence,
        "dc:source": study.codebook.header.source,
        "rdfs:comment": SYNTHETIC if synthetic else "",
    }
    return {name: value for name, value in named.items() if value}


def write_json(metadata: dict[str, Any]) -> bytes:
    return (json.dumps(metadata, indent=1, ensure_ascii=False) + "\n").encode()


def _describe_table(table: FlatTable) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": f"A row is {table.row}.",
        "tableSchema": {
            "columns": [_describe_column(column) for column in table.columns],
            "primaryKey": [column.name for column in table.columns if column.key],
        },
    }


def _describe_column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning.replace("`", ""),
        "datatype": _DATATYPES[column.kind],
    }
    if column.filled:
        described["required"] = True
    if column.kind != "string":
        described["null"] = ["", CONFIDENTIAL]
    return described
