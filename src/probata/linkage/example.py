"""Made-up people in two files that disagree about them, to learn and test with.

make_example(people, random) -> Example

Nobody in it exists. Names, places and numbers are drawn from short lists; the mistakes
are those of real records, each planted a counted number of times.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np

from probata.tabular.csv_writer import write_csv

FEMALE = (
    "Amelia|Bethan|Catherine|Chloé|Dorota|Emma|Fatima|Grace|Hannah|Isla|Jessica|Katarzyna|"
    "Laura|Mary-Anne|Niamh|Olivia|Priya|Rachel|Siân|Zoë"
).split("|")
MALE = (
    "Adam|Brian|Callum|Daniel|Elijah|François|George|Hassan|Ibrahim|Jack|Kamil|Liam|"
    "Mohammed|Nathan|Owain|Patrick|Ravi|Seán|Thomas|William"
).split("|")
SURNAMES = (
    "Ahmed|Begum|Brown|Clarke|Davies|Evans|Fletcher|García|Harris|Hughes|Iqbal|Jones|"
    "Khan|Kowalski|Lewis|MacDonald|Müller|Nowak|O'Brien|Patel|Quinn|Roberts|Singh|Smith|"
    "Taylor|Uddin|Vaughan|Walker|Łukasik|Young"
).split("|")
SHORT = {
    "Catherine": "Kate", "Daniel": "Dan", "Jessica": "Jess", "Mohammed": "Mo",
    "Patrick": "Paddy", "Thomas": "Tom", "William": "Bill", "Katarzyna": "Kasia",
}  # fmt: skip
ETHNICITIES = ("White", "Asian", "Black", "Mixed")
OFFENCES = ("theft", "violence", "drugs", "motoring", "public order")
FIRST_BIRTH, LAST_BIRTH = datetime.date(1955, 1, 1), datetime.date(2003, 12, 31)
START = datetime.date(2021, 1, 4)
YEAR_AND_HALF = 547


@dataclass(frozen=True)
class Person:
    """A made-up person as a record tells of them."""

    number: int
    forename: str
    surname: str
    born: str
    sex: str
    ethnicity: str
    postcode: str
    pnc: str


@dataclass(frozen=True)
class Example:
    """Two files as CSV, and how many mistakes of each kind stand in the second."""

    cases: bytes
    convictions: bytes
    planted: dict[str, int]


def make_example(people: int, random: np.random.Generator) -> Example:
    """`people` with a case each; a third and more of them with convictions."""
    known = [invent_person(number, random) for number in range(people)]
    known = _plant_twins(known)
    starts = [
        START + datetime.timedelta(days=int(d)) for d in random.integers(0, 364, people)
    ]
    well = random.random(people) < 0.5
    cases = {
        "case": [f"C-{number:06d}" for number in range(people)],
        **columns_of(known),
        "ethnicity": [person.ethnicity for person in known],
        "started": [day.isoformat() for day in starts],
        "delivered_well": ["yes" if item else "no" for item in well],
        "person": [str(person.number) for person in known],
        "record_source": ["synthetic"] * people,
    }
    again = np.flatnonzero(random.random(people) < np.where(well, 0.3, 0.45))
    rows: list[Person] = []
    days: list[datetime.date] = []
    planted: Counter[str] = Counter()
    for at in again.tolist():
        for _ in range(1 + int(random.random() < 0.3)):
            record, mistake = spoil_record(known[at], random)
            rows.append(record)
            planted[mistake] += 1
            days.append(
                starts[at]
                + datetime.timedelta(days=int(random.integers(1, YEAR_AND_HALF)))
            )
    for number in range(people, people + people // 2):  # people without a case
        rows.append(invent_person(number, random))
        days.append(
            START + datetime.timedelta(days=int(random.integers(1, YEAR_AND_HALF)))
        )
    rows = _share_identifier(rows)
    convictions = {
        "conviction": [f"K{at:06d}" for at in range(len(rows))],
        **columns_of(rows),
        "offence_date": [day.isoformat() for day in days],
        "conviction_date": [
            (day + datetime.timedelta(days=int(wait))).isoformat()
            for day, wait in zip(days, random.integers(20, 240, len(days)), strict=True)
        ],
        "offence": [
            OFFENCES[at] for at in random.integers(0, len(OFFENCES), len(days))
        ],
        "person": [str(person.number) for person in rows],
        "record_source": ["synthetic"] * len(rows),
    }
    return Example(
        write_csv(cases), write_csv(convictions), dict(sorted(planted.items()))
    )


def columns_of(people: list[Person]) -> dict[str, list[str]]:
    """The columns by which people can be found."""
    return {
        name: [getattr(person, name) for person in people]
        for name in ("forename", "surname", "born", "sex", "postcode", "pnc")
    }


def invent_person(
    number: int, random: np.random.Generator, *, female: bool | None = None
) -> Person:
    """A person from the lists; a quarter are women where nothing is said."""
    if female is None:
        female = random.random() < 0.25
    names = FEMALE if female else MALE
    days = (LAST_BIRTH - FIRST_BIRTH).days
    born = FIRST_BIRTH + datetime.timedelta(days=int(random.integers(days)))
    street = int(random.integers(60))
    return Person(
        number=number,
        forename=names[random.integers(len(names))],
        surname=SURNAMES[random.integers(len(SURNAMES))],
        born=born.isoformat(),
        sex="F" if female else "M",
        ethnicity=ETHNICITIES[random.choice(4, p=(0.7, 0.13, 0.11, 0.06))],
        postcode=f"ZZ{street // 10 + 1} {street % 9 + 1}{'ABDEFGHJLN'[int(random.integers(10))]}"
        f"{'PQRSTUWXYZ'[int(random.integers(10))]}",
        pnc=f"{int(random.integers(70, 100))}/{number + 100000}{'ABCDEFGH'[number % 8]}",
    )


def _plant_twins(people: list[Person]) -> list[Person]:
    """Every fortieth person is the twin of the one before: same home, another forename."""
    made = list(people)
    for at in range(39, len(made), 40):
        one = made[at - 1]
        names = FEMALE if one.sex == "F" else MALE
        other = names[(names.index(one.forename) + 7) % len(names)]
        made[at] = replace(one, number=at, forename=other, pnc=made[at].pnc)
    return made


def _share_identifier(rows: list[Person]) -> list[Person]:
    """The last record carries the number of the first, as after a slip at a desk."""
    return [*rows[:-1], replace(rows[-1], pnc=rows[0].pnc)] if len(rows) > 1 else rows


def spoil_record(person: Person, random: np.random.Generator) -> tuple[Person, str]:
    """The person as another clerk wrote them down, and the mistake that was made."""
    # Numbers are missing more often for some, so that the linkage works less well for them.
    lost = 0.35 if person.ethnicity == "White" else 0.55
    if random.random() < lost:
        person = replace(person, pnc="")
    kind = int(random.integers(10))
    if kind == 0:
        return replace(
            person, surname=_typing_error(person.surname, random)
        ), "typing error"
    if kind == 1:
        return replace(person, born=_swap_days(person.born)), "day and month swapped"
    if kind == 2:
        swapped = replace(person, forename=person.surname, surname=person.forename)
        return swapped, "names swapped"
    if kind == 3:
        short = SHORT.get(person.forename, person.forename[0])
        return replace(person, forename=short), "short forename"
    if kind == 4:
        return replace(person, postcode="ZZ9 9ZZ"), "moved house"
    if kind == 5:
        surname = SURNAMES[random.integers(len(SURNAMES))]
        return replace(person, surname=surname), "new surname"
    if kind == 6:
        return replace(
            person, born="", postcode=""
        ), "date of birth and postcode missing"
    return person, "none"


def _typing_error(text: str, random: np.random.Generator) -> str:
    at = int(random.integers(1, len(text)))
    return (
        text[:at] + text[at + 1 :]
        if random.random() < 0.5
        else text[:at] + text[at - 1 :]
    )


def _swap_days(born: str) -> str:
    """Day and month the other way round where that is a date; else the next year."""
    year, month, day = born.split("-")
    return (
        f"{year}-{day}-{month}" if int(day) <= 12 else f"{int(year) + 1}-{month}-{day}"
    )


def example_linkage() -> bytes:
    """The linkage file of the two made-up files."""
    return (files("probata.linkage") / "example_linkage.toml").read_bytes()
