"""The register of partners: for each what it was told and has acknowledged, what it undertook, and what runs out.

A partner is a party to whom a notice is addressed, who has undertaken something, or for whom somebody can sign in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from moratorium.desk.home import Home
from moratorium.desk.partners_at_hand import AWAITED, NOTICE, acknowledge_by, days_late
from moratorium.desk.portal import OUT, UndertakingRow, instant_of, undertaking_row
from moratorium.errors import InputError, MissingError
from moratorium.registers.undertakings import KIND as UNDERTAKING
from moratorium.store import Connection, directory, holds
from moratorium.store import partners as rows
from moratorium.store.holds import AskRow
from moratorium.store.partners import AccountOf

SOON = 30
"""Days before its end from which an undertaking is shown as one that runs out."""

MOST_SOON = 3650


@dataclass(frozen=True)
class Sent:
    """A notice to a partner, as the office sees it.

    Attributes:
        id: Of the case.
        title: Of the case, for our own people.
        state: Of the case.
        party: Our id of the partner.
        name: As the notice names them.
        sent_at: When it was sent to them; None if nobody wrote it down.
        due: The day by which it is to be acknowledged; None where nothing is awaited of them.
        days_late: Days since that day.
        acknowledged_at: When they acknowledged it; None if they have not.
    """

    id: str
    title: str
    state: str
    party: str
    name: str
    sent_at: datetime | None
    due: date | None
    days_late: int
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Partner:
    """A row of the register.

    Attributes:
        party: Our id.
        name: As we know it; empty if nothing says it.
        people: How many can sign in for it.
        notices: How many went out to it.
        last: The newest of them; None without one.
        awaited: How many of them it has not acknowledged and is awaited to.
        days_late: Days since the earliest of the days that have passed; 0 if it is not overdue.
        waiting: How many undertakings wait for us to accept them.
        counting: How many count today.
        expiring: How many of these run out within the days asked for.
        next_end: The day on which the first of those that count runs out; None without one.
    """

    party: str
    name: str = ""
    people: int = 0
    notices: int = 0
    last: Sent | None = None
    awaited: int = 0
    days_late: int = 0
    waiting: int = 0
    counting: int = 0
    expiring: int = 0
    next_end: date | None = None


@dataclass(frozen=True)
class WholePartner:
    """All of one partner.

    Attributes:
        partner: Its row of the register.
        people: Who can sign in for it.
        notices: To it, the newest first.
        undertakings: Its own, the newest first.
        asked: Questions to it, the newest first.
    """

    partner: Partner
    people: tuple[AccountOf, ...]
    notices: tuple[Sent, ...]
    undertakings: tuple[UndertakingRow, ...]
    asked: tuple[AskRow, ...]


@dataclass
class _Gathered:
    notices: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    undertakings: dict[str, list[UndertakingRow]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, list[AccountOf]] = field(default_factory=lambda: defaultdict(list))


def register(home: Home, within: int = SOON) -> tuple[Partner, ...]:
    """Every partner, those that are most overdue first, then by id.

    Args:
        home: The state.
        within: Undertakings that run out within so many days are counted as expiring.

    Raises:
        InputError: not a number of days.
    """
    _check_within(within)
    with home.store.read() as connection:
        found = _gathered(connection, home)
        names = _names(connection, found)
    partners = [_partner(party, found, names, within) for party in names]
    return tuple(sorted(partners, key=lambda one: (-one.days_late, one.party)))


def partner(home: Home, party: str, within: int = SOON) -> WholePartner:
    """One partner.

    Raises:
        MissingError: no notice is addressed to it, it has undertaken nothing, and nobody can sign in for it.
    """
    _check_within(within)
    with home.store.read() as connection:
        found = _gathered(connection, home)
        names = _names(connection, found)
        asked = holds.asks_to(connection, party)
    if party not in names:
        raise MissingError(f"no partner `{party[:40]}`", help="moratorium partner list")
    return WholePartner(
        _partner(party, found, names, within),
        tuple(found.people[party]),
        tuple(reversed(found.notices[party])),
        tuple(reversed(found.undertakings[party])),
        tuple(reversed(asked)),
    )


def overdue(home: Home) -> tuple[Sent, ...]:
    """Notices that a partner has not acknowledged by the day by which it was to, the most overdue first."""
    with home.store.read() as connection:
        late = [one for of in _notices(connection, home, [AWAITED]).values() for one in of if one.days_late]
    return tuple(sorted(late, key=lambda one: (-one.days_late, one.party, one.id)))


def expiring(home: Home, within: int = SOON) -> tuple[tuple[str, UndertakingRow], ...]:
    """Undertakings that count today and run out within so many days, with our id of the partner, the next first."""
    _check_within(within)
    with home.store.read() as connection:
        found = _undertakings(connection, home)
    soon = [(party, one) for party, of in found.items() for one in of if one.counts and one.days_left <= within]
    return tuple(sorted(soon, key=lambda pair: (pair[1].valid_until, pair[0], pair[1].id)))


def _check_within(within: int) -> None:
    if not 0 <= within <= MOST_SOON:
        raise InputError("this is no number of days", "within", f"0 to {MOST_SOON}")


def _gathered(connection: Connection, home: Home) -> _Gathered:
    people: dict[str, list[AccountOf]] = defaultdict(list)
    for one in rows.accounts(connection):
        people[one.party].append(one)
    return _Gathered(_notices(connection, home, OUT), _undertakings(connection, home), people)


def _notices(connection: Connection, home: Home, states: tuple[str, ...] | list[str]) -> dict[str, list[Sent]]:
    found: dict[str, list[Sent]] = defaultdict(list)
    for one in rows.stated(connection, NOTICE, states):
        for recipient in one.parts.values():
            party = recipient.get("party", "")
            if not party:
                continue
            acknowledged = recipient.get("acknowledged_at", "")
            due = acknowledge_by(one) if one.state == AWAITED and not acknowledged else None
            found[party].append(
                Sent(
                    one.id,
                    one.title,
                    one.state,
                    party,
                    recipient.get("name", ""),
                    instant_of(recipient.get("sent_at", "")),
                    due,
                    days_late(due, home.today()),
                    instant_of(acknowledged),
                )
            )
    return found


def _undertakings(connection: Connection, home: Home) -> dict[str, list[UndertakingRow]]:
    found: dict[str, list[UndertakingRow]] = defaultdict(list)
    for one in rows.stated(connection, UNDERTAKING):
        row, party = undertaking_row(one, home.today()), one.fields.get("party", "")
        if row is not None and party:
            found[party].append(row)
    return found


def _names(connection: Connection, found: _Gathered) -> dict[str, str]:
    """Every partner's id with its name: as our directory has it, else as the newest notice names it."""
    ids = {id for of in (found.notices, found.undertakings, found.people) for id, some in of.items() if some}
    known = directory.rows(connection, [f"party:{id}" for id in ids])
    written = {id: of[-1].name for id, of in found.notices.items() if of}
    return {id: known[f"party:{id}"].name if f"party:{id}" in known else written.get(id, "") for id in sorted(ids)}


def _partner(party: str, found: _Gathered, names: dict[str, str], within: int) -> Partner:
    notices, undertakings = found.notices[party], found.undertakings[party]
    counting = [one for one in undertakings if one.counts]
    return Partner(
        party,
        names[party],
        people=sum(one.state == "enabled" for one in found.people[party]),
        notices=len(notices),
        last=notices[-1] if notices else None,
        awaited=sum(one.due is not None for one in notices),
        days_late=max((one.days_late for one in notices), default=0),
        waiting=sum(one.state == "handed_in" for one in undertakings),
        counting=len(counting),
        expiring=sum(one.days_left <= within for one in counting),
        next_end=min((one.valid_until for one in counting), default=None),
    )
