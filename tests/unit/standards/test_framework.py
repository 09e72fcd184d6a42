"""Frameworks as files: those that come with Probata are in order; every fault is told."""

import datetime
from pathlib import Path

import pytest

from probata.assessment.answers import Entry
from probata.assessment.form import compile_form
from probata.assessment.states import find_states
from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.read_codebook import read_codebook
from probata.errors import DeclarationError, InputMissing
from probata.standards.packaged import find_framework, packaged_names
from probata.standards.read_framework import read_framework
from probata.standards.remarks import find_remarks

CODEBOOK = Path(__file__).parents[3] / "bulletins/early_outcomes/codebook.toml"

PACKAGED = packaged_names()


def test_three_frameworks_of_different_kinds_come_with_probata():
    assert {"probation_2021", "youth_justice_2018", "public_protection_2025"} <= {
        *PACKAGED
    }


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_framework_is_in_order_and_goes_by_its_id(name):
    framework = read_framework(Path(name))
    assert framework.id == name
    assert not find_remarks(framework)


def test_the_bulletin_asks_the_prompts_of_its_framework():
    """The codebook's answers to a prompt are those of the framework, letter by letter."""
    codebook, _ = read_codebook(CODEBOOK)
    framework = read_framework(Path("probation_2021"))
    judged = [*codebook.of_role("prompt"), *codebook.of_role("key_question")]
    assert len(judged) == 14
    for name in judged:
        question = framework.question(name)
        declared = [
            (item.id, item.label, item.polarity) for item in codebook[name].categories
        ]
        assert declared == [
            (item.id, item.label.text(), item.polarity)
            for item in framework.answers_to(question)
        ]


def test_nine_standards_of_probation_are_rated_and_outcomes_are_not():
    standards = read_framework(Path("probation_2021")).file.standards
    assert sum(item.rated for item in standards) == 9
    unrated = [item.id for item in standards if not item.rated]
    assert unrated == ["outcomes", "practitioner_interview"]


def test_an_interview_is_a_section_of_the_form_and_columns_of_the_data_set():
    framework = read_framework(Path("probation_2021"))
    form = compile_form(framework)
    section = form.sections[-1]
    assert section.id == "practitioner_interview"
    assert section.ids[0] == "practitioner_interviewed"
    held = find_states(form, {}, {section.ids[0]: Entry(value="held")})
    missed = find_states(form, {}, {section.ids[0]: Entry(value="not_held_absent")})
    for name in section.ids[1:]:
        assert held[name].applies and not missed[name].applies
    assert set(section.ids) <= set(assessment_codebook(framework).variables)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("rated = false\ninterview", "rated = true\ninterview", "is not rated"),
        (
            'under = "practitioner_interview"',
            'under = "outcomes"',
            "no question is asked in this interview",
        ),
        ('"practitioner"\nsource', '"a passer-by"\nsource', "interview"),
    ],
)
def test_an_interview_is_neither_rated_nor_empty(tmp_path, old, new, why):
    text = find_framework(Path("probation_2021")).read_text()
    assert old in text
    path = tmp_path / "framework.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(DeclarationError) as caught:
        read_framework(path)
    assert any(why in str(fault) for fault in caught.value.faults)


def test_thirteen_standards_of_youth_justice_are_rated():
    standards = read_framework(Path("youth_justice_2018")).file.standards
    assert sum(item.rated for item in standards) == 13


def test_a_name_that_is_not_known_gets_the_nearest():
    with pytest.raises(InputMissing, match="Did you mean `probation_2021`"):
        read_framework(Path("probation_2012"))


def test_a_good_framework_is_read(small):
    framework = small.read()
    assert [item.id for item in framework.prompts_of("k")] == ["first", "second"]
    assert [item.id for item in framework.supplementary_under("k")] == ["third"]
    assert framework.question("second").short.text() == "Was it done well?"


def test_guidance_is_that_in_force_on_the_day(small):
    framework = small.read(
        add="""
[[guidance]]
question = "first"
version = "2"
valid_from = 2021-06-01
text = "Look at the record and ask."
source = "us"
confidence = "proposed"
"""
    )

    def version(day: datetime.date | None) -> str | None:
        found = framework.guidance_for("first", day)
        return found.version if found else None

    assert version(datetime.date(2019, 12, 31)) is None
    assert version(datetime.date(2021, 5, 31)) == "1"
    assert version(datetime.date(2021, 6, 1)) == "2"
    assert version(None) == "2"
    assert framework.guidance_for("second") is None


def test_words_come_in_the_language_asked_for_or_in_english(small):
    framework = small.read(
        ('title = "Domain"', 'title = { en = "Domain", cy = "Maes" }'),
        ("sources", 'languages = ["en", "cy"]\nsources'),
    )
    assert framework.file.domains[0].title.text("cy") == "Maes"
    assert framework.file.standards[0].title.text("cy") == "Standard"
    told = [str(item) for item in find_remarks(framework)]
    assert len(told) == 1 and "16 other places" in told[0]


def test_all_faults_come_at_once_in_the_order_of_the_file(small):
    faults = small.faults(
        ('id = "s"\n', 'id = "d"\n'),
        ('label = "Yes", polarity = "positive"', 'label = "Yes", polarity = "neutral"'),
    )
    assert len(faults) == 4
    assert "no answer is positive" in faults[0] and "no answer is positive" in faults[1]
    assert "already that of one of the domains" in faults[2]
    assert "`s` is not a declared standard" in faults[3]


# What is put in place of what, the text on the line that is named, and what is said.
SECOND = "applies_when = 'first"
BROKEN = [
    ('kind == "a"', 'kind == "c"', SECOND, "`kind` can never be `c`"),
    ('kind == "a"', 'kind > "a"', SECOND, "values without an order"),
    ("age >= 18", 'age == "x"', "age ==", "`age` is a number"),
    ("age >= 18", "height >= 18", "height", "`height` is no fact of a case"),
    ('first == "yes"', 'first == "may"', SECOND, "`first` can never be `may`"),
    ('first == "yes" and', 'kind == "b" and', "kind ==", "no case can meet this"),
    ("age >= 18", "age >= 18 and age < 18", "age <", "no case can meet this"),
    ("age >= 18", "age +", "age +", "cannot be read as a condition"),
    (', polarity = "neutral"', "", '"Not needed"', "three.2.polarity` is missing"),
    ('"Not needed"', '"No"', "three = ", "the label `No` stands twice"),
    ('id = "none"', 'id = "not_asked"', "not_asked", "mark of a missing value"),
    ('id = "none"', 'id = "no"', "three = ", "the answer `no` stands twice"),
    ('answers = "three"', 'answers = "four"', "four", "not a declared answers"),
    ('source = "us"\n', 'source = "them"\n', "them", "`them` is not a declared source"),
    ('id = "third"', 'id = "first"', 'id = "first"\nunder', "one of the prompts"),
    ('id = "second"', 'id = "sec ond"', "sec ond", "cannot be an id"),
    ('id = "second"', 'id = "class"', "class", "cannot be an id"),
    ('under = "k"', 'under = "q"', "under", "not a declared standard or key question"),
    ('unit = "years"', "", "[facts.age]", "needs either `values` or, for a number"),
    ('question = "first"', 'question = "f"', '"f"', "not a declared question"),
    ('title = "Domain"', 'title = " "', 'title = " "', "the words are empty"),
    ('title = "Domain"', 'title = { cy = "M" }', "cy", "English words (`en`)"),
    ('title = "Domain"', "title = 3", "title = 3", "must be words in quotes"),
    ("sources", "valid_to = 2019-01-01\nsources", "valid_to", "before it starts"),
    ('id = "first"', 'id = "first"\nwas = "first"', "was", "an id that changed"),
    ('id = "k"', 'id = "k"\nasked_of = "unit"', "[[prompts]]", "question of the unit"),
    ("rated = true", "ratd = true", "ratd", "`standards.0.ratd` is not a key"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), BROKEN)
def test_a_fault_is_told_with_its_line(small, old, new, at, words):
    faults = small.faults((old, new))
    text = (small.folder / "small.toml").read_text()
    line = text.count("\n", 0, text.index(at)) + 1
    assert any(f"line {line}:" in fault and words in fault for fault in faults), faults


def test_a_question_that_follows_one_never_asked_cannot_be_reached(small):
    """Each condition can be met alone; the second asks for what the first excludes."""
    faults = small.faults(
        (
            'text = "Was it done?"',
            'text = "Was it done?"\napplies_when = \'kind == "b"\'',
        ),
    )
    assert len(faults) == 1
    assert "`second` is never asked" in faults[0]


def test_a_prompt_is_asked_where_its_key_question_is(small):
    faults = small.faults(
        (
            'text = "Is it good?"',
            'text = "Is it good?"\napplies_when = \'kind == "b"\'',
        ),
    )
    assert [fault.split(": ")[1].split(",")[0] for fault in faults] == [
        "no case can meet this"
    ]


def test_a_circle_is_told_once(small):
    faults = small.faults(
        (
            'text = "Was it done?"',
            'text = "Was it done?"\napplies_when = \'second == "yes"\'',
        ),
    )
    assert len(faults) == 1
    assert "goes round in a circle" in faults[0]


def test_what_is_asked_of_the_unit_cannot_depend_on_a_case(small):
    faults = small.faults(
        ('under = "k"', 'under = "k"\nasked_of = "unit"'),
    )
    assert len(faults) == 1
    assert "no fact of a case can decide" in faults[0]


def test_a_language_that_is_not_declared_is_a_fault(small):
    title = ('title = "Domain"', 'title = { en = "Domain", cy = "Maes" }')
    assert "`cy`, which is not one of the languages" in small.faults(title)[0]


def test_what_is_unused_or_says_nothing_is_remarked_on(small):
    framework = small.read(
        ("age >= 18", 'kind in ("a", "b")'),
        ('sources = { us = "Ours" }', 'sources = { us = "Ours", they = "Theirs" }'),
        ('answers = "three"', 'answers = "yes_no"'),
        add='\n[[domains]]\nid = "empty"\ntitle = "Empty"\n',
    )
    told = [str(item) for item in find_remarks(framework)]
    assert len(told) == 5
    for words in (
        "`third` is always asked",
        "nothing names the source `they`",
        "no condition uses the fact `age`",
        "no question uses the answers `three`",
        "no standard is in the domain `empty`",
    ):
        assert any(words in item for item in told), words


def test_following_any_answer_is_not_always_being_asked(small):
    """`first` is asked of some; what follows each of its answers is asked of those."""
    framework = small.read(
        (
            'text = "Was it done?"',
            'text = "Was it done?"\napplies_when = \'kind == "a"\'',
        ),
        ("age >= 18", 'first in ("yes", "no")'),
    )
    told = [str(item) for item in find_remarks(framework)]
    assert len(told) == 1 and "no condition uses the fact `age`" in told[0]
