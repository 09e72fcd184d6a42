"""Every error that a user can cause, each with its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input, told to the person who can mend it.

    `where` is a place a person can go to (`study.toml, line 12`; `row 7, column sex`);
    `problem` says what was expected and what was found; `mend` says what to do.
    None of them may hold a value from a row other than the offending code itself.
    `cells` is how many cells of a data file it is about, where that is known.
    """

    where: str
    problem: str
    mend: str = ""
    cells: int | None = field(default=None, compare=False, kw_only=True)

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}"
        return f"{text}\n    {self.mend}" if self.mend else text


class UserError(Exception):
    """Something the user can mend; shown without a traceback."""

    exit_code = 2

    def __init__(self, summary: str, faults: Iterable[Fault] = ()) -> None:
        self.summary = summary
        self.faults = tuple(faults)
        super().__init__(summary)

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  {fault}" for fault in self.faults)])


class InputMissing(UserError):
    """A file or folder that was named is not there or cannot be read."""

    exit_code = 3


class DeclarationError(UserError):
    """A framework, codebook or study file is wrong."""

    exit_code = 4


class DataError(UserError):
    """A data file does not match its codebook."""

    exit_code = 5


class AnalysisError(UserError):
    """The study asks for something that these data cannot answer."""

    exit_code = 6


class ClaimError(UserError):
    """The text says something that the results do not support."""

    exit_code = 7


class OutputError(UserError):
    """An output could not be written; nothing half-written was left."""

    exit_code = 8


class ExtraMissing(UserError):
    """An optional library is needed for this file or command."""

    exit_code = 9


class AccessibilityError(UserError):
    """A finished file has barriers for readers who use an aid."""

    exit_code = 12


class AuditError(UserError):
    """A published table or a draft says something that cannot be."""

    exit_code = 13


class VerificationError(UserError):
    """A folder is not what its study and data give, or a release not what was released."""

    exit_code = 14


class AnswerError(UserError):
    """An answer, or a fact of a case, that the form it is meant for does not take."""

    exit_code = 15


class EngineError(UserError):
    """The engine that was asked for cannot do what the study asks for, or cannot start."""

    exit_code = 17
