"""The build's own run of axe-core, in a real browser."""

import pytest

from probata.publication.accessibility.axe import BrowserMissing, run_axe

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>
<main><h1>A page</h1><p style="{style}">Words.</p></main></body></html>"""


def run(style: str) -> list[str]:
    try:
        return [str(fault) for fault in run_axe(PAGE.format(style=style).encode())]
    except BrowserMissing as missing:
        pytest.skip(str(missing))


def test_a_page_in_order_has_no_violation():
    assert run("color: #000; background: #fff") == []


def test_a_planted_violation_is_named_with_its_place():
    found = run("color: #999; background: #aaa")
    assert len(found) == 1
    assert "1280 pixels wide: p: axe color-contrast" in found[0]
