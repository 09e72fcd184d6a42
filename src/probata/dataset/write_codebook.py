"""Writes a codebook as a TOML file that a person can read and edit.

write_codebook(file) -> bytes
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel

from probata.dataset.codebook import CodebookFile

# What may stand between single quotes in TOML, where nothing is escaped.
_LITERAL = re.compile(r"[^'\x00-\x1f\x7f]*")


def write_codebook(file: CodebookFile, remark: str) -> bytes:
    """The file with only the keys that say something; `remark` stands above as a comment."""
    lines = [*(f"# {line}" for line in remark.splitlines()), ""]
    lines += _table("codebook", file.codebook)
    for name, variable in file.variables.items():
        lines += ["", *_table(f"variables.{name}", variable)]
    return ("\n".join(lines) + "\n").encode()


def _table(name: str, part: BaseModel) -> list[str]:
    told = part.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return [f"[{name}]", *(f"{key} = {_value(item)}" for key, item in told.items())]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(
            f"{_key(key)} = {_value(item)}" for key, item in value.items()
        )
        return f"{{ {inside} }}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, str) and '"' in value and _LITERAL.fullmatch(value):
        return f"'{value}'"
    # TOML's basic strings, numbers and true/false are written as in JSON.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else json.dumps(key)
