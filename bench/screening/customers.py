"""Set e, first part: ordinary persons and companies of many countries, as a maker of drones has them for customers.

Made from the words of ``customers.txt``, which were written without looking at any list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bench.screening.dice import Random, dice
from bench.screening.values import Query

_STEMS = "Aero Agri Alti Terra Geo Sky Nova Vista Orto Ventu Luma Kiro Mira Falco Topo Silva Rota Pano Cora Zeni"
_ENDS = "graph map view scan tec net fly ris lab via plan dyn cam nis bel mont dor sol wing trix"
_SCRIPTS = ("RU.own", "UA.own", "CN.own", "KR.own", "AE.own", "IR.own")

Words = Mapping[str, tuple[str, ...]]


@cache
def countries() -> Mapping[str, Words]:
    """The words of each country, by what they are: ``given``, ``family``, ``city``, ``trade``, ``form``."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    text = Path(__file__).with_name("customers.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, what, values = line.split("|")
            found.setdefault(country, {})[what] = tuple(value.replace("_", " ") for value in values.split())
    return found


def customers(count: int, seed: int = 4, scripts: bool = False) -> list[Query]:
    """So many different customers, persons and companies in turn, of all countries in turn.

    Args:
        count: How many.
        seed: Of the draw.
        scripts: Whether they write in Cyrillic, Chinese, Korean, Arabic or Persian; otherwise in Latin letters.
    """
    chosen = [country for country in countries() if (country in _SCRIPTS) is scripts]
    chance = dice(seed, "customers", scripts)
    found: dict[str, Query] = {}
    for turn in range(20 * count):
        made = _customer(chosen[turn % len(chosen)], chance)
        found.setdefault(made.text.casefold(), made)
        if len(found) == count:
            break
    return list(found.values())


def _customer(country: str, chance: Random) -> Query:
    words = countries()[country]
    if chance.random() < 0.5:
        return Query(_person(words, chance), "person", None, f"customer {country}")
    return Query(_company(words, chance), "entity", None, f"customer {country}")


def _person(words: Words, chance: Random) -> str:
    given, family = chance.choice(words["given"]), chance.choice(words["family"])
    order = " ".join(words.get("order", ()))
    if order.endswith("no blank"):
        return family + given
    if order or chance.random() < 0.1:
        return f"{family} {given}"
    if "patronymic" in words:
        return " ".join((given, chance.choice(words["patronymic"]), family))
    second = chance.choice(words["given"])
    return f"{given} {second} {family}" if chance.random() < 0.15 and second != given else f"{given} {family}"


def _company(words: Words, chance: Random) -> str:
    """City, brand, trade and legal form in the ways in which companies put them together."""
    city, trade, form = (chance.choice(words[what]) for what in ("city", "trade", "form"))
    brand = chance.choice(words["brand"]) if "brand" in words else _brand(words, chance)
    if "no blank" in " ".join(words.get("order", ())):
        return f"{city}{brand}{trade}{form}"
    match chance.randrange(5):
        case 0:
            parts: Iterator[str] = iter((brand, trade, city, form))
        case 1:
            parts = iter((city, brand, trade, form))
        case 2:
            parts = iter((brand, trade, form))
        case 3:
            parts = iter((chance.choice(words["family"]), trade, form))
        case _:
            parts = iter((form, brand, trade) if form in _LEADING else (brand, city, form))
    return " ".join(parts)


_LEADING = frozenset(("OOO", "AO", "ООО", "АО", "ЗАО", "ТОВ", "ПП", "TOO", "PT", "CV", "شرکت", "주식회사"))


def _brand(words: Words, chance: Random) -> str:
    if not words["given"][0].isascii() and words["given"][0][0] > "Ͱ":
        return chance.choice(words["family"])
    return chance.choice(_STEMS.split()) + chance.choice(_ENDS.split())
