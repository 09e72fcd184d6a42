"""OpenDocument elements as text."""

from __future__ import annotations

from html import escape

VERSION = "1.3"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "office": f"{_OASIS}:office:1.0",
    "table": f"{_OASIS}:table:1.0",
    "text": f"{_OASIS}:text:1.0",
    "style": f"{_OASIS}:style:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "number": f"{_OASIS}:datastyle:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "config": f"{_OASIS}:config:1.0",
    "manifest": f"{_OASIS}:manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def element(name: str, attributes: dict[str, str], *inside: str) -> str:
    """`<name key="value">inside</name>`; `inside` is markup already."""
    listed = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    content = "".join(inside)
    return f"<{name}{listed}>{content}</{name}>" if content else f"<{name}{listed}/>"


def write_text(text: str) -> str:
    """Words between tags."""
    return escape(text, quote=False)


def write_part(name: str, *inside: str) -> bytes:
    """A whole file of the package with `name` as its root."""
    spaces = {f"xmlns:{prefix}": space for prefix, space in _SPACES.items()}
    prefix = name.split(":")[0]
    version = "manifest" if prefix == "manifest" else "office"
    root = element(name, {**spaces, f"{version}:version": VERSION}, *inside)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()
