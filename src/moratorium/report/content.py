"""What a report says, as plain frozen values: the page only sets them out.

Amounts are by currency, and amounts of different currencies are never added.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from moratorium.report.figures import Month

Amounts = dict[str, Decimal]
"""Worth by currency."""


class Headline(msgspec.Struct, frozen=True):
    """One of the figures at the top: a number, what it counts, and a note."""

    number: str
    words: str
    note: str = ""
    effect: str = ""


class StoppedRow(msgspec.Struct, frozen=True):
    """What was denied: of one product family, in one territory, or in all."""

    words: str
    orders: int
    lines: int
    units: Decimal
    value: Amounts


class StoppedPlace(msgspec.Struct, frozen=True):
    """What was denied in one territory, and the product families in it."""

    total: StoppedRow
    families: tuple[StoppedRow, ...]


class StoppedOrder(msgspec.Struct, frozen=True):
    """One denied order."""

    order: str
    buyer: str
    territory: str
    lines: int
    units: Decimal
    value: Amounts


class Stopped(msgspec.Struct, frozen=True):
    """Denied lines: by territory and product family, and the first orders by name.

    Attributes:
        title: Heading.
        words: What is counted here.
        total: All of it.
        places: By territory, the one with most lines first.
        first: The first orders.
        more: How many orders are not named here.
    """

    title: str
    words: str
    total: StoppedRow
    places: tuple[StoppedPlace, ...]
    first: tuple[StoppedOrder, ...] = ()
    more: int = 0

    @property
    def currencies(self) -> tuple[str, ...]:
        """Currencies that occur, in a fixed order."""
        return tuple(sorted(self.total.value))


class AskedGroup(msgspec.Struct, frozen=True):
    """Questions of one kind: what is asked, of how many, and what the answers would settle."""

    words: str
    questions: int
    orders: int
    lines: int
    value: Amounts
    measures: tuple[str, ...] = ()


class AskedRow(msgspec.Struct, frozen=True):
    """One question, what waits for it, and its answer if it was given."""

    words: str
    orders: int
    lines: int
    value: Amounts
    measures: tuple[str, ...]
    answer: str = ""
    source: str = ""


class MeasureRow(msgspec.Struct, frozen=True):
    """A measure and the lines that it touched.

    Attributes:
        id: Of the measure.
        title: In words.
        ground: Whose rule it is.
        source: The text, the day as of which it was read, and the mark of its verification.
        read_in: Addresses at which the text was read.
        lines: Lines that it denies, holds, or touches without stopping them.
        doubtful: How many of them it *may* apply to: something is not known.
        effect: ``deny`` or ``hold``; empty for one that stops nothing.
        note: Why it is inactive, or only reports.
    """

    id: str
    title: str
    ground: str
    source: str
    read_in: tuple[str, ...]
    lines: int
    doubtful: int = 0
    effect: str = ""
    note: str = ""


class ListRow(msgspec.Struct, frozen=True):
    """A version of a party list."""

    source: str
    lists: tuple[str, ...]
    published: date
    entries: int
    digest: str
    words: str


class Coverage(msgspec.Struct, frozen=True):
    """How a set of lines, of which it is known what ought to become of them, came out.

    Attributes:
        words: Which lines.
        lines: How many.
        allowed: How many no active measure stops.
        held: How many are held.
        denied: How many are denied.
        promise: What was promised of them.
        kept: Whether that is so.
    """

    words: str
    lines: int
    allowed: int
    held: int
    denied: int
    promise: str = ""
    kept: bool | None = None


class Proof(msgspec.Struct, frozen=True):
    """What an outsider needs to verify: the signed tree head and the key.

    Attributes:
        origin: Name of the log.
        size: Acts in it.
        root: Root hash, hexadecimal.
        vkey: Verification key of the log.
        receipt: File name of a receipt beside the report; empty if there is none.
        receipt_words: What it is the receipt of.
    """

    origin: str
    size: int
    root: str
    vkey: str
    receipt: str = ""
    receipt_words: str = ""


class ReportData(msgspec.Struct, frozen=True):
    """Everything that the page shows.

    Attributes:
        title: Heading.
        lead: What this is, in a sentence.
        organisation: Whose orders they are.
        made_at: When the report was made.
        day: The day as of which was decided; None for each order's own date.
        rulebook: Digest of the rulebook.
        measures_active: How many of its measures decide.
        measures_inactive: How many only show themselves.
        engine: Name of the meaning by which was decided.
        digests: Of all parts of the reference.
        lists: Versions of the party lists at hand.
        headlines: The figures at the top.
        stopped: What was denied.
        months: Month by month.
        groups: Questions by kind.
        asked: The questions that most orders wait for.
        more_asked: How many further questions there are.
        answered: What came of answers, in words.
        active: Measures that deny or hold.
        inactive: Measures that apply or may apply, and are not verified or lack their list.
        not_evaluable: Measures that lack data and only report.
        assumed: Fields that the map assumed, and in how many orders.
        rejected: Rows that are no order line.
        coverage: How lines of known truth came out.
        proof: For verification.
    """

    title: str
    lead: str
    organisation: str
    made_at: datetime
    day: date | None
    rulebook: str
    measures_active: int
    measures_inactive: int
    engine: str
    digests: dict[str, str]
    lists: tuple[ListRow, ...]
    headlines: tuple[Headline, ...]
    stopped: tuple[Stopped, ...]
    months: tuple[Month, ...]
    groups: tuple[AskedGroup, ...]
    asked: tuple[AskedRow, ...]
    more_asked: int
    answered: str
    active: tuple[MeasureRow, ...]
    inactive: tuple[MeasureRow, ...]
    not_evaluable: tuple[MeasureRow, ...]
    assumed: tuple[tuple[str, int], ...]
    rejected: int
    coverage: tuple[Coverage, ...]
    proof: Proof | None
