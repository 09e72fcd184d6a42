"""Makes small codebooks and rows for the tests of this folder."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from probata.dataset.codebook import Codebook
from probata.dataset.read_codebook import read_codebook
from probata.errors import DataError, DeclarationError
from probata.tabular.raw import RawRows, encode_cells

HEADER = '[codebook]\ntitle = "Test"\n'


@pytest.fixture
def codebook(tmp_path: Path) -> Callable[..., Codebook]:
    """`codebook(text, header="")`: a checked codebook; `text` holds the variables."""

    def make(text: str, header: str = "") -> Codebook:
        path = tmp_path / "codebook.toml"
        path.write_text(f"{HEADER}{header}\n{text}", encoding="utf-8")
        return read_codebook(path)[0]

    return make


@pytest.fixture
def codebook_faults(codebook: Callable[..., Codebook]) -> Callable[..., str]:
    """The report on a codebook that must be refused."""

    def faults(text: str, header: str = "") -> str:
        with pytest.raises(DeclarationError) as caught:
            codebook(text, header)
        assert caught.value.exit_code == 4
        return str(caught.value)

    return faults


@pytest.fixture
def rows() -> Callable[[Mapping[str, Sequence[object]]], RawRows]:
    """`rows({"sex": ["male", ...]})`: raw rows as a file reader would give them."""

    def make(columns: Mapping[str, Sequence[object]]) -> RawRows:
        n = len(next(iter(columns.values())))
        cells = {name: encode_cells(values) for name, values in columns.items()}
        return RawRows("cases.csv", "0" * 64, n, cells, np.arange(2, n + 2, dtype="i4"))

    return make


@pytest.fixture
def data_faults() -> Callable[[Callable[[], object]], list[str]]:
    """The faults that a call raises, each as text."""

    def faults(call: Callable[[], object]) -> list[str]:
        with pytest.raises(DataError) as caught:
            call()
        assert caught.value.exit_code == 5
        return [str(fault) for fault in caught.value.faults]

    return faults
