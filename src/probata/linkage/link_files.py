"""The files of a linkage: what anyone may read, and what only its owner may.

open_files(linkage, records, scored, decided, names) -> links.csv, clusters.csv, linked.csv
private_files(linkage, records, scored, decided, names) -> review.csv, keys.csv
"""

from __future__ import annotations

from pathlib import PurePath

from probata.linkage.decide import Decided
from probata.linkage.engine import Scored
from probata.linkage.linkage_file import LinkageFile
from probata.linkage.quality import linked_pairs
from probata.linkage.records import Records
from probata.linkage.review import write_queue
from probata.pseudonyms import record_names
from probata.tabular.csv_writer import write_csv

REVIEW = "review.csv"


def name_records(linkage: LinkageFile, records: Records, secret: bytes) -> list[str]:
    """The pseudonym of every record by place; its id where that is one already."""
    names: list[str] = []
    for file in records.files:
        ids = file.ids.tolist()
        kept = linkage.files[file.name].pseudonymous
        names += ids if kept else record_names(secret, file.name, ids)
    return names


def open_files(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    decided: Decided,
    names: list[str],
) -> dict[str, bytes]:
    """Pseudonyms, probabilities and the columns that the linkage file lets through."""
    left, right = linked_pairs(scored, decided)
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    chances = [f"{value:.6f}" for value in scored.probability[decided.linked()]]
    chances += [""] * len(decided.beyond)
    ends = list(linkage.files) if linkage.two_files else ["record_1", "record_2"]
    links = {
        ends[0]: [names[one] for one, _ in pairs],
        ends[1]: [names[other] for _, other in pairs],
        "probability": chances,
    }
    mark = {"synthetic": "TRUE"} if linkage.linkage.synthetic else {}
    files = {
        "links.csv": _write(links, mark),
        "clusters.csv": _write(_clusters(records, decided, names), mark),
    }
    if linkage.two_files:
        linked = _carried(linkage, records, pairs, names)
        files["linked.csv"] = _write(linked, mark)
    return files


def _write(columns: dict[str, list[str]], mark: dict[str, str]) -> bytes:
    """CSV in which each row of made-up data says that it is."""
    n = len(next(iter(columns.values())))
    return write_csv(columns | {name: [text] * n for name, text in mark.items()})


def _clusters(
    records: Records, decided: Decided, names: list[str]
) -> dict[str, list[str]]:
    """Every record with its cluster, which is called like the first record in it."""
    files = [file.name for file in records.files for _ in range(file.n)]
    numbers = decided.cluster.tolist()
    order = sorted(range(records.n), key=lambda at: (numbers[at], at))
    return {
        "cluster": [names[numbers[at]] for at in order],
        "file": [files[at] for at in order],
        "record": [names[at] for at in order],
    }


def _carried(
    linkage: LinkageFile,
    records: Records,
    pairs: list[tuple[int, int]],
    names: list[str],
) -> dict[str, list[str]]:
    """A row a link, in the order of the first file, with the carried columns of both."""
    first, second = records.files
    pairs = sorted(pairs)
    columns = {
        first.name: [names[one] for one, _ in pairs],
        second.name: [names[other] for _, other in pairs],
    }
    rows = ([one for one, _ in pairs], [other - first.n for _, other in pairs])
    for file, at in zip(records.files, rows, strict=True):
        for column in linkage.files[file.name].carry:
            # The two files may have columns of one name.
            name = column if column not in columns else f"{file.name}_{column}"
            columns[name] = [str(file.columns[column][row]) for row in at]
    return columns


def private_files(
    linkage: LinkageFile,
    records: Records,
    scored: Scored,
    decided: Decided,
    names: list[str],
) -> dict[str, bytes]:
    """The queue for review, and which record each pseudonym stands for."""
    keys = {
        "file": [file.name for file in records.files for _ in range(file.n)],
        "record": names,
        "id": [text for file in records.files for text in file.ids.tolist()],
    }
    return {
        REVIEW: write_queue(linkage, records, scored, decided, names),
        "keys.csv": write_csv(keys),
    }


def folder_name(path: PurePath) -> str:
    """What the output folder is called: the linkage file's name, or its folder's."""
    return path.stem if path.stem != "linkage" else path.parent.name or "linkage"
