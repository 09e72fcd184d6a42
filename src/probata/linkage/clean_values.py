"""Brings the values of a field to one spelling before they are compared.

clean_value(role, text, days_first) -> str | None

Case, accents, punctuation and spaces never decide whether two people are one. A letter
of another script stays as it is: nothing is transliterated, since every scheme of doing
so is wrong for somebody. None stands for a value that says nothing or cannot be read.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from probata.linkage.linkage_file import Role

# Latin letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_MARKS = re.compile(
    "[\u0300-\u036f]"
)  # of Latin, Greek and Cyrillic; of no other script
_QUOTES = re.compile("['`\u2018\u2019\u02bc\u00b4]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
# What people write where they know nothing.
_NOTHING = frozenset(
    "unknown|not known|nk|n k|na|n a|none|null|nil|no fixed abode|nfa|x|xx|xxx".split(
        "|"
    )
)
_SEXES = {"m": "male", "man": "male", "f": "female", "w": "female", "woman": "female"}


def clean_value(role: Role, text: str, days_first: bool = True) -> str | None:
    """One spelling of a value of this role; None where it says nothing."""
    if role == "date_of_birth":
        return _clean_date(text, days_first)
    words = _clean_words(text)
    if not words or words in _NOTHING:
        return None
    if role == "email":
        return text.strip().casefold()
    if role in ("postcode", "identifier"):
        packed = words.replace(" ", "").upper()
        return packed if packed.strip("0X") else None
    if role == "sex":
        return _SEXES.get(words, words)
    return words


def _clean_words(text: str) -> str:
    """Lower case, no accents on Latin letters, one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", _MARKS.sub("", plain)).translate(_LETTERS)
    plain = _QUOTES.sub("", plain)
    # Letters, their marks and digits of any script stay.
    kept = [char if unicodedata.category(char)[0] in "LMN" else " " for char in plain]
    return " ".join("".join(kept).split())


def _clean_date(text: str, days_first: bool) -> str | None:
    text = text.strip()
    if found := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        parts = [int(part) for part in found.groups()[:3]]
    elif found := _SLASHED.fullmatch(text):
        day, month = (found[1], found[3]) if days_first else (found[3], found[1])
        parts = [int(found[4]), int(month), int(day)]
    else:
        return None
    try:
        return datetime.date(*parts).isoformat()
    except ValueError:
        return None


def in_other_script(text: str) -> bool:
    """Whether a name has a letter that is not Latin."""
    return any(
        char.isalpha() and not unicodedata.name(char, "").startswith("LATIN")
        for char in text
    )
