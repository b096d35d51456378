"""Cases over HTTP, handed on and erased: the evidence bundle of one, and the words of one entry taken away for good."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from moratorium.desk import case_bundle, cases, erasing, reading
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import done_once


class EraseForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words to be erased.

    Attributes:
        act: Number of the act that entered them.
        reason: Why; it stays in the record, so it names nobody.
    """

    act: Annotated[int, Meta(ge=0, le=10**15)]
    reason: Annotated[str, Meta(min_length=1, max_length=erasing.MOST_REASON)]


class ErasedWordsShape(msgspec.Struct):
    """What was erased.

    Attributes:
        case: Id of the case.
        act: Number of the act whose words are gone.
        erased: Number of the act that says so.
    """

    case: str
    act: int
    erased: int


def bundle(call: Call) -> Answer:
    """The evidence bundle of a case."""
    row = cases.case_row(call.home, call.path["case"])
    reading.note_look(call.home, f"case:{row.id}", call.operation)
    made = case_bundle.bundle(call.home, row.id)
    return Answer(made.content, "application/zip", {"content-disposition": f'attachment; filename="{made.name}"'})


def erase(call: Call) -> Answer:
    """Erase the words of one entry."""
    body: EraseForm = call.body
    case = call.path["case"]
    return done_once(
        call, lambda: ErasedWordsShape(case, body.act, erasing.erase_entry(call.home, case, body.act, body.reason))
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/cases/{case}/bundle",
        "The evidence bundle of a case: with its files and a receipt of each act, as one ZIP file",
        bundle,
        permission="read_receipts",
        description="`moratorium ledger verify case-ID.zip --key VKEY` verifies it offline.",
        statuses=(404,),
        media_type="application/zip",
    ),
    Operation(
        "POST",
        "/v1/cases/{case}/erasures",
        "Erase the words of one entry, with its files; that something was entered stays proved",
        erase,
        answers=(ErasedWordsShape,),
        permission="erase_words",
        description="It cannot be had back. Steps stay, and so do state, deadlines and counts.",
        body=EraseForm,
        example={"act": 17, "reason": "asked for by the person on 3 May"},
        statuses=(404, 409),
        takes_key=True,
    ),
)
