"""Which pairs are compared: the declared rules, or those that follow from the roles.

choose_rules(linkage, records) -> the rules, each with the pairs that it brings

Comparing every pair is out of the question, so only pairs that agree on something are
compared. Narrow default rules always apply. Broad ones, such as the same date of birth,
find pairs whose other values are all spoilt; they apply, in their order, while the pairs
stay within `[blocking] pairs`, so that small files are compared thoroughly and large ones
in reasonable time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from probata.linkage.linkage_file import LinkageFile, Role
from probata.linkage.read_linkage import PART
from probata.linkage.records import Records, Texts

Parts = tuple[tuple[str, int], ...]  # field, first letters (0: all of it)
_Kind = tuple[tuple[Role, int], ...]

_NARROW: tuple[_Kind, ...] = (
    (("identifier", 0),),
    (("email", 0),),
    (("forename", 0), ("surname", 0)),
    (("surname", 0), ("date_of_birth", 0)),
    (("forename", 0), ("date_of_birth", 0)),
    (("postcode", 0), ("forename", 0)),
    (("postcode", 0), ("surname", 0)),
    (("postcode", 0), ("date_of_birth", 0)),
    (("address", 0), ("forename", 0)),
    (("address", 0), ("surname", 0)),
    (("forename", 3), ("surname", 4)),
    (("forename", 2), ("surname", 2), ("date_of_birth", 4)),
)
_BROAD: tuple[_Kind, ...] = (
    (("date_of_birth", 0), ("place", 0)),
    (("postcode", 3), ("date_of_birth", 0)),
    (("postcode", 3), ("forename", 0)),
    (("postcode", 3), ("surname", 0)),
    (("date_of_birth", 0),),
    (("postcode", 0),),
    (("address", 0),),
    (("surname", 0),),
    (("forename", 0), ("sex", 0), ("date_of_birth", 4)),
    (("forename", 0),),
)


@dataclass(frozen=True)
class Rule:
    """A rule and the pairs that agree on it, others' pairs among them."""

    parts: Parts
    pairs: int

    @property
    def text(self) -> str:
        return " and ".join(f"{f}[:{n}]" if n else f for f, n in self.parts)


def choose_rules(linkage: LinkageFile, records: Records) -> list[Rule]:
    """The rules that apply, in their order; swapped names are always looked for."""
    if linkage.blocking.rules:
        given = [_parse(rule) for rule in linkage.blocking.rules]
        return [Rule(parts, count_pairs(records, parts)) for parts in given]
    chosen, total = [], 0
    for kinds, budget in ((_NARROW, None), (_BROAD, linkage.blocking.pairs)):
        for parts in _applied(linkage, kinds):
            pairs = count_pairs(records, parts)
            if budget is None or total + pairs <= budget:
                chosen.append(Rule(parts, pairs))
                total += pairs
    return chosen


def _parse(rule: Iterable[str]) -> Parts:
    found = [PART.fullmatch(part) for part in rule]
    return tuple((match[1], int(match[2] or 0)) for match in found if match)


def _applied(linkage: LinkageFile, kinds: Iterable[_Kind]) -> list[Parts]:
    """Each kind of rule for the fields of its roles; none where a role has no field."""
    applied = []
    for kind in kinds:
        fields: list[Parts] = [()]
        for role, letters in kind:
            fields = [
                (*parts, (field, letters))
                for parts in fields
                for field in linkage.of_role(role)
            ]
        applied += fields
    return applied


def count_pairs(records: Records, parts: Parts) -> int:
    """How many pairs agree on a rule: across two files, or within one."""
    counts = [Counter(_keys(file.cleaned, parts)) for file in records.files]
    if len(counts) == 2:
        return sum(n * counts[1][key] for key, n in counts[0].items())
    return sum(n * (n - 1) // 2 for n in counts[0].values())


def _keys(cleaned: dict[str, Texts], parts: Parts) -> list[tuple[str, ...]]:
    columns = [(cleaned[field], letters or None) for field, letters in parts]
    filled = np.all(
        [[value is not None for value in column] for column, _ in columns], axis=0
    )
    cut = [[value[:letters] for value in column[filled]] for column, letters in columns]
    return list(zip(*cut, strict=True))
