"""`probata agreement`, as a quality lead runs it."""

import csv
import json

import pytest

from probata.cli.main import main


@pytest.fixture
def second(tmp_path):
    """Twelve cases judged by two people on two questions; one question is all yes."""
    path = tmp_path / "second.csv"
    rows = [
        (f"c{case}", who, question, answer)
        for case in range(12)
        for who in ("first", "second")
        for question, answer in (
            (
                "plan",
                "no" if case % 4 == 0 or (case == 1 and who == "second") else "yes",
            ),
            ("start", "yes"),
        )
    ]
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("case", "who", "question", "answer"), *rows])
    return path


ARGUMENTS = ("--case", "case", "--rater", "who", "--rating", "answer", "--question", "question")  # fmt: skip


def test_each_question_is_told_with_its_uncertainty(second, capsys):
    main(["agreement", str(second), *ARGUMENTS])
    told = capsys.readouterr().out
    assert "plan: 24 judgements of 12 cases judged twice or more, 12 pairs" in told
    assert "  Agreement: 0.917 (" in told
    assert "  Cohen's kappa: 0.800 (" in told
    assert "the limits may be too narrow: few judgements of no (7)" in told
    assert "  the two raters differ by at most 8.3 points in such a share" in told
    assert "  Gwet's AC1: 1.000 (" in told
    assert "not given: all judgements are the same" in told


def test_the_table_and_the_record_hold_the_same_numbers(second, tmp_path, capsys):
    out = tmp_path / "out"
    main(["agreement", str(second), *ARGUMENTS, "--out", str(out), "--json"])
    record = json.loads(capsys.readouterr().out)
    with (out / "agreement.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    told = [
        (question["question"], item["measure"], item["value"])
        for question in record["questions"]
        for item in question["estimates"]
    ]
    written = [
        (row["question"], row["measure"], float(row["value"]) if row["value"] else None)
        for row in rows
    ]
    assert written == told
    assert len(rows) == 10


def test_a_wrong_column_is_a_fault_of_the_data(second, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["agreement", str(second), "--case", "id", "--rating", "answer"])
    assert stop.value.code == 5
    assert "no column `id`" in capsys.readouterr().err
