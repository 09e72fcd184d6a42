"""A series of releases: what is compared, where it breaks, what is refused."""

import json

import pytest
from builders import codebook_text

from probata.analysis.series.run_series import Loaded, read_studies, run_series
from probata.analysis.series.series_file import read_series
from probata.dataset.load import load_cases
from probata.dataset.rows import write_csv
from probata.errors import DeclarationError, InputMissing
from probata.publication.series_report import make_series_report

STUDY = """
[study]
id = "s"
title = "S"
[outcome]
variable = "outcome"
positive = "yes"
phrase = "progress"
"""
SERIES = """
[series]
id = "s"
title = "A series"
[[releases]]
id = "one"
label = "One"
framework = "f 1"
codebook = "codebook.toml"
data = "one.csv"
[[releases]]
id = "two"
label = "Two"
framework = "f 1"
codebook = "codebook.toml"
data = "two.csv"
[[releases]]
id = "three"
label = "Three"
framework = "f 2"
codebook = "codebook.toml"
data = "three.csv"
comparison = "comparison.json"
[[measures]]
id = "all"
label = "All"
questions = ["outcome"]
[[measures]]
id = "a"
label = "Within a"
variable = "group"
category = "a"
questions = ["outcome", "group"]
[[measures]]
id = "b"
label = "Within b"
variable = "group"
category = "b"
questions = ["other"]
"""
PARTS = {"outcome": "comparable", "group": "not_comparable", "other": "with_care"}


def comparison(old="f 1", new="f 2", parts=PARTS):
    listed = [
        {
            "old": [name],
            "new": name,
            "verdict": verdict,
            "reasons": [f"`{name}` changed."],
        }
        for name, verdict in parts.items()
    ]
    return json.dumps({"old": old, "new": new, "counts": {}, "parts": listed})


def rows(yes_a, n_a, yes_b, n_b):
    groups = ["a"] * n_a + ["b"] * n_b
    outcome = [
        "yes" if at < yes else "no"
        for yes, n in ((yes_a, n_a), (yes_b, n_b))
        for at in range(n)
    ]
    return write_csv({"outcome": outcome, "group": groups})


@pytest.fixture
def make(tmp_path):
    def write(series=SERIES, compared=None):
        book = codebook_text({"outcome": ("no", "yes"), "group": ("a", "b")})
        (tmp_path / "codebook.toml").write_text(book)
        (tmp_path / "study.toml").write_text(STUDY)
        (tmp_path / "series.toml").write_text(series)
        (tmp_path / "comparison.json").write_text(compared or comparison())
        (tmp_path / "one.csv").write_bytes(rows(30, 60, 20, 40))
        (tmp_path / "two.csv").write_bytes(rows(50, 60, 21, 40))
        (tmp_path / "three.csv").write_bytes(rows(20, 60, 22, 40))
        found = read_series(tmp_path)
        studies = read_studies(found)
        loaded = [
            Loaded(load_cases(tmp_path / str(release.data), study.codebook))
            for release, study in zip(found.file.releases, studies, strict=True)
        ]
        return run_series(found, studies, loaded)

    return write


def test_a_measure_is_as_comparable_as_its_worst_question(make):
    verdicts = {
        item.id: [change.verdict for change in item.changes] for item in make().measures
    }
    assert verdicts == {
        "all": ["comparable", "comparable"],
        "a": ["comparable", "not_comparable"],
        "b": ["comparable", "with_care"],
    }


def test_differences_stop_at_a_break(make):
    measures = {item.id: item for item in make().measures}
    whole = measures["all"].changes[0]
    assert whole.difference == pytest.approx(71 - 50)
    assert whole.ci_low < 21 < whole.ci_high
    broken = measures["a"].changes[1]
    assert (broken.difference, broken.p, broken.holm) == (None, None, None)
    assert measures["a"].points[2].positive == 20


def test_p_is_adjusted_for_the_measures_of_a_step(make):
    measures = {item.id: item for item in make().measures}
    first = sorted(item.changes[0].p for item in measures.values())
    assert measures["a"].changes[0].p == first[0]
    assert measures["a"].changes[0].holm == pytest.approx(3 * first[0])
    last = [item.changes[1] for item in measures.values()]
    smallest = min(change.p for change in last if change.p is not None)
    found = next(change for change in last if change.p == smallest)
    assert found.holm == pytest.approx(2 * smallest)


def test_the_report_says_what_changed_and_draws_the_break(make):
    document = make_series_report(make())
    tables = {item.number: item for item in document.tables()}
    change = tables["1"].rows
    assert [row[0].text for row in change] == ["All", "Within a", "Within b"]
    assert change[0][3].text == "-29.0"
    assert change[1][3].text == "none"
    assert change[1][-1].text == "not comparable: the series breaks"
    assert "2 differences are tested at once" in tables["1"].notes[0]
    notes = {row[0].text: row[2:] for row in tables["2"].rows}
    assert notes["group"][1].text == "“group” changed."
    figures = [block.figure for block in document.figures()]
    assert "after a break of the series" in figures[1].alt
    assert "cannot be compared" in figures[1].note
    # A line for the step in the key and one between the first two releases alone.
    lines = [figure.svg_wide.count('stroke-width="2.5"') for figure in figures]
    assert lines == [4, 3, 4]
    assert len(figures[1].data.rows) == 3


def run_with(tmp_path, disclosure):
    (tmp_path / "study.toml").write_text(STUDY + disclosure)
    found = read_series(tmp_path)
    studies = read_studies(found)
    loaded = [
        Loaded(load_cases(tmp_path / str(release.data), study.codebook))
        for release, study in zip(found.file.releases, studies, strict=True)
    ]
    return run_series(found, studies, loaded)


def test_few_cases_are_listed_for_the_author(make, tmp_path):
    assert make().small_cells == ()
    report = '[disclosure]\nmode = "report"\nreason = "Made up."\nminimum_n = 50\n'
    small = run_with(tmp_path, report).small_cells
    assert small == ("b, one (n = 40)", "b, two (n = 40)", "b, three (n = 40)")


def test_a_small_group_takes_the_other_groups_of_its_variable_along(make, tmp_path):
    make()
    results = run_with(tmp_path, "[disclosure]\nminimum_n = 50\nminimum_cell = 1\n")
    everyone, first, second = results.measures
    assert all(point.n for point in everyone.points)
    for item in (first, second):
        assert all(point.n is None and point.positive is None for point in item.points)
        assert all(change.difference is None for change in item.changes)
    assert results.small_cells == ()
    document = make_series_report(results)
    table = next(item for item in document.tables() if item.number == "1")
    assert [cell.text for cell in table.rows[1]][1:5] == ["[c]"] * 4
    alt = [block.figure.alt for block in document.figures()][1]
    assert "One: suppressed" in alt


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('comparison = "comparison.json"\n', "", "nothing says what that breaks"),
        ('id = "two"', 'id = "one"', "the id `one` stands twice"),
        (
            'data = "one.csv"',
            'data = "one.csv"\ncomparison = "c.json"',
            "none before it",
        ),
        (
            'data = "one.csv"',
            'data = "one.csv"\ntwin = "t"',
            "one of `data` and `twin`",
        ),
        ('variable = "group"', 'variable = "grup"', "there is no variable `grup`"),
        ('category = "a"', 'category = "z"', "`z` is not a category"),
        ('label = "All"', 'label = "All"\noutcome = "x"', "there is no outcome `x`"),
    ],
)
def test_what_is_refused_with_its_line(make, was, becomes, problem):
    assert was in SERIES
    with pytest.raises(DeclarationError) as caught:
        make(SERIES.replace(was, becomes, 1))
    said = [str(fault) for fault in caught.value.faults]
    assert any(problem in item for item in said), said
    assert all("line" in fault.where for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("compared", "problem"),
    [
        (comparison(old="f 0"), "compares f 0 with f 2"),
        (comparison(parts={"outcome": "comparable"}), "neither version has `group`"),
        ("{}", "is not what"),
        ("[", "is not what"),
    ],
)
def test_a_comparison_of_other_versions_is_refused(make, compared, problem):
    with pytest.raises(DeclarationError) as caught:
        make(compared=compared)
    assert problem in str(caught.value)


def test_a_comparison_that_is_not_there_says_how_to_write_it(make):
    with pytest.raises(InputMissing, match="probata standards compare"):
        make(SERIES.replace("comparison.json", "gone.json"))
