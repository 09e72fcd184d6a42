"""Declarations of case lists: laid over the packaged one, and all faults at once."""

import pytest

from probata.cohort.read_case_list_file import read_case_list_file
from probata.errors import DeclarationError


def refuse(tmp_path, text):
    path = tmp_path / "headings.toml"
    path.write_text(text)
    with pytest.raises(DeclarationError) as caught:
        read_case_list_file(path)
    return str(caught.value)


def test_the_packaged_declaration_is_in_order():
    file = read_case_list_file()
    assert {"crn", "event_number", "unit"} <= set(file.fields)


def test_a_short_file_is_laid_over_the_packaged_one(tmp_path):
    path = tmp_path / "headings.toml"
    path.write_text(
        '[case_list]\nbased_on = "ndelius"\n[fields.crn]\nheaders = ["Ref"]\n'
    )
    file, below = read_case_list_file(path), read_case_list_file()
    assert file.fields["crn"].headers == ("Ref",)
    assert file.fields["crn"].pattern == below.fields["crn"].pattern
    assert file.fields["sex"] == below.fields["sex"]


def test_every_fault_is_reported_with_its_line(tmp_path):
    text = refuse(
        tmp_path,
        """[case_list]
based_on = "ndelius"
[fields.crn]
pattern = "["
[fields.team]
headers = ["PDU"]
[fields.sex]
empty = "unsaid"
[fields.rosh.codes]
severe = ["High"]
[fields.shoe]
label = "Shoe size"
kind = "code"
about = "requirement"
headers = ["Shoe"]
mark = "P"
[[orders]]
earlier = "birthday"
later = "sentence_date"
reason = "so"
mark = "P"
""",
    )
    assert "line 4: cannot be read as a pattern" in text
    assert "the heading `PDU` already stands for" in text
    assert "line 8: `unsaid` is not one of its codes" in text
    assert "`High` already means `high`" in text
    assert "line 11: only `codes` may differ between rows" in text
    assert "line 11: a field of kind `code` needs `codes`" in text
    assert "`birthday` is not a date of the list" in text


def test_a_list_without_its_structure_is_refused(tmp_path):
    text = refuse(
        tmp_path,
        """[case_list]
id = "x"
[fields.crn]
label = "Ref"
kind = "text"
about = "person"
headers = ["Ref"]
mark = "P"
""",
    )
    assert '`crn` must be of kind "identifier"' in text
    assert "`event_number` is missing" in text
    assert "`unit` is missing" in text


def test_an_unknown_base_is_refused(tmp_path):
    assert "`oasys` does not come with" in refuse(
        tmp_path, '[case_list]\nbased_on = "oasys"\n'
    )
