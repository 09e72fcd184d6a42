"""Where a part of a framework comes from, and how sure it is."""

from __future__ import annotations

from typing import Literal

from probata.declarations import Declared

Confidence = Literal["stated", "verified", "recalled", "proposed"]


class Sourced(Declared):
    """A part with its origin; `source` is one of `[framework.sources]`."""

    source: str
    confidence: Confidence
    note: str = ""
