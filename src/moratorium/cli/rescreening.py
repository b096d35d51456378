"""Comparing our parties anew, as several commands do: with a progress bar, and told to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from moratorium.cli.session import note
from moratorium.desk.home import Home
from moratorium.desk.rescreening import Rescreen, rescreen
from moratorium.measures import Rulebook


def run_rescreen(home: Home, cause: str, rulebook: Rulebook | None = None) -> Rescreen:
    """Compare all parties of ours with all lists at hand, and tell what changed.

    Args:
        home: The state.
        cause: Why, in words.
        rulebook: None for the adopted one.
    """
    from moratorium.report.summary import rescreen_summary

    with _progress() as advance:
        result = rescreen(home, cause, rulebook=rulebook, advance=advance)
    note(rescreen_summary(result))
    return result


@contextmanager
def _progress() -> Iterator[Callable[[int], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("comparing"), BarColumn(), MofNCompleteColumn(), TextColumn("parties"), TimeElapsedColumn())
    with Progress(*columns, transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task("comparing", total=None)
        yield lambda parties: bar.advance(task, parties)
