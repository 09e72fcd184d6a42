"""`probata link` from files to files: whole, the same each time, and silent about people."""

import csv
import json
import os
import subprocess
import sys

import pytest
from linkages import FIELDS, HEAD, declare, people, write_example, write_rows

from probata.cli.main import main

CANARY = {
    "id": "CANARYID77",
    "forename": "Canaryforename",
    "surname": "Canarysurname",
    "date_of_birth": "1977-07-17",
    "postcode": "ZZ77 7CN",
    "identifier": "77/CANARY",
    "person": "CANARYPERSON",
}


def run(folder, *arguments, code=0):
    environment = {**os.environ, "PYTHONHASHSEED": str(len(arguments))}
    made = subprocess.run(
        [sys.executable, "-m", "probata", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == code, made.stderr
    return made.stdout + made.stderr


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("link")
    write_example(folder / "reoffending")
    said = run(folder, "link", "reoffending/linkage.toml")
    return folder, said


def test_a_linkage_gives_links_a_report_and_a_private_queue(linked):
    folder, said = linked
    made = folder / "build" / "linkage" / "reoffending"
    assert {path.name for path in made.iterdir()} == {
        ".made-by-probata",
        "clusters.csv",
        "linked.csv",
        "links.csv",
        "report.html",
        "report.json",
    }
    report = json.loads((made / "report.json").read_text())
    assert report["provenance"]["synthetic"] is True
    assert "report.html, structure: nothing found" in said
    used = next(line for line in report["thresholds"] if line["threshold"] == 0.95)
    assert used["accuracy"]["precision"] > 0.95
    assert used["accuracy"]["recall"] > 0.85
    assert used["outcome"] == used["records_linked"]
    private = folder / "linkage_keys" / "reoffending"
    assert private.stat().st_mode & 0o077 == 0
    assert (private / "review.csv").stat().st_mode & 0o077 == 0
    with (made / "links.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == report["links"]
    assert set(rows[0]) == {"cases", "convictions", "probability", "synthetic"}
    assert rows[0]["convictions"].startswith("R-")


def test_the_same_files_in_another_order_give_the_same_bytes(linked, tmp_path):
    folder, _ = linked
    write_example(tmp_path / "reoffending")
    before = contents(folder / "build" / "linkage" / "reoffending")
    for name in ("cases_synthetic.csv", "convictions_synthetic.csv"):
        path = tmp_path / "reoffending" / name
        head, *rows = path.read_text().splitlines()
        path.write_text("\n".join([head, *rows[::-1]]) + "\n")
    keys = str(folder / "linkage_keys")
    run(tmp_path, "link", "reoffending/linkage.toml", "--keys", keys)
    after = contents(tmp_path / "build" / "linkage" / "reoffending")
    for name in ("links.csv", "clusters.csv", "linked.csv"):
        assert after[name] == before[name], name
    report = json.loads(after["report.json"])
    expected = json.loads(before["report.json"])
    for file in (*report["files"], *expected["files"]):
        del file["sha256"]  # of the file, whose order differs
    assert report == expected


def test_decisions_come_back_in_the_queue(linked):
    folder, _ = linked
    queue = folder / "linkage_keys" / "reoffending" / "review.csv"
    with queue.open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 2
    rows[0]["decision"], rows[1]["decision"] = "same", "Different"
    filled = folder / "filled.csv"
    with filled.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    said = run(
        folder,
        "link",
        "reoffending/linkage.toml",
        "--reviewed",
        "filled.csv",
        "--out",
        "reviewed",
        "--json",
    )
    report = json.loads((folder / "reviewed" / "report.json").read_text())
    assert json.loads(said)["to_review"] == len(rows) - 2
    assert (report["joined_by_review"], report["parted_by_review"]) == (1, 1)
    links = (folder / "reviewed" / "links.csv").read_text()
    assert f"{rows[0]['record_1']},{rows[0]['record_2']}," in links
    assert f"{rows[1]['record_1']},{rows[1]['record_2']}," not in links


def test_decisions_in_the_queue_itself_are_never_lost(tmp_path):
    write_example(tmp_path / "reoffending")
    run(tmp_path, "link", "reoffending/linkage.toml")
    private = tmp_path / "linkage_keys" / "reoffending"
    queue = private / "review.csv"
    with queue.open() as stream:
        head, row, *rows = stream.read().splitlines()
    queue.write_text("\n".join([head, row + "same", *rows]) + "\n")
    said = run(tmp_path, "link", "reoffending/linkage.toml", code=2)
    assert "holds decisions" in said
    assert row + "same" in queue.read_text()
    where = ("--reviewed", str(queue))
    run(tmp_path, "link", "reoffending/linkage.toml", *where)
    kept = private / "decisions.csv"
    assert kept.read_text().splitlines()[1].endswith(",same")
    # The new queue has no decision; those kept are given again, beside later ones.
    first = contents(tmp_path / "build" / "linkage" / "reoffending")
    kept.rename(tmp_path / "earlier.csv")
    again = ("--reviewed", "earlier.csv", "--reviewed", str(queue))
    run(tmp_path, "link", "reoffending/linkage.toml", *again)
    assert contents(tmp_path / "build" / "linkage" / "reoffending") == first


@pytest.fixture
def canaries(tmp_path):
    """A person in both files whose every value is known, and in whose outcome is nothing."""
    rows = people(120)
    one = [tuple(CANARY[name] for name in HEAD)]
    other = [(CANARY["id"] + "B", *one[0][1:])]
    base = [("R" + row[0], *row[1:]) for row in rows]
    write_rows(
        tmp_path, "left", [(*row, "x", "2021") for row in rows + one], (*HEAD, "g", "c")
    )
    write_rows(
        tmp_path,
        "right",
        [(*row, "x", "2022") for row in base + other],
        (*HEAD, "g", "c"),
    )
    declare(tmp_path, more='groups = ["g"]\ncarry = ["c"]')
    return tmp_path


def no_canary(text):
    for name in (*FIELDS, "id", "person"):
        value = CANARY[name]
        for form in (value, value.lower(), value.upper(), value.replace(" ", "")):
            assert form not in text, name


def test_no_name_date_or_number_of_a_person_leaves_the_private_folder(canaries):
    said = run(canaries, "link", "linkage.toml", "--out", "made", "--formats", "all")
    no_canary(said)
    private = canaries / "linkage_keys" / canaries.name
    assert CANARY["id"] in (private / "keys.csv").read_text()  # the canary sings there
    for path in (canaries / "made").rglob("*"):
        if path.is_file():
            no_canary(path.read_bytes().decode("utf-8", "replace"))
    links = (canaries / "made" / "links.csv").read_text()
    assert links.count("\n") > 100  # its pair is among those linked


def test_no_message_about_a_fault_quotes_a_person(canaries):
    for name, change in (
        ("left.csv", lambda text: text + text.splitlines()[-1] + "\n"),
        (
            "linkage.toml",
            lambda text: text.replace('path = "left.csv"', 'path = "x.csv"'),
        ),
    ):
        path = canaries / name
        before = path.read_text()
        path.write_text(change(before))
        said = run(canaries, "link", "linkage.toml", code=5 if "csv" in name else 3)
        assert "Traceback" not in said
        no_canary(said)
        path.write_text(before)
    queue = canaries / "queue.csv"
    queue.write_text(
        "record_1,record_2,decision\n"
        f"{CANARY['id']},{CANARY['surname']},same\nR-1,R-2,{CANARY['forename']}\n"
    )
    said = run(canaries, "link", "linkage.toml", "--reviewed", "queue.csv", code=5)
    assert "queue.csv, row 2" in said
    assert "queue.csv, row 3" in said
    no_canary(said)


def test_keys_are_never_written_beside_the_links(canaries):
    said = run(
        canaries, "link", "linkage.toml", "--keys", "made", "--out", "made/open", code=0
    )
    assert "names people" in said
    run(canaries, "link", "linkage.toml", "--out", "one", "--keys", "one", code=2)


def test_a_queue_that_is_none_is_told(canaries):
    (canaries / "no.csv").write_text("a,b\n1,2\n")
    said = run(canaries, "link", "linkage.toml", "--reviewed", "no.csv", code=5)
    assert "there is no column `decision`" in said


def test_an_example_is_written(tmp_path, capsys):
    out = tmp_path / "example"
    main(["link-example", "--people", "100", "--out", str(out)])
    assert "100 made-up people" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {
        ".made-by-probata",
        "cases_synthetic.csv",
        "convictions_synthetic.csv",
        "linkage.toml",
    }
