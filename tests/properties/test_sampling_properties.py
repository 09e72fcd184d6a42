"""What must hold of every draw: sizes, probabilities, order, reserve."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from probata.cohort.draw_sample import draw_sample, share_out

sizes = st.lists(st.integers(1, 60), min_size=1, max_size=8)


@given(sizes, st.integers(0, 300))
def test_a_share_out_adds_up_and_asks_no_more_than_there_is(eligible, size):
    given_out = share_out(eligible, size)
    assert sum(given_out) == min(size, sum(eligible))
    assert all(0 <= n <= most for n, most in zip(given_out, eligible, strict=True))
    if size >= len(eligible):
        assert min(given_out) >= 1
    exact = [min(size, sum(eligible)) * most / sum(eligible) for most in eligible]
    for n, part in zip(given_out, exact, strict=True):
        # Within one of the exact share, but for strata that one case each was due to.
        assert n - part < 1 or n == 1
        assert part - n < 1 or size < sum(eligible) and min(exact) < 1


@given(sizes, st.integers(1, 80), st.integers(0, 2**32))
def test_a_draw_depends_on_names_and_seed_alone(eligible, size, seed):
    described = [f"s{at}" for at, n in enumerate(eligible) for _ in range(n)]
    cases = [f"C-{at:04d}" for at in range(len(described))]
    sample = draw_sample(cases, described, size, seed)
    assert sample.drawn.sum() == min(size, len(cases))
    for at, stratum in enumerate(sample.strata):
        inside = sample.stratum == at
        assert sample.drawn[inside].sum() == stratum.drawn
        assert sorted(sample.order[inside]) == list(range(1, stratum.eligible + 1))
    back = np.random.default_rng(seed).permutation(len(cases))
    again = draw_sample(
        [cases[at] for at in back], [described[at] for at in back], size, seed
    )
    assert again.drawn.tolist() == sample.drawn[back].tolist()
    assert again.order.tolist() == sample.order[back].tolist()


def test_every_case_is_drawn_as_often_as_it_should_be():
    described = ["a"] * 20 + ["b"] * 5
    cases = [f"C-{at:02d}" for at in range(25)]
    times = np.zeros(25)
    draws = 4_000
    for seed in range(draws):
        sample = draw_sample(cases, described, 10, seed)
        times += sample.drawn
    wanted = [sample.strata[at].probability for at in sample.stratum]
    assert wanted == [0.4] * 25
    # Five standard errors of a share of 0.4 in 4,000 draws.
    assert np.abs(times / draws - 0.4).max() < 5 * np.sqrt(0.24 / draws)


def test_two_seeds_draw_differently():
    cases = [f"C-{at:02d}" for at in range(40)]
    one, other = (draw_sample(cases, ["a"] * 40, 20, seed).drawn for seed in (1, 2))
    assert one.tolist() != other.tolist()
