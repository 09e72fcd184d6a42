"""The cheapest choice against a published example and against all choices of small tables."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from probata.publication.disclosure.attack import Attack
from probata.publication.disclosure.components import split_system
from probata.publication.disclosure.linear import Requirement, Switch, System
from probata.publication.disclosure.protect import Infeasible, choose_switches

# Investment of enterprises by activity and region: figure 1 of M. Fischetti and J. J.
# Salazar-Gonzalez, "Solving the cell suppression problem on tabular data with linear
# constraints", Management Science 47 (2001). Activity II in region C is confidential; with
# the four cells below held back its value lies anywhere from 5 to 30.
INVESTMENT = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
CONFIDENTIAL = (1, 2)
HELD_BACK = {(1, 0), (1, 2), (2, 0), (2, 2)}
ENDS = (5, 30)
# The search stops within one per cent of the cheapest.
GAP = 1.01


def system_of(table, wanted, costs):
    """A table whose margins everyone knows; `wanted` are (cell, low, high)."""
    system = System(int(table.sum()))
    at = {cell: system.new_unknown() for cell in np.ndindex(table.shape)}
    for axis, size in enumerate(table.shape):
        for line in range(size):
            form = {at[cell]: 1.0 for cell in at if cell[axis] == line}
            value = int(table.sum(axis=1 - axis)[line])
            system.tell(form, value, value)
    for cell, unknown in at.items():
        switch = Switch(name_of(cell), float(costs[cell]))
        system.tell({unknown: 1.0}, int(table[cell]), int(table[cell]), switch)
    for cell, low, high in wanted:
        form = {at[cell]: 1.0}
        count = int(table[cell])
        system.requirements.append(
            Requirement(str(cell), form, count, low, high, "at risk")
        )
    return system


def name_of(cell):
    return ("cell", *map(str, cell))


def cells_of(names):
    return {tuple(map(int, name[1:])) for name in names}


def ends_of(table, hidden, cell):
    """What a reader works out of a cell; written anew, with another solver's front."""
    cells = list(np.ndindex(table.shape))
    rows = [[c[axis] == line for c in cells]
            for axis, size in enumerate(table.shape) for line in range(size)]  # fmt: skip
    values = [*table.sum(axis=1), *table.sum(axis=0)]
    bounds = [(0, None) if c in hidden else (table[c], table[c]) for c in cells]
    wanted = np.array([c == cell for c in cells], dtype=float)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * wanted, A_eq=rows, b_eq=values, bounds=bounds)
        assert found.success
        ends.append(sign * found.fun)
    return tuple(ends)


def test_the_published_example():
    system = system_of(INVESTMENT, [(CONFIDENTIAL, 17, 27)], INVESTMENT)
    assert cells_of(choose_switches(system)) == HELD_BACK
    (part,) = split_system(system)
    off = np.array([set(cells_of([item.name])) <= HELD_BACK for item in part.switches])
    form = np.zeros(part.size)
    form[list(np.ndindex(INVESTMENT.shape)).index(CONFIDENTIAL)] = 1
    attacker = Attack(part)
    least = -attacker.maximise(-form, off).value
    most = attacker.maximise(form, off).value
    assert (round(least, 6), round(most, 6)) == ENDS
    assert ends_of(INVESTMENT, HELD_BACK, CONFIDENTIAL) == pytest.approx(ENDS)


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_is_cheaper(seed):
    random = np.random.default_rng(seed)
    table = random.integers(1, 25, (3, 3))
    costs = random.integers(1, 10, (3, 3))
    cells = list(np.ndindex(table.shape))
    small = [cells[at] for at in random.choice(9, 2, replace=False)]
    wanted = [(cell, max(0, table[cell] - 2), table[cell] + 2) for cell in small]
    found = cells_of(choose_switches(system_of(table, wanted, costs)))
    assert is_safe(table, found, wanted)
    cheapest = min(
        sum(costs[cell] for cell in chosen)
        for size in range(len(cells) + 1)
        for chosen in combinations(cells, size)
        if set(small) <= set(chosen) and is_safe(table, set(chosen), wanted)
    )
    assert sum(costs[cell] for cell in found) <= GAP * cheapest


def is_safe(table, hidden, wanted):
    return all(
        low >= ends_of(table, hidden, cell)[0] - 1e-6
        and high <= ends_of(table, hidden, cell)[1] + 1e-6
        for cell, low, high in wanted
    )


def test_what_cannot_be_protected_is_refused():
    table = np.array([[3, 4], [5, 6]])
    system = system_of(table, [((0, 0), 0, 5)], table)
    for cell in ((0, 1), (1, 0)):  # these two are told by something else as well
        system.tell({cell[0] * 2 + cell[1]: 1.0}, table[cell], table[cell])
    with pytest.raises(Infeasible):
        choose_switches(system)
