"""Twins to a stated design: exact shares, groups, conditions, and what is refused."""

import pytest
from builders import write_study

from probata.analysis.twin_search import twin_inputs, write_twin
from probata.dataset.assumed_rules import read_assumed_design
from probata.dataset.assumed_twin import draw_assumed
from probata.errors import DeclarationError

CODEBOOK = """
[codebook]
title = "Test"
[variables.case_id]
label = "Case"
type = "id"
[variables.record_source]
label = "Source"
type = "categorical"
optional = true
categories = [{ id = "synthetic" }, { id = "inspection" }]
[variables.worker]
label = "Worker"
type = "text"
[variables.load]
label = "Load"
type = "interval"
minimum = 0
[variables.group]
label = "Group"
type = "categorical"
categories = [{ id = "a" }, { id = "b" }]
[variables.asked]
label = "Asked of b"
type = "categorical"
applies_when = "group == 'b'"
categories = [{ id = "yes" }, { id = "no" }]
[variables.outcome]
label = "Outcome"
type = "categorical"
required = true
categories = [{ id = "no" }, { id = "yes" }]
"""
STUDY = """
[study]
id = "test"
title = "Test"
[data]
twin = "twin.toml"
[outcome]
variable = "outcome"
positive = "yes"
"""
HEAD = """
[assumed]
cases = 200
seed = 7
note = "Assumed."
factors = ["risk"]
[groups]
variable = "worker"
prefix = "W"
size = 5
factors = ["skill"]
"""
DRAWS = """
[[draws]]
variable = "load"
low = 10
high = 70
mean = 40
spread = 10
each = true
made_of = { skill = 0.5 }
[[draws]]
variable = "group"
shares = { a = 25, b = 75 }
made_of = { risk = 1 }
[[draws]]
variable = "asked"
shares = { yes = 50, no = 50 }
missing = 10
[[draws]]
variable = "outcome"
shares = { no = 70, yes = 30 }
within = [{ when = "group == 'a'", shares = { no = 20, yes = 80 } }]
pushed = [{ when = "load >= 50", by = -2 }]
"""


@pytest.fixture
def study(tmp_path):
    def make(twin=HEAD + DRAWS):
        (tmp_path / "twin.toml").write_text(twin)
        return write_study(tmp_path, CODEBOOK, STUDY)

    return make


def draw(study, seed=7):
    design = read_assumed_design(study.folder / "twin.toml", study.codebook)
    return draw_assumed(design, study.codebook, seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shares_are_exact_whatever_the_seed(study, seed):
    columns = draw(study(), seed)
    group, outcome = columns["group"], columns["outcome"]
    assert (group == "a").sum() == 50
    assert ((group == "a") & (outcome == "yes")).sum() == 40
    assert ((group == "b") & (outcome == "yes")).sum() == 45


def test_a_group_shares_what_is_drawn_once(study):
    columns = draw(study())
    workers, loads = columns["worker"], columns["load"].astype(int)
    assert len(set(workers)) == 40
    for worker in set(workers):
        assert len(set(loads[workers == worker])) == 1
    assert loads.min() >= 10
    assert loads.max() <= 70
    assert len(set(loads)) > 10


def test_conditions_push_and_routing_blanks(study):
    columns = draw(study())
    heavy = columns["load"].astype(int) >= 50
    yes = columns["outcome"] == "yes"
    inside = columns["group"] == "b"
    assert yes[inside & heavy].mean() < yes[inside & ~heavy].mean() - 0.15
    asked = columns["asked"]
    assert set(asked[columns["group"] == "a"]) == {""}
    assert 0 < (asked[inside] == "").sum() <= 20


def test_the_twin_of_a_study_is_the_same_for_a_seed(study):
    made = study()
    first, again, other = (write_twin(made, seed) for seed in (None, 7, 8))
    assert first.csv == again.csv != other.csv
    assert (first.seed, first.rows, first.attempts) == (7, 200, 1)
    assert first.csv.decode().splitlines()[1].startswith("S000001,synthetic")
    assert twin_inputs(made, None)[1] == 7


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('variable = "group"', 'variable = "grupo"', "`grupo` is not in the codebook"),
        ("{ a = 25, b = 75 }", "{ a = 25, c = 75 }", "`c` is not a category"),
        ("{ a = 25, b = 75 }", "{ a = 25, b = 70 }", "add up to 95"),
        ("made_of = { risk = 1 }", "made_of = { risky = 1 }", "neither a factor nor"),
        (
            "made_of = { skill = 0.5 }",
            "made_of = { risk = 1 }",
            "differs within a group",
        ),
        (
            '"load >= 50"',
            "\"asked == 'yes' and worker2 == 1\"",
            "`worker2` is not drawn",
        ),
        ('"load >= 50"', '"load >="', "cannot be read as a condition"),
        ("low = 10", "", "numbers need"),
        ('variable = "asked"', 'variable = "group"', "drawn twice"),
        ('variable = "load"\nlow', 'variable = "worker"\nlow', "`worker`"),
        ('variable = "load"', 'variable = "case_id"', "not an interval variable"),
        ("size = 5", "size = 0", "greater than or equal to 1"),
    ],
)
def test_what_is_refused_with_its_line(study, was, becomes, problem):
    text = HEAD + DRAWS
    assert was in text
    made = study(text.replace(was, becomes, 1))
    with pytest.raises(DeclarationError) as caught:
        write_twin(made)
    said = [str(fault) for fault in caught.value.faults]
    assert any(problem in item for item in said), said
    assert all("line" in fault.where for fault in caught.value.faults)


def test_each_needs_groups(study):
    start, end = HEAD.index("[groups]"), len(HEAD)
    made = study(
        HEAD[:start] + HEAD[end:] + DRAWS.replace("made_of = { skill = 0.5 }", "")
    )
    with pytest.raises(DeclarationError) as caught:
        write_twin(made)
    assert any("no groups" in fault.problem for fault in caught.value.faults)
