"""The form that most tests of assessments fill in."""

import pytest
from small_form import write_form

from probata.assessment.states import find_states


@pytest.fixture
def form(tmp_path):
    return write_form(tmp_path / "small.toml")


@pytest.fixture
def kinds(form):
    """The kind of state of each question, for answers given as {question: value}."""

    def find(facts, entries):
        return {
            name: state.kind
            for name, state in find_states(form, facts, entries).items()
        }

    return find
