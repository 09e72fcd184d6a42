"""What changed in a standard: its title, status, place, or the questions that judge it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from probata.standards.change import Change, Verdict, Versions, same_words
from probata.standards.framework import Framework, Standard
from probata.standards.rating import Ratings


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
    if _rule(versions.old, before) != _rule(versions.new, after):
        yield Change("rerated", "not_comparable", "another rule gives its rating.")
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


def _rule(framework: Framework, standard: Standard) -> dict[str, Any] | None:
    """What decides a standard's grade: the scale and its rule, without names and origin."""
    ratings = framework.ratings
    rule = ratings.rule_of(standard.id)
    if rule is None:
        return None
    parts = {"kind", "bands", "combine", "round_to", "discretion", "neutral"}
    scale = [(grade.id, grade.points) for grade in ratings.grades]
    return {"scale": scale, **rule.model_dump(include=parts)}


def overall_changes(
    before: Ratings, after: Ratings, versions: Versions
) -> Iterator[Change]:
    """What a reader of a time series of overall ratings should know."""
    parts = {"kind", "scale", "bands"}
    rules = [
        item.overall and item.overall.model_dump(include=parts)
        for item in (before, after)
    ]
    scales = [
        [(grade.id, grade.points) for grade in item.grades] for item in (before, after)
    ]
    if rules[0] != rules[1] or scales[0] != scales[1]:
        yield Change(
            "rerated", "not_comparable", "another rule gives the overall rating."
        )
    counted = [_counted(versions.old, before), _counted(versions.new, after)]
    if {versions.walk.get(name) for name in counted[0]} != counted[1]:
        yield Change(
            "recomposed", "not_comparable", "other standards count toward the whole."
        )


def _counted(framework: Framework, ratings: Ratings) -> set[str]:
    rated = {item.id for item in framework.file.standards if item.rated}
    return rated - set(ratings.overall.leave_out if ratings.overall else ())
