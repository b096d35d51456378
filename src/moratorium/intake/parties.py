"""The register of parties: what we know of dealers and customers beyond what an order says.

One row a party, or several that complete each other: further names, owners and directors. A row that contradicts an
earlier one is a fault, and the earlier one stands. Days in two readings are asked for, not guessed: they stay unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake import evidence
from moratorium.intake.cells import Bad
from moratorium.intake.fields import PARTY_ATTRIBUTES
from moratorium.intake.headings import party_columns
from moratorium.intake.mapfile import Mapping
from moratorium.intake.plan import party_of, reader
from moratorium.intake.relations import RELATION_FIELDS, RelationColumns, contradictions
from moratorium.intake.rows import Row, Table
from moratorium.terms.party import Party
from moratorium.terms.vocabulary import Kind


def read_parties(table: Table) -> tuple[dict[str, Party], tuple[Fault, ...]]:
    """Parties by id, and what could not be read and was left out.

    Columns: a party id, and any of name, country, region, city, postcode, address, tax number, registration, LEI and
    the party attributes of the vocabulary (``incorporated_on``, ``ownership_researched``…), under their own names or
    those of the languages we read; and owner, owner share, owner since, owner until, director, phone and date of birth,
    of which ``relations`` tells more.

    Raises:
        InputError: no column of ids, or a column that names nothing we know.
    """
    register = _Register(table)
    for row in table.rows():
        register.take(row)
    return register.parties, tuple(register.told())


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
        self._more = RelationColumns(table)
        columns = party_columns([column for column in table.columns if column not in self._more.names])
        if "id" not in columns:
            raise InputError(f"`{table.name}` has no column of party ids", table.name, "name a column `id`")
        self.faults += self._not_understood(set(columns.values()) | self._more.names)
        days = [column for attribute, column in columns.items() if PARTY_ATTRIBUTES[attribute].kind is Kind.DAY]
        dates = _dates(table, [*days, *self._more.day_columns])
        self._more.prepare(dates)
        mapping = Mapping(table.name, {}, formats={"dates": dates} if dates else {})
        self._reads = [
            (attribute, table.columns.index(column), reader(PARTY_ATTRIBUTES[attribute], mapping))
            for attribute, column in columns.items()
        ]

    def _not_understood(self, used: set[str]) -> Iterator[Fault]:
        for column in self._table.columns:
            if column not in used:
                help_ = f"known: {', '.join([*PARTY_ATTRIBUTES, *RELATION_FIELDS])}"
                yield Fault(f"column `{column}` says nothing we know of a party", f"{self._table.name}:1", help_)

    def take(self, row: Row) -> None:
        """Take one row: a new party, or more about a known one."""
        if row.error is not None:
            self.faults.append(row.error)
            return
        values = dict(self._values(row))
        party = party_of(values)
        id = party.id
        if id is None:
            self.faults.append(Fault("the row has no party id", self._table.place(row.number), "fill it in"))
            return
        more = self._more.take(id, row.values, row.number)
        if any(more):
            party = msgspec.structs.replace(party, **more._asdict())
        self.parties[id] = self._completed(self.parties[id], party, row) if id in self.parties else party

    def told(self) -> Iterator[Fault]:
        """All faults: of rows, of relations, and of the register as a whole."""
        yield from self.faults
        yield from self._more.faults
        yield from contradictions(self._more.stated, self.parties)

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
            birth_dates=tuple(dict.fromkeys(known.birth_dates + more.birth_dates)),
            phones=tuple(dict.fromkeys(known.phones + more.phones)),
            relations=tuple(dict.fromkeys(known.relations + more.relations)),
        )
