"""A small bulletin with every kind of oddity, as document, XLSX and ODS."""

import pytest
from builders import repeat_rows, run_columns

from probata.analysis.read_study import read_study
from probata.publication.assemble import make_bulletin
from probata.publication.spreadsheet.arrange import arrange_workbook
from probata.publication.spreadsheet.ods.write import write_ods
from probata.publication.spreadsheet.xlsx import write_xlsx

EXTRA = """
[[tables]]
id = "B1"
title = "Sex & <group>"
variables = ["sex", "group", "twin"]
marks_from = "m"

[[listings]]
id = "A1"
title = "Combinations"
variables = ["sex", "group"]

[[figures]]
id = "1"
title = "By sex"
variables = ["sex"]
by = "group"
"""
PREDICTORS = {
    "sex": ("male", "f<m&"),
    "group": ("a", "=SUM(A1)", "unused"),
    "twin": ("x", "y"),
}
# `twin` repeats `sex`, so that a model with both has a dropped column.
ROWS = {
    ("yes", "male", "a", "x"): 1200,
    ("no", "male", "a", "x"): 23,
    ("yes", "f<m&", "a", "y"): 17,
    ("no", "f<m&", "=SUM(A1)", "y"): 6,
    ("yes", "male", "=SUM(A1)", "x"): 19,
    ("no", "male", "=SUM(A1)", "x"): 31,
    ("yes", "", "a", ""): 3,
}
TEXT = """# Findings

{{ table("B1") }}

{{ listing("A1") }}

{{ figure("1") }}

{{ model("m") }}

{{ record("fit") }}

{{ record("tests") }}
"""


@pytest.fixture(scope="session")
def document(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spreadsheet")
    columns = repeat_rows(ROWS, ["outcome", *PREDICTORS])
    models = {"m": {"who": ["sex", "group"], "again": ["twin"]}}
    results = run_columns(folder, PREDICTORS, columns, models, EXTRA)
    (folder / "text").mkdir()
    (folder / "text" / "summary.md").write_text("# Summary\n")
    (folder / "text.md").write_text(TEXT)
    return make_bulletin(read_study(folder), results).document


@pytest.fixture(scope="session")
def workbook(document):
    return arrange_workbook(document)


@pytest.fixture(scope="session")
def xlsx(workbook) -> bytes:
    return write_xlsx(workbook)


@pytest.fixture(scope="session")
def ods(workbook) -> bytes:
    return write_ods(workbook)
