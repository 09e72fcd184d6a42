"""Small cohorts and teams to allocate."""

import numpy as np

from probata.cohort.allocation.problem import NOBODY, Problem
from probata.cohort.allocation.read_team import read_team
from probata.cohort.read_cohort import Cohort
from probata.cohort.record import ListRecord, SelectionRecord

FACTS = {
    "start_kind": ("commenced", "released", "post_sentence"),
    "rosh": ("low", "medium", "high", "very_high"),
    "requirement_unpaid_work": ("yes", "no"),
    "requirement_rar": ("yes", "no"),
    "requirement_programme": ("yes", "no"),
    "limited_access": ("yes", "no"),
    "language": ("english", "welsh"),
    "unit": ("leeds", "york"),
}
USUAL = {
    "start_kind": "commenced",
    "rosh": "medium",
    "requirement_unpaid_work": "no",
    "requirement_rar": "yes",
    "requirement_programme": "no",
    "limited_access": "no",
    "language": "english",
    "unit": "leeds",
    "team": "Team 1",
}
HEADER = (
    '[allocation]\nbased_on = "allocation_2021"\n[second_reading]\nshare = {share}\n'
)


def make_cohort(*changes):
    """A cohort of usual cases, each with some facts changed."""
    rows = [
        {"case": f"C-{at:03d}", **USUAL, **change}
        for at, change in enumerate(changes, 1)
    ]
    record = SelectionRecord(
        probata="0",
        rules="test",
        rules_sha256="",
        synthetic=True,
        secret="",
        case_list=ListRecord(
            name="", sha256="", rows=0, set_aside=0, joined=0, cases=0
        ),
        inspections=(),
        facts=FACTS,
    )
    return Cohort(record, {name: [row[name] for row in rows] for name in rows[0]})


def make_team(folder, cohort, people, share=0):
    """A team file with these people (TOML) and a share of second readings."""
    path = folder / "team.toml"
    path.write_text(HEADER.format(share=share) + people)
    return read_team(path, cohort)


def make_problem(efforts, shares, may=None, twice=(), most=None, before=None):
    """An allocation as numbers; by default everybody may read everything."""
    n, k = len(efforts), len(shares)
    allowed = (
        np.ones((n, k), dtype=bool) if may is None else np.asarray(may, dtype=bool)
    )
    again = np.zeros(n, dtype=bool)
    again[list(twice)] = True
    nobody = np.full(n, NOBODY)
    limit = np.full(k, 10**6)
    return Problem(
        np.asarray(efforts, dtype=np.int64),
        again,
        10,
        allowed,
        allowed,
        np.asarray(shares, dtype=np.int64),
        limit if most is None else np.asarray(most, dtype=np.int64),
        limit,
        nobody if before is None else np.asarray(before, dtype=np.int64),
        nobody,
    )
