"""Cases that lack nothing, made from the tables themselves, so that a new row is tested without a new line here."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from moratorium.registers.case import Case
from moratorium.registers.lifecycle import Field, Kind, Lifecycle, PartTable
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import Attachment

AT = datetime(2022, 4, 26, 7, 30, tzinfo=UTC)
DAY = date(2022, 4, 26)
CONTENT = b"letter"
DIGEST = digest_bytes(CONTENT)
FILE = Attachment(DIGEST, "letter.pdf", "application/pdf", 3)

SAMPLES = {
    Kind.TEXT: "words",
    Kind.FLAG: "yes",
    Kind.DAY: "2022-05-02",
    Kind.INSTANT: "2022-05-02T09:00:00+00:00",
    Kind.NUMBER: "12",
    Kind.LANGUAGE: "en",
    Kind.DIGEST: DIGEST,
    Kind.FILE: DIGEST,
    Kind.CASE: "PS-2022-0001",
}


def sample(field: Field) -> str:
    """A value that a field may have."""
    return field.choices[0] if field.kind is Kind.CHOICE else SAMPLES[field.kind]


def whole_part(table: PartTable) -> dict[str, str]:
    """A part of which everything is stated."""
    return {field.name: sample(field) for field in table.fields}


def whole_case(table: Lifecycle, state: str) -> Case:
    """A case in a state that lacks nothing; other people than `zoe` did what was done."""
    return Case(
        f"{table.prefix}-2022-0001",
        table.kind,
        state,
        "A title",
        {field.name: sample(field) for field in table.fields},
        {(part.name, number): whole_part(part) for part in table.parts for number in (1, 2)},
        attachments=(FILE,),
        takers={step.name: "ann" for step in table.steps},
    )


def without(case: Case, *fields: str) -> Case:
    """The case without some fields."""
    return msgspec.structs.replace(case, fields={k: v for k, v in case.fields.items() if k not in fields})
