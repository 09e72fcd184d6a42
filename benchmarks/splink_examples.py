"""The settings of Splink's documentation for its own test data, by our names of the fields.

From the examples "Deduplicate 50k rows historical persons", "Deduplicating the febrl3
dataset", "Linking the febrl4 datasets" (the detailed model) and the quick start for
fake_1000. Febrl 1 and 2 have none there and take those of Febrl 3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import splink.comparison_library as cl
from splink import block_on


@dataclass(frozen=True)
class Example:
    """Splink's published settings for a file, by our names of its fields."""

    comparisons: Callable[[], list[Any]]
    blocks: tuple[Any, ...]
    sure: tuple[Any, ...]
    recall: float
    pairs: float
    sessions: tuple[Any, ...]


def historical() -> list[Any]:
    return [
        cl.ForenameSurnameComparison(
            "forename", "surname", forename_surname_concat_col_name="both_names"
        ),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        *(
            cl.ExactMatch(n).configure(term_frequency_adjustments=True)
            for n in ("place", "occupation")
        ),
    ]


def febrl(edits: list[int], postcode: Any, rare_names: bool) -> list[Any]:
    names = [cl.NameComparison("forename"), cl.NameComparison("surname")]
    if rare_names:
        names = [name.configure(term_frequency_adjustments=True) for name in names]
    return [
        *names,
        cl.DateOfBirthComparison(
            "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
        ),
        cl.DamerauLevenshteinAtThresholds("identifier", edits),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        postcode.configure(term_frequency_adjustments=True),
    ]


def febrl_3() -> list[Any]:
    return febrl([2], cl.ExactMatch("postcode"), rare_names=False)


def febrl_4() -> list[Any]:
    postcode = cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])
    return febrl([1, 2], postcode, rare_names=True)


def fake() -> list[Any]:
    return [
        cl.NameComparison("forename"),
        cl.JaroAtThresholds("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
        cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]


SWAPPED = "l.forename = r.surname and l.surname = r.forename"
HISTORICAL = Example(
    historical,
    (
        block_on("substr(forename,1,3)", "substr(surname,1,4)"),
        block_on("surname", "date_of_birth"),
        block_on("forename", "date_of_birth"),
        block_on("postcode", "forename"),
        block_on("postcode", "surname"),
        block_on("date_of_birth", "place"),
        block_on("substr(postcode,1,3)", "date_of_birth"),
        block_on("substr(postcode,1,3)", "forename"),
        block_on("substr(postcode,1,3)", "surname"),
        block_on(
            "substr(forename,1,2)", "substr(surname,1,2)", "substr(date_of_birth,1,4)"
        ),
    ),
    (
        block_on("forename", "surname", "date_of_birth"),
        block_on("substr(forename,1,2)", "surname", "substr(postcode,1,2)"),
        block_on("date_of_birth", "postcode"),
    ),
    0.6,
    5e6,
    (block_on("forename", "surname"), block_on("date_of_birth")),
)
FEBRL_3 = Example(
    febrl_3,
    tuple(
        block_on(n)
        for n in ("identifier", "forename", "surname", "date_of_birth", "postcode")
    ),
    (
        block_on("identifier"),
        block_on("forename", "surname", "date_of_birth"),
        f"{SWAPPED} and l.date_of_birth = r.date_of_birth",
    ),
    0.9,
    1e6,
    (block_on("date_of_birth"), block_on("postcode")),
)
FEBRL_4 = Example(
    febrl_4,
    (
        block_on("forename", "surname"),
        SWAPPED,
        block_on("date_of_birth"),
        block_on("identifier"),
        block_on("state", "address"),
        block_on("street_number", "address"),
        block_on("postcode"),
    ),
    (block_on("identifier"), block_on("forename", "surname", "date_of_birth")),
    0.8,
    1e6,
    (block_on("date_of_birth"), block_on("postcode")),
)
FAKE = Example(
    fake,
    (block_on("forename", "date_of_birth"), block_on("surname")),
    (block_on("forename", "surname"),),
    0.7,
    1e6,
    (block_on("forename", "surname"), block_on("email")),
)
