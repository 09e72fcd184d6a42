"""Makes case lists of people who do not exist, to learn and test with."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.tabular.csv_writer import write_csv
from probata.tabular.date_forms import date_of, day_of

Texts = NDArray[np.object_]
SPREAD = 40 * 7  # days before fieldwork from which cases start
NEXT = 12 * 7  # the last of them starts so many days before fieldwork
# Shares that look like a unit's; not estimates of anything.
SENTENCES: Mapping[str, float] = {
    "ORA Community Order": 0.44,
    "ORA Suspended Sentence Order": 0.22,
    "ORA Adult Custody (inc PSS)": 0.27,
    "Fine": 0.03,
    "Deferred sentence": 0.02,
    "Hospital order": 0.02,
}
REQUIREMENTS: Sequence[tuple[str, float]] = (
    ("W", 0.42),
    ("F", 0.60),
    ("Court - Accredited Programme", 0.10),
    ("Curfew", 0.14),
    ("Exclusion", 0.04),
)


@dataclass(frozen=True)
class Drawn:
    """Sentences before they are written: codes and days, (n,) each."""

    person: NDArray[np.int64]
    event: NDArray[np.int64]
    sentence: Texts
    started: NDArray[np.int64]
    custody: NDArray[np.bool_]


def make_example(
    units: Sequence[tuple[str, str]],
    fieldwork: datetime.date,
    cases: int,
    random: np.random.Generator,
) -> dict[str, Texts]:
    """A clean list of `cases` sentences over units (name, region), as columns of text.

    Headings are those of the packaged declaration; a row is a requirement, so that
    there are more rows than sentences. Every row says that it is synthetic.
    """
    drawn = _draw(fieldwork, cases, random)
    columns = _person_columns(drawn, random) | _case_columns(drawn, units, random)
    order = random.permutation(cases)
    rows, requirement = _requirements(drawn, random)
    place = np.empty(cases, dtype=np.int64)
    place[order] = np.arange(cases)
    by_case = np.argsort(place[rows], kind="stable")
    listed = {name: column[rows][by_case] for name, column in columns.items()}
    listed["Requirement"] = requirement[by_case]
    listed["record_source"] = np.full(len(rows), "synthetic", dtype=object)
    return listed


def write_example(columns: Mapping[str, Texts]) -> bytes:
    """The list as a CSV file."""
    return write_csv({name: column.tolist() for name, column in columns.items()})


def _draw(fieldwork: datetime.date, n: int, random: np.random.Generator) -> Drawn:
    second = random.random(n) < 0.06
    second[0] = False
    person = np.cumsum(~second) - 1  # a second sentence follows the first
    new = np.flatnonzero(~second)
    event = np.arange(n) - new[person] + 1
    names = np.asarray(list(SENTENCES), dtype=object)
    sentence = names[random.choice(len(names), n, p=list(SENTENCES.values()))]
    last = day_of(fieldwork) - NEXT
    started = random.integers(day_of(fieldwork) - SPREAD, last, n)
    near = second & (random.random(n) < 0.5)
    started[near] = started[np.flatnonzero(near) - 1] + random.integers(
        0, 7, int(near.sum())
    )
    custody = np.asarray(sentence == "ORA Adult Custody (inc PSS)", dtype=bool)
    return Drawn(person, event, sentence, started, custody)


def _person_columns(drawn: Drawn, random: np.random.Generator) -> dict[str, Texts]:
    people = int(drawn.person[-1]) + 1
    # A stride that has no divisor in common with a million meets no number twice.
    numbers = (np.arange(people) * 7_919 + 104_729) % 1_000_000
    letters = np.asarray(list("XDEJ"), dtype=object)[np.arange(people) // 1_000_000]
    crn = [
        f"{letter}{number:06d}"
        for letter, number in zip(letters, numbers.tolist(), strict=True)
    ]
    oldest = int(drawn.started.min())
    born = oldest - (18.1 * 365.25 + random.gamma(2.2, 7.5, people) * 365.25)
    born = np.maximum(born, oldest - 85 * 365.25)
    pick = _pick(random, people)
    columns = {
        "CRN": np.asarray(crn, dtype=object),
        "Surname": np.asarray([f"Synthetic{at}" for at in range(people)], dtype=object),
        "Date of birth": _dates(born.astype(np.int64)),
        "Sex": pick({"Male": 0.86, "Female": 0.14}),
        "Ethnicity": pick(
            {"White": 0.74, "Black": 0.09, "Asian": 0.08, "Mixed": 0.05, "": 0.04}
        ),
        "Language": pick({"": 0.96, "Welsh": 0.02, "Other": 0.02}),
        "Restricted": pick({"N": 0.98, "Y": 0.02}),
        "Excluded": pick({"N": 0.99, "Y": 0.01}),
    }
    return {name: column[drawn.person] for name, column in columns.items()}


def _case_columns(
    drawn: Drawn, units: Sequence[tuple[str, str]], random: np.random.Generator
) -> dict[str, Texts]:
    n = len(drawn.event)
    unit = random.integers(0, len(units), int(drawn.person[-1]) + 1)[drawn.person]
    names = np.asarray([name for name, _ in units], dtype=object)
    regions = np.asarray([region for _, region in units], dtype=object)
    team = random.integers(1, 5, n)
    inside = random.integers(60, 900, n)
    sentenced = drawn.started - np.where(
        drawn.custody, inside, random.integers(0, 9, n)
    )
    ended = random.random(n) < 0.12
    short = random.random(n) < 0.15
    length = np.where(short, random.integers(1, 8, n), random.integers(20, 240, n))
    pick = _pick(random, n)
    moved = drawn.started + random.integers(1, 120, n)
    pss = drawn.custody & (random.random(n) < 0.08)
    score = np.clip(random.normal(45, 23, n), 1, 99).astype(int)
    return {
        "Event number": drawn.event.astype(str).astype(object),
        "PDU": names[unit],
        "Region": regions[unit],
        "Team": np.asarray([f"Team {at}" for at in team], dtype=object),
        "Officer code": np.asarray(
            [f"P{at:03d}" for at in team * 10 + random.integers(0, 9, n)], dtype=object
        ),
        "Sentence date": _dates(sentenced),
        "Sentence type": drawn.sentence,
        "Length in days": random.choice([183, 365, 548, 730], n)
        .astype(str)
        .astype(object),
        "Commencement date": _dates(np.where(drawn.custody, sentenced, drawn.started)),
        "Release date": _dates(drawn.started, drawn.custody & ~pss),
        "PSS start date": _dates(drawn.started, pss),
        "Termination date": _dates(drawn.started + length, ended),
        "Transfer in date": _dates(moved, random.random(n) < 0.02),
        "Transfer out date": _dates(moved, random.random(n) < 0.02),
        "Outside court area": pick({"": 0.99, "Y": 0.01}),
        "Live review": pick({"": 0.985, "SFO": 0.01, "SCR": 0.005}),
        "OGRS": score.astype(str).astype(object),
        "Previous sanctions": random.poisson(5, n).astype(str).astype(object),
        "RoSH": pick({"Low": 0.2, "Medium": 0.6, "High": 0.17, "Very high": 0.03}),
    }


def _requirements(
    drawn: Drawn, random: np.random.Generator
) -> tuple[NDArray[np.int64], Texts]:
    """The sentence of each row, and the requirement in it; one row where there is none."""
    n = len(drawn.event)
    community = ~drawn.custody & np.isin(drawn.sentence, list(SENTENCES)[:2])
    has = random.random((n, len(REQUIREMENTS))) < [share for _, share in REQUIREMENTS]
    has &= community[:, None]
    codes = np.asarray([code for code, _ in REQUIREMENTS], dtype=object)
    rows, which = np.nonzero(has)
    bare = np.flatnonzero(~has.any(axis=1))
    empty = np.full(len(bare), "", dtype=object)
    return np.concatenate([rows, bare]), np.concatenate([codes[which], empty])


def _pick(
    random: np.random.Generator, n: int
) -> Callable[[Mapping[str, float]], Texts]:
    """A function that draws `n` codes by their shares."""

    def draw(shares: Mapping[str, float]) -> Texts:
        codes = np.asarray(list(shares), dtype=object)
        return codes[random.choice(len(codes), n, p=list(shares.values()))]

    return draw


def _dates(days: NDArray[np.int64], where: NDArray[np.bool_] | None = None) -> Texts:
    """Days as day/month/year; empty where `where` is false."""
    distinct, back = np.unique(days, return_inverse=True)
    texts = np.asarray([f"{date_of(day):%d/%m/%Y}" for day in distinct], dtype=object)
    written = texts[back]
    if where is not None:
        written[~where] = ""
    return np.asarray(written, dtype=object)
