"""The fixed words of a bulletin, in the language of its study."""

from __future__ import annotations

import gettext
import io
import string
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from probata.errors import DeclarationError, Fault

if TYPE_CHECKING:  # only a bulletin that is not in English reads a catalogue
    from babel.messages.catalog import Catalog, Message

TEMPLATE = "probata.pot"


@dataclass(frozen=True)
class Language:
    """A language tag (`en-GB`) and the translations of the fixed words.

    English is what the words are written in, so it has no catalogue. `missing` are the
    texts that a catalogue does not translate; they stand in English.
    """

    tag: str = "en-GB"
    words: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    missing: tuple[str, ...] = ()


ENGLISH = Language()
_spoken: ContextVar[Language] = ContextVar("_spoken", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within this context, `translate` gives the words of the language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def translate(text: str, /, **values: object) -> str:
    """A fixed text in the language that is spoken, with its values put in."""
    return _spoken.get().words.gettext(text).format(**values)


def translate_found(text: str) -> str:
    """A text of the results: translated where it is a fixed one, else as it stands."""
    return _spoken.get().words.gettext(text) if text else ""


def translate_chain(text: str, parts: Iterable[str]) -> str:
    """Parts joined two by two by a text such as `{first} and {next}`; none: nothing."""
    joined = ""
    for part in parts:
        joined = translate(text, first=joined, next=part) if joined else part
    return joined


def translate_count(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a text that goes with a count; `{count}` is the number as printed."""
    text = _spoken.get().words.ngettext(one, many, count)
    return text.format(**{"count": f"{count:,}", **values})


def write_day(iso: str) -> str:
    """`23 November 2026`; what is not a date as year-month-day stays as it is written."""
    from datetime import date

    from babel.dates import format_date

    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    locale = _spoken.get().tag.replace("-", "_")
    written: str = format_date(day, "d MMMM y", locale)
    return written


def read_language(tag: str, folders: Sequence[Path]) -> Language:
    """The language of a tag; its catalogue `cy.po` is looked for in the folders.

    Raises DeclarationError where there is none, or where a translation leaves out or
    invents a value: it would fail in the middle of a page.
    """
    short = tag.split("-")[0].lower()
    if short == "en":
        return Language(tag)
    places = [folder / f"{short}.po" for folder in folders]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise DeclarationError(
            f"[study] names the language `{tag}`, and there is no {short}.po beside the "
            "study or in its theme. Translate the texts of `probata language`, and put "
            "the file there."
        )
    catalogue = _read_catalogue(path, short)
    faults = [
        Fault(f"{path.name}, line {message.lineno}", problem)
        for message in catalogue
        if message.id and (problem := _compare_values(message))
    ]
    if faults:
        raise DeclarationError(f"{path}: cannot be used.", faults)
    return Language(tag, _compile(catalogue), _find_missing(catalogue))


def template() -> bytes:
    """Every fixed text, as the template that translators start from (gettext's .pot)."""
    return (files("probata.publication") / "languages" / TEMPLATE).read_bytes()


def _read_catalogue(path: Path, short: str) -> Catalog:
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    try:
        # Without the locale, the catalogue's own rule for plurals would be lost.
        return read_po(io.BytesIO(path.read_bytes()), locale=short, abort_invalid=True)
    except UnknownLocaleError:
        raise DeclarationError(
            f"[study] names the language `{short}`, which is not known. Use its code of "
            "two letters: `cy`, `fr`."
        ) from None
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise DeclarationError(f"{path}: is not a gettext catalogue: {error}") from None


def _compile(catalogue: Catalog) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _find_missing(catalogue: Catalog) -> tuple[str, ...]:
    from babel.messages.pofile import read_po

    missing = []
    for wanted in read_po(io.BytesIO(template())):
        found = catalogue.get(wanted.id) if wanted.id else None
        if wanted.id and (found is None or not found.string or found.fuzzy):
            missing.append(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
    return tuple(missing)


def _compare_values(message: Message) -> str:
    """What is wrong with the `{values}` of a translation; empty when nothing is."""
    texts = [message.id] if isinstance(message.id, str) else list(message.id)
    translated = message.string or ""
    given = [translated] if isinstance(translated, str) else list(translated)
    try:
        wanted = set().union(*map(_values, texts))
        for text in filter(None, given):
            if _values(text) != wanted:
                names = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
                return f"the translation must hold these values: {names}."
    except ValueError as error:
        return f"the translation is not a text with values: {error}."
    return ""


def _values(text: str) -> set[str]:
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }
