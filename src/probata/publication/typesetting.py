"""Sets a page with Typst: fonts from wheels, no font or library of the system."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from probata.errors import ExtraMissing, OutputError

if TYPE_CHECKING:
    import typst

# Arimo has the widths of Arial, by which the drawings are measured.
DRAWING_FONT = "Arimo"
_FONT_PACKAGES = ("fontpkg_arimo", "fontpkg_source_sans_3", "fontpkg_source_serif_4")


def typeset(
    template: bytes,
    inputs: dict[str, str],
    *,
    form: Literal["pdf", "png"],
    ppi: float | None = None,
    standards: tuple[Literal["ua-1"], ...] = (),
) -> bytes:
    """One file from a Typst template and the texts it asks for (`sys.inputs`).

    What is set comes in as data and is never read as markup. The same input gives the
    same bytes on every machine: time, system fonts and other files play no part.
    Raises ExtraMissing when the library is not there, and OutputError for characters that
    no typeface at hand has.
    """
    fonts = _load_fonts()
    import typst

    try:
        made = typst.compile(
            template,
            format=form,
            ppi=ppi,
            sys_inputs=inputs,
            font_paths=fonts,
            ignore_system_fonts=True,
            timestamp=0,
            pdf_standards=list(standards),
        )
    except typst.TypstError as error:
        _explain(str(error.diagnostic))
        raise
    return bytes(made)


def _explain(diagnostic: str) -> None:
    """Raise OutputError where letters are missing, which the author can mend."""
    found = re.findall(r'the text `"(.*?)"` could not be displayed', diagnostic)
    if not found:
        return
    letters = " ".join(dict.fromkeys(found))
    raise OutputError(
        f"No typeface at hand has these characters, which a PDF must not lack: {letters}. "
        "Write them in other letters, or leave `pdf` out of --formats."
    ) from None


@lru_cache(maxsize=1)
def _load_fonts() -> typst.Fonts:
    try:
        import typst

        folders = [Path(str(files(name))) / "files" for name in _FONT_PACKAGES]
    except ImportError:
        raise ExtraMissing(
            "PDF and PNG need optional libraries. "
            "Install them with: pip install 'probata[publish]'"
        ) from None
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
