import pytest

from probata.dataset.linked_outcome import LinkedOutcome, load_linked
from probata.dataset.read_codebook import read_codebook
from probata.errors import AnalysisError, DataError

CODEBOOK = """
[codebook]
title = "Cases"
unit = "case"
extra_columns = "ignore"
[variables.reoffended]
label = "Reoffended"
type = "categorical"
role = "outcome"
categories = [{ id = "yes", codes = ["1"] }, { id = "no", codes = ["0"] }]
reference = "no"
[variables.sex]
label = "Sex"
type = "categorical"
categories = [{ id = "M" }, { id = "F" }, { id = "X" }]
"""


def load(folder, found, variable="reoffended", key="case"):
    (folder / "codebook.toml").write_text(CODEBOOK)
    (folder / "cases.csv").write_text("case,sex,reoffended\nA,M,0\nB,F,1\nC,F,\n")
    codebook, _ = read_codebook(folder / "codebook.toml")
    outcome = LinkedOutcome(key, variable, "yes", found)
    return load_linked(folder / "cases.csv", codebook, outcome)


def test_the_outcome_comes_from_the_links_and_not_from_the_file(tmp_path):
    cases = load(tmp_path, {"A": True, "B": False, "C": True, "D": True})
    column = cases.coded("reoffended")
    assert column.is_category("yes").tolist() == [True, False, True]


def test_a_case_that_was_not_linked_is_no_case_without_the_outcome(tmp_path):
    with pytest.raises(DataError) as raised:
        load(tmp_path, {"A": True, "C": False})
    assert "cases.csv, rows 3:" in str(raised.value)


def test_a_missing_name_of_the_case_is_told(tmp_path):
    with pytest.raises(DataError, match="there is no column `id`"):
        load(tmp_path, {}, key="id")


def test_an_outcome_of_three_categories_is_refused(tmp_path):
    with pytest.raises(AnalysisError, match="two categories"):
        load(tmp_path, {"A": True, "B": True, "C": True}, variable="sex")
