"""A progress bar on stderr, for whoever waits at a terminal longer than a second."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

AFTER = 1.0
"""Seconds without a bar: most runs are over by then."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """Yield a function that shows how many sources are done."""
    started = time.monotonic()
    shown = sys.stderr.isatty() and not quiet
    bar: Progress | None = None

    def show(done: int, total: int, source: str) -> None:
        nonlocal bar
        if bar is None and shown and time.monotonic() - started > AFTER and done < total:
            bar = _bar(total)
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total, description=_short(source))

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("", total=total)
    bar.start()
    return bar


def _short(source: str, width: int = 40) -> str:
    return source if len(source) <= width else "…" + source[1 - width :]
