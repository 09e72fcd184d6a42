"""Links public files whose true persons are known, beside Splink's own published examples.

Run with `make bench-linkage`; writes `benchmarks/linkage.md`. Both sides run in the same
process on one thread, one after the other, with the same seed. The settings of the other
side are in `splink_examples.py`. Fails where precision or recall of links or clusters is below
the example's, or the time above the limit.
"""

import csv
import gzip
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink_examples import FAKE, FAKE_TUTORIAL, FEBRL_3, FEBRL_4, HISTORICAL, Example

from probata.linkage.decide import decide
from probata.linkage.engine import score_pairs
from probata.linkage.quality import count_pairs, linked_pairs
from probata.linkage.read_linkage import read_linkage
from probata.linkage.records import Records, read_records

DATA = Path(__file__).parents[2] / "shared" / "data"
REPORT = Path(__file__).with_suffix(".md")
THRESHOLD = 0.95
SECONDS = 60.0
SEED = 1


INTRODUCTION = """\
Made by `make bench-linkage`. Both sides in one run, on one thread each. *Links* are the pairs
linked without review; *clusters* count every pair within a cluster. Probata holds possible
twins, and one identifier on two people, for review: these pairs count as not linked. The
settings of the other side are those of Splink's documentation; Febrl 1 and 2, which have
none there, take those of Febrl 3. The first example of fake_1000 is the quick start, the
second the tutorial. Splink's clusters of Febrl 4 may hold two records of a file; ours may not. Seconds are of the processor, so that other work on the machine counts
little; on one thread an idle machine takes about as long by the clock.""".splitlines()


@dataclass(frozen=True)
class Data:
    """A public file or two, the linkage file's tables for them, and the example."""

    title: str
    files: tuple[str, ...]
    fields: dict[str, str]
    roles: dict[str, str]
    truth: Callable[[str], str]
    id: str
    examples: tuple[Example, ...]
    more: str = ""


FEBRL_FIELDS = {
    "forename": "given_name",
    "surname": "surname",
    "date_of_birth": "date_of_birth",
    "postcode": "postcode",
    "identifier": "soc_sec_id",
    "address": "address_1",
    "place": "suburb",
    "street_number": "street_number",
    "state": "state",
}
FEBRL_ROLES = {"street_number": "other", "state": "other"}


def febrl_person(name: str) -> str:
    return "-".join(name.split("-")[:2])


def febrl_data(
    title: str, names: tuple[str, ...], example: Example, more: str = ""
) -> Data:
    files = tuple(f"linkage_febrl/dataset{name}.csv.gz" for name in names)
    return Data(
        title,
        files,
        FEBRL_FIELDS,
        FEBRL_ROLES,
        febrl_person,
        "rec_id",
        (example,),
        more,
    )


ALL = (
    Data(
        "Historical persons",
        ("linkage_splink/historical_figures_50k.csv.gz",),
        {
            "forename": "first_name",
            "surname": "surname",
            "date_of_birth": "dob",
            "postcode": "postcode_fake",
            "place": "birth_place",
            "occupation": "occupation",
        },
        {"occupation": "other"},
        lambda name: name.rpartition("-")[0],
        "unique_id",
        (HISTORICAL,),
    ),
    febrl_data("Febrl 1", ("1",), FEBRL_3),
    febrl_data("Febrl 2", ("2",), FEBRL_3),
    febrl_data("Febrl 3", ("3",), FEBRL_3),
    febrl_data("Febrl 4", ("4a", "4b"), FEBRL_4, "person_once = true"),
    Data(
        "fake_1000",
        ("linkage_splink/fake_1000.csv",),
        {
            "forename": "first_name",
            "surname": "surname",
            "date_of_birth": "dob",
            "place": "city",
            "email": "email",
        },
        {},
        lambda name: name,  # replaced by its column of true persons
        "unique_id",
        (FAKE, FAKE_TUTORIAL),
    ),
)


def prepare(data: Data, folder: Path) -> Path:
    """Write the files with a column of true persons, and their linkage file."""
    text = f'[linkage]\ntitle = "{data.title}"\n'
    for at, file in enumerate(data.files):
        source = DATA / file
        opened = gzip.open(source, "rt") if source.suffix == ".gz" else source.open()
        with opened as stream:
            head, *rows = csv.reader(stream, skipinitialspace=True)
        head = [name.strip() for name in head]
        given = head.index("cluster") if "cluster" in head else None
        key = head.index(data.id)
        with (folder / f"file_{at}.csv").open("w", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*head, "true_person"])
            for row in rows:
                person = row[given] if given is not None else data.truth(row[key])
                writer.writerow([*(cell.strip() for cell in row), person])
        columns = ", ".join(
            f'{name} = "{column}"' for name, column in data.fields.items()
        )
        text += (
            f'[files.file_{at}]\npath = "file_{at}.csv"\nid = "{data.id}"\n'
            f'truth = "true_person"\n{data.more}\nfields = {{ {columns} }}\n'
        )
    for name, role in data.roles.items():
        text += f'[fields.{name}]\nrole = "{role}"\n'
    path = folder / "linkage.toml"
    path.write_text(text)
    return path


@dataclass(frozen=True)
class Row:
    """One side on one file: links and clusters at the threshold, and seconds of the processor."""

    title: str
    side: str
    seconds: float
    links: tuple[float, float, float]
    clusters: tuple[float, float, float] | None


def rates(found: int, links: int, true_pairs: int) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    return found / links, found / true_pairs, 2 * found / (links + true_pairs)


def measure(
    records: Records, left: Any, right: Any, clusters: Any
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    truth = records.truth()
    assert truth is not None
    whole = count_pairs(records, truth)
    both = clusters * (truth.max() + 1) + truth
    return (
        rates(int((truth[left] == truth[right]).sum()), len(left), whole),
        rates(count_pairs(records, both), count_pairs(records, clusters), whole),
    )


def run_probata(title: str, path: Path) -> tuple[Row, Records]:
    started = time.process_time()
    linkage = read_linkage(path)
    records = read_records(linkage)
    scored = score_pairs(linkage, records)
    decided = decide(linkage.file, records, scored, THRESHOLD, {})
    seconds = time.process_time() - started
    found = measure(records, *linked_pairs(scored, decided), decided.cluster)
    return Row(title, "Probata", seconds, *found), records


def run_splink(data: Data, example: Example, folder: Path, records: Records) -> Row:
    """The published settings, on the values as they stand in the file."""
    started = time.process_time()
    connection = duckdb.connect(config={"threads": 1})
    api = DuckDBAPI(connection)
    tables, start = [], 0
    for at, file in enumerate(records.files):
        columns = ", ".join(
            f'"{column}" as {name}' for name, column in data.fields.items()
        )
        places = {name: start + row for row, name in enumerate(file.ids.tolist())}
        connection.sql(
            f'create table given_{at} as select "{data.id}" as id, {columns}, '
            f'"{data.fields["forename"]}" || \' \' || "{data.fields["surname"]}" as both_names '
            f"from read_csv('{folder}/file_{at}.csv', all_varchar = true)"
        )
        ids = [
            row[0] for row in connection.sql(f"select id from given_{at}").fetchall()
        ]
        table = connection.sql(f"select * from given_{at}").to_arrow_table()
        table = table.append_column("record", pa.array([places[name] for name in ids]))
        tables.append(
            api.register(table.drop_columns(["id"]), dataset_display_name=f"f{at}")
        )
        start += file.n
    settings = SettingsCreator(
        link_type="link_only" if len(tables) == 2 else "dedupe_only",
        unique_id_column_name="record",
        comparisons=example.comparisons(),
        blocking_rules_to_generate_predictions=list(example.blocks),
    )
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        list(example.sure), recall=example.recall
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=example.pairs, seed=SEED)
    for session in example.sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(
            session, estimate_without_term_frequencies=example.without_rarity
        )
    predicted = linker.inference.predict()
    joined = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=THRESHOLD
    )
    links = predicted.query_sql(
        "select record_l as l, record_r as r from {this} "
        f"where match_probability >= {THRESHOLD}"
    ).as_pyarrow_table()
    groups = joined.query_sql(
        "select record, cluster_id from {this}"
    ).as_pyarrow_table()
    seconds = time.process_time() - started
    names = groups["cluster_id"].to_pylist()
    numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
    clusters = np.zeros(records.n, dtype=np.int64)
    clusters[groups["record"].to_numpy()] = [numbers[name] for name in names]
    found = measure(records, links["l"].to_numpy(), links["r"].to_numpy(), clusters)
    at = data.examples.index(example)
    side = "Splink's example" if not at else f"Splink's example {at + 1}"
    return Row(data.title, side, seconds, *found)


def tell(rows: list[Row], worse: list[str]) -> str:
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("splink", "duckdb", "numpy")
    )
    lines = [
        "# Linkage beside Splink's own examples",
        "",
        *INTRODUCTION,
        "",
        (
            f"Match probability {THRESHOLD:g}, seed {SEED}. Python "
            f"{platform.python_version()}, {libraries}, {platform.machine()}."
        ),
        "",
        "| file | side | links: precision | recall | F1 | clusters: precision | recall | F1 | CPU seconds |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        assert row.clusters is not None
        cells = [f"{100 * value:.2f}" for value in (*row.links, *row.clusters)]
        lines.append(
            f"| {row.title} | {row.side} | {' | '.join(cells)} | {row.seconds:.1f} |"
        )
    sources = dict.fromkeys(item.source for data in ALL for item in data.examples)
    lines += [
        "",
        "Worse than the best example: " + ("; ".join(worse) or "nothing") + ".",
        "",
        "The examples, in the repository moj-analytical-services/splink:",
        "",
        *(f"- {source}" for source in sources),
    ]
    return "\n".join(lines) + "\n"


def compare(ours: Row, others: list[Row]) -> list[str]:
    """What is worse than the best example: precision or recall, of links or of clusters."""
    assert ours.clusters is not None
    own = (*ours.links[:2], *ours.clusters[:2])
    names = (
        "precision of links",
        "recall of links",
        "precision of clusters",
        "recall of clusters",
    )
    best = [
        max((*row.links[:2], *(row.clusters or ())[:2])[at] for row in others)
        for at in range(len(own))
    ]
    return [
        f"{ours.title}: {name} {100 * mine:.2f}, example {100 * theirs:.2f}"
        for name, mine, theirs in zip(names, own, best, strict=True)
        if mine < theirs
    ]


def main() -> None:
    rows: list[Row] = []
    worse: list[str] = []
    for data in ALL:
        with tempfile.TemporaryDirectory() as name:
            path = prepare(data, Path(name))
            ours, records = run_probata(data.title, path)
            others = [
                run_splink(data, example, Path(name), records)
                for example in data.examples
            ]
        rows += [ours, *others]
        worse += compare(ours, others)
        for row in (ours, *others):
            print(row, flush=True)
        if ours.seconds > SECONDS:
            sys.exit(f"{ours.seconds:.0f} s, more than {SECONDS:.0f}")
    REPORT.write_text(tell(rows, worse))
    print(REPORT.name, *worse, sep="\n")
    if worse:
        sys.exit("worse than Splink's example")


if __name__ == "__main__":
    main()
