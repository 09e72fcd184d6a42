"""The people of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from probata.service.accounts.models import User
from probata.service.roles import Role

PASSWORD = "made up cases only"
_ACCOUNTS = (
    ("inspector", "Indira Made-Up", Role.INSPECTOR),
    ("local.assessor", "Lowri Made-Up", Role.LOCAL_ASSESSOR),
    ("lead", "Leo Made-Up", Role.LEAD_INSPECTOR),
    ("programme", "Petra Made-Up", Role.PROGRAMME_MANAGER),
    ("analyst", "Ana Made-Up", Role.ANALYST),
    ("administrator", "Adam Made-Up", Role.ADMINISTRATOR),
    ("data.protection", "Dipa Made-Up", Role.DATA_PROTECTION),
    ("quality", "Quentin Made-Up", Role.QUALITY_LEAD),
    # What needs two people needs another to try it with.
    ("second.lead", "Lena Made-Up", Role.LEAD_INSPECTOR),
    ("second.administrator", "Abena Made-Up", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class People:
    """The accounts one can sign in to, by role, and the inspectors who only fill teams."""

    by_role: dict[Role, User]
    second_lead: User
    others: dict[str, User]


def make_people(pseudonyms: list[str]) -> People:
    """One account a role with the printed password, and one for each other inspector."""
    accounts = {
        name: User.objects.create_user(f"{name}@example.org", words, [role], PASSWORD)
        for name, words, role in _ACCOUNTS
    }
    by_role: dict[Role, User] = {}
    for name, _, role in _ACCOUNTS:
        by_role.setdefault(role, accounts[name])
    others = {
        name: User(
            email=f"{name.lower().replace(' ', '.')}@example.org",
            name=f"Made-up inspector {name}",
            roles=[Role.INSPECTOR],
            password="!",
        )
        for name in pseudonyms
    }
    User.objects.bulk_create(others.values())
    return People(by_role, accounts["second.lead"], others)


def list_accounts() -> list[tuple[str, str]]:
    """(address, role in words) of each account one can sign in to."""
    return [(f"{name}@example.org", role.words) for name, _, role in _ACCOUNTS]
