"""Marks fixed texts that readers meet, so that translators are given them."""


def phrase(text: str) -> str:
    """A text that is kept in English here and is translated where it is printed."""
    return text
