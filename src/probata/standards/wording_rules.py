"""What must hold for dates and languages: an end after the start, each language declared."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from probata.declarations import Finding, Place
from probata.standards.framework import FrameworkFile
from probata.standards.wording import ENGLISH, Words


def wording_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    header = file.framework
    if header.valid_to is not None and header.valid_to < header.valid_from:
        yield (
            ("framework", "valid_to"),
            f"ends ({header.valid_to}) before it starts ({header.valid_from}).",
            "Exchange the two, or leave `valid_to` out while the framework is in force.",
        )
    if ENGLISH not in header.languages:
        yield (
            ("framework", "languages"),
            "`en` is not among the languages.",
            "Every framework has English words; others may come with them.",
        )
    declared = set(header.languages) | {ENGLISH}
    for place, words in find_words(file):
        for language in sorted(words.languages - declared):
            yield (
                place,
                f"has words in `{language}`, which is not one of the languages.",
                f'Add "{language}" to `languages` under [framework].',
            )


def find_words(part: object, place: Place = ()) -> Iterator[tuple[Place, Words]]:
    """Every text of a framework with its place in the file."""
    if isinstance(part, Words):
        yield place, part
    elif isinstance(part, BaseModel):
        for name, value in part:
            yield from find_words(value, (*place, name))
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from find_words(value, (*place, name))
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from find_words(value, (*place, index))
