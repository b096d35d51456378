"""An office with two partners: a notice to both, accounts with which somebody of each signs in, and a measure that
holds the orders of whoever is overdue with an acknowledgement.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from moratorium.desk import accounts, asking, cases, holds, portal, rulebooks
from moratorium.desk.cases import Words
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.record import act, record
from moratorium.store import cases as rows
from moratorium.terms.case import CaseEntered, CaseMoved, Link, Part
from tests.worlds import measure_text

HERS, HIS = "C-7", "C-9"
"""Our ids of the two partners."""

PEOPLE = {HERS: "hilda", HIS: "igor"}
"""Who signs in for each."""

BY = date(2022, 5, 10)
"""The day by which the notice is to be acknowledged."""

ENGLISH, DUTCH = "We suspend deliveries for now.", "Wij schorten leveringen voorlopig op."
SENT_AT = "2022-05-02T12:00:00+00:00"
OVERDUE = measure_text("overdue-partners", "{activities: all, where: any_role.acknowledgement_overdue}", "hold")


def acting(home: Home, name: str) -> Home:
    """The home with a person of the house at work."""
    return replace(home, identity=Identity.load(home.path, name))


def signed_in(home: Home, party: str) -> Home:
    """The home with the person of a partner at work, let in by the service."""
    return replace(home, identity=Identity.load(home.path, "service").on_behalf_of(PEOPLE[party]))


def invite(home: Home) -> None:
    """Accounts for both partners."""
    for party, name in PEOPLE.items():
        accounts.invite(home, name, "partner", party=party)


def notice(
    home: Home,
    parties: tuple[str, ...] = (HERS, HIS),
    language: str = "nl",
    due: date | None = BY,
    title: str = "Notice",
    address: str = "",
) -> str:
    """A notice that is out, put into the record as it stands then: how it came about is told elsewhere. Its id."""
    fields = {"measure": "suspension", "audience": "partners", "released_at": SENT_AT, "channel": "mail"}
    if due is not None:
        fields["acknowledge_by"] = due.isoformat()
    texts = [
        Part("version", n, {"text": text, "language": code, "digest": digest, "checked_digest": digest})
        for n, (code, text) in enumerate(TEXTS.items(), 1)
        for digest in [hashlib.sha256(text.encode()).hexdigest()]
    ]
    mail = {"address": address} if address else {}
    named = [
        Part(
            "recipient",
            n,
            {"name": f"Partner {party}", "language": language, "party": party, "sent_at": SENT_AT, **mail},
        )
        for n, party in enumerate(parties, 1)
    ]
    links = tuple(Link("party", party) for party in parties)
    with home.store.begin() as connection:
        id = rows.next_id(connection, "NO", home.today().year)
        words = CaseEntered(id, "open", f"{title}: internal words", "", fields, (*texts, *named), links)
        opened = CaseMoved(id, "notice", "open", "", "drafted", due)
        approved = CaseMoved(id, "notice", "approve", "drafted", "approved", due)
        sent = CaseMoved(id, "notice", "send", "approved", "sent", due or LATER)
        bo = acting(home, "bo")
        record(home, connection, [act(home, "case_moved", id, opened), act(home, "case_entered", id, words)])
        record(bo, connection, [act(bo, "case_moved", id, approved)])
        record(home, connection, [act(home, "case_moved", id, sent)])
    return id


LATER = date(2022, 5, 16)
"""Two weeks after the notice went out."""

TEXTS = {"en": ENGLISH, "nl": DUTCH}


def adopt(home: Home, *documents: str) -> None:
    """Put measures into the rulebook, by two people."""
    given = {f"measure-{n}": text for n, text in enumerate(documents)}
    rulebooks.approve(acting(home, "bo"), rulebooks.propose_documents(home, given, "a test"))


class Clock:
    """A clock that is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: date) -> None:
        """Noon of a day."""
        self.now = self.now.replace(year=day.year, month=day.month, day=day.day)


def furnish(home: Home) -> None:
    """Some days of work with both partners: an overdue notice and one in time, undertakings, an open question."""
    invite(home)
    notice(home, due=date(2022, 4, 28), title="Suspension")
    later = notice(home, title="Service parts")
    portal.acknowledge(
        signed_in(home, HIS), later, "Igor P.", portal.notice(home=signed_in(home, HIS), id=later).digest
    )
    days = (date(2021, 5, 20), date(2022, 5, 20))
    text = "We do not sell, export or re-export the goods to Russia or Belarus."
    made = portal.Undertaking("no_reexport", *days, "Hilda V.", text, "en", territories="RU BY")
    id = portal.hand_in(signed_in(home, HERS), made)
    cases.take_step(home, id, "accept", Words(fields={"checked": "signature compared with the trade register"}))
    used = portal.Undertaking(
        "end_use_statement", date(2022, 5, 1), date(2023, 5, 1), "Hilda V.", "For spraying.", "en"
    )
    portal.hand_in(signed_in(home, HERS), replace(used, products="P-1", end_user="C-SO-1000"))
    _ask(home)


def _ask(home: Home) -> None:
    """Ask the first partner what one of the held orders waits for, the last of them by its id."""
    found, _ = holds.questions(home, None, 50)
    answers = sorted((one.order_key, one.name) for one in found if one.kind == "answer")
    if answers:
        key, name = answers[-1]
        asking.ask(home, key, name, party=HERS, note="By Friday, if you can.")
