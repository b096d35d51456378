"""Holds over HTTP: looked through, worked on, and released by the people who must say so."""

from __future__ import annotations

from typing import Any

from tests.web.office import Office, form

RULES = {"text": "two_people_above: {EUR: 1000}\npromises: [{hours: 8}]\n"}


def _lines(value: str) -> list[dict[str, Any]]:
    return [{"number": "1", "product": "P-1", "quantity": "1", "value": value}]


def _held(office: Office, *orders: dict[str, Any]) -> dict[str, Any]:
    office.call("POST", "/v1/hold-rules", "administrator", json=RULES).raise_for_status()
    office.decide(list(orders)).raise_for_status()
    found = office.call("GET", "/v1/holds").json()["holds"]
    return {one["order"].partition("/")[0]: one for one in found}


def test_a_hold_is_seen_and_acted_on_as_it_was_seen(office: Office) -> None:
    """An ETag that somebody else has overtaken is a 412, and nothing is done."""
    held = _held(office, form("BY", "SO-1"), form("NL", "SO-2"))
    assert list(held) == ["SO-1"]
    seen = office.call("GET", "/v1/holds/SO-1").headers["etag"]
    office.call("POST", "/v1/holds/SO-1/comments", "approver", json={"text": "they called"}).raise_for_status()
    late = office.call("POST", "/v1/holds/SO-1/assign", json={"to": "ann"}, headers={"if-match": seen})
    assert late.status_code == 412
    now = office.call("GET", "/v1/holds/SO-1")
    headers = {"if-match": now.headers["etag"]}
    office.call("POST", "/v1/holds/SO-1/assign", json={"to": "ann"}, headers=headers).raise_for_status()
    assert [one["kind"] for one in now.json()["events"]] == ["commented"]
    assert office.call("GET", "/v1/holds?assignee=ann").json()["holds"][0]["order"] == "SO-1/sale"


def test_released_as_previewed_and_confirmed_by_another_person(office: Office) -> None:
    """Orders below the value go on at once; the others when somebody else confirms, who is not the proposer."""
    _held(office, form("BY", "SO-1"), form("BY", "SO-2", lines=_lines("9000.00")))
    (question,) = office.call("GET", "/v1/queue").json()["questions"]
    given = {"answer": "yes", "source": "visited"}
    path = f"/v1/queue/{question['question']}"
    seen = office.call("POST", f"{path}/preview", json=given).json()
    assert (seen["released"], seen["for_two"], seen["worth"]) == (1, 1, {"EUR": "100"})
    assert office.call("POST", f"{path}/release", json={**given, "preview": "0" * 64}).status_code == 409
    again = {"idempotency-key": "release-1"}
    done = office.call("POST", f"{path}/release", json={**given, "preview": seen["digest"]}, headers=again)
    assert (
        done.json()
        == office.call("POST", f"{path}/release", json={**given, "preview": seen["digest"]}, headers=again).json()
    )
    assert done.json()["changed"] == [{"order": "SO-1/sale", "before": "hold", "after": "allow"}]
    (number,) = done.json()["proposals"]
    waiting = office.call("GET", "/v1/clearances").json()["clearances"]
    assert [(one["number"], one["order"], one["reason"]) for one in waiting] == [(number, "SO-2/sale", "visited")]
    assert office.call("GET", "/v1/holds/SO-2").json()["clearances"] == waiting
    assert office.call("POST", f"/v1/clearances/{number}/confirm", "officer").status_code == 403
    confirmed = office.call("POST", f"/v1/clearances/{number}/confirm", "approver")
    assert confirmed.json()["changed"] == [{"order": "SO-2/sale", "before": "hold", "after": "allow"}]
    assert office.call("GET", "/v1/clearances").json()["clearances"] == []
    _answered_by_two(office)


def _answered_by_two(office: Office) -> None:
    """An answer to a dear order waits for another person, who confirms it or turns it down."""
    office.decide([form(None, "SO-3", lines=_lines("9000.00"))]).raise_for_status()
    (about,) = {one["subject"] for one in office.call("GET", "/v1/holds/SO-3").json()["hold"]["waits"]} - {
        "order:SO-3/sale"
    }
    said = {"answers": [{"subject": about, "fact": "territory", "answer": "NL", "source": "register"}]}
    (number,) = office.call("POST", "/v1/answers", json=said).json()["numbers"]
    (waiting,) = office.call("GET", "/v1/answers").json()["answers"]
    assert (waiting["number"], waiting["answer"], waiting["by"], waiting["order"]) == (
        number,
        "NL",
        "ann@service",
        "SO-3/sale",
    )
    assert [one["number"] for one in office.call("GET", "/v1/holds/SO-3").json()["answers"]] == [number]
    assert office.call("POST", f"/v1/answers/{number}/confirm", "officer").status_code == 403
    no = {"reason": "a mail box"}
    back = office.call("POST", f"/v1/answers/{number}/reject", "approver", json=no)
    assert back.status_code == 200
    assert office.call("POST", f"/v1/answers/{number}/confirm", "approver").status_code == 403
    (number,) = office.call("POST", "/v1/answers", json=said).json()["numbers"]
    assert office.call("POST", f"/v1/answers/{number}/confirm", "approver").json()["decided"] == 1
    assert office.call("GET", "/v1/answers").json()["answers"] == []
    assert office.call("POST", "/v1/answers/1000000/confirm", "approver").status_code == 404


def test_refused_and_taken_back(office: Office) -> None:
    """A refusal denies until it is withdrawn."""
    _held(office, form("BY", "SO-1"))
    done = office.call("POST", "/v1/holds/SO-1/refuse", json={"reason": "nobody says who flies it"}).json()
    assert done["changed"] == [{"order": "SO-1/sale", "before": "hold", "after": "deny"}]
    assert office.call("GET", "/v1/holds/SO-1").status_code == 404
    back = office.call("POST", f"/v1/acts/{done['acts'][0]}/withdraw", json={"reason": "they said"}).json()
    assert back["changed"] == [{"order": "SO-1/sale", "before": "deny", "after": "hold"}]


def test_pages_of_the_queue_follow_each_other(office: Office) -> None:
    """Each order once, whatever the size of a page; a cursor of another kind is told."""
    _held(office, *(form("BY", f"SO-{number}") for number in range(5)))
    path, seen = "/v1/holds?limit=2", list[str]()
    while path:
        page = office.call("GET", path).json()
        seen += [one["order"] for one in page["holds"]]
        path = f"/v1/holds?limit=2&cursor={page['next']}" if page["next"] else ""
    assert seen == [f"SO-{number}/sale" for number in range(5)]
    assert office.call("GET", "/v1/holds?cursor=AAAA").status_code == 422
    assert office.call("GET", "/v1/holds?above=5").status_code == 422
