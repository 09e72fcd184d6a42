"""The formats that a bulletin is written in; each writer knows the document alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from probata.declarations import suggest
from probata.errors import DeclarationError
from probata.publication.document import Document
from probata.publication.language import speaking

# Path in the output folder -> content.
Files = dict[str, bytes]


def _html(document: Document) -> Files:
    from probata.publication.html import write_html

    return {"bulletin.html": write_html(document)}


def _pdf(document: Document) -> Files:
    from probata.publication.pdf.write import write_pdf

    return {"bulletin.pdf": write_pdf(document)}


def _docx(document: Document) -> Files:
    from probata.publication.docx.write import write_docx

    return {"bulletin.docx": write_docx(document)}


def _images(document: Document) -> Files:
    from probata.publication.images import write_images

    return write_images(document)


def _xlsx(document: Document) -> Files:
    from probata.publication.spreadsheet.arrange import arrange_workbook
    from probata.publication.spreadsheet.xlsx import write_xlsx

    return {"tables.xlsx": write_xlsx(arrange_workbook(document))}


def _ods(document: Document) -> Files:
    from probata.publication.spreadsheet.arrange import arrange_workbook
    from probata.publication.spreadsheet.ods.write import write_ods

    return {"tables.ods": write_ods(arrange_workbook(document))}


# In the order in which people are told of them. A library that only one format needs
# is imported by its writer.
FORMATS: dict[str, Callable[[Document], Files]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "ods": _ods,
    "images": _images,
}
# The open data: written from the results, since the document holds no unrounded number.
OPEN_DATA = "csv"
NAMES = (*FORMATS, OPEN_DATA)


def read_formats(text: str, known: Collection[str] = NAMES) -> tuple[str, ...]:
    """The formats named in `html,pdf`, or every one for `all`; FORMATS where no data go along.

    Raises DeclarationError that names each format which is not known.
    """
    if text.strip() == "all":
        return tuple(known)
    names = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        shown = ", ".join(f"`{name}`" for name in wrong) or "none"
        raise DeclarationError(
            f"--formats: {shown} is not a format. {suggest(wrong[0] if wrong else '', known)}"
        )
    return tuple(name for name in known if name in names)


def write_formats(document: Document, formats: Sequence[str]) -> Files:
    """Every file of the named formats, but for the open data, which need the results.

    The same document gives the same bytes.
    """
    files: Files = {}
    with speaking(document.language):
        for name in formats:
            files |= FORMATS[name](document)
    return files
