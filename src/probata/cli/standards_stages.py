"""What each command on frameworks does, from files to files."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from probata.cli.say import Report
from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.write_codebook import write_codebook
from probata.errors import InputMissing, UserError
from probata.outputs import write_file
from probata.standards.change import VERDICTS, Verdict
from probata.standards.compare import Compared, compare_frameworks
from probata.standards.framework import Framework
from probata.standards.outline import outline_framework, outline_lines
from probata.standards.packaged import packaged_names
from probata.standards.read_framework import read_framework
from probata.standards.remarks import find_remarks

TITLES = {
    "standards": "standard",
    "key_questions": "key question",
    "prompts": "prompt",
    "supplementary": "supplementary question",
}
KINDS = {**TITLES, "overall": "rating"}

SAID: dict[Verdict, str] = {
    "comparable": "comparable",
    "with_care": "comparable with care",
    "not_comparable": "not comparable",
}


def list_packaged() -> Report:
    """The frameworks that come with Probata, each with its title."""
    found = [read_framework(Path(name)) for name in packaged_names()]
    records = [
        {
            "id": item.id,
            "title": item.file.framework.title.text(),
            "version": item.file.framework.version,
        }
        for item in found
    ]
    width = max(len(str(item["id"])) for item in records)
    return {"frameworks": records}, [
        f"{item['id']:<{width}}  {item['title']}" for item in records
    ]


def check_framework_file(path: Path) -> Report:
    """Check a framework; what is allowed and worth a look is told as well."""
    framework = read_framework(path)
    remarks = find_remarks(framework)
    counts = {table: len(getattr(framework.file, table)) for table in TITLES}
    record = {
        "checked": str(path),
        "framework": framework.id,
        "version": framework.file.framework.version,
        **counts,
        "remarks": [asdict(item) for item in remarks],
    }
    told = ", ".join(
        f"{count} {TITLES[table]}{'' if count == 1 else 's'}"
        for table, count in counts.items()
        if count
    )
    lines = [f"{path}: framework is in order: {told}."]
    if remarks:
        lines.append("  Worth a look:")
        lines += [f"  {item}" for item in remarks]
    return record, lines


def show_framework(path: Path, language: str) -> Report:
    """The framework as a tree, in one of its languages."""
    framework = read_framework(path)
    languages = framework.file.framework.languages
    if language not in languages:
        raise UserError(
            f"--language: {framework.id} has no words in `{language}`. It has "
            f"{', '.join(languages)}."
        )
    tree = outline_framework(framework, language)
    return tree, list(outline_lines(tree))


def compare_files(old: Path, new: Path) -> Report:
    """The differences between two versions, with what each breaks."""
    comparison = compare_frameworks(read_framework(old), read_framework(new))
    names = [_name(comparison.old), _name(comparison.new)]
    counts = Counter(part.verdict for part in comparison.parts)
    record = {
        "old": names[0],
        "new": names[1],
        "related": comparison.related,
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "parts": [_part_record(part) for part in comparison.parts],
    }
    lines = [
        f"{names[0]} -> {names[1]}",
        "  " + ", ".join(f"{counts[item]} {SAID[item]}" for item in VERDICTS),
    ]
    if not comparison.related:
        lines.append(
            "  Fewer than half of the parts have a counterpart: these look like two "
            "different frameworks, or `was` is missing in the later one."
        )
    for part in comparison.parts:
        lines += _part_lines(part)
    same = sum(not part.changes for part in comparison.parts)
    return record, [*lines, f"{same} parts are the same."]


def _name(framework: Framework) -> str:
    return f"{framework.id} {framework.file.framework.version}"


def _part_record(part: Compared) -> dict[str, Any]:
    return {
        "kind": KINDS[part.table],
        "old": list(part.old),
        "new": part.new,
        "changes": list(part.kinds),
        "verdict": part.verdict,
        "reasons": [change.reason for change in part.changes],
    }


def _part_lines(part: Compared) -> list[str]:
    if not part.changes:
        return []
    name = part.new or part.old[0]
    verdict = part.verdict.replace("_", " ").replace(
        "with care", "comparable with care"
    )
    kinds = ", ".join(part.kinds)
    return [
        f"{KINDS[part.table]} `{name}`: {kinds}; {verdict}",
        *(f"    {change.reason}" for change in part.changes),
    ]


def write_framework_codebook(path: Path, out: Path) -> Report:
    """The codebook of the data set that assessments under a framework make."""
    framework = read_framework(path)
    file = assessment_codebook(framework)
    remark = (
        f"Made by `probata standards codebook` from the framework {framework.id}, "
        f"version {framework.file.framework.version}."
    )
    if out.is_dir():
        raise InputMissing(f"{out}: is a folder. Name the codebook file itself.")
    write_file(out, write_codebook(file, remark))
    roles = Counter(variable.role for variable in file.variables.values())
    record = {
        "file": str(out),
        "framework": framework.id,
        "variables": len(file.variables),
        "roles": dict(sorted(roles.items())),
    }
    return record, [
        f"{out}: {len(file.variables)} variables of {_name(framework)}.",
        f"  Check it with: probata check {out}",
    ]
