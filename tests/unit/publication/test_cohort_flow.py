"""The flow of a cohort as a drawing: every count is in it, in words and in boxes."""

import xml.etree.ElementTree as ET

from case_lists import list_rows, select_rows

from probata.cohort.flow import Flow, FlowStep, flows_by_unit
from probata.publication.diagrams.cohort_flow import SYNTHETIC, draw_cohort_flow

SVG = "{http://www.w3.org/2000/svg}"


def texts(root):
    return [
        " ".join("".join(span.itertext()) for span in text)
        for text in root.iter(f"{SVG}text")
    ]


def small_flow():
    rows = list_rows({}, {}, {"Live review": "SFO"}, {"Requirement": "Curfew"})
    return next(iter(flows_by_unit(select_rows(rows)).values()))


def test_every_step_is_drawn_and_described():
    flow = small_flow()
    root = ET.fromstring(draw_cohort_flow("flow", flow, synthetic=False))
    drawn = texts(root)
    assert drawn[:2] == ["Cohort of Swindon and Wiltshire", "4 cases of the unit"]
    assert drawn[-1] == "2 in the cohort"
    described = root.find(f"{SVG}desc").text
    for step in flow.steps:
        assert any(
            text.startswith(f"{step.out} left out: {step.reason}") for text in drawn
        )
        assert f"{step.out} left out: {step.reason}" in described
    assert described.endswith("2 in the cohort.")
    assert any("4 undecided" in text or "3 undecided" in text for text in drawn)


def test_the_drawing_has_a_name_and_says_what_is_synthetic():
    root = ET.fromstring(draw_cohort_flow("flow-a", small_flow(), synthetic=True))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "flow-a-title flow-a-desc"
    assert root.find(f"{SVG}title").get("id") == "flow-a-title"
    assert SYNTHETIC in texts(root)
    assert root.find(f"{SVG}desc").text.startswith(SYNTHETIC)


def test_nothing_leaves_the_drawing():
    long = FlowStep("x", "a reason of many words " * 12, 1_234_567, 1_000_000, 5, "P")
    flow = Flow("A unit with, a <long> & odd name", "cases", "cohort", (long,))
    root = ET.fromstring(draw_cohort_flow("flow", flow, synthetic=False))
    width, height = float(root.get("width")), float(root.get("height"))
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= width
        assert float(box.get("y")) + float(box.get("height")) <= height
    for span in root.iter(f"{SVG}tspan"):
        assert float(span.get("y")) <= height
