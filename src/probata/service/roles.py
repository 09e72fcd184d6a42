"""The roles that an account may have."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is there to do; several may be one person's."""

    PROGRAMME_MANAGER = "programme_manager"
    LEAD_INSPECTOR = "lead_inspector"
    INSPECTOR = "inspector"
    LOCAL_ASSESSOR = "local_assessor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    DATA_PROTECTION = "data_protection"
    QUALITY_LEAD = "quality_lead"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


# Who may have cases to judge.
ASSESSORS = (Role.INSPECTOR, Role.LOCAL_ASSESSOR, Role.LEAD_INSPECTOR)
