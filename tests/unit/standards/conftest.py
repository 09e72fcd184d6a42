"""A small framework, written to a file and changed as a test needs it."""

from pathlib import Path

import pytest

from probata.errors import DeclarationError
from probata.standards.framework import Framework
from probata.standards.read_framework import read_framework

SMALL = """
[framework]
id = "small"
title = "A small framework"
version = "1"
valid_from = 2020-01-01
sources = { us = "Ours" }

[facts.kind]
label = "Kind of case"
values = [{ id = "a", label = "A" }, { id = "b", label = "B" }]

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
answers = "three"
applies_when = 'first == "yes" and kind == "a"'
source = "us"
confidence = "proposed"

[[supplementary]]
id = "third"
under = "k"
text = "Was it noted?"
applies_when = 'age >= 18'
source = "us"
confidence = "proposed"

[[guidance]]
question = "first"
version = "1"
valid_from = 2020-01-01
text = "Look at the record."
source = "us"
confidence = "proposed"
"""


class Workshop:
    """Writes the small framework with some of its text replaced, and reads it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, *changes: tuple[str, str], add: str = "", name="small") -> Path:
        text = SMALL
        for old, new in changes:
            assert text.count(old) >= 1, old
            text = text.replace(old, new)
        path = self.folder / f"{name}.toml"
        path.write_text(text + add)
        return path

    def read(self, *changes: tuple[str, str], add: str = "", name="small") -> Framework:
        return read_framework(self.write(*changes, add=add, name=name))

    def faults(self, *changes: tuple[str, str], add: str = "") -> list[str]:
        path = self.write(*changes, add=add)
        with pytest.raises(DeclarationError) as caught:
            read_framework(path)
        return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def small(tmp_path) -> Workshop:
    return Workshop(tmp_path)
