"""Turns the cells of one column into typed values, and says which cells it cannot read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from probata.cohort.case_list_file import ListField
from probata.cohort.cells import Cells, Read
from probata.cohort.findings import Finding, show_codes
from probata.cohort.list_columns import MISSING, Coded, Numbers, Several
from probata.cohort.places import Places
from probata.cohort.read_dates import read_dates
from probata.cohort.spelling import spell


def read_cells(cells: Cells, places: Places) -> Read:
    """Read one column by the kind of its field."""
    column, found = _READERS[cells.field.kind](cells, places)
    return column, [*_spaces(cells), *found]


def _spaces(cells: Cells) -> Iterator[Finding]:
    if cells.raw.spaced is not None and cells.raw.spaced.any():
        yield Finding(
            "spaces",
            cells.header,
            cells.numbers[cells.raw.spaced],
            "spaces before or after the text; they were ignored.",
            "Nothing needs to be done; trim the cells to lose this note.",
            "note",
        )


def _read_text(cells: Cells, places: Places) -> Read:
    del places
    empty = cells.empty()
    codes: dict[str, int] = {}
    points = [
        MISSING if none else codes.setdefault(text, len(codes))
        for text, none in zip(cells.raw.texts, empty, strict=True)
    ]
    return _coded(tuple(codes), points, cells), []


def _read_identifier(cells: Cells, places: Places) -> Read:
    del places
    field = cells.field
    pattern = re.compile(field.pattern) if field.pattern else None
    codes: dict[str, int] = {}
    points: list[int] = []
    wrong: list[int] = []
    empty = cells.empty()
    for at, text in enumerate(cells.raw.texts):
        plain = text.upper()
        fits = pattern is None or pattern.fullmatch(plain)
        if empty[at] or not fits:
            points.append(MISSING)
            if not empty[at]:
                wrong.append(at)
        else:
            points.append(codes.setdefault(plain, len(codes)))
    found = list(cells.find_empty(empty))
    words = field.pattern_words or f"text of the form `{field.pattern}`"
    found += cells.find(
        "form", wrong, f"not {words}.", "Put the cells right in the source."
    )
    return _coded(tuple(codes), points, cells), found


def _read_number(cells: Cells, places: Places) -> Read:
    del places
    values: list[float] = []
    unread: list[int] = []
    outside: list[int] = []
    field = cells.field
    low = -math.inf if field.minimum is None else field.minimum
    high = math.inf if field.maximum is None else field.maximum
    empty = cells.empty()
    for at, text in enumerate(cells.raw.texts):
        value = math.nan if empty[at] else _number(text)
        if value is None or not (low <= value <= high or empty[at]):
            (unread if value is None else outside).append(at)
            value = math.nan
        values.append(value)
    found = [
        *cells.find("number", unread, "not a number.", "Put the cells right."),
        *cells.find(
            "range",
            outside,
            f"a number outside {low:,g} to {high:,g}.",
            "Put the cells right, or the limits in the declaration of the list.",
        ),
    ]
    value_of_row = np.asarray(values, dtype=np.float64)[cells.raw.index]
    return Numbers(value_of_row, ~np.isnan(value_of_row)), found


def _number(text: str) -> float | None:
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
        return None
    return float(plain)


def _read_code(cells: Cells, places: Places) -> Read:
    del places
    field = cells.field
    codes = tuple(field.meanings)
    known = _spellings(field)
    fallback = MISSING if field.empty is None else codes.index(field.empty)
    # A code may be spelt like a cell that means nothing elsewhere, such as `None`.
    empty = [
        none and spell(text) not in known
        for text, none in zip(cells.raw.texts, cells.empty(), strict=True)
    ]
    points: list[int] = []
    wrong: list[int] = []
    for at, text in enumerate(cells.raw.texts):
        point = known.get(spell(text))
        if point is None:
            point = fallback if empty[at] else MISSING
            if not empty[at]:
                wrong.append(at)
        points.append(point)
    found = [*cells.find_empty(empty), *_unknown(cells, wrong)]
    if field.needed and field.empty is not None and all(empty):
        found += cells.find(
            "empty_column",
            list(range(len(empty))),
            f"the whole column is empty and was read as `{field.empty}`.",
            "Make sure that the unit has looked and that it is so.",
            "note",
        )
    return _coded(codes, points, cells), found


def _read_codes(cells: Cells, places: Places) -> Read:
    del places
    field = cells.field
    codes = tuple(field.codes)
    known = _spellings(field)
    empty = cells.empty()
    split = re.compile("|".join(map(re.escape, ("\n", *field.separators))))
    has = np.zeros((len(cells.raw.texts), len(codes)), dtype=bool)
    wrong: list[int] = []
    shown: list[str] = []
    for at, text in enumerate(cells.raw.texts):
        parts = [] if empty[at] else _parts(text, known, split)
        points = [known.get(spell(part)) for part in parts]
        if None in points:
            wrong.append(at)
            shown += [part for part in parts if spell(part) not in known]
        has[at, [point for point in points if point is not None]] = True
    return Several(codes, has[cells.raw.index]), list(_unknown(cells, wrong, shown))


def _parts(text: str, known: dict[str, int], split: re.Pattern[str]) -> list[str]:
    """The codes in one cell; a known name that holds a separator is one."""
    if spell(text) in known:
        return [text]
    return [part.strip() for part in split.split(text) if part.strip()]


def _spellings(field: ListField) -> dict[str, int]:
    return {
        spell(text): at
        for at, (code, spellings) in enumerate(field.meanings.items())
        for text in (code, *spellings)
    }


def _unknown(
    cells: Cells, wrong: list[int], shown: list[str] | None = None
) -> Iterator[Finding]:
    texts = [cells.raw.texts[at] for at in wrong] if shown is None else shown
    yield from cells.find(
        "code",
        wrong,
        f"not a known code of {cells.name}: {show_codes(texts)}.",
        "Put the cells right, or add the code in the declaration of the list.",
    )


def _read_region(cells: Cells, places: Places) -> Read:
    ids = [place.id for place in places.regions]
    return _read_place(cells, ids, lambda text: getattr(places.region(text), "id", ""))


def _read_unit(cells: Cells, places: Places) -> Read:
    ids = [place.id for place in places.units]
    return _read_place(cells, ids, lambda text: getattr(places.unit(text), "id", ""))


def _read_place(cells: Cells, ids: list[str], find: Callable[[str], str]) -> Read:
    empty = cells.empty()
    at_id = {name: at for at, name in enumerate(ids)}
    points = [
        MISSING if none else at_id.get(find(text), MISSING)
        for text, none in zip(cells.raw.texts, empty, strict=True)
    ]
    wrong = [at for at, none in enumerate(empty) if points[at] == MISSING and not none]
    found = list(
        cells.find(
            "place",
            wrong,
            f"not the name, code or alias of a known {cells.name}: "
            f"{show_codes([cells.raw.texts[at] for at in wrong])}.",
            "Put the cells right, or add the alias in a register of your own (--places).",
        )
    )
    found += cells.find_empty(empty)
    return _coded(tuple(ids), points, cells), found


def _coded(codes: tuple[str, ...], points: list[int], cells: Cells) -> Coded:
    table: NDArray[np.int32] = np.asarray(points, dtype=np.int32)
    return Coded(codes, table[cells.raw.index])


def _read_date_cells(cells: Cells, places: Places) -> Read:
    del places
    return read_dates(cells)


_READERS: dict[str, Callable[[Cells, Places], Read]] = {
    "identifier": _read_identifier,
    "text": _read_text,
    "date": _read_date_cells,
    "number": _read_number,
    "code": _read_code,
    "flag": _read_code,
    "codes": _read_codes,
    "region": _read_region,
    "unit": _read_unit,
}
