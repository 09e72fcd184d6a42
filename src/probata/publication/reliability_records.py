"""Parts of an annex that say how far the findings can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Reliability
from probata.analysis.results import MissingCount, Results, Share, add_counts
from probata.analysis.rounding import number_text, rounded_ratio
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, bullets, say, tabulate
from probata.publication.cells import (
    Cell,
    Shorthand,
    head_column,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
    show_p,
    show_percent,
    show_suppressed,
    show_value,
)
from probata.publication.check_records import NOT_ASKED, record_checks
from probata.publication.document import Block, TableBlock
from probata.publication.verdicts import count_steady, show_agreement, show_verdict


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
            + count_steady(sheet.rows)
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


def _glance(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> TableBlock:
    """Odds ratios with specifications down and findings across, by their numbers."""
    rows: list[tuple[Cell, ...]] = []
    for at, plan in enumerate(found.sheet.specifications):
        shown = [show_verdict(row.cells[at], row.cells[0]) for row in found.sheet.rows]
        rows.append((Cell(plan.label, "row_header"), *shown))
    agree = [show_agreement(row) for row in found.sheet.rows]
    rows.append((Cell("Same verdict as printed", "row_header"), *agree))
    heads = [
        head_column(str(at), f"{row.label}: odds ratio", f"{row.label}: verdict")
        for at, row in enumerate(found.sheet.rows, 1)
    ]
    header = (head_column("Odds ratio", "Specification"), *heads)
    title = "The findings at a glance"
    return tabulate(number(), title, header, rows, study, results)


def _estimates(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> TableBlock:
    labels = {item.id: item.label for item in found.sheet.specifications}
    rows: list[tuple[Cell, ...]] = []
    for row in found.sheet.rows:
        model = results.model(row.model).label
        head = f"{row.label} ({model})"
        rows.append((Cell(head, "group_header", values=(row.label, model)),))
        for cell in row.cells:
            rows.append(
                (Cell(labels[cell.specification], "row_header"), *_estimate(cell))
            )
    header = (
        head_column("Finding and specification", "Specification"),
        "Cases (n)",
        "Odds ratio",
        head_limits("Interval"),
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
        groups=("Finding", "Model"),
    )


def _estimate(cell: Estimate) -> tuple[Cell, ...]:
    if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
        gone = Shorthand.NOT_AVAILABLE
        limits = show_none("", gone, columns=2)
        none, blank = show_none("none", gone), show_none("", gone)
        return (blank, none, limits, blank, Cell(cell.reason))
    low, high = rounded_ratio(cell.ci_low), rounded_ratio(cell.ci_high)
    verdict: str = cell.verdict
    if cell.refits is not None:
        verdict += f"; another in {cell.changed} of {cell.refits} refits"
    return (
        show_count(cell.n or 0),
        show_value(rounded_ratio(cell.odds_ratio)),
        show_interval(low, high, unbroken=True),
        show_p(cell.p or 0.0),
        Cell(verdict),
    )


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
            rows.append((head, *map(show_p, cells)))
    header = (
        "Variable",
        "p",
        head_column("Holm", "p (Holm)"),
        head_column("Benjamini-Hochberg", "p (Benjamini-Hochberg)"),
    )
    title = f"Tests with p under {shown}, alone and adjusted for {len(found.tests)}"
    groups = ("Model",)
    return [say(text), tabulate(number(), title, header, rows, study, results, groups)]


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
                show_count(item.raters),
                show_number(item.low, 0, sign="%"),
                show_number(item.middle, 0, sign="%"),
                show_number(item.high, 0, sign="%"),
                show_p(item.p),
            )
            for item in found.leniency
        ]
        header = (
            "Judgement",
            "Raters",
            head_column("Stricter", "Stricter rater (per cent)"),
            head_column("Middle", "Rater in the middle (per cent)"),
            head_column("More lenient", "More lenient rater (per cent)"),
            "p",
        )
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
                show_number(item.e_value, 2),
                show_number(item.e_limit, 2),
                show_none("")
                if share is None
                else show_number(100 * share, 0, sign="%"),
            )
        )
    header = (
        "Finding",
        "E-value",
        "E-value of the limit",
        head_column("Shared impression", "Shared impression (per cent of variance)"),
    )
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
        n = add_counts(item.n for item in frequency.missing)
        known = add_counts(item.n for item in frequency.categories)
        if n == 0:
            continue
        if (n is not None and n < least) or known == 0:
            small += 1
            continue
        rows.append(
            (
                Cell(study.codebook.label(name), "row_header"),
                *_share_of(frequency.missing),
                *_share_of(frequency.categories),
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


def _share_of(groups: Sequence[MissingCount | Share]) -> tuple[Cell, Cell]:
    """The cases of all groups, and their percentage."""
    n = add_counts(item.n for item in groups)
    positive = add_counts(item.positive for item in groups)
    if n is None or positive is None:
        return show_count(n), show_suppressed()
    return show_count(n), show_percent(positive, n)


RELIABILITY_RECORDS = {
    "sensitivity": record_sensitivity,
    "checks": record_checks,
    "multiplicity": record_multiplicity,
    "same_rater": record_same_rater,
    "missing_rows": record_missing_rows,
}
