"""The register of parties: what we know of dealers and customers beyond what an order says.

One row a party, or several that complete each other: further names, further owners. A row that contradicts an earlier
one is a fault, and the earlier one stands. Days in two readings are asked for, not guessed: they stay unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake import evidence
from moratorium.intake.cells import Bad
from moratorium.intake.fields import PARTY_ATTRIBUTES
from moratorium.intake.headings import bare, party_columns
from moratorium.intake.mapfile import Mapping
from moratorium.intake.plan import Read, party_of, reader
from moratorium.intake.rows import Row, Table
from moratorium.terms.party import Party
from moratorium.terms.vocabulary import Kind

_OWNER = frozenset(
    ("owner", "shareholder", "eigenaar", "aandeelhouder", "inhaber", "gesellschafter", "владелец", "股东")
)
_SHARE = frozenset(("ownershare", "share", "ownerpct", "sharepct", "aandeel", "anteil", "доля", "持股比例"))
_SINCE = frozenset(("ownersince", "ownedsince", "since", "sinds", "seit", "с"))


class Owner(msgspec.Struct, frozen=True):
    """Who owns how much of a party.

    Attributes:
        name: The owner's name or party id, as written.
        share: Per cent; None if not known.
        since: From which day; None if not known.
    """

    name: str
    share: Decimal | None = None
    since: date | None = None


def read_parties(table: Table) -> tuple[dict[str, Party], tuple[Fault, ...]]:
    """Parties by id, and what could not be read and was left out.

    Columns: a party id, and any of name, country, region, city, postcode, address, tax number, registration, LEI and
    the party attributes of the vocabulary (``incorporated_on``, ``ownership_researched``…), under their own names or
    those of the languages we read.

    Raises:
        InputError: no column of ids, or a column that names nothing we know.
    """
    register = _Register(table)
    for row in table.rows():
        register.take(row)
    return register.parties, tuple(register.faults)


def read_owners(table: Table) -> dict[str, tuple[Owner, ...]]:
    """Owners by party id, from the columns ``owner``, ``owner share`` (per cent) and ``owner since``.

    A share that cannot be read is not known. A table without an owner column gives none.
    """
    columns = {role: _first(table.columns, names) for role, names in (("o", _OWNER), ("s", _SHARE), ("d", _SINCE))}
    id_column = party_columns(table.columns).get("id")
    if columns["o"] is None or id_column is None:
        return {}
    reads = _owner_reads(table, columns)
    owners: dict[str, tuple[Owner, ...]] = {}
    for row in table.rows():
        cells = {} if row.error else dict(zip(table.columns, row.values, strict=False))
        party, name = (cells.get(id_column) or "").strip(), (cells.get(columns["o"]) or "").strip()
        if party and name:
            share, since = (_known(read, cells.get(column or "")) for read, column in reads)
            owners[party] = (*owners.get(party, ()), Owner(name, share, since))
    return owners


def _owner_reads(table: Table, columns: dict[str, str | None]) -> list[tuple[Read, str | None]]:
    dates = _dates(table, [column for column in (columns["d"],) if column])
    mapping = Mapping("register", {}, formats={"dates": dates} if dates else {})
    of_days = reader(PARTY_ATTRIBUTES["incorporated_on"], mapping)
    of_numbers = reader(msgspec.structs.replace(PARTY_ATTRIBUTES["incorporated_on"], kind=Kind.NUMBER), mapping)
    return [(lambda text: of_numbers(text.rstrip(" %")), columns["s"]), (of_days, columns["d"])]


def _known(read: Read, text: str | None) -> Any:
    value = read(text) if text else None
    return None if isinstance(value, Bad) else value


def _first(columns: tuple[str, ...], names: frozenset[str]) -> str | None:
    return next((column for column in columns if bare(column) in names), None)


def _dates(table: Table, columns: list[str]) -> str | None:
    """The proven order of the dates in these columns; None if they must be read one by one."""
    indices = [table.columns.index(column) for column in columns]
    texts = (row.values[index] for row in table.rows() if row.error is None for index in indices)
    return evidence.date_order(evidence.stated(texts)).notation


class _Register:
    """Gathers parties row by row."""

    def __init__(self, table: Table) -> None:
        self.parties: dict[str, Party] = {}
        self.faults: list[Fault] = []
        self._table = table
        columns = party_columns(table.columns)
        if "id" not in columns:
            raise InputError(f"`{table.name}` has no column of party ids", table.name, "name a column `id`")
        self.faults += self._not_understood(set(columns.values()))
        days = [column for attribute, column in columns.items() if PARTY_ATTRIBUTES[attribute].kind is Kind.DAY]
        dates = _dates(table, days)
        mapping = Mapping(table.name, {}, formats={"dates": dates} if dates else {})
        self._reads = [
            (attribute, table.columns.index(column), reader(PARTY_ATTRIBUTES[attribute], mapping))
            for attribute, column in columns.items()
        ]

    def _not_understood(self, used: set[str]) -> Iterator[Fault]:
        owning = _OWNER | _SHARE | _SINCE
        for column in self._table.columns:
            if column not in used and bare(column) not in owning:
                help_ = f"known: {', '.join(PARTY_ATTRIBUTES)}"
                yield Fault(f"column `{column}` says nothing we know of a party", f"{self._table.name}:1", help_)

    def take(self, row: Row) -> None:
        """Take one row: a new party, or more about a known one."""
        if row.error is not None:
            self.faults.append(row.error)
            return
        values = dict(self._values(row))
        party = party_of(values)
        if party.id is None:
            self.faults.append(Fault("the row has no party id", self._table.place(row.number), "fill it in"))
        elif party.id in self.parties:
            self.parties[party.id] = self._completed(self.parties[party.id], party, row)
        else:
            self.parties[party.id] = party

    def _values(self, row: Row) -> Iterator[tuple[str, Any]]:
        for attribute, index, read in self._reads:
            text = row.values[index]
            value = read(text) if text else None
            if isinstance(value, Bad):
                at = self._table.place(row.number, self._table.columns[index])
                self.faults.append(Fault(value.message, at, value.help))
            elif value is not None:
                yield attribute, value

    def _completed(self, known: Party, more: Party, row: Row) -> Party:
        """A party with what a further row adds; what it contradicts is a fault."""
        contradicted = [name for name, value in more.facts.items() if known.facts.get(name, value) != value]
        if not more.address.is_empty and not known.address.is_empty and more.address != known.address:
            contradicted.append("address")
        for name in contradicted:
            message = f"`{name}` of party `{known.id}` differs from an earlier row"
            self.faults.append(Fault(message, self._table.place(row.number), "keep one of them"))
        return msgspec.structs.replace(
            known,
            names=tuple(dict.fromkeys(known.names + more.names)),
            address=more.address if known.address.is_empty else known.address,
            identifiers=known.identifiers + tuple(one for one in more.identifiers if one not in known.identifiers),
            facts={**more.facts, **known.facts},
        )
