"""``parties``: our register of dealers and customers, and who owns them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import note

app = typer.Typer(help="Our register of parties.", no_args_is_help=True, rich_markup_mode=None)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Register of parties: CSV, Excel, …", metavar="FILE")],
) -> None:
    """Keep our register of parties: names, identifiers, owners with shares and dates."""
    from moratorium.desk.references import keep_part

    home = context.obj.open()
    with home.store.begin() as connection:
        for fault in keep_part(home, connection, "parties", file):
            note(f"left out: {fault}")
    note(f"kept {file.name}; orders are looked up in it from now on")
