"""A progress bar on stderr, for commands that take longer than a breath."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Stages = Callable[[str, int, int], None]
"""Called with the name of the stage, how much of it is done, and of how much."""


@contextmanager
def progress_bar(wanted: bool) -> Iterator[Stages | None]:
    """Show a bar for each stage that is reported to what this yields; None if none is `wanted`."""
    if not wanted:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), Remaining())
    bars = Progress(*columns, console=Console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        bars.start()  # not earlier: what fails before there is work prints nothing but its sentence
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    try:
        yield show
    finally:
        if tasks:
            bars.stop()
