"""What a selection was made from and what came out, as a file that is read again."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from probata.errors import InputMissing, UserError

SCHEMA = 1


class Part(BaseModel):
    """A part of the record: frozen, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ListRecord(Part):
    """The case list: its name and hash, and how its rows became cases."""

    name: str
    sha256: str
    rows: int
    set_aside: int
    joined: int
    cases: int


class InspectionRecord(Part):
    """One inspected unit: weeks are counted back from the Monday of fieldwork."""

    unit: str
    name: str
    fieldwork: str
    weeks: tuple[int, ...]
    added_weeks: tuple[int, ...]
    cases: int
    cohort: int


class SelectionRecord(Part):
    """selection.json. `facts` are the names that rules may use, with their codes."""

    schema_: int = SCHEMA
    probata: str
    rules: str
    rules_sha256: str
    synthetic: bool
    secret: str
    case_list: ListRecord
    inspections: tuple[InspectionRecord, ...]
    facts: dict[str, tuple[str, ...] | None]


def write_record(record: SelectionRecord) -> bytes:
    """The record as JSON."""
    text = json.dumps(record.model_dump(), indent=1, ensure_ascii=False)
    return (text + "\n").encode()


def read_record(folder: Path) -> SelectionRecord:
    """Read selection.json of a cohort folder.

    Raises InputMissing where there is none, UserError where it is not one of ours.
    """
    path = folder / "selection.json"
    try:
        return SelectionRecord.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputMissing(
            f"{path}: cannot be read ({error.strerror}). Name the folder that "
            "`probata cohort select` wrote."
        ) from None
    except ValidationError:
        raise UserError(
            f"{path}: was not written by this version of Probata. Select again."
        ) from None
