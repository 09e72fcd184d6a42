"""The auditor's arithmetic against published examples, and on the published Annex B.

`grim_pigs.csv`: R's scrutiny 0.6 (its data set pigs1, and what its tests expect of it at
its own n and at n = 40 and 80 by three rules of rounding). `statcheck.csv`: the examples
of R's statcheck 1.5 and what its tests expect. `delivery_units.txt`: the units of table
A1 of Research & Analysis Bulletin 2023/03, two of them as the service spells them.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from probata.cli.audit_stages import audit_files
from probata.publication.audit.findings import Audit
from probata.publication.audit.grain import is_testable, possible_counts
from probata.publication.audit.recompute import check_results

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "src" / "probata" / "dataset" / "published" / "bulletin_2023_03"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def fits(value: str, n: int, rule: str = "either", per: int = 1) -> bool:
    digits = len(value.partition(".")[2])
    return bool(possible_counts(Decimal(value), digits, n, rule, per))


@pytest.mark.parametrize("row", read("grim_pigs.csv"), ids=lambda row: row["value"])
def test_means_that_scrutiny_finds_possible(row):
    assert fits(row["value"], int(row["own_n"])) == (row["own"] == "1")
    rules = {"either": "either", "up": "half-up", "down": "half-down"}
    for n in (40, 80):
        for short, rule in rules.items():
            expected = row[f"n{n}_{short}"] == "1"
            assert fits(row["value"], n, rule) == expected, (n, rule)


def test_the_example_of_brown_and_heathers():
    """5.19 for 28 is impossible; of 5.19 to 5.30, scrutiny's tests allow three."""
    values = [f"{(519 + at) / 100:.2f}" for at in range(12)]
    found = [value for value in values if fits(value, 28)]
    assert found == ["5.21", "5.25", "5.29"]


@pytest.mark.parametrize(
    ("value", "n", "possible"),
    [("67.4", 150, False), ("54.2", 150, False), ("54.0", 150, True),
     ("69.8", 150, False), ("68.1", 150, False), ("55.4", 150, False),
     ("6", 50, True), ("7", 50, False), ("15", 50, False), ("16", 50, True)],
)  # fmt: skip
def test_percentages_that_scrutiny_finds_possible(value, n, possible):
    """scrutiny's pigs2 (5 of 6 impossible) and the percentages of its tests."""
    assert fits(value, n, per=100) == possible


def test_two_groups_of_bauer_and_francis():
    """Psychological Science 32 (2021): 4.71 and 5.3 go with 17 and 23, not with 20 and 20."""
    assert fits("5.3", 20) and not fits("4.71", 20)
    assert fits("4.71", 17) and fits("5.3", 23)


def test_with_many_cases_nothing_is_impossible():
    assert is_testable(1, 999) and not is_testable(1, 1000)
    assert all(fits(f"{at / 10:.1f}", 1000, per=100) for at in range(1001))


@pytest.mark.parametrize("row", read("statcheck.csv"), ids=lambda row: row["text"])
def test_results_that_statcheck_finds_inconsistent(row):
    audit = Audit("text")
    check_results("line 1", row["text"], audit)
    errors = audit.of_level("error")
    assert bool(errors) == (row["error"] == "1")
    changes = any("verdict at 5 per cent changes" in item.message for item in errors)
    assert changes == (row["decision"] == "1")


def test_a_one_sided_p_is_told_apart():
    audit = Audit("text")
    check_results("line 1", "t(28) = 2.20, p = .018", audit)
    assert [item.level for item in audit.findings] == ["warning"]
    assert "one-sided" in audit.findings[0].message


def test_the_report_on_annex_b_is_that_of_the_page(monkeypatch):
    """docs/explanation/audit.md prints this report; it must stay the one that is made."""
    monkeypatch.chdir(PUBLISHED)
    files = [Path("tables.csv"), Path("inspections.csv"), Path("claims.csv")]
    names = DATA / "delivery_units.txt"
    record, lines, code = audit_files(files, (), None, None, names)
    assert code == 0
    page = (ROOT / "docs" / "explanation" / "audit.md").read_text()
    (shown,) = re.findall(r"```text\n(tables\.csv: .*?)```", page, re.DOTALL)
    assert shown.split() == "\n".join(lines).split()
    assert record["errors"] == 0 and record["warnings"] == 17


def test_the_missing_groups_of_annex_b():
    """Worked out by hand: 549 in all, as 548 of 1,538 have an engagement answer."""
    record, _, _ = audit_files([PUBLISHED / "tables.csv"], (), None, None, None)
    found = {
        item["where"]: item["message"]
        for item in record["files"][0]["findings"]
        if item["check"] == "disclosure"
    }
    assert len(found) == 20
    hidden = {
        "case type": "3 of 1,539 cases are in no category; by subtraction 0 of them",
        "sex": "45 of 1,539 cases are in no category; by subtraction 16 of them",
        "enabling completion": "5 of 1,539 cases are in no category; by subtraction 0 or 1",
    }
    for name, message in hidden.items():
        (where,) = [key for key in found if name in key]
        assert found[where].startswith(message)
