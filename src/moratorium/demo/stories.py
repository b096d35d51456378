"""The planted stories: patterns that an officer knows and that an order system does not see by itself.

Each story names its parties, its orders and what ought to become of them. The first is shaped like a case of 2022: a
Kazakh dealer, founded in the month of the suspension, whose owner also owns a Moscow seller, buys hundreds of drones
from the Dutch company. No party here exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from moratorium.demo.catalogue import PRODUCTS, UNCATALOGUED, Product
from moratorium.demo.chance import Chance, day_between
from moratorium.demo.network import Network, Partner, known
from moratorium.demo.orders import FIRST, LAST, SUSPENSION, Draft, Item
from moratorium.demo.organisation import seller_for
from moratorium.demo.own_list import LISTED
from moratorium.demo.places import CITIES, Place
from moratorium.demo.truth import HONEST, Label, Truth, asked, forbidden

_ALMATY, _ASTANA = CITIES["KZ"]
_MOSCOW, _BISHKEK, _HAMBURG = CITIES["RU"][0], CITIES["KG"][0], CITIES["DE"][0]
_LATE = date(2022, 12, 15)
_OWNER = "Ilmar Jorvandor (example)"

KAZAKH_DEALER = msgspec.structs.replace(
    known("C-9001", "Jorvandor Aral Sky Trade (example)", _ALMATY, type="dealer", founded=date(2022, 4, 5)),
    common_owner=None,
    checked=None,
    website="none",
    terms=None,
    owner=_OWNER,
    share="100",
)
"""Founded in the month of the suspension; its owner also owns the Moscow seller, as the register shows."""

MOSCOW_SELLER = msgspec.structs.replace(
    known("C-9002", "Jorvandor Moscow Sky (example)", _MOSCOW, type="dealer", founded=date(2014, 9, 1)),
    owner=_OWNER,
)
"""Bought every month until February 2022, then never again."""

KYRGYZ_TRADER = known(
    "C-9003", "Kelmoris Impulse Trade (example)", _BISHKEK, type="trading_company", segment="agriculture"
)
RUSSIAN_BUILDER = msgspec.structs.replace(
    known("C-9004", "Novolith Construction (example)", CITIES["RU"][2]), industry="construction"
)
HAMBURG_RESELLER = known("C-9005", "Hafenlurm Drone Supply (example)", _HAMBURG, type="dealer", segment="consumer")
ASTANA_FARM = known("C-9006", "Steppendo Farms (example)", _ASTANA, segment="agriculture")
SOLDIERS = tuple(
    msgspec.structs.replace(known(id, name, CITIES[code][0], type="government"), military=True, industry="defence")
    for id, name, code in (
        ("C-9021", "Third Sample Brigade (example)", "PL"),
        ("C-9022", "Gulf Sample Guard (example)", "AE"),
        ("C-9023", "Sample Range Command (example)", "GB"),
    )
)
NOWHERE = tuple(
    Partner(id, name, "user", "enterprise", Place("", "", "", written))
    for id, name, written in (
        ("C-9031", "Nullabar Survey (example)", "Unspecified"),
        ("C-9032", "Nullorca Mapping (example)", ""),
        ("C-9033", "Nullimar Inspection (example)", "Unspecified"),
    )
)
_LISTED_BUYERS = tuple(
    known(f"C-904{n}", entry.name, CITIES[entry.country][0], segment="enterprise") for n, entry in enumerate(LISTED)
)

PARTIES = (
    KAZAKH_DEALER, MOSCOW_SELLER, KYRGYZ_TRADER, RUSSIAN_BUILDER, HAMBURG_RESELLER, ASTANA_FARM, *SOLDIERS, *NOWHERE,
    *_LISTED_BUYERS,
)  # fmt: skip
"""Parties that trade only in these stories."""


def stories(network: Network, chance: Chance) -> Iterator[Draft]:
    """All planted orders of these stories."""
    yield from _kazakh_dealer(chance)
    yield from _behind_a_trader()
    yield from _shipped_on_to_russia(chance)
    yield from _through_russia(chance)
    yield from _military_use(chance)
    yield from _on_the_own_list(chance)
    yield from _country_unspecified(chance)
    yield from _not_in_the_catalogue(network, chance)


def _kazakh_dealer(chance: Chance) -> Iterator[Draft]:
    """The Moscow seller's monthly orders end; the Kazakh dealer's weekly ones begin."""
    for month in range(14):
        placed = date(2021 + month // 12, month % 12 + 1, 4)
        yield _sale(MOSCOW_SELLER, placed, [("KST-P3", 4), ("BAT-P3", 8)], HONEST, end_use="film")
    truth = asked("new Kazakh dealer whose owner also owns a Moscow seller", "Kazakh dealer")
    first = date(2022, 5, 9)
    for week in range(32):
        goods = [("KST-P3", chance.randrange(8, 25)), ("KST-S1", chance.randrange(4, 15))]
        goods += [("BAT-P3", chance.randrange(20, 60))] if week % 2 else []
        draft = _sale(KAZAKH_DEALER, first + timedelta(weeks=week), goods, truth, end_use="resale")
        yield msgspec.structs.replace(draft, documented=False)


def _behind_a_trader() -> Iterator[Draft]:
    """Fourteen sprayers for a Kyrgyz trader; the end user is a construction firm in Russia."""
    truth = forbidden("end user in RU after 2022-04-26, behind a Kyrgyz trader", "sprayers through Kyrgyzstan")
    for placed, units in ((date(2022, 10, 3), 6), (date(2022, 11, 14), 8)):
        draft = _sale(KYRGYZ_TRADER, placed, [("HRN-A30", units)], truth, end_use="agriculture")
        yield msgspec.structs.replace(draft, end_user=RUSSIAN_BUILDER)


def _shipped_on_to_russia(chance: Chance) -> Iterator[Draft]:
    """A German buyer has goods sent to Moscow, with the country written in Dutch or Russian."""
    truth = forbidden("ship-to in RU after 2022-04-26, buyer in DE", "ship-to in Russia")
    for number in range(8):
        placed = day_between(chance, SUSPENSION, _LATE)
        to = msgspec.structs.replace(_MOSCOW, written=("Rusland", "Россия")[number % 2])
        draft = _sale(HAMBURG_RESELLER, placed, [("KST-P3", 3)], truth, end_use="film")
        yield msgspec.structs.replace(draft, ship_to=to)


def _through_russia(chance: Chance) -> Iterator[Draft]:
    """A Kazakh farm's goods go by road through Russia: nothing against it in 2021, barred after the suspension."""
    barred = forbidden("transit through RU after 2022-04-26", "transit through Russia")
    honest = msgspec.structs.replace(HONEST, story="transit through Russia")
    for first, last, truth in ((FIRST, date(2021, 12, 20), honest), (SUSPENSION, _LATE, barred)):
        for _ in range(9):
            goods = [("HRN-A10", 1), ("BAT-M4", 4)]
            draft = _sale(ASTANA_FARM, day_between(chance, first, last), goods, truth, end_use="agriculture")
            yield msgspec.structs.replace(draft, transit="RU")


def _military_use(chance: Chance) -> Iterator[Draft]:
    """Military end uses, declared after the maker's end-use policy of 2022-04-21."""
    truth = forbidden("military end use after 2022-04-21", "military end use")
    for use in ("military", "combat", "weapon_carriage"):
        for buyer in SOLDIERS:
            placed = day_between(chance, date(2022, 4, 21), _LATE)
            yield _sale(buyer, placed, [("OSP-M4", 2), ("BAT-M4", 4)], truth, end_use=use)


def _on_the_own_list(chance: Chance) -> Iterator[Draft]:
    """Buyers whose names equal entries of the maker's own list."""
    truth = asked("name equals an entry of the company's own list", "own list")
    for buyer in _LISTED_BUYERS:
        for _ in range(3):
            yield _sale(buyer, day_between(chance, FIRST, _LATE), [("KST-P3", 1)], truth, end_use="mapping")


def _country_unspecified(chance: Chance) -> Iterator[Draft]:
    """Buyers without a country that anybody could resolve."""
    truth = asked("country is not stated", "unspecified country")
    for buyer in NOWHERE:
        for _ in range(10):
            goods = [("KST-S1", 1), ("BAT-P3", 2)]
            draft = _sale(buyer, day_between(chance, FIRST, _LATE), goods, truth, end_use="film")
            yield msgspec.structs.replace(draft, documented=False)


def _not_in_the_catalogue(network: Network, chance: Chance) -> Iterator[Draft]:
    """A product that the catalogue does not hold, sold where its classification matters."""
    truth = asked("product is not in the catalogue", "unknown product")
    for code in ("GB", "TR", "CH", "ZA"):
        for _ in range(8):
            buyer = chance.choice(network.users(code))
            placed = day_between(chance, date(2021, 10, 1), LAST - timedelta(days=20))
            yield _sale(buyer, placed, [(UNCATALOGUED.id, 1)], truth, end_use="inspection")


def _sale(buyer: Partner, placed: date, goods: list[tuple[str, int]], truth: Truth, end_use: str) -> Draft:
    """A sale by the company of the region, documented as watched lanes ask, and not delivered if it was forbidden."""
    ship = placed + timedelta(days=7)
    return Draft(
        activity="sale",
        placed=placed,
        ship=ship,
        seller=seller_for(buyer.place.code).id,
        buyer=buyer,
        items=tuple(Item(_product(id), quantity, "", truth) for id, quantity in goods),
        end_use=end_use,
        end_user=buyer,
        ship_to=buyer.place,
        documented=True,
        channel="dealer" if buyer.type == "dealer" else "key_account",
        stopped=truth.label is Label.FORBIDDEN,
    )


def _product(id: str) -> Product:
    return UNCATALOGUED if id == UNCATALOGUED.id else PRODUCTS[id]
