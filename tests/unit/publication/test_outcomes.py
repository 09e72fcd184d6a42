"""Several outcomes in one study: counts, models, tables side by side, text and claims."""

import pytest
from builders import INTERVAL, make_cases, make_study, random_columns, run_columns

from probata.analysis.open_data.write import write_open_data
from probata.analysis.run import run_study
from probata.analysis.spss.listing import write_listing
from probata.errors import ClaimError, DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.document import Number, Paragraph, plain_words
from probata.publication.formats import write_formats

PREDICTORS = {
    "age": INTERVAL,
    "group": ("a", "b", "c"),
    "sex": ("male", "female"),
    "later": ("no", "yes"),
}
MODELS = {"first": {"all": ["age", "group", "sex"]}}
EXTRA = """
[[outcomes]]
id = "later"
variable = "later"
positive = "yes"
phrase = "seen later"
[[models]]
id = "second"
label = "Second"
outcome = "later"
blocks = ["all"]
[[comparisons]]
id = "C"
title = "Both"
models = ["first", "second"]
[[tables]]
id = "T"
title = "Both"
outcomes = ["main", "later"]
variables = ["group", "sex"]
[[figures]]
id = "1"
title = "Later"
outcome = "later"
variables = ["group"]
by = "sex"
[[figures]]
id = "2"
title = "Odds"
kind = "odds"
model = "second"
"""
OPEN = '[disclosure]\nmode = "report"\nreason = "Made up."\n'
CLAIM = """
[[claims]]
id = "later"
outcome = "later"
variable = "group"
category = "a"
percent = 25
"""
TEXT = """# Findings

{{ percent("group=a", digits=1) }} and {{ percent("group=a", outcome="later", digits=1) }}
([so](claim:later)), {{ interval("group=a", outcome="later") }} of
{{ n("group=a", outcome="later") }}; {{ positive("all", outcome="later") }};
{{ percent("group=a", by="sex=male", outcome="later") }};
{{ odds_ratio("second", "sex=female") }}. {{ ref("table T") }} {{ ref("comparison C") }}
{{ ref("figure 1") }} {{ ref("figure 2") }}

{{ table("T") }}

{{ comparison("C") }}

{{ figure("1") }}

{{ figure("2") }}

{{ record("method") }}
"""


def columns():
    made = random_columns(6, 400)
    later = ["no"] * 400
    inside = [at for at, group in enumerate(made["group"]) if group == "a"]
    for at in inside[: round(len(inside) / 4)]:
        later[at] = "yes"
    for at in range(0, 400, 7):
        if made["group"][at] != "a":
            later[at] = "yes"
    later[next(at for at in range(400) if made["group"][at] == "b")] = ""
    return {**made, "later": later}


@pytest.fixture
def made(tmp_path):
    def make(extra=EXTRA + CLAIM, text=TEXT):
        study = make_study(tmp_path, PREDICTORS, MODELS, extra + OPEN)
        (tmp_path / "text").mkdir(exist_ok=True)
        (tmp_path / "text" / "summary.md").write_text("# Summary\n\nWords.\n")
        (tmp_path / "text.md").write_text(text)
        return study, run_study(study, make_cases(tmp_path, study, columns()))

    return make


def test_another_outcome_counts_as_if_it_were_the_first(made, tmp_path):
    _, results = made()
    folder = tmp_path / "alone"
    folder.mkdir()
    cells = columns()
    cells["outcome"], others = cells["later"], dict(PREDICTORS)
    others.pop("later")
    alone = run_columns(folder, others, cells, MODELS)
    (later,) = results.outcomes
    assert later.total == alone.total
    assert later.frequencies["group"] == alone.frequencies["group"]
    assert [(item.reason, item.n) for item in later.outcome_missing] == [("unknown", 1)]
    second = results.model("second")
    assert second.outcome == "later"
    assert second.coefficients == alone.model("first").coefficients
    assert second.complete_cases.used == 399
    assert results.model("first").complete_cases.used == 400


def test_the_same_results_about_another_outcome(made):
    study, results = made()
    view = results.about("later")
    assert view.total == results.outcomes[0].total
    assert results.about("main") is results
    assert study.about("later").file.outcome.phrase == "seen later"


def test_tables_stand_side_by_side(made):
    study, results = made()
    tables = {
        item.number: item for item in make_bulletin(study, results).document.tables()
    }
    shares = tables["T"].rows[2]
    later = results.outcomes[0].frequencies["group"].categories[0]
    assert shares[0].text == "A" or shares[0].text == "a"
    assert shares[3].text == f"{later.n}"
    assert shares[4].text.startswith(f"{later.percent:.1f} (")
    odds = next(row for row in tables["C"].rows if row[0].text == "Female")
    for cell, name in zip(odds[1:], ("first", "second"), strict=True):
        item = next(
            i for i in results.model(name).coefficients if i.category == "female"
        )
        assert cell.text.startswith(f"{item.odds_ratio:.2f} (")


def test_text_figures_and_method_are_about_the_outcome_they_name(made):
    study, results = made()
    document = make_bulletin(study, results).document
    paragraphs = [item for item in document.blocks() if isinstance(item, Paragraph)]
    numbers = [
        part for item in paragraphs for part in item.parts if isinstance(part, Number)
    ]
    later = results.outcomes[0].frequencies["group"].categories[0]
    bases = {item.text: item.basis for item in numbers}
    assert "seen later" in bases[f"{later.percent:.1f}%"]
    figures = {block.figure.number: block.figure for block in document.figures()}
    assert "Seen later" in figures["1"].svg_wide
    assert "seen later" in figures["2"].svg_wide
    words = [plain_words(item.parts) for item in paragraphs]
    assert sum(text.startswith("The outcome is") for text in words) == 2


def test_every_format_the_flat_file_and_the_listing(made):
    study, results = made()
    document = make_bulletin(study, results).document
    files = write_formats(document, ["html", "pdf", "docx", "xlsx", "ods"])
    assert all(len(content) > 1000 for content in files.values())
    rows = write_open_data(results, study)["data/outcomes.csv"].decode().splitlines()
    assert rows[1].startswith("later,all_cases,all,399,")
    listing = write_listing(results, study).decode()
    second = listing[listing.index("Logistic Regression: Second") :]
    assert "later = " in second


def test_a_claim_is_about_the_outcome_it_names(made):
    study, results = made(EXTRA + CLAIM.replace('outcome = "later"\n', ""))
    with pytest.raises(ClaimError):
        make_bulletin(study, results)


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('id = "later"\nvar', 'id = "main"\nvar', "the id `main` is taken"),
        (
            'variable = "later"\np',
            'variable = "late"\np',
            "there is no variable `late`",
        ),
        ('variable = "later"\np', 'variable = "group"\np', "must have two categories"),
        ('positive = "yes"', 'positive = "si"', "`si` is not a category"),
        ('outcome = "later"\nblocks', 'outcome = "soon"\nblocks', "no outcome `soon`"),
        ('["main", "later"]', '["main", "soon"]', "no outcome `soon`"),
        (
            '["main", "later"]',
            '["main"]\nmarks_from = "first"',
            "not marked by a model",
        ),
        ('["first", "second"]', '["first", "third"]', "no model `third`"),
        ('outcome = "later"\nvariables', 'outcome = "l"\nvariables', "no outcome `l`"),
    ],
)
def test_what_is_refused_with_its_line(tmp_path, was, becomes, problem):
    assert was in EXTRA
    with pytest.raises(DeclarationError) as caught:
        make_study(tmp_path, PREDICTORS, MODELS, EXTRA.replace(was, becomes, 1) + OPEN)
    said = [fault.problem for fault in caught.value.faults]
    assert any(problem in item for item in said), said


def test_an_outcome_cannot_predict_itself(tmp_path):
    models = {"first": {"all": ["age", "group", "sex", "later"]}}
    with pytest.raises(DeclarationError) as caught:
        make_study(tmp_path, PREDICTORS, models, EXTRA + OPEN)
    assert any("cannot predict itself" in item.problem for item in caught.value.faults)


def test_an_unknown_outcome_in_the_text_is_refused(made):
    study, results = made(text=TEXT + '\nOne: {{ percent("all", outcome="soon") }}.\n')
    with pytest.raises((DeclarationError, ClaimError)) as caught:
        make_bulletin(study, results)
    assert "no outcome `soon`" in caught.value.faults[0].problem
