"""Words in one or more languages: English always, others where they are given."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ConfigDict, RootModel, model_validator

ENGLISH = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Words(RootModel[str | dict[str, str]]):
    """The same words in each language: `"Yes"`, or `{ en = "Yes", cy = "..." }`."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _check(cls, given: Any) -> Any:
        if isinstance(given, str):
            return _not_empty(given)
        if not isinstance(given, dict) or not given:
            raise ValueError(
                'must be words in quotes, or a table of languages such as { en = "Yes" }'
            )
        for language, text in given.items():
            if not _LANGUAGE.fullmatch(language):
                raise ValueError(
                    f"`{language}` is not a language code such as en or cy"
                )
            if not isinstance(text, str):
                raise ValueError(f"the words in `{language}` must stand in quotes")
            _not_empty(text)
        if ENGLISH not in given:
            raise ValueError("English words (`en`) are missing")
        return given

    @property
    def languages(self) -> frozenset[str]:
        return frozenset([ENGLISH] if isinstance(self.root, str) else self.root)

    def text(self, language: str = ENGLISH) -> str:
        """The words in a language, or in English where they are not translated."""
        if isinstance(self.root, str):
            return self.root
        return self.root.get(language, self.root[ENGLISH])

    def __str__(self) -> str:
        return self.text()


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ValueError("the words are empty")
    return text
