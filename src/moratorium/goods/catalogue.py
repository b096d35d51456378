"""The maker's catalogue: what we know of each product, joined to orders by product id.

Rows come from any file; another room reads them. Three kinds of fault say what became of a row:

- ``RowLost``: the row is not in the catalogue (no product id, or the id stands in an earlier row),
- ``ValueLost``: the row stays, but this value is not known,
- ``Question``: everything is kept as stated, but a person should look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from moratorium.errors import Fault
from moratorium.goods.codes import NONE_STATED, read_eccn, read_hs6
from moratorium.goods.columns import columns_of
from moratorium.goods.consistency import contradictions
from moratorium.goods.lists import NO_GOODS, Goods
from moratorium.terms.canon import digest
from moratorium.terms.values import read_value
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

NOT_STATED = frozenset({"", "?", "-", "n/a", "na", "null", "tbd", "unknown", "unspecified"})
"""What people write for "nobody knows"; never read as "no"."""

_WITH_NONE = frozenset({"eu_annex1", "cn_control_code", "uk_control"})
_CLOSED = frozenset({"kind", "hs_flight_mode", "laser_class_gb7247"})
_LONGEST = 200
_DIGITS = 12
_NUMBER_HELP = "write a plain number in the unit of the vocabulary, such as 9200 or 46.3; leave it empty if not known"


class RowLost(Fault):
    """The row is not in the catalogue."""

    __slots__ = ()


class ValueLost(Fault):
    """The row is in the catalogue, without this value: it is not known."""

    __slots__ = ()


class Question(Fault):
    """Everything is in the catalogue as stated, but a person should look."""

    __slots__ = ()


class Product(msgspec.Struct, frozen=True):
    """One of our products.

    Attributes:
        id: The caller's product id, as orders name it.
        name: For people.
        facts: By attribute (``hs6``, ``mtow_g``), typed as the vocabulary says; what is not stated is not in it.
    """

    id: str
    name: str = ""
    facts: dict[str, Value] = {}


class Catalogue(msgspec.Struct, frozen=True):
    """Our products by id.

    Attributes:
        products: By id.
        digest: Over all of them, whatever the order of rows.
        is_stated: False if no catalogue was handed in at all.
    """

    products: dict[str, Product] = {}
    digest: str = digest([])
    is_stated: bool = True


NO_CATALOGUE = Catalogue(digest=digest(None), is_stated=False)
"""Nobody handed in a catalogue: every product is unknown."""


class Reading(NamedTuple):
    """A value as read, and whether digits were cut from it."""

    value: Value
    was_cut: bool = False


def catalogue_of(
    rows: Iterable[tuple[str, Mapping[str, object]]], goods: Goods = NO_GOODS
) -> tuple[Catalogue, tuple[Fault, ...]]:
    """A catalogue from rows that were read from a file.

    Args:
        rows: Place (file and line) and cells by column name. Columns: ``product`` (or ``sku``, ``article``…),
            ``name``, and attributes of the vocabulary with or without ``product.``; numbers in the vocabulary's units.
        goods: Against which ECCNs and HS bands are checked; without it only their shape is.

    Returns:
        The catalogue, and all faults. An id that is repeated keeps its first row; what later rows contradict is not
        known. Classification is taken as stated, never computed.

    >>> catalogue, faults = catalogue_of([("c.csv:2", {"sku": "KST-S1", "HS code": "8806.91", "mtow_g": "249"})])
    >>> catalogue.products["KST-S1"].facts, faults
    ({'hs6': '880691', 'mtow_g': Decimal('249')}, ())
    """
    reader = _Reader(goods)
    for place, cells in rows:
        reader.take(place, cells)
    return reader.finish()


def read_attribute(attribute: str, raw: object, goods: Goods = NO_GOODS) -> Reading:
    """The value of a product's attribute as somebody wrote it; None if they wrote that nobody knows.

    Raises:
        ValueError: not readable as this attribute; text after a line break says how to mend it.

    >>> read_attribute("hs6", "8806.92.00").value, read_attribute("mtow_g", "unknown").value
    ('880692', None)
    """
    if raw is None or str(raw).strip().casefold() in NOT_STATED:
        return Reading(None)
    if len(str(raw)) > _LONGEST:
        raise ValueError(f"`{attribute}` has {len(str(raw)):,} characters\nkeep it under {_LONGEST}")
    if attribute == "hs6":
        return Reading(*read_hs6(raw))
    if attribute == "eccn":
        return Reading(read_eccn(raw, goods.eccn))
    fact = VOCABULARY[f"product.{attribute}"]
    if fact.kind is Kind.TEXT:
        return Reading(_text(attribute, raw, fact.unit))
    try:
        value = read_value(fact, raw if isinstance(raw, bool) else str(raw))
    except ValueError as error:
        raise ValueError(f"{error}\n{_NUMBER_HELP if fact.kind is Kind.NUMBER else ''}") from None
    return Reading(_figure(value) if isinstance(value, Decimal) else value)


def _figure(number: Decimal) -> Decimal:
    """Not below zero, and of a size that goods can have; absurd exponents never reach comparisons and texts."""
    if number == 0:
        return Decimal(0)
    if number < 0 or abs(number.adjusted()) > _DIGITS:
        raise ValueError(f"`{number}` cannot be a figure of a product\n{_NUMBER_HELP}")
    return number


def _text(attribute: str, raw: object, unit: str) -> str:
    written = str(raw).strip()
    if attribute in _CLOSED:
        words = {word.casefold(): word for word in unit.split(", ")}
        key = written.casefold()
        found = words.get(key) or words.get("_".join(key.split()))
        if found is None:
            raise ValueError(f"`{raw}` is no `{attribute}`\none of {unit}")
        return found
    if attribute in _WITH_NONE and written.casefold() in {NONE_STATED, "no", "n"}:
        return NONE_STATED
    return written


class _Reader:
    """Reads rows one by one and gathers products and faults."""

    def __init__(self, goods: Goods) -> None:
        self._goods = goods
        self._products: dict[str, Product] = {}
        self._places: dict[str, str] = {}
        self._faults: list[Fault] = []
        self._headers: set[str] = set()
        self._cut: list[tuple[str, str]] = []

    def take(self, place: str, cells: Mapping[str, object]) -> None:
        """One row."""
        columns = columns_of(cells)
        fresh = [column for column in columns.faults if column[0] not in self._headers]
        self._headers.update(column for column, _ in fresh)
        self._faults += [fault for _, fault in fresh]
        id = _id(cells[columns.product]) if columns.product else ""
        if not id or len(id) > _LONGEST:
            message = f"the product id has {len(id):,} characters" if id else "no product id"
            self._faults.append(RowLost(message, place, "fill the column `product`"))
            return
        facts = dict(self._facts(place, cells, columns.attributes))
        name = cells.get(columns.name) if columns.name else None
        if id in self._products:
            self._repeated(place, id, facts)
            return
        self._products[id] = Product(id, "" if name is None else str(name).strip(), facts)
        self._places[id] = place

    def _facts(
        self, place: str, cells: Mapping[str, object], attributes: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, Value]]:
        for attribute, columns in attributes.items():
            found = [value for column in columns if (value := self._cell(place, attribute, cells[column])) is not None]
            if any(value != found[0] for value in found):
                told = f"columns {' and '.join(f'`{column}`' for column in columns)} contradict each other"
                self._faults.append(ValueLost(told, place, f"keep one column for `{attribute}`"))
            elif found:
                yield attribute, found[0]

    def _cell(self, place: str, attribute: str, raw: object) -> Value:
        try:
            reading = read_attribute(attribute, raw, self._goods)
        except ValueError as error:
            message, _, help_ = str(error).partition("\n")
            self._faults.append(ValueLost(message, place, help_))
            return None
        if reading.was_cut:
            self._cut.append((place, f"{raw} to {reading.value}"))
        return reading.value

    def _repeated(self, place: str, id: str, facts: Mapping[str, Value]) -> None:
        first = self._products[id]
        differing = sorted(name for name, value in facts.items() if first.facts.get(name, value) != value)
        kept = {name: value for name, value in first.facts.items() if name not in differing}
        self._products[id] = msgspec.structs.replace(first, facts=kept)
        told = f"; the rows contradict each other on {', '.join(differing)}, now not known" if differing else ""
        message = f"product `{id}` stands already at {self._places[id]}{told}"
        self._faults.append(RowLost(message, place, "keep one row for each product"))

    def finish(self) -> tuple[Catalogue, tuple[Fault, ...]]:
        """The catalogue and all faults."""
        for id, product in self._products.items():
            doubts = contradictions(product.facts, self._goods.bands)
            self._faults += [Question(f"product `{id}`: {told}", self._places[id], help_) for told, help_ in doubts]
        if self._cut:
            place, example = self._cut[0]
            message = f"{len(self._cut)} HS codes have national digits and were cut to six, such as {example}"
            self._faults.append(Question(message, place, "nothing to do if the first six digits are right"))
        content = [[one.id, one.name, one.facts] for _, one in sorted(self._products.items())]
        return Catalogue(self._products, digest(content)), tuple(self._faults)


def _id(raw: object) -> str:
    """A product id as text; a spreadsheet's whole number loses the ``.0`` that it shows nowhere."""
    return "" if raw is None else str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()
