"""A whole small inspection in a real browser, as each role, from the plan to a bulletin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lists import UNIT, list_columns, list_file
from releasing import bulletin_of, people, unpack

pytestmark = [pytest.mark.browser, pytest.mark.database]
PASSWORD = "fifteen made up letters"
# What a question may cost who judges by keyboard alone: to it, its answer, past its evidence.
# Measured: 273 keys for 70 questions on 13 pages, so 43 or so for a page with 12 prompts.
KEYS_A_QUESTION = 3
KEYS_A_PAGE = 5  # that it is complete, and on; to the first of the case


def pressed(tab: Any, words: str) -> None:
    """Press a button of the page's content, and wait for what follows."""
    with tab.expect_navigation():
        tab.locator("main").get_by_role("button", name=words).first.click()


def confirm(tab: Any) -> bool:
    """Give the password, where the service asks for it again."""
    if "/confirm" not in tab.url:
        return False
    tab.fill("input[type=password]", PASSWORD)
    with tab.expect_navigation():
        tab.click("main button")
    return True


def sign_in(tab: Any, user: Any, server: Any) -> Any:
    """By hand, as people do."""
    tab.context.clear_cookies()
    tab.goto(f"{server.address}/sign-in")
    tab.fill("#id_login", user.email)
    tab.fill("#id_password", PASSWORD)
    with tab.expect_navigation():
        tab.click("main button")
    return tab


def plan_inspection(tab: Any, server: Any, members: dict[str, Any]) -> None:
    """The programme manager makes the inspection and its team, and opens fieldwork."""
    tab.goto(f"{server.address}/inspections")
    tab.get_by_text("Plan an inspection").click()
    tab.fill("#unit", UNIT)
    framework = tab.locator("#framework option", has_text="probation")
    tab.select_option("#framework", framework.first.get_attribute("value"))
    for name, day in (("starts", "8"), ("ends", "19")):
        for part, value in (("day", day), ("month", "5"), ("year", "2023")):
            tab.fill(f"#{name}-{part}", value)
    pressed(tab, "Plan the inspection")
    for part, user in members.items():
        tab.select_option("#user", str(user.pk))
        tab.select_option("#part", part)
        pressed(tab, "Add to the team")
    tab.get_by_role("link", name="Back to the inspection").click()
    pressed(tab, "Open fieldwork")
    assert "Fieldwork is open" in tab.locator("main").inner_text()


def accept_and_allocate(tab: Any, inspection: str, content: bytes) -> int:
    """The lead uploads the case list, accepts its cohort and shares it out."""
    tab.goto(f"{inspection}list")
    tab.set_input_files(
        "#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    pressed(tab, "Upload and check")
    for tick in tab.locator("input[name^=agree-]").all():
        tick.check()
    pressed(tab, "Accept the cohort")
    told = re.search(r"accepted the cohort of (\d+)", tab.locator("main").inner_text())
    assert told
    tab.goto(f"{inspection}allocation")
    for skill in tab.locator("input[name^=skills-]").all():
        skill.check()
    pressed(tab, "Save what they give")
    pressed(tab, "Propose readers")
    pressed(tab, "Allocate all of these cases")
    return int(told[1])


class Keyboard:
    """Presses keys and counts them; knows nothing of the page but what has the focus."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)
            self.count += 1

    def focus(self) -> dict[str, Any]:
        found: dict[str, Any] = self.tab.evaluate(
            """() => { const it = document.activeElement; return {
                tag: it.tagName, type: it.type || "", name: it.name || "",
                value: it.value || "", words: it.innerText || "",
                shown: it.checkVisibility() }; }"""
        )
        return found

    def to(self, **wanted: str) -> None:
        """Tab until the focus is on what is wanted."""
        for _ in range(400):
            self.press("Tab")
            now = self.focus()
            if all(value in now[name] for name, value in wanted.items()):
                return
        raise AssertionError(f"the keyboard never comes to {wanted}")

    def follow(self, **wanted: str) -> None:
        self.to(**wanted)
        with self.tab.expect_navigation():
            self.press("Enter")


def wait_for_what_follows(tab: Any) -> None:
    """As somebody who looks at the page: an answer may bring up the next question."""
    tab.wait_for_function(
        """() => document.activeElement.closest(".app-question")
            .querySelector(".app-status__words").innerText.startsWith("Saved")"""
    )


def judge_section(keys: Keyboard) -> int:
    """Answer all that is asked on a page, call it complete, go on; how many that were."""
    keys.press("Tab")
    if "Skip to main content" in keys.focus()["words"]:
        keys.press("Enter", "Tab")  # once: the next pages begin at their first question
    answered = 0
    for _ in range(400):
        now = keys.focus()
        assert now["shown"], now
        if now["type"] == "radio" and now["name"] == "complete":
            keys.press("ArrowUp")
        elif now["type"] == "radio":
            keys.press("Space")
            wait_for_what_follows(keys.tab)
            answered += 1
        elif now["name"] == "then":
            with keys.tab.expect_navigation():
                keys.press("Enter")
            return answered
        keys.press("Tab")
    raise AssertionError("the keyboard never comes to the end of the section")


def judge_and_sign(tab: Any, server: Any) -> tuple[int, int, int]:
    """The inspector judges the first case by keyboard alone: keys, questions, pages."""
    keys = Keyboard(tab)
    tab.goto(f"{server.address}/cases")
    keys.follow(tag="A", words="001")
    first = tab.locator(".govuk-task-list__link").first.get_attribute("href")
    tab.goto(f"{server.address}{first}")
    questions = pages = 0
    while "/sections/" in tab.url:
        questions += judge_section(keys)
        pages += 1
    spent = keys.count
    keys.follow(tag="A", words="Check answers")
    keys.follow(tag="A", words="Sign this assessment")
    confirm(tab)
    keys.to(type="checkbox")
    keys.press("Space")
    keys.follow(tag="BUTTON", words="Sign and submit")
    assert "Signed by" in tab.locator("main").inner_text()
    return spent, questions, pages


def close_fieldwork(tab: Any, inspection: str) -> None:
    """The lead says why the other cases stay unsigned, and closes."""
    tab.goto(f"{inspection}close")
    for reason in tab.locator("textarea[name^=reason-]").all():
        reason.fill("Left out of this trial run")
    pressed(tab, "Close fieldwork")
    confirm(tab)
    assert "Fieldwork is closed" in tab.locator("main").inner_text()


def release(analyst: Any, manager: Any, server: Any, folder: Path) -> Path:
    """The analyst asks, the manager agrees, the analyst downloads."""
    analyst.goto(f"{server.address}/releases/ask")
    analyst.get_by_label(re.compile(rf"^{UNIT}, 8 May 2023")).check()
    analyst.fill("#reason", "A bulletin on early progress")
    pressed(analyst, "Ask for this release")
    manager.goto(f"{server.address}/requests")
    manager.get_by_role("link", name="Lock a data release").first.click()
    for _ in range(2):
        manager.get_by_label("I agree").check()
        manager.fill("#reason", "The inspection is done")
        pressed(manager, "Decide")
        if not confirm(manager):
            break
    assert "Release 1 was made" in manager.locator("main").inner_text()
    analyst.goto(f"{server.address}/releases")
    analyst.get_by_role("link", name="Release 1").first.click()
    with analyst.expect_download() as download:
        analyst.get_by_role("button", name="Download as ZIP").click()
    return unpack(Path(download.value.path()).read_bytes(), folder)


def test_a_whole_inspection(
    place: Any, server: Any, tab_of: Any, tmp_path: Path
) -> None:
    from click.testing import CliRunner

    from probata.cli.main import cli

    analyst, manager = people(place)
    tabs = {
        user: sign_in(tab_of(user, server), user, server)
        for user in (analyst, manager, place.lead, place.reader)
    }
    plan_inspection(
        tabs[manager], server, {"lead": place.lead, "inspector": place.reader}
    )
    inspection = tabs[manager].url
    content = list_file(list_columns(cases=100))
    cases = accept_and_allocate(tabs[place.lead], inspection, content)
    assert cases > 1
    spent, questions, pages = judge_and_sign(tabs[place.reader], server)
    assert questions > 50 and pages > 10
    assert spent <= KEYS_A_QUESTION * questions + KEYS_A_PAGE * pages
    close_fieldwork(tabs[place.lead], inspection)
    unpacked = release(tabs[analyst], tabs[manager], server, tmp_path)
    told = CliRunner().invoke(cli, ["release", "verify", str(unpacked)])
    assert told.exit_code == 0
    assert "1 cases of 1 units" in told.output
    assert f"left out, not_begun: {cases - 1}" in told.output
    results = bulletin_of(unpacked, tmp_path / "study")
    assert (results["total"]["n"], results["total"]["positive"]) == (1, 1)
