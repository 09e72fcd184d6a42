"""Ratings as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from probata.analysis.rounding import number_text, percent_text
from probata.standards.ratings.results import (
    KeyQuestionRating,
    OverallRating,
    StandardRating,
    UnitRating,
)

Grades = Mapping[str, str]  # id -> label, from the lowest


def unit_lines(
    unit: UnitRating, titles: Mapping[str, str], grades: Grades
) -> Iterator[str]:
    """One unit or region. `titles`: the standard of each key question."""
    of = f" of {unit.cohort}" if unit.cohort is not None else ""
    region = f", {unit.region}" if unit.region and unit.level == "unit" else ""
    level = "region " if unit.level == "region" else ""
    yield f"{level}{unit.unit}{region}: {unit.judged}{of} cases judged"
    waiting = []
    for standard in unit.standards:
        inside = [q for q in unit.key_questions if titles[q.id] == standard.id and q.n]
        if standard.status == "open" and not inside:
            waiting.append(standard.title)
            continue
        yield f"  {standard.title}: {_standard(standard, grades)}"
        for question in inside:
            yield f"    {_question(question, grades)}"
    rated = {standard.id for standard in unit.standards}
    for question in unit.key_questions:
        if question.n and titles[question.id] not in rated:
            yield f"  not rated: {_question(question, grades)}"
    if waiting:
        yield f"  not rated yet: {', '.join(waiting)}"
    if unit.overall is not None:
        yield f"  overall: {_overall(unit.overall, grades)}"


def _standard(item: StandardRating, grades: Grades) -> str:
    if item.status == "not_assessed":
        return f"not assessed ({item.reason})"
    if item.status == "open":
        return "open, a key question has no answer yet"
    assert item.grade is not None
    parts = [grades[item.grade]]
    if item.computed not in (None, item.grade):
        parts[0] += f" by judgement, {grades[item.computed or '']} by the rule"
    if item.reason:
        parts.append(item.reason)
    if item.allowed:
        allowed = " or ".join(grades[name] for name in item.allowed)
        parts.append(f"a panel may give {allowed}")
    return "; ".join([*parts, *_uncertain(item.chances, item.reachable, grades)])


def _question(item: KeyQuestionRating, grades: Grades) -> str:
    assert item.ci_low is not None and item.ci_high is not None
    text = (
        f"{item.title}: {item.positive} of {item.n}, "
        f"{percent_text(item.positive, item.n)}% "
        f"({number_text(item.ci_low, 1)} to {number_text(item.ci_high, 1)})"
    )
    return f"{text}, {grades[item.grade]}" if item.grade else text


def _overall(item: OverallRating, grades: Grades) -> str:
    parts = [grades[item.grade] if item.grade else "no grade"]
    if item.points is not None:
        parts.append(f"{item.points} of {item.maximum} points")
    if item.grade and item.computed not in (None, item.grade):
        parts.append(f"{grades[item.computed or '']} by the rule")
    if item.open:
        n = len(item.open)
        parts.append(f"{n} standard{' is' if n == 1 else 's are'} not rated yet")
    if item.reason:
        parts.append(item.reason)
    return "; ".join([*parts, *_uncertain(item.chances, item.reachable, grades)])


def _uncertain(
    chances: Mapping[str, float] | None,
    reachable: tuple[str, str] | None,
    grades: Grades,
) -> Iterator[str]:
    """Chances of half a per cent and more, and the range; or that all is certain."""
    if reachable is not None and reachable[0] == reachable[1]:
        yield "certain"
        return
    if chances:
        told = [
            f"{_chance(chance)} {grades[name]}"
            for name, chance in chances.items()
            if chance >= 0.005
        ]
        yield f"chances {', '.join(told)}"
    if reachable is not None:
        yield f"reachable {grades[reachable[0]]} to {grades[reachable[1]]}"


def _chance(chance: float) -> str:
    return "over 99%" if 0.995 <= chance < 1 else f"{number_text(100 * chance, 0)}%"
