"""Evidence: what dates of birth, countries, kinds and official numbers say about a possible match, beside the names.

It never changes a score and never hides a match: a person reads it and decides. Where either side is silent, or says
something that cannot be read, it says nothing.

* *Dates of birth* confirm if any two may be the same day: a year agrees with every day in it, and "circa 1956" with two
  years more on either side. They contradict if all of both sides are read and no two agree.
* *Countries* confirm if the party's and one of the entry's are the same, whether written as code, name or adjective;
  they contradict if all are known and none is the same. Many people live elsewhere: a weak contradiction.
* *Kinds* (person, entity, vessel, aircraft) contradict if both are known and differ.
* *Official numbers* confirm if one is the same; they contradict if a number of which a party has only one differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Literal, NamedTuple

import msgspec

from moratorium.screening.lists.entry import Entry
from moratorium.screening.numbers import number_key
from moratorium.terms.members import Members
from moratorium.terms.party import Address, Identifier, Party
from moratorium.territories import Atlas

Says = Literal["confirms", "contradicts", "says nothing"]
Aspect = Literal["date of birth", "country", "kind", "number"]

CIRCA = 2
"""Years by which an approximate date may be off."""

_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_ONE_EACH = frozenset({"lei", "imo", "duns"})
_ONE_A_COUNTRY = frozenset({"tax", "registration", "national_id"})


class Evidence(msgspec.Struct, frozen=True):
    """What one aspect says.

    Attributes:
        of: The aspect.
        says: What it says.
        party: Values of the party, as written.
        entry: Values of the entry, as written.
    """

    of: Aspect
    says: Says
    party: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()


def evidence(party: Party, entry: Entry, atlas: Atlas, kind: str = "") -> tuple[Evidence, ...]:
    """What speaks for and against a party being the entry, beside the names: every aspect, in a fixed order.

    Args:
        party: With all that is known of it.
        entry: Of a list.
        atlas: Tells which country a text names.
        kind: What the party is (``person``, ``entity``, ``vessel``, ``aircraft``); empty if nobody said.
    """
    return (
        Evidence("date of birth", births(party.birth_dates, entry.birth_dates), party.birth_dates, entry.birth_dates),
        _countries(party, entry, atlas),
        _kinds(kind, entry),
        _numbers(party, entry),
    )


def words(found: Iterable[Evidence]) -> str:
    """Evidence in one line: what confirms or contradicts, and what both sides state that cannot be compared.

    >>> words([Evidence("country", "confirms", ("NL",), ("Netherlands",)), Evidence("kind", "says nothing")])
    'country confirms (NL; listed: Netherlands)'
    """
    return "; ".join(
        f"{one.of} {one.says} ({_shown(one.party)}; listed: {_shown(one.entry)})"
        for one in found
        if one.says != "says nothing" or (one.party and one.entry)
    )


def _shown(values: tuple[str, ...]) -> str:
    return ", ".join(values[:6]) + (f" and {len(values) - 6} more" if len(values) > 6 else "")


# -- dates of birth ---------------------------------------------------------------------------------------------------

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTH = rf"(?P<month{{0}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_STATED = re.compile(
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?(?!\d))"
    r"|(?P<one>\d{1,2})[./-](?P<other>\d{1,2})[./-](?P<year1>\d{4})"
    rf"|(?P<day>\d{{1,2}})[ -]{_MONTH.format(1)},?[ -](?P<year2>\d{{4}})"
    rf"|{_MONTH.format(2)}(?: (?P<day2>\d{{1,2}}),)? (?P<year3>\d{{4}})"
    r"|(?P<year4>\d{4})",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"circa|approx|about|around|\bca?\.|~", re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"circa|approx(?:imately|\.)?|about|around|between|and|from|to|until|\bca?\.|\bin\b|[\s~.,;()–-]", re.IGNORECASE
)


class Span(NamedTuple):
    """Days between which somebody was born, both included."""

    first: date
    last: date


def births(party: Iterable[str], entry: Iterable[str]) -> Says:
    """What two sides' dates of birth say.

    >>> births(["1970-05-03"], ["1970"]), births(["1970-05-03"], ["1970-05-04"]), births(["1959"], ["circa 1956"])
    ('confirms', 'contradicts', 'contradicts')
    >>> births(["1982"], ["1981 to 1983"]), births(["03.05.1970"], ["5/3/1970"]), births(["1970"], ["in his youth"])
    ('confirms', 'confirms', 'says nothing')
    """
    mine, theirs = [tuple(spans(text)) for text in party], [tuple(spans(text)) for text in entry]
    if any(_may_agree(one, other) for one in chain(*mine) for other in chain(*theirs)):
        return "confirms"
    return "contradicts" if mine and theirs and all(mine) and all(theirs) else "says nothing"


def _may_agree(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def spans(text: str) -> Iterator[Span]:
    """The days that a date of birth may mean; several if day and month can be taken for each other, none if unreadable.

    >>> [(str(one.first), str(one.last)) for one in spans("Mar 1962 to Feb 1963")]
    [('1962-03-01', '1963-02-28')]
    >>> len(list(spans("03/04/1970"))), list(spans("24/06/1402 (Hijri Calendar)"))
    (2, [])
    """
    found = list(_STATED.finditer(text[:100]))
    if not 1 <= len(found) <= 2 or _LEFT_OVER.sub("", _STATED.sub("", text)):
        return
    about = _ABOUT.search(text) is not None
    for one in _read(found[0]):
        for last in _read(found[1]) if len(found) == 2 else (one,):
            if one.first <= last.last:
                yield _widened(Span(one.first, last.last)) if about else Span(one.first, last.last)


def _read(found: re.Match[str]) -> Iterator[Span]:
    """What one date can mean."""
    if found["iso"]:
        year, month, *day = map(int, found["iso"].split("-"))
        yield from _span(year, month, day[0] if day else 0)
    elif found["year1"]:
        one, other, year = int(found["one"]), int(found["other"]), int(found["year1"])
        yield from _span(year, other, one)
        if one != other:
            yield from _span(year, one, other)
    else:
        month = _MONTHS.get((found["month1"] or found["month2"] or "").lower(), 0)
        year = int(found["year2"] or found["year3"] or found["year4"])
        yield from _span(year, month, int(found["day"] or found["day2"] or 0))


def _span(year: int, month: int, day: int) -> Iterator[Span]:
    """A day, a month (day 0) or a year (month 0); nothing if there is no such day."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return
    if day and month:
        yield Span(first, first)
    elif month:
        yield Span(first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))
    elif not day:
        yield Span(first, date(year, 12, 31))


def _widened(span: Span) -> Span:
    return Span(date(span.first.year - CIRCA, 1, 1), date(span.last.year + CIRCA, 12, 31))


# -- countries --------------------------------------------------------------------------------------------------------


def _countries(party: Party, entry: Entry, atlas: Atlas) -> Evidence:
    mine = (party.address.country,) if party.address.country else ()
    places = (place.country for place in entry.addresses if place.country)
    theirs = tuple(dict.fromkeys((*entry.countries, *places)))
    return Evidence("country", _countries_say(mine, theirs, atlas), mine, theirs)


def _countries_say(party: tuple[str, ...], entry: tuple[str, ...], atlas: Atlas) -> Says:
    if not party or not entry:
        return "says nothing"
    mine, theirs = _named(party, atlas), _named(entry, atlas)
    if mine.known & theirs.known:
        return "confirms"
    may_meet = (mine.known | mine.possible) & (theirs.known | theirs.possible)
    return "says nothing" if may_meet or mine.open or theirs.open else "contradicts"


def _named(texts: tuple[str, ...], atlas: Atlas) -> Members:
    each = [atlas.countries_of(atlas.resolve(Address(country=text)).members) for text in texts]
    known = frozenset().union(*(one.known for one in each))
    possible = frozenset().union(*(one.possible for one in each))
    return Members(known, possible - known, any(one.open for one in each))


# -- kinds and numbers ------------------------------------------------------------------------------------------------


def _kinds(kind: str, entry: Entry) -> Evidence:
    mine = (kind,) if kind and kind != "unknown" else ()
    theirs = (entry.kind,) if entry.kind != "unknown" else ()
    if not mine or not theirs:
        return Evidence("kind", "says nothing", mine, theirs)
    return Evidence("kind", "confirms" if mine == theirs else "contradicts", mine, theirs)


def _numbers(party: Party, entry: Entry) -> Evidence:
    says: Says = "says nothing"
    theirs = {key for number in entry.identifiers if (key := number_key(number)) is not None}
    if any(number_key(number) in theirs for number in party.identifiers):
        says = "confirms"
    elif any(_differs(mine, listed, party) for mine in party.identifiers for listed in entry.identifiers):
        says = "contradicts"
    return Evidence("number", says, _written(party.identifiers), _written(entry.identifiers))


def _differs(mine: Identifier, listed: Identifier, party: Party) -> bool:
    """Whether two numbers cannot be those of one party: of one kind and country, of which a party has only one."""
    if mine.kind != listed.kind or number_key(mine) is None or number_key(listed) is None:
        return False
    if mine.kind in _ONE_EACH:
        return True
    issued = mine.country or party.address.country
    return mine.kind in _ONE_A_COUNTRY and issued is not None and issued == listed.country


def _written(numbers: tuple[Identifier, ...]) -> tuple[str, ...]:
    return tuple(f"{one.kind} {one.value}" + (f" ({one.country})" if one.country else "") for one in numbers)
