"""Keeps the linear algebra on one thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """On matrices of this size two BLAS threads are up to a hundred times slower than one.

    One thread also keeps the last bits of a sum the same on every machine.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
