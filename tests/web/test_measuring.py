"""What holds where, what a text would change, and drafts, over HTTP."""

from __future__ import annotations

import pytest

from tests.web.office import Office
from tests.worlds import SUSPENSION, measure_text

KZ = measure_text("suspension-kz", "{territories: {roles: any, within: [KZ]}}", in_force="[[2022-06-01, 2022-07-01]]")


def test_what_holds_where_on_a_day_and_as_known(office: Office) -> None:
    found = office.call("GET", "/v1/territories", "machine").json()
    assert found["on"] == "2022-05-02"
    assert {one["code"]: one["state"] for one in found["territories"]} == {"BY": "hold", "RU": "deny", "UA": "deny"}
    assert found["territories"][0]["said"] == [{"measure": "watch-by", "state": "hold"}]
    assert found["elsewhere"] == []
    before = office.call("GET", "/v1/territories?on=2022-04-25").json()
    assert [one["code"] for one in before["territories"]] == ["BY"]
    assert office.call("GET", "/v1/territories?known_at=0").status_code == 404


@pytest.mark.parametrize("asked", ["activity=flying", "kind=toy", "hs6=88", "ground=whim", "known_at=-1", "on=never"])
def test_what_cannot_be_asked_is_told(shared_office: Office, asked: str) -> None:
    assert shared_office.call("GET", f"/v1/territories?{asked}").status_code == 422


def test_a_preview_records_nothing(shared_office: Office) -> None:
    acts = shared_office.call("GET", "/v1/acts").json()["size"]
    wider = shared_office.call("POST", "/v1/proposals/preview", json={"document": SUSPENSION.replace("UA]", "UA, BY]")})
    assert wider.json()["would_change"] == ["`suspension`: territories within gains `BY`"]
    assert wider.json()["measures"] == ["suspension"]
    faulty = shared_office.call("POST", "/v1/proposals/preview", json={"document": "measure: x"}).json()
    assert {one["place"].split(":")[0] for one in faulty["faults"]} == {"measure"}
    assert faulty["would_change"] == []
    assert shared_office.call("GET", "/v1/acts").json()["size"] == acts


def test_a_draft_is_begun_kept_and_thrown_away(office: Office) -> None:
    begun = office.call("POST", "/v1/drafts", json={"measure": "suspension", "reason": "review"}).json()
    assert (begun["version"], begun["by"]) == (1, "ann@service")
    path = f"/v1/drafts/{begun['id']}"
    kept = office.call("PUT", path, json={"version": 1, "document": KZ, "reason": "so far"}).json()
    assert (kept["version"], kept["document"]) == (2, KZ)
    late = office.call("PUT", path, json={"version": 1, "document": "mine"})
    assert late.status_code == 409
    assert office.call("GET", path, "auditor").json() == kept
    assert office.call("GET", "/v1/drafts").json() == {"drafts": [kept]}
    assert office.call("DELETE", path).json() == {"id": begun["id"]}
    assert {office.call(method, path, json={"version": 2, "document": ""}).status_code for method in ("PUT",)} == {404}
    assert office.call("GET", path).status_code == 404
    assert office.call("POST", "/v1/drafts", json={"measure": "nowhere"}).status_code == 404
