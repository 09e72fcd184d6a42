"""The files of a selection: complete, free of names, and enough to explain each case."""

import csv
import io

import pytest
from case_lists import PLACES, RULES_TEXT, decisions, list_rows, select_rows

from probata.cohort.cohort_files import key_files, name_cases, selection_files
from probata.cohort.explain_case import explain_cases, read_log
from probata.errors import InputMissing, UserError
from probata.pseudonyms import open_secret

CHANGES = (
    {},
    {"Restricted": "Y"},
    {"Live review": "SFO"},
    {"Termination date": "05/10/2022"},
    {"CRN": "X000001", "Event number": "2", "Commencement date": "25/10/2022"},
    {"Commencement date": "15/11/2022"},
    {"Sentence type": "SC", "Requirement": ""},
    {"PDU": "Leeds"},
)


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.fixture
def made(tmp_path):
    """A selection with its files in a folder, its key files and its key folder."""
    rows = list_rows(*CHANGES)
    for row in rows:
        row |= {"Surname": "Quux", "PNC": f"2003/{row['CRN']}A", "Team": "Team 7"}
    selection = select_rows(rows)
    secret = open_secret(tmp_path / "keys")
    named = name_cases(selection, secret)
    files = selection_files(selection, named, PLACES, secret, RULES_TEXT.encode())
    folder = tmp_path / "cohort"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return selection, files, key_files(selection, named), folder, tmp_path / "keys"


def test_the_files_agree_with_the_decisions(made):
    selection, files, keys, _, _ = made
    cohort, log = table(files["cohort.csv"]), table(files["log.csv"])
    key = table(keys["key.csv"]) + table(keys["key_limited_access.csv"])
    names = {row["case"]: (row["crn"], row["event_number"]) for row in key}
    assert {row["case"] for row in cohort} == set(names)
    found = decisions(selection)
    assert sorted(names.values()) == sorted(
        who for who, decided in found.items() if decided == "cohort"
    )
    inspected = [item for item in found.values() if item != "other unit"]
    assert len(log) == len(inspected)
    told = sorted(row["decided_by"] or row["outcome"] for row in log)
    assert told == sorted(inspected)
    assert [row["case"] for row in log] == sorted(row["case"] for row in log)


def test_no_name_leaves_but_in_the_key(made):
    _, files, keys, _, _ = made
    for name, content in files.items():
        text = content.decode()
        for word in ("X0000", "Quux", "2003/", "1985", "03/02"):
            assert word not in text, (name, word)
    assert b"X000001" in keys["key.csv"]
    assert b"Quux" not in keys["key.csv"]


def test_cases_of_limited_access_have_a_key_of_their_own(made):
    _, _, keys, _, _ = made
    assert [row["crn"] for row in table(keys["key_limited_access.csv"])] == ["X000002"]
    assert "X000002" not in {row["crn"] for row in table(keys["key.csv"])}


def test_facts_of_the_cohort_are_carried(made):
    _, files, _, _, _ = made
    row = table(files["cohort.csv"])[0]
    assert row["team"] == "Team 7"
    assert row["age"] == "37"
    assert row["requirement_rar"] == "yes"
    assert "date_of_birth" not in row


def test_each_case_is_explained_as_it_was_decided(made):
    selection, files, _, folder, keys = made
    log = read_log(folder)
    steps = [step.id for step in selection.rules.steps]
    for row in table(files["log.csv"]):
        (item,) = explain_cases(log, row["case"], None)
        assert (item.outcome, item.decided_by) == (row["outcome"], row["decided_by"])
        reached = [step for step in item.steps if step.reached]
        assert [step.id for step in item.steps] == steps
        leaving = [step.id for step in reached if step.says.startswith("leaves")]
        assert leaving == ([row["decided_by"]] if row["decided_by"] else [])
    assert len(explain_cases(log, "x000001", keys)) == 2


def test_what_a_rule_saw_is_told(made):
    _, files, _, folder, keys = made
    log = read_log(folder)
    (item,) = explain_cases(log, "X000004", keys)
    seen = {step.id: step for step in item.steps}
    assert item.decided_by == "ended_within_7_days"
    assert "commenced 2022-10-03, in week 31" in seen["in_weeks"].saw
    assert seen["ended_within_7_days"].saw == "days_supervised = 2"
    assert seen["ended_within_7_days"].mark == "stated"
    assert seen["outside_court"].says == "stays, undecided"
    assert not seen["live_review"].reached
    first, second = sorted(
        explain_cases(log, "X000001", keys), key=lambda item: item.decided_by
    )
    assert (first.outcome, second.decided_by) == ("cohort", "one_per_person")
    saw = next(step.saw for step in second.steps if step.id == "one_per_person")
    assert first.case in saw


def test_a_case_of_another_unit_has_no_explanation(made):
    _, _, _, folder, keys = made
    with pytest.raises(UserError, match="No such case"):
        explain_cases(read_log(folder), "X000008", keys)


def test_a_key_of_another_selection_is_refused(made, tmp_path):
    _, _, _, folder, _ = made
    open_secret(tmp_path / "others")
    with pytest.raises(InputMissing, match="another secret"):
        explain_cases(read_log(folder), "X000001", tmp_path / "others")


def test_a_folder_that_is_no_selection_is_refused(tmp_path):
    with pytest.raises(InputMissing, match="probata cohort select"):
        read_log(tmp_path)
    (tmp_path / "selection.json").write_text("{}")
    with pytest.raises(UserError, match="Select again"):
        read_log(tmp_path)


def test_a_text_that_would_be_a_formula_stays_text(tmp_path):
    rows = [{**row, "Team": '=HYPERLINK("x")'} for row in list_rows({})]
    selection = select_rows(rows)
    named = name_cases(selection, bytes(32))
    files = selection_files(selection, named, PLACES, bytes(32), b"")
    assert table(files["cohort.csv"])[0]["team"] == '\'=HYPERLINK("x")'
