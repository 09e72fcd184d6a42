"""The settings part: the version of Word whose rules apply, and the language."""

from __future__ import annotations

from probata.publication.docx.markup import word, write_part

_OF_WORD = "http://schemas.microsoft.com/office/word"
_WORD_2013 = 15  # and every version since


def write_settings(language: str) -> bytes:
    """No setting makes Word ask to update fields as it opens the document."""
    return write_part(
        "settings",
        word("zoom", percent=100),
        word("defaultTabStop", val=720),
        word("characterSpacingControl", val="doNotCompress"),
        word(
            "compat",
            word(
                "compatSetting",
                name="compatibilityMode",
                uri=_OF_WORD,
                val=_WORD_2013,
            ),
        ),
        word("themeFontLang", val=language),
        _map_colours(),
        word("decimalSymbol", val="."),
        word("listSeparator", val=","),
    )


def _map_colours() -> str:
    """Which colour of the theme each name in a style means."""
    accents = {f"accent{number}": f"accent{number}" for number in range(1, 7)}
    return word(
        "clrSchemeMapping",
        bg1="light1",
        t1="dark1",
        bg2="light2",
        t2="dark2",
        **accents,
        hyperlink="hyperlink",
        followedHyperlink="followedHyperlink",
    )
