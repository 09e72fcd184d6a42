"""Answers where none are due, and none where they are."""

import pytest

from probata.dataset.check import check_rows
from probata.dataset.columns import REASON_OF_CODE

BOOK = """
[variables.risk]
label = "Risk"
type = "categorical"
categories = [{ id = "yes" }, { id = "no" }]
[variables.action]
label = "Action"
type = "categorical"
applies_when = 'risk == "yes"'
categories = [{ id = "yes" }, { id = "no" }]
[variables.days]
label = "Days"
type = "interval"
applies_when = 'action == "yes"'
not_applicable = "not_applicable"
"""
MISSING = (
    'missing = { "" = "unknown", "asked" = "not_answered", "no_ask" = "not_asked", '
    '"none" = "not_applicable", "lost" = "unknown", "decl" = "declined", '
    '"open" = "not_reached" }'
)


@pytest.fixture
def checked(codebook, rows):
    book = codebook(BOOK, MISSING)

    def check(**columns):
        n = len(columns["risk"])
        columns.setdefault("days", [""] * n)
        return check_rows(rows(columns), book)

    return check


def reasons(column):
    return [REASON_OF_CODE.get(int(code), "") for code in column.missing()]


def test_an_empty_cell_takes_the_reason_that_routing_gives(checked):
    cases = checked(
        risk=["yes", "no", "", "no", "no", "no"],
        action=["no", "", "", "lost", "none", "no_ask"],
    )
    assert reasons(cases["action"]) == [
        "",
        "not_asked",
        "unknown",
        "not_asked",
        "not_applicable",
        "not_asked",
    ]


def test_an_answer_where_none_is_due(checked, data_faults):
    found = data_faults(
        lambda: checked(risk=["no", "yes", "no"], action=["yes", "no", ""])
    )
    assert found == [
        (
            "column action, row 2: an answer, but the question applies only when "
            'risk == "yes".\n'
            "    Empty the cells, or correct the cells that the condition names."
        )
    ]


@pytest.mark.parametrize(
    ("code", "words"), [("asked", "not answered"), ("decl", "declined")]
)
def test_not_answered_where_nothing_was_asked(checked, data_faults, code, words):
    found = data_faults(lambda: checked(risk=["no"], action=[code]))
    assert len(found) == 1 and f'says "{words}", but the question' in found[0]


@pytest.mark.parametrize("code", ["no_ask", "none", "open"])
def test_not_asked_where_an_answer_is_due(checked, data_faults, code):
    found = data_faults(lambda: checked(risk=["yes", "no"], action=[code, code]))
    assert len(found) == 1 and "column action, row 2: says that" in found[0]


def test_a_missing_answer_that_is_due_keeps_its_reason(checked):
    cases = checked(risk=["yes"] * 4, action=["", "asked", "lost", "decl"])
    assert reasons(cases["action"]) == [
        *("unknown", "not_answered", "unknown"),
        "declined",
    ]


def test_where_routing_cannot_be_decided_any_cell_may_stand(checked):
    cases = checked(risk=[""] * 3, action=["yes", "no_ask", ""], days=[3, "", ""])
    assert reasons(cases["action"]) == ["", "not_asked", "unknown"]


def test_a_question_below_one_that_was_not_asked_was_not_asked_either(checked):
    cases = checked(
        risk=["no", "yes", "yes", "yes"],
        action=["", "no", "yes", ""],
        days=["", "", 4, ""],
    )
    assert reasons(cases["days"]) == ["not_applicable", "not_applicable", "", "unknown"]


def test_a_routed_number_keeps_no_value_that_is_not_due(checked, data_faults):
    found = data_faults(lambda: checked(risk=["yes"], action=["no"], days=[5]))
    assert found[0].startswith("column days, row 2: an answer, but")


def test_required_where_due_only(codebook, rows, data_faults):
    text = BOOK.replace("applies_when = 'risk", "required = true\napplies_when = 'risk")
    book = codebook(text, MISSING)
    data = {"risk": ["no", "", "yes"], "action": ["", "", ""], "days": [""] * 3}
    found = data_faults(lambda: check_rows(rows(data), book))
    assert len(found) == 1
    assert found[0].startswith("column action, row 4: a value is required")


def test_an_empty_cell_is_allowed_where_none_is_due_even_if_blanks_are_not(
    codebook, rows, data_faults
):
    book = codebook(BOOK, 'missing = { "lost" = "unknown" }')
    data = {"risk": ["no", "yes"], "action": ["", "yes"], "days": ["", "1"]}
    assert reasons(check_rows(rows(data), book)["action"]) == ["not_asked", ""]
    data["action"] = ["", ""]
    data["days"] = ["", ""]
    found = data_faults(lambda: check_rows(rows(data), book))
    assert len(found) == 1 and found[0].startswith("column action, row 3: the cell is")


def test_a_wrong_code_is_not_blamed_on_routing_too(checked, data_faults):
    found = data_faults(
        lambda: checked(risk=["maybe", "no"], action=["yes", "perhaps"])
    )
    assert len(found) == 2
    assert all("is not one of its categories" in text for text in found)


def test_routing_by_a_column_that_is_not_there_decides_nothing(codebook, rows):
    text = BOOK.replace('label = "Risk"', 'label = "Risk"\noptional = true')
    data = {"action": ["yes", "no_ask", ""], "days": [1, "", ""]}
    cases = check_rows(rows(data), codebook(text, MISSING))
    assert reasons(cases["action"]) == ["", "not_asked", "unknown"]
