"""The columns of a catalogue file: which holds the product id, the name, and which attribute of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moratorium.errors import Fault
from moratorium.terms.document import nearest
from moratorium.terms.vocabulary import VOCABULARY

DERIVED = frozenset({"catalogued", "lists", "controls"})
"""Facts that we find out ourselves; a catalogue does not state them."""

ATTRIBUTES = frozenset(
    name.removeprefix("product.") for name in VOCABULARY if name.startswith("product.")
) - DERIVED  # fmt: skip
"""What a catalogue may state."""

_IDS = (
    "product",
    "product_id",
    "sku",
    "id",
    "article",
    "article_number",
    "item",
    "item_number",
    "part_number",
    "material",
)
_NAMES = ("name", "product_name", "title", "description")
_SPELLINGS = {
    "hs": "hs6",
    "hs_code": "hs6",
    "hscode": "hs6",
    "tariff_code": "hs6",
    "commodity_code": "hs6",
    "product_kind": "kind",
    "mtow": "mtow_g",
}
_PREFIXES = ("product.", "item.")


class Columns(NamedTuple):
    """Columns of a row.

    Attributes:
        product: Column of the product id; None if there is none.
        name: Column of the name.
        attributes: Columns by attribute; more than one if the file repeats it.
        faults: Column and fault, for each that is not understood. Its values are not used; the rows stay.
    """

    product: str | None
    name: str | None
    attributes: dict[str, tuple[str, ...]]
    faults: tuple[tuple[str, Fault], ...]


def columns_of(headers: Iterable[str]) -> Columns:
    """Sort the columns of a row by what they hold.

    >>> columns_of(["SKU", "product.mtow_g", "HS code", "weight"]).attributes
    {'mtow_g': ('product.mtow_g',), 'hs6': ('HS code',)}
    """
    keys = {header: _key(header) for header in headers if header}
    product = _first(_IDS, keys)
    name = _first(_NAMES, keys)
    attributes: dict[str, tuple[str, ...]] = {}
    faults: list[tuple[str, Fault]] = []
    for header, key in keys.items():
        attribute = _SPELLINGS.get(key, key)
        if attribute in ATTRIBUTES:
            attributes[attribute] = (*attributes.get(attribute, ()), header)
        elif key not in _IDS and key not in _NAMES:
            faults.append((header, _not_understood(header, key)))
    return Columns(product, name, attributes, tuple(faults))


def _key(header: str) -> str:
    key = "_".join(header.casefold().replace("-", " ").replace("_", " ").split())
    return next((key.removeprefix(prefix) for prefix in _PREFIXES if key.startswith(prefix)), key)


def _first(wanted: Iterable[str], keys: dict[str, str]) -> str | None:
    return next((header for word in wanted for header, key in keys.items() if key == word), None)


def _not_understood(header: str, key: str) -> Fault:
    if key in DERIVED:
        return Fault(f"column `{header}` is not used", "catalogue", "it is derived from codes and figures")
    help_ = nearest(key, ATTRIBUTES) or "docs/vocabulary.md lists the attributes; leave it if it is of no use here"
    return Fault(f"column `{header}` is not used: no attribute of a product", "catalogue", help_)
