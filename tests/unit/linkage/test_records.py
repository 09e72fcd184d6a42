import pytest
from linkages import HEAD, declare, people, write_rows

from probata.errors import DataError
from probata.linkage.records import read_records

CANARY = "Canarysson"


def test_records_stand_in_the_order_of_their_ids(tmp_path):
    rows = people(20)
    write_rows(tmp_path, "left", rows)
    write_rows(tmp_path, "right", rows[::-1])
    records = read_records(declare(tmp_path))
    assert records.files[0].ids.tolist() == records.files[1].ids.tolist()
    assert records.n == 40
    assert records.file_of(25)[0].name == "right"
    assert records.file_of(25)[1] == 5


def test_what_is_wrong_in_both_files_is_told_at_once_and_names_nobody(tmp_path):
    rows = people(5)
    twice = [(CANARY, *rows[0][1:]), (CANARY, *rows[1][1:]), ("", *rows[2][1:])]
    write_rows(tmp_path, "left", twice)
    write_rows(tmp_path, "right", [row[1:] for row in rows], HEAD[1:])
    with pytest.raises(DataError) as raised:
        read_records(declare(tmp_path))
    told = str(raised.value)
    assert "left.csv, rows 2, 3: 2 records share their `id`" in told
    assert "left.csv, row 4: `id` is empty" in told
    assert "right.csv: there is no column `id`" in told
    assert CANARY not in told


def test_a_group_of_many_kinds_is_refused(tmp_path):
    write_rows(tmp_path, "left", [(*row, row[0]) for row in people(60)], (*HEAD, "g"))
    write_rows(tmp_path, "right", [(*row, "") for row in people(5)], (*HEAD, "g"))
    with pytest.raises(DataError, match="60 different values"):
        read_records(declare(tmp_path, more='groups = ["g"]'))


def test_odd_values_are_counted(tmp_path):
    rows = [
        ("1", "Иван", "Иванов", "1990-01-02", "", "", "p1"),
        ("2", "", "", "31/02/1990", "", "unknown", "p2"),
        ("3", "Ann", "Lee", "1991-01-02", "ZZ1 1AA", "7", "p3"),
        ("4", "Bob", "Lee", "1992-01-02", "ZZ1 1AA", "7", "p4"),
    ]
    write_rows(tmp_path, "left", rows)
    write_rows(tmp_path, "right", people(3))
    records = read_records(declare(tmp_path, more="person_once = true"))
    noted = {
        (item.file, item.what): item.records
        for item in records.noted
        if item.file == "left"
    }
    assert noted == {
        ("left", "forename: empty"): 1,
        ("left", "surname: empty"): 1,
        ("left", "postcode: empty"): 2,
        ("left", "identifier: empty"): 1,
        (
            "left",
            "forename: with letters that are not Latin, compared as they stand",
        ): 1,
        ("left", "surname: with letters that are not Latin, compared as they stand"): 1,
        ("left", "date_of_birth: not usable, so taken as empty"): 1,
        ("left", "identifier: not usable, so taken as empty"): 1,
        ("left", "fewer than two fields filled: cannot be linked"): 1,
        (
            "left",
            "identifier: stands in an earlier record, too, of a file that holds nobody twice",
        ): 1,
    }


def test_a_record_without_a_true_person_is_a_person_of_its_own(tmp_path):
    write_rows(tmp_path, "left", [(*row[:6], "") for row in people(3)])
    write_rows(tmp_path, "right", [(*row[:6], "") for row in people(3)])
    assert len(set(read_records(declare(tmp_path)).truth().tolist())) == 6
