"""Sample sizes and power against published tables, R and the exact distribution."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from probata.cohort.power import found_difference, power_of, size_for_power
from probata.cohort.sample_size import (
    exact_size,
    margin_of_error,
    quantile,
    sample_size,
)

DATA = Path(__file__).parent / "data"
R_SAME = 1e-9  # the same formula in double precision; R prints twelve digits
R_ROOT = 1e-4  # uniroot's own tolerance for sizes, relative
APPROXIMATE = (
    0.02  # the normal approximation against the exact power, 48 cases and more
)


def read(name):
    with (DATA / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_sizes_are_those_of_krejcie_and_morgan():
    # Krejcie and Morgan (1970), Determining sample size for research activities, table 1:
    # 95 per cent, five points, share of a half; rounded to the nearest.
    rows = read("krejcie_morgan.csv")
    assert len(rows) == 30
    for row in rows:
        eligible, printed = int(row["eligible"]), int(row["size"])
        exact = exact_size(eligible, 0.05, 0.95)
        assert round(exact) == printed, eligible
        assert sample_size(eligible, 0.05, 0.95) == math.ceil(exact)


def test_sizes_without_a_limit_are_cochrans():
    # Cochran (1977), section 4.4: with z = 1.96 and p = 0.5, e = 0.05 needs 384 cases.
    assert round(exact_size(10**12, 0.05, 0.95)) == 384
    # Section 4.4: to within 0.05 at two standard errors n0 is 400, of 3,200 plants 356.
    two_errors = 2 * 0.9772498680518208 - 1
    assert quantile(two_errors) == pytest.approx(2, abs=1e-9)
    assert round(exact_size(10**12, 0.05, two_errors)) == 400
    assert round(exact_size(3200, 0.05, two_errors)) == 356


@pytest.mark.parametrize(("eligible", "published"), [(15, 14), (200, 91)])
def test_the_published_limits_of_youth_inspections_lie_on_the_line(eligible, published):
    # Its minimum of 14 and maximum of 91 cases (2025-26) at about 15 and 200 eligible: the
    # rule is not published, and this agrees with it without proving it.
    assert sample_size(eligible, 0.05, 0.80) == published


def test_margins_and_sizes_are_each_others_inverse():
    for eligible in (12, 48, 120, 5000):
        for confidence in (0.80, 0.95):
            size = exact_size(eligible, 0.07, confidence)
            spread = 0.25 / size * (eligible - size) / (eligible - 1)
            assert quantile(confidence) * math.sqrt(spread) == pytest.approx(0.07)
            whole = sample_size(eligible, 0.07, confidence)
            assert margin_of_error(whole, eligible, confidence) <= 0.07 + 1e-9
            if whole > 1:
                assert margin_of_error(whole - 1, eligible, confidence) > 0.07


def test_a_margin_is_that_of_many_draws():
    random = np.random.default_rng(1)
    population = np.arange(120) < 60
    drawn = random.permuted(np.tile(population, (20_000, 1)), axis=1)[:, :48]
    spread = drawn.mean(axis=1).std()
    wanted = margin_of_error(48, 120, 0.95) / quantile(0.95)
    assert spread == pytest.approx(wanted, rel=0.02)  # 20,000 draws: half a per cent


def test_all_cases_leave_no_margin():
    assert margin_of_error(48, 48, 0.95) == 0
    assert sample_size(1, 0.05, 0.95) == 1
    with pytest.raises(ValueError, match="all of them"):
        margin_of_error(49, 48, 0.95)


def test_power_is_that_of_r():
    rows = [row for row in read("power_prop.csv") if row["what"] == "power"]
    assert len(rows) == 32
    for row in rows:
        n, p1, p2, level = (float(row[key]) for key in ("n", "p1", "p2", "level"))
        found = power_of(int(n), int(n), p1, p2, level)
        assert found == pytest.approx(float(row["power"]), abs=R_SAME)


def test_sizes_for_a_power_are_those_of_r():
    for row in read("power_prop.csv"):
        p1, p2, power = float(row["p1"]), float(row["p2"]), float(row["power"])
        if row["what"] == "size":
            wanted = float(row["n"])
            assert size_for_power(p1, p2, power, 0.05) == math.ceil(wanted - R_ROOT)
        if row["what"] == "other":
            _, above = found_difference(int(row["n"]), int(row["n"]), p1, power, 0.05)
            assert above == pytest.approx(p2, rel=R_ROOT)


@pytest.mark.parametrize(("first", "second"), [(48, 48), (48, 300), (100, 60)])
@pytest.mark.parametrize(("share", "other"), [(0.5, 0.65), (0.36, 0.5)])
def test_power_is_near_that_of_every_possible_table(first, second, share, other):
    x, y = np.meshgrid(np.arange(first + 1), np.arange(second + 1), indexing="ij")
    pooled = (x + y) / (first + second)
    error = np.sqrt(pooled * (1 - pooled) * (1 / first + 1 / second))
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.abs(x / first - y / second) / error
    likely = binom.pmf(x, first, share) * binom.pmf(y, second, other)
    exact = likely[z > quantile(0.95)].sum()
    assert power_of(first, second, share, other, 0.05) == pytest.approx(
        exact, abs=APPROXIMATE
    )


def test_a_difference_that_cannot_be_found_is_none():
    below, above = found_difference(12, 12, 0.1, 0.8, 0.05)
    assert below is None
    assert above is not None
    assert size_for_power(0.5, 0.5, 0.8, 0.05) is None
