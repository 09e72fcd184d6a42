"""Pseudonyms: the same under one secret, unlike under another, and kept from others."""

import os
import re

import pytest

from probata.errors import InputMissing, UserError
from probata.pseudonyms import (
    case_names,
    name_secret,
    open_secret,
    person_names,
    read_secret,
)

SECRET = bytes(range(32))


def test_a_name_depends_on_secret_person_and_event():
    names = case_names(SECRET, [("X000001", "1"), ("X000001", "2"), ("X000002", "1")])
    assert len(set(names)) == 3
    assert case_names(SECRET, [("X000001", "1")]) == names[:1]
    assert case_names(bytes(32), [("X000001", "1")]) != names[:1]
    assert all(re.fullmatch("C-[0-9A-HJKMNP-TV-Z]{12}", name) for name in names)


def test_a_name_is_that_of_the_standard():
    # HMAC-SHA-256 worked out by `openssl dgst -sha256 -mac HMAC`; first 60 bits, by five.
    # printf 'case\0X000001\0001' | openssl dgst -sha256 -mac HMAC -macopt hexkey:(SECRET)
    digest = "36d7b835015731abb2275787d61a1f0bd0833cd5628d2f563b6abb7150276438"
    bits = f"{int(digest[:16], 16):064b}"
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    wanted = "".join(digits[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))
    assert case_names(SECRET, [("X000001", "1")]) == [f"C-{wanted}"]


def test_identities_do_not_run_together():
    assert case_names(SECRET, [("X00000", "11")]) != case_names(
        SECRET, [("X000001", "1")]
    )
    (case,) = case_names(SECRET, [("X000001", "1")])
    (person,) = person_names(SECRET, ["X000001"])
    assert case[2:] != person[2:]


def test_a_secret_is_made_once_and_kept(tmp_path):
    first = open_secret(tmp_path / "keys")
    assert len(first) == 32
    assert open_secret(tmp_path / "keys") == first
    assert open_secret(tmp_path / "other") != first
    assert first.hex() not in name_secret(first)


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    open_secret(tmp_path)
    os.chmod(tmp_path / "secret.key", 0o640)
    with pytest.raises(UserError, match="chmod 600"):
        read_secret(tmp_path)


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "é", "00" * 31])
def test_a_file_that_is_no_secret_is_refused(tmp_path, text):
    path = tmp_path / "secret.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UserError, match="not a secret"):
        read_secret(tmp_path)
    assert path.read_text() == text


def test_a_secret_that_is_not_there_is_not_made_by_reading(tmp_path):
    with pytest.raises(InputMissing):
        read_secret(tmp_path)
    assert not list(tmp_path.iterdir())
