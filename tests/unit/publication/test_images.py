"""Each figure as a file of its own."""

import re
import struct
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from probata.errors import ExtraMissing
from probata.publication import typesetting
from probata.publication.document import Document, FigureBlock, FrontMatter, Section
from probata.publication.figures import make_figure
from probata.publication.images import Surround, draw_png, draw_svg, write_images

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figures(early_study, early_results):
    return [
        make_figure(spec, early_study, early_results)
        for spec in early_study.file.figures
    ]


def words(svg: bytes | str) -> list[str]:
    return [item.text for item in ElementTree.fromstring(svg).iter(f"{SVG}tspan")]


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_a_drawing_stands_alone_on_white_and_loses_nothing(figures):
    for figure in figures:
        made = draw_svg(figure)
        assert not re.search(rb"class=|<style|var\(|href|url\(|currentColor", made)
        root = ElementTree.fromstring(made)
        title, description, ground = list(root)[:3]
        assert title.text == f"Figure {figure.number}: {figure.title}"
        assert description.text == figure.alt
        assert ground.attrib["fill"] == "#ffffff"
        assert ground.attrib["width"] == root.attrib["width"]
        assert words(made) == words(figure.svg_wide)


def test_every_shape_and_text_has_a_colour_of_its_own(figures):
    for figure in figures:
        for item in ElementTree.fromstring(draw_svg(figure)).iter():
            if item.tag in {f"{SVG}{name}" for name in ("rect", "path", "text")}:
                assert "fill" in item.attrib or "stroke" in item.attrib


def test_a_surround_takes_title_source_and_warning_along(figures):
    bare = ElementTree.fromstring(draw_svg(figures[2])).attrib
    surround = Surround("A title", ("Source: us.", "Synthetic data: made up."))
    made = draw_svg(figures[2], surround)
    framed = ElementTree.fromstring(made).attrib
    said = words(made)
    assert said[0] == "A title"
    assert said[1:3] == ["Source: us.", "Synthetic data: made up."]
    assert said[3:] == words(figures[2].svg_wide)
    assert float(framed["width"]) > float(bare["width"])
    assert float(framed["height"]) > float(bare["height"]) + 60


def test_a_picture_has_the_width_that_is_asked_for_and_the_same_bytes(figures):
    figure = figures[3]
    made = draw_png(figure)
    wide, high = size(made)
    assert wide == 2000
    box = ElementTree.fromstring(figure.svg_wide).attrib["viewBox"].split()
    assert high == pytest.approx(2000 * float(box[3]) / float(box[2]), abs=1)
    assert draw_png(figure) == made
    assert size(draw_png(figure, width=301))[0] == 301


def test_text_is_drawn(figures):
    figure = figures[3]
    assert "Yes (n" in figure.svg_wide
    other = replace(figure, svg_wide=figure.svg_wide.replace("Yes (n", "Yea (n"))
    assert draw_png(other, 400) != draw_png(figure, 400)


def test_text_is_never_read_as_markup(figures):
    nasty = '#panic("no") $ \\ `*_ <&> "'
    escaped = nasty.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    figure = replace(figures[3], svg_wide=figures[3].svg_wide.replace("Yes", escaped))
    assert any(nasty in text for text in words(draw_svg(figure)))
    assert size(draw_png(figure, 400))[0] == 400


def test_no_font_of_the_system_is_used():
    packages = Path(typesetting.__file__).parents[2], Path(sys.prefix)
    fonts = typesetting._load_fonts().fonts()
    assert typesetting.DRAWING_FONT in {font.family for font in fonts}
    for font in fonts:  # a font without a path is part of the library
        assert font.path is None or any(
            Path(font.path).is_relative_to(folder) for folder in packages
        )


def make_document(figures, *, synthetic: bool) -> Document:
    front = FrontMatter(
        *("Title", "", "", "", "", ""), (), "", "", "en-GB", "", synthetic=synthetic
    )
    blocks = tuple(FigureBlock(item.id, item, "Source: us.") for item in figures)
    return Document(front, (Section("section-1", "1", "One", blocks),))


def test_the_format_writes_both_files_of_each_figure(figures):
    files = write_images(make_document(figures[:3], synthetic=True))
    assert list(files) == [
        f"figures/figure_{number}.{kind}"
        for number in (1, 2, 3)
        for kind in ("svg", "png")
    ]
    said = words(files["figures/figure_3.svg"])
    assert said[0].startswith("Figure 3. Reasonable progress by engagement")
    assert "Source: us." in said
    assert "Synthetic data: made up, no real case" in said
    assert size(files["figures/figure_3.png"])[0] == 2000
    real = write_images(make_document(figures[2:3], synthetic=False))
    assert not any("ynthetic" in text for text in words(real["figures/figure_3.svg"]))


def test_an_odd_number_of_a_figure_is_no_path(early_study, early_results):
    spec = next(item for item in early_study.file.figures if item.kind == "cards")
    odd = spec.model_copy(update={"id": "../a b"})
    figure = make_figure(odd, early_study, early_results)
    for path in write_images(make_document([figure], synthetic=False)):
        assert re.fullmatch(r"figures/figure_[\w.-]+\.(svg|png)", path)
        assert ".." not in path


@pytest.mark.parametrize("library", ["typst", "fontpkg_arimo"])
def test_without_the_extra_the_message_names_it(figures, monkeypatch, library):
    typesetting._load_fonts.cache_clear()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraMissing, match=r"probata\[publish\]"):
        draw_png(figures[0])
