"""A small document that holds one of everything, and a reader of what Word would see."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import docx
import pytest
from documents import make_document
from openxml_audit import FileFormat, OpenXmlValidator

from probata.publication.archive import unpack_archive
from probata.publication.document import Document
from probata.publication.docx.write import write_docx

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Opened:
    """A written document: its bytes, its files, its main text, and python-docx's view."""

    content: bytes
    files: dict[str, bytes]
    body: ElementTree.Element
    view: "docx.document.Document"

    def paragraphs(self, style: str = "") -> list[str]:
        """The words of the paragraphs (of a style), in order, wherever they stand."""
        return [
            words(item)
            for item in self.body.iter(f"{WORD}p")
            if not style or style_of(item) == style
        ]


def words(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{WORD}t"))


def style_of(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if style is None else style.attrib[f"{WORD}val"]


@pytest.fixture(scope="session")
def document() -> Document:
    return make_document()


@pytest.fixture(scope="session")
def open_docx() -> Callable[[Document], Opened]:
    """`open_docx(document)`: the document written and read again."""

    def write_and_open(document: Document) -> Opened:
        content = write_docx(document)
        files = unpack_archive(content)
        body = ElementTree.fromstring(files["word/document.xml"])[0]
        return Opened(content, files, body, docx.Document(io.BytesIO(content)))

    return write_and_open


@pytest.fixture(scope="session")
def opened(document, open_docx) -> Opened:
    return open_docx(document)


@pytest.fixture
def find_faults(tmp_path) -> Callable[[bytes], list[str]]:
    """What the published schemas say of a file, as Microsoft's validator would."""

    def validate(content: bytes) -> list[str]:
        path = tmp_path / "bulletin.docx"
        path.write_bytes(content)
        found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
        return [str(error) for error in found.errors]

    return validate
