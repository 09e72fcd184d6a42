"""From cases to curves and a Cox regression.

run_survival(cases, codebook, asked) -> SurvivalResults
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata import __version__
from probata.analysis.aliasing import find_aliased
from probata.analysis.distributions import chi_square_tail, normal_p, normal_quantile
from probata.analysis.survival.cox import CoxFit, Ties, check_constant, fit_cox
from probata.analysis.survival.kaplan_meier import (
    Curve,
    compare_curves,
    estimate_curve,
)
from probata.analysis.survival.results import (
    ConstantHazard,
    CoxResult,
    CurvePoint,
    CurveResult,
    CurveTest,
    HazardRatio,
    SurvivalFound,
    SurvivalResults,
)
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Cases, Coded, Measured
from probata.declarations import suggest
from probata.errors import AnalysisError, Fault

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# More curves in one figure cannot be told apart.
MOST_CURVES = 6
_STEPS = (1, 2, 5, 10, 20, 30, 50, 60, 90, 100, 180, 200, 365, 500, 730, 1000, 2000)


@dataclass(frozen=True)
class Asked:
    """Variables: the time, the event and its category, groups, predictors."""

    time: str
    event: str
    happened: str
    by: str = ""
    predictors: tuple[str, ...] = ()
    ties: Ties = "efron"
    confidence: float = 0.95


@dataclass(frozen=True)
class _Term:
    """A column of the design: a category against the reference, or a number."""

    variable: str
    category: str
    values: Floats


def run_survival(cases: Cases, codebook: Codebook, asked: Asked) -> SurvivalResults:
    """Curves of all or of each group, the log-rank test, and the regression asked for.

    Raises AnalysisError where a variable is not there or of another type, a time is
    negative, nothing happened, or the regression has no finite estimate.
    """
    return SurvivalResults(
        **follow_cases(cases, codebook, asked).model_dump(),
        title=codebook.header.title,
        data_name=cases.source.name,
        data_sha256=cases.source.sha256,
        codebook_sha256=codebook.sha256,
        synthetic=cases.synthetic,
        probata=__version__,
    )


def follow_cases(cases: Cases, codebook: Codebook, asked: Asked) -> SurvivalFound:
    """Curves, test and regression alone. Raises AnalysisError as `run_survival`."""
    _check(cases, codebook, asked)
    known = (cases.measured(asked.time).reasons == 0) & (
        cases.coded(asked.event).codes >= 0
    )
    kept = cases.keep(known)
    time = kept.measured(asked.time).values
    happened = kept.coded(asked.event).is_category(asked.happened)
    _check_times(time, happened, asked)
    ticks = _choose_ticks(float(time.max()))
    curves, test = _curves(kept, codebook, time, happened, asked, ticks)
    cox = _regress(kept, codebook, time, happened, asked) if asked.predictors else None
    return SurvivalFound(
        unit=codebook.header.unit,
        time=codebook.label(asked.time),
        time_unit=codebook[asked.time].unit or "units of time",
        event=codebook.label(asked.event),
        happened=codebook.category_label(asked.event, asked.happened),
        by=codebook.label(asked.by) if asked.by else "",
        cases=kept.n,
        left_out=cases.n - kept.n,
        ticks=ticks,
        curves=curves,
        test=test,
        cox=cox,
        confidence=asked.confidence,
    )


def _check(cases: Cases, codebook: Codebook, asked: Asked) -> None:
    faults = []
    wanted: list[tuple[str, tuple[type, ...], str]] = [
        (asked.time, (Measured,), "a number"),
        (asked.event, (Coded,), "categorical"),
    ]
    wanted += [(asked.by, (Coded,), "categorical")] if asked.by else []
    wanted += [(name, (Coded, Measured), "usable") for name in asked.predictors]
    for name, kind, words in wanted:
        if name not in cases.columns:
            problem = f"there is no variable `{name}`."
            faults.append(Fault("codebook", problem, suggest(name, cases.columns)))
        elif not isinstance(cases[name], kind):
            faults.append(Fault("codebook", f"`{name}` is not {words}."))
    if not faults:
        categories = codebook.category_ids(asked.event)
        if asked.happened not in categories:
            problem = f"`{asked.event}` has no category `{asked.happened}`."
            faults.append(
                Fault("codebook", problem, suggest(asked.happened, categories))
            )
    if faults:
        raise AnalysisError("The time to the event cannot be analysed.", faults)


def _check_times(time: Floats, happened: Bools, asked: Asked) -> None:
    faults = []
    if negative := int((time < 0).sum()):
        faults.append(Fault(asked.time, f"{negative:,} times are negative."))
    if not happened.any():
        problem = f"nobody with a known time has `{asked.happened}`."
        faults.append(Fault(asked.event, problem))
    if faults:
        raise AnalysisError("The time to the event cannot be analysed.", faults)


def _choose_ticks(longest: float) -> tuple[float, ...]:
    """Round times from 0 to the longest, four to six steps of them."""
    step = next((item for item in _STEPS if longest <= 6 * item), longest / 5)
    return tuple(float(at * step) for at in range(int(longest // step) + 1))


def _curves(
    cases: Cases,
    codebook: Codebook,
    time: Floats,
    happened: Bools,
    asked: Asked,
    ticks: tuple[float, ...],
) -> tuple[tuple[CurveResult, ...], CurveTest | None]:
    if not asked.by:
        curve = estimate_curve(time, happened, asked.confidence)
        return (_told("", "", curve, ticks),), None
    column = cases.coded(asked.by)
    held = [item for item in column.categories if column.is_category(item).any()]
    if not 0 < len(held) <= MOST_CURVES:
        raise AnalysisError(
            f"`{asked.by}` has {len(held)} groups with a case; 1 to {MOST_CURVES} curves "
            "can be told apart. Band or join them in the codebook."
        )
    curves = []
    for item in held:
        at = column.is_category(item)
        curve = estimate_curve(time[at], happened[at], asked.confidence)
        label = codebook.category_label(asked.by, item)
        curves.append(_told(label, item, curve, ticks))
    use = column.codes >= 0
    codes = column.codes[use].astype(np.int64)
    found = compare_curves(time[use], happened[use], codes, len(column.categories))
    if found is None:
        return tuple(curves), None
    test = CurveTest(statistic=found.statistic, df=found.df, p=found.p)
    return tuple(curves), test


def _told(group: str, code: str, curve: Curve, ticks: tuple[float, ...]) -> CurveResult:
    return CurveResult(
        group=group,
        code=code,
        n=int(curve.at_risk[0]),
        events=int(curve.events.sum()),
        median=curve.median,
        points=tuple(
            CurvePoint(
                time=float(curve.time[at]),
                at_risk=int(curve.at_risk[at]),
                events=int(curve.events[at]),
                left=int(curve.left[at]),
                percent=100 * float(curve.survival[at]),
                ci_low=_percent(curve.low[at]),
                ci_high=_percent(curve.high[at]),
            )
            for at in range(len(curve.time))
        ),
        at_ticks=tuple((tick, curve.risk_at(tick)) for tick in ticks),
    )


def _percent(value: float) -> float | None:
    return None if np.isnan(value) else 100 * float(value)


def _regress(
    cases: Cases, codebook: Codebook, time: Floats, happened: Bools, asked: Asked
) -> CoxResult:
    """The regression on the cases with a value for every predictor."""
    rows = np.ones(cases.n, dtype=bool)
    lost = {}
    for name in asked.predictors:
        missing = cases[name].missing() < 0
        lost[name] = int((rows & missing).sum())
        rows &= ~missing
    kept, when, events = cases.keep(rows), time[rows], happened[rows]
    terms = _design(kept, codebook, events, asked)
    x = np.column_stack([item.values for item in terms])
    _refuse_aliased(x, terms)
    fit = fit_cox(x, when, events, asked.ties)
    if not fit.converged:
        raise AnalysisError(
            "The Cox regression has no finite estimate: a predictor tells who had the "
            "event first without exception. Leave it out or join its categories."
        )
    statistic = 2 * (fit.loglik - fit.null_loglik)
    return CoxResult(
        ties=asked.ties,
        n=kept.n,
        events=int(events.sum()),
        lost={codebook.label(name): count for name, count in lost.items()},
        terms=tuple(_ratios(terms, fit, events, codebook, asked.confidence)),
        constant=_constant(x, when, events, fit, terms, codebook),
        loglik=fit.loglik,
        null_loglik=fit.null_loglik,
        statistic=statistic,
        df=len(terms),
        p=chi_square_tail(statistic, len(terms)),
    )


def _constant(
    x: Floats,
    time: Floats,
    events: Bools,
    fit: CoxFit,
    terms: list[_Term],
    codebook: Codebook,
) -> tuple[ConstantHazard, ...]:
    names = list(dict.fromkeys(item.variable for item in terms))
    columns = [
        [at for at, item in enumerate(terms) if item.variable == name] for name in names
    ]
    found = check_constant(x, time, events, fit, columns)
    labels = [codebook.label(name) for name in names]
    return tuple(
        ConstantHazard(
            variable=label,
            statistic=item.statistic,
            df=item.df,
            p=chi_square_tail(item.statistic, item.df),
        )
        for label, item in zip([*labels, ""], found, strict=True)
    )


def _design(
    cases: Cases, codebook: Codebook, events: Bools, asked: Asked
) -> list[_Term]:
    """Columns without a constant. A category in which nothing happened is refused."""
    terms, faults = [], []
    for name in asked.predictors:
        data = cases[name]
        if not isinstance(data, Coded):
            terms.append(_Term(name, "", cases.measured(name).values))
            continue
        reference = codebook.reference(name)
        for category in data.categories:
            inside = data.is_category(category)
            if not (inside & events).any() and (inside.any() or category == reference):
                problem = (
                    f"nothing happened to the {int(inside.sum()):,} in `{category}`."
                )
                mend = "Join the category with another in the codebook."
                faults.append(Fault(name, problem, mend))
            elif inside.any() and category != reference:
                terms.append(_Term(name, category, inside.astype(float)))
    if faults:
        raise AnalysisError("The Cox regression cannot be fitted.", faults)
    return terms


def _refuse_aliased(x: Floats, terms: list[_Term]) -> None:
    """Columns that others explain; a constant is one of them."""
    _, aliased = find_aliased(np.column_stack([np.ones(len(x)), x]))
    faults = [
        Fault(
            terms[at - 1].variable, "follows from the other predictors, or is constant."
        )
        for at, _ in aliased
    ]
    if faults:
        raise AnalysisError("The Cox regression cannot be fitted.", faults)


def _ratios(
    terms: list[_Term],
    fit: CoxFit,
    events: Bools,
    codebook: Codebook,
    confidence: float,
) -> list[HazardRatio]:
    z = normal_quantile((1 + confidence) / 2)
    found = []
    for at, term in enumerate(terms):
        beta = float(fit.beta[at])
        error = float(np.sqrt(fit.covariance[at, at]))
        inside = term.values == 1 if term.category else np.ones(events.size, dtype=bool)
        name = term.variable
        label = codebook.category_label(name, term.category) if term.category else ""
        found.append(
            HazardRatio(
                name=name,
                code=term.category,
                variable=codebook.label(name),
                category=label,
                reference=codebook.category_label(name, codebook.reference(name))
                if term.category
                else "",
                n=int(inside.sum()),
                events=int((inside & events).sum()),
                estimate=beta,
                standard_error=error,
                ratio=float(np.exp(beta)),
                ci_low=float(np.exp(beta - z * error)),
                ci_high=float(np.exp(beta + z * error)),
                p=normal_p(beta / error),
            )
        )
    return found
