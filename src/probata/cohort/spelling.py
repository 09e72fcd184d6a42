"""One spelling for all spellings of a heading or code."""

from __future__ import annotations

import unicodedata


def spell(text: str) -> str:
    """Letter case, width, runs of spaces, underscores and hyphens make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(plain.replace("_", " ").replace("-", " ").split())
