"""A reader who tries to work out suppressed counts from a published results file.

He knows the codebook and the study, and nothing of `probata.publication.disclosure`: his
unknowns are the numbers of cases with each combination of all answers, and every number
of the file is a sum of some of them; estimates of models are sums, too, for the fitted
probabilities of a category add up to its positive cases. He asks an integer programme for the least and the
most that a group can hold.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, lil_array

from probata.analysis.results import ModelResult, Results, Share

GAP = "?"
Case = Mapping[str, str]


@dataclass
class Attacker:
    """`values` lists the answers of each variable, GAP among them where it can be missing.

    `derived` gives further variables as functions of a combination of answers.
    """

    values: Mapping[str, Sequence[str]]
    outcome: str
    positive: str
    derived: Mapping[str, Callable[[Case], str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = list(self.values)
        self.cases = [
            dict(zip(names, row, strict=True)) for row in product(*self.values.values())
        ]
        for case in self.cases:
            case |= {name: rule(case) for name, rule in self.derived.items()}
        self.columns = {
            name: np.array([case[name] for case in self.cases])
            for name in [*names, *self.derived]
        }
        self.known = self.columns[self.outcome] != GAP
        self.yes = self.columns[self.outcome] == self.positive
        # Each row: of each combination, of further unknowns, and between which bounds.
        self.size = len(self.cases)
        self.rows: list[np.ndarray] = []
        self.also: list[Mapping[int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    # --- what a group is -----------------------------------------------------------

    def where(self, **answers: str) -> np.ndarray:
        """Which combinations have these answers, whatever the outcome."""
        found = np.ones(len(self.cases), dtype=bool)
        for name, answer in answers.items():
            found &= self.columns[name] == answer
        return found

    # --- what is published ------------------------------------------------------------

    def learn(
        self, group: np.ndarray, value: int | None, spread: tuple[int, int] = (0, 0)
    ) -> None:
        """The count of a group is `value`, or within `spread` of it; None says nothing."""
        if value is not None:
            low, high = max(0, value - spread[0]), value + spread[1]
            self._add_row(group, low, high, {})

    def learn_share(
        self, group: np.ndarray, share: Share, spread: tuple[int, int]
    ) -> None:
        self.learn(group & self.known, share.n, spread)
        self.learn(group & self.yes, share.positive, spread)

    def about(self, outcome: str) -> "Attacker":
        """The same reader, the same knowledge, looking at another outcome."""
        other = copy(self)
        other.known = self.columns[outcome] != GAP
        other.yes = self.columns[outcome] == self.positive
        return other

    def read(self, results: Results) -> None:
        """Everything that a published results file says about numbers of cases."""
        base = results.disclosure.rounded
        spread = (0, 0) if base is None else (base // 2, (base - 1) // 2)
        everyone = np.ones(len(self.cases), dtype=bool)
        self.learn(everyone, results.cases)
        views = {"main": self}
        self._read_counts(results, everyone, spread)
        for outcome in results.outcomes:
            views[outcome.id] = self.about(outcome.id)
            views[outcome.id]._read_counts(outcome, everyone, spread)
        for listing in results.listings:
            self._read_listing(listing, everyone, spread)
        for matrix in results.matrices:
            self._read_matrix(matrix, everyone, spread)
        used = [
            views[model.outcome]._read_model(model, spread) for model in results.models
        ]
        self.counts = len(self.rows)
        for model, group in zip(results.models, used, strict=True):
            view = views[model.outcome]
            view.size = self.size  # further unknowns are numbered through
            view._read_estimates(model, group)
            self.size = view.size

    def _read_counts(self, results, everyone, spread) -> None:
        """Totals, frequencies and crosses of one outcome."""
        self.learn_share(everyone, results.total, (0, 0))
        for name, frequency in results.frequencies.items():
            for item in frequency.categories:
                self.learn_share(self.where(**{name: item.category}), item, spread)
            missing = self.where(**{name: GAP}) & self.known
            if not frequency.missing:
                self.learn(missing, 0)
            for item in frequency.missing:
                self.learn(missing, item.n, spread)
                self.learn(missing & self.yes, item.positive, spread)
        for cross in results.crosses:
            for cell in cross.cells:
                answers = {cross.variable: cell.category, cross.by: cell.by_category}
                self.learn_share(self.where(**answers), cell, spread)

    def _read_matrix(self, matrix, everyone, spread) -> None:
        """Who reaches each stage; the rows of a matrix are named after their variables."""
        sums: dict[tuple[int, str], np.ndarray] = {}
        for row in matrix.rows:
            reached = everyone
            for at, share in enumerate(row.stages):
                if row.id == "all":
                    parts = {w: sums[at, w] for w in ("n", "positive", "missing")}
                else:
                    name = row.id.split(" ")[at]
                    yes = reached & self.where(**{name: self.positive})
                    lost = reached & self.where(**{name: GAP})
                    parts = {"n": reached & ~lost, "positive": yes, "missing": lost}
                    reached = yes
                    for what, group in parts.items():
                        known = sums.get((at, what), np.zeros(len(group)))
                        sums[at, what] = known + group
                for what, group in parts.items():
                    self.learn(group, getattr(share, what), spread)

    def _read_listing(self, listing, everyone, spread) -> None:
        absent = everyone.copy()
        for row in listing.rows:
            answers = {
                name: GAP if category is None else category
                for name, category in zip(
                    listing.variables, row.categories, strict=True
                )
            }
            group = self.where(**answers)
            absent &= ~group
            self.learn(group, row.n, spread)
            self._add_row(group, 1, np.inf, {})
        self.learn(absent, 0)

    def _read_model(self, model: ModelResult, spread) -> np.ndarray:
        flow = model.complete_cases
        left = self.known.copy()
        for step in flow.steps:
            missing = self.where(**{step.variable: GAP})
            self.learn(missing, step.missing, spread)
            for item in step.reasons:
                self.learn(missing, item.n, spread)
                self.learn(missing & self.yes, item.positive, spread)
            self.learn(left & missing, step.lost)
            left &= ~missing
        self.learn(left, flow.used)
        self.learn(left & self.yes, flow.positive)
        for item in model.coefficients:
            if item.category:
                group = left & self.where(**{item.variable: item.category})
                self.learn(group, item.n, spread)
        return left

    def _read_estimates(self, model: ModelResult, used: np.ndarray) -> None:
        """Fitted probabilities add up to the positive cases, in all and in each category.

        Where an estimate is held back, what its cases are expected to add is anything
        from nought to their number: one unknown more for each of their combinations.
        """
        constant, *terms = model.coefficients
        status = {item.status for item in model.coefficients}
        if constant.estimate is None or not status <= {"estimated", "suppressed"}:
            return
        log_odds = np.full(len(self.cases), constant.estimate)
        for variable, reference in model.references.items():
            known = {
                item.category: item.estimate
                for item in terms
                if item.variable == variable
            } | {reference: 0.0}
            for category, estimate in known.items():
                group = self.where(**{variable: category})
                log_odds[group] += np.nan if estimate is None else estimate
        share = 1 / (1 + np.exp(-log_odds))
        blind = used & np.isnan(share)
        extra = self._add_unknowns(blind)
        groups = [used]
        for variable in model.references:
            groups += [
                used & self.where(**{variable: value})
                for value in self.values[variable]
                if value != GAP
            ]
        for group in groups:
            row = (group & self.yes) - np.where(group & ~blind, share, 0)
            also = {at: -1.0 for case, at in extra.items() if group[case]}
            self._add_row(row, -0.01, 0.01, also)

    def _add_unknowns(self, blind: np.ndarray) -> dict[int, int]:
        """For each combination an unknown more, that is not above its number of cases."""
        extra = {}
        for case in np.flatnonzero(blind):
            extra[int(case)] = self.size
            self.size += 1
            row = np.zeros(len(self.cases))
            row[case] = -1
            self._add_row(row, -np.inf, 0, {extra[int(case)]: 1.0})
        return extra

    def _add_row(
        self, row: np.ndarray, low: float, high: float, also: Mapping[int, float]
    ) -> None:
        self.rows.append(row.astype(float))
        self.also.append(also)
        self.low.append(low)
        self.high.append(high)

    # --- the attack ----------------------------------------------------------------------

    def solve(self) -> None:
        """Put what was learnt into matrices: the counts, and the counts with the estimates."""
        more = lil_array((len(self.rows), self.size - len(self.cases)))
        for at, also in enumerate(self.also):
            for column, times in also.items():
                more[at, column - len(self.cases)] = times
        matrix = hstack([csr_array(np.array(self.rows)), more])
        low, high, matrix = np.array(self.low), np.array(self.high), matrix.tocsr()
        first, n = self.counts, len(self.cases)
        self.told = LinearConstraint(matrix[:first, :n], low[:first], high[:first])
        self.fitted = LinearConstraint(matrix, low, high)

    def interval(self, group: np.ndarray) -> tuple[int, int]:
        """The least and the most that a group can hold, given all that was learnt.

        From the counts in whole numbers, and from counts and estimates in any numbers: in
        whole ones that would take for ever.
        """
        wanted = group.astype(float)
        more = np.append(wanted, np.zeros(self.size - len(group)))
        low, high = (
            round(sign * _least(sign * wanted, self.told, True)) for sign in (1, -1)
        )
        if self.size == len(group) and len(self.rows) == self.counts:
            return low, high
        least, most = (
            sign * _least(sign * more, self.fitted, False) for sign in (1, -1)
        )
        return max(low, ceil(least - 0.05)), min(high, floor(most + 0.05))


def _least(wanted: np.ndarray, rows: LinearConstraint, whole: bool) -> float:
    kind = np.full(len(wanted), int(whole))
    found = milp(wanted, constraints=rows, bounds=Bounds(0, np.inf), integrality=kind)
    assert found.x is not None, found.message
    return found.fun
