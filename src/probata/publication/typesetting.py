"""Sets a page with Typst: fonts from wheels, no font or library of the system."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from probata.errors import ExtraMissing

if TYPE_CHECKING:
    import typst

# Arimo has the widths of Arial, by which the drawings are measured.
DRAWING_FONT = "Arimo"
_FONT_PACKAGES = ("fontpkg_arimo",)


def typeset(
    template: bytes,
    inputs: dict[str, str],
    *,
    form: Literal["pdf", "png"],
    ppi: float | None = None,
) -> bytes:
    """One file from a Typst template and the texts it asks for (`sys.inputs`).

    What is set comes in as data and is never read as markup. The same input gives the
    same bytes on every machine: time, system fonts and other files play no part.
    Raises ExtraMissing when the library is not there.
    """
    fonts = _load_fonts()
    import typst

    made = typst.compile(
        template,
        format=form,
        ppi=ppi,
        sys_inputs=inputs,
        font_paths=fonts,
        ignore_system_fonts=True,
        timestamp=0,
    )
    return bytes(made)


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
