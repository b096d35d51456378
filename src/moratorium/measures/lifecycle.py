"""The rulebook's life, by two people: one proposes, another approves. Nobody approves what they proposed.

======== ============ ==========
state    event        becomes
======== ============ ==========
draft    propose      proposed
proposed approve      approved
proposed reject       rejected
======== ============ ==========

Approved and rejected are ends; a change of mind is a new proposal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from moratorium.conditions.bind import Extent
from moratorium.errors import RefusedError
from moratorium.measures.measure import Measure
from moratorium.measures.reading import territories_of
from moratorium.measures.rulebook import Rulebook
from moratorium.terms.act import holder_of
from moratorium.terms.effect import Effect
from moratorium.terms.eyes import are_two_people, is_somebody

Kind = Literal["adopt", "propose", "extend", "lift", "activate"]
State = Literal["draft", "proposed", "approved", "rejected"]
Event = Literal["propose", "approve", "reject"]

TRANSITIONS: dict[tuple[State, Event], State] = {
    ("draft", "propose"): "proposed",
    ("proposed", "approve"): "approved",
    ("proposed", "reject"): "rejected",
}
"""All that can happen to a proposal; what is not in the table is refused."""


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change of the rulebook that somebody wants.

    Attributes:
        id: Its name.
        kind: ``adopt`` a whole rulebook, ``propose`` some measures, ``extend``, ``lift`` or ``activate``.
        by: Name of the local identity that proposes.
        documents: Texts of the measures to be in the rulebook, by measure id; for ``adopt`` all of them.
        removed: Ids of measures that leave it.
        reason: Why.
        state: Where it stands.
        decided_by: Who approved or rejected it.
        decision: Why it was rejected, or a remark of the approver.
    """

    id: str
    kind: Kind
    by: str
    documents: dict[str, str] = {}
    removed: tuple[str, ...] = ()
    reason: str = ""
    state: State = "draft"
    decided_by: str = ""
    decision: str = ""


def propose(proposal: Proposal) -> Proposal:
    """Hand a draft in.

    Raises:
        RefusedError: it is no draft, or changes nothing.
    """
    if not proposal.documents and not proposal.removed:
        raise RefusedError("the proposal changes nothing", proposal.id, "give a measure, or one to remove")
    return msgspec.structs.replace(proposal, state=_next(proposal, "propose"))


def approve(proposal: Proposal, by: str, remark: str = "") -> Proposal:
    """Approve a proposal as the second pair of eyes.

    Raises:
        RefusedError: it is not waiting for approval, proposer and approver are one person, or either is not
            authenticated.
    """
    state = _next(proposal, "approve")
    second_pair_of_eyes(proposal.by, by, proposal.id)
    return msgspec.structs.replace(proposal, state=state, decided_by=by, decision=remark)


def reject(proposal: Proposal, by: str, reason: str) -> Proposal:
    """Reject a proposal; its proposer may, too, which withdraws it.

    Raises:
        RefusedError: it is not waiting for approval, the person is not authenticated, or no reason is given.
    """
    state = _next(proposal, "reject")
    if not is_somebody(by):
        raise RefusedError("an unauthenticated user cannot reject", proposal.id, "make a local identity first")
    if not reason.strip():
        raise RefusedError("a rejection needs a reason", proposal.id, "say why")
    return msgspec.structs.replace(proposal, state=state, decided_by=by, decision=reason)


def second_pair_of_eyes(first: str, second: str, at: str = "") -> None:
    """Check that two different, authenticated people stand behind a change.

    Raises:
        RefusedError: they are one person, or either is not authenticated.

    >>> second_pair_of_eyes("Ann", "Bo")

    Whichever way a person came in, by a key of the service or as a local identity, it is one person.

    >>> second_pair_of_eyes("ann", "ann@service")
    Traceback (most recent call last):
    moratorium.errors.RefusedError: `ann` proposed this and cannot approve it; ask another person
    """
    for name in (first, second):
        if not is_somebody(name):
            help_ = "make a local identity (`moratorium whoami --new NAME`); it signs with its own key"
            raise RefusedError(f"`{name or 'nobody'}` is not authenticated", at, help_)
    if not are_two_people(first, second):
        raise RefusedError(f"`{holder_of(second)}` proposed this and cannot approve it", at, "ask another person")


def apply_to(proposal: Proposal, texts: dict[str, str]) -> dict[str, str]:
    """The documents of the rulebook after the proposal, by measure id.

    Args:
        proposal: Approved or not; a preview needs it too.
        texts: The documents of the rulebook as it stands, by measure id.

    Raises:
        RefusedError: it removes a measure that is not there.
    """
    absent = [id_ for id_ in proposal.removed if id_ not in texts]
    if absent:
        raise RefusedError(f"there is no measure `{absent[0]}` to remove", proposal.id, "see `moratorium measure show`")
    kept = {} if proposal.kind == "adopt" else {id_: text for id_, text in texts.items() if id_ not in proposal.removed}
    return {**kept, **proposal.documents}


def warnings(
    before: Rulebook, after: Rulebook, day: date, extent: Callable[[tuple[str, ...]], Extent]
) -> tuple[str, ...]:
    """What a person should look at before a change is approved; nothing here is forbidden.

    A lift for a country also opens its regions: those that no denying measure of ours or of law reaches any longer on
    the day are named, so that nobody opens them by oversight.

    Args:
        before: The rulebook as it stands.
        after: The rulebook as it would be.
        day: Day from which the change counts.
        extent: What lies within the given territories on that day.
    """
    opened = _denied(before, day, extent) - _denied(after, day, extent)
    regions = sorted(code for code in opened if "-" in code)
    countries = sorted(code for code in opened if "-" not in code)
    found = []
    if regions:
        found.append(
            f"from {day} no active measure denies {', '.join(f'`{code}`' for code in regions)} as a territory; "
            "if a region is to stay suspended, propose a measure for it"
        )
    if countries and not regions:
        found.append(f"from {day} no active measure denies {', '.join(f'`{code}`' for code in countries)}")
    return tuple(found)


def _denied(rulebook: Rulebook, day: date, extent: Callable[[tuple[str, ...]], Extent]) -> frozenset[str]:
    """Codes that an active measure in force denies as such, whatever the product or party."""
    codes = [extent(territories).inside for measure in rulebook.in_force(day) if (territories := _reach(measure))]
    return frozenset().union(*codes)


def _reach(measure: Measure) -> tuple[str, ...]:
    if measure.effect is not Effect.DENY or not measure.active:
        return ()
    return territories_of(measure.scope)


def _next(proposal: Proposal, event: Event) -> State:
    state = TRANSITIONS.get((proposal.state, event))
    if state is None:
        raise RefusedError(f"a proposal that is {proposal.state} cannot {event}", proposal.id, "make a new proposal")
    return state
