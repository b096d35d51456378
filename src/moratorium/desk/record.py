"""The record: acts signed by who did them, salted, and appended in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from moratorium.desk.home import Home
from moratorium.ledger.leaf import commitment
from moratorium.store import Connection, Signed, append
from moratorium.store.holding import AtHand
from moratorium.terms.act import Act
from moratorium.terms.canon import canonical

SALT_BYTES = 32


def act(home: Home, kind: str, subject: str, payload: Any) -> Act:
    """What the home's identity does now."""
    return Act(kind, subject, home.actor, home.clock(), payload)


def record(home: Home, connection: Connection, acts: Iterable[Act], at_hand: AtHand | None = None) -> range:
    """Sign, salt and append acts; they count when the transaction commits.

    Args:
        home: The state.
        connection: In a write transaction.
        acts: In the order in which they were done.
        at_hand: What decisions among them rest on and ask, so that it need not be read again.

    Returns:
        Their log indexes.
    """
    return append(connection, [_signed(home, one) for one in acts], at_hand)


def record_one(home: Home, connection: Connection, kind: str, subject: str, payload: Any) -> int:
    """Record one act that the home's identity does now; returns its log index."""
    return record(home, connection, [act(home, kind, subject, payload)])[0]


def _signed(home: Home, one: Act) -> Signed:
    salt = secrets.token_bytes(SALT_BYTES)
    if home.identity is None:
        return Signed(one, salt)
    document = canonical(one.document())
    return Signed(one, salt, home.identity.sign(commitment(salt, document)), home.identity.public_key, document)
