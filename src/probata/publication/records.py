"""Parts of the methodology annex written from the records of the analysis."""

from __future__ import annotations

from collections.abc import Callable

from probata.analysis.results import ModelResult, Results
from probata.analysis.rounding import number_text, p_text
from probata.analysis.study import Study
from probata.publication.blocks import Numbering, bullets, numbers, say, tabulate
from probata.publication.document import (
    Block,
    Cell,
)
from probata.publication.method import describe_method
from probata.publication.reliability_records import RELIABILITY_RECORDS
from probata.publication.tables import (
    REASONS,
    missing_text,
    p_cell,
)

Record = Callable[[Study, Results, Numbering], list[Block]]


def make_record(
    kind: str, study: Study, results: Results, number: Numbering
) -> list[Block]:
    """The blocks of one record; `number()` gives the number of each table in it."""
    return RECORDS[kind](study, results, number)


def record_exclusions(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Cases in the file, those left out by reason, and those analysed."""
    listed = results.provenance.data_rows
    unit = study.codebook.header.unit
    plural = "people" if unit == "person" else f"{unit}s"
    if not results.excluded:
        text = f"The data file holds {listed:,} {plural}; none was left out."
        return [say(text), *_outcome_missing(study, results)]
    rows: list[tuple[Cell, ...]] = [
        (Cell("In the data file", "row_header"), *numbers(f"{listed:,}"))
    ]
    rows += [
        (Cell(f"Left out: {item.reason}", "row_header"), *numbers(f"{item.cases:,}"))
        for item in results.excluded
    ]
    rows.append((Cell("Analysed", "row_header"), *numbers(f"{results.cases:,}")))
    return [
        tabulate(
            number(),
            "From the data file to the cases analysed",
            ("Step", f"Number of {plural}"),
            rows,
            study,
            results,
        ),
        *_outcome_missing(study, results),
    ]


def _outcome_missing(study: Study, results: Results) -> list[Block]:
    if not results.outcome_missing:
        return []
    counts = missing_text(results.outcome_missing)
    return [say(f"The outcome is missing for some: {counts}. They are in no table.")]


def record_left_out(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Variables that the models do not use, and why."""
    if not study.file.left_out:
        return [say("No variable was set aside.")]
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
    rows = [
        _flow_row("All cases", [f"{m.complete_cases.cases:,}" for m in results.models])
    ]
    rows.append(
        _flow_row(
            "Outcome missing",
            [f"{m.complete_cases.outcome_missing:,}" for m in results.models],
        )
    )
    for name in names:
        shown = []
        for model in results.models:
            lost = {step.variable: step.lost for step in model.complete_cases.steps}
            shown.append(f"{lost[name]:,}" if name in lost else "not in it")
        rows.append(_flow_row(f"Lost at: {study.codebook.label(name)}", shown))
    rows.append(
        _flow_row(
            "In the model", [f"{m.complete_cases.used:,}" for m in results.models]
        )
    )
    header = ("Step", *(model.label.split(":")[0] for model in results.models))
    table = tabulate(
        number(),
        "From all cases to the cases of each model",
        header,
        rows,
        study,
        results,
    )
    return [table]


def _flow_row(head: str, texts: list[str]) -> tuple[Cell, ...]:
    return (Cell(head, "row_header"), *numbers(*texts))


def record_missing(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Missing values by variable and reason."""
    rows = []
    for name, frequency in results.frequencies.items():
        for item in frequency.missing:
            rows.append(
                (
                    Cell(study.codebook.label(name), "row_header"),
                    Cell(REASONS[item.reason].capitalize()),
                    *numbers(f"{item.n:,}"),
                )
            )
    if not rows:
        return [say("No variable has a missing value.")]
    header = ("Variable", "Reason", "Cases (n)")
    return [tabulate(number(), "Missing values", header, rows, study, results)]


def record_fit(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Fit of each model after each block."""
    rows: list[tuple[Cell, ...]] = []
    for model in results.models:
        rows.append((Cell(model.label, "group_header"),))
        for step in model.steps:
            block = study.blocks[step.block].label if step.block else "Constant only"
            rows.append(
                (
                    Cell(block, "row_header"),
                    *numbers(
                        f"{step.n:,}",
                        number_text(step.minus2ll, 1),
                        ""
                        if step.block_chi2 is None
                        else number_text(step.block_chi2, 1),
                        "" if step.block_df is None else str(step.block_df),
                        "" if step.block_p is None else p_cell(step.block_p),
                        number_text(step.cox_snell, 3),
                        number_text(step.nagelkerke, 3),
                        number_text(step.auc, 3),
                    ),
                )
            )
    header = (
        "Block entered",
        "Cases (n)",
        "-2LL",
        "Block chi-square",
        "df",
        "p",
        "Cox-Snell",
        "Nagelkerke",
        "AUC",
    )
    return [
        tabulate(
            number(), "Fit of the models, block by block", header, rows, study, results
        ),
        bullets([_goodness(model) for model in results.models]),
    ]


def _goodness(model: ModelResult) -> str:
    parts = []
    if model.classification is not None:
        cut = number_text(model.classification.cut, 2)
        correct = number_text(model.classification.percent_correct, 1)
        parts.append(
            f"{correct}% of cases are classed rightly at a fitted probability of {cut}"
        )
    if model.hosmer_lemeshow is not None:
        test = model.hosmer_lemeshow
        rule = test.rule.replace("_", " ")
        parts.append(
            f"Hosmer-Lemeshow chi-square ({len(test.groups)} groups by {rule}) "
            f"{number_text(test.statistic, 2)} on {test.df} df, {p_text(test.p)}"
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
            cells: list[str] = [str(max(test.df for test in found.values()))]
            for kind in ("likelihood_ratio", "wald"):
                test = found[kind]
                if test.statistic is None or test.p is None:
                    cells += ["none", test.reason]
                else:
                    cells += [number_text(test.statistic, 2), p_cell(test.p)]
            head = Cell(study.codebook.label(variable), "row_header")
            rows.append((head, *numbers(*cells)))
    header = ("Variable", "df", "Likelihood ratio", "p", "Wald", "p (Wald)")
    return [
        tabulate(number(), "Joint tests of each variable", header, rows, study, results)
    ]


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
                "Every model was checked for separation, aliased columns, categories with "
                "few cases and few events for its number of parameters. Nothing was found."
            )
        ]
    return [say("The checks made before anything was printed found:"), bullets(said)]


def record_provenance(study: Study, results: Results, number: Numbering) -> list[Block]:
    """What made this bulletin."""
    made = [f"{name}: {value}" for name, value in provenance_pairs(study, results)]
    return [bullets(made)]


def provenance_pairs(study: Study, results: Results) -> list[tuple[str, str]]:
    """Names and values of everything that the results follow from."""
    record = results.provenance
    pairs = [
        ("Made with", f"Probata {record.probata}"),
        ("Data", f"{record.data_rows:,} rows, SHA-256 {record.data_sha256}"),
        ("Codebook", f"SHA-256 {record.codebook_sha256}"),
        ("Study", f"SHA-256 {record.study_sha256}"),
    ]
    if record.synthetic:
        seed = "" if record.twin_seed is None else f", seed {record.twin_seed}"
        pairs.insert(1, ("Kind of data", f"synthetic{seed}"))
    if record.ignored_columns:
        pairs.append(("Columns not used", ", ".join(record.ignored_columns)))
    return pairs


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
    "guards": record_guards,
    "provenance": record_provenance,
    **RELIABILITY_RECORDS,
}
