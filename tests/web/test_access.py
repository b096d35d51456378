"""Who may do what: every cell of the table, over HTTP; and who is not let in at all."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from litestar.testing import TestClient

from moratorium.desk import api_keys
from moratorium.desk.health import check_decidable
from moratorium.desk.permissions import PERMISSIONS, ROLES, may
from moratorium.errors import InputError, MissingError, RefusedError, SourceError
from moratorium.store import open_store
from moratorium.web.api.access import BURST_SECONDS, RATES, Buckets
from moratorium.web.api.app import OPERATIONS, make_app
from moratorium.web.api.operation import Operation
from moratorium.web.api.watching import Figures
from tests.web.office import NOON, Office, form, served
from tests.web.running import WAIT

OPEN = {"/v1/health", "/v1/ready"}
ASKED = [one for one in OPERATIONS if one.permission is not None]


def call(office: Office, one: Operation, role: str) -> int:
    """Status of a call that is well-formed enough to be let in, and asks for nothing that is there."""
    path = re.sub(r"{\w+}", "none", one.path.replace("{number}", "999999"))
    return office.call(one.method, path, role, **({"json": {}} if one.body is not None else {})).status_code


@pytest.mark.parametrize("operation", ASKED, ids=lambda one: one.name)
def test_each_row_of_the_table(shared_office: Office, operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A role that may is let in, whatever becomes of the request; one that may not is refused before it is read."""
    for role in ROLES:
        monkeypatch.setitem(RATES, role, 10_000.0)
    assert operation.permission is not None
    assert {role: call(shared_office, operation, role) != 403 for role in ROLES} == {
        role: may(role, operation.permission) for role in ROLES
    }


def test_every_operation_but_those_for_everybody_names_a_row_of_the_table() -> None:
    assert {one.path for one in OPERATIONS if one.permission is None} == OPEN
    assert {one.permission for one in ASKED} <= set(PERMISSIONS)


def test_the_table_keeps_deciding_and_keeping_keys_apart() -> None:
    """Who looks after the machine decides nothing, and an auditor writes nothing."""
    writes = {
        "decide",
        "decide_again",
        "answer",
        "clear",
        "propose",
        "approve",
        "reject",
        "keep_authorisations",
        "draw",
    }
    for act in writes:
        assert not may("administrator", act)
        assert not may("auditor", act)
        assert not may("partner", act)
    assert not may("machine", "approve")
    assert all(permission.roles <= set(ROLES) for permission in PERMISSIONS.values())


def test_a_role_that_may_not_is_told_which_may(office: Office) -> None:
    problem = office.call("POST", "/v1/proposals/1/approve", "machine").json()
    assert problem["status"] == 403
    assert problem["help"] == "needs one of: approver"


# -- who is not let in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer mor_0_0", "Basic YTpi", "Bearer " + "x" * 5000, "bearer \u00e9"]
)
def test_without_a_good_key_nobody_is_let_in(office: Office, header: str | None) -> None:
    headers = [] if header is None else [(b"authorization", header.encode("latin-1"))]
    answer = office.http.post("/v1/decisions", json=form("NL"), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_key_with_another_secret_opens_nothing(office: Office) -> None:
    text = office.keys["officer"]
    changed = text[:-1] + ("a" if text[-1] != "a" else "b")
    answer = office.http.get("/v1/orders", headers={"authorization": f"Bearer {changed}"})
    assert answer.status_code == 401


def test_a_revoked_key_opens_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.desk.service.RING_SECONDS", 0.0)
    assert office.call("GET", "/v1/orders", "auditor").status_code == 200
    api_keys.revoke(office.home, office.keys["auditor"].split("_")[1])
    assert office.call("GET", "/v1/orders", "auditor").status_code == 401
    assert office.call("GET", "/v1/orders", "officer").status_code == 200


def test_a_key_expires(office: Office) -> None:
    text = api_keys.make(office.home, "guest", "auditor", date(2022, 5, 3))
    with office.home.store.read() as connection:
        ring = api_keys.ring(connection)
    assert ring.opened_by(text, date(2022, 5, 2)) is not None
    assert ring.opened_by(text, date(2022, 5, 3)) is None


def test_a_key_is_kept_as_a_digest_only(office: Office) -> None:
    secret = office.keys["officer"].split("_", 2)[2]
    office.service.home.store.close()
    for path in office.path.glob("moratorium.db*"):
        assert secret.encode() not in path.read_bytes()


def test_making_a_key_needs_a_name_a_role_and_a_day_to_come(office: Office) -> None:
    with pytest.raises(RefusedError, match="needs a name"):
        api_keys.make(replace(office.home, identity=None), "erp", "machine")
    with pytest.raises(InputError, match="machine"):
        api_keys.make(office.home, "erp", "machin")
    with pytest.raises(InputError, match="usable name"):
        api_keys.make(office.home, "ann@service", "machine")
    with pytest.raises(InputError, match="has come already"):
        api_keys.make(office.home, "erp", "machine", NOON.date())


def test_revoking_tells_what_it_cannot_do(office: Office) -> None:
    id = office.keys["auditor"].split("_")[1]
    api_keys.revoke(office.home, id)
    with pytest.raises(RefusedError, match="revoked already, by ann"):
        api_keys.revoke(office.home, id)
    with pytest.raises(MissingError, match="no key"):
        api_keys.revoke(office.home, "nope")


def test_an_administrator_makes_lists_and_revokes_keys(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.desk.service.RING_SECONDS", 0.0)
    made = office.call("POST", "/v1/keys", "administrator", json={"name": "shop", "role": "machine"}).json()["key"]
    headers = {"authorization": f"Bearer {made}"}
    assert office.http.get("/v1/orders", headers=headers).status_code == 200
    (shown,) = [one for one in office.call("GET", "/v1/keys", "administrator").json()["keys"] if one["name"] == "shop"]
    assert (shown["role"], shown["made_by"], shown["state"]) == ("machine", "administrator@service", "good")
    assert made not in office.call("GET", "/v1/keys", "administrator").text
    assert office.call("POST", f"/v1/keys/{shown['id']}/revoke", "administrator").json()["state"] == "revoked"
    assert office.http.get("/v1/orders", headers=headers).status_code == 401
    assert office.call("POST", f"/v1/keys/{shown['id']}/revoke", "administrator").status_code == 403


# -- how often --------------------------------------------------------------------------------------------------------


def test_a_key_that_calls_too_often_is_asked_to_wait(office: Office) -> None:
    most = int(RATES["partner"] * BURST_SECONDS)
    answers = [office.call("GET", "/v1/proposals", "partner") for _ in range(4 * most)]
    assert {one.status_code for one in answers[:most]} == {403}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert office.call("GET", "/v1/proposals", "auditor").status_code == 200


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    assert [buckets.take("a", 1.0) for _ in range(5)] == [0.0] * 4 + [1.0]
    now[0] = 1.5
    assert buckets.take("a", 1.0) == 0.0
    assert buckets.take("a", 1.0) == 0.5


# -- what the service tells of itself ---------------------------------------------------------------------------------


def test_the_log_holds_no_names_no_paths_and_no_secrets(template: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    with served(*template, tmp_path / "home") as office:
        log = StringIO()
        app = make_app(office.service, Figures(), log)
        client = TestClient(app)
        headers = {"authorization": f"Bearer {office.keys['officer']}", "x-request-id": "from-the-erp-1"}
        answer = client.post("/v1/decisions", json=form("RU", "SECRET-ORDER"), headers=headers)
        client.get("/v1/orders/SECRET-ORDER?x=1", headers=headers)
        client.get("/v1/orders")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert answer.headers["x-request-id"] == "from-the-erp-1"
    assert [(one["operation"], one["status"]) for one in lines] == [
        ("post_decisions", 200),
        ("get_orders_order", 422),
        ("get_orders", 401),
    ]
    assert lines[0]["request"] == "from-the-erp-1"
    assert lines[0]["key"] == office.keys["officer"].split("_")[1]
    for word in ("SECRET", "ann", office.keys["officer"].split("_", 2)[2], "RU", "Buyer"):
        assert word not in log.getvalue()


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", 'quo"ted-12345'])
def test_a_number_of_a_request_that_is_none_is_not_taken_over(office: Office, given: str) -> None:
    answer = office.call("GET", "/v1/lists", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 16


def test_figures_are_told_to_who_may_read_them(office: Office) -> None:
    office.decide([form("NL", "SO-1"), form("RU", "SO-2")])
    text = office.call("GET", "/v1/metrics", "machine").text
    assert 'moratorium_requests_total{operation="post_decisions",status="200"} 1.0' in text
    assert "moratorium_orders_decided_total 2.0" in text
    assert "moratorium_orders_waiting 0.0" in text


def test_health_needs_no_key_and_says_when_nothing_can_be_decided(office: Office, tmp_path: Path) -> None:
    answer = office.http.get("/v1/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    with open_store(tmp_path) as store, pytest.raises(SourceError, match="no rulebook was adopted"):
        check_decidable(replace(office.home, store=store))


@pytest.mark.parametrize("path", ["/v1/health", "/v1/ready"])
def test_health_tells_nobody_where_the_database_is(
    shared_office: Office, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def away(_: object) -> None:
        raise SourceError(
            "the database cannot be reached", "postgresql://erp@db.internal/moratorium", "try again later"
        )

    monkeypatch.setattr("moratorium.desk.health.rulebooks.adopted", away)
    answer = shared_office.http.get(path)
    told = answer.json()
    assert (answer.status_code, told["detail"], told["help"]) == (
        503,
        "the database cannot be reached",
        "try again later",
    )
    assert "db.internal" not in answer.text
    assert answer.headers["retry-after"]


def test_it_is_ready_once_lists_and_rulebook_were_read_and_reads_them_if_they_were_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While they are being read it says so at once: who shares requests out sends them elsewhere meanwhile."""
    may_end = threading.Event()
    monkeypatch.setattr("moratorium.desk.service.prepare_kernel", lambda *_: may_end.wait(WAIT))
    for _ in range(2):
        answer = office.http.get("/v1/ready")
        assert (answer.status_code, answer.json()["detail"]) == (503, "rulebook and lists are being read")
    assert office.http.get("/v1/health").status_code == 200
    assert [one.name for one in threading.enumerate()].count("warming") == 1
    may_end.set()
    office.service._warming.join(WAIT)
    assert office.http.get("/v1/ready").json()["status"] == "ok"
