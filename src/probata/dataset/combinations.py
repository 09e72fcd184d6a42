"""Which values can occur together: what a derivation or a routing rule lets through.

Counts of a derived variable and of the variables that it follows from are tied to each
other; this lists how, without any row of data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from probata.conditions import Condition, evaluate_condition, parse_condition
from probata.dataset.codebook import Codebook, Variable
from probata.dataset.columns import (
    MISSING_CODES,
    REASON_OF_CODE,
    Coded,
    Column,
    Measured,
)
from probata.dataset.derive import derive_column, operand_of

# Above so many combinations a rule is left out, and said to be.
MOST = 400


@dataclass(frozen=True)
class Gap:
    """Stands for a missing value, with its reason."""

    reason: str


Value = str | Gap


@dataclass(frozen=True)
class Combinations:
    """Variables and the combinations of their values that can occur.

    An interval variable stands as points, one for each stretch of its scale that no
    condition and no band divides.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def combine_values(
    name: str, codebook: Codebook, gaps: Mapping[str, Sequence[str]]
) -> Combinations | None:
    """What values a derived or routed variable can have beside those it depends on.

    `gaps` names the missing reasons that occur for a variable; one that is not there may
    be missing as "unknown". None where there is no rule, or more than MOST combinations.
    """
    variable = codebook[name]
    sources = _sources(variable)
    if not sources:
        return None
    values = [_values(source, codebook, gaps) for source in sources]
    own = _own_values(name, codebook, gaps) if variable.derive is None else [""]
    if np.prod([len(item) for item in [*values, own]]) > MOST:
        return None
    rows = list(product(*values))
    columns = {
        source: _column([row[at] for row in rows], source, codebook)
        for at, source in enumerate(sources)
    }
    banded = [source for source in sources if codebook.banded_of(source) != source]
    bands = [codebook.banded_of(source) for source in banded]
    found = [
        (*row, *_bands(row, sources, banded, codebook), value)
        for row, outcomes in zip(
            rows, _outcomes(variable, columns, codebook, own), strict=True
        )
        for value in outcomes
    ]
    return Combinations((*sources, *bands, name), tuple(found))


def depends_on(name: str, codebook: Codebook) -> list[str]:
    """The variables that a derivation or a routing rule names, and their bands."""
    sources = _sources(codebook[name])
    return list(dict.fromkeys([*sources, *map(codebook.banded_of, sources)]))


def _sources(variable: Variable) -> list[str]:
    if variable.derive is not None and variable.derive.count_positive:
        return list(variable.derive.count_positive)
    return sorted({name for item in _conditions(variable) for name in item.names})


def _conditions(variable: Variable) -> list[Condition]:
    if variable.derive is not None:
        return [parse_condition(case.when) for case in variable.derive.cases]
    if variable.applies_when:
        return [parse_condition(variable.applies_when)]
    return []


def _values(
    source: str, codebook: Codebook, gaps: Mapping[str, Sequence[str]]
) -> list[Value]:
    """Every value that a condition can tell apart, and the ways of being missing."""
    named = codebook.banded_of(source)
    missing = [Gap(reason) for reason in gaps.get(named, ("unknown",))]
    if codebook[source].is_categorical:
        return [*codebook.category_ids(source), *missing]
    return [*(repr(point) for point in _points(source, codebook)), *missing]


def _own_values(
    name: str, codebook: Codebook, gaps: Mapping[str, Sequence[str]]
) -> list[Value]:
    return [*codebook.category_ids(name), *(Gap(item) for item in gaps.get(name, ()))]


def _points(source: str, codebook: Codebook) -> list[float]:
    """A value at, and one between, all places where a condition or band changes."""
    edges = {
        float(value)
        for variable in codebook.variables.values()
        for condition in _conditions(variable)
        for compared, value in condition.comparisons
        if compared == source and not isinstance(value, str)
    }
    bands = codebook[source].bands
    for band in bands.categories if bands else ():
        ends = (band.from_, band.above, band.to, band.below)
        edges |= {end for end in ends if end is not None}
    places = sorted(edges)
    if not places:
        return [0.0]
    between = [(low + high) / 2 for low, high in zip(places, places[1:], strict=False)]
    return sorted({places[0] - 1, *places, *between, places[-1] + 1})


def _column(values: Sequence[Value], source: str, codebook: Codebook) -> Column:
    codes = [
        MISSING_CODES[item.reason] if isinstance(item, Gap) else 0  # type: ignore[index]
        for item in values
    ]
    if not codebook[source].is_categorical:
        numbers = [np.nan if isinstance(item, Gap) else float(item) for item in values]
        return Measured(np.array(numbers), np.array(codes, dtype=np.int16))
    ids = codebook.category_ids(source)
    coded = [
        code if isinstance(item, Gap) else ids.index(item)
        for item, code in zip(values, codes, strict=True)
    ]
    return Coded(np.array(coded, dtype=np.int16), ids)


def _bands(
    row: tuple[Value, ...], sources: list[str], banded: list[str], codebook: Codebook
) -> Iterator[Value]:
    for source in banded:
        value = row[sources.index(source)]
        bands = codebook[source].bands
        assert bands is not None
        if isinstance(value, Gap):
            yield value
            continue
        inside = [
            band.id
            for band in bands.categories
            if bool(band.holds(np.array([float(value)]))[0])
        ]
        yield inside[0] if inside else Gap("unknown")


def _outcomes(
    variable: Variable,
    columns: Mapping[str, Column],
    codebook: Codebook,
    own: Sequence[Value],
) -> Iterator[Sequence[Value]]:
    """For each combination of the sources, the values that the variable can have."""
    if variable.derive is not None:
        derived = derive_column(variable, columns, codebook)
        for code in derived.codes:
            found: Value = (
                derived.categories[code]
                if code >= 0
                else Gap(REASON_OF_CODE[int(code)])
            )
            yield [found]
        return
    condition = parse_condition(variable.applies_when or "")
    verdict = evaluate_condition(condition, lambda name: operand_of(columns[name]))
    for none_due in verdict.false:
        yield [Gap(variable.not_applicable)] if none_due else own
