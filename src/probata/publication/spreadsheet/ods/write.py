"""Writes a workbook as ODS (OpenDocument 1.3)."""

from __future__ import annotations

from probata.publication.archive import pack_archive
from probata.publication.spreadsheet.ods.content import write_content
from probata.publication.spreadsheet.ods.markup import element, write_part, write_text
from probata.publication.spreadsheet.ods.styles import write_styles
from probata.publication.spreadsheet.workbook import Workbook

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def write_ods(workbook: Workbook) -> bytes:
    """The file. The same workbook gives the same bytes."""
    parts = {
        "content.xml": write_content(workbook),
        "styles.xml": write_styles(workbook.language),
        "meta.xml": _write_meta(workbook),
        "settings.xml": _write_settings(workbook),
    }
    files = {
        "mimetype": MIME_TYPE.encode(),
        **parts,
        "META-INF/manifest.xml": _write_manifest(list(parts)),
    }
    # The type comes first and uncompressed, where programs look for it.
    return pack_archive(files, stored={"mimetype"})


def _write_meta(workbook: Workbook) -> bytes:
    named = {
        "dc:title": workbook.title,
        "dc:description": workbook.description,
        "dc:creator": workbook.publisher,
        "dc:language": workbook.language,
    }
    if workbook.day is not None:
        moment = f"{workbook.day.isoformat()}T00:00:00"
        named |= {"meta:creation-date": moment, "dc:date": moment}
    listed = [
        element(name, {}, write_text(value)) for name, value in named.items() if value
    ]
    return write_part("office:document-meta", element("office:meta", {}, *listed))


def _write_settings(workbook: Workbook) -> bytes:
    """The file opens on its first sheet, at its first cell."""
    first = workbook.sheets[0].name
    cursor = "".join(
        _setting(f"CursorPosition{axis}", "int", "0") for axis in ("X", "Y")
    )
    sheets = element(
        "config:config-item-map-named",
        {"config:name": "Tables"},
        *(
            element("config:config-item-map-entry", {"config:name": sheet.name}, cursor)
            for sheet in workbook.sheets
        ),
    )
    view = element(
        "config:config-item-map-entry",
        {},
        _setting("ViewId", "string", "view1"),
        sheets,
        _setting("ActiveTable", "string", write_text(first)),
    )
    views = element("config:config-item-map-indexed", {"config:name": "Views"}, view)
    found = element(
        "config:config-item-set", {"config:name": "ooo:view-settings"}, views
    )
    return write_part("office:document-settings", element("office:settings", {}, found))


def _setting(name: str, kind: str, value: str) -> str:
    return element(
        "config:config-item", {"config:name": name, "config:type": kind}, value
    )


def _write_manifest(parts: list[str]) -> bytes:
    kinds = {"/": MIME_TYPE} | dict.fromkeys(parts, "text/xml")
    entries = [
        element(
            "manifest:file-entry",
            {"manifest:full-path": path, "manifest:media-type": kind},
        )
        for path, kind in kinds.items()
    ]
    return write_part("manifest:manifest", *entries)
