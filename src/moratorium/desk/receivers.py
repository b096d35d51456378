"""Who is written to about what: each person chooses, within what their role may read.

A name without an account (a local identity of the command line) may read everything, as it may there.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from moratorium.desk import mail
from moratorium.desk.home import Home
from moratorium.desk.jobs import holder
from moratorium.desk.mail import Letter
from moratorium.desk.mail_words import CHOSEN, LANGUAGES
from moratorium.desk.permissions import ROLES, may
from moratorium.errors import Fault, InputError
from moratorium.store import Connection, accounts, receivers
from moratorium.store.receivers import Receiver
from moratorium.terms.eyes import are_two_people

__all__ = ["Receiver"]

READING: dict[str, str] = {
    "assigned": "read_orders",
    "hold": "read_orders",
    "job_ended": "read_jobs",
    "lists_stale": "read_lists",
    "orders_changed": "read_orders",
    "outcomes_changed": "read_orders",
    "proposed": "read_measures",
    "reviews_due": "read_measures",
    "second_person": "confirm_clearance",
}
"""What somebody must be allowed to read, or to do, to be told of it."""


def choose(home: Home, chosen: Receiver) -> None:
    """Set how the acting person is written to; without kinds they are not.

    Raises:
        InputError: not an address, a language or kinds of ours; all faults are told.
    """
    faults = [Fault(f"no kind of letter `{one}`", "kinds") for one in chosen.kinds if one not in CHOSEN]
    if chosen.language not in LANGUAGES:
        faults.append(Fault(f"no language `{chosen.language}`", "language", f"one of {', '.join(LANGUAGES)}"))
    try:
        mail.check_address(chosen.address)
    except InputError as error:
        faults.append(error.fault._replace(at="address"))
    if faults:
        raise InputError.of(faults)
    person = holder(home.actor)
    with home.store.begin() as connection:
        receivers.put(connection, msgspec.structs.replace(chosen, person=person, kinds=tuple(sorted(chosen.kinds))))


def forget(home: Home) -> None:
    """Write to the acting person no longer, and forget their address."""
    with home.store.begin() as connection:
        receivers.forget(connection, holder(home.actor))


def choice(home: Home) -> Receiver | None:
    """How the acting person is written to; None if they are not."""
    with home.store.read() as connection:
        return of(connection, home.actor)


def of(connection: Connection, person: str) -> Receiver | None:
    """How a person is written to; None if they are not."""
    return receivers.find(connection, holder(person))


def offered(role: str) -> tuple[str, ...]:
    """Kinds of letters that somebody of a role may choose."""
    return tuple(kind for kind in sorted(CHOSEN) if may(role, READING[kind]))


def tell(home: Home, connection: Connection, person: str, kind: str, values: dict[str, str]) -> bool:
    """Write to one person, if they chose this kind and may read it; returns whether a letter was put in."""
    found = of(connection, person)
    return found is not None and _told(home, connection, found, kind, values)


def tell_all(
    home: Home,
    connection: Connection,
    kind: str,
    values: dict[str, str],
    but: Collection[str] = (),
    who: Collection[str] = ROLES,
) -> int:
    """Write to everybody who chose this kind and may read it; returns to how many.

    Args:
        home: The state.
        connection: In the write transaction of the cause.
        kind: Which letter.
        values: What its words hold.
        but: Who are not told, since it was they who did it.
        who: Only people of these roles; whoever has no account has all of them.
    """
    others = (one for one in receivers.every(connection) if all(are_two_people(one.person, did) for did in but))
    return sum(_told(home, connection, one, kind, values, who) for one in others)


def _told(
    home: Home,
    connection: Connection,
    to: Receiver,
    kind: str,
    values: dict[str, str],
    who: Collection[str] = ROLES,
) -> bool:
    if kind not in to.kinds or not _may_read(connection, to.person, kind, who):
        return False
    mail.post(home, connection, Letter(kind, to.address, to.language, values, to.is_grouped))
    return True


def _may_read(connection: Connection, person: str, kind: str, who: Collection[str]) -> bool:
    account = accounts.account(connection, person)
    if account is None:
        return True
    return account.state == "enabled" and account.role in who and may(account.role, READING[kind])
