"""Invented names. Each ends in "(example)", so that nobody takes a figure of the demo for a person or a company."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.demo.chance import Chance

MARK = "(example)"
"""What marks a name as made up."""

_HEADS = ("Bral", "Corv", "Dorn", "Elv", "Fenn", "Galt", "Hask", "Ilm", "Jorv", "Kelm", "Lorr", "Mirk", "Nolv", "Orph",
          "Pell", "Quor", "Rusk", "Selv", "Tarn", "Ulv", "Vorn", "Wesk", "Yarl", "Zorb")  # fmt: skip
_TAILS = ("abex", "adro", "agon", "ander", "enta", "erix", "estra", "idon", "imar", "indo", "ivar", "olan", "omir",
          "ontis", "orca", "umbra")  # fmt: skip
_TRADES: dict[str, tuple[str, ...]] = {
    "consumer": ("Cameras", "Hobby", "Photo", "Outdoor"),
    "enterprise": ("Survey", "Inspection", "Grid Services", "Mapping"),
    "agriculture": ("Agro", "Crop Care", "Farms", "Orchards"),
    "safety": ("Fire and Rescue", "Search Teams", "Civil Protection", "Emergency"),
}


def firm_names(chance: Chance) -> Iterator[str]:
    """First words of firms' names, each once, in the order of the draw.

    >>> len(set(firm_names(Chance(1))))
    384
    """
    words = [head + tail for head in _HEADS for tail in _TAILS]
    chance.shuffle(words)
    yield from words


def firm(word: str, segment: str, chance: Chance, dealer: bool = False) -> str:
    """Full name of a firm of that segment.

    >>> firm("Tarnivar", "agriculture", Chance(1), dealer=True).endswith("Drone Supply (example)")
    True
    """
    trade = chance.choice(_TRADES[segment])
    return f"{word} {trade} Drone Supply {MARK}" if dealer else f"{word} {trade} {MARK}"


def person(number: int) -> str:
    """Name of a private buyer.

    >>> person(7)
    'Private Buyer 007 (example)'
    """
    return f"Private Buyer {number:03} {MARK}"
