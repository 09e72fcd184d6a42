"""Terms of models that are products of variables: counts of combinations in disguise."""

from __future__ import annotations

from probata.analysis.results import WITHHELD, Coefficient, ModelResult
from probata.analysis.study import Study
from probata.analysis.term_results import CombinedShare, InteractionResult, SimpleOdds
from probata.analysis.terms import is_product, split_product
from probata.publication.disclosure.withheld import Withheld

ODDS = ("n", "estimate", "standard_error", "p", "odds_ratio", "ci_low", "ci_high")
SHARE = ("n", "percent", "standard_error", "ci_low", "ci_high")


def is_category(study: Study, item: Coefficient) -> bool:
    """Whether a coefficient is that of a category, not of a spline or a product."""
    return (
        item.category != ""
        and not is_product(item.variable)
        and study.codebook[item.variable].is_categorical
    )


def hidden_products(model: ModelResult, withheld: Withheld) -> dict[str, set[str]]:
    """Products that are withheld whole, with the variables of each.

    The model has an odds of its own for each combination, so that it tells how many cases
    are positive in it. It goes where a number of either variable is held back, and where
    a combination has few cases.
    """
    least = withheld.study.file.disclosure.minimum_n
    found = {}
    for item in model.interactions:
        names = {item.variable, item.within}
        counts = [one.n for one in item.odds] + [one.n for one in item.shares]
        few = any(n is not None and 0 < n < least for n in counts)
        if few or any(withheld.is_touched(name) for name in names):
            found[item.term] = names
    return found


def hide_product(item: InteractionResult) -> InteractionResult:
    """A product without its numbers."""
    return item.model_copy(
        update={
            "odds": tuple(_hide_odds(one) for one in item.odds),
            "shares": tuple(_hide_share(one) for one in item.shares),
        }
    )


def _hide_odds(item: SimpleOdds) -> SimpleOdds:
    gone = {"status": "suppressed", "reason": WITHHELD}
    return item.model_copy(update={**dict.fromkeys(ODDS), **gone})


def _hide_share(item: CombinedShare) -> CombinedShare:
    return item.model_copy(update=dict.fromkeys(SHARE))


def parts_of(name: str) -> tuple[str, ...]:
    """The variables of a term."""
    return split_product(name)
