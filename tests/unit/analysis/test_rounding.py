"""Numbers round half-up from exact counts, whatever the binary fraction."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.analysis.rounding import number_text, p_text, percent_text


@pytest.mark.parametrize(
    ("positive", "n", "digits", "expected"),
    [
        (35, 112, 1, "31.3"),  # 31.25 exactly; half-to-even gives 31.2
        (1, 8, 1, "12.5"),
        (1, 8, 0, "13"),
        (1, 200, 0, "1"),  # a tie at zero
        (1, 2000, 1, "0.1"),
        (0, 7, 1, "0.0"),
        (7, 7, 1, "100.0"),
        (2, 3, 3, "66.667"),
        (10**17 + 1, 2 * 10**17, 1, "50.0"),  # beyond what a float can tell from a half
    ],
)
def test_percentages_from_counts(positive, n, digits, expected):
    assert percent_text(positive, n, digits) == expected


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_percentage_is_the_nearest_and_ties_go_up(positive, n, digits):
    positive = min(positive, n)
    shown = Fraction(percent_text(positive, n, digits).replace(",", ""))
    unit = Fraction(1, 10**digits)
    distance = shown - Fraction(100 * positive, n)
    assert -unit / 2 < distance <= unit / 2


def test_percentage_of_no_cases_is_refused():
    with pytest.raises(ZeroDivisionError):
        percent_text(0, 0)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.125, 2, "0.13"),
        (1.005, 2, "1.01"),  # as printed, not as the nearest binary fraction below it
        (-0.125, 2, "-0.13"),
        (-0.004, 2, "0.00"),  # no minus zero
        (1234567.5, 0, "1,234,568"),
        (1e-9, 3, "0.000"),
        (2.5, 0, "3"),
    ],
)
def test_numbers(value, digits, expected):
    assert number_text(value, digits) == expected


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0125, "p = 0.013"),
        (1.0, "p = 1.000"),
    ],
)
def test_p_values(p, expected):
    assert p_text(p) == expected
