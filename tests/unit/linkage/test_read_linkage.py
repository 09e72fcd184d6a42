import pytest
from linkages import FILE, PLAIN

from probata.errors import DeclarationError, InputMissing
from probata.linkage.read_linkage import read_linkage

TWO = PLAIN + FILE.format(name="left", more="") + FILE.format(name="right", more="")


def faults_of(folder, text):
    path = folder / "linkage.toml"
    path.write_text(text)
    with pytest.raises(DeclarationError) as raised:
        read_linkage(path)
    return "\n".join(str(fault) for fault in raised.value.faults)


def test_ten_lines_are_enough(tmp_path):
    path = tmp_path / "linkage.toml"
    path.write_text(
        """[linkage]
title = "Two files"
[files.cases]
path = "a.csv"
id = "case"
fields = { forename = "First name", surname = "Surname", date_of_birth = "DOB" }
[files.convictions]
path = "b.csv"
id = "record"
fields = { forename = "FORENAMES", surname = "SURNAME", date_of_birth = "BIRTH" }
"""
    )
    linkage = read_linkage(path)
    assert linkage.file.field_names() == ("forename", "surname", "date_of_birth")
    assert linkage.file.thresholds.link == 0.95


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputMissing):
        read_linkage(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('surname = "surname"', 'sirname = "surname"'), "`sirname` has no role"),
        (('truth = "person"', 'truth = "person"\ngroups = ["surname"]'), "identifies"),
        (('truth = "person"', 'truth = "person"\ncarry = ["id"]'), "identifies"),
        (('truth = "person"', 'truth = "person"\ncarry = ["person"]'), "identifies"),
        (('id = "id"', 'id = "identifier"\npseudonymous = true'), "also compared"),
        (('truth = "person"\n', ""), "names the true person"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, change, told):
    assert told in faults_of(tmp_path, TWO.replace(*change, 1))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[blocking]\nrules = [["nickname"]]', "`nickname` is not a field"),
        ('[blocking]\nrules = [["surname[:0]"]]', "neither a field"),
        ("[blocking]\nrules = [[]]", "a rule has no part"),
        ("[thresholds]\nreview = 0.99", "review begins above"),
        ("[thresholds]\nreview = 0.9\ntable = [0.8]", "below `review`"),
        ('[outcome]\nlabel = "x"\ncolumn = "surname"\nvalues = ["y"]', "identifies"),
        ('[outcome]\nlabel = "x"\ncolumn = "kind"', "go together"),
        ('[fields.pnc]\nrole = "identifier"', "no file has the field"),
        ('[fields.identifier]\nrole = "surname"', "a linkage has it once"),
    ],
)
def test_a_wrong_rule_is_refused(tmp_path, more, told):
    assert told in faults_of(tmp_path, f"{TWO}\n{more}\n")


def test_one_file_has_neither_outcome_nor_everybody_once(tmp_path):
    one = PLAIN + FILE.format(name="left", more="person_once = true")
    told = faults_of(tmp_path, one + '[outcome]\nlabel = "x"\n')
    assert "needs a second file" in told
    assert "nothing to link" in told


def test_all_faults_come_at_once_with_their_lines(tmp_path):
    text = TWO + '[thresholds]\nreview = 0.99\n[outcome]\nlabel = "x"\ncolumn = "k"\n'
    told = faults_of(tmp_path, text)
    assert told.count("linkage.toml, line") == 3
