"""Saving as it is typed, in a real browser, while everything goes wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.database]
NOTE = "#note-working_relationship"
SAVED = re.compile(r"Saved at \d\d:\d\d")


def open_section(tab: Any, server: Any, assessment: Any) -> None:
    # Asked before leaving; a test that leaves on purpose says yes.
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(f"{server.address}/assessments/{assessment.pk}/sections/engagement")


def status(tab: Any) -> Any:
    return tab.locator("#working_relationship .app-status__words")


def wait_saved(tab: Any, seconds: int = 20) -> None:
    from playwright.sync_api import expect

    expect(status(tab)).to_have_text(SAVED, timeout=seconds * 1000)


def stored(assessment: Any) -> str:
    answers = assessment.answers.filter(question="working_relationship")
    return "".join(answers.values_list("note", flat=True))


def test_what_is_typed_is_saved_and_there_again(
    place: Any, server: Any, tab_of: Any
) -> None:
    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.fill(NOTE, "Contact log <b>read</b>. مرحبا")
    wait_saved(tab)
    tab.reload()
    assert tab.input_value(NOTE) == "Contact log <b>read</b>. مرحبا"


@pytest.mark.parametrize("paused", [True, False])
def test_one_press_goes_on_whether_all_is_saved_or_not(
    place: Any, server: Any, tab_of: Any, paused: bool
) -> None:
    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.fill(NOTE, "read")
    if paused:
        wait_saved(tab)
    with tab.expect_navigation(timeout=10_000):
        tab.get_by_role("button", name="Save and go to the next section").click()
    assert tab.url.endswith("/sections/desistance")
    assert stored(assessment) == "read"


def test_the_network_goes_and_comes_back(place: Any, server: Any, tab_of: Any) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.context.set_offline(True)
    tab.fill(NOTE, "typed in a tunnel")
    expect(tab.locator("#save-trouble")).to_be_visible(timeout=10_000)
    expect(status(tab)).not_to_have_text(SAVED)
    assert tab.input_value(NOTE) == "typed in a tunnel"
    assert stored(assessment) == ""
    tab.context.set_offline(False)
    wait_saved(tab)
    expect(tab.locator("#save-trouble")).to_be_hidden()
    assert stored(assessment) == "typed in a tunnel"


def test_the_service_is_killed_while_one_types(
    place: Any, server: Any, tab_of: Any
) -> None:
    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.fill(NOTE, "first")
    wait_saved(tab)
    server.kill()
    tab.fill(NOTE, "first, and then the power went")
    tab.wait_for_timeout(2500)
    assert not SAVED.search(status(tab).inner_text())
    server.start()
    wait_saved(tab, 60)
    expected = "first, and then the power went"
    assert stored(assessment) == expected
    assert assessment.events.count() == 3


def test_the_session_ends_in_the_middle_of_a_sentence(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.context.clear_cookies()
    tab.fill(NOTE, "half a sentence")
    expect(tab.locator("#save-trouble")).to_contain_text("signed out", timeout=10_000)
    expect(tab.locator("#save-sign-in")).to_be_visible()
    tab.keyboard.type(" and the other half")
    sign_in_by_hand(tab, place.reader)
    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_saved(tab)
    expected = "half a sentence and the other half"
    assert tab.input_value(NOTE) == expected
    assert stored(assessment) == expected


def sign_in_by_hand(tab: Any, user: Any) -> None:
    """As the link on the page does it: in a new tab."""
    with tab.context.expect_page() as opened:
        tab.click("#save-sign-in")
    other = opened.value
    other.fill("#id_login", user.email)
    other.fill("#id_password", "fifteen made up letters")
    other.click("main button")
    other.wait_for_url("**/cases")


def test_somebody_else_signing_in_does_not_save_for_one(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.context.clear_cookies()
    tab.fill(NOTE, "mine")
    expect(tab.locator("#save-trouble")).to_contain_text("signed out", timeout=10_000)
    sign_in_by_hand(tab, place.other)
    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(tab.locator("#save-trouble")).to_contain_text("Another person")
    assert stored(assessment) == ""


def test_two_tabs_are_told_and_one_chooses(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    first = tab_of(place.reader, server)
    open_section(first, server, assessment)
    second = first.context.new_page()
    open_section(second, server, assessment)
    first.fill(NOTE, "from the first tab")
    wait_saved(first)
    second.fill(NOTE, "from the second tab")
    expect(second.locator("#working_relationship")).to_contain_text(
        "from the first tab", timeout=10_000
    )
    assert stored(assessment) == "from the first tab"
    second.get_by_role("button", name="Keep mine").click()
    wait_saved(second)
    assert stored(assessment) == "from the second tab"


def test_a_case_taken_away_while_it_is_open(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    assessment.case.allocations.update(until=place.now)
    tab.fill(NOTE, "too late")
    expect(tab.locator("#save-trouble")).to_contain_text("no longer", timeout=10_000)
    assert tab.input_value(NOTE) == "too late"
    assert stored(assessment) == ""


def test_what_is_typed_last_is_saved_as_the_page_goes(
    place: Any, server: Any, tab_of: Any
) -> None:
    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.fill(NOTE, "a last word")
    tab.goto(f"{server.address}/cases")
    tab.wait_for_timeout(1500)
    assert stored(assessment) == "a last word"


def test_a_note_of_two_megabytes_is_refused_and_stays(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.evaluate(
        """() => {
            const note = document.querySelector("#note-working_relationship");
            note.value = "x".repeat(2 * 1024 * 1024);
            note.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(tab.locator("#working_relationship")).to_contain_text(
        "100,000 are the most", timeout=20_000
    )
    assert len(tab.input_value(NOTE)) == 2 * 1024 * 1024


def test_an_answer_brings_a_question_and_takes_it_away(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    follower = tab.locator("#enforcement_action .app-question__ask")
    expect(follower).to_be_hidden()
    tab.locator("#non_compliance_risks").get_by_label("Yes").check()
    expect(follower).to_be_visible(timeout=10_000)
    tab.locator("#non_compliance_risks").get_by_label("No risks").check()
    expect(follower).to_be_hidden(timeout=10_000)
    expect(tab.locator("#enforcement_action")).to_contain_text("Does not apply")


def test_nothing_of_a_case_is_stored_in_the_browser(
    place: Any, server: Any, tab_of: Any
) -> None:
    assessment = place.case()
    tab = tab_of(place.reader, server)
    open_section(tab, server, assessment)
    tab.fill(NOTE, "kept on the server alone")
    wait_saved(tab)
    kept = tab.evaluate(
        "async () => [localStorage.length, sessionStorage.length, "
        "(await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, 0]


def test_the_session_warning_can_be_answered(
    place: Any, server: Any, tab_of: Any
) -> None:
    from playwright.sync_api import expect

    short = type(server)(
        PROBATA_SESSION_IDLE_SECONDS="20", PROBATA_SESSION_WARNING_SECONDS="15"
    )
    try:
        assessment = place.case()
        tab = tab_of(place.reader, short)
        open_section(tab, short, assessment)
        warning = tab.locator("#session-warning")
        expect(warning).to_be_visible(timeout=12_000)
        tab.get_by_role("button", name="Stay signed in").click()
        expect(warning).to_be_hidden()
        tab.fill(NOTE, "still here")
        wait_saved(tab)
    finally:
        short.kill()
