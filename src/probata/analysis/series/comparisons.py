"""Reads what `probata standards compare --json` says of two framework versions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from probata.analysis.series.series_results import VERDICTS, QuestionNote, Verdict
from probata.declarations import suggest
from probata.errors import DeclarationError, InputMissing


class PartNote(BaseModel):
    """One part of a framework in two versions."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    old: tuple[str, ...]
    new: str | None
    verdict: Verdict
    reasons: tuple[str, ...]


class ComparisonFile(BaseModel):
    """The part of the comparison that a series needs."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    old: str
    new: str
    parts: tuple[PartNote, ...]


def read_comparison(path: Path, old: str, new: str) -> ComparisonFile:
    """Read a comparison of these two versions. Raises InputMissing or DeclarationError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputMissing(
            f"{path}: cannot be read ({error.strerror}). Write it with `probata standards "
            f"compare OLD NEW --json > {path.name}`."
        ) from None
    try:
        found = ComparisonFile.model_validate(json.loads(raw))
    except (ValueError, ValidationError):
        raise DeclarationError(
            f"{path}: is not what `probata standards compare --json` writes."
        ) from None
    if (found.old, found.new) != (old, new):
        raise DeclarationError(
            f"{path}: compares {found.old} with {found.new}, and the releases were judged "
            f"by {old} and {new}."
        )
    return found


def find_notes(
    found: ComparisonFile,
    questions: Mapping[str, str],
    path: Path,
    releases: tuple[str, str],
) -> list[QuestionNote]:
    """A note for each question (id -> label). Raises DeclarationError for one that is in neither version."""
    parts = {part.new or part.old[0]: part for part in found.parts}
    unknown = [name for name in questions if name not in parts]
    if unknown:
        mends = " ".join(suggest(name, parts) for name in unknown[:1])
        named = ", ".join(f"`{name}`" for name in unknown)
        raise DeclarationError(
            f"{path}: neither version has {named}, which a measure rests on. {mends}"
        )
    return [
        QuestionNote(
            earlier=releases[0],
            later=releases[1],
            question=name,
            label=label,
            verdict=parts[name].verdict,
            reasons=parts[name].reasons,
        )
        for name, label in questions.items()
    ]


def worst_verdict(notes: Sequence[QuestionNote]) -> Verdict:
    """The verdict that stands most in the way."""
    return max(
        (note.verdict for note in notes), key=VERDICTS.index, default="comparable"
    )
