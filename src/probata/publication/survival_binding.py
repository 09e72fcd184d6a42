"""Numbers of the time to an event that text may name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from probata.analysis.rounding import number_text, p_text, ratio_text
from probata.analysis.survival.results import HazardRatio, SurvivalFound
from probata.declarations import suggest
from probata.publication.bound import Bindable, Bound, Sourced, UnboundError, bind
from probata.publication.language import translate


def survival_functions(of: Bindable) -> dict[str, Callable[..., Bound]]:
    """The functions of [[survival]], by the names that they have in the text."""
    return {
        "without_event": partial(without_event, of),
        "log_rank": partial(log_rank, of),
        "hazard_ratio": partial(hazard_ratio, of),
        "hazard_interval": partial(hazard_interval, of),
    }


def without_event(
    of: Bindable, survival: str, time: float, group: str = "", digits: int = 0
) -> Sourced:
    """Per cent of a group (a category of `by`, or everybody) without the event by a time."""
    found = _find(of, survival)
    curve = found.curve(group)
    if curve is None:
        known = [item.code for item in found.curves]
        raise UnboundError(
            f"`{survival}` has no curve of `{group}`.", suggest(group, known)
        )
    if time > curve.points[-1].time:
        raise UnboundError(
            f"nobody of `{group or survival}` is followed to {time:g}.", missing=True
        )
    before = [point for point in curve.points if point.time <= time]
    percent = before[-1].percent if before else 100.0
    basis = translate(
        "Kaplan-Meier, without the event at {time} {unit}: {group}",
        time=f"{time:,g}",
        unit=found.time_unit,
        group=curve.group or translate("all cases"),
    )
    return bind(f"{number_text(percent, digits)}%", basis, f"survival {survival}")


def log_rank(of: Bindable, survival: str) -> Sourced:
    """p of the test that the curves do not differ."""
    found = _find(of, survival)
    if found.test is None:
        raise UnboundError(f"`{survival}` has no log-rank test.", missing=True)
    basis = translate(
        "log-rank test: chi-square {statistic}, df {df}",
        statistic=number_text(found.test.statistic, 1),
        df=found.test.df,
    )
    return bind(p_text(found.test.p), basis, f"survival {survival}")


def hazard_ratio(of: Bindable, survival: str, term: str) -> Sourced:
    item, basis = _ratio(of, survival, term)
    said = translate("hazard ratio of {comparison}", comparison=basis)
    return bind(ratio_text(item.ratio), said, f"survival {survival}")


def hazard_interval(of: Bindable, survival: str, term: str) -> Sourced:
    item, basis = _ratio(of, survival, term)
    text = translate(
        "{low} to {high}", low=ratio_text(item.ci_low), high=ratio_text(item.ci_high)
    )
    said = translate(
        "Wald interval of the hazard ratio of {comparison}", comparison=basis
    )
    return bind(text, said, f"survival {survival}")


def _ratio(of: Bindable, survival: str, term: str) -> tuple[HazardRatio, str]:
    found = _find(of, survival)
    name, _, code = (part.strip() for part in term.partition("="))
    item = found.ratio(name, code)
    if item is None:
        terms = found.cox.terms if found.cox else ()
        known = [f"{x.name}={x.code}" if x.code else x.name for x in terms]
        raise UnboundError(
            f"`{survival}` has no hazard ratio of `{term}`.", suggest(term, known)
        )
    if not item.category:
        return item, translate("one more: {variable}", variable=item.variable)
    return item, translate(
        "{variable}: {category} against {reference}",
        variable=item.variable,
        category=item.category,
        reference=item.reference,
    )


def _find(of: Bindable, survival: str) -> SurvivalFound:
    known = [item.id for item in of.results.survival]
    if survival not in known:
        raise UnboundError(
            f"there is no [[survival]] `{survival}`.", suggest(survival, known)
        )
    return of.results.followed(survival)
