"""The database looked at, brought up to date, copied and carried over, without the rest of the home."""

from __future__ import annotations

from pathlib import Path

from moratorium.desk.home import database_place, home_path, made_folder
from moratorium.errors import MissingError, RefusedError
from moratorium.store import State, open_store, size, state_of, upgrade_store
from moratorium.store import copy as copy_record
from moratorium.store.database import FILE
from moratorium.store.sqlite import back_up as sqlite_back_up


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


def copy(to: str, path: Path | None = None, database: str | None = None) -> tuple[str, int]:
    """Carry the record over into an empty database; where that is, for people, and how many acts it has.

    Args:
        to: An address on a server, or a folder.
        path: The home folder; None for ``MORATORIUM_HOME``.
        database: Address of the database to copy; None for ``MORATORIUM_DATABASE``, or the file in the folder.

    Raises:
        MissingError: there is nothing to copy.
        ConflictError: there is a record in it already, or the two are one.
        InputError, SourceError, ProofError: as :func:`upgrade`, for either of them.
    """
    found = status(path, database)
    if found.version is None:
        raise MissingError("there is no record to copy", found.place, "name its home with --home, or --database")
    with open_store(database_place(path or home_path(), database)) as source, open_store(to) as target:
        return target.place, copy_record(source, target)


def back_up(to: Path, path: Path | None = None, database: str | None = None) -> tuple[Path, int]:
    """Copy the database's file while others go on working with it; the copy, and how many acts it has.

    Args:
        to: A folder, made if it is not there.
        path: The home folder; None for ``MORATORIUM_HOME``.
        database: Address on a server; None for ``MORATORIUM_DATABASE``, or the file in the folder.

    Raises:
        MissingError: there is nothing to copy.
        RefusedError: the database is on a server, which has its own means.
        ConflictError: there is a copy in the folder already.
        SourceError, ProofError: it cannot be read or written.
    """
    folder = path or home_path()
    found = status(path, database)
    if isinstance(database_place(folder, database), str):
        raise RefusedError("the database is on a server", found.place, "use its own means, such as `pg_dump`")
    if found.version is None:
        raise MissingError("there is no record to copy", found.place, "name its home with --home")
    target = made_folder(to) / FILE
    sqlite_back_up(folder / FILE, target)
    with open_store(target) as store, store.read() as connection:
        return target, size(connection)


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
