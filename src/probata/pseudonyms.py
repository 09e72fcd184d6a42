"""Names for cases and records that say nothing of the person, the same each time under one secret.

A pseudonym is the first 60 bits of HMAC-SHA-256 over the case's identity under a secret
of 256 bits. Without the secret it can be neither reversed nor, as a plain hash of the
few possible case numbers could, be found by trying them all.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from probata.errors import DataError, Fault, InputMissing, UserError
from probata.outputs import write_private

SECRET_FILE = "secret.key"
BYTES = 32
# Crockford's alphabet: no I, L, O or U, which are misread.
_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)
_LENGTH = 12  # digits of five bits


def open_secret(folder: Path) -> bytes:
    """The secret of a key folder; made, once, where there is none.

    Raises UserError where others may read it or it is not one of ours.
    """
    path = folder / SECRET_FILE
    if not path.exists():
        write_private(path, secrets.token_hex(BYTES).encode() + b"\n")
    return read_secret(folder)


def read_secret(folder: Path) -> bytes:
    """The secret of a key folder. Raises InputMissing where there is none."""
    path = folder / SECRET_FILE
    try:
        text = path.read_text(encoding="ascii").strip()
        mode = path.stat().st_mode
    except OSError as error:
        raise InputMissing(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        text = ""
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != BYTES:
        raise UserError(
            f"{path}: is not a secret of Probata ({2 * BYTES} hexadecimal digits). Put "
            "back the file from its copy; a new secret gives every case a new name."
        )
    if os.name == "posix" and mode & 0o077:
        raise UserError(
            f"{path}: others can read the secret. Run `chmod 600 {path}`, and think about "
            "who may have read it."
        )
    return secret


def name_secret(secret: bytes) -> str:
    """Which secret was used, in eight characters that do not give it away."""
    return _code(secret, "which secret")[:8]


def case_names(secret: bytes, identities: Iterable[tuple[str, str]]) -> list[str]:
    """One pseudonym for each case (case reference number, event number).

    Raises DataError when two cases draw the same, which one list in ten million does.
    """
    names = ["C-" + _code(secret, f"case\0{crn}\0{event}") for crn, event in identities]
    return _all_different(names, "cases")


def person_names(secret: bytes, crns: Iterable[str]) -> list[str]:
    """One pseudonym for each person, unlike those of the person's cases."""
    return ["P-" + _code(secret, f"person\0{crn}") for crn in crns]


def inspector_names(secret: bytes, ids: Iterable[str]) -> list[str]:
    """One pseudonym for each inspector, from their opaque ids.

    Raises DataError when two inspectors draw the same.
    """
    names = ["I-" + _code(secret, f"inspector\0{item}") for item in ids]
    return _all_different(names, "inspectors")


def record_names(secret: bytes, file: str, ids: Iterable[str]) -> list[str]:
    """One pseudonym for each record of a file that is linked.

    Raises DataError when two records draw the same.
    """
    names = ["R-" + _code(secret, f"record\0{file}\0{item}") for item in ids]
    return _all_different(names, "records")


def _all_different(names: list[str], what: str) -> list[str]:
    if len(set(names)) != len(names):
        raise DataError(
            f"Two {what} drew the same pseudonym.",
            [Fault(SECRET_FILE, "a chance collision.", "Use another --keys folder.")],
        )
    return names


def _code(secret: bytes, text: str) -> str:
    digest = hmac.digest(secret, text.encode(), "sha256")[:8]
    return base64.b32encode(digest)[:_LENGTH].translate(_CROCKFORD).decode()
