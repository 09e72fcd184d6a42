"""Reads judged cases for ratings: one row a case, a column a key question.

read_judgements(path, framework, unit_column) -> Judgements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Cases, Text
from probata.dataset.load import load_cases
from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.standards.framework import Framework, KeyQuestion
from probata.standards.ratings.cases import JudgedCases, UnitFacts

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Judgements:
    """Judged cases: whole, with their codebook, and the key questions of each unit.

    Units stand in the order of their names, those without a case last.
    """

    codebook: Codebook
    cases: Cases
    units: tuple[JudgedCases, ...]


def read_judgements(
    path: Path,
    framework: Framework,
    columns: Mapping[str, str],
    facts: Sequence[UnitFacts] = (),
) -> Judgements:
    """Read a case file, check it against the framework, and sort the cases by unit.

    `columns` names the file's column of the unit, the region or a question, where that
    is not its id. Columns that the framework does not know are ignored. `facts` give
    cohorts and regions; a unit that is in them and has no case yet is kept.
    Raises InputMissing or DataError with all that is wrong.
    """
    codebook = _codebook(framework, columns)
    cases = load_cases(path, codebook)
    asked = [
        item
        for item in framework.file.key_questions
        if item.asked_of == "case" and item.id in cases.columns
    ]
    if not asked:
        raise DataError(
            f"{path}: has no column of a key question of {framework.id}. Expected some of "
            f"{', '.join(item.id for item in framework.file.key_questions)}; name others "
            "with --column."
        )
    units = _units(path, cases)
    regions = _texts(cases, "region")
    counted, positive = _answers(framework, cases, asked)
    found = []
    for unit, rows in _rows_by_unit(units):
        region = _region(path, unit, regions[rows]) if len(regions) else ""
        names = tuple(item.id for item in asked)
        found.append(JudgedCases(unit, region, names, counted[rows], positive[rows]))
    whole = tuple(_with_facts(path, found, asked, facts))
    return Judgements(codebook, cases, whole)


def _codebook(framework: Framework, columns: Mapping[str, str]) -> Codebook:
    """The framework's codebook for a part of its questions, under the file's own names."""
    file = assessment_codebook(framework, partial=True)
    for name in columns:
        if name not in file.variables:
            raise DataError(
                f"--column: `{name}` is neither `delivery_unit`, `region` nor a question "
                f"of {framework.id}. {suggest(name, file.variables)}"
            )
    variables = {
        name: item.model_copy(update={"column": columns.get(name)})
        for name, item in file.variables.items()
    }
    return Codebook(file.codebook, variables, variables, {}, framework.sha256)


def _units(path: Path, cases: Cases) -> NDArray[np.object_]:
    """(n,) the unit of each case. Raises DataError where one has none."""
    units = _texts(cases, "delivery_unit")
    if not len(units):
        raise DataError(
            f"{path}: has no column `delivery_unit`. Name the column of the units with "
            "--column delivery_unit=NAME."
        )
    lacking = int((units == "").sum())
    if lacking:
        raise DataError(
            f"{path}: {lacking} of {cases.n} cases have no unit. Enter it, or take the "
            "cases out."
        )
    return units


def _texts(cases: Cases, name: str) -> NDArray[np.object_]:
    """(n,) the texts of a column, empty where there is none; (0,) without the column."""
    column = cases.columns.get(name)
    if not isinstance(column, Text):
        return np.array([], dtype=object)
    return np.where(column.missing() != 0, "", column.values)


def _answers(
    framework: Framework, cases: Cases, asked: Sequence[KeyQuestion]
) -> tuple[Bools, Bools]:
    """(n, k) the answer counts; (n, k) it is positive as well."""
    counted = np.zeros((cases.n, len(asked)), dtype=bool)
    positive = np.zeros((cases.n, len(asked)), dtype=bool)
    for at, question in enumerate(asked):
        rule = framework.ratings.rule_of(question.standard)
        neutral = rule is not None and rule.neutral == "counts_against"
        polarities = [item.polarity for item in framework.answers_to(question)]
        codes = cases.coded(question.id).codes
        for code, polarity in enumerate(polarities):
            here = codes == code
            counted[:, at] |= here & (polarity != "neutral" or neutral)
            positive[:, at] |= here & (polarity == "positive")
    return counted, positive


def _rows_by_unit(units: NDArray[np.object_]) -> Iterator[tuple[str, Bools]]:
    for unit in sorted(set(units.tolist())):
        yield unit, np.asarray(units == unit)


def _region(path: Path, unit: str, regions: NDArray[np.object_]) -> str:
    found = sorted({item for item in regions.tolist() if item})
    if len(found) > 1:
        raise DataError(
            f"{path}: the cases of `{unit}` are in {len(found)} regions "
            f"({', '.join(found)}). A unit lies in one."
        )
    return found[0] if found else ""


def _with_facts(
    path: Path,
    units: Sequence[JudgedCases],
    asked: Sequence[KeyQuestion],
    facts: Sequence[UnitFacts],
) -> Iterator[JudgedCases]:
    """Cohort and region of each unit; units that no case has been judged of come last."""
    known = {item.unit: item for item in facts}
    faults = []
    for cases in units:
        fact = known.pop(cases.unit, None)
        if fact is None:
            if facts:
                words = f"`{cases.unit}` is not in the list of units."
                mend = suggest(cases.unit, [item.unit for item in facts])
                faults.append(Fault(path.name, words, mend))
            yield cases
            continue
        if fact.cohort is not None and fact.cohort < cases.judged:
            faults.append(
                Fault(
                    fact.where,
                    f"`{fact.unit}` has {fact.cohort} cases, but {cases.judged} are judged.",
                    "Count the whole cohort.",
                )
            )
        yield replace(cases, cohort=fact.cohort, region=fact.region or cases.region)
    if faults:
        raise DataError(f"{path}: does not agree with the list of units.", faults)
    empty = np.zeros((0, len(asked)), dtype=bool)
    names = tuple(item.id for item in asked)
    for fact in known.values():
        yield JudgedCases(fact.unit, fact.region, names, empty, empty, fact.cohort)
