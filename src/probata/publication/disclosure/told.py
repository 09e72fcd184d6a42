"""The system of one bulletin while it is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.results import MissingCount, Results, Share
from probata.analysis.study import Study
from probata.dataset.combinations import Gap, Value
from probata.publication.disclosure.costs import Costs
from probata.publication.disclosure.linear import Form, Switch, System
from probata.publication.disclosure.risks import Group, Kind, find_risks
from probata.publication.disclosure.tables import Cell, Tables, make_cell

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

    `unlinked` are variables whose derivation could not be followed. Without `costs`
    nothing can be held back any more: a bulletin that is out already. Laid beside an
    earlier one (`beside_earlier`) also the total may tell by how much it has grown.
    """

    study: Study
    results: Results
    tables: Tables
    known: Known
    costs: Costs | None
    beside_earlier: bool = False
    groups: list[Group] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)

    @property
    def system(self) -> System:
        return self.tables.system

    @property
    def rules(self) -> Disclosure:
        return self.study.file.disclosure

    @property
    def outcome(self) -> str:
        return self.study.file.outcome.variable

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
            needs = ((*name[:-1], "positive"),) if name[-1] == "n" else ()
            switch = Switch(name, self.costs.of(name, value), needs)
        self.system.tell(form, low, high, switch)

    def tell_exactly(self, form: Form, value: int | None) -> None:
        """A count that is neither held back nor rounded."""
        if value is not None:
            self.system.tell(form, value, value)

    def tell_share(self, forms: Forms, share: Share | MissingCount, *name: str) -> None:
        """Cases and positive cases of a group; an empty one is told as it is."""
        if share.n == 0:
            self.tell_exactly(forms.n, 0)
            return
        self.tell(forms.n, share.n, *name, "n")
        self.tell(forms.positive, share.positive, *name, "positive")

    # --- groups -------------------------------------------------------------------

    def forms(self, *cells: Cell) -> Forms:
        tables = self.tables
        return Forms(tables.n(*cells), tables.positive(*cells), tables.others(*cells))

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
        frequency = self.results.frequencies.get(name)
        if frequency is None:
            return [*self.study.codebook.category_ids(name), Gap("unknown")]
        gaps = [Gap(item.reason) for item in frequency.missing]
        return [*(item.category for item in frequency.categories), *gaps]

    def label(self, variable: str, value: Value | None) -> str:
        """`Sex: female`, or `Sex: no value`."""
        book = self.study.codebook
        name = book.label(variable) if variable in book else variable
        if value is None or isinstance(value, Gap):
            return f"{name}: no value"
        known = variable in book and value in book.category_ids(variable)
        return f"{name}: {book.category_label(variable, value) if known else value}"


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
