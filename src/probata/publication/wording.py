"""What an author should look at: loose numbers, words of cause, bare significance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from probata.publication.template import TOKEN, Rendered, sentence_span

# Words that say more than an association; each is a matter for a person to judge.
CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|al)|(?:an?|the|its|their|strong|direct) effects? (?:of|on)"
    r"|impact(?:s|ed|ing)?|le(?:ads?|d|ading) to|result(?:s|ed|ing) in"
    r"|as a result of|thanks to|attributable to|responsible for|driven by"
    r"|(?:key|main|important|strong(?:est)?) drivers?|drivers? of|influenc(?:e|es|ed|ing)"
    r"|contribut(?:e|es|ed|ing) to)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:not|no|nor|never|none|neither|cannot)\b", re.IGNORECASE)
SIGNIFICANCE = re.compile(
    r"\bsignificantly (?:more|less|higher|lower|better|worse|fewer)\b"
    r"|\b(?:was|were|is|are) (?:not |also )?(?:statistically )?significant\b"
    r"|\bstatistically significant\b"
    r"|\bsignificant (?:difference|association|relationship|predictor|correlation)s?\b",
    re.IGNORECASE,
)
# What a p-value is often said to be and is not; each pattern with what is wrong.
_MYTHS = (
    (
        (
            "a p-value is worked out as if chance alone were at work; it is not the "
            "probability that it was"
        ),
        (
            r"\b(?:not|n't|unlikely to) (?:\w+ ){0,3}(?:occur|happen|be|arise|due)\w* "
            r"(?:\w+ ){0,2}(?:by|to) (?:\w+ )?(?:chance|accident)\b"
        ),
        r"\boccur\w* randomly\b|\bby chance alone\b",
    ),
    (
        (
            "one minus the level of a test, or the level of an interval, is not the "
            "probability that a finding is right"
        ),
        (
            r"\b9\d(?:\.\d+)? ?(?:%|per ?cent) (?:cert(?:ain|ainty)|sure|confident"
            r"|confidence|likely|probab\w+|chance) that\b"
        ),
    ),
    (
        "a p-value is no probability of a hypothesis or of a result being right",
        (
            r"\b(?:probability|likelihood|chance) (?:that|of) (?:\w+ ){0,3}"
            r"(?:null|hypothes[ie]s|finding|result|difference)s? (?:\w+ ){0,3}"
            r"(?:true|false|wrong|right|correct|random|chance|real)\b"
        ),
    ),
    (
        "a test that finds nothing significant does not show that nothing is there",
        (
            r"\bnot (?:statistically )?significant\b[^.]{0,60}?\b(?:so|therefore|thus|hence"
            r"|showing|meaning|which means|proving)\b[^.]{0,40}?\bno "
            r"(?:difference|effect|association|relationship|link)"
        ),
    ),
    (
        "a p-value above the level is not significant; give the number",
        r"\b(?:marginally|almost|nearly|borderline) significant\b",
        r"\b(?:trend(?:s|ed|ing)?|tendency) towards? significance\b",
        r"\bapproach(?:es|ed|ing) significance\b",
    ),
    (
        "a statistical test supports a statement and proves none",
        r"\b(?:proves?|proved) (?:that|the|a|an|it)\b",
    ),
)
MYTHS = tuple(
    (re.compile("|".join(patterns), re.IGNORECASE), why) for why, *patterns in _MYTHS
)
CLAIM_LINK = re.compile(r"\]\(claim:[^)]*\)")


def find_doubtful(sentence: str) -> Iterator[tuple[str, str, str]]:
    """Words of cause and misreadings of p: the kind, the words, what is wrong with them."""
    if (found := CAUSE.search(sentence)) and not DENIED.search(sentence):
        yield "cause", found[0], "says more than an association"
    for pattern, why in MYTHS:
        found = pattern.search(sentence)
        if found and not _is_denied(sentence[: found.start()]):
            yield "p-value", found[0], f"misreads a test: {why}"


def _is_denied(before: str) -> bool:
    """Whether the last words deny what follows, as in `it is not the probability that`."""
    words = [word.strip(",;:") for word in before.split()[-6:]]
    return any(DENIED.fullmatch(word) for word in words)


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
    for _, words, why in find_doubtful(bare):
        yield f"“{words}” {why}"
    if SIGNIFICANCE.search(CLAIM_LINK.sub("", raw)) and not CLAIM_LINK.search(raw):
        yield "significance without a claim"
