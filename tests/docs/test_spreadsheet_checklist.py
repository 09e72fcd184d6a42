"""The page on the official checklist names tests and checks that exist, and all of them."""

import re
from pathlib import Path

from probata.publication.accessibility import spreadsheet

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "spreadsheet-checklist.md"
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in PAGE.read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| rule"))
]


def test_each_rule_says_who_sees_to_it_and_how():
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row) == 4, row
        _, who, _, test = row
        assert who in {"done", "done, checked", "checked", "yours"}, row
        # What only the author can see to has no test unless a part of it is ours.
        assert test or who == "yours", row


def test_each_test_that_is_named_exists():
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    named = {name for row in ROWS for name in re.findall(r"`(test_\w+)`", row[3])}
    assert len(named) > 15
    assert named <= defined


def test_every_check_is_named_on_the_page_and_no_other():
    rules = spreadsheet.BOOK_RULES + spreadsheet.SHEET_RULES + spreadsheet.TABLE_RULES
    named = {name for row in ROWS for name in re.findall(r"`(check_\w+)`", row[2])}
    assert named == {rule.__name__ for rule in rules}
    for row in ROWS:
        assert ("checked" in row[1]) == ("`check_" in row[2] or row[1] == "checked")
