"""A product of two variables is the table of their combinations."""

import pytest
from builders import make_cases, make_study, repeat_rows

from probata.analysis.run import run_study
from probata.publication.disclosure.build import build_system
from probata.publication.disclosure.control import choose, protect

NAMES = ("outcome", "sex", "group", "place")
PREDICTORS = {"sex": ("m", "f"), "group": ("a", "b"), "place": ("x", "y", "z")}
MODELS = {"plain": {"b": ["sex", "group", "place"]}}
PRODUCT = """
[[blocks]]
id = "crossed"
label = "Crossed"
interactions = [{ variable = "sex", within = "group" }]

[[models]]
id = "m"
label = "m"
blocks = ["b", "crossed"]

[[tables]]
id = "A1"
title = "All"
variables = ["sex", "group", "place"]

[disclosure]
minimum_n = {least}
"""


def counts(few):
    found = {}
    for at, outcome in enumerate(("no", "yes")):
        for sex in "mf":
            for group in "ab":
                for step, place in enumerate("xyz"):
                    found[outcome, sex, group, place] = 9 + 2 * at + step
    for place in "xyz":
        for outcome in ("no", "yes"):
            found[outcome, "f", "b", place] = few
    return found


def results(tmp_path, least, few):
    study = make_study(
        tmp_path, PREDICTORS, MODELS, PRODUCT.replace("{least}", str(least))
    )
    cases = make_cases(tmp_path, study, repeat_rows(counts(few), NAMES))
    raw = run_study(study, cases)
    return raw, protect(study, raw, choose(study, build_system(study, raw)))


def numbers(model):
    """Every number of the product, and of the coefficients of its variables."""
    (item,) = model.interactions
    found = [getattr(one, key) for one in item.odds for key in ("n", "odds_ratio", "p")]
    found += [getattr(one, key) for one in item.shares for key in ("n", "percent")]
    names = {"sex", "group", "sex*group"}
    return found + [
        value
        for one in model.coefficients
        if one.variable in names
        for value in (one.n, one.estimate, one.standard_error)
    ]


def test_a_product_with_a_small_combination_is_withheld(tmp_path):
    """Each sex and group has enough cases; women of group b are six."""
    raw, safe = results(tmp_path, 10, 1)
    assert all(value is not None for value in numbers(raw.models[1]))
    assert set(numbers(safe.models[1])) == {None}


@pytest.mark.parametrize(("least", "few"), [(10, 5), (5, 4)])
def test_a_product_of_large_combinations_stays(tmp_path, least, few):
    raw, safe = results(tmp_path, least, few)
    assert numbers(safe.models[1]) == numbers(raw.models[1])
