"""Puts the questions of a study to the test: critical, coherent, discrete.

measure_performance(study, cases) -> PerformanceResult
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.performance.associations import (
    Limits,
    correlate_tetrachoric,
    count_pairs,
    measure_cramer,
    measure_phi,
)
from probata.analysis.performance.factors import (
    LEAST,
    count_factors,
    degrees_of_freedom,
    fit_factors,
    mend_correlation,
    rotate,
    shuffle_answers,
)
from probata.analysis.performance.scales import measure_consistency
from probata.analysis.performance_results import (
    FactorResult,
    ItemResult,
    LeftOut,
    Limited,
    PairResult,
    PerformanceResult,
    PromptResult,
    ScaleResult,
)
from probata.analysis.performance_spec import Factors, Performance, Scale
from probata.analysis.study import Study
from probata.dataset.columns import Cases
from probata.phrases import phrase

Floats = NDArray[np.float64]
ONE_ANSWER = phrase("all cases have the same answer")
FEW = phrase("too few cases to be shown")
HELD_BACK = phrase("few cases with one of the answers; held back")


def measure_performance(study: Study, cases: Cases) -> PerformanceResult:
    """Everything that `[performance]` asks for."""
    spec = study.file.performance
    assert spec is not None
    bench = _Bench(study, cases, spec)
    return PerformanceResult(
        scales=tuple(_measure_scale(bench, scale) for scale in spec.scales),
        key_questions=tuple(_list_pairs(bench, spec.key_questions, behind=True)),
        factors=_find_factors(bench, spec.factors) if spec.factors else None,
    )


class _Bench:
    """Answers as numbers: 1 yes, 0 no, NaN not applicable or none; who may be shown."""

    def __init__(self, study: Study, cases: Cases, spec: Performance) -> None:
        self.study, self.cases, self.spec = study, cases, spec
        disclosure = study.file.disclosure
        protected = disclosure.mode != "report"
        self.least_n = disclosure.minimum_n if protected else 0
        self.least_cell = disclosure.least_cell if protected else 0

    def answers(self, name: str) -> Floats:
        column = self.cases.coded(name)
        polarity = {c.id: c.polarity for c in self.study.codebook[name].categories}
        worth = [
            {"positive": 1.0, "negative": 0.0}.get(polarity.get(item) or "", np.nan)
            for item in column.categories
        ]
        return np.array([*worth, np.nan])[np.maximum(column.codes, -1)]

    def table(self, name: str, key_question: str) -> Floats:
        """(answers, 2) cases by every answer to a prompt, not asked last, and yes or no."""
        codes = self.cases.coded(name).codes
        rows = np.where(codes >= 0, codes, codes.max(initial=0) + 1).astype(np.int64)
        heads = self.answers(key_question)
        known = np.isfinite(heads)
        table = np.zeros((int(rows.max()) + 1, 2))
        np.add.at(table, (rows[known], heads[known].astype(np.int64)), 1)
        return table

    def why_not(self, table: Floats) -> str:
        """Why a table of two questions may not be shown, or says nothing; empty if it may."""
        if table.sum() < max(self.least_n, 3):
            return FEW
        if min(*table.sum(axis=0), *table.sum(axis=1)) == 0:
            return ONE_ANSWER
        if (table[table > 0] < self.least_cell).any():
            return HELD_BACK
        return ""


def _limited(found: Limits | None) -> Limited | None:
    return (
        None if found is None else Limited(value=found[0], low=found[1], high=found[2])
    )


def _measure_scale(bench: _Bench, scale: Scale) -> ScaleResult:
    kept, left_out = _sort_out(bench, scale.prompts)
    prompts = tuple(_measure_prompt(bench, name, scale) for name in scale.prompts)
    pairs = tuple(_list_pairs(bench, kept, behind=False))
    found = None
    if len(kept) >= 2 and not any(pair.n is None for pair in pairs):
        answers = np.column_stack([bench.answers(name) for name in kept])
        pairwise = bench.spec.not_applicable == "pairwise"
        found = measure_consistency(answers, pairwise=pairwise)
    if found is None or found.n < bench.least_n:
        return ScaleResult(
            key_question=scale.key_question,
            prompts=prompts,
            pairs=pairs,
            left_out=left_out,
            n=None,
            alpha=None,
            items=(),
            reason=FEW,
        )
    return ScaleResult(
        key_question=scale.key_question,
        prompts=prompts,
        pairs=pairs,
        left_out=left_out,
        n=found.n,
        alpha=Limited(value=found.alpha, low=found.low, high=found.high),
        items=tuple(
            ItemResult(prompt=name, rest=rest, dropped=dropped)
            for name, rest, dropped in zip(kept, found.rest, found.dropped, strict=True)
        ),
    )


def _sort_out(
    bench: _Bench, names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Those that apply to enough cases, and those that do not with their share."""
    shares = {name: float(np.isfinite(bench.answers(name)).mean()) for name in names}
    least = bench.spec.least_share
    kept = tuple(name for name in names if shares[name] >= least)
    out = tuple(
        LeftOut(variable=name, share=shares[name]) for name in names if name not in kept
    )
    return kept, out


def _measure_prompt(bench: _Bench, name: str, scale: Scale) -> PromptResult:
    prompt, head = bench.answers(name), bench.answers(scale.key_question)
    table = count_pairs(prompt, head)
    whole = bench.table(name, scale.key_question)
    reason = bench.why_not(table)
    if reason in (FEW, HELD_BACK):
        return PromptResult(prompt=name, n=None, not_applicable=None, reason=reason)
    n, judged = int(table.sum()), int(np.isfinite(head).sum())
    held = (whole[whole > 0] < bench.least_cell).any()
    return PromptResult(
        prompt=name,
        n=n,
        not_applicable=None if held else judged - n,
        met=int(table[0].sum()),
        phi=_limited(measure_phi(table)),
        cramer=None if held else _limited(measure_cramer(whole)),
        reason=reason,
    )


def _list_pairs(
    bench: _Bench, names: tuple[str, ...], *, behind: bool
) -> list[PairResult]:
    """Every pair once; `behind`: with the tetrachoric correlation."""
    found = []
    for at, one in enumerate(names):
        for other in names[:at]:
            table = count_pairs(bench.answers(one), bench.answers(other))
            reason = bench.why_not(table)
            if reason in (FEW, HELD_BACK):
                found.append(PairResult(one=other, other=one, n=None, reason=reason))
                continue
            rho = float(correlate_tetrachoric(table[None])[0]) if behind else None
            found.append(
                PairResult(
                    one=other,
                    other=one,
                    n=int(table.sum()),
                    phi=_limited(measure_phi(table)),
                    tetrachoric=None if reason else rho,
                    reason=reason,
                )
            )
    return found


def _find_factors(bench: _Bench, spec: Factors) -> FactorResult:
    kept, left_out = _sort_out(bench, spec.variables)
    answers = np.column_stack([bench.answers(name) for name in kept])
    counts = [
        count_pairs(a, b) for at, b in enumerate(answers.T) for a in answers.T[:at]
    ]
    least = int(min(table.sum() for table in counts)) if counts else 0
    bare = FactorResult(variables=kept, left_out=left_out, least_n=None)
    if len(kept) < 4:
        reason = phrase("fewer than four questions apply to enough cases")
        return bare.model_copy(update={"reason": reason})
    if any(bench.why_not(table) for table in counts):
        reason = phrase(
            "a pair of questions has too few cases, or cases with one answer only"
        )
        return bare.model_copy(update={"reason": reason})
    correlation, mended = mend_correlation(_correlate(answers, spec.correlation))
    eigenvalues: Floats = np.linalg.eigvalsh(correlation)[::-1].astype(np.float64)
    random = _random_eigenvalues(answers, spec)
    suggested = count_factors(eigenvalues, random)
    found = bare.model_copy(
        update={
            "least_n": least,
            "eigenvalues": tuple(eigenvalues.tolist()),
            "random": tuple(random.tolist()),
            "suggested": suggested,
            "mended": mended,
        }
    )
    number = suggested if spec.number == "parallel" else spec.number
    if number < 1 or degrees_of_freedom(len(kept), number) < 0:
        reason = f"{number} factors cannot be estimated from {len(kept)} questions"
        return found.model_copy(update={"reason": reason})
    return found.model_copy(update=_fit(correlation, number, kept, spec.rotation))


def _fit(
    correlation: Floats, number: int, names: tuple[str, ...], rotation: str
) -> dict[str, object]:
    fit = fit_factors(correlation, number)
    turned = rotate(fit.loadings, rotation)
    left = correlation - fit.loadings @ fit.loadings.T
    apart = left[np.tril_indices(len(left), -1)]
    return {
        "factors": number,
        "loadings": tuple(map(tuple, turned.loadings.tolist())),
        "unique": tuple(fit.unique.tolist()),
        "between": tuple(map(tuple, turned.between.tolist())),
        "residual": float(np.sqrt((apart**2).mean())),
        "bounded": tuple(
            name
            for name, value in zip(names, fit.unique, strict=True)
            if value <= LEAST * (1 + 1e-6)
        ),
    }


def _correlate(answers: Floats, kind: str) -> Floats:
    """(p, p) correlations of every pair, over the cases to which both apply."""
    p = answers.shape[1]
    rows, columns = np.tril_indices(p, -1)
    tables = np.stack(
        [
            count_pairs(answers[:, i], answers[:, j])
            for i, j in zip(rows, columns, strict=True)
        ]
    )
    if kind == "tetrachoric":
        values = correlate_tetrachoric(tables)
    else:
        values = np.array(
            [found[0] if (found := measure_phi(t)) else 0.0 for t in tables]
        )
    matrix = np.eye(p)
    matrix[rows, columns] = matrix[columns, rows] = values
    return matrix


def _random_eigenvalues(answers: Floats, spec: Factors) -> Floats:
    """(p,) 95th percentiles of the eigenvalues of shuffled answers."""
    drawn = [
        np.linalg.eigvalsh(_correlate(shuffled, spec.correlation))[::-1]
        for shuffled in shuffle_answers(answers, spec.samples, spec.seed)
    ]
    return np.asarray(np.quantile(drawn, 0.95, axis=0))
