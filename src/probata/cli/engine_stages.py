"""Carries out a study on an engine that reads its data in parts."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from probata.analysis.engines.choose import refuse_undoable
from probata.analysis.engines.chunks import Recipe, Store
from probata.analysis.engines.engine import Engine, open_stream
from probata.analysis.engines.run import run_on
from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.cli.cache import code_key, keep_assessment
from probata.cli.engine_choice import Asked
from probata.cli.progress import Progress
from probata.dataset.check_parts import check_parts
from probata.dataset.columns import Source, join_cases
from probata.dataset.load_parts import load_part
from probata.dataset.partition import partition
from probata.dataset.parts import PartedData, is_parted, list_parts
from probata.errors import DataError


def analyse_on(
    study: Study,
    engine: Asked,
    data: Path,
    twin_seed: int | None,
    cache: Path,
    progress: Progress,
) -> Results:
    """The results of a study from data in parts; other formats are cut into parts first.

    Codes that are kept between passes are removed at the end; where the run is stopped,
    the next one goes on with them.
    """
    source, parted, made = _find_parts(data, cache, progress)
    refuse_undoable(study, engine.name, parted.rows)
    recipe = Recipe.of(study)
    key = code_key([parted.sha256, repr(parted.parts), repr(recipe)])
    store = Store(cache / ".codes" / key, recipe)
    with (
        progress.stage(f"Analyse {parted.rows:,} cases"),
        _open(engine, store, parted) as opened,
    ):
        try:
            results = run_on(study, opened, source, twin_seed, progress.step)
        except DataError:
            check_parts(parted, study.codebook)  # raises with the faults of all parts
            raise
    if study.file.reliability is not None:
        pieces = [c for part in parted.parts for c in load_part(part, study.codebook)]
        cases = join_cases(pieces)
        with progress.stage("Put the findings to the test"):
            found = keep_assessment(study, cases, results, cache, progress.step)
        results = results.model_copy(update={"reliability": found})
    shutil.rmtree(store.folder, ignore_errors=True)
    if made is not None:
        shutil.rmtree(made, ignore_errors=True)
    return results


def _find_parts(
    data: Path, cache: Path, progress: Progress
) -> tuple[Source, PartedData, Path | None]:
    """The data in parts, with where they came from, and a folder made on the way."""
    if is_parted(data):
        parted = list_parts(data)
        return Source(data.name, parted.sha256, parted.rows), parted, None
    folder = cache / ".parts" / data.name
    with progress.stage(f"Cut {data.name} into parts"):
        partition(data, folder)
    parted = list_parts(folder)
    with data.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(data.name, sha256, parted.rows), parted, folder


@contextmanager
def _open(asked: Asked, store: Store, parted: PartedData) -> Iterator[Engine]:
    if asked.name == "spark":
        from probata.analysis.engines.spark import open_spark

        with open_spark(asked.master, store, parted.parts) as cluster:
            yield cluster
        return
    with open_stream(store, parted.parts) as opened:
        yield opened
