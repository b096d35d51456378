"""``parties``: our register of dealers and customers, and who owns them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

app = typer.Typer(help="Our register of parties.", no_args_is_help=True, rich_markup_mode=None)

_PARTY = Annotated[str, typer.Argument(help="Our id of the party.", metavar="PARTY")]
_ON = Annotated[str | None, typer.Option(help="Shares and seats of this day; default today.", metavar="DAY")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Register of parties: CSV, Excel, …", metavar="FILE")],
) -> None:
    """Keep our register of parties: names, identifiers, owners with shares and dates. What is wrong in it is told."""
    from moratorium.desk.references import keep_part

    home = context.obj.open()
    with home.store.begin() as connection:
        for fault in keep_part(home, connection, "parties", file):
            note(str(fault))
    note(f"kept {file.name}; orders are looked up in it from now on")


@app.command("show")
def show_(context: typer.Context, party: _PARTY, on: _ON = None, format: _FORMAT = Format.table) -> None:
    """What the register holds of a party, and whom it ties it to."""
    from moratorium.desk import parties

    show(("what", "value"), parties.show(context.obj.open(), party, read_day(on, "--on") if on else None), format)


@app.command()
def owners(context: typer.Context, party: _PARTY, on: _ON = None, format: _FORMAT = Format.table) -> None:
    """Who owns a party, layer by layer: shares, dates, lists; and what it comes to."""
    from moratorium.desk import parties

    found = parties.owners(context.obj.open(), party, read_day(on, "--on") if on else None)
    if format is not Format.table:
        show((*parties.OWNER_COLUMNS, "words"), found.document, format)
        return
    show(parties.OWNER_COLUMNS, found.rows, format)
    print(*("", *found.words), sep="\n")
