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


def test_a_bound_number_carries_its_basis_and_a_link_to_the_table(page):
    number = re.search(r'<span class="bound".*?</span></span>', page)[0]
    assert 'title="10 of 30 cases: sex: male">33%<' in number
    assert (
        '<span class="basis" hidden> (10 of 30 cases: sex: male; '
        '<a href="#table-B1">Table B1</a>)</span>' in number
    )


def test_no_number_is_a_stop_of_the_tab_key_before_it_is_asked_for(page):
    styles = page[: page.index("</style>")]
    assert not re.search(r'class="basis"(?! hidden)', page)
    assert "#ask:checked ~ section .basis { display: inline" in styles
    main = page[page.index("<main") : page.index("</main>")]
    assert main.index('id="ask"') < main.index("<section")
    assert 'for="ask"' in main
    for number in re.findall(r'<span class="bound"[^>]*>', page):
        assert "tabindex" not in number


def test_every_number_stands_in_one_table_with_a_way_back(page):
    (made,) = re.findall(r'<section class="annex made".*?</section>', page, re.DOTALL)
    row = re.search(r'<tr><th scope="row">.*?</tr>', made)[0]
    anchor = re.search(r'href="#([^"]+)">33%</a>', row)[1]
    assert f'id="{anchor}"' in page
    assert "<td>10 of 30 cases: sex: male</td>" in row
    assert '<td><a href="#table-B1">Table B1</a></td>' in row
    assert "<td>1. A &amp; B</td>" in row


def test_the_page_says_how_it_was_made(page):
    (made,) = re.findall(r'<section class="annex made".*?</section>', page, re.DOTALL)
    for name in ("study.toml", "codebook.toml", "text.md", "text/summary.md"):
        assert re.search(rf"<dt>{name}</dt><dd>SHA-256 [0-9a-f]{{64}}</dd>", made)
    assert re.search(r"<dd>Probata [\d.]+, Python 3[\d.]+, numpy [\d.]+, scipy", made)
    assert re.search(r"<dd>probata bulletin \S+ --data cases.csv</dd>", made)
    assert "<dd>probata verify build/test --data cases.csv</dd>" in made
    assert page.count('href="#made"') == 2


def test_the_same_document_gives_the_same_bytes(document):
    assert write_html(document) == write_html(document)


def test_only_synthetic_data_are_called_so(document, page):
    assert "synthetic data" not in page.lower()
    from dataclasses import replace

    made_up = replace(document, front=replace(document.front, synthetic=True))
    assert write_html(made_up).decode().count("Synthetic data") >= 3
