"""Rows of case lists as a unit would send them, and cohorts selected from them."""

import csv
import datetime
import functools
import io
import tempfile
from pathlib import Path

from probata.cohort.places import packaged_file, read_places
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_list import read_case_list
from probata.cohort.read_rules import read_rules
from probata.cohort.select_cases import plan_inspection, select_cases

FIELDWORK = datetime.date(2023, 5, 8)
# Weeks 31 and 28 before it: 3 to 9 October and 24 to 30 October 2022.
ROW = {
    "CRN": "X000001",
    "Event number": "1",
    "Date of birth": "03/02/1985",
    "Restricted": "N",
    "PDU": "Swindon and Wiltshire",
    "Sentence date": "01/10/2022",
    "Sentence type": "ORA Community Order",
    "Commencement date": "03/10/2022",
    "Release date": "",
    "PSS start date": "",
    "Termination date": "",
    "Transfer in date": "",
    "Transfer out date": "",
    "Requirement": "F",
    "Live review": "None",
    "OGRS": "50",
}
PLACES = read_places()
DECLARED = read_case_list_file()
RULES_TEXT = packaged_file("probation_2021").read_text()


def list_rows(*changes):
    """Rows of a list: each is the usual row with some cells changed."""
    return [
        {**ROW, "CRN": f"X{at:06d}", **change} for at, change in enumerate(changes, 1)
    ]


def csv_bytes(rows):
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def read_rows(rows):
    """The case list made of these rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(csv_bytes(rows))
        return read_case_list(path, DECLARED, PLACES)


@functools.cache
def rules_of(text):
    """The rules that a text declares."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        path.write_text(text)
        return read_rules(path, DECLARED, PLACES)


def select_rows(
    rows, rules_text=RULES_TEXT, weeks=None, units=("Swindon and Wiltshire",)
):
    """The selection of these units from a list of rows."""
    rules = rules_of(rules_text)
    inspections = [
        plan_inspection(rules, PLACES.unit(unit), FIELDWORK, weeks) for unit in units
    ]
    return select_cases(read_rows(rows), rules, PLACES, inspections)


def decisions(selection):
    """What decided about each case: {(CRN, event): step, "cohort" or "other unit"}."""
    steps = [step.id for step in selection.rules.steps]
    named = [*steps, "cohort", "other unit"]  # -1 is the last
    columns = selection.cases.columns
    return {
        (crn, event): named[at]
        for crn, event, at in zip(
            columns["crn"].texts(),
            columns["event_number"].texts(),
            selection.decided.tolist(),
            strict=True,
        )
    }
