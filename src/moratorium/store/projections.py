"""What the desk reads: orders, answers, clearances, the adopted rulebook, registers and lists.

``known_at`` is a size of the log: what the first that many acts say, whatever came later; None is all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from moratorium.decision.decision import Decision
from moratorium.screening.disposition import Disposition
from moratorium.store import tables
from moratorium.store.project import Adopted, Standing, adopted_rulebook, standing_of, stands
from moratorium.store.rows import rows_at
from moratorium.terms.act import Answered, Cleared, Kept, ListImported, Proposed
from moratorium.terms.authorisation import PIECES, Authorised, Drawn


class OrderRow(msgspec.Struct, frozen=True):
    """An order as it was last decided.

    Attributes:
        key: The caller's id and the activity.
        id: The caller's id.
        digest: Digest of its document, which is a blob.
        status: ``open``, ``shipped`` or ``closed``.
        placed_on: Its date.
        day: Valid day of the decision.
        effect: ``allow``, ``hold`` or ``deny``.
        trial: Whether it was made by another rulebook than the adopted one.
        act: Log index of the decision.
    """

    key: str
    id: str
    digest: str
    status: str
    placed_on: date | None
    day: date
    effect: str
    trial: bool
    act: int


class ListCheckRow(msgspec.Struct, frozen=True):
    """The last time that a source was asked for a new version.

    Attributes:
        source: Source id.
        at: When.
        result: ``new``, ``unchanged`` or ``failed``.
        origin: ``publisher``, or the address of a mirror.
        words: Why it failed.
    """

    source: str
    at: datetime
    result: str
    origin: str
    words: str


class ProposalRow(msgspec.Struct, frozen=True):
    """A proposal and what became of it.

    Attributes:
        index: Its number: the log index of the act.
        proposed: What was proposed.
        by: Who proposed it.
        state: ``open``, ``approved`` or ``rejected``.
        decided_by: Who approved or rejected it.
        decided_at: When.
        verdict: Why it was rejected.
    """

    index: int
    proposed: Proposed
    by: str
    state: str
    decided_by: str | None
    decided_at: datetime | None
    verdict: str | None

    @property
    def change(self) -> str:
        """``adopt``, ``propose``, ``extend``, ``lift`` or ``activate``."""
        return self.proposed.change

    @property
    def reason(self) -> str:
        """Why it was proposed."""
        return self.proposed.reason


class MeasureState(msgspec.Struct, frozen=True):
    """One past or present state of a measure in the adopted rulebook.

    Attributes:
        id: Of the measure.
        from_act: Log index of the approval that brought it in.
        to_act: Log index of the approval that changed or removed it; None for the present state.
        document: Its text.
    """

    id: str
    from_act: int
    to_act: int | None
    document: str


class IdentityRow(msgspec.Struct, frozen=True):
    """A named identity, its Ed25519 public key (base64), and the act that made it."""

    name: str
    public_key: str
    act: int


def _before(column: ColumnElement[int], known_at: int | None) -> ColumnElement[bool]:
    return true() if known_at is None else column < known_at


# -- orders -----------------------------------------------------------------------------------------------------------


def order(connection: Connection, key: str) -> OrderRow | None:
    """The order of a key as it was last decided, or None."""
    row = connection.execute(select(tables.orders).where(tables.orders.c.key == key)).first()
    return None if row is None else OrderRow(*row)


def orders_of_id(connection: Connection, id: str) -> tuple[OrderRow, ...]:
    """Orders with the caller's id, one for each activity."""
    of = tables.orders.c
    keys = (of.key > f"{id}/") & (of.key < f"{id}0")  # `0` comes after `/`: all that begin so
    return _orders(connection, select(tables.orders).where(keys & (of.id == id)))


def standing_acts(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Log index of the decision that stands for each of these orders; orders without one are left out."""
    return {key: standing.act for key, standing in standing_of(connection, keys).items()}


def effects(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Effect of the latest decision of each of these orders; orders without a decision are left out."""
    return {key: standing.effect for key, standing in standing_of(connection, keys).items()}


class Found(NamedTuple):
    """What the log says already of a decision that was made.

    Attributes:
        act: Log index of the act that says the same, or None if a new act is needed.
        before: Effect of the decision that stands for the order; None if it has none.
    """

    act: int | None = None
    before: str | None = None


def recorded(connection: Connection, made: Sequence[Decision]) -> list[Found]:
    """For each decision, what the log says already.

    The same inputs need no new act while that decision stands, or if it would not stand anyway (a trial). If another
    decision was made since and this one is to stand again, that is something new that happened.
    """
    names = ("order_key", "inputs", "act")
    rows = list(rows_at(connection, tables.decisions, names, "order_key", (one.order for one in made)))
    if not rows:  # most orders come once
        return [Found()] * len(made)
    acts = {(key, inputs): act for key, inputs, act in sorted(rows, key=itemgetter(2))}
    adopted, standing = adopted_rulebook(connection), standing_of(connection, (key for key, _, _ in rows))
    return [_found(one, acts.get((one.order, one.inputs)), adopted, standing.get(one.order)) for one in made]


def _found(made: Decision, act: int | None, adopted: Adopted | None, standing: Standing | None) -> Found:
    if standing is None:
        return Found(act)
    is_back = act is not None and standing.act != act and stands(made, adopted, standing)
    return Found(None if is_back else act, standing.effect)


def decisions_of(connection: Connection, order_key: str) -> tuple[int, ...]:
    """Log indexes of all decisions of an order, oldest first."""
    decisions = tables.decisions
    asked = select(decisions.c.act).where(decisions.c.order_key == order_key).order_by(decisions.c.act)
    return tuple(connection.execute(asked).scalars())


def to_decide_again(connection: Connection, after: str = "", limit: int = 1000) -> tuple[OrderRow, ...]:
    """Orders that are not delivered or are held, in the order of their keys, a page at a time.

    Args:
        connection: To the store.
        after: Key of the last order of the page before; empty for the first page.
        limit: Orders a page.
    """
    orders = tables.orders
    return _orders(connection, select(orders).where(tables.TO_DECIDE_AGAIN & (orders.c.key > after)).limit(limit))


def _orders(connection: Connection, asked: Select[Any]) -> tuple[OrderRow, ...]:
    return tuple(OrderRow(*tuple(row)) for row in connection.execute(asked.order_by(tables.orders.c.key)))


def stand_after(connection: Connection, day: date) -> int:
    """How many orders have a decision that stands for a later day than this one."""
    later = select(func.count()).select_from(tables.orders).where(tables.orders.c.day > day)
    return int(connection.execute(later).scalar_one())


# -- answers and clearances -------------------------------------------------------------------------------------------


def answers_on(
    connection: Connection, day: date, known_at: int | None = None, subjects: Iterable[str] | None = None
) -> tuple[Answered, ...]:
    """The newest answer to each question, oldest first, without those that have expired on a day or were withdrawn.

    A newer answer replaces the older one also when it has expired or was withdrawn itself: then the question is open
    again. Answers about list entries are :func:`dispositions`.

    Args:
        connection: To the store.
        day: Valid day.
        known_at: Size of the log.
        subjects: Only answers about a few subjects; None for all.
    """
    answers = tables.answers
    newest = select(func.max(answers.c.act)).where(_before(answers.c.act, known_at))
    if subjects is not None:
        newest = newest.where(answers.c.subject.in_(sorted(subjects)))
    newest = newest.group_by(answers.c.subject, answers.c.fact)
    fields = [name for name in Answered.__struct_fields__ if name != "settles"]
    columns = (answers.c[name] for name in fields)
    counts = answers.c.act.in_(newest) & _unexpired(answers.c.expires, day) & _kept(answers.c.withdrawn, known_at)
    rows = connection.execute(select(*columns).where(counts).order_by(answers.c.act))
    return tuple(Answered(**dict(zip(fields, row, strict=True))) for row in rows)


def answers_of_two(
    connection: Connection, day: date, known_at: int | None = None
) -> tuple[tuple[Answered, ...], frozenset[tuple[str, str]]]:
    """What two people answered, oldest first; and subject and fact of what is in doubt.

    What one person alone said last is in doubt, and what two people had said before with it. So is what two people
    said and somebody took back. Only what nobody ever confirmed is open as before once it is taken back, or expires.

    Args:
        connection: To the store.
        day: Valid day.
        known_at: Size of the log.
    """
    of, fields = tables.answers, [name for name in Answered.__struct_fields__ if name != "settles"]
    before = _before(of.c.act, known_at)
    confirmed = of.c.confirmed.is_not(None) & _before(of.c.confirmed, known_at)
    asked = select(of.c.subject, of.c.fact).where(before & confirmed)
    once = {(subject, fact) for subject, fact in connection.execute(asked)}
    newest = select(func.max(of.c.act)).where(before).group_by(of.c.subject, of.c.fact)
    states = (confirmed, _kept(of.c.withdrawn, known_at), _unexpired(of.c.expires, day))
    rows = connection.execute(
        select(*states, *(of.c[name] for name in fields)).where(of.c.act.in_(newest)).order_by(of.c.act)
    )
    said, doubted = list[Answered](), set[tuple[str, str]]()
    for by_two, kept, unexpired, *values in rows:
        one = Answered(**dict(zip(fields, values, strict=True)))
        if by_two and kept and unexpired:
            said.append(one)
        elif (kept and unexpired) or ((one.subject, one.fact) in once and not (by_two and kept)):
            doubted.add((one.subject, one.fact))
    return tuple(said), frozenset(doubted)


def dispositions(
    connection: Connection, day: date, known_at: int | None = None, *, confirmed: bool = False
) -> tuple[Disposition, ...]:
    """What people said of list entries that parties may be, oldest first, without what has expired on a day.

    Of several answers about the same entry and party, with the same data compared, the newest counts, also when it has
    expired itself: then the question is open again.

    Args:
        connection: To the store.
        day: Valid day.
        known_at: Size of the log.
        confirmed: Only what a second person confirmed.
    """
    said = tables.dispositions
    same = (said.c.subject, said.c.entry, said.c.entry_digest, said.c.party_digest)
    newest = select(*same, func.max(said.c.act).label("act")).where(_before(said.c.act, known_at))
    last = newest.group_by(*same).subquery()
    columns = [said.c.actor.label("by") if name == "by" else said.c[name] for name in Disposition.__struct_fields__]
    counts = and_(said.c.act == last.c.act, *(column == last.c[column.name] for column in same))
    stands = _unexpired(said.c.expires, day) & _kept(said.c.withdrawn, known_at)
    if confirmed:
        stands &= said.c.confirmed.is_not(None) & _before(said.c.confirmed, known_at)
    asked = select(*columns).join(last, counts).where(stands)
    rows = connection.execute(asked.order_by(said.c.act, said.c.entry, said.c.party_digest))
    return tuple(Disposition(*row) for row in rows)


def compared_otherwise(connection: Connection, after: str, last: str, inputs: str) -> set[str]:
    """Parties between two subjects whose last comparison was with something else.

    Args:
        connection: To the store.
        after: The subject before the range.
        last: The last subject in it.
        inputs: Digest of what they are to be compared with.
    """
    of = tables.outcomes.c
    asked = select(of.subject).where((of.subject > after) & (of.subject <= last) & (of.inputs != inputs))
    return set(connection.execute(asked).scalars())


def last_rescreen(connection: Connection) -> int | None:
    """Log index of the act that ended the last complete re-screen, or None."""
    rescreens = tables.rescreens
    return connection.execute(select(func.max(rescreens.c.act)).where(rescreens.c.ended)).scalar()


def clearances_on(
    connection: Connection, day: date, known_at: int | None = None, *, confirmed: bool = False
) -> tuple[Cleared, ...]:
    """Clearances that have not expired on a day and were not withdrawn, oldest first.

    Args:
        connection: To the store.
        day: Valid day.
        known_at: Size of the log.
        confirmed: Only those that a second person confirmed.
    """
    cleared = tables.clearances
    columns = (cleared.c["order_key" if name == "order" else name] for name in Cleared.__struct_fields__)
    counts = _before(cleared.c.act, known_at) & _unexpired(cleared.c.expires, day)
    counts &= _kept(cleared.c.withdrawn, known_at)
    if confirmed:
        counts &= cleared.c.confirmed_by.is_not(None)
    return tuple(Cleared(*row) for row in connection.execute(select(*columns).where(counts).order_by(cleared.c.act)))


def _kept(withdrawn: ColumnElement[int | None], known_at: int | None) -> ColumnElement[bool]:
    """Not withdrawn, as far as was known then."""
    return withdrawn.is_(None) if known_at is None else or_(withdrawn.is_(None), withdrawn >= known_at)


def _unexpired(column: ColumnElement[date | None], day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column > day)


# -- the adopted rulebook ---------------------------------------------------------------------------------------------


def rulebook_documents(connection: Connection, known_at: int | None = None) -> dict[str, str]:
    """Text of each measure of the adopted rulebook, by id."""
    measures = tables.measures
    stood: ColumnElement[bool] = measures.c.to_act.is_(None)
    if known_at is not None:
        stood = and_(measures.c.from_act < known_at, or_(stood, measures.c.to_act >= known_at))
    asked = select(measures.c.id, measures.c.document).where(stood).order_by(measures.c.id)
    return {row.id: row.document for row in connection.execute(asked)}


def measure_state(connection: Connection, id: str) -> MeasureState | None:
    """The present state of a measure, or None; ``from_act`` tells one state from the next, for whoever edits it."""
    measures = tables.measures
    row = connection.execute(select(measures).where((measures.c.id == id) & measures.c.to_act.is_(None))).first()
    return None if row is None else MeasureState(*row)


def history_of_measure(connection: Connection, id: str) -> tuple[MeasureState, ...]:
    """All states of a measure, oldest first; empty if it was never adopted."""
    measures = tables.measures
    asked = select(measures).where(measures.c.id == id).order_by(measures.c.from_act)
    return tuple(MeasureState(*row) for row in connection.execute(asked))


def proposal(connection: Connection, index: int) -> ProposalRow | None:
    """The proposal of this number, or None."""
    found = _proposals(connection, tables.proposals.c.act == index)
    return found[0] if found else None


def open_proposals(connection: Connection) -> tuple[ProposalRow, ...]:
    """Proposals that nobody has approved or rejected, oldest first."""
    return _proposals(connection, tables.proposals.c.state == "open")


def _proposals(connection: Connection, which: ColumnElement[bool]) -> tuple[ProposalRow, ...]:
    asked = select(tables.proposals).where(which).order_by(tables.proposals.c.act)
    return tuple(
        ProposalRow(
            index=row.act,
            proposed=_proposed(connection, row.act, row.change, row.reason),
            by=row.by,
            state=row.state,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            verdict=row.verdict,
        )
        for row in connection.execute(asked).all()
    )


def _proposed(connection: Connection, index: int, change: str, reason: str) -> Proposed:
    asked = tables.proposed_documents
    rows = connection.execute(select(asked.c.id, asked.c.document).where(asked.c.act == index).order_by(asked.c.id))
    wanted: dict[str, str | None] = {row.id: row.document for row in rows}
    documents = {id: text for id, text in wanted.items() if text is not None}
    return Proposed(change, documents, tuple(id for id, text in wanted.items() if text is None), reason)


# -- authorisations ---------------------------------------------------------------------------------------------------


class AuthorisationRow(msgspec.Struct, frozen=True):
    """An authorisation and what is left of it.

    Attributes:
        terms: Its newest terms.
        act: Log index of the act that states them; another one means that somebody changed them.
        by: Who put them on record.
        drawn: What is drawn, by each unit that is limited.
    """

    terms: Authorised
    act: int
    by: str
    drawn: dict[str, Decimal]

    @property
    def left(self) -> dict[str, Decimal]:
        """What may still be drawn, by each unit that is limited."""
        return {unit: most - self.drawn[unit] for unit, most in self.terms.limits.items()}


class DrawdownRow(msgspec.Struct, frozen=True):
    """Something drawn from an authorisation.

    Attributes:
        act: Log index of the act, the number of the drawdown.
        drawn: What, for which line.
        by: Who drew it.
        at: When.
        released: Log index of the act that gave it back; None while it stands.
    """

    act: int
    drawn: Drawn
    by: str
    at: datetime
    released: int | None


def authorisation(connection: Connection, number: str) -> AuthorisationRow | None:
    """The authorisation of a number, or None."""
    return next(iter(_authorisations(connection, tables.authorisations.c.number == number)), None)


def authorisations(connection: Connection) -> tuple[AuthorisationRow, ...]:
    """All of them, by number."""
    return _authorisations(connection, true())


def authorisations_page(connection: Connection, after: str, limit: int) -> tuple[AuthorisationRow, ...]:
    """So many of them that follow a number, by number."""
    of = tables.authorisations.c
    numbers = connection.execute(select(of.number).where(of.number > after).order_by(of.number).limit(limit)).scalars()
    return _authorisations(connection, of.number.in_(numbers.all()))


def _authorisations(connection: Connection, which: ColumnElement[bool]) -> tuple[AuthorisationRow, ...]:
    of, limits = tables.authorisations, tables.limits
    granted: dict[str, dict[str, tuple[Decimal, Decimal]]] = {}
    asked = select(limits).join(of, of.c.number == limits.c.number).where(which)
    for row in connection.execute(asked.order_by(limits.c.number, limits.c.unit)):
        granted.setdefault(row.number, {})[row.unit] = (row.granted, row.drawn)
    rows = connection.execute(select(of).where(which).order_by(of.c.number))
    return tuple(_authorisation(row, granted.get(row.number, {})) for row in rows)


def _authorisation(row: Any, limits: dict[str, tuple[Decimal, Decimal]]) -> AuthorisationRow:
    most = {unit: granted for unit, (granted, _) in limits.items()}
    quantity = most.pop(PIECES, None)
    names = (name for name in Authorised.__struct_fields__ if name not in ("quantity", "values"))
    terms = Authorised(**{name: getattr(row, name) for name in names}, quantity=quantity, values=most)
    return AuthorisationRow(terms, row.act, row.actor, {unit: drawn for unit, (_, drawn) in limits.items()})


def drawdowns(connection: Connection, number: str) -> tuple[DrawdownRow, ...]:
    """All that was ever drawn from an authorisation, oldest first."""
    return _drawdowns(connection, tables.drawdowns.c.authorisation == number)


def drawdowns_page(
    connection: Connection, number: str | None, order_key: str | None, start: int, limit: int
) -> tuple[DrawdownRow, ...]:
    """So many drawdowns from a log index on, oldest first, of an authorisation and an order; None takes all."""
    of = tables.drawdowns.c
    which = of.act >= start
    which &= true() if number is None else of.authorisation == number
    which &= true() if order_key is None else of.order_key == order_key
    return _drawdowns(connection, which, limit)


def drawdowns_of_line(connection: Connection, order_key: str, line: str) -> tuple[DrawdownRow, ...]:
    """What stands drawn for an order line, oldest first."""
    of = tables.drawdowns.c
    return _drawdowns(connection, (of.order_key == order_key) & (of.line == line) & tables.STANDING)


def drawdown(connection: Connection, act: int) -> DrawdownRow | None:
    """The drawdown of a number, or None."""
    return next(iter(_drawdowns(connection, tables.drawdowns.c.act == act)), None)


def drawdowns_on(connection: Connection, day: date) -> tuple[DrawdownRow, ...]:
    """What stands drawn from authorisations that count on a day, oldest first."""
    of = tables.authorisations.c
    counts = or_(of.since.is_(None), of.since <= day) & _unexpired(of.until, day)
    valid = select(of.number).where(counts)
    return _drawdowns(connection, tables.drawdowns.c.authorisation.in_(valid) & tables.STANDING)


def _drawdowns(connection: Connection, which: ColumnElement[bool], limit: int | None = None) -> tuple[DrawdownRow, ...]:
    of = tables.drawdowns
    return tuple(
        DrawdownRow(
            row.act,
            Drawn(row.order_key, row.line, row.authorisation, row.quantity, row.value, row.currency),
            row.actor,
            row.at,
            row.released,
        )
        for row in connection.execute(select(of).where(which).order_by(of.c.act).limit(limit))
    )


# -- registers, lists, identities, time -------------------------------------------------------------------------------


def kept_part(connection: Connection, part: str, known_at: int | None = None) -> Kept | None:
    """The newest kept file of a part of the reference, or None."""
    kept = tables.kept
    asked = select(kept.c.part, kept.c.digest, kept.c.name).where((kept.c.part == part) & _before(kept.c.act, known_at))
    row = connection.execute(asked.order_by(kept.c.act.desc()).limit(1)).first()
    return None if row is None else Kept(*row)


def list_versions(connection: Connection, known_at: int | None = None) -> tuple[ListImported, ...]:
    """The version that counts of each source: the last published one; of two of one day, the one imported last."""
    newest: dict[str, ListImported] = {}
    for version in _lists(connection, known_at):
        newest[version.source] = version
    return tuple(newest[source] for source in sorted(newest))


def list_history(connection: Connection, source: str) -> tuple[ListImported, ...]:
    """All imported versions of a source, by day of publication, then import."""
    return tuple(version for version in _lists(connection, None) if version.source == source)


def list_checks(connection: Connection) -> dict[str, ListCheckRow]:
    """The last time that the publisher of each source, or its mirror, was asked, by source."""
    checks = tables.list_checks
    last = select(func.max(checks.c.act)).group_by(checks.c.source)
    columns = (checks.c[name] for name in ListCheckRow.__struct_fields__)
    rows = connection.execute(select(*columns).where(checks.c.act.in_(last)))
    return {row.source: ListCheckRow(*row) for row in rows}


def list_confirmations(connection: Connection) -> dict[str, date]:
    """Last day on which a publisher itself, not a mirror, gave the bytes of each digest."""
    checks = tables.list_checks
    own = (checks.c.origin == "publisher") & (checks.c.result != "failed")
    last = select(checks.c.digest, func.max(checks.c.act).label("act")).where(own).group_by(checks.c.digest).subquery()
    asked = select(checks.c.digest, checks.c.at).join(last, checks.c.act == last.c.act)
    return {row.digest: row.at.date() for row in connection.execute(asked)}


def _lists(connection: Connection, known_at: int | None) -> tuple[ListImported, ...]:
    lists = tables.lists
    columns = (lists.c[name] for name in ListImported.__struct_fields__)
    asked = select(*columns).where(_before(lists.c.act, known_at)).order_by(lists.c.published, lists.c.act)
    return tuple(ListImported(*row) for row in connection.execute(asked))


def identity(connection: Connection, name: str) -> IdentityRow | None:
    """The identity of a name, or None."""
    row = connection.execute(select(tables.identities).where(tables.identities.c.name == name)).first()
    return None if row is None else IdentityRow(*row)


def size_at(connection: Connection, instant: datetime) -> int:
    """Size of the log at an instant: the acts before the first one that is later than the instant.

    Clocks of two machines may differ by a little; so nothing done later than the instant is ever counted as known.
    """
    acts = tables.acts
    later = connection.execute(select(func.min(acts.c.act)).where(acts.c.at > instant)).scalar()
    if later is not None:
        return int(later)
    last = connection.execute(select(func.max(acts.c.act))).scalar()
    return 0 if last is None else int(last) + 1
