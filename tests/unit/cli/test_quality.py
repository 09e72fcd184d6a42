"""`probata quality sample`, as a quality lead runs it."""

import csv
import json

import pytest

from probata.cli.main import main


@pytest.fixture
def signed(tmp_path):
    path = tmp_path / "signed.csv"
    rows = [
        (f"c{at}", f"assessor {at % 4}", "yes" if at % 3 == 0 else "no")
        for at in range(120)
    ]
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("case", "assessor", "serious"), *rows])
    return path


def draw(signed, out, *arguments):
    main(
        [
            "quality",
            "sample",
            str(signed),
            "--seed",
            "autumn",
            "--out",
            str(out),
            *arguments,
        ]
    )


def test_the_list_has_every_chosen_case_with_its_probabilities(
    signed, tmp_path, capsys
):
    out = tmp_path / "quality"
    draw(signed, out, "--each", "3", "--target", "serious=0.5", "--json")
    record = json.loads(capsys.readouterr().out)
    with (out / "quality_sample.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert record["random"] == 12 == sum(row["random"] == "yes" for row in rows)
    assert record["targeted"]["serious"]["cases"] == 40
    assert record["chosen"] == len(rows)
    for row in rows:
        assert float(row["random_probability"]) == pytest.approx(0.1)
        serious = int(row["case"][1:]) % 3 == 0
        expected = 1 - 0.9 * (0.5 if serious else 1)
        assert float(row["probability"]) == pytest.approx(expected)
        assert float(row["weight"]) == pytest.approx(1 / expected)
        assert bool(row["random_weight"]) == (row["random"] == "yes")


def test_more_rows_later_leave_the_drawn_cases_as_they_were(signed, tmp_path):
    draw(signed, tmp_path / "first", "--share", "0.2")
    with signed.open("a", encoding="utf-8") as stream:
        stream.write("c900,assessor 9,no\nc901,assessor 9,yes\n")
    draw(signed, tmp_path / "second", "--share", "0.2")
    first = (tmp_path / "first" / "quality_sample.csv").read_text().splitlines()
    second = (tmp_path / "second" / "quality_sample.csv").read_text().splitlines()
    assert set(first) <= set(second)


def test_assessors_without_a_random_case_are_told(signed, tmp_path, capsys):
    draw(signed, tmp_path / "out", "--share", "0")
    told = capsys.readouterr().out
    assert "4 of the assessors have no case in the random sample" in told


def test_every_fault_of_the_list_is_told_with_its_row(signed, tmp_path, capsys):
    with signed.open("a", encoding="utf-8") as stream:
        stream.write("c1,assessor 1,no\n,assessor 2,perhaps\nc777,,no\n")
    with pytest.raises(SystemExit) as stop:
        draw(signed, tmp_path / "out", "--target", "serious=0.5")
    told = capsys.readouterr().err
    assert stop.value.code == 5
    for words in (
        "row 122, column case: names a case a second time",
        "row 123, column case: is empty",
        "row 123, column serious: is neither yes nor no",
        "row 124, column assessor: is empty",
    ):
        assert words in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("target", ["serious", "serious=2", "=0.5", "serious=half"])
def test_a_target_that_cannot_be_read_is_told(signed, tmp_path, capsys, target):
    with pytest.raises(SystemExit) as stop:
        draw(signed, tmp_path / "out", "--target", target)
    assert stop.value.code == 2
    assert f"`{target}` must be COLUMN=SHARE" in capsys.readouterr().err
