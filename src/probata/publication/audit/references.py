"""Citations of the text against the list of references, and the list against itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from probata.publication.audit.findings import Audit
from probata.publication.audit.source import Passage

CHECK = "reference"
HEADING = re.compile(
    r"(?:\d+\.? )?(?:references?|bibliography|works cited|reference list)",
    re.IGNORECASE,
)
ENTRY = re.compile(
    r"^(?:\[?\d+[\].]\s*)?(?P<authors>[^()\d]{2,200}?),?\s*\(?(?P<year>(?:19|20)\d\d[a-z]?)\)?[.,:]?\s*"
    r"(?P<title>.+)$",
    re.DOTALL,
)
YEARS = r"(?:19|20)\d\d[a-z]?"
NAME = r"[A-Z][\w'\u2019-]{0,60}"
NARRATIVE = re.compile(
    rf"(?<![\w'\u2019-])(?P<authors>{NAME}(?:,? (?:and|&|of|for|the|et al\.?|{NAME})){{0,20}})"
    rf"\s*\((?P<years>{YEARS}(?:\s*[,;]\s*{YEARS})*)\)"
)
BRACKET = re.compile(r"\((?P<inside>[^()]{0,500}\b(?:19|20)\d\d[a-z]?\b[^()]{0,500})\)")
CITED = re.compile(
    rf"(?P<authors>[A-Z][^\d;]*?),?\s+(?P<years>{YEARS}(?:\s*,\s*{YEARS})*)(?=\s*(?:;|$|:|,\s*p))"
)
SMALL = frozenset(
    "a and of for the on in et al hm his her majesty see also as but while when however "
    "both although cf eg".split()
)


@dataclass(frozen=True)
class Reference:
    """An entry of the list; `label` is its beginning, up to the year."""

    where: str
    label: str
    authors: frozenset[str]
    year: str
    title: str

    def is_cited_by(self, authors: list[str], year: str) -> bool:
        same = self.year == year or self.year.rstrip("abcdefghij") == year
        if not authors:  # `(2020b)` alone: the letter makes it a label
            return self.year == year
        return same and not self.authors.isdisjoint(authors)


def split_references(
    passages: Sequence[Passage],
) -> tuple[list[Passage], list[Passage]]:
    """The text, and the passages under a heading `References` up to the next heading."""
    text: list[Passage] = []
    listed: list[Passage] = []
    inside, level = False, 0
    for passage in passages:
        if passage.kind == "heading":
            found = HEADING.fullmatch(passage.text) is not None
            if found or not inside or passage.level <= level:
                inside, level = found, passage.level
        (listed if inside and passage.kind != "heading" else text).append(passage)
    return text, listed


def check_references(
    text: Sequence[Passage], listed: Sequence[Passage], audit: Audit
) -> None:
    """Cited but not listed, listed but not cited, and titles or labels that come twice."""
    references = [item for item in map(_read, listed) if item is not None]
    cited = [c for passage in text for c in _citations(passage)]
    if not references:
        if cited:
            audit.skip("citations, as no list of references was found", audit.name)
        return
    audit.count("references in the list", len(references))
    audit.count("citations in the text", len(cited))
    used: set[Reference] = set()
    for where, names, year in cited:
        hits = [item for item in references if item.is_cited_by(names, year)]
        used.update(hits)
        label = " ".join([*names, year])
        if not hits:
            audit.warn(CHECK, where, f"“{label}” is cited, but not in the list.")
        elif len(hits) > 1 and len({item.year for item in hits}) > 1:
            years = ", ".join(sorted(item.year for item in hits))
            audit.warn(CHECK, where, f"“{label}” may be any of {years} in the list.")
    for item in references:
        if item not in used:
            audit.note(
                CHECK,
                item.where,
                f"“{item.label}” is listed, but not cited.",
            )
    _find_twins(references, audit)


def _find_twins(references: Sequence[Reference], audit: Audit) -> None:
    for at, one in enumerate(references):
        for other in references[at + 1 :]:
            labels = f"“{one.label}” and “{other.label}”"
            if one.title == other.title:
                audit.warn(CHECK, other.where, f"{labels} have the same title.")
            elif one.year == other.year and one.authors == other.authors:
                message = f"{labels} cannot be told apart."
                audit.warn(CHECK, other.where, message)


def _read(passage: Passage) -> Reference | None:
    found = ENTRY.match(passage.text)
    if not found or re.search(r"[a-z]{3}\. [A-Z]", found["authors"]):
        return None  # a sentence with a year in it
    names = _names(found["authors"])
    if not names:
        return None
    title = re.split(
        r"[.?!](?:\s|$)|[\u201d\u2019]", found["title"].strip("\u201c\u2018 ")
    )[0]
    return Reference(
        passage.where,
        passage.text[: found.end("year")].replace("(", ""),
        frozenset(names),
        found["year"],
        " ".join(_letters(title)),
    )


def _citations(passage: Passage) -> Iterable[tuple[str, list[str], str]]:
    """(place, words of the authors, year) of each citation."""
    for found in NARRATIVE.finditer(passage.text):
        for year in re.findall(YEARS, found["years"]):
            yield passage.where, _names(found["authors"]), year
    for bracket in BRACKET.finditer(passage.text):
        for part in bracket["inside"].split(";"):
            if cited := CITED.search(part.strip()):
                for year in re.findall(YEARS, cited["years"]):
                    yield passage.where, _names(cited["authors"]), year
            elif re.fullmatch(r"(?:19|20)\d\d[a-j]", part.strip()):
                yield passage.where, [], part.strip()


def _names(authors: str) -> list[str]:
    """Words of names without initials and small words, in lower case."""
    return [w for w in _letters(authors) if len(w) > 1 and w not in SMALL]


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("\u2019", "").replace("'", ""))
