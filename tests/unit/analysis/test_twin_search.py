"""The search keeps a draw that supports every statement, or says what stood in its way."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from probata.analysis.read_study import read_study
from probata.analysis.twin_search import twin_inputs, write_twin, write_twin_apart
from probata.errors import AnalysisError, InputMissing

EARLY = Path(__file__).parents[3] / "bulletins" / "early_outcomes"


@pytest.fixture
def study(tmp_path):
    """`study((old, new), ...)`: the bulletin with these changes in twin.toml."""

    def read(*changes):
        folder = tmp_path / "early"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(EARLY, folder)
        path = folder / "twin.toml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        return read_study(folder)

    return read


def few_draws(count):
    return ("seed = 2023", f"seed = 2023\ndraws = {count}")


def share(rows, category):
    """Positive cases in per cent, halves up, where all key questions are answered."""
    names = ("engagement", "desistance", "safety")
    inside = [
        row["reasonable_progress"] == "yes"
        for row in rows
        if all(row[name] for name in names)
        and sum(row[name] == "yes" for name in names) == category
    ]
    return (200 * sum(inside) + len(inside)) // (2 * len(inside))


@pytest.fixture(scope="module")
def twins():
    study = read_study(EARLY)
    return {seed: write_twin(study, seed) for seed in (None, 6)}


def test_a_kept_twin_has_the_percentages_that_the_text_states(twins):
    for twin in twins.values():
        rows = list(csv.DictReader(io.StringIO(twin.csv.decode())))
        assert len(rows) == twin.rows == 1539
        assert (share(rows, 3), share(rows, 0)) == (72, 8)
        assert {row["record_source"] for row in rows} == {"synthetic"}


def test_the_seed_decides_the_bytes_and_the_design_gives_the_default(twins):
    default = twins[None]
    again = write_twin(read_study(EARLY), 2023)
    assert default == again
    assert default.seed == 2023
    assert twins[6].csv != default.csv


def test_a_search_of_as_many_draws_as_it_took_finds_the_same_twin(study, twins):
    took = twins[None].attempts
    assert took > 1
    assert write_twin(study(few_draws(took))).csv == twins[None].csv
    with pytest.raises(AnalysisError, match=f"none of {took - 1} draws") as caught:
        write_twin(study(few_draws(took - 1)))
    counts = [re.findall(r"\b(\d+) (?:of|draws)", str(f)) for f in caught.value.faults]
    shares = [int(failed) / int(reached) for failed, reached in counts]
    assert shares[0] > shares[-1]
    assert shares == sorted(shares, reverse=True)


def test_a_percentage_that_no_draw_can_have_is_named_first(study):
    impossible = study(few_draws(12), ("percent = 72", "percent = 99"))
    with pytest.raises(AnalysisError) as caught:
        write_twin(impossible, 1)
    assert "none of 12 draws with seed 1" in caught.value.summary
    assert "Failed most often:" in caught.value.summary
    (fault,) = caught.value.faults
    assert re.fullmatch(r"twin\.toml, line \d+", fault.where)
    assert fault.problem == (
        "99 per cent positive where `positive_key_questions` is `3`: failed in 12 of "
        "the 12 draws in which it was checked."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'variable = "engagement"\nsignificant = true',
            'variable = "engagement"\nsignificant = false',
            "`engagement` not significant in model_1: failed in",
        ),
        (
            'variable = "likelihood_of_reoffending"\nalone_in',
            'variable = "sex"\nalone_in',
            "`sex` alone significant of `characteristics` in model_1, model_2,",
        ),
    ],
)
def test_a_statement_on_a_model_that_never_holds_is_named_first(study, old, new, said):
    """Without the two percentages every draw comes as far as the models."""
    percentages = re.compile(r"\[\[statements\]\]\nvariable = .*\n.*\npercent = \d+\n")
    text = (EARLY / "twin.toml").read_text(encoding="utf-8")
    changes = [(found, "") for found in percentages.findall(text)]
    assert len(changes) == 2
    with pytest.raises(AnalysisError) as caught:
        write_twin(study(few_draws(5), *changes, (old, new)), 1)
    first = caught.value.faults[0]
    assert first.problem.startswith(said)
    failed, reached = re.findall(r"\b(\d+) (?:of|draws)", first.problem)
    assert failed == reached


def test_a_study_without_a_twin_says_so(study, tmp_path):
    study()
    path = tmp_path / "early" / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('twin = "twin.toml"\n', "", 1), encoding="utf-8")
    with pytest.raises(InputMissing, match="declares no synthetic twin"):
        write_twin(read_study(path.parent))


def test_the_twin_is_drawn_anew_when_its_design_changes(study):
    """The key of the stored twin: the files that it follows from."""
    one = twin_inputs(study(), None)
    assert twin_inputs(study(), None) == one
    changed = twin_inputs(study(("spread = 0.2", "spread = 0.3")), None)
    assert changed[0] != one[0]
    assert twin_inputs(study(), 5) == (one[0], 5)


def test_a_twin_without_groups_has_nothing_to_set_apart():
    with pytest.raises(AnalysisError, match="no \\[groups\\]"):
        write_twin_apart(read_study(EARLY))
