"""A data release: the signed assessments of closed inspections, locked as rows with a codebook.

    make_release(form, cases, ...) -> DataRelease

One row a case, without names and without any free text. Made again from the same log, it
is the same bytes. A correction is a new release that names the one it corrects.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.assessment.answers import Entries, Facts, number_of_fact
from probata.assessment.chain import Head
from probata.assessment.form import Form
from probata.assessment.replay import CaseRecord
from probata.assessment.states import QuestionState, StateKind, States, find_states
from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.codebook import MissingReason
from probata.dataset.release_manifest import (
    CODEBOOK,
    MANIFEST,
    ROWS,
    FrameworkPart,
    LogHead,
    ReleaseManifest,
    write_release_manifest,
)
from probata.dataset.rows import write_csv
from probata.dataset.write_codebook import write_codebook
from probata.errors import DataError, Fault

# How a question without an answer stands in the rows. Routing that rules a question out
# leaves it not asked; "not applicable" would say that it was put to somebody.
REASON_OF_STATE: Mapping[StateKind, MissingReason] = {
    "asked_unanswered": "not_answered",
    "declined": "declined",
    "does_not_apply": "not_asked",
    "not_reached": "not_reached",
}


@dataclass(frozen=True)
class AssessedCase:
    """One signed assessment, under pseudonyms: what a row is made of.

    `guidance` is the version of the guidance that each answer was given under; `head` where
    the case's log ended. Notes among the entries go into no release.
    """

    case_id: str
    delivery_unit: str
    inspector: str
    facts: Facts
    entries: Entries
    guidance: Mapping[str, str]
    head: Head
    region: str = ""


def assessed_case(
    record: CaseRecord,
    head: Head,
    *,
    case_id: str,
    delivery_unit: str,
    inspector: str,
    region: str = "",
) -> AssessedCase:
    """A case of a replayed log, which ended at `head`, under its pseudonyms."""
    return AssessedCase(
        case_id=case_id,
        delivery_unit=delivery_unit,
        inspector=inspector,
        facts=record.facts,
        entries=record.entries,
        guidance={name: item.guidance_version for name, item in record.saved.items()},
        head=head,
        region=region,
    )


@dataclass(frozen=True)
class DataRelease:
    """The files of a release by name, and its manifest, which is one of them."""

    files: Mapping[str, bytes]
    manifest: ReleaseManifest


def make_release(
    form: Form,
    cases: Iterable[AssessedCase],
    *,
    synthetic: bool,
    left_out: Mapping[str, int] | None = None,
    corrects: ReleaseManifest | None = None,
) -> DataRelease:
    """Lock assessments of one framework version.

    `left_out` counts cases of the cohorts that are not in the release, by reason. `corrects` is the manifest of the release that this one takes
    the place of. Raises DataError for no case, a case that stands twice, or another
    framework than that of the corrected release; AnswerError for answers of another form.
    """
    ordered = sorted(cases, key=lambda case: case.case_id)
    _check_cases(ordered)
    if corrects and corrects.framework.sha256 != form.sha256:
        raise DataError(
            "A release is corrected under the framework that it was made with "
            f"({corrects.framework.id} {corrects.framework.version}). Make a first release "
            "under the other one."
        )
    columns: dict[str, list[str]] = {name: [] for name in columns_of(form)}
    counts: dict[str, Counter[str]] = {name: Counter() for name in form.by_id}
    guidance: dict[str, Counter[str]] = {}
    for case in ordered:
        states = find_states(form, case.facts, case.entries)
        row = _row(form, case, states, synthetic)
        for name, texts in columns.items():
            texts.append(row[name])
        for name in form.by_id:
            counts[name][row[name]] += 1
            if stamp := case.guidance.get(name):
                guidance.setdefault(name, Counter())[stamp] += 1
    remark = "SYNTHETIC DATA: no real person is in it.\n" if synthetic else ""
    files = {
        ROWS: write_csv(columns),
        CODEBOOK: write_codebook(
            assessment_codebook(form.framework),
            f"{remark}Codebook of {ROWS}. Do not edit: a release never changes.",
        ),
    }
    manifest = ReleaseManifest(
        synthetic=synthetic,
        number=corrects.number + 1 if corrects else 1,
        corrects=hash_of_manifest(corrects) if corrects else "",
        framework=FrameworkPart(
            id=form.framework_id, version=form.version, sha256=form.sha256
        ),
        guidance={name: _sorted(found) for name, found in sorted(guidance.items())},
        heads={
            case.case_id: LogHead(number=case.head.number, hash=case.head.hash)
            for case in ordered
        },
        cases=len(ordered),
        units=_sorted(Counter(case.delivery_unit for case in ordered)),
        left_out=dict(sorted((left_out or {}).items())),
        counts={name: _sorted(found) for name, found in counts.items()},
        rows={
            case.case_id: hash_of_row(columns, at) for at, case in enumerate(ordered)
        },
        files={name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    )
    return DataRelease({**files, MANIFEST: write_release_manifest(manifest)}, manifest)


def columns_of(form: Form) -> tuple[str, ...]:
    """The columns of a release, in the order of its codebook."""
    return tuple(assessment_codebook(form.framework).variables)


def hash_of_row(columns: Mapping[str, Sequence[str]], at: int) -> str:
    """The hash of one row: its cells with their columns, each ended by a null character."""
    cells = "".join(f"{name}\0{texts[at]}\0" for name, texts in columns.items())
    return hashlib.sha256(cells.encode()).hexdigest()


def hash_of_manifest(manifest: ReleaseManifest) -> str:
    return hashlib.sha256(write_release_manifest(manifest)).hexdigest()


def _check_cases(cases: Sequence[AssessedCase]) -> None:
    if not cases:
        raise DataError("No signed assessment is there to be released.")
    times = Counter(case.case_id for case in cases)
    faults = [
        Fault(
            f"case {name}", f"stands in the release {count} times.", "Give one of them."
        )
        for name, count in times.items()
        if count > 1
    ]
    for case in cases:
        for name in ("case_id", "delivery_unit", "inspector", "region"):
            text = getattr(case, name)
            if text != " ".join(text.split()) or (not text and name != "region"):
                words = f"its {name} is empty, or has spaces that a file does not keep."
                faults.append(Fault(f"case {case.case_id}", words, "Correct it."))
    if faults:
        raise DataError("These assessments cannot be released.", faults)


def _row(
    form: Form, case: AssessedCase, states: States, synthetic: bool
) -> dict[str, str]:
    stamps = {
        case.guidance.get(name, "") for name, state in states.items() if state.applies
    }
    design = {
        "case_id": case.case_id,
        "record_source": "synthetic" if synthetic else "inspection",
        "framework_version": form.version,
        "guidance_version": " ".join(sorted(stamps - {""})),
        "region": case.region,
        "delivery_unit": case.delivery_unit,
        "inspector": case.inspector,
    }
    facts = {name: _fact(form, case, name) for name in form.framework.file.facts}
    answers = {name: _cell(case, state) for name, state in states.items()}
    return {**design, **facts, **answers}


def _fact(form: Form, case: AssessedCase, name: str) -> str:
    value = case.facts.get(name)
    if value is None or value == "":
        return ""
    number = number_of_fact(value) if form.codes[name] is None else None
    return str(value) if number is None else f"{number:.15g}"


def _cell(case: AssessedCase, state: QuestionState) -> str:
    if state.kind == "asked_answered":
        return str(case.entries[state.question].value)
    return REASON_OF_STATE[state.kind]


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
