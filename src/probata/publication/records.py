"""Parts of the methodology annex written from the records of the analysis."""

from __future__ import annotations

from collections.abc import Callable

from probata.analysis.results import ModelResult, Results, Step
from probata.analysis.rounding import number_text, p_text
from probata.analysis.study import Study
from probata.analysis.study_files import hash_study_files
from probata.analysis.terms import label_term
from probata.publication.agreement_record import record_agreement
from probata.publication.blocks import Numbering, bullets, say, tabulate
from probata.publication.cells import (
    Cell,
    Shorthand,
    head_column,
    show_count,
    show_none,
    show_number,
    show_p,
    show_suppressed,
)
from probata.publication.charts.percentages import plural
from probata.publication.disclosure_record import record_disclosure
from probata.publication.document import Block
from probata.publication.language import (
    translate,
    translate_found,
)
from probata.publication.method import RULES, describe_method
from probata.publication.performance_records import PERFORMANCE_RECORDS
from probata.publication.reliability_records import RELIABILITY_RECORDS
from probata.publication.tables import REASONS, missing_text
from probata.publication.term_records import record_interactions

Record = Callable[[Study, Results, Numbering], list[Block]]


def make_record(
    kind: str, study: Study, results: Results, number: Numbering
) -> list[Block]:
    """The blocks of one record; `number()` gives the number of each table in it."""
    return RECORDS[kind](study, results, number)


def record_exclusions(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Cases in the file, those left out by reason, and those analysed."""
    listed = results.provenance.data_rows
    units = plural(study.codebook.header.unit)
    if not results.excluded:
        text = translate(
            "The data file holds {count} {units}; none was left out.",
            count=f"{listed:,}",
            units=units,
        )
        return [say(text), *_outcome_missing(study, results)]
    rows: list[tuple[Cell, ...]] = [
        (Cell(translate("In the data file"), "row_header"), show_count(listed))
    ]
    rows += [
        (
            Cell(translate("Left out: {reason}", reason=item.reason), "row_header"),
            show_count(item.cases),
        )
        for item in results.excluded
    ]
    rows.append((Cell(translate("Analysed"), "row_header"), show_count(results.cases)))
    return [
        tabulate(
            number(),
            translate("From the data file to the cases analysed"),
            (translate("Step"), translate("Number of {units}", units=units)),
            rows,
            study,
            results,
        ),
        *_outcome_missing(study, results),
    ]


def _outcome_missing(study: Study, results: Results) -> list[Block]:
    if not results.outcome_missing:
        return []
    text = translate(
        "The outcome is missing for some: {counts}. They are in no table.",
        counts=missing_text(results.outcome_missing),
    )
    return [say(text)]


def record_left_out(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Variables that the models do not use, and why."""
    if not study.file.left_out:
        return [say(translate("No variable was set aside."))]
    return [
        bullets(
            [
                f"{study.codebook.label(item.variable)}: {item.reason}."
                for item in study.file.left_out
            ]
        )
    ]


def record_complete_cases(
    study: Study, results: Results, number: Numbering
) -> list[Block]:
    """From all cases to the cases of each model, variable by variable."""
    names = list(
        dict.fromkeys(
            step.variable
            for model in results.models
            for step in model.complete_cases.steps
        )
    )
    flows = [model.complete_cases for model in results.models]
    rows = [
        _flow_row(translate("All cases"), [show_count(flow.cases) for flow in flows]),
        _flow_row(
            translate("Outcome missing"),
            [show_count(flow.outcome_missing) for flow in flows],
        ),
    ]
    for name in names:
        shown = []
        for flow in flows:
            lost = {step.variable: step.lost for step in flow.steps}
            shown.append(
                show_count(lost[name])
                if name in lost
                else show_none(translate("not in it"))
            )
        label = study.codebook.label(name)
        rows.append(_flow_row(translate("Lost at: {variable}", variable=label), shown))
    used = [show_count(flow.used) for flow in flows]
    rows.append(_flow_row(translate("In the model"), used))
    heads = _model_heads(results)
    header = (Cell(translate("Step"), "column_header"), *heads)
    table = tabulate(
        number(),
        translate("From all cases to the cases of each model"),
        header,
        rows,
        study,
        results,
    )
    return [table]


def _model_heads(results: Results) -> list[Cell]:
    """A column for each model, under the short name before its colon if all differ."""
    labels = [model.label for model in results.models]
    short = [label.split(":")[0] for label in labels]
    shown = short if len(set(short)) == len(short) else labels
    return [head_column(*pair) for pair in zip(shown, labels, strict=True)]


def _flow_row(head: str, cells: list[Cell]) -> tuple[Cell, ...]:
    return (Cell(head, "row_header"), *cells)


def record_missing(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Missing values by variable and reason."""
    rows = []
    for name, frequency in results.frequencies.items():
        for item in frequency.missing:
            rows.append(
                (
                    Cell(study.codebook.label(name), "row_header"),
                    Cell(_capitalise(translate(REASONS[item.reason]))),
                    show_count(item.n),
                )
            )
    if not rows:
        return [say(translate("No variable has a missing value."))]
    header = (translate("Variable"), translate("Reason"), translate("Cases (n)"))
    title = translate("Missing values")
    return [tabulate(number(), title, header, rows, study, results)]


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def record_fit(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Fit of each model after each block."""
    rows: list[tuple[Cell, ...]] = []
    for model in results.models:
        rows.append((Cell(model.label, "group_header"),))
        for step in model.steps:
            block = translate("Constant only")
            if step.block:
                block = study.blocks[step.block].label
            rows.append(
                (
                    Cell(block, "row_header"),
                    show_count(step.n),
                    show_number(step.minus2ll, 1),
                    *_block_cells(step),
                    show_number(step.cox_snell, 3),
                    show_number(step.nagelkerke, 3),
                    show_number(step.auc, 3),
                )
            )
    header = (
        translate("Block entered"),
        translate("Cases (n)"),
        head_column(translate("-2LL"), translate("-2 log-likelihood")),
        translate("Block chi-square"),
        head_column(translate("df"), translate("Degrees of freedom")),
        "p",
        head_column("Cox-Snell", translate("Cox-Snell pseudo R-squared")),
        head_column("Nagelkerke", translate("Nagelkerke pseudo R-squared")),
        head_column(translate("AUC"), translate("Area under the curve")),
    )
    return [
        tabulate(
            number(),
            translate("Fit of the models, block by block"),
            header,
            rows,
            study,
            results,
            groups=(translate("Model"),),
        ),
        bullets([_goodness(model) for model in results.models]),
    ]


def _block_cells(step: Step) -> tuple[Cell, ...]:
    """What a block adds; the constant alone, or a block wholly aliased, adds nothing."""
    if not step.block_df:
        return (show_none(""),) * 3
    if step.block_chi2 is None:
        return (show_suppressed(), show_count(step.block_df), show_suppressed())
    if step.block_p is None:
        return (show_none(""),) * 3
    return (
        show_number(step.block_chi2, 1),
        show_count(step.block_df),
        show_p(step.block_p),
    )


def _goodness(model: ModelResult) -> str:
    parts = []
    if model.classification is not None:
        cut = number_text(model.classification.cut, 2)
        correct = number_text(model.classification.percent_correct, 1)
        parts.append(
            translate(
                "{percent}% of cases are classed rightly at a fitted probability of "
                "{cut}",
                percent=correct,
                cut=cut,
            )
        )
    if model.hosmer_lemeshow is not None:
        test = model.hosmer_lemeshow
        parts.append(
            translate(
                "Hosmer-Lemeshow chi-square ({groups} groups by {rule}) {statistic} on "
                "{df} df, {p}",
                groups=test.df + 2,
                rule=translate(RULES[test.rule]),
                statistic=number_text(test.statistic, 2),
                df=test.df,
                p=p_text(test.p),
            )
        )
    return f"{model.label}: {'; '.join(parts)}."


def record_tests(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Joint tests of each variable in each model."""
    rows: list[tuple[Cell, ...]] = []
    for model in results.models:
        rows.append((Cell(model.label, "group_header"),))
        for variable in dict.fromkeys(test.variable for test in model.tests):
            found = {
                test.test: test for test in model.tests if test.variable == variable
            }
            cells = [show_count(max(test.df for test in found.values()))]
            for kind in ("likelihood_ratio", "wald"):
                test = found[kind]
                if test.statistic is None or test.p is None:
                    gone = Shorthand.NOT_AVAILABLE
                    said = translate_found(test.reason)
                    cells += [
                        show_none(translate("none"), gone),
                        show_none(said, gone, remark=said),
                    ]
                else:
                    cells += [show_number(test.statistic, 2), show_p(test.p)]
            head = Cell(label_term(study.codebook, variable), "row_header")
            rows.append((head, *cells))
    header = (
        translate("Variable"),
        head_column(translate("df"), translate("Degrees of freedom")),
        head_column(
            translate("Likelihood ratio"), translate("Likelihood-ratio chi-square")
        ),
        head_column("p", translate("p (likelihood ratio)")),
        head_column(translate("Wald"), translate("Wald chi-square")),
        translate("p (Wald)"),
    )
    title = translate("Joint tests of each variable")
    groups = (translate("Model"),)
    return [tabulate(number(), title, header, rows, study, results, groups)]


def record_guards(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What to know before using the models' numbers."""
    said = [
        f"{model.label}: {guard.message}."
        for model in results.models
        for guard in model.guards
    ]
    if not said:
        return [
            say(
                translate(
                    "Every model was checked for separation, aliased columns, categories "
                    "with few cases and few events for its number of parameters. Nothing "
                    "was found."
                )
            )
        ]
    found = translate("The checks made before anything was printed found:")
    return [say(found), bullets(said)]


def record_provenance(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What made this bulletin."""
    made = [f"{name}: {value}" for name, value in provenance_pairs(study, results)]
    return [bullets(made)]


def provenance_pairs(study: Study, results: Results) -> list[tuple[str, str]]:
    """Names and values of everything that the bulletin follows from."""
    record = results.provenance
    versions = [f"{name} {found}" for name, found in record.libraries.items()]
    made = ", ".join([f"Probata {record.probata}", *versions])
    pairs = [(translate("Made with"), made)]
    if record.synthetic:
        kind = translate("synthetic")
        if record.twin_seed is not None:
            kind = translate("synthetic, seed {seed}", seed=record.twin_seed)
        pairs.append((translate("Kind of data"), kind))
    rows = translate(
        "{rows} rows, {hash}",
        rows=f"{record.data_rows:,}",
        hash=f"SHA-256 {record.data_sha256}",
    )
    pairs.append((translate("Data"), rows))
    if record.ignored_columns:
        pairs.append((translate("Columns not used"), ", ".join(record.ignored_columns)))
    pairs += [
        (name, f"SHA-256 {found}") for name, found in hash_study_files(study).items()
    ]
    return [*pairs, *_commands(study, results)]


def _commands(study: Study, results: Results) -> list[tuple[str, str]]:
    """What makes the same bytes again, from the folder above the study's, and compares."""
    record = results.provenance
    data = "" if record.twin_seed is not None else f" --data {record.data_name}"
    seed = "" if record.twin_seed is None else f" --seed {record.twin_seed}"
    again = f"probata bulletin {study.folder.resolve().name}{data}{seed}"
    return [
        (translate("To make it again"), again),
        (translate("To compare it"), f"probata verify build/{study.id}{data}"),
    ]


RECORDS: dict[str, Record] = {
    "exclusions": record_exclusions,
    "left_out": record_left_out,
    "complete_cases": record_complete_cases,
    "missing": record_missing,
    "method": lambda study, results, number: [
        say(text) for text in describe_method(study, results)
    ],
    "fit": record_fit,
    "tests": record_tests,
    "interactions": record_interactions,
    "guards": record_guards,
    "disclosure": record_disclosure,
    "provenance": record_provenance,
    **RELIABILITY_RECORDS,
    **PERFORMANCE_RECORDS,
    "agreement": record_agreement,
}
