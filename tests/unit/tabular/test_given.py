"""Days of many cells at once are those of each cell by itself."""

import numpy as np
import pytest

from probata.errors import DataError
from probata.tabular import given
from probata.tabular.files import read_file
from probata.tabular.given import month_first_faults, read_days
from probata.tabular.raw import encode_cells

PLAIN = [
    "1972-07-25",
    "05/04/2023",
    "",
    "5 April 2023",
    "05/04/23",
    "45021",
    "x",
    "1900-01-01",
]


@pytest.mark.parametrize(
    "texts", [PLAIN, [*PLAIN, "2023-02-30"], [*PLAIN, "31/04/2023", "0001-01-01"]]
)
def test_a_column_reads_the_same_at_every_size(monkeypatch, texts):
    column = encode_cells(texts * 2)
    few = read_days(column)
    monkeypatch.setattr(given, "MANY", 0)
    many = read_days(column)
    assert np.array_equal(few.values, many.values)
    assert np.array_equal(few.state, many.state)
    assert set(few.state.tolist()) == {0, 1, 2}


def test_a_month_that_stands_first_is_found_in_a_long_column(monkeypatch, tmp_path):
    (tmp_path / "x.csv").write_text(
        "id,day\n1,05/04/2023\n2,12/25/2023\n3,13/01/2023\n"
    )
    rows = read_file(tmp_path / "x.csv")
    one = month_first_faults(rows, ["day"])
    monkeypatch.setattr(given, "MANY", 0)
    assert month_first_faults(rows, ["day"]) == one
    assert "row 3" in str(DataError("x", one))
