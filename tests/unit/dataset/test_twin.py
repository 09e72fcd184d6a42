"""A single draw meets every published count, whatever the seed."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from probata.dataset.load import load_cases
from probata.dataset.read_codebook import read_codebook
from probata.dataset.read_twin import read_twin_design
from probata.dataset.rows import write_csv
from probata.dataset.twin import draw_twin
from probata.dataset.twin_margins import PUBLISHED

EARLY = Path(__file__).parents[3] / "bulletins" / "early_outcomes"
FIGURES = PUBLISHED / "bulletin_2023_03"
SEEDS = (0, 1, 2023, 987_654_321)
OUTCOME = "reasonable_progress"
KEY_QUESTIONS = ("engagement", "desistance", "safety")
BANDED = {
    "age_group": "age",
    "sentence_length_band": "sentence_length",
    "previous_sanctions_band": "previous_sanctions",
}
# Lowest and highest number of each band, as the published tables name it.
ENDS = {
    "age": {"18-25": (18, 25), "26-35": (26, 35), "36-55": (36, 55), "56+": (56, 100)},
    "sentence_length": {
        "up_to_6_months": (1, 6),
        "over_6_to_12_months": (7, 12),
        "over_12_months": (13, 600),
    },
    "previous_sanctions": {
        "0": (0, 0),
        "1": (1, 1),
        "2-5": (2, 5),
        "6-10": (6, 10),
        "11-20": (11, 20),
        "21+": (21, 300),
    },
}


@pytest.fixture(scope="module")
def codebook():
    return read_codebook(EARLY / "codebook.toml")[0]


@pytest.fixture(scope="module")
def draw(codebook, tmp_path_factory):
    """Draws from the design without its statements: they are for the search to meet."""
    text = (EARLY / "twin.toml").read_text(encoding="utf-8")
    tables = text.split("[[statements]]")
    path = tmp_path_factory.mktemp("design") / "twin.toml"
    rest = tables[-1][tables[-1].index("# --- scores") :]
    path.write_text(tables[0] + rest, encoding="utf-8")
    design = read_twin_design(path, codebook, {})

    def make(seed):
        rng = np.random.default_rng(seed)
        return draw_twin(design, codebook, OUTCOME, "yes", rng)

    return make


@pytest.fixture(scope="module", params=SEEDS)
def columns(draw, request):
    return draw(request.param)


@pytest.fixture(scope="module")
def cases(columns, codebook, tmp_path_factory):
    """The draw through a file, as a user's data come in: it passes every check."""
    path = tmp_path_factory.mktemp("twin") / "cases.csv"
    path.write_bytes(write_csv({name: list(cells) for name, cells in columns.items()}))
    return load_cases(path, codebook)


def read_published(name):
    with (FIGURES / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def band_of(variable, cell):
    """The band a number falls into; a number in none, or not whole, fails the test."""
    if cell == "":
        return ""
    number = int(cell)
    (band,) = [
        band for band, (low, high) in ENDS[variable].items() if low <= number <= high
    ]
    return band


def published_column(columns, variable):
    """The categories of a published variable, from the numbers where it is a band."""
    if variable not in BANDED:
        return columns[variable]
    number = BANDED[variable]
    return np.array([band_of(number, cell) for cell in columns[number]], dtype=object)


def test_every_published_cell_comes_out(columns):
    positive = columns[OUTCOME] == "yes"
    wrong = []
    for row in read_published("tables.csv"):
        inside = np.ones(positive.size, dtype=bool)
        if row["role"] != "total":
            inside = published_column(columns, row["variable"]) == row["category"]
        n, yes = int(inside.sum()), int((inside & positive).sum())
        if n != int(row["n"]) or str(yes) not in row["yes_count"].split("|"):
            wrong.append((row["variable"], row["category"], n, yes))
        tenths = (2000 * yes + n) // (2 * n)  # of a per cent, halves up
        if f"{tenths // 10}.{tenths % 10}" != row["percent_yes"]:
            wrong.append((row["variable"], row["category"], "per cent", yes / n))
    assert wrong == []


def test_missing_cells_are_what_the_total_leaves(columns):
    rows = read_published("tables.csv")
    (total,) = [int(row["n"]) for row in rows if row["role"] == "total"]
    stated = Counter()
    for row in rows:
        if row["role"] != "total":
            stated[row["variable"]] += int(row["n"])
    found = {
        name: int((published_column(columns, name) == "").sum()) for name in stated
    }
    assert found == {name: total - n for name, n in stated.items()}
    assert len(columns[OUTCOME]) == total
    assert not (columns[OUTCOME] == "").any()


def test_units_keep_their_region_and_month(columns):
    names = ("delivery_unit", "region", "publication_month")
    published = {
        tuple(row[name] for name in names) for row in read_published("inspections.csv")
    }
    drawn = set(zip(*(columns[name] for name in names), strict=True))
    assert drawn == published


def test_each_inspector_works_in_one_unit(columns):
    units = {}
    for inspector, unit in zip(
        columns["inspector"], columns["delivery_unit"], strict=True
    ):
        units.setdefault(inspector, set()).add(unit)
    assert {len(found) for found in units.values()} == {1}
    # Shared error can be estimated only if units have several inspectors, with several
    # cases each.
    assert len(units) > 3 * len(set(columns["delivery_unit"]))
    assert min(Counter(columns["inspector"]).values()) >= 4


def test_a_community_sentence_is_not_longer_than_its_cap(columns):
    community = columns["case_type"] == "community"
    months = [int(cell) for cell in columns["sentence_length"][community] if cell]
    assert max(months) == 36
    assert max(int(cell) for cell in columns["sentence_length"] if cell) > 36


@pytest.mark.parametrize(
    ("variable", "parent", "asked"),
    [
        ("enforcement_action", "non_compliance_risks", ("yes", "no_should_have")),
        ("pre_release_contact", "case_type", ("post_release",)),
    ],
)
def test_a_question_is_answered_where_routing_asks_it(columns, variable, parent, asked):
    answered = columns[variable] != ""
    np.testing.assert_array_equal(answered, np.isin(columns[parent], asked))
    assert set(columns[variable][answered]) == {"yes", "no"}


def test_the_number_of_positive_key_questions_follows_from_their_answers(
    columns, cases
):
    derived = cases.coded("positive_key_questions")
    answers = np.array([columns[name] for name in KEY_QUESTIONS])
    complete = (answers != "").all(axis=0)
    np.testing.assert_array_equal(derived.codes >= 0, complete)
    expected = (answers == "yes").sum(axis=0)[complete]
    np.testing.assert_array_equal(derived.codes[complete], expected)


def test_every_row_says_that_it_is_synthetic_and_has_its_own_id(columns, cases):
    assert set(columns["record_source"]) == {"synthetic"}
    assert cases.synthetic
    assert len(set(columns["case_id"])) == len(columns["case_id"]) == cases.n


def test_columns_stand_in_the_order_of_the_codebook_without_derived_ones(
    columns, codebook
):
    kept = [name for name in codebook.declared if name in columns]
    assert list(columns) == kept
    assert set(codebook.declared) - set(columns) == {"positive_key_questions"}


def test_a_seed_gives_the_same_cases_again(draw):
    once, again = draw(5), draw(5)
    assert all((once[name] == again[name]).all() for name in once)


def test_another_seed_gives_other_cases_in_every_drawn_column(draw):
    one, other = draw(5), draw(6)
    same = {name for name in one if np.array_equal(one[name], other[name])}
    assert same == {"case_id", "record_source"}


def test_scores_that_share_a_factor_go_together(draw):
    """Cases of higher risk have more previous sanctions: a declared dependence."""
    columns = draw(1)
    sanctions = columns["previous_sanctions"]
    means = [
        np.mean([int(cell) for cell in sanctions[rows] if cell])
        for rows in (
            columns["likelihood_of_reoffending"] == band
            for band in ("low", "medium", "high_or_very_high")
        )
    ]
    assert means[0] * 2 < means[1]
    assert means[1] * 1.2 < means[2]


def test_judgements_of_one_case_go_together(cases):
    a, b = (cases.coded(name).is_category("yes") for name in ("engagement", "safety"))
    assert np.corrcoef(a, b)[0, 1] > 0.2
