"""Goods lists by HS code, and the data files that ship with us.

A list that is not at hand is unknown, not empty: only what is in ``Goods.lists`` can answer "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import msgspec

from moratorium.errors import InputError, SourceError
from moratorium.goods.codes import HsBand
from moratorium.goods.controls import ControlEntry, parsed
from moratorium.terms.canon import digest

GOODS_FILES = ("chpl.json", "controls.json", "eccn.json", "hs88.json")
"""Names of the data files, made by ``scripts/build_goods.py``."""

_PREFIXES = (2, 4, 6)

T = TypeVar("T")


class GoodsItem(msgspec.Struct, frozen=True):
    """One code of a goods list.

    Attributes:
        code: Two, four or six digits of the Harmonized System; covers everything below it.
        tier: Class within the list, such as ``3B``.
        text: What it is, in our words.
        text_mark: How well the text is verified.
    """

    code: str
    tier: str
    text: str
    text_mark: str


class GoodsList(msgspec.Struct, frozen=True):
    """A list of goods by HS code.

    Attributes:
        id: As measures name it, such as ``CHPL``.
        title: For people.
        published: Day of publication.
        as_of: Day on which it was checked.
        mark: How well the codes are verified.
        source: Addresses.
        notes: For people.
        items: By code.
    """

    id: str
    title: str
    published: date
    as_of: date
    mark: str
    source: tuple[str, ...]
    notes: str
    items: dict[str, GoodsItem]

    def item_for(self, hs6: str) -> GoodsItem | None:
        """The most general item that covers an HS code, or None if the list does not name it."""
        return next((self.items[hs6[:n]] for n in _PREFIXES if hs6[:n] in self.items), None)


class EccnEntry(msgspec.Struct, frozen=True):
    """An entry of the US Commerce Control List.

    Attributes:
        eccn: Five characters.
        text: Its heading.
        reasons: Reasons for control.
    """

    eccn: str
    text: str
    reasons: str


class HsPart(msgspec.Struct, frozen=True):
    """A code of heading 8807, with its text in our words."""

    hs6: str
    text: str
    mark: str


class Goods(msgspec.Struct, frozen=True):
    """What we know of goods in general, apart from our own products.

    Attributes:
        lists: Goods lists at hand, by id.
        entries: Control entries, by id.
        eccn: Commerce Control List, by five-character entry.
        bands: Codes of heading 8806.
        parts: Codes of heading 8807.
        as_of: Day of each source, by data file.
        digest: Over the data files.
    """

    lists: dict[str, GoodsList] = {}
    entries: dict[str, ControlEntry] = {}
    eccn: dict[str, EccnEntry] = {}
    bands: tuple[HsBand, ...] = ()
    parts: tuple[HsPart, ...] = ()
    as_of: dict[str, date] = {}
    digest: str = digest(None)

    def describe(self, hs6: str) -> str:
        """Text of an HS code of heading 8806 or 8807 or of a list at hand; empty if none is known."""
        texts = {**{part.hs6: part.text for part in self.parts}, **{band.hs6: band.text for band in self.bands}}
        if hs6 in texts:
            return texts[hs6]
        found = (one.item_for(hs6) for one in self.lists.values())
        return next((item.text for item in found if item is not None), "")


NO_GOODS = Goods()
"""Nothing is at hand: every list and every entry is unknown."""


class _Controls(msgspec.Struct):
    notice: str
    entries: tuple[ControlEntry, ...]


class _ListFile(msgspec.Struct):
    notice: str
    id: str
    title: str
    published: date
    as_of: date
    mark: str
    source: tuple[str, ...]
    notes: str
    items: tuple[GoodsItem, ...]


class _EccnFile(msgspec.Struct):
    as_of: date
    entries: tuple[EccnEntry, ...]


class _HsFile(msgspec.Struct):
    as_of: date
    bands: tuple[HsBand, ...]
    parts: tuple[HsPart, ...]


def read_goods(data: Mapping[str, bytes]) -> Goods:
    """Goods lists, control entries and codes from the shipped data files.

    Args:
        data: Bytes of each of ``GOODS_FILES``, by name.

    Raises:
        SourceError: a file is missing or cannot be read.
    """
    chpl = _decoded(data, "chpl.json", _ListFile)
    controls = _decoded(data, "controls.json", _Controls)
    eccn = _decoded(data, "eccn.json", _EccnFile)
    hs88 = _decoded(data, "hs88.json", _HsFile)
    return Goods(
        lists={chpl.id: _goods_list(chpl)},
        entries=_entries(controls),
        eccn={entry.eccn: entry for entry in eccn.entries},
        bands=hs88.bands,
        parts=hs88.parts,
        as_of={
            "chpl.json": chpl.as_of,
            "controls.json": max(entry.as_of for entry in controls.entries),
            "eccn.json": eccn.as_of,
            "hs88.json": hs88.as_of,
        },
        digest=digest([[name, data[name].decode("utf-8")] for name in GOODS_FILES]),
    )


def _decoded(data: Mapping[str, bytes], name: str, kind: type[T]) -> T:
    if name not in data:
        raise SourceError(f"the goods file `{name}` is missing", name, "install the package again")
    try:
        return msgspec.json.decode(data[name], type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SourceError(f"the goods file cannot be read: {error}", name, "install the package again") from error


def _goods_list(file: _ListFile) -> GoodsList:
    items = {item.code: item for item in file.items}
    return GoodsList(
        file.id, file.title, file.published, file.as_of, file.mark, file.source, file.notes, dict(sorted(items.items()))
    )


def _entries(file: _Controls) -> dict[str, ControlEntry]:
    try:
        return {entry.id: parsed(entry) for entry in file.entries}
    except InputError as error:
        raise SourceError(str(error), "controls.json", "install the package again") from error
