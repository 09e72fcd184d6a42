"""Published counts are resolved where rounding leaves a choice, and refused where none."""

import pytest

from probata.dataset import twin_margins
from probata.dataset.twin_margins import read_margins
from probata.declarations import read_declaration
from probata.errors import DeclarationError

HEADER = "table,variable,role,category,n,percent_yes,yes_count"


@pytest.fixture
def margins(tmp_path, monkeypatch):
    """`margins(rows)`: the counts that follow from rows of a published table."""
    monkeypatch.setattr(twin_margins, "PUBLISHED", tmp_path)
    (tmp_path / "made_up").mkdir()
    path = tmp_path / "twin.toml"
    path.write_text('[twin]\npublished = "made_up"\n', encoding="utf-8")
    declaration = read_declaration(path)

    def read(*rows):
        text = "\n".join([HEADER, *rows]) + "\n"
        (tmp_path / "made_up" / "tables.csv").write_text(text, encoding="utf-8")
        return read_margins("made_up", declaration)

    return read


def test_missing_cases_are_what_is_left_of_each_outcome(margins):
    found = margins(
        "B1,all,total,all,100,40.0,40",
        "B1,sex,x,male,60,50.0,30",
        "B1,sex,x,female,35,20.0,7",
    )
    assert (found.positive, found.negative) == (40, 60)
    assert found.variables == {"sex": {"male": (30, 30), "female": (7, 28)}}
    assert found.missing == {"sex": (3, 2)}


def test_where_two_counts_fit_the_first_that_all_variables_allow_is_taken(margins):
    """40 or 41 positive of 100; 41 positive with a known sex exclude the 40."""
    found = margins(
        "B1,all,total,all,100,40.5,40|41",
        "B1,sex,x,male,50,42.0,21",
        "B1,sex,x,female,50,40.0,20",
        "B1,age,x,young,90,40.0,36|37",
    )
    assert (found.positive, found.negative) == (41, 59)
    assert found.variables["age"] == {"young": (36, 54)}
    assert found.missing == {"sex": (0, 0), "age": (5, 5)}


def test_every_variable_whose_counts_contradict_the_total_is_named(margins):
    with pytest.raises(DeclarationError) as caught:
        margins(
            "B1,all,total,all,100,40.0,40",
            "B1,sex,x,male,60,50.0,30",
            "B1,sex,x,female,41,24.4,10",
            "B1,age,x,young,90,40.0,36",
            "B1,case_type,x,community,80,51.3,41",
        )
    faults = [str(fault) for fault in caught.value.faults]
    assert len(faults) == 2
    assert "`sex`" in faults[0] and "`case_type`" in faults[1]
    for fault in faults:
        assert fault.startswith("twin.toml, line 2: the published counts of")
        assert "made_up/tables.csv" in fault


def test_more_positive_cases_than_cases_are_refused(margins):
    with pytest.raises(DeclarationError, match="cannot be used") as caught:
        margins("B1,all,total,all,100,40.0,40", "B1,sex,x,male,20,150.0,30")
    assert "`sex` contradict the total" in str(caught.value)
