"""A desk with our own list, a register and orders, whose clock a test sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from moratorium.decision.decider import Decider
from moratorium.desk import lists, whoami
from moratorium.desk.answering import Given, Taken, answer
from moratorium.desk.checking import Tally, check
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.references import References, keep_part
from moratorium.desk.rescreening import Rescreen, rescreen
from moratorium.desk.settling import About
from moratorium.measures import Rulebook
from moratorium.screening.disposition import Hit
from moratorium.store import fsck, open_store, read_acts
from moratorium.terms.act import Answered, OutcomeChange, Rescreened
from moratorium.terms.order import Order
from moratorium.terms.party import Address, Party
from tests.worlds import measure_text, order, rulebook

DAY = date(2022, 5, 2)
LISTED = measure_text("own-listed", "{activities: all, listed: {lists: [OWN], roles: any}}")
BOOK = rulebook(LISTED)


class Clock:
    """Tells nine o'clock of the day that a test has set."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)


def named(id: str, name: str, key: str = "C-1", country: str = "NL") -> Order:
    """An order of a buyer of a name."""
    buyer = Party(key, (name,), Address(country))
    return order(id=id, parties={"buyer": (buyer,), "end_user": (buyer,)}, places={"ship_to": (buyer.address,)})


@dataclass
class Desk:
    """What a compliance officer does, by name and on a day.

    Attributes:
        home: The state; Anna acts.
        folder: Where files are.
        clock: Tells the day.
    """

    home: Home
    folder: Path
    clock: Clock

    def publish(self, *rows: str, day: date | None = None) -> None:
        """Import a version of our own list, published on a day that becomes today."""
        self.clock.day = day or self.clock.day
        text = "\n".join(["id,name,aliases,kind,country,reason", *rows]) + "\n"
        path = self.folder / "own.csv"
        path.write_text(text, encoding="utf-8")
        lists.import_list(self.home, "own", self.clock.day, {"own": path})

    def register(self, *rows: str, columns: str = "id,name,country") -> None:
        """Hand in our register."""
        path = self.folder / "parties.csv"
        path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
        with self.home.store.begin() as connection:
            keep_part(self.home, connection, "parties", path)

    def decider(self, book: Rulebook = BOOK) -> Decider:
        """Rulebook and reference as they stand."""
        with self.home.store.read() as connection:
            return Decider(book, References(self.home).on(connection, self.home.today(), book))

    def check(self, *orders: Order, book: Rulebook = BOOK) -> Tally:
        """Decide orders."""
        return check(self.home, orders, self.decider(book), self.home.today())

    def hits(self, one: Order) -> tuple[Hit, ...]:
        """What is asked about the buyer of an order."""
        return self.decider().matches(one.parties["buyer"][0], one)

    def say(self, subject: str, value: str, *entries: str, compared: Iterable[str] = (), reason: str = "seen") -> Taken:
        """Answer whether a party is the listed one."""
        given = Answered(subject, "listed", value, reason)
        one: Given = About(given, entries, tuple(compared), "questions.csv:2") if entries else given
        return answer(self.home, [one])

    def rescreen(self, book: Rulebook = BOOK, cause: str = "test") -> Rescreen:
        """Compare all parties anew."""
        return rescreen(self.home, cause, rulebook=book)

    def changes(self) -> list[OutcomeChange]:
        """Every change in the log, in order."""
        with self.home.store.read() as connection:
            payloads = [one.act.payload for one in read_acts(connection, ["rescreened"])]
        return [change for one in payloads if isinstance(one, Rescreened) for change in one.changes]

    def is_sound(self) -> bool:
        """Whether folding all acts again gives what is stored."""
        return fsck(self.home.store) == ()


def opened(folder: Path) -> Desk:
    """A desk at which Anna works; made on first use."""
    place = folder / "home"
    place.mkdir(exist_ok=True)
    clock = Clock()
    home = Home(place, open_store(place), clock=clock)
    if not (place / "identities" / "anna.key").exists():
        whoami.make(home, "anna")
    return Desk(replace(home, identity=Identity.load(place, "anna")), folder, clock)
