"""From results to tables: rows, marks and the notes that explain them."""

from __future__ import annotations

from probata.analysis.claims import joint_p, model_variable
from probata.analysis.flat_files import is_marked
from probata.analysis.results import (
    Coefficient,
    MissingCount,
    ModelResult,
    Results,
    Share,
)
from probata.analysis.rounding import number_text, p_text, percent_text
from probata.analysis.study import Listing, Study, TableSpec
from probata.publication.anchors import make_anchor
from probata.publication.document import Cell, TableBlock

MARK = "\N{BLACK DIAMOND}"
REASONS = {
    "not_asked": "not asked",
    "not_applicable": "not applicable",
    "not_answered": "not answered",
    "unknown": "not known",
}
CONSTANT = "constant"


def source_line(study: Study, results: Results) -> str:
    """What stands under every table and figure."""
    if results.provenance.synthetic:
        return "Source: synthetic data, made up to meet published counts."
    return f"Source: {study.codebook.header.title}."


def column_headers(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, "column_header") for text in texts)


def share_cells(share: Share, marked: bool = False) -> tuple[Cell, ...]:
    """n, per cent and interval; a dash where there is no case."""
    if share.ci_low is None or share.ci_high is None:
        texts = [f"{share.n:,}", "no cases", "no cases"]
    else:
        texts = [
            f"{share.n:,}",
            percent_text(share.positive, share.n),
            interval_text(share),
        ]
    return tuple(Cell(text, "number", marked) for text in texts)


def interval_text(share: Share) -> str:
    """`50.0 to 56.6`, as printed in tables."""
    low, high = share.ci_low or 0.0, share.ci_high or 0.0
    return f"{number_text(low, 1)} to {number_text(high, 1)}"


def make_table(spec: TableSpec, study: Study, results: Results) -> TableBlock:
    """n and per cent positive by category, marked by a model's joint tests."""
    rows: list[tuple[Cell, ...]] = []
    outside, notes = [], []
    if spec.total:
        rows.append((Cell("All cases", "row_header"), *share_cells(results.total)))
    for name in spec.variables:
        mark = is_marked(spec, name, results, study)
        label = study.codebook.label(name)
        if mark is None:
            outside.append(label)
        shown = f"{label} {MARK} significant" if mark else label
        rows.append((Cell(shown, "group_header", bool(mark)),))
        frequency = results.frequencies[name]
        for item in frequency.categories:
            text = study.codebook.category_label(name, item.category)
            head = Cell(text, "row_header", bool(mark))
            rows.append((head, *share_cells(item, bool(mark))))
        if frequency.missing:
            notes.append(f"{label}: {missing_text(frequency.missing)}.")
    phrase = study.file.outcome.phrase or study.codebook.label(
        study.file.outcome.variable
    )
    level = number_text(100 * results.confidence, 0)
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=column_headers(
            "Group", "Cases (n)", f"Per cent with {phrase}", f"{level}% interval"
        ),
        rows=tuple(rows),
        notes=(*_mark_notes(spec, study, results, outside), *_missing_note(notes)),
        source=source_line(study, results),
    )


def missing_text(counts: tuple[MissingCount, ...]) -> str:
    """`45 not known`, `12 not asked and 3 not answered`."""
    return " and ".join(f"{item.n:,} {REASONS[item.reason]}" for item in counts)


def _missing_note(notes: list[str]) -> tuple[str, ...]:
    if not notes:
        return ()
    return ("Cases without a value are not in a group. " + " ".join(notes),)


def _mark_notes(
    spec: TableSpec, study: Study, results: Results, outside: list[str]
) -> list[str]:
    if spec.marks_from is None:
        return []
    model = results.model(spec.marks_from)
    kinds = {"likelihood_ratio": "likelihood-ratio", "wald": "Wald"}
    level = number_text(results.significance, 2)
    meaning = (
        f"{MARK} significant: the joint {kinds[study.file.inference.test]} test of the "
        f"variable in {_lower_first(model.label)} gives p below {level}. p is the "
        "probability of a difference at least as large as the one seen, if there were "
        "no association and the model were right. The percentages themselves are not "
        "adjusted for anything."
    )
    notes = [meaning]
    banded = [
        study.codebook.label(name)
        for name in spec.variables
        if study.codebook.source_of(name) != name
        and model_variable(model, name, study) != name
    ]
    if banded:
        notes.append(
            f"Grouped here, but numbers in the model: {', '.join(banded).lower()}."
        )
    if outside:
        notes.append(
            "Not in that model, so neither marked nor cleared: "
            f"{', '.join(outside).lower()}."
        )
    return notes


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def make_listing(spec: Listing, study: Study, results: Results) -> TableBlock:
    """The combinations that occur."""
    found = next(item for item in results.listings if item.id == spec.id)
    heads = [study.codebook.label(name) for name in spec.variables]
    rows = []
    for row in found.rows:
        texts = [
            "not known"
            if category is None
            else study.codebook.category_label(name, category)
            for name, category in zip(spec.variables, row.categories, strict=True)
        ]
        cells = [Cell(texts[0], "row_header"), *(Cell(text) for text in texts[1:])]
        rows.append(
            (*cells, Cell(f"{row.n:,}", "number")) if spec.counts else tuple(cells)
        )
    header = column_headers(*heads, *(["Cases (n)"] if spec.counts else []))
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=header,
        rows=tuple(rows),
        source=source_line(study, results),
    )


def make_coefficients(
    model: ModelResult, number: str, study: Study, results: Results
) -> TableBlock:
    """Odds ratios by variable, with the joint test of each."""
    level = number_text(100 * results.confidence, 0)
    rows: list[tuple[Cell, ...]] = []
    for variable in dict.fromkeys(item.variable for item in model.coefficients):
        terms = [item for item in model.coefficients if item.variable == variable]
        if variable == CONSTANT:
            continue
        rows += _variable_rows(model, variable, terms, study)
    test = study.file.inference.test.replace("_", "-")
    meaning = (
        "An odds ratio compares with the reference category, or is for one unit more, "
        "at the same values of everything else in the model. It is an association, not "
        "an effect. Limits and p of an odds ratio are by Wald's method; p of a variable "
        f"is its joint {test} test."
    )
    if any(item.status == "penalised" for item in model.coefficients):
        meaning = meaning.replace(
            "Wald's method", "the profile of Firth's penalised likelihood"
        )
    used, positive = model.complete_cases.used, model.complete_cases.positive
    counted = f"{used:,} complete cases, {positive:,} with the positive outcome."
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=f"{model.label}: odds ratios",
        header=column_headers(
            "Variable and category",
            "Cases (n)",
            "Odds ratio",
            f"{level}% interval",
            "p",
        ),
        rows=tuple(rows),
        notes=(meaning, counted),
        source=source_line(study, results),
    )


def _variable_rows(
    model: ModelResult, variable: str, terms: list[Coefficient], study: Study
) -> list[tuple[Cell, ...]]:
    label = study.codebook.label(variable)
    p = joint_p(model, variable, study)
    tested = "no joint test" if p is None else p_text(p)
    if not terms[0].category:
        unit = study.codebook[variable].unit
        head = f"{label} ({f'in {unit}' if unit else 'a number'}; {tested})"
        row = (Cell("One more", "row_header"), *_estimate_cells(terms[0]))
        return [(Cell(head, "group_header"),), row]
    reference = model.references[variable]
    shown = study.codebook.category_label(variable, reference)
    rows: list[tuple[Cell, ...]] = [
        (Cell(f"{label} (reference: {shown}; {tested})", "group_header"),)
    ]
    for item in terms:
        text = study.codebook.category_label(variable, item.category)
        rows.append((Cell(text, "row_header"), *_estimate_cells(item)))
    return rows


def _estimate_cells(item: Coefficient) -> tuple[Cell, ...]:
    n = "" if item.n is None else f"{item.n:,}"
    if item.odds_ratio is None or item.ci_low is None or item.ci_high is None:
        gone = {"aliased": "dropped", "empty": "no cases"}.get(
            item.status, "not estimated"
        )
        return (
            Cell(n, "number"),
            Cell(gone, "number"),
            Cell(item.reason),
            Cell("", "number"),
        )
    # One year or one sanction more moves odds little: a third decimal shows it.
    digits = 2 if item.category else 3
    ratio, low, high = (
        ratio_text(value, digits)
        for value in (item.odds_ratio, item.ci_low, item.ci_high)
    )
    p = "" if item.p is None else p_cell(item.p)
    texts = (n, ratio, f"{low} to {high}", p)
    return tuple(Cell(text, "number") for text in texts)


def p_cell(p: float) -> str:
    """A p-value under a heading that says so: `0.012`, `< 0.001` (never broken)."""
    bare = p_text(p).removeprefix("p ").removeprefix("= ")
    return bare.replace(" ", "\N{NO-BREAK SPACE}")


def ratio_text(value: float, digits: int = 2) -> str:
    """An odds ratio with two decimals, three where it is below a tenth."""
    return number_text(value, digits if value >= 0.1 else 3)
