"""Small studies and cases, written to files and read back as a user's would be."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from probata.analysis.read_study import read_study
from probata.analysis.results import Results
from probata.analysis.run import run_study
from probata.analysis.study import Study
from probata.dataset.columns import Cases
from probata.dataset.load import load_cases
from probata.dataset.rows import write_csv

# What stands for an interval variable where others list their categories.
INTERVAL = ("interval",)
Variables = Mapping[str, Sequence[str]]

CODEBOOK_HEADER = """
[codebook]
title = "Test"
extra_columns = "ignore"
missing = { "" = "unknown", "not_asked" = "not_asked", "not_answered" = "not_answered" }
"""


def codebook_text(variables: Variables) -> str:
    """A codebook of categorical variables (first category: reference) and intervals."""
    parts = [CODEBOOK_HEADER]
    for name, categories in variables.items():
        parts.append(f"[variables.{name}]\nlabel = {json.dumps(name)}")
        if categories == INTERVAL:
            parts.append('type = "interval"')
        else:
            inside = ", ".join(f"{{ id = {json.dumps(item)} }}" for item in categories)
            parts.append(f'type = "categorical"\ncategories = [{inside}]')
    return "\n".join(parts) + "\n"


def study_text(
    outcome: str,
    positive: str,
    models: Mapping[str, Mapping[str, Iterable[str]]],
    extra: str = "",
) -> str:
    """A study whose models are given as {model: {block: variables}}."""
    blocks: dict[str, list[str]] = {}
    for entered in models.values():
        blocks |= {block: list(names) for block, names in entered.items()}
    parts = ['[study]\nid = "test"\ntitle = "Test"']
    parts.append(f'[outcome]\nvariable = "{outcome}"\npositive = "{positive}"')
    parts += [
        f'[[blocks]]\nid = "{block}"\nlabel = "{block}"\nvariables = {json.dumps(names)}'
        for block, names in blocks.items()
    ]
    parts += [
        f'[[models]]\nid = "{model}"\nlabel = "{model}"\nblocks = {json.dumps(list(entered))}'
        for model, entered in models.items()
    ]
    return "\n".join([*parts, extra, '[text]\nsections = ["text.md"]\n'])


def write_study(folder: Path, codebook: str, study: str) -> Study:
    (folder / "codebook.toml").write_text(codebook, encoding="utf-8")
    (folder / "study.toml").write_text(study, encoding="utf-8")
    return read_study(folder)


def make_study(
    folder: Path,
    predictors: Variables,
    models: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
    extra: str = "",
) -> Study:
    """A study of `outcome` (no, yes) on the predictors; by default one model, one block."""
    models = models or {"m": {"all": list(predictors)}}
    codebook = codebook_text({"outcome": ("no", "yes"), **predictors})
    return write_study(folder, codebook, study_text("outcome", "yes", models, extra))


def make_cases(
    folder: Path, study: Study, columns: Mapping[str, Iterable[object]]
) -> Cases:
    """Cases from columns of values, through a CSV file."""
    path = folder / "cases.csv"
    text = {name: [str(item) for item in values] for name, values in columns.items()}
    path.write_bytes(write_csv(text))
    return load_cases(path, study.codebook)


def run_columns(
    folder: Path,
    predictors: Variables,
    columns: Mapping[str, Iterable[object]],
    models: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
    extra: str = "",
) -> Results:
    """The results of a made-up study on made-up columns."""
    study = make_study(folder, predictors, models, extra)
    return run_study(study, make_cases(folder, study, columns))


def repeat_rows(
    counts: Mapping[tuple[str, ...], int], names: Sequence[str]
) -> dict[str, list[str]]:
    """Columns from a table of counts: {("a", "yes"): 3} gives three such rows."""
    rows = [row for row, count in counts.items() for _ in range(count)]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def random_columns(seed: int, n: int) -> dict[str, list[object]]:
    """Cases with an interval, a three-category and a two-category predictor."""
    random = np.random.default_rng(seed)
    age = random.integers(18, 70, n)
    group = random.integers(0, 3, n)
    sex = random.integers(0, 2, n)
    eta = -0.5 + 0.02 * (age - 40) + 0.6 * (group == 1) - 0.4 * sex
    outcome = random.random(n) < 1 / (1 + np.exp(-eta))
    return {
        "outcome": [("no", "yes")[int(item)] for item in outcome],
        "age": age.tolist(),
        "group": [("a", "b", "c")[item] for item in group],
        "sex": [("male", "female")[item] for item in sex],
    }


RANDOM_PREDICTORS: dict[str, Sequence[str]] = {
    "age": INTERVAL,
    "group": ("a", "b", "c"),
    "sex": ("male", "female"),
}


REFERENCE = Path(__file__).parent / "reference" / "data"
# The low birth weight data of tests/reference: first category of each is the reference.
BIRTHWT: dict[str, Sequence[str]] = {
    "age": INTERVAL,
    "lwt": INTERVAL,
    "race": ("1", "2", "3"),
    "smoke": ("0", "1"),
    "ptl": INTERVAL,
    "ht": ("0", "1"),
    "ui": ("0", "1"),
}


def read_answers(name: str) -> dict[tuple[str, str], float]:
    """Another program's answers: what, term, value."""
    with (REFERENCE / name).open(newline="") as stream:
        rows = csv.DictReader(stream)
        return {(row["what"], row["term"]): float(row["value"]) for row in rows}
