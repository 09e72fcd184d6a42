"""Who adds the sums: one process, several, or a cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import reduce
from operator import add
from typing import Any, Protocol, TypeVar

from probata.analysis.engines.chunks import Chunk, Store
from probata.analysis.threads import one_thread
from probata.dataset.parts import Part
from probata.errors import AnalysisError

T = TypeVar("T")
Task = Callable[[Iterable[Chunk]], T]
# Below so many rows starting processes costs what they save, and twice the memory.
WORTH_PROCESSES = 2_000_000


class Engine(Protocol):
    """Carries out a task on every part and adds up what comes back.

    `name` is what the user chose; `parts` all parts of the data, in order.
    """

    name: str
    parts: Sequence[Part]

    def total(self, task: Task[Any], parts: Sequence[int] | None = None) -> Any:
        """The sum of the task's results over all parts, or those of these numbers."""
        ...


class Stream:
    """Parts on disk, read by processes of this machine; sums in the order of the parts.

    The order is fixed, so the number of processes does not change a bit of any result.
    """

    name = "stream"

    def __init__(
        self,
        store: Store,
        parts: Sequence[Part],
        pool: ProcessPoolExecutor | None = None,
        workers: int = 1,
    ) -> None:
        self.store = store
        self.parts = parts
        self.workers = workers
        self._pool = pool

    def total(self, task: Task[Any], parts: Sequence[int] | None = None) -> Any:
        numbers = range(len(self.parts)) if parts is None else parts
        calls = [(self.store, at, self.parts[at], task) for at in numbers]
        if self._pool is None or len(calls) == 1:
            return reduce(add, map(run_task, calls))
        try:
            return reduce(add, self._pool.map(run_task, calls))
        except BrokenProcessPool:
            raise AnalysisError(
                "A process that reads the data was ended from outside, most likely for "
                "want of memory. Nothing was written; close other programs and run again."
            ) from None


def run_task(call: tuple[Store, int, Part, Task[Any]]) -> Any:
    """A task on the chunks of one part, wherever this runs."""
    store, index, part, task = call
    with one_thread():
        return task(store.load(index, part))


@contextmanager
def open_stream(
    store: Store, parts: Sequence[Part], processes: int | None = None
) -> Iterator[Stream]:
    """A streaming engine; by default a process a core where the rows are worth it."""
    rows = sum(part.rows for part in parts)
    if processes is None:
        many = rows >= WORTH_PROCESSES and len(parts) > 1
        processes = min(len(parts), os.cpu_count() or 1) if many else 1
    if processes == 1:
        yield Stream(store, parts)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        try:
            yield Stream(store, parts, pool, processes)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
