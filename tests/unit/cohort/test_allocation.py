"""Who reads what: efforts, needs, conflicts, balance, moves, and what to relax."""

import csv
import io

import pytest
from teams import make_cohort, make_team

from probata.cohort.allocation.allocate import allocate_cases
from probata.cohort.allocation.allocation_files import (
    allocation_files,
    read_before,
    say_balance,
    say_moves,
    say_passed_over,
)
from probata.cohort.allocation.readers import find_readers
from probata.errors import AnalysisError, DeclarationError, InputMissing, UserError

PEOPLE = """
[people.anna]
skills = ["limited_access", "experienced", "second_reader"]
[people.ben]
skills = ["second_reader"]
conflicts = { team = ["Team 3"], case = ["C-004"] }
[people.carys]
share = 0.5
skills = ["welsh"]
"""
ALL = "".join(
    f'[people.{name}]\nskills = ["limited_access", "experienced", "welsh", "second_reader"]\n'
    for name in ("anna", "ben", "carys")
)


def allocate(folder, people, *changes, share=0, before=None):
    cohort = make_cohort(*changes)
    return allocate_cases(
        cohort, make_team(folder, cohort, people, share), before or {}
    )


def readers_by_case(allocation):
    return dict(zip(allocation.cohort.cases, allocation.first(), strict=True))


def refuse(folder, people, *changes, share=0):
    with pytest.raises(AnalysisError) as caught:
        allocate(folder, people, *changes, share=share)
    return str(caught.value)


def test_efforts_add_up_by_the_declared_rules(tmp_path):
    cohort = make_cohort(
        {},
        {"start_kind": "released"},
        {"start_kind": "post_sentence", "rosh": "very_high"},
        {"requirement_unpaid_work": "yes", "requirement_rar": "no"},
        {"requirement_unpaid_work": "yes"},
    )
    readers = find_readers(cohort, make_team(tmp_path, cohort, ALL))
    assert (readers.effort / 20).tolist() == [1, 1.25, 1.5, 0.75, 1]


def test_needs_and_conflicts_are_kept(tmp_path):
    allocation = allocate(
        tmp_path,
        PEOPLE,
        {"limited_access": "yes"},
        {"language": "welsh"},
        {"rosh": "very_high"},
        {},
        *[{"team": "Team 3"}] * 4,
    )
    found = readers_by_case(allocation)
    assert (found["C-001"], found["C-002"], found["C-003"]) == ("anna", "carys", "anna")
    assert "ben" not in {found[f"C-{at:03d}"] for at in range(4, 9)}


def test_effort_is_shared_by_time(tmp_path):
    allocation = allocate(tmp_path, PEOPLE, *[{}] * 25)
    counts = [allocation.first().count(name) for name in ("anna", "ben", "carys")]
    assert counts == [10, 10, 5]
    assert "no allocation can do better (proven)" in say_balance(allocation)


def test_a_second_reader_is_somebody_else_with_the_skill(tmp_path):
    allocation = allocate(tmp_path, PEOPLE, *[{}] * 20, share=0.3)
    pairs = [
        (one, two)
        for one, two in zip(allocation.first(), allocation.second(), strict=True)
        if two
    ]
    assert len(pairs) == 6
    assert all(one != two and two in ("anna", "ben") for one, two in pairs)


def test_the_quality_sample_hardly_changes_with_the_cohort(tmp_path):
    def twice(count):
        cohort = make_cohort(*[{}] * count)
        readers = find_readers(cohort, make_team(tmp_path, cohort, ALL, 0.2))
        return {
            case
            for case, again in zip(cohort.cases, readers.twice, strict=True)
            if again
        }

    small, large = twice(50), twice(51)
    assert len(small) == len(large) == 10
    assert len(small - large) <= 1


def test_the_same_input_gives_the_same_files(tmp_path):
    changes = [{"rosh": "high"}, {}, {"start_kind": "released"}] * 9
    once = allocation_files(allocate(tmp_path, ALL, *changes, share=0.2))
    again = allocation_files(allocate(tmp_path, ALL, *changes, share=0.2))
    assert once == again


def test_when_somebody_drops_out_the_others_keep_their_cases(tmp_path):
    changes = [{}, {"rosh": "high"}] * 15
    first = allocate(tmp_path, ALL, *changes, share=0.1)
    for name, content in allocation_files(first).items():
        (tmp_path / name).write_bytes(content)
    before = read_before(tmp_path)
    left = ALL.split("[people.carys]")[0]
    second = allocate(tmp_path, left, *changes, share=0.1, before=before)
    kept = [
        (was, now)
        for was, now in zip(first.first(), second.first(), strict=True)
        if was != "carys"
    ]
    assert all(was == now for was, now in kept)
    assert second.solution.moves == second.solution.fewest_moves == 0
    assert "of the rest, 0 moved (the fewest possible" in say_moves(second)


def test_a_new_conflict_moves_what_it_must(tmp_path):
    changes = [{"team": f"Team {at % 3}"} for at in range(30)]
    before = {
        f"C-{at:03d}": (("anna", "ben", "carys")[at % 3], "") for at in range(1, 31)
    }
    bound = ALL.replace(
        "[people.ben]\n", '[people.ben]\nconflicts = { team = ["Team 0"] }\n'
    )
    second = allocate(tmp_path, bound, *changes, before=before)
    # C-004, C-007, ... are of Team 0 and ben's: all ten must move, nothing else need.
    moved = {
        case for case, now in readers_by_case(second).items() if before[case][0] != now
    }
    barred = {
        case
        for case, team in zip(
            second.cohort.cases, second.cohort.columns["team"], strict=True
        )
        if team == "Team 0" and before[case][0] == "ben"
    }
    assert barred <= moved
    assert second.solution.moves == len(moved) == second.solution.fewest_moves


def test_new_cases_are_told_and_other_cases_refused(tmp_path):
    before = {f"C-{at:03d}": ("anna", "") for at in range(1, 9)}
    allocation = allocate(tmp_path, ALL, *[{}] * 10, before=before)
    assert say_moves(allocation).startswith("2 cases are new; 0 readings of people")
    with pytest.raises(UserError, match="none of these cases"):
        allocate(tmp_path, ALL, {}, before={"C-999": ("anna", "")})


def test_what_nobody_may_read_is_named_with_what_to_relax(tmp_path):
    text = refuse(
        tmp_path, PEOPLE, {}, {"limited_access": "yes", "language": "welsh"}, {}
    )
    assert "1 case (C-002): nobody may read it." in text
    assert "anna, ben: no skill `welsh`" in text
    assert (
        "give the skill `welsh` to anna; give the skill `limited_access` to carys"
        in text
    )
    assert "C-001" not in text


def test_a_conflict_in_the_way_is_named(tmp_path):
    people = '[people.ben]\nconflicts = { team = ["Team 3"] }\n'
    text = refuse(tmp_path, people, *[{"team": "Team 3"}] * 7)
    assert "7 cases (C-001, C-002, C-003, C-004, C-005 and 2 more)" in text
    assert "lift the conflict by `team` of ben" in text


def test_a_second_reading_without_a_second_reader_is_named(tmp_path):
    people = PEOPLE.replace('skills = ["second_reader"]\n', "", 1)
    text = refuse(tmp_path, people, {"rosh": "very_high"}, share=1)
    assert "nobody may be the second to read it" in text
    assert "change the share or seed of second readings" in text


def test_a_case_that_no_second_person_may_read_is_passed_over_and_told(tmp_path):
    changes = [{"limited_access": "yes"}] * 4 + [{}] * 4
    allocation = allocate(tmp_path, PEOPLE, *changes, share=0.5)
    cases = allocation.cohort.cases
    read_twice = {
        case for case, two in zip(cases, allocation.second(), strict=True) if two
    }
    assert read_twice == set(cases[4:])
    told = say_passed_over(allocation)
    passed = [case for case in cases[:4] if case in told]
    assert len(passed) == allocation.readers.passed_over.sum() >= 1
    assert "nobody may be the second" in refuse(tmp_path, PEOPLE, *changes, share=0.75)


def test_limits_that_are_too_low_together_are_told(tmp_path):
    people = ALL.replace("]\n[", "]\nmost = 3\n[").replace(
        "[people.carys]\n", "[people.carys]\nmost = 2\n"
    )
    text = refuse(tmp_path, people, *[{}] * 10)
    assert "the limits add up to an effort of 8, the cases come to 10" in text
    assert "Raise limits by 2 in all" in text


def test_a_limit_of_the_only_cleared_person_is_told(tmp_path):
    people = PEOPLE.replace(
        "[people.anna]\n", "[people.anna]\nmost_cases = 2\nmost = 9\n"
    )
    text = refuse(tmp_path, people, *[{"limited_access": "yes"}] * 5, *[{}] * 5)
    assert "anna: would have to take 3 cases above 2, at the least" in text
    assert "lift what keeps others from the same cases (limited_access" in text
    people = PEOPLE.replace("[people.anna]\n", "[people.anna]\nmost = 4.5\n")
    text = refuse(tmp_path, people, *[{"limited_access": "yes"}] * 5)
    assert "anna: would have to take an effort of 0.5 above 4.5" in text


def test_limits_are_kept_where_they_can_be(tmp_path):
    people = PEOPLE.replace("[people.anna]\n", "[people.anna]\nmost = 2\n")
    people = people.replace("[people.carys]\n", "[people.carys]\nmost_cases = 1\n")
    allocation = allocate(tmp_path, people, *[{}] * 9)
    counts = [allocation.first().count(name) for name in ("anna", "ben", "carys")]
    assert counts == [2, 6, 1]


def test_every_fault_of_a_team_file_is_told(tmp_path):
    people = """
[effort]
base = 0.2
[people.anna]
share = 0.33
skills = ["walsh"]
[people.ben]
most = 1.01
conflicts = { teem = ["Team 3"], unit = ["leads"] }
[[needs]]
id = "x"
when = 'rosh == "extreme"'
skill = "welsh"
reason = "r"
mark = "P"
"""
    with pytest.raises(DeclarationError) as caught:
        make_team(tmp_path, make_cohort({}), people)
    text = str(caught.value)
    for words in (
        "`0.33` is not a step of 0.05",
        "`1.01` is not a step",
        "a case could come to no effort at all",
        "nothing needs the skill `walsh`",
        "the cohort has no column `teem`",
        "`unit` can never be `leads`",
        "`rosh` can never be `extreme`",
    ):
        assert words in text, text
    assert "team.toml, line" in text


def test_a_folder_without_an_allocation_is_refused(tmp_path):
    with pytest.raises(InputMissing):
        read_before(tmp_path)
    (tmp_path / "allocation.csv").write_text("case,who\nC-001,anna\n")
    with pytest.raises(UserError, match="not an allocation"):
        read_before(tmp_path)


def test_the_files_agree(tmp_path):
    allocation = allocate(tmp_path, ALL, *[{"rosh": "high"}, {}] * 8, share=0.25)
    files = allocation_files(allocation)
    cases, people = (
        list(csv.DictReader(io.StringIO(files[name].decode())))
        for name in ("allocation.csv", "people.csv")
    )
    assert len(cases) == 16
    for row in people:
        mine = [case for case in cases if case["reader"] == row["person"]]
        again = [case for case in cases if case["second_reader"] == row["person"]]
        assert (len(mine), len(again)) == (
            int(row["cases"]),
            int(row["second_readings"]),
        )
        effort = sum(float(case["effort"]) for case in mine) + 0.5 * len(again)
        assert float(row["effort"]) == pytest.approx(effort)
    assert all(row["record_source"] == "synthetic" for row in cases + people)
    assert "Synthetic data" in files["allocation.md"].decode()
