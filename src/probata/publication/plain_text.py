"""The text of a study that has none of its own: what it declares, in a plain order."""

from __future__ import annotations

from probata.analysis.study import Study, TextSection

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
    annexes = ["tables.md"] if study.file.tables or study.file.listings else []
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
    models = [f'{{{{ model("{item.id}") }}}}' for item in file.models]
    about = [file.study.description] if file.study.description else []
    return {
        "summary.md": _join("# Summary", *about, _TOTAL, _PLAIN),
        "findings.md": _join(
            "# Findings", f"Shown in {shown}." if shown else _IN_ANNEXES, *figures
        ),
        "tables.md": _join("# Tables", _UNADJUSTED, *tables),
        "models.md": _join("# Models", _ADJUSTED, *models),
        "method.md": _join("# Method", *_METHOD),
        TRUST: _join("# How far the findings can be trusted", *_TRUST),
    }


def _join(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


_TOTAL = (
    'Of {{ n("all") }} with a known outcome, {{ positive("all") }} have the positive one: '
    '{{ percent("all", digits=1) }} ({{ interval("all") }}).'
)
_PLAIN = (
    "This page was written from the records of the analysis alone: the study has no text "
    "of its own. Differences between groups are associations; nothing here says what "
    "brought them about."
)
_IN_ANNEXES = "The study declares no figure. Its tables and models are in the annexes."
_UNADJUSTED = (
    "Each row gives the number in a group and the percentage of them with the positive "
    "outcome, not adjusted for anything. Groups do not add up to {{ cases() }} where "
    "values are missing."
)
_ADJUSTED = (
    "An odds ratio compares a category with the reference category, or one unit more of "
    "a number, with all other variables of the model held equal."
)
_METHOD = tuple(
    f'## {title}\n\n{{{{ record("{name}") }}}}'
    for title, name in (
        ("Cases left out before the analysis", "exclusions"),
        ("Missing values", "missing"),
        ("Cases used by each model", "complete_cases"),
        ("How it was done", "method"),
        ("Variables that the models leave out", "left_out"),
        ("Warnings about the models", "guards"),
        ("How well the models fit", "fit"),
        ("Joint tests", "tests"),
        ("What made this page", "provenance"),
    )
)
_TRUST = tuple(
    f'## {title}\n\n{{{{ record("{name}") }}}}'
    for title, name in (
        ("The sensitivity sheet", "sensitivity"),
        ("The same person judged both", "same_rater"),
        ("Rows with missing values", "missing_rows"),
        ("Several tests at once", "multiplicity"),
        ("Checks of each model", "checks"),
    )
)
