"""The settings of Splink's documentation for its own test data, by our names of the fields.

Each `source` names the page in the repository moj-analytical-services/splink, and the commit
at which its settings were compared with these, line by line. What is ours: the names of
the fields, one thread, and the seed of the random pairs. Febrl 1 and 2 have no page and take
the settings of Febrl 3. The quick start reads fake_1000 with dates, we with their text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import splink.comparison_library as cl
from splink import block_on


@dataclass(frozen=True)
class Example:
    """Splink's published settings for a file, by our names of its fields.

    `without_rarity`: whether training leaves term frequencies aside, as the page does.
    """

    source: str
    comparisons: Callable[[], list[Any]]
    blocks: tuple[Any, ...]
    sure: tuple[Any, ...]
    recall: float
    pairs: float
    sessions: tuple[Any, ...]
    without_rarity: bool = False


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


def fake_tutorial() -> list[Any]:
    return [
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds("date_of_birth", 1),
        cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]


SWAPPED = "l.forename = r.surname and l.surname = r.forename"
HISTORICAL = Example(
    "docs/demos/examples/duckdb/deduplicate_50k_synthetic.nb.py at 02d29dc",
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
    1e7,
    (block_on("forename", "surname"), block_on("date_of_birth")),
    without_rarity=True,
)
FEBRL_3 = Example(
    "docs/demos/examples/duckdb/febrl3.nb.py at 0dab0d3",
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
    "docs/demos/examples/duckdb/febrl4.nb.py at 02d29dc, the detailed model",
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
    without_rarity=True,
)
FAKE = Example(
    "docs/getting_started.md at 027df91",
    fake,
    (block_on("forename", "date_of_birth"), block_on("surname")),
    (block_on("forename", "surname"),),
    0.7,
    1e6,
    (block_on("forename", "surname"), block_on("email")),
)
FAKE_TUTORIAL = Example(
    "docs/demos/tutorials/04_Estimating_model_parameters.nb.py at 155da9b",
    fake_tutorial,
    (block_on("forename", "place"), block_on("surname")),
    (
        block_on("forename", "date_of_birth"),
        "l.forename = r.forename and levenshtein(r.surname, l.surname) <= 2",
        block_on("email"),
    ),
    0.7,
    2e6,
    (block_on("forename", "surname"), block_on("date_of_birth")),
)
