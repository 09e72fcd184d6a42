"""Fits, intervals and tests against tables that others have published.

Each test names its source; tolerances are half the last printed digit unless named.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from builders import INTERVAL, run_columns

from probata.analysis.conditional import fit_conditional
from probata.analysis.firth import firth_limits, firth_test, fit_firth
from probata.analysis.goodness import measure_hosmer_lemeshow
from probata.analysis.logistic import fit_logistic
from probata.analysis.mixed import fit_random_intercept
from probata.analysis.multiplicity import benjamini_hochberg, holm
from probata.analysis.roc import measure_area
from probata.analysis.shared_error import e_value, latent_correlation
from probata.proportions import wilson_interval

DATA = Path(__file__).parent / "data"
PRINTED_3 = 5e-4
PRINTED_4 = 5e-5
QUADRATURE = 2e-4  # two programs' optimisers and derivatives on one likelihood


def read(name: str) -> dict[str, np.ndarray]:
    with (DATA / name).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def test_spector_and_mazzeo(tmp_path):
    """Greene, Econometric Analysis (2003), table 21.1: logit of a grade."""
    data = read("spector.csv")
    results = run_columns(
        tmp_path,
        {"gpa": INTERVAL, "tuce": INTERVAL, "psi": ("0", "1")},
        {
            "gpa": data["gpa"],
            "tuce": data["tuce"],
            "psi": data["psi"].astype(int),
            "outcome": ["yes" if item else "no" for item in data["grade"]],
        },
    )
    model = results.model("m")
    found = {item.variable: item for item in model.coefficients}
    published = {
        "constant": (-13.021, 4.931),
        "gpa": (2.826, 1.263),
        "tuce": (0.095, 0.142),
        "psi": (2.379, 1.065),
    }
    for name, (estimate, error) in published.items():
        assert found[name].estimate == pytest.approx(estimate, abs=PRINTED_3)
        assert found[name].standard_error == pytest.approx(error, abs=PRINTED_3)
    assert model.steps[-1].minus2ll / -2 == pytest.approx(-12.890, abs=PRINTED_3)
    assert [guard.kind for guard in model.guards] == ["few_events"]


def test_finney_vasoconstriction():
    """Finney (1947); Pregibon (1981), table 1: two logs, -2.875, 5.179, 4.562."""
    data = read("vaso.csv")
    x = np.column_stack([np.ones(39), np.log(data["volume"]), np.log(data["rate"])])
    fit = fit_logistic(x, data["y"])
    assert fit.beta == pytest.approx([-2.875, 5.179, 4.562], abs=PRINTED_3)
    assert -2 * fit.loglik == pytest.approx(29.23, abs=5e-3)


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilson_intervals_of_newcombe(positive, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    found = wilson_interval(positive, n, 0.95)
    assert found == pytest.approx((low, high), abs=PRINTED_4)


def test_areas_of_the_subarachnoid_data():
    """Turck et al. (2010) by R's pROC: areas with DeLong limits (data/asah_r.csv)."""
    data = read("asah.csv")
    with (DATA / "asah_r.csv").open(newline="") as stream:
        answers = list(csv.DictReader(stream))
    assert float(answers[0]["auc"]) == pytest.approx(0.7314, abs=PRINTED_4)
    for row in answers:
        found = measure_area(data["poor"], data[row["marker"]], 0.95)
        assert found.area == pytest.approx(float(row["auc"]), abs=1e-10)
        assert found.low == pytest.approx(float(row["low"]), abs=1e-10)
        assert found.high == pytest.approx(float(row["high"]), abs=1e-10)


def test_an_infinite_estimate_is_named_and_never_printed(tmp_path):
    """Heinze and Schemper (2002): neovasculation separates endometrial grades.

    Unguarded programs print 22.19 with a standard error of 12,678, or 1.3e9.
    """
    data = read("endometrial.csv")
    columns = {
        "NV": data["NV"].astype(int),
        "PI": data["PI"],
        "EH": data["EH"],
        "outcome": ["yes" if item else "no" for item in data["HG"]],
    }
    predictors = {"NV": ("0", "1"), "PI": INTERVAL, "EH": INTERVAL}
    model = run_columns(tmp_path, predictors, columns).model("m")
    found = {item.variable: item for item in model.coefficients}
    assert model.guards[0].kind == "quasi_separation"
    assert model.guards[0].variables == ("NV",)
    assert found["NV"].status == "separated"
    assert found["NV"].estimate is found["NV"].odds_ratio is None
    # The finite part, as brglm2's detect_infinite_estimates leaves it.
    assert found["PI"].estimate == pytest.approx(-0.04218, abs=5e-5)
    assert found["EH"].estimate == pytest.approx(-2.90261, abs=5e-5)


def test_firth_estimates_of_the_endometrial_data():
    """Heinze and Schemper (2002), table III; logistf's printed digits."""
    data = read("endometrial.csv")
    x = np.column_stack([np.ones(79), data["NV"], data["PI"], data["EH"]])
    fit = fit_firth(x, data["HG"])
    published = [3.77455951, 2.92927330, -0.03475175, -2.60416387]
    assert fit.beta == pytest.approx(published, abs=5e-7)
    low, high = firth_limits(x, data["HG"], fit, 1)
    assert (low, high) == pytest.approx((0.60972, 7.85463), abs=2e-4)
    assert firth_test(x, data["HG"], fit, [1]) == pytest.approx(0.00905, abs=2e-4)


def test_hosmer_lemeshow_by_hand():
    """Four groups worked out with pencil: (5-4)^2/(4(1-.4)) and so on."""
    mu = np.repeat([0.4, 0.5, 0.6, 0.8], 10)
    y = np.concatenate([np.r_[np.ones(k), np.zeros(10 - k)] for k in (5, 5, 6, 7)])
    found = measure_hosmer_lemeshow(y, mu, 4, "equal_groups")
    assert found is not None
    by_hand = 1 / (4 * 0.6) + 0 + 0 + 1 / (8 * 0.2)
    assert found.statistic == pytest.approx(by_hand)
    assert found.df == 2


def test_random_intercept_of_cattle_herds():
    """lme4's example: cbpp by glmer with 25 quadrature points (data/cbpp_glmer.csv)."""
    with (DATA / "cbpp.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    x, y, herd = [], [], []
    herds = {name: at for at, name in enumerate(dict.fromkeys(r["herd"] for r in rows))}
    for row in rows:
        sick, size = int(row["incidence"]), int(row["size"])
        line = [1.0, *(float(row["period"] == item) for item in "234")]
        x += [line] * size
        y += [1.0] * sick + [0.0] * (size - sick)
        herd += [herds[row["herd"]]] * size
    design, outcome = np.array(x), np.array(y)
    start = fit_logistic(design, outcome)
    fit = fit_random_intercept(
        design, outcome, np.array(herd), start.beta, start.covariance, nodes=25
    )
    with (DATA / "cbpp_glmer.csv").open(newline="") as stream:
        answers = [r for r in csv.DictReader(stream) if int(r["nodes"]) == 25]
    found = [*fit.beta, fit.sigma]
    for value, row in zip(found, answers, strict=True):
        assert value == pytest.approx(float(row["estimate"]), abs=QUADRATURE)
    for value, row in zip(fit.standard_error, answers, strict=False):
        assert value == pytest.approx(float(row["standard_error"]), abs=5e-3)


def test_conditional_logit_of_matched_sets():
    """Trichopoulos et al. (1976), R's clogit: 1.9859 and 1.4090."""
    data = read("infert.csv")
    x = np.column_stack([data["spontaneous"], data["induced"]])
    fit = fit_conditional(x, data["case"], data["stratum"].astype(int) - 1)
    answers = read_terms("infert_clogit.csv")
    assert answers["spontaneous"] == pytest.approx(1.9859, abs=PRINTED_4)
    assert fit.beta == pytest.approx(list(answers.values()), abs=1e-6)


def read_terms(name: str) -> dict[str, float]:
    with (DATA / name).open(newline="") as stream:
        return {row["term"]: float(row["estimate"]) for row in csv.DictReader(stream)}


def test_adjusted_p_values():
    """R's p.adjust (data/p_adjust.csv, scripts/small_tables.R)."""
    data = read("p_adjust.csv")
    assert holm(data["p"]) == pytest.approx(data["holm"], abs=1e-10)
    assert benjamini_hochberg(data["p"]) == pytest.approx(data["bh"], abs=1e-10)


def test_e_values_of_van_der_weele_and_ding():
    """Annals of Internal Medicine 167 (2017): a risk ratio of 3.9 (1.8 to 8.7) gives 7.26 and 3.0.

    Their risk ratios, so the odds ratios whose square roots they are.
    """
    point, limit = e_value(3.9**2, 1.8**2, 8.7**2)
    assert point == pytest.approx(7.26, abs=5e-3)
    assert limit == pytest.approx(3.0, abs=5e-3)
    assert e_value(1.2, 0.9, 1.6)[1] == 1.0


def test_tetrachoric_correlation_of_an_even_table():
    """With both cuts at a half, P(both) = 1/4 + asin(r) / (2 pi) (Sheppard 1899)."""
    r = 0.6
    both = 0.25 + np.arcsin(r) / (2 * np.pi)
    odds_ratio = (both / (0.5 - both)) ** 2
    assert latent_correlation(odds_ratio, 0.5, 0.5) == pytest.approx(r, abs=1e-8)
