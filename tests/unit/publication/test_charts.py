"""Bar charts: lengths, intervals, labels that never meet, colours, words."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.analysis.frequencies import measure_share
from probata.publication.charts import palette
from probata.publication.charts.alt_text import describe_bars
from probata.publication.charts.axis import choose_end
from probata.publication.charts.bars import draw_bars
from probata.publication.charts.chart import Bar, BarChart, Panel
from probata.publication.charts.data_table import tabulate_bars
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.palette import colour_categories, contrast
from probata.publication.charts.svg import finish_document, number, plain
from probata.publication.charts.text_width import measure, wrap

LAYOUTS = [WIDE, NARROW]
BLUE = ("positive", "#12436d")
LONG = "No, because the person moved away, fell ill or was recalled before it began"


def make_chart(*counts: tuple[str, int, int], heading: str = "Contact") -> BarChart:
    bars = tuple(
        Bar(label, measure_share(positive, n, 0.95), BLUE)
        for label, n, positive in counts
    )
    return BarChart((Panel("", heading, bars),), "", (), "Progress", "cases", 0.95)


def draw(chart, layout, read_svg, end=(100, 20)):
    drawing = draw_bars(chart, end, layout)
    size = (layout.width, drawing.height)
    return read_svg(finish_document("x", "Title", "Words", size, drawing.body))


def scale(drawn) -> tuple[float, float]:
    """Where 0% lies and how long 1% is, from the tick labels and the gridlines."""
    zero = drawn.of("chart-axis")[0].left
    last = max(line.right for line in drawn.of("chart-grid"))
    return zero, (last - zero) / 100


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
def test_bars_and_intervals_are_as_long_as_their_numbers(layout, read_svg):
    chart = make_chart(
        ("Yes", 866, 462), ("No", 672, 86), ("None", 40, 0), ("All", 3, 3)
    )
    drawn = draw(chart, layout, read_svg)
    zero, one = scale(drawn)
    shares = [bar.share for bar in chart.bars()]
    bars = drawn.of("chart-bar")
    assert [bar.left for bar in bars] == pytest.approx([zero] * 4, abs=0.01)
    assert [bar.right for bar in bars] == pytest.approx(
        [zero + one * share.percent for share in shares], abs=0.02
    )
    intervals = drawn.of("chart-interval")[1:]  # the first explains the sign
    assert [line.left for line in intervals] == pytest.approx(
        [zero + one * share.ci_low for share in shares], abs=0.02
    )
    assert [line.right for line in intervals] == pytest.approx(
        [zero + one * share.ci_high for share in shares], abs=0.02
    )
    middles = [(bar.top + bar.bottom) / 2 for bar in bars]
    assert [(line.top + line.bottom) / 2 for line in intervals] == pytest.approx(
        middles
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
def test_a_value_stands_beyond_its_interval_and_inside_the_drawing(layout, read_svg):
    drawn = draw(
        make_chart(("All", 3, 3), ("Many", 5000, 4999), ("None", 3, 0)),
        layout,
        read_svg,
    )
    values = [item for item in drawn.texts if re.fullmatch(r"\d+%", item.words)][:3]
    assert [item.words for item in values] == ["100%", "100%", "0%"]
    for value, interval in zip(values, drawn.of("chart-interval")[1:], strict=True):
        assert value.left > interval.right
    assert drawn.outside() == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
def test_no_cases_are_said_and_not_drawn(layout, read_svg):
    drawn = draw(make_chart(("Yes", 0, 0), ("No", 10, 4)), layout, read_svg)
    words = [item.words for item in drawn.texts]
    assert "no cases" in words
    assert len(drawn.of("chart-bar")) == 1
    assert len(drawn.of("chart-interval")) == 2
    assert any("(n\u00a0=\u00a00)" in text for text in words)


labels = st.text("abcdefgWm ,é", min_size=1, max_size=90).filter(str.strip)
counts = st.tuples(st.integers(0, 20000), st.floats(0, 1)).map(
    lambda pair: (pair[0], round(pair[0] * pair[1]))
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(labels, counts), min_size=1, max_size=5),
    labels,
    st.sampled_from(LAYOUTS),
)
def test_nothing_overlaps_or_leaves_the_drawing(read_svg, rows, heading, layout):
    chart = make_chart(*((label, *cell) for label, cell in rows), heading=heading)
    drawn = draw(chart, layout, read_svg)
    assert drawn.collisions() == []
    assert drawn.outside() == []
    marks = [*drawn.of("chart-bar"), *drawn.of("chart-interval")]
    assert [
        (text, mark) for text in drawn.texts for mark in marks if text.meets(mark)
    ] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
def test_a_long_label_is_whole_and_a_long_key_flows(layout, read_svg):
    bars = (Bar(LONG, measure_share(2, 5, 0.95), BLUE),)
    key = tuple((f"{LONG} {at}", BLUE) for at in range(3))
    chart = BarChart((Panel("Group", LONG, bars),), LONG, key, LONG, "cases", 0.99)
    drawn = draw(chart, layout, read_svg)
    words = " ".join(item.words for item in drawn.texts)
    assert words.count(LONG) == 7  # key title, three items, heading, label, axis title
    assert "99% confidence interval" in words
    assert drawn.collisions() == []
    assert drawn.outside() == []


def test_gridlines_do_not_run_through_labels(read_svg):
    for layout in LAYOUTS:
        drawn = draw(make_chart((LONG, 500, 300), (LONG, 400, 0)), layout, read_svg)
        lines = [*drawn.of("chart-grid"), *drawn.of("chart-axis")]
        for text in drawn.texts:
            through = [line for line in lines if text.meets(line)]
            assert not through or text.words.endswith("%")


def test_the_axis_ends_at_the_least_round_number():
    assert choose_end([31.0, 78.0]) == (80, 20)
    assert choose_end([9.9]) == (10, 2)
    assert choose_end([80.1]) == (100, 20)
    assert choose_end([]) == (100, 20)
    assert choose_end([100.0]) == (100, 20)


def test_colours_have_contrast():
    fills = [
        *palette.POLARITY.values(),
        *palette.CATEGORY,
        *palette.SEQUENCE,
    ]
    assert min(contrast(fill, palette.GROUND) for fill in fills) >= 3
    dark = palette.dark_bars().values()
    assert min(contrast(fill, palette.DARK_GROUND) for fill in dark) >= 3
    for ground in (palette.GROUND, palette.BOX):
        assert contrast(palette.TEXT, ground) >= 4.5
    assert contrast(palette.GROUND, palette.ACCENT) >= 4.5
    assert contrast(palette.ARROW, palette.GROUND) >= 3
    assert contrast(palette.AXIS, palette.GROUND) >= 3


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_a_category_keeps_its_colour(early_study):
    codebook = early_study.codebook
    yes = colour_categories(codebook["engagement"], single=False)["yes"]
    assert colour_categories(codebook["prompt_start"], single=True)["yes"] == yes
    ordered = colour_categories(codebook["positive_key_questions"], single=False)
    light = [palette.luminance(colour) for _, colour in ordered.values()]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == 4
    sexes = colour_categories(codebook["sex"], single=False)
    assert len(set(sexes.values())) == 2
    assert len(set(colour_categories(codebook["sex"], single=True).values())) == 1


def test_every_class_of_a_bar_has_a_dark_colour(early_study):
    styles = palette.figure_styles()
    for variable in early_study.codebook.variables.values():
        for single in (True, False):
            for name, _ in colour_categories(variable, single=single).values():
                assert f".chart-bar-{name} {{" in styles


def test_widths_are_those_of_the_face():
    # Helvetica AFM: H 722, a 556, space 278; bold a 556, r 389.
    assert measure("Ha a", 10) == pytest.approx((722 + 556 + 278 + 556) / 100)
    assert measure("ar", 10, bold=True) == pytest.approx((556 + 389) / 100)
    assert measure("é", 10) == measure("e", 10)
    assert measure("語", 10) == 10


@given(st.text("abc WM-é", max_size=80), st.floats(20, 300))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width, 16)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line, 16) <= width + 0.01 for line in lines)


def test_lines_are_of_like_length():
    lines = wrap("No, because the person did not comply", 260, 16)
    one, other = (measure(line, 16) for line in lines)
    assert abs(one - other) < 60


def test_text_is_safe_in_xml(read_svg):
    nasty = 'a < b & "c" > \x00 ]]>'
    drawn = draw(make_chart((nasty, 5, 2), heading=nasty), WIDE, read_svg)
    words = [item.words for item in drawn.texts]
    assert 'a < b & "c" > \ufffd ]]>' in words
    assert plain("a\x1fb") == "a\ufffdb"


def test_numbers_have_two_decimals_at_most():
    assert [number(value) for value in (1.0, 1.005, 2 / 3, -0.001, 120)] == [
        "1",
        "1",
        "0.67",
        "0",
        "120",
    ]


def test_the_alternative_says_every_number_of_a_short_chart():
    text = describe_bars(make_chart(("Yes", 866, 462), ("No", 672, 86), ("Not", 0, 0)))
    assert text == (
        "Bar chart, per cent of cases: progress. "
        "Contact: “Yes” 53%, “No” 13%, “Not” no cases."
    )


def grouped(*panels: tuple[int, ...], categories: int) -> BarChart:
    names = [f"C{at}" for at in range(categories)]
    made = tuple(
        Panel(
            "Risk" if at else "",
            f"G{at}",
            tuple(
                Bar(name, measure_share(positive, 100, 0.95), BLUE)
                for name, positive in zip(names, panel, strict=True)
            ),
        )
        for at, panel in enumerate(panels)
    )
    key = tuple((name, BLUE) for name in names)
    return BarChart(made, "Contact", key, "Progress", "cases", 0.95)


def test_the_alternative_of_a_long_chart_starts_with_the_extremes():
    text = describe_bars(grouped((1, 20, 30), (5, 6, 71), (10, 11, 12), categories=3))
    assert text == (
        "Bar chart, per cent of cases: progress, by contact. "
        "Of 9 bars the highest is 71% (risk, g1, “C2”) and the lowest 1% (g0, “C0”). "
        "G0: from 1% (“C0”) to 30% (“C2”). Risk, g1: from 5% (“C0”) to 71% (“C2”). "
        "Risk, g2: from 10% (“C0”) to 12% (“C2”). "
        "In every panel the percentage rises from “C0” to “C2”."
    )


@pytest.mark.parametrize(
    ("panels", "said"),
    [
        (((60, 20), (30, 29)), "In every panel “C0” is higher than “C1”."),
        (((20, 60), (29, 30)), "In every panel “C1” is higher than “C0”."),
        (((20, 60), (30, 29)), None),
        (((20, 60), (30, 30)), None),
    ],
)
def test_an_order_is_said_only_when_it_holds_everywhere(panels, said):
    text = describe_bars(grouped(*panels, categories=2))
    assert ("In every panel" in text) == (said is not None)
    assert said is None or text.endswith(said)


def test_the_table_behind_a_chart_has_a_row_a_bar():
    chart = make_chart(("Yes", 112, 35), ("No", 0, 0))
    headers, columns, rows = tabulate_bars(chart)
    assert headers == 1
    assert columns[0].text == "Contact"
    assert [[cell.text for cell in row] for row in rows] == [
        ["Yes", "112", "35", "31.3", "23.4 to 40.3"],
        ["No", "0", "0", "no cases", "no cases"],
    ]
    headers, columns, rows = tabulate_bars(grouped((1, 2), (3, 4), categories=2))
    assert headers == 2
    assert [cell.text for cell in columns[:2]] == ["Group", "Contact"]
    assert [(row[0].text, row[1].text) for row in rows] == [
        ("G0", "C0"),
        ("G0", "C1"),
        ("Risk: G1", "C0"),
        ("Risk: G1", "C1"),
    ]


def test_colours_of_neighbours_differ():
    for fills in (palette.POLARITY.values(), palette.CATEGORY):
        for one, other in combinations(fills, 2):
            assert one != other
