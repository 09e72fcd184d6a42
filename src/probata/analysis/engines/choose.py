"""Which engine carries out a study, and what it could not do, all of it before it starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.study import Block, Study
from probata.errors import EngineError, Fault

# Up to so many rows, what needs every row at once is done with every row at hand.
ROWS_AT_HAND = 200_000


@dataclass(frozen=True)
class Choice:
    """An engine by name, and why it is this one, for the user."""

    name: str
    why: str


def choose_engine(asked: str, rows: int | None) -> Choice:
    """The engine for so many rows; None where only reading the file would tell."""
    if asked != "auto":
        return Choice(asked, "it was asked for")
    if rows is None:
        return Choice(
            "memory", "the data are not in Parquet files, which can be read in parts"
        )
    if rows <= ROWS_AT_HAND:
        return Choice("memory", f"{rows:,} rows fit in memory (up to {ROWS_AT_HAND:,})")
    return Choice("stream", f"{rows:,} rows are more than {ROWS_AT_HAND:,}")


def is_shaped(block: Block) -> bool:
    """Whether its columns are more than codes and numbers as they are."""
    return bool(block.interactions or block.splines)


def refuse_undoable(study: Study, engine: str, rows: int) -> None:
    """Raise EngineError with everything that the study asks for and the engine cannot do."""
    faults = list(_undoable(study, rows))
    if faults:
        raise EngineError(
            f"{study.id}: the {engine} engine cannot do all that the study asks for on "
            f"{rows:,} rows. Nothing has been started.",
            faults,
        )


def _undoable(study: Study, rows: int) -> Iterator[Fault]:
    for key, items in (
        ("outcomes", study.file.outcomes),
        ("matrices", study.file.matrices),
        ("survival", study.file.survival),
    ):
        for at in range(len(items)):
            yield study.declaration.fault(
                (key, at),
                f"`{key}` are counted by the memory engine alone.",
                "Take it out for this run, or use --engine memory.",
            )
    if study.file.performance is not None:
        yield study.declaration.fault(
            ("performance",),
            "questions are put to the test by the memory engine alone.",
            "Take [performance] out for this run, or use --engine memory.",
        )
    if rows <= ROWS_AT_HAND:
        return
    for at, block in enumerate(study.file.blocks):
        if is_shaped(block):
            yield study.declaration.fault(
                ("blocks", at),
                "products of variables and splines need every row at once, which is done "
                f"up to {ROWS_AT_HAND:,} rows.",
                "Take `interactions` and `splines` out for this run, or use --engine memory.",
            )
    if study.file.reliability is not None:
        yield study.declaration.fault(
            ("reliability",),
            "putting the findings to the test needs every row at once, which is done up "
            f"to {ROWS_AT_HAND:,} rows.",
            "Take [reliability] out for this run and test the findings on a sample, or "
            "use --engine memory.",
        )
    if study.file.inference.separation == "firth":
        yield study.declaration.fault(
            ("inference", "separation"),
            "Firth's penalised likelihood needs every row at once, which is done up to "
            f"{ROWS_AT_HAND:,} rows.",
            'Say separation = "refuse", or use --engine memory.',
        )
