"""The ways of estimating a finding, in the language of the bulletin."""

from __future__ import annotations

from probata.analysis.reliability_results import Specification
from probata.analysis.sensitivity.specifications import IMPUTED
from probata.analysis.study import Study
from probata.publication.language import translate, translate_found


def describe_specification(item: Specification, study: Study) -> str:
    """What a specification is called and does, as a sentence."""
    said, settings = translate_found(item.description), study.file.reliability
    if item.id == "imputed" and settings is not None:
        said = translate(IMPUTED, imputations=settings.imputations)
    return f"{translate_found(item.label)}: {said}."
