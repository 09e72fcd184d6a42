"""A design that cannot be drawn is refused whole, each fault with its line."""

import re
import shutil
from pathlib import Path

import pytest

from probata.analysis.read_study import read_study
from probata.analysis.twin_search import read_design
from probata.errors import DeclarationError

EARLY = Path(__file__).parents[3] / "bulletins" / "early_outcomes"
OUT_OF_RISK = "made_of = { risk = 1.0, quality = 0.09 }"
LEAD = "[invented.enforcement_action]"

# What is changed, into what, and what the message must say.
WRONG = {
    "a published variable without a score": (
        "[scores.sex]",
        "[scores.sexx]",
        ["`sex` has no score", "`sexx` is not in the published margins", "`sex`?"],
    ),
    "a published category is left out of the order": (
        'order = ["female", "male"]',
        'order = ["female", "males"]',
        ["must name each published category of `sex` once: female, male"],
    ),
    "an unknown source of correlation": (
        OUT_OF_RISK,
        "made_of = { riks = 1.0 }",
        ["`riks` is neither a factor nor a score above", "`risk`?"],
    ),
    "scores that are made of each other": (
        OUT_OF_RISK,
        "made_of = { previous_sanctions_band = 1.0 }",
        ["`previous_sanctions_band` is neither a factor nor a score above"],
    ),
    "an endless weight": (
        OUT_OF_RISK,
        "made_of = { risk = inf }",
        ["made_of.risk`: Input should be a finite number"],
    ),
    "a weight that is no number": (
        OUT_OF_RISK,
        "made_of = { risk = nan }",
        ["made_of.risk`: Input should be a finite number"],
    ),
    "a perfect correlation, without noise": (
        "noise = 0.35",
        "noise = 0",
        ["noise`: Input should be greater than 0"],
    ),
    "a factor with the name of a score": (
        '"risk", "harm"]',
        '"risk", "harm", "sex"]',
        ["`sex` already names something else"],
    ),
    "a band upside down": (
        "{ low = 26, high = 35 }",
        "{ low = 35, high = 26 }",
        ["`low` is 35 and `high` only 26"],
    ),
    "numbers outside their band": (
        "{ low = 26, high = 35 }",
        "{ low = 26, high = 36 }",
        ["26 to 36 is not inside the band `26-35`"],
    ),
    "numbers outside the codebook's limits": (
        "low = 56, high = 84",
        "low = 56, high = 101",
        ["56 to 101 is not inside the band `56+`", "limits of `age`"],
    ),
    "a band without numbers": (
        '"2-5" = { low = 2, high = 5 }\n',
        "",
        ["must name each band of `previous_sanctions`"],
    ),
    "a cap on an unknown variable": (
        'cap = { variable = "case_type"',
        'cap = { variable = "case_typ"',
        ["`case_typ` is not drawn before the values", "`case_type`?"],
    ),
    "a cap on an unknown category": (
        'category = "community", maximum',
        'category = "comunity", maximum',
        ["`comunity` is not a category of `case_type`", "`community`?"],
    ),
    "an invented variable that the codebook does not know": (
        LEAD,
        "[invented.enforcement_acton]",
        ["`enforcement_acton` is not in the codebook", "`enforcement_action`?"],
    ),
    "an invented category": (
        f'{LEAD}\norder = ["yes", "no"]',
        f'{LEAD}\norder = ["yes", "nope"]',
        ["`nope` is not a category of `enforcement_action`"],
    ),
    "a derived variable that is invented": (
        LEAD,
        "[invented.positive_key_questions]",
        ["`positive_key_questions` follows from others"],
    ),
    "an unknown column of the published inspections": (
        'region = "region"',
        'regions = "region"',
        ["`regions` is not a column of the published inspections", "`region`?"],
    ),
    "an unknown unit": (
        'unit = "delivery_unit"\n',
        'unit = "delivery"\n',
        ["`delivery` is not in the codebook", "`delivery_unit`?"],
    ),
    "a misspelt key": (
        "spread = 0.2",
        "spred = 0.2",
        ["`inspections.spread` is missing", "`inspections.spred` is not a key"],
    ),
    "a statement on an unknown model": (
        'models = ["model_1"]',
        'models = ["model_9"]',
        ["`model_9` is not a model of the study"],
    ),
    "a statement on a variable that is not in the model": (
        'models = ["model_1"]\nvariable = "engagement"',
        'models = ["model_1"]\nvariable = "safety"',
        ["`safety` is not in `model_1`"],
    ),
    "a statement on an unknown block": (
        'alone_in = "characteristics"',
        'alone_in = "characters"',
        ["`characters` is not a block of `model_1`", "`characteristics`?"],
    ),
    "a percentage of an unknown category": (
        'category = "3"',
        'category = "4"',
        ["`4` is not a category of `positive_key_questions`"],
    ),
    "a percentage of no category": (
        'category = "3"\n',
        "",
        ["a percentage needs `category`"],
    ),
    "more than all": ("percent = 72", "percent = 172", ["less than or equal to 100"]),
    "significant and not significant at once": (
        "significant_below = 0.035",
        "significant_below = 0.5",
        ["significant_below must not exceed not_significant_above"],
    ),
    "unknown published figures": (
        'published = "bulletin_2023_03"',
        'published = "bulletin_2023_3"',
        ["there are no published figures `bulletin_2023_3`", "`bulletin_2023_03`?"],
    ),
}


@pytest.fixture
def refuse(tmp_path):
    """`refuse((old, new), ...)`: the error on the design with these changes."""

    def read(*changes):
        folder = Path(shutil.copytree(EARLY, tmp_path / "early"))
        path = folder / "twin.toml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        study = read_study(folder)
        with pytest.raises(DeclarationError) as caught:
            read_design(study)
        return caught.value

    return read


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_design_is_told_with_its_line(refuse, name):
    old, new, wanted = WRONG[name]
    error = refuse((old, new))
    for words in wanted:
        assert words in str(error)
    assert any("twin.toml, line " in fault.where for fault in error.faults)


def test_all_faults_come_together_each_on_its_own_line(refuse):
    names = [
        "an unknown source of correlation",
        "a band upside down",
        "an invented category",
        "a statement on an unknown model",
        "a percentage of an unknown category",
        "unknown published figures",
    ]
    error = refuse(*(WRONG[name][:2] for name in names))
    for name in names:
        for words in WRONG[name][2]:
            assert words in str(error)
    lines = [re.search(r"line (\d+)$", fault.where)[1] for fault in error.faults]
    assert len(lines) == len(set(lines)) == len(names)


def test_the_line_is_that_of_the_wrong_word(refuse):
    (fault,) = refuse(("{ low = 26, high = 35 }", "{ low = 35, high = 26 }")).faults
    line = int(re.search(r"line (\d+)$", fault.where)[1])
    text = (EARLY / "twin.toml").read_text(encoding="utf-8").splitlines()
    assert text[line - 1] == '"26-35" = { low = 26, high = 35 }'
