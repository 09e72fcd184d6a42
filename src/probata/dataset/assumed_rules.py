"""What must hold between an assumed design and the codebook; and reads the design."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from probata.conditions import ConditionError, parse_condition
from probata.dataset.assumed_twin import AssumedDesign, AssumedFile, Draw
from probata.dataset.codebook import Codebook
from probata.declarations import (
    Declaration,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError

Found = tuple[Place, str, str]


def is_assumed(declaration: Declaration) -> bool:
    """Whether a `twin.toml` is a design without published counts."""
    return "assumed" in declaration.data


def read_assumed_design(path: Path, codebook: Codebook) -> AssumedDesign:
    """Read `twin.toml`. Raises InputMissing, or DeclarationError with every fault."""
    declaration = read_declaration(path)
    file = build_declared(AssumedFile, declaration)
    faults = [
        declaration.fault(place, *words) for place, *words in _problems(file, codebook)
    ]
    if faults:
        raise DeclarationError(f"{path}: cannot be used.", faults)
    return AssumedDesign(file, declaration)


def _problems(file: AssumedFile, codebook: Codebook) -> Iterator[Found]:
    known = {*file.assumed.factors}
    drawn: set[str] = set()
    shared: set[str] = set()
    if file.groups is not None:
        known |= {*file.groups.factors}
        shared |= {*file.groups.factors}
        if file.groups.variable not in codebook:
            yield _unknown(("groups", "variable"), file.groups.variable, codebook)
        drawn.add(file.groups.variable)
    for index, item in enumerate(file.draws):
        place: Place = ("draws", index)
        yield from _variable(place, item, codebook, drawn)
        yield from _sources(place, item, known, shared)
        yield from _each(place, item, file)
        yield from _conditions(place, item, codebook, drawn)
        known.add(item.variable)
        drawn.add(item.variable)
        if item.each:
            shared.add(item.variable)


def _unknown(place: Place, name: str, codebook: Codebook) -> Found:
    names = suggest(name, codebook.variables)
    return place, f"`{name}` is not in the codebook.", names


def _variable(
    place: Place, item: Draw, codebook: Codebook, drawn: set[str]
) -> Iterator[Found]:
    name = item.variable
    if name not in codebook.declared:
        yield _unknown((*place, "variable"), name, codebook)
        return
    if name in drawn:
        yield (*place, "variable"), f"`{name}` is drawn twice.", "Keep one."
    if codebook[name].derive is not None:
        yield (*place, "variable"), f"`{name}` follows from others.", "Take it out."
    if item.shares and not codebook[name].is_categorical:
        yield (*place, "shares"), f"`{name}` has no categories.", "Give numbers."
    if not item.shares and codebook[name].type != "interval":
        yield (
            (*place, "low"),
            f"`{name}` is not an interval variable.",
            "Give `shares`.",
        )
    parts = [("shares", item.shares), *(("within", one.shares) for one in item.within)]
    for key, shares in parts if codebook[name].is_categorical else ():
        for category in shares:
            if category not in codebook.category_ids(name):
                yield (
                    (*place, key),
                    f"`{category}` is not a category of `{name}`.",
                    suggest(category, codebook.category_ids(name)),
                )


def _sources(
    place: Place, item: Draw, known: set[str], shared: set[str]
) -> Iterator[Found]:
    for name in item.made_of:
        if name not in known:
            yield (
                (*place, "made_of"),
                f"`{name}` is neither a factor nor drawn above.",
                suggest(name, sorted(known)),
            )
        elif item.each and name not in shared:
            yield (
                (*place, "made_of"),
                f"`{name}` differs within a group, and `{item.variable}` does not.",
                suggest(name, sorted(shared)),
            )


def _each(place: Place, item: Draw, file: AssumedFile) -> Iterator[Found]:
    if item.each and file.groups is None:
        yield (*place, "each"), "there are no groups.", "Declare [groups]."


def _conditions(
    place: Place, item: Draw, codebook: Codebook, drawn: set[str]
) -> Iterator[Found]:
    texts = [(("pushed", at, "when"), one.when) for at, one in enumerate(item.pushed)]
    texts += [(("within", at, "when"), one.when) for at, one in enumerate(item.within)]
    routing = (
        codebook[item.variable].applies_when if item.variable in codebook else None
    )
    if routing is not None:
        texts.append((("variable", 0, ""), routing))
    for (key, at, last), text in texts:
        where = (*place, key, at, last) if last else (*place, key)
        try:
            condition = parse_condition(text)
        except ConditionError as error:
            yield where, f"{error}.", ""
            continue
        for name in sorted(condition.names - drawn):
            yield (
                where,
                f"`{name}` is not drawn above `{item.variable}`.",
                suggest(name, sorted(drawn)),
            )
