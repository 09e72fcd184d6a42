"""Diagrams: words whole and inside their boxes, boxes apart, arrows between them."""

import pytest

from probata.analysis.study import DiagramColumn, DiagramStep
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.svg import finish_document
from probata.publication.diagrams.cards import draw_cards
from probata.publication.diagrams.cycle import draw_cycle
from probata.publication.diagrams.flow import draw_flow

LAYOUTS = [WIDE, NARROW]
WORDS = (
    "needs, strengths and risks",
    "short",
    "what, in which order, by whom and when",
)


def steps(count: int) -> tuple[DiagramStep, ...]:
    return tuple(
        DiagramStep(label=f"Step number {at}", detail=WORDS[at % 3])
        for at in range(count)
    )


def columns(count: int, item: str = "Staff and their skills"):
    return tuple(
        DiagramColumn(
            heading=f"Column {at}",
            items=(item,) * (at % 3 + 1),
            measured_by="Inspection of cases" if at < 2 else "National statistics",
        )
        for at in range(count)
    )


def drawn_by(draw, parts, layout, read_svg):
    drawing = draw(parts, layout)
    size = (layout.width, drawing.height)
    return read_svg(finish_document("x", "Title", "Words", size, drawing.body))


def check(drawn, apart: str) -> None:
    """No text meets a text, everything is inside, and boxes of a class are apart."""
    assert drawn.collisions() == []
    assert drawn.outside() == []
    boxes = drawn.of(apart)
    for at, box in enumerate(boxes):
        assert not any(box.meets(other) for other in boxes[:at])


def holder(text, boxes):
    """The one box that a text lies wholly inside."""
    inside = [
        box
        for box in boxes
        if box.left <= text.left
        and text.right <= box.right
        and box.top <= text.top
        and text.bottom <= box.bottom
    ]
    return inside[0] if len(inside) == 1 else None


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 8, 9])
def test_a_cycle_keeps_its_boxes_apart_and_closes(count, layout, read_svg):
    drawn = drawn_by(draw_cycle, steps(count), layout, read_svg)
    check(drawn, "diagram-box")
    boxes = drawn.of("diagram-box")
    assert len(boxes) == count
    assert all(holder(text, boxes) for text in drawn.texts)
    tips = drawn.of("diagram-tip")
    assert len(tips) == (count if count > 1 else 0)
    assert not any(tip.meets(box) for tip in tips for box in boxes)
    shafts = drawn.of("diagram-arrow")
    assert len(shafts) == len(tips)


def test_the_ring_runs_clockwise_from_the_top(read_svg):
    drawn = drawn_by(draw_cycle, steps(4), WIDE, read_svg)
    top, right, bottom, left = drawn.of("diagram-box")
    assert top.bottom < right.top < right.bottom < bottom.top
    assert left.right < top.left < right.left
    assert left.top == right.top


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
@pytest.mark.parametrize("count", [1, 2, 4, 5, 6])
def test_cards_hold_their_words(count, layout, read_svg):
    drawn = drawn_by(draw_cards, steps(count), layout, read_svg)
    check(drawn, "diagram-box")
    boxes = drawn.of("diagram-box")
    assert len(boxes) == count
    assert all(holder(text, boxes) for text in drawn.texts)
    rows = {(box.top, box.bottom) for box in boxes}
    rows_wide = {1: 1, 2: 1, 4: 2, 5: 2, 6: 2}
    assert len(rows) == (count if layout is NARROW else rows_wide[count])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda item: item.name)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_flow_joins_its_columns(count, layout, read_svg):
    drawn = drawn_by(draw_flow, columns(count), layout, read_svg)
    check(drawn, "diagram-item")
    panels = drawn.of("diagram-box")
    assert len(panels) == count
    assert len(drawn.of("diagram-tip")) == count - 1
    items = drawn.of("diagram-item")
    assert len(items) == sum(at % 3 + 1 for at in range(count))
    for item in items:
        assert any(
            panel.left < item.left
            and item.right < panel.right
            and panel.top < item.top
            and item.bottom < panel.bottom
            for panel in panels
        )
    said = [text for text in drawn.texts if text.words in ("Staff and", "their skills")]
    assert all(holder(text, items) for text in said)


def test_neighbours_measured_alike_share_a_strip(read_svg):
    drawn = drawn_by(draw_flow, columns(4), WIDE, read_svg)
    strips = drawn.of("diagram-accent")
    heads = drawn.of("diagram-head")
    assert [(strip.left, strip.right) for strip in strips] == [
        (heads[0].left, heads[1].right),
        (heads[2].left, heads[3].right),
    ]


def test_a_flow_with_a_word_too_long_goes_down_the_page(read_svg):
    word = "Multidisciplinaryarrangements"
    drawn = drawn_by(draw_flow, columns(5, word), WIDE, read_svg)
    assert word in [text.words for text in drawn.texts]
    lefts = {panel.left for panel in drawn.of("diagram-box")}
    assert len(lefts) == 1
    check(drawn, "diagram-item")


def test_a_flow_without_measures_has_no_strip(read_svg):
    plain = tuple(DiagramColumn(heading="One", items=("a", "b")) for _ in range(2))
    drawn = drawn_by(draw_flow, plain, WIDE, read_svg)
    assert drawn.of("diagram-accent") == []
    assert "Measured by" not in [text.words for text in drawn.texts]
    check(drawn, "diagram-item")
