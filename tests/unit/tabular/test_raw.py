"""Cells become trimmed text; where something was trimmed is kept."""

import numpy as np
import pyarrow as pa

from probata.tabular.raw import encode_arrow, encode_cells


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
