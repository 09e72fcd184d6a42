"""Loads a case file: read, checked against its codebook, banded and derived.

load_cases(path, codebook) -> Cases
"""

from __future__ import annotations

from pathlib import Path

from probata.dataset.check import check_rows
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Cases
from probata.dataset.rows import read_rows


def load_cases(path: Path, codebook: Codebook) -> Cases:
    """Read a case file of any known format and check every cell of it.

    Raises InputMissing, DataError or ExtraMissing, each with all that is wrong.
    """
    return check_rows(read_rows(path), codebook)
