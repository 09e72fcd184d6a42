"""`probata audit`: report, exit code, and a clear word for a wrong command."""

import json

import pytest

GOOD = "Group,n,%\nYes,866,53.3\nNo,672,12.8\nAll cases,1538,35.6\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(GOOD)
    return path


def test_a_sound_file_ends_with_nought(probata, table):
    code, said, error = probata("audit", table)
    assert (code, error) == (0, "")
    assert said.startswith(f"{table}: 0 errors, 0 warnings, 0 notes\n")
    assert "Looked at: tables: 1; percentages: 3;" in said


def test_an_error_has_a_code_of_its_own(probata, table):
    table.write_text(GOOD.replace("12.8", "12.7"))
    code, said, error = probata("audit", table)
    assert (code, error) == (13, "")
    assert "error, percentage: table, row 3 (No)" in said


def test_the_report_as_one_object(probata, table, tmp_path):
    table.write_text(GOOD.replace("12.8", "12.7"))
    draft = tmp_path / "draft.md"
    draft.write_text("Delivery led to progress for 53 per cent.\n")
    code, said, _ = probata("audit", table, draft, "--json")
    record = json.loads(said)
    assert code == record["exit_code"] == 13
    assert (record["errors"], record["warnings"]) == (1, 1)
    first, second = record["files"]
    assert first["findings"][0]["check"] == "percentage"
    assert second["looked_at"]["percentages of the text found in a table"] == 1
    assert {"level", "check", "where", "message"} == set(first["findings"][0])


def test_columns_cases_and_names(probata, table, tmp_path):
    table.write_text("Unit,Weight\nGwent,60\nWest Kent,37\nNorfolk,2\n")
    names = tmp_path / "names.txt"
    names.write_text("Gwent\nWest Kent\nNorfolk\n")
    code, said, _ = probata(
        "audit", table, "--column", "n=Weight", "--cases", "100", "--names", names
    )
    assert code == 0
    assert "1 of 100 cases are in no category" in said
    assert "names compared with the list: 3" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--column", "Weight"], "write ROLE=HEADING"),
        (["--column", "m=n"], "Known: `n`, `count`"),
        (["--column", "n=Base"], "no table has the heading `Base`"),
    ],
)
def test_a_wrong_column_is_told(probata, table, arguments, words):
    code, _, error = probata("audit", table, *arguments)
    assert code == 2
    assert words in error


def test_files_that_cannot_be_read(probata, table, tmp_path):
    code, _, error = probata("audit", table, tmp_path / "none.csv")
    assert code == 3 and "none.csv" in error
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    code, _, error = probata("audit", table, pdf, tmp_path / "none.csv")
    assert code == 5
    assert "2 files cannot be audited" in error and "none.csv" in error
