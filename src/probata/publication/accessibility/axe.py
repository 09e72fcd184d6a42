"""Runs axe-core on a finished page, where a Chromium is at hand."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from probata.errors import Fault

# Best practice too: a page with a single h1, every part in a landmark.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (1280, 320)
OPEN_DETAILS = "document.querySelectorAll('details').forEach(d => d.open = true)"


class BrowserMissing(Exception):
    """There is no browser, or no library that drives it; the message says which."""


def find_chromium() -> str | None:
    """The path of a Chromium that the system has, or that PROBATA_CHROMIUM names."""
    named = os.environ.get("PROBATA_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    return named or next(filter(None, map(shutil.which, names)), None)


def run_axe(content: bytes) -> list[Fault]:
    """The violations that axe-core finds at desktop and at phone width.

    Raises BrowserMissing when it cannot run here.
    """
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise BrowserMissing("the extra `browser` is not installed") from None
    path = find_chromium()
    if path is None:
        raise BrowserMissing("there is no Chromium")
    faults: dict[str, Fault] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        page_file.write_bytes(content)
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu"]
            )
        except Error:
            raise BrowserMissing("Chromium does not start here") from None
        with contextlib.closing(browser):
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.context.set_offline(True)
                page.goto(page_file.as_uri())
                page.evaluate(OPEN_DETAILS)
                found = Axe().run(page, options={"runOnly": list(TAGS)}).response
                for item in found["violations"]:
                    faults.setdefault(item["id"], _describe(item, width))
    return list(faults.values())


def _describe(item: dict[str, object], width: int) -> Fault:
    nodes = item["nodes"]
    assert isinstance(nodes, list)
    where = f"{width} pixels wide: {nodes[0]['target'][0]}"
    return Fault(where, f"axe {item['id']}: {item['help']} ({len(nodes)} places).")
