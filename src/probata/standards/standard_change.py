"""What changed in a standard: its title, status, place, or the questions that judge it."""

from __future__ import annotations

from collections.abc import Iterator

from probata.standards.change import Change, Verdict, Versions, same_words
from probata.standards.framework import Standard


def standard_changes(
    before: Standard, after: Standard, versions: Versions
) -> Iterator[Change]:
    """Every change that a reader of a time series of its rating should know."""
    if versions.walk.get(before.domain) != after.domain:
        yield Change("moved", "comparable", "it stands in another domain.")
    if not same_words(_words(before), _words(after)):
        yield Change("reworded", "with_care", "its words changed.")
    for flag in ("rated", "assessed", "published"):
        was, now = getattr(before, flag), getattr(after, flag)
        if was != now:
            verb = "is now" if now else "is no longer"
            verdict: Verdict = "with_care" if flag == "published" else "not_comparable"
            yield Change("status", verdict, f"it {verb} {flag}.")
    asked = [
        versions.walk.get(item.id) for item in versions.old.key_questions_of(before.id)
    ]
    ask = [item.id for item in versions.new.key_questions_of(after.id)]
    if set(asked) != set(ask):
        yield Change(
            "recomposed",
            "not_comparable",
            "other key questions judge it, so its rating means something else.",
        )


def _words(standard: Standard) -> str:
    text = standard.text.text() if standard.text else ""
    return f"{standard.title.text()} {text}"
