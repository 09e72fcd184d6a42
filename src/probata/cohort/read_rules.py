"""Reads the rules of a cohort and reports all their faults together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.places import Places, packaged_file
from probata.cohort.rules_file import RulesFile
from probata.cohort.vocabulary import Vocabulary, fits, say_allowed, vocabulary
from probata.cohort.window import week_faults
from probata.conditions import ConditionError, parse_condition
from probata.declarations import Place, build_declared, read_declaration, suggest
from probata.errors import DeclarationError

DEFAULT = "probation_2021"
START = "start"
Found = tuple[Place, str, str]


def read_rules(path: Path | None, file: CaseListFile, places: Places) -> RulesFile:
    """Read the rules, checked against what the case list declares.

    Without a path, the packaged default. Raises DeclarationError with every fault.
    """
    declaration = read_declaration(path or packaged_file(DEFAULT))
    rules = build_declared(RulesFile, declaration)
    found = [
        *_window(rules),
        *_ids(rules),
        *_dates(rules, file),
        *_steps(rules),
        *_conditions(rules, vocabulary(file, rules, places)),
    ]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return rules


def _window(rules: RulesFile) -> Iterator[Found]:
    window = rules.window
    if window.first_week < window.last_week:
        yield (
            ("window", "last_week"),
            "the last week lies further back than the first.",
            "first_week counts more weeks before fieldwork than last_week.",
        )
        return
    chosen = sorted(rules.weeks.chosen, reverse=True)
    for problem, mend in week_faults(rules, chosen):
        yield (("weeks", "chosen"), problem, mend)
    for number in rules.top_up.weeks if rules.top_up else ():
        outside = not window.last_week <= number <= window.first_week
        if outside or number in chosen:
            yield (
                ("top_up", "weeks"),
                f"week {number} is {'outside the window' if outside else 'chosen already'}.",
                "",
            )


def _ids(rules: RulesFile) -> Iterator[Found]:
    for part in ("starts", "steps"):
        seen: set[str] = set()
        for at, item in enumerate(getattr(rules, part)):
            if item.id in seen:
                yield ((part, at, "id"), f"the id `{item.id}` stands twice.", "")
            seen.add(item.id)


def _dates(rules: RulesFile, file: CaseListFile) -> Iterator[Found]:
    dates = [name for name, field in file.fields.items() if field.kind == "date"]
    for at, start in enumerate(rules.starts):
        if start.date not in dates:
            yield (
                ("starts", at, "date"),
                f"`{start.date}` is not a date of the list.",
                suggest(start.date, dates),
            )
    for name, fact in rules.facts.items():
        if name in file.fields:
            yield (("facts", name), f"`{name}` is a field of the list.", "Rename it.")
        for key, date in (("from", fact.from_), ("to", fact.to)):
            if date not in (START, *dates):
                yield (
                    ("facts", name, key),
                    f"`{date}` is neither `{START}` nor a date of the list.",
                    suggest(date, [START, *dates]),
                )


def _steps(rules: RulesFile) -> Iterator[Found]:
    if sum(step.kind == "weeks" for step in rules.steps) != 1:
        yield (("steps",), 'exactly one step must be of kind "weeks".', "")
    for at, step in enumerate(rules.steps):
        conditional = step.kind in ("scope", "exclude")
        if conditional != (step.when is not None):
            need = "needs" if conditional else "takes no"
            yield (("steps", at), f"a step of kind `{step.kind}` {need} `when`.", "")
        if (step.kind == "one_per_person") != (step.keep is not None):
            need = "needs" if step.keep is None else "takes no"
            yield (("steps", at), f"a step of kind `{step.kind}` {need} `keep`.", "")


def _conditions(rules: RulesFile, names: Vocabulary) -> Iterator[Found]:
    # The start of a case is chosen before its facts are known.
    early = {
        name: codes
        for name, codes in names.items()
        if name not in rules.facts and name != "start_kind"
    }
    for at, start in enumerate(rules.starts):
        yield from _condition(("starts", at, "when"), start.when, early)
    for at, step in enumerate(rules.steps):
        if step.when is not None:
            yield from _condition(("steps", at, "when"), step.when, names)


def _condition(place: Place, text: str, names: Vocabulary) -> Iterator[Found]:
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        yield (place, f"{error}.", "")
        return
    for name in sorted(condition.names - set(names)):
        yield (
            place,
            f"`{name}` is no fact that can be used here.",
            suggest(name, names),
        )
    for name, value in condition.comparisons:
        if name in names and not fits(value, names[name]):
            yield (
                place,
                f"`{name}` can never be `{value}`.",
                f"It may be {say_allowed(names[name])}.",
            )
