"""The partner portal, for programs of a partner; and the register of partners, for programs of the house.

A key of the role `partner` acts for the party of the account of its name. Nothing here takes a party from the caller,
so nobody reads or says anything for another partner.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import partners as register
from moratorium.desk import portal as desk
from moratorium.desk.cases import File
from moratorium.errors import InputError
from moratorium.registers.undertakings import UNDERTAKINGS
from moratorium.web.api import partner_shapes as shapes
from moratorium.web.api.looking import number_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import done_once
from moratorium.web.api.shapes import NumberShape

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=20_000)]
Short = Annotated[str, Meta(max_length=2_000)]


class NoticeQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which language.

    Attributes:
        language: Such as `nl`; the one that was chosen for you if there is no text in it.
    """

    language: Annotated[str, Meta(max_length=35)] = ""


class PartnersQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What counts as running out.

    Attributes:
        within: Undertakings that run out within so many days.
    """

    within: Annotated[int, Meta(ge=0, le=3650)] = register.SOON


class AcknowledgementForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """You have read a notice.

    Attributes:
        name: Your name, as you would sign.
        digest: The `digest` of the text that you read.
        question: What you ask about it.
    """

    name: Name
    digest: Annotated[str, Meta(min_length=64, max_length=64)]
    question: Annotated[str, Meta(max_length=4_000)] = ""


class PortalReplyForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Your answer to a question.

    Attributes:
        text: What you answer.
        name: Your name, as you would sign.
    """

    text: Annotated[str, Meta(min_length=1, max_length=4_000)]
    name: Name


class UndertakingForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An end-use statement or an undertaking not to re-export; it counts once it was accepted.

    Attributes:
        undertaking: Which of them.
        valid_from: First day on which it is to count.
        valid_until: First day on which it no longer does.
        signed_by: The name of who signs.
        text: What is undertaken, letter for letter; may be left out if there is a file.
        language: Of the text.
        products: Ids of the products that it is about, separated by blanks; all if empty.
        orders: Ids of the orders that it is about; all of yours if empty.
        end_user: Id of the end user; any if empty.
        territories: Codes of the territories to which goods may not be re-exported, separated by blanks.
        file_name: Name of the signed file.
        file_content: Its bytes, base64; of at most 5 MB.
    """

    undertaking: Literal[UNDERTAKINGS]  # type: ignore[valid-type]  # the words stand in the register, once
    valid_from: date
    valid_until: date
    signed_by: Name
    text: Text = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    products: Short = ""
    orders: Short = ""
    end_user: Annotated[str, Meta(max_length=200)] = ""
    territories: Short = ""
    file_name: Annotated[str, Meta(max_length=200)] = ""
    file_content: Annotated[str, Meta(max_length=7_000_000)] = ""


# -- the partner ------------------------------------------------------------------------------------------------------


def portal(call: Call) -> Answer:
    """All that is addressed to the caller's party."""
    found = desk.portal(call.home)
    return Answer(
        shapes.PortalShape(
            found.party,
            tuple(map(_notice_row, found.notices)),
            tuple(map(_question, found.questions)),
            tuple(map(_undertaking, found.undertakings)),
        )
    )


def _notice_row(one: desk.NoticeRow) -> shapes.PortalNoticeShape:
    return shapes.PortalNoticeShape(
        one.id, one.state, one.sent_at, one.due, one.days_late, one.acknowledged_at, one.is_awaited
    )


def _question(one: Any) -> shapes.PortalQuestionShape:
    order = one.order_key.rpartition("/")[0]
    return shapes.PortalQuestionShape(one.act, order, one.question, one.note, one.at, one.until)


def _undertaking(one: desk.UndertakingRow) -> shapes.UndertakingShape:
    return shapes.UndertakingShape(
        one.id,
        one.state,
        one.kind,
        one.products,
        one.orders,
        one.end_user,
        one.territories,
        one.valid_from,
        one.valid_until,
        one.counts,
    )


def notice(call: Call) -> Answer:
    """A notice to the caller's party, with its text."""
    found = desk.notice(call.home, call.path["notice"], call.query.language)
    return Answer(
        shapes.NoticeToShape(
            _notice_row(found.row),
            found.text,
            found.language,
            found.languages,
            found.digest,
            found.acknowledged_by,
            found.question,
            found.superseded_by,
        )
    )


def acknowledge(call: Call) -> Answer:
    """Acknowledge a notice."""
    body: AcknowledgementForm = call.body
    state = shapes.AcknowledgedShape
    given = (call.path["notice"], body.name, body.digest, body.question)
    return done_once(call, lambda: state(given[0], desk.acknowledge(call.home, *given)))


def reply(call: Call) -> Answer:
    """Answer a question."""
    body: PortalReplyForm = call.body
    number = number_of(call.path["question"], "question")
    return done_once(call, lambda: NumberShape(desk.reply(call.home, number, body.text, body.name)))


def hand_in(call: Call) -> Answer:
    """Hand in an undertaking."""
    body: UndertakingForm = call.body
    try:
        content = b64decode(body.file_content, validate=True)
    except ValueError:
        raise InputError("this is no base64", "file_content", "send the bytes of the file in base64") from None
    files = (File(content, body.file_name, is_evidence=True),) if content else ()
    given = msgspec.structs.asdict(body)
    kind, _, _ = (given.pop(name) for name in ("undertaking", "file_name", "file_content"))
    made = desk.Undertaking(kind, **given)
    return done_once(call, lambda: shapes.HandedInShape(desk.hand_in(call.home, made, files)))


# -- the house --------------------------------------------------------------------------------------------------------


def partners(call: Call) -> Answer:
    """The register of partners."""
    found = register.register(call.service.home, call.query.within)
    return Answer(shapes.PartnersShape(tuple(map(_partner, found))))


def _partner(one: register.Partner) -> shapes.PartnerShape:
    return shapes.PartnerShape(
        one.party,
        one.name,
        one.people,
        one.notices,
        one.last.id if one.last else "",
        one.awaited,
        one.days_late,
        one.waiting,
        one.counting,
        one.expiring,
        one.next_end,
    )


def partner(call: Call) -> Answer:
    """One partner."""
    found = register.partner(call.service.home, call.path["party"], call.query.within)
    return Answer(
        shapes.WholePartnerShape(
            _partner(found.partner),
            tuple(shapes.PartnerAccountShape(one.name, one.state) for one in found.people),
            tuple(
                shapes.SentNoticeShape(
                    one.id, one.title, one.state, one.sent_at, one.due, one.days_late, one.acknowledged_at
                )
                for one in found.notices
            ),
            tuple(map(_undertaking, found.undertakings)),
        )
    )


_OWN = "What is another partner's cannot be told apart from what does not exist."

OPERATIONS = (
    Operation(
        "GET",
        "/v1/portal",
        "What is addressed to your party: notices, questions, and what it undertook",
        portal,
        answers=(shapes.PortalShape,),
        permission="use_portal",
        description="The party is that of the account of your key's name.",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/portal/notices/{notice}",
        "A notice to your party, with its text",
        notice,
        answers=(shapes.NoticeToShape,),
        permission="use_portal",
        description=_OWN,
        query=NoticeQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/portal/notices/{notice}/acknowledgement",
        "Acknowledge a notice: you have read it",
        acknowledge,
        answers=(shapes.AcknowledgedShape,),
        permission="use_portal",
        description="It says that you have read the text of this digest, and not that you agree. The last "
        "acknowledgement closes the notice.",
        body=AcknowledgementForm,
        example={"name": "H. de Vries", "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/portal/questions/{question}/reply",
        "Answer a question to your party",
        reply,
        answers=(NumberShape,),
        permission="use_portal",
        description="It is your statement, and moves nothing by itself.",
        body=PortalReplyForm,
        example={"text": "The end user sits in Utrecht.", "name": "H. de Vries"},
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/portal/undertakings",
        "Hand in an end-use statement or an undertaking not to re-export",
        hand_in,
        answers=(shapes.HandedInShape,),
        permission="use_portal",
        description="It counts for nothing until it was accepted.",
        body=UndertakingForm,
        example={
            "undertaking": "no_reexport",
            "valid_from": "2022-05-01",
            "valid_until": "2023-05-01",
            "signed_by": "H. de Vries",
            "text": "We do not sell, export or re-export the goods to Russia or Belarus.",
            "language": "en",
            "territories": "RU BY",
        },
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/partners",
        "The register of partners: acknowledgements that are awaited, undertakings that run out",
        partners,
        answers=(shapes.PartnersShape,),
        permission="read_partners",
        query=PartnersQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/partners/{party}",
        "A partner: notices to it, what it undertook, who acts for it",
        partner,
        answers=(shapes.WholePartnerShape,),
        permission="read_partners",
        query=PartnersQuery,
        statuses=(404,),
        has_etag=True,
    ),
)
