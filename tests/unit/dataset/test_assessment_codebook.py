"""The codebook of an assessment data set, made from its framework."""

from pathlib import Path

import pytest

from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.load import load_cases
from probata.dataset.read_codebook import read_codebook
from probata.dataset.write_codebook import write_codebook
from probata.errors import DataError, DeclarationError
from probata.standards.packaged import FOLDER, packaged_names
from probata.standards.read_framework import read_framework

EARLY = Path(__file__).parents[3] / "bulletins/early_outcomes/codebook.toml"


def made(name: str, folder: Path):
    path = folder / "codebook.toml"
    path.write_bytes(
        write_codebook(assessment_codebook(read_framework(Path(name))), "Made")
    )
    return read_codebook(path)[0]


@pytest.mark.parametrize("name", packaged_names())
def test_it_is_a_codebook_in_order_with_every_question_of_a_case(name, tmp_path):
    codebook = made(name, tmp_path)
    asked = [
        item
        for _, _, item in read_framework(Path(name)).file.questions()
        if item.asked_of == "case"
    ]
    assert {item.id for item in asked} <= set(codebook.variables)
    assert codebook.header.missing == {
        "": "unknown",
        "not_asked": "not_asked",
        "not_applicable": "not_applicable",
        "not_answered": "not_answered",
        "unknown": "unknown",
        "declined": "declined",
        "not_reached": "not_reached",
    }


def test_it_agrees_with_the_bulletin_where_the_two_overlap(tmp_path):
    ours, theirs = made("probation_2021", tmp_path), read_codebook(EARLY)[0]
    shared = [
        name
        for name in theirs.declared
        if name in ours
        and theirs[name].is_categorical
        and theirs[name].role != "design"
    ]
    assert len(shared) == 16  # 11 prompts, 3 key questions, the outcome, type of case
    for name in shared:
        assert [
            (item.id, item.name, item.polarity) for item in ours[name].categories
        ] == [(item.id, item.name, item.polarity) for item in theirs[name].categories]
        assert ours[name].role == theirs[name].role
        assert ours[name].applies_when == theirs[name].applies_when
        assert ours.reference(name) == theirs.reference(name)


def test_what_is_asked_of_the_unit_is_no_column_of_a_case(tmp_path):
    codebook = made("public_protection_2025", tmp_path)
    assert "assessment_safety" in codebook
    assert "unit_arrangements" not in codebook
    assert "unit_information" not in codebook


def test_key_questions_of_one_title_are_told_apart_by_their_standard(tmp_path):
    codebook = made("probation_2021", tmp_path)
    assert codebook.label("assessment_safety") == "Assessment: safety"
    assert codebook.label("reasonable_progress") == "Reasonable progress"


def test_a_prompt_carries_the_condition_of_its_key_question(tmp_path):
    codebook = made("probation_2021", tmp_path)
    assert codebook["review_safety_input"].applies_when == 'review_due == "yes"'


def test_conditions_are_joined_so_that_each_keeps_its_meaning(tmp_path):
    text = (FOLDER / "public_protection_2025.toml").read_text()
    old = 'id = "delivery_safety"\n'
    text = text.replace(
        "applies_when = 'question_set == \"core\"'",
        'applies_when = \'question_set == "core" or assess_harm == "no"\'',
    )
    text += """
[[prompts]]
id = "delivery_visits"
key_question = "delivery_safety"
text = "Were visits made?"
applies_when = 'plan_harm == "yes" or plan_agencies == "yes"'
source = "probata"
confidence = "proposed"
"""
    assert old in text
    path = tmp_path / "changed.toml"
    path.write_text(text)
    assert made(str(path), tmp_path)["delivery_visits"].applies_when == (
        '(question_set == "core" or assess_harm == "no") and '
        '(plan_harm == "yes" or plan_agencies == "yes")'
    )


def test_an_id_that_every_data_set_uses_is_a_fault(tmp_path):
    text = (FOLDER / "public_protection_2025.toml").read_text()
    path = tmp_path / "changed.toml"
    path.write_text(text.replace('id = "assess_harm"', 'id = "inspector"'))
    with pytest.raises(DeclarationError) as caught:
        assessment_codebook(read_framework(path))
    assert "`inspector` is the name of a column" in str(caught.value)


def test_an_answer_that_is_not_due_is_found_in_data(tmp_path):
    """Routing reaches the data: enforcement is not asked where there were no risks."""
    file = assessment_codebook(read_framework(Path("probation_2021")), partial=True)
    path = tmp_path / "codebook.toml"
    path.write_bytes(write_codebook(file, "Made"))
    codebook, _ = read_codebook(path)
    rows = tmp_path / "cases.csv"
    rows.write_text(
        "case_id,non_compliance_risks,enforcement_action\nc1,no_risks,\nc2,yes,no\n"
    )
    cases = load_cases(rows, codebook)
    assert cases.coded("enforcement_action").codes.tolist() == [-1, 1]
    rows.write_text("case_id,non_compliance_risks,enforcement_action\nc1,no_risks,no\n")
    with pytest.raises(DataError, match="does not agree"):
        load_cases(rows, codebook)
