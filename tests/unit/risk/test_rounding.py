"""Half-up by the exact value of the double, against the decimal arithmetic it stands for."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from probata.risk.rounding import UNIT, clamp, to_five_decimals, to_percent


def exactly(value, places):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_five_decimals_are_exact_at_and_beside_every_kind_of_tie():
    ties = (np.arange(2_000) * 50 + 0.5) / UNIT
    values = np.concatenate([ties, np.nextafter(ties, 0), np.nextafter(ties, 1)])
    expected = [int(exactly(float(value), 5) * UNIT) for value in values]
    assert to_five_decimals(values).tolist() == expected
    assert to_five_decimals(np.asarray([0.0, 1.0])).tolist() == [0, UNIT]


def test_percentages_go_by_the_double_that_stands_for_five_decimals():
    every = np.arange(UNIT + 1)
    found = to_percent(every)
    ties = every[500:UNIT:1000]
    expected = [
        int((Decimal(int(k) / UNIT) * 100).quantize(1, ROUND_HALF_UP)) for k in ties
    ]
    assert found[ties].tolist() == expected
    down = sum(
        percent == k // 1000 for percent, k in zip(found[ties], ties, strict=True)
    )
    assert down == 48  # as docs/explanation/risk.md says
    assert to_percent(np.asarray([49_500, 74_500, 89_500])).tolist() == [49, 74, 90]
    others = every[every % 1000 != 500]
    assert (found[others] == np.rint(others / 1000)).all()


def test_reported_scores_are_one_to_ninety_nine():
    assert clamp(np.asarray([0, 1, 50, 99, 100])).tolist() == [1, 1, 50, 99, 99]
