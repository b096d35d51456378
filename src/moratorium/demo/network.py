"""The invented maker's dealers and customers, and what its register knows of each.

Of parties in watched lanes the register knows everything that an officer would ask; elsewhere it has gaps, as registers
do. The parties of the planted stories stand at the end of the list and trade only in their stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from moratorium.demo.chance import Chance, Urn, day_between
from moratorium.demo.names import firm, firm_names, person
from moratorium.demo.organisation import GROUP
from moratorium.demo.places import CITIES, SHARE, SPELLINGS, WATCHED, Place

COLUMNS = (
    "id", "name", "type", "country", "city", "postcode", "industry", "incorporated_on", "ownership_researched",
    "common_owner_with_embargoed_seller", "background_checked", "website_status", "terms_acknowledged", "military",
    "owner", "owner_share",
)  # fmt: skip
"""Columns of ``parties.csv``; beyond address and owner all are party attributes of the fact vocabulary."""

INDUSTRY = {
    "consumer": "photography",
    "enterprise": "surveying",
    "agriculture": "agriculture",
    "safety": "public safety",
}
"""Line of business of a segment's customers."""

_SEGMENTS = Urn((("consumer", 20), ("enterprise", 40), ("agriculture", 25), ("safety", 15)))
_SUSPENDED = {"RU": 14, "UA": 12, "BY": 4}
_PRIVATE = frozenset({"BE", "DE", "ES", "FR", "GB", "IT", "NL", "US"})
_OLDEST, _YOUNGEST = date(1988, 1, 1), date(2018, 12, 31)


class Partner(msgspec.Struct, frozen=True):
    """A dealer or customer, and what the register knows of it; None is "nobody looked"."""

    id: str
    name: str
    type: str
    segment: str
    place: Place
    industry: str = ""
    founded: date | None = None
    researched: bool | None = None
    common_owner: bool | None = None
    checked: bool | None = None
    website: str = ""
    terms: bool | None = None
    military: bool | None = None
    owner: str = ""
    share: str = ""

    @property
    def is_watched(self) -> bool:
        """Whether it sits in a watched lane or in a suspended territory."""
        return self.place.code in WATCHED

    def row(self) -> dict[str, str]:
        """Its row of ``parties.csv``."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "country": self.place.written,
            "city": self.place.city,
            "postcode": self.place.postcode,
            "industry": self.industry,
            "incorporated_on": self.founded.isoformat() if self.founded else "",
            "ownership_researched": said(self.researched),
            "common_owner_with_embargoed_seller": said(self.common_owner),
            "background_checked": said(self.checked),
            "website_status": self.website,
            "terms_acknowledged": said(self.terms),
            "military": said(self.military),
            "owner": self.owner,
            "owner_share": self.share,
        }


def said(flag: bool | None) -> str:
    """``yes``, ``no``, or empty for not known.

    >>> said(True), said(None)
    ('yes', '')
    """
    return "" if flag is None else "yes" if flag else "no"


def known(
    id: str,
    name: str,
    place: Place,
    *,
    type: str = "user",
    segment: str = "enterprise",
    founded: date = date(2009, 5, 4),
) -> Partner:
    """A party of which the register knows all that an officer would ask."""
    return Partner(
        id=id,
        name=name,
        type=type,
        segment=segment,
        place=place,
        industry="retail of drones" if type == "dealer" else INDUSTRY[segment],
        founded=founded,
        researched=True,
        common_owner=False,
        checked=True,
        website="live",
        terms=True,
        military=False,
    )


class Network(msgspec.Struct, frozen=True):
    """All regular parties, by country; the dealers of a country stand first."""

    by_country: dict[str, tuple[Partner, ...]]

    @property
    def partners(self) -> tuple[Partner, ...]:
        """All of them."""
        return tuple(partner for partners in self.by_country.values() for partner in partners)

    def users(self, country: str) -> tuple[Partner, ...]:
        """Those of a country who use what they buy."""
        return tuple(p for p in self.by_country[country] if p.type in ("user", "government"))

    def buyers(self) -> Urn[Partner]:
        """Who places regular orders, by the share of the country; a dealer orders more often than a user."""
        weighted: list[tuple[Partner, float]] = []
        for country, share in SHARE.items():
            partners = self.by_country[country]
            whole = sum(_APPETITE[partner.type] for partner in partners)
            weighted += [(partner, share * _APPETITE[partner.type] / whole) for partner in partners]
        return Urn(weighted)


_APPETITE = {"dealer": 6.0, "user": 1.5, "government": 1.5, "individual": 0.5}


def network(chance: Chance) -> Network:
    """The regular parties."""
    words = firm_names(chance)
    numbers = iter(range(1, 10_000))
    sizes = {country: max(5, round(1.6 * share)) for country, share in SHARE.items()} | _SUSPENDED
    return Network(
        {country: tuple(_partners(country, size, words, numbers, chance)) for country, size in sorted(sizes.items())}
    )


def _partners(
    country: str, size: int, words: Iterator[str], numbers: Iterator[int], chance: Chance
) -> Iterator[Partner]:
    for place in range(size):
        yield _firm(country, next(numbers), next(words), place < max(1, size // 4), chance)
    for _ in range(size if country in _PRIVATE else 0):
        number = next(numbers)
        yield Partner(f"C-{number:04}", person(number), "individual", "consumer", _place(country, chance), "private")


def _firm(country: str, number: int, word: str, is_dealer: bool, chance: Chance) -> Partner:
    segment = _SEGMENTS.draw(chance)
    kind = "dealer" if is_dealer else "government" if segment == "safety" else "user"
    whole = known(
        f"C-{number:04}",
        firm(word, segment, chance, is_dealer),
        _place(country, chance),
        type=kind,
        segment=segment,
        founded=day_between(chance, _OLDEST, _YOUNGEST),
    )
    if whole.is_watched or is_dealer or chance.random() < 0.5:
        return whole
    return msgspec.structs.replace(whole, researched=None, common_owner=None, checked=None, terms=None)


def _place(country: str, chance: Chance) -> Place:
    place = chance.choice(CITIES[country])
    if country in SPELLINGS and chance.random() < 0.25:
        return msgspec.structs.replace(place, written=chance.choice(SPELLINGS[country]))
    return place


def own_companies() -> tuple[Partner, ...]:
    """The group's own companies, as the register holds them too."""
    homes = {"KR-CN": CITIES["CN"][0], "KR-NL": CITIES["NL"][0], "KR-US": CITIES["US"][0]}
    companies = (known(one.id, one.name, homes[one.id], type="manufacturer") for one in GROUP.entities)
    return tuple(msgspec.structs.replace(company, industry="unmanned aircraft") for company in companies)
