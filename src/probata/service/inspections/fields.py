"""Reads the fields of a form; what is wrong with each is told with its id."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from probata.assessment.answers import can_be_stored
from probata.errors import Fault
from probata.service.inspections.refused import refuse

LONGEST_REASON = 500


def read_text(
    post: Mapping[str, str], name: str, label: str, longest: int = 200
) -> str:
    """One line of text that must be there. Raises Refused."""
    text = " ".join(post.get(name, "").split())
    if not text:
        raise refuse(name, f"Enter {label}.")
    if len(text) > longest:
        problem = f"{label[0].upper()}{label[1:]} has {len(text):,} characters."
        raise refuse(name, problem, f"{longest} are the most.")
    if not can_be_stored(text):
        raise refuse(name, f"{label[0].upper()}{label[1:]} cannot be stored as text.")
    return text


def read_reason(post: Mapping[str, str], name: str = "reason") -> str:
    """Why somebody does a thing; it is kept with it. Raises Refused."""
    return read_text(post, name, "the reason", LONGEST_REASON)


def read_day(post: Mapping[str, str], name: str, label: str) -> datetime.date:
    """A date of three fields: NAME-day, NAME-month, NAME-year. Raises Refused."""
    parts = [
        post.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")
    ]
    if not all(
        part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts
    ):
        raise refuse(f"{name}-day", f"Enter {label} as day, month and year.")
    try:
        found = datetime.date(*(int(part) for part in parts))
    except ValueError:
        raise refuse(f"{name}-day", f"There is no such day: {label}.") from None
    if not 2000 <= found.year <= 2100:
        raise refuse(f"{name}-day", f"Enter {label} with a year from 2000 to 2100.")
    return found


def read_numbers(post: Mapping[str, str], name: str, label: str) -> list[int]:
    """Whole numbers with commas or spaces between them; none is an empty list."""
    parts = post.get(name, "").replace(",", " ").split()
    if not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts):
        raise refuse(name, f"{label} must be whole numbers, such as 31, 28.")
    return [int(part) for part in parts]


def read_id(post: Mapping[str, str], name: str) -> uuid.UUID | None:
    """An opaque id; None for anything else."""
    try:
        return uuid.UUID(post.get(name, ""))
    except ValueError:
        return None


def read_row(post: Mapping[str, str], name: str) -> int | None:
    """The number of a row of a table; None for anything else."""
    text = post.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def fault_of(error: Fault, field: str) -> Fault:
    """A fault found further down, told at a field of the page."""
    return Fault(field, error.problem, error.mend)
