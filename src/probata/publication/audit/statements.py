"""Percentages of the text against the tables that they are rounded from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from probata.publication.audit.cells import Quantity, read_quantity
from probata.publication.audit.findings import Audit, shorten
from probata.publication.audit.grain import possible_counts
from probata.publication.audit.layout import Row, Table
from probata.publication.audit.percentages import Printed, explain, list_printed
from probata.publication.audit.source import Passage

CHECK = "rounding"
# Not what a level, an interval or a difference is: those are no shares of cases.
SHARE = re.compile(
    r"(?<![\d.,\u00b7])(?P<share>\d{1,3}(?:[.\u00b7]\d+)?)\s?(?:%|per cent\b|percent\b)"
    r"(?!\s*-?\s*(?:points?|confidence|CIs?\b|levels?\b|intervals?|certain|sure"
    r"|significan|confident|chance|probab))",
    re.IGNORECASE,
)
OF = re.compile(
    r"(?<![\d.,])(?P<k>\d[\d,]{0,14})\s*(?:/|(?:out )?of(?: the)?)\s*(?P<n>\d[\d,]{0,14})\b"
    r"[^.;%()\d]{0,40}[(,]\s*(?P<share>\d{1,3}(?:[.\u00b7]\d+)?)\s?(?:%|per cent)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+|\d+(?:-\d+)?\+?")
COMMON = frozenset(
    "a all an and any are as at be by case cases cent for from had has have in is it no "
    "not of on or other others per people that the their them there these they this to "
    "was were where which who with yes per table total".split()
)
MOST_FACTS = 5000  # percentages of tables; beyond, the text is not held against them
STEM = 6  # letters by which words are taken for the same
# With the whole label in the sentence, a larger slip is still one.
NEAR_NAMED = Decimal(3)


@dataclass(frozen=True)
class Fact:
    """A percentage of a table, with the words of its labels."""

    item: Printed
    where: str
    category: frozenset[str]
    group: frozenset[str]

    def rounds_to(self, share: Quantity) -> bool:
        """Whether the number behind this percentage may print as `share`."""
        if share.digits > self.item.share.digits:
            return False
        counts = self.item.allowed("either")
        if not counts:
            half = Decimal(5).scaleb(-share.digits - 1)
            return abs(self.item.share.value - share.value) <= half
        wanted = possible_counts(share.value, share.digits, self.item.n)
        return any(k in wanted for k in (counts[0], counts[-1])) or (
            bool(wanted) and counts[0] <= wanted[0] <= counts[-1]
        )


def list_facts(tables: Iterable[Table], of_total: bool | None) -> list[Fact]:
    """Every percentage of the tables that stands beside its n."""
    facts = []
    for table in tables:
        for measures in table.sets:
            for item in list_printed(table, measures, of_total):
                group = frozenset(_words(" ".join(item.row.group)))
                category = frozenset(_words(item.row.label))
                facts.append(Fact(item, table.where(item.row), category, group))
    return facts


def check_shares(
    passages: Sequence[Passage], facts: Sequence[Fact], audit: Audit
) -> None:
    """Each percentage of the text: found in a table, near one, or not placed."""
    if len(facts) > MOST_FACTS:
        words = f"percentages of the text, as the tables hold more than {MOST_FACTS:,}"
        audit.skip(words, audit.name)
        return
    placed = found = 0
    for passage in passages:
        for share in _shares(passage, audit):
            found += 1
            placed += bool(facts) and _place(passage, share, facts, audit)
        for match in OF.finditer(passage.text):
            _check_fraction(passage, match, audit)
    if not found:
        return
    audit.count("percentages of the text", found)
    if not facts:
        audit.skip("percentages of the text, as no table with n was given", audit.name)
        return
    audit.count("percentages of the text found in a table", placed)
    if placed < found:
        words = "percentages of the text that are in no table given"
        audit.skip(words, f"{found - placed} in {audit.name}")


def _shares(passage: Passage, audit: Audit) -> Iterator[Quantity]:
    """The percentages of a passage; those beyond 100 are told, and left out."""
    for match in SHARE.finditer(passage.text):
        share = read_quantity(match["share"])
        if share is None:
            continue
        if share.value > 100:
            message = f"{share} per cent is more than 100."
            audit.note("percentage", passage.where, message)
        else:
            yield share


def _place(
    passage: Passage, share: Quantity, facts: Sequence[Fact], audit: Audit
) -> bool:
    """Whether a table holds the percentage, or its complement; report a near miss.

    A sentence has many numbers, so any row will do for one of them; a statement is held
    against the row that it names.
    """
    words = frozenset(_words(passage.text))
    named = [fact for fact in facts if _names(fact, words, passage)]
    only = named[0] if len(named) == 1 else None
    other = Quantity(100 - share.value, share.digits)
    if passage.kind == "statement" and only:
        found = only.rounds_to(share)
    else:
        found = any(fact.rounds_to(share) or fact.rounds_to(other) for fact in facts)
    if found:
        return True
    if only and abs(only.item.share.value - share.value) <= NEAR_NAMED:
        _report(passage, share, only, audit, named=True)
        return False
    step = Decimal(1).scaleb(-share.digits)  # as far as a slip of rounding goes
    near = [
        fact
        for fact in facts
        if abs(fact.item.share.value - share.value) <= step
        and ((fact.group | fact.category) & words) - COMMON
    ]
    if near:
        nearest = min(near, key=lambda f: abs(f.item.share.value - share.value))
        _report(passage, share, nearest, audit, named=False)
    return False


def _names(fact: Fact, words: frozenset[str], passage: Passage) -> bool:
    """Whether the words hold the whole category of a row, and some of its group."""
    telling = {word for word in fact.category - COMMON if not word[0].isdigit()}
    if not fact.category or not (telling or passage.kind == "statement"):
        return False
    return fact.category <= words and bool((fact.group & words) - COMMON)


def _report(
    passage: Passage, share: Quantity, fact: Fact, audit: Audit, named: bool
) -> None:
    """An error only where the passage says what its number is about, as a row does."""
    shown = f"the table has {fact.item.share.value} ({fact.where})"
    words = f"“{shorten(passage.text)}”"
    if not named:
        message = f"{share} per cent is in no table; did you mean what {shown}: {words}"
        audit.warn(CHECK, passage.where, message)
    elif passage.kind == "statement":
        audit.error(CHECK, passage.where, f"{share} per cent, but {shown}: {words}")
    else:
        audit.warn(CHECK, passage.where, f"{share} per cent, but {shown}: {words}")


def _check_fraction(passage: Passage, match: re.Match[str], audit: Audit) -> None:
    """`43 of 112 (38.4%)`."""
    k, n = (int(match[name].replace(",", "")) for name in ("k", "n"))
    share = read_quantity(match["share"])
    if share is None or not 0 < n or k > n:
        return
    audit.count("fractions with their percentage in the text")
    item = Printed(Row(0, (), "", ()), share, n, (k,))
    if not item.allowed("either"):
        audit.error("percentage", passage.where, explain(item))


def _words(text: str) -> list[str]:
    """Words in lower case, by their beginning: `engaged` goes with `engagement`."""
    plain = text.replace("_", " ").replace("\u2013", "-").lower()
    return [_stem(word) for word in WORD.findall(plain)]


def _stem(word: str) -> str:
    singular = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return (word[:-1] if singular else word)[:STEM]
