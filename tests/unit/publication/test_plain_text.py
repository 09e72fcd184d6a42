"""A study without text of its own still gives a whole bulletin."""

from builders import (
    RANDOM_PREDICTORS,
    codebook_text,
    make_cases,
    random_columns,
    study_text,
    write_study,
)

from probata.analysis.run import run_study
from probata.analysis.sensitivity.run import assess_findings
from probata.publication.assemble import make_bulletin
from probata.publication.document import TableBlock

PARTS = """
[[tables]]
id = "B1"
title = "By group"
variables = ["group"]

[[listings]]
id = "L1"
title = "Groups"
variables = ["group"]

[[figures]]
id = "1"
title = "By group"
variables = ["group"]
"""

RELIABILITY = """
[reliability]
imputations = 2

[[reliability.findings]]
id = "f"
label = "b against a"
model = "m"
variable = "group"
category = "b"
"""


MODEL = {"m": {"b": ["age", "group"]}}
TABLE = """[[tables]]\nid = "B1"\ntitle = "By group"\nvariables = ["group"]"""


def make_plain(folder, extra, models=MODEL):
    """A bulletin of a study that declares no text."""
    study_file = study_text("outcome", "yes", models, extra)
    study_file = study_file[: study_file.index("[text]")]
    codebook = codebook_text({"outcome": ("no", "yes"), **RANDOM_PREDICTORS})
    study = write_study(folder, codebook, study_file)
    cases = make_cases(folder, study, random_columns(3, 200))
    results = run_study(study, cases)
    if study.file.reliability is not None:
        found = assess_findings(study, cases, results.models, lambda step: None)
        results = results.model_copy(update={"reliability": found})
    return make_bulletin(study, results)


def test_what_a_study_declares_is_all_shown_once(tmp_path):
    made = make_plain(tmp_path, PARTS)
    titles = [section.title for section in made.document.sections]
    assert titles == ["Summary", "Findings", "Tables", "Models", "Method"]
    shown = {item.title for item in made.document.tables()}
    assert {"By group", "Groups", "m: odds ratios"} <= shown
    assert [item.figure.title for item in made.document.figures()] == ["By group"]
    assert made.warnings == ()


def test_what_a_study_does_not_declare_leaves_no_empty_annex(tmp_path):
    made = make_plain(tmp_path, "")
    titles = [section.title for section in made.document.sections]
    assert titles == ["Summary", "Findings", "Models", "Method"]


def test_without_models_nothing_is_said_of_any(tmp_path):
    made = make_plain(tmp_path, TABLE, models={})
    titles = [section.title for section in made.document.sections]
    assert titles == ["Summary", "Findings", "Tables", "Method"]
    assert not [item for item in made.document.tables() if not item.rows]


def test_a_study_with_findings_has_the_annex_of_trust(tmp_path):
    document = make_plain(tmp_path, PARTS + RELIABILITY).document
    annex = next(item for item in document.sections if item.anchor == "section-trust")
    titles = [item.title for item in annex.blocks if isinstance(item, TableBlock)]
    assert titles[:2] == [
        "The findings at a glance",
        "Every finding under every specification",
    ]
