"""The register of partners, for the house: what each was told, acknowledged and undertook, and what runs out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moratorium.desk import partners as desk
from moratorium.desk import reading
from moratorium.web.console.case_words import choice_word, state_word
from moratorium.web.console.cases import case_path
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Cell, Column, Link, Table, Word
from moratorium.web.console.vocabulary import STATE_WORDS

PARTNER = "/partners/{party:path}"


class PartnersLook(Look, frozen=True):
    """What counts as running out.

    Attributes:
        within: Undertakings that run out within so many days.
    """

    within: int = desk.SOON


def _within(visit: Visit) -> int:
    return visit.query.within if isinstance(visit.query, PartnersLook) else desk.SOON


def _path(party: str) -> str:
    return filled(PARTNER, {"party": party})


def _last(one: Any) -> Cell:
    return Link(one.last.id, case_path(one.last.id)) if one.last else None


def _positive(count: Callable[[Any], int]) -> Callable[[Any], Cell]:
    """A count; nothing where there is none, so that what is to be done stands out."""
    return lambda one: count(one) or None


def partners(visit: Visit) -> Result:
    """Every partner, those that are most overdue first."""
    within = _within(visit)
    found = desk.register(visit.home, within)
    columns = (
        Column("party", N_("Partner"), lambda one: Link(one.party, _path(one.party))),
        Column("name", N_("Name"), lambda one: one.name),
        Column("late", N_("Days overdue"), _positive(lambda one: one.days_late)),
        Column("awaited", N_("To acknowledge"), _positive(lambda one: one.awaited)),
        Column("notices", N_("Notices"), lambda one: one.notices),
        Column("last", N_("Last notice"), _last),
        Column("waiting", N_("To accept"), _positive(lambda one: one.waiting)),
        Column("counting", N_("Undertakings that count"), _positive(lambda one: one.counting)),
        Column("expiring", N_("Run out soon"), _positive(lambda one: one.expiring)),
        Column("next", N_("Next end"), lambda one: one.next_end),
        Column("people", N_("Accounts"), lambda one: one.people),
    )
    empty = N_(
        "There is no partner yet. A partner is a party to whom a notice is addressed, who has undertaken something, or "
        "for whom somebody can sign in to the portal. Send a notice with its id, or invite somebody of theirs."
    )
    table = Table("partners", N_("Partners, the most overdue first"), columns, found, empty)
    return Shown(
        {
            "partners": table,
            "within": within,
            "late": sum(one.days_late > 0 for one in found),
            "awaited": sum(one.awaited for one in found),
            "waiting": sum(one.waiting for one in found),
            "expiring": sum(one.expiring for one in found),
        }
    )


_NOTICES = (
    Column("notice", N_("Notice"), lambda one: Link(one.id, case_path(one.id))),
    Column("title", N_("Title"), lambda one: one.title),
    Column("state", N_("State"), lambda one: Word(state_word(one.state))),
    Column("sent", N_("Sent"), lambda one: one.sent_at),
    Column("due", N_("To acknowledge by"), lambda one: one.due),
    Column("late", N_("Days overdue"), lambda one: one.days_late or None),
    Column("acknowledged", N_("Acknowledged"), lambda one: one.acknowledged_at),
)
_UNDERTAKINGS = (
    Column("case", N_("Case"), lambda one: Link(one.id, case_path(one.id))),
    Column("what", N_("What is undertaken"), lambda one: Word(choice_word("undertaking", one.kind))),
    Column("state", N_("State"), lambda one: Word(state_word(one.state))),
    Column("from", N_("Valid from"), lambda one: one.valid_from),
    Column("until", N_("Valid until"), lambda one: one.valid_until),
    Column("left", N_("Days left"), lambda one: one.days_left if one.counts else None),
    Column("products", N_("Products"), lambda one: one.products),
    Column("orders", N_("Orders"), lambda one: one.orders),
    Column("end_user", N_("End user"), lambda one: one.end_user),
    Column("territories", N_("Territories"), lambda one: one.territories),
)
_PEOPLE = (
    Column("name", N_("Name"), lambda one: one.name),
    Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.state])),
)
ASK_WORDS = {
    "open": N_("waits for an answer"),
    "replied": N_("answered, not taken yet"),
    "taken": N_("taken as the answer"),
    "closed": N_("put aside"),
}
_ASKED = (
    Column("number", N_("Number"), lambda one: one.act),
    Column("order", N_("Order"), lambda one: _order(one.order_key)),
    Column("question", N_("Question"), lambda one: one.question),
    Column("state", N_("State"), lambda one: Word(ASK_WORDS[one.state])),
    Column("at", N_("When"), lambda one: one.at),
)


def _order(key: str) -> Cell:
    id = key.rpartition("/")[0]
    return Link(id, filled("/orders/{id:path}", {"id": id}))


def partner(visit: Visit) -> Result:
    """One partner: notices to it, what it undertook, questions to it, who signs in for it."""
    party = visit.path["party"]
    reading.note_look(visit.home, f"party:{party}", visit.page.path)
    found = desk.partner(visit.home, party, _within(visit))
    notices = N_("No notice is addressed to it.")
    undertaken = N_("It has undertaken nothing. It hands in statements in the portal, or you open a case of the kind.")
    people = N_("Nobody can sign in for it. An administrator invites somebody as a partner who acts for this party.")
    return Shown(
        {
            "partner": found.partner,
            "notices": Table("notices", N_("Notices to it"), _NOTICES, found.notices, notices),
            "undertakings": Table(
                "undertakings", N_("What it undertook"), _UNDERTAKINGS, found.undertakings, undertaken
            ),
            "asked": Table(
                "asked", N_("Questions to it"), _ASKED, found.asked, N_("It was asked nothing in the portal.")
            ),
            "people": Table("people", N_("Who signs in for it"), _PEOPLE, found.people, people),
        }
    )


PAGES = (
    Page(
        "GET",
        "/partners",
        "read_partners",
        partners,
        title=N_("Partners"),
        template="partners/list.html.j2",
        query=PartnersLook,
    ),
    Page(
        "GET",
        PARTNER,
        "read_partners",
        partner,
        title=N_("Partner"),
        template="partners/partner.html.j2",
        query=PartnersLook,
        section="/partners",
    ),
)
