"""Structural checks of a finished PDF: what a screen reader would be without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from probata.errors import Fault
from probata.publication.pdf.structure import (
    Element,
    children,
    kind,
    open_pdf,
    rows_of,
    span_of,
    table_attributes,
    walk,
)

if TYPE_CHECKING:
    import pikepdf

_FILE = "the file"
_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def check_pdf(content: bytes) -> list[Fault]:
    """What in a PDF would stop a reader who uses an aid; empty when nothing was found.

    Tags, language, a title that is shown, bookmarks, the PDF/UA mark, embedded
    typefaces; headings in order; alternatives of figures; header cells with a scope,
    tables without gaps, headers that exist; links that are tagged, named and lead
    somewhere. These are conditions of the Matterhorn Protocol 1.1 that a program can
    judge; that alternatives say the right thing is for a person.
    Raises ExtraMissing without the libraries of the extra `publish`.
    """
    try:
        pdf = open_pdf(content)
    except ValueError:
        return [Fault(_FILE, "is not a PDF that can be read.", "Write it again.")]
    with pdf:
        found = [*_check_file(pdf), *_check_fonts(pdf), *_check_links(pdf)]
        root = pdf.Root.get("/StructTreeRoot")
        marks = pdf.Root.get("/MarkInfo")
        marked = marks is not None and bool(marks.get("/Marked", False))
        if root is None or not marked or not children(root):
            problem = "is not tagged: nothing says what its parts are."
            return [*found, Fault(_FILE, problem, "Write it with tags.")]
        elements = list(walk(root))
        found += _check_headings(elements)
        found += _check_figures(elements)
        found += _check_tables(elements)
    return found


def _check_file(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    root = pdf.Root
    if not str(root.get("/Lang", "")).strip():
        yield Fault(_FILE, "names no language.", "Set `language` in [study].")
    with pdf.open_metadata(update_docinfo=False) as metadata:
        title, part = metadata.get(_TITLE), metadata.get(_UA_PART)
    if not str(title or "").strip():
        yield Fault(_FILE, "has no title.", "Set `title` in [study].")
    shown = root.get("/ViewerPreferences")
    if shown is None or not bool(shown.get("/DisplayDocTitle", False)):
        problem = "shows the name of the file, not its title."
        yield Fault(_FILE, problem, "Set DisplayDocTitle.")
    with pdf.open_outline() as outline:
        if not outline.root:
            yield Fault(_FILE, "has no bookmarks.", "Make one for each heading.")
    if part is None:
        problem = "does not say that it keeps to PDF/UA."
        yield Fault(_FILE, problem, "Name it in the metadata (pdfuaid:part).")


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """A typeface that is not in the file is another one on another machine."""
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        if str(item.get("/Type")) == "/FontDescriptor" and not any(
            name in item for name in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            name = str(item.get("/FontName", "")).removeprefix("/")
            problem = f"the typeface {name} is not in the file."
            yield Fault(_FILE, problem, "Embed it.")


def _check_headings(elements: list[Element]) -> Iterator[Fault]:
    level = 0
    count = 0
    for element in elements:
        found = re.fullmatch(r"H([1-6])", kind(element))
        if found is None:
            continue
        count += 1
        now = int(found[1])
        if now > level + 1:
            problem = f"a heading of level {now} follows one of level {level}."
            yield Fault(f"heading {count}", problem, "Leave out no level of heading.")
        level = now
    if not count:
        yield Fault(_FILE, "has no headings.", "Give its parts headings.")


def _check_figures(elements: list[Element]) -> Iterator[Fault]:
    figures = [item for item in elements if kind(item) == "Figure"]
    for number, figure in enumerate(figures, 1):
        if not str(figure.get("/Alt", "")).strip():
            problem = "has no text alternative."
            yield Fault(f"figure {number}", problem, "Say in words what it shows.")


def _check_tables(elements: list[Element]) -> Iterator[Fault]:
    names = {bytes(item["/ID"]) for item in elements if "/ID" in item}
    tables = [item for item in elements if kind(item) == "Table"]
    for number, table in enumerate(tables, 1):
        yield from _check_table(f"table {number}", table, names)


def _check_table(where: str, table: Element, names: set[bytes]) -> Iterator[Fault]:
    rows = [children(row) for row in rows_of(table)]
    cells = [cell for row in rows for cell in row]
    heads = [cell for cell in cells if kind(cell) == "TH"]
    if not heads:
        yield Fault(where, "has no header cell.", "Mark its headers.")
    scopes = [_attribute(cell, "/Scope") for cell in heads]
    if None in scopes:
        problem = f"{scopes.count(None)} header cells do not say what they head."
        yield Fault(where, problem, "Give them a scope.")
    if len({sum(map(span_of, row)) for row in rows}) > 1:
        problem = "its rows are of different length."
        yield Fault(where, problem, "Fill the gaps with empty cells.")
    named = [name for cell in cells for name in _attribute(cell, "/Headers") or ()]
    lost = sum(bytes(name) not in names for name in named)
    if lost:
        problem = f"{lost} cells name a header that is not there."
        yield Fault(where, problem, "Name headers by their ID.")


def _attribute(cell: Element, name: str) -> Any:
    found = table_attributes(cell)
    return found.get(name) if found is not None else None


def _check_links(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    places = _named_places(pdf)
    for number, page in enumerate(pdf.pages, 1):
        links = [
            item
            for item in page.obj.get("/Annots", ())
            if str(item.get("/Subtype")) == "/Link"
        ]
        if any("/StructParent" not in item for item in links):
            yield Fault(f"page {number}", "a link is not tagged.", "Tag it as Link.")
        if any(not str(item.get("/Contents", "")).strip() for item in links):
            problem = "a link has no words that say where it leads."
            yield Fault(f"page {number}", problem, "Describe it (Contents).")
        for item in links:
            if not _leads_somewhere(item, places):
                problem = "a link leads nowhere."
                yield Fault(f"page {number}", problem, "Mend its target.")


def _named_places(pdf: pikepdf.Pdf) -> set[str]:
    import pikepdf

    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if names is not None else None
    found = set(pikepdf.NameTree(tree)) if tree is not None else set()
    older = pdf.Root.get("/Dests")
    return found | (set(older.keys()) if older is not None else set())


def _leads_somewhere(link: Element, places: set[str]) -> bool:
    import pikepdf

    action = link.get("/A", {})
    target = link.get("/Dest", action.get("/D"))
    if target is None:
        return "/URI" in action
    if isinstance(target, pikepdf.Array):
        return len(target) > 0 and isinstance(target[0], pikepdf.Dictionary)
    return str(target) in places
