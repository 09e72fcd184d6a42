"""What must hold for an interview: it is a conversation about a case and judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from probata.declarations import Finding
from probata.standards.framework import FrameworkFile


def interview_findings(file: FrameworkFile) -> Iterator[Finding]:
    """Each fault: its place, the problem, what to do."""
    asked = {item.under for item in file.supplementary}
    judged = {item.standard for item in file.key_questions}
    for index, standard in enumerate(file.standards):
        if not standard.interview:
            continue
        if standard.rated or standard.id in judged:
            yield (
                ("standards", index, "interview"),
                "an interview is not rated and has no key question.",
                "Put its questions under [[supplementary]], and `rated = false`.",
            )
        if standard.id not in asked:
            yield (
                ("standards", index, "interview"),
                "no question is asked in this interview.",
                f'Add one with `under = "{standard.id}"`.',
            )
