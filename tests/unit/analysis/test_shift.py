"""The constant that makes the mean probability right, however far off the offset is."""

import numpy as np
import pytest

from probata.analysis.distributions import logistic
from probata.analysis.shift import shift_logit


@pytest.mark.parametrize("off", [-30.0, -4.0, 0.0, 3.0, 30.0])
def test_the_mean_probability_becomes_the_share(off):
    random = np.random.default_rng(1)
    y = (random.uniform(size=400) < 0.3).astype(float)
    offset = random.normal(off, 1.5, 400)
    shift, error = shift_logit(offset, y)
    assert logistic(offset + shift).mean() == pytest.approx(y.mean(), abs=1e-12)
    assert 0.05 < error < 1
