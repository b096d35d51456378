"""The client over a real connection: typed answers, pages, problems, and asking again without doing anything twice."""

from __future__ import annotations

import itertools
import subprocess
import sys
from decimal import Decimal

import msgspec
import pytest

from moratorium.client import (
    Client,
    ConflictError,
    FailedError,
    ForbiddenError,
    InvalidError,
    KeyRefusedError,
    MissingError,
    UnavailableError,
)
from moratorium.client.problems import BY_STATUS
from moratorium.client.sending import Request, Sender
from moratorium.web.api.app import OPERATIONS
from moratorium.web.api.contract import statuses
from tests.client.serving import Served
from tests.web.office import form

NUMBERS = itertools.count(1)


def named(country: str | None = "NL") -> dict[str, object]:
    """An order with an id of its own."""
    return form(country, f"CL-{next(NUMBERS)}")


def test_an_order_is_decided_and_read_back(machine: Client) -> None:
    one = named("BY")
    made = machine.decide(one)
    assert (made.effect, made.new) == ("hold", True)
    assert made.questions[0].kind == "clearance"
    (whole,) = machine.order(str(one["id"]))
    assert whole.order.decision == made.decision
    assert machine.explanation(made.decision).effect == "hold"


def test_a_batch_tells_which_orders_could_not_be_read(machine: Client) -> None:
    found = machine.decide_all([named("RU"), {"id": "broken"}, named()])
    assert [one.effect for one in found.decisions] == ["deny", "allow"]
    assert [one.position for one in found.rejected] == [1]


def test_pages_come_as_one_stream(machine: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.client.calls.PAGE", 2)
    made = machine.decide_all([named() for _ in range(5)])
    found = [one.order for one in machine.orders()]
    assert {one.order for one in made.decisions} <= set(found)
    assert len(found) == len(set(found))


def test_what_was_decided_since_is_told_once_in_order(machine: Client) -> None:
    start = machine.decided_since(0).next
    while (page := machine.decided_since(start)).orders:
        start = page.next
    made = machine.decide_all([named() for _ in range(3)]).decisions
    page = machine.decided_since(start)
    assert [one.order for one in page.orders] == [one.order for one in made]
    assert machine.decided_since(page.next).orders == ()
    assert machine.decided_since(page.next).next == page.next


def test_an_officer_works_with_the_same_client(officer: Client, machine: Client) -> None:
    held = machine.decide(named("BY"))
    assert any(one.kind == "clearance" for one in officer.questions())
    assert officer.measures().digest
    assert {one.source for one in officer.lists()} >= {"own", "un"}
    assert [one.kind for one in officer.acts("approved")] == ["approved"]
    assert officer.receipt(held.decision).vkey
    assert list(officer.matches()) == []
    assert any(one.id == f"C-{held.order}" for one in officer.parties(held.order))
    assert list(officer.party_orders(f"C-{held.order}"))[0].order == held.order  # noqa: RUF015 - all pages are read
    assert officer.party(f"C-{held.order}").party.id == f"C-{held.order}"
    account = officer.account("2022-Q2", at_size=held.decision + 1, edition="public")
    (orders,) = (one for one in account.sections if one.id == "orders")
    assert (account.size, orders.figures[0].acts[-1].last) == (held.decision + 1, held.decision)


def test_above_the_set_value_another_person_says_it_too(
    served: Served, machine: Client, officer: Client, approver: Client
) -> None:
    """Answers and clearances are confirmed or turned down, and what was said is taken back, with typed answers."""
    rules = {"text": "two_people_above: {EUR: 1000}\n"}
    served.office.call("POST", "/v1/hold-rules", "administrator", json=rules).raise_for_status()
    dear = {"lines": [{"number": "1", "product": "P-1", "quantity": "1", "value": "9000.00"}]}
    unplaced, placed = ({**named(country), **dear} for country in (None, "BY"))
    machine.decide_all([unplaced, placed])
    said = [{"subject": f"party:C-{unplaced['id']}", "fact": "territory", "answer": "NL", "source": "register"}]
    (number,) = officer.answer(said).numbers
    assert [one.number for one in officer.answers()] == [number]
    approver.reject_answer(number, "a mail box")
    (number,) = officer.answer(said).numbers
    assert approver.confirm_answer(number).decided == 1
    assert officer.answers() == ()
    assert officer.withdraw(number, "another firm").job
    with pytest.raises(ConflictError, match="withdrawn already"):
        officer.withdraw(number, "another firm")

    order = str(placed["id"])
    officer.assign(order, "ann")
    officer.comment(order, "they called")
    found = officer.hold(order)
    assert [one.kind for one in found.events] == ["assigned", "commented"]
    assert f"{order}/sale" in {one.order for one in officer.holds(assignee="ann")}
    assert list(officer.holds(late=True)) == []
    (wait,) = found.hold.waits
    (number,) = officer.clear(order, wait.question, "visited").proposals
    assert number in {one.number for one in officer.clearances()}
    approver.reject_clearance(number, "who visited?")
    (number,) = officer.clear(order, wait.question, "visited by di").proposals
    with pytest.raises(ForbiddenError, match="cannot approve"):
        officer.confirm_clearance(number)
    done = approver.confirm_clearance(number)
    assert (f"{order}/sale", "allow") in {(one.order, one.after) for one in done.changed}
    officer.withdraw(done.acts[0], "it was for this test")
    assert officer.refuse(str(unplaced["id"]), "nobody says where it goes").changed
    served.office.call("POST", "/v1/hold-rules", "administrator", json={"text": "{}\n"}).raise_for_status()


def test_a_licence_is_drawn_once_however_often_it_is_asked(served: Served, machine: Client) -> None:
    made = machine.decide(named())
    number = f"X-{made.order}"
    body = {"number": number, "law": "eu", "source": "letter", "quantity": "1"}
    served.office.call("POST", "/v1/authorisations", json=body).raise_for_status()
    served.trouble[:] = [503, 0]
    drew = machine.draw(number, made.order)
    assert drew.left == {"pieces": Decimal(0)}
    assert machine.draw(number, made.order).drawdown == drew.drawdown
    assert machine.release(drew.drawdown, "cancelled").amounts["pieces"] == 1
    assert [one.left for one in machine.authorisations() if one.number == number] == [{"pieces": Decimal(1)}]


# -- problems ---------------------------------------------------------------------------------------------------------


def test_problems_are_exceptions_with_all_faults(served: Served, machine: Client, officer: Client) -> None:
    with pytest.raises(InvalidError) as told:
        machine.decide({"id": "x", "activity": "sale", "lines": []})
    assert told.value.faults
    with pytest.raises(MissingError, match="no decision for order"):
        machine.order("nothing")
    with pytest.raises(ForbiddenError, match="may not"):
        machine.dispose("C-1", ["OWN#1"], "true_match", "seen")
    with pytest.raises(MissingError, match="no list is at hand"):
        officer.screen(["Anna"])
    with Client(served.url, "mor_no_key", patience=0) as stranger, pytest.raises(KeyRefusedError):
        stranger.measures()


def test_every_status_of_the_contract_has_an_exception_of_its_own() -> None:
    told = {status for one in OPERATIONS for status in statuses(one) if status >= 400}
    assert told <= set(BY_STATUS)


def test_an_address_that_is_none_is_refused_at_once() -> None:
    for text in ("", "moratorium.example", "ftp://moratorium.example", "http://"):
        with pytest.raises(ValueError, match="is no address"):
            Client(text, "key")


# -- asking again -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [[503], [0], [429, 503, 0], [0, 0, 0]])
def test_it_asks_again_and_the_order_is_decided_once(
    served: Served, machine: Client, trouble: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moratorium.client.sending._FIRST_WAIT", 0.01)
    before = served.office.service.acts()
    served.trouble[:] = list(trouble)
    made = machine.decide(named())
    assert made.effect == "allow"
    assert served.office.service.acts() == before + 1
    assert served.trouble == []


def test_an_answer_that_got_lost_is_had_again_under_the_same_key(served: Served) -> None:
    """The service has done the work, the answer was cut off: the second try gets the first one's answer."""
    sender = Sender(served.url, served.office.keys["machine"], 20, 20)
    body = msgspec.json.encode(named("BY"))
    request = Request("POST", "/v1/decisions", body, {"idempotency-key": "lost-1"})
    first = sender.send(request)
    before = served.office.service.acts()
    assert sender.send(request).content == first.content
    assert served.office.service.acts() == before
    changed = request._replace(body=msgspec.json.encode(named("NL")))
    with pytest.raises(ConflictError, match="was used for another request"):
        sender.send(changed)
    sender.close()


def test_when_the_time_is_over_there_is_no_answer_and_never_an_allow(served: Served) -> None:
    waits: list[float] = []
    sender = Sender(served.url, served.office.keys["machine"], 5, 1.0, sleep=waits.append)
    served.trouble[:] = [503] * 50
    sender_patience = Sender(served.url, served.office.keys["machine"], 5, 0.1, sleep=waits.append)
    with pytest.raises(UnavailableError):
        sender_patience.send(Request("GET", "/v1/measures", None, {}))
    served.trouble[:] = [500]
    with pytest.raises(FailedError):
        sender.send(Request("GET", "/v1/measures", None, {}))
    served.trouble.clear()
    sender.close()
    sender_patience.close()


def test_nobody_at_the_address_is_no_answer() -> None:
    with Client("http://127.0.0.1:9", "key", timeout=1, patience=0.1) as client, pytest.raises(UnavailableError):
        client.decide({"id": "x"})


def test_an_answer_of_another_form_is_no_answer(served: Served, machine: Client) -> None:
    served.trouble[:] = [200]
    with pytest.raises(UnavailableError, match="cannot be read"):
        machine.decide(named())


def test_the_client_loads_no_part_of_the_server() -> None:
    program = (
        "import sys, moratorium.client; "
        "print([m for m in sys.modules if m.split('.')[0] in ('litestar', 'sqlalchemy', 'granian', 'z3', 'ibis')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
