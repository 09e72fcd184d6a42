"""In which place two versions of a file part, told in a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any

_SHOWN = 3
_LONGEST = 60


def describe_difference(name: str, here: bytes, rebuilt: bytes) -> str:
    """Where a file and its rebuilt version part: by path in JSON, by line in text."""
    if name.endswith(".json"):
        try:
            return _by_path(json.loads(here), json.loads(rebuilt))
        except ValueError:
            return "is not JSON any more"
    try:
        return _by_line(here.decode("utf-8"), rebuilt.decode("utf-8"))
    except UnicodeDecodeError:
        return f"{len(here):,} bytes here, {len(rebuilt):,} rebuilt"


def _by_path(here: Any, rebuilt: Any) -> str:
    parts = _walk(here, rebuilt, "")
    shown = list(islice(parts, _SHOWN))
    more = sum(1 for _ in parts)
    if not shown:
        return "the same values, written otherwise"
    return "; ".join(shown) + (f"; and {more:,} more" if more else "")


def _walk(here: Any, rebuilt: Any, path: str) -> Iterator[str]:
    """Each value that differs, with its path: `models[0].steps[1].auc`."""
    if isinstance(here, dict) and isinstance(rebuilt, dict):
        for key in dict.fromkeys([*here, *rebuilt]):
            inner = f"{path}.{key}" if path else str(key)
            if key not in here or key not in rebuilt:
                yield f"{inner} is only {'here' if key in here else 'in the rebuilt'}"
            else:
                yield from _walk(here[key], rebuilt[key], inner)
    elif isinstance(here, list) and isinstance(rebuilt, list):
        if len(here) != len(rebuilt):
            yield f"{path} has {len(here):,} items here, {len(rebuilt):,} rebuilt"
        for at, (one, other) in enumerate(zip(here, rebuilt, strict=False)):
            yield from _walk(one, other, f"{path}[{at}]")
    elif (type(here), here) != (type(rebuilt), rebuilt):
        yield f"{path or 'the whole'} is {_short(here)} here, {_short(rebuilt)} rebuilt"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _by_line(here: str, rebuilt: str) -> str:
    pairs = zip_longest(here.splitlines(), rebuilt.splitlines())
    lines = [at for at, (one, other) in enumerate(pairs, 1) if one != other]
    if not lines:
        return "the ends of lines differ"
    if len(lines) == 1:
        return f"line {lines[0]:,} differs"
    return f"{len(lines):,} lines differ, from line {lines[0]:,} on"
