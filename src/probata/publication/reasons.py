"""Why an estimate has no number, in the language of the bulletin."""

from __future__ import annotations

from probata.analysis.inference import EXPLAINED
from probata.analysis.results import Coefficient
from probata.publication.language import translate, translate_found


def explain_missing(item: Coefficient) -> str:
    """The reason of a parameter that has no estimate; empty where none is given."""
    if item.status == "aliased":
        terms = item.reason.removeprefix(EXPLAINED.format(terms=""))
        return translate(EXPLAINED, terms=terms)
    return translate_found(item.reason)
