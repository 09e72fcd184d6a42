"""Reads cases that were judged twice: one row a judgement, by `first` and `second`.

read_second_readings(path) -> SecondReadings   columns case, question, rater, answer
count_pairs(framework, readings) -> dict[str, Pairs]   of each key question
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.assessment.second_judgements import Pairs
from probata.declarations import absent_columns, suggest
from probata.errors import DataError, Fault
from probata.standards.framework import Framework, KeyQuestion
from probata.tabular.files import read_file
from probata.tabular.raw import RawRows

COLUMNS = ("case", "question", "rater", "answer")
RATERS = ("first", "second")
_SHOWN = 5  # faults of one kind that are told one by one

Answers = Mapping[str, str]  # rater -> answer, as the file has it


@dataclass(frozen=True)
class SecondReadings:
    """The judgements by question, then case, then rater; `empty` rows gave no answer."""

    name: str
    sha256: str
    synthetic: bool
    answers: Mapping[str, Mapping[str, Answers]]
    empty: int

    def pairs(self, question: str) -> Iterator[tuple[str, str]]:
        """The first and the second answer of each case that has both."""
        for answers in self.answers.get(question, {}).values():
            if len(answers) == len(RATERS):
                yield answers["first"], answers["second"]


def read_second_readings(path: Path) -> SecondReadings:
    """Read the file; other columns are ignored. Raises InputMissing or DataError."""
    rows = read_file(path)
    absent = absent_columns(f"{path.name}, header", rows.columns, COLUMNS)
    if absent:
        raise DataError(f"{path}: cannot be used.", absent)
    found: dict[str, dict[str, dict[str, str]]] = {}
    faults: list[Fault] = []
    empty = 0
    for number, (case, question, rater, answer) in _cells(rows):
        where = f"{path.name}, row {number}"
        if fault := _find_fault(where, case, question, rater):
            faults.append(fault)
            continue
        answers = found.setdefault(question, {}).setdefault(case, {})
        if rater in answers:
            words = (
                f"has a second answer of `{rater}` to the same question of the case."
            )
            faults.append(Fault(where, words, "Keep the judgement that counts."))
        elif answer:
            answers[rater] = answer
        else:
            empty += 1
    if faults:
        told = faults[:_SHOWN]
        if len(faults) > _SHOWN:
            told.append(Fault(path.name, f"{len(faults) - _SHOWN:,} more rows like these."))  # fmt: skip
        raise DataError(f"{path}: cannot be used.", told)
    return SecondReadings(path.name, rows.sha256, rows.synthetic, found, empty)


def _cells(rows: RawRows) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    columns = [
        [rows.columns[name].texts[at] for at in rows.columns[name].index]
        for name in COLUMNS
    ]
    for number, cells in zip(rows.numbers, zip(*columns, strict=True), strict=True):
        yield int(number), cells


def _find_fault(where: str, case: str, question: str, rater: str) -> Fault | None:
    if not case or not question:
        return Fault(where, "names no case, or no question.", "Fill it in.")
    if rater not in RATERS:
        return Fault(
            f"{where}, column rater",
            "is neither `first` nor `second`.",
            "Say who judged first, and who second.",
        )
    return None


def count_pairs(framework: Framework, readings: SecondReadings) -> dict[str, Pairs]:
    """Key question -> cases judged twice, by whether each judgement was positive.

    Questions of the framework that are no key questions are passed over. Neutral answers
    count as the rating rules say. Raises DataError where a question or answer is not known.
    """
    known = [item.id for _, _, item in framework.file.questions()]
    faults = [
        Fault(
            readings.name,
            f"`{name}` is no question of {framework.id}.",
            suggest(name, known),
        )  # fmt: skip
        for name in readings.answers
        if name not in known
    ]
    found: dict[str, Pairs] = {}
    for question in framework.file.key_questions:
        if question.id in readings.answers:
            polarity = _polarities(framework, question)
            faults += _unknown_answers(readings, question.id, polarity)
            found[question.id] = _count(readings, question.id, polarity)
    if faults:
        raise DataError(
            f"{readings.name}: does not fit the framework {framework.id}.", faults
        )
    return found


def _polarities(framework: Framework, question: KeyQuestion) -> dict[str, bool | None]:
    """Answer -> whether it is positive; None where it does not count."""
    rule = framework.ratings.rule_of(question.standard)
    counts = rule is not None and rule.neutral == "counts_against"
    return {
        item.id: None
        if item.polarity == "neutral" and not counts
        else item.polarity == "positive"
        for item in framework.answers_to(question)
    }


def _unknown_answers(
    readings: SecondReadings, question: str, known: Mapping[str, bool | None]
) -> Iterator[Fault]:
    given = {
        answer
        for answers in readings.answers[question].values()
        for answer in answers.values()
    }
    for answer in sorted(given - set(known)):
        yield Fault(
            readings.name,
            f"`{answer}` is no answer to `{question}`.",
            suggest(answer, list(known)),
        )


def _count(
    readings: SecondReadings, question: str, positive: Mapping[str, bool | None]
) -> Pairs:
    table = {(one, two): 0 for one in (True, False) for two in (True, False)}
    for first, second in readings.pairs(question):
        one, two = positive.get(first), positive.get(second)
        if one is not None and two is not None:
            table[one, two] += 1
    return Pairs(
        table[True, True], table[True, False], table[False, True], table[False, False]
    )
