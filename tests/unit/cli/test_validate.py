"""`probata validate`: a report of a score, and every file that it cannot be made from."""

import json

import numpy as np
import pytest

from probata.cli.main import main


def write(folder, rows, header="p,reoffended,sex,record_source"):
    path = folder / "scores.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def people(n=400):
    """Made-up people whose outcome comes as often as their probability says."""
    random = np.random.default_rng(1)
    p = np.round(random.uniform(0.05, 0.95, n), 3)
    y = np.where(random.uniform(size=n) < p, "yes", "no")
    sex = random.choice(["f", "m", ""], n)
    return [f"{a},{b},{c},synthetic" for a, b, c in zip(p, y, sex, strict=True)]


def run(path, *options):
    main(
        ["validate", str(path), "--score", "p", "--outcome", "reoffended"]
        + ["--out", str(path.parent / "out"), *options]
    )


def test_the_report_says_what_was_found_and_that_people_are_made_up(tmp_path, capsys):
    rows = [*people(), "0.5,,f,synthetic", ",yes,f,synthetic"]
    path = write(tmp_path, rows)
    run(path, "--positive", "yes", "--scale", "probability", "--by", "sex", "--json")
    record = json.loads(capsys.readouterr().out)
    assert record["left_out"] == {"no outcome": 1, "an outcome but no score": 1}
    whole = record["everybody"]
    assert whole["observed"]["n"] == 400
    # Drawn from these very probabilities: right up to chance.
    assert whole["intercept"]["low"] < 0 < whole["intercept"]["high"]
    assert whole["slope"]["low"] < 1 < whole["slope"]["high"]
    assert [item["group"] for item in record["groups"]] == ["f", "m", "unknown"]
    assert sum(item["observed"]["n"] for item in record["groups"]) == 400
    page = (tmp_path / "out" / "report.html").read_text()
    assert "synthetic" in page.lower()
    assert "Expected by the score" in page
    assert all(not item["faults"] for item in record["accessibility"])


def test_bins_hold_everybody_once(tmp_path):
    path = write(tmp_path, people())
    run(path, "--positive", "yes", "--scale", "probability")
    bins = json.loads((tmp_path / "out" / "validation.json").read_text())["bins"]
    assert len(bins) == 10
    assert sum(item["observed"]["n"] for item in bins) == 400
    ends = [(item["lowest"], item["highest"]) for item in bins]
    assert all(a[1] < b[0] for a, b in zip(ends, ends[1:], strict=False))


def test_a_score_that_is_the_same_for_all_or_separates_has_no_slope(tmp_path, capsys):
    rows = [f"0.3,{'yes' if at % 2 else 'no'},f,x" for at in range(40)]
    run(write(tmp_path, rows), "--positive", "yes", "--json")
    whole = json.loads(capsys.readouterr().out)["everybody"]
    assert whole["auc"]["value"] == 0.5 and whole["slope"] is None
    rows = [f"{at},{'yes' if at > 20 else 'no'},f,x" for at in range(40)]
    run(write(tmp_path, rows), "--positive", "yes", "--json")
    whole = json.loads(capsys.readouterr().out)["everybody"]
    assert whole["auc"]["value"] == 1 and whole["slope"] is None


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        (["0.5,yes,f,x", "0.6,no,f,x"], ["--positive", "1"], "has no value `1`"),
        (
            ["0.5,yes,f,x", "0.6,no,f,x", "1,maybe,f,x"],
            ["--positive", "yes"],
            "3 values",
        ),
        (["0.5,yes,f,x", "0.6,yes,f,x"], ["--positive", "yes"], "1 values"),
        (
            ["0.5,yes,f,x", ",no,f,x"],
            ["--positive", "yes"],
            "all have the same outcome",
        ),
        (
            ["0.5,yes,f,x", "high,no,f,x"],
            ["--positive", "yes"],
            "1 cells are not numbers",
        ),
        (
            ["0.5,yes,f,x", "inf,no,f,x"],
            ["--positive", "yes"],
            "1 cells are not numbers",
        ),
        (
            ["0.5,yes,f,x", "1,no,f,x"],
            ["--positive", "yes", "--scale", "probability"],
            "1 values of `p` are not between 0 and 1",
        ),
        (
            ["0.5,yes,f,x", "0.6,no,f,x"],
            ["--positive", "yes", "--by", "gender"],
            "no column `gender`",
        ),
        (
            [f"0.{at + 1},{'yes' if at % 2 else 'no'},{at},x" for at in range(60)],
            ["--positive", "yes", "--by", "sex"],
            "60 values, more than the 50",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, rows, options, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(write(tmp_path, rows), *options)
    assert stopped.value.code == 5
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
