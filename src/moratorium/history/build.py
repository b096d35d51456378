"""Facts become columns: the rows of orders, gathered for one part of a history.

A row comes in three groups of facts that many rows share (what is known of the order and its parties, of the product,
and of the line), and the numbers and days that lie in ``lines``. Of each group every distinct content is kept once;
a row of ``facts`` is one combination of the three. Its number is made of the content alone: the first 64 bits of a
128-bit digest, the other 64 serve to check that equal numbers mean equal content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from moratorium.decision.facts import Parts, Row
from moratorium.errors import Fault, ProofError
from moratorium.history.schema import NUMBER, columns_of, facts_schema, is_of_line, lines_schema
from moratorium.terms.members import Members
from moratorium.terms.order import Order
from moratorium.terms.vocabulary import VOCABULARY, Fact, Kind, Subject, Value
from moratorium.territories import Atlas

WHOLE_DIGITS = NUMBER.precision - NUMBER.scale
"""Digits before the point that a number may have."""

_ALL = [VOCABULARY[name] for name in sorted(VOCABULARY)]
_PRODUCT = [fact for fact in _ALL if fact.name.startswith("product.")]
_OWN = [fact for fact in _ALL if not is_of_line(fact) and (fact.subject is Subject.LINE or fact.name == "activity")]
_SHARED = [fact for fact in _ALL if not is_of_line(fact) and fact not in _PRODUCT and fact not in _OWN]
_OF_LINES = [fact for fact in _ALL if is_of_line(fact)]
_FROM_LINE = [(place, fact) for place, fact in enumerate(_OF_LINES) if fact.subject is Subject.LINE]

_DESTINATIONS = ("ship_to.territory", "end_user.territory", "buyer.territory")
"""Where goods or service go to: the first of these of which anything is known."""

_SLICE = 16_384
"""Rows of ``facts`` that are put together at once."""

_UNIT = Decimal(1).scaleb(-NUMBER.scale)
_EXACT = Context(prec=NUMBER.precision + 1, Emax=MAX_EMAX, Emin=MIN_EMIN)

_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="string")

NUMBERS = np.dtype([("row", "<i8"), ("check", "<i8")])
"""Of a part's numbers: the number of each combination, and the other half of its digest."""


class Unfit(NamedTuple):
    """A line that cannot be kept exactly, with every reason."""

    line: str
    faults: tuple[Fault, ...]


@lru_cache(maxsize=65_536)
def kept(value: Decimal) -> Decimal | None:
    """A number as a history keeps it, exactly; None if it does not fit.

    >>> kept(Decimal("249.99")), kept(Decimal("1.5000000000")), kept(Decimal("1E+18")), kept(Decimal("0.1234567"))
    (Decimal('249.990000'), Decimal('1.500000'), None, None)
    """
    if not value.is_finite() or (value and value.adjusted() >= WHOLE_DIGITS):
        return None
    rounded = value.quantize(_UNIT, context=_EXACT)
    return rounded if rounded == value else None


class _Group:
    """Distinct contents of a group of facts, each under its place in order of first appearance."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.digests: list[bytes] = []
        self.unfit: list[tuple[Fault, ...]] = []
        self._numbers = [(place, fact) for place, fact in enumerate(facts) if fact.kind is Kind.NUMBER]
        self._pick = itemgetter(*(fact.name for fact in facts))
        self._places: dict[tuple[Value, ...], int] = {}

    def __len__(self) -> int:
        return len(self._places)

    def place(self, row: Row) -> int:
        """Place of a row's content."""
        values: tuple[Value, ...] = self._pick(row)
        found = self._places.get(values)
        if found is None:
            found = self._places[values] = len(self._places)
            self.unfit.append(tuple(_unfit((fact, values[place]) for place, fact in self._numbers)))
            self.digests.append(_digest([] if self.unfit[-1] else [_kept(value) for value in values]))
        return found

    def columns(self) -> Iterator[tuple[str, pa.Array[Any]]]:
        """Columns of all contents, by name; what does not fit is left empty, as no row refers to it."""
        for fact, values in zip(self.facts, zip(*self._fitting(), strict=True), strict=True):
            for field, column in zip(columns_of(fact), _columns(fact, values), strict=True):
                yield field.name, pa.array(column, field.type)

    def _fitting(self) -> Iterator[tuple[Value, ...]]:
        nothing = (None,) * len(self.facts)
        return (nothing if unfit else values for values, unfit in zip(self._places, self.unfit, strict=True))


def _columns(fact: Fact, values: Sequence[Value]) -> Iterator[list[Any]]:
    """The columns of one fact."""
    if fact.kind is Kind.NUMBER:
        yield list(map(_kept, values))
        return
    if fact.kind not in (Kind.SET, Kind.TERRITORY):
        yield list(values)
        return
    sets = [value if isinstance(value, Members) else None for value in values]
    yield [None if one is None else _in_order(one.known) for one in sets]
    yield [None if one is None else _in_order(one.possible) for one in sets]
    yield [None if one is None else one.open for one in sets]


@lru_cache(maxsize=65_536)
def _in_order(codes: frozenset[str]) -> list[str]:
    return sorted(codes)


def _kept(value: Value) -> Value:
    """A value as it is kept: equal numbers alike, however they were written."""
    return kept(value) if isinstance(value, Decimal) else value


def _digest(content: object) -> bytes:
    return hashlib.blake2b(_ENCODER.encode(content), digest_size=16).digest()


def _unfit(values: Iterable[tuple[Fact, Value]]) -> Iterator[Fault]:
    for fact, value in values:
        if isinstance(value, Decimal) and kept(value) is None:
            bound = f"{WHOLE_DIGITS} digits before the point and {NUMBER.scale} after it"
            yield Fault(f"`{fact.name}` is {value}; a history keeps {bound}", help="round it, or mend it")


class Gathering:
    """The rows of one part.

    Args:
        atlas: Tells in which country a place is.

    Attributes:
        orders: Orders of which a line was taken.
        lines: Rows of ``lines`` so far.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.orders = 0
        self.lines = 0
        self._atlas = atlas
        self._groups = _Group(_SHARED), _Group(_PRODUCT), _Group(_OWN)
        self._products: dict[int, int] = {}
        self._combinations: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._waiting: list[tuple[Any, ...]] = []
        self._territories: dict[frozenset[str], str | None] = {}
        self._keys: list[bytes] = []

    @property
    def contents(self) -> int:
        """Distinct contents held; the measure of the memory that it takes."""
        return sum(map(len, self._groups))

    @property
    def waiting(self) -> int:
        """Rows of ``lines`` that :meth:`take_lines` has not taken."""
        return len(self._waiting)

    def add(self, order: Order, rows: Iterable[Parts]) -> tuple[Unfit, ...]:
        """Take the rows of an order. Returns the lines that cannot be kept exactly, of which nothing is taken.

        Args:
            order: What is wanted.
            rows: Its rows, with all facts of the vocabulary.
        """
        before = self.lines
        unfit: dict[str, Unfit] = {}
        head: _Head | None = None
        number = -1
        for parts in rows:
            if head is None or parts.shared.number != number:
                head, number = self._head(order, parts.shared.row), parts.shared.number
            faults = self._add(parts, head)
            if faults:
                at = f"order {order.id}, line {parts.line.number}"
                unfit[parts.line.number] = Unfit(parts.line.number, tuple(one._replace(at=at) for one in faults))
        if self.lines > before:
            self.orders += 1
            self._keys.append(hashlib.blake2b(order.key.encode(), digest_size=8).digest())
        return tuple(unfit.values())

    def _add(self, parts: Parts, head: _Head) -> tuple[Fault, ...]:
        _, products, own = self._groups
        line, values = parts.line, parts.own
        product = self._products.get(parts.product.number)
        if product is None:
            product = self._products[parts.product.number] = products.place(parts.product.row)
        faults = (*head.unfit, *products.unfit[product])
        facts = head.facts.copy()
        for place, fact in _FROM_LINE:
            value = values[fact.name]
            facts[place] = _kept(value)
            if facts[place] is None and value is not None:
                faults += tuple(_unfit([(fact, value)]))
        if faults:
            return faults
        row = self._row((head.place, product, own.place(values)))
        order, activity, day, *told = head.told
        self._waiting.append((order, activity, line.number, parts.actor, day, line.product, *told, row, *facts))
        self.lines += 1
        return ()

    def _head(self, order: Order, row: Row) -> _Head:
        place = self._groups[0].place(row)
        facts = [None if fact.subject is Subject.LINE else row[fact.name] for fact in _OF_LINES]
        unfit = (*self._groups[0].unfit[place], *_unfit(zip(_OF_LINES, facts, strict=True)))
        told = (order.id, order.activity, order.placed_on, _partner(order), self._territory(row), order.currency)
        return _Head(place, unfit, told, list(map(_kept, facts)))

    def _row(self, places: tuple[int, int, int]) -> int:
        found = self._combinations.get(places)
        if found is None:
            content = b"".join(group.digests[place] for group, place in zip(self._groups, places, strict=True))
            digest = hashlib.blake2b(content, digest_size=16).digest()
            halves = (int.from_bytes(half, "little", signed=True) for half in (digest[:8], digest[8:]))
            found = self._combinations[places] = (next(halves), next(halves))
        return found[0]

    def _territory(self, row: Row) -> str | None:
        """The country of the first destination of which anything is known, else its finest place; None if several."""
        sets = (row[name] for name in _DESTINATIONS)
        known = next((one.known for one in sets if isinstance(one, Members) and one.known), frozenset())
        if known not in self._territories:
            codes = self._atlas.countries_of(Members(known)).known or self._atlas.finest(known)
            self._territories[known] = min(codes) if len(codes) == 1 else None
        return self._territories[known]

    # -- tables ---------------------------------------------------------------------------------------------------

    def take_lines(self) -> pa.RecordBatch:
        """The rows of ``lines`` that wait, as columns; they wait no longer."""
        schema = lines_schema()
        rows, self._waiting = self._waiting, []
        columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def keys(self) -> np.ndarray[Any, Any]:
        """64 bits for each order taken, sorted: (n,) of uint64."""
        return np.sort(np.frombuffer(b"".join(self._keys), "<u8"))

    def numbers(self) -> np.ndarray[Any, Any]:
        """The numbers of all combinations, in order of first appearance: (n,) of ``NUMBERS``."""
        return np.array(list(self._combinations.values()), NUMBERS)

    def take_facts(self, wanted: np.ndarray[Any, Any]) -> Iterator[pa.RecordBatch]:
        """The wanted rows of ``facts`` as columns, some thousand at a time.

        Args:
            wanted: Whether a combination is wanted, in the order of :meth:`numbers`: (n,) of bool.
        """
        schema = facts_schema()
        places = np.array(list(self._combinations), np.int64).reshape(-1, 3)[wanted]
        numbers = self.numbers()["row"][wanted]
        columns = [(dict(group.columns()), places[:, i]) for i, group in enumerate(self._groups) if len(group)]
        home = {name: (column, indices) for held, indices in columns for name, column in held.items()}
        for start in range(0, len(numbers), _SLICE):
            some = slice(start, start + _SLICE)
            taken = (home[name][0].take(pa.array(home[name][1][some])) for name in schema.names[1:])
            yield pa.RecordBatch.from_arrays([pa.array(numbers[some]), *taken], schema=schema)


class _Head(NamedTuple):
    """What the lines of an order share, for one acting entity.

    Attributes:
        place: Of the shared facts.
        unfit: Why no line of it can be kept exactly.
        told: Order, activity, day, partner, territory and currency.
        facts: Facts of ``lines`` that are the order's, in the order of the columns; None where the line's go.
    """

    place: int
    unfit: tuple[Fault, ...]
    told: tuple[str, str, date | None, str | None, str | None, str | None]
    facts: list[Value]


def _partner(order: Order) -> str | None:
    """The buyer's id, else name."""
    buyers = order.parties.get("buyer", ())
    return next((one.id or one.names[0] for one in buyers if one.id or one.names), None)


class Numbers:
    """Numbers that stand for combinations, over all parts of a history: equal numbers must mean equal content."""

    def __init__(self) -> None:
        self._known = np.empty(0, NUMBERS)
        self._mine = np.empty(0, np.bool_)

    def next_file(self) -> None:
        """What was added so far belongs to other files."""
        self._mine[:] = False

    def add(self, numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Add a part's numbers; tells which no earlier part of the same file holds: (n,) of bool.

        Args:
            numbers: Distinct: (n,) of ``NUMBERS``.

        Raises:
            ProofError: a number stands for two contents.
        """
        if not len(numbers):
            return np.empty(0, np.bool_)
        at = np.searchsorted(self._known["row"], numbers["row"])
        within = np.minimum(at, max(len(self._known) - 1, 0))
        there = self._known["row"][within] == numbers["row"] if len(self._known) else np.zeros(len(numbers), np.bool_)
        if np.unique(numbers["row"]).size < len(numbers) or np.any(
            self._known["check"][within[there]] != numbers["check"][there]
        ):
            raise ProofError("two combinations of facts have one number", "history", "tell the authors of the program")
        wanted = ~there
        wanted[there] = ~self._mine[within[there]]
        self._mine[within[there]] = True
        self._insert(numbers[~there])
        return wanted

    def _insert(self, new: np.ndarray[Any, Any]) -> None:
        new = np.sort(new, order="row")
        at = np.searchsorted(self._known["row"], new["row"])
        self._known = np.insert(self._known, at, new)
        self._mine = np.insert(self._mine, at, True)
