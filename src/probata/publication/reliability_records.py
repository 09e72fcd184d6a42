"""Parts of an annex that say how far the findings can be trusted."""

from __future__ import annotations

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Checks, Reliability, Row
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text, percent_text
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, bullets, numbers, say, tabulate
from probata.publication.document import Block, Cell, TableBlock
from probata.publication.tables import p_cell, ratio_text

NOT_ASKED = "The study declares no [reliability], so nothing of this was computed."
DIGITS = 3


def record_sensitivity(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """The sheet: verdicts at a glance, what each specification is, every estimate."""
    found = results.reliability
    if found is None:
        return [say(NOT_ASKED)]
    sheet = found.sheet
    level = number_text(results.significance, 2)
    described = [f"{item.label}: {item.description}." for item in sheet.specifications]
    return [
        say(
            f"{len(sheet.rows)} findings are followed through {len(sheet.specifications)} "
            "ways of estimating them. A verdict is higher or lower where the odds ratio "
            f"is above or below 1 with p under {level}, and unclear otherwise. "
            + _count_steady(sheet.rows)
        ),
        say("The findings:"),
        bullets([row.label for row in sheet.rows], ordered=True),
        _glance(study, results, found, number),
        say(
            "A word in brackets says that the verdict is another one than that of the "
            "first line; for refits, in how many of them. The ways of estimating are:"
        ),
        bullets(described),
        _estimates(study, results, found, number),
    ]


def _count_steady(rows: tuple[Row, ...]) -> str:
    steady = sum(row.agree == row.estimated for row in rows)
    if steady == len(rows):
        return "No finding changes its verdict under any of them."
    moved = [row.label for row in rows if row.agree != row.estimated]
    return (
        f"{steady} of the {len(rows)} keep their verdict under all; it changes at least "
        f"once for: {'; '.join(moved)}."
    )


def _glance(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> TableBlock:
    """Odds ratios with specifications down and findings across, by their numbers."""
    rows: list[tuple[Cell, ...]] = []
    for at, plan in enumerate(found.sheet.specifications):
        shown = [_short(row.cells[at], row.cells[0]) for row in found.sheet.rows]
        rows.append((Cell(plan.label, "row_header"), *numbers(*shown)))
    agree = [f"{row.agree} of {row.estimated}" for row in found.sheet.rows]
    rows.append((Cell("Same verdict as printed", "row_header"), *numbers(*agree)))
    header = ("Odds ratio", *(str(at + 1) for at in range(len(found.sheet.rows))))
    title = "The findings at a glance"
    return tabulate(number(), title, header, rows, study, results)


def _short(cell: Estimate, first: Estimate) -> str:
    if cell.odds_ratio is None:
        return "none"
    shown = ratio_text(cell.odds_ratio)
    if cell.verdict != first.verdict:
        return f"{shown} ({cell.verdict})"
    return f"{shown} (not in {cell.changed})" if cell.changed else shown


def _estimates(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> TableBlock:
    labels = {item.id: item.label for item in found.sheet.specifications}
    rows: list[tuple[Cell, ...]] = []
    for row in found.sheet.rows:
        model = results.model(row.model).label
        rows.append((Cell(f"{row.label} ({model})", "group_header"),))
        for cell in row.cells:
            rows.append(
                (Cell(labels[cell.specification], "row_header"), *_estimate(cell))
            )
    header = (
        "Finding and specification",
        "Cases (n)",
        "Odds ratio",
        "Interval",
        "p",
        "Verdict",
    )
    return tabulate(
        number(),
        "Every finding under every specification",
        header,
        rows,
        study,
        results,
    )


def _estimate(cell: Estimate) -> tuple[Cell, ...]:
    if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
        return (*numbers("", "none", "", ""), Cell(cell.reason))
    limits = f"{ratio_text(cell.ci_low)} to {ratio_text(cell.ci_high)}".replace(
        " ", "\N{NO-BREAK SPACE}"
    )
    verdict: str = cell.verdict
    if cell.refits is not None:
        verdict += f"; another in {cell.changed} of {cell.refits} refits"
    shown = numbers(
        f"{cell.n:,}", ratio_text(cell.odds_ratio), limits, p_cell(cell.p or 0.0)
    )
    return (*shown, Cell(verdict))


def record_checks(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What was checked of each model after it was fitted."""
    found = results.reliability
    if found is None:
        return [say(NOT_ASKED)]
    rows: list[tuple[Cell, ...]] = []
    for checks in found.checks:
        rows.append((Cell(results.model(checks.model).label, "group_header"),))
        rows += [
            (Cell(name, "row_header"), Cell(value))
            for name, value in _list(study, checks)
        ]
    lost = len(results.models) - len(found.checks)
    note = [
        say(f"{lost} models have an infinite or dropped estimate and were not checked.")
    ]
    header = ("Check", "Found")
    table = tabulate(number(), "Checks of the models", header, rows, study, results)
    return [table, *(note if lost else [])]


def _list(study: Study, checks: Checks) -> list[tuple[str, str]]:
    book = study.codebook
    pairs = []
    if checks.inflation:
        worst = max(checks.inflation, key=lambda item: item.adjusted)
        pairs.append(
            (
                "Overlap of predictors: largest adjusted GVIF",
                f"{number_text(worst.adjusted, 2)} ({book.label(worst.variable)})",
            )
        )
    for item in checks.linearity:
        name = f"Spline against a line: {book.label(item.variable)}"
        if item.statistic is None or item.p is None:
            pairs.append((name, item.reason))
        else:
            shown = number_text(item.statistic, 2)
            pairs.append(
                (name, f"chi-square {shown} on {item.df} df, {p_text(item.p)}")
            )
    influence = checks.influence
    pairs.append(
        (
            "Leverage",
            (
                f"largest {number_text(influence.largest_leverage, DIGITS)}; "
                f"{influence.high_leverage} cases above "
                f"{number_text(influence.leverage_limit, DIGITS)}"
            ),
        )
    )
    pairs.append(
        ("Largest Cook's distance", number_text(influence.largest_cook, DIGITS))
    )
    if checks.terms:
        most = max(checks.terms, key=lambda item: item.largest_dfbeta)
        label = book.label(most.variable)
        if most.category:
            label += f": {book.category_label(most.variable, most.category)}"
        moved = number_text(most.largest_dfbeta, 2)
        text = f"{moved} standard errors ({label})"
        pairs.append(("Largest change of a coefficient when one case leaves", text))
    return [*pairs, *_calibration(checks), *_goodness(checks)]


def _calibration(checks: Checks) -> list[tuple[str, str]]:
    found = checks.calibration
    if found is None:
        return [("Calibration out of sample", "a fold could not be fitted")]
    return [
        (
            f"Calibration out of sample ({found.folds} folds)",
            (
                f"slope {number_text(found.slope, 2)}, intercept "
                f"{number_text(found.intercept, 2)}"
            ),
        ),
        (
            "Brier score out of sample",
            (
                f"{number_text(found.brier, DIGITS)}; by the overall share alone "
                f"{number_text(found.brier_null, DIGITS)}"
            ),
        ),
        ("Area under the curve out of sample", number_text(found.auc, DIGITS)),
    ]


def _goodness(checks: Checks) -> list[tuple[str, str]]:
    return [
        (
            f"Hosmer-Lemeshow, {item.rule.replace('_', ' ')}",
            (
                f"chi-square {number_text(item.statistic, 2)} on {item.df} df, "
                f"{p_text(item.p)}"
            ),
        )
        for item in checks.goodness
    ]


def record_multiplicity(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """The joint tests below the level, adjusted for all tests of the bulletin."""
    found = results.reliability
    if found is None:
        return [say(NOT_ASKED)]
    level = results.significance
    small = [item for item in found.tests if item.p < level]
    kept = sum(item.holm < level for item in small)
    discovered = sum(item.benjamini_hochberg < level for item in small)
    shown = number_text(level, 2)
    expected = number_text(level * len(found.tests), 1)
    text = (
        f"The models of this bulletin hold {len(found.tests)} joint tests. {len(small)} "
        f"have p under {shown}; if nothing were associated with anything, {expected} "
        f"would be expected to. After Holm's adjustment {kept} stay under it (the chance "
        f"of even one false one is then at most {shown}), after Benjamini and Hochberg's "
        f"{discovered} (on average at most {number_text(100 * level, 0)}% of them false)."
    )
    rows: list[tuple[Cell, ...]] = []
    for model in results.models:
        own = [item for item in small if item.model == model.id]
        if own:
            rows.append((Cell(model.label, "group_header"),))
        for item in own:
            head = Cell(study.codebook.label(item.variable), "row_header")
            cells = (item.p, item.holm, item.benjamini_hochberg)
            rows.append((head, *numbers(*map(p_cell, cells))))
    header = ("Variable", "p", "Holm", "Benjamini-Hochberg")
    title = f"Tests with p under {shown}, alone and adjusted for {len(found.tests)}"
    return [say(text), tabulate(number(), title, header, rows, study, results)]


def record_same_rater(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Raters' leniency, and what a shared impression would have to be."""
    found = results.reliability
    if found is None:
        return [say(NOT_ASKED)]
    blocks: list[Block] = []
    if found.leniency:
        rows = [
            (
                Cell(study.codebook.label(item.variable), "row_header"),
                *numbers(
                    f"{item.raters:,}",
                    f"{number_text(item.low, 0)}%",
                    f"{number_text(item.middle, 0)}%",
                    f"{number_text(item.high, 0)}%",
                    p_cell(item.p),
                ),
            )
            for item in found.leniency
        ]
        header = ("Judgement", "Raters", "Stricter", "Middle", "More lenient", "p")
        blocks += [
            tabulate(number(), "Spread between raters", header, rows, study, results),
            say(
                "Percentages judged positive by a rater one standard deviation below the "
                "middle, in the middle, and one above, by a random intercept; p tests "
                "that raters do not differ. Raters' cases differ too, and that is part "
                "of the spread."
            ),
        ]
    return [*blocks, *_explain(study, results, found, number)]


def _explain(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> list[Block]:
    labels = {row.finding: row.label for row in found.sheet.rows}
    rows = []
    for item in found.shared:
        share = item.shared_variance
        rows.append(
            (
                Cell(labels[item.finding], "row_header"),
                *numbers(
                    number_text(item.e_value, 2),
                    number_text(item.e_limit, 2),
                    "" if share is None else f"{number_text(100 * share, 0)}%",
                ),
            )
        )
    header = ("Finding", "E-value", "E-value of the limit", "Shared impression")
    table = tabulate(
        number(), "What would explain a finding away", header, rows, study, results
    )
    return [
        table,
        say(
            "The E-value is the least risk ratio that something not in the model would "
            "need with both sides of the finding to make it by itself; that of the limit "
            "does the same for the end of the interval nearer to no difference. The last "
            "column supposes that both answers are cuts through normal scores, and that "
            "one impression of the case alone makes them go together: it is the share of "
            "the variance of each answer that the impression would have to be. It is "
            "given for judgements with two answers."
        ),
    ]


def record_missing_rows(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """How cases with a missing value differ in the outcome from those without."""
    least = study.file.disclosure.minimum_n
    rows, small = [], 0
    for name, frequency in results.frequencies.items():
        n = sum(item.n for item in frequency.missing)
        positive = sum(item.positive for item in frequency.missing)
        known = sum(item.n for item in frequency.categories)
        if not n:
            continue
        if n < least or not known:
            small += 1
            continue
        with_value = sum(item.positive for item in frequency.categories)
        rows.append(
            (
                Cell(study.codebook.label(name), "row_header"),
                *numbers(
                    f"{n:,}",
                    percent_text(positive, n),
                    f"{known:,}",
                    percent_text(with_value, known),
                ),
            )
        )
    rest = say(f"Not shown: {small} variables with fewer than {least} missing values.")
    if not rows:
        return [rest]
    phrase = study.file.outcome.phrase or "the outcome"
    header = ("Variable", "Missing (n)", f"Per cent with {phrase}", "Known (n)",
              "Per cent among these")  # fmt: skip
    title = "Cases with a missing value beside the others"
    return [
        tabulate(number(), title, header, rows, study, results),
        *([rest] if small else []),
    ]


RELIABILITY_RECORDS = {
    "sensitivity": record_sensitivity,
    "checks": record_checks,
    "multiplicity": record_multiplicity,
    "same_rater": record_same_rater,
    "missing_rows": record_missing_rows,
}
