"""Turns one column of text into a typed column, collecting its faults by kind.

Work is done once per distinct text, so a wrong code in ten thousand cells is one fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.conditions import Bools
from probata.dataset.codebook import Codebook, Variable
from probata.dataset.codes import Meanings, canonical, day_of, meanings_of, number_of
from probata.dataset.columns import MISSING_CODES, Coded, Column, Measured, Text
from probata.dataset.places import Places
from probata.declarations import suggest
from probata.tabular.raw import RawColumn

WRONG = np.int16(-100)
UNKNOWN = np.int16(MISSING_CODES["unknown"])
SHOWN_CODES = 5


@dataclass(frozen=True)
class Reading:
    """A typed column. (n,) `blank`: the cell is empty; `wrong`: it was already faulted.

    Wrong cells, and blank ones where the codebook has no meaning for "", are missing as
    "unknown" until the faults are raised.
    """

    column: Column
    blank: Bools
    wrong: Bools


def read_column(
    variable: Variable, raw: RawColumn, codebook: Codebook, places: Places
) -> Reading:
    """Read a column by the type of its variable; faults go to `places`."""
    meanings = meanings_of(variable, codebook)
    _report_user_missing(raw, meanings, places)
    if variable.is_categorical:
        return _read_coded(variable, raw, meanings, places)
    if variable.type in ("interval", "date"):
        return _read_measured(variable, raw, meanings, places)
    return _read_text(variable, raw, meanings, places)


def _missing_codes(raw: RawColumn, meanings: Meanings) -> list[int | None]:
    """For each text: its negative missing code, None for a value, WRONG if undeclared."""
    codes: list[int | None] = []
    for text in raw.texts:
        code = meanings.missing_code(text)
        if code is None and (label := raw.labels.get(text)):
            code = meanings.missing_code(label)
        if code is None and text == "":
            code = int(UNKNOWN)
        if code is None and text in raw.user_missing:
            code = int(WRONG)
        codes.append(code)
    return codes


def _report_user_missing(raw: RawColumn, meanings: Meanings, places: Places) -> None:
    for text, code in zip(raw.texts, _missing_codes(raw, meanings), strict=True):
        if code == WRONG and meanings.category(text) is None:
            places.fault(
                raw.holds(text),
                f"the file declares `{text}` to be user-missing, the codebook does not.",
                f'Add it to `missing`, such as missing = {{ "{text}" = "not_answered" }}.',
            )


def _read_coded(
    variable: Variable, raw: RawColumn, meanings: Meanings, places: Places
) -> Reading:
    table = np.empty(len(raw.texts), dtype=np.int16)
    unknown: list[int] = []
    missing = _missing_codes(raw, meanings)
    for at, text in enumerate(raw.texts):
        label = raw.labels.get(text, "")
        code = meanings.code(text, label)
        if code is None:
            code = missing[at]
        if code is None:
            unknown.append(at)
        table[at] = WRONG if code is None else code
        if code is not None and code >= 0 and label:
            _report_other_label(variable, raw, meanings, code, text, places)
    _report_codes(variable, raw, meanings, unknown, places)
    codes = table[raw.index]
    wrong = codes == WRONG
    codes[wrong] = UNKNOWN
    ids = tuple(item.id for item in variable.categories)
    return Reading(Coded(codes, ids), raw.holds(""), wrong)


def _report_other_label(
    variable: Variable,
    raw: RawColumn,
    meanings: Meanings,
    code: int,
    text: str,
    places: Places,
) -> None:
    """The file says that 1 is "No", the codebook that it is "Yes"."""
    label = raw.labels[text]
    other = meanings.code_of_label(label)
    if other is not None and other != code:
        places.fault(
            raw.holds(text),
            f"`{text}` has the label `{label}` in the file but is "
            f"`{variable.categories[code].name}` in the codebook.",
            "Correct the `codes` of the categories, or the labels of the file.",
        )


def _report_codes(
    variable: Variable,
    raw: RawColumn,
    meanings: Meanings,
    unknown: list[int],
    places: Places,
) -> None:
    counts = np.bincount(raw.index, minlength=len(raw.texts))
    unknown = sorted(unknown, key=lambda at: (-counts[at], at))
    for at in unknown[:SHOWN_CODES]:
        places.fault(
            raw.index == at,
            f"`{shorten(raw.texts[at])}` is not one of its categories.",
            _mend_code(variable, raw.texts[at], meanings),
        )
    if rest := unknown[SHOWN_CODES:]:
        places.fault(
            np.isin(raw.index, rest),
            f"{len(rest)} more codes are not among its categories.",
            'If this is free text, declare the variable as type = "text".',
        )


def _mend_code(variable: Variable, text: str, meanings: Meanings) -> str:
    if text in meanings.labels:
        category = variable.categories[meanings.labels[text]]
        return (
            f"`{text}` is the label of `{category.id}`: write `{category.id}` in the "
            f'file, or add codes = ["{text}"] to the category.'
        )
    if canonical(text) in meanings.elsewhere:
        return (
            "The codebook has it as a missing code, but this variable has a list of "
            "its own: add it to the variable's `missing`."
        )
    known = list(meanings.exact)
    for code in known:
        if code.casefold() == text.casefold():
            return f"Did you mean `{code}`? Capital letters count."
    if day_of(text) is not None:
        return (
            "A spreadsheet may have turned the code into a date: format the column as "
            f"text and enter the codes again. {suggest(text, known)}"
        )
    return suggest(text, known)


def _read_measured(
    variable: Variable, raw: RawColumn, meanings: Meanings, places: Places
) -> Reading:
    parse: Callable[[str], float | None] = (
        number_of if variable.type == "interval" else day_of
    )
    missing = _missing_codes(raw, meanings)
    table = np.full(len(raw.texts), np.nan)
    reasons = np.zeros(len(raw.texts), dtype=np.int16)
    unread: list[int] = []
    for at, text in enumerate(raw.texts):
        code = missing[at]
        value = parse(text) if code is None else None
        if code is not None:
            reasons[at] = code
        elif value is None:
            reasons[at] = WRONG
            unread.append(at)
        else:
            table[at] = value
    _report_unread(variable, raw, unread, places)
    for bad, problem, mend in _limits(variable, table):
        _report_limit(raw, bad, problem, mend, places)
        reasons[bad] = WRONG
    table[reasons != 0] = np.nan
    cells = reasons[raw.index]
    wrong = cells == WRONG
    cells[wrong] = UNKNOWN
    return Reading(Measured(table[raw.index], cells), raw.holds(""), wrong)


def _report_unread(
    variable: Variable, raw: RawColumn, unread: list[int], places: Places
) -> None:
    if not unread:
        return
    expected = "a number" if variable.type == "interval" else "a date (YYYY-MM-DD)"
    shown = _shown(raw, unread)
    text = raw.texts[unread[0]]
    if variable.type == "date":
        mend = "Write dates as YYYY-MM-DD, without a time of day."
    elif number_of(text.replace(",", ".")) is not None and text.count(",") == 1:
        mend = "Write numbers with a decimal point and no separator of thousands."
    else:
        mend = "Correct the cells, or declare the code under `missing`."
    places.fault(
        np.isin(raw.index, unread), f"expected {expected}, found {shown}.", mend
    )


def _limits(
    variable: Variable, table: NDArray[np.float64]
) -> list[tuple[Bools, str, str]]:
    """Each broken limit: which texts break it, the problem, what to do."""
    rules: list[tuple[Bools, str, str]] = []
    mend = "Correct the cells, or widen the range in the codebook."
    given = ~np.isnan(table)
    if variable.whole:
        bad = given & (np.floor(table) != table)
        rules.append((bad, "expected a whole number", "Correct the cells."))
    if variable.minimum is not None:
        bad = given & (table < variable.minimum)
        rules.append((bad, f"expected {variable.minimum:g} or more", mend))
    if variable.maximum is not None:
        bad = given & (table > variable.maximum)
        rules.append((bad, f"expected {variable.maximum:g} or less", mend))
    return rules


def _report_limit(
    raw: RawColumn, bad: Bools, problem: str, mend: str, places: Places
) -> None:
    at = [int(item) for item in np.flatnonzero(bad)]
    if at:
        places.fault(
            np.isin(raw.index, at), f"{problem}, found {_shown(raw, at)}.", mend
        )


def _read_text(
    variable: Variable, raw: RawColumn, meanings: Meanings, places: Places
) -> Reading:
    table = np.array(
        [code or 0 for code in _missing_codes(raw, meanings)], dtype=np.int16
    )
    texts = np.array(raw.texts, dtype=object)
    texts[table != 0] = ""
    reasons = table[raw.index]
    wrong = reasons == WRONG
    reasons[wrong] = UNKNOWN
    if variable.type == "id":
        wrong = wrong | _report_repeats(raw, reasons == 0, places)
    return Reading(Text(texts[raw.index], reasons), raw.holds(""), wrong)


def _report_repeats(raw: RawColumn, given: Bools, places: Places) -> Bools:
    """An id names one row; the id itself is personal and is not printed."""
    _, first, inverse = np.unique(raw.index, return_index=True, return_inverse=True)
    repeats: Bools = given & (first[inverse] != np.arange(len(raw.index)))
    if repeats.any():
        at = np.flatnonzero(repeats)[:SHOWN_CODES]
        pairs = ", ".join(
            f"row {places.numbers[row]} repeats row {places.numbers[first[inverse[row]]]}"
            for row in at
        )
        places.fault(
            repeats,
            f"the id of an earlier row comes again: {pairs}"
            f"{', ...' if repeats.sum() > SHOWN_CODES else ''}.",
            "Each case has one row and an id of its own.",
        )
    return repeats


def _shown(raw: RawColumn, at: list[int]) -> str:
    shown = ", ".join(f"`{shorten(raw.texts[item])}`" for item in at[:3])
    return f"{shown} and {len(at) - 3} other values" if len(at) > 3 else shown


def shorten(text: str) -> str:
    """A code as a message shows it: one line, at most 40 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}..."
