"""How a listing names outcome, variables and categories, and the tables that say so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from probata.analysis.results import ModelResult, Results
from probata.analysis.spss.text_table import TextTable, spss_number
from probata.analysis.study import Study
from probata.analysis.terms import is_product, split_product


@dataclass(frozen=True)
class Listed:
    """One model with the study and results that it is listed from."""

    study: Study
    results: Results
    model: ModelResult

    @property
    def outcome(self) -> str:
        return self.study.file.outcome.variable

    @cached_property
    def outcomes(self) -> tuple[str, str]:
        """Labels of the outcome coded 0 and 1."""
        codebook, positive = self.study.codebook, self.study.file.outcome.positive
        others = [
            self.category(self.outcome, item)
            for item in codebook.category_ids(self.outcome)
            if item != positive
        ]
        return " or ".join(others), self.category(self.outcome, positive)

    def category(self, variable: str, category: str) -> str:
        """A category's label on one line."""
        return " ".join(self.study.codebook.category_label(variable, category).split())

    def variables(self, blocks: tuple[str, ...]) -> list[str]:
        """Variables and products in the order of entry."""
        return [name for block in blocks for name in self.study.blocks[block].terms]

    def is_categorical(self, variable: str) -> bool:
        return variable in self.model.references

    def frequencies(self, variable: str) -> dict[str, int]:
        """Cases of the model in each category, in the order of the codebook."""
        known = {
            item.category: item.n or 0
            for item in self.model.coefficients
            if item.variable == variable
        }
        rest = self.model.complete_cases.used - sum(known.values())
        order = self.study.codebook.category_ids(variable)
        return {item: known.get(item, rest) for item in order}

    def dummies(self, variable: str) -> list[str]:
        """Categories with a parameter, in SPSS's numbering: (1) is the first.

        As in SPSS, a category that no case of the model has is not numbered.
        """
        reference = self.model.references[variable]
        counts = self.frequencies(variable)
        return [item for item, n in counts.items() if n and item != reference]

    def name(self, variable: str) -> str:
        """`contact by history`; a variable goes by its own name."""
        return " by ".join(split_product(variable))

    def term(self, variable: str, category: str) -> str:
        """`age`, `race(2)`; a category without a number goes by its name."""
        if is_product(variable):
            pairs = zip(split_product(variable), split_product(category), strict=True)
            return " by ".join(self.term(*pair) for pair in pairs)
        if not category:
            return variable
        if not self.is_categorical(variable):  # a spline
            return f"{variable}_{category}"
        dummies = self.dummies(variable)
        if category not in dummies:
            return f"{variable}({category})"
        return f"{variable}({dummies.index(category) + 1})"


def tabulate_cases(listed: Listed) -> TextTable:
    """Case Processing Summary: cases excluded before the analysis are the unselected."""
    flow = listed.model.complete_cases
    unselected = sum(item.cases for item in listed.results.excluded)
    whole = flow.cases + unselected

    def row(first: str, second: str, n: int) -> tuple[str, ...]:
        return first, second, str(n), spss_number(100 * n / whole, 1)

    return TextTable(
        title="Case Processing Summary",
        labels=2,
        heads=[[("Unweighted Cases", 2), ("N", 1), ("Percent", 1)]],
        rows=[
            row("Selected Cases", "Included in Analysis", flow.used),
            row("", "Missing Cases", flow.cases - flow.used),
            row("", "Total", flow.cases),
            row("Unselected Cases", "", unselected),
            row("Total", "", whole),
        ],
    )


def tabulate_outcome(listed: Listed) -> TextTable:
    """Dependent Variable Encoding."""
    return TextTable(
        title="Dependent Variable Encoding",
        labels=1,
        heads=[[("Original Value", 1), ("Internal Value", 1)]],
        rows=[(label, str(code)) for code, label in enumerate(listed.outcomes)],
    )


def tabulate_codings(listed: Listed) -> TextTable | None:
    """Categorical Variables Codings; None where the model has no categorical variable."""
    names = [
        name
        for name in listed.variables(listed.model.blocks)
        if listed.is_categorical(name)
    ]
    if not names:
        return None
    most = max(1, *(len(listed.dummies(name)) for name in names))
    rows = []
    for name in names:
        dummies = listed.dummies(name)
        for at, (item, n) in enumerate(listed.frequencies(name).items()):
            codes = [spss_number(float(item == one)) for one in dummies] if n else []
            blank = [""] * (most - len(codes))
            first = name if at == 0 else ""
            rows.append((first, listed.category(name, item), str(n), *codes, *blank))
    numbers = [(f"({at + 1})", 1) for at in range(most)]
    return TextTable(
        title="Categorical Variables Codings",
        labels=2,
        heads=[
            [("", 2), ("", 1), ("Parameter coding", most)],
            [("", 2), ("Frequency", 1), *numbers],
        ],
        rows=rows,
    )
