"""Files of every format become the same rows; broken files say where they break."""

import datetime
import gzip
import io
import subprocess
import sys
import warnings
import zipfile

import pyarrow as pa
import pyreadstat
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from probata.dataset.rows import read_rows, write_csv
from probata.errors import DataError, ExtraMissing, InputMissing

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas as pd


def cells(raw, name):
    column = raw.columns[name]
    return [column.texts[at] for at in column.index]


def save(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refuse(path, error=DataError):
    with pytest.raises(error) as caught:
        read_rows(path)
    return str(caught.value)


def workbook(path, sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(params=["small", "large"])
def either_way(request, monkeypatch):
    """Small files are read line by line, large ones by pyarrow; nobody may notice."""
    if request.param == "large":
        monkeypatch.setattr("probata.tabular.csv_rows.SMALL", 0)


# --- CSV --------------------------------------------------------------------


@pytest.mark.usefixtures("either_way")
def test_csv_is_read_as_trimmed_text(tmp_path):
    raw = read_rows(save(tmp_path, "a.csv", "id,sex \n1, male\n02,\n"))
    assert raw.n == 2 and list(raw.columns) == ["id", "sex"]
    assert cells(raw, "id") == ["1", "02"]
    assert cells(raw, "sex") == ["male", ""]
    assert raw.numbers.tolist() == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.usefixtures("either_way")
def test_csv_of_every_line_end_with_and_without_byte_order_mark(tmp_path, end, mark):
    text = f'id,note{end}1,"a, b"{end}2,"c ""d"""{end}'
    raw = read_rows(save(tmp_path, "a.csv", mark + text.encode()))
    assert list(raw.columns) == ["id", "note"]
    assert cells(raw, "note") == ["a, b", 'c "d"']


def test_gzipped_csv_and_capital_ending(tmp_path):
    raw = read_rows(save(tmp_path, "a.CSV.GZ", gzip.compress(b"id\n1\n")))
    assert cells(raw, "id") == ["1"]


@pytest.mark.usefixtures("either_way")
def test_rows_keep_the_numbers_of_a_spreadsheet(tmp_path):
    text = 'id,note\n1,"two\nlines"\n\n2,x\n,\n3,y\n\n\n'
    raw = read_rows(save(tmp_path, "a.csv", text))
    assert cells(raw, "id") == ["1", "2", "3"]
    assert raw.numbers.tolist() == [2, 4, 6]


def test_both_ways_of_reading_agree(tmp_path, monkeypatch):
    text = "id,a,b\n" + "".join(f'{i},"x{i % 3}, y",{i / 7}\n' for i in range(500))
    path = save(tmp_path, "a.csv", text)
    small = read_rows(path)
    monkeypatch.setattr("probata.tabular.csv_rows.SMALL", 0)
    large = read_rows(path)
    for name in small.columns:
        assert cells(small, name) == cells(large, name)
    assert (small.numbers == large.numbers).all()


def test_a_blank_line_in_a_large_file_shifts_no_number(tmp_path, monkeypatch):
    monkeypatch.setattr("probata.tabular.csv_rows.SMALL", 0)
    raw = read_rows(save(tmp_path, "a.csv", "id,b\n1,x\n\n2,y\n"))
    assert raw.numbers.tolist() == [2, 4]


@pytest.mark.usefixtures("either_way")
def test_trailing_commas_of_a_spreadsheet_are_no_columns(tmp_path):
    assert list(read_rows(save(tmp_path, "a.csv", "id,,\n1,,\n")).columns) == ["id"]


@pytest.mark.usefixtures("either_way")
def test_ragged_lines_are_all_counted_and_ten_shown(tmp_path):
    good, bad = "1,2\n", "1,2,3\n"
    report = refuse(save(tmp_path, "a.csv", "a,b\n" + good + bad * 12 + good))
    assert "line 3 has 3, line 4 has 3" in report
    assert "line 12 has 3 and 2 more lines" in report
    assert "the header has 2 cells" in report


@pytest.mark.usefixtures("either_way")
def test_a_quotation_mark_that_never_closes_is_found(tmp_path):
    report = refuse(save(tmp_path, "a.csv", 'a,b\n1,"x\n2,y\n3,z\n'))
    assert "quotation mark that is never closed" in report
    assert "2,y" not in report


def test_text_that_is_not_utf8_names_line_and_byte(tmp_path):
    raw = "id,name\n1,Zoë\n2,x\n3,André\n".encode("cp1252")
    report = refuse(save(tmp_path, "a.csv", raw))
    assert "lines 2, 4: bytes that are not UTF-8" in report
    assert "byte 0xEB, the file's byte 13" in report
    assert "CSV UTF-8" in report and "Zo" not in report


BROKEN = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "header only": (b"id,sex\n", "no rows below"),
    "header and blank lines": (b"id,sex\n\n\n,\n", "no rows below"),
    "twice the same name": (
        b"id,sex,id\n1,2,3\n",
        "`id` stands over 2 columns (columns 1, 3)",
    ),
    "no name": (b"id,,sex\n1,2,3\n", "header, column 2: the column has no name"),
    "semicolons": (b"id;sex\n1;male\n", "separated by semicolons"),
    "tabs": (b"id\tsex\n1\tmale\n", "separated by tabs"),
    "NUL": (b"id,sex\n1,m\n2,\0\n", "line 3: NUL bytes"),
    "UTF-16": ("id,sex\n1,m\n".encode("utf-16"), "UTF-16"),
    "spreadsheet": (b"PK\x03\x04rest", "name it .xlsx"),
    "gzip": (gzip.compress(b"id\n1\n"), "name it .csv.gz"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.usefixtures("either_way")
def test_broken_csv_says_what_is_wrong(name, tmp_path):
    content, expected = BROKEN[name]
    assert expected in refuse(save(tmp_path, "a.csv", content))


@pytest.mark.parametrize("length", [5, 40])
def test_gzip_cut_short(tmp_path, length):
    packed = gzip.compress(("id\n" + "".join(f"{i * i}\n" for i in range(99))).encode())
    report = refuse(save(tmp_path, "a.csv.gz", packed[:length]))
    assert "damaged or cut short" in report


def test_gzip_that_is_not(tmp_path):
    assert "damaged or cut short" in refuse(save(tmp_path, "a.csv.gz", b"id\n1\n"))


# --- paths ------------------------------------------------------------------


def test_paths_that_cannot_be_read(tmp_path):
    assert "there is no such file" in refuse(tmp_path / "a.csv", InputMissing)
    (tmp_path / "b.csv").mkdir()
    assert "is a folder" in refuse(tmp_path / "b.csv", InputMissing)
    report = refuse(save(tmp_path, "a.xls", b"x"))
    assert "`.xls` is not known" in report and ".xlsx" in report


def test_the_source_is_named_and_hashed(tmp_path):
    raw = read_rows(save(tmp_path, "a.csv", "id\n1\n"))
    assert raw.name == "a.csv"
    # printf 'id\n1\n' | sha256sum
    assert raw.sha256.startswith("7cde7fb64fd82bd1")


@pytest.mark.usefixtures("either_way")
def test_written_csv_reads_back(tmp_path):
    columns = {"id": ["1", "2"], "note": ['a, "b"', "c\nd"], "empty": ["", ""]}
    raw = read_rows(save(tmp_path, "a.csv", write_csv(columns)))
    assert {name: cells(raw, name) for name in raw.columns} == columns


# --- XLSX -------------------------------------------------------------------

ROWS = [
    ["id", "n", "x", "day", "flag"],
    [1, 2.0, 2.5, datetime.date(2022, 1, 31), True],
    [None, None, None, None, None],
    ["b", None, -3, datetime.datetime.fromisoformat("2022-02-01T10:30"), False],
]


def test_xlsx_cells_of_every_type(tmp_path):
    raw = read_rows(workbook(tmp_path / "a.xlsx", {"Sheet": ROWS}))
    assert cells(raw, "id") == ["1", "b"]
    assert cells(raw, "n") == ["2", ""]
    assert cells(raw, "x") == ["2.5", "-3"]
    assert cells(raw, "day") == ["2022-01-31", "2022-02-01 10:30:00"]
    assert cells(raw, "flag") == ["TRUE", "FALSE"]
    assert raw.numbers.tolist() == [2, 4]


def test_xlsx_reads_the_only_sheet_that_holds_anything(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Empty": [], "2022": ROWS})
    assert read_rows(path).n == 2


def test_xlsx_with_several_sheets_wants_one_called_cases(tmp_path):
    notes = [["read me"]]
    report = refuse(workbook(tmp_path / "a.xlsx", {"Notes": notes, "2022": ROWS}))
    assert "2 sheets hold data (`Notes`, `2022`)" in report and "`cases`" in report
    path = workbook(tmp_path / "b.xlsx", {"Notes": notes, "Cases": ROWS})
    assert read_rows(path).n == 2


def test_xlsx_that_cannot_be_read(tmp_path):
    assert "not a readable XLSX" in refuse(save(tmp_path, "a.xlsx", b"no workbook"))
    whole = workbook(tmp_path / "b.xlsx", {"Sheet": ROWS}).read_bytes()
    assert "not a readable XLSX" in refuse(save(tmp_path, "c.xlsx", whole[:900]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        other.writestr("hello.txt", "x")
    assert "not a readable XLSX" in refuse(save(tmp_path, "d.xlsx", stream.getvalue()))
    assert "no sheet" in refuse(workbook(tmp_path / "e.xlsx", {"Sheet": []}))
    assert "no rows below" in refuse(workbook(tmp_path / "f.xlsx", {"S": ROWS[:1]}))
    twice = [["id", "id"], [1, 2]]
    assert "stands over 2" in refuse(workbook(tmp_path / "g.xlsx", {"S": twice}))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_xlsx_with_a_damaged_part(tmp_path, part):
    whole = workbook(tmp_path / "a.xlsx", {"Sheet": ROWS})
    stream = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-40] if name == part else content)
    assert "not a readable XLSX" in refuse(save(tmp_path, "b.xlsx", stream.getvalue()))


def test_xlsx_formula_without_a_saved_result_is_no_missing_value(tmp_path):
    rows = [["id", "n"], [1, 5], [2, "=1+1"]]
    report = refuse(workbook(tmp_path / "a.xlsx", {"S": rows}))
    assert "rows 3" in report and "never saved" in report


# --- Parquet ----------------------------------------------------------------


def test_parquet_columns_of_every_plain_type(tmp_path):
    table = pa.table(
        {
            "text": ["a ", None],
            "whole": pa.array([1, None], pa.int8()),
            "number": [1.0, float("nan")],
            "day": [datetime.date(2022, 1, 31), None],
            "moment": pa.array(
                [datetime.datetime.fromisoformat("2022-01-31"), None],
                pa.timestamp("ns"),
            ),
            "flag": [True, None],
            "coded": pa.array(["x", "y"]).dictionary_encode(),
            "nothing": pa.nulls(2),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    raw = read_rows(tmp_path / "a.parquet")
    found = {name: cells(raw, name) for name in raw.columns}
    assert found == {
        "text": ["a", ""],
        "whole": ["1", ""],
        "number": ["1", ""],
        "day": ["2022-01-31", ""],
        "moment": ["2022-01-31", ""],
        "flag": ["TRUE", ""],
        "coded": ["x", "y"],
        "nothing": ["", ""],
    }


def test_parquet_that_cannot_be_read(tmp_path):
    assert "not a readable Parquet" in refuse(save(tmp_path, "a.parquet", b"PAR1xx"))
    parquet.write_table(pa.table({"id": [1], "list": [[1, 2]]}), tmp_path / "b.parquet")
    report = refuse(tmp_path / "b.parquet")
    assert "column list" in report and "not a plain value" in report


# --- SPSS and Stata ---------------------------------------------------------


def test_spss_codes_labels_and_user_missing(tmp_path):
    frame = pd.DataFrame({"q": [1.0, 2.0, -9.0, None], "n": [5.0, 98.0, 99.5, 7.25]})
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "a.sav"),
        variable_value_labels={"q": {1.0: "Yes", 2.0: "No", -9.0: "Refused"}},
        missing_ranges={"q": [-9.0], "n": [{"lo": 98, "hi": 99}]},
    )
    raw = read_rows(tmp_path / "a.sav")
    assert cells(raw, "q") == ["1", "2", "-9", ""]
    assert raw.columns["q"].labels == {"1": "Yes", "2": "No", "-9": "Refused"}
    assert raw.columns["q"].user_missing == {"-9"}
    assert cells(raw, "n") == ["5", "98", "99.5", "7.25"]
    assert raw.columns["n"].user_missing == {"98"}


def test_stata_codes_dates_and_extended_missing(tmp_path):
    frame = pd.DataFrame(
        {
            "q": [1, 2, "a"],
            "day": [datetime.date(2022, 1, 31), None, datetime.date(2022, 2, 1)],
        }
    )
    pyreadstat.write_dta(
        frame,
        str(tmp_path / "a.dta"),
        variable_value_labels={"q": {1: "Yes", 2: "No", "a": "Refused"}},
        missing_user_values={"q": ["a"]},
    )
    raw = read_rows(tmp_path / "a.dta")
    assert cells(raw, "q") == ["1", "2", "a"]
    assert raw.columns["q"].labels["a"] == "Refused"
    assert raw.columns["q"].user_missing == {"a"}
    assert cells(raw, "day") == ["2022-01-31", "", "2022-02-01"]


@pytest.mark.parametrize("name", ["a.sav", "a.dta"])
def test_damaged_statistics_files(tmp_path, name):
    assert "may be damaged" in refuse(save(tmp_path, name, b"not such a file"))


def test_without_pyreadstat_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    report = refuse(save(tmp_path, "a.sav", b"x"), ExtraMissing)
    assert "probata[spss]" in report


def test_reading_spss_loads_no_pandas(tmp_path):
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0]}), str(tmp_path / "a.sav"))
    code = (
        "import sys, pathlib; from probata.dataset.rows import read_rows; "
        "read_rows(pathlib.Path(sys.argv[1])); sys.exit('pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.sav")]
    assert subprocess.run(command, check=False).returncode == 0
