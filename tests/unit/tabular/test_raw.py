"""Cells become trimmed text; where something was trimmed is kept."""

import numpy as np
import pyarrow as pa
import pytest

from probata.tabular.raw import dictionary_codes, encode_arrow, encode_cells


def test_trimmed_cells_are_marked_and_share_a_code():
    column = encode_cells(["a", "a ", " a", "b", None, 1, 1.0])
    assert column.texts == ("a", "b", "", "1")
    assert column.index.tolist() == [0, 0, 0, 1, 2, 3, 3]
    assert column.spaced is not None
    assert column.spaced.tolist() == [False, True, True, False, False, False, False]


def test_a_column_without_spaces_carries_no_marks():
    assert encode_cells(["a", "b"]).spaced is None
    assert encode_cells([]).spaced is None


def test_arrow_columns_are_marked_the_same_way():
    cells = ["x", "x\u00a0", "y", "x"]
    coded = encode_arrow(pa.chunked_array([cells]))
    assert coded.texts == encode_cells(cells).texts
    assert coded.spaced is not None
    assert coded.spaced.tolist() == encode_cells(cells).spaced.tolist()


def test_marks_follow_the_rows_that_are_kept():
    kept = encode_cells(["a ", "b", "c "]).keep(np.array([True, True, False]))
    assert kept.spaced is not None
    assert kept.spaced.tolist() == [True, False]


@pytest.mark.parametrize("index", [pa.int8(), pa.int16(), pa.int32(), pa.int64()])
@pytest.mark.parametrize(
    "cells", [["a", "b", "a"] * 9, ["a", None, "b", None, "a"] * 9]
)
@pytest.mark.parametrize("start", [0, 3, 8])
def test_dictionary_codes_are_those_of_pyarrow(index, cells, start):
    column = pa.array(cells).dictionary_encode().cast(pa.dictionary(index, pa.string()))
    part = column[start : start + 17]
    words = [*part.dictionary.to_pylist(), None]
    assert [words[code] for code in dictionary_codes(part)] == part.to_pylist()
