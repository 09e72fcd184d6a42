"""Checks CSV files against their metadata (CSV on the Web), by our own reading of it."""

import csv
import json
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path


def check_group(folder: Path) -> list[str]:
    """What in the files of `csv-metadata.json` is not as it says."""
    group = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    found = [
        problem for table in group["tables"] for problem in check_table(folder, table)
    ]
    told = {table["url"] for table in group["tables"]}
    files = {path.name for path in folder.glob("*.csv")}
    alone = {
        path.name.removesuffix("-metadata.json") for path in folder.glob("*.csv-m*")
    }
    return [*found, *(f"{name}: no metadata" for name in files - told - alone)]


def check_table(folder: Path, table: dict) -> list[str]:
    """What in one file is not as its metadata say."""
    schema, name = table["tableSchema"], table["url"]
    with (folder / name).open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    if header != [column["titles"] for column in schema["columns"]]:
        return [f"{name}: header is {header}"]
    found = []
    for number, row in enumerate(rows, 2):
        for column, text in zip(schema["columns"], row, strict=True):
            if problem := check_value(column, text):
                found.append(f"{name}, row {number}, {column['name']}: {problem}")
    keys = [header.index(key) for key in schema.get("primaryKey", [])]
    named = [tuple(row[at] for at in keys) for row in rows]
    if keys and len(set(named)) != len(named):
        found.append(f"{name}: its keys do not name each row")
    return found


def check_value(column: dict, text: str) -> str:
    """Why a text is not a value of a column; empty where it is one."""
    if text in column.get("null", [""]):
        return "required" if column.get("required") else ""
    kind = column["datatype"]
    kind = kind if isinstance(kind, dict) else {"base": kind}
    if kind["base"] == "boolean":
        return "" if text in kind["format"].split("|") else "not a boolean"
    if kind["base"] == "string":
        return "" if re.fullmatch(kind.get("format", ".*"), text) else "another word"
    if kind["base"] == "date":
        return "" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "not a date"
    try:
        value = Decimal(text)
    except InvalidOperation:
        return "not a number"
    if kind["base"] == "integer" and not re.fullmatch(r"-?[0-9]+", text):
        return "not a whole number"
    if kind["base"] == "decimal" and "e" in text.lower():
        return "not a decimal"
    low, high = kind.get("minimum", value), kind.get("maximum", value)
    return "" if low <= value <= high else "out of range"
