"""Any case file as Parquet parts, and back: the same cases, or a clear error."""

import errno
import json

import numpy as np
import pyarrow as pa
import pytest
from builders import RANDOM_PREDICTORS, make_study, random_columns
from pyarrow import parquet

from probata.dataset import check_parts
from probata.dataset import partition as module
from probata.dataset.check_parts import check_data
from probata.dataset.columns import join_cases
from probata.dataset.load import load_cases
from probata.dataset.load_parts import load_part
from probata.dataset.partition import partition
from probata.dataset.parts import count_rows, list_parts
from probata.dataset.rows import read_rows, write_csv
from probata.errors import DataError, InputMissing, OutputError


@pytest.fixture
def study(tmp_path):
    return make_study(tmp_path, RANDOM_PREDICTORS)


@pytest.fixture
def cases(tmp_path):
    columns = {k: [str(v) for v in c] for k, c in random_columns(1, 500).items()}
    columns["sex"][3] = "not_asked"
    path = tmp_path / "cases.csv"
    path.write_bytes(write_csv(columns))
    return path


def load_parted(path, codebook):
    pieces = [c for part in list_parts(path).parts for c in load_part(part, codebook)]
    return join_cases(pieces)


def assert_equal(one, other):
    assert one.n == other.n and one.columns.keys() == other.columns.keys()
    for name in one.columns:
        assert np.array_equal(one[name].missing(), other[name].missing()), name
    assert np.array_equal(one.coded("group").codes, other.coded("group").codes)
    ages = one.measured("age").values, other.measured("age").values
    assert np.array_equal(*ages, equal_nan=True)


@pytest.mark.parametrize("strict", [10**9, 0])
def test_a_csv_file_in_parts_has_the_same_cases(
    tmp_path, study, cases, monkeypatch, strict
):
    monkeypatch.setattr(module, "STRICT_BYTES", strict)
    rows, files = partition(cases, tmp_path / "parts", 120)
    assert (rows, files) == (500, 5)
    whole = load_cases(cases, study.codebook)
    assert_equal(whole, load_parted(tmp_path / "parts", study.codebook))
    assert_equal(whole, load_cases(tmp_path / "parts", study.codebook))
    assert count_rows(tmp_path / "parts") == 500


def test_parts_can_be_cut_anew(tmp_path, study, cases):
    partition(cases, tmp_path / "parts", 120)
    assert partition(tmp_path / "parts", tmp_path / "again", 300) == (500, 2)
    whole = load_cases(cases, study.codebook)
    assert_equal(whole, load_parted(tmp_path / "again", study.codebook))


def test_labels_of_a_statistics_package_are_kept(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "cases.sav"
    frame = pandas.DataFrame({"sex": [1.0, 2.0, 9.0]})
    labels = {"sex": {1: "male", 2: "female", 9: "refused"}}
    pyreadstat.write_sav(
        frame, path, variable_value_labels=labels, missing_ranges={"sex": [9]}
    )
    partition(path, tmp_path / "parts")
    one, other = (read_rows(item).columns["sex"] for item in (path, tmp_path / "parts"))
    assert (
        dict(other.labels)
        == dict(one.labels)
        == {
            "1": "male",
            "2": "female",
            "9": "refused",
        }
    )
    assert other.user_missing == one.user_missing == frozenset({"9"})


def test_dictionaries_that_differ_from_file_to_file_are_read_by_their_words(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for at, words in enumerate((["a", "b"], ["b", "a", None])):
        column = pa.array(words).dictionary_encode()
        parquet.write_table(pa.table({"group": column}), folder / f"{at}.parquet")
    column = read_rows(folder).columns["group"]
    assert [column.texts[at] for at in column.index] == ["a", "b", "b", "a", ""]


def damage(path):
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def test_every_damaged_file_is_named(tmp_path, cases):
    partition(cases, tmp_path / "parts", 120)
    for number in (1, 3):
        damage(tmp_path / f"parts/part-0000{number}.parquet")
    with pytest.raises(DataError) as error:
        list_parts(tmp_path / "parts")
    named = [fault.where for fault in error.value.faults]
    assert [name[-18:] for name in named] == [
        "part-00001.parquet",
        "part-00003.parquet",
    ]


def test_damage_inside_a_file_is_found_when_it_is_read(tmp_path, study, cases):
    partition(cases, tmp_path / "parts", 500)
    path = tmp_path / "parts/part-00000.parquet"
    raw = bytearray(path.read_bytes())
    raw[8:200] = bytes(192)
    path.write_bytes(raw)
    with pytest.raises(DataError, match=r"part-00000\.parquet: is not a readable"):
        load_parted(tmp_path / "parts", study.codebook)


def test_a_file_with_other_columns_is_named_with_them(tmp_path, cases):
    partition(cases, tmp_path / "parts", 250)
    path = tmp_path / "parts/part-00001.parquet"
    table = parquet.read_table(path).rename_columns(
        ["outcome", "age", "group", "gender"]
    )
    parquet.write_table(table, path)
    with pytest.raises(DataError, match="lacks `sex` and has also `gender`"):
        list_parts(tmp_path / "parts")


def test_a_new_category_in_the_last_file_is_told_with_its_rows(tmp_path, study, cases):
    partition(cases, tmp_path / "parts", 250)
    path = tmp_path / "parts/part-00001.parquet"
    table = parquet.read_table(path)
    words = [None if at == 7 else v for at, v in enumerate(table["group"].to_pylist())]
    words[9] = "d"
    at = table.column_names.index("group")
    parquet.write_table(table.set_column(at, "group", pa.array(words)), path)
    with pytest.raises(DataError, match="part-00001") as error:
        load_parted(tmp_path / "parts", study.codebook)
    (fault,) = error.value.faults
    assert fault.where == "column group, row 11"
    assert "`d` is not one of its categories" in fault.problem


def test_a_large_data_set_is_checked_in_parts_with_first_places_and_counts(
    tmp_path, study, cases, monkeypatch
):
    partition(cases, tmp_path / "parts", 100)
    monkeypatch.setattr(check_parts, "WHOLE_ROWS", 100)
    assert check_data(tmp_path / "parts", study.codebook).rows == 500
    for number in (1, 3):
        path = tmp_path / f"parts/part-0000{number}.parquet"
        table = parquet.read_table(path)
        words = ["d", "d", *table["group"].to_pylist()[2:]]
        at = table.column_names.index("group")
        parquet.write_table(table.set_column(at, "group", pa.array(words)), path)
    with pytest.raises(DataError) as error:
        check_data(tmp_path / "parts", study.codebook)
    (fault,) = error.value.faults
    first = "part-00001.parquet, column group, rows 2, 3"
    assert fault.where == f"{first}; 4 cells in 2 files in all"
    assert fault.cells == 4 and "`d` is not one of its categories" in fault.problem


def test_a_full_disk_leaves_what_was_there(tmp_path, cases, monkeypatch):
    partition(cases, tmp_path / "parts", 120)
    before = sorted(item.name for item in (tmp_path / "parts").iterdir())

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parquet.ParquetWriter, "write_table", full)
    with pytest.raises(OutputError, match="No space left on device"):
        partition(cases, tmp_path / "parts", 50)
    assert sorted(item.name for item in (tmp_path / "parts").iterdir()) == before
    assert not list(tmp_path.glob(".parts-*"))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda path: path.mkdir(), InputMissing),
        (lambda path: None, InputMissing),
        (lambda path: path.write_bytes(b""), DataError),
    ],
)
def test_nothing_to_cut_is_a_clear_error(tmp_path, make, error):
    path = tmp_path / "cases.parquet"
    make(path)
    with pytest.raises(error):
        partition(path, tmp_path / "parts")


def test_csv_that_breaks_off_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "STRICT_BYTES", 0)
    path = tmp_path / "cases.csv"
    path.write_text("a,b\n1,2\n3\n", encoding="utf-8")
    with pytest.raises(DataError, match="well-formed CSV"):
        partition(path, tmp_path / "parts")


def test_the_commands_say_what_they_wrote(tmp_path, cases, capsys):
    from probata.cli.main import main

    with pytest.raises(SystemExit):
        main(["dataset", "partition", str(tmp_path / "no.csv"), "--out", "x"])
    main(["dataset", "partition", str(cases), "--out", str(tmp_path / "p"), "--json"])
    assert json.loads(capsys.readouterr().out)["rows"] == 500
