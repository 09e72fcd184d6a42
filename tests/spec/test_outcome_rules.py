"""What becomes of each kind of case and event in `probata outcomes`, as tables."""

import csv
import json

import pytest

from probata.cli.main import main

RULES = """
[outcome]
id = "reoffending"
title = "Proven reoffending within twelve months"
follow_up_months = 12
waiting_months = 6
observed_until = 2021-12-31
{more}

[cases]
death = "died"
carry = ["sex"]

[completion]
column = "ended"
completed = ["expired", "completed early"]
not_completed = ["revoked"]
neither = ["died"]

[events]
date = "offence_date"
proved = "convicted"
id = "event_id"
kind = "kind"
counts = ["conviction", "caution"]
recall = ["recall"]
ignore = ["arrest"]
"""
CASE_HEADER = "case_id,start_date,died,sex,ended"
EVENT_HEADER = "event_id,case_id,offence_date,convicted,kind"
# id, row, the state it ends in, days followed, whether an event ended them
CASES = [
    ("A", "A,2019-03-01,,F,expired", "not_reoffended", "366", "0"),
    ("B", "B,2019-03-01,,M,revoked", "reoffended", "30", "1"),
    ("C", "C,2019-03-01,2019-06-01,M,died", "died", "92", "0"),
    ("D", "D,2019-03-01,2019-06-01,M,", "reoffended", "30", "1"),
    ("E", "E,2019-03-01,2020-03-01,M,expired", "not_reoffended", "366", "0"),
    ("F", "F,2020-07-01,,M,expired", "not_reoffended", "365", "0"),
    ("G", "G,2020-07-02,,M,expired", "follow_up_incomplete", "364", "0"),
    ("H", "H,2020-12-01,,M,moved", "follow_up_incomplete", "31", "1"),
    ("I", "I,2019-03-01,,M,expired", "not_reoffended", "366", "0"),
    ("J", "J,2020-02-29,,M,expired", "reoffended", "364", "1"),
    ("K", "K,2021-08-01,,M,expired", "follow_up_incomplete", "", ""),
]
SET_ASIDE = [
    ("X1", ",2019-03-01,,F,", "no_id"),
    ("X2", "X2,,,F,", "no_start"),
    ("X3", "X3,2019-02-30,,F,", "start_not_a_date"),
    ("X4", "X4,2019-03-01,soon,F,", "death_not_a_date"),
    ("X5", "X5,2019-03-01,2019-02-28,F,", "died_before_start"),
    ("X6", "X6,2022-01-01,,F,", "started_late"),
    ("X7", "X7,2019-03-01,,F,", "id_repeated"),
    ("X7", "X7,2019-03-02,,F,", "id_repeated"),
    ("A", "A,2019-03-01,,F,expired", "row_repeated"),
]
EVENTS = [
    ("1,A,2019-02-28,2019-04-01,conviction", "before_start"),
    ("2,A,2020-03-01,2020-04-01,conviction", "after_follow_up"),
    ("3,A,2020-02-29,2020-09-01,conviction", "proved_late"),
    ("4,A,2019-05-01,2019-04-30,conviction", "proved_before_event"),
    ("5,A,2019-05-01,,conviction", "not_proved"),
    ("6,A,2019-05-01,later,conviction", "proof_not_a_date"),
    ("7,A,,2019-04-01,conviction", "no_date"),
    ("8,A,31/04/2019,2019-04-01,conviction", "not_a_date"),
    ("9,A,2019-05-01,2019-06-01,warning", "kind_not_declared"),
    ("10,A,2019-05-01,2019-06-01,arrest", "ignored"),
    ("11,B,2019-03-31,2019-08-01,conviction", "counted"),
    ("11,B,2019-03-31,2019-08-01,conviction", "event_repeated"),
    ("12,B,2020-02-29,2020-08-31,caution", "counted"),
    ("13,B,2020-01-01,2020-08-31,caution", "counted"),
    ("14,C,2019-06-02,2019-08-01,conviction", "after_death"),
    ("15,D,2019-03-31,2019-08-01,conviction", "counted"),
    ("16,H,2021-01-01,2021-12-31,conviction", "case_incomplete"),
    ("17,H,2021-01-01,2022-01-01,conviction", "proved_late"),
    ("18,I,2019-05-01,,recall", "recall"),
    ("19,J,2021-02-27,2021-08-28,conviction", "counted"),
    ("20,J,2021-02-28,2021-03-28,conviction", "after_follow_up"),
    ("21,Q,2019-05-01,2019-06-01,conviction", "no_such_case"),
    ("22,,2019-05-01,2019-06-01,conviction", "no_such_case"),
    ("23,X7,2019-05-01,2019-06-01,conviction", "case_left_out"),
]


def write(folder, cases, events, more=""):
    rows = [CASE_HEADER, *cases]
    (folder / "cases.csv").write_text("\n".join(rows) + "\n")
    (folder / "events.csv").write_text("\n".join([EVENT_HEADER, *events]) + "\n")
    (folder / "rules.toml").write_text(RULES.format(more=more))
    command = ["outcomes", "cases.csv", "events.csv", "--rules", "rules.toml"]
    return [str(folder / item) if "." in item else item for item in command] + [
        "--out",
        str(folder / "out"),
    ]


def read(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outcomes")
    cases = [row for _, row, *_ in CASES] + [row for _, row, _ in SET_ASIDE]
    main(write(folder, cases, [row for row, _ in EVENTS]))
    return folder / "out"


def test_every_case_is_in_one_state(made):
    rows = {row["case_id"]: row for row in read(made / "outcomes.csv")}
    assert len(rows) == len(CASES)
    for name, _, state, days, event in CASES:
        found = rows[name]
        assert (found["outcome_state"], found["days_followed"], found["event"]) == (
            state,
            days,
            event,
        ), name
        answer = {"reoffended": "yes", "not_reoffended": "no"}.get(state, "")
        assert found["reoffended"] == answer


def test_every_state_of_a_case_that_is_left_out_is_named_with_its_row(made):
    left = [row for row in read(made / "left_out.csv") if row["file"] == "cases.csv"]
    expected = [
        (str(at), state) for at, (_, _, state) in enumerate(SET_ASIDE, len(CASES) + 2)
    ]
    assert [(row["row"], row["state"]) for row in left] == expected


def test_every_event_is_in_one_state(made):
    record = json.loads((made / "report.json").read_text())
    found = {name: n for name, n in record["event_states"].items() if n}
    expected = {}
    for _, state in EVENTS:
        expected[state] = expected.get(state, 0) + 1
    assert found == expected
    assert sum(record["event_states"].values()) == record["events"] == len(EVENTS)
    assert sum(record["case_states"].values()) == record["cases"]


def test_offences_and_occasions_are_counted_apart(made):
    rows = {row["case_id"]: row for row in read(made / "outcomes.csv")}
    # Three offences, two of them proved on one day.
    assert (rows["B"]["reoffences"], rows["B"]["reoffending_occasions"]) == ("3", "2")
    assert rows["A"]["reoffences"] == "0"
    assert rows["C"]["reoffences"] == rows["G"]["reoffences"] == ""


def test_completion_follows_from_the_reason_of_termination(made):
    rows = {row["case_id"]: row for row in read(made / "outcomes.csv")}
    assert [rows[name]["completed"] for name in "ABCDH"] == ["yes", "no", "", "", ""]
    states = [rows[name]["completion_state"] for name in "CDH"]
    assert states == ["neither", "not_known", "not_declared"]


def test_a_recall_can_end_the_follow_up(tmp_path):
    cases = ["I,2019-03-01,,M,expired", "K,2019-03-01,,M,expired"]
    events = [
        "1,I,2019-05-01,,recall",
        "2,I,2019-05-02,2019-06-01,conviction",
        "3,K,2019-05-01,2019-06-01,conviction",
        "4,K,2019-05-01,,recall",
        "5,K,2019-02-01,,recall",
    ]
    main(write(tmp_path, cases, events, 'at_recall = "stop"'))
    one, other = read(tmp_path / "out" / "outcomes.csv")
    assert (one["outcome_state"], one["days_followed"], one["event"]) == (
        "recalled",
        "61",
        "0",
    )
    assert (other["outcome_state"], other["days_followed"]) == ("reoffended", "61")
    record = json.loads((tmp_path / "out" / "report.json").read_text())
    assert record["event_states"]["after_recall"] == 1


def test_a_file_without_events_gives_no_reoffending(tmp_path):
    main(write(tmp_path, [CASES[0][1]], []))
    (row,) = read(tmp_path / "out" / "outcomes.csv")
    assert (row["reoffended"], row["reoffences"]) == ("no", "0")


def test_a_study_reads_the_rows_by_the_codebook_beside_them(made, capsys):
    capsys.readouterr()
    text = (made / "codebook.toml").read_text()
    text += '\n[variables.case_id]\nlabel = "Case"\ntype = "id"\nrequired = true\n'
    (made / "mine.toml").write_text(text)
    main(["check", str(made / "mine.toml"), "--data", str(made / "outcomes.csv")])
    assert "11" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("waiting_months = 6", "waiting_month = 6", "not a key that is known"),
        ("observed_until = 2021-12-31", "", "`outcome.observed_until` is missing"),
        ('proved = "convicted"\n', "", "name the column `events.proved`"),
        ('kind = "kind"\n', "", "`kind` and `counts` go together"),
        ('recall = ["recall"]', 'recall = ["caution"]', "a kind stands twice: caution"),
        ('neither = ["died"]', 'neither = ["revoked"]', "a reason stands twice"),
        ('carry = ["sex"]', 'carry = ["event"]', "would take the place"),
        ('carry = ["sex"]', 'carry = ["gender"]', "has no column `gender`"),
        ("follow_up_months = 12", "follow_up_months = 0", "follow_up_months"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused(tmp_path, old, new, said, capsys):
    command = write(tmp_path, [CASES[0][1]], [EVENTS[0][0]])
    rules = tmp_path / "rules.toml"
    assert old in rules.read_text()
    rules.write_text(rules.read_text().replace(old, new))
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code in (4, 5)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_time_at_risk_begins_with_release_else_with_commencement(tmp_path):
    command = write(tmp_path, [], [])
    rules = tmp_path / "rules.toml"
    text = rules.read_text().replace(
        "[cases]", '[cases]\nstart = ["released", "began"]'
    )
    rules.write_text(text)
    header = "case_id,released,began,died,sex,ended"
    cases = [
        "A,2019-04-01,2019-01-01,,F,",
        "B,,2019-01-01,,F,",
        "C,soon,2019-01-01,,F,",
        "D,,,,F,",
    ]
    (tmp_path / "cases.csv").write_text("\n".join([header, *cases]) + "\n")
    events = [
        f"{at},{case},2019-03-01,2019-05-01,caution" for at, case in enumerate("AB")
    ]
    (tmp_path / "events.csv").write_text("\n".join([EVENT_HEADER, *events]) + "\n")
    main(command)
    found = {
        row["case_id"]: row["reoffended"] for row in read(tmp_path / "out/outcomes.csv")
    }
    assert found == {"A": "no", "B": "yes"}
    left = [row["state"] for row in read(tmp_path / "out/left_out.csv")]
    assert left == ["start_not_a_date", "no_start"]


def test_american_dates_are_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(write(tmp_path, ["A,03/15/2019,,F,"], []))
    assert "month stands first" in capsys.readouterr().err
