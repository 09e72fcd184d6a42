"""What a switch turns off and where a group is shown, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from probata.analysis.results import Results
from probata.analysis.study import MAIN, Study
from probata.publication.disclosure.linear import Name
from probata.publication.disclosure.told import split_name

NUMBERS = {
    "n": "number of cases",
    "positive": "cases with the outcome, and the percentage",
    "missing": "number of missing values",
    "hosmer_lemeshow": "Hosmer-Lemeshow groups",
    "calibration": "calibration groups",
    "classification": "classification table",
}


def describe_switch(name: Name, study: Study, results: Results) -> tuple[str, str]:
    """The group, and which number of it."""
    outcome, name = split_name(name)
    words: dict[str, Callable[[Name, Study, Results], str]] = {
        "total": lambda name, study, results: "all cases",
        "matrix": _stage,
        "frequency": lambda name, study, results: _category(study, name[1], name[2]),
        "missing": _missing,
        "cross": _cross,
        "listing": _listing,
        "flow": _flow,
        "used": lambda name, study, results: f"cases of {results.model(name[1]).label}",
        "category": _model_category,
        "fitted": lambda name, study, results: results.model(name[1]).label,
    }
    number = NUMBERS[name[-1]]
    if name[0] == "category":
        number += ", and the odds ratio"
    if name[0] in ("missing", "used"):
        number = number.removesuffix(", and the percentage")
    group = words[name[0]](name, study, results)
    if outcome != MAIN:
        about = study.about(outcome).file.outcome
        group += f" ({about.phrase or study.codebook.label(about.variable)})"
    return group, number


def _category(study: Study, variable: str, category: str) -> str:
    book = study.codebook
    return f"{book.label(variable)}: {book.category_label(variable, category)}"


def _missing(name: Name, study: Study, results: Results) -> str:
    book = study.codebook
    return f"{book.label(name[1])}: no value ({name[2].replace('_', ' ')})"


def _cross(name: Name, study: Study, results: Results) -> str:
    variable, by, category, by_category = name[1:5]
    one, other = _category(study, variable, category), _category(study, by, by_category)
    return f"{one} and {other}"


def _listing(name: Name, study: Study, results: Results) -> str:
    listing = next(item for item in results.listings if item.id == name[1])
    row = listing.rows[int(name[2])]
    parts = [
        f"{study.codebook.label(variable)}: no value"
        if category is None
        else _category(study, variable, category)
        for variable, category in zip(listing.variables, row.categories, strict=True)
    ]
    return f"{' and '.join(parts)} (table {listing.id})"


def _stage(name: Name, study: Study, results: Results) -> str:
    matrix, row, stage = name[1:4]
    spec = next(item for item in study.file.matrices if item.id == matrix)
    label = next((item.label for item in spec.rows if item.id == row), "All needs")
    return f"{label}: {stage} (table {matrix})"


def _flow(name: Name, study: Study, results: Results) -> str:
    label = study.codebook.label(name[2])
    return f"{label}: no value, in the flow to {results.model(name[1]).label}"


def _model_category(name: Name, study: Study, results: Results) -> str:
    category = _category(study, name[2], name[3])
    return f"{category}, cases of {results.model(name[1]).label}"


def name_places(study: Study, variables: Iterable[str]) -> str:
    """` (table B1, figure 3)`: what shows a group of these variables."""
    wanted = set(variables)
    places = list(_places(study, wanted)) if wanted else []
    return f" ({', '.join(places)})" if places else ""


def _places(study: Study, wanted: set[str]) -> Iterator[str]:
    for table in study.file.tables:
        if wanted <= set(table.variables) and len(wanted) == 1:
            yield f"table {table.id}"
    for listing in study.file.listings:
        if wanted <= set(listing.variables):
            yield f"table {listing.id}"
    for figure in study.file.figures:
        shown = set(figure.variables) | ({figure.by} if figure.by else set())
        if wanted <= shown:
            yield f"figure {figure.id}"
