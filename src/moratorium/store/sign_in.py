"""What signing in needs and no act holds: digests of passwords, sessions, one-time links, attempts.

This is no part of the record and no projection of it: folding the acts again leaves it alone, and it is not carried
from one database into another. Whatever opens a door is kept as a digest only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Index, Integer, Table, delete, insert, select, update

from moratorium.store.tables import Instant, Plain
from moratorium.store.tables import metadata as _metadata


def _text(name: str, *, key: bool = False) -> Column[Any]:
    return Column(name, Plain, primary_key=key, nullable=False)


_passwords = Table("passwords", _metadata, _text("name", key=True), _text("digest"), Column("at", Instant))
_preferences = Table("preferences", _metadata, _text("name", key=True), _text("said"))
_sessions = Table(
    "sessions",
    _metadata,
    _text("digest", key=True),
    _text("name"),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    _text("carried"),
    Index("sessions_by_name", "name"),
)
_links = Table(
    "links",
    _metadata,
    _text("digest", key=True),
    _text("name"),
    _text("purpose"),
    Column("expires", Instant, nullable=False),
    Index("links_by_name", "name"),
)
_attempts = Table(
    "attempts",
    _metadata,
    _text("of", key=True),
    Column("failures", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)


class Session(msgspec.Struct, frozen=True):
    """Somebody is signed in.

    Attributes:
        digest: Of the session's id.
        name: Whose account.
        made_at: When they signed in.
        seen_at: When they last asked for something, to the minute or so.
        carried: What is to be shown on the next page, as JSON: a word, a form that was typed.
    """

    digest: str
    name: str
    made_at: datetime
    seen_at: datetime
    carried: str = ""


class Link(msgspec.Struct, frozen=True):
    """A one-time link.

    Attributes:
        digest: Of its secret.
        name: Whose account it lets somebody take up; empty for the first administrator, who has no name yet.
        purpose: ``first``, ``invite`` or ``reset``.
        expires: From when on it opens nothing.
    """

    digest: str
    name: str
    purpose: str
    expires: datetime


# -- passwords --------------------------------------------------------------------------------------------------------


def password(connection: Connection, name: str) -> str | None:
    """Digest of an account's password, or None."""
    found = connection.execute(select(_passwords.c.digest).where(_passwords.c.name == name)).scalar()
    return None if found is None else str(found)


def set_password(connection: Connection, name: str, digest: str, at: datetime) -> None:
    """Keep the digest of an account's password instead of the one before."""
    drop_password(connection, name)
    connection.execute(insert(_passwords).values(name=name, digest=digest, at=at))


def drop_password(connection: Connection, name: str) -> None:
    """Forget an account's password: nobody can sign in before a new one is set."""
    connection.execute(delete(_passwords).where(_passwords.c.name == name))


def with_password(connection: Connection) -> frozenset[str]:
    """Names of the accounts that have a password."""
    return frozenset(connection.execute(select(_passwords.c.name)).scalars())


# -- preferences ------------------------------------------------------------------------------------------------------


def preferences(connection: Connection, name: str) -> str:
    """How somebody wants to be spoken to, as JSON; empty if they never said."""
    return str(connection.execute(select(_preferences.c.said).where(_preferences.c.name == name)).scalar() or "")


def set_preferences(connection: Connection, name: str, said: str) -> None:
    """Keep how somebody wants to be spoken to."""
    connection.execute(delete(_preferences).where(_preferences.c.name == name))
    connection.execute(insert(_preferences).values(name=name, said=said))


# -- sessions ---------------------------------------------------------------------------------------------------------


def session(connection: Connection, digest: str) -> Session | None:
    """The session of a digest, or None."""
    row = connection.execute(select(_sessions).where(_sessions.c.digest == digest)).first()
    return None if row is None else Session(*row)


def sessions(connection: Connection, name: str) -> tuple[Session, ...]:
    """The sessions of an account, newest first."""
    asked = select(_sessions).where(_sessions.c.name == name).order_by(_sessions.c.made_at.desc(), _sessions.c.digest)
    return tuple(Session(*row) for row in connection.execute(asked))


def put_session(connection: Connection, made: Session) -> None:
    """Begin a session."""
    connection.execute(insert(_sessions).values(**msgspec.structs.asdict(made)))


def touch_session(connection: Connection, digest: str, at: datetime) -> None:
    """Note that a session was used."""
    connection.execute(update(_sessions).where(_sessions.c.digest == digest).values(seen_at=at))


def carry(connection: Connection, digest: str, carried: str) -> None:
    """Keep something for the next page of a session."""
    connection.execute(update(_sessions).where(_sessions.c.digest == digest).values(carried=carried))


def end_session(connection: Connection, digest: str) -> None:
    """End a session."""
    connection.execute(delete(_sessions).where(_sessions.c.digest == digest))


def end_sessions(connection: Connection, name: str) -> None:
    """End all sessions of an account."""
    connection.execute(delete(_sessions).where(_sessions.c.name == name))


# -- links ------------------------------------------------------------------------------------------------------------


def link(connection: Connection, digest: str) -> Link | None:
    """The link of a digest, or None."""
    row = connection.execute(select(_links).where(_links.c.digest == digest)).first()
    return None if row is None else Link(*row)


def put_link(connection: Connection, made: Link) -> None:
    """Keep a link; the ones before it for the same account open nothing any more."""
    drop_links(connection, made.name)
    connection.execute(insert(_links).values(**msgspec.structs.asdict(made)))


def drop_links(connection: Connection, name: str) -> None:
    """Forget the links of an account."""
    connection.execute(delete(_links).where(_links.c.name == name))


# -- attempts ---------------------------------------------------------------------------------------------------------


def attempts(connection: Connection, of: str) -> tuple[int, datetime | None]:
    """How often a name or an address failed, and when last."""
    row = connection.execute(select(_attempts.c.failures, _attempts.c.at).where(_attempts.c.of == of)).first()
    return (0, None) if row is None else (row.failures, row.at)


def count_attempt(connection: Connection, of: str, failures: int, at: datetime) -> None:
    """Note how often a name or an address has failed by now."""
    forget_attempts(connection, of)
    connection.execute(insert(_attempts).values(of=of, failures=failures, at=at))


def forget_attempts(connection: Connection, of: str) -> None:
    """Forget the failures of a name or an address."""
    connection.execute(delete(_attempts).where(_attempts.c.of == of))


def forget_before(connection: Connection, instant: datetime, session: datetime) -> None:
    """Remove attempts and links that ended before an instant, and sessions that were made before another."""
    connection.execute(delete(_attempts).where(_attempts.c.at < instant))
    connection.execute(delete(_links).where(_links.c.expires < instant))
    connection.execute(delete(_sessions).where(_sessions.c.made_at < session))
