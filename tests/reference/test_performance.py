"""Scales, factors and associations against R (psych, factanal, polycor) and known truth.

Made by `tests/reference/scripts/performance.R`. Tolerances: EXACT for closed formulas, TIGHT
for a maximum that both programs search (factanal's own convergence).
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from probata.analysis.performance.associations import (
    correlate_tetrachoric,
    count_pairs,
    measure_cramer,
    measure_phi,
)
from probata.analysis.performance.factors import (
    count_factors,
    fit_factors,
    mend_correlation,
    rotate,
    shuffle_answers,
)
from probata.analysis.performance.scales import measure_consistency

DATA = Path(__file__).parent / "data"
EXACT, TIGHT = 1e-9, 1e-6


def read(name):
    with (DATA / name).open() as stream:
        return list(csv.DictReader(stream))


REFERENCE = read("performance_r.csv")


def value(data, statistic, row="", column=""):
    (found,) = (
        float(item["value"])
        for item in REFERENCE
        if (item["data"], item["statistic"], item["row"], item["column"])
        == (data, statistic, row, column)
    )
    return found


def answers(name):
    rows = read(f"{name}.csv")
    return np.array([[float(cell) for cell in row.values()] for row in rows]), list(
        rows[0]
    )


@pytest.mark.parametrize("name", ["lsat6", "bfi_agree"])
@pytest.mark.parametrize("pairwise", [False, True])
def test_alpha_and_its_parts_are_those_of_psych(name, pairwise):
    """LSAT 6 has yes and no, so that alpha is KR-20 (0.295 is published)."""
    table, items = answers(name)
    found = measure_consistency(table, pairwise=pairwise)
    assert found.n == len(table)
    for mine, statistic in (
        (found.alpha, "alpha"), (found.low, "feldt_low"), (found.high, "feldt_high")
    ):  # fmt: skip
        assert mine == pytest.approx(value(name, statistic), abs=EXACT)
    for at, item in enumerate(items):
        assert found.dropped[at] == pytest.approx(
            value(name, "dropped", item), abs=EXACT
        )
        assert found.rest[at] == pytest.approx(value(name, "rest", item), abs=EXACT)


def test_kr_20_by_its_own_formula():
    """Kuder and Richardson (1937), formula 20, with variances over n - 1."""
    table, _ = answers("lsat6")
    n, k = table.shape
    p = table.mean(axis=0)
    kr20 = k / (k - 1) * (1 - (p * (1 - p)).sum() / table.sum(axis=1).var())
    assert measure_consistency(table, pairwise=False).alpha == pytest.approx(kr20)
    assert kr20 == pytest.approx(0.295, abs=5e-4)


def test_pairwise_covariances_are_those_of_the_cases_of_a_pair():
    # The rows are sorted by their answers.
    table = np.random.default_rng(1).permutation(answers("lsat6")[0])
    gaps = table.copy()
    gaps[:400, 0] = np.nan
    gaps[700:, 1] = np.nan
    found = measure_consistency(gaps, pairwise=True)
    assert found.n == 300
    k = 5
    covariance = np.empty((k, k))
    for i in range(k):
        for j in range(k):
            both = np.isfinite(gaps[:, i]) & np.isfinite(gaps[:, j])
            covariance[i, j] = np.cov(gaps[both, i], gaps[both, j])[0, 1]
    expected = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
    assert found.alpha == pytest.approx(expected, abs=EXACT)
    complete = measure_consistency(gaps, pairwise=False)
    assert complete.n == 300
    alone = measure_consistency(table[400:700], pairwise=False)
    assert complete.alpha == pytest.approx(alone.alpha, abs=EXACT)


def test_items_that_say_nothing_have_no_alpha():
    assert measure_consistency(np.ones((40, 3)), pairwise=True) is None
    assert measure_consistency(np.full((40, 3), np.nan), pairwise=True) is None
    assert measure_consistency(np.eye(3)[:2], pairwise=False) is None


def test_tetrachoric_correlations_are_those_of_psych_and_polycor():
    """psych's own search ends at 1e-5; polycor's two-step estimate likewise."""
    table, items = answers("lsat6")
    pairs = [(i, j) for i in range(5) for j in range(i)]
    tables = np.stack([count_pairs(table[:, i], table[:, j]) for i, j in pairs])
    found = dict(zip(pairs, correlate_tetrachoric(tables), strict=True))
    for (i, j), rho in found.items():
        known = value("lsat6", "tetrachoric", items[i], str(j + 1))
        assert rho == pytest.approx(known, abs=2e-4)
    polychor = value("lsat6", "polychor", "Q1", "Q2")
    assert found[1, 0] == pytest.approx(polychor, abs=2e-4)


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.0, 0.5, 0.8, 0.99])
def test_the_tetrachoric_correlation_of_exact_shares_is_the_true_one(rho):
    """Shares of the four quarters by scipy's bivariate normal distribution."""
    first, second = 0.3, -0.7
    normal = stats.multivariate_normal(
        [0, 0], [[1, rho], [rho, 1]], abseps=1e-10, releps=1e-10
    )
    low = normal.cdf([first, second])
    a, b = stats.norm.cdf(first), stats.norm.cdf(second)
    table = np.array([[1 - a - b + low, b - low], [a - low, low]]) * 1e6
    assert correlate_tetrachoric(table[None])[0] == pytest.approx(rho, abs=1e-5)


def test_an_empty_cell_has_half_a_case():
    found = correlate_tetrachoric(np.array([[[20.0, 0.0], [5.0, 15.0]]]))[0]
    mended = correlate_tetrachoric(np.array([[[20.5, 0.5], [5.5, 15.5]]]))[0]
    assert 0.8 < found == mended < 1


MATRICES = {
    name: [row for row in read("factor_matrices.csv") if row["data"] == name]
    for name in ("ability", "harman")
}


def matrix(name):
    names = list(dict.fromkeys(row["row"] for row in MATRICES[name]))
    cells = {(r["row"], r["column"]): float(r["value"]) for r in MATRICES[name]}
    return np.array([[cells[a, b] for b in names] for a in names]), names


def loadings(label, names, k):
    """R's factors as columns, in order of size as ours are."""
    heads = [str(at + 1) for at in range(k)]
    found = np.array([[value(label, "loading", n, h) for h in heads] for n in names])
    order = np.argsort(-(found**2).sum(axis=0), kind="stable")
    found = found[:, order]
    return found * np.where(found.sum(axis=0) < 0, -1, 1), order


CASES = [("ability", 1), ("ability", 2), ("harman", 1), ("harman", 4)]


@pytest.mark.parametrize(("name", "k"), CASES)
def test_maximum_likelihood_factors_are_those_of_factanal(name, k):
    """Six ability tests and Harman's 24 psychological tests (Lawley and Maxwell's method)."""
    correlation, names = matrix(name)
    n = {"ability": 112, "harman": 145}[name]
    fit = fit_factors(correlation, k)
    label = f"{name} {k} none"
    for at, item in enumerate(names):
        assert fit.unique[at] == pytest.approx(
            value(label, "uniqueness", item), abs=TIGHT
        )
    assert fit.statistic(n) == pytest.approx(value(label, "chi2"), abs=1e-5)
    assert fit.df == value(label, "df")
    assert np.abs(rotate(fit.loadings, "varimax").loadings) == pytest.approx(
        np.abs(loadings(f"{name} {k} varimax", names, k)[0]), abs=2e-6
    )


def test_the_published_test_of_two_ability_factors():
    """Chi-square 6.11 on 4 degrees of freedom, p 0.191: R's documentation of factanal."""
    fit = fit_factors(matrix("ability")[0], 2)
    assert fit.statistic(112) == pytest.approx(6.11, abs=5e-3)
    assert stats.chi2(fit.df).sf(fit.statistic(112)) == pytest.approx(0.191, abs=5e-4)


@pytest.mark.parametrize(("name", "k"), [("ability", 2), ("harman", 4)])
def test_promax_is_that_of_r(name, k):
    correlation, names = matrix(name)
    turned = rotate(fit_factors(correlation, k).loadings, "promax")
    expected, order = loadings(f"{name} {k} promax", names, k)
    assert turned.loadings == pytest.approx(expected, abs=5e-6)
    between = np.array(
        [
            [
                value(f"{name} {k} promax", "correlation", str(a + 1), str(b + 1))
                for b in order
            ]
            for a in order
        ]
    )
    assert np.abs(turned.between) == pytest.approx(np.abs(between), abs=5e-6)


def test_rotation_changes_no_fitted_correlation():
    fit = fit_factors(matrix("harman")[0], 4)
    for rotation in ("varimax", "promax"):
        turned = rotate(fit.loadings, rotation)
        again = turned.loadings @ turned.between @ turned.loadings.T
        assert again == pytest.approx(fit.loadings @ fit.loadings.T, abs=1e-10)


def test_phi_is_that_of_psych():
    for cells in ((40, 10, 15, 35), (300, 20, 45, 12), (9, 3, 2, 11)):
        known = value(" ".join(map(str, cells)), "phi")
        found = measure_phi(np.array(cells, dtype=float).reshape(2, 2).T)
        assert found[0] == pytest.approx(known, abs=EXACT)


def draw_tables(rng, n, share, rho, runs):
    scores = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], size=(runs, n))
    cut = stats.norm.ppf(1 - share)
    return [count_pairs(*(scores[run] > cut).astype(float).T) for run in range(runs)]


@pytest.mark.parametrize(("n", "share"), [(30, 0.5), (100, 0.3), (30, 0.8)])
@pytest.mark.parametrize("rho", [0.0, 0.4])
def test_intervals_of_phi_and_cramer_cover_the_truth(n, share, rho):
    """1,000 samples each; phi in at least 92 per cent, V (see there) in 89."""
    rng = np.random.default_rng([n, int(100 * share), int(10 * rho)])
    cut = stats.norm.ppf(share)
    normal = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    both = normal.cdf([cut, cut])
    truth = (both - share**2) / (share * (1 - share))
    held = []
    for table in draw_tables(rng, n, share, rho, 1000):
        phi, cramer = measure_phi(table), measure_cramer(table)
        if phi is not None:
            held.append(
                (phi[1] <= truth <= phi[2], cramer[1] - 1e-6 <= truth <= cramer[2])
            )
    covered = np.mean(held, axis=0)
    assert covered[0] >= 0.92
    assert covered[1] >= 0.89


def test_cramer_limits_are_quantiles_of_the_noncentral_chi_square():
    table = np.array([[30.0, 10], [15, 25], [8, 12]])
    value_, low, high = measure_cramer(table)
    chi2 = stats.chi2_contingency(table, correction=False)[0]
    assert value_ == pytest.approx(np.sqrt(chi2 / 100), abs=EXACT)
    assert stats.ncx2(2, 100 * low**2).sf(chi2) == pytest.approx(0.025, abs=1e-6)
    assert stats.ncx2(2, 100 * high**2).cdf(chi2) == pytest.approx(0.025, abs=1e-6)
    assert measure_cramer(np.array([[30.0, 0], [15, 0]])) is None
    alike = measure_cramer(np.array([[10.0, 10], [10, 10]]))
    assert alike[0] == alike[1] == 0 and alike[2] > 0.2


def test_the_limits_hold_the_value_where_answers_are_the_same():
    for measure in (measure_phi, measure_cramer):
        value_, low, high = measure(np.array([[90.0, 0], [0, 60]]))
        assert low < value_ == pytest.approx(1) and high == pytest.approx(1)

    assert measure_phi(np.array([[30.0, 0], [15, 0]])) is None


def test_parallel_analysis_finds_the_factors_that_are_there():
    """Eight yes/no questions of two factors, 600 cases; and eight of none."""
    rng = np.random.default_rng(5)
    factors = rng.normal(size=(600, 2))
    pattern = np.kron(np.eye(2), np.full((1, 4), 0.7))
    made = factors @ pattern + rng.normal(size=(600, 8)) * np.sqrt(1 - 0.49)
    for scores, expected in ((made, 2), (rng.normal(size=(600, 8)), 0)):
        yes = (scores > 0.3).astype(float)
        correlation = np.corrcoef(yes.T)
        random = [
            np.linalg.eigvalsh(np.corrcoef(drawn.T))[::-1]
            for drawn in shuffle_answers(yes, 60, 1)
        ]
        found = count_factors(
            np.linalg.eigvalsh(correlation)[::-1], np.quantile(random, 0.95, axis=0)
        )
        assert found == expected


def test_shuffling_keeps_to_the_cases_a_question_applies_to():
    table = np.array([[1.0, np.nan], [0.0, 1.0], [1.0, 0.0], [np.nan, 1.0]])
    for drawn in shuffle_answers(table, 5, 1):
        assert (np.isnan(drawn) == np.isnan(table)).all()
        assert (np.nansum(drawn, axis=0) == np.nansum(table, axis=0)).all()


def test_correlations_of_no_cases_are_brought_to_the_nearest():
    wrong = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    mended, changed = mend_correlation(wrong)
    assert changed and np.linalg.eigvalsh(mended).min() > 0
    assert np.diag(mended) == pytest.approx(np.ones(3))
    right = np.corrcoef(np.random.default_rng(1).normal(size=(3, 50)))
    assert mend_correlation(right)[1] is False
