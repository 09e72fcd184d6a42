"""What must hold for rating rules: grades in order, bands that rise, standards that exist."""

from __future__ import annotations

from collections.abc import Iterator

from probata.declarations import Finding, Place, suggest
from probata.standards.framework import FrameworkFile
from probata.standards.rating import (
    NOT_ASSESSED,
    OVERALL,
    GradeBand,
    OverallRule,
    Ratings,
    StandardRule,
)


def rating_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    ratings = file.ratings
    if ratings is None:
        return
    yield from _grades(ratings)
    for index, rule in enumerate(ratings.rules):
        place: Place = ("ratings", "rules", index)
        yield from _names(file, rule, place)
        yield from _parts(rule, place)
        yield from _bands(ratings, rule.bands, place, highest=100)
        yield from _source(file, rule.source, place)
    yield from _coverage(file, ratings)
    if ratings.overall is not None:
        yield from _overall(file, ratings, ratings.overall)


def _source(file: FrameworkFile, source: str, place: Place) -> Iterator[Finding]:
    sources = file.framework.sources
    if source not in sources:
        yield (
            (*place, "source"),
            f"`{source}` is not a declared source.",
            suggest(source, sorted(sources)),
        )


def _grades(ratings: Ratings) -> Iterator[Finding]:
    ids = [grade.id for grade in ratings.grades]
    if len(ids) < 2:
        yield ("ratings", "grades"), "a scale needs two grades or more.", "Add them."
    for index, grade in enumerate(ratings.grades):
        place: Place = ("ratings", "grades", index)
        if grade.id in ids[:index]:
            yield (
                place,
                f"the grade `{grade.id}` stands twice.",
                "Change one of the two.",
            )
        if grade.id == NOT_ASSESSED:
            yield (
                place,
                f"`{NOT_ASSESSED}` cannot be a grade.",
                "It says that a standard could not be judged.",
            )
        if index and grade.points <= ratings.grades[index - 1].points:
            yield (
                place,
                f"`{grade.id}` has no more points than the grade before it.",
                "List grades from the lowest; points rise with them.",
            )


def _names(file: FrameworkFile, rule: StandardRule, place: Place) -> Iterator[Finding]:
    standards = {item.id for item in file.standards}
    for name in rule.standards:
        if name not in standards:
            yield (
                (*place, "standards"),
                f"`{name}` is not a declared standard.",
                suggest(name, sorted(standards)),
            )
    questions = {item.id: item for item in file.key_questions}
    for name in rule.key_questions:
        if name not in questions:
            yield (
                (*place, "key_questions"),
                f"`{name}` is not a declared key question.",
                suggest(name, sorted(questions)),
            )
        elif questions[name].standard not in rule.standards:
            yield (
                (*place, "key_questions"),
                f"`{name}` is of `{questions[name].standard}`, which this does not rate.",
                "Add the standard, or take the key question out.",
            )


def _parts(rule: StandardRule, place: Place) -> Iterator[Finding]:
    if rule.kind == "bands" and not rule.bands:
        yield place, f"`{rule.id}` has no bands.", "Say from where each grade is given."
    given = [
        key
        for key in (
            "bands",
            "key_questions",
            "round_to",
            "discretion",
            "combine",
            "neutral",
        )
        if key in rule.model_fields_set
    ]
    if rule.kind == "judgement" and given:
        yield (
            (*place, given[0]),
            f"`{given[0]}` is for percentages; `{rule.id}` is a judgement.",
            'Take it out, or use kind = "bands".',
        )


def _bands(
    ratings: Ratings, bands: tuple[GradeBand, ...], place: Place, highest: float
) -> Iterator[Finding]:
    """Every grade once, from the lowest, each beginning where it can be reached."""
    if not bands:
        return
    order = [grade.id for grade in ratings.grades]
    if [band.grade for band in bands] != order:
        yield (
            (*place, "bands"),
            f"the bands are not those of the grades {', '.join(order)}, in this order.",
            "Each grade has one band, from the lowest to the highest.",
        )
    if bands[0].cut is not None:
        yield (
            (*place, "bands", 0),
            "the lowest band has a limit, so what lies below it has no grade.",
            "Leave `from` and `above` out of the first band.",
        )
    before: GradeBand | None = None
    for index, band in enumerate(bands[1:], 1):
        yield from _limit(band, before, (*place, "bands", index), highest)
        before = band


def _limit(
    band: GradeBand, before: GradeBand | None, place: Place, highest: float
) -> Iterator[Finding]:
    if (band.from_ is None) == (band.above is None):
        yield (
            place,
            f"the band of `{band.grade}` needs either `from` or `above`.",
            "`from` includes its value, `above` does not.",
        )
        return
    cut = band.cut
    assert cut is not None
    if not 0 <= cut <= highest or (cut == highest and band.from_ is None):
        yield (
            place,
            f"the band of `{band.grade}` begins at {cut:g}, where nothing can lie.",
            f"Values go from 0 to {highest:g}.",
        )
    if before is not None and before.cut is not None and cut <= before.cut:
        yield (
            place,
            f"this begins at {cut:g}, `{before.grade}` at {before.cut:g}: they overlap.",
            "Limits rise from band to band.",
        )


def _coverage(file: FrameworkFile, ratings: Ratings) -> Iterator[Finding]:
    """Each rated standard has one rule, and what the rule needs."""
    for index, standard in enumerate(file.standards):
        place: Place = ("standards", index)
        if standard.id == OVERALL:
            yield (
                (*place, "id"),
                f"`{OVERALL}` cannot be a standard where there are ratings.",
                "It is the name of the whole's rating in entered grades.",
            )
        rules = [item for item in ratings.rules if standard.id in item.standards]
        if standard.rated and not rules:
            yield (
                (*place, "rated"),
                f"`{standard.id}` is rated, but no rule says how.",
                "Name it in one of `ratings.rules`, or set rated = false.",
            )
        if not standard.rated and rules:
            yield (
                (*place, "rated"),
                f"`{standard.id}` is not rated, yet the rule `{rules[0].id}` names it.",
                "Take it out of the rule, or set rated = true.",
            )
        if len(rules) > 1:
            names = " and ".join(f"`{item.id}`" for item in rules)
            yield place, f"`{standard.id}` is rated by {names}.", "Keep one rule."
        for rule in rules:
            if rule.kind == "bands" and not rating_questions(file, rule, standard.id):
                yield (
                    place,
                    f"`{standard.id}` has no key question that `{rule.id}` could count.",
                    'Add one, or rate it by a rule of kind = "judgement".',
                )


def rating_questions(
    file: FrameworkFile, rule: StandardRule, standard: str
) -> tuple[str, ...]:
    """The key questions of a standard that a rule counts: those named, else all of a case."""
    return tuple(
        item.id
        for item in file.key_questions
        if item.standard == standard
        and item.asked_of == "case"
        and (not rule.key_questions or item.id in rule.key_questions)
    )


def _overall(
    file: FrameworkFile, ratings: Ratings, rule: OverallRule
) -> Iterator[Finding]:
    place: Place = ("ratings", "overall")
    yield from _source(file, rule.source, place)
    rated = [item.id for item in file.standards if item.rated]
    for name in rule.leave_out:
        if name not in rated:
            yield (
                (*place, "leave_out"),
                f"`{name}` is not a rated standard.",
                suggest(name, rated),
            )
    if rule.kind == "points" and not rule.bands:
        yield place, "there are no bands.", "Say from where each grade is given."
    if rule.kind == "lowest" and rule.bands:
        yield (*place, "bands"), "the lowest grade needs no bands.", "Take them out."
    counted = len(set(rated) - set(rule.leave_out))
    highest = {
        "mean": ratings.highest,
        "percent": 100,
        "sum": ratings.highest * counted,
    }
    yield from _bands(ratings, rule.bands, place, highest[rule.scale])
