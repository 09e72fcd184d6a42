"""For any table: every format gives the same cases; any one bad cell is found in its place."""

import datetime
import io
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyreadstat
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import parquet

from probata.dataset.check import check_rows
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Coded
from probata.dataset.load import load_cases
from probata.dataset.read_codebook import read_codebook
from probata.dataset.rows import write_csv
from probata.errors import DataError
from probata.tabular.raw import RawRows, encode_cells

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas as pd

BOOK = """
[codebook]
title = "Any table"
missing = { "" = "unknown", "-9" = "not_answered" }
[variables.case]
label = "Case"
type = "id"
required = true
[variables.answer]
label = "Answer"
type = "categorical"
categories = [{ id = "yes", codes = [1] }, { id = "no", codes = [0] }, { id = "Ümlaut, \\"q\\"" }]
[variables.score]
label = "Score"
type = "interval"
minimum = -1000
maximum = 1000
missing = { "" = "unknown" }
[variables.years]
label = "Years"
type = "interval"
whole = true
minimum = 0
maximum = 120
[variables.years.bands]
id = "years_band"
categories = [{ id = "a", to = 25 }, { id = "b", from = 26, to = 60 }, { id = "c", from = 61 }]
[variables.day]
label = "Day"
type = "date"
[variables.note]
label = "Note"
type = "text"
"""
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")),
    max_size=8,
).map(lambda text: "" if text.startswith("=") or text == "-9" else text)
ROW = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["yes", "no", 'Ümlaut, "q"', "1", "0", "", "-9"]),
        "score": st.none() | st.integers(-100_000, 100_000).map(lambda n: n / 100),
        "years": st.none() | st.integers(0, 120),
        "day": st.none()
        | st.dates(datetime.date(1901, 1, 1), datetime.date(2100, 1, 1)),
        "note": TEXT,
    }
)
TABLE = st.lists(ROW, min_size=1, max_size=6)
COLUMNS = ("case", "answer", "score", "years", "day", "note")
QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    path = tmp_path_factory.mktemp("book") / "codebook.toml"
    path.write_text(BOOK, encoding="utf-8")
    return read_codebook(path)[0]


def columns_of(table: list[dict]) -> dict[str, list]:
    columns: dict[str, list] = {
        name: [row.get(name) for row in table] for name in COLUMNS
    }
    columns["case"] = [f"c{at}" for at in range(len(table))]
    return columns


def as_raw(columns: dict[str, list]) -> RawRows:
    n = len(columns["case"])
    cells = {name: encode_cells(values) for name, values in columns.items()}
    return RawRows("x", "0" * 64, n, cells, np.arange(2, n + 2, dtype=np.int32))


def write_file(path: Path, columns: dict[str, list]) -> None:
    if path.suffix == ".csv":
        text = {
            name: ["" if cell is None else str(cell) for cell in cells]
            for name, cells in columns.items()
        }
        path.write_bytes(write_csv(text))
    elif path.suffix == ".parquet":
        parquet.write_table(pa.table(columns), path)
    elif path.suffix == ".xlsx":
        book = Workbook()
        sheet = book.active
        sheet.append(list(columns))
        for row in zip(*columns.values(), strict=True):
            sheet.append([cell if cell != "" else None for cell in row])
        stream = io.BytesIO()
        book.save(stream)
        path.write_bytes(stream.getvalue())
    else:
        frame = pd.DataFrame(columns)
        for name in ("score", "years"):
            frame[name] = frame[name].astype(float)
        write = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
        write(frame, str(path))


@pytest.mark.parametrize(
    "ending", [".csv", ".large.csv", ".xlsx", ".parquet", ".sav", ".dta"]
)
@QUICK
@given(table=TABLE)
def test_every_format_gives_the_same_cases(ending, table, book, tmp_path):
    columns = columns_of(table)
    expected = check_rows(as_raw(columns), book)
    path = tmp_path / f"cases{ending}"
    write_file(path, columns)
    with pytest.MonkeyPatch.context() as patch:
        if ".large" in ending:
            patch.setattr("probata.tabular.csv_rows.SMALL", 0)
        found = load_cases(path, book)
    assert found.n == expected.n and list(found.columns) == list(expected.columns)
    for name, column in expected.columns.items():
        other = found[name]
        np.testing.assert_array_equal(other.missing(), column.missing())
        if isinstance(column, Coded):
            np.testing.assert_array_equal(other.codes, column.codes)
        else:
            np.testing.assert_array_equal(other.values, column.values)


@QUICK
@given(table=TABLE)
def test_what_was_put_in_comes_out(table, book):
    columns = columns_of(table)
    cases = check_rows(as_raw(columns), book)
    codes = {"yes": 0, "1": 0, "no": 1, "0": 1, 'Ümlaut, "q"': 2, "": -4, "-9": -3}
    assert cases.coded("answer").codes.tolist() == [codes[a] for a in columns["answer"]]
    bands = [
        -4 if years is None else 0 if years <= 25 else 1 if years <= 60 else 2
        for years in columns["years"]
    ]
    assert cases.coded("years_band").codes.tolist() == bands
    days = cases.measured("day").values
    for day, value in zip(columns["day"], days, strict=True):
        assert (
            np.isnan(value)
            if day is None
            else (day - datetime.date(1970, 1, 1)).days == value
        )


BAD = {
    "case": st.just(""),
    "answer": st.sampled_from(["Yes", "2", "maybe", "yes no", "TRUE"]),
    "score": st.sampled_from(["x", "1,5", "1 000", "1001", "-1000.5", "-9_9"]),
    "years": st.sampled_from(["121", "-1", "3.5", "ten", "١٢"]),
    "day": st.sampled_from(["1/2/2020", "2020-13-01", "2020-1-1", "today", "20200101"]),
}


@QUICK
@given(table=TABLE, data=st.data())
def test_one_bad_cell_is_found_in_its_place(table, data, book):
    columns = columns_of(table)
    name = data.draw(st.sampled_from(sorted(BAD)))
    row = data.draw(st.integers(0, len(table) - 1))
    columns[name][row] = data.draw(BAD[name])
    with pytest.raises(DataError) as caught:
        check_rows(as_raw(columns), book)
    assert [fault.where for fault in caught.value.faults] == [
        f"column {name}, row {row + 2}"
    ]


@QUICK
@given(table=TABLE, data=st.data())
def test_a_repeated_id_is_found_and_not_printed(table, data, book):
    assume(len(table) > 1)
    columns = columns_of(table)
    first, again = sorted(
        data.draw(
            st.lists(
                st.integers(0, len(table) - 1), min_size=2, max_size=2, unique=True
            )
        )
    )
    columns["case"][first] = columns["case"][again] = "secret-id"
    with pytest.raises(DataError) as caught:
        check_rows(as_raw(columns), book)
    (fault,) = caught.value.faults
    assert fault.where == f"column case, row {again + 2}"
    assert f"row {again + 2} repeats row {first + 2}" in fault.problem
    assert "secret" not in str(caught.value)
