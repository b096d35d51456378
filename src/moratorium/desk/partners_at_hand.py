"""What decisions look up of partners: acknowledgements that are awaited, and undertakings that were accepted.

A notice is awaited while it is *sent*: once it is closed, superseded or acknowledged by everybody, nobody is overdue
with it. The day by which it was to be acknowledged is the one that it states, else the day on which the company set
itself the next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from moratorium.decision.partners import Partners, Undertaken, partners_of
from moratorium.registers.undertakings import COUNTS
from moratorium.registers.undertakings import KIND as UNDERTAKING
from moratorium.store import Connection
from moratorium.store import partners as rows
from moratorium.store.partners import Stated

NOTICE = "notice"
AWAITED = "sent"
"""The state in which a notice's acknowledgements are waited for."""


def partners_at_hand(connection: Connection) -> Partners:
    """The register of partners as it stands."""
    awaited = (
        pair for one in rows.stated(connection, NOTICE, [AWAITED]) for pair in _awaited(one, acknowledge_by(one))
    )
    accepted = (undertaken_of(one) for one in rows.stated(connection, UNDERTAKING, [COUNTS]))
    return partners_of(awaited, (one for one in accepted if one is not None))


def acknowledge_by(notice: Stated) -> date | None:
    """The day by which a notice is to be acknowledged; None if it is not out."""
    stated = notice.fields.get("acknowledge_by", "")
    return date.fromisoformat(stated) if stated else notice.due


def days_late(due: date | None, today: date) -> int:
    """Days since a day has passed; 0 while it has not.

    >>> days_late(date(2022, 5, 2), date(2022, 5, 2)), days_late(date(2022, 5, 2), date(2022, 5, 5))
    (0, 3)
    """
    return 0 if due is None else max(0, (today - due).days)


def _awaited(notice: Stated, due: date | None) -> Iterator[tuple[str, date]]:
    if due is not None:
        for recipient in notice.parts.values():
            if recipient.get("party") and not recipient.get("acknowledged_at"):
                yield recipient["party"], due


def undertaken_of(one: Stated) -> Undertaken | None:
    """An undertaking as decisions read it; None if what it says was erased, and then it covers nothing."""
    said = one.fields
    if not all(said.get(name) for name in ("party", "undertaking", "valid_from", "valid_until")):
        return None
    return Undertaken(
        one.id,
        said["party"],
        said["undertaking"],
        date.fromisoformat(said["valid_from"]),
        date.fromisoformat(said["valid_until"]),
        tuple(sorted(said.get("orders", "").split())),
        tuple(sorted(said.get("products", "").split())),
        said.get("end_user", ""),
        tuple(sorted(said.get("territories", "").split())),
    )
