"""What can stand in the way of a score, and what is worth a look although it does not.

The names in capitals are those of the official service, except that its
UNEXPECTED_ERROR is told apart here by what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A name, what it means, and what to do; its `bit` marks it in an array of rows."""

    name: str
    meaning: str
    mend: str
    bit: int


# The order in which the official service lists missing fields; `first` is given as an
# age or a date, `offence` as a code or a kind.
FIELDS = (
    "sex",
    "date_of_birth",
    "date_of_current_conviction",
    "date_at_start_of_followup",
    "n_sanctions",
    "age_at_first_sanction",
    "offence_code",
)


def _number(rows: list[tuple[str, str, str]]) -> tuple[Problem, ...]:
    return tuple(Problem(*row, bit=1 << at) for at, row in enumerate(rows))


# Any of the first four stops the calculation; then a date before birth does; the others
# are found together.
ERRORS = _number(
    [
        (
            "MISSING_MANDATORY_INPUT",
            "a field is empty.",
            "Fill it in; no field can be left out or guessed.",
        ),
        (
            "VALUE_NOT_READABLE",
            (
                "a value is not of its kind: sex other than male or female, a date that does "
                "not exist or has a two-digit year, a number that is not whole, an age below 0."
            ),
            (
                "Write sex as M or F (the model has no other coefficient), dates as 2023-04-05 "
                "or 05/04/2023, numbers as digits."
            ),
        ),
        (
            "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE",
            "the number of sanctions is below one.",
            "Count the current sanction, too.",
        ),
        (
            "OFFENCE_CODE_INCORRECT_FORMAT",
            "the offence code has not five characters.",
            (
                "Write the code with its leading zeros, as text; a spreadsheet drops them "
                "(--pad-codes puts them back)."
            ),
        ),
        (
            "DATE_NOT_AFTER_BIRTH",
            "conviction, first sanction or start of follow-up on or before the day of birth.",
            "Check the dates; day and month may be swapped.",
        ),
        (
            "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN",
            "under ten years old at the current conviction.",
            "Check date of birth and of conviction.",
        ),
        (
            "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
            "the current conviction lies before the first sanction.",
            "Check the age at first sanction; it may be the current one, not a later one.",
        ),
        (
            "NEED_DETAILS_OF_EXACT_OFFENCE",
            "the kind of offence depends on the offence within this code.",
            "Give the kind in a column `offence` instead.",
        ),
        (
            "OFFENCE_CODE_MAPPING_NOT_FOUND",
            "the code, or kind of offence, is not one that OGRS3 has a weight for.",
            "Check the code; 15 known codes have no weight.",
        ),
        (
            "AGE_AT_START_OF_FOLLOWUP_LESS_THAN_TEN",
            "under ten years old at the start of follow-up.",
            "Check the date at which follow-up starts.",
        ),
    ]
)
REMARKS = _number(
    [
        (
            "FIRST_SANCTION_UNDER_TEN",
            (
                "the first sanction lies below the age of criminal responsibility; scored as "
                "given, as the official service does."
            ),
            "Check the age at first sanction.",
        ),
        (
            "FIRST_SANCTION_EARLIER_THAN_THE_ONLY_ONE",
            "one sanction in all, but an earlier age at the first.",
            "Count every sanction, cautions included.",
        ),
        (
            "FOLLOWUP_BEFORE_CONVICTION",
            "follow-up starts before the current conviction.",
            "Give the first day in the community after sentence.",
        ),
        (
            "MORE_THAN_500_SANCTIONS",
            "more than 500 sanctions; the model has no upper limit.",
            "Check the number; it counts occasions, not offences.",
        ),
        (
            "OVER_100_YEARS_OLD",
            "over 100 years old at the start of follow-up.",
            "Check the date of birth.",
        ),
        (
            "ID_REPEATED",
            "the same identifier stands in more than one row; each row is scored.",
            "Keep one row a person where one score is wanted.",
        ),
    ]
)
_BY_NAME = {item.name: item for item in (*ERRORS, *REMARKS)}


def bit(name: str) -> int:
    """The bit that marks a problem."""
    return _BY_NAME[name].bit


def names_in(bits: int, problems: tuple[Problem, ...]) -> list[str]:
    """The names that a row's bits stand for."""
    return [item.name for item in problems if bits & item.bit]
