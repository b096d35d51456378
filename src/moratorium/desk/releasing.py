"""Holds ended: an answer or a clearance for all orders that wait for it, looked at before it is given; or a refusal.

Whoever releases many orders at once first sees which would go on, which stay held and for what, and what they are
worth. The digest of what they saw goes back with the release, and nothing is done if it is not that any more. A
clearance of an order above the set value is a proposal until another person confirms it, and an answer releases such
an order when another person confirms it (see ``confirming``). The deciding core holds this too: what one person said
releases no order above the value, now or later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.decision.decider import Decider
from moratorium.decision.questions import Question
from moratorium.decision.reference import Answers, Reference
from moratorium.desk import jobs, rulebooks
from moratorium.desk.again import note
from moratorium.desk.answering import answer_of, expected
from moratorium.desk.checking import BATCH, Recorded, decide_batch
from moratorium.desk.current import CHANGES
from moratorium.desk.hold_rules import hold_rules, is_above, value_of
from moratorium.desk.holds import held_row, question, somebody
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.desk.saying import say, takes_another, to_confirm
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.measures.lifecycle import second_pair_of_eyes
from moratorium.store import Connection, blobs, projections, size
from moratorium.store import holds as rows
from moratorium.store.acts import entries
from moratorium.store.holding import name_of
from moratorium.store.holds import ClearanceProposalRow, QuestionRow
from moratorium.terms.act import Answered, CameIntoForce, Cleared
from moratorium.terms.canon import digest, digest_bytes
from moratorium.terms.effect import Effect
from moratorium.terms.holding import REFUSED, ClearanceConfirmed, ClearanceRejected, Withdrawn
from moratorium.terms.order import Order

MOST_PREVIEWED = 5_000
"""Orders of one preview; a question that more wait for is answered as a file, or by `POST /v1/answers`."""

_SEEN = "preview"
_AGAIN = "look at the preview again"


@dataclass(frozen=True)
class Given:
    """What somebody would say to a question.

    Attributes:
        answer: The fact; ``yes`` for a clearance.
        source: What it rests on; of a clearance, why the orders may go on.
        expires: First day on which it no longer counts.
    """

    answer: str
    source: str
    expires: date | None = None


@dataclass(frozen=True)
class Foreseen:
    """What would become of one order.

    Attributes:
        order: Its key.
        act: The decision that stands.
        effect: It would then have.
        needs_two: Whether that takes a second person.
        left: What it would still wait for.
        currency: Of its value.
        value: None where it is not known.
    """

    order: str
    act: int
    effect: str
    needs_two: bool
    left: tuple[str, ...]
    currency: str | None
    value: Decimal | None


@dataclass(frozen=True)
class Preview:
    """What an answer or a clearance would do, before it is given.

    Attributes:
        question: What is settled.
        said: The answer or clearance as it would be recorded.
        orders: Every order that waits for it.
        digest: Of all that; given back at the release.
        size: Size of the log when it was looked at.
    """

    question: QuestionRow
    said: Answered | Cleared
    orders: tuple[Foreseen, ...]
    digest: str
    size: int

    @property
    def released(self) -> tuple[Foreseen, ...]:
        """Orders that would go on at once."""
        return tuple(one for one in self.orders if one.effect == "allow" and not one.needs_two)

    @property
    def for_two(self) -> tuple[Foreseen, ...]:
        """Orders that would wait for a second person, whatever else they wait for."""
        return tuple(one for one in self.orders if one.needs_two)

    @property
    def held(self) -> tuple[Foreseen, ...]:
        """Orders that would stay held for another reason."""
        return tuple(one for one in self.orders if one.effect == "hold" and not one.needs_two)

    @property
    def denied(self) -> tuple[Foreseen, ...]:
        """Orders that would be denied."""
        return tuple(one for one in self.orders if one.effect == "deny" and not one.needs_two)


@dataclass(frozen=True)
class Done:
    """What was recorded, and what became of the orders.

    Attributes:
        acts: Log indexes of what was said.
        proposals: Those of them that wait for a second person.
        changed: Orders whose effect changed, with the effect before and after.
        decided: How many were decided again.
        job: Id of the job that decides the other open orders again; empty if none is needed.
    """

    acts: tuple[int, ...]
    proposals: tuple[int, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    decided: int = 0
    job: str = ""


# -- looked at before -------------------------------------------------------------------------------------------------


def preview(home: Home, name: str, given: Given, references: References | None = None) -> Preview:
    """What an answer or a clearance would do to every order that waits for it.

    Args:
        home: The state.
        name: Of the question.
        given: What would be said.
        references: What was read before, so that it is not read twice; None reads it.

    Raises:
        MissingError: nothing waits for it.
        InputError: the answer does not fit the question, or too many orders wait for it.
        RefusedError: whether somebody is the listed party is answered with the match before one's eyes.
    """
    asked = question(home, name)
    said = _said(asked, given)
    if asked.orders > MOST_PREVIEWED:
        message = f"{asked.orders:,} orders wait for this, more than the {MOST_PREVIEWED:,} that are previewed"
        raise InputError(message, "question", "answer it as a file: moratorium answer FILE, or POST /v1/answers")
    with home.store.read() as connection:
        day, at = home.today(), size(connection)
        rulebook = rulebooks.adopted(connection)
        reference = (references or References(home)).on(connection, day, rulebook)
        waiting = rows.waiting(connection, name)
        decider = Decider(rulebook, _with(reference, said))
        is_second = isinstance(said, Answered) and to_confirm(home, connection, said) is not None
        foreseen = tuple(_foreseen(connection, decider, waiting, day, said, is_second=is_second))
    seen = [[one.order, one.act, one.effect, one.needs_two] for one in foreseen]
    return Preview(asked, said, foreseen, digest([name, said, rulebook.digest, seen]), at)


def _said(asked: QuestionRow, given: Given) -> Answered | Cleared:
    if asked.kind == "answer" and asked.fact == "listed":
        help_ = "look at the match: there it is answered for the entry and the party as they were compared"
        raise RefusedError("whether somebody is the listed party is not answered unseen", "question", help_)
    cells = {
        "kind": asked.kind,
        "subject": asked.subject,
        "fact": asked.fact,
        "answer": given.answer.strip(),
        "source": given.source.strip(),
        "expires": given.expires.isoformat() if given.expires else "",
        "example": asked.order_key,
    }
    if not cells["source"]:
        words = "a clearance needs a reason" if asked.kind == "clearance" else "an answer needs a source"
        raise InputError(words, "source", "say what it rests on: a document, a call, a register")
    try:
        return answer_of(cells)
    except ValueError as error:
        raise InputError(str(error), "answer") from error


def _with(reference: Reference, said: Answered | Cleared) -> Reference:
    """The reference as it would be, everybody who must confirm having confirmed."""
    known = (_also(answers, said) for answers in (reference.answers, reference.answers_of_two))
    return msgspec.structs.replace(reference, answers=next(known), answers_of_two=next(known))


def _also(answers: Answers, said: Answered | Cleared) -> Answers:
    """What was said, with one more."""
    if isinstance(said, Cleared):
        key = frozenset([(said.measure, said.revision, said.row)])
        return msgspec.structs.replace(answers, cleared=answers.cleared | key)
    asked = (said.subject, said.fact)
    answered = {**answers.answered, asked: said}
    return msgspec.structs.replace(answers, answered=answered, doubted=answers.doubted - {asked})


def _foreseen(
    connection: Connection,
    decider: Decider,
    waiting: tuple[tuple[str, int], ...],
    day: date,
    said: Answered | Cleared,
    *,
    is_second: bool,
) -> Iterator[Foreseen]:
    rules = hold_rules(connection)
    for start in range(0, len(waiting), BATCH):
        acts = dict(waiting[start : start + BATCH])
        held = rows.holds_of(connection, acts)
        orders = _orders(connection, acts)
        decider.compare(orders.values())
        for key, order in orders.items():
            decided = decider.decide(order, day, digest_bytes(b""))
            left = dict.fromkeys(
                finding.question or finding.title
                for found in decided.judged
                for finding in found.judgement.findings
                if finding.weight is Effect.HOLD
            )
            effect = decided.decision.effect
            two = is_above(rules, held[key]) and not is_second
            two = two and (isinstance(said, Cleared) or effect != "deny")  # one person's answer may deny any order
            value = value_of(held[key])
            currency, amount = value or (held[key].currency, None)
            yield Foreseen(key, acts[key], effect, two, tuple(left), currency, amount)


def _orders(connection: Connection, keys: Iterable[str]) -> dict[str, Order]:
    """Orders as they were last decided, by key."""
    found = [row for key in keys if (row := projections.order(connection, key)) is not None]
    contents = blobs.get_many(connection, {row.digest for row in found})
    return {row.key: msgspec.json.decode(contents[row.digest], type=Order) for row in found}


# -- released ---------------------------------------------------------------------------------------------------------


def release(home: Home, name: str, given: Given, seen: str, references: References | None = None) -> Done:
    """Answer a question, or clear, for all orders that wait for it, as it was previewed; they are decided again.

    Args:
        home: Who releases.
        name: Of the question.
        given: What is said, the same as for the preview.
        seen: Digest of the preview.
        references: What was read before, so that it is not read twice; None reads it.

    Raises:
        RefusedError: nobody is named.
        ConflictError: what would happen is not what was previewed.
        MissingError: nothing waits for it any more.
        InputError: the answer does not fit the question.
    """
    somebody(home, "a release")
    found = preview(home, name, given, references)
    if found.digest != seen:
        raise ConflictError("what this would do has changed since it was previewed", _SEEN, _AGAIN)
    with home.store.begin() as connection:
        _check_unchanged(connection, found, name)
        acts, proposals, job = _record(home, connection, found)
    cause = f"{found.question.kind}: {found.question.subject} {found.question.fact}"
    is_proposal_alone = isinstance(found.said, Cleared) and acts == proposals  # it changes nothing yet
    keys = [] if is_proposal_alone else [one.order for one in found.orders]
    return decided_again(home, acts, keys, cause, references, proposals=proposals, job=job)


def _check_unchanged(connection: Connection, found: Preview, name: str) -> None:
    """Whether nothing that decisions rest on, and none of these orders, changed since it was looked at."""
    waits = rows.waiting(connection, name) == tuple((one.order, one.act) for one in found.orders)
    if not waits or any(True for _ in entries(connection, CHANGES, found.size)):
        raise ConflictError("what this would do has changed since it was previewed", _SEEN, _AGAIN)


def _record(home: Home, connection: Connection, found: Preview) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    said = found.said
    if isinstance(said, Answered):
        index = say(home, connection, said)
        waits = (index,) if found.for_two else ()
        return (index,), waits, rest(home, connection, index, f"answer about {said.subject}")
    acts, proposals = [], []
    if len(found.for_two) < len(found.orders):
        example = next(one.order for one in found.orders if not one.needs_two)
        cleared = msgspec.structs.replace(said, order=example)
        acts.append(record_one(home, connection, "cleared", said.measure, cleared))
    if found.for_two:
        proposed = msgspec.structs.replace(said, order=found.for_two[0].order)
        if _waiting_proposal(connection, proposed) is None:
            proposals.append(_propose(home, connection, proposed))
    return (*acts, *proposals), tuple(proposals), ""


def rest(home: Home, connection: Connection, index: int, cause: str) -> str:
    """An answer may bear on orders that do not wait for it: a job decides all open ones again."""
    return jobs.ask(home, connection, jobs.Again(cause), f"act {index}")


def _waiting_proposal(connection: Connection, cleared: Cleared) -> int | None:
    """A proposal of the same clearance that nobody has decided."""
    for one in rows.clearances_about(connection, [cleared.row]):
        same = (one.cleared.measure, one.cleared.revision) == (cleared.measure, cleared.revision)
        if one.state == "open" and same:
            return one.act
    return None


def _propose(home: Home, connection: Connection, cleared: Cleared) -> int:
    return record_one(home, connection, "clearance_proposed", cleared.measure, cleared)


def clear(
    home: Home,
    order_key: str,
    name: str,
    reason: str,
    expires: date | None = None,
    seen: int | None = None,
    references: References | None = None,
) -> Done:
    """Clear what one held order waits for; above the set value it is a proposal until another person confirms it.

    All orders with the same facts go on with it, if they are not above the value.

    Args:
        home: Who clears.
        order_key: The order on which they decide.
        name: Of the question.
        reason: Why it may go on.
        expires: First day on which the clearance no longer counts.
        seen: Version of the hold that they saw; None does not ask.
        references: What was read before; None reads it.

    Raises:
        RefusedError: nobody is named, or no person's word settles this question.
        MissingError: the order is not held, or does not wait for this.
        ConflictError: somebody did something about it since, or the same clearance waits already.
        InputError: no reason is given.
    """
    somebody(home, "a clearance")
    if not reason.strip():
        raise InputError.of([Fault("a clearance needs a reason", "reason", "say why it may go on")])
    with home.store.begin() as connection:
        row = held_row(connection, order_key, seen)
        waits = {one.question: one for one in rows.waits_of(connection, [order_key]).get(order_key, ())}
        if name not in waits:
            raise MissingError(f"order `{order_key}` does not wait for this", "question", "look at the order again")
        wait = waits[name]
        if wait.kind != "clearance":
            raise RefusedError("this waits for a fact, which nobody can clear", "question", "answer it")
        measure, _, revision = wait.fact.partition("@")
        cleared = Cleared(order_key, measure, revision, wait.subject, reason.strip(), expires)
        if is_above(hold_rules(connection), row):
            number = _waiting_proposal(connection, cleared)
            if number is not None:
                message = f"clearance {number} of the same facts waits for a second person already"
                raise ConflictError(message, help="confirm or reject that one")
            return Done((number := _propose(home, connection, cleared),), (number,))
        index = record_one(home, connection, "cleared", measure, cleared)
        waiting = [key for key, _ in rows.waiting(connection, name)]
    return decided_again(home, (index,), waiting, f"clearance for {order_key}", references)


def answer_one(
    home: Home,
    order_key: str,
    name: str,
    given: Given,
    seen: int | None = None,
    references: References | None = None,
) -> Done:
    """Answer a fact that a held order waits for; every order that waits for it is decided again.

    An order above the set value goes on with it once another person has said the same.

    Args:
        home: Who answers.
        order_key: The order at which they look.
        name: Of the question.
        given: What is said.
        seen: Version of the hold that they saw; None does not ask.
        references: What was read before; None reads it.

    Raises:
        RefusedError: nobody is named, or this waits for a clearance, or is whether somebody is the listed party.
        MissingError: the order is not held, or does not wait for this.
        ConflictError: somebody did something about it since.
        InputError: the answer does not fit the question.
    """
    somebody(home, "an answer")
    said = _said(question(home, name), given)
    if isinstance(said, Cleared):
        raise RefusedError("this waits for a person's word, not for a fact", "question", "clear it, with a reason")
    with home.store.begin() as connection:
        row = held_row(connection, order_key, seen)
        waiting = [key for key, _ in rows.waiting(connection, name)]
        if order_key not in waiting:
            raise MissingError(f"order `{order_key}` does not wait for this", "question", "look at the order again")
        takes_two = takes_another(home, connection, said, row)
        index = say(home, connection, said)
        job = rest(home, connection, index, f"answer about {said.subject}")
    proposals = (index,) if takes_two else ()
    cause = f"answer about {said.subject}"
    return decided_again(home, (index,), waiting, cause, references, proposals=proposals, job=job)


def expects(kind: str, subject: str, fact: str) -> str:
    """What an answer to a question looks like, in words."""
    return expected(Question(kind, subject, fact, ""))


# -- the second person ------------------------------------------------------------------------------------------------


def open_clearances(home: Home, after: int = -1, limit: int = 200) -> tuple[ClearanceProposalRow, ...]:
    """Clearances that wait for a second person, oldest first, from after a number on."""
    with home.store.read() as connection:
        return rows.open_clearances(connection, after, limit)


def clearance(home: Home, number: int) -> ClearanceProposalRow:
    """A proposed clearance.

    Raises:
        MissingError: there is none of this number.
    """
    with home.store.read() as connection:
        return _proposal(connection, number)


def confirm(home: Home, number: int, references: References | None = None) -> Done:
    """Confirm a clearance as the second person; the orders that wait for it are decided again.

    Raises:
        MissingError: no such proposal.
        RefusedError: it is decided already, or this is the person who proposed it, or nobody.
    """
    with home.store.begin() as connection:
        found = _open(connection, number)
        second_pair_of_eyes(found.by, home.actor, f"clearance {number}")
        index = record_one(home, connection, "clearance_confirmed", found.cleared.measure, ClearanceConfirmed(number))
        waiting = [key for key, _ in rows.waiting(connection, _name(found.cleared))]
    return decided_again(home, (index,), waiting, f"clearance {number} confirmed", references)


def reject(home: Home, number: int, reason: str) -> int:
    """Reject a proposed clearance, with the reason; whoever proposed it withdraws it so. Returns the act's log index.

    Raises:
        MissingError: no such proposal.
        RefusedError: it is decided already, or nobody is named.
        InputError: no reason is given.
    """
    somebody(home, "a rejection")
    if not reason.strip():
        raise InputError.of([Fault("a rejection needs a reason", "reason", "say why")])
    with home.store.begin() as connection:
        found = _open(connection, number)
        rejected = ClearanceRejected(number, reason.strip())
        return record_one(home, connection, "clearance_rejected", found.cleared.measure, rejected)


def _proposal(connection: Connection, number: int) -> ClearanceProposalRow:
    found = rows.clearance_proposal(connection, number)
    if found is None:
        raise MissingError(f"no proposed clearance {number}", help="moratorium holds clearances")
    return found


def _open(connection: Connection, number: int) -> ClearanceProposalRow:
    found = _proposal(connection, number)
    if found.state != "open":
        raise RefusedError(f"clearance {number} is {found.state} already", help="look at the order again")
    return found


def _name(cleared: Cleared) -> str:
    return name_of("clearance", cleared.row, f"{cleared.measure}@{cleared.revision}")


# -- refused, and taken back ------------------------------------------------------------------------------------------


def refuse(
    home: Home, order_key: str, reason: str, seen: int | None = None, references: References | None = None
) -> Done:
    """Refuse a held order: a fact of it from now on, which the base pack denies.

    Raises:
        RefusedError: nobody is named.
        MissingError: the order is not held.
        ConflictError: somebody did something about it since.
        InputError: no reason is given.
    """
    somebody(home, "a refusal")
    if not reason.strip():
        raise InputError.of([Fault("a refusal needs a reason", "reason", "say why")])
    with home.store.begin() as connection:
        held_row(connection, order_key, seen)
        said = Answered(f"order:{order_key}", REFUSED, "yes", reason.strip())
        index = record_one(home, connection, "answered", said.subject, said)
    return decided_again(home, (index,), [order_key], f"order {order_key} refused", references)


def withdraw(home: Home, number: int, reason: str, references: References | None = None) -> Done:
    """Take back an answer, a refusal or a clearance: what it settled is open again, and orders are decided again.

    Args:
        home: Who takes it back.
        number: Log index of the act that said it.
        reason: Why.
        references: What was read before; None reads it.

    Raises:
        RefusedError: nobody is named.
        MissingError: that act said no such thing.
        ConflictError: it was taken back already.
        InputError: no reason is given.
    """
    somebody(home, "taking something back")
    if not reason.strip():
        raise InputError.of([Fault("taking something back needs a reason", "reason", "say why")])
    with home.store.begin() as connection:
        found = rows.of_act(connection, number)
        if found is None:
            raise MissingError(f"act {number} is no answer and no clearance", help="look at the order again")
        kind, subject = found
        index = record_one(home, connection, "withdrawn", str(number), Withdrawn(number, reason.strip()))
        own = subject.removeprefix("order:").partition("#")[0].removesuffix("@party")
        keys = [own] if projections.order(connection, own) is not None else []
        only = kind == "answer" and subject.startswith("order:")
        cause = f"{kind} {number} withdrawn"
        job = "" if only else rest(home, connection, index, cause)
    return decided_again(home, (index,), keys, cause, references, job=job)


# -- decided again ----------------------------------------------------------------------------------------------------


def decided_again(
    home: Home,
    acts: tuple[int, ...],
    keys: Iterable[str],
    cause: str,
    references: References | None,
    *,
    proposals: tuple[int, ...] = (),
    job: str = "",
) -> Done:
    """Decide some orders again after something was said, and say what changed."""
    found = decide_orders(home, keys, cause, references)
    return Done(acts, proposals, _changes(found), len(found), job)


def _changes(found: Iterable[Recorded]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.decided.decision.order, one.before or "none", one.decided.decision.effect)
        for one in found
        if one.before != one.decided.decision.effect
    )


def decide_orders(home: Home, keys: Iterable[str], cause: str, references: References | None) -> tuple[Recorded, ...]:
    """Decide some orders again as of today; what changed is recorded with its cause.

    Raises:
        MissingError: no rulebook was adopted.
    """
    wanted, day, found = sorted(set(keys)), home.today(), list[Recorded]()
    if not wanted:
        return ()
    with home.store.read() as connection:
        rulebook = rulebooks.adopted(connection)
        decider = Decider(rulebook, (references or References(home)).on(connection, day, rulebook))
    for start in range(0, len(wanted), BATCH):
        with home.store.read() as connection:
            some = _orders(connection, wanted[start : start + BATCH])
            standing = projections.standing_acts(connection, some)
        found += decide_batch(home, [(order, day) for order in some.values()], decider, standing)
    if found:
        with home.store.begin() as connection:
            note(home, connection, CameIntoForce(day, cause, len(found), _changes(found)))
    return tuple(found)
