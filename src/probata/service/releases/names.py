"""The pseudonyms of a release: the same case has the same name in each release.

open_names() -> Names
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from probata.errors import Fault, UserError
from probata.pseudonyms import case_names, inspector_names, name_secret, open_secret


@dataclass(frozen=True)
class Names:
    """Gives pseudonyms under the secret of the service; `secret_name` says which it is."""

    secret: bytes

    @property
    def secret_name(self) -> str:
        return name_secret(self.secret)

    def of_cases(self, cases: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """By the opaque id of the case, which it keeps for ever."""
        found = list(cases)
        names = case_names(self.secret, ((str(case), "service") for case in found))
        return dict(zip(found, names, strict=True))

    def of_inspectors(self, people: Iterable[str]) -> Mapping[str, str]:
        found = sorted(set(people))
        return dict(zip(found, inspector_names(self.secret, found), strict=True))


def open_names() -> Names:
    """The secret from the folder that the settings name; made, once, where there is none.

    Raises UserError where no folder is named, or others can read the secret.
    """
    if not settings.KEYS_FOLDER:
        raise UserError(
            "No release can be made.",
            [
                Fault(
                    "PROBATA_KEYS",
                    "names no folder for the secret of the pseudonyms.",
                    "Set it to a folder that only the service can read, and keep a copy "
                    "of what is in it.",
                )
            ],
        )
    return Names(open_secret(Path(settings.KEYS_FOLDER)))
