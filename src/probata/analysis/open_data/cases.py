"""Metadata for a file of made-up cases: its columns as the codebook declares them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from probata.analysis.open_data.metadata import (
    CONTEXT,
    DIALECT,
    describe_study,
    write_json,
)
from probata.analysis.study import Study
from probata.dataset.codebook import Codebook, Variable

FILE = "cases_synthetic.csv"
# The name under which programs look for what is in a file of this name.
PATH = f"data/{FILE}-metadata.json"


def write_case_metadata(header: Sequence[str], study: Study) -> bytes:
    """What the columns of a case file hold, from the codebook. Same input, same bytes."""
    book = study.codebook
    columns = [_describe_column(name, book) for name in header]
    keys = [name for name in header if name in book and book[name].type == "id"]
    schema: dict[str, Any] = {"columns": columns}
    if keys:
        schema["primaryKey"] = keys
    table = {
        "@context": CONTEXT,
        "url": FILE,
        **describe_study(study, synthetic=True),
        "dc:title": f"{study.file.study.title}: synthetic cases",
        "dc:description": f"A row is a {book.header.unit} that does not exist.",
        "dialect": DIALECT,
        "tableSchema": schema,
    }
    return write_json(table)


def _describe_column(name: str, book: Codebook) -> dict[str, Any]:
    variable = book[name]
    known = book.header.missing if variable.missing is None else variable.missing
    described: dict[str, Any] = {
        "name": name,
        "titles": name,
        "dc:title": variable.label,
        "datatype": _datatype(variable),
        "null": list(known),
    }
    notes = " ".join(part for part in (variable.question, variable.note) if part)
    if notes:
        described["dc:description"] = notes
    if variable.unit:
        described["schema:unitText"] = variable.unit
    if variable.is_categorical:
        described["rdfs:comment"] = "; ".join(
            f"{item.id}: {item.name}" for item in variable.categories
        )
    return described


def _datatype(variable: Variable) -> Any:
    if variable.is_categorical:
        ids = "|".join(re.escape(item.id) for item in variable.categories)
        return {"base": "string", "format": ids}
    if variable.type == "date":
        return {"base": "date", "format": "yyyy-MM-dd"}
    if variable.type != "interval":
        return "string"
    limits = {"minimum": variable.minimum, "maximum": variable.maximum}
    base = "integer" if variable.whole else "number"
    return {"base": base} | {
        name: int(limit) if variable.whole else limit
        for name, limit in limits.items()
        if limit is not None
    }
