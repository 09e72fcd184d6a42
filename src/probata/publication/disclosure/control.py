"""Disclosure control from end to end: find the risks, choose, apply, and say what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from probata.analysis.disclosure_results import DisclosureRecord
from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.errors import AnalysisError
from probata.publication.disclosure.apply import apply_choice
from probata.publication.disclosure.build import Relations
from probata.publication.disclosure.linear import Name, Requirement
from probata.publication.disclosure.protect import Infeasible, choose_switches
from probata.publication.disclosure.words import name_places

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Choice:
    """What to hold back, and why.

    `off` are the names of numbers, of which `primary` are at risk themselves; `risks`
    are the counts that must stay open. `unlinked` are variables whose derivation was too
    large to follow.
    """

    off: frozenset[Name]
    primary: frozenset[Name]
    risks: tuple[Requirement, ...]
    unlinked: tuple[str, ...] = ()


def choose(study: Study, relations: Relations, tell: Tell | None = None) -> Choice:
    """The cheapest numbers to hold back so that no count at risk can be worked out.

    Raises AnalysisError where nothing that can be held back is enough. Mode "report"
    holds nothing back.
    """
    system = relations.system
    off: frozenset[Name] = frozenset()
    if study.file.disclosure.mode != "report":
        try:
            off = choose_switches(system, tell)
        except Infeasible as error:
            raise _cannot_protect(study, error.requirements) from None
    at_risk = [dict(item.form) for item in system.requirements]
    primary = {
        item.switch
        for item in system.published
        if item.switch is not None and item.switch in off and dict(item.form) in at_risk
    }
    return Choice(
        off,
        frozenset(primary),
        tuple(system.requirements),
        relations.unlinked,
    )


def protect(
    study: Study, results: Results, choice: Choice, earlier: Sequence[Results] = ()
) -> Results:
    """The results as they may leave: safe in modes "suppress" and "round", else as they are."""
    rules = study.file.disclosure
    base = rules.base if rules.mode == "round" else None
    shown = results
    if choice.off or base is not None:
        shown = apply_choice(study, results, choice.off, base)
    record = DisclosureRecord(
        mode=rules.mode,
        minimum_n=rules.minimum_n,
        minimum_cell=rules.least_cell,
        uniform_groups=rules.uniform_groups,
        missing_groups=rules.missing_groups,
        suppressed=len(choice.off),
        rounded=base,
        risks=len(count_risks(choice.risks)) if rules.mode == "report" else 0,
        reason=rules.reason,
        earlier=tuple(item.provenance.study_sha256 for item in earlier),
    )
    return shown.model_copy(update={"disclosure": record})


def follows_rules(made: DisclosureRecord, rules: Disclosure) -> bool:
    """Whether results were protected by these rules."""
    base = rules.base if rules.mode == "round" else None
    return (
        made.mode,
        made.minimum_n,
        made.minimum_cell,
        made.uniform_groups,
        made.missing_groups,
        made.rounded,
    ) == (
        rules.mode,
        rules.minimum_n,
        rules.least_cell,
        rules.uniform_groups,
        rules.missing_groups,
        base,
    )


def count_risks(risks: Iterable[Requirement]) -> list[tuple[str, str]]:
    """The groups at risk, each once with its rule."""
    return list(dict.fromkeys((item.about, item.rule) for item in risks))


def _cannot_protect(study: Study, found: Sequence[Requirement]) -> AnalysisError:
    faults = [
        study.declaration.fault(
            ("disclosure", "mode"),
            f"{about}: {rule}, and it follows from numbers that are never held back"
            f"{name_places(study, variables)}.",
            "Join the category with another, leave out what shows it, or change "
            "[disclosure].",
        )
        for about, rule, variables in dict.fromkeys(
            (item.about, item.rule, item.variables) for item in found
        )
    ]
    return AnalysisError(
        f"{study.id}: disclosure control cannot make these results safe to publish.",
        faults,
    )
