"""`--listing` writes the SPSS listing, and nothing else changes."""

from pathlib import Path

import pytest


@pytest.mark.parametrize("command", ["analyse", "bulletin"])
def test_a_listing_is_written_when_asked_for(study, probata, content, command):
    plain, listed = study.parent / "plain", study.parent / "listed"
    data = ("--data", study / "cases.csv")
    assert probata(command, study, *data, "--out", plain)[0] == 0
    code, said, _ = probata(command, study, *data, "--out", listed, "--listing")
    assert code == 0
    assert "listing.txt" in said
    files, others = content(listed), content(plain)
    text = files.pop("listing.txt").decode()
    assert files.pop("manifest.json") != others.pop(
        "manifest.json"
    )  # it lists the files
    assert files == others
    assert text.count("Omnibus Tests of Model Coefficients") == 1
    assert "synthetic" not in text.lower()


def test_a_listing_of_made_up_cases_says_so(probata, tmp_path):
    out = tmp_path / "out"
    early = Path(__file__).parents[3] / "bulletins" / "early_outcomes"
    assert probata("analyse", early, "--out", out, "--listing")[0] == 0
    text = (out / "listing.txt").read_text()
    assert "SYNTHETIC DATA" in text.split("Logistic Regression: ")[0]
    assert text.count("Block 2: Method = Enter") == 4
