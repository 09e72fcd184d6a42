"""A twin of any size: the published shares, marked as made up, the same from the same seed."""

from pathlib import Path

import pytest

from probata.analysis.read_study import read_study
from probata.analysis.twin_search import read_design
from probata.cli.main import main
from probata.dataset.large_twin import draw_blocks
from probata.dataset.load import load_cases

STUDY = Path(__file__).parents[3] / "bulletins/early_outcomes"


@pytest.fixture(scope="module")
def study():
    return read_study(STUDY)


def draw(study, rows, seed=7):
    outcome = study.file.outcome
    return draw_blocks(
        read_design(study),
        study.codebook,
        outcome.variable,
        outcome.positive,
        rows,
        seed,
    )


def test_whole_blocks_have_the_published_shares(study, monkeypatch):
    monkeypatch.setattr("probata.dataset.large_twin.TIMES", 2)
    published = read_design(study).margins
    n = published.positive + published.negative
    tables = list(draw(study, 6 * n))
    assert [table.num_rows for table in tables] == [2 * n] * 3
    ids = [item for table in tables for item in table["case_id"].to_pylist()]
    assert len(set(ids)) == 6 * n
    for table in tables:
        answers = table["reasonable_progress"].to_pylist()
        assert answers.count("yes") == 2 * published.positive
        assert set(table["record_source"].to_pylist()) == {"synthetic"}


def test_any_number_of_rows_from_a_seed(study):
    one, two, other = (list(draw(study, 2000, seed)) for seed in (1, 1, 2))
    assert sum(table.num_rows for table in one) == 2000
    assert one[0].equals(two[0]) and not one[0].equals(other[0])


def test_the_command_writes_parts_that_agree_with_the_codebook(study, tmp_path, capsys):
    out = tmp_path / "twin"
    main(["twin", str(STUDY), "--rows", "3000", "--out", str(out)])
    assert "3,000 synthetic cases" in capsys.readouterr().out
    cases = load_cases(out, study.codebook)
    assert cases.n == 3000 and cases.synthetic
