"""Each page of looking after the service, in each state: axe finds nothing, nothing is cut off."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from saves import QUESTION, send
from signing import PASSWORD, sign_wholly

pytestmark = [pytest.mark.browser, pytest.mark.database]
WIDTHS = (320, 1280)


def faults(tab: Any) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways, at both widths."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        for item in axe.run(tab).response["violations"]:
            targets = [node["target"] for node in item["nodes"]][:3]
            found.append(f"{width}: {item['id']} at {targets}")
        wide = tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: {wide} pixels wide")
    return found


@pytest.fixture
def as_person(place: Any, server: Any, tab_of: Any) -> Any:
    from probata.service.roles import Role

    def open_tab(user: Any, confirm: bool = False) -> Any:
        if isinstance(user, str):
            user = place.person(user.replace("_", ""), Role(user))
        tab = tab_of(user, server)
        tab.base = server.address
        if confirm:
            # By hand: the service makes its own hash of a password that tests made fast.
            tab.context.clear_cookies()
            tab.goto(f"{server.address}/sign-in?next=/account")
            tab.fill("input[type=email]", user.email)
            tab.fill("input[type=password]", PASSWORD)
            tab.click("main button[type=submit]")
            tab.wait_for_url("**/account")
            tab.goto(f"{server.address}/confirm?next=/requests")
            tab.fill("input[type=password]", PASSWORD)
            tab.click("main button[type=submit]")
            tab.wait_for_url("**/requests")
        return tab

    return open_tab


def look(tab: Any, address: str) -> None:
    tab.goto(f"{tab.base}{address}")
    assert faults(tab) == [], address


@pytest.fixture
def signed(place: Any) -> Any:
    assessment = place.case()
    sign_wholly(assessment, place.reader)
    return assessment


def test_unlocking(place: Any, signed: Any, as_person: Any) -> None:
    from probata.service.consent.models import ConsentRequest

    reader = as_person(place.reader)
    look(reader, f"/assessments/{signed.pk}/")
    look(reader, f"/assessments/{signed.pk}/unlock")
    reader.click("button:has-text('Ask')")
    assert faults(reader) == []  # without a reason
    reader.fill("#reason", "The wrong file was read, <b>as I found</b> later. " * 5)
    reader.click("button:has-text('Ask')")
    assert faults(reader) == []
    look(reader, "/requests")
    asked = ConsentRequest.objects.get(subject_id=str(signed.pk))
    lead = as_person(place.lead, confirm=True)
    look(lead, "/requests")
    look(lead, f"/requests/{asked.pk}")
    lead.click("button:has-text('Decide')")
    assert faults(lead) == []  # without a decision
    lead.get_by_label("I agree").check()
    lead.fill("#reason", "Seen")
    lead.click("button:has-text('Decide')")
    assert faults(lead) == []
    look(reader, f"/assessments/{signed.pk}/sections/engagement")


def test_a_change_after_signing_asks_why_in_the_page(
    place: Any, signed: Any, as_person: Any
) -> None:
    from playwright.sync_api import expect

    from probata.service.cases.unlock import unlock_assessment

    unlock_assessment(
        signed.pk, reason="x", by=place.reader, agreed_by=place.lead, at=place.now
    )
    tab = as_person(place.reader)
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(f"{tab.base}/assessments/{signed.pk}/sections/engagement")
    why = tab.locator(f"#change-{QUESTION}")
    expect(why).to_be_hidden()
    tab.fill(f"#note-{QUESTION}", "Read again")
    expect(why).to_be_visible(timeout=15_000)
    assert faults(tab) == []
    why.fill("The first note was on another person")
    status = tab.locator(f"#{QUESTION} .app-status__words")
    expect(status).to_contain_text("Saved at", timeout=15_000)
    tab.wait_for_timeout(1500)
    tab.reload()
    assert (
        tab.input_value(f"#change-{QUESTION}") == "The first note was on another person"
    )


def test_accounts(place: Any, as_person: Any) -> None:
    tab = as_person("administrator", confirm=True)
    look(tab, "/accounts")
    look(tab, "/accounts/new")
    tab.click("button:has-text('Make the account')")
    assert faults(tab) == []
    tab.fill("#name", "A Person")
    tab.fill("#email", f"made.{place.key}@example.org")
    tab.get_by_label("Inspector", exact=True).check()
    tab.click("button:has-text('Make the account')")
    assert faults(tab) == []
    link = tab.inner_text("#link")
    look(tab, f"/accounts/{place.reader.pk}")
    tab.click("button:has-text('Close the account')")
    assert faults(tab) == []
    tab.goto(link)
    assert faults(tab) == []
    tab.fill("#new_password1", "short")
    tab.fill("#new_password2", "other")
    tab.click("button:has-text('Set password')")
    assert faults(tab) == []
    look(tab, "/welcome?account=x&token=y")


def test_the_audit(place: Any, signed: Any, as_person: Any) -> None:
    from probata.service.audit.models import Record

    Record.objects.bulk_create(
        Record(at=place.now, by=place.other, action="refused", route="assessment")
        for _ in range(60)
    )
    tab = as_person("programme_manager")
    look(tab, "/audit")
    look(tab, "/audit?page=2")
    look(tab, "/audit?since=yesterday")
    look(tab, f"/audit?case={signed.pk}&action=exported")
    look(tab, "/audit/patterns")


def test_subject_access_and_retention(place: Any, signed: Any, as_person: Any) -> None:
    from probata.service.consent.models import ConsentRequest

    long_ago = place.now.date() - datetime.timedelta(days=4 * 365)
    place.inspection.fieldwork_starts = place.inspection.fieldwork_ends = long_ago
    place.inspection.state = "closed"
    place.inspection.save()
    case = signed.case
    case.person_id = f"P-{place.key}"
    case.save()
    tab = as_person("data_protection", confirm=True)
    look(tab, "/subject-access")
    tab.click("button:has-text('Ask')")
    assert faults(tab) == []
    tab.fill("#person_id", case.person_id)
    tab.fill("#reason", "Request 12")
    tab.click("button:has-text('Ask')")
    manager = as_person("programme_manager")
    asked = ConsentRequest.objects.get(subject_id=str(case.pk))
    agree(asked, place)
    look(tab, f"/requests/{asked.pk}")
    with tab.expect_download() as got:
        tab.click("button:has-text('Fetch the extract')")
    assert got.value.suggested_filename == "extract.zip"
    look(tab, "/retention")
    tab.fill("#days-audit", "never")
    tab.locator("tr", has=tab.locator("#days-audit")).get_by_role("button").click()
    assert faults(tab) == []
    look(tab, f"/retention/{place.inspection.pk}")
    tab.click("button:has-text('Ask for this disposal')")
    assert faults(tab) == []
    tab.fill("#reason", "Schedule, row 4")
    tab.click("button:has-text('Ask for this disposal')")
    assert faults(tab) == []
    asked = ConsentRequest.objects.get(subject_id=str(place.inspection.pk))
    look(manager, f"/requests/{asked.pk}")
    agree(asked, place)
    look(tab, f"/retention/{place.inspection.pk}")
    look(manager, "/retention")


def agree(asked: Any, place: Any) -> None:
    from probata.service.oversight.decide import decide_request

    decide_request(asked.pk, agreed=True, reason="Due", by=place.other, at=place.now)


def test_the_extract_reads_on_its_own(place: Any, signed: Any, chromium: Any) -> None:
    import io
    import zipfile

    from probata.service.oversight.subject_access import gather, write_extract

    made = zipfile.ZipFile(io.BytesIO(write_extract(gather([signed.case]))))
    tab = chromium.new_page()
    tab.set_content(made.read("extract.html").decode())
    found = [item for item in faults(tab) if "pixels wide" not in item]
    tab.close()
    assert found == []


def test_guidance_and_its_search(place: Any, as_person: Any, browser_of: Any) -> None:
    tab = as_person("programme_manager")
    look(tab, "/guidance")
    tab.locator("a:has-text('Publish guidance')").first.click()
    tab.click("button:has-text('Publish')")
    assert faults(tab) == []
    assessment = place.case()
    browser_of(place.lead).get(f"/assessments/{assessment.pk}/")
    send(browser_of(place.reader), assessment)
    reader = as_person(place.reader)
    look(reader, f"/assessments/{assessment.pk}/guidance")
    reader.fill("#words", "contact")
    reader.click("button:has-text('Search')")
    assert faults(reader) == []
    look(reader, f"/assessments/{assessment.pk}/sections/practitioner_interview")
