"""From results to tables: rows, marks and the notes that explain them."""

from __future__ import annotations

from dataclasses import replace

from probata.analysis.claims import joint_p, model_variable
from probata.analysis.open_data.flat_files import is_marked
from probata.analysis.results import (
    Coefficient,
    MissingCount,
    ModelResult,
    Results,
    Share,
)
from probata.analysis.rounding import count_text, number_text, p_text, rounded_ratio
from probata.analysis.study import Listing, Study, TableSpec
from probata.analysis.terms import is_product, label_column, label_term
from probata.phrases import phrase
from probata.publication.anchors import make_anchor
from probata.publication.cells import (
    MARK,
    NO_CASES,
    Cell,
    Shorthand,
    Value,
    column_headers,
    head_column,
    head_limits,
    p_value,
    show_count,
    show_interval,
    show_none,
    show_p,
    show_share,
    show_suppressed,
    show_value,
)
from probata.publication.document import TableBlock
from probata.publication.language import translate, translate_chain
from probata.publication.method import TESTS
from probata.publication.reasons import explain_missing
from probata.publication.side_by_side import compare_outcomes

REASONS = {
    "not_asked": phrase("not asked"),
    "not_applicable": phrase("not applicable"),
    "not_answered": phrase("not answered"),
    "unknown": phrase("not known"),
    "declined": phrase("could not be judged"),
    "not_reached": phrase("not reached"),
}
CONSTANT = "constant"


def source_line(study: Study, results: Results) -> str:
    """What stands under every table and figure."""
    if results.provenance.synthetic and study.file.data.synthetic_source:
        source = study.file.data.synthetic_source
        return translate("Source: {title}.", title=source)
    if results.provenance.synthetic:
        return translate("Source: synthetic data, made up to meet published counts.")
    return translate("Source: {title}.", title=study.codebook.header.title)


def share_cells(share: Share, marked: bool = False) -> tuple[Cell, ...]:
    """n, per cent and interval, in a shaded row where it is marked."""
    return tuple(replace(cell, marked=marked) for cell in show_share(share))


def make_table(spec: TableSpec, study: Study, results: Results) -> TableBlock:
    """n and per cent positive by category, marked by a model's joint tests."""
    if spec.outcomes:
        return compare_outcomes(spec, study, results, source_line(study, results))
    rows: list[tuple[Cell, ...]] = []
    outside, notes = [], []
    if spec.total:
        head = Cell(translate("All cases"), "row_header")
        rows.append((head, *share_cells(results.total)))
    for name in spec.variables:
        mark = is_marked(spec, name, results, study)
        label = study.codebook.label(name)
        if mark is None:
            outside.append(label)
        rows.append((_group_header(label, mark, spec),))
        frequency = results.frequencies[name]
        for item in frequency.categories:
            text = study.codebook.category_label(name, item.category)
            head = Cell(text, "row_header", bool(mark))
            rows.append((head, *share_cells(item, bool(mark))))
        if frequency.missing:
            notes.append(f"{label}: {missing_text(frequency.missing)}.")
    outcome = study.file.outcome.phrase or study.codebook.label(
        study.file.outcome.variable
    )
    level = number_text(100 * results.confidence, 0)
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=column_headers(
            head_column(translate("Group"), translate("Category")),
            translate("Cases (n)"),
            translate("Per cent with {outcome}", outcome=outcome),
            head_limits(translate("{level}% interval", level=level)),
        ),
        rows=tuple(rows),
        notes=(*_mark_notes(spec, study, results, outside), *_missing_note(notes)),
        source=source_line(study, results),
        groups=(
            (translate("Variable"), translate("Significant"))
            if spec.marks_from
            else (translate("Variable"),)
        ),
    )


def _group_header(label: str, mark: bool | None, spec: TableSpec) -> Cell:
    """The variable and, in a spreadsheet, whether it is significant, in words."""
    words = {True: phrase("Yes"), False: phrase("No"), None: phrase("Not tested")}
    values = (label, translate(words[mark])) if spec.marks_from else (label,)
    text = label
    if mark:
        text = translate("{variable} {mark} significant", variable=label, mark=MARK)
    return Cell(text, "group_header", bool(mark), values)


def missing_text(counts: tuple[MissingCount, ...]) -> str:
    """`45 not known`, `12 not asked and 3 not answered`."""
    parts = [
        f"{count_text(item.n)} {translate(REASONS[item.reason])}" for item in counts
    ]
    return translate_chain(phrase("{first} and {next}"), parts)


def _missing_note(notes: list[str]) -> tuple[str, ...]:
    if not notes:
        return ()
    first = translate("Cases without a value are not in a group.")
    return (" ".join([first, *notes]),)


def _mark_notes(
    spec: TableSpec, study: Study, results: Results, outside: list[str]
) -> list[str]:
    if spec.marks_from is None:
        return []
    model = results.model(spec.marks_from)
    level = number_text(results.significance, 2)
    meaning = translate(
        "{mark} significant: the joint {test} test of the variable in {model} gives p "
        "below {level}. p is the probability of a difference at least as large as the one "
        "seen, if there were no association and the model were right. The percentages "
        "themselves are not adjusted for anything.",
        mark=MARK,
        test=translate(TESTS[study.file.inference.test]),
        model=_lower_first(model.label),
        level=level,
    )
    notes = [meaning]
    banded = [
        study.codebook.label(name)
        for name in spec.variables
        if study.codebook.source_of(name) != name
        and model_variable(model, name, study) != name
    ]
    if banded:
        text = phrase("Grouped here, but numbers in the model: {variables}.")
        notes.append(translate(text, variables=", ".join(banded).lower()))
    if outside:
        text = phrase("Not in that model, so neither marked nor cleared: {variables}.")
        notes.append(translate(text, variables=", ".join(outside).lower()))
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
            translate("not known")
            if category is None
            else study.codebook.category_label(name, category)
            for name, category in zip(spec.variables, row.categories, strict=True)
        ]
        cells = [Cell(texts[0], "row_header"), *(Cell(text) for text in texts[1:])]
        rows.append((*cells, show_count(row.n)) if spec.counts else tuple(cells))
    header = column_headers(*heads, *([translate("Cases (n)")] if spec.counts else []))
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
    penalised = any(item.status == "penalised" for item in model.coefficients)
    meaning = translate(
        "An odds ratio compares with the reference category, or is for one unit more, at "
        "the same values of everything else in the model. It is an association, not an "
        "effect. Limits and p of an odds ratio are by {method}; p of a variable is its "
        "joint {test} test.",
        method=translate("the profile of Firth's penalised likelihood")
        if penalised
        else translate("Wald's method"),
        test=translate(TESTS[study.file.inference.test]),
    )
    moderated = translate(
        "Of a variable that stands in an interaction, these are the odds ratios at the "
        "reference category, or at nought, of the other variable."
    )
    counted = translate(
        "{cases} complete cases, {positive} with the positive outcome.",
        cases=f"{model.complete_cases.used:,}",
        positive=count_text(model.complete_cases.positive),
    )
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=translate("{model}: odds ratios", model=model.label),
        header=column_headers(
            head_column(translate("Variable and category"), translate("Category")),
            translate("Cases (n)"),
            translate("Odds ratio"),
            head_limits(translate("{level}% interval", level=level)),
            head_column("p", translate("p of the odds ratio")),
        ),
        rows=tuple(rows),
        notes=(meaning, *([moderated] if model.interactions else []), counted),
        source=source_line(study, results),
        groups=(
            translate("Variable"),
            translate("Reference category"),
            translate("p of the variable (joint test)"),
        ),
    )


def _variable_rows(
    model: ModelResult, variable: str, terms: list[Coefficient], study: Study
) -> list[tuple[Cell, ...]]:
    label = label_term(study.codebook, variable)
    p = joint_p(model, variable, study)
    tested = translate("no joint test")
    if p is not None:  # a p-value does not break over lines
        tested = p_text(p).replace(" ", "\N{NO-BREAK SPACE}")
    joint = Shorthand.NOT_AVAILABLE if p is None else p_value(p)
    if terms[0].category and variable not in model.references:
        return _product_rows(label, tested, joint, terms, study)
    if not terms[0].category:
        unit = study.codebook[variable].unit
        kind = translate("in {unit}", unit=unit) if unit else translate("a number")
        values: tuple[Value, ...] = (
            f"{label} ({kind})",
            Shorthand.NOT_APPLICABLE,
            joint,
        )
        head = Cell(f"{label} ({kind}; {tested})", "group_header", values=values)
        row = (Cell(translate("One more"), "row_header"), *_estimate_cells(terms[0]))
        return [(head,), row]
    reference = model.references[variable]
    shown = study.codebook.category_label(variable, reference)
    text = translate(
        "{variable} (reference: {reference}; {test})",
        variable=label,
        reference=shown,
        test=tested,
    )
    head = Cell(text, "group_header", values=(label, shown, joint))
    rows: list[tuple[Cell, ...]] = [(head,)]
    for item in terms:
        text = study.codebook.category_label(variable, item.category)
        rows.append((Cell(text, "row_header"), *_estimate_cells(item)))
    return rows


def _product_rows(
    label: str, tested: str, joint: Value, terms: list[Coefficient], study: Study
) -> list[tuple[Cell, ...]]:
    """Columns that are no comparison with a reference: of a product, of a spline."""
    if is_product(terms[0].variable):
        kind = translate("interaction: ratios of odds ratios")
    else:
        kind = translate("spline: its columns have no meaning one by one")
    head = Cell(
        f"{label} ({kind}; {tested})",
        "group_header",
        values=(f"{label} ({kind})", Shorthand.NOT_APPLICABLE, joint),
    )
    rows: list[tuple[Cell, ...]] = [(head,)]
    for item in terms:
        text = label_column(study.codebook, item.variable, item.category, translate)
        rows.append(
            (Cell(text[:1].upper() + text[1:], "row_header"), *_estimate_cells(item))
        )
    return rows


def _estimate_cells(item: Coefficient) -> tuple[Cell, ...]:
    if item.status == "suppressed":
        return (
            show_suppressed(),
            show_suppressed(),
            show_suppressed(columns=2),
            show_suppressed(),
        )
    n = show_none("") if item.n is None else show_count(item.n)
    if item.odds_ratio is None or item.ci_low is None or item.ci_high is None:
        gone = {"aliased": phrase("dropped"), "empty": NO_CASES}.get(
            item.status, phrase("not estimated")
        )
        symbol, said = Shorthand.NOT_AVAILABLE, explain_missing(item)
        reason = Cell(said, values=(symbol, symbol), remark=said)
        return (n, show_none(translate(gone), symbol), reason, show_none("", symbol))
    # One year or one sanction more moves odds little: a third decimal shows it.
    digits = 2 if item.category else 3
    ratio, low, high = (
        rounded_ratio(value, digits)
        for value in (item.odds_ratio, item.ci_low, item.ci_high)
    )
    p = show_none("") if item.p is None else show_p(item.p)
    return (n, show_value(ratio), show_interval(low, high), p)
