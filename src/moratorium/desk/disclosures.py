"""The disclosure register: what was handed to authorities in a period, refused, not held, or brought to them by us.

Each row is a step in the log, with the number of its act, of which a receipt can be made. Steps cannot be erased, so
the register is whole whatever became of the words; its count is reconciled with the log each time it is made.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from moratorium.desk.home import Home
from moratorium.errors import InputError, ProofError
from moratorium.registers.case import Case
from moratorium.store import Connection, cases, read_acts, size
from moratorium.store.cases import StepRow
from moratorium.terms.case import CaseMoved

ENDS = frozenset(
    {
        ("authority_request", "answered"),
        ("authority_request", "refused"),
        ("authority_request", "withdrawn"),
        ("voluntary_disclosure", "disclosed"),
    }
)
"""Steps that are rows of the register: kind of case, and the state that the step leads to."""


@dataclass(frozen=True)
class Disclosure:
    """One row.

    Attributes:
        act: Number of the step in the log; a receipt can be made of it.
        case: Of which case.
        kind: Its kind.
        end: The state that the step led to.
        at: When, in UTC.
        authority: To whom; empty if the words were erased.
        legal_basis: On which basis.
        reference: The authority's reference.
        received_on: Day on which it came in.
        categories: Each category of data with what became of it.
        records: How many records were handed over.
        conflicts: Laws that conflict, as they were found.
    """

    act: int
    case: str
    kind: str
    end: str
    at: datetime
    authority: str
    legal_basis: str
    reference: str
    received_on: str
    categories: tuple[tuple[str, str], ...]
    records: int
    conflicts: str


@dataclass(frozen=True)
class Register:
    """The register of a period.

    Attributes:
        since: First day.
        until: The day before which it ends.
        rows: Oldest first.
        outcomes: How many categories of data were handed over, refused, not held.
        counted_in_log: Steps of this kind in the log within the period, counted from the acts themselves.
        size: Size of the log that was counted.
    """

    since: date
    until: date
    rows: tuple[Disclosure, ...]
    outcomes: dict[str, int]
    counted_in_log: int
    size: int


def disclosures(home: Home, since: date, until: date) -> Register:
    """The register of a period, in days of UTC.

    Raises:
        InputError: the period holds no day.
        ProofError: the register has another count than the log; run ``moratorium fsck``.
    """
    if until <= since:
        raise InputError(f"the period from {since} until before {until} holds no day", "until")
    start, end = (datetime.combine(day, time(), UTC) for day in (since, until))
    with home.store.read() as connection:
        rows = tuple(_row(connection, step) for step in cases.steps(connection, ENDS, start, end))
        counted, held = _counted(connection, start, end), size(connection)
    if counted != len(rows):
        message = f"the register holds {len(rows)} disclosures of the period, the log {counted}"
        raise ProofError(message, "disclosures", "run `moratorium fsck`")
    outcomes = Counter(outcome for row in rows for _, outcome in row.categories)
    return Register(since, until, rows, dict(sorted(outcomes.items())), counted, held)


def _counted(connection: Connection, start: datetime, end: datetime) -> int:
    """Steps of the period, from the acts themselves and not from a table made of them."""
    return sum(
        isinstance(moved := one.act.payload, CaseMoved)
        and (moved.kind, moved.state) in ENDS
        and start <= one.act.at < end
        for one in read_acts(connection, ("case_moved",))
    )


def _row(connection: Connection, step: StepRow) -> Disclosure:
    case = cases.case(connection, step.case)
    fields = case.fields
    return Disclosure(
        step.act,
        step.case,
        step.kind,
        step.state,
        step.at,
        fields.get("authority", ""),
        fields.get("legal_basis") or fields.get("law", ""),
        fields.get("reference", ""),
        fields.get("received_on", ""),
        tuple(_categories(case)),
        sum(int(one.get("records", "0").partition(".")[0]) for one in case.parts_of("category").values()),
        fields.get("conflicts", ""),
    )


def _categories(case: Case) -> list[tuple[str, str]]:
    parts = case.parts_of("category").values()
    return [(one.get("name", ""), one.get("outcome", "open")) for one in parts]


def this_year(home: Home) -> tuple[date, date]:
    """The period that a register is mostly asked for: from the first of January until tomorrow."""
    today = home.today()
    return date(today.year, 1, 1), today + timedelta(days=1)
