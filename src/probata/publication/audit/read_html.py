"""The tables and the text of an HTML page, merged and nested cells included."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from probata.publication.audit.read_rows import decode
from probata.publication.audit.source import Grid, Passage, Source, make_grid, tidy

HIDDEN = {"script", "style", "svg", "template", "head", "noscript", "nav"}
# Elements without an end; a hidden one hides nothing after it.
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr"}
BLOCKS = {
    "p", "li", "dt", "dd", "blockquote", "figcaption", "div", "section", "article",
    "main", "aside", "header", "footer", "summary", "pre", "address", "td", "th",
    "caption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "body",
}  # fmt: skip
WIDEST = 1000  # columns that one cell may span, as in the HTML standard
MOST = 1_000_000  # cells of a table after merged ones are spread


@dataclass
class _Cell:
    across: int = 1
    down: int = 1
    text: list[str] = field(default_factory=list)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    headers: int = 0
    in_head: bool = False


class _Reader(HTMLParser):
    """Collects cells by table and the rest by block; a cell's table is a table besides."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_Table] = []
        self.tables: list[_Table] = []
        self.passages: list[tuple[str, str, int]] = []
        self.words: list[str] = []
        self.block = "p"
        self.hidden: list[str] = []
        self.caption = False
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.hidden.clear()  # the end of the head may be left out
        elif tag in HIDDEN or self._hides(tag, attrs):
            self.hidden.append(tag)
        if self.hidden:
            return
        if tag == "br":
            self.handle_data(" ")
        elif tag == "table":
            self._end_block()
            self.open.append(_Table())
            self.tables.append(self.open[-1])
        elif self.open:
            self._start_part(tag, dict(attrs))
        elif tag in BLOCKS:
            self._end_block()
            self.block, self.line = tag, self.getpos()[0]

    def _start_part(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self.open[-1]
        if tag == "tr":
            table.rows.append([])
            table.headers += table.in_head
        elif tag in ("td", "th"):
            if not table.rows:
                table.rows.append([])
            across = _span(attributes.get("colspan"), WIDEST)
            table.rows[-1].append(_Cell(across, _span(attributes.get("rowspan"), MOST)))
        elif tag in ("thead", "tbody", "tfoot"):
            table.in_head = tag == "thead"
        elif tag == "caption":
            self.caption = True
        elif tag in BLOCKS:
            self.handle_data(" ")

    def _hides(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """Whether an element with an end is hidden, or stands in a hidden one like it."""
        if self.hidden:
            return tag == self.hidden[-1]
        return tag not in VOID and any(name == "hidden" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag == self.hidden[-1]:
                self.hidden.pop()
            return
        if tag == "table" and self.open:
            self.open.pop()
        elif tag == "caption":
            self.caption = False
        elif tag == "thead" and self.open:
            self.open[-1].in_head = False
        elif not self.open and tag in BLOCKS:
            self._end_block()
            self.line = self.getpos()[0]

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.open:
            if not self.words:
                self.line = self.getpos()[0]
            self.words.append(data)
        elif self.caption:
            self.open[-1].caption.append(data)
        elif self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].text.append(data)

    def _end_block(self) -> None:
        text = tidy("".join(self.words))
        if text:
            self.passages.append((self.block, text, self.line))
        self.words, self.block = [], "p"

    def close(self) -> None:
        super().close()
        self._end_block()


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    short = digits.isdecimal() and len(digits) < 10
    return min(max(int(digits), 1), most) if short else 1


def read_html(name: str, raw: bytes) -> Source:
    """Tables with captions as names, and passages by line."""
    reader = _Reader()
    reader.feed(decode(name, raw))
    reader.close()
    grids = tuple(
        _spread(table, number) for number, table in enumerate(reader.tables, 1)
    )
    passages = []
    for tag, text, line in reader.passages:
        heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
        passages.append(
            Passage(f"line {line}", text, "heading", int(tag[1]))
            if heading
            else Passage(f"line {line}", text)
        )
    return Source(name, grids, tuple(passages))


def _spread(table: _Table, number: int) -> Grid:
    cells = [
        [(tidy("".join(c.text)), c.across, c.down) for c in row] for row in table.rows
    ]
    caption = tidy("".join(table.caption))
    return spread_cells(caption or f"table {number}", cells, table.headers or None)


def spread_cells(
    name: str, rows: list[list[tuple[str, int, int]]], headers: int | None
) -> Grid:
    """Cells of (text, columns across, rows down) to a grid, each repeated where it reaches."""
    placed: dict[tuple[int, int], str] = {}
    bands = []
    for down, row in enumerate(rows):
        across = 0
        for text, wide, tall in row:
            while (down, across) in placed:
                across += 1
            for y in range(down, min(down + tall, len(rows))):
                for x in range(across, across + wide):
                    placed.setdefault((y, x), text)
            if len(placed) > MOST:
                return make_grid(f"{name} (too large to read)", [], [])
            across += wide
        if len(row) == 1 and row[0][1] > 1:
            bands.append(down)
    width = max((x for _, x in placed), default=-1) + 1
    texts = [[placed.get((y, x), "") for x in range(width)] for y in range(len(rows))]
    return make_grid(name, texts, range(1, len(rows) + 1), headers, bands)
