"""Two years of trade, a day at a time: what is ordered is decided on its day, and again before it is shipped.

At the shipment gate an order is asked about as the maker's system would have it afterwards: closed, or shipped and
still under way. If nothing stops it, that is its state; else it stays open and is asked about again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import msgspec

from moratorium.decision.decider import Decider
from moratorium.decision.questions import Questionnaire
from moratorium.demo.office import Office
from moratorium.desk.checking import Recorded, Tally, decide_batch
from moratorium.report.figures import Figures, line_effects
from moratorium.terms.order import Order


class Trade:
    """The orders, the day on which each is placed and shipped, and the latest decision of each.

    Args:
        orders: As exported at the end of the two years.
        decider: Under which the first of them are decided.
    """

    def __init__(self, orders: Iterable[Order], decider: Decider) -> None:
        self.decider = decider
        self.figures = Figures(decider)
        self.latest: dict[str, Recorded] = {}
        self._placed: dict[date, list[Order]] = defaultdict(list)
        self._shipped: dict[date, list[Order]] = defaultdict(list)
        for order in orders:
            placed, shipped = _days(order)
            self._placed[placed].append(order)
            self._shipped[shipped].append(order)

    def under(self, decider: Decider) -> None:
        """The rulebook or the answers have changed."""
        self.decider = decider
        self.figures.under(decider)

    def take(self, recorded: Recorded) -> None:
        """Keep a decision as the latest of its order, without its row of facts, which would fill the memory."""
        self.figures.add(recorded)
        decided = recorded.decided
        bare = decided._replace(rows=tuple(facts._replace(row={}) for facts in decided.rows))
        kept = Recorded(bare, recorded.index, recorded.before, recorded.is_new)
        self.latest[decided.order.key] = kept

    def day(self, office: Office) -> None:
        """Decide what is placed and what is to be shipped on the office's day; one transaction, or two."""
        today = office.clock.day
        if today.day == 1:
            self.under(office.current(self.decider))
        placed = [_in_state(order, "open") for order in self._placed[today]]
        due = [_in_state(order, _after_shipping(order)) for order in self._shipped[today]]
        self._decide(office, [*placed, *due])
        refused = [order for order in due if self.latest[order.key].decided.decision.effect != "allow"]
        self._decide(office, [_in_state(order, "open") for order in refused])

    def _decide(self, office: Office, orders: list[Order]) -> None:
        if orders:
            for recorded in decide_batch(office.ann, [(order, office.clock.day) for order in orders], self.decider):
                self.take(recorded)

    def tally(self) -> Tally:
        """The latest decisions, counted."""
        tally = Tally(questions=Questionnaire(self.decider.matches))
        for key in sorted(self.latest):
            tally.add(self.latest[key])
        return tally

    def effects(self) -> dict[tuple[str, str], dict[str, str]]:
        """Effect of each line by order id and activity."""
        return {(one.decided.order.id, one.decided.order.activity): line_effects(one) for one in self.latest.values()}


def _days(order: Order) -> tuple[date, date]:
    """When it is placed, and when it is to be shipped: a later day, as one day's orders are decided together."""
    placed = order.placed_on or date.min
    shipped = date.fromisoformat(str(order.facts.get("ship_on") or placed))
    return placed, max(shipped, placed + timedelta(days=1))


def _after_shipping(order: Order) -> str:
    return "closed" if order.status == "closed" else "shipped"


def _in_state(order: Order, status: str) -> Order:
    return order if order.status == status else msgspec.structs.replace(order, status=status)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last.

    >>> len(list(days(date(2022, 1, 1), date(2022, 12, 31))))
    365
    """
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


class Quarter:
    """Tells once a quarter how far the story is.

    Args:
        tell: Where the line goes.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def ended(self, trade: Trade, day: date) -> None:
        """Tell it, if a quarter ends on this day."""
        if (day + timedelta(days=1)).day != 1 or day.month % 3:
            return
        counted = Counter(one.decided.decision.effect for one in trade.latest.values())
        words = f"{len(trade.latest):>7,} orders decided so far; denied {counted['deny']:,}, held {counted['hold']:,}"
        self._tell(f"{day.year} Q{day.month // 3}  {words}")
