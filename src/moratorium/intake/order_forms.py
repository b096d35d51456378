"""Orders that another program hands in as JSON become orders, by the same rules as the rows of a file.

The bytes are read with the place of what does not fit (``lines[0].quantity``); then every stated fact is looked up in
the vocabulary. All that is wrong with a form that can be read is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake import cells
from moratorium.intake.fields import FIELDS, PARTY_ATTRIBUTES, Level
from moratorium.terms.document import nearest
from moratorium.terms.order import Line, Order
from moratorium.terms.order_form import AddressForm, LineForm, OrderForm, PartyForm
from moratorium.terms.party import Address, Identifier, Party, Scalar
from moratorium.terms.repeated import repeated
from moratorium.terms.values import read_value
from moratorium.terms.vocabulary import VOCABULARY

_DECODER = msgspec.json.Decoder(OrderForm)
_MOST_DIGITS = 30
_LEAST_EXPONENT = -12
_NUL = b"\\u0000"
"""The only way in which JSON can write it."""

_OF_LINE = frozenset(name for name, field in FIELDS.items() if field.level is Level.LINE and name in VOCABULARY)
_OF_ORDER = frozenset(name for name, field in FIELDS.items() if field.level is Level.ORDER and name in VOCABULARY)
_OF_PARTY = frozenset(name for name in PARTY_ATTRIBUTES if f"buyer.{name}" in VOCABULARY)


def read_order_form(content: bytes | msgspec.Raw, at: str = "") -> Order:
    """The order on a form.

    Args:
        content: JSON of one order.
        at: Where it stands in what was handed in; put before the place of each fault.

    Raises:
        InputError: it is no order; carries what is wrong and where.
    """
    try:
        form = _DECODER.decode(content)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise InputError.of([_spoken(error, at)]) from error
    faults = [Fault(message, _joined(at, place), help) for message, place, help in _faults(form)]
    written = bytes(content)
    twice = repeated(written.decode())
    if twice is not None:
        faults.append(
            Fault(f"`{twice}` stands twice in one object", at, "state it once: one of the two would be left out")
        )
    if _NUL in written:
        told = "a text holds a NUL character, which no database keeps"
        faults += [Fault(told, _joined(at, place), "remove it") for place in _with_nul(msgspec.to_builtins(form), "")]
    try:
        order = _order(form)
    except InputError as error:
        faults += [fault._replace(at=at or fault.at) for fault in error.faults]
    if faults:
        raise InputError.of(faults)
    return order


def _spoken(error: Exception, at: str) -> Fault:
    words, _, place = str(error).partition(" - at `")
    inner = place.removesuffix("`").removeprefix("$").removeprefix(".")
    return Fault(_lower(words), _joined(at, inner), "see /openapi.json for the form of an order")


def _lower(words: str) -> str:
    return words if words.startswith("JSON") else words[:1].lower() + words[1:]


def _joined(at: str, place: str) -> str:
    return ".".join(part for part in (at, place) if part)


_Trouble = tuple[str, str, str]


def _faults(form: OrderForm) -> Iterator[_Trouble]:
    """What does not fit on a form whose types are right: message, place, help."""
    yield from _stated(form.facts, _OF_ORDER, "", "facts")
    for role, parties in form.parties.items():
        for number, party in enumerate(parties):
            yield from _stated(party.facts, _OF_PARTY, "buyer.", f"parties.{role}[{number}].facts")
    for number, line in enumerate(form.lines):
        yield from _stated(line.facts, _OF_LINE, "", f"lines[{number}].facts")
        for name, value in (("quantity", line.quantity), ("value", line.value)):
            yield from _number(value, f"lines[{number}].{name}")
        if line.quantity is not None and _is_bounded(line.quantity) and line.quantity < 0:
            help_ = "a return is an order of its own, with the activity `take_back`"
            yield f"quantity {line.quantity} is negative", f"lines[{number}].quantity", help_


def _with_nul(value: object, at: str) -> Iterator[str]:
    """Places of texts that hold a NUL character; a name that holds one is told of where it stands."""
    match value:
        case str() if "\0" in value:
            yield at
        case dict():
            for name, inner in value.items():
                if "\0" in name:
                    yield at
                yield from _with_nul(inner, _joined(at, name.replace("\0", "?")))
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from _with_nul(inner, f"{at}[{number}]")


def _stated(facts: Mapping[str, Scalar], known: Iterable[str], prefix: str, at: str) -> Iterator[_Trouble]:
    for name, value in facts.items():
        if name not in known:
            yield (
                f"no fact `{name}` can be stated here",
                f"{at}.{name}",
                nearest(name, known) or "see docs/vocabulary.md",
            )
            continue
        try:
            read_value(VOCABULARY[prefix + name], value)
        except ValueError as error:
            yield str(error), f"{at}.{name}", ""


def _number(value: Decimal | None, at: str) -> Iterator[_Trouble]:
    if value is not None and not _is_bounded(value):
        yield f"`{str(value)[:40]}` is no number of units or money", at, "up to 30 digits, and 12 after the point"


def _is_bounded(value: Decimal) -> bool:
    """Asked of its parts, since arithmetic with a number of a thousand digits fails or takes long."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _LEAST_EXPONENT and value.adjusted() < _MOST_DIGITS


def _order(form: OrderForm) -> Order:
    return Order(
        id=form.id,
        activity=form.activity,
        lines=tuple(map(_line, form.lines)),
        status=form.status,
        placed_on=form.placed_on,
        currency=form.currency,
        parties={role: tuple(map(_party, parties)) for role, parties in form.parties.items() if parties},
        places={role: tuple(map(_address, places)) for role, places in form.places.items() if places},
        facts=dict(form.facts),
        assumed=frozenset(form.assumed),
    )


def _line(form: LineForm) -> Line:
    quantity, value = (
        cells.plain(one) if one is not None and _is_bounded(one) else None for one in (form.quantity, form.value)
    )
    return Line(form.number, form.product, quantity, value, form.description, form.serials, dict(form.facts))


def _party(form: PartyForm) -> Party:
    numbers = tuple(Identifier(one.kind, one.value, one.country) for one in form.identifiers)
    return Party(form.id, form.names, _address(form.address), numbers, dict(form.facts))


def _address(form: AddressForm) -> Address:
    return Address(form.country, form.region, form.city, form.postcode, form.text)
