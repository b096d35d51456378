"""A job put in and answered at once: 202, with where to see how far it is."""

from __future__ import annotations

import re

import msgspec

from moratorium.desk import jobs
from moratorium.desk.jobs import Asked, Job
from moratorium.web.api.job_shapes import FileShape, JobShape
from moratorium.web.api.operation import Answer, Call
from moratorium.web.api.recording import done_once
from moratorium.web.api.shapes import FaultShape

_NO_WAIT = re.compile(r"(^|[,;\s])respond-async($|[,;\s])", re.IGNORECASE)


class _Named(msgspec.Struct):
    id: str


def wants_no_wait(call: Call) -> bool:
    """Whether the caller prefers not to wait for the answer (RFC 7240)."""
    return _NO_WAIT.search(call.headers.get("prefer", "")) is not None


def accepted(call: Call, asked: Asked) -> Answer:
    """Put a job in, once under the caller's idempotency key."""
    answer = done_once(call, lambda: shape_of(jobs.asked_for(call.home, asked)))
    id = msgspec.json.decode(answer.content, type=_Named).id
    headers = {"location": f"/v1/jobs/{id}", "preference-applied": "respond-async"}
    return answer._replace(status=202, headers=headers)


def shape_of(job: Job) -> JobShape:
    """A job as a caller sees it."""
    outcome = job.outcome
    files = tuple(FileShape(one, f"/v1/jobs/{job.id}/files/{one}") for one in outcome.files) if outcome else ()
    faults = tuple(FaultShape(one.at, one.message, one.help) for one in outcome.faults) if outcome else ()
    return JobShape(
        id=job.id,
        kind=job.kind,
        meaning=jobs.KINDS[job.kind].meaning,
        by=job.by,
        at=job.at,
        state=job.state,
        cancelled_by=job.cancelled_by,
        done=job.done,
        total=job.total,
        words=outcome.words if outcome else job.words,
        begun=job.begun,
        ended=job.ended,
        tries=job.tries,
        figures=outcome.figures if outcome else {},
        files=files,
        faults=faults,
    )
