"""Each rule at its boundaries: who is in the cohort and what put the others out."""

import datetime

import pytest
from case_lists import (
    PLACES,
    RULES_TEXT,
    decisions,
    list_rows,
    read_rows,
    rules_of,
    select_rows,
)

from probata.cohort.facts import fact_texts
from probata.cohort.flow import flows_by_unit, list_flow
from probata.cohort.programme import read_programme
from probata.cohort.select_cases import cases_of_other_times
from probata.errors import DataError

IN = {}
CUSTODY = {
    "Sentence type": "SC",
    "Sentence date": "01/02/2022",
    "Commencement date": "01/02/2022",
    "Requirement": "",
}


def decide(*changes, **options):
    """What decided about each row, in the order of the rows."""
    rows = list_rows(*changes)
    found = decisions(select_rows(rows, **options))
    return [found[row["CRN"], row["Event number"]] for row in rows]


def flow_of(selection):
    return next(iter(flows_by_unit(selection).values()))


@pytest.mark.parametrize(
    ("day", "decided"),
    [
        ("02/10/2022", "in_weeks"),  # Sunday before
        ("03/10/2022", "cohort"),  # Monday of week 31
        ("09/10/2022", "cohort"),  # its Sunday
        ("10/10/2022", "in_weeks"),
        ("23/10/2022", "in_weeks"),
        ("24/10/2022", "cohort"),  # Monday of week 28
        ("30/10/2022", "cohort"),
        ("31/10/2022", "in_weeks"),
    ],
)
def test_a_week_goes_from_monday_to_sunday(day, decided):
    assert decide({"Commencement date": day}) == [decided]


@pytest.mark.parametrize(
    ("day", "decided"),
    [
        ("25/09/2022", "in_weeks"),  # 32 weeks and a day
        ("26/09/2022", "cohort"),  # exactly 32 weeks before the Monday of fieldwork
        ("02/10/2022", "cohort"),
        ("03/10/2022", "in_weeks"),
        ("30/10/2022", "in_weeks"),
        ("31/10/2022", "cohort"),  # exactly 27 weeks
        ("06/11/2022", "cohort"),
        ("07/11/2022", "in_weeks"),  # 26 weeks
    ],
)
def test_both_ends_of_the_window_belong_to_it(day, decided):
    change = {"Commencement date": day, "Sentence date": "20/09/2022"}
    assert decide(change, weeks=[32, 27]) == [decided]


@pytest.mark.parametrize(
    ("change", "decided"),
    [
        ({"Sentence type": "SSO"}, "cohort"),
        ({"Sentence type": "Fine", "Requirement": ""}, "sentence_type"),
        ({"Sentence type": "Deferred sentence"}, "sentence_type"),
        ({"Sentence type": "Hospital order"}, "sentence_type"),
        ({"Requirement": "W"}, "cohort"),
        ({"Requirement": "Accredited programme"}, "cohort"),
        ({"Requirement": "Curfew;RAR"}, "cohort"),
        ({"Requirement": "Curfew"}, "requirement"),
        ({"Requirement": ""}, "requirement"),
        ({**CUSTODY, "Release date": "05/10/2022"}, "cohort"),
        ({**CUSTODY, "Release date": "12/10/2022"}, "in_weeks"),
        (
            {**CUSTODY, "Release date": "05/05/2022", "PSS start date": "26/10/2022"},
            "cohort",
        ),
        # A community order whose `release` lies in the weeks did not start there.
        (
            {
                "Commencement date": "12/10/2022",
                "Sentence date": "01/10/2022",
                "Release date": "05/10/2022",
            },
            "in_weeks",
        ),
        (
            {**CUSTODY, "Sentence type": "DTO", "Release date": "05/10/2022"},
            "sentence_type",
        ),
        ({"Termination date": "10/10/2022"}, "ended_within_7_days"),
        ({"Termination date": "03/10/2022"}, "ended_within_7_days"),
        ({"Termination date": "11/10/2022"}, "cohort"),
        ({"Live review": "SFO"}, "live_review"),
        ({"Live review": "SCR"}, "live_review"),
        ({"Live review": "CPR"}, "live_review"),
        ({"Live review": ""}, "cohort"),
        ({"Transfer out date": "01/02/2023"}, "transferred_out"),
        ({"Transfer in date": "31/10/2022"}, "cohort"),  # 28 days after the start
        ({"Transfer in date": "01/11/2022"}, "transferred_in"),
        ({"Transfer in date": "01/09/2022"}, "cohort"),  # before the start
        ({"Restricted": "Y"}, "cohort"),  # read by cleared people, not left out
        ({"PDU": "Leeds"}, "other unit"),
    ],
)
def test_each_rule_at_its_boundary(change, decided):
    assert decide(change, IN) == [decided, "cohort"]


def test_the_first_rule_that_applies_decides():
    change = {"Live review": "SFO", "Termination date": "05/10/2022"}
    assert decide(change) == ["ended_within_7_days"]


@pytest.mark.parametrize(
    ("keep", "first", "second"),
    [
        ("first_start", "cohort", "one_per_person"),
        ("last_start", "one_per_person", "cohort"),
        ("none", "one_per_person", "one_per_person"),
    ],
)
def test_of_two_sentences_of_a_person_the_declared_one_stays(keep, first, second):
    text = RULES_TEXT.replace('keep = "first_start"', f'keep = "{keep}"')
    same = {"CRN": "X000009"}
    later = {**same, "Event number": "2", "Commencement date": "25/10/2022"}
    outside = {**same, "Event number": "3", "Commencement date": "12/10/2022"}
    decided = decide(same, later, outside, IN, rules_text=text)
    assert decided == [first, second, "in_weeks", "cohort"]


def test_a_sentence_left_out_for_another_reason_does_not_count():
    same = {"CRN": "X000009"}
    later = {**same, "Event number": "2", "Commencement date": "25/10/2022"}
    assert decide({**same, "Live review": "SFO"}, later) == ["live_review", "cohort"]


def test_on_one_day_the_lower_event_number_stays():
    same = {"CRN": "X000009"}
    decided = decide({**same, "Event number": "10"}, {**same, "Event number": "9"})
    assert decided == ["one_per_person", "cohort"]


def test_one_person_in_two_inspected_units_is_in_both_cohorts():
    # Each inspection selects for itself; nothing joins them.
    rows = list_rows(IN, {"CRN": "X000001", "Event number": "2", "PDU": "Leeds"})
    found = decisions(select_rows(rows, units=("Swindon and Wiltshire", "Leeds")))
    assert set(found.values()) == {"cohort"}


def test_a_column_that_is_not_there_leaves_a_rule_open_and_is_counted():
    selection = select_rows(list_rows(IN, IN, {"Live review": "SFO"}))
    step = next(s for s in flow_of(selection).steps if s.id == "outside_court")
    assert (step.out, step.open_) == (0, 3)
    text = RULES_TEXT.replace(
        'reason = "sentenced by', 'if_unknown = "leave_out"\nreason = "sentenced by'
    )
    step = next(
        s
        for s in flow_of(select_rows(list_rows(IN, IN), rules_text=text)).steps
        if s.id == "outside_court"
    )
    assert (step.out, step.open_) == (2, 2)


def test_a_small_cohort_gets_another_week():
    text = RULES_TEXT.replace("below = 0", "below = 3")
    third = {"Commencement date": "17/10/2022"}  # week 29, the first to be added
    fourth = {"Commencement date": "10/10/2022"}  # week 30
    selection = select_rows(list_rows(IN, IN, third, fourth), rules_text=text)
    assert list(decisions(selection).values()) == ["cohort"] * 3 + ["in_weeks"]
    assert [week.number for week in selection.inspections[0].weeks] == [31, 29, 28]
    assert [week.number for week in selection.inspections[0].added] == [29]
    selection = select_rows(list_rows(IN, third, fourth), rules_text=text)
    assert len(selection.inspections[0].added) == 2
    selection = select_rows(list_rows(IN, IN, IN, third), rules_text=text)
    assert selection.inspections[0].added == ()
    # A week that is inspected anyway is not added to it.
    selection = select_rows(list_rows(IN, third), rules_text=text, weeks=[31, 29])
    assert [week.number for week in selection.inspections[0].weeks] == [31, 30, 29]


def test_facts_are_whole_days_and_completed_years():
    rows = list_rows(
        {"Date of birth": "29/02/2000", "Commencement date": "28/10/2022"},
        {"Date of birth": "03/10/2000", "Termination date": "11/10/2022"},
        {"Date of birth": "04/10/2000"},
        {"Date of birth": ""},
    )
    facts = select_rows(rows).facts
    assert fact_texts(facts["age"]) == ["22", "22", "21", ""]
    assert fact_texts(facts["days_supervised"]) == ["", "8", "", ""]


def test_flows_add_up_and_name_every_rule():
    rows = list_rows(IN, {"CRN": "bad"}, {"CRN": "X000001"}, {"PDU": "Leeds"}, IN)
    selection = select_rows(rows)
    whole, unit = list_flow(selection), flow_of(selection)
    assert [(s.id, s.before, s.out) for s in whole.steps] == [
        ("set_aside", 5, 1),
        ("joined", 4, 1),
        ("other_unit", 3, 1),
    ]
    assert (unit.first, unit.last) == (whole.last, 2)
    assert [s.id for s in unit.steps] == [s.id for s in selection.rules.steps]


def test_cases_of_a_unit_that_is_no_more_are_pointed_out():
    rows = list_rows(IN, {"PDU": "Staffordshire North"}, {"PDU": "Leeds"})
    assert cases_of_other_times(select_rows(rows), PLACES) == {"Staffordshire North": 1}


def test_a_list_of_another_unit_is_refused():
    with pytest.raises(DataError, match="holds no case of Leeds"):
        select_rows(list_rows(IN), units=("Leeds",))


def test_a_programme_reads_many_units(tmp_path):
    path = tmp_path / "programme.csv"
    path.write_text(
        "Unit,Fieldwork,Weeks\nLeeds,08/05/2023,\nSwindon & Wiltshire,2023-05-10,32;27\n"
    )
    leeds, swindon = read_programme(path, rules_of(RULES_TEXT), PLACES)
    assert leeds.fieldwork == swindon.fieldwork == datetime.date(2023, 5, 8)
    assert [week.number for week in leeds.weeks] == [31, 28]
    assert [week.number for week in swindon.weeks] == [32, 27]


def test_every_bad_row_of_a_programme_is_told(tmp_path):
    path = tmp_path / "programme.csv"
    path.write_text(
        "unit,fieldwork,weeks\n"
        "Leeds,2023-05-07,\n"
        "Atlantis,2023-05-08,\n"
        "York,soon,\n"
        "York,2023-05-08,31 30\n"
        "York,2023-05-08,x\n"
        "Wirral,2023-05-08,\n"
        "wirral,2023-05-15,\n"
    )
    with pytest.raises(DataError) as caught:
        read_programme(path, rules_of(RULES_TEXT), PLACES)
    told = {fault.where: fault.problem for fault in caught.value.faults}
    assert list(told) == [f"row {row}" for row in (2, 3, 4, 5, 6, 8)]
    for row, words in (
        (2, "is a Sunday"),
        (3, "not a delivery unit"),
        (4, "not a date"),
        (5, "less than 2 apart"),
        (6, "whole numbers"),
        (8, "row 7 already"),
    ):
        assert words in told[f"row {row}"]


def test_a_programme_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "programme.csv"
    path.write_text("place,when\nLeeds,2023-05-08\n")
    with pytest.raises(DataError, match="no column `unit` and no column `fieldwork`"):
        read_programme(path, rules_of(RULES_TEXT), PLACES)


def test_the_list_of_the_tests_is_clean():
    assert not read_rows(list_rows(IN, CUSTODY)).findings
