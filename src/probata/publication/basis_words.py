"""What a number of the text rests on, in words."""

from __future__ import annotations

from probata.analysis.results import JointTest, ModelResult, Share
from probata.analysis.rounding import count_text, number_text
from probata.analysis.study import Study
from probata.analysis.terms import label_column, label_term
from probata.phrases import phrase
from probata.publication.language import translate

# The measures of fit: the decimals that they are printed with, and what they are.
FITS = {
    "n": (0, phrase("n of {model}")),
    "minus2ll": (1, phrase("minus2ll of {model}")),
    "model_chi2": (1, phrase("model chi2 of {model}")),
    "model_df": (0, phrase("model df of {model}")),
    "block_chi2": (1, phrase("block chi2 of {model}")),
    "block_df": (0, phrase("block df of {model}")),
    "cox_snell": (3, phrase("cox snell of {model}")),
    "nagelkerke": (3, phrase("nagelkerke of {model}")),
    "auc": (3, phrase("auc of {model}")),
}
POSITIVE = phrase("of {cases} cases with a known outcome: {group}")
PERCENT = phrase("{positive} of {cases} cases: {group}")
WILSON = phrase("Wilson interval of {positive} of {cases} cases: {group}")
WALD = phrase("Wald interval of the odds ratio of {comparison}")
PROFILE = phrase("Profile interval of the odds ratio of {comparison}")


def say_share(text: str, share: Share, group: str) -> str:
    """One of the sentences above, with the numbers of a share."""
    numbers = {"positive": count_text(share.positive), "cases": count_text(share.n)}
    return translate(text, group=group, **numbers)


def say_term(study: Study, variable: str, category: str) -> str:
    """`Sex: Female`."""
    book = study.codebook
    shown = label_column(book, variable, category, translate)
    return f"{label_term(book, variable)}: {shown}"


def say_comparison(
    study: Study, model: ModelResult, variable: str, category: str
) -> str:
    """`Sex: Female against Male, in Model 1 (1,282 complete cases)`."""
    book = study.codebook
    where = {"model": model.label, "cases": f"{model.complete_cases.used:,}"}
    if not category:
        return translate(
            "one more of {variable}, in {model} ({cases} complete cases)",
            variable=book.label(variable),
            **where,
        )
    if variable not in model.references:
        return translate(
            "{category}, in {model} ({cases} complete cases)",
            category=say_term(study, variable, category),
            **where,
        )
    return translate(
        "{category} against {reference}, in {model} ({cases} complete cases)",
        category=say_term(study, variable, category),
        reference=book.category_label(variable, model.references[variable]),
        **where,
    )


def say_test(label: str, model: ModelResult, test: JointTest | None) -> str:
    """The joint test of a variable, with its statistic where it has one."""
    said = translate(
        "joint test of {variable} in {model}", variable=label, model=model.label
    )
    if test is None or test.statistic is None:
        return said
    return translate(
        "{test}: chi-square {statistic} on {df} df",
        test=said,
        statistic=number_text(test.statistic, 2),
        df=test.df,
    )
