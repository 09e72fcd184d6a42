"""What must hold between the parts of a codebook; all faults in one report, by line.

check_codebook(file, declaration) -> None
"""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Iterator

from probata.dataset.band_rules import band_findings
from probata.dataset.category_rules import category_findings, missing_findings
from probata.dataset.codebook import CodebookFile, Variable, expand_bands
from probata.dataset.condition_rules import condition_problems
from probata.dataset.derivation_rules import derivation_findings
from probata.dataset.order import find_cycle, needs
from probata.declarations import Declaration, Place
from probata.errors import DeclarationError, Fault

Finding = tuple[Place, str, str]


def check_codebook(file: CodebookFile, declaration: Declaration) -> None:
    """Raise DeclarationError with every semantic fault of a codebook."""
    variables = expand_bands(file.variables)
    findings = [*_name_findings(file), *_cycle_findings(file)]
    for name, variable in file.variables.items():
        found = [
            *_type_findings(variable),
            *_contradictions(variable),
            *category_findings(variable),
            *missing_findings(variable, file.codebook),
            *_band_findings(variable),
            *_routing_findings(variable, variables),
            *derivation_findings(variable, variables),
        ]
        findings += [
            (("variables", name, *at), f"`{name}`: {what}", mend)
            for at, what, mend in found
        ]
    if findings:
        raise DeclarationError(
            f"{declaration.path}: the codebook cannot be used.",
            _by_line(declaration, findings),
        )


def _by_line(declaration: Declaration, findings: list[Finding]) -> list[Fault]:
    """Faults in the order of the file."""
    ordered = sorted(findings, key=lambda finding: declaration.line(finding[0]))
    return [declaration.fault(*finding) for finding in ordered]


def _name_findings(file: CodebookFile) -> Iterator[Finding]:
    names = list(file.variables)
    for name in names:
        if not name.isidentifier() or keyword.iskeyword(name) or name == "missing":
            yield (
                ("variables", name),
                f"`{name}` cannot name a variable.",
                (
                    "Use letters, digits and _, beginning with a letter; give the file's own "
                    f'header as column = "{name}".'
                ),
            )
    banded = [
        (name, item.bands.id) for name, item in file.variables.items() if item.bands
    ]
    counts = Counter([*names, *(band for _, band in banded)])
    for name, band in banded:
        place: Place = ("variables", name, "bands", "id")
        if counts[band] > 1:
            yield place, f"the id `{band}` of the bands is taken.", "Choose another."
        elif not band.isidentifier() or keyword.iskeyword(band):
            yield (
                place,
                f"`{band}` cannot name a variable.",
                "Use letters, digits and _.",
            )
    yield from _column_findings(file)


def _column_findings(file: CodebookFile) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, variable in expand_bands(file.variables).items():
        column = variable.column or name
        if column in first:
            yield (
                ("variables", name, "column"),
                f"`{name}` and `{first[column]}` both read the column `{column}`.",
                "Read each column once; derive the second variable from the first.",
            )
        first.setdefault(column, name)
        if column != column.strip() or not column:
            yield (
                ("variables", name, "column"),
                f"`{name}`: the column name `{column}` is empty or has spaces around it.",
                "Names are compared after trimming.",
            )


def _cycle_findings(file: CodebookFile) -> Iterator[Finding]:
    banded = {
        item.bands.id: name for name, item in file.variables.items() if item.bands
    }
    graph = needs(file.variables, banded)
    cycle = find_cycle(graph)
    if cycle:
        shown = " needs ".join(f"`{name}`" for name in cycle)
        start = next(name for name in cycle if name in file.variables)
        key = "derive" if file.variables[start].derive else "applies_when"
        yield (
            ("variables", start, key),
            f"these variables wait for one another: {shown}.",
            "Let at least one of them not depend on the others.",
        )


def _type_findings(variable: Variable) -> Iterator[Finding]:
    kind = variable.type
    wrong_keys: list[tuple[str, str]] = []
    if kind != "interval":
        numeric = ("minimum", "maximum", "bands", "whole", "unit")
        wrong_keys += [(key, "interval") for key in numeric]
    if not variable.is_categorical:
        wrong_keys += [
            (key, "categorical and ordinal") for key in ("categories", "reference")
        ]
    for key, kinds in wrong_keys:
        if getattr(variable, key) not in (None, (), "", False):
            groups = key == "categories" and kind == "interval"
            yield (
                (key,),
                f"`{key}` is for {kinds} variables, this one is {kind}.",
                "To group an interval variable use `bands`." if groups else "",
            )


def _contradictions(variable: Variable) -> Iterator[Finding]:
    low, high = variable.minimum, variable.maximum
    if low is not None and high is not None and low > high:
        yield ("minimum",), f"the minimum {low:g} is above the maximum {high:g}.", ""
    if variable.required and variable.optional:
        yield ("required",), "cannot be both required and optional.", "Keep one."
    if variable.required and variable.missing:
        yield (
            ("required",),
            "is required, yet has missing codes of its own.",
            "Drop `required` or `missing`.",
        )
    if not variable.label.strip():
        yield ("label",), "the label is empty.", "Tables and charts print it."


def _band_findings(variable: Variable) -> Iterator[Finding]:
    for at, problem, mend in band_findings(variable):
        yield ("bands", *at), problem, mend
    if variable.bands:
        ids = [band.id for band in variable.bands.categories]
        for index, item in enumerate(ids):
            if item in ids[:index]:
                yield (
                    ("bands", "categories", index),
                    f"the band id `{item}` comes twice.",
                    "",
                )


def _routing_findings(
    variable: Variable, variables: dict[str, Variable]
) -> Iterator[Finding]:
    if variable.applies_when is None:
        if "not_applicable" in variable.model_fields_set:
            yield (
                ("not_applicable",),
                (
                    "`not_applicable` says why a cell is empty where `applies_when` does not "
                    "hold, but there is no `applies_when`."
                ),
                "Add the condition or drop the key.",
            )
        return
    for problem, mend in condition_problems(variable.applies_when, variables):
        yield ("applies_when",), problem, mend
