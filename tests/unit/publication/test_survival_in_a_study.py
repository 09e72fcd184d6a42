"""Time to an event as a part of a study: figure, table, text, claims, files."""

import csv
import io
from xml.etree import ElementTree

import numpy as np
import pytest
from builders import INTERVAL, make_cases, make_study

from probata.analysis.open_data.write import write_open_data
from probata.analysis.results import read_results, write_results
from probata.analysis.run import run_study
from probata.analysis.survival.run import Asked, run_survival
from probata.errors import ClaimError, DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.formats import write_formats

VARIABLES = {
    "group": ("low", "high"),
    "age": INTERVAL,
    "days": INTERVAL,
    "event": ("no", "yes"),
}
SURVIVAL = """
[[survival]]
id = "S1"
title = "Time to the event"
time = "days"
event = "event"
positive = "yes"
by = "group"
predictors = ["group", "age"]
[[figures]]
id = "1"
title = "When it happened"
kind = "survival"
survival = "S1"
[disclosure]
mode = "report"
reason = "Made up."
"""
CLAIM = """
[[claims]]
id = "sooner"
survival = "S1"
variable = "group"
category = "high"
direction = "more_likely"
"""
TEXT = """# Findings

{{ without_event("S1", 100, group="high") }} of one group, {{ without_event("S1", 100,
group="low", digits=1) }} of the other; [sooner](claim:sooner): {{ hazard_ratio("S1",
"group=high") }} ({{ hazard_interval("S1", "group=high") }}), by age {{ hazard_ratio("S1",
"age") }}; log-rank {{ log_rank("S1") }}. {{ ref("figure 1") }}, {{ ref("survival S1") }}.

{{ figure("1") }}

{{ survival("S1") }}
"""


def columns(n=400):
    random = np.random.default_rng(3)
    high = random.random(n) < 0.5
    time = random.exponential(np.where(high, 150, 400))
    left = random.uniform(50, 500, n)
    return {
        "group": np.where(high, "high", "low").tolist(),
        "age": random.integers(18, 70, n).tolist(),
        "days": np.ceil(np.minimum(time, left)).astype(int).tolist(),
        "event": np.where(time <= left, "yes", "no").tolist(),
        "outcome": random.choice(["yes", "no"], n).tolist(),
    }


@pytest.fixture
def made(tmp_path):
    def make(extra=SURVIVAL + CLAIM, text=TEXT):
        study = make_study(tmp_path, VARIABLES, {"m": {"all": ["group"]}}, extra)
        (tmp_path / "text").mkdir(exist_ok=True)
        (tmp_path / "text" / "summary.md").write_text("# Summary\n\nWords.\n")
        (tmp_path / "text.md").write_text(text)
        cases = make_cases(tmp_path, study, columns())
        return study, cases, run_study(study, cases)

    return make


def test_the_numbers_are_those_of_the_command(made, tmp_path):
    study, cases, results = made()
    asked = Asked("days", "event", "yes", "group", ("group", "age"))
    alone = run_survival(cases, study.codebook, asked)
    found = results.followed("S1")
    for field in ("curves", "cox", "test", "ticks", "cases", "left_out"):
        assert getattr(found, field) == getattr(alone, field)
    (tmp_path / "results.json").write_bytes(write_results(results))
    assert read_results(tmp_path / "results.json") == results


def test_figure_table_and_text_say_the_same(made):
    study, _, results = made()
    document = make_bulletin(study, results).document
    (figure,) = (block.figure for block in document.figures())
    for drawing in (figure.svg_wide, figure.svg_narrow):
        ElementTree.fromstring(drawing)
        assert "Still followed" in drawing
    assert "Kaplan-Meier curves of the time to event: yes." in figure.alt
    assert "Log-rank test" in figure.note
    table = next(item for item in document.tables() if item.number == "S1")
    ratio = results.followed("S1").ratio("group", "high")
    assert table.rows[0][4].text == f"{ratio.ratio:.2f}"
    assert ratio.ratio > 1.5
    page = write_formats(document, ["html"])["bulletin.html"].decode()
    assert f"{ratio.ratio:.2f}" in page
    assert "Is each ratio the same at all times?" in page


def test_every_format_and_the_flat_files(made):
    study, _, results = made()
    document = make_bulletin(study, results).document
    files = write_formats(document, ["html", "pdf", "docx", "xlsx", "ods"])
    assert all(len(content) > 1000 for content in files.values())
    data = write_open_data(results, study)
    hazards = list(csv.DictReader(io.StringIO(data["data/hazard_ratios.csv"].decode())))
    assert [(row["variable"], row["category"]) for row in hazards] == [
        ("group", "high"),
        ("age", ""),
    ]
    curves = list(csv.DictReader(io.StringIO(data["data/survival.csv"].decode())))
    for group in ("low", "high"):
        own = [row for row in curves if row["group"] == group]
        events = sum(int(row["events"]) for row in own)
        assert events == results.followed("S1").curve(group).events


def test_a_claim_that_does_not_hold_stops_the_build(made):
    study, _, results = made(SURVIVAL + CLAIM.replace("more", "less"))
    with pytest.raises(ClaimError) as caught:
        make_bulletin(study, results)
    assert "found hazard ratio" in caught.value.faults[0].problem


def test_the_plain_bulletin_shows_it(made, tmp_path):
    from probata.analysis.read_study import read_study

    _, cases, _ = made(SURVIVAL)
    path = tmp_path / "study.toml"
    path.write_text(path.read_text().replace('[text]\nsections = ["text.md"]', ""))
    study = read_study(tmp_path)
    document = make_bulletin(study, run_study(study, cases)).document
    assert "S1" in [table.number for table in document.tables()]


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('time = "days"', 'time = "group"', "`group` is not a number"),
        ('event = "event"', 'event = "age"', "`age` is not categorical"),
        ('positive = "yes"\nby', 'positive = "si"\nby', "`si` is not a category"),
        ('"group", "age"]', '"group", "ag"]', "there is no variable `ag`"),
        ('survival = "S1"\n[dis', 'survival = "S2"\n[dis', "there is no [[survival]] `S2`"),
        ('survival = "S1"\nvariable = "group"', 'survival = "S1"\nvariable = "event"',
         "`event` is not a predictor"),
        ('direction = "more_likely"', "percent = 4", "is the direction of a hazard ratio"),
        ('mode = "report"\nreason = "Made up."', "minimum_n = 5", "cannot protect curves"),
    ],
)  # fmt: skip
def test_faults_are_named(made, was, becomes, problem):
    text = SURVIVAL + CLAIM
    assert was in text
    with pytest.raises(DeclarationError) as caught:
        made(text.replace(was, becomes))
    assert problem in " ".join(fault.problem for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ('without_event("S2", 3)', "there is no [[survival]] `S2`"),
        ('without_event("S1", 3)', "has no curve"),
        ('without_event("S1", 3, group="hi")', "has no curve of `hi`"),
        ('without_event("S1", 9999, group="high")', "nobody of `high` is followed"),
        ('hazard_ratio("S1", "group=low")', "has no hazard ratio of `group=low`"),
    ],
)
def test_what_the_text_cannot_name_is_told(made, call, problem):
    study, _, results = made(SURVIVAL, f"# Findings\n\n{{{{ {call} }}}}.\n")
    with pytest.raises((DeclarationError, ClaimError)) as caught:
        make_bulletin(study, results)
    assert problem in " ".join(fault.problem for fault in caught.value.faults)
