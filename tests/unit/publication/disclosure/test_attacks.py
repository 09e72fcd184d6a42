"""Random studies are protected, published and attacked; `make attack` does 200 of them."""

from collections.abc import Iterator

import pytest
from disclosure_attacks import Attacked, attack

SEEDS = (*range(19), 39)
FEW = range(8)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    return list(_attack_all(tmp_path_factory, SEEDS, primary_only=False))


def _attack_all(tmp_path_factory, seeds, *, primary_only: bool) -> Iterator[Attacked]:
    for seed in seeds:
        folder = tmp_path_factory.mktemp(f"seed{seed}")
        if (found := attack(folder, seed, primary_only=primary_only)) is not None:
            yield found


def test_no_attack_recovers_a_count(attacked):
    assert len(attacked) >= 16
    assert [item for item in attacked if item.recovered] == []


def test_the_studies_had_something_to_hide(attacked):
    assert sum(item.targets for item in attacked) > 300
    assert {item.mode for item in attacked} == {"suppress", "round"}
    suppressing = [item for item in attacked if item.mode == "suppress"]
    assert all(item.held_back for item in suppressing)


def test_with_the_counts_at_risk_alone_held_back_the_attacker_succeeds(
    tmp_path_factory,
):
    """The attacker has teeth."""
    attacked = list(_attack_all(tmp_path_factory, FEW, primary_only=True))
    suppressing = [item for item in attacked if item.mode == "suppress"]
    assert len(suppressing) >= 5
    assert all(item.recovered for item in suppressing)
