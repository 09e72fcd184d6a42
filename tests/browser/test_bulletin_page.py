"""The bulletin in a real browser: accessibility, reflow, printing. No network is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data/nij_recidivism/nij_year1_survivors.csv.gz"
WIDTHS = {"desktop": 1280, "tablet": 768, "phone": 375, "zoomed": 320}
# Best practice rules too: a page with a single h1, every part in a landmark.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def build(study: str, out: Path, *more: str) -> Path:
    run = subprocess.run(
        [sys.executable, "-m", "probata", "bulletin", study, "--out", str(out), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return out / "bulletin.html"


@pytest.fixture(scope="module", params=["early_outcomes", "parole_activity"])
def page_file(request, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pages") / request.param
    if request.param == "early_outcomes":
        return build("bulletins/early_outcomes", out)
    if not DATA.exists():
        pytest.skip("the shared public data are not beside this checkout")
    return build("bulletins/parole_activity", out, "--data", str(DATA))


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


def open_page(browser, page_file, width, **options):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, offline=True, **options
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    return page


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [*((width, "light") for width in WIDTHS.values()), (1280, "dark"), (320, "dark")],
)
def test_axe_finds_no_violation(browser, page_file, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(browser, page_file, width, color_scheme=scheme)
    open_details(page)
    found = Axe().run(page, options={"runOnly": TAGS}).response
    assert len(found["passes"]) > 20
    assert not [
        (item["id"], [node["target"] for node in item["nodes"]][:5])
        for item in found["violations"]
    ]
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_nothing_is_wider_than_the_window(browser, page_file, width):
    page = open_page(browser, page_file, width)
    open_details(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_every_figure_shows_one_of_its_two_drawings(browser, page_file):
    for width, shown in ((1280, "drawing-wide"), (375, "drawing-narrow")):
        page = open_page(browser, page_file, width)
        visible = page.evaluate(
            "[...document.querySelectorAll('figure > [class^=drawing]')]"
            ".filter(d => d.offsetHeight > 0).map(d => d.className)"
        )
        figures = page.evaluate("document.querySelectorAll('figure').length")
        assert visible == [shown] * figures
        assert figures > 3
        page.context.close()


def test_text_of_figures_is_never_smaller_than_12_pixels(browser, page_file):
    for width in WIDTHS.values():
        page = open_page(browser, page_file, width)
        sizes = page.evaluate(
            """[...document.querySelectorAll('figure svg text')]
            .filter(t => t.getBoundingClientRect().height > 0)
            .map(t => parseFloat(getComputedStyle(t).fontSize)
                * t.ownerSVGElement.getBoundingClientRect().width
                / t.ownerSVGElement.viewBox.baseVal.width)"""
        )
        assert len(sizes) > 50
        assert min(sizes) >= 12
        page.context.close()


def test_the_page_reads_without_scripts_and_keyboard_reaches_the_text(
    browser, page_file
):
    page = open_page(browser, page_file, 1280, java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    assert page.locator("main section").count() >= 5
    page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_numbers_can_be_questioned_by_keyboard_and_by_touch_without_a_script(
    browser, page_file, width
):
    page = open_page(
        browser, page_file, width, java_script_enabled=False, has_touch=True
    )
    bases = page.locator(".basis")
    assert bases.count() > 20
    assert not bases.first.is_visible()
    page.locator("#main").press("Tab")
    page.keyboard.press("Space")
    assert bases.first.is_visible()
    page.keyboard.press("Tab")  # on to the links of what is now shown
    assert page.locator(".basis :focus").count() == 1
    hide = page.get_by_text("Hide where the numbers come from").first
    hide.tap()
    assert not bases.first.is_visible()
    page.context.close()


def test_before_it_is_asked_for_no_basis_is_a_stop_of_the_tab_key(browser, page_file):
    page = open_page(browser, page_file, 1280)
    reached = page.evaluate(
        """[...document.querySelectorAll('.bound, .claimed')].filter(e =>
        e.tabIndex >= 0 || [...e.querySelectorAll('a')].some(a => a.offsetParent))
        .length"""
    )
    assert reached == 0
    page.context.close()


def test_axe_finds_no_violation_with_every_basis_shown(browser, page_file):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        page = open_page(browser, page_file, 320, color_scheme=scheme)
        page.locator("#ask").check()
        found = Axe().run(page, options={"runOnly": TAGS}).response
        assert [item["id"] for item in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.context.close()


def test_every_link_inside_the_page_leads_somewhere(browser, page_file):
    page = open_page(browser, page_file, 1280)
    lost = page.evaluate(
        """[...document.querySelectorAll('a[href^="#"]')]
        .map(a => a.getAttribute('href').slice(1))
        .filter(id => !document.getElementById(id))"""
    )
    double = page.evaluate(
        """[...document.querySelectorAll('[id]')].map(e => e.id)
        .filter((id, at, all) => all.indexOf(id) != at)"""
    )
    assert (lost, double) == ([], [])
    page.context.close()


def test_it_prints_on_a4_with_the_warning_on_every_page(browser, page_file, tmp_path):
    page = open_page(browser, page_file, 1280)
    path = tmp_path / "print.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True)
    page.context.close()
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sheets = text.split("\f")[:-1]
    assert len(sheets) > 15
    if "early_outcomes" in str(page_file):
        assert all("Synthetic data" in sheet for sheet in sheets)
    else:
        assert "Synthetic" not in text
