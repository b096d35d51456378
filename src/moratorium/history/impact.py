"""The impact of drafts: what would change if they were in force instead of the base, for whom, and worth how much.

Everything is counted in lines (an order line for each entity of ours that acts on it) and, where it is said, in orders.
Worth is added by currency and never across currencies: there is no rate table. Amounts are exact, as text. Clearances
are not counted: they belong to one revision of one measure, and a draft is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

Kind = Literal["denied", "held", "eased", "released"]

KINDS: tuple[Kind, ...] = ("denied", "held", "eased", "released")
"""How a line may change, gravest first: newly denied (from allow or hold), newly held (from allow), eased from deny to
hold, released (no active measure stops it any more)."""

EFFECTS = ("allow", "hold", "deny")


class Worth(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some lines.

    Attributes:
        lines: How many.
        value: What they are worth, by currency; an empty currency is one that nobody stated.
        unvalued: Lines whose worth is not stated; they are in ``lines`` and in no sum.
    """

    lines: int = 0
    value: dict[str, str] = {}
    unvalued: int = 0


class Move(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines with one effect under the base and one under the draft.

    Attributes:
        before: Effect under the base.
        after: Effect under the draft.
        worth: The lines.
        orders: Orders with these effects (the gravest of their lines); None where orders are not counted.
    """

    before: str
    after: str
    worth: Worth
    orders: int | None = None

    @property
    def kind(self) -> Kind | None:
        """How these lines change; None if they do not."""
        return kind_of(self.before, self.after)


class Slice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The moves of a month, a territory, a partner or a product.

    Attributes:
        key: ``2022-04``, a code, a partner's or product's id; an empty text where it is not known.
        moves: By effect before and after.
    """

    key: str
    moves: tuple[Move, ...]

    @property
    def changed(self) -> int:
        """Lines whose effect changes."""
        return sum(move.worth.lines for move in self.moves if move.kind)


class Touched(msgspec.Struct, frozen=True, omit_defaults=True):
    """Changed lines of one kind.

    Attributes:
        kind: How they change.
        worth: The lines.
        orders: Orders with such a line; 0 where orders are not counted.
    """

    kind: Kind
    worth: Worth
    orders: int = 0


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one measure says, under the base or under the draft.

    Attributes:
        measure: Its id.
        title: Its title.
        revision: Its revision.
        side: ``base`` or ``draft``.
        status: ``applies``, ``unknown``, ``not_evaluable`` or ``inactive``.
        effect: The effect of these findings; those of the last two are ``allow``.
        worth: Lines with such a finding. A line may have findings of several measures and counts for each.
        changed: Those of them whose effect changes.
    """

    measure: str
    title: str
    revision: str
    side: Literal["base", "draft"]
    status: str
    effect: str
    worth: Worth
    changed: int = 0


class Loser(msgspec.Struct, frozen=True, omit_defaults=True):
    """A partner who would lose more than the stated share of the worth of its lines, in one currency.

    Attributes:
        partner: Its id, or its name where it has none.
        currency: Of both amounts.
        lost: Worth of the lines that the base lets through and the draft denies or holds.
        denied: The denied part of it.
        total: Worth of all its lines that were judged.
        share: ``lost`` divided by ``total``, to four places.
        lines: How many lines it loses.
    """

    partner: str
    currency: str
    lost: str
    denied: str
    total: str
    share: str
    lines: int


class Licence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines that hang on a licence.

    A line hangs on one if a measure stops it without the licence and, with it, does not; all else as it is.

    Attributes:
        fact: The fact that a licence would make true, such as ``licence.covers_eu``.
        needed: Lines that hang on it under the draft and not under the base.
        needed_on_file: Those of them that a licence on file covers already.
        freed: Lines that hang on it under the base, and that nothing stops under the draft.
        freed_on_file: Those of them for which a licence on file is used now.
        kept: Lines that hang on it under both.
        idle: Lines that hang on it under the base, and that the draft stops whether or not there is a licence.
        idle_on_file: Those of them for which a licence on file is used now.
    """

    fact: str
    needed: Worth
    needed_on_file: int
    freed: Worth
    freed_on_file: int
    kept: Worth
    idle: Worth = Worth()
    idle_on_file: int = 0


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that is not known and for which lines are held under the draft.

    Attributes:
        fact: Its name.
        question: What to ask.
        alone: Held lines for which nothing else is missing, and that nothing else holds: what the answer would settle.
        worth: All held lines that wait for it, perhaps for other facts too.
        base: Lines that wait for it under the base.
    """

    fact: str
    question: str
    alone: int
    worth: Worth
    base: int = 0


class Book(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rulebook.

    Attributes:
        name: ``adopted``, or the name of its folder.
        digest: Of its measures.
        measures: How many, the base pack among them.
        inactive: How many of them only show themselves: not verified, or without their list.
        notes: What a reader has to know of it, such as thresholds that the history was not built with.
    """

    name: str
    digest: str
    measures: int
    inactive: int
    notes: tuple[str, ...] = ()


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one draft would change. Counted on a profile, it lacks contracts, partners, products and losers.

    Attributes:
        book: The draft.
        changes: How it differs from the base, in words.
        moves: All lines and orders by effect before and after.
        touched: Changed lines by kind.
        open: Those of orders that are open.
        contracts: Those whose contract's day is known.
        uncontracted: Changed lines of which it is not known whether a contract was concluded.
        other_reasons: Lines with the same effect for other reasons.
        months: All lines, by month of their day.
        territories: All lines, by where they go.
        partners: Changed lines by partner, most first; at most ``MOST_SLICES``.
        partners_more: Further partners with changed lines; all of them are in ``changed.parquet``.
        products: Changed lines by product, likewise.
        products_more: Further products.
        measures: What each measure says, under both.
        losers: Partners who lose more than the stated share.
        licences: Lines that hang on licences.
        gaps: What is not known, by how many holds it would settle.
    """

    book: Book
    changes: tuple[str, ...]
    moves: tuple[Move, ...]
    touched: tuple[Touched, ...]
    open: tuple[Touched, ...]
    other_reasons: int
    months: tuple[Slice, ...]
    territories: tuple[Slice, ...]
    measures: tuple[Asked, ...]
    licences: tuple[Licence, ...]
    gaps: tuple[Gap, ...]
    contracts: tuple[Touched, ...] = ()
    uncontracted: int = 0
    partners: tuple[Slice, ...] = ()
    partners_more: int = 0
    products: tuple[Slice, ...] = ()
    products_more: int = 0
    losers: tuple[Loser, ...] = ()

    @property
    def changed(self) -> int:
        """Lines whose effect changes."""
        return sum(move.worth.lines for move in self.moves if move.kind)


class Impact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One replay: a base, and drafts side by side.

    Attributes:
        made: Day of the replay.
        on: The valid day, or ``order-date``: each line on the day of its order.
        known_at: Size of the log at which the base was read; None for what is adopted now.
        log_size: Size of the log when it was replayed.
        engine: What counted: name of the meaning, and of the engine of columns.
        orders: Orders in the history.
        lines: Lines in the history.
        judged: Lines that were judged.
        undated: Lines without a day, which cannot be judged on it.
        first: Earliest day of a judged line.
        last: Latest.
        currencies: Currencies that occur; they are never added up.
        share: From which share of its worth on a partner is told.
        base: The base.
        drafts: The drafts, in the order given.
        sources: Digests of what the history's facts were looked up in.
        lists: Digest of the version of each party list that its parties were compared with.
        notes: What a reader has to know of the whole.
    """

    made: str
    on: str
    known_at: int | None
    log_size: int
    engine: str
    orders: int
    lines: int
    judged: Worth
    undated: Worth
    first: str
    last: str
    currencies: tuple[str, ...]
    share: str
    base: Book
    drafts: tuple[Draft, ...]
    sources: dict[str, str]
    lists: dict[str, str]
    notes: tuple[str, ...] = ()


MOST_SLICES = 1_000
"""Partners and products in the impact; ``changed.parquet`` has every line."""

NO_CLEARANCES = "clearances are not counted: each belongs to one revision of one measure and one row of facts"


def kind_of(before: str, after: str) -> Kind | None:
    """How a line with these effects changes.

    >>> kind_of("hold", "deny"), kind_of("deny", "hold"), kind_of("hold", "allow"), kind_of("hold", "hold")
    ('denied', 'eased', 'released', None)
    """
    if before == after:
        return None
    if after == "hold":
        return "held" if before == "allow" else "eased"
    return "denied" if after == "deny" else "released"


def of_kind(moves: Iterable[Move], kind: Kind) -> Iterator[Move]:
    """The moves of one kind."""
    return (move for move in moves if move.kind == kind)
