"""For any framework, facts and answers in any order: routing is sound and nothing is lost.

Each test takes the number of examples from the profile: a hundred in the suite, ten
thousand with `make test-routing`.
"""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.assessment.answers import Entry
from probata.assessment.completion import find_missing
from probata.assessment.form import compile_form
from probata.assessment.states import find_states
from probata.standards.packaged import packaged_names
from probata.standards.read_framework import read_framework

FORMS = {name: compile_form(read_framework(Path(name))) for name in packaged_names()}
# Two of the packaged frameworks ask no questions of a case.
ASKING = [name for name, form in FORMS.items() if form.questions]


def facts_of(form):
    """Any facts of a case, some not known."""
    options = {
        name: st.sampled_from([None, *fact.ids])
        if fact.values
        else st.one_of(st.none(), st.integers(0, 120))
        for name, fact in form.framework.file.facts.items()
    }
    return st.fixed_dictionaries(options)


@st.composite
def paths(draw, form):
    """Facts, and saves one after another: a question and what stands there from then on."""
    routed = {name for rule in form.rules for name in form.depends_on(rule)}
    # Half of the saves go to the few questions on which others depend.
    sources = sorted(routed & set(form.by_id)) or sorted(form.by_id)
    names = st.one_of(st.sampled_from(sorted(form.by_id)), st.sampled_from(sources))
    saves = []
    for name in draw(st.lists(names, max_size=25)):
        value = draw(st.sampled_from([*form.codes[name], None, "declined"]))
        saves.append(
            (name, Entry(declined=True, declined_because="x"))
            if value == "declined"
            else (name, Entry(value))
        )
    return draw(facts_of(form)), saves


def asked(form, facts, entries, name):
    """True, False or None: the routing rules written out again, one case at a time."""
    says = {judge(rule.tree, form, facts, entries) for rule in form.rules[name]}
    return False if False in says else None if None in says else True


def judge(node, form, facts, entries):
    if isinstance(node, ast.BoolOp):
        parts = [judge(part, form, facts, entries) for part in node.values]
        ends = isinstance(node.op, ast.Or)
        return ends if ends in parts else None if None in parts else not ends
    if isinstance(node, ast.UnaryOp):
        inner = judge(node.operand, form, facts, entries)
        return None if inner is None else not inner
    if isinstance(node, ast.Call):
        return counted(node.args[0].id, form, facts, entries) is None
    value = counted(node.left.id, form, facts, entries)
    if value is None:
        return None
    compared = ast.Expression(
        ast.Compare(ast.Constant(value), node.ops, node.comparators)
    )
    return eval(compile(ast.fix_missing_locations(compared), "rule", "eval"))


def counted(name, form, facts, entries):
    """What a name is worth: a fact, or an answer to a question that is asked."""
    if name not in form.by_id:
        return facts.get(name)
    if name in entries and asked(form, facts, entries, name):
        return entries[name].value
    return None


@pytest.mark.parametrize("name", ASKING)
@given(data=st.data())
@settings(deadline=None)
def test_any_path_of_answers_is_routed_alike(name, data):
    form = FORMS[name]
    facts, saves = data.draw(paths(form))
    entries = {}
    for question, entry in saves:
        entries[question] = entry
    states = find_states(form, facts, entries)

    # The same answers given in another order lead to the same states.
    shuffled = dict(data.draw(st.permutations(sorted(entries.items()))))
    turned = dict(reversed(facts.items()))
    assert find_states(form, turned, shuffled) == states

    for question, state in states.items():
        says = asked(form, facts, entries, question)
        assert state.applies == (says is True)
        if says is False:
            assert state.kind == "does_not_apply"
        if not state.applies:
            assert state.reason and state.rests_on
            assert set(state.rests_on) <= form.depends_on(question)
            assert set(state.waits_for) <= set(state.rests_on)
        if state.kind == "does_not_apply":
            assert not state.waits_for


@pytest.mark.parametrize("name", ASKING)
@given(data=st.data())
@settings(deadline=None)
def test_changing_an_answer_and_changing_it_back_restores_everything(name, data):
    form = FORMS[name]
    facts, saves = data.draw(paths(form))
    entries = dict(saves)
    before = find_states(form, facts, entries)
    question = data.draw(st.sampled_from(sorted(form.by_id)))
    value = data.draw(st.sampled_from([*form.codes[question], None]))
    after = find_states(form, facts, {**entries, question: Entry(value)})
    moved = {item for item in before if before[item] != after[item]}
    assert moved <= {question, *form.affects(question)}
    kept = entries.get(question, Entry())
    assert find_states(form, facts, {**entries, question: kept}) == before


@pytest.mark.parametrize("name", ASKING)
@given(data=st.data())
@settings(deadline=None)
def test_answering_what_is_missing_always_comes_to_an_end(name, data):
    """However the inspector begins, doing what the error summary says completes the case."""
    form = FORMS[name]
    facts, saves = data.draw(paths(form))
    known = form.framework.file.facts
    facts = {
        item: value or (known[item].ids or (30,))[0] for item, value in facts.items()
    }
    entries = dict(saves)
    for _ in range(len(form.questions) + 1):
        missing = find_missing(form, find_states(form, facts, entries), entries)
        if not missing:
            break
        name = missing[0].name
        entries[name] = Entry(data.draw(st.sampled_from(list(form.codes[name]))))
    else:
        raise AssertionError("the form never became complete")
