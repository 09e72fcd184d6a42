"""A theme gives colours and standing words; what readers could not see is refused."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from builders import (
    RANDOM_PREDICTORS,
    codebook_text,
    make_cases,
    random_columns,
    write_study,
)
from builders import study_text as write_study_text

from probata.analysis.run import run_study
from probata.errors import DeclarationError
from probata.publication.assemble import make_bulletin
from probata.publication.charts import palette
from probata.publication.html import write_html
from probata.publication.theme import default_theme, read_theme, recolour

MOSS = Path(str(files("probata.publication") / "themes" / "moss"))
FIGURE = '\n[[figures]]\nid = "1"\ntitle = "By sex"\nvariables = ["sex"]\n'


def make_page(folder, header):
    """The page of a study whose [study] also says `header`."""
    text = write_study_text("outcome", "yes", {"m": {"b": ["sex"]}}, FIGURE)
    text = text[: text.index("[text]")].replace("[study]", f"[study]\n{header}")
    codebook = codebook_text({"outcome": ("no", "yes"), **RANDOM_PREDICTORS})
    study = write_study(folder, codebook, text)
    results = run_study(study, make_cases(folder, study, random_columns(1, 100)))
    return write_html(make_bulletin(study, results).document).decode()


def copy_theme(folder, old, new):
    """A copy of a sample theme with one thing changed."""
    shutil.copytree(MOSS, folder / "ours")
    path = folder / "ours" / "theme.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return "ours"


def test_the_default_theme_is_the_palette_of_the_charts():
    colours = default_theme().colours
    assert colours.categories == palette.CATEGORY
    assert colours.sequence == palette.SEQUENCE
    by_polarity = {name: getattr(colours, name) for name in palette.POLARITY}
    assert by_polarity == palette.POLARITY


def test_a_theme_sets_colours_words_and_a_last_section(tmp_path):
    page = make_page(tmp_path, 'theme = "moss"')
    assert "--masthead: #1d3b2a;" in page
    assert "<li>A sample department</li>" in page
    assert "About this publication</h2>" in page
    bars = set(re.findall(r'chart-bar-single"[^>]*fill="(#\w+)"', page))
    assert bars == {"#1f5a3c"}


def test_the_words_of_the_study_come_first(tmp_path):
    page = make_page(tmp_path, 'theme = "moss"\npublisher = "Another"')
    assert "Published by Another." in page
    assert "A sample department" not in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accent = "#1f5a3c"', 'accent = "#9fdabc"', "`accent` has a contrast of"),
        ('negative = "#b5651d"', 'negative = "#f5e51d"', "`negative` has a contrast"),
        ('"#8f7a1f"', '"#fffa1f"', "`categories[5]` has a contrast of"),
        ('tint = "#f1f6f2"', 'tint = "pale"', "`colours.tint`"),
        ("[colours]", "[colours]\nlogo = 1", "`colours.logo` is not a key"),
        ("front.md", "gone.md", "gone.md, which is not in the theme's folder"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(tmp_path, old, new, said):
    name = copy_theme(tmp_path, old, new)
    with pytest.raises(DeclarationError) as error:
        read_theme(name, tmp_path)
    assert any(said in str(fault) for fault in error.value.faults)
    assert all("theme.toml, line" in fault.where for fault in error.value.faults)


def test_an_unknown_theme_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(DeclarationError, match="no theme `mos`.*`moss`"):
        read_theme("mos", tmp_path)


def test_recolouring_leaves_other_shapes_alone():
    colours = read_theme("moss", Path()).colours
    svg = '<rect class="x chart-bar-positive" x="1" fill="#12436d" stroke="#12436d"/>'
    assert recolour(svg, colours) == svg.replace('fill="#12436d"', 'fill="#1f5a3c"')
    other = '<rect class="other" fill="#12436d"/>'
    assert recolour(other, colours) == other
