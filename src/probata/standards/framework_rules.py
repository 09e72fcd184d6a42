"""What must hold between the parts of a framework; every fault with its line."""

from __future__ import annotations

from probata.declarations import Declaration, Finding
from probata.errors import DeclarationError
from probata.standards.answer_rules import answer_findings
from probata.standards.framework import FrameworkFile
from probata.standards.interview_rules import interview_findings
from probata.standards.link_rules import link_findings
from probata.standards.rating_rules import rating_findings
from probata.standards.routing_rules import routing_findings
from probata.standards.wording_rules import wording_findings


def check_framework(file: FrameworkFile, declaration: Declaration) -> None:
    """Raise DeclarationError with all faults of meaning, in the order of the file."""
    found: list[Finding] = [
        *link_findings(file),
        *answer_findings(file),
        *wording_findings(file),
        *routing_findings(file),
        *rating_findings(file),
        *interview_findings(file),
    ]
    if found:
        found.sort(key=lambda finding: declaration.line(finding[0]))
        faults = [declaration.fault(*finding) for finding in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
