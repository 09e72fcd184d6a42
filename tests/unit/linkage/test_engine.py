"""What happens where the libraries are missing, or have too little to learn from."""

import builtins
import logging

import pytest
from linkages import declare, people, write_rows

from probata.errors import AnalysisError, ExtraMissing
from probata.linkage.engine import score_pairs
from probata.linkage.records import read_records


def linked(folder, left, right, extra=""):
    write_rows(folder, "left", left)
    write_rows(folder, "right", right)
    linkage = declare(folder, extra=extra)
    return linkage, read_records(linkage)


@pytest.mark.parametrize(
    ("module", "backend", "told"),
    [
        ("splink", "duckdb", r"pip install 'probata\[link\]'"),
        ("pyspark", "spark", "PySpark is not installed"),
    ],
)
def test_a_missing_library_is_told_in_one_message(
    tmp_path, monkeypatch, module, backend, told
):
    linkage, records = linked(tmp_path, people(5), people(5))
    header = linkage.file.linkage.model_copy(update={"backend": backend})
    object.__setattr__(
        linkage, "file", linkage.file.model_copy(update={"linkage": header})
    )
    real = builtins.__import__

    def refuse(name, *rest):
        if name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ExtraMissing, match=told):
        score_pairs(linkage, records)


def test_files_with_nobody_in_common_have_no_links(tmp_path):
    linkage, records = linked(tmp_path, people(30, seed=1), people(30, seed=2))
    with pytest.raises(AnalysisError) as raised:
        score_pairs(linkage, records)
    assert "too little in common" in str(raised.value)


def test_people_who_are_all_alike_cannot_be_told_apart(tmp_path):
    one = people(1)[0]
    rows = [(str(at), *one[1:]) for at in range(20)]
    with pytest.raises(AnalysisError, match="too much alike"):
        score_pairs(*linked(tmp_path, rows, rows))


def test_what_the_library_says_of_a_failure_is_not_shown(tmp_path, monkeypatch):
    import duckdb

    def fail(*_):
        raise duckdb.Error("Canarysson 1977-07-17")

    monkeypatch.setattr("probata.linkage.engine._train", fail)
    with pytest.raises(AnalysisError) as raised:
        score_pairs(*linked(tmp_path, people(5), people(5)))
    assert "Canary" not in str(raised.value)
    assert raised.value.__suppress_context__  # a traceback would quote it


def test_the_log_of_splink_is_left_as_it_was(tmp_path):
    logger = logging.getLogger("splink")
    logger.setLevel(logging.WARNING)
    score_pairs(*linked(tmp_path, people(60), people(60)))
    assert logger.level == logging.WARNING
