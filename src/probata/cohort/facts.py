"""The facts of each case that rules may ask about, as columns by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.cohort.list_columns import (
    Bools,
    CaseList,
    Coded,
    Days,
    Ints,
    ListColumn,
    Numbers,
    Several,
)
from probata.cohort.places import Places
from probata.cohort.rules_file import RulesFile, TimeBetween
from probata.cohort.vocabulary import LIMITED, START_KIND, vocabulary
from probata.conditions import Operand

START = "start"
Facts = Mapping[str, Operand]


@dataclass(frozen=True)
class Starts:
    """For each case the start that counts: `kind` (n,) index into the declared starts
    (-1: none is known), `day` (n,) days since 1970-01-01."""

    kind: Ints
    day: Ints

    @property
    def known(self) -> Bools:
        return np.asarray(self.kind >= 0)


def facts_of_list(
    cases: CaseList, rules: RulesFile, places: Places
) -> dict[str, Operand]:
    """Every fact that does not depend on the start; unknown where there is no column."""
    names = vocabulary(cases.declared, rules, places)
    facts: dict[str, Operand] = {}
    for name, column in cases.columns.items():
        if isinstance(column, Several):
            for at, code in enumerate(column.codes):
                facts[f"{name}_{code}"] = _yes_no(column.has[:, at])
        elif name in names:
            facts[name] = _operand(column)
    facts[LIMITED] = _yes_no(_limited(cases))
    for name, codes in names.items():
        if name not in facts and name not in rules.facts and name != START_KIND:
            facts[name] = _unknown(cases.n, codes)
    return facts


def facts_of_starts(
    cases: CaseList, rules: RulesFile, starts: Starts
) -> dict[str, Operand]:
    """The facts that follow from the start: its kind, and the declared times."""
    dates = {
        name: column
        for name, column in cases.columns.items()
        if isinstance(column, Days)
    }
    dates[START] = Days(starts.day, starts.known)
    codes = {start.id: at for at, start in enumerate(rules.starts)}
    facts = {START_KIND: Operand(starts.kind, starts.known, codes)}
    for name, fact in rules.facts.items():
        facts[name] = _time_between(fact, dates, cases.n)
    return facts


def _operand(column: ListColumn) -> Operand:
    if isinstance(column, Coded):
        codes = {code: at for at, code in enumerate(column.codes)}
        return Operand(column.index, column.known, codes)
    assert isinstance(column, Numbers)
    return Operand(np.nan_to_num(column.value), column.known)


def _yes_no(yes: Bools) -> Operand:
    values = np.where(yes, 0, 1)
    return Operand(values, np.ones(len(yes), dtype=bool), {"yes": 0, "no": 1})


def _limited(cases: CaseList) -> Bools:
    limited = np.zeros(cases.n, dtype=bool)
    for name in ("restricted", "excluded"):
        column = cases.columns.get(name)
        if isinstance(column, Coded):
            limited |= column.is_code("yes")
    return limited


def _unknown(n: int, codes: tuple[str, ...] | None) -> Operand:
    table = None if codes is None else {code: at for at, code in enumerate(codes)}
    return Operand(np.zeros(n), np.zeros(n, dtype=bool), table)


def _time_between(fact: TimeBetween, dates: Mapping[str, Days], n: int) -> Operand:
    first, second = dates.get(fact.from_), dates.get(fact.to)
    if first is None or second is None:
        return _unknown(n, None)
    known = first.known & second.known
    count = _days if fact.unit == "days" else _years
    return Operand(np.where(known, count(first.day, second.day), 0), known)


def _days(first: Ints, second: Ints) -> NDArray[np.int64]:
    return np.asarray(second.astype(np.int64) - first)


def _years(first: Ints, second: Ints) -> NDArray[np.int64]:
    """Completed years; who is born on 29 February turns a year older on 1 March."""
    (year, month, day), (to_year, to_month, to_day) = _parts(first), _parts(second)
    early = (to_month < month) | ((to_month == month) & (to_day < day))
    return np.asarray(to_year - year - early)


def _parts(
    days: Ints,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Year, month and day of the month of each day number."""
    date = days.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    year = date.astype("datetime64[Y]")
    return (
        year.astype(np.int64) + 1970,
        (month - year).astype(np.int64) + 1,
        (date - month).astype(np.int64) + 1,
    )


def fact_texts(operand: Operand) -> list[str]:
    """The value of every case as text; empty where it is not known."""
    if operand.codes is None:
        values = [f"{value:.15g}" for value in operand.values.tolist()]
    else:
        at = list(operand.codes)
        values = [at[int(value)] if value >= 0 else "" for value in operand.values]
    return [
        text if known else ""
        for text, known in zip(values, operand.known.tolist(), strict=True)
    ]


def operand_of_texts(texts: Sequence[str], codes: tuple[str, ...] | None) -> Operand:
    """The facts that texts stand for: `fact_texts` the other way round."""
    known = np.asarray([text != "" for text in texts], dtype=bool)
    if codes is None:
        return Operand(np.asarray([float(text or 0) for text in texts]), known)
    table = {code: at for at, code in enumerate(codes)}
    values = np.asarray([table.get(text, -1) for text in texts], dtype=np.int64)
    return Operand(values, known, table)
