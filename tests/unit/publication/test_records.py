"""Records of the annex: tables from what was done."""

import pytest
from builders import RANDOM_PREDICTORS, make_cases, make_study, random_columns

from probata.analysis.run import run_study
from probata.publication.records import record_complete_cases


@pytest.mark.parametrize(
    ("labels", "heads"),
    [
        (("Model 1: age", "Model 2: sex"), ["Step", "Model 1", "Model 2"]),
        (("Trap: age", "Trap: sex"), ["Step", "Trap: age", "Trap: sex"]),
    ],
)
def test_models_have_short_names_only_where_these_differ(tmp_path, labels, heads):
    models = {"one": {"a": ["age"]}, "two": {"b": ["sex"]}}
    study = make_study(tmp_path, RANDOM_PREDICTORS, models)
    results = run_study(study, make_cases(tmp_path, study, random_columns(2, 120)))
    named = [
        model.model_copy(update={"label": label})
        for model, label in zip(results.models, labels, strict=True)
    ]
    results = results.model_copy(update={"models": tuple(named)})
    (table,) = record_complete_cases(study, results, lambda: "A1")
    assert [cell.text for cell in table.header] == heads
