"""Tables and figures with their captions, notes and sources, and figures' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from probata.publication.charts.text_width import wrap
from probata.publication.document import FigureBlock, TableBlock
from probata.publication.docx.drawing import fit_drawing, write_drawing
from probata.publication.docx.markup import Flow, Look, Paragraph, Turn, write_run
from probata.publication.docx.pages import PORTRAIT_WIDTH, TEXT_HEIGHT
from probata.publication.docx.story import Entry, Story
from probata.publication.docx.styles import NOTE_SIZE, TEXT_SIZE
from probata.publication.docx.tables import write_table
from probata.publication.docx.theme import Palette
from probata.publication.figures import FigureData
from probata.publication.images import draw_png, draw_svg
from probata.publication.language import translate

_LEADING = 1.45  # a line of text, by its size
_BETWEEN = 60  # points before, between and after caption, figure and notes
# The captions that the list of figures and tables is made from.
LISTED = "Caption"


@dataclass
class Exhibits:
    """Writes exhibits as the text calls for them, and then the numbers behind figures."""

    story: Story
    palette: Palette
    figures: list[FigureBlock] = field(default_factory=list)

    def write(self, block: TableBlock | FigureBlock) -> Flow:
        if isinstance(block, TableBlock):
            name = translate("Table {number}", number=block.number)
            return self._table(block, f"{name}: {block.title}", LISTED)
        return self._figure(block)

    def write_numbers(self) -> Flow:
        """A table for each figure that has numbers behind it, with the way back."""
        flow: Flow = []
        for block in self.figures:
            if block.figure.data is None:
                continue
            number = block.figure.number
            words = translate("Back to figure {number}", number=number)
            back = self._lead(block.anchor, words)
            table = _tabulate(block, block.figure.data)
            flow += self._table(table, table.title, "DataCaption", back)
        return flow

    def _table(self, block: TableBlock, name: str, style: str, *links: str) -> Flow:
        after = _foot(block.notes, block.source, *links)
        table = write_table(block, name, self.palette, followed=bool(after))
        flow: Flow = [self._caption(name, block.anchor, style), table.text, *after]
        return [Turn(wide=True), *flow, Turn(wide=False)] if table.turned else flow

    def _figure(self, block: FigureBlock) -> Flow:
        figure = block.figure
        self.figures.append(block)
        name = translate("Figure {number}", number=figure.number) + f": {figure.title}"
        notes = (figure.note,) if figure.note else ()
        says = [_name_data(block)] if figure.data else []
        links = [self._lead(_data_anchor(block), words) for words in says]
        after = _foot(notes, block.source, *links)
        svg = draw_svg(figure)
        size = fit_drawing(svg, _room(name, [*notes, block.source, *says]))
        picture = self.story.add_picture(draw_png(figure, size.pixels), svg)
        number = len(self.story.pictures)
        drawn = write_drawing(picture, size, number, name, figure.alt)
        return [
            self._caption(name, block.anchor),
            Paragraph("FigureNoted" if after else "Figure", drawn),
            *after,
        ]

    def _caption(self, name: str, anchor: str, style: str = LISTED) -> Paragraph:
        if style == LISTED:
            self.story.entries.append(Entry(0, name, anchor))
        return Paragraph(style, self.story.mark(anchor, write_run(name)))

    def _lead(self, anchor: str, words: str) -> str:
        return self.story.lead(anchor, write_run(words, Look("Hyperlink")))


def _foot(notes: tuple[str, ...], source: str, *links: str) -> list[Paragraph]:
    """Notes, source and links, which stay on one page."""
    lines = [write_run(text) for text in (*notes, source) if text] + list(links)
    last = len(lines) - 1
    return [Paragraph("Note", line, at < last) for at, line in enumerate(lines)]


def _room(name: str, notes: Sequence[str]) -> int:
    """The height that a caption and notes leave on a page, in twentieths of a point."""
    width = PORTRAIT_WIDTH / 20
    lines = [len(wrap(note, width, NOTE_SIZE)) for note in notes if note]
    caption = len(wrap(name, width, TEXT_SIZE, bold=True)) * TEXT_SIZE
    used = _LEADING * (caption + sum(lines) * NOTE_SIZE) + _BETWEEN
    return max(TEXT_HEIGHT - round(20 * used), TEXT_HEIGHT // 2)


def _name_data(block: FigureBlock) -> str:
    number = block.figure.number
    return translate("The numbers behind figure {number}", number=number)


def _data_anchor(block: FigureBlock) -> str:
    return f"{block.anchor}-data"


def _tabulate(block: FigureBlock, data: FigureData) -> TableBlock:
    return TableBlock(
        anchor=_data_anchor(block),
        number="",
        title=f"{_name_data(block)}: {block.figure.title}",
        header=data.columns,
        rows=data.rows,
        source=block.source,
    )
