"""Each barrier that a page can have is found; a page without any is clean."""

import pytest

from probata.errors import AccessibilityError
from probata.publication.accessibility.html import check_html
from probata.publication.accessibility.report import check_files, refuse_barriers

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>A page</title></head><body>
<main id="main"><h1>A page</h1><h2>Part</h2>
<p><a href="#main">To the top</a></p>
<table><caption>Numbers</caption><thead><tr><th scope="col">n</th></tr></thead>
<tbody><tr><td>1</td></tr></tbody></table>
<svg role="img"><title>Bars</title><desc>Two bars.</desc></svg>
</main></body></html>"""

BROKEN = {
    "no language": (' lang="en-GB"', ""),
    "no title": ("<title>A page</title>", "<title> </title>"),
    "must be one: main part": ('<main id="main">', '<div id="main">'),
    "must be one: heading of level 1": ("<h2>Part</h2>", "<h1>Part</h1>"),
    "a heading of level 3 follows one of level 1": (
        "<h2>Part</h2>",
        "<h3>Part</h3>",
    ),
    "`a` has no words": (">To the top<", "> <"),
    "leads to `gone`": ('href="#main"', 'href="#gone"'),
    "a table has no caption": ("<caption>Numbers</caption>", ""),
    "does not say what it heads": ('<th scope="col">', "<th>"),
    "a table has no heading cell": ('<th scope="col">n</th>', "<td>n</td>"),
    "a drawing has no title or no text alternative": ("<desc>Two bars.</desc>", ""),
    "an image has no text alternative": ("<h2>", '<img src="x.png"><h2>'),
    "loads a file from outside": ("<h2>", '<img alt="" src="https://x.org/x.png"><h2>'),
    "needs a script": ("<h2>", "<script></script><h2>"),
    "the id `main` stands 2 times": ("<h2>", '<h2 id="main">'),
}


def test_a_page_in_order_has_no_fault():
    assert check_html(PAGE.encode()) == []


@pytest.mark.parametrize(("said", "change"), BROKEN.items())
def test_each_barrier_is_found(said, change):
    assert change[0] in PAGE
    found = check_html(PAGE.replace(*change).encode())
    assert any(said in fault.problem for fault in found), found


def test_a_drawing_that_is_hidden_needs_no_words():
    page = PAGE.replace("</main>", '<svg aria-hidden="true"></svg></main>')
    assert check_html(page.encode()) == []


def test_the_report_counts_and_strict_refuses():
    files = {"a.html": PAGE.encode(), "b.html": PAGE.replace("en-GB", "").encode()}
    checked = check_files(files)
    assert [str(item) for item in checked] == [
        "a.html, structure: nothing found.",
        "b.html, structure: 1 found.",
    ]
    with pytest.raises(AccessibilityError) as error:
        refuse_barriers(checked)
    assert [fault.where for fault in error.value.faults] == ["b.html, line 2"]
    refuse_barriers(checked[:1])


def test_axe_says_why_it_did_not_run(monkeypatch):
    monkeypatch.setattr(
        "probata.publication.accessibility.axe.find_chromium", lambda: None
    )
    checked = check_files({"a.html": PAGE.encode()}, axe=True)
    assert checked[1].check == "axe-core"
    assert checked[1].not_run in {
        "there is no Chromium",
        "the extra `browser` is not installed",
    }
