"""What must hold for any data that a model can be fitted to."""

import numpy as np
import pytest
from builders import RANDOM_PREDICTORS, random_columns, run_columns
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 10_000)


def fit(folder, name, columns, predictors=RANDOM_PREDICTORS):
    place = folder / name
    place.mkdir(exist_ok=True)
    return run_columns(place, predictors, columns).model("m")


def p_values(model):
    return {(t.variable, t.test): t.p for t in model.tests}


@FEW
@given(seed=seeds)
def test_the_order_of_rows_does_not_matter(tmp_path, seed):
    columns = random_columns(seed, 150)
    order = np.random.default_rng(seed).permutation(150)
    mixed = {name: [values[i] for i in order] for name, values in columns.items()}
    one, other = fit(tmp_path, "a", columns), fit(tmp_path, "b", mixed)
    for first, second in zip(one.coefficients, other.coefficients, strict=True):
        assert first.estimate == pytest.approx(second.estimate, abs=1e-9)


@FEW
@given(seed=seeds)
def test_the_reference_category_changes_no_joint_test(tmp_path, seed):
    columns = random_columns(seed, 150)
    turned = RANDOM_PREDICTORS | {"group": ("c", "b", "a"), "sex": ("female", "male")}
    one, other = fit(tmp_path, "a", columns), fit(tmp_path, "b", columns, turned)
    assert one.steps[-1].minus2ll == pytest.approx(other.steps[-1].minus2ll)
    for key, p in p_values(one).items():
        assert p_values(other)[key] == pytest.approx(p, abs=1e-8)


@FEW
@given(seed=seeds)
def test_twice_the_data_is_twice_the_deviance(tmp_path, seed):
    columns = random_columns(seed, 120)
    double = {name: [*values, *values] for name, values in columns.items()}
    one, other = fit(tmp_path, "a", columns), fit(tmp_path, "b", double)
    assert other.steps[-1].minus2ll == pytest.approx(2 * one.steps[-1].minus2ll)
    for first, second in zip(one.coefficients, other.coefficients, strict=True):
        assert second.standard_error == pytest.approx(first.standard_error / 2**0.5)


@FEW
@given(seed=seeds)
def test_the_other_outcome_turns_every_sign(tmp_path, seed):
    columns = random_columns(seed, 150)
    turn = {"yes": "no", "no": "yes"}
    other_way = columns | {"outcome": [turn[item] for item in columns["outcome"]]}
    one, other = fit(tmp_path, "a", columns), fit(tmp_path, "b", other_way)
    for first, second in zip(one.coefficients, other.coefficients, strict=True):
        assert first.estimate == pytest.approx(-second.estimate, abs=1e-8)
    assert one.steps[-1].auc == pytest.approx(other.steps[-1].auc)
