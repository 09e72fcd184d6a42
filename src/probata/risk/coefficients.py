"""The coefficients of OGRS3, in two sets, as packaged tables.

    read_coefficients("operational") -> Coefficients
    OFFENCES                            the twenty kinds of offence, in the order of the table
    read_offence_codes() -> dict[str, int | str]
    read_bands() -> tuple[Band, ...]

Source and disagreements of the sources: docs/explanation/risk.md.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SetName = Literal["operational", "published"]
SETS: tuple[SetName, ...] = ("operational", "published")
SEXES = ("M", "F")
LEAST_AGE = 10  # the age of criminal responsibility, and the model's first band
TABLE = "ogrs3_coefficients.csv"


@dataclass(frozen=True)
class Coefficients:
    """One set. `ages` (bands,): the first age of each band; `age_sex` (2, bands): M, F."""

    name: SetName
    sha256: str
    one_year: float
    two_years: float
    log_rate: float
    first_sanction: float
    repeated: float
    ages: NDArray[np.int64]
    age_sex: NDArray[np.float64]
    offence: NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """A band of the two-year percentage, and the level that the bulletins call it."""

    name: str
    lowest: int
    level: str


def _packaged(name: str) -> bytes:
    return resources.files("probata.risk").joinpath("packaged", name).read_bytes()


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_packaged(name).decode().splitlines()))


OFFENCES = tuple(row["level"] for row in _rows(TABLE) if row["term"] == "offence")


@cache
def read_coefficients(name: SetName) -> Coefficients:
    """The set as OASys used it (`operational`) or with nine decimals (`published`)."""
    rows = _rows(TABLE)
    value = {
        (row["term"], row["level"], row["sex"]): float(row[name])
        for row in rows
        if row[name]
    }
    bands = [row for row in rows if row["term"] == "age_sex" and row["sex"] == "M"]
    return Coefficients(
        name=name,
        sha256=hashlib.sha256(_packaged(TABLE)).hexdigest(),
        one_year=value["intercept", "one_year", ""],
        two_years=value["intercept", "two_year", ""],
        log_rate=next(v for (term, _, _), v in value.items() if term == "copas_rate"),
        first_sanction=value[
            "sanction_history", "first_conviction_no_previous_sanction", ""
        ],
        repeated=value["sanction_history", "repeat_offender", ""],
        ages=np.asarray([int(row["age_min"]) for row in bands]),
        age_sex=np.asarray(
            [[value["age_sex", row["level"], sex] for row in bands] for sex in SEXES]
        ),
        offence=np.asarray([value["offence", item, ""] for item in OFFENCES]),
    )


@cache
def read_offence_codes() -> dict[str, int | str]:
    """Five-digit offence code -> place in OFFENCES, or why it has none.

    `NEED_DETAILS_OF_EXACT_OFFENCE`: the kind depends on the offence within the code;
    `NO_WEIGHT`: a known code that the model does not cover.
    """
    place = {name: at for at, name in enumerate(OFFENCES)}
    return {
        row["offence_code"]: place[row["ogrs3_offence"]]
        if row["ogrs3_offence"]
        else row["problem"]
        for row in _rows("ogrs3_offence_codes.csv")
    }


@cache
def read_bands() -> tuple[Band, ...]:
    """The bands, lowest first."""
    return tuple(
        Band(row["band"], int(row["lowest_percent"]), row["level"])
        for row in _rows("ogrs3_bands.csv")
    )
