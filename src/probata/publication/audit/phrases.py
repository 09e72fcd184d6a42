"""Words of the text: significance without a test, words of cause, misreadings of p."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from probata.publication.audit.findings import Audit, shorten
from probata.publication.audit.source import Passage
from probata.publication.template import SENTENCE_END
from probata.publication.wording import SIGNIFICANCE, find_doubtful

# Words by which a text says how significance was judged.
TESTED = re.compile(
    r"\bp ?[<=>\u2264]|\bp-values?\b|\bchi[- ]?squared?\b|\u03c7|\bconfidence intervals?\b"
    r"|\bodds ratios?\b|\bregression\b|\bt-tests?\b|\blikelihood[- ]ratio\b|\bWald\b"
    r"|\bsignificance (?:level|test)|\bper cent level\b|\b[05]% level\b|\bF-tests?\b",
    re.IGNORECASE,
)
NEAR = 2  # passages before and after


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a passage."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield text[start : end.start() + 1]
        start = end.end()
    yield text[start:]


def check_phrases(passages: Sequence[Passage], audit: Audit) -> None:
    """Every sentence of the text outside the list of references."""
    tested = [bool(TESTED.search(item.text)) for item in passages]
    bare: list[str] = []
    sentences = 0
    for at, passage in enumerate(passages):
        for sentence in split_sentences(passage.text):
            sentences += 1
            for kind, words, why in find_doubtful(sentence):
                message = f"“{words}” {why}: “{shorten(sentence)}”"
                audit.warn(kind, passage.where, message)
            if not SIGNIFICANCE.search(sentence):
                continue
            if not any(tested):
                message = f"no test is named in the text: “{shorten(sentence)}”"
                audit.warn("significance", passage.where, message)
            elif not any(tested[max(0, at - NEAR) : at + NEAR + 1]):
                bare.append(passage.where)
    if bare:
        audit.note(
            "significance",
            ", ".join(dict.fromkeys(bare)),
            "significance without a test in the same paragraph or those beside it.",
        )
    if sentences:
        audit.count(
            "sentences read for significance, cause and misreadings of p", sentences
        )
