"""``db``: the database looked at, brought up to date, backed up, and carried over into another one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import note, read_day

app = typer.Typer(
    help="The database: its state, its upgrade, a backup, a move to a server.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_NOT_READY = 3


@app.command()
def status(context: typer.Context) -> int:
    """Where the database is and which version its tables have; changes nothing. Exit code 3 if it is not ready."""
    from moratorium.desk import databases

    state = databases.status(context.obj.home_path, context.obj.database)
    print(databases.words(state))
    return 0 if state.version == state.needed else _NOT_READY


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the tables to what this program needs, in one transaction; make them if there are none."""
    from moratorium.desk import databases

    before, after = databases.upgrade(context.obj.home_path, context.obj.database)
    print(databases.words(after))
    if before.version is None:
        note("made")
    elif before.version != after.version:
        note(f"upgraded from version {before.version}: all acts were folded again, no act and no hash has changed")


@app.command()
def clock(
    context: typer.Context,
    today: Annotated[str, typer.Option(help="The day it is; the clock must say the same.", metavar="DAY")],
    reason: Annotated[str, typer.Option(help="What had happened to the clock.")],
) -> int:
    """Say that the clock had run ahead and is right now; open orders are decided again. Exit code as of `again`."""
    from moratorium.cli.checking import run_again
    from moratorium.desk.clock import mend_clock

    home = context.obj.open()
    print(mend_clock(home, read_day(today, "--today"), reason))
    return run_again(home, None, None, "the clock was set right")


@app.command()
def copy(
    context: typer.Context,
    to: Annotated[
        str, typer.Argument(help="An empty database: postgresql://USER@HOST/NAME, or a folder.", metavar="ADDRESS")
    ],
) -> None:
    """Carry the record over into an empty database, such as from the file to a server; the source stays as it is."""
    from moratorium.desk import databases

    place, acts = databases.copy(to, context.obj.home_path, context.obj.database)
    print(f"{acts:,} acts copied to {place}; their root is the same")
    note("name the new one with MORATORIUM_DATABASE before the next command, and write no more into the old one")


@app.command()
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where the copy is to lie; made if missing.", metavar="FOLDER")],
) -> None:
    """Copy the database's file, one state of it, while others go on working with it; the keys are not in it."""
    from moratorium.desk import databases

    file, acts = databases.back_up(folder, context.obj.home_path, context.obj.database)
    print(f"{acts:,} acts copied to {file}")
    note("the keys (log.key, identities/) are not in it: keep a copy of them in another place")
