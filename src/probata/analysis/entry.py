"""Block entry in full: the equation at each earlier step, and score tests of entering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Column, Design
from probata.analysis.distributions import chi_square_tail
from probata.analysis.fit_results import EntryTest, HosmerLemeshow
from probata.analysis.fitting import SafeFit
from probata.analysis.goodness import classify, measure_hosmer_lemeshow
from probata.analysis.inference import (
    list_coefficients,
    list_joint_tests,
    list_wald_tests,
)
from probata.analysis.penalised import penalise
from probata.analysis.results import (
    Coefficient,
    Equation,
    JointTest,
)
from probata.analysis.study import Inference

Floats = NDArray[np.float64]
Terms = Sequence[tuple[str, str]]
Entered = Sequence[tuple[str, Design, SafeFit]]


def list_equation(
    design: Design, fit: SafeFit, terms: Terms, inference: Inference, whole: bool
) -> tuple[list[Coefficient], list[JointTest]]:
    """Coefficients and joint tests of a fit; penalised where it separates and the study says so.

    The Wald tests alone unless `whole`: likelihood-ratio tests need a fit a variable.
    """
    if fit.separation is not None and inference.separation == "firth":
        coefficients, tests = penalise(design, terms, inference)
        return coefficients, [item for item in tests if whole or item.test == "wald"]
    test = list_joint_tests if whole else list_wald_tests
    return (
        list_coefficients(design, fit, inference.confidence),
        test(design, fit, terms),
    )


def goodness_of(y: Floats, fit: SafeFit, inference: Inference) -> HosmerLemeshow | None:
    """Hosmer and Lemeshow's test of a fit; None where a separation makes it hollow."""
    if fit.separation is not None:
        return None
    return measure_hosmer_lemeshow(
        y, fit.mu, inference.groups, inference.hosmer_lemeshow
    )


def list_earlier(
    entered: Entered, terms: Terms, inference: Inference
) -> list[Equation]:
    """The equation of every step but the last."""
    equations = []
    for number, (_, design, fit) in enumerate(entered[:-1]):
        blocks = [block for block, _, _ in entered[: number + 1]]
        own = [item for item in terms if item[0] in blocks]
        coefficients, tests = list_equation(design, fit, own, inference, whole=False)
        equations.append(
            Equation(
                step=number,
                iterations=fit.iterations,
                coefficients=tuple(coefficients),
                tests=tuple(tests),
                classification=classify(design.y, fit.mu, inference.classification_cut),
                hosmer_lemeshow=goodness_of(design.y, fit, inference)
                if number
                else None,
            )
        )
    return equations


def list_entry_tests(design: Design) -> list[EntryTest]:
    """Score tests of the columns of `design` against the constant alone."""
    share = float(design.y.mean())
    x = design.x - design.x.mean(axis=0)
    score = x.T @ (design.y - share)
    return test_entries(design.columns, share * (1 - share) * (x.T @ x), score)


def test_entries(
    columns: Sequence[Column], information: Floats, score: Floats
) -> list[EntryTest]:
    """From U = X'(y - p) and I = p (1 - p) X'X, for X less its column means.

    A row a variable, followed by a row a category where it has several columns, and the
    whole design last: Rao (1948), as SPSS heads `Variables not in the Equation`.
    """

    def test(own: list[int], variable: str, category: str) -> EntryTest:
        part = information[np.ix_(own, own)]
        statistic = float(score[own] @ np.linalg.solve(part, score[own]))
        p = chi_square_tail(statistic, len(own))
        return EntryTest(
            variable=variable, category=category, statistic=statistic, df=len(own), p=p
        )

    names = dict.fromkeys(c.variable for c in columns if c.variable != CONSTANT)
    tests = []
    for name in names:
        own = [i for i, item in enumerate(columns) if item.variable == name]
        tests.append(test(own, name, ""))
        if len(own) > 1:
            tests += [test([i], name, columns[i].category) for i in own]
    if tests:
        every = [i for i, item in enumerate(columns) if item.variable != CONSTANT]
        tests.append(test(every, "", ""))
    return tests
