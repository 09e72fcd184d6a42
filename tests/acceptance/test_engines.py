"""Each engine on each folder of `bulletins/`: the same numbers, through the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from engines import assert_same

ROOT = Path(__file__).parents[2]
PAROLE = ROOT.parent / "shared/data/nij_recidivism/nij_year1_survivors.csv.gz"
TOLERANCE = 1e-9


def analyse(out: Path, study: str, engine: str, *more: str) -> dict[str, object]:
    command = [sys.executable, "-m", "probata", "analyse", f"bulletins/{study}"]
    run = subprocess.run(
        [*command, "--engine", engine, "--out", str(out), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def compare(tmp_path: Path, study: str, *more: str) -> None:
    memory = analyse(tmp_path / "memory", study, "memory", *more)
    stream = analyse(tmp_path / "stream", study, "stream", *more)
    assert memory["engine"] is None
    assert stream["engine"]["name"] == "stream"
    assert stream["provenance"] == memory["provenance"]
    assert_same(memory, stream, TOLERANCE)


def test_the_early_outcomes_twin_has_the_same_results_from_memory_and_in_parts(
    tmp_path,
):
    compare(tmp_path, "early_outcomes")


@pytest.mark.skipif(
    not PAROLE.exists(), reason=f"the NIJ data are not beside the checkout ({PAROLE})"
)
def test_parole_activity_has_the_same_results_from_memory_and_in_parts(tmp_path):
    compare(tmp_path, "parole_activity", "--data", str(PAROLE))
