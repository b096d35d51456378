"""Jobs: replays and proofs asked for, how far they are, what they wrote, and how to stop them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import jobs
from moratorium.desk.jobs import Proof, Replay
from moratorium.desk.permissions import may
from moratorium.errors import InputError
from moratorium.web.api.asking import accepted, shape_of
from moratorium.web.api.job_shapes import JobShape, JobsShape, JobState
from moratorium.web.api.looking import Page, cursor_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation

Documents = dict[
    Annotated[str, Meta(min_length=1, max_length=100)], Annotated[str, Meta(min_length=1, max_length=400_000)]
]

BYTES = "application/octet-stream"
"""What jobs write is handed out to be saved; the console shows it."""

_EXAMPLE = """\
measure: suspension-example
title: Deliveries suspended (example)
kind: suspension
ground: {kind: own-policy, principle: no use of our products to cause harm}
in_force: [[2022-04-26, null]]
scope: {activities: all, territories: {roles: any, within: [RU, UA]}}
effect: deny
source: {text: example}
"""


class ReplayForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Drafts to be replayed over the history of the service.

    Attributes:
        drafts: Each a whole rulebook, by name: texts of its measures by file name.
        base: What they are compared with; null for the adopted rulebook.
        known_at: The adopted rulebook as known at a log size or time; null for now.
        on: The day for all lines; null for each line's own.
        share: From which share of its lines' worth on a partner's loss is told.
    """

    drafts: Annotated[dict[Annotated[str, Meta(min_length=1, max_length=100)], Documents], Meta(max_length=10)]
    base: Documents | None = None
    known_at: Annotated[str, Meta(max_length=100)] | None = None
    on: date | None = None
    share: Annotated[str, Meta(max_length=10)] = "0.2"


class ProofForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property to be proved, of every order that could come.

    Attributes:
        property: Such as `never allow where any role within RU`; see docs/proofs.md.
        draft: A whole rulebook beside the adopted one, which the property is about.
        start: First day; null for today.
        end: First day after it; null for no end.
        timeout: Seconds after which it is undecided.
        with_inactive: Whether inactive measures and absent lists count as well.
        clearances: Whether any hold may have been cleared by a person.
    """

    property: Annotated[str, Meta(min_length=1, max_length=4_000)]
    draft: Documents | None = None
    start: date | None = None
    end: date | None = None
    timeout: Annotated[float, Meta(gt=0, le=3600)] = 60.0
    with_inactive: bool = False
    clearances: bool = True


class JobsQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which jobs.

    Attributes:
        kind: Only of this kind.
        state: Only in this state.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    kind: Literal["replay", "profile", "proof", "history", "decisions", "again", "rescreen"] | None = None
    state: JobState | None = None


def replay(call: Call) -> Answer:
    """Have drafts replayed."""
    body: ReplayForm = call.body
    try:
        share = Decimal(body.share)
    except ArithmeticError:
        raise InputError(f"`{body.share}` is no share", "share", "write it as 0.2, for a fifth") from None
    return accepted(call, Replay(body.drafts, body.base, body.known_at, body.on, share))


def prove(call: Call) -> Answer:
    """Have a property proved."""
    body: ProofForm = call.body
    return accepted(call, Proof(**msgspec.structs.asdict(body)))


def listed(call: Call) -> Answer:
    """A page of jobs."""
    query: JobsQuery = call.query
    kinds = jobs.visible(call.key.role)
    before = jobs.place_of(place_of(query.cursor))
    found = jobs.listed(call.service.home, query.kind, query.state, kinds, before, query.limit)
    more = cursor_of(jobs.cursor_of(found[-1])) if len(found) == query.limit else None
    return Answer(JobsShape(tuple(map(shape_of, found)), more))


def job(call: Call) -> Answer:
    """A job as it stands."""
    return Answer(shape_of(jobs.job(call.service.home, call.path["job"])))


def cancel(call: Call) -> Answer:
    """Stop a job."""
    of_others = may(call.key.role, "cancel_any_job")
    return Answer(shape_of(jobs.cancel(call.home, call.path["job"], of_others=of_others)))


def file(call: Call) -> Answer:
    """What a job wrote."""
    name = call.path["name"]
    content = jobs.read_result(call.service.home, call.path["job"], name, call.key.role)
    return Answer(content, BYTES, {"content-disposition": f'attachment; filename="{name}"'})


_DRAFT = {"example": {"suspension.yaml": _EXAMPLE}}

OPERATIONS = (
    Operation(
        "POST",
        "/v1/replays",
        "Have drafts replayed over everything that happened, as a job",
        replay,
        accepts=JobShape,
        permission="replay",
        description="Done by the worker over the history in its home; `files` holds figures, page and changed lines.",
        body=ReplayForm,
        example={"drafts": _DRAFT, "on": "2022-05-01"},
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/proofs",
        "Have a property proved of every order that could come, as a job",
        prove,
        accepts=JobShape,
        permission="prove",
        body=ProofForm,
        example={"property": "never allow where any role within RU", "start": "2022-05-01"},
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/jobs",
        "Jobs, the newest first",
        listed,
        answers=(JobsShape,),
        permission="read_jobs",
        description="Those whose results the caller may read, and all to an administrator.",
        query=JobsQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/jobs/{job}",
        "A job: how far it is, or what came of it",
        job,
        answers=(JobShape,),
        permission="read_jobs",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "DELETE",
        "/v1/jobs/{job}",
        "Stop a job: at once if it waits, at its next step if it runs",
        cancel,
        answers=(JobShape,),
        permission="cancel_jobs",
        description="What it did until then stays, as its words say. An administrator may stop what others asked for.",
        statuses=(404,),
    ),
    Operation(
        "GET",
        "/v1/jobs/{job}/files/{name}",
        "A file that a job wrote",
        file,
        permission="read_jobs",
        description="Whoever may read what jobs of its kind write.",
        statuses=(404,),
        media_type=BYTES,
    ),
)
