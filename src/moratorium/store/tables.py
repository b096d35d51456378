"""The tables. ``acts`` and ``nodes`` are the log, ``blobs`` what it cites; the rest are projections of acts.

Only types that SQLite and PostgreSQL share. Instants are text of one width in UTC, so that their order as text is
their order in time in both; texts are in the order of their code points, whatever language the server speaks. ``act``
is always the log index of the act that a row comes from.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    and_,
    func,
    literal,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from moratorium.terms.act import UNAUTHENTICATED
from moratorium.terms.authorisation import PLACES

VERSION = 7
"""Version of these tables: a database of an older one is upgraded when it is opened, of a newer one refused."""


Plain = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its code points."""


class Instant(TypeDecorator[datetime]):
    """An instant as text of one width, in UTC: ``2022-04-26T07:30:00.000000+00:00``."""

    impl = Plain
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To text."""
        return None if value is None else _instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


@lru_cache(maxsize=4096)
def _instant(value: datetime) -> str:
    """Kept, since many rows of one act have its instant; equal instants are one text in whatever zone they are told."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class Listed(TypeDecorator[tuple[str, ...]]):
    """Several texts in one column, as a JSON array."""

    impl = Plain
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To text."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From text."""
        return None if value is None else msgspec.json.decode(value, type=tuple[str, ...])


class Amount(TypeDecorator[Decimal]):
    """A quantity or value, exact in both databases: whole millionths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To millionths."""
        return None if value is None else int(value.scaleb(PLACES))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From millionths, without zeros that say nothing."""
        return None if value is None else plain(Decimal(value).scaleb(-PLACES))


def plain(amount: Decimal) -> Decimal:
    """An amount without zeros that say nothing and without an exponent.

    >>> plain(Decimal("12.500000")), plain(Decimal("1E+3"))
    (Decimal('12.5'), Decimal('1000'))
    """
    short = amount.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


LogIndex = BigInteger().with_variant(Integer, "sqlite")
"""Index in the log; in SQLite the plain integer, which is the row's own key and costs no second index."""


class _Holder(FunctionElement[str]):
    """Who stands behind an actor: the name before the ``@``."""

    inherit_cache = True
    type = Text()


@compiles(_Holder)
def _holder(element: _Holder, compiler: SQLCompiler, **options: Any) -> str:
    actor = compiler.process(element.clauses, **options)
    return f"substr({actor}, 1, instr({actor} || '@', '@') - 1)"


@compiles(_Holder, "postgresql")
def _holder_postgresql(element: _Holder, compiler: SQLCompiler, **options: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **options)}, '@', 1)"


def _two_people(first: Column[Any], second: Column[Any]) -> ColumnElement[bool]:
    """Whether two different people whom we know stand behind something, as `measures.lifecycle` has it."""
    known = [one != literal(UNAUTHENTICATED, literal_execute=True) for one in (first, second)]
    return and_(second.is_not(None), func.lower(_Holder(first)) != func.lower(_Holder(second)), *known)


metadata = MetaData()


def _table(name: str, *items: Any, **options: Any) -> Table:
    return Table(name, metadata, *items, **options)


def _act(*, key: bool = False) -> Column[Any]:
    return Column("act", LogIndex, primary_key=key, autoincrement=False, nullable=False)


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, Plain, primary_key=key, nullable=null)


schema = _table("schema_version", Column("version", Integer, primary_key=True, autoincrement=False))

# -- the log and what it cites ----------------------------------------------------------------------------------------

acts = _table(
    "acts",
    _act(key=True),
    _text("kind"),
    _text("subject"),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Column("document", LargeBinary),  # canonical bytes of the act; NULL once erased
    Column("salt", LargeBinary),  # NULL once erased
    Column("commitment", LargeBinary, nullable=False),
    Column("signature", LargeBinary),
    _text("public_key", null=True),
    Index("acts_by_time", "at", "act"),
    Index("acts_by_kind", "kind", "act"),
)
NO_DECISION = acts.c.kind != literal("decided", literal_execute=True)
IS_ERASED = acts.c.document.is_(None)
"""Conditions of two indexes that most acts are not in, so that they cost decisions nothing."""

Index(
    *("acts_by_kind_and_time", acts.c.kind, acts.c.at, acts.c.act),
    sqlite_where=NO_DECISION,
    postgresql_where=NO_DECISION,
)
Index("acts_erased", acts.c.at, acts.c.act, sqlite_where=IS_ERASED, postgresql_where=IS_ERASED)

nodes = _table(
    "nodes",
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("position", LogIndex, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

checkpoints = _table("checkpoints", Column("size", LogIndex, primary_key=True, autoincrement=False), _text("note"))

blobs = _table(
    "blobs",
    _text("digest", key=True),
    _text("media"),
    Column("bytes", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),  # zlib
)

requests = _table(
    "requests",
    _text("holder", key=True),
    _text("key", key=True),
    _text("asked"),
    Column("status", Integer),
    Column("answer", LargeBinary),
    Column("at", Instant, nullable=False),
    Index("requests_by_time", "at"),
)  # no part of the record: see `moratorium.store.requests`

letters = _table(
    "letters",
    _text("id", key=True),
    _text("kind"),
    _text("to"),
    _text("language"),
    Column("values", LargeBinary, nullable=False),
    Column("posted", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("is_grouped", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    _text("state"),
    _text("fault"),
    Column("ended", Instant),
    Index("letters_by_state", "state", "due"),
)  # no part of the record: see `moratorium.store.outbox`

receivers = _table(
    "receivers",
    _text("person", key=True),
    _text("address"),
    _text("language"),
    Column("kinds", Listed, nullable=False),
    Column("is_grouped", Boolean, nullable=False),
)  # no part of the record: see `moratorium.store.receivers`

marks = _table(
    "marks",
    _text("reader", key=True),
    Column("act", LogIndex, nullable=False),
)  # no part of the record: how far somebody has read the log

jobs = _table(
    "jobs",
    _text("id", key=True),
    _text("kind"),
    Column("asked", LargeBinary, nullable=False),
    _text("by"),
    Column("at", Instant, nullable=False),
    _text("state"),
    _text("cancelled_by", null=True),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger),
    _text("words"),
    Column("begun", Instant),
    Column("changed", Instant, nullable=False),
    Column("ended", Instant),
    Column("tries", Integer, nullable=False),
    Column("outcome", LargeBinary),
    Index("jobs_by_state", "state", "at"),
    Index("jobs_by_time", "at", "id"),
)  # no part of the record: see `moratorium.store.jobs`

parties = _table(
    "parties",
    _text("subject", key=True),
    _text("id"),  # ours; empty if orders name it by name alone
    _text("name"),
    _text("country"),
    _text("register"),  # digest of what our register says; empty if it does not know it
    Column("asked", Integer, nullable=False),  # possible matches about which a person is asked
    Index("parties_by_name", "name", "subject"),
    Index("parties_by_id", "id"),
)  # this and the four below are no part of the record: see `moratorium.store.directory`

party_words = _table("party_words", _text("word", key=True), _text("subject", key=True))
Index("party_words_by_subject", party_words.c.subject)

party_variants = _table(
    "party_variants",
    _text("subject", key=True),
    _text("digest", key=True),  # of what of it is compared
    Column("document", LargeBinary, nullable=False),
)

party_orders = _table(
    "party_orders",
    _text("subject", key=True),
    _text("order_key", key=True),
    Column("roles", Listed, nullable=False),
    _text("digest"),  # of the order's document
    Index("party_orders_by_order", "order_key"),
)

party_matches = _table(
    "party_matches",
    _text("subject", key=True),
    _text("entry", key=True),
    _text("list"),
    _text("listed"),
    _text("kind"),
    _text("state"),
    Column("asked", Boolean, nullable=False),
    Column("score", Integer, nullable=False),  # of 10,000; 0 if no name or number meets any longer
)
Index(
    "party_matches_by_score",
    *(party_matches.c.asked, party_matches.c.score.desc(), party_matches.c.subject, party_matches.c.entry),
)

drafts = _table(
    "drafts",
    _text("id", key=True),
    Column("version", Integer, nullable=False),
    _text("text"),
    _text("reason"),
    _text("measure"),  # the one that it changes, and the text of it that was seen; empty for a new one
    _text("seen"),
    _text("by"),
    Column("at", Instant, nullable=False),
)  # no part of the record: see `moratorium.store.drafts`

attachments = _table(
    "attachments",
    _text("digest", key=True),
    _text("media"),
    Column("bytes", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),  # as it was handed in, or without its location data
)  # files on cases, cited by digest; gone when the last entry that cites one is erased

# -- projections ------------------------------------------------------------------------------------------------------

orders = _table(
    "orders",
    _text("key", key=True),
    _text("id"),
    _text("digest"),
    _text("status"),
    Column("placed_on", Date),
    Column("day", Date, nullable=False),
    _text("effect"),
    Column("trial", Boolean, nullable=False),
    _act(),
)
Index("orders_by_effect", orders.c.effect, orders.c.key)

UNDELIVERED = orders.c.status != literal("closed", literal_execute=True)
TO_DECIDE_AGAIN = UNDELIVERED | (orders.c.effect == literal("hold", literal_execute=True))
"""Conditions written out rather than bound, so that the index below serves both."""

Index("orders_to_decide_again", orders.c.key, sqlite_where=TO_DECIDE_AGAIN, postgresql_where=TO_DECIDE_AGAIN)

stops = _table(
    "stops",
    _text("order_key", key=True),
    _text("judgement", key=True),
    _text("effect"),
    _act(),
    sqlite_with_rowid=False,
)  # why lines of the orders that are held or denied are so, as the decision that stands says

decisions = _table(
    "decisions",
    _act(key=True),
    _text("order_key"),
    Column("day", Date, nullable=False),
    _text("inputs"),
    _text("effect"),
    Column("stood", Boolean, nullable=False),  # whether it came to stand for its order when it was made
    _text("was", null=True),  # of one that changed an effect: the one before, empty for the first decision
    Column("quarter", Integer),  # in which it counts; of one that changed an effect, as what follows
    Column("held", BigInteger),  # seconds that the hold had lasted which it ended
    Column("ended", LogIndex),  # the decision with which its effect ended, and the quarter in which that counts
    Column("ended_quarter", Integer),
    Index("decisions_by_order", "order_key", "act"),
)  # see `moratorium.store.effects`
IS_CHANGE = decisions.c.quarter.is_not(None)
ENDED_HOLD = decisions.c.held.is_not(None)
BEGAN_HOLD = (decisions.c.effect == literal("hold", literal_execute=True)) & IS_CHANGE
_changes = decisions.c.quarter, decisions.c.was, decisions.c.effect, decisions.c.act
_hours = decisions.c.quarter, decisions.c.held, decisions.c.act
_holds = decisions.c.effect, decisions.c.act, decisions.c.quarter, decisions.c.ended, decisions.c.ended_quarter
Index("decisions_by_change", *_changes, sqlite_where=IS_CHANGE, postgresql_where=IS_CHANGE)
Index("decisions_by_hours", *_hours, sqlite_where=ENDED_HOLD, postgresql_where=ENDED_HOLD)
Index("decisions_that_hold", *_holds, sqlite_where=BEGAN_HOLD, postgresql_where=BEGAN_HOLD)

effect_counts = _table(
    "effect_counts",
    Column("quarter", Integer, primary_key=True, autoincrement=False),
    Column("stretch", Integer, primary_key=True, autoincrement=False),  # of so many acts of the log
    _text("was", key=True),
    _text("effect", key=True),
    Column("orders", BigInteger, nullable=False),
)  # how many decisions changed an effect so

answers = _table(
    "answers",
    _act(key=True),
    _text("subject"),
    _text("fact"),
    _text("value"),
    _text("source"),
    Column("expires", Date),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Column("confirmed", LogIndex),  # the act by which a second person said the same
    _text("confirmed_by", null=True),  # that person, for orders above the set value
    Column("withdrawn", LogIndex),  # the act that took it back
    Index("answers_by_subject", "subject", "fact", "act"),
)

dispositions = _table(
    "dispositions",
    _act(key=True),
    _text("entry", key=True),
    _text("party_digest", key=True),
    _text("subject"),
    _text("entry_digest"),
    _text("version"),
    Column("match", Boolean, nullable=False),
    _text("reason"),
    Column("expires", Date),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Column("confirmed", LogIndex),
    _text("confirmed_by", null=True),
    Column("withdrawn", LogIndex),
    Index("dispositions_by_subject", "subject", "entry", "act"),
)

deferrals = _table(
    "deferrals",
    _act(key=True),
    _text("subject"),
    _text("entry"),
    _text("needs"),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Index("deferrals_by_subject", "subject", "entry", "act"),
)

rescreens = _table(
    "rescreens",
    _act(key=True),
    _text("inputs"),
    Column("compared", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
)

outcomes = _table(
    "outcomes",
    _text("subject", key=True),
    _act(),
    _text("inputs"),
    _text("party"),  # digest of its compared data
    Column("hits", Listed, nullable=False),  # entry and state of each, alternating
)

clearances = _table(
    "clearances",
    _act(key=True),
    _text("order_key"),
    _text("measure"),
    _text("revision"),
    _text("row"),
    _text("reason"),
    Column("expires", Date),
    _text("actor"),
    _text("confirmed_by", null=True),  # a second person, for orders above the set value
    Column("withdrawn", LogIndex),
    Index("clearances_by_row", "row"),
    Index("clearances_by_order", "order_key"),
)
for _said in (answers, dispositions, clearances):
    _said.append_constraint(
        CheckConstraint(
            _said.c.confirmed_by.is_(None) | _two_people(_said.c.actor, _said.c.confirmed_by), name="four_eyes"
        )
    )  # whatever program writes: what counts above the set value has two people behind it

clearance_proposals = _table(
    "clearance_proposals",
    _act(key=True),
    _text("order_key"),
    _text("measure"),
    _text("revision"),
    _text("row"),
    _text("reason"),
    Column("expires", Date),
    _text("by"),
    Column("at", Instant, nullable=False),
    _text("state"),  # open, confirmed, rejected
    _text("decided_by", null=True),
    Column("decided_at", Instant),
    _text("verdict", null=True),
    Index("clearance_proposals_by_state", "state", "act"),
    Index("clearance_proposals_by_row", "row", "act"),
)
clearance_proposals.append_constraint(
    CheckConstraint(
        (clearance_proposals.c.state != "confirmed")
        | _two_people(clearance_proposals.c.by, clearance_proposals.c.decided_by),
        name="four_eyes",
    )
)

holds = _table(
    "holds",
    _text("order_key", key=True),
    _act(),  # the decision that stands
    Column("since", Instant, nullable=False),
    _text("kind"),  # `answer` if it lacks a fact, `clearance` if it waits for our word alone
    _text("currency", null=True),
    Column("value", Amount),  # of the whole order; NULL where it is not known
    _text("country"),  # where goods are to go, as the order states it
    _text("assignee"),
    _text("waits"),  # JSON: what it waits for by question; last, since lists do not read it
    Index("holds_by_age", "since", "order_key"),
    Index("holds_by_assignee", "assignee", "since", "order_key"),
    Index("holds_by_country", "country", "since", "order_key"),
    Index("holds_by_value", "currency", "value", "order_key"),
)

waits = _table(
    "waits",
    _text("question", key=True),  # names kind, subject and fact
    Column("since", Instant, primary_key=True),
    _text("order_key", key=True),
    sqlite_with_rowid=False,
)  # which orders wait for a question besides the one that has waited longest, in their order

questions = _table(
    "questions",
    _text("question", key=True),
    _text("kind"),
    _text("subject"),
    _text("fact"),
    _text("text"),
    Column("orders", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    _text("order_key"),  # that has waited longest; most questions are one order's, and need no row of `waits`
    _text("worth"),  # JSON: value by currency
    Index("questions_by_age", "since", "question"),
)  # sums over what orders wait for
Index("questions_by_orders", questions.c.orders.desc(), questions.c.since, questions.c.question)

hold_events = _table(
    "hold_events",
    _act(key=True),
    _text("order_key"),
    _text("kind"),
    _text("by"),
    Column("at", Instant, nullable=False),
    _text("text"),
    Index("hold_events_by_order", "order_key", "act"),
)

asks = _table(
    "asks",
    _act(key=True),
    _text("order_key"),
    _text("subject"),
    _text("fact"),
    _text("question"),
    _text("address"),
    _text("note"),
    _text("by"),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    _text("state"),  # open, replied, taken, closed
    _text("reply", null=True),
    _text("name", null=True),
    Column("ended", Instant),  # when the clock of the hold went on
    _text("party"),  # the partner who finds it in the portal; empty for none
    Index("asks_by_order", "order_key", "act"),
    Index("asks_by_state", "state", "act"),
    Index("asks_by_party", "party", "act"),
)

proposals = _table(
    "proposals",
    _act(key=True),
    _text("change"),
    _text("by"),
    _text("reason"),
    _text("state"),
    _text("decided_by", null=True),
    Column("decided_at", Instant),
    _text("verdict", null=True),
)
proposals.append_constraint(
    CheckConstraint(
        (proposals.c.state != "approved")
        | (
            proposals.c.decided_by.is_not(None)  # what compares with NULL is NULL, and would pass
            & (func.lower(_Holder(proposals.c.by)) != func.lower(_Holder(proposals.c.decided_by)))
            & (proposals.c.decided_by != UNAUTHENTICATED)
        ),
        name="four_eyes",
    )
)  # the rule of `measures.lifecycle`, held by the database too, whatever program writes

proposed_documents = _table(
    "proposed_documents",
    _act(key=True),
    _text("id", key=True),
    _text("document", null=True),  # NULL: the measure leaves the rulebook
)

measures = _table(
    "measures",
    _text("id", key=True),
    Column("from_act", LogIndex, primary_key=True, autoincrement=False),
    Column("to_act", LogIndex),
    _text("document"),
)

kept = _table(
    "kept", _act(key=True), _text("part"), _text("digest"), _text("name"), Index("kept_by_part", "part", "act")
)

lists = _table(
    "lists",
    _act(key=True),
    _text("source"),
    Column("lists", Listed, nullable=False),
    Column("published", Date, nullable=False),
    _text("digest"),
    _text("blob"),
    Column("entries", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    _text("accepted_shrink"),
)

list_checks = _table(
    "list_checks",
    _act(key=True),
    _text("source"),
    Column("at", Instant, nullable=False),
    _text("result"),
    _text("origin"),
    _text("digest"),
    _text("words"),
    Index("list_checks_by_source", "source", "act"),
)

rulebooks = _table("rulebooks", _act(key=True), _text("digest"), _text("measures"))  # with, and without the base pack

identities = _table("identities", _text("name", key=True), _text("public_key"), _act())

accounts = _table(
    "accounts",
    _text("name", key=True),
    _text("role"),
    _text("state"),
    _text("source"),  # JSON
    Column("made_at", Instant, nullable=False),
    _act(),
    _text("party"),  # of a partner, for whom they act; else empty
)

looks = _table(
    "looks",
    _act(key=True),
    _text("who"),
    _text("subject"),
    Column("at", Instant, nullable=False),
    Index("looks_by_who", "who", "subject", "at"),
)

authorisations = _table(
    "authorisations",
    _text("number", key=True),
    _act(),
    _text("law"),
    _text("title"),
    Column("since", Date),
    Column("until", Date),
    Column("territories", Listed, nullable=False),
    Column("parties", Listed, nullable=False),
    Column("products", Listed, nullable=False),
    _text("source"),
    _text("actor"),
)

limits = _table(
    "limits",
    _text("number", key=True),
    _text("unit", key=True),  # `pieces`, or a currency
    Column("granted", Amount, nullable=False),
    Column("drawn", Amount, nullable=False),
)
limits.append_constraint(
    CheckConstraint(limits.c.drawn.between(literal(0, Integer), limits.c.granted), name="never_overdrawn")
)

drawdowns = _table(
    "drawdowns",
    _act(key=True),
    _text("authorisation"),
    _text("order_key"),
    _text("line"),
    Column("quantity", Amount),
    Column("value", Amount),
    _text("currency", null=True),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Column("released", LogIndex),
)
STANDING = drawdowns.c.released.is_(None)
Index(
    "drawdowns_once",
    *(drawdowns.c.order_key, drawdowns.c.line, drawdowns.c.authorisation),
    unique=True,
    sqlite_where=STANDING,
    postgresql_where=STANDING,
)  # a line draws once from an authorisation
Index("drawdowns_by_authorisation", drawdowns.c.authorisation, drawdowns.c.act)

cases = _table(
    "cases",
    _text("id", key=True),
    _text("kind"),
    _text("state"),
    Column("is_closed", Boolean, nullable=False),
    _text("title"),  # empty once it was erased
    Column("due", Date),
    Column("opened", LogIndex, nullable=False),  # the act that opened it
    Column("opened_at", Instant, nullable=False),
    _act(),  # the newest step
    Column("moved_at", Instant, nullable=False),
)
Index("cases_by_age", cases.c.opened, unique=True)
Index("cases_by_kind", cases.c.kind, cases.c.state, cases.c.opened)
Index("cases_by_deadline", cases.c.due, cases.c.id)

case_acts = _table(
    "case_acts",
    _act(key=True),
    _text("case"),
    _text("actor"),
    Column("at", Instant, nullable=False),
    _text("step", null=True),  # a step taken; NULL for words entered
    _text("state", null=True),
    _text("title", null=True),  # a title given
    Index("case_acts_by_case", "case", "act"),
    Index("case_acts_by_state", "state", "at"),
)

case_links = _table(
    "case_links",
    _act(key=True),
    _text("kind", key=True),
    _text("target", key=True),
    _text("case"),
    Index("case_links_by_target", "kind", "target", "case"),
)

case_files = _table(
    "case_files",
    _act(key=True),
    _text("digest", key=True),
    _text("case"),
    _text("name"),
    _text("media"),
    Column("bytes", BigInteger, nullable=False),
    Index("case_files_by_digest", "digest"),
)

case_messages = _table(
    "case_messages",
    _act(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("case"),
    _text("copy_of"),  # digest of what is left of its text
    Index("case_messages_by_text", "copy_of", "act"),
    Index("case_messages_by_case", "case", "number"),
)

case_bands = _table(
    "case_bands",
    _text("band", key=True),
    _act(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Index("case_bands_by_act", "act"),
)

case_texts = _table("case_texts", _act(key=True), _text("case"), _text("words"))  # see `moratorium.store.case_search`

case_stated = _table(
    "case_stated",  # what decisions and registers look up of cases; see `moratorium.store.partners`
    _act(key=True),
    _text("part", key=True),  # empty for the case itself
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("name", key=True),
    _text("case"),
    _text("value"),
    Index("case_stated_by_case", "case", "act"),
    Index("case_stated_by_value", "name", "value", "act"),
)

PROJECTIONS = (
    orders, decisions, answers, dispositions, clearances, proposals, proposed_documents, measures, rulebooks, kept,
    lists, deferrals, rescreens, outcomes, stops, effect_counts,
    list_checks,
    identities,
    accounts, looks,
    authorisations, limits, drawdowns,
    clearance_proposals, holds, waits, questions, hold_events, asks,
    cases, case_acts, case_links, case_files, case_messages, case_bands, case_texts, case_stated,
)  # fmt: skip
"""Tables that folding the acts again must give."""
