"""What must hold of a cohort, whatever the list: counts, places, order, names."""

import datetime

from case_lists import decisions, list_rows, select_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.cohort.cohort_files import name_cases
from probata.cohort.flow import flows_by_unit, list_flow

UNITS = ("Swindon and Wiltshire", "Leeds")
SECRET = bytes(range(32))
FIRST = datetime.date(2022, 9, 20)


def day(offset):
    return f"{FIRST + datetime.timedelta(days=offset):%d/%m/%Y}"


@st.composite
def rows(draw):
    """A row around the inspected weeks; people and events come several times."""
    started = draw(st.integers(0, 60))
    ended = draw(st.none() | st.integers(0, 12))
    return {
        "CRN": f"X{draw(st.integers(1, 9)):06d}",
        "Event number": str(draw(st.integers(1, 3))),
        "Date of birth": draw(st.sampled_from(["03/02/1985", "29/02/1980", "?"])),
        "PDU": draw(st.sampled_from([*UNITS, "Kirklees", "Nowhere"])),
        "Sentence date": day(0),
        "Sentence type": draw(st.sampled_from(["CO", "SSO", "SC", "Fine", "??"])),
        "Commencement date": day(started),
        "Release date": draw(st.sampled_from(["", day(started)])),
        "Termination date": "" if ended is None else day(started + ended),
        "Transfer out date": draw(st.sampled_from(["", day(70)])),
        "Requirement": draw(st.sampled_from(["F", "W", "Curfew", "", "Z9"])),
        "Live review": draw(st.sampled_from(["None", "SFO"])),
        "Restricted": draw(st.sampled_from(["N", "N", "Y"])),
    }


def lists():
    """At least one good row of each inspected unit, so that both have a cohort."""
    good = [
        {"CRN": "X000501", "PDU": UNITS[0]},
        {"CRN": "X000502", "PDU": UNITS[1]},
    ]
    return st.lists(rows(), max_size=25).map(lambda some: list_rows(*good, *some))


def select(some):
    return select_rows(some, units=UNITS)


@settings(deadline=None, max_examples=60)
@given(lists())
def test_the_flow_adds_up_from_the_list_to_the_cohorts(some):
    selection = select(some)
    whole, units = list_flow(selection), flows_by_unit(selection)
    assert whole.first == len(some)
    assert whole.last == sum(flow.first for flow in units.values())
    for at, flow in enumerate([whole, *units.values()]):
        for step, following in zip(flow.steps, flow.steps[1:], strict=False):
            assert step.after == following.before
        assert all(0 <= step.out <= step.before for step in flow.steps)
        if at:
            chosen = selection.chosen & (selection.inspection == at - 1)
            assert flow.last == chosen.sum()


@settings(deadline=None, max_examples=60)
@given(lists())
def test_no_case_is_in_two_places_and_none_is_lost(some):
    selection = select(some)
    cases = selection.cases
    rows_of_cases = cases.row_count.sum()
    assert rows_of_cases + len(cases.aside) == len(some)
    assert len(set(cases.first_row.tolist()) | set(cases.aside.tolist())) == (
        cases.n + len(cases.aside)
    )
    found = decisions(selection)
    assert len(found) == cases.n
    people = [
        (crn, unit)
        for (crn, event), decided, unit in zip(
            found, found.values(), selection.inspection.tolist(), strict=True
        )
        if decided == "cohort"
    ]
    assert len(set(people)) == len(people)


@settings(deadline=None, max_examples=60)
@given(lists().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_rows_makes_no_difference(both):
    some, shuffled = both
    assert decisions(select(some)) == decisions(select(shuffled))
    names = [name_cases(select(item), SECRET).cases for item in both]
    assert names[0] == names[1]


@settings(deadline=None, max_examples=60)
@given(lists())
def test_selecting_from_the_cohort_selects_all_of_it(some):
    found = decisions(select(some))
    chosen = {key for key, decided in found.items() if decided == "cohort"}
    left = [row for row in some if (row["CRN"], row["Event number"]) in chosen]
    assert set(decisions(select(left)).values()) == {"cohort"}
    assert set(decisions(select(left))) == chosen


@settings(deadline=None, max_examples=60)
@given(lists())
def test_other_units_make_no_difference(some):
    own = {
        key: decided
        for key, decided in decisions(select(some)).items()
        if decided != "other unit"
    }
    # People who are here and elsewhere keep all rows: their facts may differ between them.
    people = {row["CRN"] for row in some if row["PDU"] in UNITS}
    left = [row for row in some if row["CRN"] in people]
    again = {
        key: decided
        for key, decided in decisions(select(left)).items()
        if decided != "other unit"
    }
    assert again == own


@settings(deadline=None, max_examples=60)
@given(lists(), st.binary(min_size=32, max_size=32))
def test_pseudonyms_are_unique_and_differ_by_secret(some, secret):
    selection = select(some)
    named = name_cases(selection, SECRET)
    assert (
        len(set(named.cases)) == len(named.cases) == (selection.inspection >= 0).sum()
    )
    assert named.cases == sorted(named.cases)
    if secret != SECRET:
        assert not set(named.cases) & set(name_cases(selection, secret).cases)
