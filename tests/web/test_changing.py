"""People at work over HTTP: answers and clearances release holds, two persons change the rulebook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest

from moratorium.desk import rulebooks
from moratorium.desk.identities import Identity
from moratorium.store import act_at, fsck, size
from moratorium.web.api import shapes
from tests.web.office import Office, form
from tests.worlds import measure_text

DRAFT = measure_text("suspension-kz", scope="{activities: all, territories: {roles: any, within: [KZ]}}")


def effect_of(office: Office, order: str) -> str:
    """Effect of the decision that stands."""
    return str(office.call("GET", f"/v1/orders/{order}").json()["orders"][0]["order"]["effect"])


def post(office: Office, path: str, body: Any, role: str = "officer", **given: Any) -> httpx.Response:
    """Post a form."""
    return office.call("POST", path, role, json=body, **given)


def questions(office: Office) -> list[dict[str, Any]]:
    """What holds wait for."""
    found: list[dict[str, Any]] = office.call("GET", "/v1/questions").json()["questions"]
    return found


def clearance(asked: dict[str, Any]) -> dict[str, Any]:
    """The clearance that a question asks for."""
    told = {name: asked[name] for name in ("subject", "fact")}
    return {**told, "order": asked["example"], "reason": "site visit of 20 April"}


# -- answers and clearances -------------------------------------------------------------------------------------------


def test_answers_release_an_order_that_waits_for_them(office: Office) -> None:
    office.decide(form(None))
    for _ in range(3):  # an answer may raise the next question
        given = [
            {
                **{name: one[name] for name in ("subject", "fact")},
                "answer": "NL",
                "source": "a call to the customer",
            }
            for one in questions(office)
        ]
        if given:
            assert post(office, "/v1/answers", {"answers": given}).status_code == 200
    assert (questions(office), effect_of(office, "SO-1")) == ([], "allow")


def test_an_answer_is_recorded_in_the_name_of_who_gave_it(office: Office) -> None:
    office.decide(form(None))
    one = next(one for one in questions(office) if one["fact"] == "territory")
    body = {"subject": one["subject"], "fact": "territory", "answer": "NL", "source": "register"}
    taken = msgspec.json.decode(post(office, "/v1/answers", {"answers": [body]}).content, type=shapes.TakenShape)
    with office.home.store.read() as connection:
        act = act_at(connection, taken.numbers[0]).act
    assert (act.kind, act.actor, act.payload.value) == ("answered", "ann@service", "NL")
    assert taken.again is not None
    assert taken.again.decided == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"fact": "colour", "answer": "red"}, "colour"),
        ({"fact": "territory", "answer": "Nowhereland"}, "Nowhereland"),
        ({"fact": "territory", "answer": "NL", "source": "  "}, "source"),
    ],
)
def test_an_answer_that_is_none_is_told_and_nothing_is_recorded(
    office: Office, given: dict[str, str], words: str
) -> None:
    with office.home.store.read() as connection:
        before = size(connection)
    body = {"answers": [{"subject": "party:C-1", "source": "a call", **given}]}
    answer = post(office, "/v1/answers", body)
    assert answer.status_code == 422
    assert words in answer.json()["faults"][0]["message"]
    with office.home.store.read() as connection:
        assert size(connection) == before


def test_a_clearance_releases_a_hold_and_nothing_releases_a_denial(office: Office) -> None:
    office.decide([form("BY", "SO-1"), form("RU", "SO-2")])
    (asked,) = questions(office)
    taken = post(office, "/v1/clearances", clearance(asked)).json()
    assert [(one["order"], one["before"], one["effect"]) for one in taken["again"]["changed"]] == [
        ("SO-1/sale", "hold", "allow")
    ]
    assert effect_of(office, "SO-2") == "deny"


def test_the_next_decision_rests_on_the_clearance_at_once(office: Office) -> None:
    """What is in the log counts: no decision is made by what was in memory before."""
    office.decide(form("BY", "SO-1"))
    (asked,) = questions(office)
    post(office, "/v1/clearances", {**clearance(asked), "again": False})
    assert effect_of(office, "SO-1") == "hold"
    assert office.decide(form("BY", "SO-3")).json()["effect"] == "allow"
    assert office.decide(form("BY", "SO-1")).json()["effect"] == "allow"


def test_the_same_answer_sent_twice_under_one_key_is_recorded_once(office: Office) -> None:
    office.decide(form("BY"))
    (asked,) = questions(office)
    key = {"idempotency-key": "clear-1"}
    first = post(office, "/v1/clearances", clearance(asked), headers=key)
    with office.home.store.read() as connection:
        before = size(connection)
    again = post(office, "/v1/clearances", clearance(asked), headers=key)
    assert again.content == first.content
    with office.home.store.read() as connection:
        assert size(connection) == before
    other = post(office, "/v1/clearances", {**clearance(asked), "reason": "another"}, headers=key)
    assert other.status_code == 409


def test_work_that_failed_can_be_asked_for_again_under_its_key(office: Office) -> None:
    key = {"idempotency-key": "lift-1"}
    body = {"change": "lift", "measure": "no-such", "day": "2022-06-01", "reason": "review"}
    assert post(office, "/v1/proposals", body, headers=key).status_code == 404
    assert post(office, "/v1/proposals", body, headers=key).status_code == 404


# -- the life of measures ---------------------------------------------------------------------------------------------


def proposed(office: Office, body: dict[str, Any], role: str = "officer", **given: Any) -> int:
    """Number of a proposal that was taken."""
    answer = post(office, "/v1/proposals", {"reason": "the board decided", **body}, role, **given)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["number"])


def test_two_people_suspend_and_open_orders_are_stopped(office: Office) -> None:
    office.decide(form("KZ"))
    number = proposed(office, {"change": "propose", "document": DRAFT})
    shown = office.call("GET", f"/v1/proposals/{number}").json()
    assert (shown["by"], shown["state"]) == ("ann@service", "open")
    assert any("suspension-kz" in words for words in shown["would_change"])
    assert effect_of(office, "SO-1") == "allow"
    done = office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    approved = msgspec.json.decode(done.content, type=shapes.ApprovedShape)
    assert approved.again is not None
    assert [(one.order, one.before, one.effect) for one in approved.again.changed] == [("SO-1/sale", "allow", "deny")]
    assert office.decide(form("KZ", "SO-2")).json()["effect"] == "deny"
    assert fsck(office.home.store) == ()


def test_nobody_approves_what_they_proposed_whichever_way_they_came_in(office: Office) -> None:
    """bo has a key of the service and an identity on the command line, and is one person."""
    number = proposed(office, {"change": "propose", "document": DRAFT}, "approver")
    answer = office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    assert (answer.status_code, answer.json()["help"]) == (403, "ask another person")
    at_the_desk = replace(office.home, identity=Identity.load(office.path, "bo"))
    other = rulebooks.propose_documents(at_the_desk, {"w.yaml": measure_text("other")})
    assert office.call("POST", f"/v1/proposals/{other}/approve", "approver").status_code == 403


def test_a_proposal_is_approved_once(office: Office) -> None:
    number = proposed(office, {"change": "propose", "document": DRAFT})
    assert office.call("POST", f"/v1/proposals/{number}/approve", "approver").status_code == 200
    assert office.call("POST", f"/v1/proposals/{number}/approve", "approver").status_code == 403


def test_a_rejected_proposal_says_why_and_cannot_be_approved(office: Office) -> None:
    number = proposed(office, {"change": "propose", "document": DRAFT})
    assert post(office, f"/v1/proposals/{number}/reject", {"reason": "too wide"}, "approver").status_code == 200
    assert office.call("GET", f"/v1/proposals/{number}").json()["state"] == "rejected"
    assert office.call("POST", f"/v1/proposals/{number}/approve", "approver").status_code == 403


def test_a_measure_is_extended_and_lifted(office: Office) -> None:
    office.decide(form("RU"))
    number = proposed(office, {"change": "lift", "measure": "suspension", "day": "2022-05-02"})
    office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    assert effect_of(office, "SO-1") == "allow"
    number = proposed(office, {"change": "extend", "measure": "suspension"})
    office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    assert effect_of(office, "SO-1") == "deny"
    history = office.call("GET", "/v1/measures/suspension").json()["history"]
    assert len(history) == 3


def test_a_document_that_is_no_measure_is_told_with_all_its_faults(office: Office) -> None:
    body = {"change": "propose", "document": "measure: x\neffect: maybe\n", "reason": "try"}
    answer = post(office, "/v1/proposals", body)
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) > 1


@pytest.mark.parametrize("body", [{"change": "lift", "measure": "suspension"}, {"change": "propose"}])
def test_a_proposal_that_lacks_what_it_needs_is_told(office: Office, body: dict[str, str]) -> None:
    assert post(office, "/v1/proposals", {**body, "reason": "try"}).status_code == 422


def test_a_measure_that_was_changed_since_it_was_read_is_not_proposed_over(office: Office) -> None:
    tag = office.call("GET", "/v1/measures/suspension").headers["etag"]
    number = proposed(office, {"change": "lift", "measure": "suspension", "day": "2022-06-01"})
    office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    body = {"change": "extend", "measure": "suspension", "reason": "review"}
    stale = post(office, "/v1/proposals", body, headers={"if-match": tag})
    assert (stale.status_code, stale.headers["content-type"]) == (412, "application/problem+json")
    fresh = office.call("GET", "/v1/measures/suspension").headers["etag"]
    assert post(office, "/v1/proposals", body, headers={"if-match": fresh}).status_code == 200
    assert post(office, "/v1/proposals", body, headers={"if-match": "*"}).status_code == 200  # whatever it is by now


def test_open_orders_are_decided_again_when_asked(office: Office) -> None:
    office.decide([form("NL", "SO-1"), form("RU", "SO-2")])
    found = post(office, "/v1/again", {"cause": "morning"}).json()
    assert (found["decided"], found["changed"]) == (2, [])
