"""Writes the open data of a study from its results."""

from __future__ import annotations

from probata.analysis.open_data.columns import (
    ALWAYS,
    RELIABILITY,
)
from probata.analysis.open_data.flat_files import flat_files
from probata.analysis.open_data.metadata import PATH, write_metadata
from probata.analysis.open_data.reliability_files import reliability_files
from probata.analysis.open_data.term_files import term_files
from probata.analysis.results import Results
from probata.analysis.study import Study


def write_open_data(results: Results, study: Study) -> dict[str, bytes]:
    """Path in the output folder -> content: every flat file and what is in it."""
    tables, files = list(ALWAYS), flat_files(results, study)
    for table, content in term_files(results).items():
        tables.append(table)
        files[table.path] = content
    if results.reliability is not None:
        tables += RELIABILITY
        files |= reliability_files(results.reliability)
    return files | {PATH: write_metadata(tables, study, results)}
