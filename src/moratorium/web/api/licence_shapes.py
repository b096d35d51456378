"""What comes out of the operations on licences and approvals, field by field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from moratorium.web.api.shapes import AgainShape


class AuthorisationShape(msgspec.Struct):
    """A licence or approval as it stands. Its ETag changes with its terms and with what is drawn.

    Attributes:
        number: As the authority gave it.
        law: ``cn``, ``eu`` or ``us``.
        title: For people.
        source: Where the document is, and who read it.
        since: First day; null without a beginning.
        until: First day without it; null without an end.
        state: ``in force``, ``to come``, ``ended`` or ``used up``.
        granted: The most that may be drawn, by unit: ``pieces``, or a currency; empty if nothing is limited.
        drawn: What is drawn, by unit.
        left: What may still be drawn, by unit.
        territories: Where goods may go and be used; empty for anywhere.
        parties: Your ids of consignees and end users whom it names; empty for anybody.
        products: Your ids of products; empty for any.
        act: Number of the act that states these terms; send it as `replaces` to state new ones.
        by: Who put them on record.
    """

    number: str
    law: str
    title: str
    source: str
    since: date | None
    until: date | None
    state: str
    granted: dict[str, Decimal]
    drawn: dict[str, Decimal]
    left: dict[str, Decimal]
    territories: tuple[str, ...]
    parties: tuple[str, ...]
    products: tuple[str, ...]
    act: int
    by: str


class AuthorisationsShape(msgspec.Struct):
    """A page of licences and approvals.

    Attributes:
        authorisations: By number.
        next: Cursor of the next page; null at the end.
    """

    authorisations: tuple[AuthorisationShape, ...]
    next: str | None


class DrawdownShape(msgspec.Struct):
    """Something drawn from an authorisation for an order line.

    Attributes:
        drawdown: Its number, to release it by.
        authorisation: Number of the authorisation.
        order: Key of the order: id and activity.
        line: Number of the line.
        amounts: What is drawn, by unit.
        by: Who drew it.
        at: When.
        released: Number of the act that gave it back; null while it stands.
    """

    drawdown: int
    authorisation: str
    order: str
    line: str
    amounts: dict[str, Decimal]
    by: str
    at: datetime
    released: int | None


class DrawdownsShape(msgspec.Struct):
    """A page of drawdowns.

    Attributes:
        drawdowns: Oldest first, released ones too.
        next: Cursor of the next page; null at the end.
    """

    drawdowns: tuple[DrawdownShape, ...]
    next: str | None


class DrewShape(msgspec.Struct):
    """What drawing came to.

    Attributes:
        drawdown: Its number, to release it by.
        new: False if the same was drawn before: it is not drawn twice.
        amounts: What is drawn, by unit.
        left: What is left of the authorisation, by unit.
        unknown: Why it cannot be told from the order alone whether it covers the line.
        again: The order decided again; null if it was not asked for or there is no rulebook.
    """

    drawdown: int
    new: bool
    amounts: dict[str, Decimal]
    left: dict[str, Decimal]
    unknown: tuple[str, ...]
    again: AgainShape | None


class ReleasedShape(msgspec.Struct):
    """What was given back.

    Attributes:
        drawdown: Its number.
        authorisation: Number of the authorisation that has it again.
        amounts: What was drawn, by unit.
        again: The order decided again; null if it was not asked for or there is no rulebook.
    """

    drawdown: int
    authorisation: str
    amounts: dict[str, Decimal]
    again: AgainShape | None
