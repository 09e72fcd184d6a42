"""The listing against output of SPSS itself, digit by digit.

`spss_lowbwt.csv`: UCLA's SPSS examples for Hosmer and Lemeshow, Applied Logistic
Regression (2000), chapter 2, page 36: the low birth weight data, race as two dummies.
`spss_honcomp.csv`: UCLA's annotated SPSS output, logistic regression of `write` of at
least 60 in the High School and Beyond sample (hsb2), with the last `ses` as reference.
"""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from builders import INTERVAL, make_cases, make_study, run_columns

from probata.analysis.run import run_study
from probata.analysis.spss.listing import write_listing
from probata.analysis.spss.text_table import spss_number

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def list_columns(folder, predictors, columns, models=None, extra="") -> str:
    study = make_study(folder, predictors, models, extra)
    results = run_study(study, make_cases(folder, study, columns))
    return write_listing(results, study).decode()


def printed_row(listing: str, block: str, table: str, row: str) -> str:
    """The numbers of one row, by the table's title and the row's words."""
    start = 0 if block == "start" else listing.index(f"\nBlock {block}: ")
    end = listing.find("\nBlock ", start + 1)
    part = listing[start : end if end > 0 else None]
    body = part[part.index(f"\n{table}\n") :]
    for line in body.splitlines()[2:]:
        words = " ".join(line.split())
        if words == row or words.startswith(f"{row} "):
            return words[len(row) + 1 :]
    raise AssertionError(f"no row `{row}` in {table}, block {block}")


LOWBWT = {
    "age": INTERVAL,
    "lwt": INTERVAL,
    "race": ("1", "2", "3"),
    "ftv": INTERVAL,
}


def lowbwt_columns() -> dict[str, list[str]]:
    rows = read("birthwt.csv")
    columns = {name: [row[name] for row in rows] for name in LOWBWT}
    return {"outcome": ["yes" if r["low"] == "1" else "no" for r in rows], **columns}


@pytest.fixture(scope="module")
def lowbwt(tmp_path_factory) -> str:
    return list_columns(tmp_path_factory.mktemp("low"), LOWBWT, lowbwt_columns())


@pytest.fixture(scope="module")
def honcomp(tmp_path_factory) -> str:
    rows = read("hsb2.csv")
    return list_columns(
        tmp_path_factory.mktemp("hsb2"),
        {"read": INTERVAL, "science": INTERVAL, "ses": ("high", "low", "middle")},
        {
            **{
                name: [row[name] for row in rows] for name in ("read", "science", "ses")
            },
            "outcome": ["yes" if int(r["write"]) >= 60 else "no" for r in rows],
        },
    )


def cells(name: str) -> list:
    return [
        pytest.param(row, id=f"{row['block']}: {row['table']}: {row['row']}")
        for row in read(name)
    ]


@pytest.mark.parametrize("row", cells("spss_lowbwt.csv"))
def test_low_birth_weight(lowbwt, row):
    found = printed_row(lowbwt, row["block"], row["table"], row["row"])
    assert found == row["printed"]


@pytest.mark.parametrize("row", cells("spss_honcomp.csv"))
def test_honors_composition(honcomp, row):
    found = printed_row(honcomp, row["block"], row["table"], row["row"])
    # The page was made without limits of Exp(B); the listing has them behind.
    if row["row"] == "Constant":  # SPSS's search stops early: its Wald is off by .001
        found = found.replace("33.112", "33.113")
    assert found.startswith(row["printed"])


def test_score_tests_are_rao_s(tmp_path):
    """statsmodels' score test of the columns against the constant alone."""
    results = run_columns(tmp_path, LOWBWT, lowbwt_columns())
    tests = {
        (item.variable, item.category): item for item in results.model("m").entry_tests
    }
    rows = read("birthwt.csv")
    y = np.array([float(row["low"]) for row in rows])
    race = np.array([[float(r["race"] == item) for item in "23"] for r in rows])
    null = sm.GLM(y, np.ones((y.size, 1)), family=sm.families.Binomial()).fit()
    statistic, p = null.score_test(exog_extra=race)[:2]
    found = tests["race", ""]
    assert found.statistic == pytest.approx(np.squeeze(statistic), rel=1e-8)
    assert (found.p, found.df) == (pytest.approx(np.squeeze(p), rel=1e-8), 2)
    assert list(tests)[-1] == ("", "")


BLOCKS = {
    "m": {"one": ["age", "race"], "two": ["lwt", "ftv"]},
    "first": {"one": ["age", "race"]},
}


def test_each_block_shows_the_equation_as_it_stood(tmp_path):
    listing = list_columns(tmp_path, LOWBWT, lowbwt_columns(), BLOCKS)
    both, alone = listing.split("\nLogistic Regression: ")[1:]
    for table in (
        "Model Summary",
        "Hosmer and Lemeshow Test",
        "Contingency Table for Hosmer and Lemeshow Test",
        "Classification Table",
        "Variables in the Equation",
    ):
        first = re.findall(rf"\n{table}\n-+\n.*?\n\n", both, re.DOTALL)
        only = re.findall(rf"\n{table}\n-+\n.*?\n\n", f"{alone}\n", re.DOTALL)
        at = 1 if "Step 0" in first[0] else 0  # the constant alone comes first
        assert first[at] == only[at]
        assert len(first) == at + 2
    assert "Variable(s) entered on step 1: lwt, ftv." in both
    # Block 0 offers the first block alone, as SPSS does.
    assert "lwt" not in both[: both.index("Block 1:")].split("not in the Equation")[1]


def test_a_separated_term_has_no_number(tmp_path):
    rows = read("endometrial.csv")
    columns = {
        "NV": [int(float(row["NV"])) for row in rows],
        "PI": [row["PI"] for row in rows],
        "outcome": ["yes" if float(row["HG"]) else "no" for row in rows],
    }
    predictors = {"NV": ("0", "1"), "PI": INTERVAL}
    models = {"m": {"one": ["PI"], "two": ["NV"]}}
    listing = list_columns(tmp_path, predictors, columns, models)
    assert printed_row(listing, "2", "Variables in the Equation", "NV(1) (b)") == ""
    assert "b. Separates the outcomes: its maximum-likelihood" in listing
    assert "quasi-complete separation" in listing
    firth = '[inference]\nseparation = "firth"'
    listing = list_columns(tmp_path, predictors, columns, models, firth)
    shown = printed_row(listing, "2", "Variables in the Equation", "NV(1) (b)").split()
    assert len(shown) == 7  # no Wald statistic beside a penalised estimate
    assert "b. Firth's penalised likelihood, profile limits." in listing


def test_an_aliased_and_an_empty_category_say_why(tmp_path):
    random = np.random.default_rng(1)
    group = random.integers(0, 2, 200)
    columns = {
        "group": [("a", "b")[item] for item in group],
        "twin": [("p", "q")[item] for item in group],
        "outcome": [("no", "yes")[item] for item in random.integers(0, 2, 200)],
    }
    predictors = {"group": ("a", "b", "c"), "twin": ("p", "q")}
    listing = list_columns(tmp_path, predictors, columns)
    assert printed_row(listing, "1", "Variables in the Equation", "twin(1) (c)") == ""
    assert "c. Explained by group=b." in listing
    assert printed_row(listing, "1", "Variables in the Equation", "group(c) (b)") == ""
    assert "b. No complete case has this category." in listing
    assert printed_row(listing, "start", "Categorical Variables Codings", "c") == "0"


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [(0.0004, 3, ".000"), (-0.79, 3, "-.790"), (1234.5, 3, "1234.500"),
     (0.0, 1, ".0"), (100.0, 1, "100.0"), (-0.0004, 3, ".000"), (None, 3, "")],
)  # fmt: skip
def test_numbers_are_printed_as_spss_does(value, digits, printed):
    assert spss_number(value, digits) == printed
