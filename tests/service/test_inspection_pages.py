"""The pages of an inspection in a real browser: axe at desktop and phone width."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from lists import accept_cohort, inspect, list_columns, list_file
from readings import draw_case, judge
from saves import send

pytestmark = [pytest.mark.browser, pytest.mark.database]
WIDTHS = (1280, 320)


@pytest.fixture
def look(tab_of: Any, server: Any) -> Any:
    """Opens an address as a person, and demands that axe finds nothing at any width.

    With PROBATA_PICTURES each state is kept as a picture in that folder.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    from probata.publication.accessibility.axe import TAGS

    def demand(tab: Any, name: str) -> None:
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            found = axe.Axe().run(tab, options={"runOnly": list(TAGS)}).response
            told = [
                (item["id"], [node["target"] for node in item["nodes"]])
                for item in found["violations"]
            ]
            assert told == [], (name, width)
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert tab.evaluate(wide) <= 0, (name, width)
            if folder := os.environ.get("PROBATA_PICTURES"):
                path = Path(folder, f"{name}-{width}.png")
                tab.screenshot(path=path, full_page=True)

    def open_as(user: Any, address: str, name: str) -> Any:
        tab = tab_of(user, server)
        answer = tab.goto(f"{server.address}{address}")
        assert answer.status == 200, address
        demand(tab, name)
        return tab

    open_as.demand = demand  # type: ignore[attr-defined]
    return open_as


def manager_of(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


def test_the_pages_of_a_programme_manager(place: Any, look: Any) -> None:
    place.case()
    manager = manager_of(place)
    start = f"/inspections/{place.inspection.pk}/"
    look(manager, "/inspections", "inspections-manager")
    look(manager, start, "inspection-manager")
    tab = look(manager, "/inspections/new", "plan")
    tab.fill("#unit", "Lambethh")
    tab.fill("#weeks", "x")
    tab.click("main button")
    look.demand(tab, "plan-faults")
    assert tab.title().startswith("Error: ")
    look(manager, f"{start}plan", "plan-change")
    tab = look(manager, f"{start}team", "team")
    tab.get_by_role("button", name="Remove Reader").click()
    look.demand(tab, "team-refused")


def test_an_inspection_is_planned_by_keyboard_alone(
    place: Any, server: Any, tab_of: Any
) -> None:
    from probata.service.fieldwork.models import Inspection

    tab = tab_of(manager_of(place), server)
    tab.goto(f"{server.address}/inspections/new")
    tab.focus("#unit")
    unit = f"Typed {place.key}"
    tab.keyboard.type(unit)
    for key in ("Escape", "Tab", "Space", "Tab"):
        tab.keyboard.press(key)
    tab.keyboard.type("North")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    for part in ("9", "5", "2023", "19", "5", "2023"):
        tab.keyboard.press("Tab")
        tab.keyboard.type(part)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/team")
    assert Inspection.objects.get(unit__name=unit).unit.region == "North"


def test_the_pages_of_conflicts(place: Any, look: Any) -> None:
    place.case()
    tab = look(place.reader, "/conflicts", "conflicts-none")
    tab.click("main button")
    look.demand(tab, "conflicts-faults")
    tab.select_option("#with", label=f"{place.inspection.unit.name}")
    tab.fill("#reason", "I worked there until 2021")
    tab.click("main button")
    look.demand(tab, "conflicts-declared")
    start = f"/inspections/{place.inspection.pk}/"
    tab = look(place.lead, f"{start}conflicts", "inspection-conflicts")
    tab.click("main button")
    look.demand(tab, "inspection-conflicts-fault")
    tab.fill("main textarea", "It was another unit of that name")
    tab.click("main button")
    look.demand(tab, "inspection-conflicts-withdrawn")
    look(place.other, "/conflicts", "conflicts-of-another")


def test_the_pages_of_a_lead(place: Any, look: Any) -> None:
    from probata.service.fieldwork.models import Conflict

    case = place.case()
    place.case()
    look(place.lead, "/inspections", "inspections-lead")
    tab = look(place.lead, f"/inspections/{place.inspection.pk}/", "inspection-lead")
    allocate = tab.locator("main button", has_text="Allocate").first
    reader = tab.locator("main select").first
    Conflict.objects.create(
        user=place.other, case=case.case, reason="Knows them", declared_at=place.now
    )
    reader.select_option(label="Other")
    allocate.click()
    look.demand(tab, "reallocation-refused")
    assert tab.title().startswith("Error: ")
    tab.locator("main select").nth(1).select_option(label="Other")
    tab.locator("main button", has_text="Allocate").nth(1).click()
    look.demand(tab, "reallocated")
    place.inspection.members.filter(user=place.other).delete()
    tab.locator("main select").nth(1).select_option(label="Reader")
    place.inspection.members.filter(user=place.reader).delete()
    tab.locator("main button", has_text="Allocate").nth(1).click()
    look.demand(tab, "not-found")
    assert "not found" in tab.title().lower()


def test_the_pages_of_a_case_list(place: Any, look: Any, tmp_path: Path) -> None:
    inspect(place)
    address = f"/inspections/{place.inspection.pk}/list"
    tab = look(place.lead, address, "list-none")
    tab.get_by_role("button", name="Upload and check").click()
    look.demand(tab, "list-no-file")
    columns = list_columns()
    other = tmp_path / "other.csv"
    other.write_bytes(list_file(list_columns("Cumbria")))
    tab.set_input_files("#file", other)
    tab.get_by_role("button", name="Upload and check").click()
    look.demand(tab, "list-of-another-unit")
    columns["CRN"][3] = "?"
    columns["Commencement date"][7] = "31/02/2023"
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_bytes(list_file(columns))
    tab.set_input_files("#file", spoilt)
    tab.get_by_role("button", name="Upload and check").click()
    look.demand(tab, "list-with-faults")
    # The picture of the flow is drawn, in spite of the policy on styles.
    natural = "document.querySelector('main img').naturalWidth"
    assert tab.evaluate(natural) > 100
    tab.get_by_role("button", name="Accept the cohort").click()
    look.demand(tab, "list-not-agreed")
    tab.get_by_label("Use the list as it is").check()
    tab.get_by_role("button", name="Accept the cohort").click()
    look.demand(tab, "list-accepted")
    start = f"/inspections/{place.inspection.pk}/"
    tab = look(place.lead, f"{start}changes", "changes")
    tab.get_by_role("button", name="Add the case").click()
    look.demand(tab, "changes-faults")
    tab.fill("#reason-withdraw", "It belongs to another unit")
    tab.get_by_role("button", name="Withdraw the case").click()
    look.demand(tab, "changes-withdrawn")


def test_the_pages_of_allocation(place: Any, look: Any, browser_of: Any) -> None:
    from probata.service.inspections.share_cases import known_skills

    accept_cohort(place, browser_of(place.lead))
    start = f"/inspections/{place.inspection.pk}/"
    tab = look(place.lead, f"{start}allocation", "allocation-none")
    tab.get_by_label("Share of full time (%) of Other").fill("61")
    tab.get_by_role("button", name="Save what they give").click()
    look.demand(tab, "allocation-faults")
    place.inspection.members.update(skills=list(known_skills()))
    tab.goto(tab.url)
    tab.get_by_role("button", name="Propose readers").click()
    look.demand(tab, "allocation-proposed")
    tab.locator("select").first.select_option(label="No reader")
    tab.get_by_role("button", name="Change the reader of 001").click()
    look.demand(tab, "allocation-changed")
    tab.get_by_role("button", name="Allocate all of these cases").click()
    look.demand(tab, "allocation-accepted")
    place.inspection.members.update(share=0)
    tab.goto(tab.url + "allocation")
    tab.get_by_role("button", name="Propose readers").click()
    look.demand(tab, "allocation-refused")


def test_the_pages_of_progress_and_closing(
    place: Any, look: Any, browser_of: Any
) -> None:
    start = f"/inspections/{place.inspection.pk}/"
    look(place.lead, f"{start}progress", "progress-none")
    cases = [place.case(), place.case()]
    send(browser_of(place.reader), cases[0])
    tab = look(place.lead, f"{start}progress", "progress")
    tab.select_option("#status", label="Begun")
    tab.get_by_role("button", name="Show").click()
    look.demand(tab, "progress-filtered")
    tab = look(place.lead, f"{start}close", "close")
    tab.get_by_role("button", name="Close fieldwork").click()
    look.demand(tab, "close-faults")
    for case in cases:
        tab.fill(f"[id='reason-{case.case.pk}']", "The reader is ill")
    tab.get_by_role("button", name="Close fieldwork").click()
    look.demand(tab, "inspection-closed")
    tab.get_by_role("button", name="Open fieldwork again").click()
    look.demand(tab, "reopen-fault")
    tab.fill("#reason", "The reader is back")
    tab.get_by_role("button", name="Open fieldwork again").click()
    look.demand(tab, "inspection-reopened")
    look(place.lead, f"{start}changes", "changes-none")


def test_from_the_sample_to_what_stands(place: Any, browser_of: Any, look: Any) -> None:
    from django.urls import reverse

    drawn = draw_case(place, browser_of)
    drawn.case()
    look(drawn.quality, drawn.page, "sample-given")
    judge(drawn, drawn.second, drawn.second_reader, "Second.", engagement="no")
    look(drawn.quality, drawn.page, "sample-signed")
    look(drawn.quality, "/quality", "quality")
    page = reverse("comparison", kwargs={"case": drawn.first.case_id})
    look(drawn.second_reader, page, "comparison-reader")
    tab = look(drawn.quality, page, "comparison")
    name = "Decide"
    tab.get_by_role("button", name=name).first.click()
    look.demand(tab, "comparison-refused")
    place = reverse("live_ratings", kwargs={"inspection": drawn.inspection.pk})
    look(drawn.lead, place, "live")


def test_before_the_sample_is_planned(place: Any, look: Any) -> None:
    from django.urls import reverse

    from probata.service.roles import Role

    lead = place.person("quality", Role.QUALITY_LEAD)
    page = reverse("quality_sample", kwargs={"inspection": place.inspection.pk})
    tab = look(lead, page, "plan")
    tab.get_by_role("button", name="Plan the sample").click()
    look.demand(tab, "plan-refused")
