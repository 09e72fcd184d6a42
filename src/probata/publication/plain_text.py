"""The text of a study that has none of its own: what it declares, in a plain order."""

from __future__ import annotations

from probata.analysis.study import Study, TextSection
from probata.phrases import phrase
from probata.publication.language import translate

PLACES = TextSection(
    summary="summary.md",
    sections=("findings.md",),
    annexes=("tables.md", "models.md", "method.md"),
)
TRUST = "trust.md"


def place_text(study: Study) -> TextSection:
    """The text files of a study: its own, or the ones that are written for it."""
    if study.file.text is not None:
        return study.file.text
    file = study.file
    tabled = file.tables or file.listings or file.matrices or file.survival
    annexes = ["tables.md"] if tabled else []
    annexes += ["models.md"] if study.file.models else []
    annexes += ["method.md"]
    annexes += [TRUST] if study.file.reliability is not None else []
    return PLACES.model_copy(update={"annexes": tuple(annexes)})


def write_plain_text(study: Study) -> dict[str, str]:
    """Name -> Markdown with expressions, which are bound like those of any text."""
    file = study.file
    figures = [f'{{{{ figure("{item.id}") }}}}' for item in file.figures]
    shown = ", ".join(f'{{{{ ref("figure {item.id}") }}}}' for item in file.figures)
    tables = [f'{{{{ listing("{item.id}") }}}}' for item in file.listings]
    tables += [f'{{{{ table("{item.id}") }}}}' for item in file.tables]
    tables += [f'{{{{ matrix("{item.id}") }}}}' for item in file.matrices]
    tables += [
        f'{{{{ survival("{item.id}") }}}}' for item in file.survival if item.predictors
    ]
    models = [f'{{{{ model("{item.id}") }}}}' for item in file.models]
    about = [file.study.description] if file.study.description else []
    total = translate(_TOTAL, **_BOUND)
    seen = translate("Shown in {figures}.", figures=shown)
    return {
        "summary.md": _join(translate("Summary"), *about, total, translate(_PLAIN)),
        "findings.md": _join(
            translate("Findings"), seen if shown else translate(_IN_ANNEXES), *figures
        ),
        "tables.md": _join(
            translate("Tables"), translate(_UNADJUSTED, **_BOUND), *tables
        ),
        "models.md": _join(translate("Models"), translate(_ADJUSTED), *models),
        "method.md": _join(translate("Method"), *_list_records(_method(study))),
        TRUST: _join(
            translate("How far the findings can be trusted"), *_list_records(_TRUST)
        ),
    }


def _method(study: Study) -> dict[str, str]:
    """The records of a study; those on models only where it has any."""
    if study.file.models:
        return _METHOD
    return {name: title for name, title in _METHOD.items() if name not in _OF_MODELS}


def _join(heading: str, *blocks: str) -> str:
    return "\n\n".join((f"# {heading}", *blocks)) + "\n"


def _list_records(records: dict[str, str]) -> list[str]:
    return [
        f'## {translate(title)}\n\n{{{{ record("{name}") }}}}'
        for name, title in records.items()
    ]


# What the values of a sentence are bound to.
_BOUND = {
    "known": '{{ n("all") }}',
    "positive": '{{ positive("all") }}',
    "percent": '{{ percent("all", digits=1) }}',
    "interval": '{{ interval("all") }}',
    "cases": "{{ cases() }}",
}
_TOTAL = phrase(
    "Of {known} with a known outcome, {positive} have the positive one: {percent} "
    "({interval})."
)
_PLAIN = phrase(
    "This page was written from the records of the analysis alone: the study has no text "
    "of its own. Differences between groups are associations; nothing here says what "
    "brought them about."
)
_IN_ANNEXES = phrase(
    "The study declares no figure. Its tables and models are in the annexes."
)
_UNADJUSTED = phrase(
    "Each row gives the number in a group and the percentage of them with the positive "
    "outcome, not adjusted for anything. Groups do not add up to {cases} where "
    "values are missing."
)
_ADJUSTED = phrase(
    "An odds ratio compares a category with the reference category, or one unit more of "
    "a number, with all other variables of the model held equal."
)
_METHOD = {
    "exclusions": phrase("Cases left out before the analysis"),
    "missing": phrase("Missing values"),
    "complete_cases": phrase("Cases used by each model"),
    "method": phrase("How it was done"),
    "left_out": phrase("Variables that the models leave out"),
    "guards": phrase("Warnings about the models"),
    "fit": phrase("How well the models fit"),
    "tests": phrase("Joint tests"),
    "disclosure": phrase("Disclosure control"),
}
_QUESTIONS = {
    "critical": phrase("Each prompt and its key question"),
    "coherent": phrase("How the prompts of a key question hang together"),
    "discrete": phrase("Key questions with one another"),
}
_OF_MODELS = {"complete_cases", "left_out", "guards", "fit", "tests"}
_TRUST = {
    "sensitivity": phrase("The sensitivity sheet"),
    "agreement": phrase("Cases judged twice"),
    "same_rater": phrase("The same person judged both"),
    "missing_rows": phrase("Rows with missing values"),
    "multiplicity": phrase("Several tests at once"),
    "checks": phrase("Checks of each model"),
}
