"""The PDF of the main job beside the page: the same words and numbers, no barrier."""

import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from pages import as_read
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
STUDY = "bulletins/early_outcomes"
LARGEST = 1_000_000


def publish(out: Path, *arguments: str) -> dict:
    run = subprocess.run(
        [sys.executable, "-m", "probata", *arguments, "--out", str(out), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("pdf") / "early_outcomes"


@pytest.fixture(scope="module")
def record(out) -> dict:
    return publish(out, "bulletin", STUDY, "--formats", "html,pdf", "--strict")


@pytest.fixture(scope="module")
def content(out, record) -> bytes:
    return (out / "bulletin.pdf").read_bytes()


@pytest.fixture(scope="module")
def pages(content) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture(scope="module")
def text(pages, page) -> str:
    """The words of all pages without space (lines break at hyphens), heads and feet."""
    titles = [solid(item) for item in re.findall(r"<h2 .*?</h2>", page)]
    names = [re.sub("^(Annex[A-Z])", r"\1:", title) for title in titles]
    head = "^Probationsupervisionandearlyprogress(" + "|".join(names) + ")"
    foot = r"Syntheticdata:madeup,norealcase\d+$"
    return "".join(re.sub(f"{head}|{foot}", "", solid(item)) for item in pages)


@pytest.fixture(scope="module")
def page(out, record) -> str:
    return as_read((out / "bulletin.html").read_text(encoding="utf-8"))


def solid(markup: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", markup)))


def test_it_is_small_and_has_no_barrier(content, record):
    assert len(content) <= LARGEST
    checked = {item["file"]: item for item in record["accessibility"]}
    assert checked["bulletin.pdf"]["faults"] == []


def test_another_run_from_the_results_gives_the_same_bytes(content, out):
    publish(out, "publish", STUDY, "--formats", "pdf")
    assert (out / "bulletin.pdf").read_bytes() == content


def test_every_row_of_every_table_is_the_same_as_on_the_page(page, text):
    rows = [solid(row) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
    assert len(rows) > 600
    assert [row for row in rows if row not in text] == []


def test_every_paragraph_is_the_same_as_on_the_page(page, text):
    main = page[page.index("<main") : page.index("</main>")]
    said = [solid(item) for item in re.findall(r"<p\b.*?</p>|<li>.*?</li>", main)]
    assert len(said) > 150
    assert [item for item in said if item not in text] == []


def test_synthetic_data_say_so_on_every_page(pages):
    assert len(pages) > 30
    assert all("Syntheticdata" in solid(item) for item in pages)
