"""The method in sentences, written from what was done."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.rounding import number_text
from probata.analysis.study import MAIN, Study
from probata.analysis.terms import label_term
from probata.phrases import phrase
from probata.publication.language import translate, translate_chain

HOSMER_LEMESHOW = {
    "quantiles": phrase(
        "cutting the fitted probabilities at their quantiles, equal values kept together"
    ),
    "averaged_quantiles": phrase(
        "cutting the fitted probabilities at their averaged quantiles (Stata's), equal "
        "values kept together"
    ),
    "equal_groups": phrase(
        "ranking the cases by fitted probability and making groups of equal number"
    ),
}
# The same rules, and the joint tests, in a word.
RULES = {
    "quantiles": phrase("quantiles"),
    "averaged_quantiles": phrase("averaged quantiles"),
    "equal_groups": phrase("equal groups"),
}
TESTS = {"likelihood_ratio": phrase("likelihood-ratio"), "wald": phrase("Wald")}


def describe_method(study: Study, results: Results) -> list[str]:
    """Paragraphs on outcome, tables, models, references, tests and checks."""
    outcomes = [item.id for item in study.file.outcomes]
    texts = [_describe_outcome(study.about(name)) for name in (MAIN, *outcomes)]
    texts.append(_describe_tables(results))
    if results.models:
        texts += [
            _describe_models(study),
            _describe_terms(study, results),
            _describe_tests(study, results),
            _describe_checks(study),
        ]
    return texts


def _describe_outcome(study: Study) -> str:
    outcome = study.file.outcome
    variable = study.codebook[outcome.variable]
    label = study.codebook.category_label(outcome.variable, outcome.positive)
    question = f" ({variable.question})" if variable.question else ""
    return translate(
        "The outcome is {variable}, and the answer counted is “{answer}”. The unit of "
        "analysis is the {unit}; all count the same.",
        variable=variable.label.lower() + question,
        answer=label,
        unit=study.codebook.header.unit,
    )


def _describe_tables(results: Results) -> str:
    level = number_text(100 * results.confidence, 0)
    return translate(
        "Percentages are the share with that answer among cases with a value, rounded "
        "half-up from the whole counts. Their {level}% intervals are Wilson's score "
        "intervals. Percentages are not adjusted for other variables.",
        level=level,
    )


def _describe_models(study: Study) -> str:
    labels = {block.id: block.label.lower() for block in study.file.blocks}
    listed = []
    for model in study.file.models:
        named = (labels[item] for item in model.blocks)
        blocks = translate_chain(phrase("{first}, then {next}"), named)
        text = phrase("{model} (blocks: {blocks})")
        listed.append(translate(text, model=model.label, blocks=blocks))
    return translate(
        "The models are binary logistic regressions in which variables enter in blocks: "
        "{models}. All steps of a model use the same cases, those with a value for every "
        "variable of the whole model.",
        models="; ".join(listed),
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
    sentences = [
        translate(
            "Categories are compared with a reference category ({references}).",
            references=shown,
        )
    ]
    if numbers:
        text = phrase(
            "These enter as numbers, even where tables group them: {variables}."
        )
        sentences.append(translate(text, variables=numbers))
    sentences += _describe_curves(study, results)
    sentences += _describe_interactions(study, results)
    return " ".join(sentences)


def _describe_curves(study: Study, results: Results) -> list[str]:
    kinds = {
        "natural": phrase("{variable} as a restricted cubic spline ({knots})"),
        "linear": phrase("{variable} as a linear spline ({knots})"),
    }
    found = dict.fromkeys(
        translate(
            kinds[item.kind],
            variable=study.codebook.label(item.variable).lower(),
            knots=", ".join(f"{knot:g}" for knot in item.knots),
        )
        for model in results.models
        for item in model.curves
    )
    if not found:
        return []
    text = phrase(
        "These numbers enter as a bent line, with the knots in brackets: {variables}."
    )
    return [translate(text, variables="; ".join(found))]


def _describe_interactions(study: Study, results: Results) -> list[str]:
    found = dict.fromkeys(
        label_term(study.codebook, item.term)
        for model in results.models
        for item in model.interactions
    )
    if not found:
        return []
    text = phrase(
        "These interactions are products of columns, entered after their variables: "
        "{variables}. Odds ratios within a category of the second variable, and adjusted "
        "percentages for each combination, follow from the same fit."
    )
    return [translate(text, variables="; ".join(found))]


def _describe_tests(study: Study, results: Results) -> str:
    inference = study.file.inference
    level = number_text(results.significance, 2)
    return translate(
        "A variable is called significant when the joint {test} test of all its terms "
        "gives p below {level}. p is the probability of a difference at least as large "
        "as the one seen, if there were no association and the model were right; it is "
        "neither the probability that a finding is wrong nor that it came about by "
        "chance. No correction is made for the number of tests. Odds ratios have "
        "Wald limits, and beside them Wald's p.",
        test=translate(TESTS[inference.test]),
        level=level,
    )


def _describe_checks(study: Study) -> str:
    inference = study.file.inference
    return translate(
        "Before anything is printed each model is checked for combinations of variables "
        "that tell the outcome without exception (separation) and for variables that "
        "others determine; such terms are named and carry no number. Fit is described by "
        "the fall in -2 log-likelihood, Cox and Snell's and Nagelkerke's measures, the "
        "area under the ROC curve, and the Hosmer-Lemeshow test with "
        "{groups} groups formed by {rule}.",
        groups=inference.groups,
        rule=translate(HOSMER_LEMESHOW[inference.hosmer_lemeshow]),
    )
