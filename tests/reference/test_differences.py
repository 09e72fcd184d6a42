"""Differences of two proportions: Newcombe's own example, and R's prop.test.

Newcombe (1998), Statistics in Medicine 17, table II, method 10: 56/70 less 48/80 is 0.2000
with limits 0.0524 and 0.3339; 9/10 less 3/10, 0.1705 and 0.8090; 10/10 less 0/10, 0.6075
and 1. R 4.2.2: prop.test(c(56, 48), c(70, 80), correct = FALSE)$p.value = 0.008045081; and of
c(9, 3), c(10, 10): 0.006169899.
"""

import pytest

from probata.analysis.series.change import compare_shares


@pytest.mark.parametrize(
    ("earlier", "later", "value", "low", "high"),
    [
        ((48, 80), (56, 70), 0.2, 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.6, 0.1705, 0.8090),
        ((0, 10), (10, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_newcombes_hybrid_score_limits(earlier, later, value, low, high):
    found = compare_shares(earlier, later, 0.95)
    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    turned = compare_shares(later, earlier, 0.95)
    assert (turned.low, turned.high) == pytest.approx((-high, -low), abs=5e-5)


@pytest.mark.parametrize(
    ("earlier", "later", "p"),
    [((48, 80), (56, 70), 0.008045081), ((3, 10), (9, 10), 0.006169899)],
)
def test_the_pooled_test_is_that_of_prop_test(earlier, later, p):
    assert compare_shares(earlier, later, 0.95).p == pytest.approx(p, abs=1e-9)


def test_all_or_none_in_both_has_no_test():
    assert compare_shares((5, 5), (7, 7), 0.95).p is None
