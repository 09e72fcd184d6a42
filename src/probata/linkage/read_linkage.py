"""Reads a linkage file and reports all its faults together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from probata.declarations import (
    Declaration,
    Finding,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError
from probata.linkage.linkage_file import FileSpec, LinkageFile, Role

ROLES: tuple[str, ...] = get_args(Role)
# What may be known of a person without naming them: such a column may group and be carried.
OPEN_ROLES = ("sex",)
# A role that a linkage has in one field only.
SINGLE = ("forename", "surname", "date_of_birth", "sex", "postcode")
PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[:(\d+)\])?")


@dataclass(frozen=True)
class Linkage:
    """A checked linkage file: what it declares and where it lies."""

    file: LinkageFile
    declaration: Declaration

    @property
    def sha256(self) -> str:
        return self.declaration.sha256

    def path_of(self, name: str) -> Path:
        return self.declaration.path.parent / self.file.files[name].path


def read_linkage(path: Path) -> Linkage:
    """Read a linkage file. Raises InputMissing or DeclarationError with every fault."""
    declaration = read_declaration(path)
    file = build_declared(LinkageFile, declaration)
    found = [*_roles(file), *_columns(file), *_rules(file), *_rest(file)]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{path}: cannot be used.", faults)
    return Linkage(file, declaration)


def _roles(file: LinkageFile) -> Iterator[Finding]:
    for name, spec in file.files.items():
        for field in spec.fields:
            declared = file.fields.get(field)
            if field not in ROLES and not (declared and declared.role):
                yield (
                    ("files", name, "fields", field),
                    f"the field `{field}` has no role.",
                    f'Add [fields.{field}] with `role = "..."`, or name it like one. '
                    + suggest(field, ROLES),
                )
                return
    named = {field for spec in file.files.values() for field in spec.fields}
    for field in file.fields:
        if field not in named:
            yield (
                ("fields", field),
                f"no file has the field `{field}`.",
                suggest(field, named),
            )
    for role in SINGLE:
        fields = file.of_role(role)  # type: ignore[arg-type]
        if len(fields) > 1:
            yield (
                ("fields", fields[-1]),
                f"the role `{role}` is given to {len(fields)} fields; a linkage has it once.",
                "Give one of them the role `other`.",
            )
    if len(file.field_names()) < 2:
        shared = ", ".join(f"`{item}`" for item in file.field_names()) or "none"
        yield (
            ("files",),
            f"fewer than two fields are in every file (found {shared}).",
            "Records are told apart by several fields; declare more under `fields`.",
        )


def identifying_columns(file: LinkageFile, spec: FileSpec) -> set[str]:
    """The columns of a file that name a person, alone or with others."""
    hidden = {
        column
        for field, column in spec.fields.items()
        if file.role(field) not in OPEN_ROLES
    }
    return hidden | {spec.id} | ({spec.truth} if spec.truth else set())


def _columns(file: LinkageFile) -> Iterator[Finding]:
    """A column that identifies must not reach an output."""
    for name, spec in file.files.items():
        hidden = identifying_columns(file, spec)
        for kind in ("groups", "carry"):
            for at, column in enumerate(getattr(spec, kind)):
                if column in hidden:
                    yield (
                        ("files", name, kind, at),
                        f"`{column}` identifies people and cannot stand in an output.",
                        "Leave it out, or bring a coarser column, such as a region.",
                    )
        named = [f for f in spec.fields if file.role(f) not in OPEN_ROLES]
        if spec.pseudonymous and spec.id in [spec.fields[f] for f in named]:
            yield (
                ("files", name, "pseudonymous"),
                f"`{spec.id}` identifies people, for it is also compared.",
                "Leave `pseudonymous` out; the outputs then hold pseudonyms in its place.",
            )
        if not file.two_files and spec.person_once:
            yield (
                ("files", name, "person_once"),
                "the only file cannot hold everyone once: then there is nothing to link.",
                "Leave it out.",
            )
    truths = [bool(spec.truth) for spec in file.files.values()]
    if any(truths) and not all(truths):
        at = truths.index(False)
        yield (
            ("files", list(file.files)[at]),
            "the other file names the true person and this one does not.",
            "Add `truth` to both files or to none.",
        )


def _rules(file: LinkageFile) -> Iterator[Finding]:
    known = file.field_names()
    for at, rule in enumerate(file.blocking.rules):
        if not rule:
            yield (
                ("blocking", "rules", at),
                "a rule has no part.",
                "Name a field in it.",
            )
        for part in rule:
            match = PART.fullmatch(part)
            if match is None or match[2] == "0":
                yield (
                    ("blocking", "rules", at),
                    f"`{part}` is neither a field nor the start of one.",
                    "Write `surname` or `surname[:4]`.",
                )
            elif match[1] not in known:
                yield (
                    ("blocking", "rules", at),
                    f"`{match[1]}` is not a field of every file.",
                    suggest(match[1], known),
                )


def _rest(file: LinkageFile) -> Iterator[Finding]:
    if file.thresholds.review > file.thresholds.link:
        yield (
            ("thresholds", "review"),
            "review begins above the threshold for links.",
            "`review` must not exceed `link`.",
        )
    low = [t for t in file.thresholds.table if t < file.thresholds.review]
    if low:
        yield (
            ("thresholds", "table"),
            f"{low[0]:g} is below `review`, under which no pair is kept.",
            "Lower `review`, or leave the threshold out.",
        )
    outcome = file.outcome
    if outcome is not None and not file.two_files:
        yield (
            ("outcome",),
            "an outcome needs a second file, in which it is recorded.",
            "Leave the table out.",
        )
    elif outcome is not None:
        yield from _outcome(file)


def _outcome(file: LinkageFile) -> Iterator[Finding]:
    outcome = file.outcome
    assert outcome is not None
    second = list(file.files.values())[1]
    if bool(outcome.column) != bool(outcome.values):
        yield (
            ("outcome",),
            "`column` and `values` go together.",
            "Name both, or neither where any link is the outcome.",
        )
    if outcome.column and outcome.column in identifying_columns(file, second):
        yield (
            ("outcome", "column"),
            f"`{outcome.column}` identifies people and cannot be an outcome.",
            "Name a column that says what happened.",
        )
