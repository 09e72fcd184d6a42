"""Parts of a bulletin that say how well its questions work: critical, coherent, discrete."""

from __future__ import annotations

from probata.analysis.performance_results import (
    FactorResult,
    LeftOut,
    PairResult,
    ScaleResult,
)
from probata.analysis.results import Results, joint_test
from probata.analysis.rounding import number_text
from probata.analysis.study import Study
from probata.phrases import phrase
from probata.publication.blocks import Numbering, bullets, say, tabulate
from probata.publication.cells import (
    Cell,
    Shorthand,
    head_limits,
    show_count,
    show_none,
    show_number,
    show_p,
)
from probata.publication.charts.performance import (
    interval_name,
    show_limited,
    show_number_or,
)
from probata.publication.document import Block, TableBlock
from probata.publication.language import translate, translate_found

NOT_ASKED = phrase("The study has no section [performance].")
Row = tuple[Cell, ...]


def record_critical(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Each prompt with its key question: how they go together, and in a model."""
    found = results.performance
    if found is None:
        return [say(translate(NOT_ASKED))]
    rows: list[Row] = []
    for scale, spec in zip(found.scales, _scales(study), strict=True):
        rows.append((Cell(study.codebook.label(scale.key_question), "group_header"),))
        for item in scale.prompts:
            held = item.n is None
            rows.append(
                (
                    Cell(study.codebook.label(item.prompt), "row_header"),
                    show_count(item.n),
                    show_count(item.met),
                    show_count(item.not_applicable),
                    *show_limited(item.phi, held),
                    *show_limited(item.cramer, item.not_applicable is None),
                    *_contribution(spec, item.prompt, results),
                )
            )
    header = (
        translate("Prompt"),
        translate("Cases (n)"),
        translate("Of these, met"),
        translate("Not applicable"),
        translate("Phi"),
        head_limits(translate("{interval} of phi", interval=interval_name())),
        translate("Cramer's V"),
        head_limits(translate("{interval} of V", interval=interval_name())),
        translate("Chi-square in the model"),
        "p",
    )
    title = translate("Each prompt and its key question")
    groups = (translate("Key question"),)
    return [tabulate(number(), title, header, rows, study, results, groups)]


def _scales(study: Study) -> list[str | None]:
    assert study.file.performance is not None
    return [scale.model for scale in study.file.performance.scales]


def _contribution(model: str | None, prompt: str, results: Results) -> Row:
    """What the model of the key question loses without the prompt."""
    none = show_none(translate("not in it")), show_none("")
    if model is None:
        return none
    test = joint_test(results.model(model), prompt, "likelihood_ratio")
    if test is None or test.statistic is None or test.p is None:
        return none
    return show_number(test.statistic, 1), show_p(test.p)


def record_coherent(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Whether the prompts of a key question hang together."""
    found, spec = results.performance, study.file.performance
    if found is None or spec is None:
        return [say(translate(NOT_ASKED))]
    rule = (
        translate(
            "Covariances are of the cases to which both prompts of a pair apply; the "
            "interval is for as many cases as the smallest pair has."
        )
        if spec.not_applicable == "pairwise"
        else translate("Only cases to which all prompts of a scale apply are used.")
    )
    blocks: list[Block] = [say(rule)]
    rows: list[Row] = []
    for scale in found.scales:
        rows.append((Cell(study.codebook.label(scale.key_question), "group_header"),))
        rows += _scale_rows(study, scale)
    header = (
        translate("Scale, and without each prompt"),
        translate("Cases (n)"),
        translate("Alpha (KR-20)"),
        head_limits(interval_name()),
        translate("Correlation with the rest"),
    )
    title = translate("How the prompts of a key question hang together")
    groups = (translate("Key question"),)
    blocks.append(tabulate(number(), title, header, rows, study, results, groups))
    blocks.append(_pair_table(study, results, number))
    out = [item for scale in found.scales for item in scale.left_out]
    return blocks + _say_left_out(study, out, spec.least_share)


def _scale_rows(study: Study, scale: ScaleResult) -> list[Row]:
    if scale.alpha is None:
        reason = Cell(translate_found(scale.reason), "row_header")
        blank = show_none("", Shorthand.NOT_AVAILABLE)
        limits = show_none("", Shorthand.NOT_AVAILABLE, columns=2)
        return [(reason, blank, blank, limits, show_none(""))]
    rows: list[Row] = [
        (
            Cell(translate("All prompts"), "row_header"),
            show_count(scale.n),
            *show_limited(scale.alpha, False),
            show_none(""),
        )
    ]
    for item in scale.items:
        label = translate(
            "Without \u201c{prompt}\u201d", prompt=study.codebook.label(item.prompt)
        )
        rows.append(
            (
                Cell(label, "row_header"),
                show_none(""),
                show_number_or(item.dropped),
                show_none("", columns=2),
                show_number_or(item.rest),
            )
        )
    return rows


def _pair_table(study: Study, results: Results, number: Numbering) -> TableBlock:
    assert results.performance is not None
    rows: list[Row] = []
    for scale in results.performance.scales:
        rows.append((Cell(study.codebook.label(scale.key_question), "group_header"),))
        rows += [_pair_row(study, pair) for pair in scale.pairs]
    header = (
        translate("Prompts"),
        translate("Cases (n)"),
        translate("Phi"),
        head_limits(interval_name()),
    )
    title = translate("Prompts of a key question with one another")
    groups = (translate("Key question"),)
    return tabulate(number(), title, header, rows, study, results, groups)


def _pair_row(study: Study, pair: PairResult) -> Row:
    one, other = (study.codebook.label(name) for name in (pair.one, pair.other))
    label = translate(
        "\u201c{one}\u201d with \u201c{other}\u201d", one=one, other=other
    )
    held = pair.n is None
    return (
        Cell(label, "row_header"),
        show_count(pair.n),
        *show_limited(pair.phi, held),
    )


def _say_left_out(study: Study, out: list[LeftOut], least: float) -> list[Block]:
    if not out:
        return []
    told = [
        translate(
            "{variable} applies to {percent}% of the cases",
            variable=study.codebook.label(item.variable),
            percent=number_text(100 * item.share, 1),
        )
        for item in {item.variable: item for item in out}.values()
    ]
    text = translate(
        "Left out, because they apply to fewer than {percent}% of the cases:",
        percent=number_text(100 * least, 0),
    )
    return [say(text), bullets(told)]


def record_discrete(study: Study, results: Results, number: Numbering) -> list[Block]:
    """Key questions with one another, and what the questions have in common."""
    found, spec = results.performance, study.file.performance
    if found is None or spec is None:
        return [say(translate(NOT_ASKED))]
    blocks: list[Block] = []
    if found.key_questions:
        rows = [
            (
                *_pair_row(study, pair),
                show_number_or(pair.tetrachoric),
            )
            for pair in found.key_questions
        ]
        header = (
            translate("Key questions"),
            translate("Cases (n)"),
            translate("Phi"),
            head_limits(interval_name()),
            translate("Tetrachoric correlation"),
        )
        title = translate("Key questions with one another")
        blocks.append(tabulate(number(), title, header, rows, study, results))
    if found.factors is not None:
        blocks += _tell_factors(study, results, found.factors, number)
    return blocks


def _tell_factors(
    study: Study, results: Results, found: FactorResult, number: Numbering
) -> list[Block]:
    assert study.file.performance is not None
    spec = study.file.performance.factors
    assert spec is not None
    blocks: list[Block] = []
    if found.suggested is not None:
        kind = (
            translate("Tetrachoric correlations")
            if spec.correlation == "tetrachoric"
            else translate("Phi correlations")
        )
        text = translate(
            "{kind} of {count} questions, each over the cases to which both apply (at "
            "least {n}). {suggested} of the eigenvalues lie above the 95th percentile of "
            "those of {samples} sets of shuffled answers.",
            kind=kind,
            count=len(found.variables),
            n=f"{found.least_n:,}",
            suggested=found.suggested,
            samples=spec.samples,
        )
        if found.mended:
            text += " " + translate(
                "Correlations from different cases did not fit together and were brought "
                "to the nearest that do."
            )
        blocks.append(say(text))
    if found.factors is None:
        blocks.append(
            say(
                translate("No factors: {reason}.", reason=translate_found(found.reason))
            )
        )
    else:
        blocks += _factor_tables(study, results, found, number)
    return blocks + _say_left_out(
        study, list(found.left_out), study.file.performance.least_share
    )


def _factor_tables(
    study: Study, results: Results, found: FactorResult, number: Numbering
) -> list[Block]:
    assert study.file.performance is not None and study.file.performance.factors
    count = found.factors or 0
    names = [translate("Factor {number}", number=at + 1) for at in range(count)]
    rows = [
        (
            Cell(study.codebook.label(name), "row_header"),
            *(show_number(value, 2) for value in loadings),
            show_number(unique, 2),
        )
        for name, loadings, unique in zip(
            found.variables, found.loadings, found.unique, strict=True
        )
    ]
    header = (translate("Question"), *names, translate("Variance of its own"))
    title = translate("Loadings of the questions on the factors")
    blocks: list[Block] = [tabulate(number(), title, header, rows, study, results)]
    rotation = study.file.performance.factors.rotation
    text = translate(
        "Maximum likelihood, {rotation} rotation. The factors leave correlations of {value} "
        "on average (root mean square).",
        rotation=rotation,
        value=number_text(found.residual or 0.0, 3),
    )
    if count > 1 and rotation == "promax":
        pairs = ", ".join(
            f"{one + 1}\u2013{other + 1}: {number_text(found.between[one][other], 2)}"
            for other in range(count)
            for one in range(other)
        )
        text += " " + translate("Correlations of the factors: {pairs}.", pairs=pairs)
    if found.bounded:
        labels = ", ".join(study.codebook.label(name) for name in found.bounded)
        text += " " + translate(
            "Not a proper solution: {labels} would have no variance of its own.",
            labels=labels,
        )
    return [*blocks, say(text)]


PERFORMANCE_RECORDS = {
    "critical": record_critical,
    "coherent": record_coherent,
    "discrete": record_discrete,
}
