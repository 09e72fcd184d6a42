"""Figures of how far findings can be trusted: the sheet, raters, calibration."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_builders import make_cell, make_reliability, make_row

from probata.analysis.reliability_results import SharedError
from probata.analysis.study import FigureSpec
from probata.publication.charts.draw_sheet import draw_sheet
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.sheet import Line, Mark, SheetChart
from probata.publication.charts.svg import finish_document
from probata.publication.figures import make_figure

LAYOUTS = [WIDE, NARROW]
SHEET = FigureSpec(id="x", title="T", kind="sheet")
RATER = FigureSpec(id="x", title="T", kind="rater")
CALIBRATION = FigureSpec(id="x", title="T", kind="calibration", model="model_1")


@pytest.fixture
def draw(early_study, early_results):
    """A figure of results with these findings."""

    def make(spec, *rows, **more):
        found = make_reliability(*rows, **more)
        results = early_results.model_copy(update={"reliability": found})
        return make_figure(spec, early_study, results)

    return make


def words(text, read_svg) -> str:
    shown = " ".join(item.words for item in read_svg(text).texts)
    return shown.replace("\u00a0", " ")


def texts(figure) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in figure.data.rows]


# --- the sheet ---------------------------------------------------------------------

STEADY = make_row(
    "Steady",
    make_cell("printed", 8.05),
    make_cell("robust", 8.05),
    make_cell("leaving", 7.5, refits=32, changed=0),
)
SHAKY = make_row(
    "Shaky",
    make_cell("printed", 0.31, "lower"),
    make_cell("robust", 0.4, "unclear"),
    make_cell("leaving", 0.35, "lower", refits=32, changed=2),
)
GONE = make_row(
    "Gone",
    make_cell("printed", 1.5),
    make_cell("robust", None),
    make_cell("leaving", 152),
)


def test_each_verdict_is_a_shape_with_its_odds_ratio(draw, read_svg):
    figure = draw(SHEET, STEADY, SHAKY, GONE)
    for text in (figure.svg_wide, figure.svg_narrow):
        drawn, shown = read_svg(text), words(text, read_svg)
        assert drawn.collisions() == [] and drawn.outside() == []
        kinds = {
            name: len(drawn.of(f"chart-verdict-{name}")) - 1  # one in the key
            for name in ("higher", "lower", "unclear", "none")
        }
        assert kinds == {"higher": 5, "lower": 2, "unclear": 1, "none": 1}
        assert len(drawn.of("chart-frame")) == 2 + 1
        for part in ("8.05", "0.31", "0.40", "152", "3 of 3", "1 of 3", "2 of 2"):
            assert part in shown
        for letter, label in (("A", "Printed"), ("B", "Robust"), ("C", "Leaving")):
            assert f"{letter} {label}" in shown


def test_a_frame_stands_around_the_verdict_that_moved(draw, read_svg):
    drawn = read_svg(draw(SHEET, STEADY, SHAKY, GONE).svg_wide)
    moved = next(item for item in drawn.texts if item.words == "0.40")
    kept = next(item for item in drawn.texts if item.words == "0.31")
    frames = drawn.of("chart-frame")[1:]
    assert any(
        frame.left < moved.left and frame.right > moved.right for frame in frames
    )
    assert not any(frame.meets(kept) for frame in frames)


def test_the_alternative_of_the_sheet_says_how_often_each_survives(draw):
    assert draw(SHEET, STEADY, SHAKY, GONE).alt == (
        "Grid of 3 findings by 3 ways of estimating them. 2 of the 3 keep their verdict "
        "under all; it changes at least once for: Shaky. Steady: higher, odds ratio 8.05 "
        "as printed and from 7.50 to 8.05 over all; the same verdict in 3 of 3. Shaky: "
        "lower, odds ratio 0.31 as printed and from 0.31 to 0.40 over all; the same "
        "verdict in 1 of 3; another: Robust (unclear), Leaving (in 2 of 32). Gone: higher, "
        "odds ratio 1.50 as printed and from 1.50 to 152.00 over all; the same verdict in "
        "2 of 2."
    )
    lost = draw(SHEET, make_row("Lost", make_cell("printed", None)))
    assert "Lost: no estimate as printed." in lost.alt


def test_the_key_of_the_sheet_explains_what_is_there(draw, read_svg):
    shown = words(draw(SHEET, STEADY).svg_wide, read_svg)
    assert "Odds ratio above 1, p below 0.05" in shown
    assert "Unclear" not in shown and "Another verdict" not in shown
    assert "weakest refit" in draw(SHEET, STEADY).note
    assert "refit" not in draw(SHEET, make_row("a", make_cell("printed", 2.0))).note


def test_the_table_behind_the_sheet_has_a_row_a_finding(draw):
    figure = draw(SHEET, STEADY, SHAKY, GONE)
    assert texts(figure) == [
        ("Steady", "8.05", "8.05", "7.50", "3 of 3"),
        ("Shaky", "0.31", "0.40 (unclear)", "0.35 (not in 2)", "1 of 3"),
        ("Gone", "1.50", "none", "152.00", "2 of 2"),
    ]


marks = st.builds(
    Mark,
    st.sampled_from(["higher", "lower", "unclear", "none"]),
    st.sampled_from(["0.22", "15.2", ">999", "<0.01", "100", "8.05"]),
    st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 16).flatmap(
        lambda n: st.lists(
            st.builds(
                Line,
                st.text("abcW ,é", min_size=1, max_size=90).filter(str.strip),
                st.lists(marks, min_size=n, max_size=n).map(tuple),
                st.just(f"{n} of {n}"),
            ),
            min_size=1,
            max_size=4,
        )
    ),
    st.sampled_from(LAYOUTS),
)
def test_nothing_of_the_sheet_overlaps_or_leaves_the_drawing(read_svg, lines, layout):
    count = len(lines[0].marks)
    plans = tuple(("ABCDEFGHIJKLMNOP"[at], f"Plan {at}") for at in range(count))
    drawing = draw_sheet(SheetChart(plans, tuple(lines), "0.05"), layout)
    size = (layout.width, drawing.height)
    drawn = read_svg(finish_document("x", "Title", "Words", size, drawing.body))
    assert drawn.collisions() == []
    assert drawn.outside() == []
    signs = drawn.of("chart-verdict")
    assert [(t.words, s.kind) for t in drawn.texts for s in signs if t.meets(s)] == []


# --- raters ------------------------------------------------------------------------


def rated(label, printed, within, without, verdict="higher", changed=0):
    leaving = {
        "refits": 9,
        "changed": changed,
        "lowest": without[0],
        "highest": without[1],
    }
    return make_row(
        label,
        make_cell("complete_cases", printed),
        make_cell("within_rater", within, verdict),
        make_cell("without_rater", without[0], **leaving),
    )


E_VALUE = SharedError(finding="Firm", e_value=5.124, e_limit=4.3, shared_variance=None)


def test_a_finding_is_shown_within_raters_and_without_each(draw, read_svg):
    figure = draw(RATER, rated("Firm", 8.0, 6.0, (7.0, 9.0)), shared=[E_VALUE])
    for text in (figure.svg_wide, figure.svg_narrow):
        drawn, shown = read_svg(text), words(text, read_svg)
        assert drawn.collisions() == [] and drawn.outside() == []
        assert "Firm (E-value 5.12, of the limit 4.30)" in shown
        assert "8.00 (4.00 to 16.00)" in shown and "6.00 (3.00 to 12.00)" in shown
        assert "7.00 to 9.00" in shown
        bar = drawn.of("chart-bar")[1]  # after the key
        point = drawn.of("chart-point")[2]
        assert bar.left < (point.left + point.right) / 2 < bar.right
    assert texts(figure) == [
        (
            "Firm", "8.00", "4.00 to 16.00", "6.00", "3.00 to 12.00", "7.00 to 9.00",
            "0 of 9", "5.12", "4.30",
        )
    ]  # fmt: skip
    assert figure.alt == (
        "Chart of 1 findings as odds ratios on a log scale: as printed, by comparisons "
        "within raters only, and leaving out one rater at a time. Within raters every "
        "finding keeps its verdict. Leaving out any one rater changes no verdict. Firm: "
        "as printed 8.00, within raters 6.00, leaving one out 7.00 to 9.00, E-value 5.12."
    )


def test_findings_that_do_not_hold_within_raters_are_named(draw):
    figure = draw(
        RATER,
        rated("Firm", 8.0, 6.0, (7.0, 9.0)),
        rated("Weak", 2.0, 1.1, (1.2, 2.5), "unclear", changed=3),
    )
    assert "Within raters these have another verdict: Weak (unclear)." in figure.alt
    assert "the verdict changes for: Weak (in 3 of 9)." in figure.alt


def test_comparisons_without_a_number_are_said(draw, read_svg):
    row = make_row(
        "Lost",
        make_cell("complete_cases", 2.0),
        make_cell("within_rater", None),
        make_cell("without_rater", None),
    )
    figure = draw(RATER, row)
    assert words(figure.svg_narrow, read_svg).count("no estimate: it failed") == 2
    assert "within raters no estimate: it failed" in figure.alt
    assert "keeps" not in figure.alt and "changes" not in figure.alt
    assert texts(figure)[0][3:] == (
        "no estimate: it failed", "none", "none", "none", "none", "none",
    )  # fmt: skip


# --- calibration ---------------------------------------------------------------------

BINS = [
    (100, 0.1, 0.12, 0.07, 0.2),
    (100, 0.5, 0.3, 0.22, 0.4),
    (100, 0.7, 0.75, 0.66, 0.82),
]


@pytest.mark.parametrize("which", ["svg_wide", "svg_narrow"])
def test_points_lie_where_fitted_and_observed_meet(draw, read_svg, which):
    drawn = read_svg(getattr(draw(CALIBRATION, bins=BINS), which))
    assert drawn.collisions() == [] and drawn.outside() == []
    line = drawn.of("chart-axis")[1]  # the diagonal, after the key
    wide, tall = line.right - line.left, line.bottom - line.top
    points = [
        ((p.left + p.right) / 2, (p.top + p.bottom) / 2)
        for p in drawn.of("chart-point")[1:]
    ]
    end = 1.0
    expected = [
        (line.left + wide * fitted / end, line.bottom - tall * observed / end)
        for _, fitted, observed, _, _ in BINS
    ]
    assert [x for x, _ in points] == pytest.approx([x for x, _ in expected], abs=0.02)
    assert [y for _, y in points] == pytest.approx([y for _, y in expected], abs=0.02)
    limits = drawn.of("chart-interval")[1:]
    assert [item.bottom for item in limits] == pytest.approx(
        [line.bottom - tall * low / end for _, _, _, low, _ in BINS], abs=0.02
    )


def test_calibration_is_said(draw):
    figure = draw(CALIBRATION, bins=BINS)
    assert figure.alt == (
        "Observed by fitted percentages of Model 1: characteristics and engagement in 3 "
        "groups of cases, out of sample. In 2 of them the interval of the observed "
        "percentage holds the fitted one. From 12% observed where 10% was fitted in the "
        "lowest group to 75% observed where 70% was fitted in the highest. Outside: 30% "
        "observed where 50% was fitted. Each case is fitted without it or its fold, of "
        "10. Slope 0.93 (1 if right), intercept -0.04 (0 if right)."
    )
    assert texts(figure)[1] == ("2", "100", "50.0", "30.0", "22.0 to 40.0")


def test_a_model_that_was_not_checked_says_so(draw, read_svg):
    figure = draw(CALIBRATION)
    for text in (figure.svg_wide, figure.svg_narrow):
        assert "Not drawn: the model could not be fitted" in words(text, read_svg)
        assert read_svg(text).outside() == []
    assert "Not drawn" in figure.alt and figure.data.rows == ()


def test_no_alternative_speaks_of_causes(draw):
    for figure in (draw(SHEET, STEADY), draw(RATER, rated("a", 2.0, 2.0, (1.0, 3.0)))):
        assert not re.search(r"\b(effects?|impact|leads? to|causes?)\b", figure.alt)
