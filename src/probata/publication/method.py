"""The method in sentences, written from what was done."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.rounding import number_text
from probata.analysis.study import Study

HOSMER_LEMESHOW = {
    "quantiles": "cutting the fitted probabilities at their quantiles, equal values kept "
    "together",
    "averaged_quantiles": "cutting the fitted probabilities at their averaged quantiles "
    "(Stata's), equal values kept together",
    "equal_groups": "ranking the cases by fitted probability and making groups of equal "
    "number",
}


def describe_method(study: Study, results: Results) -> list[str]:
    """Paragraphs on outcome, tables, models, references, tests and checks."""
    texts = [_describe_outcome(study, results), _describe_tables(results)]
    if results.models:
        texts += [
            _describe_models(study),
            _describe_terms(study, results),
            _describe_tests(study, results),
            _describe_checks(study),
        ]
    return texts


def _describe_outcome(study: Study, results: Results) -> str:
    outcome = study.file.outcome
    variable = study.codebook[outcome.variable]
    label = study.codebook.category_label(outcome.variable, outcome.positive)
    question = f" ({variable.question})" if variable.question else ""
    return (
        f"The outcome is {variable.label.lower()}{question}, and the answer counted is "
        f"“{label}”. The unit of analysis is the {study.codebook.header.unit}; all count "
        "the same."
    )


def _describe_tables(results: Results) -> str:
    level = number_text(100 * results.confidence, 0)
    return (
        "Percentages are the share with that answer among cases with a value, rounded "
        f"half-up from the whole counts. Their {level}% intervals are Wilson's score "
        "intervals. Percentages are not adjusted for other variables."
    )


def _describe_models(study: Study) -> str:
    blocks = {block.id: block.label for block in study.file.blocks}
    listed = "; ".join(
        f"{model.label} (blocks: {', then '.join(blocks[item].lower() for item in model.blocks)})"
        for model in study.file.models
    )
    return (
        "The models are binary logistic regressions in which variables enter in blocks: "
        f"{listed}. All steps of a model use the same cases, those with a value for every "
        "variable of the whole model."
    )


def _describe_terms(study: Study, results: Results) -> str:
    references: dict[str, str] = {}
    interval: dict[str, None] = {}
    for model in results.models:
        references |= model.references
        for item in model.coefficients:
            if not item.category and item.variable != "constant":
                interval[item.variable] = None
    shown = "; ".join(
        f"{study.codebook.label(name).lower()}: "
        f"{study.codebook.category_label(name, reference).lower()}"
        for name, reference in references.items()
    )
    numbers = ", ".join(study.codebook.label(name).lower() for name in interval)
    text = f"Categories are compared with a reference category ({shown})."
    if numbers:
        text += f" These enter as numbers, even where tables group them: {numbers}."
    return text


def _describe_tests(study: Study, results: Results) -> str:
    inference = study.file.inference
    kind = {"likelihood_ratio": "likelihood-ratio", "wald": "Wald"}[inference.test]
    level = number_text(results.significance, 2)
    return (
        f"A variable is called significant when the joint {kind} test of all its terms "
        f"gives p below {level}. p is the probability of a difference at least as large "
        "as the one seen, if there were no association and the model were right; it is "
        "neither the probability that a finding is wrong nor that it came about by "
        "chance. No correction is made for the number of tests. Odds ratios have "
        "Wald limits, and beside them Wald's p."
    )


def _describe_checks(study: Study) -> str:
    inference = study.file.inference
    return (
        "Before anything is printed each model is checked for combinations of variables "
        "that tell the outcome without exception (separation) and for variables that "
        "others determine; such terms are named and carry no number. Fit is described by "
        "the fall in -2 log-likelihood, Cox and Snell's and Nagelkerke's measures, the "
        "area under the ROC curve, and the Hosmer-Lemeshow test with "
        f"{inference.groups} groups formed by {HOSMER_LEMESHOW[inference.hosmer_lemeshow]}."
    )
