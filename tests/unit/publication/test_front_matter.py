"""The date of a bulletin: words for readers, a day for the properties of files."""

import datetime
from dataclasses import replace

import pytest

from probata.publication.assemble import make_bulletin


@pytest.mark.parametrize(
    ("given", "words", "day"),
    [
        ("2026-11-23", "23 November 2026", datetime.date(2026, 11, 23)),
        ("2026-02-01", "1 February 2026", datetime.date(2026, 2, 1)),
        ("2026-13-01", "2026-13-01", None),
        ("2026-02-30", "2026-02-30", None),
        ("Spring 2026", "Spring 2026", None),
        ("", "", None),
    ],
)
def test_a_date_has_words_and_a_day(
    early_study, early_results, tmp_path, given, words, day
):
    header = early_study.file.study.model_copy(update={"date": given})
    text = early_study.file.text.model_copy(
        update={"summary": "s.md", "sections": (), "annexes": ()}
    )
    (tmp_path / "s.md").write_text("# Summary\n")
    file = early_study.file.model_copy(
        update={"study": header, "text": text, "claims": ()}
    )
    study = replace(early_study, file=file, folder=tmp_path)
    results = early_results.model_copy(
        update={
            "provenance": early_results.provenance.model_copy(
                update={
                    "study_sha256": study.sha256,
                    "codebook_sha256": study.codebook.sha256,
                }
            )
        }
    )
    front = make_bulletin(study, results).document.front
    assert (front.date, front.day) == (words, day)
