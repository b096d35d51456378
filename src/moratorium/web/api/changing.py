"""What people do: answer, clear, propose, approve, reject. The same use cases as on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import answering, approving, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.jobs import Again
from moratorium.errors import ConflictError, Fault, InputError, RefusedError
from moratorium.web.api.asking import accepted, wants_no_wait
from moratorium.web.api.job_shapes import JobShape
from moratorium.web.api.looking import number_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.problems import StatusError
from moratorium.web.api.recording import Word, Words, again_shape, decided_again, done_once, fault_shapes
from moratorium.web.api.shapes import AgainShape, ApprovedShape, NumberShape, TakenShape

MOST_ANSWERS = 1_000


class AnswerForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to a question; subject, fact, about and compared as the question has them.

    Attributes:
        subject: Whose fact it is.
        fact: The fact.
        answer: In the form that the question expects.
        source: What it rests on: a document, a call, a register.
        expires: First day on which it no longer counts.
        about: For "is this the listed party?": the list entries it is about.
        compared: What was compared when it was asked.
    """

    subject: Word
    fact: Word
    answer: Words
    source: Words
    expires: date | None = None
    about: tuple[Word, ...] = ()
    compared: tuple[Word, ...] = ()


class AnswersForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers.

    Attributes:
        answers: At least one.
        again: Whether open and held orders are decided again at once.
    """

    answers: Annotated[tuple[AnswerForm, ...], Meta(min_length=1, max_length=MOST_ANSWERS)]
    again: bool = True


class ClearanceForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hold cleared by a person, for one measure revision and one row of facts.

    Attributes:
        order: Key of the order on which you decided: the question's `example`.
        fact: `measure@revision`, as the question has it.
        subject: Digest of the facts, as the question has it.
        reason: Why it may go on.
        expires: First day on which it no longer counts.
        again: Whether open and held orders are decided again at once.
    """

    order: Word
    fact: Annotated[str, Meta(pattern="^[^@]+@[^@]+$", max_length=500)]
    subject: Word
    reason: Words
    expires: date | None = None
    again: bool = True


class ProposalForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the rulebook; it changes nothing until another person approves it.

    Attributes:
        change: What is proposed.
        document: For `propose`: text of the measure, new or changed.
        measure: For `extend` and `lift`: id of the measure.
        day: For `lift` the first day without it; for `extend` too, or none for no end.
        reason: Why.
    """

    change: Literal["propose", "extend", "lift"]
    reason: Words
    document: Annotated[str, Meta(max_length=200_000)] | None = None
    measure: Word | None = None
    day: date | None = None


class RejectionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a proposal is rejected.

    Attributes:
        reason: Why.
    """

    reason: Words


class AgainForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open and held orders to be decided again.

    Attributes:
        cause: Why, in words; goes into the record.
        on: Valid day; default today.
    """

    cause: Words
    on: date | None = None


# -- answers and clearances -------------------------------------------------------------------------------------------


def answers(call: Call) -> Answer:
    """Record answers and decide again."""
    body: AnswersForm = call.body
    given, faults = [], list[Fault]()
    for position, one in enumerate(body.answers):
        at = f"answers[{position}]"
        try:
            given.append(answering.given_of(_cells(one), at))
        except (ValueError, KeyError) as error:
            faults.append(Fault(str(error).strip("'"), at, "answer in the form that the question expects"))
    if faults:
        raise InputError.of(faults)

    def work() -> TakenShape:
        taken = answering.answer(call.home, given, call.service.references)
        if taken.faults and not taken.indexes:
            raise InputError.of(taken.faults)
        again = decided_again(call, f"{len(taken.indexes)} answers") if body.again and taken.indexes else None
        return TakenShape(tuple(taken.indexes), fault_shapes(taken.faults), again)

    return done_once(call, work)


def _cells(one: AnswerForm) -> Mapping[str, str]:
    return {
        "kind": "answer",
        "subject": one.subject,
        "fact": one.fact,
        "answer": one.answer.strip(),
        "source": one.source.strip(),
        "expires": one.expires.isoformat() if one.expires else "",
        "about": " ".join(one.about),
        "compared": " ".join(one.compared),
    }


def clearance(call: Call) -> Answer:
    """Clear a hold and decide again."""
    body: ClearanceForm = call.body
    cells = {
        "kind": "clearance",
        "subject": body.subject,
        "fact": body.fact,
        "answer": "yes",
        "source": body.reason.strip(),
        "expires": body.expires.isoformat() if body.expires else "",
        "example": body.order,
    }
    try:
        given = answering.given_of(cells, "")
    except ValueError as error:
        raise InputError(str(error)) from error

    def work() -> TakenShape:
        taken = answering.answer(call.home, [given], call.service.references)
        again = decided_again(call, f"clearance for {body.order}") if body.again else None
        return TakenShape(tuple(taken.indexes), (), again)

    return done_once(call, work)


def again(call: Call) -> Answer:
    """Decide open and held orders again, at once or as a job."""
    body: AgainForm = call.body
    if wants_no_wait(call):
        return accepted(call, Again(body.cause, body.on))
    return done_once(call, lambda: decided_again(call, body.cause, body.on))


# -- measures ---------------------------------------------------------------------------------------------------------


def propose(call: Call) -> Answer:
    """Propose a change of the rulebook."""
    return done_once(call, lambda: NumberShape(_proposed(call.home, call.body, _seen(call))))


def _seen(call: Call) -> str | None:
    """Digest of the text that the proposer saw, from ``If-Match``."""
    header = call.headers.get("if-match")
    return None if header is None or header.strip() == "*" else header.strip().removeprefix("W/").strip('"')


def _proposed(home: Home, body: ProposalForm, seen: str | None) -> int:
    try:
        match body:
            case ProposalForm(change="propose", document=str(text), measure=None, day=None):
                return rulebooks.propose_documents(home, {"document": text}, body.reason, seen)
            case ProposalForm(change="extend", document=None, measure=str(id)):
                return rulebooks.propose_extension(home, id, body.day, body.reason, seen)
            case ProposalForm(change="lift", document=None, measure=str(id), day=date() as day):
                return rulebooks.propose_lift(home, id, day, body.reason, seen)
    except ConflictError as error:
        if error.fault.at == rulebooks.SEEN:
            raise StatusError(412, error.fault.message, error.fault.help) from error
        raise
    needs = {"propose": "`document` alone", "extend": "`measure`, and `day` or no end", "lift": "`measure` and `day`"}
    raise InputError(f"this does not tell what to {body.change}", "", f"it takes {needs[body.change]}")


def approve(call: Call) -> Answer:
    """Approve a proposal as the second person; open orders are decided again."""
    number = number_of(call.path["number"], "number")

    def work() -> ApprovedShape:
        found = approving.approve(call.home, number, call.service.references)
        again = None if found.again is None else again_shape(found.again)
        return ApprovedShape(found.rulebook.digest, again, found.job or None)

    return done_once(call, work)


def reject(call: Call) -> Answer:
    """Reject a proposal, with a reason."""
    number = number_of(call.path["number"], "number")
    body: RejectionForm = call.body
    if not body.reason.strip():
        raise RefusedError("a rejection needs a reason", "reason", "say why")

    def work() -> NumberShape:
        rulebooks.reject(call.home, number, body.reason)
        return NumberShape(number)

    return done_once(call, work)


OPERATIONS = (
    Operation(
        "POST",
        "/v1/answers",
        "Answer questions, also whether somebody is the listed party",
        answers,
        answers=(TakenShape,),
        permission="answer",
        description="One answer settles all lines of its subject. Open and held orders are decided again.",
        body=AnswersForm,
        example={
            "answers": [
                {
                    "subject": "party:C-7",
                    "fact": "territory",
                    "answer": "DE",
                    "source": "company register, extract of 2022-04-25",
                }
            ]
        },
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/clearances",
        "Clear a hold, for one measure revision and one row of facts",
        clearance,
        answers=(TakenShape,),
        permission="clear",
        body=ClearanceForm,
        example={
            "order": "SO-1001/sale",
            "fact": "watch-by@5f0c2d9a7b1e4c38",
            "subject": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "reason": "site visit on 2022-04-20, report 17",
        },
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/again",
        "Decide open and held orders again",
        again,
        answers=(AgainShape,),
        accepts=JobShape,
        permission="decide_again",
        description="With `Prefer: respond-async` it becomes a job: the answer is 202, and `Location` names the job.",
        body=AgainForm,
        example={"cause": "windows begin today"},
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/proposals",
        "Propose a measure, its extension or its end",
        propose,
        answers=(NumberShape,),
        permission="propose",
        description="With `If-Match` it is taken only if the measure's text is still the one with that ETag.",
        body=ProposalForm,
        example={"change": "lift", "measure": "suspension-nl", "day": "2022-06-01", "reason": "review of 2022-05-20"},
        statuses=(404, 412),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/proposals/{number}/approve",
        "Approve a proposal as the second person; open orders are decided again",
        approve,
        answers=(ApprovedShape,),
        permission="approve",
        statuses=(404, 409, 422),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/proposals/{number}/reject",
        "Reject a proposal, with a reason",
        reject,
        answers=(NumberShape,),
        permission="reject",
        body=RejectionForm,
        example={"reason": "the scope is too wide"},
        statuses=(404, 409),
        takes_key=True,
    ),
)
