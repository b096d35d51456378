"""A file of names to be screened: which column says what, and each row as somebody to be compared with the lists.

Only a name is needed. Beside it an id, further names, a kind, a country, a date of birth and official numbers are
understood, under the names and in the languages of a register of parties. Everything is taken as written; a row without
a name, or one that cannot be read, is rejected with its reason and the others are screened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake.fields import IDENTIFIERS, NAMES
from moratorium.intake.headings import bare, party_columns
from moratorium.intake.rejected import Rejected
from moratorium.intake.rows import Row, Table
from moratorium.terms.party import Address, Identifier, Party

COLUMNS = ("id", *NAMES, "kind", "country", "birth_date", *IDENTIFIERS)
"""What a column can say."""

_ALSO = {
    "kind": """kind, party kind, party type, entity type, type, soort, art, тип, вид, 类型""",
    "birth_date": """birth date, date of birth, birthdate, dob, born, born on, geboortedatum, geburtsdatum,
        дата рождения, 出生日期""",
}
_KINDS = {
    "person": "person, individual, natural person, persoon, natürliche person, физическое лицо, физлицо, 个人, 自然人",
    "entity": """entity, company, organisation, organization, legal entity, legal person, business, firm, bedrijf,
        rechtspersoon, firma, unternehmen, organisatie, юридическое лицо, юрлицо, компания, организация, 公司, 企业,
        法人""",
    "vessel": "vessel, ship, schip, schiff, судно, 船舶",
    "aircraft": "aircraft, plane, vliegtuig, flugzeug, воздушное судно, 飞机",
    "unknown": "unknown, onbekend, unbekannt, неизвестно, 未知, n/a",
}


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {bare(word): meaning for meaning, listed in table.items() for word in listed.split(",")}


_ALSO_BY_WORD = _by_word(_ALSO)
_KIND_BY_WORD = _by_word(_KINDS)


class Asked(msgspec.Struct, frozen=True, gc=False):
    """Somebody to be compared with the lists.

    Attributes:
        id: The caller's id; the row's number where none is given.
        party: As written.
        kind: ``person``, ``entity``, ``vessel``, ``aircraft`` or ``unknown``; empty if nobody said.
    """

    id: str
    party: Party
    kind: str = ""

    @property
    def name(self) -> str:
        """The name asked about."""
        return self.party.names[0]


def kind_of(text: str) -> str | None:
    """The kind that a word means; None if it means none.

    >>> kind_of("Individual"), kind_of("公司"), kind_of("teapot")
    ('person', 'entity', None)
    """
    return _KIND_BY_WORD.get(bare(text))


class NamesFile:
    """Reads the rows of a table as names to be screened.

    Args:
        table: Of any format.

    Attributes:
        unread: Columns that say nothing we know.
        unknown_kinds: Kinds met that we do not know; they are left out. The first few only.

    Raises:
        InputError: no column of names.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        columns = names_columns(table.columns)
        if "name" not in columns:
            known = ", ".join(table.columns[:30])
            raise InputError(
                f"`{table.name}` has no column of names", table.name, f"call one `name`; there are: {known}"
            )
        self._at = {field: table.columns.index(column) for field, column in columns.items()}
        self.unread = tuple(column for column in table.columns if column not in columns.values())
        self.unknown_kinds: dict[str, None] = {}

    def rows(self) -> Iterator[Asked | Rejected]:
        """Every row, in the order of the file."""
        names = [self._at[field] for field in NAMES if field in self._at]
        id_at = self._at.get("id")
        only_names = not self._at.keys() - {"id", *NAMES}
        for row in self._table.rows():
            values = row.values
            if row.error is not None:
                yield Rejected(row.number, None, (row.error,), tuple(values))
                continue
            id = (values[id_at] if id_at is not None else None) or str(row.number)
            stated = tuple([name for at in names if (name := _clean(values[at]))])
            if not stated:
                yield self._without_name(row, id)
            elif only_names:
                yield Asked(id, Party(names=stated))
            else:
                yield self._asked(id, stated, values)

    def _asked(self, id: str, names: tuple[str, ...], values: Sequence[str | None]) -> Asked:
        country, birth_date, kind = (self._text(field, values) for field in ("country", "birth_date", "kind"))
        numbers = ((kind, self._text(field, values)) for field, kind in IDENTIFIERS.items())
        party = Party(
            names=names,
            address=Address(country=country) if country else Address(),
            identifiers=tuple(Identifier(of, number) for of, number in numbers if number),
            birth_dates=(birth_date,) if birth_date else (),
        )
        return Asked(id, party, self._kind(kind) if kind else "")

    def _text(self, field: str, values: Sequence[str | None]) -> str:
        at = self._at.get(field)
        return "" if at is None else _clean(values[at])

    def _kind(self, text: str) -> str:
        found = kind_of(text)
        if found is None and len(self.unknown_kinds) < 5:
            self.unknown_kinds[text[:40]] = None
        return found or ""

    def _without_name(self, row: Row, id: str) -> Rejected:
        fault = Fault("the row has no name", self._table.place(row.number), "fill it in")
        return Rejected(row.number, id, (fault,), tuple(row.values))


def names_columns(columns: Sequence[str]) -> dict[str, str]:
    """Column by field (see ``COLUMNS``).

    >>> names_columns(["ID", "Naam", "Soort", "Land", "Geboortedatum", "remarks"])
    {'kind': 'Soort', 'birth_date': 'Geboortedatum', 'id': 'ID', 'name': 'Naam', 'country': 'Land'}
    """
    found: dict[str, str] = {}
    for column in columns:
        field = _ALSO_BY_WORD.get(bare(column))
        if field is not None:
            found.setdefault(field, column)
    of_party = party_columns([column for column in columns if column not in found.values()])
    return found | {field: column for field, column in of_party.items() if field in COLUMNS}


def _clean(text: str | None) -> str:
    """A text without blanks around it, and without halves of characters, which no file format can hold."""
    if not text:
        return ""
    kept = text.strip()
    return kept if kept.isascii() else kept.encode("utf-8", "replace").decode("utf-8")
