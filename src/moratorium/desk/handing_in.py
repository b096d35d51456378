"""Orders handed in by another program: read one by one, so that a bad one keeps no good one waiting."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake.order_forms import read_order_form
from moratorium.terms.order import Order


class Batch(NamedTuple):
    """Orders handed in together.

    Attributes:
        orders: Those that could be read.
        rejected: Position, id (if that could be read) and faults of the others.
    """

    orders: tuple[Order, ...]
    rejected: tuple[tuple[int, str | None, tuple[Fault, ...]], ...] = ()


class _Named(msgspec.Struct):
    id: str | None = None


def read_one(content: bytes | msgspec.Raw) -> Order:
    """The order on a form.

    Raises:
        InputError: it is none; carries what is wrong and where.
    """
    return read_order_form(content)


def read_batch(content: bytes | msgspec.Raw, most: int) -> Batch:
    """The orders of a JSON array.

    Raises:
        InputError: it is empty, or holds too many.
    """
    forms = msgspec.json.decode(content, type=tuple[msgspec.Raw, ...])
    if not 1 <= len(forms) <= most:
        raise InputError(f"{len(forms):,} orders at once", help=f"from 1 to {most:,}; send several batches")
    orders: list[Order] = []
    rejected: list[tuple[int, str | None, tuple[Fault, ...]]] = []
    for position, form in enumerate(forms):
        try:
            orders.append(read_order_form(form))
        except InputError as error:
            rejected.append((position, _id_of(form), error.faults))
    return Batch(tuple(orders), tuple(rejected))


def _id_of(form: msgspec.Raw) -> str | None:
    try:
        return msgspec.json.decode(form, type=_Named).id
    except msgspec.MsgspecError:
        return None
