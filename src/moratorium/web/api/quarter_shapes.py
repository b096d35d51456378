"""Shapes of the account of a quarter."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec


class QuartersShape(msgspec.Struct):
    """Quarters of which account can be given.

    Attributes:
        quarters: Such as `2022-Q2`, the newest first.
    """

    quarters: tuple[str, ...]


class SpanShape(msgspec.Struct):
    """Acts in a row.

    Attributes:
        first: Number of the first.
        last: Number of the last.
    """

    first: int
    last: int


class FigureShape(msgspec.Struct):
    """A number with what it rests on.

    Attributes:
        id: Its name.
        words: What it counts.
        value: The number; null where there is nothing to measure.
        unit: `hours`, or empty for a count.
        how: By which question to the log it is found again.
        acts: The acts that it counts or that state it, the oldest first; the first 500 if there are more.
        rests_on: How many acts these are in all: `/v1/quarters/{quarter}/figures/{figure}` has them.
        each_an_act: Whether it is the number of these acts; else they state what it counts.
    """

    id: str
    words: str
    value: Decimal | int | None
    unit: str
    how: str
    acts: tuple[SpanShape, ...]
    rests_on: int
    each_an_act: bool


class ActBehindShape(msgspec.Struct):
    """An act that a number rests on.

    Attributes:
        number: Its place in the log; `/v1/acts/{number}/receipt` proves it.
        kind: What was done.
        subject: What it was done to.
        at: When, in UTC.
    """

    number: int
    kind: str
    subject: str
    at: datetime


class ActsBehindShape(msgspec.Struct):
    """A page of the acts that a number rests on.

    Attributes:
        figure: Of which number.
        rests_on: How many acts these are in all.
        size: Size of the log as of which it is told; the pages after this one keep it.
        acts: Oldest first.
        next: Cursor of the next page; null at the end.
    """

    figure: str
    rests_on: int
    size: int
    acts: tuple[ActBehindShape, ...]
    next: str | None


class SectionShape(msgspec.Struct):
    """Figures that belong together.

    Attributes:
        id: Its name.
        title: In words.
        words: What to know before one reads them.
        figures: They.
    """

    id: str
    title: str
    words: str
    figures: tuple[FigureShape, ...]


class SuspensionShape(msgspec.Struct):
    """A suspension of our own that was in force on the last day, and why still.

    Attributes:
        id: Of the measure.
        title: In a line.
        since: First day of the window; null if it is open.
        until: The day before which it ends; null without an end.
        decided: When it was decided; null if not known.
        announced: When it was announced; null if not known.
        territories: Codes.
        question: What the next review has to answer; empty in the public edition.
        owner: Who has to answer it; empty in the public edition.
        review: When the next review is due; null if none is set.
        overdue: Whether that day had passed.
        statement: The public text.
        ground: The internal ground; empty in the public edition.
        proposed_by: Who proposed it; empty in the public edition.
        approved_by: Who approved it; empty in the public edition.
        acts: Proposal and approvals.
    """

    id: str
    title: str
    since: date | None
    until: date | None
    decided: date | None
    announced: date | None
    territories: tuple[str, ...]
    question: str
    owner: str
    review: date | None
    overdue: bool
    statement: str
    ground: str
    proposed_by: str
    approved_by: str
    acts: tuple[int, ...]


class DisclosureLineShape(msgspec.Struct):
    """A row of the disclosure register.

    Attributes:
        act: Its number in the log.
        end: What it came to.
        territory: Whose authority it is.
        authority: Which; empty in the public edition.
        case: Of which case; empty in the public edition.
        categories: How many categories of data, by what became of them.
    """

    act: int
    end: str
    territory: str
    authority: str
    case: str
    categories: dict[str, int]


class ListUsedShape(msgspec.Struct):
    """A version of a list that was at hand.

    Attributes:
        source: Of which source.
        published: When it was published.
        entries: How many entries it has.
        digest: SHA-256 of the published bytes.
        act: Number of its import.
    """

    source: str
    published: str
    entries: int
    digest: str
    act: int


class LeverShape(msgspec.Struct):
    """Something that is not yet controlled.

    Attributes:
        name: What.
        words: What stays open.
    """

    name: str
    words: str


class CaseLineShape(msgspec.Struct):
    """A case that moved in the quarter or was open at its end.

    Attributes:
        id: Its id.
        kind: Its kind.
        state: Its state at the end.
        title: One line; empty if it was erased.
        closed: Whether it had come to an end.
        acts: Its steps in the quarter.
    """

    id: str
    kind: str
    state: str
    title: str
    closed: bool
    acts: tuple[int, ...]


class AccountShape(msgspec.Struct):
    """The account of a quarter. The same quarter, edition and size give the same account.

    Attributes:
        quarter: Of which.
        edition: `board` or `public`.
        size: Size of the log as of which it is made.
        root: Root of the tree over so many acts.
        origin: Name of the log.
        vkey: The key with which an outsider verifies.
        reaches: When the newest of these acts was done; null of an empty log.
        erased: Acts of the quarter whose words were erased since.
        suspensions: In force on the last day.
        sections: The figures.
        disclosures: Rows of the disclosure register.
        lists: Versions of lists that were at hand.
        not_controlled: What none of this stops.
        cases: Those that moved or were open; none in the public edition.
    """

    quarter: str
    edition: str
    size: int
    root: str
    origin: str
    vkey: str
    reaches: datetime | None
    erased: tuple[int, ...]
    suspensions: tuple[SuspensionShape, ...]
    sections: tuple[SectionShape, ...]
    disclosures: tuple[DisclosureLineShape, ...]
    lists: tuple[ListUsedShape, ...]
    not_controlled: tuple[LeverShape, ...]
    cases: tuple[CaseLineShape, ...]
