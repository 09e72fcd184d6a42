"""Writes `listing.txt`: every model block by block, under the labels of SPSS."""

from __future__ import annotations

from probata.analysis.goodness import RULES
from probata.analysis.results import Equation, ModelResult, Results
from probata.analysis.spss.blocks import (
    tabulate_classification,
    tabulate_entry,
    tabulate_equation,
    tabulate_fit,
    tabulate_goodness,
    tabulate_groups,
    tabulate_omnibus,
)
from probata.analysis.spss.encoding import (
    Listed,
    tabulate_cases,
    tabulate_codings,
    tabulate_outcome,
)
from probata.analysis.spss.text_table import WIDTH, TextTable, lay_out, wrap
from probata.analysis.study import Study

# What SPSS does otherwise; told at the head of each listing.
DIFFERENCES = (
    (
        "Search. SPSS stops when no estimate changes by .001 (BCON) or after 20 "
        "iterations; Probata goes on until estimates are exact to far more digits than "
        "are printed. A last digit may differ; numbers of iterations are not comparable."
    ),
    (
        "Hosmer and Lemeshow. Grouping rule here: {rule} ({grouping}). SPSS cuts "
        "at deciles and keeps cases with the same values of all predictors together; "
        "with tied probabilities groups, df and chi-square may differ."
    ),
    (
        "Reference category. The one declared in the codebook (`.000` throughout in the "
        "codings); SPSS takes the last unless CONTRAST says otherwise."
    ),
    (
        "Missing values. Cases with a missing value in the outcome or any variable of "
        "any block are left out, in SPSS as here; Missing Cases counts them. Unselected "
        "Cases are those that the study excludes before the analysis."
    ),
    (
        "Separation. SPSS prints the estimate at which its search happened to stop. "
        "Here a term whose estimate is infinite has no number."
    ),
    (
        "Products and splines. `a(1) by b(2)` as in SPSS, from the same codings. Columns "
        "of a spline go by variable and knot; SPSS has none of its own."
    ),
    (
        "Redundancy. SPSS says that degrees of freedom were reduced for one or more "
        "variables; here each redundant column is named below the equation."
    ),
)


def write_listing(results: Results, study: Study) -> bytes:
    """The listing of every model, with a note on what SPSS does otherwise."""
    lines = _head_note(results, study)
    for model in results.models:
        lines += _list_model(Listed(study.about(model.outcome), results, model))
    return ("\n".join(lines).rstrip() + "\n").encode()


def _head_note(results: Results, study: Study) -> list[str]:
    rule = study.file.inference.hosmer_lemeshow
    made = results.provenance
    lines = [f"Logistic regression listing: {study.file.study.title}", ""]
    if made.synthetic:
        lines += [
            "SYNTHETIC DATA: the cases are made up and tell nothing of people.",
            "",
        ]
    lines += [f"Data: {made.data_name}, SHA-256 {made.data_sha256}", ""]
    lines += wrap(
        "Labels, order and digits follow SPSS's LOGISTIC REGRESSION with METHOD=ENTER, "
        "so that both listings can be laid side by side. Where they may differ:"
    )
    for item in DIFFERENCES:
        lines += wrap(item.format(rule=rule, grouping=RULES[rule]), "- ")
    return [*lines, ""]


def _list_model(listed: Listed) -> list[str]:
    model = listed.model
    lines = ["=" * WIDTH, f"Logistic Regression: {model.label} ({model.id})", ""]
    if model.guards:
        lines.append("Warnings")
        for guard in model.guards:
            lines += wrap(f"{guard.message}.", "- ")
        lines.append("")
    tables = [tabulate_cases(listed), tabulate_outcome(listed)]
    codings = tabulate_codings(listed)
    lines += _tables([*tables, codings] if codings else tables)
    for step in range(len(model.steps)):
        lines += _list_block(listed, step)
    return lines


def _list_block(listed: Listed, number: int) -> list[str]:
    model = listed.model
    step = model.steps[number]
    last = number == len(model.steps) - 1
    source: ModelResult | Equation = model if last else model.earlier[number]
    tables: list[TextTable] = []
    if number:
        tables += [tabulate_omnibus(step), tabulate_fit(step, source.iterations)]
        if source.hosmer_lemeshow is not None:
            tables.append(tabulate_goodness(source.hosmer_lemeshow))
            tables.append(tabulate_groups(listed, source.hosmer_lemeshow))
    if source.classification is not None:
        tables.append(
            tabulate_classification(listed, source.classification, min(number, 1))
        )
    entered = listed.variables(model.blocks[number - 1 : number]) if number else []
    tables.append(
        tabulate_equation(listed, number, entered, source.coefficients, source.tests)
    )
    if number:
        label = listed.study.blocks[step.block].label
        head = f"Block {number}: Method = Enter ({label})"
    else:
        head = "Block 0: Beginning Block"
        tables.append(tabulate_entry(listed, model.entry_tests))
    return [head, "-" * len(head), "", *_tables(tables)]


def _tables(tables: list[TextTable]) -> list[str]:
    return [line for table in tables for line in lay_out(table)]
