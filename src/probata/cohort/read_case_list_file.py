"""Reads the declaration of a case list, laid over the packaged one it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from probata.cohort.case_list_file import CaseListFile, ListField
from probata.cohort.lay_over import lay_over
from probata.cohort.places import packaged_file
from probata.cohort.spelling import spell
from probata.declarations import Place, build_declared, read_declaration, suggest
from probata.errors import DeclarationError

DEFAULT = "ndelius"
# What selection itself works with, whatever the rules are.
STRUCTURE: dict[str, tuple[str, str]] = {
    "crn": ("identifier", "person"),
    "event_number": ("identifier", "case"),
    "unit": ("unit", "case"),
}
Found = tuple[Place, str, str]


def read_case_list_file(path: Path | None = None) -> CaseListFile:
    """Read what a case list holds; without a path, the packaged default.

    A file that names another with `based_on` is laid over it: tables are joined, lists
    replace the list below. Raises DeclarationError with every fault and its line.
    """
    declaration = read_declaration(path or packaged_file(DEFAULT))
    declaration = lay_over(declaration, "case_list", (DEFAULT,))
    file = build_declared(CaseListFile, declaration)
    found = [*_structure(file), *_fields(file), *_headers(file), *_orders(file)]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return file


def _structure(file: CaseListFile) -> Iterator[Found]:
    for name, (kind, about) in STRUCTURE.items():
        field = file.fields.get(name)
        if field is None:
            yield (("fields",), f"`{name}` is missing.", "Every case list needs it.")
        elif (field.kind, field.about) != (kind, about) or not field.needed:
            yield (
                ("fields", name),
                f'`{name}` must be of kind "{kind}", about "{about}" and needed.',
                "",
            )


def _fields(file: CaseListFile) -> Iterator[Found]:
    for name, field in file.fields.items():
        place: Place = ("fields", name)
        if field.about == "requirement" and field.kind != "codes":
            yield (place, "only `codes` may differ between rows of one case.", "")
        if field.kind == "codes" and field.about != "requirement":
            yield (place, 'several codes are always about a "requirement".', "")
        if field.kind in ("code", "codes") and not field.codes:
            yield (place, f"a field of kind `{field.kind}` needs `codes`.", "")
        if field.empty is not None and field.empty not in field.meanings:
            yield (
                (*place, "empty"),
                f"`{field.empty}` is not one of its codes.",
                suggest(field.empty, field.meanings),
            )
        yield from _pattern(place, field)
        yield from _spellings(place, field)


def _pattern(place: Place, field: ListField) -> Iterator[Found]:
    try:
        re.compile(field.pattern or "")
    except re.error as error:
        yield ((*place, "pattern"), f"cannot be read as a pattern ({error}).", "")


def _spellings(place: Place, field: ListField) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for code, spellings in field.meanings.items():
        for text in (code, *spellings):
            other = seen.setdefault(spell(text), code)
            if other != code:
                yield (
                    (*place, "codes", code),
                    f"`{text}` already means `{other}`.",
                    "Keep it in one of them.",
                )


def _headers(file: CaseListFile) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for name, field in file.fields.items():
        for header in (name, *field.headers):
            other = seen.setdefault(spell(header), name)
            if other != name:
                yield (
                    ("fields", name, "headers"),
                    f"the heading `{header}` already stands for `{other}`.",
                    "Keep it in one of them.",
                )


def _orders(file: CaseListFile) -> Iterator[Found]:
    dates = [name for name, field in file.fields.items() if field.kind == "date"]
    for at, order in enumerate(file.orders):
        for key in ("earlier", "later"):
            name = getattr(order, key)
            if name not in dates:
                yield (
                    ("orders", at, key),
                    f"`{name}` is not a date of the list.",
                    suggest(name, dates),
                )
