"""Evaluates the expressions of a Markdown file and remembers where each line came from."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from probata.declarations import suggest
from probata.errors import Fault
from probata.publication.bound import Bound, Sourced, UnboundError
from probata.publication.document import Text

# A token is one character: nothing in Markdown treats it as more than a letter.
_FIRST = 0xF0000
_LAST = 0xFFFFD
TOKEN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
# Stands before the end of each line and holds its number in the file.
_MARK = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile(f"[\ue000-\uf8ff{chr(_FIRST)}-{chr(_LAST)}]")

LITERALS_ALLOWED = re.compile(r"<!--\s*literal numbers allowed:\s*\S.*?-->\s*")


@dataclass(frozen=True)
class Unbound:
    """A call that gave nothing, and why."""

    error: UnboundError


@dataclass(frozen=True)
class Rendered:
    """A text file with a token for each call. `lines` gives each line's number in the file."""

    name: str
    text: str
    lines: tuple[int, ...]
    bound: tuple[Bound | Unbound, ...]
    literals_allowed: bool

    def line_at(self, position: int) -> int:
        return self.lines[self.text.count("\n", 0, position)]

    def where(self, position: int) -> str:
        return f"{self.name}, line {self.line_at(position)}"

    def bound_of(self, token: str) -> Bound | Unbound:
        return self.bound[ord(token) - _FIRST]

    def plain(self, text: str) -> str:
        """Words for a message: tokens as what they show, links as their words."""
        shown = TOKEN.sub(lambda match: _shown(self.bound_of(match[0])), text)
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", shown)
        return " ".join(re.sub(r"[*`#]|^\s*[-+]\s", "", shown).split())

    def sentence_at(self, position: int) -> str:
        """The sentence that holds a position, in plain words."""
        return self.plain(self.text[slice(*sentence_span(self.text, position))])


def _shown(bound: Bound | Unbound) -> str:
    if isinstance(bound, Sourced):
        return bound.number.text
    return bound.text if isinstance(bound, Text) else "[...]"


SENTENCE_END = re.compile(r"[.!?][)\"”]?\s+(?=[A-Z\[{*_“(]|[\U000F0000-\U000FFFFD])")
_BLOCK_END = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s|#)")


def sentence_span(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence around a position of Markdown text."""
    start, end = 0, len(text)
    for pattern in (_BLOCK_END, SENTENCE_END):
        for match in pattern.finditer(text, start, end):
            if match.end() <= position:
                start = match.end()
            else:
                end = match.start() + (0 if pattern is _BLOCK_END else 1)
                break
    return start, end


def render_text(
    source: str,
    name: str,
    functions: Mapping[str, Callable[..., Bound]],
    facts: Mapping[str, object],
) -> tuple[Rendered | None, list[Fault]]:
    """Evaluate the expressions of a text; also every fault of its form.

    `facts` are plain values for conditions, such as whether the data are synthetic.
    A call that the results cannot answer leaves an `Unbound` in its place.
    """
    allowed = LITERALS_ALLOWED.match(source)
    if allowed:  # keep the number of lines
        source = "\n" * allowed[0].count("\n") + source[allowed.end() :]
    bound: list[Bound | Unbound] = []
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        problem = f"the expression cannot be read: {error.message}."
        return None, [Fault(f"{name}, line {error.lineno}", problem)]
    faults = _unknown_names(tree, name, [*functions, *facts])
    if faults:
        return None, faults
    _mark_lines(tree)
    calls = {key: _tokenise(key, call, bound) for key, call in functions.items()}
    try:
        marked = environment.from_string(tree).render({**facts, **calls})
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
    ) as error:
        problem = f"an expression cannot be carried out: {error}."
        mend = (
            "Numbers of the results are ready-made words; text cannot reckon with them."
        )
        return None, [Fault(name, problem, mend)]
    text, lines = _take_marks(marked)
    return Rendered(name, text, lines, tuple(bound), bool(allowed)), []


def read_text(path: Path, name: str) -> tuple[str | None, list[Fault]]:
    """A text file as it stands, with plain line ends; or why it cannot be used."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        mend = "Put the file there, or mend [text] in study.toml."
        return None, [Fault(name, f"cannot be read ({error.strerror}).", mend)]
    except UnicodeDecodeError:
        return None, [
            Fault(name, "is not UTF-8 text.", "Save it again with UTF-8 encoding.")
        ]
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if found := _PRIVATE.search(source):
        line = source.count("\n", 0, found.start()) + 1
        problem = "holds a private-use character, which has no agreed meaning."
        return None, [Fault(f"{name}, line {line}", problem, "Take it out.")]
    return source, []


def _unknown_names(tree: nodes.Template, name: str, known: list[str]) -> list[Fault]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    faults = []
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in {*known, *stored, "range", "loop"}:
            where = f"{name}, line {node.lineno}"
            problem = f"`{node.name}` is not a name that text can use."
            faults.append(Fault(where, problem, suggest(node.name, sorted(known))))
    return faults


def _mark_lines(tree: nodes.Template) -> None:
    """Put each line's number before its end, so that it outlives conditions and loops."""
    for node in tree.find_all(nodes.TemplateData):
        parts = node.data.split("\n")
        numbered = [
            f"{part}\ue000{node.lineno + at}\ue001"
            for at, part in enumerate(parts[:-1])
        ]
        node.data = "\n".join([*numbered, parts[-1]])


def _take_marks(marked: str) -> tuple[str, tuple[int, ...]]:
    texts: list[str] = []
    lines: list[int] = []
    last = 1
    for line in marked.split("\n"):
        numbers = _MARK.findall(line)
        last = int(numbers[-1]) if numbers else last + bool(lines)
        lines.append(last)
        texts.append(_MARK.sub("", line))
    return "\n".join(texts), tuple(lines)


def _tokenise(
    name: str, call: Callable[..., Bound], bound: list[Bound | Unbound]
) -> Callable[..., str]:
    """The call as a template sees it: it gives a token and keeps what that stands for."""
    signature = inspect.signature(call)

    def give_token(*arguments: object, **named: object) -> str:
        found: Bound | Unbound
        try:
            signature.bind(*arguments, **named)
            found = call(*arguments, **named)
        except UnboundError as error:
            found = Unbound(error)
        except TypeError:
            takes = ", ".join(signature.parameters)
            found = Unbound(
                UnboundError(f"`{name}` was called wrongly.", f"It takes: {takes}.")
            )
        bound.append(found)
        return chr(_FIRST + len(bound) - 1)

    return give_token
