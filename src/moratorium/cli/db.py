"""``db``: the database looked at and brought up to date."""

from __future__ import annotations

import typer

from moratorium.cli.session import note

app = typer.Typer(help="The database: its state and its upgrade.", no_args_is_help=True, rich_markup_mode=None)

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
