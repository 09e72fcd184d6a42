"""What an author should look at: loose numbers, words of cause, bare significance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from probata.publication.template import TOKEN, Rendered, sentence_span

# Words that say more than an association; each is a matter for a person to judge.
CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|al)|(?:an?|the|its|their|strong|direct) effects? (?:of|on)"
    r"|impact(?:s|ed|ing)?|le(?:ads?|d|ading) to|result(?:s|ed|ing) in"
    r"|as a result of|thanks to|attributable to|responsible for|driven by)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:not|no|nor|never|none|neither|cannot)\b", re.IGNORECASE)
SIGNIFICANCE = re.compile(
    r"\bsignificantly (?:more|less|higher|lower|better|worse|fewer)\b"
    r"|\b(?:was|were|is|are) (?:not |also )?(?:statistically )?significant\b",
    re.IGNORECASE,
)
CLAIM_LINK = re.compile(r"\]\(claim:[^)]*\)")


def check_wording(rendered: Rendered) -> list[str]:
    """Warnings about a text file, each with file, line and sentence."""
    warnings = []
    for start, end in _sentences(rendered.text):
        raw = rendered.text[start:end]
        for problem in _problems(raw, rendered.literals_allowed):
            place = rendered.where(start + len(raw) - len(raw.lstrip()))
            warnings.append(f"{place}: {problem}: “{rendered.plain(raw)}”")
    return warnings


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        start, end = sentence_span(text, at)
        if text[start:end].strip():
            yield start, end
        at = max(end, at + 1)
        while at < len(text) and text[at].isspace():
            at += 1


def _problems(raw: str, literals_allowed: bool) -> Iterator[str]:
    bare = re.sub(r"\]\([^)]*\)|`[^`]*`|^\s*\d+\.\s", "", TOKEN.sub("", raw))
    if not literals_allowed and (found := re.search(r"\d[\d.,]*\d|\d", bare)):
        yield f'{found[0]} is bound to nothing (bind it, or write {{{{ fixed("{found[0]}") }}}})'
    if (found := CAUSE.search(bare)) and not DENIED.search(bare):
        yield f"“{found[0]}” says more than an association"
    if SIGNIFICANCE.search(CLAIM_LINK.sub("", raw)) and not CLAIM_LINK.search(raw):
        yield "significance without a claim"
