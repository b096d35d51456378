"""Shapes of the partner portal and of the register of partners."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class PortalNoticeShape(msgspec.Struct, frozen=True):
    """A notice to you, without its text.

    Attributes:
        id: Its id.
        state: Of the notice; `sent` while acknowledgements are waited for.
        sent_at: When it was sent to you; null if nobody wrote it down.
        due: Day by which it is to be acknowledged; null where nothing is awaited of you.
        days_late: Days since that day.
        acknowledged_at: When you acknowledged it; null if you have not.
        awaited: Whether your acknowledgement is waited for.
    """

    id: str
    state: str
    sent_at: datetime | None
    due: date | None
    days_late: int
    acknowledged_at: datetime | None
    awaited: bool


class PortalQuestionShape(msgspec.Struct, frozen=True):
    """A question to you.

    Attributes:
        number: Its number.
        order: Your id of the order that it is about.
        question: In words.
        note: What was written beside it.
        asked_at: When.
        until: Until when it can be answered.
    """

    number: int
    order: str
    question: str
    note: str
    asked_at: datetime
    until: datetime


class UndertakingShape(msgspec.Struct, frozen=True):
    """An end-use statement or an undertaking not to re-export.

    Attributes:
        id: Its id.
        state: `handed_in`, `accepted`, `refused` or `ended`.
        undertaking: `end_use_statement` or `no_reexport`.
        products: Ids of the products that it names; empty for all.
        orders: Ids of the orders that it names; empty for all.
        end_user: Whom it names; empty for any.
        territories: To which goods may not be re-exported.
        valid_from: First day on which it counts.
        valid_until: First day on which it no longer counts.
        counts: Whether it counts today.
    """

    id: str
    state: str
    undertaking: str
    products: str
    orders: str
    end_user: str
    territories: str
    valid_from: date
    valid_until: date
    counts: bool


class PortalShape(msgspec.Struct, frozen=True):
    """What is addressed to your party.

    Attributes:
        party: The id of your party.
        notices: Those that are awaited first, then the newest.
        questions: Open ones, oldest first.
        undertakings: The newest first.
    """

    party: str
    notices: tuple[PortalNoticeShape, ...]
    questions: tuple[PortalQuestionShape, ...]
    undertakings: tuple[UndertakingShape, ...]


class NoticeToShape(msgspec.Struct, frozen=True):
    """A notice to you.

    Attributes:
        notice: Without its text.
        text: In one language, letter for letter.
        language: Of the text.
        languages: In which there is a text.
        digest: SHA-256 of the text; goes with your acknowledgement.
        acknowledged_by: The name that was typed; empty if nobody has.
        question: What you asked.
        superseded_by: The notice to you that takes its place; empty if none does.
    """

    notice: PortalNoticeShape
    text: str
    language: str
    languages: tuple[str, ...]
    digest: str
    acknowledged_by: str
    question: str
    superseded_by: str


class AcknowledgedShape(msgspec.Struct, frozen=True):
    """A notice was acknowledged.

    Attributes:
        id: Of the notice.
        state: `acknowledged` once everybody has, else `sent`.
    """

    id: str
    state: str


class HandedInShape(msgspec.Struct, frozen=True):
    """An undertaking was handed in.

    Attributes:
        id: Its id.
    """

    id: str


class PartnerShape(msgspec.Struct, frozen=True):
    """A row of the register of partners.

    Attributes:
        party: Our id.
        name: As we know it; empty if nothing says it.
        people: How many can sign in for it.
        notices: How many went out to it.
        last: Id of the newest of them; empty without one.
        awaited: How many of them it is awaited to acknowledge.
        days_late: Days since the earliest of the days that have passed; 0 if it is not overdue.
        waiting: How many undertakings wait to be accepted.
        counting: How many count today.
        expiring: How many of these run out soon.
        next_end: Day on which the first of those that count runs out; null without one.
    """

    party: str
    name: str
    people: int
    notices: int
    last: str
    awaited: int
    days_late: int
    waiting: int
    counting: int
    expiring: int
    next_end: date | None


class PartnersShape(msgspec.Struct, frozen=True):
    """The register of partners.

    Attributes:
        partners: Those that are most overdue first, then by id.
    """

    partners: tuple[PartnerShape, ...]


class PartnerAccountShape(msgspec.Struct, frozen=True):
    """Somebody who can act for a partner.

    Attributes:
        name: Of the account.
        state: `enabled` or `disabled`.
    """

    name: str
    state: str


class SentNoticeShape(msgspec.Struct, frozen=True):
    """A notice to a partner.

    Attributes:
        id: Of the case.
        title: Of the case.
        state: Of the case.
        sent_at: When it was sent to them; null if nobody wrote it down.
        due: Day by which it is to be acknowledged; null where nothing is awaited of them.
        days_late: Days since that day.
        acknowledged_at: When they acknowledged it; null if they have not.
    """

    id: str
    title: str
    state: str
    sent_at: datetime | None
    due: date | None
    days_late: int
    acknowledged_at: datetime | None


class WholePartnerShape(msgspec.Struct, frozen=True):
    """A partner.

    Attributes:
        partner: Its row of the register.
        people: Who can act for it.
        notices: To it, the newest first.
        undertakings: Its own, the newest first.
    """

    partner: PartnerShape
    people: tuple[PartnerAccountShape, ...]
    notices: tuple[SentNoticeShape, ...]
    undertakings: tuple[UndertakingShape, ...]
