"""Tells the user which stage runs and how long each took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Progress:
    """Stages of one command, on standard error; silent when `quiet`."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Show a stage while it runs and its time when it is done."""
        start = time.perf_counter()
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"  {name} ...\r", err=True, nl=False)
        yield
        took = time.perf_counter() - start
        self.seconds[name] = round(took, 3)
        if not self.quiet:
            click.echo(f"  {name:<44} {took:6.2f} s", err=True)

    def step(self, name: str) -> None:
        """Show a part of the stage that runs, on a terminal."""
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"    {name:<60}\r", err=True, nl=False)

    def note(self, message: str) -> None:
        """One line that a person should see."""
        if not self.quiet:
            click.echo(message, err=True)
