"""Linear and integer programmes, solved by HiGHS; imported where there is one to solve."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.publication.disclosure.rows import Floats, Rows

Numbers = NDArray[np.float64] | float
_PRIMAL, _DUAL = 4, 1


class LinearProgramme:
    """Rows between bounds that change, and one form after another to maximise.

    Each solution starts from the one before, which is what makes thousands of them quick.
    """

    def __init__(self, rows: Rows, size: int, cap: float) -> None:
        self.highs = _load(rows, np.zeros(size), np.full(size, float(cap)))
        # Presolving would throw the last solution away; from it, primal steps are few.
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("simplex_strategy", _PRIMAL)
        self.low, self.high = rows.low.copy(), rows.high.copy()
        self.cost = np.zeros(size)

    def maximise(
        self, form: Floats, low: Floats, high: Floats
    ) -> tuple[float, Floats, Floats]:
        """The largest value, where it is reached, and what each row's bound is worth.

        The worth is the rise of the value when the upper bound of a row rises by one;
        negative: when the lower bound falls by one.
        """
        self._set_rows(low, high)
        self._set_costs(-form)
        self.highs.run()
        if not _is_optimal(self.highs):
            raise AssertionError("the published numbers contradict each other")
        found = self.highs.getSolution()
        value = -float(self.highs.getInfo().objective_function_value)
        return value, np.array(found.col_value), -np.array(found.row_dual)

    def _set_rows(self, low: Floats, high: Floats) -> None:
        for row in np.flatnonzero((low != self.low) | (high != self.high)):
            self.highs.changeRowBounds(int(row), float(low[row]), float(high[row]))
        self.low, self.high = low, high

    def _set_costs(self, cost: Floats) -> None:
        for column in np.flatnonzero(cost != self.cost):
            self.highs.changeColCost(int(column), float(cost[column]))
        self.cost = cost


class Blocking:
    """By how much all published rows together must give way for a form to reach a value."""

    def __init__(self, tied: Rows, told: Rows, can_give: Floats, size: int, cap: float):
        count = len(told)
        rows = tied.followed_by(told.giving(size, can_give)).followed_by(
            told.giving(size, -can_give)
        )
        self.goal = len(rows)
        rows = rows.with_row(np.zeros(size + 1), -np.inf)
        cost = np.append(np.zeros(size), 1.0)
        limit = np.append(np.full(size, float(cap)), 4.0 * cap)
        self.highs = _load(rows, cost, limit)
        _warm(self.highs)
        self.first, self.count = len(tied), count
        self.low, self.high = rows.low.copy(), rows.high.copy()
        self.form = np.zeros(size)

    def reach(
        self, form: Floats, target: float, low: Floats, high: Floats
    ) -> tuple[Floats, Floats]:
        """The counts, then how much gives way; and the price of each published row."""
        for column in np.flatnonzero(form != self.form):
            self.highs.changeCoeff(self.goal, int(column), float(form[column]))
        self.form = form
        middle = slice(self.first, self.first + 2 * self.count)
        new_low, new_high = self.low.copy(), self.high.copy()
        new_low[middle], new_high[middle] = low, high
        new_low[self.goal] = target
        changed = (new_low != self.low) | (new_high != self.high)
        for row in np.flatnonzero(changed):
            self.highs.changeRowBounds(
                int(row), float(new_low[row]), float(new_high[row])
            )
        self.low, self.high = new_low, new_high
        self.highs.run()
        if not _is_optimal(self.highs):
            raise AssertionError("the published numbers contradict each other")
        found = self.highs.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)[middle]


class Closest:
    """Counts at which a form reaches a value, departing from few published numbers."""

    def __init__(self, tied: Rows, told: Rows, size: int, cap: float) -> None:
        self.count, self.size, self.cap = len(told), size, float(cap)
        rows = tied.followed_by(told.with_slack(np.arange(len(told)), size))
        self.goal = len(rows)
        width = size + 2 * len(told)
        rows = rows.with_row(np.zeros(width), -np.inf)
        cost = np.append(np.zeros(size), np.ones(2 * len(told)))
        limit = np.append(np.full(size, self.cap), np.zeros(2 * len(told)))
        self.highs = _load(rows, cost, limit)
        _warm(self.highs)
        self.open = np.zeros(len(told), dtype=bool)
        self.form = np.zeros(size)

    def reach(
        self, form: Floats, target: float, may_depart: NDArray[np.bool_]
    ) -> Floats | None:
        """The counts; None where the rows that may be departed from are not enough."""
        for column in np.flatnonzero(form != self.form):
            self.highs.changeCoeff(self.goal, int(column), float(form[column]))
        self.form = form
        for row in np.flatnonzero(may_depart != self.open):
            limit = self.cap if may_depart[row] else 0.0
            for column in (self.size + row, self.size + self.count + row):
                self.highs.changeColBounds(int(column), 0.0, limit)
        self.open = may_depart
        self.highs.changeRowBounds(self.goal, float(target), np.inf)
        self.highs.run()
        if not _is_optimal(self.highs):
            return None
        return np.array(self.highs.getSolution().col_value)[: self.size]


def _warm(highs: Any) -> None:
    """Start from the last solution: presolving would throw it away."""
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("simplex_strategy", _DUAL)


def solve_whole(
    rows: Rows,
    cost: Floats,
    cap: Numbers,
    whole: int | None = None,
    least: Floats | None = None,
    gap: float = 1e-6,
    nodes: int | None = None,
) -> Floats | None:
    """The cheapest point with whole numbers from nought (or `least`) to `cap`, if any.

    Only the first `whole` unknowns need be whole; `gap` is how much dearer than the
    cheapest it may be, as a share. None also where it is not found within `nodes` nodes.
    """
    size = len(cost)
    highs = _load(rows, cost, np.broadcast_to(np.asarray(cap, float), size), least)
    highs.setOptionValue("mip_rel_gap", gap)
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    number = size if whole is None else whole
    kind = _highspy().HighsVarType.kInteger
    for column in range(number):
        highs.changeColIntegrality(column, kind)
    highs.run()
    if not _is_optimal(highs):
        return None
    found = np.array(highs.getSolution().col_value)
    found[:number] = np.round(found[:number])
    return found


def _load(rows: Rows, cost: Floats, cap: Floats, least: Floats | None = None) -> Any:
    highspy = _highspy()
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(cost), len(rows)
    programme.col_cost_ = cost
    programme.col_lower_ = np.zeros(len(cost)) if least is None else least
    programme.col_upper_ = cap
    programme.row_lower_, programme.row_upper_ = rows.low, rows.high
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = rows.compressed()
    highs = _silent_class()()
    highs.setOptionValue("threads", 1)
    highs.passModel(programme)
    return highs


def _is_optimal(highs: Any) -> bool:
    return bool(highs.getModelStatus() == _highspy().HighsModelStatus.kOptimal)


@lru_cache(maxsize=1)
def _silent_class() -> Any:
    class Silent(_highspy().Highs):  # type: ignore[misc]
        """HiGHS greets on standard output when it sets up callbacks; not this one."""

        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Silent


def _highspy() -> Any:
    import highspy

    return highspy
