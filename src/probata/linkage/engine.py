"""Splink behind one function: learns the weights and scores the pairs.

score_pairs(linkage, records) -> Scored

The only module that knows Splink and its database. One thread and sorted records, so
that the same input gives the same bytes; messages of the libraries, which can hold
values of records, go nowhere.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.errors import AnalysisError, ExtraMissing
from probata.linkage.blocking import Parts, Rule, choose_rules, count_pairs
from probata.linkage.comparisons import Step, list_steps, make_comparisons
from probata.linkage.linkage_file import LinkageFile, Role
from probata.linkage.read_linkage import Linkage
from probata.linkage.records import Records

# Probabilities are kept to so many digits; the last ones of a float are noise.
DIGITS = 9
# More pairs than this teach nothing new in one session of training.
EM_PAIRS = 2_000_000
TOO_LITTLE = (
    "The records have too little in common to learn from: no two of them agree on names, "
    "or on an identifier, date of birth or postcode. Are these the right files and columns?"
)
TOO_ALIKE = (
    "The records are too few, or too much alike, to learn from: nearly every pair agrees on "
    "names, or on an identifier, date of birth or postcode. Bring more records or columns."
)


@dataclass(frozen=True)
class Level:
    """A step of likeness and how often true and false pairs stand on it (None: not learnt).

    `value` numbers the steps of a field: 0 for the least alike.
    """

    field: str
    value: int
    step: Step
    true_pairs: float | None
    false_pairs: float | None


@dataclass(frozen=True)
class Scored:
    """Pairs from the threshold for review on, best first, and sums over all compared.

    `left`, `right`, `probability` (m,): records by place, left before right.
    `compared` counts all pairs that were compared; `expected` is the sum of their match
    probabilities, so the number of true pairs among them that the model expects.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probability: NDArray[np.float64]
    compared: int
    expected: float
    prior: float
    rules: tuple[Rule, ...]
    levels: tuple[Level, ...]
    # (m,) by field: the level of likeness of each pair, as an index into its levels; -1
    # where a value is missing.
    likeness: dict[str, NDArray[np.int8]]
    # Compared pairs with the same identifier that fall short of review.
    one_identifier_apart: int
    # Compared pairs of one true person; None where the truth is not known.
    true_compared: int | None


def score_pairs(linkage: Linkage, records: Records) -> Scored:
    """Train on the records and score the pairs that the blocking rules bring together.

    Raises ExtraMissing without Splink (or Spark, where the file asks for it), and
    AnalysisError where the records have too little in common to learn from.
    """
    file = linkage.file
    rules = choose_rules(file, records)
    with _database(file.linkage.backend) as database, _quiet():
        linker = _make_linker(file, records, rules, database)
        _train(file, linker, records)
        predicted = linker.inference.predict()
        return _collect(linkage, records, rules, linker, predicted)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence the libraries, and keep what their errors quote from being shown."""
    import duckdb
    from splink.internals.exceptions import SplinkException

    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except (duckdb.Error, SplinkException) as error:
        # Their messages quote values of records, and so would a traceback.
        raise AnalysisError(
            "The comparison of the records failed inside its library "
            f"({type(error).__name__}); what it said is not shown, since it can quote "
            "records. Check the blocking rules and the memory."
        ) from None
    finally:
        logger.setLevel(before)


@contextlib.contextmanager
def _database(backend: str) -> Iterator[Any]:
    try:
        import splink  # noqa: F401
    except ImportError:
        raise ExtraMissing(
            "Linking records needs an optional library. "
            "Install it with: pip install 'probata[link]'"
        ) from None
    if backend == "spark":
        from probata.linkage.spark_backend import open_spark

        yield open_spark()
        return
    import duckdb
    from splink import DuckDBAPI

    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        yield DuckDBAPI(connection)


def _make_linker(
    file: LinkageFile, records: Records, rules: list[Rule], database: Any
) -> Any:
    from splink import Linker, SettingsCreator, block_on

    made: list[Any] = [block_on(*_sql_parts(rule.parts)) for rule in rules]
    names = file.of_role("forename") + file.of_role("surname")
    if len(names) == 2 and not file.blocking.rules:
        first, last = names
        made.append(f"l.{first} = r.{last} and l.{last} = r.{first}")
    settings = SettingsCreator(
        link_type="link_only" if file.two_files else "dedupe_only",
        unique_id_column_name="record",
        comparisons=make_comparisons(file),
        blocking_rules_to_generate_predictions=made,
        retain_matching_columns=True,  # without them no step of likeness is told
        retain_intermediate_calculation_columns=False,
    )
    tables = [
        database.register(table, dataset_display_name=f"file_{at}")
        for at, table in enumerate(_tables(file, records))
    ]
    return Linker(tables, settings, log_level=None)


def _tables(file: LinkageFile, records: Records) -> list[Any]:
    import pyarrow as pa

    tables, start = [], 0
    for item in records.files:
        columns = {"record": pa.array(range(start, start + item.n), pa.int64())}
        for field in file.field_names():
            columns[field] = pa.array(item.cleaned[field].tolist(), pa.string())
        tables.append(pa.table(columns))
        start += item.n
    return tables


def _sql_parts(parts: Parts) -> list[str]:
    return [f"substr({field}, 1, {n})" if n else field for field, n in parts]


_SESSIONS: tuple[tuple[Role, ...], ...] = (
    ("forename", "surname"),
    ("date_of_birth",),
    ("identifier",),
    ("postcode",),
    ("email",),
    ("surname",),
    ("address",),
)


def _train(file: LinkageFile, linker: Any, records: Records) -> None:
    """Prior from pairs that agree on much, u from random pairs, m by EM in blocks."""
    from splink import block_on

    sure = [rule for rule in _sure_rules(file) if _agree(records, rule)]
    blocks = [block for block in _training_blocks(file) if _agree(records, block)]
    if not (sure and blocks):
        raise AnalysisError(TOO_LITTLE)
    try:
        linker.training.estimate_probability_two_random_records_match(
            [block_on(*rule) for rule in sure], recall=file.training.recall
        )
    except ValueError:  # nearly every pair agrees
        raise AnalysisError(TOO_ALIKE) from None
    linker.training.estimate_u_using_random_sampling(
        max_pairs=file.training.pairs, seed=file.training.seed
    )
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*block),
            estimate_without_term_frequencies=True,
            max_pairs=EM_PAIRS,
        )


def _agree(records: Records, fields: list[str]) -> bool:
    """Whether any pair of records agrees on all of these fields."""
    return count_pairs(records, tuple((field, 0) for field in fields)) > 0


def _sure_rules(file: LinkageFile) -> list[list[str]]:
    """Agreements that hardly ever happen by chance."""
    wanted: list[tuple[Role, ...]] = [
        ("forename", "surname", "date_of_birth"),
        ("surname", "date_of_birth", "postcode"),
        ("forename", "surname", "postcode"),
        ("date_of_birth", "postcode"),
    ]
    rules = [[field] for field in file.of_role("identifier") + file.of_role("email")]
    for roles in wanted:
        fields = [file.of_role(role) for role in roles]
        if all(fields):
            rules.append([found[0] for found in fields])
    return rules or [list(file.field_names())]


def _training_blocks(file: LinkageFile) -> list[list[str]]:
    """Blocks within which the other fields are learnt: each field is free in one at least."""
    blocks: list[list[str]] = []
    for roles in _SESSIONS:
        fields = [file.of_role(role) for role in roles]
        if all(fields):
            blocks.append([found[0] for found in fields])
        if len(blocks) > 1 and not set(blocks[0]) & set(blocks[1]):
            return blocks
    names = list(file.field_names())
    return [*blocks, [names[0]], [names[1]]]


def _collect(
    linkage: Linkage, records: Records, rules: list[Rule], linker: Any, predicted: Any
) -> Scored:
    file = linkage.file
    fields = file.field_names()
    gammas = ", ".join(f"gamma_{field}" for field in fields)
    table = predicted.query_sql(
        "select least(record_l, record_r) as a, greatest(record_l, record_r) as b, "
        f"round(match_probability, {DIGITS}) as p, {gammas} from {{this}}"
    ).as_pyarrow_table()
    left, right, probability = (table[name].to_numpy() for name in "abp")
    order = np.lexsort((right, left, -probability))
    left, right, probability = left[order], right[order], probability[order]
    kept = probability >= file.thresholds.review
    likeness = {
        field: table[f"gamma_{field}"].to_numpy()[order].astype(np.int8)
        for field in fields
    }
    model = linker.misc.save_model_to_json()
    levels = _levels(file, model)
    truth = records.truth()
    return Scored(
        left=left[kept],
        right=right[kept],
        probability=probability[kept],
        compared=len(probability),
        expected=float(probability.sum()),
        prior=float(model["probability_two_random_records_match"]),
        rules=tuple(rules),
        levels=levels,
        likeness={field: values[kept] for field, values in likeness.items()},
        one_identifier_apart=_apart(file, likeness, kept),
        true_compared=None
        if truth is None
        else int((truth[left] == truth[right]).sum()),
    )


def _levels(file: LinkageFile, model: dict[str, Any]) -> tuple[Level, ...]:
    """What was learnt of every step, field by field, from the most alike to the least."""
    levels = []
    for comparison in model["comparisons"]:
        field = comparison["output_column_name"]
        steps = list_steps(file, field)
        learnt = [
            level
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        ]
        for at, (step, level) in enumerate(zip(steps, learnt, strict=True)):
            chances = level.get("m_probability"), level.get("u_probability")
            levels.append(Level(field, len(steps) - 1 - at, step, *chances))
    return tuple(levels)


def _apart(
    file: LinkageFile, likeness: dict[str, NDArray[np.int8]], kept: NDArray[np.bool_]
) -> int:
    """Compared pairs that agree on an identifier and yet fall short of review."""
    same = np.zeros(len(kept), dtype=bool)
    for field in file.of_role("identifier"):
        same |= likeness[field] == len(list_steps(file, field)) - 1
    return int((same & ~kept).sum())
