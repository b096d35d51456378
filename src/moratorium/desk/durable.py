"""Jobs carried through step by step, whatever dies in between: the one module that knows DBOS.

DBOS notes each step that has ended. When a worker was killed, the next one asks it for what was begun: steps that ended
are not done again, the one that was under way is begun anew. So a step is whole in itself: begun twice, it does nothing
twice. On a file DBOS keeps its notes in a file of its own beside ours, on a server in a schema of its own. What people
see of a job is in our table; if the notes are lost, a job is begun anew from there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID

from moratorium.store import Store

FILE = "jobs.db"
MOST_DEATHS = 20
"""A job in which so many workers died is not begun again: it may be what kills them."""

_FORM = "1"
"""Form of the steps: raised if they are no longer those that a killed worker noted."""

_LOOKS = 0.1
"""Seconds between looks at whether a job has ended."""

_UNDER_WAY = frozenset({"PENDING", "ENQUEUED", "DELAYED"})

State = dict[str, Any]
"""How far a job has come, as JSON; with ``ended`` it has no further step."""

Step = Callable[[str, State], State]
"""One step of the job of an id, from the state after the step before."""

Carry = Callable[[str], bool]
"""Begins the job of an id, or goes on with it, and waits for its end; False if too many workers died in it. If the
database is away, the one who waits gets a :class:`~moratorium.errors.SourceError`; the job may be under way still.
"""


class _Json(Serializer):
    """Notes as JSON: reading them runs nothing, whoever wrote them."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=str)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "moratorium_json"


@contextmanager
def durable(store: Store, folder: Path, step: Step) -> Iterator[Carry]:
    """What carries jobs through, for the length of a block. One at a time in a process, and over one database.

    Args:
        store: The database.
        folder: The home, for the notes if the database is a file.
        step: Does one step; raises nothing that a person could meet.
    """
    address = store.address if store.is_shared else f"sqlite:///{folder / FILE}"
    config: DBOSConfig = {
        "name": "moratorium",
        "system_database_url": address,
        "sys_db_pool_size": 5,
        "use_listen_notify": False,  # one connection less, and nobody waits for these
        "executor_id": "worker",  # one at a time, so whoever comes next takes over
        "application_version": _FORM,
        "serializer": _Json(),
        "log_level": "CRITICAL",
        "console_log_level": "CRITICAL",
    }
    DBOS(config=config)

    @DBOS.step(name="step")
    def one(id: str, state: State) -> State:
        return step(id, state)

    @DBOS.workflow(name="job", max_recovery_attempts=MOST_DEATHS)
    def job(id: str) -> str:
        state: State = {}
        while "ended" not in state:
            state = one(id, state)
        return str(state["ended"])

    def carry(id: str) -> bool:
        with store.speaking():
            with SetWorkflowID(id):
                handle = DBOS.start_workflow(job, id)
            while (status := handle.get_status().status) in _UNDER_WAY:
                time.sleep(_LOOKS)
            return status == "SUCCESS"

    try:
        DBOS.launch()
        yield carry
    finally:
        DBOS.destroy(destroy_registry=True)


def forget(ids: list[str]) -> None:
    """Remove the notes of jobs that ended long ago; within the block of :func:`durable`."""
    DBOS.delete_workflows(ids)
