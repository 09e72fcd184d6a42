"""Bullets and numbers of lists; each numbered list begins at 1 again."""

from __future__ import annotations

from probata.publication.docx.markup import word, write_part
from probata.publication.docx.styles import LIST_INDENT, LIST_LEVELS

# The lists of the styles `List Bullet` and `List Number`; those in the text come after.
BULLETS, NUMBERS = 1, 2
_MARKS = ("\N{BULLET}", "\N{EN DASH}", "\N{BULLET}")


def write_numbering(lists: int) -> bytes:
    """The numbering part, with `lists` numbered lists beside those of the styles."""
    bullets = [
        _level(level, "ListBullet", "bullet", _MARKS[level])
        for level in range(LIST_LEVELS)
    ]
    numbers = [
        _level(level, "ListNumber", "decimal", f"%{level + 1}.")
        for level in range(LIST_LEVELS)
    ]
    return write_part(
        "numbering",
        _abstract(BULLETS, bullets),
        _abstract(NUMBERS, numbers),
        _list(BULLETS, BULLETS),
        _list(NUMBERS, NUMBERS),
        *(_list(NUMBERS + at, NUMBERS, restart=True) for at in range(1, lists + 1)),
    )


def _abstract(number: int, levels: list[str]) -> str:
    return word(
        "abstractNum",
        word("multiLevelType", val="multilevel"),
        *levels,
        abstractNumId=number,
    )


def _level(level: int, style: str, form: str, mark: str) -> str:
    key = f"{style}{level + 1 if level else ''}"
    return word(
        "lvl",
        word("start", val=1),
        word("numFmt", val=form),
        word("pStyle", val=key),
        word("lvlText", val=mark),
        word("lvlJc", val="left"),
        word("pPr", word("ind", left=LIST_INDENT * (level + 1), hanging=LIST_INDENT)),
        ilvl=level,
    )


def _list(number: int, abstract: int, *, restart: bool = False) -> str:
    again = [
        word("lvlOverride", word("startOverride", val=1), ilvl=level)
        for level in range(LIST_LEVELS)
    ]
    return word(
        "num",
        word("abstractNumId", val=abstract),
        *(again if restart else []),
        numId=number,
    )
