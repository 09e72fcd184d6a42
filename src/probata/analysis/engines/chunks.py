"""Cases in compact pieces: checked once, kept as codes, read again on every pass."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from probata.analysis.study import Study
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Cases, Coded, Column, Measured
from probata.dataset.derive import conditions_on_cases
from probata.dataset.load_parts import load_part
from probata.dataset.parts import Part
from probata.errors import OutputError


@dataclass(frozen=True)
class Chunk:
    """Cases that the exclusions leave, with what they left out.

    `read` rows were read; `excluded` of them left by each exclusion, in order.
    """

    cases: Cases
    read: int
    excluded: tuple[int, ...]


@dataclass(frozen=True)
class Recipe:
    """What is made of a row: checks, exclusions, and the variables that a study needs."""

    codebook: Codebook
    exclusions: tuple[str, ...]
    variables: tuple[str, ...]

    @classmethod
    def of(cls, study: Study) -> Recipe:
        exclusions = tuple(item.when for item in study.file.data.exclude)
        return cls(study.codebook, exclusions, needed_variables(study))

    def chunks(self, part: Part) -> Iterator[Chunk]:
        """The chunks of a part. Raises DataError with all its faults."""
        for cases in load_part(part, self.codebook):
            read, left = cases.n, []
            for condition in self.exclusions:
                out = conditions_on_cases(cases, condition).true
                left.append(int(out.sum()))
                cases = cases.keep(~out)
            columns = {
                name: _compact(cases[name])
                for name in self.variables
                if name in cases.columns
            }
            kept = Cases(cases.n, columns, cases.source, cases.synthetic)
            yield Chunk(kept, read, tuple(left))


def needed_variables(study: Study) -> tuple[str, ...]:
    """Every variable of tables, figures, claims, listings, blocks and models, once."""
    file, book = study.file, study.codebook
    names = [file.outcome.variable]
    names += [name for block in file.blocks for name in block.variables]
    products = [item for block in file.blocks for item in block.interactions]
    names += [name for item in products for name in (item.variable, item.within)]
    names += [name for table in file.tables for name in table.variables]
    names += [name for figure in file.figures for name in figure.variables]
    names += [figure.by for figure in file.figures if figure.by]
    names += [claim.variable for claim in file.claims if claim.variable]
    names += [claim.by for claim in file.claims if claim.by]
    names += [name for listing in file.listings for name in listing.variables]
    return tuple(
        dict.fromkeys(n for name in names for n in (name, book.banded_of(name)))
    )


def _compact(column: Column) -> Column:
    """The same column in fewer bytes, where nothing is lost by it."""
    if isinstance(column, Coded):
        if len(column.categories) < 127:
            return Coded(column.codes.astype(np.int8), column.categories)
        return column
    if isinstance(column, Measured):
        small = column.values.astype(np.float32)
        exact = np.array_equal(small.astype(float), column.values, equal_nan=True)
        values = small if exact else column.values
        return Measured(values, column.reasons.astype(np.int8))  # type: ignore[arg-type]
    return column


@dataclass(frozen=True)
class Store:
    """Where the chunks of each part are kept between passes; only its owner reads it."""

    folder: Path
    recipe: Recipe

    def load(self, index: int, part: Part) -> Iterator[Chunk]:
        """The chunks of a part, made and kept where they are not there yet.

        Raises DataError with the faults of the part, OutputError on a full disk.
        """
        path = self.folder / f"part-{index:06d}"
        if not path.exists():
            self._keep(path, part)
        with path.open("rb") as stream:
            while (chunk := pickle.load(stream)) is not None:
                yield chunk

    def _keep(self, path: Path, part: Part) -> None:
        """Written beside its place and moved there whole, so that a stopped run can go on."""
        beside = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                for chunk in self.recipe.chunks(part):
                    pickle.dump(chunk, stream, protocol=5)
                pickle.dump(None, stream, protocol=5)
            os.replace(beside, path)
        except OSError as error:
            raise OutputError(
                f"{self.folder}: the codes of the cases could not be kept "
                f"({error.strerror}). Free space, or name another folder in "
                "PROBATA_CACHE; a later run goes on where this one stopped."
            ) from None
        finally:
            beside.unlink(missing_ok=True)
