"""Looking into our register: what it holds of a party, who owns it, and how far that reaches a listed party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from moratorium.decision.owners import COMMON, LINKED, OWNED, Owners
from moratorium.decision.reference import Reference
from moratorium.decision.screening import Screening, thresholds_of
from moratorium.desk import rulebooks
from moratorium.desk.home import Home
from moratorium.desk.references import References
from moratorium.errors import MissingError
from moratorium.measures import Rulebook
from moratorium.ownership import Holding
from moratorium.store import Connection
from moratorium.terms.document import nearest
from moratorium.terms.members import Members
from moratorium.terms.party import Party

OWNER_COLUMNS = ("layer", "owner", "name", "of", "share", "since", "until", "counts", "lists", "source")
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Owned:
    """Who owns a party, on a day.

    Attributes:
        party: The party.
        lists: Lists whose parties together own half or more of it.
        rows: Cells of ``OWNER_COLUMNS``: direct owners first, then theirs.
        words: What it comes to.
    """

    party: Party
    lists: Members
    rows: tuple[tuple[object, ...], ...]
    words: tuple[str, ...]

    @property
    def document(self) -> tuple[tuple[object, ...], ...]:
        """The party itself as layer 0, with what it comes to in a cell of its own, then its owners."""
        name = next(iter(self.party.names), "")
        head = (0, self.party.id, name, "", "", "", "", "", members_words(self.lists), "", "; ".join(self.words))
        return (head, *((*row, "") for row in self.rows))


def show(home: Home, id: str, day: date | None = None) -> tuple[tuple[str, str], ...]:
    """What the register holds of a party, and what it shows of its owners, as names and values.

    Args:
        home: The state.
        id: Our id of the party.
        day: For shares and seats; None for today.

    Raises:
        MissingError: there is no register, or no such party in it.
    """
    owners, party = _opened(home, id, day or home.today())
    stated = [
        ("id", id),
        *(("name", name) for name in party.names),
        *((part, text) for part in ("country", "region", "city", "postcode") if (text := getattr(party.address, part))),
        *([("address", party.address.text)] if party.address.text else []),
        *((one.kind, one.value) for one in party.identifiers),
        *(("birth date", text) for text in party.birth_dates),
        *(("phone", text) for text in party.phones),
        *((name, str(value)) for name, value in party.facts.items()),
        *((one.kind, _relation(one.who, one.share, one.since, one.until)) for one in party.relations),
    ]
    found = (("found", line) for line in told(owners, party, day or home.today()))
    return (*stated, *found)


def _relation(who: str, share: object, since: date | None, until: date | None) -> str:
    parts = [
        f"{share} %" if share is not None else "",
        f"since {since}" if since else "",
        f"until {until}" if until else "",
    ]
    words = ", ".join(part for part in parts if part)
    return f"{who} ({words})" if words else who


def owners(home: Home, id: str, day: date | None = None) -> Owned:
    """Everybody above a party, with shares, dates and the lists they are on; and what it comes to.

    Raises:
        MissingError: there is no register, or no such party in it.
    """
    on = day or home.today()
    known, party = _opened(home, id, on)
    rows = tuple(_rows(known, id, on))
    return Owned(party, known.lists(party, OWNED, on), rows, tuple(told(known, party, on)))


def _rows(known: Owners, id: str, day: date) -> Iterator[tuple[object, ...]]:
    """Owners layer by layer; shares of other days are shown, and lead no further up."""
    register = known.register
    seen, layer, number, count = {id}, [id], 1, 0
    while layer:
        above: list[str] = []
        for owned in layer:
            for one in register.owners.get(owned, ()):
                counts = one.is_valid(day)
                if count == MOST_ROWS:
                    return
                count += 1
                yield _row(known, number, one, counts)
                if counts and one.owner not in seen:
                    seen.add(one.owner)
                    above.append(one.owner)
        layer, number = above, number + 1


def _row(known: Owners, layer: int, one: Holding, counts: bool) -> tuple[object, ...]:
    party = known.register.party(one.owner)
    name = next(iter(party.names), "")
    share = f"{one.share:f}" if one.share is not None else "not known"
    lists = members_words(known.listed(one.owner))
    dates = (one.since, one.until)
    return (layer, party.id or "", name, one.owned, share, *dates, "yes" if counts else "no", lists, one.source)


def members_words(found: Members) -> str:
    """Lists that somebody is on, or may be on, in words."""
    perhaps = [f"perhaps {one}" for one in sorted(found.possible)]
    unknown = ["cannot be compared"] if found.open else []
    return ", ".join([*sorted(found.known), *perhaps, *unknown])


def told(known: Owners, party: Party, day: date) -> Iterator[str]:
    """What owners and links come to, in words. That nothing was found is told as that, and never as more."""
    found = list(known.ties(party, party.subject or "", frozenset((OWNED, LINKED, COMMON)), day))
    names_owners = bool(known.register.owners.get(known.register.id_of(party)))
    nothing = {
        OWNED: f"no owners on the lists at hand hold half or more of it on {day}, as far as the register names them"
        if names_owners
        else "the register names no owner of it",
        LINKED: f"the register shows nothing in common with a party on the lists at hand on {day}",
    }
    for attribute in (OWNED, LINKED, COMMON):
        of = [tie.words for tie in found if tie.fact == attribute]
        yield from of or ([nothing[attribute]] if attribute in nothing else [])


def _opened(home: Home, id: str, day: date) -> tuple[Owners, Party]:
    with home.store.read() as connection:
        rulebook = _rulebook(connection)
        reference = References(home).on(connection, day, rulebook)
    party = _party(reference, id)
    return Owners(reference, Screening(reference, thresholds_of(rulebook))), party


def _rulebook(connection: Connection) -> Rulebook:
    """The adopted rulebook, for its thresholds; without one those of the program."""
    try:
        return rulebooks.adopted(connection)
    except MissingError:
        return rulebooks.read({})


def _party(reference: Reference, id: str) -> Party:
    if not reference.parties:
        raise MissingError("there is no register of parties", help="hand one in: moratorium parties import FILE")
    party = reference.parties.get(id)
    if party is None:
        raise MissingError(f"no party `{id}` in the register", help=nearest(id, reference.parties) or "")
    return party
