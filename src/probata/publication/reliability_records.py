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
from probata.publication.language import translate, translate_count, translate_found
from probata.publication.specifications import describe_specification
from probata.publication.verdicts import (
    count_steady,
    name_verdict,
    show_agreement,
    show_verdict,
)


def record_sensitivity(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """The sheet: verdicts at a glance, what each specification is, every estimate."""
    found = results.reliability
    if found is None:
        return [say(translate(NOT_ASKED))]
    sheet = found.sheet
    level = number_text(results.significance, 2)
    described = [describe_specification(item, study) for item in sheet.specifications]
    followed = translate(
        "{findings} findings are followed through {ways} ways of estimating them. A "
        "verdict is higher or lower where the odds ratio is above or below 1 with p under "
        "{level}, and unclear otherwise.",
        findings=len(sheet.rows),
        ways=len(sheet.specifications),
        level=level,
    )
    return [
        say(f"{followed} {count_steady(sheet.rows)}"),
        say(translate("The findings:")),
        bullets([row.label for row in sheet.rows], ordered=True),
        _glance(study, results, found, number),
        say(
            translate(
                "A word in brackets says that the verdict is another one than that of "
                "the first line; for refits, in how many of them. The ways of estimating "
                "are:"
            )
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
        rows.append((Cell(translate_found(plan.label), "row_header"), *shown))
    agree = [show_agreement(row) for row in found.sheet.rows]
    rows.append((Cell(translate("Same verdict as printed"), "row_header"), *agree))
    heads = [
        head_column(
            str(at),
            translate("{name}: odds ratio", name=row.label),
            translate("{name}: verdict", name=row.label),
        )
        for at, row in enumerate(found.sheet.rows, 1)
    ]
    header = (head_column(translate("Odds ratio"), translate("Specification")), *heads)
    title = translate("The findings at a glance")
    return tabulate(number(), title, header, rows, study, results)


def _estimates(
    study: Study, results: Results, found: Reliability, number: Numbering
) -> TableBlock:
    labels = {
        item.id: translate_found(item.label) for item in found.sheet.specifications
    }
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
        head_column(translate("Finding and specification"), translate("Specification")),
        translate("Cases (n)"),
        translate("Odds ratio"),
        head_limits(translate("Interval")),
        "p",
        translate("Verdict"),
    )
    return tabulate(
        number(),
        translate("Every finding under every specification"),
        header,
        rows,
        study,
        results,
        groups=(translate("Finding"), translate("Model")),
    )


def _estimate(cell: Estimate) -> tuple[Cell, ...]:
    if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
        gone = Shorthand.NOT_AVAILABLE
        limits = show_none("", gone, columns=2)
        none, blank = show_none(translate("none"), gone), show_none("", gone)
        return (blank, none, limits, blank, Cell(translate_found(cell.reason)))
    low, high = rounded_ratio(cell.ci_low), rounded_ratio(cell.ci_high)
    verdict = name_verdict(cell.verdict)
    if cell.refits is not None:
        verdict = translate(
            "{verdict}; another in {changed} of {refits} refits",
            verdict=verdict,
            changed=cell.changed,
            refits=cell.refits,
        )
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
        return [say(translate(NOT_ASKED))]
    level = results.significance
    small = [item for item in found.tests if item.p < level]
    kept = sum(item.holm < level for item in small)
    discovered = sum(item.benjamini_hochberg < level for item in small)
    shown = number_text(level, 2)
    expected = number_text(level * len(found.tests), 1)
    text = translate(
        "The models of this bulletin hold {tests} joint tests. {small} have p under "
        "{level}; if nothing were associated with anything, {expected} would be expected "
        "to. After Holm's adjustment {kept} stay under it (the chance of even one false "
        "one is then at most {level}), after Benjamini and Hochberg's {discovered} (on "
        "average at most {percent}% of them false).",
        tests=len(found.tests),
        small=len(small),
        level=shown,
        expected=expected,
        kept=kept,
        discovered=discovered,
        percent=number_text(100 * level, 0),
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
    if not rows:
        return [say(text)]
    header = (
        translate("Variable"),
        "p",
        head_column("Holm", "p (Holm)"),
        head_column("Benjamini-Hochberg", "p (Benjamini-Hochberg)"),
    )
    title = translate(
        "Tests with p under {level}, alone and adjusted for {tests}",
        level=shown,
        tests=len(found.tests),
    )
    groups = (translate("Model"),)
    return [say(text), tabulate(number(), title, header, rows, study, results, groups)]


def record_same_rater(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Raters' leniency, and what a shared impression would have to be."""
    found = results.reliability
    if found is None:
        return [say(translate(NOT_ASKED))]
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
            translate("Judgement"),
            translate("Raters"),
            head_column(translate("Stricter"), translate("Stricter rater (per cent)")),
            head_column(
                translate("Middle"), translate("Rater in the middle (per cent)")
            ),
            head_column(
                translate("More lenient"), translate("More lenient rater (per cent)")
            ),
            "p",
        )
        title = translate("Spread between raters")
        meaning = translate(
            "Percentages judged positive by a rater one standard deviation below the "
            "middle, in the middle, and one above, by a random intercept; p tests that "
            "raters do not differ. Raters' cases differ too, and that is part of the "
            "spread."
        )
        blocks += [
            tabulate(number(), title, header, rows, study, results),
            say(meaning),
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
        translate("Finding"),
        translate("E-value"),
        translate("E-value of the limit"),
        head_column(
            translate("Shared impression"),
            translate("Shared impression (per cent of variance)"),
        ),
    )
    title = translate("What would explain a finding away")
    meaning = translate(
        "The E-value is the least risk ratio that something not in the model would need "
        "with both sides of the finding to make it by itself; that of the limit does the "
        "same for the end of the interval nearer to no difference. The last column "
        "supposes that both answers are cuts through normal scores, and that one "
        "impression of the case alone makes them go together: it is the share of the "
        "variance of each answer that the impression would have to be. It is given for "
        "judgements with two answers."
    )
    return [tabulate(number(), title, header, rows, study, results), say(meaning)]


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
    rest = say(
        translate_count(
            "Not shown: {count} variable with fewer than {least} missing values.",
            "Not shown: {count} variables with fewer than {least} missing values.",
            small,
            least=least,
        )
    )
    if not rows:
        return [rest]
    outcome = study.file.outcome.phrase or translate("the outcome")
    header = (
        translate("Variable"),
        translate("Missing (n)"),
        translate("Per cent with {outcome}", outcome=outcome),
        translate("Known (n)"),
        translate("Per cent among these"),
    )
    title = translate("Cases with a missing value beside the others")
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
