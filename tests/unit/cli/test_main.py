"""A user's mistake ends in one clear message and a documented exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EARLY = ROOT / "bulletins" / "early_outcomes"


def run_probata(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "probata", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bulletin(tmp_path) -> Path:
    return Path(shutil.copytree(EARLY, tmp_path / "early_outcomes"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_help_imports_nothing_heavy():
    script = (
        "import sys\n"
        "from probata.cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "heavy = {'numpy', 'pydantic', 'pyarrow', 'scipy', 'jinja2'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_help_lists_the_stages_in_order_with_an_example():
    run = run_probata("--help")
    places = [
        run.stdout.index(f"  {name} ")
        for name in ("bulletin", "check", "analyse", "publish")
    ]
    assert places == sorted(places)
    assert "probata bulletin bulletins/early_outcomes" in run.stdout


def test_a_missing_study_is_one_message():
    run = run_probata("bulletin", "nowhere")
    assert run.returncode == 3
    assert run.stderr.startswith("probata: nowhere/study.toml: cannot be read")
    assert "Traceback" not in run.stderr


def test_a_missing_data_file_is_one_message():
    run = run_probata("bulletin", str(EARLY), "--data", "nowhere.csv")
    assert run.returncode == 3
    assert "nowhere.csv" in run.stderr
    assert "Traceback" not in run.stderr


def test_every_fault_of_a_wrong_study_is_listed_with_its_line(bulletin):
    study = bulletin / "study.toml"
    change(study, '"age", "sex", "ethnicity"', '"agee", "sex", "ethnicity"')
    change(study, 'marks_from = "model_4"', 'marks_from = "model_5"')
    change(study, 'positive = "yes"', 'positive = "yess"')
    change(study, 'by = "likelihood_of_reoffending"', 'by = "likelihood"')
    run = run_probata("check", str(bulletin))
    assert run.returncode == 4
    for wanted in ("`agee`", "`model_5`", "`yess`", "`likelihood`"):
        assert wanted in run.stderr, run.stderr
    assert run.stderr.count("study.toml, line ") >= 4
    assert "Traceback" not in run.stderr


def test_a_study_that_is_not_toml_is_one_message(bulletin):
    change(bulletin / "study.toml", "[study]", "[study")
    run = run_probata("check", str(bulletin))
    assert run.returncode == 4
    assert "is not valid TOML" in run.stderr
    assert "line 3" in run.stderr


def test_a_broken_csv_leaves_the_earlier_output_alone(bulletin, tmp_path):
    out = tmp_path / "out"
    assert run_probata("analyse", str(bulletin), "--out", str(out)).returncode == 0
    before = (out / "results.json").read_bytes()
    cases = (out / "data" / "cases_synthetic.csv").read_text().splitlines()
    cases[5] = cases[5] + ",too,many"
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join(cases) + "\n")
    run = run_probata(
        "bulletin", str(bulletin), "--data", str(broken), "--out", str(out)
    )
    assert run.returncode == 5
    assert "6" in run.stderr
    assert (out / "results.json").read_bytes() == before
    assert "Traceback" not in run.stderr


def test_a_claim_that_no_longer_holds_names_its_sentence(bulletin, tmp_path):
    change(bulletin / "study.toml", "percent = 72", "percent = 73")
    run = run_probata("bulletin", str(bulletin), "--out", str(tmp_path / "out"))
    assert run.returncode in (6, 7), run.stderr
    assert "three_positive" in run.stderr or "72" in run.stderr
    assert not (tmp_path / "out").exists()


def test_errors_can_be_read_by_a_machine(bulletin):
    change(bulletin / "study.toml", 'marks_from = "model_4"', 'marks_from = "model_5"')
    run = run_probata("check", str(bulletin), "--json")
    assert run.returncode == 4
    record = json.loads(run.stdout)
    assert record["exit_code"] == 4
    assert "model_5" in record["faults"][0]["problem"]


def test_a_seed_and_a_data_file_do_not_go_together():
    run = run_probata("analyse", str(EARLY), "--seed", "1", "--data", "x.csv")
    assert run.returncode == 2


def test_schemas_are_written_for_editors(tmp_path):
    run = run_probata("schema", "--out", str(tmp_path))
    assert run.returncode == 0, run.stderr
    for name in ("study", "codebook", "framework", "results"):
        schema = json.loads((tmp_path / f"{name}.schema.json").read_text())
        assert schema["properties"]


def test_made_up_cases_are_not_published_beside_numbers_that_are_held_back(
    bulletin, tmp_path
):
    change(bulletin / "study.toml", 'mode = "report"', 'mode = "round"')
    out = tmp_path / "out"
    assert run_probata("analyse", str(bulletin), "--out", str(out)).returncode == 0
    private = tmp_path / "out.private" / "data" / "cases_synthetic.csv"
    assert len(private.read_text().splitlines()) == 1540
    assert not list(out.glob("data/cases_*"))
