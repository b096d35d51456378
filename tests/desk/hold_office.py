"""An office with held orders: one measure holds what goes to Belarus until somebody clears it; unknown places hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from moratorium.decision.decider import Decider
from moratorium.desk import holds, releasing, rulebooks
from moratorium.desk.checking import decide_batch
from moratorium.desk.hold_rules import keep_rules
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.references import References
from moratorium.desk.releasing import decide_orders
from moratorium.store import open_store, pages
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party
from tests.web.office import NOON, build

RULES = """
two_people_above: {EUR: 1000}
promises:
  - {hours: 4, above: {EUR: 1000}}
  - {hours: 8, kind: clearance}
"""


def sale(
    id: str = "SO-1", country: str | None = "BY", value: str | None = "100", currency: str | None = "EUR"
) -> Order:
    """A sale of one piece to a buyer in a country; each buyer is another one, and buys product P-1."""
    address = Address(country=country)
    buyer = Party(f"C-{id}", (f"Buyer of {id} (example)",), address)
    line = Line("1", "P-1", Decimal(1), None if value is None else Decimal(value))
    places: dict[str, tuple[Address, ...]] = {"ship_to": (address,)} if country else {}
    return Order(id, "sale", (line,), placed_on=NOON.date(), currency=currency, places=places,
                 parties={"buyer": (buyer,), "end_user": (buyer,)})  # fmt: skip


@dataclass
class HoldOffice:
    """A home in which ann and bo work.

    Attributes:
        path: Its folder.
        home: Acts as ann.
        references: What was read of it.
        now: What its clock says.
    """

    path: Path
    home: Home
    references: References
    now: datetime = NOON

    def acting(self, name: str) -> Home:
        """The home with somebody else at work."""
        return replace(self.home, identity=Identity.load(self.path, name))

    def decide(self, *orders: Order) -> dict[str, str]:
        """Decide orders; returns the effect of each."""
        day = self.home.today()
        with self.home.store.read() as connection:
            rulebook = rulebooks.adopted(connection)
            decider = Decider(rulebook, self.references.on(connection, day, rulebook))
        found = decide_batch(self.home, [(order, day) for order in orders], decider)
        return {one.decided.order.key: one.decided.decision.effect for one in found}

    def again(self) -> None:
        """Decide every order again, as the job after an answer does."""
        decide_orders(self.home, self.effects(), "again", self.references)

    def effects(self) -> dict[str, str]:
        """Effect of every order, by key."""
        with self.home.store.read() as connection:
            return {row.key: row.effect for row in pages.orders(connection, pages.Wanted(), "", 1000)}

    def name_of(self, order: str = "SO-1/sale") -> str:
        """Name of the only question that an order waits for."""
        (wait,) = holds.hold(self.home, order).held.waits
        return wait.question

    def clear(self, order: str = "SO-1/sale", by: str = "ann") -> releasing.Done:
        """Clear an order."""
        return releasing.clear(self.acting(by), order, self.name_of(order), "visited", references=self.references)


@contextmanager
def hold_office(folder: Path, database: Path | str, rules: str = RULES) -> Iterator[HoldOffice]:
    """The office, with rules for holds."""
    build(folder, database)
    with open_store(database) as store:
        home = Home(folder, store, Identity.load(folder, "ann"), lambda: office.now)
        office = HoldOffice(folder, home, References(home))
        if rules:
            keep_rules(home, rules)
        yield office
