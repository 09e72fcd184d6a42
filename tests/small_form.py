"""A small framework with every kind of routing, to be changed as a test needs it."""

from pathlib import Path

from probata.assessment.form import Form, compile_form
from probata.standards.read_framework import read_framework

HEAD = """
[framework]
id = "small"
title = "A small framework"
version = "1"
valid_from = 2020-01-01
sources = { us = "Ours" }
[facts.kind]
label = "Kind of sentence"
values = [{ id = "upw", label = "unpaid work only" }, { id = "other", label = "other" }]
[facts.age]
label = "Age"
unit = "years"
[answers]
yes_no = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
]
three = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
  { id = "none", label = "Not needed", polarity = "neutral" },
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
[[standards]]
id = "t"
domain = "d"
title = "Second standard"
rated = false
source = "us"
confidence = "proposed"
"""
# table, id, where it stands, condition
QUESTIONS = (
    ("key_questions", "k", 'standard = "s"\ntitle = "Engagement"', ""),
    ("key_questions", "m", 'standard = "s"\ntitle = "Safety"', 'kind == "other"'),
    (
        "key_questions",
        "u",
        'standard = "t"\ntitle = "Of the unit"\nasked_of = "unit"',
        "",
    ),
    ("prompts", "a", 'key_question = "k"\nanswers = "three"', ""),
    ("prompts", "b", 'key_question = "k"', 'a == "yes"'),
    ("prompts", "c", 'key_question = "k"', 'b == "no" or age < 18'),
    ("prompts", "e", 'key_question = "m"', ""),
    ("prompts", "f", 'key_question = "m"', 'e == "no" and a in ("yes", "no")'),
    ("prompts", "g", 'key_question = "m"', ""),
    ("supplementary", "h", 'under = "k"', 'not missing(age) and not a == "none"'),
    ("supplementary", "i", 'under = "t"', ""),
)


def framework_text(questions=QUESTIONS) -> str:
    parts = [HEAD]
    for table, name, extra, condition in questions:
        rule = f"applies_when = '{condition}'\n" if condition else ""
        parts.append(
            f'[[{table}]]\nid = "{name}"\nlabel = "Label {name}"\ntext = "Text {name}?"\n'
            f'{extra}\n{rule}source = "us"\nconfidence = "proposed"\n'
        )
    return "\n".join(parts)


def write_form(path: Path, questions=QUESTIONS, add: str = "") -> Form:
    path.write_text(framework_text(questions) + add)
    return compile_form(read_framework(path))
