"""What is held back, as the rules for models need to know it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from probata.analysis.results import ModelResult, Results
from probata.analysis.study import Study
from probata.publication.disclosure.linear import Name
from probata.publication.disclosure.risks import Group, find_open, find_risks
from probata.publication.disclosure.told import name_of, split_name


@dataclass(frozen=True)
class Withheld:
    """What is held back, as the rules for the models of one outcome need to know it.

    `study` and `results` are about that outcome.
    """

    study: Study
    results: Results
    off: frozenset[Name]
    rounded: bool

    @cached_property
    def touched(self) -> frozenset[str]:
        """Variables of which a number is held back."""
        found = set()
        for whole in self.off:
            _, name = split_name(whole)
            if name[0] in ("frequency", "missing"):
                found.add(name[1])
            elif name[0] == "cross":
                found |= {name[1], name[2]}
            elif name[0] == "category":
                found.add(name[2])
            elif name[0] == "listing":
                listing = next(
                    item for item in self.results.listings if item.id == name[1]
                )
                found |= set(listing.variables)
        return frozenset(found)

    def is_touched(self, variable: str) -> bool:
        """Whether statistics made from the counts of a variable would tell of them."""
        return self.rounded or self.study.codebook.banded_of(variable) in self.touched

    def hides(self, model: ModelResult, variable: str, category: str) -> bool:
        """Whether an estimate would tell a number of cases or of outcomes.

        The fitted probabilities of a category add up to its positive cases, and all of
        them follow from the reference and the estimates.
        """
        reference = model.references.get(variable, "")
        return (
            ("category", model.id, variable, category, "n") in self.off
            or self.hides_positive_of(variable, category)
            or self.hides_positive_of(variable, reference)
        )

    def hides_positive_of(self, variable: str, category: str) -> bool:
        name = ("frequency", variable, category, "positive")
        if name_of(self.study.file.outcome.id, name) in self.off:
            return (variable, category) not in self.open
        return self.rounded and (variable, category) in self.at_risk

    @cached_property
    def open(self) -> frozenset[tuple[str, str]]:
        """Categories whose positive cases an estimate does not tell closely."""
        return frozenset(find_open(self.study, self.results))

    @cached_property
    def at_risk(self) -> frozenset[tuple[str, str]]:
        """Categories with a count at risk, which rounding may have left in place."""
        rules = self.study.file.disclosure
        return frozenset(
            (name, item.category)
            for name, frequency in self.results.frequencies.items()
            for item in frequency.categories
            if item.n is not None
            and any(find_risks(Group("", item.n, {}, item.positive, {}, {}), rules))
        )

    def hides_positive(self, model: str) -> bool:
        return ("used", model, "positive") in self.off

    def hides_fitted(self, model: ModelResult, kind: str) -> bool:
        """Whether groups of fitted probability are withheld.

        With the odds ratios anyone can work out in which group a case with given
        answers is, so that the groups are counts of these answers.
        """
        return (
            ("fitted", model.id, kind) in self.off
            or self.hides_positive(model.id)
            or any(
                self.is_touched(item.variable) for item in model.complete_cases.steps
            )
        )

    def repeats_table(self, model: ModelResult, variable: str) -> bool:
        """Whether a model's counts of a variable are those that a table prints in full."""
        if self.is_touched(variable):
            return False
        frequency = self.results.frequencies[variable]
        known = sum(item.n or 0 for item in frequency.categories)
        return known == model.complete_cases.used

    @property
    def protects_uniform(self) -> bool:
        return self.study.file.disclosure.uniform_groups == "protect"
