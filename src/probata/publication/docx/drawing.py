"""A figure in the line of text: pixels for every program, SVG for those that take it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from probata.publication.docx.markup import NAMESPACES, clean, word
from probata.publication.docx.pages import PORTRAIT_WIDTH
from probata.publication.docx.story import Picture
from probata.publication.language import translate

_EMU = 635  # English Metric Units in a twentieth of a point
_PRINT = 300  # pixels an inch
_INCH = 1440  # twentieths of a point
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
# The name under which Word looks for the SVG of a picture.
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


@dataclass(frozen=True)
class Size:
    """Width and height on paper, in twentieths of a point."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many pixels across make a picture for print."""
        return round(_PRINT * self.width / _INCH)


def fit_drawing(svg: bytes, room: int) -> Size:
    """As wide as the text; less where it would be taller than `room`."""
    root = ElementTree.fromstring(svg)
    across, down = float(root.attrib["width"]), float(root.attrib["height"])
    width = min(PORTRAIT_WIDTH, int(room * across / down))
    return Size(width, round(width * down / across))


def write_drawing(
    picture: Picture, size: Size, number: int, name: str, alt: str
) -> str:
    """A run with the picture. `alt` says in words what it shows."""
    extent = f'cx="{size.width * _EMU}" cy="{size.height * _EMU}"'
    label = translate("Picture {number}", number=number)
    words = f'name="{clean(label)}" descr="{clean(alt)}"'
    inline = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" {words} title="{clean(name)}"/>'
        "<wp:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" {words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.id}png"><a:extLst>'
        f'<a:ext uri="{_SVG_EXTENSION}">'
        f'<asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{picture.id}svg"/>'
        "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>"
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
    return word("r", word("drawing", inline))
