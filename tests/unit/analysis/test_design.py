"""Complete cases, reference categories, empty categories and aliased columns."""

import numpy as np
import pytest
from builders import INTERVAL, make_cases, make_study, repeat_rows, write_study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probata.analysis.aliasing import find_aliased
from probata.analysis.design import build_design
from probata.errors import AnalysisError

GROUPS = {"group": ("a", "b", "c")}


def design_of(folder, predictors, columns):
    study = make_study(folder, predictors)
    cases = make_cases(folder, study, columns)
    return build_design(study, study.file.models[0], cases)


def names(columns):
    return [(item.variable, item.category) for item in columns]


def test_the_first_category_is_the_reference_and_has_no_column(tmp_path):
    columns = repeat_rows(
        {("yes", "a"): 1, ("no", "b"): 2, ("yes", "c"): 3}, ("outcome", "group")
    )
    design = design_of(tmp_path, GROUPS, columns)
    assert names(design.columns) == [("constant", ""), ("group", "b"), ("group", "c")]
    assert [item.n for item in design.columns] == [6, 2, 3]
    assert design.references == {"group": "a"}
    assert design.x[:, 1].tolist() == [0, 1, 1, 0, 0, 0]
    assert design.y.tolist() == [1, 0, 0, 1, 1, 1]


def test_a_declared_reference_is_left_out_instead_of_the_first(tmp_path):
    make_study(tmp_path, GROUPS)
    codebook = (tmp_path / "codebook.toml").read_text() + 'reference = "c"\n'
    study = write_study(tmp_path, codebook, (tmp_path / "study.toml").read_text())
    columns = repeat_rows(
        {("yes", "a"): 1, ("no", "b"): 2, ("yes", "c"): 3}, ("outcome", "group")
    )
    cases = make_cases(tmp_path, study, columns)
    design = build_design(study, study.file.models[0], cases)
    assert names(design.columns)[1:] == [("group", "a"), ("group", "b")]


def test_a_category_without_a_complete_case_has_no_column_and_is_named(tmp_path):
    columns = repeat_rows({("yes", "a"): 2, ("no", "c"): 2}, ("outcome", "group"))
    design = design_of(tmp_path, GROUPS, columns)
    assert names(design.empty) == [("group", "b")]
    assert names(design.columns) == [("constant", ""), ("group", "c")]


def test_a_reference_that_only_incomplete_cases_have_is_refused(tmp_path):
    columns = {
        "outcome": ["yes", "no", "yes", "no"],
        "group": ["a", "b", "c", "c"],
        "age": ["", "30", "40", "50"],
    }
    with pytest.raises(AnalysisError) as caught:
        design_of(tmp_path, {**GROUPS, "age": INTERVAL}, columns)
    assert caught.value.exit_code == 6
    (fault,) = caught.value.faults
    assert "reference category `a` of `group`" in fault.problem
    assert "model `m`" in fault.where


def test_one_category_left_is_aliased_with_the_constant_not_refused(tmp_path):
    columns = {"outcome": ["yes", "no", "yes"], "group": ["b", "b", "b"]}
    design = design_of(tmp_path, GROUPS, columns)
    ((column, by),) = design.aliased
    assert (column.variable, column.category, by) == ("group", "b", "constant")
    assert {item.category for item in design.empty} == {"a", "c"}


def test_all_faults_of_a_model_are_told_at_once(tmp_path):
    columns = {"outcome": ["yes", "yes"], "group": ["b", "c"]}
    with pytest.raises(AnalysisError) as caught:
        design_of(tmp_path, GROUPS, columns)
    said = str(caught.value)
    assert "takes one value among the 2 complete cases" in said
    assert "reference category `a`" in said


def test_no_complete_case_names_the_variable_missing_most_often(tmp_path):
    columns = {
        "outcome": ["yes", "no", "yes"],
        "group": ["", "a", "b"],
        "age": ["1", "", ""],
    }
    with pytest.raises(AnalysisError, match="`age` is missing most often"):
        design_of(tmp_path, {**GROUPS, "age": INTERVAL}, columns)


def test_complete_case_flow_tells_losses_in_the_order_of_the_model(tmp_path):
    columns = {
        "outcome": ["yes", "no", "", "yes", "no", "yes"],
        "group": ["not_asked", "a", "a", "", "a", "b"],
        "age": ["", "", "1", "2", "3", "4"],
    }
    flow = design_of(tmp_path, {**GROUPS, "age": INTERVAL}, columns).flow
    assert (flow.cases, flow.outcome_missing, flow.used, flow.positive) == (6, 1, 2, 1)
    group, age = flow.steps
    assert (group.variable, group.missing, group.lost) == ("group", 2, 2)
    assert (age.variable, age.missing, age.lost) == ("age", 2, 1)
    assert [(item.reason, item.n, item.positive) for item in group.reasons] == [
        ("not_asked", 1, 1),
        ("unknown", 1, 1),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["yes", "no", ""]),
            st.sampled_from(["a", "b", "c", "", "not_asked", "not_answered"]),
            st.sampled_from(["1", "2.5", "7", "", "not_answered"]),
        ),
        min_size=1,
        max_size=25,
    )
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_complete_case_flow_adds_up(tmp_path, rows):
    # One row of each outcome with the reference, so that a model always exists.
    rows = [("yes", "a", "3"), ("no", "a", "4"), *rows]
    names_of = ("outcome", "group", "age")
    columns = dict(zip(names_of, zip(*rows, strict=True), strict=True))
    columns["row"] = range(len(rows))  # a wholly empty row would not be a case
    design = design_of(tmp_path, {**GROUPS, "age": INTERVAL}, columns)
    flow = design.flow
    complete = [
        row
        for row in rows
        if row[0] and row[1] in ("a", "b", "c") and row[2][:1].isdigit()
    ]
    assert flow.used == len(complete) == design.y.size == int(design.rows.sum())
    assert flow.positive == sum(row[0] == "yes" for row in complete)
    assert flow.cases == len(rows)
    lost = flow.outcome_missing + sum(step.lost for step in flow.steps)
    assert flow.cases - lost == flow.used
    for step in flow.steps:
        assert step.lost <= step.missing == sum(item.n for item in step.reasons)
    by_group = sum(item.n for item in design.columns if item.variable == "group")
    reference = sum(row[1] == "a" for row in complete)
    assert by_group + reference == flow.used


def test_aliased_columns_are_those_that_r_drops_and_name_what_explains_them():
    """R: lm/glm on these columns gives NA for the third and the fifth coefficient."""
    random = np.random.default_rng(1)
    one, a, b = np.ones(50), random.random(50), random.random(50)
    x = np.column_stack([one, a, 2 * a - 3, b, a + b, random.random(50)])
    kept, aliased = find_aliased(x)
    assert kept == [0, 1, 3, 5]
    assert aliased == [(2, [0, 1]), (4, [1, 3])]


@pytest.mark.parametrize(("noise", "is_kept"), [(1e-5, True), (1e-9, False)])
def test_aliasing_has_the_tolerance_of_r(noise, is_kept):
    random = np.random.default_rng(2)
    a = random.standard_normal(200)
    x = np.column_stack([np.ones(200), a, a + noise * random.standard_normal(200)])
    assert (2 in find_aliased(x)[0]) is is_kept


def test_aliasing_does_not_depend_on_units():
    random = np.random.default_rng(3)
    x = np.column_stack([np.ones(60), random.random(60), random.random(60)])
    assert find_aliased(x * [1, 1e-9, 1e9])[0] == [0, 1, 2]


def test_a_column_of_zeros_is_aliased_with_nothing():
    x = np.column_stack([np.ones(5), np.zeros(5)])
    assert find_aliased(x) == ([0], [(1, [])])


def test_two_variables_with_the_same_split_are_told_apart_by_name(tmp_path):
    columns = repeat_rows(
        {
            ("yes", "a", "m"): 3,
            ("no", "a", "m"): 2,
            ("yes", "b", "f"): 2,
            ("no", "b", "f"): 3,
        },
        ("outcome", "group", "sex"),
    )
    design = design_of(tmp_path, {"group": ("a", "b"), "sex": ("m", "f")}, columns)
    ((column, by),) = design.aliased
    assert (column.variable, column.category, by) == ("sex", "f", "group=b")
