"""The sibling bulletins: built strictly, published figures met, what is assumed is said."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIBLINGS = re.search(r"^SIBLINGS := (.+)$", (ROOT / "Makefile").read_text(), re.M)[
    1
].split()


CHAINED = "completion_and_reoffending"
JOINED = "organisational_inputs"


def run_recipe(name, folder):
    """The steps by which the data of a sibling are made."""
    command = f"{sys.executable} -m probata"
    run = subprocess.run(
        ["sh", str(ROOT / "bulletins" / name / "recipe.sh"), command, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    made = folder / "outcomes" / "outcomes.csv"
    return made if made.exists() else folder / "joined.csv"


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    return run_recipe(CHAINED, tmp_path_factory.mktemp("chain") / "made")


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    return run_recipe(JOINED, tmp_path_factory.mktemp("joined") / "made")


@pytest.fixture(scope="module")
def build(tmp_path_factory, chain, joined):
    """Builds a sibling bulletin, once, as a page."""
    made = {}

    def make(name):
        if name in made:
            return made[name]
        out = tmp_path_factory.mktemp("siblings") / name
        command = [sys.executable, "-m", "probata", "bulletin", f"bulletins/{name}"]
        data = {CHAINED: chain, JOINED: joined}
        if name in data:
            command += ["--data", str(data[name])]
        run = subprocess.run(
            [*command, "--strict", "--formats", "html", "--out", str(out)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        assert "To look at" not in run.stdout
        made[name] = out
        return out

    return make


@pytest.fixture(params=SIBLINGS)
def built(request, build):
    return build(request.param)


def test_the_page_says_what_is_real_synthetic_and_assumed_before_anything_else(built):
    page = (built / "bulletin.html").read_text()
    words = re.sub(r"<[^>]+>", " ", page[page.index('id="section-summary"') :])
    opening = " ".join(words.split())[:2500]
    places = [opening.find(word) for word in ("Real:", "Synthetic:", "Assumed:")]
    assert -1 < places[0] < places[1] < places[2]
    assert "What is real, what is synthetic, what is assumed" in opening
    assert page.count("Synthetic data") >= 1


def test_every_table_and_chart_names_the_design_as_its_source(built):
    page = (built / "bulletin.html").read_text()
    assert "made up to meet published counts" not in page
    assert len(re.findall("Source: synthetic data of an assumed design", page)) >= 4


def test_the_cases_are_synthetic_and_no_model_lost_a_term(built, chain, joined):
    results = json.loads((built / "results.json").read_text())
    assert results["provenance"]["synthetic"]
    for model in results["models"]:
        assert model["converged"]
        assert not [
            item for item in model["coefficients"] if item["status"] != "estimated"
        ]
    data = {CHAINED: chain, JOINED: joined}
    path = data.get(built.name, built / "data" / "cases_synthetic.csv")
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["record_source"] for row in rows} == {"synthetic"}
    assert len(rows) == results["cases"]


def test_completion_and_reoffending_are_as_published(build):
    """2023/04: over 3,000 cases, +24 and -14 points, about 30 against 50 per cent."""
    built = build("completion_and_reoffending")
    results = json.loads((built / "results.json").read_text())
    assert results["cases"] > 3000
    (later,) = results["outcomes"]

    def percent(counts, variable, category):
        cells = counts["frequencies"][variable]["categories"]
        return next(item["percent"] for item in cells if item["category"] == category)

    def gap(counts):
        return percent(counts, "supervision", "high") - percent(
            counts, "supervision", "lower"
        )

    assert gap(results) == pytest.approx(24, abs=0.5)
    assert gap(later) == pytest.approx(-14, abs=0.5)
    assert percent(later, "both", "2") == pytest.approx(30, abs=1)
    assert percent(later, "both", "0") == pytest.approx(50, abs=1)
    cells = results["frequencies"]["supervision"]["categories"]
    high = next(item["n"] for item in cells if item["category"] == "high")
    assert high < results["cases"] / 2


def test_the_chain_gives_the_same_bytes_again_and_names_nobody(chain, tmp_path):
    again = run_recipe(CHAINED, tmp_path / "again")
    assert again.read_bytes() == chain.read_bytes()
    with (chain.parents[1] / "sources" / "cases_synthetic.csv").open() as stream:
        people = list(csv.DictReader(stream))
    text = chain.read_text()
    assert not {"surname", "born", "pnc"} & set(text.splitlines()[0].split(","))
    assert not [row["pnc"] for row in people if row["pnc"] in text]


def test_what_the_chain_loses_is_counted(chain, build):
    """Of the reoffending drawn at least 95 per cent is found; of none drawn, at most 1."""
    with chain.open() as stream:
        rows = list(csv.DictReader(stream))
    drawn = [row for row in rows if row["drawn_reoffended"] == "yes"]
    found = sum(row["reoffended"] == "yes" for row in drawn)
    assert 0.95 * len(drawn) <= found < len(drawn)
    invented = [
        row
        for row in rows
        if row["drawn_reoffended"] == "no" and row["reoffended"] == "yes"
    ]
    assert len(invented) < len(rows) / 100
    results = json.loads((build(CHAINED) / "results.json").read_text())
    (later,) = results["outcomes"]
    cells = later["frequencies"]["drawn_reoffended"]["categories"]
    yes = next(item for item in cells if item["category"] == "yes")
    assert (yes["n"], yes["positive"]) == (len(drawn), found)
    assert results["survival"][0]["cox"]["n"] == len(rows)


def test_the_joined_data_are_those_of_the_twin(joined):
    """Taken apart and joined again: the same rows as where all is drawn together."""
    from probata.analysis.read_study import read_study
    from probata.analysis.twin_search import write_twin

    study = read_study(ROOT / "bulletins" / JOINED)
    whole = list(csv.DictReader(write_twin(study).csv.decode().splitlines()))
    with joined.open() as stream:
        assert list(csv.DictReader(stream)) == whole
    with (joined.parent / "interviews.csv").open() as stream:
        said = list(csv.DictReader(stream))
    assert len(said) == len({row["practitioner"] for row in whole})


def test_practitioners_are_as_published():
    """2021/02: of practitioners interviewed, 46 per cent found their workload manageable."""
    from probata.analysis.read_study import read_study
    from probata.analysis.twin_search import write_twin

    study = read_study(ROOT / "bulletins/organisational_inputs")
    rows = list(csv.DictReader(write_twin(study).csv.decode().splitlines()))
    said = {row["practitioner"]: row["workload_manageable"] for row in rows}
    share = sum(answer == "yes" for answer in said.values()) / len(said)
    assert round(100 * share) == 46


def test_a_study_whose_data_are_not_made_says_how(tmp_path):
    folder = shutil.copytree(
        ROOT / "bulletins" / CHAINED, tmp_path / "a" / "b" / CHAINED
    )
    run = subprocess.run(
        [sys.executable, "-m", "probata", "bulletin", str(folder)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 3
    assert "recipe.sh" in run.stderr and "make bulletins" in run.stderr
