"""Needs by stages: counted along the path, in table, figure, text, claims and files."""

import pytest
from builders import make_cases, make_study

from probata.analysis.open_data.write import write_open_data
from probata.analysis.results import write_results
from probata.analysis.run import run_study
from probata.errors import ClaimError, DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.disclosure.build import build_system
from probata.publication.disclosure.control import choose, protect
from probata.publication.formats import write_formats

YES_NO = ("yes", "no")
VARIABLES = dict.fromkeys(("a1", "a2", "a3", "b1", "b2", "b3"), YES_NO)
MATRIX = """
[[matrices]]
id = "M"
title = "Needs"
stages = ["Seen", "Planned", "Done"]
positive = "yes"
rows = [
  { id = "a", label = "Alpha", variables = ["a1", "a2", "a3"] },
  { id = "b", label = "Beta", variables = ["b1", "b2", "b3"] },
]
[[figures]]
id = "1"
title = "Flow"
kind = "stages"
matrix = "M"
"""
OPEN = '[disclosure]\nmode = "report"\nreason = "Made up."\n'
CLAIM = """
[[claims]]
id = "kept"
matrix = "M"
row = "a"
stage = "Planned"
percent = 60
"""
TEXT = """# Findings

{{ stage_n("M", "a", "Planned") }} or {{ stage_percent("M", "a", "Planned") }} were
[kept](claim:kept); in all {{ stage_percent("M", "all", "Done", digits=1) }}.
{{ ref("figure 1") }}, {{ ref("matrix M") }}.

{{ figure("1") }}

{{ matrix("M") }}
"""
# 20 cases. Alpha: 10 seen, of these 6 planned, of these 3 done and 1 without an answer;
# Beta: 20 seen, none planned. A case that is planned for without being seen is no case.
COLUMNS = {
    "a1": ["yes"] * 10 + ["no"] * 10,
    "a2": ["yes"] * 6 + ["no"] * 4 + ["yes"] * 10,
    "a3": ["yes"] * 3 + ["no"] * 2 + [""] + ["yes"] * 14,
    "b1": ["yes"] * 20,
    "b2": ["no"] * 20,
    "b3": ["yes"] * 20,
    "outcome": ["yes", "no"] * 10,
}


@pytest.fixture
def made(tmp_path):
    def make(extra=MATRIX + CLAIM + OPEN, text=TEXT):
        models = {"m": {"all": ["a1"]}}
        study = make_study(tmp_path, VARIABLES, models, extra)
        (tmp_path / "text").mkdir(exist_ok=True)
        (tmp_path / "text" / "summary.md").write_text("# Summary\n\nWords.\n")
        (tmp_path / "text.md").write_text(text)
        return study, run_study(study, make_cases(tmp_path, study, COLUMNS))

    return make


def test_only_cases_that_reached_the_stage_before_are_counted(made):
    _, results = made()
    found = results.matrix("M")
    counts = {
        row.id: [(cell.n, cell.positive, cell.missing) for cell in row.stages]
        for row in found.rows
    }
    assert counts == {
        "a": [(20, 10, 0), (10, 6, 0), (5, 3, 1)],
        "b": [(20, 20, 0), (20, 0, 0), (0, 0, 0)],
        "all": [(40, 30, 0), (30, 6, 0), (5, 3, 1)],
    }
    cell = found.cell("a", "Planned")
    assert cell.percent == 60
    assert cell.ci_low < 60 < cell.ci_high
    assert found.cell("b", "Done").percent is None
    assert (found.cell("c", "Done"), found.cell("a", "Gone")) == (None, None)


PROTECT = "[disclosure]\nminimum_n = 10\n"


def protect_study(study, results):
    relations = build_system(study, results)
    return protect(study, results, choose(study, relations))


def test_few_cases_of_a_stage_are_held_back_with_what_tells_of_them(made):
    text = TEXT.replace("[kept](claim:kept)", "kept")
    study, results = made(MATRIX + PROTECT, text)
    safe = protect_study(study, results).matrix("M")
    for row, stage in (("a", "Planned"), ("a", "Done"), ("b", "Planned")):
        cell = safe.cell(row, stage)
        assert cell.positive is None
        assert cell.percent is None
        assert cell.ci_low is None
    # Who was seen is no secret: 10 of 20 and everybody is, but that is a uniform group.
    assert safe.cell("a", "Seen").positive == 10
    assert safe.cell("b", "Seen").positive is None
    text = write_results(protect_study(study, results)).decode()
    assert '"positive": 6' not in text
    bulletin = make_bulletin(study, protect_study(study, results)).document
    (figure,) = (block.figure for block in bulletin.figures())
    assert "Planned [c] (suppressed)" in figure.alt
    table = next(item for item in bulletin.tables() if item.number == "M")
    assert table.rows[0][3].text == "[c]"


def test_a_claim_on_a_stage_that_is_held_back_stops_the_build(made):
    study, results = made(MATRIX + CLAIM + PROTECT)
    with pytest.raises(ClaimError) as caught:
        make_bulletin(study, protect_study(study, results))
    assert "suppressed" in caught.value.faults[0].problem


def test_table_figure_and_text_have_the_same_numbers(made):
    study, results = made()
    document = make_bulletin(study, results).document
    table = next(item for item in document.tables() if item.number == "M")
    alpha, beta, total = table.rows
    assert [cell.text for cell in alpha] == [
        "Alpha", "20", "10 (50.0%)", "6 (60.0%)", "3 (60.0%)"
    ]  # fmt: skip
    assert beta[-1].text == "no cases"
    assert total[0].text == "All together"
    assert any("Alpha, Done: 1" in note for note in table.notes)
    (figure,) = (block.figure for block in document.figures())
    assert "Alpha: Seen 10 (50%), Planned 6 (60%), Done 3 (60%)." in figure.alt
    for drawing in (figure.svg_wide, figure.svg_narrow):
        assert ">60%<" in drawing
        assert "no cases" in drawing
    assert len(figure.data.rows) == 3


def test_every_format_and_the_flat_file(made):
    study, results = made()
    document = make_bulletin(study, results).document
    files = write_formats(document, ["html", "pdf", "docx", "xlsx", "ods"])
    assert all(len(content) > 1000 for content in files.values())
    rows = write_open_data(results, study)["data/stages.csv"].decode().splitlines()
    assert rows[1].startswith("M,a,Seen,20,10,50.0,")
    assert rows[3].endswith(",1")
    assert len(rows) == 10


def test_a_claim_on_a_stage_that_does_not_hold_stops_the_build(made):
    study, results = made(MATRIX + CLAIM.replace("60", "61") + OPEN)
    with pytest.raises(ClaimError) as caught:
        make_bulletin(study, results)
    assert "60%" in caught.value.faults[0].problem


def test_the_plain_bulletin_shows_matrices(tmp_path):
    study = make_study(tmp_path, VARIABLES, {"m": {"all": ["a1"]}}, MATRIX + OPEN)
    path = tmp_path / "study.toml"
    path.write_text(path.read_text().replace('[text]\nsections = ["text.md"]', ""))
    from probata.analysis.read_study import read_study

    study = read_study(tmp_path)
    results = run_study(study, make_cases(tmp_path, study, COLUMNS))
    document = make_bulletin(study, results).document
    assert "M" in [table.number for table in document.tables()]


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('"a1", "a2", "a3"', '"a1", "a2"', "2 variables are named for 3 stages"),
        ('"a1", "a2"', '"a1", "a9"', "there is no variable `a9`"),
        ('positive = "yes"\nrows', 'positive = "si"\nrows', "`si` is not a category"),
        ('id = "b"', 'id = "a"', "the id `a` is taken"),
        ('id = "b"', 'id = "all"', "the id `all` is taken"),
        ('"Seen", "Planned"', '"Seen", "Seen"', "two stages have one name"),
        ('"stages"\nmatrix = "M"', '"stages"\nmatrix = "N"', "there is no matrix `N`"),
        ('row = "a"', 'row = "z"', "there is no row `z`"),
        ('stage = "Planned"', 'stage = "Plan"', "there is no stage `Plan`"),
        ("percent = 60", "cases = 3", "a claim on a matrix is a percentage"),
    ],
)
def test_what_is_refused_with_its_line(tmp_path, was, becomes, problem):
    text = MATRIX + CLAIM + OPEN
    assert was in text
    with pytest.raises(DeclarationError) as caught:
        make_study(
            tmp_path, VARIABLES, {"m": {"all": ["a1"]}}, text.replace(was, becomes, 1)
        )
    said = [fault.problem for fault in caught.value.faults]
    assert any(problem in item for item in said), said


@pytest.mark.parametrize(
    "call",
    [
        'stage_n("X", "a", "Done")',
        'stage_n("M", "a", "Gone")',
        'stage_percent("M", "b", "Done")',
    ],
)
def test_what_is_not_there_is_refused_in_text(made, call):
    study, results = made(text=TEXT + f"\nOne: {{{{ {call} }}}}.\n")
    with pytest.raises((DeclarationError, ClaimError)) as caught:
        make_bulletin(study, results)
    assert "text.md" in caught.value.faults[0].where
