"""What a reader can take from published files: their words, and the rows of their tables."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

from pypdf import PdfReader
from workbooks import _PageReader, read_ods, read_xlsx

Rows = list[list[str]]


def words_of(name: str, content: bytes) -> str:
    """Every word of a file, attributes and drawings among them, on one line."""
    if name.endswith(".pdf"):
        pages = PdfReader(io.BytesIO(content)).pages
        text = " ".join(page.extract_text() for page in pages)
    elif name.endswith((".docx", ".xlsx", ".ods")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(item) for item in archive.namelist()]
        text = " ".join(part.decode("utf-8", "ignore") for part in parts)
        text = re.sub(r"<style:[^>]*>", " ", text)
        text = re.sub(r"<[^>]*>", lambda tag: " " + tag[0].strip("<>") + " ", text)
    else:
        text = content.decode("utf-8", "ignore")
        text = re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def rows_of(name: str, content: bytes) -> Rows:
    """The rows of all tables of a file, as texts."""
    if name.endswith(".html"):
        reader = _PageReader()
        reader.feed(content.decode())
        return [row for table in reader.tables for row in table.rows]
    if name.endswith(".docx"):
        return _docx_rows(content)
    if name.endswith((".xlsx", ".ods")):
        read = read_xlsx if name.endswith(".xlsx") else read_ods
        sheets = read(content).values()
        return [[shown for _, shown in row] for rows in sheets for row in rows]
    if name.endswith(".csv"):
        return list(csv.reader(io.StringIO(content.decode())))
    if name.endswith(".json"):
        return list(_json_rows(json.loads(content)))
    return []


def _docx_rows(content: bytes) -> Rows:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{space}tc")]
        for row in tree.iter(f"{space}tr")
    ]


def _json_rows(node):
    """Each object that holds numbers, as the texts of its values."""
    if isinstance(node, list):
        for item in node:
            yield from _json_rows(item)
    elif isinstance(node, dict):
        yield [str(item) for item in node.values() if not isinstance(item, dict | list)]
        for item in node.values():
            yield from _json_rows(item)
