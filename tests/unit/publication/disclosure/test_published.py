"""What is held back stands in no published file, whatever its format.

Two builds of one study: one shows every number, which proves that this test can find it;
from the other the numbers are gone.
"""

import csv
import io
import json
import re

import numpy as np
import pytest
from builders import INTERVAL, codebook_text, study_text
from published_files import rows_of, words_of

from probata.analysis.rounding import number_text, percent_text, ratio_text
from probata.cli.main import main
from probata.dataset.rows import write_csv

VARIABLES = {
    "outcome": ("no", "yes"),
    "age": INTERVAL,
    "group": ("Qalpha", "Qbeta", "Qgamma", "Qrare"),
    "sex": ("Qmale", "Qfemale"),
    "place": tuple(f"Qp{at}" for at in range(5)),
}
MODELS = {"m": {"b1": ["age", "group"], "b2": ["sex"]}}
PARTS = """
[disclosure]
{disclosure}

[[tables]]
id = "B1"
title = "All"
variables = ["group", "sex", "place"]
marks_from = "m"
total = true

[[figures]]
id = "1"
title = "Groups"
variables = ["group"]

[[figures]]
id = "2"
title = "Groups by sex"
variables = ["group"]
by = "sex"

[[figures]]
id = "3"
title = "Odds"
kind = "odds"
model = "m"

[[figures]]
id = "4"
title = "Adjusted"
kind = "adjusted"
variables = ["group"]
model = "m"

[[figures]]
id = "5"
title = "Calibration"
kind = "calibration"
model = "m"

[[figures]]
id = "6"
title = "Sheet"
kind = "sheet"

[[listings]]
id = "L1"
title = "Combinations"
variables = ["group", "sex"]
counts = true

[reliability]
imputations = 2

[[reliability.findings]]
id = "f"
label = "Qrare against Qalpha"
model = "m"
variable = "group"
category = "Qrare"

[[reliability.findings]]
id = "g"
label = "Sex"
model = "m"
variable = "sex"
category = "Qfemale"
"""
TEXT = """# Findings

Of Qrare {{ n("group=Qrare") }} cases, {{ positive("group=Qrare") }}, that is
{{ percent("group=Qrare") }} ({{ interval("group=Qrare") }}).

{{ table("B1") }}

""" + "".join(
    f"\n{{{{ {call} }}}}\n"
    for call in (
        *(f'figure("{at}")' for at in range(1, 7)),
        'listing("L1")',
        'model("m")',
    )
)
ANNEX = "# Records\n" + "".join(
    f'\n{{{{ record("{name}") }}}}\n'
    for name in (
        "exclusions missing complete_cases guards fit tests sensitivity "
        "missing_rows multiplicity checks disclosure provenance"
    ).split()
)
SHOW = 'mode = "report"\nreason = "made up"'
HIDE = 'mode = "suppress"\nminimum_n = 20'
FORMATS = "html,pdf,docx,xlsx,ods,csv,images"
TABLED = ("html", "docx", "xlsx", "ods", "csv", "json")


def make_up(rows):
    random = np.random.default_rng(11)
    found = {
        name: [items[at] for at in random.integers(0, len(items), rows)]
        for name, items in VARIABLES.items()
        if items != INTERVAL
    }
    found["age"] = random.integers(18, 70, rows).tolist()
    found["group"] = [VARIABLES["group"][at] for at in random.integers(0, 3, rows)]
    found["group"][:13] = ["Qrare"] * 13
    found["group"][50:54] = [""] * 4
    shares = [0.63 if sex == "Qfemale" else 0.34 for sex in found["sex"]]
    found["outcome"] = ["yes" if random.random() < share else "no" for share in shares]
    return {name: [str(item) for item in items] for name, items in found.items()}


def write_folder(folder, disclosure):
    folder.mkdir()
    text = study_text("outcome", "yes", MODELS, PARTS.format(disclosure=disclosure))
    text = text.replace('["text.md"]', '["text.md"]\nannexes = ["annex.md"]')
    (folder / "study.toml").write_text(text)
    (folder / "codebook.toml").write_text(codebook_text(VARIABLES))
    (folder / "text").mkdir()
    (folder / "text" / "summary.md").write_text("# Summary\n\nMade-up cases.\n")
    (folder / "text.md").write_text(TEXT)
    (folder / "annex.md").write_text(ANNEX)
    (folder / "cases.csv").write_bytes(write_csv(make_up(437)))


def run(*arguments):
    code = 0
    try:
        main([str(item) for item in arguments])
    except SystemExit as stop:
        code = stop.code
    assert code in (0, None)


def build(folder, disclosure):
    write_folder(folder, disclosure)
    data, out = folder / "cases.csv", folder.parent / f"{folder.name}_out"
    command = ["bulletin", folder, "--data", data, "--out", out, "--formats", FORMATS]
    run(*command, "--listing", "--strict", "--json")
    return out


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("published")
    return build(root / "shown", SHOW), build(root / "safe", HIDE)


@pytest.fixture(scope="module")
def files(folders):
    """Of both builds, path -> content."""
    return tuple(
        {
            str(path.relative_to(out)): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        }
        for out in folders
    )


@pytest.fixture(scope="module")
def results(files):
    return tuple(json.loads(item["results.json"]) for item in files)


def numbers_of(results):
    """Where a number stands -> the number as printed, of everything that can be hidden."""
    found = {}
    for name, frequency in results["frequencies"].items():
        for item in frequency["categories"]:
            found |= _share((name, item["category"]), item)
    for cross in results["crosses"]:
        for item in cross["cells"]:
            found |= _share((item["category"], item["by_category"]), item)
    for model in results["models"]:
        for item in model["coefficients"]:
            found |= _ratios((item["variable"], item["category"], "odds"), item)
        for item in model["adjusted"]:
            place = (item["variable"], item["category"], "adjusted")
            found |= {(*place, key): number_text(item[key], 1)
                      for key in ("percent", "ci_low", "ci_high")}  # fmt: skip
    for row in results["reliability"]["sheet"]["rows"]:
        for cell in row["cells"]:
            found |= _ratios((row["finding"], cell["specification"]), cell)
    return found


def _share(place, item):
    if item["positive"] is None or not item["n"]:
        return {}
    return {
        (*place, "percent"): percent_text(item["positive"], item["n"]),
        (*place, "ci_low"): number_text(item["ci_low"], 1),
        (*place, "ci_high"): number_text(item["ci_high"], 1),
    }


def _ratios(place, item):
    return {
        (*place, key): ratio_text(item[key])
        for key in ("odds_ratio", "ci_low", "ci_high")
        if item[key] is not None
    }


@pytest.fixture(scope="module")
def hidden(results):
    """Printed numbers that are gone, and that no other number has by chance."""
    before, after = map(numbers_of, results)
    left = set(after.values())
    gone = {before[place] for place in before.keys() - after.keys()} - left
    return {text for text in gone if len(text) >= 4}


def test_much_is_held_back(results, hidden):
    assert results[1]["disclosure"]["suppressed"] > 8
    assert len(hidden) > 25


def found_in(texts, words):
    """The numbers that stand in words on their own, not inside a longer number."""
    return {
        text
        for text in texts
        if re.search(rf"(?<![\d.]){re.escape(text)}(?!\d)", words)
    }


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("bulletin.html", 25),
        ("bulletin.pdf", 20),
        ("bulletin.docx", 20),
        ("tables.xlsx", 20),
        ("tables.ods", 20),
        ("data/frequencies.csv", 6),
        ("data/crosses.csv", 6),
    ],
)
def test_no_file_holds_a_number_that_is_held_back(files, hidden, name, least):
    shown, safe = files
    assert len(found_in(hidden, words_of(name, shown[name]))) >= least
    assert found_in(hidden, words_of(name, safe[name])) == set()


def test_no_drawing_holds_one(files, hidden):
    shown, safe = files
    drawn = [name for name in shown if name.endswith(".svg")]
    assert len(drawn) == 6
    before = set().union(*(found_in(hidden, words_of(n, shown[n])) for n in drawn))
    after = set().union(*(found_in(hidden, words_of(n, safe[n])) for n in drawn))
    assert len(before) >= 6
    assert after == set()


@pytest.mark.parametrize("kind", TABLED)
def test_no_row_of_a_group_that_is_held_back_holds_its_counts(files, kind):
    shown, safe = files
    counts = {"13"}  # cases of the rare group
    for name in [item for item in shown if item.endswith(kind) and "cases" not in item]:
        rare = [row for row in rows_of(name, safe[name]) if "Qrare" in row]
        assert not any(counts & set(row) for row in rare), name
    if kind != "csv":
        names = [item for item in shown if item.endswith(kind)]
        assert any(
            "Qrare" in row and "13" in row
            for item in names
            for row in rows_of(item, shown[item])
        )


def test_the_log_stands_beside_the_folder_and_says_which_are_small(folders):
    out = folders[1]
    private = out.with_name(f"{out.name}.private")
    assert {path.name for path in private.iterdir() if path.suffix} == {
        "disclosure_log.csv",
        "listing.txt",
    }
    assert private.stat().st_mode & 0o077 == 0
    rows = list(
        csv.DictReader(io.StringIO((private / "disclosure_log.csv").read_text()))
    )
    kinds = {row["what"] for row in rows}
    assert {"at risk", "held back (primary)", "held back (secondary)"} <= kinds
    assert any(
        row["what"] == "at risk" and row["group"] == "group: Qrare" for row in rows
    )
    assert not list(out.rglob("*log*")) and not list(out.rglob("listing.txt"))


def test_the_bulletin_says_what_was_done_without_saying_where(files):
    page = words_of("bulletin.html", files[1]["bulletin.html"])
    assert "where it has fewer than 20" in page
    assert "numbers are held back and marked [c]" in page
    said = page.partition("These must not follow")[2].partition("How this was made")[0]
    assert not re.search(r"\b13\b", said[:900])


def test_a_safe_folder_is_rebuilt_the_same(folders):
    out = folders[1]
    study = out.with_name("safe")
    run("verify", out, "--study", study, "--data", study / "cases.csv", "--json")
