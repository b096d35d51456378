"""Where the state lives, who acts, and what time it is.

State is one folder, ``MORATORIUM_HOME``: the database, the keys of local identities and the key of the log. The
database may lie on a server instead, ``MORATORIUM_DATABASE``, where several machines share it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import platformdirs

from moratorium.desk.identities import Identity
from moratorium.errors import Fault, InputError
from moratorium.store import VERSION, Store, open_store
from moratorium.store.postgresql import is_address, with_password
from moratorium.terms.act import UNAUTHENTICATED

_PASSWORD_FILE = "MORATORIUM_DATABASE_PASSWORD_FILE"  # noqa: S105 - a file's name, not a password


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Home:
    """The state and who works on it.

    Attributes:
        path: The folder.
        store: The database, in it or on a server.
        identity: Who acts; None for an unauthenticated user.
        clock: Tells the time; the demo hands in its own.
    """

    path: Path
    store: Store
    identity: Identity | None = None
    clock: Callable[[], datetime] = now

    @property
    def actor(self) -> str:
        """Name under which acts are recorded."""
        return self.identity.name if self.identity else UNAUTHENTICATED

    @property
    def news(self) -> str:
        """What opening it did to the state, in words; mostly nothing."""
        found = self.store.upgraded_from
        return "" if found is None else f"upgraded the state from version {found} to {VERSION}"

    @property
    def history(self) -> Path:
        """Where its history lies unless told otherwise."""
        return self.path / "history"

    def told(self, fault: Fault) -> Fault:
        """A fault as people are told it who do not work on this machine: what lies in the home by its name there."""
        here = f"{self.path}{os.sep}"
        return Fault(*(text.replace(here, "") for text in fault))

    def today(self) -> date:
        """The day, here."""
        instant = self.clock()
        return instant.date() if self.clock is not now else instant.astimezone().date()


def home_path() -> Path:
    """``MORATORIUM_HOME``, or the platform's data folder."""
    stated = os.environ.get("MORATORIUM_HOME")
    return Path(stated) if stated else Path(platformdirs.user_data_dir("moratorium", appauthor=False))


def database_place(folder: Path, database: str | None = None) -> Path | str:
    """Where the database is: what is stated, else ``MORATORIUM_DATABASE``, else a file in the home folder.

    The password of a server may stand in a file of its own, which ``MORATORIUM_DATABASE_PASSWORD_FILE`` names: so
    containers are given secrets.

    Raises:
        InputError: the file of the password, or the address, cannot be read.
    """
    address, secret = database or os.environ.get("MORATORIUM_DATABASE"), os.environ.get(_PASSWORD_FILE)
    if address is None or not is_address(address) or not secret:
        return address or folder
    try:
        password = Path(secret).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        words = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"the file of the database's password cannot be read: {words}", _PASSWORD_FILE) from error
    return with_password(address, password)


def is_on_server(folder: Path, database: str | None = None) -> bool:
    """Whether the database is on a server, which several machines may share."""
    place = database_place(folder, database)
    return isinstance(place, str) and is_address(place)


def made_folder(path: Path | None = None) -> Path:
    """The home folder, made on first use, for its owner only.

    Raises:
        InputError: it cannot be made or is no folder.
    """
    folder = path or home_path()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot use `{folder}` as home: {error.strerror}", "MORATORIUM_HOME") from error
    return folder


def open_home(
    path: Path | None = None,
    identity: str | None = None,
    clock: Callable[[], datetime] = now,
    database: str | None = None,
) -> Home:
    """Open the state, made on first use.

    Args:
        path: The folder; None for ``MORATORIUM_HOME``.
        identity: Name of the local identity that acts; None takes ``MORATORIUM_AS``, or nobody.
        clock: Tells the time.
        database: Address of a database on a server; None for ``MORATORIUM_DATABASE``, or the file in the folder.

    Raises:
        InputError: the folder cannot be made or is no folder, or the database cannot be opened.
        SourceError: the database's server cannot be reached.
        MissingError: no such identity.
    """
    folder = made_folder(path)
    name = identity or os.environ.get("MORATORIUM_AS")
    acting = Identity.load(folder, name) if name else None
    return Home(folder, open_store(database_place(folder, database)), acting, clock)
