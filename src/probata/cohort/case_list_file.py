"""What a case list holds, as a file declares it: fields, headings, codes, orders of dates."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from probata.declarations import Declared
from probata.tabular.date_forms import DateForm

Kind = Literal[
    "identifier",
    "text",
    "date",
    "number",
    "code",
    "codes",
    "flag",
    "region",
    "unit",
]
FLAG_CODES: dict[str, tuple[str, ...]] = {
    "yes": ("yes", "y", "true", "1", "x"),
    "no": ("no", "n", "false", "0"),
}


class ListHeader(Declared):
    """Which list this is; `missing` are cells that mean nothing, besides empty ones."""

    id: str = ""
    title: str = ""
    source: str = ""
    based_on: str | None = None
    missing: tuple[str, ...] = ()
    missing_dates: tuple[datetime.date, ...] = ()
    first_day_number: Literal[1900, 1904] = 1900


class ListField(Declared):
    """One field: what its cells mean and under which headings it may stand.

    `personal` fields leave only in the key file. A list without a `needed` column is
    refused. Where a cell cannot be read, a field that `decides` sets its row aside;
    any other loses the cell. The unit is asked for a field unless `ask` is false. `empty` is the code that an empty cell stands for.
    `date_forms` are the forms that may stand side by side; empty: any one of them.
    """

    label: str
    kind: Kind
    about: Literal["person", "case", "requirement"]
    headers: tuple[str, ...] = Field(min_length=1)
    personal: bool = False
    needed: bool = False
    decides: bool = False
    ask: bool = True
    codes: dict[str, tuple[str, ...]] = {}
    empty: str | None = None
    separators: tuple[str, ...] = ()
    pattern: str | None = None
    pattern_words: str = ""
    minimum: float | None = None
    maximum: float | None = None
    date_forms: tuple[DateForm, ...] = ()
    mark: str

    @property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """Codes with their spellings; a flag is yes or no."""
        return FLAG_CODES | self.codes if self.kind == "flag" else self.codes


class DateOrder(Declared):
    """Two dates of which one comes first, by at least so many whole years."""

    earlier: str
    later: str
    at_least_years: int = 0
    reason: str
    mark: str


class CaseListFile(Declared):
    """The declaration of a case list."""

    case_list: ListHeader
    fields: dict[str, ListField]
    orders: tuple[DateOrder, ...] = ()
