"""Units of a funnel that are too small, and those that must go with them."""

import pytest

from probata.analysis.unit_disclosure import Limits, _thin_out
from probata.analysis.units import draw_funnel

LIMITS = Limits(10, 5)
LARGE = {"a": (20, 40), "b": (25, 50), "c": (30, 60)}


def thin(counts):
    return _thin_out(draw_funnel("q", "Q", counts), "a", LIMITS)


def test_large_units_stay():
    assert thin(LARGE) == draw_funnel("q", "Q", LARGE)


@pytest.mark.parametrize("small", [(3, 8), (38, 40), (2, 40)])
def test_one_small_unit_takes_the_smallest_other_with_it(small):
    """All units together are told: one alone would follow by subtraction."""
    found = thin({**LARGE, "d": small})
    assert [point.unit for point in found.points] == ["a", "c"]
    assert found.left_out == 2
    assert found.n == 150 + small[1]


def test_units_are_added_until_what_is_left_out_is_large_enough():
    counts = {**LARGE, "d": (1, 9), "e": (0, 3), "f": (0, 4), "g": (12, 30)}
    found = thin(counts)
    gone = [of for unit, of in counts.items() if found.point(unit) is None]
    assert sum(n for _, n in gone) >= LIMITS.n
    assert sum(positive for positive, _ in gone) >= LIMITS.cell


@pytest.mark.parametrize("units", [("a", "d"), ("a", "b", "d"), ("d", "b")])
def test_no_funnel_where_too_few_units_would_be_left(units):
    counts = {**LARGE, "d": (1, 5)}
    assert thin({unit: counts[unit] for unit in units}) is None
