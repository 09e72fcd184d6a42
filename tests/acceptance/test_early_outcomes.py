"""The main job, judged on the files a user gets: every published cell and statement."""

import csv
import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from csvw import CSVW
from open_data import check_group
from workbooks import differing_rows, read_ods, read_xlsx

import probata.dataset

ROOT = Path(__file__).parents[2]
PUBLISHED = Path(probata.dataset.__file__).parent / "published" / "bulletin_2023_03"
STUDY = "bulletins/early_outcomes"
FORMATS = "html,xlsx,ods"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def run_probata(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "probata", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("main_job") / "early_outcomes"
    run = run_probata("bulletin", STUDY, "--formats", FORMATS, "--out", str(out))
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture(scope="module")
def page(built) -> str:
    return (built / "bulletin.html").read_text(encoding="utf-8")


def test_the_open_data_are_as_their_metadata_say(built):
    assert len(list((built / "data").glob("*.csv"))) >= 10
    assert check_group(built / "data") == []
    assert CSVW(str(built / "data" / "csv-metadata.json"), validate=True).is_valid


def test_the_spreadsheets_hold_the_numbers_of_the_page(built, page):
    sheets = read_xlsx((built / "tables.xlsx").read_bytes())
    assert len(sheets) >= 30
    assert sheets == read_ods((built / "tables.ods").read_bytes())
    assert differing_rows(page.encode(), sheets) == []


CELLS = read_csv(PUBLISHED / "tables.csv")
CLAIMS = read_csv(PUBLISHED / "claims.csv")
INSPECTIONS = read_csv(PUBLISHED / "inspections.csv")


@pytest.mark.parametrize(
    "cell", CELLS, ids=[f"{row['variable']}={row['category']}" for row in CELLS]
)
def test_every_published_cell_is_in_the_flat_file(built, cell):
    found = [
        row
        for row in read_csv(built / "data" / "frequencies.csv")
        if (row["table"], row["variable"], row["category"])
        == (cell["table"], cell["variable"], cell["category"])
    ]
    assert len(found) == 1
    row = found[0]
    assert int(row["n"]) == int(cell["n"])
    assert row["percent"] == cell["percent_yes"]
    assert row["positive"] in cell["yes_count"].split("|")
    assert float(row["ci_low"]) < float(row["percent"]) < float(row["ci_high"])


def table_rows(page: str, caption: str) -> list[list[str]]:
    """The cells of the HTML table whose caption starts so, as plain text."""
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        title = re.search(r"<caption.*?</caption>", table, re.DOTALL)
        if title and caption in re.sub(r"<[^>]+>", "", title.group()):
            rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
            return [
                [
                    " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
                    for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
                ]
                for row in rows
            ]
    raise AssertionError(f"no table {caption}")


@pytest.mark.parametrize("table", ["B1", "B2", "B3", "B4"])
def test_every_published_cell_is_on_the_page(page, table):
    """In order, each row of the printed table shows the published n and percentage."""
    shown = [
        (row[1].replace(",", ""), row[2].rstrip("%"))
        for row in table_rows(page, f"Table {table}")
        if len(row) > 2 and row[1].replace(",", "").isdigit()
    ]
    wanted = [(row["n"], row["percent_yes"]) for row in CELLS if row["table"] == table]
    for pair in wanted:
        assert pair in shown
    assert [pair for pair in shown if pair in wanted] == wanted


def joint_p(built: Path, model: str, variable: str, test: str) -> float:
    found = [
        row
        for row in read_csv(built / "data" / "tests.csv")
        if (row["model"], row["variable"], row["test"]) == (model, variable, test)
    ]
    assert len(found) == 1, (model, variable, test)
    return float(found[0]["p"])


SIGNIFICANCE = [row for row in CLAIMS if row["measure"] == "significant"]


@pytest.mark.parametrize(
    "claim", SIGNIFICANCE, ids=[row["what"] for row in SIGNIFICANCE]
)
@pytest.mark.parametrize("test", ["likelihood_ratio", "wald"])
def test_every_statement_of_significance_holds(built, claim, test):
    models, variable = claim["what"].split(": ")
    numbers = "1234" if models == "models 1-4" else models[-1]
    for number in numbers:
        p = joint_p(built, f"model_{number}", variable, test)
        assert (p < 0.05) == (claim["published"] == "yes")


def test_likelihood_of_reoffending_alone_is_significant_in_all_four(built):
    everywhere = {}
    for row in read_csv(built / "data" / "tests.csv"):
        if row["block"] == "characteristics" and row["test"] == "likelihood_ratio":
            everywhere.setdefault(row["variable"], []).append(float(row["p"]) < 0.05)
    assert len(everywhere) == 8
    assert [name for name, found in everywhere.items() if all(found)] == [
        "likelihood_of_reoffending"
    ]
    assert all(len(found) == 4 for found in everywhere.values())


PERCENTAGES = [row for row in CLAIMS if row["measure"] == "percent_positive_whole"]


@pytest.mark.parametrize("claim", PERCENTAGES, ids=[row["what"] for row in PERCENTAGES])
def test_every_percentage_of_the_text_holds(built, claim):
    variable, category = claim["what"].split("=")
    results = json.loads((built / "results.json").read_text())
    found = {
        item["category"]: item
        for item in results["frequencies"][variable]["categories"]
    }[category]
    whole = (2 * 100 * found["positive"] + found["n"]) // (2 * found["n"])
    assert whole == int(claim["published"])


def test_the_coverage_is_as_published(built):
    listing = json.loads((built / "results.json").read_text())["listings"][0]
    rows = [row["categories"] for row in listing["rows"]]
    assert sorted(rows) == sorted(
        [row["delivery_unit"], row["region"], row["publication_month"]]
        for row in INSPECTIONS
    )
    published = {row["measure"]: int(row["published"]) for row in CLAIMS[:3]}
    assert len(rows) == published["delivery_units"]
    assert len({row[1] for row in rows}) == published["regions_covered"]
    assert sum(row["n"] for row in listing["rows"]) == published["case_assessments"]


def test_every_file_and_page_says_that_the_data_are_synthetic(built, page):
    assert json.loads((built / "results.json").read_text())["provenance"]["synthetic"]
    cases = read_csv(built / "data" / "cases_synthetic.csv")
    assert {row["record_source"] for row in cases} == {"synthetic"}
    assert page.lower().count("synthetic data") > 10


def test_the_page_needs_nothing_from_outside_and_no_script(page):
    assert "<script" not in page
    links = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
    assert links
    loaded = re.findall(
        r"<(?:link|img|iframe|object)[^>]*>|url\(([^)]*)\)|@import", page
    )
    assert not [item for item in loaded if not item.startswith(("data:", "#"))]


def test_the_same_input_gives_the_same_bytes(built, tmp_path):
    out = tmp_path / "again"
    data = built / "data" / "cases_synthetic.csv"
    again = run_probata("bulletin", STUDY, "--formats", FORMATS, "--out", str(out))
    assert again.returncode == 0
    names = sorted(
        path.relative_to(built) for path in built.rglob("*") if path.is_file()
    )
    assert len(names) >= 9
    for name in names:
        assert (out / name).read_bytes() == (built / name).read_bytes(), name
    assert data.exists()


def test_the_folder_is_what_its_study_and_seed_give(built):
    run = run_probata("verify", str(built), "--json")
    assert run.returncode == 0, run.stderr
    record = json.loads(run.stdout)
    made = [path for path in built.rglob("*") if path.is_file()]
    assert record["same"] == len(made) - 2  # the marker and the manifest


def test_the_parts_give_what_the_whole_gives(built, tmp_path):
    data = str(built / "data" / "cases_synthetic.csv")
    out = tmp_path / "parts"
    assert run_probata("check", STUDY, "--data", data).returncode == 0
    assert (
        run_probata("analyse", STUDY, "--data", data, "--out", str(out)).returncode == 0
    )
    for path in (out / "data").iterdir():
        path.unlink()
    again = run_probata("publish", STUDY, "--formats", "csv,html", "--out", str(out))
    assert again.returncode == 0
    made = sorted((out / "data").iterdir())
    assert len(made) == 11
    for path in made:
        assert path.read_bytes() == (built / "data" / path.name).read_bytes()
    assert (out / "bulletin.html").exists()


def test_the_twin_of_any_seed_builds_the_whole_bulletin(tmp_path):
    out = tmp_path / "seeded"
    run = run_probata("bulletin", STUDY, "--seed", "31", "--out", str(out))
    assert run.returncode == 0, run.stderr


def test_the_main_job_imports_no_heavy_library(built, tmp_path):
    script = (
        "import sys\n"
        "from probata.cli.main import main\n"
        f"main(['bulletin', {STUDY!r}, '--out', {str(tmp_path / 'out')!r}])\n"
        "heavy = {'pandas', 'statsmodels', 'scipy.stats', 'matplotlib', 'openpyxl'}\n"
        "sys.exit(bool(heavy & set(sys.modules)) and str(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr[-500:]
