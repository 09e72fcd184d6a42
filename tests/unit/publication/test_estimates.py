"""Charts of estimates: odds ratios on a log axis, percentages as found and adjusted."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_builders import make_adjusted, make_coefficient, make_model

from probata.analysis.results import Coefficient
from probata.analysis.study import FigureSpec
from probata.publication.charts.draw_estimates import draw_estimates
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.odds import make_point
from probata.publication.charts.scale import percent_scale, ratio_scale
from probata.publication.charts.svg import finish_document
from probata.publication.figures import make_figure

LAYOUTS = [WIDE, NARROW]
NBSP = "\u00a0"
ODDS = FigureSpec(id="x", title="T", kind="odds", model="model_1")
TERMS = (
    make_coefficient("sex", "female", math.log(2), 0.2, n=150),
    make_coefficient("engagement", "no", math.log(0.25), 0.3, n=672),
    make_coefficient("age", "", math.log(1.01), 0.02, n=None),
)


def gone(variable: str, category: str, status: str, reason: str) -> Coefficient:
    return Coefficient(
        block="b", variable=variable, category=category, status=status, reason=reason
    )


@pytest.fixture
def with_terms(early_results):
    """Results whose first model has these parameters."""

    def make(*terms, adjusted=()):
        references = {"sex": "male", "engagement": "yes"}
        constant = make_coefficient("constant", "", 0.1, 0.1, block="")
        model = make_model(
            "model_1", "Model 1", references, [constant, *terms], adjusted
        )
        models = [m for m in early_results.models if m.id != "model_1"]
        return early_results.model_copy(update={"models": (model, *models)})

    return make


def words(text: str, read_svg) -> str:
    shown = " ".join(item.words for item in read_svg(text).texts)
    return shown.replace(NBSP, " ")


def texts(figure) -> list[tuple[str, ...]]:
    """The rows of the table behind a figure, as printed."""
    return [tuple(cell.text for cell in row) for row in figure.data.rows]


def draw(chart, layout, read_svg):
    drawing = draw_estimates(chart, layout)
    size = (layout.width, drawing.height)
    return read_svg(finish_document("x", "Title", "Words", size, drawing.body))


def make_chart(*rows: Row, scale=None) -> EstimateChart:
    points = [point for row in rows for point in row.points]
    scale = scale or ratio_scale(end for p in points for end in (p.low, p.high))
    key = (("solid", "Clear"), ("open", "Not"))
    return EstimateChart((Group("Head", rows),), scale, key, "95% interval", "Odds")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
def test_points_and_limits_lie_where_their_logarithms_do(layout, read_svg):
    rows = [
        Row("a", (make_point(2, 1.25, 3.2),)),
        Row("b", (make_point(0.5, 0.2, 1.1),)),
    ]
    drawn = draw(make_chart(*rows), layout, read_svg)
    one = drawn.of("chart-axis")[0].left
    lines = sorted({line.left for line in drawn.of("chart-grid")} | {one})
    lines += [line.right for line in drawn.of("chart-grid")][:1]
    points = [(box.left + box.right) / 2 for box in drawn.of("chart-point")[2:]]
    unit = (points[0] - one) / math.log(2)
    assert unit > 30
    assert points[1] - one == pytest.approx(unit * math.log(0.5), abs=0.02)
    limits = drawn.of("chart-interval")[1:]  # the first explains the sign
    assert [line.left - one for line in limits] == pytest.approx(
        [unit * math.log(1.25), unit * math.log(0.2)], abs=0.03
    )
    assert [line.right - one for line in limits] == pytest.approx(
        [unit * math.log(3.2), unit * math.log(1.1)], abs=0.03
    )


def test_a_limit_beyond_the_scale_ends_in_an_arrow_at_its_end(read_svg):
    chart = make_chart(Row("a", (make_point(5e4, 3.0, 9e9),)))
    drawing = draw_estimates(chart, WIDE)
    drawn = draw(chart, WIDE, read_svg)
    assert drawn.outside() == []
    assert (
        len(drawn.of("chart-point")) == 2
    )  # the key alone: the point is off the scale
    assert "over 1,000 (3.00 to over 1,000)" in words_of(drawn)
    caps = re.findall(r'chart-interval" d="([^"]+)"', drawing.body)
    assert caps[0].count("L") == 0
    assert caps[1].count("L") == 2


def words_of(drawn) -> str:
    return " ".join(item.words for item in drawn.texts).replace(NBSP, " ")


labels = st.text("abcdefgWm ,é", min_size=1, max_size=90).filter(str.strip)
ratios = st.floats(-9, 9).flatmap(
    lambda b: st.floats(0.001, 3).map(
        lambda e: make_point(math.exp(b), math.exp(b - e), math.exp(b + e))
    )
)
rows = st.builds(
    Row,
    labels,
    st.lists(ratios, max_size=2).map(tuple),
    st.one_of(st.just(""), labels),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=1, max_size=5), labels, st.sampled_from(LAYOUTS))
def test_nothing_overlaps_or_leaves_the_drawing(read_svg, found, heading, layout):
    chart = make_chart(*found)
    chart = EstimateChart(
        (Group(heading, tuple(found)), *chart.groups),
        chart.scale,
        chart.key,
        heading,
        heading,
    )
    drawn = draw(chart, layout, read_svg)
    assert drawn.collisions() == []
    assert drawn.outside() == []
    marks = [*drawn.of("chart-point"), *drawn.of("chart-interval")]
    meeting = [(t.words, m.kind) for t in drawn.texts for m in marks if t.meets(m)]
    assert meeting == []


@pytest.mark.parametrize(
    ("limits", "ticks"),
    [
        ([], "0.9 1 1.1"),
        ([0.95, 1.2], "0.9 1 1.1 1.25"),
        ([1.3], "0.7 1 1.4"),
        ([0.095, 2.2], "0.05 0.1 0.2 0.5 1 2 5"),
        ([2.5, 8], "0.5 1 2 5 10"),
        ([0.06, 12], "0.03 0.1 0.3 1 3 10 30"),
        ([0.02, 3], "0.01 0.03 0.1 0.3 1 3"),
        ([0.02, 50], "0.01 0.1 1 10 100"),
        ([1e-9, 1e9], "0.01 0.1 1 10 100"),
    ],
)
def test_the_log_scale_is_the_closest_that_holds_everything(limits, ticks):
    scale = ratio_scale(limits)
    assert [text for _, text in scale.ticks] == ticks.split()
    assert 0 < scale.share(1) < 1


def test_shares_of_a_scale():
    assert percent_scale((80, 20)).share(20) == pytest.approx(0.25)
    assert percent_scale((80, 20)).share(0) == 0
    scale = ratio_scale([0.1, 10])
    assert scale.share(1) == pytest.approx(0.5)
    assert [scale.share(0), scale.share(1e12)] == [0, 1]
    assert scale.holds(10) and not scale.holds(10.1)


# --- odds ratios ---------------------------------------------------------------------


def test_a_point_is_solid_only_where_its_interval_is_clear_of_1():
    assert make_point(2, 1.01, 4).style == "solid"
    assert make_point(0.5, 0.2, 0.99).style == "solid"
    assert make_point(2, 0.99, 4).style == "open"


def test_a_limit_that_would_read_as_1_shows_its_side():
    assert (
        make_point(0.91, 0.83, 0.9984).words == f"0.91{NBSP}(0.83{NBSP}to{NBSP}0.998)"
    )
    assert make_point(1.2, 1.002, 1.4).words == f"1.20{NBSP}(1.002{NBSP}to{NBSP}1.40)"


def test_odds_are_grouped_by_variable_with_reference_count_and_interval(
    with_terms, early_study, read_svg
):
    figure = make_figure(ODDS, early_study, with_terms(*TERMS))
    for text in (figure.svg_wide, figure.svg_narrow):
        shown = words(text, read_svg)
        assert "Sex (compared with: Male)" in shown
        assert "Female (n = 150)" in shown
        assert "2.00 (1.35 to 2.96)" in shown
        assert "0.25 (0.14 to 0.45)" in shown
        assert "One more" in shown and "1.010 (0.971 to 1.050)" in shown
        assert "constant" not in shown
        assert shown.index("Sex") < shown.index("Engagement") < shown.index("Age")
        kinds = [b.kind.split("-")[-1] for b in read_svg(text).of("chart-point")[2:]]
        assert kinds == ["solid", "solid", "open"]


def test_the_alternative_of_odds_says_what_is_clear_of_1(with_terms, early_study):
    figure = make_figure(ODDS, early_study, with_terms(*TERMS))
    assert figure.alt == (
        "Chart of 3 odds ratios of Model 1, with 95% intervals, on a log scale. Clear of "
        "1 and above it: Sex: Female, 2.00. Clear of 1 and below it: Engagement: No, "
        "0.25. The interval of the other 1 includes 1. The largest is Sex: Female, 2.00; "
        "the smallest Engagement: No, 0.25."
    )
    alone = make_figure(ODDS, early_study, with_terms(TERMS[2]))
    assert "Every interval includes 1. It is 1.010: Age: one more." in alone.alt


def test_terms_without_an_estimate_are_said_and_not_drawn(
    with_terms, early_study, read_svg
):
    lost = (
        gone("sex", "female", "separated", "separates the outcomes"),
        gone("engagement", "no", "aliased", "explained by sex"),
    )
    figure = make_figure(ODDS, early_study, with_terms(*lost))
    for text in (figure.svg_wide, figure.svg_narrow):
        drawn, shown = read_svg(text), words(text, read_svg)
        assert len(drawn.of("chart-point")) == 2  # the key
        assert "not estimated: separates the outcomes" in shown
        assert "dropped: explained by sex" in shown
    assert "Chart of 0 odds ratios" in figure.alt
    assert (
        "Not drawn: Sex: Female, not estimated: separates the outcomes." in figure.alt
    )
    assert texts(figure)[0] == (
        "Sex", "Female", "Male", "", "not estimated: separates the outcomes", "none",
    )  # fmt: skip


def test_variables_limit_the_odds_and_a_number_is_found_by_its_bands(
    with_terms, early_study
):
    results = with_terms(*TERMS)
    spec = ODDS.model_copy(update={"variables": ("age_group", "sex")})
    figure = make_figure(spec, early_study, results)
    assert [row[:2] for row in texts(figure)] == [
        ("Sex", "Female"),
        ("Age", "one more"),
    ]
    assert texts(figure)[1][2:] == ("none", "", "1.010", "0.971 to 1.050")


def test_many_clear_ratios_are_counted_and_the_ends_named(with_terms, early_study):
    terms = [
        make_coefficient("sex", category, 0.1 * at, 0.001)
        for at, category in enumerate(["female"] * 10, 1)
    ]
    alt = make_figure(ODDS, early_study, with_terms(*terms)).alt
    assert "Clear of 1 and above it: 10. The largest is Sex: Female, 2.72" in alt
    assert "include" not in alt


# --- adjusted ------------------------------------------------------------------------

ADJUSTED = FigureSpec(
    id="x", title="T", kind="adjusted", model="model_1", variables=("engagement",)
)
SHARES = (
    make_adjusted("engagement", "yes", 45.5),
    make_adjusted("engagement", "no", 14.0),
    make_adjusted("safety", "no", 99.0),
)


def test_adjusted_percentages_stand_beside_those_found(
    with_terms, early_study, read_svg
):
    figure = make_figure(ADJUSTED, early_study, with_terms(adjusted=SHARES))
    for text in (figure.svg_wide, figure.svg_narrow):
        shown = words(text, read_svg)
        assert "Yes (n = 866)" in shown
        assert "53% (50 to 57) as found 46% (44 to 48) adjusted" in shown
        kinds = [b.kind.split("-")[-1] for b in read_svg(text).of("chart-point")[2:]]
        assert kinds == ["open", "solid", "open", "solid"]
        points = read_svg(text).of("chart-point")[2:]
        assert points[0].left > points[1].left > points[3].left > points[2].left
    assert figure.alt == (
        "Chart of the percentages of cases as found, and adjusted by Model 1, each with "
        "its interval. Engagement: “Yes” 53%, adjusted 46%; “No” 13%, adjusted 14%. From "
        "lowest to highest: 40 points as found, 32 adjusted. Outside the interval of the "
        "percentage as found once adjusted: Engagement, “Yes”."
    )
    assert "Model 1: 1,234)" in figure.note and "not an effect" in figure.note
    assert texts(figure) == [
        ("Engagement", "Yes", "866", "53.3", "50.0 to 56.6", "45.5", "43.5 to 47.5"),
        ("Engagement", "No", "672", "12.8", "10.5 to 15.5", "14.0", "12.0 to 16.0"),
    ]


def test_a_model_without_estimates_leaves_the_percentage_as_found(
    with_terms, early_study, read_svg
):
    figure = make_figure(ADJUSTED, early_study, with_terms())
    shown = words(figure.svg_narrow, read_svg)
    assert shown.count("not adjusted") == 2
    assert "Not adjusted: the model has a term that has no estimate." in figure.note
    assert len(read_svg(figure.svg_narrow).of("chart-point")) == 4
    assert "“Yes” 53%, not adjusted" in figure.alt
    assert "points as found" not in figure.alt and "Outside" not in figure.alt
    assert texts(figure)[0][5:] == ("not adjusted", "not adjusted")


def test_each_variable_can_have_its_own_model(early_study, early_results):
    spec = next(item for item in early_study.file.figures if item.id == "11")
    figure = make_figure(spec, early_study, early_results)
    assert "adjusted by a model" in figure.alt
    for label in (
        "Engagement by Model 1",
        "Desistance by Model 2",
        "Safety by Model 3",
    ):
        assert label in figure.note
    assert "not adjusted" not in figure.alt


def test_percentages_as_found_and_adjusted_share_the_axis_of_the_bars(
    early_study, early_results
):
    spec = next(item for item in early_study.file.figures if item.id == "11")
    high = make_adjusted("engagement", "yes", 97.0)
    model = early_results.model("model_1")
    others = [m for m in early_results.models if m.id != "model_1"]
    raised = model.model_copy(update={"adjusted": (high,)})
    results = early_results.model_copy(update={"models": (raised, *others)})
    ends = []
    for found in (early_results, results):
        for figure in (spec, early_study.file.figures[3]):
            svg = make_figure(figure, early_study, found).svg_wide
            ends.append(re.findall(r">(\d+)%</tspan>", svg)[-1])
    assert ends == ["80", "80", "100", "100"]


def test_no_cases_of_a_category_are_said(read_svg):
    point = Point(10.0, 5.0, 20.0, "solid", "10%")
    chart = make_chart(
        Row("a", (point,), "no cases"), Row("b"), scale=percent_scale((20, 5))
    )
    for layout in LAYOUTS:
        drawn = draw(chart, layout, read_svg)
        assert "no cases" in [item.words for item in drawn.texts]
        assert drawn.collisions() == []
