"""The system of one bulletin while it is put together, as one of its outcomes sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import MissingCount, Results, Share
from probata.analysis.study import MAIN, Study
from probata.analysis.term_results import StageShare
from probata.dataset.combinations import Gap, Value
from probata.publication.disclosure.costs import Costs
from probata.publication.disclosure.linear import Form, Name, Switch, System, add_forms
from probata.publication.disclosure.risks import Group, Kind, find_risks
from probata.publication.disclosure.tables import Cell, Tables, make_cell

# Numbers that a bulletin has for each of its outcomes.
EACH_OUTCOME = ("total", "frequency", "missing", "cross")
# From a count to the lowest and highest that a reader of the printed number thinks of.
Known = Callable[[int], tuple[int, int]]


@dataclass(frozen=True)
class Forms:
    """The cases of a group, and those with the positive and the other outcome."""

    n: Form
    positive: Form
    others: Form


@dataclass
class Told:
    """One bulletin: its tables, what is told of them, and the groups in them.

    `study` and `results` are those about one outcome; `views` are those about all, the
    first one first. `unlinked` are variables whose derivation could not be followed.
    Without `costs` nothing can be held back any more: a bulletin that is out already. Laid
    beside an earlier one (`beside_earlier`) also the total may tell by how much it has
    grown. `numbers` are the numbers without bands whose missing values are told.
    """

    study: Study
    results: Results
    tables: Tables
    known: Known
    costs: Costs | None
    views: Sequence[Results]
    beside_earlier: bool = False
    groups: list[Group] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    numbers: set[tuple[str, str]] = field(default_factory=set)

    @property
    def system(self) -> System:
        return self.tables.system

    @property
    def rules(self) -> Disclosure:
        return self.study.file.disclosure

    @property
    def outcome(self) -> str:
        return self.study.file.outcome.variable

    @property
    def is_first(self) -> bool:
        """Whether this is about the first outcome, by which the tables are divided."""
        return self.study.file.outcome.id == MAIN

    def about(self, outcome: str) -> Told:
        """The same bulletin as another of its outcomes sees it."""
        study, results = self.study.about(outcome), self.results.about(outcome)
        costs = None if self.costs is None else Costs(study, results)
        told = replace(self, study=study, results=results, costs=costs)
        told.tables.values[told.outcome] = self._values(told.outcome)
        return told

    # --- what is told -------------------------------------------------------------

    def tell(
        self, form: Form, value: int | None, *name: str, rounded: bool = True
    ) -> None:
        """A printed count, unless it is held back already."""
        if value is None:
            return
        low, high = self.known(value) if rounded else (value, value)
        switch = None
        if self.costs is not None and name:
            placed = name_of(self.study.file.outcome.id, name)
            needs = ((*placed[:-1], "positive"),) if name[-1] == "n" else ()
            switch = Switch(placed, self.costs.of(name, value), needs)
        self.system.tell(form, low, high, switch)

    def tell_exactly(self, form: Form, value: int | None) -> None:
        """A count that is neither held back nor rounded."""
        if value is not None:
            self.system.tell(form, value, value)

    def tell_share(
        self, forms: Forms, share: Share | StageShare | MissingCount, *name: str
    ) -> None:
        """Cases and positive cases of a group; an empty one is told as it is."""
        if share.n == 0:
            self.tell_exactly(forms.n, 0)
            return
        self.tell(forms.n, share.n, *name, "n")
        self.tell(forms.positive, share.positive, *name, "positive")

    # --- groups -------------------------------------------------------------------

    def forms(self, *cells: Cell) -> Forms:
        tables = self.tables
        if self.is_first:
            return Forms(
                tables.n(*cells), tables.positive(*cells), tables.others(*cells)
            )
        wanted = self.study.file.outcome.positive
        sides: dict[bool, list[Cell]] = {True: [], False: []}
        for value in tables.values[self.outcome]:
            if not isinstance(value, Gap):
                sides[value == wanted] += [
                    make_cell({**dict(cell), self.outcome: value}) for cell in cells
                ]
        positive, others = tables.every(*sides[True]), tables.every(*sides[False])
        return Forms(add_forms(positive, others), positive, others)

    def add_table(
        self, names: Iterable[str], cells: Iterable[Cell] | None = None
    ) -> None:
        """A table over variables, divided by the outcome that this is about."""
        if self.is_first:
            self.tables.add(names, cells)
            return
        every = self.tables.values[self.outcome]
        if cells is not None:
            cells = [
                make_cell({**dict(cell), self.outcome: value})
                for cell in cells
                for value in every
            ]
        self.tables.add([*names, self.outcome], cells)

    def by_outcome(self, values: Mapping[str, Value], *cells: Cell) -> Forms:
        """Of cells without the outcome, those that have the outcome of `values`."""
        whole = self.forms(*cells)
        if self.outcome not in values:
            return whole
        if values[self.outcome] == self.study.file.outcome.positive:
            return Forms(whole.positive, whole.positive, {})
        return Forms(whole.others, {}, whole.others)

    def note_group(
        self,
        about: str,
        forms: Forms,
        n: int | None,
        positive: int | None,
        kind: Kind = "group",
        *,
        of: Sequence[str] = (),
        in_table: bool = True,
    ) -> Group | None:
        """A group of the values of some variables; None where it is held back already."""
        if n is None:
            return None
        if not self.is_first:
            outcome = self.study.file.outcome
            about += f" ({outcome.phrase or self.label(outcome.variable, None)})"
        group = Group(
            about,
            n,
            forms.n,
            positive,
            forms.positive,
            forms.others,
            kind,
            in_table,
            tuple(of),
        )
        self.groups.append(group)
        return group

    def at_risk(self, group: Group | None) -> bool:
        return group is not None and any(find_risks(group, self.rules))

    # --- variables ----------------------------------------------------------------

    def learn(self, names: Iterable[str]) -> list[str]:
        """See to it that the values of variables are known; gives all but the outcome."""
        wanted = [name for name in names if name != self.outcome]
        for name in wanted:
            if name not in self.tables.values:
                self.tables.values[name] = self._values(name)
        return wanted

    def _values(self, name: str) -> Sequence[Value]:
        """Categories, and the reasons of missing values that any part of the bulletin names."""
        counted = [
            view.frequencies[name] for view in self.views if name in view.frequencies
        ]
        gaps = [item.reason for found in counted for item in found.missing]
        gaps += [
            item.reason
            for outcome, view in zip(self._outcomes(), self.views, strict=True)
            if outcome == name
            for item in view.outcome_missing
        ]
        if not counted or "unknown" in self.tables.states:
            gaps.append("unknown")
        if not counted:
            categories: Sequence[str] = self.study.codebook.category_ids(name)
        else:
            categories = [item.category for item in counted[0].categories]
        return [*categories, *map(Gap, dict.fromkeys(gaps))]

    def _outcomes(self) -> Iterator[str]:
        """The variables of the outcomes, in the order of the views."""
        yield self.tables.outcome[0]
        yield from (item.variable for item in self.study.file.outcomes)

    def label(self, variable: str, value: Value | None) -> str:
        """`Sex: female`, or `Sex: no value`."""
        book = self.study.codebook
        name = book.label(variable) if variable in book else variable
        if value is None or isinstance(value, Gap):
            return f"{name}: no value"
        known = variable in book and value in book.category_ids(variable)
        return f"{name}: {book.category_label(variable, value) if known else value}"


def name_of(outcome: str, name: Name) -> Name:
    """The name of a number: one that stands there for each outcome names that first."""
    if outcome == MAIN or not name or name[0] not in EACH_OUTCOME:
        return name
    return ("outcome", outcome, *name)


def split_name(name: Name) -> tuple[str, Name]:
    """The outcome that a number is about, and its name without it."""
    return (name[1], name[2:]) if name[0] == "outcome" else (MAIN, name)


def cells_of(values: Mapping[str, Sequence[Value]]) -> list[Cell]:
    """Every cell in which each variable has one of the values named."""
    cells: list[dict[str, Value]] = [{}]
    for name, options in values.items():
        cells = [{**cell, name: value} for cell in cells for value in options]
    return [make_cell(cell) for cell in cells]


def number(value: int | None) -> int:
    """A count of results that are not protected yet, where nothing is None."""
    assert value is not None
    return value
