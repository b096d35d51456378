"""Whom a measure binds and what it is about, as people write it, read into predicates.

``bound`` joins by OR: an actor's seat, persons who take part, goods under US rules, money in US dollars, goods that
leave from somewhere. ``scope`` joins by AND: activities, territories, listed parties, products, and a condition.
Within ``products`` the entries that name goods (``hs``, ``eccn``, ``in_list``, ``controls``) join by OR, and those
that narrow (``family``, ``kind``, ``not_kind``) by AND.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from moratorium.conditions.predicate import (
    ALWAYS,
    Flag,
    Not,
    OneOf,
    Overlaps,
    Predicate,
    StartsWith,
    Within,
    all_of,
    any_of,
)
from moratorium.measures.reading import MeasureReader, of_roles
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.document import Node, nearest
from moratorium.terms.vocabulary import PRODUCT_KINDS

ALL_AFFILIATES = "all-affiliates"
OWNED_SHARE = 50
"""Per cent at which the vocabulary's ``owned_by_listed`` counts; no other share can be asked for."""

LISTED_KINDS = ("person", "entity", "vessel", "aircraft", "unknown")
"""Kinds of listed parties, each of which may have a threshold of its own."""

LEAST_THRESHOLD = Decimal("0.5")
"""Below it nearly every name is near some listed one, and nobody would read the questions."""

_BOUND = ("actors", "persons", "items", "usd", "origin")
_SCOPE = ("activities", "territories", "listed", "products", "where")
_PRODUCTS = ("hs", "eccn", "in_list", "controls", "family", "kind", "not_kind")
_KINDS = tuple(PRODUCT_KINDS.split(", "))
_HS = re.compile(r"\d{2}|\d{4}|\d{6}")
_ECCN = re.compile(r"[0-9][A-E][0-9]{3}(\.[A-Za-z0-9]+)*|EAR99")


def read_bound(reader: MeasureReader, node: Node | None) -> tuple[Predicate, str]:
    """Who is bound, and the same in words. Nothing written binds all our affiliates."""
    if node is None or node.content == ALL_AFFILIATES:
        return ALWAYS, "all our affiliates"
    if not isinstance(node.content, dict):
        reader.fault(node, f"expected a map, found {node.word}", f"or `{ALL_AFFILIATES}`")
        return ALWAYS, ""
    parts = list(_bound_parts(reader, reader.fields(node, _BOUND)))
    if not parts:
        reader.fault(node, "nobody is bound", f"give one of {', '.join(_BOUND)}, or write `{ALL_AFFILIATES}`")
        return ALWAYS, ""
    return any_of(*(part for part, _ in parts)), "; or ".join(words for _, words in parts)


def _bound_parts(reader: MeasureReader, fields: dict[str, Node]) -> Iterator[tuple[Predicate, str]]:
    if actors := reader.territories(fields.get("actors")):
        yield Within("actor.territory", actors), f"entities seated in {', '.join(actors)}"
    if origin := reader.territories(fields.get("origin")):
        yield Within("ship_from.territory", origin), f"goods that leave from {', '.join(origin)}"
    if reader.choice(fields.get("items"), ("us-origin",)):
        yield Flag("product.subject_to_ear"), "goods subject to US export rules"
    if reader.flag(fields.get("usd")):
        yield Flag("payment.in_usd"), "money that clears in US dollars"
    if persons := reader.items(fields.get("persons"), lambda item: _person(reader, item)):
        yield Within("actor.persons", persons), f"persons of {', '.join(persons)} who take part"


def _person(reader: MeasureReader, node: Node) -> str | None:
    code = (reader.text(node) or "").upper()
    if reader.known.territory(code):
        return code
    reader.fault(node, f"unknown nationality `{code.lower()}`", "use a country code or a group such as US or EU")
    return None


class Scope(NamedTuple):
    """What a measure is about.

    Attributes:
        condition: When a row is in its scope.
        thresholds: By party list, then kind of listed party: the least score at which a name is asked about.
    """

    condition: Predicate = ALWAYS
    thresholds: Mapping[str, Mapping[str, Decimal]] = {}


def read_scope(reader: MeasureReader, node: Node | None, allow_missing: bool = False) -> Scope:
    """What the measure is about, cheap and selective parts first."""
    if node is None:
        return Scope()
    fields = reader.fields(node, _SCOPE)
    where = reader.condition(fields.get("where"), allow_missing)
    listed = _listed(reader, fields.get("listed"))
    condition = all_of(
        _territories(reader, fields.get("territories")),
        _activities(reader, fields.get("activities")),
        listed.condition,
        _products(reader, fields.get("products")),
        ALWAYS if where is None else where,
    )
    return Scope(condition, listed.thresholds)


def _activities(reader: MeasureReader, node: Node | None) -> Predicate:
    if node is None or node.content is None or node.content == "all":
        return ALWAYS
    found = reader.items(node, lambda item: reader.choice(item, ACTIVITIES))
    return Overlaps("activity", frozenset(found)) if found else _nothing(reader, node, "activities", "`all`")


def _nothing(reader: MeasureReader, node: Node, what: str, instead: str) -> Predicate:
    if not reader.faults:
        reader.fault(node, f"an empty list of {what} asks nothing", f"name at least one, or write {instead}")
    return ALWAYS


def _territories(reader: MeasureReader, node: Node | None) -> Predicate:
    """``within`` asks whether one of the roles lies there; ``not_within`` is its negation."""
    if node is None or node.content is None or node.content == "any":
        return ALWAYS
    fields = reader.fields(node, ("roles", "within", "not_within"))
    if fields and not {"within", "not_within"} & fields.keys():
        reader.fault(node, "`territories` names none", "give `within` or `not_within`, or write `any`")
    roles = reader.roles(fields.get("roles"))
    within = reader.territories(fields.get("within"))
    without = reader.territories(fields.get("not_within"))
    return all_of(
        of_roles(roles, "territory", within) if within else ALWAYS,
        Not(of_roles(roles, "territory", without)) if without else ALWAYS,
    )


def _listed(reader: MeasureReader, node: Node | None) -> Scope:
    """Parties on a list; with ``owned`` also what they own; with ``named: false`` only that."""
    if node is None or node.content is None:
        return Scope()
    fields = reader.fields(node, ("lists", "roles", "owned", "named", "threshold"), ("lists",))
    lists = reader.known_ids(fields.get("lists"), reader.known.lists, "party list")
    roles = reader.roles(fields.get("roles"), party=True)
    owned, named = reader.number(fields.get("owned")), reader.flag(fields.get("named")) is not False
    if owned is not None and owned != OWNED_SHARE:
        reader.fault(fields["owned"], f"a share of {owned} per cent cannot be asked for", f"write {OWNED_SHARE}")
    if not named and owned is None:
        reader.fault(node, "neither the listed nor what they own is meant", "drop `named: false` or add `owned: 50`")
    thresholds = _thresholds(reader, fields.get("threshold"))
    if not lists:
        return Scope()
    parts = [of_roles(roles, "listed", lists)] if named else []
    condition = any_of(*parts, *([of_roles(roles, "owned_by_listed", lists)] if owned is not None else []))
    return Scope(condition, dict.fromkeys(lists, thresholds) if thresholds else {})


def _thresholds(reader: MeasureReader, node: Node | None) -> dict[str, Decimal]:
    """One threshold for every kind of listed party, or a map by kind."""
    if node is None or node.content is None:
        return {}
    if not isinstance(node.content, dict):
        one = _threshold(reader, node)
        return {} if one is None else dict.fromkeys(LISTED_KINDS, one)
    fields = reader.fields(node, LISTED_KINDS)
    if not fields and not node.content:
        reader.fault(node, "an empty map of thresholds asks nothing", f"name a kind: {', '.join(LISTED_KINDS)}")
    found = {kind: _threshold(reader, each) for kind, each in fields.items()}
    return {kind: each for kind, each in found.items() if each is not None}


def _threshold(reader: MeasureReader, node: Node) -> Decimal | None:
    if node.content is None:
        reader.fault(node, "a threshold needs a number", "such as 0.85, or leave it out")
        return None
    each = reader.number(node)
    if each is None or LEAST_THRESHOLD <= each <= 1:
        return each
    help_ = f"write a score from {LEAST_THRESHOLD} to 1, such as 0.85"
    reader.fault(node, f"`{each}` is no threshold", help_)
    return None


def _products(reader: MeasureReader, node: Node | None) -> Predicate:
    if node is None or node.content is None or node.content == "any":
        return ALWAYS
    fields = reader.fields(node, _PRODUCTS)
    known = reader.known
    hs = reader.items(fields.get("hs"), lambda item: _shaped(reader, item, _HS, "an HS code of 2, 4 or 6 digits"))
    eccn = reader.items(fields.get("eccn"), lambda item: _shaped(reader, item, _ECCN, "an ECCN such as 9A012"))
    in_list = reader.known_ids(fields.get("in_list"), known.goods_lists, "goods list")
    controls = reader.known_ids(fields.get("controls"), known.controls, "control entry")
    family = reader.items(fields.get("family"), reader.text)
    kind = reader.items(fields.get("kind"), lambda item: _kind(reader, item))
    not_kind = reader.items(fields.get("not_kind"), lambda item: _kind(reader, item))
    named: list[Predicate] = [
        *([StartsWith("product.hs6", hs)] if hs else []),
        *([StartsWith("product.eccn", eccn)] if eccn else []),
        *([Overlaps("product.lists", frozenset(in_list))] if in_list else []),
        *([Overlaps("product.controls", frozenset(controls))] if controls else []),
    ]
    found = all_of(
        OneOf("product.kind", frozenset(kind)) if kind else ALWAYS,
        Not(OneOf("product.kind", frozenset(not_kind))) if not_kind else ALWAYS,
        OneOf("product.family", frozenset(family)) if family else ALWAYS,
        any_of(*named) if named else ALWAYS,
    )
    return _nothing(reader, node, "products", "`any`") if found == ALWAYS else found


def _shaped(reader: MeasureReader, node: Node, shape: re.Pattern[str], what: str) -> str | None:
    text = reader.text(node)
    if text is None or shape.fullmatch(text):
        return text
    reader.fault(node, f"`{text}` is not {what}")
    return None


def _kind(reader: MeasureReader, node: Node) -> str | None:
    text = reader.text(node)
    if text is None or text in _KINDS:
        return text
    reader.fault(node, f"unknown kind of product `{text}`", nearest(text, _KINDS) or f"one of {', '.join(_KINDS)}")
    return None
