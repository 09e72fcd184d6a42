"""Several sentences of one person: which of them stays in the cohort."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.cohort.facts import Starts
from probata.cohort.list_columns import Bools, CaseList, Coded, Ints, rank_codes


def leave_one(
    cases: CaseList, starts: Starts, inspection: Ints, left: Bools, keep: str | None
) -> Bools:
    """(n,) the cases that leave because another of the same person stays.

    Within one inspection. The first (or last) start stays; on the same day the start
    that is declared first, then the lower event number. `none` keeps none of several.
    """
    rows = np.flatnonzero(left)
    event = cases.columns["event_number"]
    assert isinstance(event, Coded)
    sign = -1 if keep == "last_start" else 1
    keys = (
        rank_codes(event),
        starts.kind,
        sign * starts.day.astype(np.int64),
        cases.person,
    )
    order = np.lexsort([*(key[rows] for key in keys), inspection[rows]])
    rows = rows[order]
    group = np.stack([inspection[rows], cases.person[rows]])
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (np.diff(group, axis=1) != 0).any(axis=0)
    leaves = np.zeros(cases.n, dtype=bool)
    leaves[rows[~new]] = True
    if keep == "none":
        leaves[rows[_in_a_group_of_several(new)]] = True
    return leaves


def _in_a_group_of_several(new: Bools) -> NDArray[np.bool_]:
    group = np.cumsum(new) - 1
    return np.bincount(group, minlength=1)[group] > 1 if len(group) else new
