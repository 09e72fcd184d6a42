"""Between analysis and everything that leaves it: disclosure control, and its private files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from probata.analysis.results import Results, read_results
from probata.analysis.study import Study
from probata.cli.progress import Progress
from probata.errors import UserError

LOG = "disclosure_log.csv"


@dataclass(frozen=True)
class Disclosed:
    """Results that may leave, and files that may not: path -> content."""

    results: Results
    changed: bool = False
    risks: int = 0
    held_back: int = 0
    private: dict[str, bytes] = field(default_factory=dict)


def disclose(
    study: Study,
    results: Results,
    more_earlier: Sequence[Path],
    progress: Progress,
) -> Disclosed:
    """Results as they may be published. Those that are protected already stay as they are.

    Bulletins that are out are those that the study names, from its folder, and
    `more_earlier`. Raises AnalysisError where nothing would make the results safe.
    """
    from probata.publication.disclosure.build import build_system
    from probata.publication.disclosure.control import (
        choose,
        count_risks,
        follows_rules,
        protect,
    )
    from probata.publication.disclosure.log import write_log

    rules = study.file.disclosure
    made = results.disclosure
    if made is not None and follows_rules(made, rules):
        return Disclosed(results)
    if made is not None and made.mode != "report":
        raise UserError(
            f"{study.id}: [disclosure] is not what these results were protected by. Make "
            "them again from the cases with `probata analyse`."
        )
    paths = [*(study.folder / item for item in rules.earlier), *more_earlier]
    earlier = [read_results(path) for path in paths]
    with progress.stage("Find what would tell of few people"):
        relations = build_system(study, results, earlier)
    with progress.stage("Protect it"):
        choice = choose(study, relations, progress.step)
        safe = protect(study, results, choice, earlier)
    risks = len(count_risks(choice.risks))
    private = (
        {LOG: write_log(study, results, safe, choice, relations.system.switches)}
        if risks
        else {}
    )
    changed = bool(choice.off) or study.file.disclosure.mode == "round"
    return Disclosed(safe, changed, risks, len(choice.off), private)


def private_folder(target: Path) -> Path:
    """Where files lie that are not for publication: beside the output folder."""
    return target.with_name(f"{target.name}.private")


def say_disclosed(found: Disclosed, target: Path) -> tuple[dict[str, Any], list[str]]:
    """What was done, for machines and for people."""
    made = found.results.disclosure
    assert made is not None
    record: dict[str, Any] = made.model_dump(mode="json")
    if not found.private:
        if made.mode == "report":
            return record, [f"  Disclosure control: report only ({made.reason})."]
        return record, ["  Disclosure control: nothing was at risk."]
    log = private_folder(target) / LOG
    record |= {"log": str(log), "risks": found.risks, "held_back": found.held_back}
    said = f"{found.risks} counts at risk"
    if made.mode == "report":
        did = f"nothing was held back ({made.reason})"
    elif made.mode == "round":
        did = f"counts rounded to {made.rounded}, {found.held_back} numbers held back"
    else:
        did = f"{found.held_back} numbers held back"
    return record, [
        f"  Disclosure control: {said}, {did}.",
        f"    Not for publication: {log}",
    ]
