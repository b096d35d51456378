"""Who holds how much of whom, since when and until when; and everybody above a party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec


class Holding(msgspec.Struct, frozen=True, gc=False):
    """One owner's share in one company. Parties are named by any ids, the same id meaning the same party.

    Attributes:
        owner: Who holds it.
        owned: The company.
        share: In per cent, 0 to 100; None if not known.
        since: First day; None if not known or from the beginning.
        until: First day on which it no longer holds; None if it lasts.
        source: Where it was read.
    """

    owner: str
    owned: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""

    def is_valid(self, day: date | None) -> bool:
        """Whether it counts on a day."""
        return holds_on(self.since, self.until, day)


def holds_on(since: date | None, until: date | None, day: date | None) -> bool:
    """Whether a window holds on a day; without a day every window counts, past and future ones too.

    >>> holds_on(date(2022, 4, 1), None, date(2022, 4, 26)), holds_on(None, date(2022, 4, 26), date(2022, 4, 26))
    (True, False)
    """
    if day is None:
        return True
    return (since is None or since <= day) and (until is None or day < until)


def valid(holdings: Iterable[Holding], day: date | None) -> tuple[Holding, ...]:
    """The holdings that count on a day."""
    return tuple(one for one in holdings if one.is_valid(day))


def by_owned(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    """Holdings by the company they are in, as given. A company that holds itself says nothing of its owners."""
    found: dict[str, list[Holding]] = {}
    for one in holdings:
        if one.owner != one.owned:
            found.setdefault(one.owned, []).append(one)
    return found


def above(
    party: str, owners: Mapping[str, Sequence[Holding]], day: date | None = None, most: int | None = None
) -> tuple[Holding, ...]:
    """The holdings through which a party is owned, directly and indirectly; each once, nearest first.

    Args:
        party: Whose owners are sought.
        owners: See :func:`by_owned`.
        day: Holdings that do not count on it are left out.
        most: Stop after so many or a few more; None finds all.

    >>> chain = [Holding("Z", "Y"), Holding("Y", "P"), Holding("P", "Z"), Holding("P", "Q")]
    >>> [one.owner for one in above("P", by_owned(chain))]
    ['Y', 'Z', 'P']
    """
    found: list[Holding] = []
    seen, waiting = {party}, [party]
    for owned in waiting:
        if most is not None and len(found) > most:
            break
        for one in valid(owners.get(owned, ()), day):
            found.append(one)
            if one.owner not in seen:
                seen.add(one.owner)
                waiting.append(one.owner)
    return tuple(found)
