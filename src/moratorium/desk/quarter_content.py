"""What the account of a quarter is made of: figures with the acts they rest on, suspensions, registers, two editions.

Values alone. Every number names the acts that it counts or that state it, so whoever doubts it can have a receipt of
each. The board's edition names people, cases and the internal ground of a suspension; the public one has none of these,
and its numbers are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from moratorium.errors import MissingError
from moratorium.store.periods import ListAt, Period, Question
from moratorium.terms.quarter import Quarter


@dataclass(frozen=True)
class Figure:
    """A number with what it rests on.

    Attributes:
        id: Its name on the page, such as ``orders-denied``.
        words: What it counts.
        value: The number; None where there is nothing to measure.
        unit: ``hours``, or empty for a count.
        how: By which question to the log it is found again, in words.
        acts: Log indexes of the acts that it counts or that state it, the oldest first; the first ones if there are
            many.
        rests_on: How many acts these are in all.
        is_each_an_act: Whether it is the number of these acts; else they state what it counts.
        question: By which the log is asked for all of them; None if they are all here.
    """

    id: str
    words: str
    value: int | Decimal | None
    unit: str
    how: str
    acts: tuple[int, ...]
    rests_on: int
    is_each_an_act: bool = True
    question: Question | None = None


@dataclass(frozen=True)
class Section:
    """Figures that belong together."""

    id: str
    title: str
    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Suspension:
    """One of our own suspensions that was in force on the last day, and why still.

    Attributes:
        id: Of the measure.
        title: In a line.
        since: First day of the window that holds the last day; None if it is open.
        until: The day before which that window ends; None if it has no end.
        decided: When it was decided, if that is known.
        announced: When it was announced, if that is known.
        territories: Codes that its scope names.
        question: What the next review has to answer; empty if none is set. For the board alone.
        owner: Who has to answer it; for the board alone.
        review: First day on which the next review is due; None if none is set.
        is_overdue: Whether that day had passed at the end of the quarter.
        statement: The public text, in English.
        ground: The internal ground; for the board alone.
        proposed_by: For the board alone.
        approved_by: For the board alone.
        acts: The proposal and the approval of the text in force, and earlier approvals.
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
    is_overdue: bool
    statement: str
    ground: str
    proposed_by: str
    approved_by: str
    acts: tuple[int, ...]


@dataclass(frozen=True)
class DisclosureLine:
    """A step that the disclosure register holds.

    Attributes:
        act: Its number in the log.
        end: What it came to.
        territory: Code of the territory whose authority it is.
        authority: For the board alone.
        case: For the board alone.
        categories: How many categories of data were handed over, refused, not held.
    """

    act: int
    end: str
    territory: str
    authority: str
    case: str
    categories: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CaseLine:
    """A case that moved in the quarter or was open at its end; for the board alone.

    Attributes:
        id: Its id.
        kind: Its kind, in words.
        state: Its state at the end, in words.
        title: One line; empty if it was erased.
        is_closed: Whether it had come to an end.
        acts: Its steps in the quarter.
    """

    id: str
    kind: str
    state: str
    title: str
    is_closed: bool
    acts: tuple[int, ...]


@dataclass(frozen=True)
class Lever:
    """Something that a maker can do beyond an order, and that this system does not control yet."""

    name: str
    words: str


NOT_CONTROLLED = (
    Lever(
        "activation",
        "a unit is first bound to an account and a place: an order for it can be decided, no unit is barred",
    ),
    Lever(
        "custody of a unit",
        "where a serial number was sold and went: no sales chain is kept, so resale by dealers is not seen",
    ),
    Lever(
        "firmware and software",
        "an update can be decided as an order; what a unit runs is neither known nor changed",
    ),
    Lever("flight geofence", "no zone is set or lifted; it would meet every unit in the place, whoever flies it"),
    Lever("cloud and account", "no account is stopped; it would cut off rescue services with the others"),
    Lever(
        "detection receivers",
        "a sale can be decided; what was sold goes on receiving and cannot be recalled",
    ),
)
"""What the account must not pass over in silence: suspending an order stops none of these."""


@dataclass(frozen=True)
class Account:
    """The account of a quarter.

    Attributes:
        quarter: Of which.
        edition: ``board`` or ``public``.
        size: Size of the log as of which it is made.
        root: Root of the tree over so many acts, in hexadecimal.
        origin: Name of the log.
        vkey: The key with which an outsider verifies receipts and tree heads of this log.
        reaches: When the newest act of the log of that size was done; None of an empty log.
        erased: Acts of the quarter whose words were erased since; what they said counts nowhere any more.
        suspensions: In force on the last day.
        sections: The figures.
        disclosures: Rows of the disclosure register.
        lists: Versions of lists that were at hand.
        not_controlled: What none of this stops.
        cases: For the board alone.
    """

    quarter: Quarter
    edition: str
    size: int
    root: str
    origin: str
    vkey: str
    reaches: datetime | None
    erased: tuple[int, ...]
    suspensions: tuple[Suspension, ...]
    sections: tuple[Section, ...]
    disclosures: tuple[DisclosureLine, ...]
    lists: tuple[ListAt, ...]
    not_controlled: tuple[Lever, ...]
    cases: tuple[CaseLine, ...]

    @property
    def period(self) -> Period:
        """Of which acts it gives account."""
        return Period(self.quarter, self.size)

    @property
    def figures(self) -> Iterator[Figure]:
        """All figures, in their order."""
        return (figure for section in self.sections for figure in section.figures)

    def figure(self, id: str) -> Figure:
        """A figure by its name.

        Raises:
            MissingError: there is none.
        """
        found = next((one for one in self.figures if one.id == id), None)
        if found is None:
            raise MissingError(f"no figure `{id[:60]}` in the account of {self.quarter}")
        return found


# -- for whom ---------------------------------------------------------------------------------------------------------


def for_public(account: Account) -> Account:
    """The edition for everybody: no names, no cases, no internal ground or question; the numbers are the same."""
    return replace(
        account,
        edition="public",
        suspensions=tuple(
            replace(one, ground="", question="", proposed_by="", approved_by="", owner="")
            for one in account.suspensions
        ),
        disclosures=tuple(replace(one, authority="", case="") for one in account.disclosures),
        cases=(),
    )
