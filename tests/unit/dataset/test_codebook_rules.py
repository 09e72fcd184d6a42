"""Each thing an analyst can get wrong in a codebook is named, with its line."""

import re

import pytest

SEX = """
[variables.sex]
label = "Sex"
type = "categorical"
categories = [{ id = "male" }, { id = "female" }]
"""
AGE = """
[variables.age]
label = "Age"
type = "interval"
whole = true
minimum = 18
maximum = 100
"""
BANDS = """
[variables.age.bands]
id = "age_group"
categories = [
  { id = "young", from = 18, to = 25 },
  { id = "old", from = 26 },
]
"""
ANSWERS = """
[variables.a]
label = "A"
type = "categorical"
categories = [{ id = "yes", polarity = "positive" }, { id = "no" }]
[variables.b]
label = "B"
type = "categorical"
categories = [{ id = "yes", polarity = "positive" }, { id = "no" }]
"""


def categorical(categories: str, more: str = "") -> str:
    return (
        f'[variables.v]\nlabel = "V"\ntype = "categorical"\n{more}\n'
        f"categories = [{categories}]\n"
    )


def interval(bands: str, more: str = "whole = true") -> str:
    return (
        f'[variables.v]\nlabel = "V"\ntype = "interval"\n{more}\n'
        f'bands = {{ id = "g", categories = [{bands}] }}\n'
    )


def test_a_sound_codebook_passes(codebook):
    made = codebook(SEX + AGE + BANDS)
    assert list(made.variables) == ["sex", "age", "age_group"]
    assert made.banded_of("age") == "age_group"
    assert made.reference("age_group") == "young"


# Each row: the variables of a codebook, and what the report must say.
CASES = {
    "one category": (categorical('{ id = "a" }'), "two categories or more"),
    "no category": ('[variables.v]\nlabel="V"\ntype="ordinal"\n', "two categories"),
    "repeated id": (categorical('{ id = "a" }, { id = "a" }'), "`a` comes twice"),
    "repeated label": (
        categorical('{ id = "a", label = "X" }, { id = "b", label = "X" }'),
        "label `X` comes twice",
    ),
    "empty id": (categorical('{ id = "" }, { id = "b" }'), "empty id"),
    "shared code": (
        categorical('{ id = "a", codes = [1] }, { id = "b", codes = ["1.0"] }'),
        "`1.0` of `b` already stands for `a`",
    ),
    "code is another id": (
        categorical('{ id = "0" }, { id = "1", codes = [0] }'),
        "`0` of `1` already stands for `0`",
    ),
    "padded code": (
        categorical('{ id = "a", codes = [" 1"] }, { id = "b" }'),
        "has spaces around it",
    ),
    "reference": (
        categorical('{ id = "yes" }, { id = "no" }', 'reference = "yse"'),
        "Did you mean `yes`?",
    ),
    "interval with categories": (
        AGE + 'categories = [{ id = "a" }, { id = "b" }]\n',
        "`categories` is for categorical and ordinal variables, this one is interval",
    ),
    "interval with reference": (AGE + 'reference = "a"\n', "`reference` is for"),
    "range on categorical": (
        categorical('{ id = "a" }, { id = "b" }', "minimum = 1"),
        "`minimum` is for interval variables",
    ),
    "bands on ordinal": (
        interval('{ id = "a", to = 1 }, { id = "b", above = 1 }', "").replace(
            '"interval"', '"date"'
        ),
        "`bands` is for interval variables",
    ),
    "minimum above maximum": (
        AGE.replace("18", "200"),
        "minimum 200 is above the maximum 100",
    ),
    "required and optional": (
        AGE + "required = true\noptional = true\n",
        "both required and optional",
    ),
    "required and missing": (
        AGE + 'required = true\nmissing = { "" = "unknown" }\n',
        "is required, yet has missing codes",
    ),
    "bad name": (
        SEX.replace("variables.sex", 'variables."Sex at birth"'),
        "cannot name",
    ),
    "keyword name": (SEX.replace("variables.sex", "variables.class"), "cannot name"),
    "same column": (
        SEX + AGE + 'column = "sex"\n',
        "`age` and `sex` both read the column `sex`",
    ),
    "band id taken": (
        SEX + AGE + BANDS.replace("age_group", "sex"),
        "the id `sex` of the bands is taken",
    ),
    "missing code is a category": (
        categorical('{ id = "a" }, { id = "9" }', 'missing = { "9.0" = "unknown" }'),
        "`9.0` is a code of category `9`",
    ),
    "missing code in range": (
        AGE + 'missing = { "99" = "unknown" }\n',
        "lies between its minimum and maximum",
    ),
    "missing code twice": (
        AGE + 'missing = { "-9" = "unknown", "-9.0" = "not_asked" }\n',
        "has two reasons",
    ),
    "idle not_applicable": (
        AGE + 'not_applicable = "not_applicable"\n',
        "there is no `applies_when`",
    ),
    "routing on unknown name": (
        SEX + AGE + "applies_when = 'sexx == \"male\"'\n",
        "Did you mean `sex`?",
    ),
    "routing on unknown category": (
        SEX + AGE + "applies_when = 'sex == \"mael\"'\n",
        "`mael` is not a category of `sex`",
    ),
    "routing by text on a number": (
        AGE + SEX + "applies_when = 'age == \"old\"'\n",
        "`age` is a number",
    ),
    "routing by size on a nominal": (
        SEX + AGE + "applies_when = 'sex < \"male\"'\n",
        "categories without an order",
    ),
    "routing on a text": (
        '[variables.t]\nlabel="T"\ntype="text"\n'
        + AGE
        + "applies_when = 't == \"x\"'\n",
        "Only missing(t) can be asked",
    ),
    "routing not a condition": (
        SEX + AGE + "applies_when = 'sex('\n",
        "cannot be read",
    ),
    "routing on itself": (
        AGE + "applies_when = 'age > 20'\n",
        "wait for one another: `age` needs `age`",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fault_is_named(name, codebook_faults):
    text, expected = CASES[name]
    assert expected in codebook_faults(text)


BAND_CASES = {
    "overlap": (
        interval('{ id = "a", from = 1, to = 5 }, { id = "b", from = 5 }'),
        "bands `a` and `b` overlap: 5 lies in both",
    ),
    "gap of one": (
        interval('{ id = "a", from = 1, to = 5 }, { id = "b", from = 7 }'),
        "leave a gap: 6 lies in neither",
    ),
    "gap of many": (
        interval('{ id = "a", to = 5 }, { id = "b", above = 9 }'),
        "leave a gap: 6 to 9 lies in neither",
    ),
    "gap at an open end": (
        interval('{ id = "a", below = 5 }, { id = "b", above = 5 }', ""),
        "a value of 5 lies in neither",
    ),
    "whole bands for a measure": (
        interval('{ id = "a", to = 25 }, { id = "b", from = 26 }', ""),
        "a value between 25 and 26 lies in neither",
    ),
    "order": (
        interval('{ id = "a", from = 6 }, { id = "b", to = 5 }'),
        "not listed from lowest to highest",
    ),
    "no ends": (interval('{ id = "a" }, { id = "b", from = 6 }'), "has no ends"),
    "two lower ends": (
        interval('{ id = "a", from = 1, above = 0, to = 5 }, { id = "b", from = 6 }'),
        "both `from` and `above`",
    ),
    "turned round": (
        interval('{ id = "a", from = 5, to = 1 }, { id = "b", from = 6 }'),
        "band `a` holds no value",
    ),
    "below the lowest": (
        interval(
            '{ id = "a", from = 5, to = 9 }, { id = "b", from = 10 }',
            "minimum = 1\nwhole = true",
        ),
        "values from 1, the minimum, to 5 lie in no band",
    ),
    "above the highest": (
        interval(
            '{ id = "a", to = 9 }, { id = "b", from = 10, to = 20 }',
            "maximum = 30\nwhole = true",
        ),
        "values from 20 to 30, the maximum, lie in no band",
    ),
    "reference": (
        interval('{ id = "a", to = 5 }, { id = "b", from = 6 }').replace(
            'id = "g",', 'id = "g", reference = "c",'
        ),
        "`c` is not one of the bands",
    ),
    "repeated id": (
        interval('{ id = "a", to = 5 }, { id = "a", from = 6 }'),
        "band id `a` comes twice",
    ),
}


@pytest.mark.parametrize("name", BAND_CASES)
def test_fault_in_bands_is_named(name, codebook_faults):
    text, expected = BAND_CASES[name]
    assert expected in codebook_faults(text)


@pytest.mark.parametrize(
    "bands",
    [
        '{ id = "a", to = 6 }, { id = "b", above = 6, to = 12 }, { id = "c", above = 12 }',
        '{ id = "a", below = 6 }, { id = "b", from = 6 }',
        '{ id = "a", from = 0, to = 0 }, { id = "b", above = 0 }',
    ],
)
def test_bands_that_meet_pass(bands, codebook):
    assert len(codebook(interval(bands, ""))["g"].categories) in (2, 3)


def derived(derive: str, categories: str, more: str = "") -> str:
    return ANSWERS + (
        f'[variables.d]\nlabel = "D"\ntype = "ordinal"\n{more}\n'
        f"categories = [{categories}]\nderive = {derive}\n"
    )


COUNTS = '{ id = "0" }, { id = "1" }, { id = "2" }'
DERIVED_CASES = {
    "neither": (derived("{}", COUNTS), "either `count_positive` or `cases`"),
    "categories do not match": (
        derived('{ count_positive = ["a", "b"] }', '{ id = "0" }, { id = "1" }'),
        "has the categories 0, 1, 2, in that order; found 0, 1",
    ),
    "unknown answer": (
        derived('{ count_positive = ["a", "c"] }', COUNTS),
        "`c` is not a variable",
    ),
    "counted twice": (
        derived('{ count_positive = ["a", "a"] }', COUNTS),
        "counted twice",
    ),
    "no positive answer": (
        derived('{ count_positive = ["a", "b"] }', COUNTS).replace(
            'polarity = "positive"', 'polarity = "negative"'
        ),
        "`a` has no positive answer",
    ),
    "idle otherwise": (
        derived('{ count_positive = ["a", "b"], otherwise = "0" }', COUNTS),
        "`otherwise` belongs to `cases`",
    ),
    "unknown category": (
        derived(
            '{ cases = [{ category = "hig", when = \'a == "yes"\' }], otherwise = "low" }',
            '{ id = "high" }, { id = "low" }',
        ),
        "Did you mean `high`?",
    ),
    "unknown otherwise": (
        derived(
            '{ cases = [{ category = "high", when = \'a == "yes"\' }], otherwise = "lo" }',
            '{ id = "high" }, { id = "low" }',
        ),
        "`lo` is neither a category nor a reason",
    ),
    "out of reach": (
        derived(
            '{ cases = [{ category = "high", when = \'a == "yes"\' }] }',
            '{ id = "high" }, { id = "low" }',
        ),
        "no case can be in `low`",
    ),
    "bad condition": (
        derived(
            '{ cases = [{ category = "high", when = \'a == "maybe"\' }], otherwise = "low" }',
            '{ id = "high" }, { id = "low" }',
        ),
        "`maybe` is not a category of `a`",
    ),
    "required": (
        derived('{ count_positive = ["a", "b"] }', COUNTS, "required = true"),
        "`required` has no meaning for a derived variable",
    ),
    "category named as a reason": (
        derived(
            '{ cases = [{ category = "x", when = \'a == "yes"\' }], otherwise = "unknown" }',
            '{ id = "x" }, { id = "unknown" }',
        ),
        "is a reason for being missing, not a category",
    ),
}


@pytest.mark.parametrize("name", DERIVED_CASES)
def test_fault_in_a_derivation_is_named(name, codebook_faults):
    text, expected = DERIVED_CASES[name]
    assert expected in codebook_faults(text)


def test_a_ring_of_three_is_shown_whole(codebook_faults):
    ring = "".join(
        f'[variables.{name}]\nlabel = "{name}"\ntype = "interval"\n'
        f"applies_when = '{other} > 1'\n"
        for name, other in (("x", "y"), ("y", "z"), ("z", "x"))
    )
    report = codebook_faults(ring)
    names = re.search(r"wait for one another: (.*)\.", report).group(1).split(" needs ")
    assert names[0] == names[-1]
    assert set(names) == {"`x`", "`y`", "`z`"}
    needed = {"`x`": "`y`", "`y`": "`z`", "`z`": "`x`"}
    assert all(needed[one] == two for one, two in zip(names, names[1:], strict=False))


def test_every_fault_is_reported_at_once_in_the_order_of_the_file(codebook_faults):
    text = (
        SEX.replace('{ id = "female" }', '{ id = "male" }')
        + AGE.replace("18", "200")
        + "applies_when = 'sexx == 1'\n"
    )
    report = codebook_faults(text)
    lines = [int(found) for found in re.findall(r"codebook.toml, line (\d+)", report)]
    assert lines == sorted(lines) and len(lines) == 3


def test_the_line_is_that_of_the_category(codebook_faults):
    text = """[variables.v]
label = "V"
type = "categorical"
categories = [
  { id = "a" },
  { id = "b" },
  { id = "a" },
]
"""
    # Two lines of header and a blank one stand above.
    assert "codebook.toml, line 10: `v`: the category id `a`" in codebook_faults(text)


def test_codes_of_the_codebook_clash_unless_a_variable_has_its_own(
    codebook, codebook_faults
):
    header = 'missing = { "9" = "unknown" }'
    clash = categorical('{ id = "1" }, { id = "9" }')
    assert "in the codebook's `missing`" in codebook_faults(clash, header)
    own = categorical('{ id = "1" }, { id = "9" }', 'missing = { "" = "unknown" }')
    assert codebook(own, header)["v"].missing == {"": "unknown"}


def test_a_number_in_a_condition_matches_a_category_coded_as_one(codebook):
    text = categorical('{ id = "0" }, { id = "1" }') + AGE + "applies_when = 'v == 1'\n"
    assert codebook(text)["age"].applies_when == "v == 1"
