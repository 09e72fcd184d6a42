"""Interactions and splines: what is refused with its line, and what data cannot tell."""

import numpy as np
import pytest
from builders import INTERVAL, make_cases, make_study, random_columns, run_columns

from probata.analysis.run import run_study
from probata.analysis.sensitivity.run import assess_findings
from probata.errors import DeclarationError

PREDICTORS = {
    "age": INTERVAL,
    "years": INTERVAL,
    "group": ("a", "b", "c"),
    "sex": ("male", "female"),
    "odd": ("x", "y*z"),
}
MODELS = {"m": {"plain": ["age", "group", "sex"]}}


def block(text: str, name: str = "more") -> str:
    return (
        f'[[blocks]]\nid = "{name}"\nlabel = "{name}"\n{text}\n'
        f'[[models]]\nid = "with_{name}"\nlabel = "M"\nblocks = ["plain", "{name}"]\n'
    )


def crossed(variable: str, within: str, more: str = "") -> str:
    return f'{{ variable = "{variable}", within = "{within}"{more} }}'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"interactions = [{crossed('group', 'sexx')}]", "there is no variable `sexx`"),
        (f"interactions = [{crossed('sex', 'sex')}]", "crossed with itself"),
        (f"interactions = [{crossed('age', 'years')}]", "both variables are numbers"),
        (f"interactions = [{crossed('sex', 'odd')}]", "holds `*`"),
        (f"interactions = [{crossed('sex', 'odd')}]", "enters without `odd` before it"),
        (
            f"interactions = [{crossed('sex', 'group', ', at = [1]')}]",
            "has categories, so `at` means nothing",
        ),
        (
            f"interactions = [{crossed('sex', 'group')}, {crossed('group', 'sex')}]",
            "`sex*group` enters twice",
        ),
        (
            f"interactions = [{crossed('sex', 'group')}, {crossed('sex', 'age')}]",
            "stands in two interactions",
        ),
        (
            'variables = ["years"]\nsplines = { age = { knots = [1, 2, 3] } }',
            "`age` is",
        ),
        (
            'variables = ["odd"]\nsplines = { odd = { knots = [1, 2, 3] } }',
            "not an int",
        ),
        ('variables = ["years"]\nsplines = { years = { knots = [1, 2] } }', "needs 3"),
        (
            'variables = ["years"]\nsplines = { years = { kind = "linear", knots = [2, 2] } }',
            "knots must rise",
        ),
        (
            (
                f'variables = ["years"]\nsplines = {{ years = {{ knots = [1, 2, 3] }} }}\n'
                f"interactions = [{crossed('sex', 'years')}]"
            ),
            "`years` has a spline",
        ),
    ],
)
def test_what_is_refused_with_its_line(tmp_path, text, problem):
    with pytest.raises(DeclarationError) as caught:
        make_study(tmp_path, PREDICTORS, MODELS, block(text))
    faults = [fault for fault in caught.value.faults if problem in fault.problem]
    assert faults, [fault.problem for fault in caught.value.faults]
    assert "line" in faults[0].where


def test_a_block_needs_something(tmp_path):
    with pytest.raises(DeclarationError, match="cannot be used") as caught:
        make_study(tmp_path, PREDICTORS, MODELS, block(""))
    assert "`variables` or `interactions`" in caught.value.faults[0].problem


def test_reliability_refuses_products(tmp_path):
    more = (
        block(f"interactions = [{crossed('sex', 'group')}]")
        + '[reliability]\nseed = 1\n[[reliability.findings]]\nid = "f"\nlabel = "F"\n'
        'model = "with_more"\nvariable = "sex"\ncategory = "female"\n'
    )
    with pytest.raises(DeclarationError) as caught:
        make_study(tmp_path, PREDICTORS, MODELS, more)
    assert any("no single odds ratio" in item.problem for item in caught.value.faults)


def test_reliability_leaves_models_that_it_cannot_test_as_they_are(tmp_path):
    """A product and another outcome in the study; the finding is on a plain model."""
    models = {"m": {"b1": ["group", "sex"]}}
    more = (
        '[[outcomes]]\nid = "later"\nvariable = "later"\npositive = "yes"\n'
        '[[blocks]]\nid = "more"\nlabel = "More"\n'
        f"interactions = [{crossed('sex', 'group')}]\n"
        '[[models]]\nid = "crossed"\nlabel = "C"\nblocks = ["b1", "more"]\n'
        '[[models]]\nid = "second"\nlabel = "S"\noutcome = "later"\nblocks = ["b1"]\n'
        '[reliability]\nseed = 1\nimputations = 2\n[[reliability.findings]]\nid = "f"\n'
        'label = "F"\nmodel = "m"\nvariable = "sex"\ncategory = "female"\n'
    )
    predictors = {"group": PREDICTORS["group"], "sex": PREDICTORS["sex"]}
    study = make_study(tmp_path, predictors | {"later": ("no", "yes")}, models, more)
    columns = random_columns(5, 400)
    random = np.random.default_rng(6)
    columns["later"] = random.choice(["no", "yes"], 400).tolist()
    del columns["age"]
    cases = make_cases(tmp_path, study, columns)
    results = run_study(study, cases)
    found = assess_findings(study, cases, results.models, lambda step: None)
    assert [item.model for item in found.checks] == ["m"]
    assert {item.model for item in found.tests} == {"m", "crossed", "second"}
    assert found.sheet.rows[0].estimated > 3


def run_crossed(tmp_path, columns):
    predictors = {key: PREDICTORS[key] for key in ("age", "group", "sex")}
    extra = block(f"interactions = [{crossed('sex', 'group')}]")
    results = run_columns(tmp_path, predictors, columns, MODELS, extra)
    return results.model("with_more")


def test_an_empty_combination_has_no_number_and_is_named(tmp_path):
    columns = random_columns(3, 400)
    pairs = list(zip(columns["sex"], columns["group"], strict=True))
    columns["sex"] = ["male" if group == "b" else sex for sex, group in pairs]
    model = run_crossed(tmp_path, columns)
    (found,) = model.interactions
    odds = {item.within: item for item in found.odds}
    assert (odds["b"].status, odds["b"].odds_ratio, odds["b"].n) == ("empty", None, 0)
    assert odds["a"].odds_ratio is not None
    assert odds["c"].odds_ratio is not None
    shares = {(item.category, item.within): item for item in found.shares}
    assert shares["female", "b"].percent is None
    guards = [item for item in model.guards if item.kind == "empty_category"]
    assert "sex × group: female × b" in guards[0].message


def test_without_the_reference_combination_nothing_is_compared_there(tmp_path):
    columns = random_columns(3, 400)
    pairs = list(zip(columns["sex"], columns["group"], strict=True))
    columns["sex"] = ["female" if group == "b" else sex for sex, group in pairs]
    model = run_crossed(tmp_path, columns)
    odds = {item.within: item for item in model.interactions[0].odds}
    assert odds["b"].odds_ratio is None
    assert odds["a"].odds_ratio is not None
    assert any(item.kind == "aliased" for item in model.guards)


def test_a_combination_with_one_outcome_is_separated(tmp_path):
    columns = random_columns(3, 400)
    rows = zip(columns["sex"], columns["group"], columns["outcome"], strict=True)
    columns["outcome"] = [
        "yes" if (sex, group) == ("female", "b") else outcome
        for sex, group, outcome in rows
    ]
    model = run_crossed(tmp_path, columns)
    odds = {item.within: item for item in model.interactions[0].odds}
    assert (odds["b"].status, odds["b"].odds_ratio) == ("not_estimated", None)
    assert odds["a"].odds_ratio is not None
    assert all(item.percent is None for item in model.interactions[0].shares)
    assert any(item.kind == "quasi_separation" for item in model.guards)


def test_combinations_are_crossed_so_that_disclosure_control_sees_them(tmp_path):
    columns = random_columns(5, 120)
    kept = [0]
    for at, pair in enumerate(zip(columns["sex"], columns["group"], strict=True)):
        if (
            pair != ("female", "c")
            or sum((columns["sex"][i], columns["group"][i]) == pair for i in kept) < 3
        ):
            kept.append(at)
    thin = {name: [values[i] for i in kept] for name, values in columns.items()}
    predictors = {key: PREDICTORS[key] for key in ("age", "group", "sex")}
    extra = block(f"interactions = [{crossed('sex', 'group')}]")
    results = run_columns(tmp_path, predictors, thin, MODELS, extra)
    cells = results.cross("sex", "group").cells
    (few,) = [c.n for c in cells if (c.category, c.by_category) == ("female", "c")]
    assert few == 3
