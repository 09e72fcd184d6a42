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

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.places import PACKAGED as PLACES
from probata.cohort.places import Places, packaged_file, read_places
from probata.cohort.read_case_list_file import DEFAULT as CASE_LIST
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_rules import DEFAULT as RULES
from probata.cohort.read_rules import read_rules
from probata.cohort.rules_file import RulesFile


@dataclass(frozen=True)
class Declarations:
    """The declarations in force, each with its file's hash in `hashes`."""

    case_list: CaseListFile
    places: Places
    rules: RulesFile
    hashes: dict[str, str]


@cache
def declarations() -> Declarations:
    """Read them. Raises DeclarationError with every fault of the first that is wrong."""
    found = {
        name: find_declaration(name, packaged)
        for name, packaged in (
            ("case_list", CASE_LIST),
            ("places", PLACES),
            ("rules", RULES),
        )
    }
    case_list = read_case_list_file(found["case_list"])
    places = read_places(found["places"])
    rules = read_rules(found["rules"], case_list, places)
    hashes = {name: hash_of(path) for name, path in found.items()}
    return Declarations(case_list, places, rules, hashes)


def find_declaration(name: str, packaged: str) -> Path:
    """The organisation's own file of this name, else the packaged one."""
    if settings.DECLARATIONS:
        own = Path(settings.DECLARATIONS, f"{name}.toml")
        if own.exists():
            return own
    return packaged_file(packaged)


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
