"""A witness: an order written down, run through both rulebooks by the scalar interpreter.

The order has the form that ``moratorium check`` reads with columns named as fields. What a file cannot state (lists
and owners, our organisation, the catalogue, clearances) is told beside it as assumptions. Nothing that the solver found
is shown before the scalar interpreter has said the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from moratorium.conditions.evaluate import Row
from moratorium.decision.decision import Judgement
from moratorium.decision.facts import Enricher
from moratorium.decision.joining import unfilled_value, union
from moratorium.decision.judge import Ready, judge, row_digest
from moratorium.decision.reference import Answers, Reference
from moratorium.goods import NO_CATALOGUE, Catalogue
from moratorium.goods.catalogue import Product
from moratorium.measures import Measure, Rulebook, applies
from moratorium.proof.orders import Outline
from moratorium.proof.roles import OF_LISTS, OURS
from moratorium.terms.act import Answered
from moratorium.terms.activity import is_required
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.order import Order
from moratorium.terms.organisation import NO_ORGANISATION, UNSTATED, Entity, Organisation
from moratorium.terms.party import PARTY_ROLES, Address, spoken_role
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Value, split_role

ORDER, PRODUCT, ENTITY = "WITNESS-1", "P-1", "us"

Record = dict[str, str]
ReadOrder = Callable[[Sequence[Record]], Order]
"""Reads records as ``check`` reads the rows of a file."""


class Witness(msgspec.Struct, frozen=True):
    """An order on which a property fails, or two rulebooks differ.

    Attributes:
        day: Valid day.
        records: The order as rows of a file; the first is the line that is judged.
        assumptions: What a file cannot state, in words.
        row: Its facts.
        base: What the rulebook says of it.
        draft: What the draft says of it; None if there is none.
    """

    day: date
    records: tuple[Record, ...]
    assumptions: tuple[str, ...]
    row: dict[str, Value]
    base: Judgement
    draft: Judgement | None = None


class Asking(NamedTuple):
    """What to look up for a row.

    Attributes:
        facts: Names of facts.
        goods_lists: Goods lists that are asked about.
        entries: Control entries that are asked about.
        lists: Party lists that are asked about.
    """

    facts: frozenset[str]
    goods_lists: frozenset[str]
    entries: frozenset[str]
    lists: frozenset[str]


# -- the order --------------------------------------------------------------------------------------------------------


def records(outline: Outline) -> tuple[Record, ...]:
    """The order as rows of a file, one a line; further rows name further holders of a role."""
    count = max([1, *(len(held) for held in outline.places.values())])
    rows = [dict(_record(outline, number)) for number in range(count)]
    return tuple(_with_quantities(rows, outline))


def _record(outline: Outline, number: int) -> Iterator[tuple[str, str]]:
    yield "order", ORDER
    yield "line", str(number + 1)
    yield "activity", outline.activity
    if outline.named:
        yield "product", PRODUCT
    for role, held in outline.places.items():
        yield from _holder(outline, role, held[min(number, len(held) - 1)])
    for name, value in outline.stated.items():
        if not name.endswith(".named") and name not in ("order_quantity", "quantity"):
            yield name, written(value)


def _holder(outline: Outline, role: str, address: Address) -> Iterator[tuple[str, str]]:
    if role in PARTY_ROLES:
        yield f"{role}.id", _seller(outline) if role == "seller" else f"W-{role}"
        if outline.stated.get(f"{role}.named", True):
            yield f"{role}.name", f"Witness {spoken_role(role)} (made up)"
    for part in ("country", "postcode"):
        if (text := getattr(address, part)) is not None:
            yield f"{role}.{part}", text
    if address.text is not None:
        yield f"{role}.address", address.text


def _seller(outline: Outline) -> str:
    if not outline.is_identified:
        return "none-of-ours"
    return ENTITY if outline.is_organisation_stated else UNSTATED.id


def _with_quantities(rows: list[Record], outline: Outline) -> list[Record]:
    """Quantities that add up to what is on all lines."""
    all_ = outline.stated.get("order_quantity")
    one = outline.stated.get("quantity", all_)
    if isinstance(one, Decimal):
        rows[0]["quantity"] = written(one)
        needs_more = (isinstance(all_, Decimal) and all_ != one) or (
            "order_quantity" not in outline.stated and outline.is_total_asked
        )
        if needs_more and len(rows) == 1:
            rows.append({**rows[0], "line": "2"})
    left = all_ - one if isinstance(all_, Decimal) and isinstance(one, Decimal) else None
    for row in rows[1:]:
        row.pop("quantity", None)
        if left is not None:
            row["quantity"], left = written(left), Decimal(0)
    return rows


def written(value: Value) -> str:
    """A value as a file states it.

    >>> written(Decimal("1E+2")), written(True), written(Members.of("b", "a"))
    ('100', 'yes', 'a, b')
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case Members(known):
            return ", ".join(sorted(known)) or "none"
        case date():
            return value.isoformat()
    return "" if value is None else str(value)


# -- its facts --------------------------------------------------------------------------------------------------------


def row_of(outline: Outline, order: Order, day: date, reference: Reference, asking: Asking) -> Row | None:
    """The facts of the order's first line, as the decision room finds them; None if the order has no such line.

    Lists and owners are as assumed; everything else is looked up as for any order.
    """
    order = msgspec.structs.replace(order, assumed=order.assumed | outline.assumed)
    looked_up = frozenset(name for name in asking.facts if name.rpartition(".")[2] not in OF_LISTS)
    enricher = Enricher(_reference(outline, reference), looked_up, asking.goods_lists, asking.entries)
    rows = (facts for facts in enricher.rows(order, day=day) if facts.line.number == "1")
    wanted = (UNSTATED.id if not outline.is_organisation_stated else ENTITY) if outline.is_identified else ""
    found = next((facts.row for facts in rows if facts.actor == wanted), None)
    return None if found is None else _with_lists(dict(found), outline, asking.facts)


def _reference(outline: Outline, reference: Reference) -> Reference:
    """The reference with our own side as assumed, and with empty registers."""
    entity = Entity(ENTITY, outline.seat, persons=outline.persons)
    answered = {
        (f"product:{PRODUCT}", name.partition(".")[2]): Answered(
            f"product:{PRODUCT}", name.partition(".")[2], written(value), "assumed"
        )
        for name, value in outline.settled.items()
    }
    return msgspec.structs.replace(
        reference,
        organisation=Organisation((entity,)) if outline.is_organisation_stated else NO_ORGANISATION,
        catalogue=Catalogue({PRODUCT: Product(PRODUCT)}) if outline.catalogued else NO_CATALOGUE,
        parties={},
        answers=Answers(answered),
        two_people_above={},
        unreadable=outline.unreadable,
    )


def _with_lists(row: dict[str, Value], outline: Outline, wanted: frozenset[str]) -> Row:
    """The row with what lists and owners say, as assumed."""
    said: dict[str, Value] = {}
    for role in PARTY_ROLES:
        for attribute in OF_LISTS:
            name = f"{role}.{attribute}"
            empty = unfilled_value(VOCABULARY[name], is_required(role, outline.activity))
            said[name] = outline.lists.get(name, NONE) if role in outline.places else empty
    for attribute in OF_LISTS:
        of = ((role, said[f"{role}.{attribute}"]) for role in PARTY_ROLES)
        said[f"{ANY_ROLE}.{attribute}"] = union(
            value
            for role, value in of
            if isinstance(value, Members) and (outline.is_organisation_stated or value != UNKNOWN or role not in OURS)
        )
    return row | {name: said[name] for name in said.keys() & wanted}


# -- both rulebooks ---------------------------------------------------------------------------------------------------


def ready_on(
    rulebook: Rulebook, day: date, reference: Reference, dormant: Callable[[Measure], str]
) -> tuple[Ready, ...]:
    """The measures in force on a day, made ready for the scalar interpreter.

    Args:
        rulebook: The measures.
        day: Valid day.
        reference: Tells what lies within a territory.
        dormant: Why a measure only shows itself; an empty text if it counts.
    """
    return tuple(
        Ready(one, applies(one, lambda codes: reference.atlas.extent(codes, day)), dormant(one))
        for one in rulebook.in_force(day)
    )


def judged(row: Row, measures: Iterable[Ready], cleared: frozenset[tuple[str, str]]) -> Judgement:
    """What a rulebook says of a row, with what was cleared (measure and revision)."""
    listed = tuple(measures)
    clearances = frozenset(
        (one.measure.id, one.measure.revision, row_digest(one.facts, row))
        for one in listed
        if (one.measure.id, one.measure.revision) in cleared
    )
    return judge(row, listed, clearances)


# -- in words ---------------------------------------------------------------------------------------------------------


def assumptions(outline: Outline, cleared: Iterable[str], name_of: Callable[[str], str]) -> tuple[str, ...]:
    """What a file cannot state, in words."""
    of_us, of_goods = _of_us(outline, name_of), _of_goods(outline)
    return (*of_us, *of_goods, *_of_lists(outline.lists), *_of_people(outline, cleared))


def _of_us(outline: Outline, name_of: Callable[[str], str]) -> Iterator[str]:
    if not outline.is_identified:
        yield "no entity of ours acts on it"
    elif not outline.is_organisation_stated:
        yield "nobody has written down who we are (no organisation.yaml)"
    else:
        seat = f"sits in {name_of(outline.seat)} ({outline.seat})" if outline.seat else "has no known seat"
        persons = (
            ""
            if outline.persons == ()
            else f"; persons of {', '.join(outline.persons)} take part"
            if (outline.persons)
            else "; nobody looked whose persons take part"
        )
        yield f"our acting entity `{ENTITY}` {seat}{persons}"
    if outline.unreadable:
        yield f"cannot be read, or is older than promised: {', '.join(sorted(outline.unreadable))}"


def _of_goods(outline: Outline) -> Iterator[str]:
    if outline.catalogued:
        yield f"the catalogue holds {PRODUCT}, with what the order states of it"
    for name, value in outline.settled.items():
        yield f"a person stated {name} of {PRODUCT}: {written(value)}"


_VERBS = {
    "listed": "is on",
    "owned_by_listed": "is owned by parties on",
    "linked_to_listed": "is linked to parties on",
}


def _of_lists(lists: Mapping[str, Members]) -> Iterator[str]:
    for name, value in lists.items():
        role, attribute = split_role(name)
        who = f"the {spoken_role(role or '')}"
        if value.known:
            yield f"{who} {_VERBS[attribute]} {', '.join(sorted(value.known))}"
        if value.possible:
            yield f"it is not known whether {who} {_VERBS[attribute]} {', '.join(sorted(value.possible))}"
        if value.open:
            yield f"it is not known whether {who} {_VERBS[attribute]} any list"


def _of_people(outline: Outline, cleared: Iterable[str]) -> Iterator[str]:
    for role in sorted(outline.assumed):
        yield f"the map assumed the {spoken_role(role)}"
    for id in sorted(cleared):
        yield f"a person cleared what `{id}` holds"


def facts_told(row: Row) -> dict[str, str]:
    """The known facts of a row, for showing them."""
    return {name: written(value) for name, value in sorted(row.items()) if value is not None and name in VOCABULARY}
