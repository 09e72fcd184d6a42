"""Each guard on data where an unguarded fit prints nonsense."""

import numpy as np
import pytest
from builders import INTERVAL, random_columns, repeat_rows, run_columns

from probata.errors import AnalysisError


def unguarded(x: np.ndarray, y: np.ndarray, steps: int = 25) -> np.ndarray:
    """Newton's method as a program without guards runs it."""
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        mu = 1 / (1 + np.exp(-x @ beta))
        weight = np.maximum(mu * (1 - mu), 1e-12)
        beta += np.linalg.pinv((x * weight[:, None]).T @ x) @ (x.T @ (y - mu))
    return beta


SEPARATED = {
    ("yes", "a", "male"): 8, ("no", "a", "male"): 9, ("yes", "a", "female"): 7,
    ("no", "a", "female"): 11, ("yes", "b", "male"): 6, ("yes", "b", "female"): 5,
}  # fmt: skip
GROUPS = {"group": ("a", "b"), "sex": ("male", "female")}


def columns_of(counts):
    return repeat_rows(counts, ["outcome", "group", "sex"])


def test_quasi_separation_is_named_and_its_number_withheld(tmp_path):
    columns = columns_of(SEPARATED)
    y = np.array([item == "yes" for item in columns["outcome"]], float)
    x = np.column_stack([np.ones_like(y), [item == "b" for item in columns["group"]]])
    assert unguarded(x.astype(float), y)[1] > 15  # an odds ratio of millions
    model = run_columns(tmp_path, GROUPS, columns).model("m")
    guard = model.guards[0]
    assert (guard.kind, guard.variables) == ("quasi_separation", ("group",))
    assert "group: b" in guard.message and "11 cases" in guard.message
    found = {item.variable: item for item in model.coefficients}
    assert found["group"].status == "separated" and found["group"].p is None
    assert found["sex"].status == "estimated"
    assert 0.3 < found["sex"].odds_ratio < 2
    assert model.hosmer_lemeshow is None and model.margins == ()


def test_the_rest_of_a_separated_model_is_its_limit(tmp_path):
    whole = run_columns(tmp_path, GROUPS, columns_of(SEPARATED)).model("m")
    part = {key: n for key, n in SEPARATED.items() if key[1] == "a"}
    folder = tmp_path / "part"
    folder.mkdir()
    columns = columns_of(part)
    alone = run_columns(folder, {"sex": GROUPS["sex"]}, columns).model("m")
    one, other = (
        next(i for i in model.coefficients if i.variable == "sex")
        for model in (whole, alone)
    )
    assert one.estimate == pytest.approx(other.estimate, abs=1e-9)
    assert whole.steps[-1].minus2ll == pytest.approx(alone.steps[-1].minus2ll)


def test_firth_is_printed_where_the_study_says_so(tmp_path):
    extra = '[inference]\nseparation = "firth"\n'
    model = run_columns(tmp_path, GROUPS, columns_of(SEPARATED), extra=extra).model("m")
    found = {item.variable: item for item in model.coefficients}
    assert {item.status for item in model.coefficients} == {"penalised"}
    assert 1 < found["group"].ci_low < found["group"].odds_ratio < 1000
    assert "Firth" in model.guards[0].message
    joint = {t.variable: t for t in model.tests if t.test == "likelihood_ratio"}
    assert joint["group"].p == pytest.approx(found["group"].p)


def test_complete_separation_prints_nothing(tmp_path):
    columns = {"outcome": ["no"] * 5 + ["yes"] * 5, "dose": range(10)}
    model = run_columns(tmp_path, {"dose": INTERVAL}, columns).model("m")
    assert model.guards[0].kind == "complete_separation"
    assert all(item.odds_ratio is None for item in model.coefficients)


def test_a_block_wholly_aliased_is_named_with_its_line_and_has_no_test(tmp_path):
    columns = random_columns(5, 150)
    columns["twin"] = ["a" if item == "male" else "b" for item in columns["sex"]]
    predictors = {"sex": ("male", "female"), "twin": ("a", "b")}
    models = {"m": {"first": ["sex"], "second": ["twin"]}}
    results = run_columns(tmp_path, predictors, columns, models)
    model = results.model("m")
    (said,) = [item.message for item in model.guards if "block" in item.message]
    lines = (tmp_path / "study.toml").read_text().splitlines()
    line = 1 + [at for at, text in enumerate(lines) if text == "[[blocks]]"][1]
    assert f"block “second” (study.toml, line {line}) adds nothing" in said
    last = model.steps[-1]
    assert (last.block_chi2, last.block_df, last.block_p) == (None, 0, None)


def test_an_aliased_column_is_dropped_and_the_rest_unchanged(tmp_path):
    rng = np.random.default_rng(3)
    sex = rng.integers(0, 2, 80)
    age = rng.integers(18, 60, 80)
    y = rng.random(80) < 0.3 + 0.2 * sex
    columns = {
        "outcome": ["yes" if item else "no" for item in y],
        "sex": [("male", "female")[item] for item in sex],
        "twin": [("male", "female")[item] for item in sex],
        "age": age,
    }
    both = {"sex": ("male", "female"), "twin": ("male", "female"), "age": INTERVAL}
    folder = tmp_path / "one"
    folder.mkdir()
    double = run_columns(tmp_path, both, columns).model("m")
    single = {key: value for key, value in both.items() if key != "twin"}
    alone = run_columns(folder, single, columns).model("m")
    statuses = {item.variable: item.status for item in double.coefficients}
    assert statuses["twin"] == "aliased" and statuses["sex"] == "estimated"
    assert "combination of sex=female" in double.guards[0].message
    for item in alone.coefficients:
        twin = next(i for i in double.coefficients if i.variable == item.variable)
        assert twin.estimate == pytest.approx(item.estimate, abs=1e-10)


def test_empty_and_tiny_categories_are_named(tmp_path):
    counts = {
        ("yes", "a"): 20, ("no", "a"): 30, ("yes", "b"): 3, ("no", "b"): 2,
    }  # fmt: skip
    columns = repeat_rows(counts, ["outcome", "group"])
    model = run_columns(tmp_path, {"group": ("a", "b", "c")}, columns).model("m")
    kinds = {guard.kind: guard.message for guard in model.guards}
    assert "group: c" in kinds["empty_category"]
    assert "group: b has 5 complete cases" in kinds["small_category"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"outcome": ["yes"] * 9, "group": ["a", "b", "a"] * 3}, "takes one value"),
        (
            {"outcome": ["yes", "no"] * 3, "group": ["not_answered"] * 6},
            "`group` is missing most often",
        ),
        (
            {"outcome": ["yes", "no"] * 4, "group": ["b", "c", "c", "b"] * 2},
            "reference category `a`",
        ),
    ],
)
def test_what_cannot_be_fitted_is_an_error_that_names_it(tmp_path, columns, said):
    with pytest.raises(AnalysisError) as caught:
        run_columns(tmp_path, {"group": ("a", "b", "c")}, columns)
    assert said in str(caught.value)
    assert "model `m`" in str(caught.value)
