"""The queue of holds: what waits, for how long and for whom; nothing goes on without those who must say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from email.headerregistry import Address
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from moratorium.desk import asking, confirming, holds, mail, notices, receivers, releasing
from moratorium.desk.answering import answer
from moratorium.desk.hold_rules import keep_rules
from moratorium.desk.mail_setting import MailSetting
from moratorium.desk.receivers import Receiver
from moratorium.desk.releasing import Given
from moratorium.desk.sending import send_due
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import fsck, size, tables
from moratorium.store import holds as rows
from moratorium.store.holds import Filter
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.order import Order
from tests.desk.hold_office import RULES, HoldOffice, hold_office, sale
from tests.desk.post_office import HOST, post_office


@pytest.fixture
def office(tmp_path: Path, database: Path | str) -> Iterator[HoldOffice]:
    """An office on either database."""
    with hold_office(tmp_path, database) as found:
        yield found


@pytest.fixture
def file_office(tmp_path: Path) -> Iterator[HoldOffice]:
    """The same on SQLite alone, for what no database has a part in."""
    with hold_office(tmp_path, tmp_path) as found:
        yield found


def _queue(office: HoldOffice, **wanted: object) -> list[str]:
    found, _ = holds.queue(office.home, holds.filter_of(office.home, **wanted), None, 100)  # type: ignore[arg-type]  # words of the filter
    return [one.row.order_key for one in found]


# -- the queue --------------------------------------------------------------------------------------------------------


def test_held_orders_are_grouped_by_what_they_wait_for(office: HoldOffice) -> None:
    """One question for each fact and subject, with orders, lines and value by currency; nothing in one sum twice."""
    office.decide(sale("SO-1"), sale("SO-2", value="50.5"), sale("SO-3", currency="USD"), sale("SO-4", "NL"))
    office.decide(sale("SO-5", None))
    found, more = holds.questions(office.home, None, 50)
    assert more is None
    waits = [one for key in _queue(office) for one in holds.hold(office.home, key).held.waits]
    for one in found:
        mine = [wait for wait in waits if wait.question == one.name]
        assert (one.orders, one.lines) == (len(mine), sum(wait.lines for wait in mine))
        assert one.since == min(wait.since for wait in mine)
        for currency in ("EUR", "USD"):
            worth = sum((wait.value for wait in mine if wait.value and wait.currency == currency), Decimal(0))
            assert one.worth.get(currency, Decimal(0)) == worth
    assert {one.name for one in found} == {one.question for one in waits}
    assert [one.orders for one in found] == sorted((one.orders for one in found), reverse=True)
    assert "SO-4/sale" not in _queue(office)
    assert fsck(office.home.store) == ()


def test_the_queue_is_paged_by_age_and_filtered(office: HoldOffice) -> None:
    """The order held longest comes first, and a page goes on where the one before ended."""
    for number in range(5):
        office.decide(sale(f"SO-{number}", value=str(100 * number)))
        office.now += timedelta(hours=1)
    first, place = holds.queue(office.home, Filter(), None, 2)
    second, _ = holds.queue(office.home, Filter(), place, 2)
    assert [one.row.order_key for one in (*first, *second)] == [f"SO-{number}/sale" for number in range(4)]
    assert _queue(office, above=("EUR", Decimal(250))) == ["SO-3/sale", "SO-4/sale"]
    assert _queue(office, older_than=timedelta(hours=3, minutes=30)) == ["SO-0/sale", "SO-1/sale"]
    assert _queue(office, territory="BY") == [f"SO-{number}/sale" for number in range(5)]
    assert _queue(office, territory="NL") == []
    holds.assign(office.home, ["SO-2/sale"], "ann")
    assert (_queue(office, assignee="ann"), len(_queue(office, assignee=""))) == (["SO-2/sale"], 4)
    _same_are_late(office)


def _same_are_late(office: HoldOffice) -> None:
    """What is asked for as late is what each row says, by whichever promise, with and without a clock that stood."""
    office.decide(sale("SO-7", None), sale("SO-8", currency=None), sale("SO-9", None, value="5000"))
    wait = next(one for one in holds.hold(office.home, "SO-9/sale").held.waits if one.kind == "answer")
    link = asking.ask(office.home, "SO-9/sale", wait.question, "h.vries@dealer.example").link
    asking.ask(office.home, "SO-8/sale", office.name_of("SO-8/sale"), "h.vries@dealer.example")
    seen = set()
    for step, hours in enumerate((0, 3, 3, 3, 24 * 15)):
        office.now += timedelta(hours=hours)
        if step == 2:
            asking.reply(office.home, link.removeprefix("/reply/"), "In Minsk", "H. de Vries")
        late = [one.row.order_key for one in holds.queue(office.home, Filter(), None, 100)[0] if one.is_late]
        wanted = holds.filter_of(office.home, late=True)
        assert (_queue(office, late=True), holds.counted(office.home, wanted)) == (late, len(late))
        seen |= set(late)
    assert seen == {f"SO-{number}/sale" for number in (0, 1, 2, 3, 4, 8, 9)}


def test_a_hold_keeps_its_age_while_it_is_held_and_loses_it_when_it_was_not(file_office: HoldOffice) -> None:
    """Deciding again changes no age; an order that went on and is held again begins anew."""
    office, start = file_office, file_office.now
    office.decide(sale())
    office.now += timedelta(hours=1)
    office.decide(sale(value="101"))
    assert holds.hold(office.home, "SO-1/sale").held.row.since == start
    office.decide(sale(country="NL"))
    with pytest.raises(MissingError, match="is not held: allow"):
        holds.hold(office.home, "SO-1/sale")
    office.decide(sale())
    assert holds.hold(office.home, "SO-1/sale").held.row.since == office.now


def test_what_somebody_did_since_is_noticed(office: HoldOffice) -> None:
    """Two officers never act on an old state of a hold."""
    office.decide(sale())
    seen = holds.hold(office.home, "SO-1/sale").held.row.version
    holds.comment(office.acting("bo"), "SO-1/sale", "they called")
    with pytest.raises(ConflictError, match="since you looked"):
        holds.assign(office.home, ["SO-1/sale"], "ann", seen=seen)
    holds.assign(office.home, ["SO-1/sale"], "ann", seen=holds.hold(office.home, "SO-1/sale").held.row.version)
    holds.assign(office.acting("bo"), ["SO-1/sale"], "", "on leave")
    found = holds.hold(office.home, "SO-1/sale")
    assert [(one.kind, one.by, one.text) for one in found.events] == [
        ("commented", "bo", "they called"),
        ("assigned", "ann", "@ann"),
        ("assigned", "bo", "on leave"),
    ]
    assert found.held.row.assignee == ""


def test_a_promise_runs_from_the_first_hold_and_stands_still_while_somebody_outside_is_asked(
    file_office: HoldOffice,
) -> None:
    """Asked after an hour and answered three days later, an order has used one hour."""
    office, start = file_office, file_office.now
    keep_rules(office.home, "promises: [{hours: 8}]")
    office.decide(sale(country=None))
    assert holds.hold(office.home, "SO-1/sale").held.due == start + timedelta(hours=8)
    office.now += timedelta(hours=1)
    wait = next(one for one in holds.hold(office.home, "SO-1/sale").held.waits if one.kind == "answer")
    asked = asking.ask(office.home, "SO-1/sale", wait.question, "h.vries@dealer.example")
    office.now += timedelta(days=3)
    held = holds.hold(office.home, "SO-1/sale").held
    assert (held.is_late, held.asked and held.asked.act) == (False, asked.number)
    asking.reply(office.home, asked.link.removeprefix("/reply/"), "In Minsk", "H. de Vries")
    held = holds.hold(office.home, "SO-1/sale").held
    assert (held.due, held.asked) == (start + timedelta(days=3, hours=8), None)
    office.now += timedelta(hours=9)
    assert holds.hold(office.home, "SO-1/sale").held.is_late


# -- two people -------------------------------------------------------------------------------------------------------


def test_below_the_set_value_one_person_clears(office: HoldOffice) -> None:
    """And the order goes on at once."""
    office.decide(sale(value="1000"))
    done = office.clear()
    assert (done.proposals, done.changed) == ((), (("SO-1/sale", "hold", "allow"),))
    assert fsck(office.home.store) == ()


@pytest.mark.parametrize("order", [sale(value="1000.01"), sale(value=None), sale(currency="USD"), sale(currency=None)])
def test_above_the_set_value_or_of_unknown_value_another_person_confirms(file_office: HoldOffice, order: Order) -> None:
    """A clearance of one person is a proposal, which its proposer cannot confirm, whichever way they come in."""
    office = file_office
    office.decide(order)
    done = office.clear()
    (number,) = done.proposals
    assert (done.acts, office.effects()) == ((number,), {"SO-1/sale": "hold"})
    with pytest.raises(RefusedError, match="proposed this and cannot approve it"):
        releasing.confirm(office.home, number)
    with pytest.raises(ConflictError, match="waits for a second person already"):
        office.clear(by="bo")
    assert releasing.confirm(office.acting("bo"), number, office.references).changed
    assert office.effects() == {"SO-1/sale": "allow"}
    assert fsck(office.home.store) == ()


def test_a_clearance_of_one_person_lets_no_later_order_above_the_value_through(file_office: HoldOffice) -> None:
    """Orders with the same facts share a clearance, but not beyond what one person may release."""
    office = file_office
    office.decide(sale(value="10"))
    office.clear()
    with office.home.store.begin() as connection:
        assert connection.execute(tables.clearances.select()).all()
    assert office.decide(sale(value="10", country="BY")) == {"SO-1/sale": "allow"}
    assert office.decide(sale(value="5000")) == {"SO-1/sale": "hold"}


def test_lowering_the_value_holds_again_what_one_person_let_through(file_office: HoldOffice) -> None:
    """An order that is not delivered yet is decided by the rules of today."""
    office = file_office
    office.decide(sale(value="900"))
    office.clear()
    keep_rules(office.home, "two_people_above: {EUR: 500}")
    office.again()
    assert office.effects() == {"SO-1/sale": "hold"}


def test_a_clearance_in_a_file_of_answers_above_the_value_waits_too(file_office: HoldOffice) -> None:
    """No other way in leads past the second person."""
    office = file_office
    office.decide(sale(value="5000"))
    (wait,) = holds.hold(office.home, "SO-1/sale").held.waits
    measure, _, revision = wait.fact.partition("@")
    answer(office.home, [Cleared("SO-1/sale", measure, revision, wait.subject, "because")], office.references)
    office.again()
    assert office.effects() == {"SO-1/sale": "hold"}
    assert [one.by for one in releasing.open_clearances(office.home)] == ["ann"]


def test_a_rejected_clearance_clears_nothing(file_office: HoldOffice) -> None:
    """And cannot be confirmed any more; a reason is asked for."""
    office = file_office
    office.decide(sale(value="5000"))
    (number,) = office.clear().proposals
    with pytest.raises(InputError, match="needs a reason"):
        releasing.reject(office.acting("bo"), number, " ")
    releasing.reject(office.acting("bo"), number, "who visited?")
    with pytest.raises(RefusedError, match="rejected already"):
        releasing.confirm(office.acting("bo"), number)
    assert office.effects() == {"SO-1/sale": "hold"}


def _answer(office: HoldOffice, order: str, by: str = "ann", place: str = "NL") -> releasing.Done:
    """Answer where the buyer sits and where goods go, for whatever order waits for it."""
    done = releasing.Done(())
    for wait in holds.hold(office.home, order).held.waits:
        given = Given("Netherlands" if wait.fact.endswith(".filled") and place == "NL" else place, "register")
        done = releasing.answer_one(office.acting(by), order, wait.question, given, None, office.references)
    return done


def test_an_answer_to_an_order_above_the_value_waits_for_a_second_person(office: HoldOffice) -> None:
    """Who gave it cannot confirm it; nor does it let a later order of the same party through."""
    office.decide(sale(country=None, value="5000"), sale("SO-2", None))
    waits = holds.hold(office.home, "SO-1/sale").held.waits
    _answer(office, "SO-1/sale")
    assert office.effects()["SO-1/sale"] == "hold"
    assert {one.question for one in holds.hold(office.home, "SO-1/sale").held.waits} == {one.question for one in waits}
    found = confirming.open_answers(office.home)
    assert [(one.by, one.order, one.question) for one in found] == [
        ("ann", "SO-1/sale", one.question) for one in found if one.question in {wait.question for wait in waits}
    ]
    for one in found:
        with pytest.raises(RefusedError, match="cannot approve"):
            confirming.confirm(office.home, one.act)
        assert office.effects()["SO-1/sale"] == "hold"
        confirming.confirm(office.acting("bo"), one.act, office.references)
        with pytest.raises(RefusedError, match="confirmed already"):
            confirming.confirm(office.acting("bo"), one.act)
    assert office.effects()["SO-1/sale"] == "allow"
    assert confirming.open_answers(office.home) == ()
    _answer(office, "SO-2/sale")
    assert office.effects()["SO-2/sale"] == "allow"
    assert fsck(office.home.store) == ()


def test_the_same_answer_of_another_person_confirms_it(file_office: HoldOffice) -> None:
    """They need not know that somebody answered before; what two said stays when one says it again."""
    office = file_office
    office.decide(sale(country=None, value="5000"))
    _answer(office, "SO-1/sale")
    assert _answer(office, "SO-1/sale", "ann").proposals
    assert office.effects()["SO-1/sale"] == "hold"
    done = _answer(office, "SO-1/sale", "bo")
    assert (done.proposals, office.effects()) == ((), {"SO-1/sale": "allow"})
    with office.home.store.read() as connection:
        said = [row for row in rows.said_about(connection, "SO-1/sale", ("party:C-SO-1",)) if row.confirmed_by]
    answer(office.home, [Answered(one.subject, one.fact, one.value, "a map") for one in said])
    office.again()
    assert office.effects() == {"SO-1/sale": "allow"}


def test_whoever_may_confirm_is_written_to_once_and_not_who_said_it(file_office: HoldOffice) -> None:
    """What was confirmed by the time of writing waits for nobody."""
    office, bo = file_office, file_office.acting("bo")
    for home, language in ((office.home, "en"), (bo, "nl")):
        receivers.choose(home, Receiver("", f"{home.actor}@maker.example", language, ("second_person",)))
    notices.follow(office.home)
    office.decide(sale(value="5000"), sale("SO-2", None, value="5000"))
    office.clear()
    _answer(office, "SO-2/sale")
    confirming.confirm(bo, confirming.open_answers(office.home)[0].act, office.references)
    while notices.follow(office.home):
        pass
    with post_office() as post:
        sender = Address("Trade compliance", addr_spec="compliance@maker.example")
        setting = MailSetting(HOST, post.port, "never", "", "", sender, "https://console.example")
        assert send_due(office.home, setting).sent == 1
    (message,) = post.taken
    assert (message["To"], message["Subject"]) == ("bo@maker.example", "Wat ann zei, wacht op een tweede persoon")
    text = message.get_body(("plain",))
    assert text is not None
    said = [line for line in text.get_content().splitlines() if line.startswith("  - ")]
    (open_answer,) = confirming.open_answers(office.home)
    assert said == ["  - SO-1/sale: watch-by", f"  - SO-2/sale: {open_answer.text}"]
    assert "https://console.example/holds/clearances" in text.get_content()
    assert "second_person" not in receivers.offered("auditor")


def test_an_answer_that_another_person_turns_down_is_taken_back(file_office: HoldOffice) -> None:
    """Its question is open again, for orders below the value too; a reason is asked for."""
    office = file_office
    office.decide(sale(country=None, value="5000"))
    _answer(office, "SO-1/sale")
    for one in confirming.open_answers(office.home):
        with pytest.raises(InputError, match="needs a reason"):
            confirming.reject(office.acting("bo"), one.act, " ", office.references)
        confirming.reject(office.acting("bo"), one.act, "that is a mail box", office.references)
        with pytest.raises(RefusedError, match="counts no longer"):
            confirming.confirm(office.acting("bo"), one.act)
    assert confirming.open_answers(office.home) == ()
    assert office.effects() == {"SO-1/sale": "hold"}
    with pytest.raises(MissingError, match="no proposed clearance"):
        confirming.confirm(office.home, 10_000)


def test_an_answer_that_stops_an_order_needs_no_second_person(file_office: HoldOffice) -> None:
    """Its preview says so, and whoever wrote it alone is enough."""
    office = file_office
    office.decide(sale(country=None, value="5000"))
    wait = next(one for one in holds.hold(office.home, "SO-1/sale").held.waits if one.fact == "territory")
    seen = {
        place: releasing.preview(office.home, wait.question, Given(place, "register"), office.references)
        for place in ("NL", "RU")
    }
    assert (len(seen["NL"].for_two), len(seen["RU"].for_two), len(seen["RU"].denied)) == (1, 0, 1)
    done = releasing.release(office.home, wait.question, Given("RU", "register"), seen["RU"].digest, office.references)
    assert (done.proposals, done.changed) == ((), (("SO-1/sale", "hold", "deny"),))


def test_the_database_itself_asks_for_two_people(office: HoldOffice) -> None:
    """Whatever program writes: a confirmed clearance has two different people behind it."""
    row = {"act": 10_000, "order_key": "a", "measure": "m", "revision": "r", "row": "x", "reason": "y"}
    for first, second in (("ann", "ann"), ("ann", "ANN@service"), ("ann@service", "ann"), ("unauthenticated", "bo")):
        cleared = {**row, "actor": first, "confirmed_by": second}
        proposal = {**row, "by": first, "at": office.now, "state": "confirmed", "decided_by": second}
        for table, one in ((tables.clearances, cleared), (tables.clearance_proposals, proposal)):
            with pytest.raises(RefusedError, match="ask another person"), office.home.store.begin() as connection:
                connection.execute(insert(table), [one])


# -- many at once -----------------------------------------------------------------------------------------------------


def _same_facts(office: HoldOffice) -> str:
    office.decide(sale("SO-1", value="100"), sale("SO-2", value="5000"), sale("SO-3", None, "7"))
    return office.name_of("SO-1/sale")


def test_a_release_does_what_its_preview_said_and_nothing_else(office: HoldOffice) -> None:
    """Orders below the value go on, those above wait for a second person, and a stale preview releases nothing."""
    name = _same_facts(office)
    given = Given("yes", "visited")
    seen = releasing.preview(office.home, name, given, office.references)
    told = {one.order for part in (seen.released, seen.for_two, seen.held, seen.denied) for one in part}
    assert told == {one.order for one in seen.orders}
    with pytest.raises(ConflictError, match="has changed since"):
        releasing.release(office.home, name, Given("yes", "another reason"), seen.digest, office.references)
    done = releasing.release(office.home, name, given, seen.digest, office.references)
    effects = office.effects()
    assert {one.order for one in seen.released} == {key for key, _, after in done.changed if after == "allow"}
    assert all(effects[one.order] == "hold" for one in seen.for_two)
    with pytest.raises((ConflictError, MissingError)):
        releasing.release(office.home, name, given, seen.digest, office.references)


def test_an_order_that_came_after_the_preview_stops_the_release(file_office: HoldOffice) -> None:
    """Nobody releases what they did not see."""
    office = file_office
    office.decide(sale("SO-1", None))
    wait = next(one for one in holds.hold(office.home, "SO-1/sale").held.waits if one.kind == "answer")
    given = Given("NL", "register")
    seen = releasing.preview(office.home, wait.question, given, office.references)
    office.decide(sale("SO-1", None, "8"))
    with pytest.raises(ConflictError, match="has changed since"):
        releasing.release(office.home, wait.question, given, seen.digest, office.references)


# -- refused, withdrawn -----------------------------------------------------------------------------------------------


def test_a_refused_order_is_denied_until_the_refusal_is_taken_back(office: HoldOffice) -> None:
    """A refusal is a fact of the order with its reason; taking it back opens the hold again."""
    office.decide(sale())
    done = releasing.refuse(
        office.home, "SO-1/sale", "the buyer will not say who flies it", references=office.references
    )
    assert done.changed == (("SO-1/sale", "hold", "deny"),)
    back = releasing.withdraw(office.acting("bo"), done.acts[0], "they said", references=office.references)
    assert back.changed == (("SO-1/sale", "deny", "hold"),)
    with pytest.raises(ConflictError, match="withdrawn already"):
        releasing.withdraw(office.home, done.acts[0], "again", references=office.references)
    assert fsck(office.home.store) == ()


def test_a_withdrawn_clearance_holds_again(office: HoldOffice) -> None:
    """Whatever was cleared before it stays withdrawn too."""
    office.decide(sale())
    done = office.clear()
    assert releasing.withdraw(office.home, done.acts[0], "the report was another one", office.references).changed == (
        ("SO-1/sale", "allow", "hold"),
    )
    with pytest.raises(MissingError, match="no answer and no clearance"):
        releasing.withdraw(office.home, 0, "what?", office.references)


# -- asked outside ----------------------------------------------------------------------------------------------------


def _asked(office: HoldOffice) -> asking.Asked:
    office.decide(sale(country=None))
    wait = next(one for one in holds.hold(office.home, "SO-1/sale").held.waits if one.kind == "answer")
    return asking.ask(office.home, "SO-1/sale", wait.question, "h.vries@dealer.example", "please by Friday", "nl")


def test_a_reply_moves_nothing_until_an_officer_takes_it(office: HoldOffice) -> None:
    """It is a statement; taken, it is an answer whose source names the address."""
    asked = _asked(office)
    link = asked.link.removeprefix("/reply/")
    assert asking.opened(office.home, link).order == "SO-1"
    asking.reply(office.home, link, "In the Netherlands", "H. de Vries")
    assert office.effects() == {"SO-1/sale": "hold"}
    with pytest.raises(ConflictError, match="given under this link already"):
        asking.reply(office.home, link, "no, elsewhere", "somebody else")
    (replied,) = holds.replies(office.home)
    asking.take(office.home, replied.act, "an address in NL" if replied.fact.endswith(".filled") else "NL")
    with office.home.store.read() as connection:
        (row,) = connection.execute(tables.answers.select()).all()
    assert row.source == f"reply by link to h.vries@dealer.example, by H. de Vries, question {asked.number}"
    assert holds.replies(office.home) == ()
    assert fsck(office.home.store) == ()


def test_the_letter_goes_with_the_act(file_office: HoldOffice) -> None:
    """A question that is on record is in the outbox, with its link and nothing about the customer but the order."""
    asked = _asked(file_office)
    (letter,) = mail.listed(file_office.home)
    assert (letter.kind, letter.to) == ("question", "h.vries@dealer.example")
    assert asked.letter == letter.id


def test_a_forged_cut_or_ended_link_opens_nothing(file_office: HoldOffice) -> None:
    """Nobody without the key makes one, and one that has ended says so."""
    office = file_office
    link = _asked(office).link.removeprefix("/reply/")
    other = link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB")
    for wrong in (other, link[:20], "", ".", "a.b", link + "x", "é.é", "A" * 9000):
        with pytest.raises(MissingError, match="none of ours"):
            asking.opened(office.home, wrong)
    office.now += timedelta(days=15)
    with pytest.raises(RefusedError, match="has ended"):
        asking.reply(office.home, link, "NL", "H. de Vries")


def test_a_withdrawn_question_takes_no_reply(file_office: HoldOffice) -> None:
    """And its clock goes on."""
    office = file_office
    asked = _asked(office)
    asking.close(office.home, asked.number, "found in the register")
    with pytest.raises(ConflictError, match="withdrawn"):
        asking.reply(office.home, asked.link.removeprefix("/reply/"), "NL", "H. de Vries")
    assert holds.hold(office.home, "SO-1/sale").held.asked is None


def test_rules_that_cannot_be_read_change_nothing(file_office: HoldOffice) -> None:
    """All faults at once, with their places."""
    with pytest.raises(InputError) as told:
        keep_rules(file_office.home, "two_people_above: {EURO: 5}\npromises: [{hours: 0}]\nwhat: 1\n")
    assert [one.at for one in told.value.faults] == ["holds.yaml:3:1", "holds.yaml:1:26", "holds.yaml:2:20"]
    with pytest.raises(InputError, match="is no time zone"):
        keep_rules(file_office.home, "working: {zone: Atlantis}")
    assert RULES


def test_a_question_is_erased_with_its_reply_once_nothing_hangs_on_it(office: HoldOffice) -> None:
    """Address, name and words go from every table and from the log; that somebody was asked stays proved."""
    asked = _asked(office)
    with pytest.raises(RefusedError, match="not done with"):
        asking.erase(office.home, asked.number, "asked for by the person")
    asking.reply(office.home, asked.link.removeprefix("/reply/"), "In Minsk, says Anna", "H. de Vries")
    asking.close(office.home, asked.number, "put aside")
    with pytest.raises(RefusedError, match="still held"):
        asking.erase(office.home, asked.number, "asked for by the person")
    releasing.refuse(office.home, "SO-1/sale", "no", None, office.references)
    with pytest.raises(InputError, match="needs a reason"):
        asking.erase(office.home, asked.number, " ")
    before = size_of(office)
    assert asking.erase(office.home, asked.number, "asked for by the person") == (before, before + 1)
    with office.home.store.read() as connection:
        said = [tuple(row) for table in (tables.asks, tables.hold_events) for row in connection.execute(select(table))]
        documents = connection.execute(select(tables.acts.c.document)).scalars().all()
    assert not any(word in str(said) for word in ("de Vries", "Minsk", "h.vries"))
    assert not any(word in bytes(one or b"") for one in documents for word in (b"de Vries", b"Minsk", b"h.vries"))
    assert fsck(office.home.store) == ()
    with pytest.raises(MissingError):
        asking.erase(office.home, asked.number, "once more")


def size_of(office: HoldOffice) -> int:
    with office.home.store.read() as connection:
        return size(connection)
