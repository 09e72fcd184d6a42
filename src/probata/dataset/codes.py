"""What a cell's text means: numbers, days, categories and missing codes.

The rule for categories: a cell matches a category by its id or one of its `codes`, else
a missing code; numbers match however they are spelt (1, 1.0, 01). Where neither knows
the cell and the file (SPSS, Stata) gives its value a label, the label is looked up the
same way, category labels included.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from probata.dataset.codebook import Codebook, MissingReason, Variable
from probata.dataset.columns import MISSING_CODES

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = datetime.date(1970, 1, 1).toordinal()


def number_of(text: str) -> float | None:
    """The number a text spells with a decimal point, None for anything else."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def day_of(text: str) -> float | None:
    """Days since 1970-01-01 of an ISO date, None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return float(datetime.date.fromisoformat(text).toordinal() - _EPOCH)
    except ValueError:
        return None


def canonical(text: str) -> str:
    """One spelling for all spellings of a number; other text as it is."""
    if _WHOLE.fullmatch(text):
        return str(int(text)) if len(text) < 40 else text
    value = number_of(text)
    if value is None:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def missing_codes(variable: Variable, codebook: Codebook) -> dict[str, MissingReason]:
    """The missing codes that hold for a variable: its own, else those of the codebook."""
    declared = codebook.header.missing if variable.missing is None else variable.missing
    return {canonical(code.strip()): reason for code, reason in declared.items()}


@dataclass(frozen=True)
class Meanings:
    """How the texts of one variable are understood.

    `exact` and `loose` give the index of a category by text and by canonical number;
    `labels` by category label; `missing` the reason by canonical text. `elsewhere` are
    missing codes of the codebook that this variable's own list leaves out.
    """

    exact: Mapping[str, int]
    loose: Mapping[str, int]
    labels: Mapping[str, int]
    missing: Mapping[str, MissingReason]
    elsewhere: frozenset[str]

    def category(self, text: str) -> int | None:
        found = self.exact.get(text)
        return self.loose.get(canonical(text)) if found is None else found

    def missing_code(self, text: str) -> int | None:
        """The negative code of a missing reason, None where the text is no missing code."""
        reason = self.missing.get(canonical(text))
        return None if reason is None else MISSING_CODES[reason]

    def code(self, text: str, label: str) -> int | None:
        """Category index, negative missing code, or None where nothing knows the cell."""
        for meaning in (self.category(text), self.missing_code(text)):
            if meaning is not None:
                return meaning
        return self.code_of_label(label) if label else None

    def code_of_label(self, label: str) -> int | None:
        for meaning in (self.category(label), self.labels.get(label)):
            if meaning is not None:
                return meaning
        return self.missing_code(label)


def meanings_of(variable: Variable, codebook: Codebook) -> Meanings:
    """Collect the ids, codes, labels and missing codes of a variable."""
    exact: dict[str, int] = {}
    labels: dict[str, int] = {}
    for at, category in enumerate(variable.categories):
        for code in (category.id, *category.codes):
            exact[code] = at
        labels[category.name] = at
    loose = {canonical(code): at for code, at in exact.items()}
    missing = missing_codes(variable, codebook)
    elsewhere = {canonical(code) for code in codebook.header.missing} - set(missing)
    return Meanings(exact, loose, labels, missing, frozenset(elsewhere))
