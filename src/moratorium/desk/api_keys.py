"""Keys of the service: who calls, in which role. Shown once, kept as a digest; there is no default key.

A key is 256 bits of chance, so its SHA-256 tells nothing of it and needs no slow hash. All keys are one document, the
ring; it is kept like our other files, so that every change of it is an act with a name behind it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date, datetime

import msgspec

from moratorium.desk.home import Home
from moratorium.desk.identities import check_name
from moratorium.desk.permissions import ROLES
from moratorium.desk.record import record_one
from moratorium.errors import InputError, MissingError, RefusedError
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import Kept
from moratorium.terms.canon import canonical
from moratorium.terms.document import nearest

PART = "keys"
"""Under this name the ring is kept."""

_PREFIX = "mor"
_SECRET_BYTES = 32


class Key(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key as it is kept; the key itself is not.

    Attributes:
        id: Its public part; stands in the service's log.
        name: Who stands behind it: acts done with it are theirs.
        role: What it may do.
        digest: SHA-256 of the key, hexadecimal.
        made_by: Who made it.
        made_at: When.
        expires: First day on which it no longer opens anything; None if it lasts.
        revoked_by: Who revoked it; empty while it is good.
        revoked_at: When.
    """

    id: str
    name: str
    role: str
    digest: str
    made_by: str
    made_at: datetime
    expires: date | None = None
    revoked_by: str = ""
    revoked_at: datetime | None = None

    def is_good(self, today: date) -> bool:
        """Whether it still opens anything."""
        return self.state(today) == "good"

    def state(self, today: date) -> str:
        """``good``, ``expired`` or ``revoked``."""
        if self.revoked_by:
            return "revoked"
        return "good" if self.expires is None or today < self.expires else "expired"


class Ring(msgspec.Struct, frozen=True):
    """All keys that were ever made.

    Attributes:
        keys: Oldest first.
        digest: Of the document; a new one tells that something changed.
    """

    keys: tuple[Key, ...] = ()
    digest: str = ""

    def opened_by(self, text: str, today: date) -> Key | None:
        """The good key that a caller showed, or None; how long it takes tells nothing of a right one."""
        shown = hashlib.sha256(text.encode()).hexdigest()
        id = _id_of(text)
        kept = next((key for key in self.keys if key.id == id), None)
        is_same = hmac.compare_digest(shown, kept.digest if kept else "0" * 64)
        return kept if kept is not None and is_same and kept.is_good(today) else None


def _id_of(text: str) -> str:
    prefix, _, rest = text.partition("_")
    return rest.partition("_")[0] if prefix == _PREFIX else ""


def ring(connection: Connection) -> Ring:
    """The keys as they stand."""
    kept = projections.kept_part(connection, PART)
    if kept is None:
        return Ring()
    return Ring(msgspec.json.decode(blobs.get(connection, kept.digest), type=tuple[Key, ...]), kept.digest)


def make(home: Home, name: str, role: str, expires: date | None = None) -> str:
    """Make a key; returns it, and nothing can show it again.

    Raises:
        RefusedError: nobody is named who makes it.
        InputError: not a usable name or role, or it would have expired already.
    """
    check_name(name)
    if role not in ROLES:
        raise InputError(f"no role `{role}`", "role", nearest(role, ROLES) or f"one of {', '.join(ROLES)}")
    if expires is not None and expires <= home.today():
        raise InputError(f"{expires} has come already", "expires", "give a later day")
    _check_named(home, "make")
    id, now = secrets.token_hex(6), home.clock()
    text = f"{_PREFIX}_{id}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    key = Key(id, name, role, hashlib.sha256(text.encode()).hexdigest(), home.actor, now, expires)
    _change(home, lambda keys: (*keys, key), f"key {id} made for {name} ({role})")
    return text


def revoke(home: Home, id: str) -> Key:
    """Revoke a key by its public part; a running service lets it in for a second more at most.

    Raises:
        RefusedError: nobody is named who revokes it, or it is revoked already.
        MissingError: no such key.
    """
    _check_named(home, "revoke")
    found: list[Key] = []

    def revoked(keys: tuple[Key, ...]) -> tuple[Key, ...]:
        one = next((key for key in keys if key.id == id), None)
        if one is None:
            raise MissingError(f"no key `{id}`", help="moratorium key list")
        if one.revoked_by:
            raise RefusedError(f"key `{id}` is revoked already, by {one.revoked_by}")
        found.append(msgspec.structs.replace(one, revoked_by=home.actor, revoked_at=home.clock()))
        return tuple(found[0] if key.id == id else key for key in keys)

    _change(home, revoked, f"key {id} revoked")
    return found[0]


def _check_named(home: Home, step: str) -> None:
    if home.identity is None:
        raise RefusedError(f"to {step} a key needs a name", help="moratorium whoami --new NAME, then add `--as NAME`")


def _change(home: Home, change: Callable[[tuple[Key, ...]], tuple[Key, ...]], words: str) -> None:
    with home.store.begin() as connection:
        digest = blobs.put(connection, canonical(change(ring(connection).keys)), "application/json")
        record_one(home, connection, "kept", PART, Kept(PART, digest, words))
