"""What each command does, from files to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.analysis.open_data.cases import PATH as CASE_METADATA
from probata.analysis.open_data.cases import write_case_metadata
from probata.analysis.open_data.write import write_open_data
from probata.analysis.read_study import read_study, read_twin_study
from probata.analysis.results import Results, read_results, write_results
from probata.analysis.run import run_study
from probata.analysis.spss.listing import write_listing
from probata.analysis.study import Study
from probata.cli.cache import cache_folder, keep_assessment, keep_twin
from probata.cli.disclosing import Disclosed, disclose, private_folder, say_disclosed
from probata.cli.engine_choice import Asked, settle_engine
from probata.cli.manifest import NAME as MANIFEST
from probata.cli.manifest import add_to_manifest, make_manifest, write_manifest
from probata.cli.progress import Progress
from probata.cli.publishing import Said, Wanted, add_said, publish_document
from probata.cli.say import Report
from probata.dataset.check_parts import check_data
from probata.dataset.columns import Cases
from probata.dataset.load import load_cases
from probata.errors import InputMissing, UserError
from probata.outputs import (
    OutFolder,
    add_to_folder,
    refuse_foreign,
    write_file,
    write_folders,
    write_private,
)


@dataclass(frozen=True)
class Input:
    """The data of a run, with the twin's bytes and seed where they are synthetic.

    `cases` is None where an engine reads the file in parts.
    """

    path: Path
    engine: Asked
    cases: Cases | None
    twin: bytes | None = None
    seed: int | None = None


@dataclass(frozen=True)
class Built:
    """What a run made: `files` to publish and `private` ones, by path.

    `said` is what its author should look at.
    """

    safe: Disclosed
    files: dict[str, bytes]
    private: dict[str, bytes]
    said: Said


def make_bulletin(
    folder: Path,
    data: Path | None,
    out: Path | None,
    seed: int | None,
    wanted: Wanted,
    progress: Progress,
) -> Report:
    """The main job: check, analyse, publish, and write one folder whole or not at all."""
    from probata.publication.formats import read_formats

    formats = read_formats(wanted.formats)
    study = _read_study(folder, progress)
    target = out or Path("build") / study.id
    refuse_foreign(target)
    built = build_files(study, data, seed, wanted, cache_folder(target), progress)
    _write(study, built, target, formats, wanted, progress)
    report = _report(study, built.safe, target, built.files, progress)
    return add_said(report, built.said)


def build_files(
    study: Study,
    data: Path | None,
    seed: int | None,
    wanted: Wanted,
    cache: Path,
    progress: Progress,
) -> Built:
    """Check, analyse and publish: every file but for the manifest; nothing is written.

    Pages and files know the results after disclosure control alone. Without formats, the
    results alone. `cache` is where long work is kept or found.
    """
    from probata.publication.formats import read_formats

    formats = read_formats(wanted.formats) if wanted.formats else ()
    rows = _read_cases(study, data, seed, wanted.engine, cache, progress)
    raw = _analyse(study, rows, cache, progress)
    safe = disclose(study, raw, wanted.earlier, progress)
    pages: dict[str, bytes] = {}
    said = Said((), ())
    if formats:
        pages, said = publish_document(study, safe.results, formats, wanted, progress)
    files = _result_files(study, safe.results) | pages
    private = dict(safe.private)
    # What holds every count is a working paper where some are held back.
    whole = private if safe.changed else files
    whole |= _made_up_cases(study, rows)
    if wanted.listing:
        whole["listing.txt"] = write_listing(raw, study)
    return Built(safe, files, private, said)


def make_results(
    folder: Path,
    data: Path | None,
    out: Path | None,
    seed: int | None,
    wanted: Wanted,
    progress: Progress,
) -> Report:
    """Check and analyse; write results.json and the flat files."""
    study = _read_study(folder, progress)
    target = out or Path("build") / study.id
    refuse_foreign(target)
    built = build_files(study, data, seed, wanted, cache_folder(target), progress)
    _write(study, built, target, (), wanted, progress)
    return _report(study, built.safe, target, built.files, progress)


def publish_results(
    folder: Path,
    source: Path | None,
    out: Path | None,
    wanted: Wanted,
    progress: Progress,
) -> Report:
    """Write the bulletin from results.json alone."""
    from probata.publication.formats import read_formats

    formats = read_formats(wanted.formats)
    study = _read_study(folder, progress)
    target = out or Path("build") / study.id
    read = read_results(source or target / "results.json")
    safe = disclose(study, read, wanted.earlier, progress)
    pages, said = publish_document(study, safe.results, formats, wanted, progress)
    manifest = make_manifest(study, safe.results, formats, wanted, pages)
    pages |= {MANIFEST: write_manifest(add_to_manifest(target, manifest))}
    for name, content in pages.items():
        add_to_folder(target, name, content)
    for name, content in safe.private.items():
        write_private(private_folder(target) / name, content)
    report = _report(study, safe, target, pages, progress)
    return add_said(report, said)


def check_inputs(path: Path, data: Path | None, progress: Progress) -> Report:
    """Check a bulletin folder, a codebook or a framework; with data, the data too."""
    from probata.publication.theme import read_theme

    kind, thing = _read_any(path)
    if isinstance(thing, Study):
        read_theme(thing.file.study.theme, thing.folder)
    lines = [f"{path}: {kind} is in order."]
    record: dict[str, Any] = {"checked": str(path), "kind": kind}
    if data is not None:
        codebook = thing.codebook if isinstance(thing, Study) else thing
        if kind == "framework":
            raise UserError("Data are checked against a study or a codebook.")
        with progress.stage("Check the data"):
            found = check_data(data, codebook)
        record |= {"data": str(data), "rows": found.rows, "synthetic": found.synthetic}
        record["ignored_columns"] = list(found.ignored)
        lines.append(f"{data}: {found.rows:,} rows agree with the codebook.")
        if found.ignored:
            names = ", ".join(found.ignored)
            lines.append(f"  Columns that the codebook does not name, ignored: {names}")
    return record, lines


def write_twin_file(
    folder: Path, out: Path | None, seed: int | None, progress: Progress
) -> Report:
    """Write the study's synthetic twin as CSV."""
    from probata.analysis.twin_search import write_twin

    study = _read_study(folder, progress)
    with progress.stage("Draw the synthetic twin"):
        twin = write_twin(read_twin_study(study), seed)
    target = out or Path(f"{study.id}_synthetic.csv")
    write_file(target, twin.csv)
    record = {
        "file": str(target),
        "rows": twin.rows,
        "seed": twin.seed,
        "draws": twin.attempts,
        "synthetic": True,
    }
    return record, [
        (
            f"{target}: {twin.rows:,} synthetic cases (seed {twin.seed}, "
            f"draw {twin.attempts}). Every row says that it is synthetic."
        )
    ]


def write_twin_apart_files(
    folder: Path, out: Path | None, groups: Path, seed: int | None, progress: Progress
) -> Report:
    """Write the cases of a twin, and in a file of its own what its groups share."""
    from probata.analysis.twin_search import write_twin_apart

    study = _read_study(folder, progress)
    with progress.stage("Draw the synthetic twin"):
        twin = write_twin_apart(read_twin_study(study), seed)
    target = out or Path(f"{study.id}_synthetic.csv")
    write_file(target, twin.cases)
    write_file(groups, twin.groups)
    record = {
        "file": str(target),
        "rows": twin.rows,
        "groups": str(groups),
        "group_rows": twin.group_rows,
        "seed": twin.seed,
        "synthetic": True,
    }
    return record, [
        f"{target}: {twin.rows:,} synthetic cases (seed {twin.seed}).",
        f"{groups}: {twin.group_rows:,} groups, with what is drawn once for each.",
    ]


def _read_any(path: Path) -> tuple[str, Any]:
    from probata.dataset.read_codebook import read_codebook
    from probata.declarations import read_declaration
    from probata.standards.packaged import packaged_names
    from probata.standards.read_framework import read_framework

    if path.is_dir():
        return "study", read_study(path)
    if not path.exists() and path.name in packaged_names():
        return "framework", read_framework(path)
    data = read_declaration(path).data
    if "framework" in data:
        return "framework", read_framework(path)
    if "codebook" in data:
        return "codebook", read_codebook(path)[0]
    return "study", read_study(path)


def _read_study(folder: Path, progress: Progress) -> Study:
    with progress.stage("Read the study and its codebook"):
        return read_study(folder)


def _refuse_unmade(study: Study, data: Path) -> None:
    """A study whose data are made by a recipe of its own says so where they are not there."""
    recipe = study.folder / "recipe.sh"
    if recipe.exists() and not data.exists():
        raise InputMissing(
            f"{study.id}: its data file {data.name} is not made yet. `make bulletins` makes it, "
            f"or {recipe} with the command and a folder."
        )


def _read_cases(
    study: Study,
    data: Path | None,
    seed: int | None,
    asked: Asked,
    cache: Path,
    progress: Progress,
) -> Input:
    if data is not None and seed is not None:
        raise UserError("--seed is for the synthetic twin; it cannot go with --data.")
    declared = study.file.data
    if data is None and declared.file is not None and seed is None:
        data = study.folder / declared.file
        _refuse_unmade(study, data)
    if data is not None:
        engine = settle_engine(asked, data, progress)
        if engine.name != "memory":
            return Input(data, engine, None)
        with progress.stage(f"Read and check {data.name}"):
            return Input(data, engine, load_cases(data, study.codebook))
    if declared.twin is None and declared.twin_of is None:
        raise InputMissing(
            f"{study.id}: no data. Name a case file with --data; this study has neither "
            "a data file nor a synthetic twin of its own."
        )
    with progress.stage("Draw the synthetic twin"):
        path, found = keep_twin(read_twin_study(study), seed, cache)
    engine = settle_engine(asked, path, progress)
    if engine.name != "memory":
        return Input(path, engine, None, path.read_bytes(), found)
    with progress.stage("Read and check the twin"):
        cases = load_cases(path, study.codebook)
    return Input(path, engine, cases, path.read_bytes(), found)


def _analyse(study: Study, rows: Input, cache: Path, progress: Progress) -> Results:
    if rows.cases is None:
        from probata.cli.engine_stages import analyse_on

        return analyse_on(study, rows.engine, rows.path, rows.seed, cache, progress)
    with progress.stage(f"Analyse {rows.cases.n:,} cases"):
        results = run_study(study, rows.cases, rows.seed)
    if study.file.reliability is None:
        return results
    with progress.stage("Put the findings to the test"):
        found = keep_assessment(study, rows.cases, results, cache, progress.step)
    return results.model_copy(update={"reliability": found})


def _write(
    study: Study,
    built: Built,
    target: Path,
    formats: tuple[str, ...],
    wanted: Wanted,
    progress: Progress,
) -> None:
    """Write the output folder and, beside it, what is not for publication."""
    manifest = make_manifest(study, built.safe.results, formats, wanted, built.files)
    files = built.files | {MANIFEST: write_manifest(manifest)}
    folders = [OutFolder(target, files)]
    private = private_folder(target)
    if built.private or private.exists():  # nothing is left of an earlier build
        folders.append(OutFolder(private, built.private, private=True))
    with progress.stage("Write the files"):
        write_folders(folders)


def _result_files(study: Study, results: Results) -> dict[str, bytes]:
    return {"results.json": write_results(results)} | write_open_data(results, study)


def _made_up_cases(study: Study, rows: Input) -> dict[str, bytes]:
    """The rows of a twin, described; nothing of real cases."""
    if rows.twin is None:
        return {}
    header = rows.twin.partition(b"\n")[0].decode().split(",")
    return {
        "data/cases_synthetic.csv": rows.twin,
        CASE_METADATA: write_case_metadata(header, study),
    }


def _report(
    study: Study,
    safe: Disclosed,
    target: Path,
    files: dict[str, bytes],
    progress: Progress,
) -> Report:
    results = safe.results
    disclosed, said = say_disclosed(safe, target)
    record: dict[str, Any] = {
        "study": study.id,
        "folder": str(target),
        "files": sorted(files),
        "cases": results.cases,
        "synthetic": results.provenance.synthetic,
        "guards": {
            model.id: [guard.message for guard in model.guards]
            for model in results.models
        },
        "disclosure": disclosed,
        "seconds": progress.seconds,
    }
    kind = "synthetic cases" if results.provenance.synthetic else "cases"
    lines = [f"{target}: made from {results.cases:,} {kind}."]
    lines += [f"  {name}" for name in sorted(files)]
    for model in results.models:
        lines += [f"  {model.label}: {guard.message}" for guard in model.guards]
    return record, lines + said
