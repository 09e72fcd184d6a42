"""What case lists, places, cohorts and allocations are declared to be.

The packaged declarations, or those in the folder that PROBATA_DECLARATIONS names; read once
a process.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from probata.cohort.case_facts_file import CaseFactsFile, read_case_facts
from probata.cohort.case_list_file import CaseListFile
from probata.cohort.places import PACKAGED as PLACES
from probata.cohort.places import Places, packaged_file, read_places
from probata.cohort.read_case_list_file import DEFAULT as CASE_LIST
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_rules import DEFAULT as RULES
from probata.cohort.read_rules import read_rules
from probata.cohort.rules_file import RulesFile
from probata.cohort.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class Declarations:
    """The declarations in force, each with its file's hash in `hashes`.

    `names` are what rules may ask about.
    """

    case_list: CaseListFile
    places: Places
    rules: RulesFile
    names: Vocabulary
    hashes: dict[str, str]


@cache
def declarations() -> Declarations:
    """Read them. Raises DeclarationError with every fault of the first that is wrong."""
    found = {
        name: _find(name) or packaged_file(packaged)
        for name, packaged in (
            ("case_list", CASE_LIST),
            ("places", PLACES),
            ("rules", RULES),
        )
    }
    case_list = read_case_list_file(found["case_list"])
    places = read_places(found["places"])
    rules = read_rules(found["rules"], case_list, places)
    hashes = {name: _hash_of(path) for name, path in found.items()}
    names = vocabulary(case_list, rules, places)
    return Declarations(case_list, places, rules, names, hashes)


@dataclass(frozen=True)
class DeclaredFacts:
    """The declaration of case facts for a framework, and its file's hash."""

    file: CaseFactsFile
    sha256: str


@cache
def case_facts_for(framework: str) -> DeclaredFacts | None:
    """How a framework's facts follow from case lists; None where nobody declared it.

    `case_facts_FRAMEWORK.toml` of the organisation's folder, else the packaged one. Raises
    DeclarationError.
    """
    name = f"case_facts_{framework}"
    path = _find(name) or packaged_file(name)
    if not path.exists():
        return None
    return DeclaredFacts(read_case_facts(path, declarations().names), _hash_of(path))


def _find(name: str) -> Path | None:
    """The organisation's own file of this name."""
    if not settings.DECLARATIONS:
        return None
    own = Path(settings.DECLARATIONS, f"{name}.toml")
    return own if own.exists() else None


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def allocation_path() -> Path:
    """The declaration of what a case needs of its reader."""
    return _find("allocation") or packaged_file("allocation_2021")
