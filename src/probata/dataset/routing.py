"""Which answers are due: `applies_when` against what the cells say.

For each cell routing says that an answer is due, that none is, or cannot say because a
value it depends on is missing.

none due    an answer is a fault, and so are "not_answered" and "declined"; an empty cell, or
            one that says unknown, takes the reason `not_applicable` of the variable
due         "not_asked", "not_applicable" and "not_reached" are faults; any other declared
            reason may stand
undecided   any cell may stand; an empty one takes `not_applicable` where the question it
            depends on was itself not asked
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from probata.conditions import (
    Bools,
    Operand,
    Verdict,
    evaluate_condition,
    parse_condition,
)
from probata.dataset.codebook import Codebook, MissingReason, Variable
from probata.dataset.codes import missing_codes
from probata.dataset.columns import MISSING_CODES, Coded, Column
from probata.dataset.derive import operand_of
from probata.dataset.places import Places
from probata.dataset.read_column import Reading

NOT_ASKED = [MISSING_CODES["not_asked"], MISSING_CODES["not_applicable"]]
# What can only be said of a question that applies.
NEEDS_THE_QUESTION: tuple[MissingReason, ...] = ("not_answered", "declined")
NOT_DUE = [*NOT_ASKED, MISSING_CODES["not_reached"]]


def apply_routing(
    variable: Variable,
    reading: Reading,
    columns: Mapping[str, Column],
    codebook: Codebook,
    places: Places,
) -> Reading:
    """Check a column against its routing; give unasked cells their reason."""
    reasons = reading.column.missing()
    due, none_due = _decide(variable, columns, codebook, len(reasons))
    missing = (reasons != 0) & ~reading.wrong
    if not variable.applies_when:
        _report_unanswered(variable, reading, due & missing, codebook, places)
        return reading
    _report_contradictions(variable, reading, due, none_due, missing, places)
    unanswered = due & missing & ~np.isin(reasons, NOT_ASKED)
    _report_unanswered(variable, reading, unanswered, codebook, places)
    unsaid = missing & (reading.blank | (reasons == MISSING_CODES["unknown"]))
    nested = (
        ~due & ~none_due & _unasked(variable, columns, len(reasons)) & reading.blank
    )
    filled = (unsaid & none_due) | nested
    code = MISSING_CODES[variable.not_applicable]
    return replace(reading, column=_with_reason(reading.column, filled, code))


def _decide(
    variable: Variable, columns: Mapping[str, Column], codebook: Codebook, n: int
) -> tuple[Bools, Bools]:
    """(n,) an answer is due; (n,) none is."""
    if not variable.applies_when:
        return np.ones(n, dtype=bool), np.zeros(n, dtype=bool)

    def operand(name: str) -> Operand:
        if name in columns:
            return operand_of(columns[name])
        ids = codebook.category_ids(name)
        codes = {item: at for at, item in enumerate(ids)} if ids else None
        return Operand(np.zeros(n), np.zeros(n, dtype=bool), codes)

    verdict: Verdict = evaluate_condition(
        parse_condition(variable.applies_when), operand
    )
    return verdict.true & verdict.known, verdict.false


def _unasked(variable: Variable, columns: Mapping[str, Column], n: int) -> Bools:
    """(n,) some variable that the routing depends on was itself not asked."""
    names = parse_condition(variable.applies_when or "").names
    unasked: Bools = np.zeros(n, dtype=bool)
    for name in names & set(columns):
        unasked |= np.isin(columns[name].missing(), NOT_ASKED)
    return unasked


def _report_contradictions(
    variable: Variable,
    reading: Reading,
    due: Bools,
    none_due: Bools,
    missing: Bools,
    places: Places,
) -> None:
    condition = variable.applies_when
    reasons = reading.column.missing()
    places.fault(
        none_due & ~missing & ~reading.wrong,
        f"an answer, but the question applies only when {condition}.",
        "Empty the cells, or correct the cells that the condition names.",
    )
    for reason in NEEDS_THE_QUESTION:
        places.fault(
            none_due & missing & (reasons == MISSING_CODES[reason]),
            f'says "{reason.replace("_", " ")}", but the question applies only when {condition}.',
            f'Say "{variable.not_applicable}", or leave the cells empty.',
        )
    places.fault(
        due & missing & np.isin(reasons, NOT_DUE),
        f"says that the question was not asked, but it applies: {condition}.",
        "Enter the answers, or the missing code that says why there are none.",
    )


def _report_unanswered(
    variable: Variable,
    reading: Reading,
    unanswered: Bools,
    codebook: Codebook,
    places: Places,
) -> None:
    if variable.required:
        places.fault(
            unanswered,
            "a value is required, but the cell is empty or holds a missing code.",
            "Enter the values, or drop `required` in the codebook.",
        )
    elif "" not in missing_codes(variable, codebook):
        places.fault(
            unanswered & reading.blank,
            "the cell is empty, which the codebook does not allow as a missing value.",
            'Enter a value or missing code, or declare what "" means under `missing`.',
        )


def _with_reason(column: Column, rows: Bools, code: int) -> Column:
    if isinstance(column, Coded):
        return replace(
            column, codes=np.where(rows, code, column.codes).astype(np.int16)
        )
    reasons = np.where(rows, code, column.reasons).astype(np.int16)
    return replace(column, reasons=reasons)
