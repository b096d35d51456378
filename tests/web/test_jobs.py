"""Jobs over HTTP: asked for once, seen by those who may read what they write, stopped by who asked for them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from moratorium.desk.identities import Identity
from moratorium.desk.job_steps import Steps
from tests.desk.job_office import carried, printers
from tests.web.office import Office, form
from tests.web.running import WAIT, running
from tests.worlds import SUSPENSION

PROOF = {"property": "never allow where any role within RU", "start": "2022-05-02"}
LATER = {"prefer": "respond-async"}


def carry(office: Office, id: str) -> None:
    """Do a job, as the worker does."""
    steps = Steps(replace(office.service.home, identity=Identity.load(office.path, "service")), printers(), every=0.0)
    carried(steps, id)
    steps.close()


def test_a_proof_is_asked_for_seen_and_read(office: Office) -> None:
    asked = office.call("POST", "/v1/proofs", json=PROOF)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    place = asked.headers["location"]
    seen = office.call("GET", place)
    assert seen.json() == asked.json()
    assert office.call("GET", place, headers={"if-none-match": seen.headers["etag"]}).status_code == 304
    carry(office, asked.json()["id"])
    done = office.call("GET", place, headers={"if-none-match": seen.headers["etag"]}).json()
    assert (done["state"], done["words"]) == ("done", "it holds of every order that could come")
    (file,) = done["files"]
    assert json.loads(office.call("GET", file["link"], "auditor").content)["result"] == "holds"
    assert office.call("GET", file["link"], "requester").status_code == 403
    assert office.call("GET", f"{place}/files/other.json").status_code == 404


def test_the_same_key_brings_the_same_job(office: Office) -> None:
    key = {"idempotency-key": "proof-1"}
    one, two = (office.call("POST", "/v1/proofs", json=PROOF, headers=key) for _ in range(2))
    assert (one.status_code, two.status_code) == (202, 202)
    assert (one.json(), one.headers["location"]) == (two.json(), two.headers["location"])
    other = office.call("POST", "/v1/proofs", json={**PROOF, "timeout": 5}, headers=key)
    assert other.status_code == 409


def test_a_batch_that_nobody_waits_for_gives_the_answer_of_one_that_somebody_waits_for(office: Office) -> None:
    batch = [form(country, f"SO-{country}") for country in ("NL", "RU", "BY")] + [{"id": "SO-X"}]
    asked = office.decide(batch, headers=LATER)
    assert asked.status_code == 202
    carry(office, asked.json()["id"])
    done = office.call("GET", asked.headers["location"], "machine").json()
    later = json.loads(office.call("GET", done["files"][0]["link"], "machine").content)
    now = office.decide(batch).json()
    assert [one["effect"] for one in later["decisions"]] == ["allow", "deny", "hold"]
    assert later == {**now, "decisions": [{**one, "new": True} for one in now["decisions"]]}
    acts = office.call("GET", "/v1/acts", "auditor", params={"kind": "decided"}).json()["acts"]
    assert {one["actor"] for one in acts} == {"machine@service"}


def test_one_order_is_decided_at_once_or_not_at_all(office: Office) -> None:
    assert office.decide(form(), headers=LATER).status_code == 422
    assert office.decide([], headers=LATER).status_code == 422
    assert office.call("GET", "/v1/jobs").json()["jobs"] == []


def test_jobs_that_wait_are_in_the_figures(office: Office) -> None:
    office.call("POST", "/v1/proofs", json=PROOF)
    figures = office.call("GET", "/v1/metrics", "machine").text
    assert 'moratorium_jobs{state="waiting"} 1.0' in figures
    assert 'moratorium_letters{state="dead"} 0.0' in figures


def test_orders_are_decided_again_as_a_job(office: Office) -> None:
    office.decide([form(country, f"SO-{country}") for country in ("NL", "RU")]).raise_for_status()
    asked = office.call("POST", "/v1/again", json={"cause": "a test"}, headers=LATER)
    assert (asked.status_code, asked.json()["kind"]) == (202, "again")
    carry(office, asked.json()["id"])
    done = office.call("GET", asked.headers["location"]).json()
    assert done["figures"] == {"decided": "2", "changed": "0"}
    assert office.call("POST", "/v1/again", json={"cause": " "}, headers=LATER).status_code == 422


def test_jobs_are_stopped_by_who_asked_for_them_or_by_an_administrator(office: Office) -> None:
    places = [office.call("POST", "/v1/proofs", json=PROOF).headers["location"] for _ in range(2)]
    assert office.call("DELETE", places[0], "counsel").status_code == 403
    assert office.call("DELETE", places[0]).json()["state"] == "cancelled"
    assert office.call("DELETE", places[0]).status_code == 403
    assert office.call("DELETE", places[1], "administrator").json()["cancelled_by"] == "administrator"
    assert office.call("DELETE", "/v1/jobs/none").status_code == 404


def test_a_list_of_jobs_holds_what_its_reader_may_read(office: Office) -> None:
    office.call("POST", "/v1/proofs", json=PROOF)
    office.decide([form()], headers=LATER)
    kinds = {
        role: sorted(one["kind"] for one in office.call("GET", "/v1/jobs", role).json()["jobs"])
        for role in ("officer", "machine", "administrator")
    }
    assert kinds == {
        "officer": ["decisions", "proof"],
        "machine": ["decisions"],
        "administrator": ["decisions", "proof"],
    }
    first = office.call("GET", "/v1/jobs", params={"limit": 1}).json()
    rest = office.call("GET", "/v1/jobs", params={"limit": 1, "cursor": first["next"]}).json()
    assert {first["jobs"][0]["kind"], rest["jobs"][0]["kind"]} == {"decisions", "proof"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"drafts": {}},
        {"drafts": {"../x": {"a.yaml": SUSPENSION}}},
        {"drafts": {"x": {}}},
        {"drafts": {"x": {"a.yaml": SUSPENSION}}, "share": "much"},
        {"drafts": {"x": {"a.yaml": SUSPENSION}}, "share": "2"},
    ],
)
def test_a_replay_that_can_be_seen_to_be_wrong_is_refused(office: Office, wrong: object) -> None:
    assert office.call("POST", "/v1/replays", json=wrong).status_code == 422


def test_a_service_on_a_file_has_a_worker_beside_it(template: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """Asked for over HTTP, done by a process of its own, which ends with the service."""
    home = Path(copytree(template[0], tmp_path / "home"))
    headers = {"authorization": f"Bearer {template[1]['officer']}"}
    with running(home, "--worker") as server, httpx.Client(headers=headers, timeout=WAIT) as client:
        place = client.post(f"{server.url}/v1/proofs", json=PROOF).headers["location"]
        while (job := client.get(f"{server.url}{place}").json())["state"] in ("waiting", "running"):
            time.sleep(0.1)
        assert job["state"] == "done", job
        assert server.process.poll() is None
