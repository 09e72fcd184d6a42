"""Markdown and plain text to passages; tables of Markdown to grids."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from probata.publication.audit.read_rows import decode
from probata.publication.audit.source import Grid, Passage, Source, make_grid, tidy

# Expressions of a bulletin's own text: their numbers are bound, so there is none to check.
BOUND = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def read_plain(name: str, raw: bytes) -> Source:
    """Paragraphs between blank lines; a short line without a full stop is a heading."""
    passages = []
    start = 1
    for block in re.split(r"(\n[ \t]*\n\s*)", decode(name, raw).replace("\r\n", "\n")):
        text = tidy(block)
        if text:
            where = f"line {start + len(block) - len(block.lstrip(chr(10)))}"
            if len(text) < 80 and not re.search(r"[.!?:;,]$", text):
                passages.append(Passage(where, text, "heading", 1))
            else:
                passages.append(Passage(where, text))
        start += block.count("\n")
    return Source(name, passages=tuple(passages))


def read_markdown(name: str, raw: bytes) -> Source:
    """CommonMark with tables, and where each block stands."""
    text = BOUND.sub("\u2026", decode(name, raw))
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    grids: list[Grid] = []
    passages: list[Passage] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(
                i for i in range(at, len(tokens)) if tokens[i].type == "table_close"
            )
            grids.append(_grid(tokens[at:end], len(grids) + 1))
            at = end
        elif token.type == "inline":
            passages.append(_passage(token, tokens[at - 1]))
        at += 1
    return Source(name, tuple(grids), tuple(passages))


def _passage(token: Token, opened: Token) -> Passage:
    line = (token.map or [0])[0] + 1
    if opened.type == "heading_open":
        return Passage(f"line {line}", _words(token), "heading", int(opened.tag[1:]))
    return Passage(f"line {line}", _words(token))


def _words(token: Token) -> str:
    """The words of a run of text: marks of emphasis and addresses of links left out."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return tidy("".join(parts))


def _grid(tokens: list[Token], number: int) -> Grid:
    rows: list[list[str]] = []
    lines: list[int] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
            lines.append((token.map or [0])[0] + 1)
        elif token.type == "inline" and tokens[at - 1].type in ("th_open", "td_open"):
            rows[-1].append(_words(token))
    return make_grid(f"table {number}", rows, lines, headers=1)
