"""Widths of columns: no word is cut, no table leaves its page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.publication.charts.text_width import measure
from probata.publication.pdf.columns import PAD, ROOM, Column, fit_columns

NUMBER = Column("Per cent", ("12.3", "100.0"), False)
LABEL = Column("Group", ("Male", "Female"), True)
LONG = Column(
    "Group", ("Requirements started promptly or at an appropriate time",), True
)


def test_a_small_table_stays_in_the_column_of_the_text():
    fit = fit_columns([LABEL, NUMBER, NUMBER])
    assert (fit.place, fit.size) == ("column", 9.0)
    assert sum(fit.widths) == pytest.approx(ROOM["column"], abs=0.1)
    assert fit.widths[0] > fit.widths[1]


def test_words_that_would_wrap_take_the_page():
    assert fit_columns([LONG, LONG, NUMBER]).place == "page"


def test_type_shrinks_before_the_page_turns_and_the_page_turns_before_it_is_tiny():
    places = [fit_columns([LABEL, *[NUMBER] * count]) for count in range(1, 40)]
    order = [("column", "page", "landscape").index(fit.place) for fit in places]
    assert order == sorted(order) and order[-1] == 2
    assert min(fit.size for fit in places if fit.place == "page") >= 7.6
    assert places[-1].size < 7.0


words = st.text(st.characters(min_codepoint=32, max_codepoint=382), max_size=60)
columns = st.builds(
    Column, words, st.lists(words, max_size=5).map(tuple), st.booleans()
)


@given(st.lists(columns, min_size=1, max_size=30))
def test_every_table_fits_its_place_and_cuts_no_word(given_columns):
    fit = fit_columns(given_columns)
    assert sum(fit.widths) <= ROOM[fit.place] + 0.01 * len(fit.widths)
    for column, width in zip(given_columns, fit.widths, strict=True):
        pieces = [(word, True) for word in re.split(r"[ -]|/", column.header)]
        for text in column.texts:
            found = re.split(r"[ -]|/", text) if column.words else [text]
            pieces += [(word, False) for word in found]
        # The least that a cell keeps beside its words shrinks with its type.
        room = width - min(PAD, PAD * fit.size / 7.0) + 0.02
        assert all(measure(word, fit.size, bold=bold) <= room for word, bold in pieces)
