"""Owners and directors of parties, telephone numbers and dates of birth: the columns of a register beyond facts.

One owner and one director a row; a party with several has several rows. Shares are per cent. What is wrong with a share
or a date is told and leaves it *not known*: who owns a party is never lost over how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from moratorium.errors import Fault
from moratorium.intake import cells
from moratorium.intake.cells import NOT_STATED, Bad
from moratorium.intake.headings import bare
from moratorium.intake.rows import Table
from moratorium.ownership import holds_on
from moratorium.terms.party import Party, Relation

_ALL = Decimal(100)

_HEADINGS = {
    "owner": """owner, owner id, owner name, owned by, shareholder, beneficial owner, ultimate beneficial owner,
        ubo, parent, parent company, eigenaar, aandeelhouder, uiteindelijk belanghebbende, moedermaatschappij,
        inhaber, eigentümer, gesellschafter, aktionär, anteilseigner, muttergesellschaft, wirtschaftlich
        berechtigter, владелец, собственник, учредитель, участник, акционер, бенефициар, иесі, құрылтайшы, 股东,
        所有者, 实际控制人, 母公司""",
    "owner_share": """owner share, share, owner pct, share pct, owner percent, owner percentage, ownership
        share, ownership percentage, shareholding, percent owned, stake, aandeel, aandeel eigenaar, belang,
        belang in procenten, anteil, anteil in prozent, beteiligung, beteiligungsquote, доля, доля владельца,
        доля участия, процент, үлесі, 持股比例, 股权比例, 占比""",
    "owner_since": """owner since, owned since, owner from, since, share since, eigenaar sinds, eigenaar vanaf,
        sinds, inhaber seit, beteiligt seit, seit, владелец с, доля с, с, 持股开始日期, 入股日期""",
    "owner_until": """owner until, owned until, owner to, until, share until, eigenaar tot, tot, inhaber bis,
        beteiligt bis, bis, владелец до, доля до, до, 持股结束日期""",
    "owner_source": "owner source, ownership source, bron eigenaar, quelle eigentümer, источник владельца, 股权来源",
    "director": """director, director name, managing director, chief executive, ceo, directeur, bestuurder,
        geschäftsführer, vorstand, директор, генеральный директор, руководитель, басшы, 董事, 法定代表人,
        法人代表, 总经理""",
    "director_since": """director since, director from, directeur sinds, bestuurder sinds, geschäftsführer seit,
        директор с, 任职日期""",
    "director_until": "director until, director to, directeur tot, bestuurder tot, geschäftsführer bis, директор до",
    "phone": """phone, phone number, telephone, telephone number, tel, mobile, mobile number, telefoon,
        telefoonnummer, telefon, telefonnummer, handy, телефон, номер телефона, тел, 电话, 电话号码, 手机""",
    "phone2": "phone 2, telephone 2, tel 2, telefoon 2, telefon 2, телефон 2, 电话2",
    "birth_date": """birth date, date of birth, birthdate, born, born on, dob, geboortedatum, geboren op,
        geburtsdatum, geboren am, дата рождения, туған күні, 出生日期, 生日""",
}  # fmt: skip

RELATION_FIELDS = tuple(_HEADINGS)
"""What these columns say."""

_BY_HEADING = {bare(name): field for field, listed in _HEADINGS.items() for name in listed.split(",")}
_DAYS = ("owner_since", "owner_until", "director_since", "director_until")
_SAID_UNKNOWN = frozenset(
    {"?", "-", "--", "unknown", "n/a", "onbekend", "unbekannt", "неизвестно", "нет данных", "未知"}
)
_SHARE = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_YEAR = re.compile(r"[0-9]{4}")
_ID = re.compile(r"(?=\S*[0-9])\S+")


class Stated(NamedTuple):
    """A relation as one row states it: whose, what, and where it stands."""

    party: str
    relation: Relation
    at: str


class More(NamedTuple):
    """What one row says beyond facts."""

    relations: tuple[Relation, ...] = ()
    phones: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()


class RelationColumns:
    """Reads owners, directors, numbers and dates of birth from the rows of a table.

    Args:
        table: A register.

    Attributes:
        names: The columns it reads; none of them says anything else.
        day_columns: Those that hold days, for proving in which order they are written.
        faults: What was found wrong, in the order of the file.
        stated: Every relation read.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._at: dict[str, int] = {}
        for index, column in enumerate(table.columns):
            field = _BY_HEADING.get(bare(column)) or _BY_HEADING.get(bare(column).removeprefix("party"))
            if field is not None:
                self._at.setdefault(field, index)
        for kind in ("owner", "director"):
            if kind not in self._at:
                self._at = {field: at for field, at in self._at.items() if not field.startswith(kind)}
        self.names = frozenset(table.columns[index] for index in self._at.values())
        self.day_columns = [table.columns[self._at[field]] for field in _DAYS if field in self._at]
        self.faults: list[Fault] = []
        self.stated: list[Stated] = []
        self._dates: str | None = None
        self._fractions = self._has_fractions()

    def prepare(self, dates: str | None) -> None:
        """Take the proven order of the dates; None if they must be read one by one."""
        self._dates = dates

    def _has_fractions(self) -> bool:
        """Whether every share lies between 0 and 1, as spreadsheets keep per cent: then nobody knows what is meant."""
        at = self._at.get("owner_share")
        if at is None:
            return False
        texts = dict.fromkeys(row.values[at] or "" for row in self._table.rows() if row.error is None)
        found = [share for text in texts if isinstance(share := _share(text), Decimal)]
        written = any("%" in text for text in texts)
        return not written and any(0 < share < 1 for share in found) and all(share <= 1 for share in found)

    def take(self, party: str, values: Sequence[str | None], number: int) -> More:
        """What a row says of a party.

        Args:
            party: Its id.
            values: The row's cells.
            number: The row's number, for telling where something is wrong.
        """
        if not self._at:
            return More()
        row = _RowOf(self, party, values, number)
        relations = tuple(row.relations())
        self.stated += [Stated(party, one, self._table.place(number)) for one in relations]
        return More(relations, row.phones(), row.birth_dates())

    # -- cells ----------------------------------------------------------------------------------------------------

    def text(self, field: str, values: Sequence[str | None]) -> str:
        """A cell as written; empty where nothing is, or only that nobody knows."""
        at = self._at.get(field)
        text = " ".join((values[at] or "").split()) if at is not None else ""
        return "" if text in NOT_STATED or text.casefold() in _SAID_UNKNOWN else text

    def day(self, field: str, values: Sequence[str | None], number: int) -> date | None:
        """A day; None if there is none, or it cannot be read, which is told."""
        text = self.text(field, values)
        found = cells.day(text, self._dates) if text else None
        if isinstance(found, Bad):
            self.tell(found.message, field, number, found.help)
            return None
        return found

    def share(self, values: Sequence[str | None], number: int) -> Decimal | None:
        """A share in per cent; None if there is none, or it cannot be one, which is told."""
        text = self.text("owner_share", values)
        found = _share(text) if text else None
        if isinstance(found, Bad):
            self.tell(found.message, "owner_share", number, found.help)
            return None
        if found is not None and self._fractions:
            message = f"`{text}` may be per cent or a fraction"
            self.tell(message, "owner_share", number, "write per cent, as `25 %`; the share is not known until then")
            return None
        return found

    def tell(self, message: str, field: str, number: int, help: str) -> None:
        """Note a fault of a cell."""
        column = self._table.columns[self._at[field]] if field in self._at else None
        self.faults.append(Fault(message, self._table.place(number, column), help))

    def birth_date(self, text: str) -> str:
        """A date of birth, ISO 8601 where it is exact; a year alone, and what is written otherwise, as it is."""
        found = None if _YEAR.fullmatch(text) else cells.day(text, self._dates)
        return str(found) if isinstance(found, date) else text


class _RowOf:
    """One row of a register, read."""

    def __init__(self, columns: RelationColumns, party: str, values: Sequence[str | None], number: int) -> None:
        self._columns = columns
        self._party = party
        self._values = values
        self._number = number

    def relations(self) -> Iterator[Relation]:
        columns, number = self._columns, self._number
        kinds: tuple[Literal["owner", "director"], ...] = ("owner", "director")
        for kind in kinds:
            who = columns.text(kind, self._values)
            since, until = (columns.day(f"{kind}_{end}", self._values, number) for end in ("since", "until"))
            share = columns.share(self._values, number) if kind == "owner" else None
            if not who:
                if share is not None or since or until:
                    columns.tell(f"a share or a date without {_A[kind]}", kind, number, "name who it is")
                continue
            if since and until and until <= since:
                message = f"`{who}` ends on {until} and begins on {since}"
                columns.tell(message, f"{kind}_until", number, "mend the dates; it counts on every day until then")
                since = until = None
            source = columns.text("owner_source", self._values) if kind == "owner" else ""
            if who == self._party:
                columns.tell(f"`{who}` cannot own or direct itself", kind, number, "name another")
                continue
            yield Relation(kind, who, share, since, until, source)

    def phones(self) -> tuple[str, ...]:
        texts = (self._columns.text(field, self._values) for field in ("phone", "phone2"))
        return tuple(dict.fromkeys(part for text in texts for part in _SEVERAL.split(text) if part))

    def birth_dates(self) -> tuple[str, ...]:
        text = self._columns.text("birth_date", self._values)
        return (self._columns.birth_date(text),) if text else ()


_A = {"owner": "an owner", "director": "a director"}


def _share(text: str) -> Decimal | Bad | None:
    """A share between 0 and 100; None where nothing is written.

    >>> _share("33,3 %"), _share("120").message
    (Decimal('33.3'), 'a share of 120 per cent cannot be')
    """
    plain = text.strip().removesuffix("%").strip()
    if not plain or plain.casefold() in _SAID_UNKNOWN:
        return None
    mend = "write per cent, 0 to 100; the share is not known until then"
    if len(plain) > 40 or not _SHARE.fullmatch(plain):
        return Bad(f"`{plain[:40]}` is not a share", mend)
    share = cells.plain(Decimal(plain.replace(",", ".")))
    return share if 0 <= share <= _ALL else Bad(f"a share of {share} per cent cannot be", mend)


# -- the register as a whole ----------------------------------------------------------------------------------------


def contradictions(stated: Iterable[Stated], parties: Mapping[str, Party]) -> Iterator[Fault]:
    """What is odd about relations that are each well written: shares over 100 per cent together, unknown ids, oneself.

    Nothing is left out for it: an excess of shares is kept as stated, an unknown id is compared as a name.
    """
    last: dict[str, str] = {}
    stated = tuple(stated)
    shared = _shared_names(parties) if stated else {}
    for one in stated:
        who = one.relation.who
        if who not in parties and len(same := shared.get(bare(who), ())) > 1:
            yield Fault(
                f"`{who}` is the name of {' and '.join(same[:5])}", one.at, "write the id of the one that is meant"
            )
        if one.relation.kind == "owner":
            last[one.party] = one.at
        if who not in parties and _ID.fullmatch(who):
            yield Fault(
                f"`{who}` is no party of the register", one.at, "it is compared as a name; add it, or write a name"
            )
        if who in parties[one.party].names:
            yield Fault(f"`{who}` is a name of party `{one.party}` itself", one.at, "name who owns or directs it")
    for party, at in last.items():
        day = _excess(parties[party].relations)
        if day is not None:
            when = f" on {day}" if day != date.min else ""
            message = f"the owners of `{party}` hold {_total(parties[party].relations, day)} per cent together{when}"
            yield Fault(message, at, "all of them are kept; mend shares or dates")


def _shared_names(parties: Mapping[str, Party]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, party in parties.items():
        for key in {bare(name) for name in party.names}:
            found.setdefault(key, []).append(id)
    return found


def _excess(relations: Iterable[Relation]) -> date | None:
    """The first day on which known shares exceed the whole; shares only grow on days on which one begins."""
    days = sorted({one.since or date.min for one in relations if one.kind == "owner"})
    return next((day for day in days if _total(relations, day) > _ALL), None)


def _total(relations: Iterable[Relation], day: date) -> Decimal:
    owners = (one for one in relations if one.kind == "owner" and holds_on(one.since, one.until, day))
    return sum((one.share for one in owners if one.share is not None), Decimal(0))
