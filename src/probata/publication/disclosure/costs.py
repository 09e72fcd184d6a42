"""What it costs to hold a number back: more for what a reader looks at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from probata.analysis.claims import model_variable
from probata.analysis.results import Results
from probata.analysis.study import Claim, Study
from probata.publication.disclosure.linear import Name
from probata.publication.disclosure.risks import find_open

# One unit is about one count in a table. A percentage is worth more than its number of
# cases, an odds ratio (which goes with its number of cases) more than a percentage; the
# total is the last to go, and what no page prints the first.
COSTS: dict[tuple[str, str], float] = {
    ("frequency", "n"): 1,
    ("frequency", "positive"): 2,
    ("cross", "n"): 1,
    ("cross", "positive"): 1.5,
    ("listing", "n"): 1,
    ("missing", "n"): 0.6,
    ("missing", "positive"): 0.1,
    ("flow", "missing"): 0.3,
    ("category", "n"): 4,
    ("used", "positive"): 6,
    ("fitted", "hosmer_lemeshow"): 0.5,
    ("fitted", "calibration"): 0.5,
    ("fitted", "classification"): 2,
    ("matrix", "n"): 1,
    ("matrix", "positive"): 2,
    ("matrix", "missing"): 0.3,
    ("total", "positive"): 100,
}
# Estimates go with the positive cases of their category, and with those of the reference.
ESTIMATE = 3.0
# A statement of the text that rests on a number would have to go with it.
CLAIMED = 20.0


class Costs:
    """The cost of each switch of one outcome; of two alike, the smaller count is cheaper."""

    def __init__(self, study: Study, results: Results) -> None:
        self.cases = max(1, results.cases)
        self.estimates = Counter(_estimated(study, results))
        self.claimed = {
            name
            for claim in study.file.claims
            if claim.outcome == study.file.outcome.id or claim.matrix is not None
            for name in _rests_on(claim, study, results)
        }

    def of(self, name: Name, count: int) -> float:
        cost = COSTS[name[0], name[-1]] + count / self.cases
        cost += ESTIMATE * self.estimates[name]
        return cost + CLAIMED if name in self.claimed else cost


def _estimated(study: Study, results: Results) -> Iterator[Name]:
    """For each estimate, the numbers that it goes with."""
    told_roughly = set(find_open(study, results))
    for model in results.models:
        for item in model.coefficients:
            if item.category and model.outcome == study.file.outcome.id:
                reference = model.references.get(item.variable, "")
                for category in (item.category, reference):
                    if (item.variable, category) not in told_roughly:
                        yield ("frequency", item.variable, category, "positive")


def _rests_on(claim: Claim, study: Study, results: Results) -> Iterator[Name]:
    """The switches of the numbers that a claim needs."""
    if claim.matrix is not None:
        yield ("matrix", claim.matrix, claim.row, claim.stage, "positive")
        return
    kind = claim.kinds()[0]
    categories = [claim.category or "", *claim.higher_than]
    if kind in ("percent", "higher_than"):
        variable = study.codebook.banded_of(claim.variable)
        for category in categories:
            if claim.by is None:
                yield ("frequency", variable, category, "positive")
            else:
                within = (category, claim.by_category or "")
                yield ("cross", variable, claim.by, *within, "positive")
    if kind == "direction":
        for name in claim.models:
            model = results.model(name)
            variable = model_variable(model, claim.variable, study)
            for category in (claim.category or "", claim.against or ""):
                yield ("category", name, variable, category, "n")
                yield ("frequency", variable, category, "positive")
