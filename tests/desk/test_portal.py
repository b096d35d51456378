"""What a partner finds and says in the portal, what of it counts, and that nobody sees another partner's."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from moratorium.decision.decider import Decider
from moratorium.desk import accounts, asking, cases, holds, portal, rounds, rulebooks
from moratorium.desk.cases import File, Words
from moratorium.desk.checking import decide_batch
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.partners import expiring, overdue, partner, register
from moratorium.desk.portal import Undertaking
from moratorium.desk.proofs import fsck
from moratorium.desk.references import References
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import act_at, open_store, outbox, size
from moratorium.store import jobs as rows
from moratorium.terms.case import CaseEntered
from moratorium.terms.order import Order
from tests.desk.partner_office import (
    BY,
    DUTCH,
    ENGLISH,
    HERS,
    HIS,
    OVERDUE,
    Clock,
    acting,
    adopt,
    invite,
    notice,
    signed_in,
)
from tests.web.office import NOON, build
from tests.worlds import measure_text, order

pytestmark = pytest.mark.xdist_group("partners")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


CLAUSE = Undertaking(
    "no_reexport", date(2022, 5, 1), date(2022, 6, 1), "Hilda V.", "We do not re-export.", "en", territories="ru by"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partners")
    build(folder)
    with open_store(folder) as store:
        invite(Home(folder, store, Identity.load(folder, "ann"), lambda: NOON))
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def ann(template: Path, tmp_path: Path, clock: Clock) -> Iterator[Home]:
    folder = Path(shutil.copytree(template, tmp_path / "home"))
    with open_store(folder) as store:
        yield Home(folder, store, Identity.load(folder, "ann"), clock)


# -- notices ----------------------------------------------------------------------------------------------------------


def test_a_partner_reads_a_notice_in_the_language_chosen_for_them_and_in_any_other_that_there_is(ann: Home) -> None:
    id, hilda = notice(ann), signed_in(ann, HERS)
    found = portal.notice(hilda, id)
    assert (found.text, found.language, set(found.languages)) == (DUTCH, "nl", {"en", "nl"})
    assert portal.notice(hilda, id, "en").text == ENGLISH
    assert portal.notice(hilda, id, "zh").text == DUTCH
    assert found.digest == digest(DUTCH)


def test_what_the_house_says_among_itself_is_nowhere_in_the_portal(ann: Home) -> None:
    id = notice(ann)
    cases.enter(ann, id, Words(note="internal note"))
    hilda = signed_in(ann, HERS)
    assert "internal" not in repr((portal.portal(hilda), portal.notice(hilda, id)))
    assert HIS not in repr((portal.portal(hilda), portal.notice(hilda, id)))


def test_a_notice_is_acknowledged_by_each_partner_and_the_last_one_closes_it(ann: Home) -> None:
    """The record keeps who was signed in, the name as it was typed, and what they were shown."""
    id, hilda, igor = notice(ann), signed_in(ann, HERS), signed_in(ann, HIS)
    assert portal.acknowledge(hilda, id, " Hilda V. ", digest(DUTCH), "Also repairs?") == "sent"
    with ann.store.read() as connection:
        act = act_at(connection, size(connection) - 1).act
    assert (act.actor, act.kind) == ("hilda@service", "case_entered")
    assert isinstance(act.payload, CaseEntered)
    (part,) = act.payload.parts
    assert part.fields == {
        "acknowledged_at": NOON.isoformat(),
        "acknowledged_by": "Hilda V.",
        "acknowledged_text": digest(DUTCH),
        "question": "Also repairs?",
    }
    assert portal.notice(hilda, id).question == "Also repairs?"
    assert portal.notice(igor, id).question == ""
    assert portal.acknowledge(igor, id, "Igor", digest(ENGLISH)) == "acknowledged"
    assert cases.case_row(ann, id).is_closed
    assert fsck(ann).faults == ()


def test_a_notice_is_acknowledged_once_with_a_name_and_as_it_was_read(ann: Home) -> None:
    id, hilda = notice(ann), signed_in(ann, HERS)
    for name in ("", "  ", "x" * 201):
        with pytest.raises(InputError) as refused:
            portal.acknowledge(hilda, id, name, digest(DUTCH))
        assert refused.value.fault.at == "name"
    with pytest.raises(ConflictError, match="not the text of the notice"):
        portal.acknowledge(hilda, id, "Hilda", digest("other words"))
    portal.acknowledge(hilda, id, "Hilda", digest(DUTCH))
    with pytest.raises(ConflictError, match="acknowledged this notice already"):
        portal.acknowledge(hilda, id, "Hilda", digest(DUTCH))


def test_a_notice_that_is_not_out_is_no_notice_and_one_that_is_closed_is_not_acknowledged(ann: Home) -> None:
    hilda = signed_in(ann, HERS)
    draft = cases.open_case(ann, "notice", Words(fields={"measure": "suspension", "audience": "partners"}))
    assert portal.portal(hilda).notices == ()
    with pytest.raises(MissingError):
        portal.notice(hilda, draft)
    id = notice(ann)
    cases.take_step(acting(ann, "bo"), id, "close", Words(fields={"reason": "the measure was lifted"}))
    (row,) = portal.portal(hilda).notices
    assert (row.state, row.is_awaited, row.due) == ("closed_open", False, None)
    with pytest.raises(RefusedError, match="nobody waits"):
        portal.acknowledge(hilda, id, "Hilda", digest(DUTCH))


# -- nobody sees another's --------------------------------------------------------------------------------------------


def test_what_is_anothers_cannot_be_told_from_what_does_not_exist(ann: Home) -> None:
    """Whatever one partner asks for by an id or a number that is the other's, they are told what they are told of
    something that there is not.
    """
    theirs = notice(ann, (HIS,))
    igor, hilda = signed_in(ann, HIS), signed_in(ann, HERS)
    promised = portal.hand_in(igor, replace(CLAUSE, signed_by="Igor"))
    for id in (theirs, promised, "NO-2022-0999", "", "x" * 500, "' OR 1=1 --"):
        for act in (
            lambda id=id: portal.notice(hilda, id),
            lambda id=id: portal.acknowledge(hilda, id, "Hilda", digest(DUTCH)),
        ):
            with pytest.raises(MissingError) as refused:
                act()
            assert str(refused.value) == f"no notice `{id[:40]}` to you; look at your notices again"
    found = portal.portal(hilda)
    assert (found.party, found.notices, found.questions, found.undertakings) == (HERS, (), (), ())


@pytest.mark.parametrize("name", ["ann", "bo", "nobody"])
def test_who_acts_for_no_partner_finds_nothing(ann: Home, name: str) -> None:
    id, home = notice(ann), replace(ann, identity=Identity.load(ann.path, "service").on_behalf_of(name))
    for act in (
        lambda: portal.portal(home),
        lambda: portal.notice(home, id),
        lambda: portal.acknowledge(home, id, "Ann", digest(DUTCH)),
        lambda: portal.reply(home, 1, "x", "Ann"),
        lambda: portal.hand_in(home, CLAUSE),
    ):
        with pytest.raises(MissingError, match="act for no partner"):
            act()


def test_an_account_that_was_disabled_or_got_another_role_or_party_sees_no_more_of_the_one_before(ann: Home) -> None:
    id, hilda = notice(ann), signed_in(ann, HERS)
    accounts.give_role(ann, "hilda", "partner", party="C-8")
    with pytest.raises(MissingError, match="no notice"):
        portal.notice(hilda, id)
    accounts.give_role(ann, "hilda", "auditor")
    with pytest.raises(MissingError, match="act for no partner"):
        portal.portal(hilda)
    accounts.give_role(ann, "hilda", "partner", party=HERS)
    assert portal.notice(hilda, id).text == DUTCH
    accounts.disable(ann, "hilda")
    with pytest.raises(MissingError, match="act for no partner"):
        portal.portal(hilda)


def test_a_partner_acts_for_a_party_and_nobody_else_does(ann: Home) -> None:
    for role, party in (("partner", ""), ("partner", "  "), ("officer", HERS), ("partner", "x" * 201)):
        with pytest.raises(InputError) as refused:
            accounts.invite(ann, "new", role, party=party)
        assert refused.value.fault.at == "party"
    with pytest.raises(InputError):
        accounts.give_role(ann, "hilda", "partner")
    assert accounts.account(ann, "hilda").party == HERS


# -- questions --------------------------------------------------------------------------------------------------------


def test_a_question_in_the_portal_needs_somebody_who_can_find_it(ann: Home) -> None:
    with pytest.raises(InputError, match="nobody acts for `C-8`"):
        asking.ask(ann, "SO-1/sale", "none", party="C-8")
    with pytest.raises(MissingError, match="no question 0 to you"):
        portal.reply(signed_in(ann, HERS), 0, "Utrecht", "Hilda")


def test_a_question_in_the_portal_is_answered_once_by_that_partner_and_taken_by_an_officer(ann: Home) -> None:
    """The answer is a statement: it settles nothing until somebody of the house takes it."""
    adopt(ann, measure_text("where", "{activities: all, where: NOT end_use.statement_on_file}", "hold"))
    key = "SO-7/sale"
    decide_batch(ann, [(order(id="SO-7", buyer=HERS), ann.today())], decider_of(ann))
    (wait,) = [one for one in holds.hold(ann, key).held.waits if one.kind == "answer"]
    number = asking.ask(ann, key, wait.question, party=HERS, note="By Friday").number
    with pytest.raises(ConflictError, match="`C-7` was asked this already"):
        asking.ask(ann, key, wait.question, party=HERS)
    hilda, igor = signed_in(ann, HERS), signed_in(ann, HIS)
    assert [one.act for one in portal.portal(hilda).questions] == [number]
    assert portal.portal(igor).questions == ()
    with pytest.raises(MissingError):
        portal.reply(igor, number, "yes", "Igor")
    portal.reply(hilda, number, "Yes, signed on Monday.", "Hilda V.")
    with pytest.raises(ConflictError, match="answered already"):
        portal.reply(hilda, number, "no", "Hilda V.")
    assert [one.reply for one in portal.portal(hilda).answered] == ["Yes, signed on Monday."]
    assert effect(ann, order(id="SO-7", buyer=HERS)) == "hold"
    asking.take(ann, number, "yes")
    assert effect(ann, order(id="SO-7", buyer=HERS)) == "allow"


# -- undertakings -----------------------------------------------------------------------------------------------------


def test_an_undertaking_counts_once_another_person_accepted_it_and_within_its_days(ann: Home, clock: Clock) -> None:
    hilda = signed_in(ann, HERS)
    id = portal.hand_in(hilda, CLAUSE)
    (row,) = portal.portal(hilda).undertakings
    assert (row.id, row.state, row.territories, row.days_left, row.counts) == (id, "handed_in", "RU BY", 30, False)
    with pytest.raises(RefusedError, match="`checked`"):
        cases.take_step(ann, id, "accept")
    cases.take_step(ann, id, "accept", Words(fields={"checked": "signature compared with the register"}))
    assert portal.portal(hilda).undertakings[0].counts
    assert [(party, one.id) for party, one in expiring(ann)] == [(HERS, id)]
    assert expiring(ann, 29) == ()
    clock.on(date(2022, 6, 1))
    assert not portal.portal(hilda).undertakings[0].counts
    assert expiring(ann) == ()


def test_who_put_an_undertaking_on_record_does_not_accept_it(ann: Home) -> None:
    said = {"party": HERS, "undertaking": "end_use_statement", "text": "For spraying.", "signed_by": "Hilda V."}
    days = {"valid_from": "2022-05-01", "valid_until": "2023-05-01"}
    id = cases.open_case(ann, "undertaking", Words(fields={**said, **days}))
    with pytest.raises(RefusedError, match="another person than `ann`"):
        cases.take_step(ann, id, "accept", Words(fields={"checked": "read"}))
    assert cases.take_step(acting(ann, "bo"), id, "accept", Words(fields={"checked": "read"})).state == "accepted"


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"text": ""}, "text"),
        ({"valid_until": date(2022, 5, 1)}, "valid_until"),
        ({"territories": ""}, "territories"),
        ({"territories": "RU XQ"}, "territories"),
        ({"kind": "promise"}, "undertaking"),
        ({"signed_by": " "}, "signed_by"),
        ({"language": "English"}, "language"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
def test_an_undertaking_that_does_not_fit_is_not_taken_and_says_why(
    ann: Home, changed: dict[str, object], at: str
) -> None:
    hilda = signed_in(ann, HERS)
    with pytest.raises(InputError) as refused:
        portal.hand_in(hilda, replace(CLAUSE, **changed))  # type: ignore[arg-type]  # what does not fit
    assert at in {one.at for one in refused.value.faults}
    assert portal.portal(hilda).undertakings == ()


def test_a_signed_file_stands_in_for_the_text_and_is_looked_at_like_every_file(ann: Home) -> None:
    hilda, filed = signed_in(ann, HERS), replace(CLAUSE, text="", language="")
    with pytest.raises(RefusedError, match="programs are not kept"):
        portal.hand_in(hilda, filed, [File(b"MZ\x90\x00" + b"x" * 100, "clause.pdf", is_evidence=True)])
    with pytest.raises(InputError, match="at most"):
        portal.hand_in(hilda, filed, [File(b"x" * (portal.MOST_FILE + 1), "clause.pdf")])
    id = portal.hand_in(hilda, filed, [File(b"%PDF-1.7 signed", "../../clause.pdf", is_evidence=True)])
    (file,) = cases.shown(ann, id).case.attachments
    assert (file.name, file.media) == ("clause.pdf", "application/pdf")


# -- the register -----------------------------------------------------------------------------------------------------


def test_the_register_tells_who_is_overdue_from_the_day_after(ann: Home, clock: Clock) -> None:
    id = notice(ann)
    portal.acknowledge(signed_in(ann, HIS), id, "Igor", digest(ENGLISH))
    clock.on(BY)
    assert overdue(ann) == ()
    clock.on(date(2022, 5, 13))
    assert [(one.party, one.id, one.days_late) for one in overdue(ann)] == [(HERS, id, 3)]
    first, second = register(ann)
    assert (first.party, first.awaited, first.days_late, first.people) == (HERS, 1, 3, 1)
    assert (second.party, second.awaited, second.days_late) == (HIS, 0, 0)
    assert first.last is not None
    assert first.last.name == "Partner C-7"
    whole = partner(ann, HERS)
    assert [one.id for one in whole.notices] == [id]
    with pytest.raises(MissingError):
        partner(ann, "C-1")


def test_a_partner_who_was_never_told_anything_is_in_the_register_by_their_account(ann: Home) -> None:
    assert [(one.party, one.people, one.notices) for one in register(ann)] == [(HERS, 1, 0), (HIS, 1, 0)]
    accounts.disable(ann, "igor")
    assert [one.people for one in register(ann)] == [1, 0]
    with pytest.raises(InputError):
        register(ann, -1)


def test_a_partner_is_reminded_once_some_days_before_and_never_after_they_acknowledged(ann: Home, clock: Clock) -> None:
    """A letter in their language to who can open the portal; a street is no mail address."""
    id = notice(ann, address="h.vries@dealer.example")
    other = notice(ann, (HIS,), address="12 Some Street")
    for day, letters in ((6, 0), (7, 2), (8, 2), (12, 2)):
        clock.on(date(2022, 5, day))
        rounds.daily(ann)
        with ann.store.read() as connection:
            found = [one for one in outbox.page(connection, None, 100) if one.kind == "notice_reminder"]
        assert len(found) == min(letters, 1), day
    assert (found[0].to, found[0].language) == ("h.vries@dealer.example", "nl")
    assert found[0].values == {"number": id, "until": "2022-05-10", "link": f"/partner/notices/{id}"}
    assert other != id


# -- what follows for orders ------------------------------------------------------------------------------------------


def again(home: Home) -> set[tuple[str, str]]:
    """Jobs that decide orders again: why, and who asked."""
    with home.store.read() as connection:
        found = rows.page(connection, ["again"], None, None, 100)
        return {(json.loads(rows.asked(connection, one.id))["cause"], one.by) for one in found}


def test_a_measure_holds_the_orders_of_an_overdue_partner_until_they_acknowledge(ann: Home, clock: Clock) -> None:
    """The day that comes holds them, the acknowledgement lets them go, and both have orders decided again, as jobs that
    the service asks for: a partner decides nothing.
    """
    adopt(ann, OVERDUE)
    one = order(id="SO-7", buyer=HERS)
    id = notice(ann)
    assert again(ann) == set()
    clock.on(BY)
    rounds.daily(ann)
    assert again(ann) == set()
    assert effect(ann, one) == "allow"
    clock.on(date(2022, 5, 11))
    rounds.daily(ann)
    assert again(ann) == {("2 partners are overdue with an acknowledgement", "ann")}
    assert effect(ann, one) == "hold"
    portal.acknowledge(signed_in(ann, HERS), id, "Hilda V.", digest(DUTCH))
    assert (f"partners: {id}", "service") in again(ann)
    assert effect(ann, one) == "allow"


def test_nothing_is_decided_again_where_no_decision_can_change(ann: Home, clock: Clock) -> None:
    """Without a measure that asks, or where an acknowledgement comes in time, or an undertaking is only handed in."""
    late, hilda = notice(ann, due=date(2022, 5, 1)), signed_in(ann, HERS)
    portal.acknowledge(hilda, late, "Hilda V.", digest(DUTCH))
    adopt(ann, OVERDUE)
    portal.acknowledge(hilda, notice(ann), "Hilda V.", digest(DUTCH))
    portal.hand_in(hilda, CLAUSE)
    assert again(ann) == set()


def test_an_accepted_undertaking_settles_what_a_measure_asks_until_it_runs_out(ann: Home, clock: Clock) -> None:
    adopt(ann, STATED)
    one = order(id="SO-7", buyer=HERS)
    assert effect(ann, one) == "hold"
    used = Undertaking("end_use_statement", date(2022, 5, 1), date(2022, 6, 1), "Hilda V.", "For spraying.", "en")
    id = portal.hand_in(signed_in(ann, HERS), used)
    assert effect(ann, one) == "hold"
    cases.take_step(ann, id, "accept", Words(fields={"checked": "signature compared"}))
    assert again(ann) == {(f"partners: {id}", "ann")}
    assert effect(ann, one) == "allow"
    clock.on(date(2022, 6, 1))
    rounds.daily(ann)
    assert ("1 undertaking ran out", "ann") in again(ann)
    assert effect(ann, one) == "hold"


STATED = measure_text("stated", "{activities: all, where: NOT end_use.statement_on_file}", "hold")


def decider_of(home: Home) -> Decider:
    """What orders are decided by today."""
    with home.store.read() as connection:
        rulebook = rulebooks.adopted(connection)
        return Decider(rulebook, References(home).on(connection, home.today(), rulebook))


def effect(home: Home, one: Order) -> str:
    """What an order is decided to be today."""
    return decider_of(home).decide(one, home.today(), one.digest()).decision.effect
