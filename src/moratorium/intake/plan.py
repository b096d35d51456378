"""A map bound to a table: each field's column found, each cell's reader chosen, once for the whole file.

Most rows of a file repeat what other rows say, the buyer above all. Each distinct text is read once and each distinct
party built once; rows share them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from moratorium.errors import Fault, InputError
from moratorium.intake import cells
from moratorium.intake.cells import NOT_STATED, Bad, Memo
from moratorium.intake.fields import FIELDS, IDENTIFIERS, NAMES, Field, Level
from moratorium.intake.mapfile import ROW, WORDED, Mapping, copied_role, is_place
from moratorium.intake.rows import Row, Table
from moratorium.terms.document import nearest
from moratorium.terms.party import ROLES, Address, Identifier, Party, Scalar
from moratorium.terms.vocabulary import Kind, among_words

Read = Callable[[str], Any]
Holder = Party | Address
Values = Sequence[str | None]
Pick = Callable[[Values], tuple[str | None, ...]]

LINE_FIELDS = frozenset(("product", "description", "quantity", "unit_price", "value", "serials"))
"""Fields that a line has of its own; all others are facts."""

_IDS = ("order", "line", "product")
_MAX_SHARED = 20_000
_CURRENCIES = {"€": "EUR", "£": "GBP", "EURO": "EUR", "₽": "RUB", "РУБ": "RUB", "₴": "UAH", "ГРН": "UAH", "RMB": "CNY"}
_WHOLE = re.compile(r"([0-9]+)\.0")
_LISTED = re.compile(r"\s*[,;|\n]\s*")


class Cell(NamedTuple):
    """One field of a row: its column, how to read it, and what stands for it where nothing is written."""

    attribute: str
    at: int | None
    read: Read
    field: Field
    column: str
    given: Any = None
    assumed: bool = False


class Trouble(NamedTuple):
    """A cell that cannot be read, with its column."""

    column: str
    bad: Bad


class Taken(NamedTuple):
    """What some cells of a row say: values by attribute, fields that were assumed, cells that cannot be read."""

    values: dict[str, Any]
    assumed: tuple[str, ...]
    troubles: tuple[Trouble, ...]


class Head(NamedTuple):
    """What a row says of its order: values and facts, and who is in each mapped role (None: the row names nobody)."""

    values: dict[str, Any]
    holders: dict[str, Holder | None]
    assumed: frozenset[str]
    troubles: tuple[Trouble, ...]


class Copy(NamedTuple):
    """A role that is filled from another one where the row names nobody."""

    role: str
    source: str
    assumed: bool


class Plan:
    """How to read a row of this table under this map.

    Attributes:
        copies: Roles to fill from others; each source comes before what is copied from it.
        returns: Whether a negative quantity is a return.
        has_line_facts: Whether lines state facts beyond their own fields.

    Raises:
        InputError: the map names columns that the table lacks, or holds values that cannot be read: all at once.
    """

    def __init__(self, table: Table, mapping: Mapping) -> None:
        faults: list[Fault] = []
        bound = [_bind(table, mapping, name, faults) for name in _named(mapping)]
        if faults:
            raise InputError.of(faults)
        self.returns = mapping.returns is not None
        self.copies = tuple(_copies(mapping))
        self._order, self._line = _single(bound, "order"), _single(bound, "line")
        self._line_cells = tuple(cell for cell in bound if cell.field.level is Level.LINE and cell is not self._line)
        self.has_line_facts = any(cell.field.name not in LINE_FIELDS for cell in self._line_cells)
        head = [cell for cell in bound if cell.field.level is not Level.LINE and cell is not self._order]
        self._order_cells = tuple(cell for cell in head if not cell.field.role)
        self._roles = tuple(_Role(role, tuple(cell for cell in head if cell.field.role == role)) for role in ROLES)
        self._roles = tuple(role for role in self._roles if role.cells)
        self._pick = _picker(head)
        self._heads: dict[tuple[str | None, ...], Head] = {}

    def order_id(self, row: Row) -> str | None:
        """The row's order id; None if it has none."""
        cell = self._order
        if cell.at is None:
            return str(row.number)
        text = row.values[cell.at]
        return cell.read(text) if text else None

    def line_number(self, row: Row, position: int) -> str | None:
        """The row's line number: stated, or its position among the rows of its order."""
        cell = self._line
        if cell.at is None:
            return str(position)
        text = row.values[cell.at]
        return cell.read(text) if text else None

    @property
    def order_column(self) -> str:
        """The column that feeds the order id."""
        return self._order.column

    @property
    def line_column(self) -> str:
        """The column that feeds the line number."""
        return self._line.column

    def head(self, row: Row) -> Head:
        """What the row says of its order; one object for all rows that say the same."""
        key = self._pick(row.values)
        head = self._heads.get(key)
        if head is None:
            if len(self._heads) >= _MAX_SHARED:
                self._heads.clear()
            head = self._heads[key] = self._new_head(row.values)
        return head

    def line(self, row: Row) -> Taken:
        """What the row says of its line."""
        return _take(self._line_cells, row.values)

    def _new_head(self, values: Values) -> Head:
        taken = _take(self._order_cells, values)
        assumed, troubles = list(taken.assumed), list(taken.troubles)
        holders: dict[str, Holder | None] = {}
        for role in self._roles:
            holder, role_assumed, role_troubles = role.read(values)
            holders[role.name] = holder
            assumed += [role.name] if role_assumed else []
            troubles += role_troubles
        return Head(taken.values, holders, frozenset(assumed), tuple(troubles))


class _Role:
    """Reads the cells of one role; equal cells give one shared holder."""

    def __init__(self, name: str, role_cells: tuple[Cell, ...]) -> None:
        self.name = name
        self.cells = role_cells
        self._pick = _picker(role_cells)
        self._known: dict[tuple[str | None, ...], tuple[Holder | None, bool, tuple[Trouble, ...]]] = {}

    def read(self, values: Values) -> tuple[Holder | None, bool, tuple[Trouble, ...]]:
        """The holder, whether anything of it is assumed, and what cannot be read."""
        key = self._pick(values)
        if key not in self._known:
            if len(self._known) >= _MAX_SHARED:
                self._known.clear()
            taken = _take(self.cells, values)
            self._known[key] = (_holder(self.name, taken.values), bool(taken.assumed), taken.troubles)
        return self._known[key]


def _take(wanted: Iterable[Cell], values: Values) -> Taken:
    found: dict[str, Any] = {}
    assumed: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    for attribute, at, read, field, column, given, is_assumed in wanted:
        text = values[at] if at is not None else None
        value = read(text) if text else None
        if value is None:
            if given is None:
                continue
            value = given
            if is_assumed:
                assumed += (field.name,)
        elif type(value) is Bad:
            troubles += (Trouble(column, value),)
            continue
        found[attribute] = value
    return Taken(found, assumed, troubles)


def _holder(role: str, values: dict[str, Any]) -> Holder | None:
    """The party or address that the values describe; None if they are none."""
    if not values:
        return None
    rest = dict(values)
    taken = [rest.pop(part, None) for part in ("country", "region", "city", "postcode", "address")]
    address = Address(*taken)
    if is_place(role):
        return address
    names = tuple(dict.fromkeys(name for part in NAMES if (name := rest.pop(part, None))))
    numbers = tuple(Identifier(kind, rest.pop(part)) for part, kind in IDENTIFIERS.items() if part in rest)
    own_id = rest.pop("id", None)
    return Party(own_id, names, address, numbers, {name: cells.scalar(value) for name, value in rest.items()})


def party_of(values: dict[str, Any]) -> Party:
    """A party from values by attribute, as a register states them."""
    holder = _holder("buyer", values)
    return holder if isinstance(holder, Party) else Party()


def _named(mapping: Mapping) -> list[str]:
    """Fields that the map feeds, in the order of the field table; ``order`` and ``line`` always."""
    named = {"order", "line", *mapping.columns, *mapping.constants, *mapping.assume}
    return [name for name in FIELDS if name in named]


def _single(bound: Iterable[Cell], name: str) -> Cell:
    return next(cell for cell in bound if cell.field.name == name)


def _bind(table: Table, mapping: Mapping, name: str, faults: list[Fault]) -> Cell:
    field = FIELDS[name]
    column = mapping.columns.get(name, ROW)
    read = reader(field, mapping)
    index, given = None, None
    try:
        index = None if column == ROW else table.column(column, mapping.at("columns", name))
    except InputError as error:
        faults += error.faults
    for section, entries in (("assume", mapping.assume), ("constants", mapping.constants)):
        if name in entries:
            given = read(entries[name])
            if isinstance(given, Bad):
                faults.append(Fault(given.message, mapping.at(section, name), given.help))
    return Cell(field.attribute, index, read, field, column, given, name in mapping.assume)


def reader(field: Field, mapping: Mapping) -> Read:
    """Reads a cell of a field: its value, None where nothing is stated, or a `Bad`."""
    return Memo(partial(_read, _typed(field, mapping))).__getitem__


def _read(read: Read, text: str) -> Any:
    bare = text.strip()
    return None if bare in NOT_STATED else read(bare)


def _typed(field: Field, mapping: Mapping) -> Read:
    formats = mapping.formats
    match field.name, field.kind:
        case name, _ if name in WORDED:
            return partial(_word, name, mapping.words.get(name, {}), WORDED[name])
        case "currency", _:
            return _currency
        case "serials", _:
            return _serials
        case name, Kind.DAY:
            return partial(_day, formats.get(name) or formats.get("dates"))
        case name, Kind.NUMBER:
            return partial(_number, formats.get(name) or formats.get("decimal"))
        case _, Kind.FLAG:
            return cells.flag
        case name, _ if formats.get("ids") == "whole" and (field.attribute == "id" or name in _IDS):
            return _whole
    return _as_written


def _as_written(text: str) -> str:
    return text


def _day(order: str | None, text: str) -> Any:
    return cells.day(text, order)


def _number(decimal: str | None, text: str) -> Any:
    return cells.number(text, decimal)


def _whole(text: str) -> str:
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


def _serials(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _LISTED.split(text) if part))


def _currency(text: str) -> str | Bad:
    code = _CURRENCIES.get(text.upper().rstrip("."), text.upper())
    if len(code) == 3 and code.isascii() and code.isalpha():
        return code
    return Bad(f"`{text[:20]}` is no currency code", "write an ISO 4217 code such as EUR")


def _word(name: str, meanings: dict[str, str], known: Sequence[str], text: str) -> str | Bad:
    if text in meanings:
        return meanings[text]
    meant = among_words(text, known)
    if meant is not None:
        return meant
    help_ = nearest(text.casefold(), known) or f"say under `words: {{{name}: …}}` which it is: {', '.join(known)}"
    return Bad(f"unknown {name} `{text[:60]}`", help_)


def _copies(mapping: Mapping) -> Iterable[Copy]:
    """Copied roles, each behind the role that it copies."""
    entries = {role: (value, True) for role, value in mapping.assume.items() if role in ROLES}
    entries |= {role: (value, False) for role, value in mapping.constants.items() if role in ROLES}
    waiting = {role: Copy(role, copied_role(value) or role, assumed) for role, (value, assumed) in entries.items()}
    while waiting:
        ready = [role for role, copy in waiting.items() if copy.source not in waiting] or list(waiting)
        for role in ready:
            yield waiting.pop(role)


def _picker(wanted: Sequence[Cell]) -> Pick:
    """A function that picks the cells' texts from a row."""
    indices = sorted({cell.at for cell in wanted if cell.at is not None})
    match indices:
        case []:
            return lambda _: ()
        case [one]:
            return lambda values: (values[one],)
    return itemgetter(*indices)


def fact(value: Any) -> Scalar:
    """A fact's value as terms carry it."""
    return cells.scalar(value) if not isinstance(value, tuple) else ", ".join(value)
