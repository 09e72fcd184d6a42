"""Numbers of interactions, splines and adjusted percentages that text may name."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.claims import find_interaction, find_simple_odds
from probata.analysis.results import AdjustedShare, ModelResult
from probata.analysis.rounding import number_text, p_text, ratio_text
from probata.analysis.study import Study
from probata.analysis.term_results import CombinedShare, SimpleOdds
from probata.analysis.terms import split_product
from probata.publication.basis_words import say_term
from probata.publication.bound import Sourced, UnboundError, bind, suppress
from probata.publication.language import translate


@dataclass(frozen=True)
class Adjusted:
    """An adjusted percentage, what it is of, and the model that gives it."""

    share: AdjustedShare | CombinedShare
    basis: str
    model: str

    def percent(self, digits: int) -> Sourced:
        if self.share.percent is None:
            return suppress(self.basis, f"model {self.model}")
        text = f"{number_text(self.share.percent, digits)}%"
        return bind(text, self.basis, f"model {self.model}")

    def interval(self, digits: int) -> Sourced:
        if self.share.ci_low is None or self.share.ci_high is None:
            return suppress(self.basis, f"model {self.model}")
        ends = (self.share.ci_low, self.share.ci_high)
        low, high = (number_text(end, digits) for end in ends)
        text = translate("{low}% to {high}%", low=low, high=high)
        return bind(text, self.basis, f"model {self.model}")


def adjusted_of(
    study: Study, model: ModelResult, variable: str, category: str
) -> Adjusted:
    """The adjusted percentage of one category."""
    for item in model.adjusted:
        if (item.variable, item.category) == (variable, category):
            term = say_term(study, variable, category)
            return Adjusted(item, _say(model, term), model.id)
    raise UnboundError(
        f"`{model.id}` adjusts no percentage of `{variable}={category}`.", missing=True
    )


def _say(model: ModelResult, term: str) -> str:
    return translate("adjusted by {model}: {term}", model=model.label, term=term)


def bend_p(model: ModelResult, variable: str, test: str) -> Sourced:
    """p of the test that a spline is bent."""
    for curve in model.curves:
        found = next(item for item in curve.tests if item.test == test)
        if curve.variable != variable or found.p is None or found.statistic is None:
            continue
        basis = translate(
            "test that the spline is bent: chi-square {statistic} on {df} df",
            statistic=number_text(found.statistic, 2),
            df=found.df,
        )
        return bind(p_text(found.p), basis, f"model {model.id}")
    raise UnboundError(
        f"`{model.id}` has no test of a spline of `{variable}`.", missing=True
    )


@dataclass(frozen=True)
class Within:
    """A term within another, `contact=yes` within `history=none`, in a model."""

    study: Study
    model: ModelResult
    term: str
    within: str

    def odds_ratio(self) -> Sourced:
        item = self._odds()
        basis = translate("odds ratio of {comparison}", comparison=self._basis())
        if item.odds_ratio is None:
            return suppress(basis, f"model {self.model.id}")
        return bind(ratio_text(item.odds_ratio), basis, f"model {self.model.id}")

    def odds_interval(self) -> Sourced:
        item = self._odds()
        basis = translate(
            "Wald interval of the odds ratio of {comparison}", comparison=self._basis()
        )
        if item.ci_low is None or item.ci_high is None:
            return suppress(basis, f"model {self.model.id}")
        low, high = ratio_text(item.ci_low), ratio_text(item.ci_high)
        text = translate("{low} to {high}", low=low, high=high)
        return bind(text, basis, f"model {self.model.id}")

    def adjusted(self) -> Adjusted:
        """The adjusted percentage of the combination."""
        (variable, category), (by, level) = self._names()
        found = find_interaction(self.model, variable, by)
        for item in found.shares if found else ():
            if (item.category, item.within) == (category, level):
                if item.percent is None:
                    raise UnboundError(
                        f"`{self.model.id}` adjusts no percentage of `{self.term}` "
                        f"within `{self.within}`.",
                        missing=True,
                    )
                return Adjusted(item, _say(self.model, self._basis()), self.model.id)
        raise self._none()

    def _odds(self) -> SimpleOdds:
        (variable, category), (by, level) = self._names()
        item = find_simple_odds(self.model, variable, category, by, level)
        if item is None:
            raise self._none()
        if item.odds_ratio is None and item.status != "suppressed":
            problem = f"`{self.term}` within `{self.within}`: {item.reason}."
            raise UnboundError(problem, missing=True)
        return item

    def _none(self) -> UnboundError:
        known = [split_product(item.term) for item in self.model.interactions]
        listed = ", ".join(f"`{one}` within `{other}`" for one, other in known)
        return UnboundError(
            f"`{self.model.id}` has nothing on `{self.term}` within `{self.within}`.",
            f"Its interactions: {listed or 'none'}.",
        )

    def _names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        pairs = [text.partition("=") for text in (self.term, self.within)]
        first, second = ((name.strip(), item.strip()) for name, _, item in pairs)
        return first, second

    def _basis(self) -> str:
        parts = []
        for name, category in self._names():
            book = self.study.codebook
            if book[name].is_categorical:
                parts.append(say_term(self.study, name, category))
            else:
                parts.append(f"{book.label(name)}: {category or translate('one more')}")
        return translate(
            "{term} within {level}, in {model}",
            term=parts[0],
            level=parts[1],
            model=self.model.label,
        )
