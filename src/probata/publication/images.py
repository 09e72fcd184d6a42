"""Each figure as a file of its own: SVG that stands alone, PNG at print resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from probata.publication.charts import palette
from probata.publication.charts.svg import LEADING, draw_text, number
from probata.publication.charts.text_width import wrap
from probata.publication.document import Document, FigureBlock
from probata.publication.figures import Figure
from probata.publication.language import translate
from probata.publication.typesetting import DRAWING_FONT, typeset

SVG = "http://www.w3.org/2000/svg"
PRINT_WIDTH = 2000  # pixels: 300 an inch across the text of an A4 page
_TITLE_SIZE = 18.0
_FOOT_SIZE = 13.0
_MARGIN = 16.0
_GAP = 14.0

# A page that is the picture and nothing else.
_TEMPLATE = b"""\
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)
"""


@dataclass(frozen=True)
class Surround:
    """What a picture that leaves its page takes along: a title, and lines at its foot."""

    title: str
    foot: tuple[str, ...] = ()


def write_images(document: Document) -> dict[str, bytes]:
    """`figures/figure_1.svg` and `.png` for every figure, by path."""
    made: dict[str, bytes] = {}
    for block in document.figures():
        surround = _surround(block, synthetic=document.front.synthetic)
        name = block.figure.id.replace("figure-", "figures/figure_", 1)
        made[f"{name}.svg"] = draw_svg(block.figure, surround)
        made[f"{name}.png"] = draw_png(block.figure, surround=surround)
    return made


def _surround(block: FigureBlock, *, synthetic: bool) -> Surround:
    figure = block.figure
    warning = translate("Synthetic data: made up, no real case") if synthetic else ""
    foot = tuple(line for line in (figure.note, block.source, warning) if line)
    name = translate("Figure {number}", number=figure.number)
    return Surround(f"{name}. {figure.title}", foot)


def draw_svg(figure: Figure, surround: Surround | None = None) -> bytes:
    """The wide drawing on white: no style sheet, nothing from outside; title and
    description kept. With a surround, its title and lines frame the drawing.
    """
    root = ElementTree.fromstring(figure.svg_wide)
    names = [item for item in root if item.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc")]
    drawn = [item for item in root if item not in names]
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    if surround is not None:
        drawn, (width, height) = _frame(drawn, (width, height), surround)
    size = {"width": number(width), "height": number(height)}
    ground = ElementTree.Element(f"{{{SVG}}}rect", size | {"fill": palette.GROUND})
    root[:] = [*names, ground, *drawn]
    root.attrib |= size | {"viewBox": f"0 0 {size['width']} {size['height']}"}
    for element in root.iter():
        element.attrib.pop("class", None)
    ElementTree.register_namespace("", SVG)
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f"{text}\n".encode()


def draw_png(
    figure: Figure, width: int = PRINT_WIDTH, surround: Surround | None = None
) -> bytes:
    """The same drawing as pixels, `width` across; its text is set in Arimo.

    Raises ExtraMissing without the libraries of the extra `publish`.
    """
    drawn = svg_in(figure, DRAWING_FONT, surround)
    across = ElementTree.fromstring(drawn).attrib["width"]
    inputs = {"svg": drawn, "width": across}
    return typeset(_TEMPLATE, inputs, form="png", ppi=72 * width / float(across))


def svg_in(figure: Figure, font: str, surround: Surround | None = None) -> str:
    """The drawing with its text in one named typeface, for setting it on a page."""
    root = ElementTree.fromstring(draw_svg(figure, surround))
    root.attrib["font-family"] = font
    return str(ElementTree.tostring(root, encoding="unicode"))


def _frame(
    drawn: Sequence[ElementTree.Element], size: tuple[float, float], surround: Surround
) -> tuple[list[ElementTree.Element], tuple[float, float]]:
    """The drawing between a title and a foot, and the size of the whole."""
    width, height = size
    title = wrap(surround.title, width, _TITLE_SIZE, bold=True)
    foot = [line for text in surround.foot for line in wrap(text, width, _FOOT_SIZE)]
    top = _MARGIN + len(title) * _TITLE_SIZE * LEADING + _GAP
    below = top + height + (_GAP if foot else 0)
    inside = ElementTree.Element(
        f"{{{SVG}}}g", {"transform": f"translate({number(_MARGIN)} {number(top)})"}
    )
    inside.extend(drawn)
    texts = draw_text(title, _MARGIN, _MARGIN, _TITLE_SIZE, bold=True)
    texts += draw_text(foot, _MARGIN, below, _FOOT_SIZE) if foot else ""
    around = ElementTree.fromstring(f'<g xmlns="{SVG}">{texts}</g>')
    whole = below + len(foot) * _FOOT_SIZE * LEADING + _MARGIN
    return [*around, inside], (width + 2 * _MARGIN, whole)
