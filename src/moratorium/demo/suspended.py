"""Trade with Russia, Ukraine and Belarus, which the suspension of 2022-04-26 meets in all its states.

The story. Until February 2022 the Dutch company sells to all three, civil goods to civil users. From 2022-02-26 a
seller in the EU may not sell aircraft and their parts to Russia, so the Dutch company takes no Russian order after
2022-02-10 and ships none after 2022-02-22; the Chinese parent takes over, with goods that are not subject to US
rules. Ukraine is served from the Netherlands all along. On 2022-04-26 everything not yet delivered is stopped, and
what is ordered afterwards is refused. Some Russian orders of the Dutch company had never been shipped.

Sources of what was barred (see FACTS section 2; not legal advice): Regulation (EU) 833/2014, Art. 3c; 15 CFR 746.8 for
goods of the US control list to Russia from 2022-02-24 and Belarus from 2022-03-02; 15 CFR 746.6 for Crimea from 2015.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from moratorium.demo.catalogue import PRODUCTS
from moratorium.demo.chance import Chance, day_between
from moratorium.demo.network import Network, Partner, known
from moratorium.demo.orders import FIRST, LAST, SUSPENSION, Draft, Item
from moratorium.demo.places import Place
from moratorium.demo.trade import order, relabelled
from moratorium.demo.truth import Truth, asked, caught, forbidden

_CIVIL = frozenset({"BAT-M4", "BAT-P3", "CAM-T2L", "CAM-V1", "CHG-M4", "HRN-A10", "KST-P3", "KST-S1", "OSP-M4", "RC-2",
                    "SPR-ANT", "SPR-ARM", "SPR-PRP", "SPR-RTK", "SPR-TX", "STN-RTK", "SVC-REP", "FW-UPD"})  # fmt: skip
_LAST_DUTCH = date(2022, 2, 10)
_OPEN_WAR, _EVE = date(2022, 3, 1), SUSPENSION - timedelta(days=1)

WRITTEN = {
    "RU": ("RU", "RU", "Russia", "Russian Federation", "Rusland", "Россия"),
    "UA": ("UA", "UA", "Ukraine", "Oekraïne", "Україна"),
}
"""How orders write the two countries."""

_OPEN = caught("undelivered when the suspension came into force", "open on 2022-04-26")
_AFTER = {code: forbidden(f"{code} after 2022-04-26", "ordered after 2022-04-26") for code in WRITTEN}
_RETURN = asked("goods come back from a suspended territory", "take-back after 2022-04-26")
_CRIMEA = (
    Place("UA", "Simferopol", "295000", "Russia"),
    Place("UA", "Sevastopol", "299011", "Russia"),
    Place("UA", "Sevastopol", "99011", "Ukraine"),
)
CRIMEAN = tuple(
    known(f"C-90{n}", f"{word} Survey (example)", place)
    for n, word, place in zip((11, 12, 13), ("Tavrolan", "Tavromir", "Tavrindo"), _CRIMEA, strict=True)
)
"""Buyers in Crimea and Sevastopol; two of their addresses are stated as Russian."""


def suspended(network: Network, chance: Chance) -> Iterator[Draft]:
    """All orders from Russia, Ukraine and Belarus."""
    yield from _before(network, chance)
    yield from _between(network, chance)
    yield from _undelivered(network, chance)
    yield from _afterwards(network, chance)
    yield from _crimea(chance)
    yield from _under_us_rules(network, chance)


def _civil(
    buyer: Partner, placed: date, network: Network, chance: Chance, activity: str = "", seller: str = "KR-NL"
) -> Draft:
    """A regular order, drawn again until it holds nothing that needs a licence or follows US rules."""
    while True:
        drawn = order(buyer, placed, network, chance, activity, seller)
        if all(item.product.id in _CIVIL for item in drawn.items):
            return drawn


def _before(network: Network, chance: Chance) -> Iterator[Draft]:
    """Honest trade until February 2022, delivered in time."""
    for code, orders in (("RU", 480), ("UA", 330), ("BY", 60)):
        for _ in range(orders):
            placed = day_between(chance, FIRST, _LAST_DUTCH)
            draft = _civil(chance.choice(network.by_country[code]), placed, network, chance)
            yield _shipped_by(draft, placed + timedelta(days=12))


def _between(network: Network, chance: Chance) -> Iterator[Draft]:
    """Honest trade of March and early April 2022, delivered before the suspension."""
    for code, orders in (("RU", 24), ("UA", 24)):
        for _ in range(orders):
            placed = day_between(chance, _OPEN_WAR, date(2022, 4, 5))
            draft = _civil(chance.choice(network.by_country[code]), placed, network, chance, "", _seller(code))
            yield _shipped_by(draft, placed + timedelta(days=10))


def _undelivered(network: Network, chance: Chance) -> Iterator[Draft]:
    """Placed before the suspension, undelivered on its first day: in the warehouse, or a few on the way."""
    for code, orders, first, last, seller in (
        ("RU", 26, _OPEN_WAR, _EVE, "KR-CN"),
        ("UA", 34, _OPEN_WAR, _EVE, "KR-NL"),
        ("RU", 10, date(2022, 1, 20), _LAST_DUTCH, "KR-NL"),
    ):
        for number in range(orders):
            placed = day_between(chance, first, last)
            activity = chance.choice(("sale", "sale", "spares"))
            draft = _civil(chance.choice(network.by_country[code]), placed, network, chance, activity, seller)
            on_the_way = seller == "KR-CN" and number < 4 and placed < date(2022, 4, 18)
            ship = date(2022, 4, 22) if on_the_way else SUSPENSION + timedelta(days=chance.randrange(20))
            yield _stopped(draft, ship, _OPEN)


def _afterwards(network: Network, chance: Chance) -> Iterator[Draft]:
    """Ordered on or after the first day of the suspension; more in the first weeks than later."""
    for code, orders in (("RU", 120), ("UA", 90)):
        for _ in range(orders):
            span = chance.choice((30, 90, (LAST - SUSPENSION).days - 14))
            placed = SUSPENSION + timedelta(days=chance.randrange(span))
            activity = chance.choice(("sale", "sale", "sale", "spares", "spares", "repair", "activation", "take_back"))
            buyer = _writing(chance.choice(network.by_country[code]), chance)
            draft = _civil(buyer, placed, network, chance, activity, _seller(code))
            truth = _RETURN if activity == "take_back" else _AFTER[code]
            yield _stopped(draft, placed + timedelta(days=chance.randrange(3, 14)), truth)


def _crimea(chance: Chance) -> Iterator[Draft]:
    """US-controlled goods to Crimea before the suspension, and civil ones after it."""
    barred = forbidden("Crimea, item subject to the EAR (15 CFR 746.6)", "Crimea")
    after = forbidden("Crimea after 2022-04-26", "Crimea")
    for buyer in CRIMEAN:
        for _ in range(2):
            placed = day_between(chance, date(2021, 3, 1), date(2022, 2, 10))
            yield _bare(buyer, placed, "KST-P3T", "KR-NL", barred)
            yield _bare(buyer, day_between(chance, SUSPENSION, date(2022, 11, 30)), "KST-P3", "KR-NL", after)


def _under_us_rules(network: Network, chance: Chance) -> Iterator[Draft]:
    """US-controlled goods, ordered by Russian and Belarusian firms after the rule and before the suspension."""
    for code, since in (("RU", "2022-02-24"), ("BY", "2022-03-02")):
        truth = forbidden(f"{code} after {since}, item subject to the EAR (15 CFR 746.8)", "US-controlled item")
        for _ in range(4):
            buyer = chance.choice(network.users(code))
            yield _bare(buyer, day_between(chance, date(2022, 3, 5), date(2022, 4, 18)), "CAM-T2", "KR-CN", truth)


def _seller(code: str) -> str:
    """From March 2022 on the parent serves Russia."""
    return "KR-CN" if code == "RU" else "KR-NL"


def _writing(buyer: Partner, chance: Chance) -> Partner:
    place = msgspec.structs.replace(buyer.place, written=chance.choice(WRITTEN[buyer.place.code]))
    return msgspec.structs.replace(buyer, place=place)


def _shipped_by(draft: Draft, latest: date) -> Draft:
    return msgspec.structs.replace(draft, ship=min(draft.ship, latest))


def _stopped(draft: Draft, ship: date, truth: Truth) -> Draft:
    return relabelled(msgspec.structs.replace(draft, ship=ship, stopped=True), truth)


def _bare(buyer: Partner, placed: date, product: str, seller: str, truth: Truth) -> Draft:
    """A well documented sale of one product that ought not to be."""
    return Draft(
        activity="sale",
        placed=placed,
        ship=placed + timedelta(days=8),
        seller=seller,
        buyer=buyer,
        items=(Item(PRODUCTS[product], 2, "", truth),),
        end_use="inspection",
        end_user=buyer,
        ship_to=buyer.place,
        documented=True,
        stopped=placed >= SUSPENSION,
    )
