"""From Markdown with bound numbers to the blocks of a section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from probata.declarations import suggest
from probata.errors import Fault
from probata.publication.bound import Pointer, Request, Sourced
from probata.publication.document import (
    Block,
    Claimed,
    Code,
    Emphasis,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Ref,
    Strong,
    Text,
    plain_words,
)
from probata.publication.places import Places
from probata.publication.template import TOKEN, Rendered, Unbound

CLAIM = "claim:"


@dataclass(frozen=True)
class Grounds:
    """What was tested and found for a claim, and the places that hold it."""

    said: str = ""
    places: Places = ()


@dataclass(frozen=True)
class Surroundings:
    """What the text of one file is put together with.

    `placed` gives the blocks of each request, `targets` the words of each
    cross-reference, `claims` what each claim rests on. `number` is the section's
    (empty for one whose headings carry no numbers), `anchor` its place in the page.
    """

    placed: Mapping[Request, tuple[Block, ...]]
    targets: Mapping[str, Ref]
    claims: Mapping[str, Grounds]
    anchor: str
    number: str = ""


@dataclass
class Prose:
    """The title and blocks of a text file, with every fault of its form."""

    title: str = ""
    blocks: tuple[Block, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def read_prose(rendered: Rendered, around: Surroundings) -> Prose:
    """Read a rendered text file. Its first heading, of level 1, is the section's title."""
    markdown = MarkdownIt("commonmark", {"typographer": True}).enable("smartquotes")
    tree = SyntaxTreeNode(markdown.parse(rendered.text))
    reader = _Reader(rendered, around)
    nodes = list(tree.children)
    title = ""
    if nodes and nodes[0].type == "heading" and nodes[0].tag == "h1":
        title = plain_words(reader.inlines(nodes.pop(0).children[0]))
    else:
        mend = "Begin the file with a line such as `# Findings`."
        reader.fault(nodes[0] if nodes else None, "has no title.", mend)
    blocks = tuple(block for node in nodes for block in reader.block(node))
    return Prose(title, blocks, reader.faults)


class _Reader:
    def __init__(self, rendered: Rendered, around: Surroundings) -> None:
        self.rendered = rendered
        self.around = around
        self.faults: list[Fault] = []
        self.headings = 0
        self.bound = 0
        self.place: SyntaxTreeNode | None = None

    def fault(self, node: SyntaxTreeNode | None, problem: str, mend: str = "") -> None:
        line = node.map[0] if node is not None and node.map else 0
        where = f"{self.rendered.name}, line {self.rendered.lines[line]}"
        self.faults.append(Fault(where, problem, mend))

    # --- blocks -------------------------------------------------------------------

    def block(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        self.place = node
        if node.type == "heading":
            return self._heading(node)
        if node.type == "paragraph":
            return self._paragraph(node)
        if node.type in ("bullet_list", "ordered_list"):
            items = tuple(self._inside(item) for item in node.children)
            return (ListBlock(node.type == "ordered_list", items),)
        if node.type == "blockquote":
            return (Quote(self._inside(node)),)
        if node.type == "html_block" and node.content.strip().startswith("<!--"):
            return ()
        names = {"html_block": "HTML", "hr": "a rule", "fence": "a block of code"}
        self.fault(
            node,
            f"{names.get(node.type, node.type)} cannot be used in a bulletin.",
            "Use paragraphs, lists, headings, quotes, and calls for tables and figures.",
        )
        return ()

    def _inside(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        return tuple(block for child in node.children for block in self.block(child))

    def _heading(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        level = int(node.tag[1])
        parts = self.inlines(node.children[0])
        if level not in (2, 3):
            mend = "Use ## within a section, and ### within that."
            self.fault(node, f"a heading of level {level} stands here.", mend)
        if level != 2:
            return (Heading(3, parts),)
        self.headings += 1
        number = f"{self.around.number}.{self.headings}" if self.around.number else ""
        anchor = f"{self.around.anchor}-{self.headings}"
        return (Heading(2, parts, number, anchor),)

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        text = node.children[0].content.strip()
        if len(text) == 1 and TOKEN.fullmatch(text):
            bound = self.rendered.bound_of(text)
            if isinstance(bound, Request):
                return self.around.placed.get(bound, ())
        parts = self.inlines(node.children[0])
        empty = all(isinstance(part, Text) and not part.text.strip() for part in parts)
        return () if empty else (Paragraph(parts),)

    # --- inside a paragraph -------------------------------------------------------

    def inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return tuple(part for child in node.children for part in self.inline(child))

    def inline(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        if node.type == "text":
            return self._text(node.content)
        if node.type in ("softbreak", "hardbreak"):
            return (Text(" "),)
        if node.type == "strong":
            return (Strong(self.inlines(node)),)
        if node.type == "em":
            return (Emphasis(self.inlines(node)),)
        if node.type == "code_inline":
            return (Code(self.rendered.plain(node.content)),)
        if node.type == "link":
            return self._link(node)
        if node.type == "html_inline" and node.content.startswith("<!--"):
            return ()
        what = "an image" if node.type == "image" else "HTML"
        mend = "A figure is declared in study.toml and called by its id."
        self.fault(self.place, f"{what} cannot be used in a bulletin.", mend)
        return ()

    def _text(self, text: str) -> tuple[Inline, ...]:
        parts: list[Inline] = []
        last = 0
        for match in TOKEN.finditer(text):
            if match.start() > last:
                parts.append(Text(text[last : match.start()]))
            parts.append(self._bound(match[0]))
            last = match.end()
        if last < len(text):
            parts.append(Text(text[last:]))
        return tuple(parts)

    def _bound(self, token: str) -> Inline:
        bound = self.rendered.bound_of(token)
        if isinstance(bound, Unbound):  # reported with the others, by its sentence
            return Text("[...]")
        if isinstance(bound, Request):
            mend = "Leave an empty line before and after it."
            problem = f"{bound.kind} `{bound.name}` does not stand alone."
            self.fault(self.place, problem, mend)
            return Text("[...]")
        if isinstance(bound, Pointer):
            return self._point(bound.target)
        if isinstance(bound, Sourced):
            sources = self._sources(bound.places)
            return replace(bound.number, sources=sources, anchor=self._anchor())
        return bound

    def _anchor(self) -> str:
        """The name of the next number or claim of this file."""
        self.bound += 1
        return f"{self.around.anchor}-bound-{self.bound}"

    def _sources(self, places: Places) -> tuple[Ref, ...]:
        """Links to those of the places that are in the bulletin."""
        found = [self.around.targets.get(place) for place in places]
        return tuple(ref for ref in found if ref is not None)

    def _point(self, target: str) -> Inline:
        if target not in self.around.targets:
            known = suggest(target, self.around.targets)
            problem = f"`{target}` is not in the bulletin."
            self.fault(self.place, problem, known)
            return Text(target)
        return self.around.targets[target]

    def _link(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        address = str(node.attrs.get("href", ""))
        parts = self.inlines(node)
        if address.startswith(CLAIM):
            name = address.removeprefix(CLAIM)
            grounds = self.around.claims.get(name, Grounds())
            sources, said = self._sources(grounds.places), grounds.said
            return (Claimed(parts, name, said, sources, self._anchor()),)
        if not address.startswith(("https://", "http://", "mailto:")):
            mend = (
                'Use https://, claim:id, or {{ ref("figure 1") }} within the bulletin.'
            )
            self.fault(self.place, f"the link to `{address}` leads nowhere.", mend)
        return (Link(parts, address),)
