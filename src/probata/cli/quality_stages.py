"""What the commands of quality assurance do, from files to files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from probata.assessment.quality_sample import Choice, Plan, choose_cases
from probata.assessment.read_signed import read_signed
from probata.cli.say import Report
from probata.errors import UserError
from probata.guarded_csv import write_rows
from probata.outputs import write_folder

SHARE = 0.1  # of all cases at random, unless another is asked for


def draw_quality_sample(
    path: Path,
    columns: tuple[str, str],
    share: float | None,
    each: int | None,
    targets: Sequence[str],
    seed: str,
    out: Path,
) -> Report:
    """Draw the samples and write `quality_sample.csv`: the chosen cases."""
    wanted = _read_targets(targets)
    if not seed.strip():
        raise UserError("--seed: is empty. Give any words, and keep them.")
    cases = read_signed(path, *columns, list(wanted))
    plan = Plan(seed, SHARE if share is None else share, wanted, each)
    choices = choose_cases(plan, cases)
    chosen = [item for item in choices if item.chosen]
    write_folder(out, {"quality_sample.csv": _table(chosen)})
    counts = {name: sum(name in item.targets for item in choices) for name in wanted}
    bear = {name: sum(name in case.flags for case in cases) for name in wanted}
    record = {
        "cases": len(cases),
        "assessors": len({case.assessor for case in cases}),
        "random": sum(item.random for item in choices),
        "targeted": {
            name: {"cases": bear[name], "drawn": counts[name]} for name in wanted
        },
        "chosen": len(chosen),
        "folder": str(out),
    }
    return record, _lines(path, choices, bear, counts, out)


def _read_targets(given: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in given:
        name, sign, text = item.rpartition("=")
        try:
            share = float(text)
        except ValueError:
            share = -1
        if not sign or not name or not 0 <= share <= 1:
            raise UserError(
                f"--target: `{item}` must be COLUMN=SHARE with a share between 0 and 1, "
                "such as serious=0.5."
            )
        if name in found or name == "random":
            raise UserError(
                f"--target: `{name}` cannot stand here twice, nor `random`."
            )
        found[name] = share
    return found


def _table(chosen: Sequence[Choice]) -> bytes:
    """`weight` is for all second judgements together, `random_weight` for the random ones."""
    header = (
        "case", "assessor", "random", "targets", "random_probability", "probability",
        "random_weight", "weight",
    )  # fmt: skip
    rows = (
        (
            item.case,
            item.assessor,
            "yes" if item.random else "no",
            " ".join(item.targets),
            item.random_probability,
            item.probability,
            1 / item.random_probability if item.random else "",
            1 / item.probability,
        )
        for item in chosen
    )
    return write_rows(header, rows)


def _lines(
    path: Path,
    choices: Sequence[Choice],
    bear: dict[str, int],
    counts: dict[str, int],
    out: Path,
) -> list[str]:
    assessors = sorted({item.assessor for item in choices})
    random = sum(item.random for item in choices)
    lines = [
        f"{path}: {len(choices):,} signed cases of {len(assessors):,} assessors",
        f"  random: {random:,}",
    ]
    lines += [
        f"  {name}: {counts[name]:,} of the {bear[name]:,} cases that bear it"
        for name in bear
    ]
    both = sum(item.random and bool(item.targets) for item in choices)
    chosen = sum(item.chosen for item in choices)
    lines.append(f"  together {chosen:,} cases, {both:,} of them in both samples")
    reached = {item.assessor for item in choices if item.random}
    if missed := len(assessors) - len(reached):
        verb = "has" if missed == 1 else "have"
        lines.append(
            f"  {missed} of the assessors {verb} no case in the random sample; "
            "--each draws some of every one"
        )
    lines.append(f"Written to {out}.")
    return lines
