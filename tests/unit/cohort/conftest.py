"""Small case lists as a unit would send them."""

import pytest
from case_lists import csv_bytes, list_rows

from probata.cohort.places import read_places
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_list import read_case_list


@pytest.fixture(scope="session")
def places():
    return read_places()


@pytest.fixture
def read(tmp_path, places):
    """`read(*changes)`: the case list made of these rows; `toml` declares more of it."""

    def read_rows(*changes, toml=None, rows=None):
        path = tmp_path / "list.csv"
        path.write_bytes(csv_bytes(rows or list_rows(*changes)))
        declared = None
        if toml is not None:
            declared = tmp_path / "headings.toml"
            declared.write_text(toml)
        return read_case_list(path, read_case_list_file(declared), places)

    return read_rows


@pytest.fixture
def found():
    """`found(cases, kind)`: the only finding of that kind."""

    def only(cases, kind):
        items = [item for item in cases.findings if item.kind == kind]
        assert len(items) == 1, [str(item.fault) for item in cases.findings]
        return items[0]

    return only
