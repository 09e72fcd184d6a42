"""Draws synthetic twins until one supports every published statement."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from probata.analysis.design import build_design, model_terms
from probata.analysis.fitting import fit_safely
from probata.analysis.frequencies import measure_variable
from probata.analysis.inference import list_joint_tests
from probata.analysis.rounding import percent_text
from probata.analysis.study import Study
from probata.analysis.threads import one_thread
from probata.dataset.check import check_rows
from probata.dataset.columns import Cases
from probata.dataset.raw import RawRows, encode_cells
from probata.dataset.rows import write_csv
from probata.dataset.twin import draw_twin
from probata.dataset.twin_design import Statement, TwinDesign, read_twin_design
from probata.errors import AnalysisError, InputMissing


@dataclass(frozen=True)
class Twin:
    """A twin that was kept: its file, and how many draws it took."""

    csv: bytes
    rows: int
    seed: int
    attempts: int


def read_design(study: Study) -> TwinDesign:
    """The twin's design of a study. Raises InputMissing when it declares none."""
    if study.file.data.twin is None:
        raise InputMissing(
            f"{study.id}: declares no synthetic twin (`twin` under [data] in study.toml)."
        )
    return read_twin_design(study.folder / study.file.data.twin, study.codebook)


def write_twin(study: Study, seed: int | None = None) -> Twin:
    """The first draw of the seed's stream that supports every published statement.

    Raises AnalysisError when the design's number of draws is used up.
    """
    design = read_design(study)
    used = design.file.twin.seed if seed is None else seed
    rng = np.random.default_rng(used)
    outcome = study.file.outcome
    with one_thread():
        for attempt in range(1, design.file.twin.draws + 1):
            columns = draw_twin(
                design, study.codebook, outcome.variable, outcome.positive, rng
            )
            cells = {
                name: [str(cell) for cell in column] for name, column in columns.items()
            }
            cases = _check(study, cells)
            if _percentages_hold(study, design, cases) and _models_hold(
                study, design, cases
            ):
                return Twin(write_csv(cells), cases.n, used, attempt)
    raise AnalysisError(
        f"{study.id}: none of {design.file.twin.draws:,} draws with seed {used} supports "
        "every published statement of twin.toml. Try another --seed, or loosen the design."
    )


def twin_inputs(study: Study, seed: int | None) -> tuple[str, int]:
    """A hash of all files that a twin follows from, and the seed that would be used."""
    design = read_design(study)
    files = [design.sha256, study.codebook.sha256, study.sha256]
    key = hashlib.sha256("\n".join(files).encode()).hexdigest()
    return key, design.file.twin.seed if seed is None else seed


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


def _percentages_hold(study: Study, design: TwinDesign, cases: Cases) -> bool:
    for item in design.file.statements:
        if item.percent is None:
            continue
        shares = measure_variable(study, cases, item.variable).categories
        share = next(share for share in shares if share.category == item.category)
        if not share.n or percent_text(share.positive, share.n, 0) != str(item.percent):
            return False
    return True


def _models_hold(study: Study, design: TwinDesign, cases: Cases) -> bool:
    accept = design.file.accept
    tested: dict[str, dict[str, tuple[float, float]]] = {}
    statements = [item for item in design.file.statements if item.models]
    for item in statements:
        for name in item.models:
            if name not in tested:
                tested[name] = _joint_p(study, name, cases)
            low, high = tested[name][item.variable]
            if item.significant is not False and high >= accept.significant_below:
                return False
            if item.significant is False and low <= accept.not_significant_above:
                return False
    level = accept.not_significant_above
    return all(
        _alone(study, item, tested, level) for item in statements if item.alone_in
    )


def _joint_p(study: Study, name: str, cases: Cases) -> dict[str, tuple[float, float]]:
    """The smaller and the larger p of the two joint tests of each variable."""
    model = study.models[name]
    design = build_design(study, model, cases)
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
