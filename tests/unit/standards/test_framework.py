"""Frameworks as files: the shipped one is in order, and every fault is told."""

from pathlib import Path

import pytest

import probata.standards.read_framework as framework
from probata.errors import DeclarationError

SHIPPED = sorted((Path(framework.__file__).parent / "frameworks").glob("*.toml"))
CODEBOOK = Path(__file__).parents[3] / "bulletins/early_outcomes/codebook.toml"

GOOD = """
[framework]
id = "small"
title = "A small framework"
version = "1"
valid_from = "2020-01-01"
sources = { us = "Ours" }

[facts.kind]
label = "Kind of case"
values = ["a", "b"]

[answers]
yes_no = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
]

[[domains]]
id = "d"
title = "Domain"

[[standards]]
id = "s"
domain = "d"
title = "Standard"
rated = true
source = "us"
confidence = "proposed"

[[key_questions]]
id = "k"
standard = "s"
title = "Key question"
text = "Is it good?"
source = "us"
confidence = "proposed"

[[prompts]]
id = "first"
key_question = "k"
text = "Was it done?"
source = "us"
confidence = "proposed"

[[prompts]]
id = "second"
key_question = "k"
text = "Was it done well?"
applies_when = 'first == "yes" and kind == "a"'
source = "us"
confidence = "proposed"
"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_framework_is_in_order(path):
    assert framework.read_framework(path).file.prompts


def test_the_bulletin_asks_the_prompts_of_its_framework():
    """The codebook's answers to a prompt are those of the framework, letter by letter."""
    from probata.dataset.read_codebook import read_codebook

    codebook, _ = read_codebook(CODEBOOK)
    path = next(item for item in SHIPPED if item.stem == "probation_2021")
    file = framework.read_framework(path).file
    asked = {item.id: item for item in (*file.prompts, *file.key_questions)}
    judged = [*codebook.of_role("prompt"), *codebook.of_role("key_question")]
    assert len(judged) == 14
    for name in judged:
        answers = file.answers[asked[name].answers]
        declared = [
            (item.id, item.label, item.polarity) for item in codebook[name].categories
        ]
        assert declared == [(item.id, item.label, item.polarity) for item in answers]


def faults_of(tmp_path, text):
    path = tmp_path / "small.toml"
    path.write_text(text)
    with pytest.raises(DeclarationError) as caught:
        framework.read_framework(path)
    return [str(fault) for fault in caught.value.faults]


def test_a_good_framework_is_read(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(GOOD)
    assert [item.id for item in framework.read_framework(path).prompts_of("k")] == [
        "first",
        "second",
    ]


def test_all_faults_come_at_once(tmp_path):
    text = GOOD.replace('id = "s"', 'id = "d"')
    faults = faults_of(
        tmp_path, text.replace('polarity = "positive"', 'polarity = "neutral"')
    )
    assert len(faults) == 3
    assert any("already that of one of the domains" in fault for fault in faults)
    assert any("`s` is not a declared standard" in fault for fault in faults)
    assert any("no answer is positive" in fault for fault in faults)


def test_a_prompt_that_cannot_be_reached_is_told_with_its_line(tmp_path):
    faults = faults_of(tmp_path, GOOD.replace('kind == "a"', 'kind == "c"'))
    assert len(faults) == 1
    assert "small.toml, line 50" in faults[0]
    assert "`kind` can never be `c`" in faults[0]


def test_a_circle_is_told(tmp_path):
    text = GOOD.replace(
        'text = "Was it done?"',
        'text = "Was it done?"\napplies_when = \'second == "yes"\'',
    )
    assert all("circle" in fault for fault in faults_of(tmp_path, text))


def test_an_unknown_key_is_told(tmp_path):
    faults = faults_of(tmp_path, GOOD.replace("rated = true", "ratd = true"))
    assert any("`standards.0.rated` is missing" in fault for fault in faults)
    assert any("`standards.0.ratd` is not a key" in fault for fault in faults)
