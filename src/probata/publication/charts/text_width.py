"""How wide a text is, and where it wraps, without a font at hand."""

from __future__ import annotations

import unicodedata

NO_BREAK = "\u00a0"

# Advance widths, in thousandths of the size, of the faces that share Arial's metrics
# (Arial, Helvetica, Liberation Sans). Accented letters take the width of their base.
_REGULAR = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft·",
    333: "()-`r“”",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyz",
    549: "±÷≥≤",
    556: "#$0123456789?L_abdeghnopqu£§–€",
    584: "+<=>~−×",
    611: "FTZß",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQØ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1000: "—…→Æ",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl·‘’",
    280: "|",
    333: "!()-:;[]`ft",
    350: "•",
    389: "*r{}",
    400: "°",
    474: '"',
    500: "z“”",
    549: "±÷≥≤",
    556: "#$0123456789J_aceksvxy£§–€",
    584: "+<=>^~−×",
    611: "?FLTZbdghnopquß",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQwØ",
    833: "M",
    889: "%mæ",
    944: "W",
    975: "@",
    1000: "—…→Æ",
}
_WIDTHS = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 800
_FULL = 1000


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text at this size."""
    widths = _WIDTHS[bold]
    plain = unicodedata.normalize("NFKD", text)
    return sum(_advance(letter, widths) for letter in plain) * size / 1000


def _advance(letter: str, widths: dict[str, int]) -> int:
    if letter in widths:
        return widths[letter]
    if unicodedata.combining(letter):
        return 0
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else _UNKNOWN


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text at its spaces into lines that fit; a word too long is cut.

    Of all ways to break into the fewest lines it takes the one with the shortest
    longest line, so that the lines are of like length. A no-break space never breaks.
    """
    words = [
        piece
        for word in text.split(" ")
        if word
        for piece in _cut(word, width, size, bold)
    ]
    lines = _fill(words, width, size, bold)
    for _ in range(len(words)):
        longest = max((measure(line, size, bold=bold) for line in lines), default=0)
        tighter = _fill(words, longest - 0.01, size, bold)
        if (
            len(tighter) > len(lines)
            or max((measure(line, size, bold=bold) for line in tighter), default=0)
            >= longest
        ):
            break
        lines = tighter
    return lines


def _fill(words: list[str], width: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
