"""The form of a framework: sections, order, what follows from what."""

from dataclasses import replace
from pathlib import Path

import pytest

from probata.assessment.form import compile_form
from probata.errors import DeclarationError
from probata.standards.packaged import packaged_names
from probata.standards.read_framework import read_framework


def test_a_section_holds_the_prompts_then_what_stands_beside_then_the_key_question(
    form,
):
    assert [(item.id, item.standard, item.ids) for item in form.sections] == [
        ("k", "s", ("a", "b", "c", "h", "k")),
        ("m", "s", ("e", "f", "g", "m")),
        ("t", "t", ("i",)),
    ]
    assert [item.id for item in form.questions] == [*"abchk", *"efgm", "i"]
    assert [item.id for item in form.standards] == ["s", "t"]
    assert form.section_of("h").id == "k"
    assert [item.id for item in form.prompts_of("m")] == ["e", "f", "g"]
    assert "u" not in form  # asked once a unit, not of a case


def test_it_says_what_a_question_depends_on_and_what_it_affects(form):
    assert form.depends_on("f") == {"kind", "e", "a"}
    assert form.depends_on("a") == frozenset()
    assert form.affects("a") == ("b", "c", "h", "f")
    assert form.affects("b") == ("c",)
    assert form.affects("kind") == ("e", "f", "g", "m")
    assert form.affects("i") == ()


def test_each_question_comes_after_those_it_depends_on(form):
    at = {name: place for place, name in enumerate(form.order)}
    assert set(at) == {item.id for item in form.questions}
    for name in at:
        assert all(at[other] < at[name] for other in form.depends_on(name) & set(at))


def test_it_is_pinned_to_the_file_of_its_framework(form):
    assert (form.framework_id, form.version) == ("small", "1")
    assert form.sha256 == form.framework.sha256


def test_questions_in_a_circle_are_refused(form):
    """Such a framework cannot be read from a file, so it is made by hand."""
    file = form.framework.file
    prompts = tuple(
        item.model_copy(update={"applies_when": 'c == "yes"'})
        if item.id == "b"
        else item
        for item in file.prompts
    )
    circular = replace(
        form.framework, file=file.model_copy(update={"prompts": prompts})
    )
    with pytest.raises(DeclarationError, match="circle: b -> c -> b"):
        compile_form(circular)


@pytest.mark.parametrize("name", packaged_names())
def test_every_packaged_framework_has_a_form_with_each_question_of_a_case_once(name):
    framework = read_framework(Path(name))
    form = compile_form(framework)
    asked = [item for section in form.sections for item in section.ids]
    assert sorted(asked) == sorted(
        item.id for _, _, item in framework.file.questions() if item.asked_of == "case"
    )
