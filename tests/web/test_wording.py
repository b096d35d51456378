"""Statements over HTTP: filled, checked, read by another person, released at their hour; refused before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.test_statements import MEASURE, RULE, adopt
from tests.web.office import Office

HOUR = "2022-05-02T13:00:00+00:00"
"""An hour after the time at which the office stands."""


@pytest.fixture
def wording_office(office: Office) -> Office:
    adopt(office.home, RULE)
    return office


def call(office: Office, path: str, role: str = "officer", status: int = 200, **body: Any) -> dict[str, Any]:
    answer = office.call("POST", path, role, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_statement_from_template_to_its_hour(wording_office: Office) -> None:
    office = wording_office
    known = office.call("GET", "/v1/statement-templates").json()
    assert {(one["audience"], one["language"]) for one in known["templates"]} >= {("public", "zh"), ("staff", "nl")}
    assert "effective" in known["variables"]
    one: dict[str, Any] = {"measure": MEASURE, "audience": "public"}
    assert call(office, "/v1/statement-texts", **one, language="nl")["text"].startswith("Verklaring")
    assert call(office, "/v1/statement-texts", status=404, **one, language="fr")["help"].startswith("there are")
    id = call(office, "/v1/statements", kind="public_statement", **one, languages=["en"], release_at=HOUR)["case"]
    mended = call(office, f"/v1/cases/{id}/versions/1/mending", text="A pause\n\nIt is safe to say, and guaranteed.")
    assert mended == {"case": id, "version": 2}
    at = f"/v1/cases/{id}/versions/2"
    hit, other = office.call("GET", f"{at}/check", "auditor").json()["found"]
    assert (hit["rule"], hit["words"], hit["place"]) == ("truth", "safe", "3:7")
    reasons = {hit["id"]: "a saying", other["id"]: "we do"}
    assert "`ann` wrote" in call(office, f"{at}/acceptance", status=403, reasons=reasons)["detail"]
    problem = call(office, f"{at}/acceptance", "counsel", 422)
    assert [one["place"] for one in problem["faults"]] == [hit["id"], other["id"]]
    assert call(office, f"{at}/acceptance", "counsel", reasons=reasons)["rules"]
    assert call(office, f"/v1/cases/{id}/steps", "counsel", step="review")["state"] == "reviewed"
    assert call(office, f"/v1/cases/{id}/steps", "approver", step="approve")["state"] == "approved"
    refused = call(office, f"/v1/cases/{id}/release", status=403)
    assert refused["detail"].startswith("it is not released before 2022-05-02T13:00:00")
    early = {"released_at": "2022-05-02T11:00:00+00:00", "channel": "a network"}
    assert "not released" in call(office, f"/v1/cases/{id}/steps", status=403, step="publish", fields=early)["detail"]


def released(office: Office, **more: Any) -> str:
    wanted: dict[str, Any] = {"measure": MEASURE, "audience": "public", "languages": ["nl"], **more}
    id = str(call(office, "/v1/statements", kind="public_statement", **wanted)["case"])
    call(office, f"/v1/cases/{id}/versions/1/acceptance", "counsel")
    call(office, f"/v1/cases/{id}/steps", "counsel", step="review")
    call(office, f"/v1/cases/{id}/steps", "approver", step="approve")
    assert office.http.get(f"/press/{id}.nl").status_code == 404
    assert call(office, f"/v1/cases/{id}/release") == {"case": id, "letters": 0}
    return id


def test_a_correction_takes_the_place_of_a_statement_and_the_press_page_says_so(wording_office: Office) -> None:
    office = wording_office
    assert "There are no statements yet" in office.http.get("/press").text
    first = released(office)
    someone = {"name": "An outlet (example)", "address": "desk@outlet.example", "language": "nl"}
    assert call(office, f"/v1/cases/{first}/recipients", recipients=[someone])["added"] == 1
    copy = call(office, f"/v1/cases/{first}/versions/1/copy", text="Verklaring\n\nWij stoppen.", channel="a network")
    assert not copy["same"]
    assert "+ Wij stoppen." in copy["lines"]
    before = office.http.get(f"/press/{first}.nl")
    assert "geldt niet meer" not in before.text
    second = released(office, corrects=first)
    done = call(office, f"/v1/cases/{first}/superseding", by=second, what_was_wrong="the countries of the bank")
    assert done == {"case": first, "state": "corrected", "letters": 1, "untold": []}
    page = office.http.get(f"/press/{first}.nl", headers={"if-none-match": before.headers["etag"]})
    assert page.status_code == 200
    assert f'href="/press/{second}.nl"' in page.text
    assert "geldt niet meer" in page.text
    assert "the bank" not in page.text
    assert f'href="/press/{first}.nl"' in office.http.get(f"/press/{second}.nl").text
    feed = office.http.get("/press/feed.xml")
    assert feed.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert f"<link>{office.http.base_url}/press/{second}.nl</link>" in feed.text
    assert "Verklaring over onze" in feed.text


def test_the_press_page_is_for_everybody_and_for_caches(wording_office: Office) -> None:
    office = wording_office
    id = released(office)
    draft = str(call(office, "/v1/statements", kind="public_statement", measure=MEASURE, audience="public")["case"])
    for path in (
        "/press",
        "/press/index.zh",
        "/press/feed.xml",
        "/press/press.css",
        f"/press/{id}.nl",
        f"/press/{id}.nl.txt",
    ):
        answer = office.http.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert "script" not in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
        assert draft not in answer.text
        assert office.http.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    for path in (f"/press/{draft}.nl", "/press/nothing", "/press/..%2f", f"/press/{id}"):
        assert office.http.get(path).status_code == 404


def test_a_text_is_checked_without_a_record(shared_office: Office) -> None:
    said: dict[str, Any] = {"text": "因为俄罗斯攻击乌克兰，我们暂停业务。", "language": "zh"}
    found = call(shared_office, "/v1/wording-checks", "auditor", **said)
    assert {one["rule"] for one in found["found"]} == {"cause", "conflict"}
    answer = shared_office.call("POST", "/v1/wording-checks", "requester", json=said)
    assert answer.status_code == 403
    assert shared_office.call("GET", "/v1/cases/PS-2022-0001/versions/x/check").status_code == 422
