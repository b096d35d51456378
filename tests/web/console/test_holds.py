"""Holds in the console: the queue, an order with all that settles it, and the page behind a link to reply."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest

from moratorium.desk import asking, holds, releasing
from moratorium.desk.hold_rules import keep_rules
from moratorium.desk.identities import Identity
from moratorium.errors import ConflictError
from tests.web.office import Office, form
from tests.web.people import anybody, signed_in, words


@pytest.fixture
def held(office: Office) -> Office:
    """An office with an order that waits for our word, one above the set value, and one that lacks a fact."""
    keep_rules(office.home, "two_people_above: {EUR: 1000}\npromises: [{hours: 8}]\n")
    lines = [{"number": "1", "product": "P-1", "quantity": "1", "value": "9000.00"}]
    office.decide([form("BY", "SO-1"), form("BY", "SO-2", lines=lines), form(None, "SO-3")]).raise_for_status()
    return office


def _seen(office: Office, key: str) -> tuple[str, str]:
    found = holds.hold(office.home, key).held
    return str(found.row.version), found.waits[0].question


def test_the_queue_shows_what_waits_and_is_exported(held: Office) -> None:
    """With its filters; what is no number of days is told."""
    ann = signed_in(held, "officer")
    page = ann.get("/holds").text
    assert all(f"/orders/SO-{number}/sale" in page for number in (1, 2, 3))
    nobody, dear = (
        ann.get(f"/holds?{asked}").text.partition('id="table-holds"')[2]
        for asked in ("assignee=ann", "currency=EUR&above=1000")
    )
    assert "SO-1/sale" not in nobody
    assert ("SO-1/sale" in dear, "SO-2/sale" in dear) == (False, True)
    assert len(ann.get("/holds?export=csv&table=holds").text.splitlines()) == 4
    assert ann.get("/holds?days=x").status_code == 422
    assert len(ann.get("/holds?export=csv&table=holds&late=yes").text.splitlines()) == 1
    assert "0 late by the clock of the rules" in words(ann.get("/"))
    asked = list(csv.DictReader(ann.get("/holds?export=csv&table=questions").text.lstrip("\ufeff").splitlines()))
    assert {(one["about"], one["order"]) for one in asked} >= {("watch-by", "SO-1/sale"), ("C-SO-3", "SO-3/sale")}


def test_an_amount_reads_the_same_on_every_page_and_fills_two_columns_of_a_file(held: Office) -> None:
    ann = signed_in(held, "officer")
    dutch = {"accept-language": "nl"}
    for page in ("/holds", "/orders/SO-2/sale"):
        assert "9,000.00\N{NO-BREAK SPACE}EUR" in ann.get(page).text
        assert "9.000,00\N{NO-BREAK SPACE}EUR" in ann.get(page, headers=dutch).text
    rows = list(csv.DictReader(ann.get("/holds?export=csv&table=holds").text.lstrip("\ufeff").splitlines()))
    assert {one["order"]: (one["value"], one["value_currency"]) for one in rows}["SO-2/sale"] == ("9000", "EUR")


def test_two_people_release_a_hold(held: Office) -> None:
    """One proposes and cannot confirm; the other confirms on the same page, and the order goes on."""
    ann, bo = signed_in(held, "officer"), signed_in(held, "approver")
    seen, question = _seen(held, "SO-2/sale")
    sent = ann.send("/holds/clear/SO-2/sale", "w1", seen=seen, question=question, reason="visited")
    assert sent.headers["location"] == "/orders/SO-2/sale"
    page = ann.get("/orders/SO-2/sale").text
    assert "You proposed it, so another person confirms." in page
    assert "/holds/confirm/" not in page
    assert "1 answer or clearance waits for a second person" in words(bo.get("/"))
    number = re.search(r'name="number" value="(\d+)"', bo.get("/orders/SO-2/sale").text)
    assert number is not None
    assert ann.send("/holds/confirm/SO-2/sale", "confirm", number=number[1]).status_code == 403
    bo.send("/holds/confirm/SO-2/sale", "confirm", number=number[1])
    assert "That does not say" not in bo.get("/orders/SO-2/sale").text
    assert "SO-2/sale" not in ann.get("/holds").text


def test_two_people_answer_for_an_order_above_the_value(held: Office) -> None:
    """One answers and cannot confirm; the other sees what was said and on what it rests, and confirms or turns down."""
    lines = [{"number": "1", "product": "P-1", "quantity": "1", "value": "9000.00"}]
    held.decide([form(None, "SO-4", lines=lines)]).raise_for_status()
    ann, bo = signed_in(held, "officer"), signed_in(held, "approver")
    for wait in holds.hold(held.home, "SO-4/sale").held.waits:
        seen = holds.hold(held.home, "SO-4/sale").held.row.version
        given = {"answer": "Netherlands", "source": "register of 2022"}
        ann.send("/holds/answer/SO-4/sale", "w1", seen=seen, question=wait.question, **given)
    page = ann.get("/orders/SO-4/sale").text
    assert page.count("You answered it, so another person confirms.") == 2
    assert "/holds/confirm/" not in page
    assert "2 answers wait for a second person." in bo.get("/holds").text
    page = bo.get("/holds/clearances").text
    assert "register of 2022" in page
    assert len(bo.get("/holds/clearances?export=csv&table=answers").text.splitlines()) == 3
    first, second = re.findall(r"/holds/clearances/(\d+)/confirm", page)
    assert ann.send(f"/holds/clearances/{first}/confirm", f"confirm-{first}").status_code == 403
    bo.send(f"/holds/clearances/{first}/confirm", f"confirm-{first}")
    bo.send("/holds/confirm/SO-4/sale", f"confirm-{second}", number=second)
    assert "SO-4/sale" not in ann.get("/holds").text
    assert re.search(r"ann\S* \+ bo", bo.get("/orders/SO-4/sale").text)


def test_a_stale_page_does_nothing_and_loses_nothing(held: Office) -> None:
    """What was typed stands in the form again, which is unfolded; a form that is sent twice is done once."""
    ann, bo = signed_in(held, "officer"), signed_in(held, "approver")
    seen, question = _seen(held, "SO-1/sale")
    for _ in range(2):  # the button was pressed twice
        sent = bo.send("/holds/comment/SO-1/sale", "comment", text="they called", _token=bo.token)
        assert (sent.status_code, sent.headers["location"]) == (303, "/orders/SO-1/sale")
    assert bo.get("/orders/SO-1/sale").text.count("they called") == 1
    sent = ann.send("/holds/clear/SO-1/sale", "w1", seen=seen, question=question, reason="visited on Monday")
    assert sent.status_code == 409
    assert "visited on Monday" in sent.text
    assert "they called" in sent.text
    handed = ann.send("/holds/assign/SO-1/sale", "hand", to="bo", note="on duty", seen=seen)
    assert re.search(r"<details open><summary>Hand it to somebody.*on duty", handed.text, re.DOTALL)


def test_released_as_previewed(held: Office) -> None:
    """The preview records nothing; what it showed is done."""
    ann = signed_in(held, "officer")
    _, question = _seen(held, "SO-1/sale")
    shown = ann.send(f"/holds/preview/{question}", "given", source="visited")
    assert "SO-1/sale" in ann.get("/holds").text
    digest = re.search(r'name="preview" value="(\w+)"', shown.text)
    assert digest is not None
    sent = ann.send(f"/holds/release/{question}", "release", preview=digest[1], source="visited")
    assert sent.status_code == 303
    page = ann.get("/holds").text
    assert ("SO-1/sale" in page, "SO-2/sale" in page) == (False, True)


def test_a_requester_replies_without_an_account_and_once(held: Office) -> None:
    """The reply stands on the order's page until an officer takes it; a second one and a forged link are told."""
    ann = signed_in(held, "officer")
    home = replace(held.home, identity=Identity.load(held.path, "ann"))
    waits = holds.hold(home, "SO-3/sale").held.waits
    asked = asking.ask(home, "SO-3/sale", next(one.question for one in waits if one.kind == "answer"), "x@y.example")
    who = anybody(held)
    assert "SO-3" in who.get(asked.link).text
    empty = who.send(asked.link, "reply", text=" ", name="H. de Vries")
    assert (empty.status_code, "H. de Vries" in empty.text) == (422, True)
    assert "Thank you" in who.send(asked.link, "reply", text="In Minsk", name="H. de Vries").text
    assert who.send(asked.link, "reply", text="No", name="Somebody").status_code == 409
    assert who.get(asked.link[:-3] + "xxx").status_code == 404
    assert "In Minsk" in ann.get("/orders/SO-3").text
    assert re.search(r"Who can tell: (Buyer of SO-3|machine)", words(ann.get("/orders/SO-3")))
    assert "buyer,Buyer of SO-3" in ann.get("/orders/SO-3/sale?export=csv&table=roles").text
    assert "1,P-1,1,100,EUR" in ann.get("/orders/SO-3/sale?export=csv&table=lines").text
    ann.send("/holds/assign/SO-3/sale", "mine", to="ann", seen=_seen(held, "SO-3/sale")[0])
    today = words(ann.get("/"))
    assert "1 reply of a requester to read" in today
    assert "1 of them are yours" in today
    ann.send("/holds/take/SO-3/sale", f"take-{asked.number}", number=str(asked.number), answer="BY")
    assert holds.replies(held.home) == ()


def test_a_red_flag_is_asked_about_and_the_reply_clears_nothing_by_itself(held: Office) -> None:
    ann = signed_in(held, "officer")
    seen, question = _seen(held, "SO-1/sale")
    sent = ann.send("/holds/ask/SO-1/sale", "w1-ask", seen=seen, question=question, address="x@y.example")
    assert sent.status_code == 303
    (asked,) = holds.hold(held.home, "SO-1/sale").asks
    with pytest.raises(ConflictError, match="asked this already"):
        asking.ask(held.home, "SO-1/sale", question, "z@y.example")
    who = anybody(held)
    link = asking.ask(held.home, "SO-2/sale", _seen(held, "SO-2/sale")[1], "x@y.example")
    assert who.send(link.link, "reply", text="A survey of fields", name="H. de Vries").status_code == 200
    page = ann.get("/orders/SO-2/sale")
    assert "It is no clearance by itself" in words(page)
    assert "/holds/take/" not in page.text
    assert ann.send("/holds/take/SO-2/sale", "take", number=str(link.number), answer="yes").status_code == 403
    assert {one.row.order_key for one in holds.queue(held.home, holds.filter_of(held.home), None, 9)[0]} >= {
        "SO-2/sale"
    }
    assert asked.state == "open"


def test_a_question_is_erased_with_its_reply_by_counsel(held: Office) -> None:
    _, question = _seen(held, "SO-3/sale")
    asked = asking.ask(held.home, "SO-3/sale", question, "h.vries@dealer.example")
    asking.close(held.home, asked.number, "by telephone")
    cor, at = signed_in(held, "counsel"), f"/acts/{asked.number}"
    early = cor.send(f"{at}/erase", "erase", reason="asked for by the person")
    assert (early.status_code, "is still held" in early.text) == (403, True)
    releasing.refuse(held.home, "SO-3/sale", "no", None, held.service.references)
    assert f"{at}/erase" not in signed_in(held, "officer").get(at).text
    assert f"{at}/erase" in cor.get(at).text
    assert cor.send(f"{at}/erase", "erase", reason="asked for by the person").status_code == 303
    assert "h.vries" not in cor.get(at).text + cor.get("/orders/SO-3/sale").text
