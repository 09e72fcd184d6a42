"""Source files about made-up cases that are given: the cases, how they ended, convictions.

make_sources(path, random) -> Sources

Each given case gets a made-up person (`example`), an order with its day and offence, the
record of its end, and convictions, so that what the case is drawn to be can be found again by
linking the files and following the cases up. The facts of OGRS3 are drawn by the likelihood
of reoffending. All of it is assumed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np

from probata.errors import DataError, Fault
from probata.linkage.example import (
    START,
    Person,
    columns_of,
    invent_person,
    spoil_record,
)
from probata.tabular.csv_writer import write_csv
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

NEEDED = (
    "case_id",
    "sex",
    "age",
    "likelihood_of_reoffending",
    "completed",
    "reoffended",
)
YEAR = 365
# After the follow-up year: proved, too, but too late to count.
LATER = (YEAR + 31, 2 * YEAR)
ENDS = {
    "yes": ("expired", "revoked early for good progress"),
    "no": ("revoked: failure to comply", "revoked: further offence"),
}
# Occasions of sanction, the current one included, by likelihood of reoffending.
SANCTIONS = {"low": (1, 3), "medium": (3, 9), "high_or_very_high": (10, 40)}
# Codes with a weight of the risk score, some from each end of it.
CODES = ("00100", "00800", "03000", "04900", "09210", "10400", "12500", "80500")


@dataclass(frozen=True)
class Sources:
    """Files by name, and how many mistakes of each kind stand in the records."""

    cases: int
    files: dict[str, bytes]
    planted: dict[str, int]


def make_sources(path: Path, random: np.random.Generator) -> Sources:
    """Files for all cases of a file, which must be synthetic and have the columns NEEDED.

    Raises InputMissing or DataError.
    """
    drawn = read_file(path)
    _check(drawn)
    cases = _rows(drawn)
    people = [_person(number, row, random) for number, row in enumerate(cases)]
    starts = [
        START + datetime.timedelta(days=int(day))
        for day in random.integers(0, 364, len(cases))
    ]
    born = [
        _birth(int(row["age"]), start, random)
        for row, start in zip(cases, starts, strict=True)
    ]
    people = [
        replace(person, born=day.isoformat())
        for person, day in zip(people, born, strict=True)
    ]
    planted: Counter[str] = Counter()
    return Sources(
        len(cases),
        {
            "cases_synthetic.csv": write_csv(
                _case_columns(cases, people, starts, random)
            ),
            "terminations_synthetic.csv": write_csv(
                _terminations(cases, people, planted, random)
            ),
            "convictions_synthetic.csv": write_csv(
                _convictions(cases, people, starts, planted, random)
            ),
            **{
                name: (files("probata.linkage") / f"example_{name}").read_bytes()
                for name in ("terminations.toml", "convictions.toml")
            },
        },
        dict(sorted(planted.items())),
    )


def _check(drawn: RawRows) -> None:
    faults = [
        Fault(drawn.name, f"has no column `{name}`.", "Draw it with the twin.")
        for name in NEEDED
        if name not in drawn.columns
    ]
    if not drawn.synthetic:
        faults.append(
            Fault(
                drawn.name,
                "the cases are not marked as synthetic.",
                "People are made up for made-up cases alone.",
            )
        )
    if faults:
        raise DataError(f"{drawn.name}: no source files can be made.", faults)


def _rows(drawn: RawRows) -> list[dict[str, str]]:
    columns = {
        name: [column.texts[at] for at in column.index.tolist()]
        for name, column in drawn.columns.items()
    }
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]


def _person(number: int, row: Mapping[str, str], random: np.random.Generator) -> Person:
    return invent_person(number, random, female=row["sex"] == "female")


def _birth(
    age: int, start: datetime.date, random: np.random.Generator
) -> datetime.date:
    """A day on which somebody of this age at the start may be born."""
    last = start.replace(year=start.year - age)  # no start is on a 29 February
    return last - datetime.timedelta(days=int(random.integers(0, 364)))


def _case_columns(
    cases: list[dict[str, str]],
    people: list[Person],
    starts: list[datetime.date],
    random: np.random.Generator,
) -> dict[str, list[str]]:
    """The case file: what is drawn but the outcomes, the person, and the facts of OGRS3."""
    columns = {"case": [row["case_id"] for row in cases]} | columns_of(people)
    columns |= {"ethnicity": [person.ethnicity for person in people]}
    own = [name for name in cases[0] if name not in ("case_id", "sex", "record_source")]
    # What was drawn stays beside the case, so that readers see what the linkage loses.
    for name in own:
        outcome = name in ("completed", "reoffended")
        columns[f"drawn_{name}" if outcome else name] = [row[name] for row in cases]
    convicted = [
        day - datetime.timedelta(days=int(wait))
        for day, wait in zip(starts, random.integers(0, 60, len(starts)), strict=True)
    ]
    ages = [
        _age(datetime.date.fromisoformat(person.born), day)
        for person, day in zip(people, convicted, strict=True)
    ]
    sanctions = [
        int(random.integers(*SANCTIONS[row["likelihood_of_reoffending"] or "medium"]))
        for row in cases
    ]
    first = [
        age if n == 1 else int(random.integers(14, age))
        for n, age in zip(sanctions, ages, strict=True)
    ]
    return columns | {
        "started": [day.isoformat() for day in starts],
        "convicted": [day.isoformat() for day in convicted],
        "sanctions": [str(n) for n in sanctions],
        "age_at_first_sanction": [str(age) for age in first],
        "offence_code": [
            CODES[at] for at in random.integers(len(CODES), size=len(cases))
        ],
        "person": [str(person.number) for person in people],
        "record_source": ["synthetic"] * len(cases),
    }


def _age(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _terminations(
    cases: list[dict[str, str]],
    people: list[Person],
    planted: Counter[str],
    random: np.random.Generator,
) -> dict[str, list[str]]:
    """One record of each sentence that has ended, and of people who were not inspected."""
    records, ends = [], []
    for row, person in zip(cases, people, strict=True):
        if row["completed"] in ENDS:
            record, mistake = spoil_record(person, random)
            planted[mistake] += 1
            records.append(record)
            ends.append(ENDS[row["completed"]][int(random.random() < 0.25)])
    for number in range(len(people), len(people) + len(people) // 5):
        records.append(invent_person(number, random))
        ends.append(ENDS["yes" if random.random() < 0.6 else "no"][0])
    order = random.permutation(len(records)).tolist()
    return {
        "record": [f"T{at:06d}" for at in range(len(records))],
        **columns_of([records[at] for at in order]),
        "termination": [ends[at] for at in order],
        "person": [str(records[at].number) for at in order],
        "record_source": ["synthetic"] * len(records),
    }


def _convictions(
    cases: list[dict[str, str]],
    people: list[Person],
    starts: list[datetime.date],
    planted: Counter[str],
    random: np.random.Generator,
) -> dict[str, list[str]]:
    """Convictions that count and that do not, and those of people who were not inspected."""
    records, days = [], []
    for row, person, start in zip(cases, people, starts, strict=True):
        for after in _offence_days(row["reoffended"], random):
            record, mistake = spoil_record(person, random)
            planted[mistake] += 1
            records.append(record)
            days.append(start + datetime.timedelta(days=after))
    for number in range(2 * len(people), 2 * len(people) + len(people) // 5):
        records.append(invent_person(number, random))
        days.append(START + datetime.timedelta(days=int(random.integers(1, 2 * YEAR))))
    order = random.permutation(len(records)).tolist()
    waits = random.integers(20, 180, len(records)).tolist()
    return {
        "conviction": [f"K{at:06d}" for at in range(len(records))],
        **columns_of([records[at] for at in order]),
        "offence_date": [days[at].isoformat() for at in order],
        "conviction_date": [
            (days[at] + datetime.timedelta(days=waits[at])).isoformat() for at in order
        ],
        "person": [str(records[at].number) for at in order],
        "record_source": ["synthetic"] * len(records),
    }


def _offence_days(reoffended: str, random: np.random.Generator) -> list[int]:
    """Days after the start: within the year for who reoffends, later for some others."""
    if reoffended == "yes":
        first = 1 + int((YEAR - 1) * random.beta(1.0, 1.6))
        again = int(random.integers(first, YEAR + 1))
        return [first, again] if random.random() < 0.3 else [first]
    if random.random() < 0.15:
        return [int(random.integers(*LATER))]
    if random.random() < 0.03:  # before the start: no reoffence
        return [-int(random.integers(5, 60))]
    return []
