"""Reads a data release again, and makes sure that it is what its manifest says.

read_release(folder) -> ReleasedRows
compare_releases(old, new) -> ReleaseDifference
write_changes(difference) -> bytes
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.dataset.check import check_rows
from probata.dataset.data_release import hash_of_manifest, hash_of_row
from probata.dataset.read_codebook import read_codebook
from probata.dataset.release_manifest import (
    CODEBOOK,
    MANIFEST,
    ROWS,
    ReleaseManifest,
    read_release_manifest,
)
from probata.dataset.rows import read_rows, write_csv
from probata.errors import Fault, InputMissing, VerificationError
from probata.outputs import MARKER

EXPECTED = (ROWS, CODEBOOK)


@dataclass(frozen=True)
class ReleasedRows:
    """A release that is what its manifest says; `columns` hold the cells as text."""

    manifest: ReleaseManifest
    columns: Mapping[str, tuple[str, ...]]

    @property
    def cases(self) -> tuple[str, ...]:
        return self.columns["case_id"]


def read_release(folder: Path) -> ReleasedRows:
    """Read a release folder and verify every hash, every row and every cell of it.

    Raises InputMissing, DeclarationError (no manifest of a release), VerificationError
    with every difference, DataError where the rows do not fit their codebook.
    """
    manifest = read_release_manifest(str(folder / MANIFEST), _read(folder / MANIFEST))
    if faults := list(_file_faults(folder, manifest)):
        raise VerificationError(f"{folder}: is not what was released.", faults)
    raw = read_rows(folder / ROWS)
    check_rows(raw, read_codebook(folder / CODEBOOK)[0])
    columns = {
        name: tuple(column.texts[at] for at in column.index.tolist())
        for name, column in raw.columns.items()
    }
    if faults := list(_row_faults(manifest, columns)):
        raise VerificationError(f"{folder}: does not agree with its manifest.", faults)
    return ReleasedRows(manifest, columns)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputMissing(f"{path}: cannot be read ({error.strerror}).") from None


def _file_faults(folder: Path, manifest: ReleaseManifest) -> Iterator[Fault]:
    for name in EXPECTED:
        if hashlib.sha256(_read(folder / name)).hexdigest() != manifest.files.get(name):
            yield Fault(name, "is not the file that was released.")
    for path in sorted(folder.iterdir()):
        if path.name not in (*EXPECTED, MANIFEST, MARKER):
            yield Fault(path.name, "was put here afterwards.")


def _row_faults(
    manifest: ReleaseManifest, columns: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    cases = columns.get("case_id", ())
    if manifest.cases != len(cases) or set(manifest.rows) != set(cases):
        yield Fault(ROWS, "holds other cases than the manifest names.")
    changed = [
        case
        for at, case in enumerate(cases)
        if manifest.rows.get(case) != hash_of_row(columns, at)
    ]
    for case in changed:
        yield Fault(f"case {case}", "has another row than the manifest says.")


@dataclass(frozen=True)
class CellChange:
    """A cell that differs. `before` and `after` are told of answers alone, which are codes
    of the framework; of a fact or a design variable only that it changed."""

    case_id: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ReleaseDifference:
    """What a release changes against another: cases by pseudonym, then cells."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[CellChange, ...]
    follows: bool

    @property
    def columns(self) -> dict[str, int]:
        """How many cells of each column differ."""
        counts: dict[str, int] = {}
        for item in self.changed:
            counts[item.column] = counts.get(item.column, 0) + 1
        return counts


def compare_releases(old: ReleasedRows, new: ReleasedRows) -> ReleaseDifference:
    """Compare two releases of one framework version, case by case and cell by cell.

    `follows`: the new one says that it corrects the old one. Raises VerificationError
    for releases of different frameworks.
    """
    if old.manifest.framework != new.manifest.framework:
        raise VerificationError(
            "The two releases were made under different frameworks "
            f"({_framework(old)} and {_framework(new)}), so their cells mean different "
            "things. `probata standards compare` tells how the two differ."
        )
    before = {case: at for at, case in enumerate(old.cases)}
    after = {case: at for at, case in enumerate(new.cases)}
    return ReleaseDifference(
        added=tuple(case for case in after if case not in before),
        removed=tuple(case for case in before if case not in after),
        changed=tuple(_changes(old, new, before, after)),
        follows=new.manifest.corrects == hash_of_manifest(old.manifest),
    )


def _changes(
    old: ReleasedRows,
    new: ReleasedRows,
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> Iterator[CellChange]:
    for case, at in after.items():
        if case not in before or old.manifest.rows[case] == new.manifest.rows[case]:
            continue
        for name in (item for item in new.columns if item in old.columns):
            was, now = old.columns[name][before[case]], new.columns[name][at]
            if was != now:
                told = (was, now) if name in new.manifest.counts else ("", "")
                yield CellChange(case, name, *told)


def write_changes(found: ReleaseDifference) -> bytes:
    """A CSV row for each case that was added or removed and each cell that differs."""
    rows = [(case, "", "added", "", "") for case in found.added]
    rows += [(case, "", "removed", "", "") for case in found.removed]
    rows += [
        (item.case_id, item.column, "changed", item.before, item.after)
        for item in found.changed
    ]
    names = ("case_id", "column", "change", "before", "after")
    return write_csv({name: [row[at] for row in rows] for at, name in enumerate(names)})


def _framework(release: ReleasedRows) -> str:
    part = release.manifest.framework
    return f"{part.id} {part.version}, {part.sha256[:12]}"
