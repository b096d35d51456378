"""The ``product.*`` facts of one row: what the catalogue says, what goods lists and control entries make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moratorium.conditions.explain import missing
from moratorium.goods.catalogue import Product, read_attribute
from moratorium.goods.codes import NONE_STATED
from moratorium.goods.controls import ControlEntry, entry_truth
from moratorium.goods.lists import Goods
from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.values import absent_value
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

_PRODUCT = {name.removeprefix("product."): fact for name, fact in VOCABULARY.items() if name.startswith("product.")}
_ABSENT: dict[str, Value] = {name: absent_value(fact) for name, fact in _PRODUCT.items()}
_NOTHING_KNOWN: dict[str, Value] = {name: UNKNOWN if fact.kind is Kind.SET else None for name, fact in _PRODUCT.items()}


def product_facts(
    product: Product | None,
    product_id: str | None,
    goods: Goods,
    asked_lists: frozenset[str],
    asked_entries: frozenset[str] | None,
    stated: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """Values of all ``product.*`` facts for a row.

    Args:
        product: From the catalogue; None if the catalogue does not hold it.
        product_id: As the order states it; None if it states none.
        goods: Lists and entries at hand.
        asked_lists: Goods lists that the rulebook asks about; those not at hand are possible, never absent.
        asked_entries: Control entries that the rulebook asks about; None for all at hand. One that is not at hand is
            possible, never absent.
        stated: What the order states or somebody answered, by attribute and typed (see ``merge``); counts where the
            catalogue says nothing. ``lists`` and ``controls`` stated settle what would only be possible.

    Returns:
        By vocabulary name. A product not in the catalogue has every fact unknown that is not stated: the absence
        "our register holds no entry" needs an entry of the product.
    """
    values = dict(_NOTHING_KNOWN if product is None else _ABSENT)
    values.update(merge(product, stated or {}))
    row = {f"product.{name}": value for name, value in values.items()}
    row["product.catalogued"] = None if product_id is None and product is None else product is not None
    entries = goods.entries.keys() if asked_entries is None else asked_entries
    row["product.lists"] = _settled(_lists(values.get("hs6"), goods, asked_lists), values.get("lists"))
    row["product.controls"] = _settled(_controls(row, goods, entries), values.get("controls"))
    return row


def merge(product: Product | None, stated: Mapping[str, object]) -> dict[str, Value]:
    """Facts by attribute: the catalogue's, and what is stated or answered where the catalogue says nothing.

    Args:
        product: From the catalogue, or None.
        stated: By attribute, with or without ``product.``; as written or typed. What cannot be read is as good as
            not stated: whoever read the file has told it.

    >>> merge(Product("A", facts={"hs6": "880730"}), {"product.hs6": "8806.92", "eccn": "ear99"})
    {'hs6': '880730', 'eccn': 'EAR99'}
    """
    merged: dict[str, Value] = dict(product.facts) if product is not None else {}
    for name, raw in stated.items():
        attribute = name.removeprefix("product.")
        if attribute not in merged and attribute in _PRODUCT:
            value = _readable(attribute, raw)
            if value is not None:
                merged[attribute] = value
    return merged


def figures_asked(goods: Goods, row: Mapping[str, Value], entries: Iterable[str]) -> tuple[str, ...]:
    """Which facts of the product would settle whether it meets the given entries; each once, in order of asking.

    Entries that are known, not at hand, or unknown for want of verified figures, add nothing.

    Args:
        goods: Entries at hand.
        row: Result of ``product_facts``.
        entries: Ids.
    """
    at_hand = (goods.entries[id] for id in entries if id in goods.entries)
    wanted = (name for entry in at_hand if entry_truth(entry, row) is None for name in _wanted(entry, row))
    return tuple(dict.fromkeys(wanted))


def _wanted(entry: ControlEntry, row: Mapping[str, Value]) -> Iterable[str]:
    return missing(entry.predicate, row) if entry.predicate is not None else ()


def _readable(attribute: str, raw: object) -> Value:
    if isinstance(raw, Members) or raw is None:
        return raw
    try:
        return read_attribute(attribute, raw).value
    except ValueError:
        return None


def _lists(hs6: Value, goods: Goods, asked: frozenset[str]) -> Members:
    """Lists at hand that name the code; asked lists not at hand are possible, and everything is without a code."""
    if not isinstance(hs6, str):
        return Members(possible=asked.union(goods.lists), open=True)
    naming = (one.id for one in goods.lists.values() if hs6 != NONE_STATED and one.item_for(hs6) is not None)
    return Members(frozenset(naming), asked.difference(goods.lists))


def _controls(row: Mapping[str, Value], goods: Goods, asked: Iterable[str]) -> Members:
    truths = {id: entry_truth(goods.entries[id], row) if id in goods.entries else None for id in asked}
    known = frozenset(id for id, truth in truths.items() if truth)
    return Members(known, frozenset(id for id, truth in truths.items() if truth is None))


def _settled(derived: Members, stated: Value) -> Members:
    """What a person stated of a set settles what is merely possible; what is derived for certain stays."""
    if not isinstance(stated, Members) or stated.open:
        return derived
    return Members(derived.known | stated.known, stated.possible)
