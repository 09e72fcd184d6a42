"""Unknown counts, what ties them together, what a reader is told, and what must stay open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# A sum of unknowns: number of the unknown -> how many times it counts.
Form = Mapping[int, float]
# What a switch turns off, from the general to the particular: ("frequency", "sex", ...).
Name = tuple[str, ...]


def add_forms(*forms: Form) -> dict[int, float]:
    """The sum of forms."""
    total: dict[int, float] = {}
    for form in forms:
        for unknown, times in form.items():
            total[unknown] = total.get(unknown, 0) + times
    return total


def negate(form: Form) -> dict[int, float]:
    return {unknown: -times for unknown, times in form.items()}


@dataclass(frozen=True)
class Switch:
    """A printed number that can be held back, at a cost; `needs` go with it."""

    name: Name
    cost: float
    needs: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Published:
    """What a reader is told: the form lies from `low` to `high`, unless its switch is off.

    Several numbers that are held back together share a switch; one without is always told.
    """

    form: Form
    low: float
    high: float
    switch: Name | None = None


@dataclass(frozen=True)
class Requirement:
    """A count that must stay open: readers must not be able to rule out either end.

    Counts of `low` or less, and of `high` or more, must both be possible from all that
    is published; or, with `width`, counts that differ by that much. `count` is what it is. `rule` says in words why, `about` which group,
    and `variables` what it is a group of.
    """

    about: str
    form: Form
    count: int
    low: float
    high: float
    rule: str
    variables: tuple[str, ...] = ()
    width: float = 0


@dataclass
class System:
    """Whole numbers from nought upwards, the equations between them, and the rest.

    `cap` is a number that no count exceeds.
    """

    cap: int
    size: int = 0
    equations: list[tuple[Form, float]] = field(default_factory=list)
    at_most: list[tuple[Form, float]] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    switches: dict[Name, Switch] = field(default_factory=dict)
    requirements: list[Requirement] = field(default_factory=list)

    def new_unknown(self) -> int:
        self.size += 1
        return self.size - 1

    def equate(self, form: Form, value: float) -> None:
        self.equations.append((form, value))

    def equate_sum(self, total: Form, parts: Iterable[Form]) -> None:
        """The parts add up to the total."""
        self.equate(add_forms(total, *map(negate, parts)), 0)

    def bound(self, smaller: Form, larger: Form) -> None:
        """One form is never above another."""
        self.at_most.append((add_forms(smaller, negate(larger)), 0))

    def tell(
        self, form: Form, low: float, high: float, switch: Switch | None = None
    ) -> None:
        """A printed number; the dearest of the switches of one name counts."""
        name = None
        if switch is not None:
            name = switch.name
            known = self.switches.get(name)
            if known is None or known.cost < switch.cost:
                self.switches[name] = switch
        self.published.append(Published(form, low, high, name))
