"""From a study and its results to the system that says what its readers can work out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.disclosure.costs import Costs
from probata.publication.disclosure.earlier import link_earlier
from probata.publication.disclosure.linear import System
from probata.publication.disclosure.matrix_relations import tell_matrices
from probata.publication.disclosure.model_relations import tell_models
from probata.publication.disclosure.relations import (
    follow_derivations,
    tell_counts,
    tell_listings,
)
from probata.publication.disclosure.risks import find_risks
from probata.publication.disclosure.rounded import known_from, soften
from probata.publication.disclosure.tables import Tables
from probata.publication.disclosure.told import Told


@dataclass(frozen=True)
class Relations:
    """The system, with its requirements, and the variables that could not be followed."""

    system: System
    unlinked: tuple[str, ...]


def build_system(
    study: Study, results: Results, earlier: Sequence[Results] = ()
) -> Relations:
    """Everything published and everything that must stay open.

    `results` are not protected yet; `earlier` are those of bulletins that are out.
    """
    rules = study.file.disclosure
    base = rules.base if rules.mode == "round" else None
    system = System(max(results.cases, *(item.cases for item in earlier), 1))
    costs = Costs(study, results)
    now = _open(study, results, system, base, costs)
    now.beside_earlier = bool(earlier)
    _tell(now)
    for item in earlier:
        made = item.disclosure
        rounded = made.rounded if made is not None else None
        then = _open(study, item, system, rounded, None)
        _tell(then)
        system.requirements += [
            soften(found, base) for found in link_earlier(now, then)
        ]
    for group in now.groups:
        system.requirements += [
            soften(found, base) for found in find_risks(group, rules)
        ]
    return Relations(system, tuple(dict.fromkeys(now.unlinked)))


def _open(
    study: Study,
    results: Results,
    system: System,
    base: int | None,
    costs: Costs | None,
) -> Told:
    """A bulletin of which nothing is told yet."""
    outcome = study.file.outcome
    some_unknown = results.total.n != results.cases
    tables = Tables(
        system, (outcome.variable, outcome.positive), some_unknown=some_unknown
    )
    others = [results.about(item.id) for item in study.file.outcomes]
    return Told(study, results, tables, known_from(base), costs, [results, *others])


def _tell(told: Told) -> None:
    told.tell_exactly(told.tables.every(()), told.results.cases)
    views = [told, *(told.about(item.id) for item in told.study.file.outcomes)]
    for view in views:
        tell_counts(view)
    tell_listings(told)
    tell_matrices(told)
    follow_derivations(told)
    for view in views:
        tell_models(view)
    told.tables.tie()
