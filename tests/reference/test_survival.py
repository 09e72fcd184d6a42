"""Curves, log-rank test and Cox regression against R's survival."""

import csv
from pathlib import Path

import numpy as np
import pytest

from probata.analysis.survival.cox import check_constant, fit_cox
from probata.analysis.survival.kaplan_meier import compare_curves, estimate_curve

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
R_SAME = 1e-9  # closed formulas in double precision
R_FITTED = 1e-7  # both converge
R_TESTED = 1e-5  # the same, squared and through two inverses

FILES = {
    "small": (DATA / "survival_small.csv", "time", "event", "group"),
    "rossi": (SHARED / "rossi" / "rossi.csv", "week", "arrest", "fin"),
}
# Column of the design in R: column of the file, and the category it stands for.
TERMS = {
    "small": {"groupb": ("group", "b"), "groupc": ("group", "c"), "age": ("age", "")},
    "rossi": {
        "finyes": ("fin", "yes"),
        "age": ("age", ""),
        "raceblack": ("race", "black"),
        "wexpyes": ("wexp", "yes"),
        "marmarried": ("mar", "married"),
        "paroyes": ("paro", "yes"),
        "prio": ("prio", ""),
    },
}


@pytest.fixture(params=FILES)
def case(request):
    path, time, event, group = FILES[request.param]
    if not path.exists():
        pytest.skip(f"the public data are not beside the checkout ({path.name})")
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (DATA / "survival_r.csv").open(newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["data"] == request.param]
    assert found
    times = np.asarray([float(row[time]) for row in rows])
    events = np.asarray([row[event] == "1" for row in rows])
    return request.param, rows, times, events, [row[group] for row in rows], found


def values(found, measure):
    return [
        (row["at"], float(row["value"])) for row in found if row["measure"] == measure
    ]


def test_curves_and_limits(case):
    _, _, time, happened, _, found = case
    curve = estimate_curve(time, happened, 0.95)
    place = {f"{value:g}": at for at, value in enumerate(curve.time)}
    got = {"survival": curve.survival, "at_risk": curve.at_risk}
    got |= {"low": curve.low, "high": curve.high}
    for measure, array in got.items():
        expected = values(found, measure)
        assert len(expected) > 10
        for at, value in expected:
            assert array[place[at]] == pytest.approx(value, abs=R_SAME), (measure, at)
    assert len(values(found, "survival")) == len(curve.time)
    limits = {at for at, _ in values(found, "low")}
    known = {
        f"{t:g}" for t, low in zip(curve.time, curve.low, strict=True) if low == low
    }
    assert known == limits


def test_the_log_rank_test(case):
    _, _, time, happened, group, found = case
    names, codes = np.unique(group, return_inverse=True)
    test = compare_curves(time, happened, codes, len(names))
    assert test.statistic == pytest.approx(values(found, "logrank")[0][1], abs=R_SAME)
    expected = [value for _, value in values(found, "expected")]
    assert list(test.expected) == pytest.approx(expected, abs=R_SAME)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_regression_with_either_rule_for_ties(case, ties):
    name, rows, time, happened, _, found = case
    terms = TERMS[name]
    x = np.column_stack(
        [
            [float(row[c]) if not level else float(row[c] == level) for row in rows]
            for c, level in terms.values()
        ]
    )
    fit = fit_cox(x, time, happened, ties)
    assert fit.converged
    errors = np.sqrt(np.diag(fit.covariance))
    betas = values(found, f"{ties}_beta")
    assert [at for at, _ in betas] == list(terms)
    assert fit.beta == pytest.approx([value for _, value in betas], abs=R_FITTED)
    expected = [value for _, value in values(found, f"{ties}_se")]
    assert errors == pytest.approx(expected, abs=R_FITTED)
    names = [variable for variable, _ in terms.values()]
    columns = [
        [at for at, name in enumerate(names) if name == wanted]
        for wanted in dict.fromkeys(names)
    ]
    tests = check_constant(x, time, happened, fit, columns)
    assert [item.df for item in tests] == [
        n for _, n in values(found, f"{ties}_zph_df")
    ]
    chi2 = [value for _, value in values(found, f"{ties}_zph")]
    assert [item.statistic for item in tests] == pytest.approx(chi2, rel=R_TESTED)
    for measure, got in (("null", fit.null_loglik), ("loglik", fit.loglik)):
        ((_, value),) = values(found, f"{ties}_{measure}")
        assert got == pytest.approx(value, abs=R_FITTED)


def test_rossi_gives_the_coefficients_of_the_textbooks():
    # As printed by Fox and Weisberg's appendix on Cox regression, Efron ties.
    with (DATA / "survival_r.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["data"] == "rossi"]
    printed = [-0.37942, -0.05744, 0.3139, -0.1498, -0.4337, -0.08487, 0.0915]
    found = [value for _, value in values(rows, "efron_beta")]
    assert found == pytest.approx(printed, abs=0.00005)
