"""Who acts on the command line, and how a person gets a name here."""

from __future__ import annotations

from dataclasses import replace

from moratorium.desk import identities
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.record import record_one
from moratorium.errors import ConflictError
from moratorium.store import projections
from moratorium.terms.act import IdentityMade


def make(home: Home, name: str) -> str:
    """Make a local identity; the act is signed with its own new key. Returns what to tell the person.

    Raises:
        InputError: not a usable name.
        ConflictError: it is there already.
    """
    identity = identities.Identity.make(home.path, name)
    try:
        _announce(home, identity)
    except BaseException:
        identities.forget(home.path, name)  # a key that no act announces proves nothing
        raise
    return f"{name}, public key {identity.public_key}; act with `--as {name}` or MORATORIUM_AS={name}"


def of_a_program(home: Home, name: str) -> Identity:
    """The identity with which a service or worker signs, known to the record by its key.

    It is made on first use. One that is here and that the record does not know, since its database was made anew, is
    announced in it: else nobody could verify what it signs.

    Raises:
        ConflictError: the record knows another key under this name, of another home.
    """
    with home.store.read() as connection:
        known = projections.identity(connection, name)
    ours = identities.Identity.load(home.path, name) if name in identities.names(home.path) else None
    if known is not None and (ours is None or ours.public_key != known.public_key):
        help_ = "give this home one of its own: `--identity NAME`; if it had this one, restore its folder identities"
        raise ConflictError(f"another home signs as `{name}`", "--identity", help_)
    if ours is None:
        make(home, name)
        return identities.Identity.load(home.path, name)
    if known is None:
        _announce(home, ours)
    return ours


def _announce(home: Home, identity: Identity) -> None:
    acting = replace(home, identity=identity)
    with acting.store.begin() as connection:
        made = IdentityMade(identity.name, identity.public_key)
        record_one(acting, connection, "identity_made", identity.name, made)


def words(home: Home) -> str:
    """Who acts, and who could."""
    known = ", ".join(identities.names(home.path)) or "none yet"
    if home.identity is None:
        return f"unauthenticated (identities here: {known}); make one: moratorium whoami --new NAME"
    return f"{home.identity.name}, public key {home.identity.public_key} (identities here: {known})"
