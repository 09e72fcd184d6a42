"""Names inside a page that links lead to."""

from __future__ import annotations

import re


def make_anchor(kind: str, name: str) -> str:
    """`table-B1` for a table B1. Ids that differ stay apart, whatever they hold."""
    safe = re.sub(r"[^A-Za-z0-9_-]", lambda match: f".{ord(match[0]):x}", name)
    return f"{kind}-{safe}"
