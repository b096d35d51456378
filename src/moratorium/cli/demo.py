"""``demo``: from an empty folder to decided, proven orders and a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import note


def demo(
    into: Annotated[
        Path, typer.Option(help="An empty folder, or one that an earlier demo made.", metavar="DIR")
    ] = Path("moratorium-demo"),
) -> None:
    """Decide two years of an invented maker's orders day by day, with the suspension of 2022-04-26 in the middle.

    Ends with 0 whatever it finds.
    """
    from moratorium.demo.run import run

    run(into, print, note)
