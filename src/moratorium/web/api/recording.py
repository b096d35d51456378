"""What operations that record something have in common: done once under a key, and orders decided again afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from moratorium.desk import once
from moratorium.desk.again import Again, decide_again
from moratorium.desk.once import Once
from moratorium.errors import Fault, InputError
from moratorium.terms.canon import digest_bytes
from moratorium.terms.order import Order
from moratorium.web.api.operation import Answer, Call
from moratorium.web.api.shapes import AgainShape, ChangedShape, FaultShape

Word = Annotated[str, Meta(min_length=1, max_length=500)]
Words = Annotated[str, Meta(min_length=1, max_length=4_000)]

_KEY = re.compile(r"[!-~]{1,200}")
_ENCODER = msgspec.json.Encoder(decimal_format="string")


def once_of(call: Call, content: str) -> Once | None:
    """What makes the call the same as an earlier one, if its caller gave it a key.

    Raises:
        InputError: the key is none.
    """
    key = call.headers.get("idempotency-key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise InputError("this is no idempotency key", "Idempotency-Key", "1 to 200 visible ASCII characters")
    return Once(call.key.name, key, content)


def done_once(call: Call, work: Callable[[], Any]) -> Answer:
    """Do the work once under the caller's idempotency key, if there is one."""
    parts = [call.operation, *call.path.values()]
    if call.query != type(call.query)():
        parts.append(_ENCODER.encode(call.query).decode())
    content = digest_bytes(b"\0".join([*(part.encode() for part in parts), call.content]))
    asked = once_of(call, content)
    return Answer(once.answered(call.service.home, asked, lambda: _ENCODER.encode(work())))


def decided_again(
    call: Call, cause: str, on: date | None = None, among: Callable[[Order], bool] | None = None
) -> AgainShape:
    """Decide open and held orders again.

    Args:
        call: Whose name it is done in.
        cause: Why, in words; goes into the record.
        on: Valid day; None for today.
        among: Which of them; None for all.
    """
    return again_shape(decide_again(call.home, cause, on, among=among, references=call.service.references))


def again_shape(found: Again) -> AgainShape:
    """What deciding again came to."""
    changed = tuple(
        ChangedShape(one.decided.decision.order, one.before or "none", one.decided.decision.effect, one.index)
        for one in found.changed
    )
    return AgainShape(found.day, sum(found.tally.orders.values()), changed)


def fault_shapes(faults: tuple[Fault, ...]) -> tuple[FaultShape, ...]:
    """What was not taken, and why."""
    return tuple(FaultShape(one.at, one.message, one.help) for one in faults)
