"""Holds the sentences of a bulletin against the results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from probata.analysis.claims import ClaimResult, check_claim
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.declarations import suggest
from probata.errors import ClaimError, DeclarationError, Fault
from probata.publication.template import TOKEN, Rendered, Unbound

CLAIM_LINK = re.compile(r"\]\(claim:([^)]*)\)")


def check_claims(study: Study, results: Results) -> dict[str, ClaimResult]:
    """Every claim of the study, whether or not the text carries it."""
    return {item.id: check_claim(item, results, study) for item in study.file.claims}


def find_faults(
    study: Study,
    rendered: Sequence[Rendered],
    claims: Mapping[str, ClaimResult],
    form: Sequence[Fault],
) -> None:
    """Raise one error that names every sentence which cannot stand.

    `form` are faults already found. ClaimError where the results alone are the matter,
    DeclarationError where the text or the study is wrong.
    """
    wrong, missing = _unbound_calls(rendered)
    unknown, failed = _claims(study, rendered, claims)
    wrong = [*form, *wrong, *unknown]
    failed = [*missing, *failed]
    if wrong:
        raise DeclarationError(
            f"{study.id}: the text cannot be used.", [*wrong, *failed]
        )
    if failed:
        raise ClaimError(
            f"{study.id}: the results do not support the text. Change the sentence, or "
            "the claim in study.toml that it rests on.",
            failed,
        )


def _unbound_calls(rendered: Sequence[Rendered]) -> tuple[list[Fault], list[Fault]]:
    """Calls that the study makes wrong, and those that only these results do."""
    wrong: list[Fault] = []
    missing: list[Fault] = []
    for text in rendered:
        for match in TOKEN.finditer(text.text):
            bound = text.bound_of(match[0])
            if isinstance(bound, Unbound):
                error = bound.error
                sentence = text.sentence_at(match.start())
                problem = f"{error.problem} In: “{sentence}”"
                fault = Fault(text.where(match.start()), problem, error.mend)
                (missing if error.missing else wrong).append(fault)
    return wrong, missing


def _claims(
    study: Study, rendered: Sequence[Rendered], claims: Mapping[str, ClaimResult]
) -> tuple[list[Fault], list[Fault]]:
    unknown, failed, said = [], [], set()
    for text in rendered:
        for match in CLAIM_LINK.finditer(text.text):
            name = match[1]
            sentence = text.sentence_at(match.start())
            where = text.where(match.start())
            said.add(name)
            if name not in claims:
                problem = f"there is no claim `{name}`. In: “{sentence}”"
                unknown.append(Fault(where, problem, suggest(name, claims)))
            elif not claims[name].held:
                problem = f"claim `{name}` does not hold: {claims[name].said}."
                failed.append(Fault(where, f"{problem} In: “{sentence}”"))
    for index, claim in enumerate(study.file.claims):
        if claim.id not in said and not claims[claim.id].held:
            problem = f"claim `{claim.id}` does not hold: {claims[claim.id].said}."
            failed.append(study.declaration.fault(("claims", index), problem))
    return unknown, failed


def unsaid_claims(study: Study, rendered: Sequence[Rendered]) -> list[str]:
    """Claims that no sentence carries."""
    said = {name for text in rendered for name in CLAIM_LINK.findall(text.text)}
    return [
        f"claim {claim.id} is declared and no sentence rests on it"
        for claim in study.file.claims
        if claim.id not in said
    ]
