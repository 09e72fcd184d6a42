"""The sensitivity sheet: what each specification does, and what it refuses."""

import numpy as np
import pytest
from builders import RANDOM_PREDICTORS, make_cases, make_study, random_columns

from probata.analysis.design import build_design
from probata.analysis.fitting import fit_safely
from probata.analysis.run import run_study
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.run import assess_findings
from probata.errors import AnalysisError, DeclarationError

SECTION = """
[reliability]
unit = "unit"
rater = "rater"
weight = "weight"
together = ["all"]
imputations = 4
cycles = 2

[[reliability.findings]]
id = "b"
label = "b against a"
model = "m"
variable = "group"
category = "b"

[[reliability.findings]]
id = "bc"
label = "b against c"
model = "m"
variable = "group"
category = "b"
against = "c"

[[reliability.findings]]
id = "age"
label = "one year more"
model = "m"
variable = "age"
"""
UNITS = tuple(f"u{number}" for number in range(8))
RATERS = tuple(f"r{number}" for number in range(20))
ALL = {**RANDOM_PREDICTORS, "unit": UNITS, "rater": RATERS, "weight": ("interval",)}
MODELS = {"m": {"all": list(RANDOM_PREDICTORS)}}


def columns_of(n=300, seed=4):
    columns = random_columns(seed, n)
    columns["unit"] = [UNITS[i % 8] for i in range(n)]
    columns["rater"] = [RATERS[i % 20] for i in range(n)]
    columns["weight"] = [1 + i % 3 for i in range(n)]
    return columns


def assess(folder, columns, section=SECTION):
    study = make_study(folder, ALL, MODELS, section)
    cases = make_cases(folder, study, columns)
    results = run_study(study, cases)
    return (
        study,
        cases,
        assess_findings(study, cases, results.models, lambda name: None),
    )


@pytest.fixture(scope="module")
def assessed(tmp_path_factory):
    columns = columns_of()
    columns["sex"][:20] = [""] * 20
    columns["age"][30:40] = [""] * 10
    return assess(tmp_path_factory.mktemp("sheet"), columns)


def cells_of(found, finding):
    row = next(item for item in found.sheet.rows if item.finding == finding)
    return {cell.specification: cell for cell in row.cells}


def test_every_declared_specification_is_there_with_its_n(assessed):
    _, _, found = assessed
    cells = cells_of(found, "b")
    assert list(cells) == [item.id for item in found.sheet.specifications]
    assert len(cells) == 15
    assert cells["complete_cases"].n == 270
    assert cells["missing_category"].n == cells["imputed"].n == 300
    assert cells["without_unit"].refits == 8
    assert cells["without_rater"].refits == 20
    assert cells["banded"].verdict == "none"
    assert "no variable of the model has bands" in cells["banded"].reason
    row = found.sheet.rows[0]
    assert row.estimated == 14
    same = [
        cell
        for cell in row.cells
        if cell.verdict == row.cells[0].verdict and not cell.changed
    ]
    assert row.agree == len(same)


def test_a_contrast_of_two_categories_is_their_difference(assessed):
    study, cases, found = assessed
    design = build_design(study, study.models["m"], cases)
    fit = fit_safely(design.x, design.y)
    names = [(item.variable, item.category) for item in design.columns]
    b, c = names.index(("group", "b")), names.index(("group", "c"))
    cell = cells_of(found, "bc")["complete_cases"]
    assert cell.log_odds == pytest.approx(fit.beta[b] - fit.beta[c])
    variance = fit.covariance[b, b] + fit.covariance[c, c] - 2 * fit.covariance[b, c]
    assert cell.standard_error == pytest.approx(variance**0.5)


def test_a_number_that_is_bent_has_no_single_odds_ratio(assessed):
    _, _, found = assessed
    cell = cells_of(found, "age")["bent"]
    assert (cell.verdict, cell.odds_ratio) == ("none", None)
    assert "bent itself" in cell.reason
    assert cells_of(found, "b")["bent"].odds_ratio is not None


def test_without_gaps_all_ways_with_missing_values_agree(tmp_path):
    _, _, found = assess(tmp_path, columns_of())
    cells = cells_of(found, "b")
    for name in ("missing_category", "imputed", "together"):
        assert cells[name].log_odds == pytest.approx(cells["complete_cases"].log_odds)
    assert cells["imputed"].standard_error == pytest.approx(
        cells["complete_cases"].standard_error
    )


def test_equal_weights_change_nothing_but_the_error(tmp_path):
    columns = columns_of()
    columns["weight"] = [2] * 300
    _, _, found = assess(tmp_path, columns)
    cells = cells_of(found, "age")
    plain, weighted = cells["complete_cases"], cells["weighted"]
    assert weighted.log_odds == pytest.approx(plain.log_odds, abs=1e-9)
    assert weighted.standard_error != plain.standard_error


def test_leaving_out_a_unit_is_a_refit_without_it(tmp_path):
    columns = columns_of()
    study, cases, found = assess(tmp_path, columns)
    cell = cells_of(found, "age")["without_unit"]
    p_values = []
    for unit in UNITS:
        kept = cases.keep(~cases.coded("unit").is_category(unit))
        design = build_design(study, study.models["m"], kept)
        fit = fit_safely(design.x, design.y)
        p_values.append((abs(fit.beta[1]) / fit.covariance[1, 1] ** 0.5, fit.beta[1]))
    weakest = min(p_values)[1]
    assert cell.log_odds == pytest.approx(weakest)


def test_a_finding_that_hangs_on_one_unit_is_flagged(tmp_path):
    columns = columns_of(320, seed=8)
    for at in range(320):  # only unit u0 makes b better than a
        if columns["unit"][at] == "u0":
            columns["group"][at] = "b" if at % 16 else "a"
            columns["outcome"][at] = "yes" if at % 16 else "no"
        else:
            columns["outcome"][at] = "yes" if at % 5 < 2 else "no"
    _, _, found = assess(tmp_path, columns)
    row = found.sheet.rows[0]
    cell = next(item for item in row.cells if item.specification == "without_unit")
    assert row.cells[0].verdict == "higher"
    assert cell.changed >= 1
    assert row.agree < row.estimated


def test_checks_and_adjusted_tests_cover_every_model_and_test(assessed):
    _, _, found = assessed
    (checks,) = found.checks
    assert [item.variable for item in checks.linearity] == ["age"]
    assert {item.rule for item in checks.goodness} == {
        "quantiles", "averaged_quantiles", "equal_groups",
    }  # fmt: skip
    assert 0.3 < checks.calibration.slope < 1.5
    assert checks.calibration.brier < checks.calibration.brier_null + 0.01
    assert sum(item.n for item in checks.calibration.bins) == 270
    for limit in checks.profile:
        assert limit.ci_low < limit.odds_ratio < limit.ci_high
    assert len(found.tests) == 3
    for test in found.tests:
        assert test.p <= test.benjamini_hochberg <= test.holm <= 1
    assert found.units == 8 and found.raters == 20


def test_lenient_raters_are_seen(tmp_path):
    rng = np.random.default_rng(2)
    columns = columns_of(600)
    kind = {name: at < 10 for at, name in enumerate(RATERS)}
    columns["outcome"] = [
        "yes" if rng.random() < (0.8 if kind[name] else 0.2) else "no"
        for name in columns["rater"]
    ]
    _, _, found = assess(tmp_path, columns)
    outcome = found.leniency[0]
    assert (outcome.variable, outcome.raters) == ("outcome", 20)
    assert outcome.sigma > 1 and outcome.p < 0.001
    assert outcome.low < 30 and outcome.high > 70


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": ["u0"] * 300}, "`unit` has 1 different value;"),
        ({"weight": [-1, 2, 3] * 100}, "100 are negative"),
        ({"weight": [0] * 300}, "none is above 0"),
    ],
)
def test_what_cannot_serve_is_named_with_its_line(tmp_path, change, said):
    with pytest.raises(AnalysisError) as caught:
        assess(tmp_path, columns_of() | change)
    assert said in str(caught.value)
    assert "study.toml, line" in str(caught.value)


def test_a_variable_without_any_value_cannot_be_imputed(tmp_path):
    study = make_study(tmp_path, ALL, MODELS, SECTION)
    columns = columns_of() | {"sex": [""] * 300}
    cases = make_cases(tmp_path, study, columns)
    with pytest.raises(AnalysisError, match="`sex` has no value in any case"):
        assess_findings(study, cases, (), lambda name: None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "unit"', 'unit = "units"', "Did you mean `unit`?"),
        ('weight = "weight"', 'weight = "sex"', "is not an interval variable"),
        ('together = ["all"]', 'together = ["al"]', "there is no block `al`"),
        ('category = "b"\nagainst', 'category = "d"\nagainst', "`d` is not a category"),
        ('against = "c"', 'against = "b"', "compared with itself"),
        ('variable = "age"', 'variable = "age"\ncategory = "b"', "no categories"),
        ('model = "m"', 'model = "mm"', "there is no model `mm`"),
        ('id = "bc"', 'id = "b"', "stands twice"),
        ("cycles = 2", "cycles = 0", "cycles"),
    ],
)
def test_a_wrong_section_is_told_with_its_line(tmp_path, old, new, said):
    assert old in SECTION
    with pytest.raises(DeclarationError) as caught:
        make_study(tmp_path, ALL, MODELS, SECTION.replace(old, new, 1))
    assert said in str(caught.value)
    assert "study.toml, line" in str(caught.value)


def test_not_asked_is_never_imputed(tmp_path):
    columns = columns_of()
    columns["sex"][:30] = ["not_asked"] * 30
    columns["sex"][30:50] = [""] * 20
    study, cases, found = assess(tmp_path, columns)
    assert cells_of(found, "b")["imputed"].n == 270
    assert Bench(study, cases, study.file.reliability).predictors() == [
        "age", "group", "sex",
    ]  # fmt: skip
