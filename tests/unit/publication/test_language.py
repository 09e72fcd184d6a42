"""The fixed words of a bulletin come from a catalogue, whole or named as missing."""

import io
import runpy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from probata.errors import DeclarationError
from probata.publication.language import (
    ENGLISH,
    read_language,
    speaking,
    template,
    translate,
    translate_count,
    write_day,
)

ROOT = Path(__file__).parents[3]
HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"
"""
WELSH = """
msgid "Table {number}"
msgstr "Tabl {number}"

msgid "logistic regression model"
msgid_plural "logistic regression models"
msgstr[0] "un model"
msgstr[1] "dau fodel"
msgstr[2] "modelau"
"""


def write_catalogue(folder, text):
    (folder / "cy.po").write_text(HEADER + text, encoding="utf-8")
    return read_language("cy", [folder])


def test_the_template_holds_the_words_of_today():
    made = runpy.run_path(str(ROOT / "docs/reference/generate.py"))["fixed_words"]()
    assert made == template(), "run `make docs`"


def test_english_needs_no_catalogue(tmp_path):
    assert read_language("en-GB", [tmp_path]).missing == ()
    assert translate("Table {number}", number="B1") == "Table B1"
    one, many = "logistic regression model", "logistic regression models"
    assert translate_count(one, many, 1) == one
    assert translate_count(one, many, 0) == many


def test_a_catalogue_gives_words_plurals_and_dates(tmp_path):
    language = write_catalogue(tmp_path, WELSH)
    one, many = "logistic regression model", "logistic regression models"
    with speaking(language):
        assert translate("Table {number}", number="B1") == "Tabl B1"
        forms = [translate_count(one, many, count) for count in (1, 2, 5)]
        assert write_day("2026-11-23") == "23 Tachwedd 2026"
    assert forms == ["un model", "dau fodel", "modelau"]
    assert write_day("2026-11-23") == "23 November 2026"
    assert write_day("autumn") == "autumn"


def test_what_is_not_translated_is_counted_and_stays_english(tmp_path):
    language = write_catalogue(tmp_path, WELSH)
    texts = [message for message in read_po(io.BytesIO(template())) if message.id]
    assert len(language.missing) == len(texts) - 2
    assert "Contents" in language.missing
    with speaking(language):
        assert translate("Contents") == "Contents"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WELSH.replace("Tabl {number}", "Tabl"), "must hold these values: {number}"),
        (WELSH.replace("Tabl {number}", "Tabl {rhif}"), "values: {number}"),
        (WELSH.replace("Tabl {number}", "Tabl {number"), "not a text with values"),
    ],
)
def test_a_translation_that_would_fail_in_a_page_is_refused(tmp_path, text, said):
    with pytest.raises(DeclarationError) as error:
        write_catalogue(tmp_path, text)
    (fault,) = error.value.faults
    assert said in fault.problem
    assert fault.where == "cy.po, line 7"


def test_a_catalogue_that_is_missing_or_none_is_told(tmp_path):
    with pytest.raises(DeclarationError, match="there is no cy.po beside"):
        read_language("cy", [tmp_path])
    (tmp_path / "cy.po").write_text("not a catalogue")
    with pytest.raises(DeclarationError, match="not a gettext catalogue"):
        read_language("cy", [tmp_path])


def test_speaking_ends_with_its_context():
    with speaking(ENGLISH):
        pass
    assert translate("Contents") == "Contents"
