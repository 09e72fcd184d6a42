"""One made-up trouble each, linked for real: what the stated rule makes of it."""

import pytest
from linkages import pair_up

from probata.linkage.decide import LIKELY, LINKED, TIE, decide
from probata.linkage.engine import score_pairs
from probata.linkage.pair_rules import ONE_IDENTIFIER, TWINS
from probata.linkage.run import run_linkage

ANN = ("A", "Ann", "Summerfield", "1990-03-05", "ZZ1 1AA", "70/1X", "t1")


def record(base, name, **changes):
    names = ("id", "forename", "surname", "date_of_birth", "postcode", "identifier")
    values = dict(zip((*names, "person"), base, strict=True))
    return tuple((values | {"id": name} | changes).values())


def outcome(folder, one, other, **settings):
    """What became of the pair of the two rows; None where it was not worth review."""
    linkage, records = pair_up(folder, [one], [other], **settings)
    scored = score_pairs(linkage, records)
    run = run_linkage(linkage, records, scored, {})
    places = [
        records.files[0].ids.tolist().index(one[0]),
        records.files[0].n + records.files[1].ids.tolist().index(other[0]),
    ]
    found = (scored.left == places[0]) & (scored.right == places[1])
    status = str(run.decided.status[found][0]) if found.any() else None
    return status, {note.what: note.count for note in run.report.notes}


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"date_of_birth": "1990-05-03"}, "linked although swapped: day and month"),
        (
            {"forename": "Summerfield", "surname": "Ann"},
            "linked although swapped: forename and surname",
        ),
        ({"surname": "Sümmerfield"}, None),
        ({"surname": "Sumerfield"}, None),
        ({"forename": "A", "identifier": ""}, None),
        ({"date_of_birth": "", "identifier": ""}, None),
        ({"postcode": "", "identifier": ""}, None),
    ],
)
def test_a_slip_does_not_part_a_person(tmp_path, changes, note):
    status, notes = outcome(tmp_path, ANN, record(ANN, "B", **changes))
    assert status == LINKED
    if note:
        assert notes[note] == 1


def test_twins_wait_for_a_person(tmp_path):
    twin = record(ANN, "B", forename="Rose", identifier="70/2X", person="t2")
    status, notes = outcome(tmp_path, ANN, twin)
    assert status in (TWINS, None)  # never linked
    twin = record(ANN, "B", forename="Rose", identifier="", person="t2")
    status, notes = outcome(tmp_path, ANN, twin)
    assert status == TWINS
    assert notes[TWINS] == 1


def test_a_number_miswritten_before_its_end_is_not_a_twins(tmp_path):
    """A typing error inside the number; twins' numbers in a row differ at its end."""
    one = record(ANN, "A", identifier="1981/123456X")
    same = record(one, "B", forename="Rose", identifier="1981/132456X")
    assert outcome(tmp_path, one, same)[0] == LINKED
    twin = record(one, "B", forename="Rose", identifier="1981/123457X", person="t2")
    assert outcome(tmp_path, one, twin)[0] in (TWINS, None)


def test_another_name_under_one_identifier_is_one_person(tmp_path):
    renamed = record(ANN, "B", forename="Rose")
    assert outcome(tmp_path, ANN, renamed)[0] == LINKED


def test_one_identifier_of_two_people_never_links_them(tmp_path):
    other = ("B", "Gwen", "Oakhanger", "1961-11-29", "ZZ8 8QQ", ANN[5], "t2")
    status, notes = outcome(tmp_path, ANN, other)
    assert status in (None, ONE_IDENTIFIER)
    told = "same identifier, but too unlike for review"
    assert notes.get(told, 0) + notes.get(ONE_IDENTIFIER, 0) == 1


def test_names_in_another_script_link_as_they_stand(tmp_path):
    one = ("A", "Иван", "Иванов", "1990-03-05", "ZZ1 1AA", "", "t1")
    assert outcome(tmp_path, one, record(one, "B"))[0] == LINKED


def test_people_without_a_double_are_left_alone(tmp_path):
    other = ("B", "Gwen", "Oakhanger", "1961-11-29", "ZZ8 8QQ", "70/9X", "t2")
    assert outcome(tmp_path, ANN, other)[0] is None


def test_two_people_who_fit_equally_well_wait_for_a_person(tmp_path):
    twice = [record(ANN, "A1", identifier=""), record(ANN, "A2", identifier="")]
    linkage, records = pair_up(
        tmp_path, twice, [record(ANN, "B", identifier="")], more="person_once = true"
    )
    scored = score_pairs(linkage, records)
    made = decide(linkage.file, records, scored, 0.95, {})
    assert sorted(made.status.tolist()).count(TIE) == 2
    assert LIKELY not in made.status.tolist()
