"""Synthetic twins of any size, drawn and written a block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from probata.dataset.codebook import Codebook
from probata.dataset.twin import draw_twin
from probata.dataset.twin_design import TwinDesign
from probata.dataset.twin_margins import Counts, Margins

# A block is so many times the published number of cases.
TIMES = 32


def draw_blocks(
    design: TwinDesign,
    codebook: Codebook,
    outcome: str,
    positive: str,
    rows: int,
    seed: int,
) -> Iterator[Any]:
    """Arrow tables of made-up cases, `rows` in all.

    Each whole block has every published share exactly, and the last is a random part of
    one; the statements of the design are not searched for. A block follows from the seed
    and its number alone. Units and inspectors are the same ones in every block.
    """
    published = design.margins.positive + design.margins.negative
    done = block = 0
    while done < rows:
        times = min(TIMES, -(-(rows - done) // published))
        larger = replace(design, margins=_multiply(design.margins, times))
        random = np.random.default_rng([seed, block])
        columns = draw_twin(larger, codebook, outcome, positive, random, done)
        size = times * published
        if size > rows - done:
            kept = np.sort(random.choice(size, rows - done, replace=False))
            columns = {name: column[kept] for name, column in columns.items()}
            size = rows - done
        yield _as_table(columns)
        done, block = done + size, block + 1


def _multiply(margins: Margins, times: int) -> Margins:
    def more(counts: Counts) -> Counts:
        return counts[0] * times, counts[1] * times

    return Margins(
        margins.positive * times,
        margins.negative * times,
        {
            name: {category: more(item) for category, item in counts.items()}
            for name, counts in margins.variables.items()
        },
        {name: more(item) for name, item in margins.missing.items()},
    )


def _as_table(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.table(
        {
            name: pa.array([str(cell) for cell in column]).dictionary_encode()
            for name, column in columns.items()
        }
    )
