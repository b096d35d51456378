"""A proposal approved: the rulebook changes and open orders are decided again, a few at once, many as a job.

The job is put in with the approval, in one transaction: whatever dies afterwards, the orders are decided again.
"""

from __future__ import annotations

from typing import NamedTuple

from moratorium.desk import jobs, rulebooks
from moratorium.desk.again import Again, decide_again
from moratorium.desk.home import Home
from moratorium.desk.measure_pages import cause_of
from moratorium.desk.references import References
from moratorium.measures import Rulebook
from moratorium.store import projections

AT_ONCE = 500
"""So many orders are decided again while the person waits."""


class Approved(NamedTuple):
    """What an approval came to.

    Attributes:
        rulebook: As it stands now.
        again: What deciding again came to; None if a job does it.
        job: Id of the job; empty if there is none.
    """

    rulebook: Rulebook
    again: Again | None
    job: str


def approve(home: Home, number: int, references: References | None = None) -> Approved:
    """Approve a proposal as the second person, and have open and held orders decided again.

    Raises:
        MissingError: no such proposal.
        RefusedError: it is decided already, or the approver is its proposer or nobody.
        ConflictError: what it changes was changed by others since it was made.
    """
    cause = cause_of(number)
    with home.store.begin() as connection:
        rulebook = rulebooks.approve_within(home, connection, number)
        has_many = len(projections.to_decide_again(connection, "", AT_ONCE + 1)) > AT_ONCE
        job = jobs.ask(home, connection, jobs.Again(cause), f"proposal {number}") if has_many else ""
    return Approved(rulebook, None if job else decide_again(home, cause, references=references), job)
