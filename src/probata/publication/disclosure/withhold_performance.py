"""What the tests of questions must not print, where counts of a question are held back."""

from __future__ import annotations

from probata.analysis.performance.run import HELD_BACK
from probata.analysis.performance_results import (
    FactorResult,
    LeftOut,
    PairResult,
    PerformanceResult,
    PromptResult,
    ScaleResult,
)
from probata.publication.disclosure.withheld import Withheld


def withhold_performance(
    found: PerformanceResult, withheld: Withheld
) -> PerformanceResult:
    """Nothing of a question of which a number is held back: its shares would tell it."""
    factors = found.factors
    return PerformanceResult(
        scales=tuple(_scale(item, withheld) for item in found.scales),
        key_questions=tuple(_pair(item, withheld) for item in found.key_questions),
        factors=None if factors is None else _factors(factors, withheld),
    )


def _scale(item: ScaleResult, withheld: Withheld) -> ScaleResult:
    head = item.key_question
    names = [part.prompt for part in item.items]
    shown = item.model_copy(
        update={
            "prompts": tuple(_prompt(part, head, withheld) for part in item.prompts),
            "pairs": tuple(_pair(part, withheld) for part in item.pairs),
            "left_out": _left_out(item.left_out, withheld),
        }
    )
    if not any(map(withheld.is_touched, names)):
        return shown
    gone = {"n": None, "alpha": None, "items": (), "reason": HELD_BACK}
    return shown.model_copy(update=gone)


def _prompt(item: PromptResult, head: str, withheld: Withheld) -> PromptResult:
    if not (withheld.is_touched(item.prompt) or withheld.is_touched(head)):
        return item
    return PromptResult(
        prompt=item.prompt, n=None, not_applicable=None, reason=HELD_BACK
    )


def _pair(item: PairResult, withheld: Withheld) -> PairResult:
    if not (withheld.is_touched(item.one) or withheld.is_touched(item.other)):
        return item
    return PairResult(one=item.one, other=item.other, n=None, reason=HELD_BACK)


def _left_out(items: tuple[LeftOut, ...], withheld: Withheld) -> tuple[LeftOut, ...]:
    return tuple(item for item in items if not withheld.is_touched(item.variable))


def _factors(item: FactorResult, withheld: Withheld) -> FactorResult:
    left_out = _left_out(item.left_out, withheld)
    if not any(map(withheld.is_touched, item.variables)):
        return item.model_copy(update={"left_out": left_out})
    return FactorResult(
        variables=item.variables, left_out=left_out, least_n=None, reason=HELD_BACK
    )
