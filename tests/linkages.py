"""Made-up records to link: small files with one trouble each, beside people without any."""

import csv

import numpy as np

from probata.linkage.example import example_linkage, make_example
from probata.linkage.read_linkage import read_linkage
from probata.linkage.records import read_records

FIELDS = ("forename", "surname", "date_of_birth", "postcode", "identifier")
HEAD = ("id", *FIELDS, "person")
PLAIN = """
[linkage]
title = "Made up"
synthetic = true
[training]
pairs = 100_000
"""
FILE = """
[files.{name}]
path = "{name}.csv"
id = "id"
truth = "person"
{more}
fields = {{ forename = "forename", surname = "surname", date_of_birth = "date_of_birth", postcode = "postcode", identifier = "identifier" }}
"""


def write_rows(folder, name, rows, head=HEAD):
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)


def declare(folder, names=("left", "right"), more="", extra=""):
    """Write a linkage file for files of `HEAD` and read it."""
    text = PLAIN + "".join(FILE.format(name=name, more=more) for name in names) + extra
    (folder / "linkage.toml").write_text(text, encoding="utf-8")
    return read_linkage(folder / "linkage.toml")


def people(n, seed=1):
    """Rows of people who are nobody's double."""
    random = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))

    def word(length):
        return "".join(random.choice(letters, length)).title()

    return [
        (
            f"{at}",
            word(7),
            word(9),
            f"19{random.integers(50, 99)}-{random.integers(1, 12):02}-{random.integers(13, 28)}",
            f"ZZ{random.integers(1, 90)} {random.integers(1, 9)}{word(2).upper()}",
            f"{random.integers(10, 99)}/{at:06}X",
            f"p{at}",
        )
        for at in range(n)
    ]


def pair_up(folder, one, other, more="", extra="", n=150):
    """Two files of the same people and, above them, the rows `one` and `other`."""
    base = people(n)
    write_rows(folder, "left", [*one, *(("L" + row[0], *row[1:]) for row in base)])
    write_rows(folder, "right", [*other, *(("R" + row[0], *row[1:]) for row in base)])
    linkage = declare(folder, more=more, extra=extra)
    return linkage, read_records(linkage)


def write_example(folder, n=300, seed=1):
    """The example that comes with Probata, with little training so that it is quick."""
    made = make_example(n, np.random.default_rng(seed))
    folder.mkdir(exist_ok=True)
    (folder / "cases_synthetic.csv").write_bytes(made.cases)
    (folder / "convictions_synthetic.csv").write_bytes(made.convictions)
    text = example_linkage().decode() + "\n[training]\npairs = 50_000\n"
    (folder / "linkage.toml").write_text(text, encoding="utf-8")
    return folder / "linkage.toml"
