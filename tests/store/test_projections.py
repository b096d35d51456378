"""What the desk reads after acts; each test ends with the record folded again and found the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest

from moratorium.errors import ConflictError, MissingError
from moratorium.store import Connection, Store, blobs, fsck, projections, size, tables
from moratorium.store.projections import Found
from moratorium.terms.act import (
    Act,
    Answered,
    Approved,
    CameIntoForce,
    Cleared,
    IdentityMade,
    Kept,
    ListChecked,
    ListImported,
    Proposed,
    Rejected,
)
from moratorium.terms.canon import digest
from moratorium.terms.holding import AnswerConfirmed, Withdrawn
from tests.store.office import DAY, START, act, decided, proposed, public_key, record


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    """A write transaction, after which the record must be sound."""
    with store.begin() as opened:
        yield opened
    assert fsck(store) == ()


def approved(proposal: int, minute: int = 1) -> Act:
    return act("approved", str(proposal), Approved(proposal, "r2"), "bob", minute)


def by_rulebook(
    rulebook: str, inputs: str = "i1", order: str = "SO-1/sale", day: date = DAY, effect: str = "allow"
) -> Act:
    """A decision by a rulebook of this digest."""
    made = decided(order, inputs, effect=effect)
    payload = msgspec.structs.replace(made.payload, day=day, digests={**made.payload.digests, "rulebook": rulebook})
    return msgspec.structs.replace(made, payload=payload)


def listed(source: str, published: date, blob: str) -> Act:
    made = ListImported(source, ("OFAC-SDN",), published, "d" + blob, blob, entries=3, rejected=1)
    return act("list_imported", source, made)


# -- orders -----------------------------------------------------------------------------------------------------------


def test_an_order_stands_as_it_was_decided_last(connection: Connection) -> None:
    record(connection, decided(effect="hold"), decided("SO-2/sale"), decided(inputs="i2", effect="deny"))
    assert projections.order(connection, "SO-1/sale") == projections.OrderRow(
        "SO-1/sale", "SO-1", decided().payload.order_digest, "open", DAY, DAY, "deny", False, 2
    )
    assert projections.order(connection, "SO-3/sale") is None
    assert projections.decisions_of(connection, "SO-1/sale") == (0, 2)
    assert projections.effects(connection, ["SO-1/sale", "SO-2/sale", "SO-3/sale"]) == {
        "SO-1/sale": "deny",
        "SO-2/sale": "allow",
    }


def test_the_same_inputs_need_no_new_act_while_their_decision_stands(connection: Connection) -> None:
    record(connection, decided(), decided("SO-2/sale", "i1"))
    made = [decided().payload, decided(inputs="i2").payload, decided("SO-2/sale", "i1").payload]
    found = [Found(0, "allow"), Found(None, "allow"), Found(1, "allow")]
    assert projections.recorded(connection, made) == found
    assert projections.recorded(connection, [decided("SO-3/sale").payload]) == [Found()]


def test_a_decision_that_is_to_stand_again_is_a_new_act(connection: Connection) -> None:
    record(connection, decided(effect="deny"), decided(inputs="i2"))
    assert projections.recorded(connection, [decided(effect="deny").payload]) == [Found(None, "allow")]
    record(connection, decided(effect="deny"))
    assert projections.effects(connection, ["SO-1/sale"]) == {"SO-1/sale": "deny"}
    assert projections.decisions_of(connection, "SO-1/sale") == (0, 1, 2)


def test_a_look_at_a_past_day_or_a_draft_does_not_replace_what_stands(connection: Connection) -> None:
    record(connection, proposed({"m": "text"}), approved(0), by_rulebook("r2", effect="deny"))
    record(connection, by_rulebook("r2", "past", day=date(2022, 1, 1)), by_rulebook("draft", "trial"))
    assert projections.effects(connection, ["SO-1/sale"]) == {"SO-1/sale": "deny"}
    again = [by_rulebook("r2", "past", day=date(2022, 1, 1)).payload, by_rulebook("draft", "trial").payload]
    assert projections.recorded(connection, again) == [Found(3, "deny"), Found(4, "deny")]
    record(connection, by_rulebook("draft", "trial", "SO-9/sale"))
    trial = projections.order(connection, "SO-9/sale")
    assert trial is not None
    assert trial.trial
    record(connection, by_rulebook("r2", "real", "SO-9/sale", effect="hold"))
    assert projections.effects(connection, ["SO-9/sale"]) == {"SO-9/sale": "hold"}


def test_another_program_s_base_pack_makes_no_trial_of_the_adopted_measures(connection: Connection) -> None:
    """What two people adopted is the same still; only what else is known to hold came with the program."""
    record(connection, proposed({"m": "text"}), approved(0), by_rulebook("r2"))
    for number, documents in enumerate([{"m": "text"}, {"m": "another text"}]):
        made = by_rulebook(f"other base pack {number}", f"later {number}", effect="hold" if not number else "deny")
        digests = {**made.payload.digests, "measures": digest(documents)}
        record(
            connection, msgspec.structs.replace(made, payload=msgspec.structs.replace(made.payload, digests=digests))
        )
    assert projections.effects(connection, ["SO-1/sale"]) == {"SO-1/sale": "hold"}


def test_an_order_is_found_by_the_caller_s_id_in_each_activity(connection: Connection) -> None:
    record(connection, decided("A/1/sale"), decided("A/1/repair"), decided("A/sale"))
    assert [row.key for row in projections.orders_of_id(connection, "A/1")] == ["A/1/repair", "A/1/sale"]


def test_what_a_measure_can_still_stop_is_paged_by_key(connection: Connection) -> None:
    states = [("SO-1/sale", "open"), ("SO-2/sale", "closed"), ("SO-3/sale", "shipped"), ("SO-4/sale", "open")]
    record(connection, *(decided(key, status=status) for key, status in reversed(states)))
    first = projections.to_decide_again(connection, limit=2)
    assert [row.key for row in first] == ["SO-1/sale", "SO-3/sale"]
    assert [row.key for row in projections.to_decide_again(connection, first[-1].key, 2)] == ["SO-4/sale"]


def test_a_held_order_is_decided_again_even_if_it_is_closed(connection: Connection) -> None:
    record(
        connection,
        decided("SO-1/sale", effect="hold", status="closed"),
        decided("SO-2/sale", effect="deny", status="closed"),
        decided("SO-3/sale", effect="allow", status="shipped"),
    )
    assert [row.key for row in projections.to_decide_again(connection)] == ["SO-1/sale", "SO-3/sale"]
    assert [row.key for row in projections.to_decide_again(connection, "SO-1/sale")] == ["SO-3/sale"]


def test_a_few_open_orders_among_many_closed_ones_are_found_by_index(store: Store) -> None:
    orders = tables.orders
    asked = orders.select().where(tables.TO_DECIDE_AGAIN & (orders.c.key > "SO")).order_by(orders.c.key).limit(5)
    explain = "EXPLAIN" if store.is_shared else "EXPLAIN QUERY PLAN"
    with store.begin() as connection:
        record(connection, *(decided(f"SO-{number}/sale", status="closed") for number in range(500)))
        connection.exec_driver_sql("ANALYZE orders")
        shown = str(asked.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"{explain} {shown}").all()
    assert "orders_to_decide_again" in str(plan)


# -- answers and clearances -------------------------------------------------------------------------------------------


def test_the_newest_answer_counts_until_it_expires(connection: Connection) -> None:
    first = Answered("party:C-7", "territory", "NL", "call")
    newer = Answered("party:C-7", "territory", "RU", "register", expires=date(2022, 6, 1))
    other = Answered("party:C-8", "territory", "DE", "call")
    record(connection, *(act("answered", one.subject, one) for one in (first, other, newer)))
    assert projections.answers_on(connection, date(2022, 5, 31)) == (other, newer)
    assert projections.answers_on(connection, date(2022, 6, 1)) == (other,)
    assert projections.answers_on(connection, date(2022, 6, 1), known_at=2) == (first, other)
    assert projections.answers_on(connection, DAY, known_at=0) == ()


SAID = [
    (["NL"], "", True),
    (["NL", "confirmed"], "NL", False),
    (["NL", "confirmed", "RU"], "", True),
    (["NL", "confirmed", "RU", "confirmed"], "RU", False),
    (["NL", "confirmed", "withdrawn"], "", True),
    (["NL", "confirmed", "RU", "withdrawn"], "", True),
    (["NL", "confirmed", "DE until June"], "", True),
    (["NL", "withdrawn"], "", False),
    (["NL until June"], "", False),
    (["NL until June", "confirmed"], "", False),
]
"""What is done about a fact, one after the other; what two people said of it in June, and whether it is in doubt."""


def test_what_two_people_said_counts_and_what_one_said_last_is_in_doubt(connection: Connection) -> None:
    """One person alone never takes away what two people once said."""
    of_two, doubted = list[Answered](), set[tuple[str, str]]()
    for number, (done, by_two, is_doubted) in enumerate(SAID):
        subject, given = f"party:C-{number}", -1
        for step in done:
            code, _, ends = step.partition(" until ")
            if step == "confirmed":
                record(connection, act("answer_confirmed", subject, AnswerConfirmed(given), "bo"))
            elif step == "withdrawn":
                record(connection, act("withdrawn", str(given), Withdrawn(given, "wrong"), "bo"))
            else:
                given = size(connection)
                answer = Answered(subject, "territory", code, "call", expires=date(2022, 6, 1) if ends else None)
                record(connection, act("answered", subject, answer, "ann"))
        of_two += [Answered(subject, "territory", by_two, "call")] if by_two else []
        doubted |= {(subject, "territory")} if is_doubted else set()
    assert projections.answers_of_two(connection, date(2022, 6, 1)) == (tuple(of_two), frozenset(doubted))
    assert projections.answers_of_two(connection, date(2022, 6, 1), known_at=0) == ((), frozenset())


def test_a_clearance_counts_until_it_expires(connection: Connection) -> None:
    ends = Cleared("SO-1/sale", "m1", "r1", "row1", "licence seen", date(2022, 6, 1))
    lasts = Cleared("SO-2/sale", "m1", "r1", "row2", "licence seen")
    record(connection, *(act("cleared", one.measure, one, "ann") for one in (ends, lasts)))
    assert projections.clearances_on(connection, date(2022, 5, 31)) == (ends, lasts)
    assert projections.clearances_on(connection, date(2022, 6, 1)) == (lasts,)
    assert projections.clearances_on(connection, DAY, known_at=1) == (ends,)


# -- the adopted rulebook ---------------------------------------------------------------------------------------------


def test_a_proposal_changes_nothing_before_it_is_approved(connection: Connection) -> None:
    made = proposed({"m1": "measure: m1"}, ("m0",))
    record(connection, made)
    assert projections.rulebook_documents(connection) == {}
    (waiting,) = projections.open_proposals(connection)
    assert waiting == projections.proposal(connection, 0)
    assert (waiting.index, waiting.by, waiting.state, waiting.change, waiting.reason) == (
        0, "ann", "open", "propose", "because",
    )  # fmt: skip
    assert waiting.proposed == made.payload
    assert projections.proposal(connection, 1) is None


def test_every_past_state_of_the_rulebook_is_kept(connection: Connection) -> None:
    record(connection, proposed({"m1": "one", "m2": "two"}), approved(0))
    record(connection, proposed({"m1": "one b", "m2": "two"}), approved(2))
    record(connection, proposed({"m3": "three"}, ("m1",)), approved(4), decided())
    known = [projections.rulebook_documents(connection, at) for at in range(size(connection) + 1)]
    first, second, third = {"m1": "one", "m2": "two"}, {"m1": "one b", "m2": "two"}, {"m2": "two", "m3": "three"}
    assert known == [{}, {}, first, first, second, second, third, third]
    assert projections.rulebook_documents(connection) == third
    assert projections.history_of_measure(connection, "m1") == (
        projections.MeasureState("m1", 1, 3, "one"),
        projections.MeasureState("m1", 3, 5, "one b"),
    )
    assert projections.history_of_measure(connection, "m2") == (projections.MeasureState("m2", 1, None, "two"),)
    assert projections.history_of_measure(connection, "m9") == ()


def test_a_removed_measure_may_come_back_as_it_was(connection: Connection) -> None:
    record(connection, proposed({"m1": "one"}), approved(0), proposed({}, ("m1",)), approved(2))
    assert projections.rulebook_documents(connection) == {}
    record(connection, proposed({"m1": "one"}), approved(4))
    assert [state.to_act for state in projections.history_of_measure(connection, "m1")] == [3, None]


def test_a_measure_both_written_and_removed_is_removed(connection: Connection) -> None:
    record(connection, proposed({"m1": "one"}), approved(0), proposed({"m1": "two"}, ("m1",)), approved(2))
    assert projections.rulebook_documents(connection) == {}


def test_what_became_of_a_proposal(connection: Connection) -> None:
    rejected = act("rejected", "1", Rejected(1, "too wide"), "bob", minute=2)
    record(connection, proposed({"m1": "one"}), proposed({"m1": "two"}), approved(0), rejected)
    assert projections.open_proposals(connection) == ()
    yes, no = projections.proposal(connection, 0), projections.proposal(connection, 1)
    assert yes is not None
    assert no is not None
    assert (yes.state, yes.decided_by, yes.decided_at) == ("approved", "bob", START + timedelta(minutes=1))
    assert (no.state, no.verdict, no.decided_at) == ("rejected", "too wide", START + timedelta(minutes=2))


def test_a_proposal_is_decided_once(store: Store) -> None:
    with pytest.raises(ConflictError, match="proposal 0 is approved already"), store.begin() as connection:
        record(connection, proposed({"m1": "one"}), approved(0), approved(0))
    with pytest.raises(MissingError, match="no proposal 7"), store.begin() as connection:
        record(connection, approved(7))
    with store.read() as connection:
        assert size(connection) == 0


# -- registers, lists, identities, time -------------------------------------------------------------------------------


def test_the_newest_kept_file_of_each_part_counts(connection: Connection) -> None:
    digest = blobs.put(connection, b"x", "text/csv")
    first, newer = Kept("catalogue", digest, "a.csv"), Kept("catalogue", digest, "b.csv")
    record(connection, act("kept", "catalogue", first), act("kept", "map", Kept("map", digest)))
    record(connection, act("kept", "catalogue", newer))
    assert projections.kept_part(connection, "catalogue") == newer
    assert projections.kept_part(connection, "catalogue", known_at=2) == first
    assert projections.kept_part(connection, "organisation") is None


def test_the_last_published_version_of_each_list_counts(connection: Connection) -> None:
    old, new, twin = (blobs.put(connection, content, "application/json") for content in (b"old", b"new", b"twin"))
    acts = [
        listed("un", date(2022, 1, 1), old),
        listed("ofac-sdn", date(2022, 3, 1), new),
        listed("ofac-sdn", date(2022, 1, 1), old),
        listed("ofac-sdn", date(2022, 3, 1), twin),
    ]
    record(connection, *acts)
    assert [version.blob for version in projections.list_versions(connection)] == [twin, old]
    assert [version.blob for version in projections.list_versions(connection, known_at=3)] == [new, old]
    assert [one.blob for one in projections.list_history(connection, "ofac-sdn")] == [old, new, twin]
    assert projections.list_history(connection, "un") == (acts[0].payload,)


def test_the_last_check_of_each_source_counts_and_only_publishers_confirm(connection: Connection) -> None:
    def checked(source: str, minute: int, result: str, origin: str = "publisher", digest: str = "") -> Act:
        return act("list_checked", source, ListChecked(source, result, origin, digest), minute=minute)

    day = 24 * 60
    record(
        connection,
        checked("un", 0, "new", digest="d1"),
        checked("un", day, "unchanged", digest="d1"),
        checked("un", 2 * day, "unchanged", "https://mirror.example", "d1"),
        checked("us-csl", 0, "new", "https://mirror.example", "d2"),
        checked("un", 3 * day, "failed"),
    )
    last = projections.list_checks(connection)
    assert {source: (row.result, row.origin) for source, row in last.items()} == {
        "un": ("failed", "publisher"),
        "us-csl": ("new", "https://mirror.example"),
    }
    assert projections.list_confirmations(connection) == {"d1": START.date() + timedelta(days=1)}


def test_a_name_has_one_key(store: Store) -> None:
    made = act("identity_made", "ann", IdentityMade("ann", public_key(bytes(32))))
    with store.begin() as connection:
        record(connection, made)
        assert projections.identity(connection, "ann") == projections.IdentityRow("ann", public_key(bytes(32)), 0)
        assert projections.identity(connection, "bob") is None
    with pytest.raises(ConflictError, match="somebody was faster"), store.begin() as connection:
        record(connection, made)


def test_coming_into_force_stands_in_the_log_alone(connection: Connection) -> None:
    made = CameIntoForce(DAY, "adopted", 3, (("SO-1/sale", "allow", "deny"),))
    record(connection, act("came_into_force", "adopted", made))
    assert size(connection) == 1


def test_the_size_of_the_log_at_an_instant_counts_nothing_done_later(connection: Connection) -> None:
    minutes = (0, 5, 3, 9)  # the clock of the second act's machine is ahead
    acts = (decided(inputs=f"i{minute}") for minute in minutes)
    moved = [
        msgspec.structs.replace(one, at=START + timedelta(minutes=minute))
        for one, minute in zip(acts, minutes, strict=True)
    ]
    assert projections.size_at(connection, START) == 0
    record(connection, *moved)
    at = [projections.size_at(connection, START + timedelta(minutes=minute)) for minute in (-1, 0, 4, 5, 8, 9)]
    assert at == [0, 1, 1, 3, 3, 4]
    local = datetime(2022, 4, 26, 9, 35, tzinfo=timezone(timedelta(hours=2)))
    assert projections.size_at(connection, local) == projections.size_at(connection, local.astimezone(UTC)) == 3


def test_an_instant_of_another_zone_is_the_same_instant(connection: Connection) -> None:
    local = START.astimezone(timezone(timedelta(hours=8)))
    record(connection, Act("proposed", "m", "ann", local, Proposed("lift", {"m": "text"})))
    assert projections.size_at(connection, START) == 1
