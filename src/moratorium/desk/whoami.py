"""Who acts on the command line, and how a person gets a name here."""

from __future__ import annotations

from dataclasses import replace

from moratorium.desk import identities
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.terms.act import IdentityMade


def make(home: Home, name: str) -> str:
    """Make a local identity; the act is signed with its own new key. Returns what to tell the person.

    Raises:
        InputError: not a usable name.
        ConflictError: it is there already.
    """
    identity = identities.Identity.make(home.path, name)
    acting = replace(home, identity=identity)
    try:
        with acting.store.begin() as connection:
            record_one(acting, connection, "identity_made", name, IdentityMade(name, identity.public_key))
    except BaseException:
        identities.forget(home.path, name)  # a key that no act announces proves nothing
        raise
    return f"{name}, public key {identity.public_key}; act with `--as {name}` or MORATORIUM_AS={name}"


def words(home: Home) -> str:
    """Who acts, and who could."""
    known = ", ".join(identities.names(home.path)) or "none yet"
    if home.identity is None:
        return f"unauthenticated (identities here: {known}); make one: moratorium whoami --new NAME"
    return f"{home.identity.name}, public key {home.identity.public_key} (identities here: {known})"
