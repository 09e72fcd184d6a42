"""Interactions and splines on the page: figures, tables, numbers in the text, listing."""

import pytest
from builders import INTERVAL, make_cases, make_study, random_columns

from probata.analysis.open_data.write import write_open_data
from probata.analysis.run import run_study
from probata.analysis.spss.listing import write_listing
from probata.errors import ClaimError, DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.document import Number, Paragraph, plain_words
from probata.publication.formats import write_formats

PREDICTORS = {"age": INTERVAL, "group": ("a", "b", "c"), "sex": ("male", "female")}
EXTRA = """
[[blocks]]
id = "crossed"
label = "Sex within group"
interactions = [{ variable = "sex", within = "group" }]
[[blocks]]
id = "number"
label = "Sex within age"
interactions = [{ variable = "sex", within = "age", at = [25, 40] }]
[[blocks]]
id = "bent"
label = "Age, bent"
variables = ["age"]
splines = { age = { knots = [25, 40, 60] } }
[[blocks]]
id = "others"
label = "Others"
variables = ["group", "sex"]
[[models]]
id = "crossed"
label = "Crossed"
blocks = ["plain", "crossed"]
[[models]]
id = "number"
label = "Number"
blocks = ["plain", "number"]
[[models]]
id = "bent"
label = "Bent"
blocks = ["bent", "others"]
[[figures]]
id = "1"
title = "Odds ratios within groups"
kind = "within"
model = "crossed"
variables = ["sex"]
by = "group"
[[figures]]
id = "2"
title = "Percentages within groups"
kind = "combined"
model = "crossed"
variables = ["sex"]
by = "group"
[[figures]]
id = "3"
title = "Along age"
kind = "curve"
model = "bent"
variables = ["age"]
[[figures]]
id = "4"
title = "Within age"
kind = "combined"
model = "number"
variables = ["sex"]
by = "age"
"""
CLAIM = """
[[claims]]
id = "interaction"
models = ["crossed"]
variable = "sex*group"
significant = false
"""
SUMMARY = "# Summary\n\nWords.\n"
TEXT = """# Findings

The odds ratio was {{ odds_ratio("crossed", "sex=female", within="group=b") }}
({{ odds_interval("crossed", "sex=female", within="group=b") }}), in percentages
{{ adjusted("crossed", "sex=female", within="group=b") }}
({{ adjusted_interval("crossed", "sex=female", within="group=b") }}), and at an age
{{ odds_ratio("number", "sex=female", within="age=25") }}; overall
{{ adjusted("crossed", "sex=female", digits=1) }}. The interaction was
[not significant](claim:interaction): {{ p_value("crossed", "sex*group") }}; its columns,
{{ odds_ratio("crossed", "sex*group=female*b") }}. Bent: {{ bend_p("bent", "age") }}.
{{ ref("figure 1") }}, {{ ref("figure 2") }}, {{ ref("figure 3") }}, {{ ref("figure 4") }}.

{{ figure("1") }}

{{ figure("2") }}

{{ figure("3") }}

{{ figure("4") }}

{{ record("interactions") }}

{{ record("tests") }}

{{ record("method") }}

{{ model("crossed") }}

{{ model("bent") }}
"""


@pytest.fixture
def made(tmp_path):
    def make(text=TEXT, extra=EXTRA + CLAIM):
        models = {"plain": {"plain": ["age", "group", "sex"]}}
        study = make_study(tmp_path, PREDICTORS, models, extra)
        (tmp_path / "text").mkdir(exist_ok=True)
        (tmp_path / "text" / "summary.md").write_text(SUMMARY)
        (tmp_path / "text.md").write_text(text)
        results = run_study(study, make_cases(tmp_path, study, random_columns(4, 600)))
        return study, results

    return make


def numbers(document):
    return [
        part
        for block in document.blocks()
        if isinstance(block, Paragraph)
        for part in block.parts
        if isinstance(part, Number)
    ]


def test_numbers_of_the_text_are_those_of_the_results(made):
    study, results = made()
    document = make_bulletin(study, results).document
    (found,) = results.model("crossed").interactions
    odds = {item.within: item for item in found.odds}
    share = {(item.category, item.within): item for item in found.shares}
    shown = {item.text: item.basis for item in numbers(document)}
    assert f"{odds['b'].odds_ratio:.2f}" in shown
    basis = shown[f"{odds['b'].odds_ratio:.2f}"]
    assert basis == "odds ratio of sex: female within group: b, in Crossed"
    assert f"{share['female', 'b'].percent:.0f}%" in shown


def test_figures_say_every_number_and_have_their_data(made):
    study, results = made()
    document = make_bulletin(study, results).document
    figures = {block.figure.number: block.figure for block in document.figures()}
    (found,) = results.model("crossed").interactions
    for item in found.odds:
        assert f"{item.odds_ratio:.2f}" in figures["1"].alt
        assert f"{item.odds_ratio:.2f}" in figures["1"].svg_wide
    assert "no evidence that they differ" in figures["1"].note
    assert len(figures["1"].data.rows) == 3
    assert len(figures["2"].data.rows) == 6
    assert "knots at 25, 40, 60" in figures["3"].note
    curve = results.model("bent").curves[0]
    assert len(figures["3"].data.rows) == len(curve.points)
    assert figures["3"].svg_wide.count("chart-band") == 2  # the key and the curve
    assert "25" in figures["4"].svg_narrow


def test_tables_name_products_and_splines(made):
    study, results = made()
    tables = list(make_bulletin(study, results).document.tables())
    heads = [row[0].text for table in tables for row in table.rows]
    assert any(head.startswith("sex × group (interaction") for head in heads)
    assert "Female × b" in heads
    assert any(head.startswith("age (spline") for head in heads)
    assert "Spline term 1" in heads
    titles = [table.title for table in tables]
    assert "Crossed: odds ratios of sex within group" in titles
    noted = next(table for table in tables if table.title == "Crossed: odds ratios")
    assert any("at the reference category" in note for note in noted.notes)


def test_the_method_names_interactions_and_knots(made):
    study, results = made()
    words = [
        plain_words(block.parts)
        for block in make_bulletin(study, results).document.blocks()
        if isinstance(block, Paragraph)
    ]
    assert any("sex × group; sex × age" in text for text in words)
    assert any("restricted cubic spline (25, 40, 60)" in text for text in words)


def test_every_format_can_be_written(made):
    study, results = made()
    document = make_bulletin(study, results).document
    files = write_formats(document, ["html", "pdf", "docx", "xlsx", "ods"])
    assert all(len(content) > 1000 for content in files.values())


def test_flat_files_and_listing(made):
    study, results = made()
    files = write_open_data(results, study)
    rows = files["data/interactions.csv"].decode().splitlines()
    assert rows[0].startswith(
        "model,variable,category,within,within_category,n,odds_ratio"
    )
    assert len(rows) == 1 + 6 + 4
    curves = files["data/curves.csv"].decode().splitlines()
    assert len(curves) == 1 + len(results.model("bent").curves[0].points)
    listing = write_listing(results, study).decode()
    assert "sex by group" in listing
    assert "sex(1) by group(2)" in listing
    assert "sex(1) by age" in listing
    assert "age_bend_2" in listing


def test_a_study_without_them_has_no_such_files(tmp_path):
    study = make_study(tmp_path, PREDICTORS)
    results = run_study(study, make_cases(tmp_path, study, random_columns(4, 200)))
    files = write_open_data(results, study)
    assert not {"data/interactions.csv", "data/curves.csv"} & set(files)


@pytest.mark.parametrize(
    "call",
    [
        'odds_ratio("plain", "sex=female", within="group=b")',
        'odds_ratio("crossed", "sex=male", within="group=b")',
        'adjusted("crossed", "sex=female", within="group=z")',
        'bend_p("crossed", "age")',
    ],
)
def test_what_a_model_does_not_hold_is_refused(made, call):
    study, results = made(TEXT + f"\nOne: {{{{ {call} }}}}.\n")
    with pytest.raises((DeclarationError, ClaimError)) as caught:
        make_bulletin(study, results)
    assert "text.md" in caught.value.faults[0].where


def test_a_claim_on_an_odds_ratio_within_a_category(made):
    claim = CLAIM + (
        '[[claims]]\nid = "within"\nmodels = ["crossed"]\nvariable = "sex"\n'
        'category = "female"\nby = "group"\nby_category = "b"\ndirection = "more_likely"\n'
    )
    study, results = made(TEXT + "\n[So](claim:within).\n", EXTRA + claim)
    with pytest.raises(ClaimError) as caught:
        make_bulletin(study, results)
    said = caught.value.faults[0].problem
    assert "odds ratio" in said
    assert "b" in said
