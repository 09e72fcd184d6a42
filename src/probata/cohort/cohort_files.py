"""The files of a selection: cohort, log of every case, key to the pseudonyms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata import __version__
from probata.cohort.facts import fact_texts
from probata.cohort.list_columns import Coded
from probata.cohort.places import Places
from probata.cohort.record import (
    InspectionRecord,
    ListRecord,
    SelectionRecord,
    write_record,
)
from probata.cohort.rules_file import RulesFile
from probata.cohort.select_cases import Selection
from probata.cohort.vocabulary import LIMITED, START_KIND, vocabulary
from probata.conditions import Operand, parse_condition
from probata.pseudonyms import case_names, name_secret, person_names
from probata.tabular.csv_writer import write_csv
from probata.tabular.date_forms import date_of

Texts = dict[str, list[str]]
_PLACED = ("unit", "region", START_KIND)  # columns of their own in every file


@dataclass(frozen=True)
class Named:
    """The inspected cases in the order of their pseudonyms: rows of the list (m,)."""

    rows: NDArray[np.intp]
    cases: list[str]
    people: list[str]


def name_cases(selection: Selection, secret: bytes) -> Named:
    """Give every case of the inspected units its pseudonym."""
    rows = np.flatnonzero(selection.inspection >= 0)
    crn, event = _identities(selection, rows)
    cases = case_names(secret, zip(crn, event, strict=True))
    order = sorted(range(len(cases)), key=cases.__getitem__)
    people = person_names(secret, crn)
    return Named(rows[order], [cases[at] for at in order], [people[at] for at in order])


def selection_files(
    selection: Selection, named: Named, places: Places, secret: bytes, rules_text: bytes
) -> dict[str, bytes]:
    """The files that name nobody: cohort.csv, log.csv, selection.json, rules.toml."""
    synthetic = selection.cases.synthetic
    return {
        "cohort.csv": _mark(_cohort(selection, named, places), synthetic),
        "log.csv": _mark(_log(selection, named, places), synthetic),
        "rules.toml": rules_text,
        "selection.json": write_record(_record(selection, places, secret, rules_text)),
    }


def key_files(selection: Selection, named: Named) -> dict[str, bytes]:
    """The files that name people; cases of limited access stand in one of their own."""
    limited = (selection.facts[LIMITED].values == 0)[named.rows]
    chosen = selection.chosen[named.rows]
    files: dict[str, bytes] = {}
    for name, kept in (
        ("key.csv", chosen & ~limited),
        ("key_limited_access.csv", chosen & limited),
    ):
        rows = named.rows[kept]
        crn, event = _identities(selection, rows)
        columns = {
            "case": [named.cases[at] for at in np.flatnonzero(kept)],
            "crn": crn,
            "event_number": event,
            "first_row": [str(at) for at in selection.cases.first_row[rows].tolist()],
        }
        files[name] = _mark(columns, selection.cases.synthetic)
    return files


def _identities(
    selection: Selection, rows: NDArray[np.intp]
) -> tuple[list[str], list[str]]:
    crn, event = (selection.cases.columns[name] for name in ("crn", "event_number"))
    assert isinstance(crn, Coded) and isinstance(event, Coded)
    return (
        Coded(crn.codes, crn.index[rows]).texts(),
        Coded(event.codes, event.index[rows]).texts(),
    )


def _cohort(selection: Selection, named: Named, places: Places) -> Texts:
    kept = np.flatnonzero(selection.chosen[named.rows])
    rows = named.rows[kept]
    columns = {"case": [named.cases[at] for at in kept]}
    columns |= _placing(selection, rows, places)
    columns |= _facts(selection, rows, [*selection.facts])
    for name, column in selection.cases.columns.items():
        field = selection.cases.declared.fields[name]
        if isinstance(column, Coded) and field.kind == "text" and not field.personal:
            columns[name] = Coded(column.codes, column.index[rows]).texts()
    return columns


def _log(selection: Selection, named: Named, places: Places) -> Texts:
    rows, steps = named.rows, selection.rules.steps
    columns = {"case": named.cases, "person": named.people}
    columns |= _placing(selection, rows, places)
    decided = selection.decided[rows].tolist()
    out = [at < len(steps) for at in decided]
    columns["outcome"] = ["left_out" if item else "cohort" for item in out]
    columns["decided_by"] = [
        steps[at].id if item else "" for at, item in zip(decided, out, strict=True)
    ]
    columns["reason"] = [
        steps[at].reason if item else "" for at, item in zip(decided, out, strict=True)
    ]
    return columns | _facts(selection, rows, names_in_rules(selection.rules))


def names_in_rules(rules: RulesFile) -> list[str]:
    """Every fact that a step looks at, once, in the order of the steps."""
    names = [
        name
        for step in rules.steps
        if step.when is not None
        for name in sorted(parse_condition(step.when).names)
    ]
    return list(dict.fromkeys([*names, LIMITED]))


def _placing(selection: Selection, rows: NDArray[np.intp], places: Places) -> Texts:
    """Unit, fieldwork, week and start: what both files begin with."""
    inspections = selection.inspections
    of_case = selection.inspection[rows].tolist()
    units = [item.unit.id for item in inspections]
    regions = [places.region_of(item.unit).id for item in inspections]
    mondays = [item.fieldwork.isoformat() for item in inspections]
    kinds = [*(start.id for start in selection.rules.starts), ""]
    starts = selection.starts
    known = starts.known[rows].tolist()
    return {
        "unit": [units[at] for at in of_case],
        "region": [regions[at] for at in of_case],
        "fieldwork": [mondays[at] for at in of_case],
        "week": _where(known, [str(at) for at in selection.week[rows].tolist()]),
        START_KIND: [kinds[at] for at in starts.kind[rows].tolist()],
        "start": _where(known, _say_days(starts.day[rows])),
    }


def _say_days(days: NDArray[np.int32]) -> list[str]:
    distinct, back = np.unique(days, return_inverse=True)
    texts = [date_of(day).isoformat() for day in distinct.tolist()]
    return [texts[at] for at in back.tolist()]


def _where(known: list[bool], texts: list[str]) -> list[str]:
    return [text if item else "" for item, text in zip(known, texts, strict=True)]


def _facts(selection: Selection, rows: NDArray[np.intp], names: list[str]) -> Texts:
    kept = [name for name in names if name not in _PLACED]
    return {name: fact_texts(_at(selection.facts[name], rows)) for name in kept}


def _at(operand: Operand, rows: NDArray[np.intp]) -> Operand:
    return Operand(operand.values[rows], operand.known[rows], operand.codes)


def _mark(columns: Mapping[str, list[str]], synthetic: bool) -> bytes:
    """CSV; every row of a synthetic list says so."""
    n = len(next(iter(columns.values())))
    source = {"record_source": ["synthetic"] * n} if synthetic else {}
    return write_csv({**columns, **source})


def _record(
    selection: Selection, places: Places, secret: bytes, rules_text: bytes
) -> SelectionRecord:
    cases, chosen = selection.cases, selection.chosen
    inspections = tuple(
        InspectionRecord(
            unit=item.unit.id,
            name=item.unit.name,
            fieldwork=item.fieldwork.isoformat(),
            weeks=tuple(week.number for week in item.weeks),
            added_weeks=tuple(week.number for week in item.added),
            cases=int((selection.inspection == at).sum()),
            cohort=int((chosen & (selection.inspection == at)).sum()),
        )
        for at, item in enumerate(selection.inspections)
    )
    return SelectionRecord(
        probata=__version__,
        rules=selection.rules.rules.id,
        rules_sha256=hashlib.sha256(rules_text).hexdigest(),
        synthetic=cases.synthetic,
        secret=name_secret(secret),
        case_list=ListRecord(
            name=cases.name,
            sha256=cases.sha256,
            rows=cases.rows_read,
            set_aside=cases.rows_set_aside,
            joined=cases.rows_joined,
            cases=cases.n,
        ),
        inspections=inspections,
        facts=vocabulary(cases.declared, selection.rules, places),
    )
