"""Structural checks of a finished page, with nothing but the standard library."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from probata.errors import Fault

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "source", "wbr"}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
OUTSIDE = ("http://", "https://", "//")


@dataclass
class _Element:
    """An element that is still open, and the words met inside it so far."""

    tag: str
    attributes: dict[str, str]
    line: int
    words: list[str] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Collects faults while a page goes by; each names the line of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[Fault] = []
        self.open: list[_Element] = []
        self.ids: Counter[str] = Counter()
        self.links: list[tuple[str, int]] = []
        self.level = 0
        self.seen: Counter[str] = Counter()

    def fault(self, line: int, problem: str, mend: str) -> None:
        self.faults.append(Fault(f"line {line}", problem, mend))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        attributes = {name: value or "" for name, value in attrs}
        self.seen[tag] += 1
        for element in self.open:
            element.holds.add(tag)
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        self._check_start(tag, attributes, line)
        if tag not in VOID:
            self.open.append(_Element(tag, attributes, line))

    def _check_start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        if tag == "html" and not attributes.get("lang"):
            self.fault(
                line, "the page names no language.", "Set `language` in [study]."
            )
        if tag in HEADINGS:
            level = HEADINGS[tag]
            if level > self.level + 1:
                problem = (
                    f"a heading of level {level} follows one of level {self.level}."
                )
                self.fault(line, problem, "Leave out no level of heading.")
            self.level = level
        if tag == "img" and "alt" not in attributes:
            self.fault(line, "an image has no text alternative.", "Give it one.")
        if tag == "th" and "scope" not in attributes:
            self.fault(
                line, "a table heading does not say what it heads.", "Add scope."
            )
        if tag == "script":
            self.fault(line, "the page needs a script.", "It must work without.")
        loads = attributes.get("src", "") if tag != "a" else ""
        loads = attributes.get("href", "") if tag == "link" else loads
        if loads.startswith(OUTSIDE):
            self.fault(line, "the page loads a file from outside.", "Put it inside.")
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.links.append((attributes["href"][1:], line))

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        at = next(
            (i for i in range(len(self.open)) if self.open[-1 - i].tag == tag), -1
        )
        if at < 0:
            return
        closed = self.open[len(self.open) - 1 - at :]
        del self.open[len(self.open) - 1 - at :]
        self._check_end(closed[0])

    def _check_end(self, item: _Element) -> None:
        text = "".join(item.words).strip() or item.attributes.get("aria-label", "")
        if item.tag in {"a", "button", "summary", *HEADINGS} and not text:
            problem = f"an element `{item.tag}` has no words."
            self.fault(item.line, problem, "Give it a name that can be read out.")
        if item.tag == "title" and "svg" not in {part.tag for part in self.open}:
            self.seen["page title"] += bool(text)
        if item.tag == "table":
            for part, name in (("caption", "caption"), ("th", "heading cell")):
                if part not in item.holds:
                    self.fault(item.line, f"a table has no {name}.", "Give it one.")
        hidden = item.attributes.get("aria-hidden") == "true"
        if item.tag == "svg" and not hidden and not {"title", "desc"} <= item.holds:
            problem = "a drawing has no title or no text alternative."
            self.fault(item.line, problem, "Give it both.")


def check_html(content: bytes) -> list[Fault]:
    """What in a page would stop a reader who uses an aid; empty when nothing was found.

    Language, title, one main part and one heading of level 1, no skipped heading
    level, names of links and buttons, captions and scopes of tables, alternatives of
    drawings, unique ids, links that lead somewhere, nothing loaded from outside, no
    script. WCAG 2.2: 1.1.1, 1.3.1, 2.4.2, 2.4.4, 2.4.6, 3.1.1, 4.1.2.
    """
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    faults = list(reader.faults)
    for tag, name in (("h1", "heading of level 1"), ("main", "main part")):
        if reader.seen[tag] != 1:
            problem = f"the page has {reader.seen[tag]} of what must be one: {name}."
            faults.append(Fault("the page", problem, "Keep one."))
    if not reader.seen["page title"]:
        faults.append(Fault("the page", "has no title.", "Set `title` in [study]."))
    for name, count in reader.ids.items():
        if count > 1:
            problem = f"the id `{name}` stands {count} times."
            faults.append(Fault("the page", problem, "Ids must differ."))
    for target, line in reader.links:
        if target not in reader.ids:
            problem = f"a link leads to `{target}`, which is not there."
            faults.append(Fault(f"line {line}", problem, "Mend the link."))
    return faults
