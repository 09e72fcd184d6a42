"""Tables that set several outcomes, or several models, side by side."""

from __future__ import annotations

from probata.analysis.claims import joint_p
from probata.analysis.results import Coefficient, Results, Share
from probata.analysis.rounding import p_text, rounded, rounded_ratio
from probata.analysis.study import Study, TableSpec
from probata.analysis.term_spec import Comparison
from probata.analysis.terms import label_column, label_term
from probata.publication.anchors import make_anchor
from probata.publication.cells import (
    NO_CASES,
    Cell,
    Shorthand,
    column_headers,
    head_column,
    show_count,
    show_none,
    show_percent,
    show_suppressed,
)
from probata.publication.document import TableBlock
from probata.publication.language import translate
from probata.publication.reasons import explain_missing

CONSTANT = "constant"


def compare_outcomes(
    spec: TableSpec, study: Study, results: Results, source: str
) -> TableBlock:
    """n, and for each outcome the percentage with its interval, by category."""
    views = [results.about(name) for name in spec.outcomes]
    rows: list[tuple[Cell, ...]] = []
    if spec.total:
        head = Cell(translate("All cases"), "row_header")
        rows.append(_share_row(head, [view.total for view in views]))
    for name in spec.variables:
        rows.append((Cell(study.codebook.label(name), "group_header"),))
        for at, item in enumerate(views[0].frequencies[name].categories):
            label = study.codebook.category_label(name, item.category)
            shares = [view.frequencies[name].categories[at] for view in views]
            rows.append(_share_row(Cell(label, "row_header"), [*shares]))
    heads = []
    for name in spec.outcomes:
        about = study.about(name).file.outcome
        phrase = about.phrase or study.codebook.label(about.variable)
        heads += [
            head_column(translate("Cases (n)"), f"{phrase}: n"),
            head_column(
                translate("Per cent with {outcome}", outcome=phrase),
                translate("Per cent with {outcome}", outcome=phrase),
                translate("{interval}: lower limit", interval=phrase),
                translate("{interval}: upper limit", interval=phrase),
            ),
        ]
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=column_headers(
            head_column(translate("Group"), translate("Category")), *heads
        ),
        rows=tuple(rows),
        notes=(
            translate(
                "In brackets: {level}% intervals. Each outcome is counted over the cases "
                "for which it is known. The percentages are not adjusted for anything.",
                level=f"{100 * results.confidence:g}",
            ),
        ),
        source=source,
        groups=(translate("Variable"),),
    )


def _share_row(head: Cell, shares: list[Share]) -> tuple[Cell, ...]:
    cells = [head]
    for share in shares:
        cells += [show_count(share.n), _share_cell(share)]
    return tuple(cells)


def _share_cell(share: Share) -> Cell:
    """`62.1 (59.0 to 65.1)`, three columns in a spreadsheet."""
    if share.n is None or share.positive is None:
        return show_suppressed(columns=3)
    if share.ci_low is None or share.ci_high is None:
        return show_none(translate(NO_CASES), columns=3)
    percent = show_percent(share.positive, share.n)
    low, high = rounded(share.ci_low, 1), rounded(share.ci_high, 1)
    text = translate(
        "{estimate} ({low} to {high})", estimate=percent.text, low=low, high=high
    )
    return Cell(text, "number", values=(*percent.values, low, high))


def compare_models(
    spec: Comparison, study: Study, results: Results, source: str
) -> TableBlock:
    """A row a category, a column a model: the odds ratio with its interval."""
    models = [results.model(name) for name in spec.models]
    terms = {
        (item.variable, item.category): None
        for model in models
        for item in model.coefficients
        if item.variable != CONSTANT
    }
    found = [
        {(item.variable, item.category): item for item in model.coefficients}
        for model in models
    ]
    rows: list[tuple[Cell, ...]] = []
    for variable in dict.fromkeys(name for name, _ in terms):
        p = [joint_p(model, variable, study) for model in models]
        joint = "; ".join(
            translate("not in it") if value is None else p_text(value) for value in p
        )
        label = label_term(study.codebook, variable)
        text = translate(
            "{variable} (joint tests: {tests})", variable=label, tests=joint
        )
        rows.append((Cell(text, "group_header", values=(label, joint)),))
        for name, category in terms:
            if name == variable:
                cells = [_odds(known.get((name, category))) for known in found]
                rows.append((_head(study, name, category), *cells))
    heads = [
        head_column(
            model.label,
            translate("{model}: odds ratio", model=model.label),
            translate("{interval}: lower limit", interval=model.label),
            translate("{interval}: upper limit", interval=model.label),
        )
        for model in models
    ]
    return TableBlock(
        anchor=make_anchor("table", spec.id),
        number=spec.id,
        title=spec.title,
        header=column_headers(
            head_column(translate("Variable and category"), translate("Category")),
            *heads,
        ),
        rows=tuple(rows),
        notes=(
            translate(
                "Odds ratios with {level}% Wald intervals, each against the reference "
                "category or for one more. They are associations, not effects.",
                level=f"{100 * results.confidence:g}",
            ),
        ),
        source=source,
        groups=(translate("Variable"), translate("p of the variable (joint test)")),
    )


def _head(study: Study, variable: str, category: str) -> Cell:
    if not category:
        return Cell(translate("One more"), "row_header")
    text = label_column(study.codebook, variable, category, translate)
    return Cell(text[:1].upper() + text[1:], "row_header")


def _odds(item: Coefficient | None) -> Cell:
    if item is None:
        return show_none(translate("not in it"), columns=3)
    if item.status == "suppressed":
        return show_suppressed(columns=3)
    if item.odds_ratio is None or item.ci_low is None or item.ci_high is None:
        said = explain_missing(item)
        return show_none(
            translate("not estimated"),
            Shorthand.NOT_AVAILABLE,
            columns=3,
            remark=said,
        )
    digits = 2 if item.category else 3
    ratio, low, high = (
        rounded_ratio(value, digits)
        for value in (item.odds_ratio, item.ci_low, item.ci_high)
    )
    text = translate("{estimate} ({low} to {high})", estimate=ratio, low=low, high=high)
    return Cell(text, "number", values=(ratio, low, high))
