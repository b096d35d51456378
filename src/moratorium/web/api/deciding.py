"""Orders handed in: one, or a batch. What an ERP calls before it confirms, ships or activates anything."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import msgspec

from moratorium.desk import jobs
from moratorium.desk.handing_in import Batch, read_batch, read_one
from moratorium.desk.writer import Handed, Outcome
from moratorium.errors import Fault, InputError, SourceError
from moratorium.report.decisions import DecisionDocuments
from moratorium.terms.act import on_behalf_of
from moratorium.terms.canon import digest_bytes
from moratorium.terms.order_form import OrderForm
from moratorium.web.api.asking import accepted, wants_no_wait
from moratorium.web.api.bodies import read_json
from moratorium.web.api.job_shapes import JobShape
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import once_of
from moratorium.web.api.shapes import BatchShape, DecisionShape

MOST_ORDERS = 1000
"""Orders in one batch."""

PATIENCE_SECONDS = 20.0
"""So long a caller waits for a decision; it may be made all the same, and is found by asking again."""

EXAMPLE: dict[str, Any] = {
    "id": "SO-1001",
    "activity": "sale",
    "placed_on": "2022-04-20",
    "currency": "EUR",
    "parties": {
        "buyer": [{"id": "C-7", "names": ["Flussblick Vermessung (example) GmbH"], "address": {"country": "DE"}}],
        "end_user": [{"id": "C-7", "names": ["Flussblick Vermessung (example) GmbH"], "address": {"country": "DE"}}],
    },
    "places": {"ship_to": [{"country": "DE", "city": "Hamburg", "postcode": "20457"}]},
    "lines": [{"number": "1", "product": "KST-1", "quantity": "2", "value": "3998.00"}],
}


class DecisionsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parameters.

    Attributes:
        on: Valid day; default today. A look at another day never replaces what stands.
    """

    on: date | None = None


async def decide(call: Call) -> Answer:
    """Decide what was handed in; the answer is there when it is in the log."""
    content = read_json(call.content, msgspec.Raw)
    if wants_no_wait(call):
        return await asyncio.to_thread(_later, call)
    documents: DecisionDocuments = call.extras["documents"]
    is_batch = call.content.lstrip()[:1] == b"["
    batch = read_batch(content, MOST_ORDERS) if is_batch else Batch((read_one(content),))
    rejected = [_rejected(position, order, faults) for position, order, faults in batch.rejected]

    def render(outcome: Outcome) -> bytes:
        return documents.several(outcome, rejected) if is_batch else documents.one(outcome)

    signer = call.service.home.actor
    once = once_of(call, digest_bytes(b"decide\0" + str(call.query.on).encode() + b"\0" + call.content))
    handed = Handed(batch.orders, call.query.on, on_behalf_of(call.key.name, signer), render, once)
    waiting = asyncio.wrap_future(call.service.writer.hand_in(handed))
    try:
        return Answer(await asyncio.wait_for(waiting, PATIENCE_SECONDS))
    except TimeoutError:
        help_ = "ask again, with the same idempotency key if you gave one"
        raise SourceError(f"not decided within {PATIENCE_SECONDS:.0f} s", help=help_) from None


def _later(call: Call) -> Answer:
    """Have a batch decided by the worker; one order is decided at once whatever its caller prefers."""
    if call.content.lstrip()[:1] != b"[":
        raise InputError("one order is decided at once", "Prefer", "leave out `respond-async`, or send an array")
    read_batch(call.content, jobs.MOST_ORDERS)
    return accepted(call, jobs.Decisions(call.content.decode(), call.query.on))


def _rejected(position: int, order: str | None, faults: tuple[Fault, ...]) -> dict[str, Any]:
    told = [{"place": one.at, "message": one.message, "mend": one.help} for one in faults]
    return {"position": position, "order": order, "faults": told}


OPERATIONS = (
    Operation(
        "POST",
        "/v1/decisions",
        "Have an order decided, or a batch of orders",
        decide,
        answers=(DecisionShape, BatchShape),
        accepts=JobShape,
        permission="decide",
        description=(
            "One order, or an array of up to 1,000. Of a batch those that can be read are decided, and the others are "
            "told under `rejected`. The answer is there when the decision is in the log. An allow does not say that an "
            "order is lawful: it says that no active measure of the rulebook stops it. With `Prefer: respond-async` an "
            "array of up to 20,000 becomes a job: the answer is 202, and `Location` names the job."
        ),
        query=DecisionsQuery,
        body=OrderForm | tuple[OrderForm, ...],
        reads_bytes=True,
        example=EXAMPLE,
        statuses=(409,),
        takes_key=True,
    ),
)
