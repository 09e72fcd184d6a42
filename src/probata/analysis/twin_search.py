"""Draws synthetic twins until one supports every published statement."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probata.analysis.design import build_design, model_terms
from probata.analysis.fitting import fit_safely
from probata.analysis.frequencies import measure_variable
from probata.analysis.inference import list_joint_tests
from probata.analysis.rounding import percent_text
from probata.analysis.study import Study
from probata.analysis.threads import one_thread
from probata.dataset.assumed_rules import is_assumed, read_assumed_design
from probata.dataset.assumed_twin import AssumedDesign, draw_assumed
from probata.dataset.check import check_rows
from probata.dataset.columns import Cases
from probata.dataset.read_twin import read_twin_design
from probata.dataset.rows import write_csv
from probata.dataset.twin import draw_twin
from probata.dataset.twin_design import Accept, Statement, TwinDesign
from probata.declarations import read_declaration
from probata.errors import AnalysisError, Fault, InputMissing
from probata.tabular.raw import SOURCE, RawRows, encode_cells

SHOWN = 3  # statements that failed most often


@dataclass(frozen=True)
class Twin:
    """A twin that was kept: its file, and how many draws it took."""

    csv: bytes
    rows: int
    seed: int
    attempts: int


def read_design(study: Study) -> TwinDesign | AssumedDesign:
    """The twin's design of a study. Raises InputMissing when it declares none."""
    if study.file.data.twin is None:
        raise InputMissing(
            f"{study.id}: declares no synthetic twin (`twin` under [data] in study.toml)."
        )
    path = study.folder / study.file.data.twin
    if is_assumed(read_declaration(path)):
        return read_assumed_design(path, study.codebook)
    models = {
        name: {block: study.blocks[block].variables for block in model.blocks}
        for name, model in study.models.items()
    }
    return read_twin_design(path, study.codebook, models)


@dataclass(frozen=True)
class Apart:
    """A twin in two files: the cases, and a row for each group with what it shares."""

    cases: bytes
    groups: bytes
    rows: int
    group_rows: int
    seed: int


def write_twin_apart(study: Study, seed: int | None = None) -> Apart:
    """What is drawn once for each group in a file of its own, as an interview would be.

    Raises AnalysisError where the design has no groups.
    """
    design = read_design(study)
    if not isinstance(design, AssumedDesign) or design.file.groups is None:
        raise AnalysisError(
            f"{study.id}: its twin has no [groups], so nothing stands apart from the cases."
        )
    used = design.seed if seed is None else seed
    cells = _as_text(draw_assumed(design, study.codebook, used))
    n = _check(study, cells).n
    key = design.file.groups.variable
    shared = [item.variable for item in design.file.draws if item.each]
    rows: dict[str, int] = {}
    for at, name in enumerate(cells[key]):
        rows.setdefault(name, at)
    names = [key, *shared, *([SOURCE] if SOURCE in cells else [])]
    groups = {name: [cells[name][at] for at in rows.values()] for name in names}
    cases = {name: column for name, column in cells.items() if name not in shared}
    return Apart(write_csv(cases), write_csv(groups), n, len(rows), used)


def write_twin(study: Study, seed: int | None = None) -> Twin:
    """The first draw of the seed's stream that supports every published statement.

    A design without published counts has no statements either, and is drawn once. Raises AnalysisError, naming what failed most often, when the design's number of
    draws is used up.
    """
    design = read_design(study)
    used = design.seed if seed is None else seed
    if isinstance(design, AssumedDesign):
        cells = _as_text(draw_assumed(design, study.codebook, used))
        return Twin(write_csv(cells), _check(study, cells).n, used, 1)
    rng = np.random.default_rng(used)
    outcome = study.file.outcome
    reached: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    with one_thread():
        for attempt in range(1, design.file.twin.draws + 1):
            columns = draw_twin(
                design, study.codebook, outcome.variable, outcome.positive, rng
            )
            cells = _as_text(columns)
            cases = _check(study, cells)
            for index, holds in _hold_statements(study, design, cases):
                reached[index] += 1
                if not holds:
                    failed[index] += 1
                    break
            else:
                return Twin(write_csv(cells), cases.n, used, attempt)
    raise AnalysisError(
        f"{study.id}: none of {design.file.twin.draws:,} draws with seed {used} supports "
        "every published statement of twin.toml. Try another --seed, or loosen the "
        "design. Failed most often:",
        _list_failures(design, reached, failed),
    )


def twin_inputs(study: Study, seed: int | None) -> tuple[str, int]:
    """A hash of all files that a twin follows from, and the seed that would be used."""
    design = read_design(study)
    files = [design.declaration.sha256, study.codebook.sha256, study.sha256]
    key = hashlib.sha256("\n".join(files).encode()).hexdigest()
    return key, design.seed if seed is None else seed


def _as_text(columns: Mapping[str, Iterable[object]]) -> dict[str, list[str]]:
    return {name: [str(cell) for cell in column] for name, column in columns.items()}


def _check(study: Study, cells: dict[str, list[str]]) -> Cases:
    n = len(next(iter(cells.values())))
    raw = RawRows(
        name="synthetic twin",
        sha256="",
        n=n,
        columns={name: encode_cells(column) for name, column in cells.items()},
        numbers=np.arange(2, n + 2, dtype=np.int32),
    )
    return check_rows(raw, study.codebook)


def _hold_statements(
    study: Study, design: TwinDesign, cases: Cases
) -> Iterator[tuple[int, bool]]:
    """Each statement's index and whether it holds, those quick to check first."""
    accept = design.file.accept
    tested: dict[str, dict[str, tuple[float, float]]] = {}
    statements = list(enumerate(design.file.statements))
    for index, item in statements:
        if item.percent is not None:
            yield index, _percentage_holds(study, item, cases)
    for index, item in statements:
        for name in item.models:
            if name not in tested:
                tested[name] = _joint_p(study, name, cases)
        if item.models:
            found = [tested[name][item.variable] for name in item.models]
            yield index, _is_clear(item, found, accept)
    level = accept.not_significant_above
    for index, item in statements:
        if item.alone_in:
            yield index, _alone(study, item, tested, level)


def _percentage_holds(study: Study, item: Statement, cases: Cases) -> bool:
    shares = measure_variable(study, cases, item.variable).categories
    share = next(share for share in shares if share.category == item.category)
    if not share.n or share.positive is None:
        return False
    return percent_text(share.positive, share.n, 0) == str(item.percent)


def _is_clear(
    item: Statement, found: Sequence[tuple[float, float]], accept: Accept
) -> bool:
    """Whether p, by both joint tests and in every model, is on the side asked for."""
    if item.significant is False:
        return all(low > accept.not_significant_above for low, _ in found)
    return all(high < accept.significant_below for _, high in found)


def _list_failures(
    design: TwinDesign, reached: Counter[int], failed: Counter[int]
) -> list[Fault]:
    """The statements that failed, the one that failed in most draws first."""
    ranked = sorted(failed, key=lambda index: (-failed[index] / reached[index], index))
    return [
        design.declaration.fault(
            ("statements", index),
            f"{_describe(design.file.statements[index])}: failed in {failed[index]:,} "
            f"of the {reached[index]:,} draws in which it was checked.",
        )
        for index in ranked[:SHOWN]
    ]


def _describe(item: Statement) -> str:
    if item.percent is not None:
        return (
            f"{item.percent} per cent positive where `{item.variable}` is "
            f"`{item.category}`"
        )
    models = ", ".join(item.models)
    if item.alone_in is not None:
        return f"`{item.variable}` alone significant of `{item.alone_in}` in {models}"
    kind = "significant" if item.significant else "not significant"
    return f"`{item.variable}` {kind} in {models}"


def _joint_p(study: Study, name: str, cases: Cases) -> dict[str, tuple[float, float]]:
    """The smaller and the larger p of the two joint tests of each variable."""
    model = study.models[name]
    design = build_design(study.about(model.outcome), model, cases)
    fit = fit_safely(design.x, design.y)
    found: dict[str, list[float]] = {}
    for test in list_joint_tests(design, fit, model_terms(study, model)):
        found.setdefault(test.variable, []).append(1.0 if test.p is None else test.p)
    return {variable: (min(p), max(p)) for variable, p in found.items()}


def _alone(
    study: Study,
    item: Statement,
    tested: dict[str, dict[str, tuple[float, float]]],
    level: float,
) -> bool:
    """Each other variable of the block fails, by both tests, in one of the models at least."""
    others: Sequence[str] = study.blocks[item.alone_in or ""].variables
    return all(
        any(tested[model][name][0] > level for model in item.models)
        for name in others
        if name != item.variable
    )
