"""Where the demo's trade takes place: real cities, the lanes they lie in, and how old records spell their countries.

The lanes decide what the maker's own rules ask for: in a *watched* lane every order names its end user, has a signed
statement and a known route, and every party's owners were looked up. The list of watched countries is a working
default, no legal list.
Source: FACTS section 2.1 (watched lanes), EU001 of Regulation (EU) 2021/821 (partners of the general authorisation).
"""

from __future__ import annotations

import msgspec

EU = frozenset({"BE", "CZ", "DE", "ES", "FR", "IE", "IT", "NL", "PL", "SE"})
"""Those EU members that the demo trades with."""

EU001 = frozenset({"AU", "CA", "CH", "GB", "JP", "NO", "US"})
"""Destinations of the Union general export authorisation EU001 that the demo trades with."""

WATCHED = frozenset({"AE", "AM", "BY", "CN", "GE", "IN", "KG", "KZ", "RS", "RU", "SG", "TR", "UA"})
"""Watched lanes, and the suspended territories themselves."""


class Place(msgspec.Struct, frozen=True):
    """A place as a record gives it.

    Attributes:
        code: ISO 3166-1 code of the country that the record means; empty if the record does not say.
        city: City, or empty.
        postcode: Postal code, or empty.
        written: Country as the record writes it, right or not.
    """

    code: str
    city: str
    postcode: str
    written: str


def _places(code: str, *cities: tuple[str, str]) -> tuple[Place, ...]:
    return tuple(Place(code, city, postcode, code) for city, postcode in cities)


CITIES: dict[str, tuple[Place, ...]] = {
    places[0].code: places
    for places in (
        _places("AE", ("Dubai", ""), ("Abu Dhabi", "")),
        _places("AM", ("Yerevan", "0010")),
        _places("AU", ("Sydney", "2000"), ("Perth", "6000")),
        _places("BE", ("Antwerpen", "2000"), ("Gent", "9000")),
        _places("BR", ("São Paulo", "01310-100"), ("Curitiba", "80010-000")),
        _places("BY", ("Minsk", "220030"),),
        _places("CA", ("Toronto", "M5H 2N2"), ("Calgary", "T2P 1J9")),
        _places("CH", ("Zürich", "8001"), ("Bern", "3011")),
        _places("CN", ("Shanghai", "200000"), ("Chengdu", "610000"), ("Wuhan", "430000")),
        _places("CZ", ("Brno", "602 00"), ("Praha", "110 00")),
        _places("DE", ("Hamburg", "20095"), ("München", "80331"), ("Köln", "50667"), ("Leipzig", "04109")),
        _places("ES", ("Madrid", "28013"), ("Valencia", "46002")),
        _places("FR", ("Lyon", "69002"), ("Toulouse", "31000"), ("Nantes", "44000")),
        _places("GB", ("Leeds", "LS1 4AP"), ("Bristol", "BS1 5TR"), ("Glasgow", "G2 1DU")),
        _places("GE", ("Tbilisi", "0105")),
        _places("IE", ("Cork", "T12 W8KP")),
        _places("IN", ("Pune", "411001"), ("Hyderabad", "500001")),
        _places("IT", ("Torino", "10121"), ("Bologna", "40121")),
        _places("JP", ("Osaka", "530-0001"), ("Nagoya", "450-0002")),
        _places("KG", ("Bishkek", "720001")),
        _places("KR", ("Busan", "48058"), ("Daejeon", "34126")),
        _places("KZ", ("Almaty", "050000"), ("Astana", "010000")),
        _places("MX", ("Guadalajara", "44100")),
        _places("NL", ("Rotterdam", "3011 AA"), ("Utrecht", "3511 LX"), ("Eindhoven", "5611 AZ")),
        _places("NO", ("Bergen", "5003")),
        _places("PL", ("Gdańsk", "80-831"), ("Wrocław", "50-106")),
        _places("RS", ("Novi Sad", "21000")),
        _places("RU", ("Moscow", "101000"), ("Kazan", "420111"), ("Novosibirsk", "630099"), ("Perm", "614000")),
        _places("SE", ("Göteborg", "411 06")),
        _places("SG", ("Singapore", "018956")),
        _places("TR", ("Izmir", "35210"), ("Ankara", "06420")),
        _places("UA", ("Kyiv", "01001"), ("Lviv", "79000"), ("Odesa", "65000"), ("Vinnytsia", "21000")),
        _places("US", ("Denver", "80202"), ("Austin", "78701"), ("Raleigh", "27601"), ("Portland", "97204")),
        _places("ZA", ("Durban", "4001")),
    )
}  # fmt: skip

SHARE: dict[str, float] = {
    "AE": 1.5, "AM": 0.2, "AU": 2, "BE": 3, "BR": 1.5, "CA": 2, "CH": 2, "CN": 6, "CZ": 1.5, "DE": 16, "ES": 4,
    "FR": 9, "GB": 8, "GE": 0.3, "IE": 1, "IN": 1.2, "IT": 4, "JP": 3, "KG": 0.3, "KR": 2, "KZ": 0.7, "MX": 1,
    "NL": 14, "NO": 1.5, "PL": 4, "RS": 0.4, "SE": 2, "SG": 1, "TR": 2, "US": 14, "ZA": 1,
}  # fmt: skip
"""Share of the regular orders by country, in per cent or so. Russia, Ukraine and Belarus have a story of their own."""

SPELLINGS: dict[str, tuple[str, ...]] = {
    "CN": ("China", "中国"),
    "CZ": ("Czech Republic",),
    "DE": ("Germany", "Deutschland", "Duitsland"),
    "FR": ("France", "Frankrijk"),
    "GB": ("United Kingdom", "UK", "Great Britain"),
    "IE": ("EIRE", "Ireland"),
    "KR": ("Korea, South", "South Korea"),
    "NL": ("The Netherlands", "Nederland", "Niederlande"),
    "TR": ("Türkiye", "Turkey"),
    "US": ("United States", "USA"),
    "ZA": ("RSA", "South Africa"),
}
"""How records of an older system write a country."""


def leaves_the_eu(origin: str, destination: str) -> bool:
    """Whether goods that go from one country to another leave the customs territory of the Union.

    >>> leaves_the_eu("NL", "DE"), leaves_the_eu("NL", "GB"), leaves_the_eu("CN", "JP")
    (False, True, False)
    """
    return origin in EU and destination not in EU
