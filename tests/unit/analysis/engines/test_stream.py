"""The streaming engine gives the results of the memory engine, however the rows are cut."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import (
    INTERVAL,
    RANDOM_PREDICTORS,
    make_study,
    random_columns,
    repeat_rows,
)
from engines import assert_same, run_parted, streaming, write_parted

from probata.analysis.engines import models, plan, scores, sums
from probata.analysis.engines.sums import SumTask
from probata.analysis.read_study import read_study
from probata.analysis.run import run_study
from probata.dataset import parts
from probata.dataset.load import load_cases
from probata.dataset.parts import list_parts
from probata.dataset.rows import write_csv
from probata.errors import AnalysisError

BLOCKS = {"m": {"first": ["age", "group"], "second": ["sex"]}}


@pytest.fixture
def small_parts(monkeypatch):
    """So that a few hundred rows make several parts of several batches."""
    monkeypatch.setattr(parts, "PART_ROWS", 120)


def write_cases(folder: Path, columns) -> Path:
    path = folder / "cases.csv"
    text = {name: [str(item) for item in values] for name, values in columns.items()}
    path.write_bytes(write_csv(text))
    return path


def compare(study, path: Path, folder: Path, tolerance: float, file_rows=250):
    expected = run_study(study, load_cases(path, study.codebook))
    parted = write_parted(path, folder / "parted", file_rows, 60)
    found = run_parted(study, parted, folder / "codes")
    assert_same(expected, found, tolerance)
    return found


def test_blocks_tests_margins_and_areas_are_those_of_the_memory_engine(
    tmp_path, small_parts
):
    columns = random_columns(3, 600)
    columns["age"][5] = columns["group"][9] = columns["outcome"][11] = ""
    columns["sex"][7] = "not_asked"
    extra = """
[[figures]]
id = "f"
title = "F"
variables = ["group"]
by = "sex"
[[listings]]
id = "l"
title = "L"
variables = ["group", "sex"]
[[data.exclude]]
when = "age > 66"
reason = "too old"
"""
    study = make_study(tmp_path, RANDOM_PREDICTORS, BLOCKS, extra)
    found = compare(study, write_cases(tmp_path, columns), tmp_path, 1e-9)
    assert found.excluded[0].cases > 0
    assert found.engine is not None and found.engine.parts > 4


@pytest.mark.parametrize("rule", ["averaged_quantiles", "equal_groups"])
def test_groups_of_goodness_are_those_of_the_memory_engine(tmp_path, rule):
    # Few distinct fitted values: ties meet the limits of the groups.
    extra = f'[inference]\nhosmer_lemeshow = "{rule}"\n'
    predictors = {name: RANDOM_PREDICTORS[name] for name in ("group", "sex")}
    study = make_study(tmp_path, predictors, extra=extra)
    compare(study, write_cases(tmp_path, random_columns(4, 400)), tmp_path, 1e-9)


def test_aliased_and_empty_columns_are_named_as_by_the_memory_engine(
    tmp_path, small_parts
):
    columns = random_columns(5, 400)
    columns["copy"] = list(columns["sex"])
    columns["double"] = [2 * item for item in columns["age"]]
    predictors = {
        **RANDOM_PREDICTORS,
        "copy": ("male", "female", "other"),
        "double": INTERVAL,
    }
    study = make_study(tmp_path, predictors)
    found = compare(study, write_cases(tmp_path, columns), tmp_path, 1e-9)
    status = {(c.variable, c.category): c.status for c in found.models[0].coefficients}
    assert status["copy", "female"] == status["double", ""] == "aliased"
    assert status["copy", "other"] == "empty"


def test_a_column_that_is_nearly_explained_is_kept(tmp_path):
    columns = random_columns(6, 400)
    random = np.random.default_rng(6)
    # A remainder of 2e-7 of its length: sums of squares alone could not tell it from none.
    columns["near"] = [a + 1e-5 * random.normal() for a in columns["age"]]
    study = make_study(tmp_path, {**RANDOM_PREDICTORS, "near": INTERVAL})
    parted = write_parted(write_cases(tmp_path, columns), tmp_path / "parted", 400, 400)
    found = run_parted(study, parted, tmp_path / "codes")
    statuses = {item.status for item in found.models[0].coefficients}
    assert "aliased" not in statuses


def separated_columns():
    counts = {("a", "yes"): 30, ("a", "no"): 20, ("b", "yes"): 40, ("c", "no"): 25}
    columns = repeat_rows(counts, ("group", "outcome"))
    return columns | {"sex": ["male", "female", "male", "female", "male"] * 23}


def test_separation_is_found_and_named(tmp_path, small_parts):
    predictors = {name: RANDOM_PREDICTORS[name] for name in ("group", "sex")}
    study = make_study(tmp_path, predictors)
    found = compare(study, write_cases(tmp_path, separated_columns()), tmp_path, 1e-9)
    assert found.models[0].guards[0].kind == "quasi_separation"


def test_separation_among_too_many_rows_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "ROWS_AT_HAND", 100)
    predictors = {name: RANDOM_PREDICTORS[name] for name in ("group", "sex")}
    study = make_study(tmp_path, predictors)
    path = write_cases(tmp_path, separated_columns())
    parted = write_parted(path, tmp_path / "parted", 200, 200)
    with pytest.raises(AnalysisError, match="without exception") as error:
        run_parted(study, parted, tmp_path / "codes")
    assert "more than 100" in str(error.value)


def test_products_and_splines_are_those_of_the_memory_engine(tmp_path, small_parts):
    study = make_study(tmp_path, RANDOM_PREDICTORS)
    text = (tmp_path / "study.toml").read_text(encoding="utf-8")
    shaped = text.replace(
        "[[models]]",
        'interactions = [{ variable = "group", within = "sex" }]\n'
        'splines = { age = { kind = "natural", knots = [25, 40, 60] } }\n[[models]]',
        1,
    )
    assert shaped != text
    (tmp_path / "study.toml").write_text(shaped, encoding="utf-8")
    study = read_study(tmp_path)
    compare(study, write_cases(tmp_path, random_columns(12, 500)), tmp_path, 1e-9)


def test_an_unusable_model_is_refused_in_the_same_words(tmp_path):
    columns = random_columns(7, 90)
    columns["group"] = ["b", "c"] * 45
    study = make_study(tmp_path, RANDOM_PREDICTORS)
    path = write_cases(tmp_path, columns)
    with pytest.raises(AnalysisError) as expected:
        run_study(study, load_cases(path, study.codebook))
    parted = write_parted(path, tmp_path / "parted", 50, 50)
    with pytest.raises(AnalysisError) as found:
        run_parted(study, parted, tmp_path / "codes")
    assert str(found.value) == str(expected.value)


def test_processes_and_parts_do_not_change_the_sums(tmp_path, monkeypatch):
    """Processes: not a bit. Parts: to a relative 1e-12."""
    study = make_study(tmp_path, RANDOM_PREDICTORS)
    path = write_cases(tmp_path, random_columns(8, 2000))
    parted = write_parted(path, tmp_path / "parted", 700, 100)
    found = []
    for size, processes in ((150, 1), (150, 2), (999, 1)):
        monkeypatch.setattr(parts, "PART_ROWS", size)
        data = list_parts(parted)
        folder = tmp_path / f"codes-{size}-{processes}"
        with streaming(study, data, folder, processes) as engine:
            task = SumTask(_plan(), np.array([-0.3, 0.2, 0.5, 0.1, -0.4]))
            found.append(engine.total(task))
    one, two, other = found
    assert np.array_equal(one.information, two.information)
    assert np.array_equal(one.score, two.score) and one.loglik == two.loglik
    assert np.allclose(one.information, other.information, rtol=1e-12, atol=0)
    assert other.loglik == pytest.approx(one.loglik, rel=1e-12)


def _plan() -> plan.Plan:
    return plan.Plan(
        "outcome",
        "yes",
        ("age", "group", "sex"),
        (plan.Factor("group", (-1, 2, 3)), plan.Factor("sex", (-1, 4))),
        (plan.Number("age", 1, 44.0, 15.0),),
        5,
    )


@pytest.mark.parametrize("levels", [2, 4, 256])
def test_histograms_and_the_dense_product_give_the_same_sums(
    tmp_path, monkeypatch, levels
):
    monkeypatch.setattr(plan, "LEVELS", levels)
    study = make_study(tmp_path, RANDOM_PREDICTORS)
    path = write_cases(tmp_path, random_columns(9, 500))
    data = list_parts(write_parted(path, tmp_path / "parted", 500, 500))
    task = SumTask(_plan(), np.array([-0.3, 0.2, 0.5, 0.1, -0.4]))
    with streaming(study, data, tmp_path / "codes") as engine:
        packed = engine.total(task)
        monkeypatch.setattr(sums, "DENSE_FROM", 0)
        dense = engine.total(replace(task))
    assert np.allclose(packed.information, dense.information, rtol=1e-13, atol=1e-12)
    assert np.allclose(packed.score, dense.score, rtol=1e-13, atol=1e-12)
    assert packed.loglik == pytest.approx(dense.loglik, rel=1e-13)


def test_beyond_many_cases_areas_are_within_the_error_that_is_stated(
    tmp_path, monkeypatch
):
    study = make_study(tmp_path, RANDOM_PREDICTORS)
    path = write_cases(tmp_path, random_columns(10, 1500))
    exact = run_study(study, load_cases(path, study.codebook))
    parted = write_parted(path, tmp_path / "parted", 1500, 1500)
    monkeypatch.setattr(scores, "BINS", 64)
    monkeypatch.setattr("probata.analysis.engines.fits.EXACT_CASES", 1000)
    found = run_parted(study, parted, tmp_path / "codes")
    error = found.engine.area_error
    assert 0 < error < 0.05
    for one, other in zip(exact.models[0].steps, found.models[0].steps, strict=True):
        assert abs(one.auc - other.auc) <= error
    assert_same(
        exact.models[0].model_dump(mode="json")["coefficients"],
        found.models[0].model_dump(mode="json")["coefficients"],
        1e-9,
    )
