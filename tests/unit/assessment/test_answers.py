"""What the form takes as an answer, and what it can never take."""

import pytest

from probata.assessment.answers import LONGEST_NOTE, Entry, check_entry
from probata.errors import AnswerError


@pytest.mark.parametrize(
    "entry",
    [
        Entry(),
        Entry("none", note="متأخر <script>alert(1)</script> \U0001f600 \r\n\t"),
        Entry(declined=True),  # unfinished, so it is saved and asked for later
        Entry(note="x" * LONGEST_NOTE),
    ],
)
def test_what_can_be_finished_later_is_taken(form, entry):
    check_entry(form, "a", entry)


@pytest.mark.parametrize(
    ("question", "entry", "words"),
    [
        ("a", Entry("perhaps"), "Choose one of yes, no, none"),
        ("a", Entry(""), "is none of its answers"),
        ("A", Entry("yes"), "asks no such question"),
        ("u", Entry("yes"), "asks no such question of a case"),
        ("a", Entry("yes", declined=True), "answered and declined at once"),
        ("a", Entry(note="x" * (LONGEST_NOTE + 1)), "100,000 are the most"),
        ("a", Entry(note="nul\0"), "cannot be stored as text"),
        ("a", Entry(reasoning="half \ud83d"), "question a, reasoning"),
    ],
)
def test_what_can_never_be_right_is_refused(form, question, entry, words):
    with pytest.raises(AnswerError, match=words):
        check_entry(form, question, entry)


def test_all_faults_come_at_once_and_no_note_is_in_them(form):
    entry = Entry("perhaps", note="John Smith\0", declined=True)
    with pytest.raises(AnswerError) as caught:
        check_entry(form, "a", entry)
    assert len(caught.value.faults) == 3
    assert "Smith" not in str(caught.value)
