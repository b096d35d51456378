"""Keys of the service, kept by an administrator: made, listed, revoked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from moratorium.desk import api_keys
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.shapes import KeyShape, KeysShape, MadeKeyShape

Word = Annotated[str, Meta(min_length=1, max_length=100)]


class KeyForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key to be made.

    Attributes:
        name: Who stands behind it: a person, or a program.
        role: What it may do.
        expires: First day on which it opens nothing.
    """

    name: Word
    role: Word
    expires: date | None = None


def keys(call: Call) -> Answer:
    """All keys, without the keys themselves."""
    today = call.home.today()
    return Answer(KeysShape(tuple(_shown(one, today) for one in call.service.all_keys())))


def _shown(one: api_keys.Key, today: date) -> KeyShape:
    return KeyShape(one.id, one.name, one.role, one.made_by, one.made_at, one.expires, one.state(today))


def make(call: Call) -> Answer:
    """Make a key; it is in this answer alone, so no copy is kept under an idempotency key."""
    body: KeyForm = call.body
    return Answer(MadeKeyShape(api_keys.make(call.home, body.name, body.role, body.expires)))


def revoke(call: Call) -> Answer:
    """Revoke a key."""
    return Answer(_shown(api_keys.revoke(call.home, call.path["id"]), call.home.today()))


OPERATIONS = (
    Operation("GET", "/v1/keys", "All keys that were made", keys, answers=(KeysShape,), permission="keep_keys"),
    Operation(
        "POST",
        "/v1/keys",
        "Make a key; it is shown this once",
        make,
        answers=(MadeKeyShape,),
        permission="keep_keys",
        body=KeyForm,
        example={"name": "erp", "role": "machine", "expires": "2030-01-01"},
    ),
    Operation(
        "POST",
        "/v1/keys/{id}/revoke",
        "Revoke a key",
        revoke,
        answers=(KeyShape,),
        permission="keep_keys",
        statuses=(404,),
    ),
)
