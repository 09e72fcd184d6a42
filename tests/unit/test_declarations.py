"""A declaration knows the line of each key, and reports all its faults with them."""

import re
from typing import Literal

import pytest

from probata.declarations import (
    Declared,
    build_declared,
    locate_keys,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError, InputMissing

# A mark `#>place` in this text says which key stands on that line.
MARKED = '''\
title = "x"                       #>title
"quoted key" = 1                  #>quoted key
dotted.name = 1                   #>dotted.name
list = [                          #>list
  "a",                            #>list.0
  "b, # no comment", # a comment  #>list.1
  [1,                             #>list.2
   2],
]
text = """                        #>text
not = "a key"
[nor.this]
"""
raw = \'\'\'
also = "not a key"
\'\'\'
after = "end \\" ] #"             #>after

[table]                           #>table
key = { a = 1, b = [1, 2] }       #>table.key
single = 'back\\'                 #>table.single

[table.sub]                       #>table.sub
x = 1                             #>table.sub.x

[[items]]                         #>items.0
id = "one"                        #>items.0.id
[[items]]                         #>items.1
id = "two"                        #>items.1.id
[items.more]                      #>items.1.more
deep = true                       #>items.1.more.deep
[[items.parts]]                   #>items.1.parts.0
n = 1                             #>items.1.parts.0.n
'''


def test_every_key_table_and_element_has_its_line():
    lines = locate_keys(MARKED)
    wanted = {}
    for number, line in enumerate(MARKED.splitlines(), 1):
        if found := re.search(r"#>(.*)$", line):
            parts = found[1].split(".")
            place = tuple(int(p) if p.isdigit() else p for p in parts)
            wanted[place] = number
    assert len(wanted) == 22
    assert {place: lines.get(place) for place in wanted} == wanted
    assert ("not",) not in lines and ("nor", "this") not in lines
    assert ("also",) not in lines


def test_windows_line_ends_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n\r\n[b]\r\nc = 2\r\n")
    declaration = read_declaration(path)
    assert declaration.data == {"a": 1, "b": {"c": 2}}
    assert declaration.where(("b", "c")) == "a.toml, line 4"


class Part(Declared):
    id: str
    kind: Literal["bars", "flow"] = "bars"


class Whole(Declared):
    title: str
    parts: tuple[Part, ...] = ()


def declared(tmp_path, text):
    path = tmp_path / "study.toml"
    path.write_text(text, encoding="utf-8")
    return read_declaration(path)


def test_a_sound_file_is_built(tmp_path):
    made = build_declared(Whole, declared(tmp_path, 'title = "x"\n[[parts]]\nid = "a"'))
    assert made.parts[0].kind == "bars"


def test_all_faults_of_form_come_together_with_their_lines(tmp_path):
    text = 'titel = "x"\n\n[[parts]]\nid = "a"\n[[parts]]\nid = 3\nkind = "flwo"\n'
    with pytest.raises(DeclarationError) as caught:
        build_declared(Whole, declared(tmp_path, text))
    found = [str(fault) for fault in caught.value.faults]
    assert len(found) == 4
    assert found[0].startswith("study.toml: `title` is missing")
    assert found[1].startswith("study.toml, line 6: `parts.1.id`")
    assert found[2] == (
        "study.toml, line 7: `parts.1.kind` must be 'bars' or 'flow', found `flwo`.\n"
        "    Did you mean `flow`?"
    )
    assert found[3].startswith("study.toml, line 1: `titel` is not a key")


def test_a_fault_in_an_unmarked_place_names_the_nearest_line(tmp_path):
    declaration = declared(tmp_path, "[a]\nb = { c = { d = 1 } }\n")
    assert declaration.where(("a", "b", "c", "d")) == "study.toml, line 2"
    assert declaration.where(("a", "z")) == "study.toml, line 1"
    assert declaration.where(("z",)) == "study.toml"


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InputMissing, match="cannot be read"):
        read_declaration(tmp_path / "none.toml")
    with pytest.raises(DeclarationError, match="line 2, column"):
        declared(tmp_path, "a = 1\nb = = 2\n")
    path = tmp_path / "latin.toml"
    path.write_bytes('a = "é"'.encode("latin-1"))
    with pytest.raises(DeclarationError, match="UTF-8"):
        read_declaration(path)


def test_the_nearest_name_is_offered_else_all():
    assert (
        suggest("engagment", ["safety", "engagement"]) == "Did you mean `engagement`?"
    )
    assert suggest("x", ["one", "two"]) == "Known: `one`, `two`."
    assert suggest("x", [f"name{i}" for i in range(20)]).endswith("`name11`, ....")
    assert suggest("x", []) == ""
