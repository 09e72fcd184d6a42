"""From a study and its results to the system that says what its readers can work out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.publication.disclosure.costs import Costs
from probata.publication.disclosure.earlier import link_earlier
from probata.publication.disclosure.linear import System
from probata.publication.disclosure.model_relations import tell_models
from probata.publication.disclosure.relations import tell_tables
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
    now = Told(study, results, Tables(system), known_from(base), costs, bool(earlier))
    _tell(now)
    for item in earlier:
        made = item.disclosure
        rounded = made.rounded if made is not None else None
        then = Told(study, item, Tables(system), known_from(rounded), None)
        _tell(then)
        system.requirements += [
            soften(found, base) for found in link_earlier(now, then)
        ]
    for group in now.groups:
        system.requirements += [
            soften(found, base) for found in find_risks(group, rules)
        ]
    return Relations(system, tuple(dict.fromkeys(now.unlinked)))


def _tell(told: Told) -> None:
    tell_tables(told)
    tell_models(told)
    told.tables.tie()
