"""The database looked at and brought up to date, without the rest of the home."""

from __future__ import annotations

from pathlib import Path

from moratorium.desk.home import database_place, home_path, made_folder
from moratorium.store import State, state_of, upgrade_store


def status(path: Path | None = None, database: str | None = None) -> State:
    """Where the database is and which version its tables have; nothing is made or changed.

    Args:
        path: The home folder; None for ``MORATORIUM_HOME``.
        database: Address on a server; None for ``MORATORIUM_DATABASE``, or the file in the folder.

    Raises:
        InputError: it cannot be opened, or is no database.
        SourceError: its server cannot be reached.
    """
    return state_of(database_place(path or home_path(), database))


def upgrade(path: Path | None = None, database: str | None = None) -> tuple[State, State]:
    """Bring the database to the tables of this program, or make it; what it was before and is after.

    Raises:
        InputError: as :func:`status`, or a newer program made it.
        SourceError: its server cannot be reached.
        ConflictError: another process is writing.
        ProofError: its acts cannot be folded again; it is as it was.
    """
    return upgrade_store(database_place(made_folder(path), database))


def words(state: State) -> str:
    """What is to be done about a database, in words.

    >>> words(State("/srv/moratorium.db", 3, 3))
    '/srv/moratorium.db: version 3, as this program needs it'
    """
    if state.version is None:
        return f"{state.place}: not made yet; `moratorium db upgrade` makes it"
    if state.version == state.needed:
        return f"{state.place}: version {state.version}, as this program needs it"
    if state.version > state.needed:
        return f"{state.place}: version {state.version}, this program knows {state.needed}; use the newer program"
    return f"{state.place}: version {state.version}, this program needs {state.needed}; `moratorium db upgrade`"
