"""The synthetic twin: published by construction, plausible where invented, deterministic."""

import csv
import io
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from probata.analysis.read_study import read_study
from probata.analysis.twin_search import read_design, write_twin
from probata.dataset.load import load_cases
from probata.dataset.rows import write_csv
from probata.dataset.twin import draw_twin
from probata.dataset.twin_margins import PUBLISHED
from probata.errors import AnalysisError, DeclarationError, InputMissing

EARLY = Path(__file__).parents[3] / "bulletins" / "early_outcomes"
SEEDS = (1, 2, 3, 17, 99)


@pytest.fixture(scope="module")
def study():
    return read_study(EARLY)


def draw(study, seed):
    """One draw, not searched for: the published cells hold in every draw."""
    rng = np.random.default_rng(seed)
    outcome = study.file.outcome
    design = read_design(study)
    return draw_twin(design, study.codebook, outcome.variable, outcome.positive, rng)


@pytest.fixture(scope="module", params=SEEDS)
def columns(study, request):
    return draw(study, request.param)


@pytest.fixture(scope="module")
def cases(study, columns, tmp_path_factory):
    path = tmp_path_factory.mktemp("twin") / "cases.csv"
    cells = {name: [str(item) for item in values] for name, values in columns.items()}
    path.write_bytes(write_csv(cells))
    return load_cases(path, study.codebook)  # every check of the codebook passes


def read_published(name):
    with (PUBLISHED / "bulletin_2023_03" / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_published_cell_is_met_in_every_draw(cases):
    yes = cases.coded("reasonable_progress").is_category("yes")
    for row in read_published("tables.csv"):
        if row["role"] == "total":
            assert cases.n == int(row["n"])
            assert str(yes.sum()) in row["yes_count"].split("|")
            continue
        inside = cases.coded(row["variable"]).is_category(row["category"])
        assert inside.sum() == int(row["n"]), row
        assert str((inside & yes).sum()) in row["yes_count"].split("|"), row


def test_what_the_tables_leave_out_is_missing(cases):
    totals = Counter()
    for row in read_published("tables.csv"):
        if row["role"] != "total":
            totals[row["variable"]] += int(row["n"])
    for name, known in totals.items():
        assert (cases[name].missing() < 0).sum() == 1539 - known, name


def test_units_have_their_region_and_month_and_inspectors_one_unit(columns):
    published = {r["delivery_unit"]: r for r in read_published("inspections.csv")}
    assert set(columns["delivery_unit"]) == set(published)
    assert len(published) == 32
    for unit, region, month in zip(
        columns["delivery_unit"],
        columns["region"],
        columns["publication_month"],
        strict=True,
    ):
        assert (region, month) == (
            published[unit]["region"],
            published[unit]["publication_month"],
        )
    units = defaultdict(set)
    for inspector, unit in zip(
        columns["inspector"], columns["delivery_unit"], strict=True
    ):
        units[inspector].add(unit)
    assert all(len(found) == 1 for found in units.values())
    assert max(Counter(columns["inspector"]).values()) <= 20


def test_numbers_are_whole_and_plausible(cases):
    for name, low, high in (
        ("age", 18, 90),
        ("sentence_length", 1, 120),
        ("previous_sanctions", 0, 120),
    ):
        values = cases.measured(name).values
        values = values[~np.isnan(values)]
        assert (values == np.round(values)).all(), name
        assert low <= values.min() and values.max() <= high, name
        assert np.unique(values).size > 20, name


def test_judgements_go_together_and_every_row_says_it_is_made_up(columns, cases):
    assert set(columns["record_source"]) == {"synthetic"}
    assert cases.synthetic
    a, b = (cases.coded(name).is_category("yes") for name in ("engagement", "safety"))
    assert np.corrcoef(a, b)[0, 1] > 0.2
    assert len(set(columns["case_id"])) == 1539


def test_a_seed_gives_the_same_bytes_and_another_does_not(study):
    one, again, other = write_twin(study, 5), write_twin(study, 5), write_twin(study, 6)
    assert one.csv == again.csv
    assert one.csv != other.csv
    rows = list(csv.DictReader(io.StringIO(one.csv.decode())))
    assert (len(rows), one.rows, one.seed) == (1539, 1539, 5)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(EARLY, tmp_path / "early"))


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('published = "bulletin_2023_03"', 'published = "bulletin_2023_3"', "mean"),
        ('variable = "engagement"', 'variable = "engagment"', "engagement"),
        ('models = ["model_1"]', 'models = ["model_9"]', "model_9"),
        ('unit = "delivery_unit"', 'unit = "delivery_units"', "delivery_unit"),
        ("seed = 2023", 'seed = "x"', "seed"),
        ("spread = 0.2", "spred = 0.2", "spred"),
    ],
)
def test_a_wrong_design_is_told_with_its_line(folder, old, new, said):
    change(folder / "twin.toml", old, new)
    with pytest.raises(DeclarationError) as caught:
        write_twin(read_study(folder), 1)
    assert said in str(caught.value)
    assert "twin.toml, line" in str(caught.value)


def test_statements_that_no_draw_supports_end_the_search(folder):
    change(folder / "twin.toml", "seed = 2023", "seed = 2023\ndraws = 3")
    change(folder / "twin.toml", "percent = 72", "percent = 99")
    with pytest.raises(AnalysisError) as caught:
        write_twin(read_study(folder), 1)
    assert "none of 3 draws" in str(caught.value)


def test_a_study_without_a_twin_says_so(folder):
    change(folder / "study.toml", 'twin = "twin.toml"\n', "")
    with pytest.raises(InputMissing, match="declares no synthetic twin"):
        write_twin(read_study(folder))
