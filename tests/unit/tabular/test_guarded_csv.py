"""CSV for spreadsheet programs and for machines: guarded, whole, and the same at every size."""

import csv
import io

import numpy as np
import pytest

from probata.guarded_csv import guard, unguard, write_rows
from probata.tabular import csv_rows, csv_writer
from probata.tabular.csv_rows import read_csv
from probata.tabular.csv_writer import write_csv
from probata.tabular.raw import RawColumn, encode_cells

ODD = (
    "=1+1", "+44 20 7946", "-", "-x", "@sum", "'=1", "''=1", "'quoted'", "O'Neill",
    "a,b", 'say "so"', "two\nlines", "", "-1.5", "+3", "1e-5", "-1e5", "Zoë", "='x",
)  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@sum", "'=1", "\tx", "-1-1"])
def test_what_a_spreadsheet_would_run_is_marked_as_text(text):
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(
    "text", ["", "-1.5", "+3", "-1e5", "O'Neill", "a=b", "'quoted'"]
)
def test_other_text_and_numbers_stand_as_they_are(text):
    assert guard(text) == text == unguard(text)


def test_no_cell_of_a_written_file_starts_a_formula():
    written = write_rows(["=head"], [[text] for text in ODD])
    cells = [row[0] for row in csv.reader(io.StringIO(written.decode()))]
    assert len(cells) == len(ODD) + 1
    running = [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert running == ["-1.5", "+3", "-1e5"]


@pytest.mark.parametrize("small", [0, 10**9])
def test_what_is_written_is_read_as_it_was(monkeypatch, small):
    monkeypatch.setattr(csv_rows, "SMALL", small)
    columns = {"=id": ODD, "n": [str(at) for at in range(len(ODD))]}
    read, numbers = read_csv("x.csv", write_csv(columns))
    assert list(read) == ["=id", "n"]
    texts = [read["=id"].texts[at] for at in read["=id"].index]
    assert texts == list(ODD)
    assert numbers.tolist() == list(range(2, len(ODD) + 2))


def test_large_and_small_tables_are_written_alike(monkeypatch):
    coded = encode_cells(ODD * 3)
    n = len(coded.index)
    columns = {
        "coded": coded,
        "number": np.arange(n, dtype=np.int32) - 5,
        "one": RawColumn(("-same, always",), np.zeros(n, dtype=np.int32)),
        "text": list(ODD * 3),
    }
    small = write_csv(columns)
    monkeypatch.setattr(csv_writer, "MANY", 0)
    monkeypatch.setattr(csv_writer, "CHUNK", 7)
    assert write_csv(columns) == small
    columns["one"] = ["x"]
    with pytest.raises(ValueError, match="different lengths"):
        write_csv(columns)


def test_a_large_file_with_a_blank_line_keeps_its_row_numbers(monkeypatch):
    monkeypatch.setattr(csv_rows, "SMALL", 0)
    read, numbers = read_csv("x.csv", b"a,b\r\n1,2\r\n\r\n3,4\r\n\r\n")
    assert numbers.tolist() == [2, 4]
    assert [read["a"].texts[at] for at in read["a"].index] == ["1", "3"]
    read, numbers = read_csv("x.csv", b"a\n1\n\n3\n")
    assert numbers.tolist() == [2, 4]
