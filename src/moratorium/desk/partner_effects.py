"""Orders decided again where what partners owe us or have undertaken changes what measures look up.

Nothing is decided again if the adopted rulebook asks for none of these facts, or if nothing changed for a decision of
today: an acknowledgement that comes in time, an undertaking that is handed in and not accepted. A day that comes can
change it by itself, which the daily round tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from moratorium.decision.partners import OVERDUE, UNDERTAKEN, Partners
from moratorium.desk import jobs, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.partners_at_hand import NOTICE, partners_at_hand
from moratorium.errors import MissingError
from moratorium.registers.undertakings import KIND as UNDERTAKING
from moratorium.store import Connection, size
from moratorium.terms.act import signer_of

KINDS = frozenset({NOTICE, UNDERTAKING})
"""Kinds of cases in which such a change can lie."""


@contextmanager
def orders_follow(home: Home, connection: Connection, kind: str, case: str) -> Iterator[None]:
    """Record something on a case; if decisions rest on what it changes, orders are decided again, as a job.

    Args:
        home: Who does it; the job is asked for by whoever signs for them, since a partner decides nothing.
        connection: In the write transaction of the change.
        kind: Of the case.
        case: Its id.
    """
    if kind not in KINDS:
        yield
        return
    before = partners_at_hand(connection)
    yield
    after = partners_at_hand(connection)
    if before.digest == after.digest:
        return
    today = home.today()
    if _standing(before, today, asked := _asked(connection)) != _standing(after, today, asked):
        jobs.ask(_signing(home), connection, jobs.Again(f"partners: {case}"), f"act {size(connection) - 1}")


def causes(connection: Connection, since: date, today: date) -> Iterator[str]:
    """What days that came have changed of partners, in words, as far as the adopted rulebook asks.

    Args:
        connection: In any transaction.
        since: Day of the round before.
        today: The day that came.
    """
    partners, asked = partners_at_hand(connection), _asked(connection)
    late = [id for id, due in partners.awaited.items() if since < due + timedelta(days=1) <= today]
    if late and OVERDUE in asked:
        yield f"{len(late):,} {'partners are' if len(late) > 1 else 'partner is'} overdue with an acknowledgement"
    for words, count in (("began", _begun(partners, since, today)), ("ran out", _ended(partners, since, today))):
        if count and asked & UNDERTAKEN:
            yield f"{count:,} {'undertakings' if count > 1 else 'undertaking'} {words}"


def _begun(partners: Partners, since: date, today: date) -> int:
    return sum(since < one.since <= today for of in partners.undertaken.values() for one in of)


def _ended(partners: Partners, since: date, today: date) -> int:
    return sum(since < one.until <= today for of in partners.undertaken.values() for one in of)


def _asked(connection: Connection) -> frozenset[str]:
    """Those of the facts that the adopted rulebook asks about; of a party's, whatever its role."""
    try:
        facts = rulebooks.adopted(connection).facts
    except MissingError:
        return frozenset()
    return frozenset(name for name in (fact.partition(".")[2] for fact in facts) if name == OVERDUE) | (
        facts & UNDERTAKEN
    )


def _standing(partners: Partners, today: date, asked: frozenset[str]) -> tuple[object, ...]:
    """What a decision of today can rest on."""
    late = {id for id in partners.awaited if partners.is_overdue(id, today)} if OVERDUE in asked else set[str]()
    counting = [
        one for id in sorted(partners.undertaken) for one in partners.undertaken[id] if one.since <= today < one.until
    ]
    return late, counting if asked & UNDERTAKEN else []


def _signing(home: Home) -> Home:
    if home.identity is None:
        return home
    return replace(home, identity=replace(home.identity, name=signer_of(home.identity.name)))
