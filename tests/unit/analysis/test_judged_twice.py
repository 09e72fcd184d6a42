"""Second judgements in a study: read, measured, held back, carried into the sheet."""

import csv
import io

import numpy as np
import pytest

from probata.analysis.judged_twice import (
    draw_misjudging,
    measure_twice,
    read_twice,
)
from probata.analysis.read_study import read_study
from probata.analysis.run import run_study
from probata.analysis.sensitivity.run import assess_findings
from probata.analysis.study_files import hash_study_files
from probata.assessment.second_judgements import Pairs, draw_accuracy
from probata.dataset.load import load_cases
from probata.errors import DataError, DeclarationError, InputMissing
from probata.publication.assemble import make_bulletin

ANSWERS = """
categories = [
  { id = "yes", label = "Yes", polarity = "positive" },
  { id = "no", label = "No", polarity = "negative" },
]
reference = "no"
"""
CODEBOOK = (
    '[codebook]\ntitle = "Test"\nmissing = { "" = "unknown" }\n'
    + "".join(
        f'[variables.{name}]\nlabel = "{name.title()}"\ntype = "categorical"\n{ANSWERS}'
        for name in ("progress", "head", "again")
    )
    + '[variables.kind]\nlabel = "Kind"\ntype = "categorical"\n'
    'categories = [{ id = "a" }, { id = "b" }, { id = "c" }]\n'
)
STUDY = """
[study]
id = "test"
title = "Test"
[outcome]
variable = "progress"
positive = "yes"
[[blocks]]
id = "b"
label = "B"
variables = ["head", "kind"]
[[models]]
id = "m"
label = "Model"
blocks = ["b"]
[reliability]
imputations = 2
[reliability.second]
SECOND
[[reliability.findings]]
id = "f"
label = "Progress with head"
model = "m"
variable = "head"
category = "yes"
"""
REPORT = '[disclosure]\nmode = "report"\nreason = "made up"\n'
FILE = 'file = "second.csv"'


def made_up(n=240):
    rng = np.random.default_rng(3)
    rows = []
    for _ in range(n):
        good = rng.random() < 0.5
        judged = [bool(good) != bool(rng.random() < 0.1) for _ in range(2)]
        rows.append(
            {
                "progress": "yes" if rng.random() < 0.25 + 0.5 * good else "no",
                "head": "yes" if judged[0] else "no",
                "again": ("yes" if judged[1] else "no") if rng.random() < 0.4 else "",
                "kind": "abc"[int(rng.integers(3))],
            }
        )
    return rows


def second(both=50, first_only=6, second_only=4, neither=40, question="head"):
    pairs = [("yes", "yes")] * both + [("yes", "no")] * first_only
    pairs += [("no", "yes")] * second_only + [("no", "no")] * neither
    lines = ["case,question,rater,answer,record_source"]
    for at, pair in enumerate(pairs):
        for rater, answer in zip(("first", "second"), pair, strict=True):
            lines.append(f"{at},{question},{rater},{answer},synthetic")
    return "\n".join(lines) + "\n"


class Maker:
    def __init__(self, folder):
        self.folder = folder
        (folder / "codebook.toml").write_text(CODEBOOK)
        stream = io.StringIO()
        rows = made_up()
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        (folder / "cases.csv").write_text(stream.getvalue())
        (folder / "second.csv").write_text(second())

    def study(self, declared=FILE, extra=REPORT):
        text = STUDY.replace("SECOND", declared) + extra
        (self.folder / "study.toml").write_text(text)
        return read_study(self.folder)

    def twice(self, declared=FILE, extra=REPORT):
        study = self.study(declared, extra)
        cases = load_cases(self.folder / "cases.csv", study.codebook)
        return study, cases, read_twice(study, cases)


@pytest.fixture
def make(tmp_path):
    return Maker(tmp_path)


def test_agreement_is_that_of_the_agreement_engine(make):
    study, _, twice = make.twice()
    found = measure_twice(study, twice)
    (head,) = found.questions
    assert (head.n, found.synthetic, found.source) == (100, True, "second.csv")
    percent, gwet, alpha = head.measures
    assert percent.value == pytest.approx(0.9)
    share = (2 * 50 + 10) / 200
    assert gwet.value == pytest.approx((0.9 - 2 * share * (1 - share)) / (1 - 2 * share * (1 - share)))  # fmt: skip
    assert head.shares == pytest.approx({"yes": share, "no": 1 - share})
    assert percent.low < 0.9 < percent.high and alpha.value < 0.9


def test_peers_and_a_panel_err_differently(make):
    """Peers agree in 90 per cent, so each is right in (1 + sqrt(0.8)) / 2; 0.947."""
    study, _, twice = make.twice()
    (peer,) = measure_twice(study, twice).questions
    assert peer.hit == peer.right
    assert peer.hit.value == pytest.approx((1 + np.sqrt(0.8)) / 2, abs=0.005)
    study, _, twice = make.twice(FILE + '\nby = "panel"')
    (panel,) = measure_twice(study, twice).questions
    assert panel.hit.value == pytest.approx(50 / 54, abs=0.01)
    assert panel.right.value == pytest.approx(40 / 46, abs=0.01)


def test_peers_no_better_than_a_coin_correct_nothing(make):
    (make.folder / "second.csv").write_text(second(25, 30, 20, 25))
    study, _, twice = make.twice()
    assert draw_misjudging(study, twice, 5) == {}
    assert "coin" in measure_twice(study, twice).questions[0].reason
    rng = np.random.default_rng(1)
    assert draw_accuracy(Pairs(25, 25, 25, 25), 5, rng) is None


def test_a_column_of_the_data_serves_as_well(make):
    study, cases, twice = make.twice('columns = { head = "again" }')
    known = cases.coded("again").codes >= 0
    assert measure_twice(study, twice).questions[0].n == int(known.sum())
    same = (cases.coded("again").codes == cases.coded("head").codes)[known]
    percent = measure_twice(study, twice).questions[0].measures[0]
    assert percent.value == pytest.approx(same.mean())


def test_too_few_pairs_say_nothing(make):
    (make.folder / "second.csv").write_text(second(4, 0, 0, 4))
    study, _, twice = make.twice()
    (head,) = measure_twice(study, twice).questions
    assert all(item.value is None for item in head.measures)
    assert head.hit is None and "too few" in head.reason


def test_few_people_are_held_back_unless_nothing_is_to_be_held_back(make):
    (make.folder / "second.csv").write_text(second(50, 2, 8, 40))
    study, _, twice = make.twice(extra="")
    (head,) = measure_twice(study, twice).questions
    assert head.n is None and head.measures == () and head.shares == {}
    study, _, twice = make.twice()
    assert measure_twice(study, twice).questions[0].n == 100


def test_the_sheet_has_the_finding_corrected_and_the_annex_the_agreement(make):
    text = '[text]\nsummary = "s.md"\nsections = ["f.md"]\n'
    (make.folder / "s.md").write_text("# Summary\n\nWords.\n")
    (make.folder / "f.md").write_text('# Reliability\n\n{{ record("agreement") }}\n')
    study, cases, _ = make.twice(extra=REPORT + text)
    results = run_study(study, cases)
    found = assess_findings(study, cases, results.models, lambda name: None)
    (row,) = found.sheet.rows
    cells = {cell.specification: cell for cell in row.cells}
    printed, corrected = cells["complete_cases"], cells["misjudged"]
    assert corrected.log_odds > printed.log_odds > 0
    assert corrected.standard_error > printed.standard_error
    page = make_bulletin(study, results.model_copy(update={"reliability": found}))
    section = page.document.sections[1]
    tables = [block for block in section.blocks if hasattr(block, "rows")]
    assert [len(table.rows) for table in tables] == [1, 1]
    assert tables[0].rows[0][2].text == "90.0"
    assert "made up (second.csv)" in str(section.blocks[0])


def test_a_model_without_misjudged_answers_says_so(make):
    (make.folder / "second.csv").write_text(second(question="again"))
    study, cases, _ = make.twice()
    results = run_study(study, cases)
    found = assess_findings(study, cases, results.models, lambda name: None)
    cell = found.sheet.rows[0].cells[-1]
    assert cell.verdict == "none" and "judged twice" in cell.reason


def test_the_file_is_one_of_the_study_s(make):
    study = make.study()
    before = hash_study_files(study)["second.csv"]
    (make.folder / "second.csv").write_text(second(51))
    assert hash_study_files(study)["second.csv"] != before


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("minimum = 5", "needs either `file` or `columns`"),
        (FILE + '\ncolumns = { head = "again" }', "needs either `file` or `columns`"),
        ('columns = { head = "agian" }', "there is no variable `agian`"),
        ('columns = { head = "kind" }', "do not have the same categories"),
    ],
)
def test_what_cannot_be_meant_is_refused(make, declared, words):
    with pytest.raises(DeclarationError) as refused:
        make.study(declared)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (second(question="haed"), "`haed` is no question"),
        (second().replace(",yes,", ",maybe,"), "`maybe` is no answer to `head`"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(make, text, words):
    (make.folder / "second.csv").write_text(text)
    with pytest.raises(DataError) as refused:
        make.twice()
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_named(make):
    (make.folder / "second.csv").unlink()
    with pytest.raises(InputMissing):
        make.twice()
