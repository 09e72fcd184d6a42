"""Measures of agreement against irrCAC, krippendorff, SAS and published examples."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from agreement_examples import EXAMPLES, FLEISS, SAS_TABLE
from statsmodels.stats.inter_rater import cohens_kappa

from probata.assessment.agreement import measure_agreement
from probata.assessment.ratings import NOT_RATED, Ratings, from_long

DATA = Path(__file__).parent / "data" / "agreement.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data"
EXACT = 1e-9
PRINTED = 5e-5  # four decimals


def rate(table) -> Ratings:
    codes = np.array(
        [[NOT_RATED if cell is None else cell - 1 for cell in row] for row in table]
    )
    return Ratings(codes, tuple("abcde"))


def read_reference(program: str) -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["program"] == program]


def find(row: dict[str, str]):
    ratings = rate(EXAMPLES[row["data"]])
    found = measure_agreement(ratings, (row["measure"],), row["scale"])
    return found.estimate(row["measure"])


def name(row: dict[str, str]) -> str:
    return "-".join((row["data"], row["scale"], row["measure"]))


@pytest.mark.parametrize("row", read_reference("irrCAC"), ids=name)
def test_values_are_those_of_gwet(row):
    assert find(row).value == pytest.approx(float(row["value"]), abs=EXACT)


@pytest.mark.parametrize("row", read_reference("krippendorff"), ids=name)
def test_alpha_is_that_of_krippendorff(row):
    assert find(row).value == pytest.approx(float(row["value"]), abs=EXACT)


FULL = [row for row in read_reference("irrCAC") if row["data"] == "fleiss"]


@pytest.mark.parametrize("row", FULL, ids=name)
def test_errors_are_those_of_gwet_where_every_case_has_every_rating(row):
    expected = float(row["error"])
    if row["measure"] == "alpha":
        # Gwet writes alpha as a kappa plus a constant; the factor N - 1 over N remains.
        number = len(FLEISS) * 6
        expected *= (number - 1) / number
    assert find(row).error == pytest.approx(expected, rel=1e-9)


def jackknife(ratings: Ratings, measure: str) -> float:
    rows = range(len(ratings.codes))
    values = np.array(
        [
            measure_agreement(
                Ratings(np.delete(ratings.codes, row, axis=0), ratings.categories),
                (measure,),
            )
            .estimate(measure)
            .value
            for row in rows
        ]
    )
    n = len(values)
    return float(np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum()))


@pytest.mark.parametrize("measure", ["percent", "gwet", "alpha", "fleiss"])
def test_errors_are_near_the_jackknife_where_ratings_are_missing(measure):
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 150)
    seen = [
        np.where(rng.random(150) < 0.8, truth, rng.integers(0, 3, 150))
        for _ in range(4)
    ]
    codes = np.where(rng.random((150, 4)) < 0.5, np.column_stack(seen), NOT_RATED)
    ratings = Ratings(codes, tuple("abc"))
    found = measure_agreement(ratings, (measure,)).estimate(measure)
    assert found.error == pytest.approx(jackknife(ratings, measure), rel=0.02)


def repeat(table) -> Ratings:
    pairs = [
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return Ratings(np.array(pairs), tuple("abcd"))


@pytest.mark.parametrize(
    ("scale", "kappa", "error"),
    [("nominal", 0.3449, 0.0724), ("linear", 0.5082, 0.0655)],
)
def test_kappa_and_its_error_are_those_that_sas_prints(scale, kappa, error):
    found = measure_agreement(repeat(SAS_TABLE), ("cohen",), scale).estimate("cohen")
    assert found.value == pytest.approx(kappa, abs=PRINTED)
    # SAS divides by n, the linearisation here by n - 1.
    assert found.error * np.sqrt(87 / 88) == pytest.approx(error, abs=PRINTED)


@pytest.mark.parametrize(("scale", "wt"), [("nominal", None), ("linear", "linear"), ("interval", "quadratic")])  # fmt: skip
def test_kappa_and_its_error_are_those_of_statsmodels(scale, wt):
    oracle = cohens_kappa(np.array(SAS_TABLE), wt=wt)
    found = measure_agreement(repeat(SAS_TABLE), ("cohen",), scale).estimate("cohen")
    assert found.value == pytest.approx(oracle.kappa, abs=EXACT)
    assert found.error * np.sqrt(87 / 88) == pytest.approx(oracle.std_kappa, abs=EXACT)


RATERS = SHARED / "risk_ratings_compas"
# The README of the data gives these, from other people's programs.
ALPHAS = [
    ("any", "short_no_feedback", 0.432, 0.334),
    ("any", "short_feedback", 0.428, 0.393),
    ("violent", "short_no_feedback", 0.352, 0.268),
    ("violent", "short_feedback", 0.154, 0.134),
]


def read_ratings(outcome: str, condition: str, column: str) -> Ratings:
    path = RATERS / f"ratings_{outcome}_reoffending.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["condition"] == condition]
    cases = np.unique([row["case_id"] for row in rows], return_inverse=True)[1]
    values, codes = np.unique([float(row[column]) for row in rows], return_inverse=True)
    table = from_long(cases, codes, tuple(map(str, values)))
    return Ratings(table.codes, table.categories, tuple(values))


@pytest.mark.skipif(not RATERS.exists(), reason="needs the shared public data")
@pytest.mark.parametrize(("outcome", "condition", "interval", "nominal"), ALPHAS)
def test_alpha_of_ten_thousand_sparse_ratings(outcome, condition, interval, nominal):
    for column, scale, expected in (
        ("rating_pct", "interval", interval),
        ("rating_binary", "nominal", nominal),
    ):
        found = measure_agreement(
            read_ratings(outcome, condition, column), ("alpha",), scale
        )
        assert found.estimate("alpha").value == pytest.approx(expected, abs=5e-4)


NEUROLOGISTS = SHARED / "ms_diagnosis_two_raters" / "ms_patients.csv"


@pytest.mark.skipif(not NEUROLOGISTS.exists(), reason="needs the shared public data")
@pytest.mark.parametrize(
    ("place", "percent", "kappas"),
    [
        ("Winnipeg", 0.4295, (0.2079, 0.3797, 0.5246)),
        ("New Orleans", 0.4783, (0.2965, 0.4773, 0.6256)),
    ],
)
def test_two_neurologists(place, percent, kappas):
    order = ("Certain", "Probable", "Possible", "Doubtful")
    with NEUROLOGISTS.open(encoding="utf-8") as stream:
        pairs = [
            (
                order.index(row["new_orleans_neurologist"]),
                order.index(row["winnipeg_neurologist"]),
            )
            for row in csv.DictReader(stream)
            if row["patients"] == place
        ]
    ratings = Ratings(np.array(pairs), order)
    for scale, kappa in zip(("nominal", "linear", "interval"), kappas, strict=True):
        found = measure_agreement(ratings, ("percent", "cohen"), scale)
        assert found.estimate("cohen").value == pytest.approx(kappa, abs=PRINTED)
    plain = measure_agreement(ratings, ("percent",)).estimate("percent")
    assert plain.value == pytest.approx(percent, abs=PRINTED)
