"""Loads a part of a Parquet data set: read, checked against the codebook, derived.

load_part(part, codebook) -> Cases ...
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from probata.dataset.check import check_rows
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Cases
from probata.dataset.parts import Part
from probata.dataset.read_parts import read_part
from probata.errors import DataError


def load_part(part: Part, codebook: Codebook) -> Iterator[Cases]:
    """The checked cases of a part, batch by batch.

    Raises DataError with all faults of the part, each with how many cells it has. An id
    that comes again in another batch is not seen here.
    """
    found: list[DataError] = []
    for raw in read_part(part):
        try:
            cases = check_rows(raw, codebook)
        except DataError as error:
            if not error.faults:
                raise
            found.append(error)
            continue
        if not found:
            yield cases
    if found:
        faults = [fault for error in found for fault in error.faults]
        name = Path(part.path).name
        raise DataError(f"{name}: does not agree with the codebook.", faults)
