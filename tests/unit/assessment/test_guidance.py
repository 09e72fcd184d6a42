"""Guidance in force on a day, with what was published after the framework."""

import datetime

import pytest
from small_form import write_form

from probata.assessment.guidance import guidance_in_force, guidance_stamp
from probata.standards.framework import Guidance


def guidance(version, day, question="a"):
    return Guidance(
        question=question,
        version=version,
        valid_from=day,
        text="Look.",
        source="us",
        confidence="proposed",
    )


def day(text):
    return datetime.date.fromisoformat(text)


GUIDANCE = """
[[guidance]]
question = "a"
version = "2.5"
valid_from = 2021-06-01
text = "Look again."
source = "us"
confidence = "proposed"
[[guidance]]
question = "a"
version = "2.4"
valid_from = 2020-06-01
text = "Look."
source = "us"
confidence = "proposed"
"""
LATER = (
    guidance("2.6", day("2022-01-01")),
    guidance("2.6a", day("2022-01-01")),
    guidance("9", day("2020-01-01"), question="b"),
)


@pytest.mark.parametrize(
    ("on", "alone", "with_later"),
    [
        ("2020-05-31", "", ""),
        ("2020-06-01", "2.4", "2.4"),
        ("2021-05-31", "2.4", "2.4"),
        ("2021-06-01", "2.5", "2.5"),
        ("2022-01-01", "2.5", "2.6a"),  # of two from one day, the later published
    ],
)
def test_the_version_in_force_is_stamped(tmp_path, on, alone, with_later):
    form = write_form(tmp_path / "small.toml", add=GUIDANCE)
    assert guidance_stamp(form, "a", day(on)) == alone
    assert guidance_stamp(form, "a", day(on), LATER) == with_later


def test_the_text_beside_the_question_is_that_version(tmp_path):
    form = write_form(tmp_path / "small.toml", add=GUIDANCE)
    found = guidance_in_force(form, "a", day("2021-07-01"))
    assert found is not None and found.text.text() == "Look again."
    assert guidance_in_force(form, "c", day("2021-07-01")) is None
