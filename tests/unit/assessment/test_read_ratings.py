"""Files of judgements: what is read, and every fault with its row and column."""

import numpy as np
import pytest

from probata.assessment.read_ratings import Columns, read_ratings
from probata.errors import DataError

ALL = Columns("case", "answer", "who", "prompt", "weight")


@pytest.fixture
def write(tmp_path):
    def write(text: str):
        path = tmp_path / "second.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_two_raters_have_a_column_each_and_cases_the_order_of_the_file(write):
    rows = "case,who,answer\nC,Zoë,no\nA,Ann,yes\nA,Zoë,no\nB,Ann,yes\nC,Ann,\n"
    (found,) = read_ratings(write(rows), Columns("case", "answer", "who"))
    assert found.ratings.categories == ("no", "yes")
    assert found.ratings.codes.tolist() == [[-1, 0], [1, 0], [1, -1]]
    assert (found.raters, found.unrated) == (2, 1)


def test_questions_come_in_the_order_of_the_file_with_their_own_answers(write):
    rows = "case,prompt,answer\n1,late,a\n2,early,yes\n1,late,b\n1,early,no\n"
    found = read_ratings(write(rows), Columns("case", "answer", question="prompt"))
    assert [item.name for item in found] == ["late", "early"]
    assert [item.ratings.categories for item in found] == [("a", "b"), ("no", "yes")]


def test_the_given_order_is_the_scale_and_numbers_keep_their_distances(write):
    rows = write("case,answer\n1,10\n1,9\n2,9\n")
    (plain,) = read_ratings(rows, Columns("case", "answer"))
    (numeric,) = read_ratings(rows, Columns("case", "answer"), numeric=True)
    (given,) = read_ratings(rows, Columns("case", "answer"), ("9", "10", "11"))
    assert plain.ratings.categories == ("10", "9")
    assert numeric.ratings.values == (9, 10)
    assert given.ratings.categories == ("9", "10", "11")


def test_a_case_keeps_its_weight(write):
    rows = "case,answer,weight\nB,yes,4\nA,yes,1\nA,no,1\nB,yes,4\n"
    (found,) = read_ratings(write(rows), Columns("case", "answer", weight="weight"))
    assert np.asarray(found.ratings.case_weights).tolist() == [4, 1]


def test_all_faults_are_told_at_once_and_no_value_of_a_row(write):
    rows = (
        "case,who,prompt,answer,weight\n"
        "1,Ann,a,yes,2\n"
        ",Bob,a,maybe,2\n"
        "1,Ann,a,no,3\n"
        "2,Bob,,yes,none\n"
    )
    with pytest.raises(DataError) as error:
        read_ratings(write(rows), ALL, ("yes", "no"))
    told = str(error.value)
    for words in (
        "row 3, column case: is empty",
        "row 5, column prompt: is empty",
        "row 3, column answer: is none of yes, no",
        "row 4, column who: judged this case before",
        "row 4, column weight: differs from the case's first row",
        "row 5, column weight: is no number above 0",
    ):
        assert words in told
    assert "Ann" not in told and "maybe" not in told


def test_many_faults_of_a_kind_are_counted(write):
    rows = "case,answer\n" + "1,x\n" * 9
    with pytest.raises(DataError, match="4 more rows: is no number"):
        read_ratings(write(rows), Columns("case", "answer"), numeric=True)


def test_a_column_that_is_not_there_is_named_with_one_that_is(write):
    with pytest.raises(DataError, match="no column `answr`.*\n.*answer"):
        read_ratings(write("case,answer\n1,yes\n"), Columns("case", "answr"))
