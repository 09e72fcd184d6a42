"""Random studies on random cases, most of them with something to hide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np
from attacker import GAP, Attacker, Case
from builders import make_cases, write_study

from probata.analysis.results import Results
from probata.analysis.run import run_study
from probata.analysis.study import Study

HEADER = '[codebook]\ntitle = "Test"\nmissing = { "" = "unknown" }\n'
OUTCOME = ("no", "yes")


@dataclass(frozen=True)
class Drawn:
    """A study, its unprotected results, its cases, and the variables derived in it."""

    study: Study
    results: Results
    cases: list[Case]
    values: dict[str, list[str]]
    derived: dict[str, Callable[[Case], str]]
    models: dict[str, tuple[str, ...]]
    crosses: list[tuple[str, str]]
    listings: dict[str, tuple[str, ...]]
    needs: list[tuple[str, ...]]

    def attacker(self) -> Attacker:
        return Attacker(self.values, "outcome", "yes", self.derived)


def draw_study(folder, seed: int, settings: str | None = None) -> Drawn:
    """A study on 40 to 250 cases; raises AnalysisError where no model can be fitted."""
    random = np.random.default_rng(seed)
    outcomes = ["outcome", "later"] if random.random() < 0.4 else ["outcome"]
    categories = _categories(random, most=3 if len(outcomes) > 1 else 4)
    judged = [name for name in categories if name.startswith("q")]
    cases, values = _cases(random, categories, outcomes)
    derived = {"positives": lambda case: _count(case, judged)} if judged else {}
    names = [*categories, *derived]
    needs = [("q1", "q2")] if judged and random.random() < 0.6 else []
    crosses = _crosses(random, names)
    listings = {"L1": ("a", "b")} if random.random() < 0.3 else {}
    models = _models(random, list(categories))
    text = _study_text(names, crosses, listings, models, settings or _settings(random))
    text += _more_text(models, needs, later="later" in values)
    book = _codebook_text(categories, judged, later="later" in values)
    study = write_study(folder, book, text)
    columns = {
        name: ["" if c[name] == GAP else c[name] for c in cases] for name in values
    }
    results = run_study(study, make_cases(folder, study, columns))
    return Drawn(
        study, results, cases, values, derived, models, crosses, listings, needs
    )


def _categories(random, most: int) -> dict[str, list[str]]:
    """Fewer where there are two outcomes: the attacker's unknowns are all combinations."""
    found = {
        name: [f"{name}{at}" for at in range(random.integers(2, most + 1))]
        for name in "ab"
    }
    if random.random() < 0.4:
        return found | {"q1": ["no", "yes"], "q2": ["no", "yes"]}
    if most < 4:
        return found
    return found | {"c": [f"c{at}" for at in range(random.integers(2, 4))]}


def _cases(random, categories, outcomes) -> tuple[list[Case], dict[str, list[str]]]:
    n = int(random.integers(40, 250))
    columns = {}
    values = {}
    for name, ids in [
        *categories.items(),
        *((name, list(OUTCOME)) for name in outcomes),
    ]:
        shares = random.dirichlet(np.full(len(ids), 0.9))
        if name in outcomes:
            chance = random.uniform(0.15, 0.85)
            shares = np.array([1 - chance, chance])
        drawn = random.choice(len(ids), n, p=shares)
        rate = (
            random.choice([0, 0, 0.02, 0.05])
            if name not in outcomes
            else (random.choice([0, 0, 0, 0.03]))
        )
        gaps = random.random(n) < rate
        columns[name] = [
            GAP if gap else ids[at] for at, gap in zip(drawn, gaps, strict=True)
        ]
        values[name] = ids + [GAP] * bool(gaps.any())
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows], values


def _count(case: Case, judged: list[str]) -> str:
    if any(case[name] == GAP for name in judged):
        return GAP
    return str(sum(case[name] == "yes" for name in judged))


def _crosses(random, names) -> list[tuple[str, str]]:
    pairs = [("a", "b"), *((name, "b") for name in names[2:])]
    if len(names) > 2 and random.random() < 0.3:
        pairs += [(names[2], "a")]
    return [pair for pair in pairs if random.random() < 0.6]


def _models(random, names) -> dict[str, tuple[str, ...]]:
    every = {"m1": ("a", "b"), "m2": tuple(names), "m3": ("a",)}
    return {name: parts for name, parts in every.items() if random.random() < 0.5}


def _settings(random) -> str:
    least = int(random.choice([5, 10]))
    mode = str(random.choice(["suppress", "suppress", "suppress", "round"]))
    uniform = str(random.choice(["protect", "allow"]))
    missing = str(random.choice(["protect", "protect", "allow"]))
    return (
        f'mode = "{mode}"\nminimum_n = {least}\nuniform_groups = "{uniform}"\n'
        f'missing_groups = "{missing}"\nbase = {random.choice([3, 5])}\n'
    )


def _codebook_text(categories, judged, *, later: bool) -> str:
    parts = [HEADER]
    outcomes = ["outcome", "later"] if later else ["outcome"]
    for name, ids in [*categories.items(), *((name, OUTCOME) for name in outcomes)]:
        polarity = {"no": "negative", "yes": "positive"} if name in judged else {}
        inside = ", ".join(
            f'{{ id = "{item}"'
            + (f', polarity = "{polarity[item]}"' if polarity else "")
            + " }"
            for item in ids
        )
        parts.append(
            f'[variables.{name}]\nlabel = "{name}"\ntype = "categorical"\n'
            f"categories = [{inside}]"
        )
    if judged:
        inside = ", ".join(f'{{ id = "{at}" }}' for at in range(len(judged) + 1))
        named = ", ".join(f'"{name}"' for name in judged)
        parts.append(
            '[variables.positives]\nlabel = "positives"\ntype = "ordinal"\n'
            f"categories = [{inside}]\nderive = {{ count_positive = [{named}] }}"
        )
    return "\n".join(parts) + "\n"


def _study_text(names, crosses, listings, models, settings) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    parts = [
        '[study]\nid = "test"\ntitle = "Test"',
        '[outcome]\nvariable = "outcome"\npositive = "yes"',
        f'[[tables]]\nid = "T1"\ntitle = "T"\nvariables = [{listed}]',
        f"[disclosure]\n{settings}",
    ]
    parts += [
        f'[[figures]]\nid = "{at}"\ntitle = "F"\nvariables = ["{name}"]\nby = "{by}"'
        for at, (name, by) in enumerate(crosses, 1)
    ]
    parts += [
        f'[[listings]]\nid = "{name}"\ntitle = "L"\nvariables = {list(inside)}'.replace(
            "'", '"'
        )
        for name, inside in listings.items()
    ]
    for name, inside in models.items():
        quoted = str(list(inside)).replace("'", '"')
        parts.append(f'[[blocks]]\nid = "{name}"\nlabel = "B"\nvariables = {quoted}')
        parts.append(
            f'[[models]]\nid = "{name}"\nlabel = "{name}"\nblocks = ["{name}"]'
        )
    return "\n".join(parts) + "\n"


def _more_text(models, needs, *, later: bool) -> str:
    """A further outcome, the last model about it; and a matrix."""
    parts = []
    if later:
        parts.append('[[outcomes]]\nid = "later"\nvariable = "later"\npositive = "yes"')
    if later and models:
        name = list(models)[-1]
        parts.append(
            f'[[models]]\nid = "{name}_later"\nlabel = "{name} later"\n'
            f'outcome = "later"\nblocks = ["{name}"]'
        )
    if needs:
        rows = ", ".join(
            f'{{ id = "{" ".join(row)}", label = "N", variables = {list(row)} }}'
            for row in needs
        ).replace("'", '"')
        parts.append(
            '[[matrices]]\nid = "M"\ntitle = "M"\nstages = ["one", "two"]\n'
            f'positive = "yes"\nrows = [{rows}]'
        )
    return "\n".join(parts) + "\n"


# --- the groups that a reader can tell apart ------------------------------------------------


Group = tuple[str, np.ndarray, str, np.ndarray, np.ndarray]
Part = tuple[str, np.ndarray, str]


def groups_of(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    """Name, combinations and kind of every group in the study; who is positive, and known.

    left_over: cases that lack a value, or that a model leaves out. listed: a row of a
    listing. counted: a category among the cases of a model.
    """
    for outcome in ["outcome", *(["later"] if "later" in drawn.values else [])]:
        view = attacker.about(outcome)
        for parts in (_single, _crossed, _modelled):
            for about, group, kind in parts(drawn, view):
                yield f"{about} by {outcome}", group, kind, view.yes, view.known
    for about, group, kind in _listed(drawn, attacker):
        yield about, group, kind, attacker.yes, attacker.known
    yield from _staged(drawn, attacker)


def _staged(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    """Who comes to a stage with an answer; what it is stands for the outcome."""
    for row in drawn.needs:
        reached = np.ones(len(attacker.cases), dtype=bool)
        for name in row:
            yes = attacker.where(**{name: "yes"})
            known = ~attacker.where(**{name: GAP})
            yield f"reached {name}", reached & known, "group", yes, known
            reached = reached & yes


def _single(drawn: Drawn, attacker: Attacker) -> Iterator[Part]:
    outcomes = ("outcome", "later")
    names = [n for n in [*drawn.values, *drawn.derived] if n not in outcomes]
    for name in names:
        for value in np.unique(attacker.columns[name]):
            group = attacker.where(**{name: value}) & attacker.known
            yield f"{name}={value}", group, "left_over" if value == GAP else "group"


def _crossed(drawn: Drawn, attacker: Attacker) -> Iterator[Part]:
    for name, by in drawn.crosses:
        values = np.unique(attacker.columns[name]), np.unique(attacker.columns[by])
        for value, other in product(*values):
            if value == other == GAP:
                continue
            group = attacker.where(**{name: value, by: other}) & attacker.known
            kind = "left_over" if GAP in (value, other) else "group"
            yield f"{name}={value}, {by}={other}", group, kind


def _listed(drawn: Drawn, attacker: Attacker) -> Iterator[Part]:
    for inside in drawn.listings.values():
        for row in sorted(
            {tuple(case[name] for name in inside) for case in drawn.cases}
        ):
            answers = dict(zip(inside, row, strict=True))
            if GAP not in row:  # that few cases lack a value may be known
                yield f"listed {answers}", attacker.where(**answers), "listed"


def _modelled(drawn: Drawn, attacker: Attacker) -> Iterator[Part]:
    used = {}
    for model, inside in drawn.models.items():
        complete = attacker.known.copy()
        for name in inside:
            complete &= ~attacker.where(**{name: GAP})
        used[model] = complete
        yield f"left out by {model}", attacker.known & ~complete, "left_over"
        for name in inside:
            for value in drawn.values[name]:
                if value != GAP:
                    group = complete & attacker.where(**{name: value})
                    yield f"{model}: {name}={value}", group, "counted"
    for model, other in permutations(drawn.models, 2):
        if set(drawn.models[model]) < set(drawn.models[other]):
            yield f"{model} less {other}", used[model] & ~used[other], "left_over"


def count_cases(drawn: Drawn, attacker: Attacker, group: np.ndarray) -> int:
    """How many of the cases have one of these combinations."""
    inside = {
        tuple(case[name] for name in drawn.values)
        for case, chosen in zip(attacker.cases, group, strict=True)
        if chosen
    }
    return sum(
        tuple(case[name] for name in drawn.values) in inside for case in drawn.cases
    )
