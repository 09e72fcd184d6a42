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

    def attacker(self) -> Attacker:
        return Attacker(self.values, "outcome", "yes", self.derived)


def draw_study(folder, seed: int, settings: str | None = None) -> Drawn:
    """A study on 40 to 250 cases; raises AnalysisError where no model can be fitted."""
    random = np.random.default_rng(seed)
    categories = _categories(random)
    judged = [name for name in categories if name.startswith("q")]
    cases, values = _cases(random, categories)
    derived = {"positives": lambda case: _count(case, judged)} if judged else {}
    names = [*categories, *derived]
    crosses = _crosses(random, names)
    listings = {"L1": ("a", "b")} if random.random() < 0.3 else {}
    models = _models(random, list(categories))
    text = _study_text(names, crosses, listings, models, settings or _settings(random))
    study = write_study(folder, _codebook_text(categories, judged), text)
    columns = {
        name: ["" if c[name] == GAP else c[name] for c in cases] for name in values
    }
    results = run_study(study, make_cases(folder, study, columns))
    return Drawn(study, results, cases, values, derived, models, crosses, listings)


def _categories(random) -> dict[str, list[str]]:
    found = {
        name: [f"{name}{at}" for at in range(random.integers(2, 5))] for name in "ab"
    }
    if random.random() < 0.4:
        return found | {"q1": ["no", "yes"], "q2": ["no", "yes"]}
    return found | {"c": [f"c{at}" for at in range(random.integers(2, 4))]}


def _cases(random, categories) -> tuple[list[Case], dict[str, list[str]]]:
    n = int(random.integers(40, 250))
    columns = {}
    values = {}
    for name, ids in [*categories.items(), ("outcome", list(OUTCOME))]:
        shares = random.dirichlet(np.full(len(ids), 0.9))
        if name == "outcome":
            chance = random.uniform(0.15, 0.85)
            shares = np.array([1 - chance, chance])
        drawn = random.choice(len(ids), n, p=shares)
        rate = (
            random.choice([0, 0, 0.02, 0.05])
            if name != "outcome"
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
    if random.random() < 0.3:
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


def _codebook_text(categories, judged) -> str:
    parts = [HEADER]
    for name, ids in [*categories.items(), ("outcome", OUTCOME)]:
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


# --- the groups that a reader can tell apart ------------------------------------------------


Group = tuple[str, np.ndarray, str]


def groups_of(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    """Name, combinations and kind of every group in the study.

    left_over: cases that lack a value, or that a model leaves out. listed: a row of a
    listing. counted: a category among the cases of a model.
    """
    yield from _single(drawn, attacker)
    yield from _crossed(drawn, attacker)
    yield from _listed(drawn, attacker)
    yield from _modelled(drawn, attacker)


def _single(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    names = [name for name in [*drawn.values, *drawn.derived] if name != "outcome"]
    for name in names:
        for value in np.unique(attacker.columns[name]):
            group = attacker.where(**{name: value}) & attacker.known
            yield f"{name}={value}", group, "left_over" if value == GAP else "group"


def _crossed(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    for name, by in drawn.crosses:
        values = np.unique(attacker.columns[name]), np.unique(attacker.columns[by])
        for value, other in product(*values):
            if value == other == GAP:
                continue
            group = attacker.where(**{name: value, by: other}) & attacker.known
            kind = "left_over" if GAP in (value, other) else "group"
            yield f"{name}={value}, {by}={other}", group, kind


def _listed(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
    for inside in drawn.listings.values():
        for row in sorted(
            {tuple(case[name] for name in inside) for case in drawn.cases}
        ):
            answers = dict(zip(inside, row, strict=True))
            if GAP not in row:  # that few cases lack a value may be known
                yield f"listed {answers}", attacker.where(**answers), "listed"


def _modelled(drawn: Drawn, attacker: Attacker) -> Iterator[Group]:
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
