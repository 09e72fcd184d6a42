"""The page as text: escaping, headers, warnings; what needs a browser is in tests/browser."""

import re

import pytest
from builders import repeat_rows, run_columns

from probata.analysis.read_study import read_study
from probata.publication.assemble import make_bulletin
from probata.publication.cells import MARK
from probata.publication.html import write_html

EXTRA = """
[[tables]]
id = "B1"
title = "Sex & <age>"
variables = ["sex"]
marks_from = "m"
"""
ROWS = {("yes", "male"): 10, ("no", "male"): 20, ("yes", "f<m&"): 35, ("no", "f<m&"): 5}
TEXT = '# A & B\n\nIt was {{ percent("sex=male") }} < 50.\n\n{{ table("B1") }}\n\n{{ model("m") }}\n'


@pytest.fixture
def document(tmp_path):
    columns = repeat_rows(ROWS, ["outcome", "sex"])
    predictors = {"sex": ("male", "f<m&")}
    results = run_columns(tmp_path, predictors, columns, extra=EXTRA)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "summary.md").write_text("# Summary\n")
    (tmp_path / "text.md").write_text(TEXT)
    return make_bulletin(read_study(tmp_path), results).document


@pytest.fixture
def page(document):
    return write_html(document).decode()


def test_labels_and_titles_are_escaped(page):
    assert "f&lt;m&amp;" in page and "f<m&" not in page
    assert "Sex &amp; &lt;age&gt;" in page
    assert "A &amp; B" in page


def test_tables_say_which_cell_heads_which(page):
    table = re.search(r"<table.*?</table>", page, re.DOTALL).group()
    assert table.count('scope="col"') == 4
    assert 'scope="rowgroup" colspan="4"' in table
    assert table.count('scope="row"') == 3
    assert table.count("<tbody") == 2
    assert f"sex {MARK} significant" in table
    assert table.count('class="marked"') == 2


def test_one_h1_and_no_level_is_skipped(page):
    levels = [int(item) for item in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(
        after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)
    )


def test_a_bound_number_says_what_it_counts(page):
    assert 'title="10 of 30 cases: sex: male">33%</span>' in page


def test_the_same_document_gives_the_same_bytes(document):
    assert write_html(document) == write_html(document)


def test_only_synthetic_data_are_called_so(document, page):
    assert "synthetic" not in page.lower()
    from dataclasses import replace

    made_up = replace(document, front=replace(document.front, synthetic=True))
    assert write_html(made_up).decode().count("Synthetic data") >= 3
