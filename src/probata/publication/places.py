"""Which tables, figures and models hold a number or support a claim."""

from __future__ import annotations

import re

from probata.analysis.study import Claim, Study

# A place is named as `ref` names it: `table B1`, `figure 3`, `model model_1`.
Places = tuple[str, ...]


def share_places(study: Study, variable: str, by: str | None) -> Places:
    """Tables of a variable, or figures of it within the groups of another."""
    if by is None:
        return tuple(
            f"table {item.id}"
            for item in study.file.tables
            if variable in item.variables
        )
    return tuple(
        f"figure {item.id}"
        for item in study.file.figures
        if variable in item.variables and item.by == by
    )


def total_places(study: Study) -> Places:
    """Tables with a row for all cases."""
    return tuple(f"table {item.id}" for item in study.file.tables if item.total)


def claim_places(study: Study, claim: Claim) -> Places:
    """The models that a claim names or, for a percentage, the tables or figures."""
    if claim.models:
        return tuple(f"model {name}" for name in claim.models)
    if claim.survival is not None:
        return (f"survival {claim.survival}",)
    if claim.matrix is not None:
        return (f"matrix {claim.matrix}",)
    if claim.cases is not None:
        return total_places(study)
    return share_places(study, claim.variable, claim.by)


def name_for_readers(said: str, claim: Claim, study: Study) -> str:
    """What was found for a claim, with labels where authors have `ids`."""
    book = study.codebook
    labels = {name: f"“{book.label(name)}”" for name in book.variables}
    labels |= {item.id: f"“{item.label}”" for item in study.file.blocks}
    labels |= {item.id: f"“{item.label}”" for item in study.file.models}
    if claim.variable in book:
        for category in book.category_ids(claim.variable):
            label = book.category_label(claim.variable, category)
            labels[category] = f"“{label}”"
            labels[f"{claim.variable}={category}"] = (
                f"“{book.label(claim.variable)}: {label}”"
            )
    return re.sub(r"`([^`]+)`", lambda match: labels.get(match[1], match[1]), said)
