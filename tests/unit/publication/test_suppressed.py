"""A suppressed number, wherever a reader could meet it."""

import csv
import io
import re

import pytest
from builders import make_study, repeat_rows, run_columns
from pages import as_read

from probata.analysis.open_data.flat_files import flat_files
from probata.errors import ClaimError
from probata.publication.assemble import make_bulletin
from probata.publication.html import write_html

ROWS = {
    ("yes", "male", "a"): 10,
    ("no", "male", "a"): 23,
    ("yes", "female", "a"): 17,
    ("no", "female", "b"): 6,
    ("yes", "male", "b"): 19,
    ("no", "male", "b"): 31,
    ("yes", "", "b"): 3,
}
PREDICTORS = {"sex": ("male", "female"), "group": ("a", "b")}
EXTRA = """
[[tables]]
id = "A1"
title = "By sex"
variables = ["sex", "group"]

[[listings]]
id = "A2"
title = "Combinations"
variables = ["sex", "group"]

[[figures]]
id = "1"
title = "By sex"
variables = ["sex"]
by = "group"
"""
CLAIM = """
[[claims]]
id = "women_higher"
variable = "sex"
category = "female"
{test}
"""
TEXT = """# Findings

Women: {{ n("sex=female") }}, {{ positive("sex=female") }}, {{ percent("sex=female") }},
{{ interval("sex=female") }}; not known: {{ missing("sex") }};
odds {{ odds_ratio("m", "sex=female") }} ({{ odds_interval("m", "sex=female") }}),
{{ p_value("m", "sex") }}, {{ fit("m", "nagelkerke") }}.

{{ table("A1") }}

{{ listing("A2") }}

{{ figure("1") }}

{{ model("m") }}

{{ record("missing") }}

{{ record("complete_cases") }}

{{ record("fit") }}

{{ record("missing_rows") }}
"""
HIDDEN = {
    "n": None,
    "positive": None,
    "percent": None,
    "ci_low": None,
    "ci_high": None,
}
SYMBOL = "[c]"


def suppress(results):
    """Hide the women in each part of the results, as disclosure control would."""
    frequency = results.frequencies["sex"]
    hidden = frequency.model_copy(
        update={
            "categories": tuple(
                item.model_copy(update=HIDDEN) if item.category == "female" else item
                for item in frequency.categories
            ),
            "missing": tuple(
                item.model_copy(update={"n": None, "positive": None})
                for item in frequency.missing
            ),
            "test": None,
        }
    )
    crosses = tuple(
        cross.model_copy(
            update={
                "cells": tuple(
                    cell.model_copy(update=HIDDEN)
                    if cell.category == "female"
                    else cell
                    for cell in cross.cells
                )
            }
        )
        for cross in results.crosses
    )
    listings = tuple(
        listing.model_copy(
            update={
                "rows": tuple(
                    row.model_copy(update={"n": None})
                    if row.categories[0] == "female"
                    else row
                    for row in listing.rows
                )
            }
        )
        for listing in results.listings
    )
    return results.model_copy(
        update={
            "frequencies": results.frequencies | {"sex": hidden},
            "crosses": crosses,
            "listings": listings,
            "models": tuple(suppress_model(model) for model in results.models),
        }
    )


def suppress_model(model):
    numbers = dict.fromkeys(
        ("n", "estimate", "standard_error", "z", "p", "odds_ratio", "ci_low", "ci_high")
    )
    reason = "suppressed by disclosure control"
    flow = model.complete_cases
    steps = tuple(
        step.model_copy(update={"lost": None, "missing": None}) for step in flow.steps
    )
    return model.model_copy(
        update={
            "coefficients": tuple(
                item.model_copy(
                    update={**numbers, "status": "suppressed", "reason": reason}
                )
                if item.category == "female"
                else item
                for item in model.coefficients
            ),
            "tests": tuple(
                item.model_copy(update={"statistic": None, "p": None, "reason": reason})
                for item in model.tests
            ),
            "steps": tuple(
                step.model_copy(
                    update={"minus2ll": None, "nagelkerke": None, "block_chi2": None}
                )
                for step in model.steps
            ),
            "complete_cases": flow.model_copy(
                update={"steps": steps, "positive": None}
            ),
        }
    )


def run(folder, extra=""):
    columns = repeat_rows(ROWS, ["outcome", "sex", "group"])
    results = run_columns(folder, PREDICTORS, columns, extra=EXTRA + extra)
    (folder / "text").mkdir()
    (folder / "text/summary.md").write_text("# Summary\n", encoding="utf-8")
    (folder / "text.md").write_text(TEXT, encoding="utf-8")
    return make_study(folder, PREDICTORS, extra=EXTRA + extra), suppress(results)


@pytest.fixture
def page(tmp_path):
    study, results = run(tmp_path)
    return write_html(make_bulletin(study, results).document).decode()


def test_a_suppressed_number_in_the_text_reads_as_suppressed(page):
    bound = page.partition("Women: ")[2].partition("</p>")[0]
    sentence = re.sub(r"<[^>]+>", "", as_read(bound))
    assert sentence.count("[suppressed]") == 9
    assert not re.search(r"\d", sentence)
    bases = re.findall(r'<span class="basis" hidden> \((.*?)\)</span>', bound)
    assert len(bases) == 9
    for basis in bases:
        assert basis.startswith("suppressed, so that nobody")
        counted = re.sub(r"<a .*?</a>|\(\d+ complete cases\)", "", basis)
        assert not re.search(r"\d", counted)


def test_tables_say_so_and_explain_the_symbol(page):
    bodies = re.findall(r"<table.*?</table>.*?</div>", page, re.DOTALL)
    assert len(re.findall(r"\[c\]: suppressed", page)) >= 6
    assert any(SYMBOL in body for body in bodies)


def test_charts_and_their_alternatives_say_so(tmp_path):
    study, results = run(tmp_path)
    figure = make_bulletin(study, results).document.figures()[0].figure
    assert "“female” suppressed" in figure.alt
    assert "suppressed" in figure.svg_wide
    assert SYMBOL in figure.note
    women = [row for row in figure.data.rows if row[1].text == "female"]
    assert women
    assert all(cell.text == SYMBOL for row in women for cell in row[2:])


def test_flat_files_hold_the_symbol(tmp_path):
    study, results = run(tmp_path)
    files = flat_files(results, study)
    for name in ("frequencies", "crosses", "coefficients"):
        rows = csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode()))
        women = [row for row in rows if row["category"] == "female"]
        assert women
        hidden = set(women[0]) - {
            "table", "figure", "model", "block", "variable", "category", "by",
            "by_category", "marked",
        }  # fmt: skip
        assert {row[key] for row in women for key in hidden} == {SYMBOL}
    missing = files["data/missing.csv"].decode()
    assert "sex,unknown,[c],[c]" in missing


@pytest.mark.parametrize(
    "test",
    [
        "percent = 72",
        'higher_than = ["male"]',
        'models = ["m"]\ndirection = "more_likely"',
        'models = ["m"]\nsignificant = true',
    ],
)
def test_no_claim_can_rest_on_a_suppressed_number(tmp_path, test):
    study, results = run(tmp_path, CLAIM.format(test=test))
    with pytest.raises(ClaimError, match="suppressed by disclosure control") as raised:
        make_bulletin(study, results)
    assert raised.value.exit_code == 7
