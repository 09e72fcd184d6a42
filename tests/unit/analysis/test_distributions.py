"""Own probabilities against scipy's."""

import numpy as np
import pytest
from scipy.special import chdtrc, erfc, expit, ndtri

from probata.analysis.distributions import (
    chi_square_tail,
    logistic,
    normal_p,
    normal_quantile,
)

RELATIVE = 1e-12


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 10, 25, 58])
def test_chi_square_tail(df):
    for x in np.logspace(-6, 2.8, 60):
        assert chi_square_tail(x, df) == pytest.approx(chdtrc(df, x), rel=RELATIVE)
    assert chi_square_tail(0.0, df) == 1.0


def test_chi_square_refuses_no_degrees_of_freedom():
    with pytest.raises(ValueError, match="degrees of freedom"):
        chi_square_tail(1.0, 0)


def test_normal():
    for p in (0.001, 0.025, 0.5, 0.9, 0.975):
        assert normal_quantile(p) == pytest.approx(ndtri(p), abs=1e-14)
    for z in (-3.0, 0.0, 1.96, 8.0):
        assert normal_p(z) == pytest.approx(erfc(abs(z) / 2**0.5), rel=RELATIVE)


def test_logistic_does_not_overflow():
    eta = np.linspace(-800, 800, 4001)
    assert np.abs(logistic(eta) - expit(eta)).max() < 1e-15
