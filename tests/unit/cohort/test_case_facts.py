"""How the facts of a framework follow from a case list, as a file declares it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lists import MONDAY, UNIT, list_columns, list_file

from probata.cohort.case_facts_file import CaseFactsFile, read_case_facts
from probata.cohort.make_case_facts import make_case_facts
from probata.cohort.places import find_unit, packaged_file, read_places
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_list import read_case_list
from probata.cohort.read_rules import read_rules
from probata.cohort.select_cases import Selection, plan_inspection, select_cases
from probata.cohort.vocabulary import vocabulary
from probata.errors import DeclarationError
from probata.standards.read_framework import read_framework

HEAD = """
[case_facts]
id = "own"
title = "Our own"
framework = "probation_2021"
source = "Made up"
"""
FACTS = read_framework(Path("probation_2021")).file.facts


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """The cohort of a made-up list in which some values are missing."""
    columns = list_columns()
    columns["OGRS"] = np.where(np.arange(len(columns["CRN"])) % 2, columns["OGRS"], "")
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_bytes(list_file(columns))
    file, places = read_case_list_file(), read_places()
    rules = read_rules(None, file, places)
    unit = find_unit(places, UNIT, MONDAY)
    plan = plan_inspection(rules, unit, MONDAY)
    return select_cases(read_case_list(path, file, places), rules, places, [plan])


def read(text: str, tmp_path: Path) -> CaseFactsFile:
    file, places = read_case_list_file(), read_places()
    names = vocabulary(file, read_rules(None, file, places), places)
    path = tmp_path / "facts.toml"
    path.write_text(HEAD + text)
    return read_case_facts(path, names)


def test_the_packaged_declaration_gives_every_fact_its_framework_asks_for(
    selection: Selection,
) -> None:
    file, places = read_case_list_file(), read_places()
    names = vocabulary(file, read_rules(None, file, places), places)
    packaged = read_case_facts(packaged_file("case_facts_probation_2021"), names)
    made = make_case_facts(packaged, FACTS, selection)
    assert made.unmatched == () and made.unknown() == {}
    assert set(made.facts) == set(FACTS)
    for name, texts in made.facts.items():
        assert len(texts) == len(made.rows) == int(selection.chosen.sum())
        assert set(texts) <= set(FACTS[name].ids)


def test_the_first_condition_that_holds_counts_and_an_open_one_leaves_it_unknown(
    selection: Selection, tmp_path: Path
) -> None:
    file = read(
        """
[facts.review_due]
mark = "P"
values = [
  { is = "yes", when = 'ogrs_score >= 50' },
  { is = "no", when = 'ogrs_score >= 0' },
]
[facts.unpaid_work_only]
mark = "P"
values = [{ is = "yes", when = 'ogrs_score > 1000' }]
otherwise = "no"
""",
        tmp_path,
    )
    made = make_case_facts(file, FACTS, selection)
    scores = selection.facts["ogrs_score"]
    values, known = scores.values[made.rows], scores.known[made.rows]
    assert not known.all() and known.any()
    expected = np.where(known, np.where(values >= 50, "yes", "no"), "")
    assert made.facts["review_due"] == expected.tolist()
    assert made.facts["unpaid_work_only"] == np.where(known, "no", "").tolist()
    assert made.unmatched == ("case_type",)
    assert made.unknown()["case_type"] == len(made.rows)


def test_a_number_is_taken_as_it_is(selection: Selection, tmp_path: Path) -> None:
    from probata.standards.framework import Fact

    file = read('[facts.score]\nmark = "P"\nnumber = "ogrs_score"\n', tmp_path)
    asked = {"score": Fact(label="OGRS3 score", unit="points")}
    texts = make_case_facts(file, asked, selection).facts["score"]
    assert {text for text in texts if text} and "" in texts
    assert all(0 <= float(text) <= 100 for text in texts if text)


def test_what_is_kept_is_what_is_declared(selection: Selection, tmp_path: Path) -> None:
    file = read("", tmp_path)
    assert make_case_facts(file, {}, selection).kept == {}
    path = tmp_path / "facts.toml"
    path.write_text(HEAD + 'keep = ["rosh"]\n')
    made = make_case_facts(_read_at(path), {}, selection)
    assert set(made.kept) == {"rosh"}


def _read_at(path: Path) -> CaseFactsFile:
    file, places = read_case_list_file(), read_places()
    return read_case_facts(
        path, vocabulary(file, read_rules(None, file, places), places)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[facts.a]\nmark = "P"\n', "needs either `values` or `number`"),
        ('[facts.a]\nmark = "P"\nnumber = "rosh"\n', "`rosh` is no number"),
        (
            '[facts.a]\nmark = "P"\nvalues = [{ is = "x", when = "rosh = 1" }]\n',
            "facts.toml, line",
        ),
        (
            '[facts.a]\nmark = "P"\nvalues = [{ is = "x", when = \'ross == "low"\' }]\n',
            "Did you mean `rosh`?",
        ),
        (
            '[facts.a]\nmark = "P"\nvalues = [{ is = "x", when = \'rosh == "lo"\' }]\n',
            "`rosh` can never be `lo`",
        ),
        ('keep = ["family_name"]\n', "`family_name` is no fact of a case list"),
        ('[facts.a]\nmark = "Q"\nnumber = "ogrs_score"\n', "`facts.a.mark` must be"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(DeclarationError) as refused:
        read(text, tmp_path)
    assert words in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = 'keep = ["a", "b"]\n[facts.c]\nmark = "P"\nnumber = "d"\n'
    with pytest.raises(DeclarationError) as refused:
        read(text, tmp_path)
    assert len(refused.value.faults) == 3


def test_a_value_that_the_framework_does_not_have_is_refused(
    selection: Selection, tmp_path: Path
) -> None:
    text = """
[facts.review_due]
mark = "P"
values = [{ is = "perhaps", when = 'rosh == "low"' }]
[facts.asked_by_another_version]
mark = "P"
values = [{ is = "anything", when = 'rosh == "low"' }]
"""
    file = read(text, tmp_path)
    with pytest.raises(DeclarationError, match="does not fit") as refused:
        make_case_facts(file, FACTS, selection)
    assert [fault.where for fault in refused.value.faults] == ["facts.review_due"]
