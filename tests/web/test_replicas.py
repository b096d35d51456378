"""Two services over one database server: a licence never overdrawn, nothing decided by what the other has superseded,
and a server that goes away and comes back.

All of it is one story over two processes and one server, since starting them takes longer than what is shown.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import httpx
import pytest

from moratorium.store import fsck, open_store, projections, read_acts
from tests.postgres import Postgres, postgres
from tests.web.callers import Callers, decided
from tests.web.office import build, form
from tests.web.running import WAIT, Server, running
from tests.worlds import measure_text

pytestmark = pytest.mark.xdist_group("replicas")  # what all of it looks at is made once

EMBARGO = measure_text("embargo", scope="{activities: all, territories: {roles: any, within: [KZ]}}", effect="deny")
PIECES = 30
ASKED = 100


class Pair(NamedTuple):
    """Two services over one database.

    Attributes:
        server: The database server, which may be stopped.
        address: Of the database.
        keys: A key for each role.
        one: A service.
        two: Another, with an identity of its own.
    """

    server: Postgres
    address: str
    keys: dict[str, str]
    one: Server
    two: Server

    def call(self, server: Server, method: str, path: str, role: str = "officer", **given: Any) -> httpx.Response:
        """Call one of them with the key of a role."""
        headers = {"authorization": f"Bearer {self.keys[role]}"}
        return httpx.request(method, f"{server.url}{path}", headers=headers, timeout=WAIT, **given)

    def effect(self, server: Server, country: str, id: str) -> str:
        """What becomes of an order."""
        answer = self.call(server, "POST", "/v1/decisions", "machine", json=form(country, id))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["effect"])


@pytest.fixture(scope="module")
def pair(testrun_uid: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("replicas")
    with postgres(f"{testrun_uid}-replicas") as server:  # its own: it is stopped
        server.do("ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()")
        address = server.address()
        homes = [folder / "one", folder / "two"]
        for home in homes:
            home.mkdir()
        keys = build(homes[0], address)
        with (
            running(homes[0], database=address) as one,
            running(homes[1], "--identity", "service-2", database=address) as two,
        ):
            yield Pair(server, address, keys, one, two)


def test_a_measure_approved_on_one_counts_for_the_next_decision_of_the_other(pair: Pair) -> None:
    """Both hold the rulebook in memory; neither ever answers by one that the database has superseded."""
    assert [pair.effect(one, "KZ", f"before-{i}") for i, one in enumerate((pair.one, pair.two))] == ["allow", "allow"]
    wanted = {"change": "propose", "document": EMBARGO, "reason": "a test"}
    number = pair.call(pair.one, "POST", "/v1/proposals", json=wanted).json()["number"]
    with Callers([pair.two.url], pair.keys["machine"], "KZ").calling("KZ", 2):
        approved = pair.call(pair.one, "POST", f"/v1/proposals/{number}/approve", "approver", json={})
        assert approved.status_code == 200, approved.text
        assert [pair.effect(one, "KZ", f"after-{i}") for i, one in enumerate((pair.two, pair.one))] == ["deny", "deny"]
    with open_store(pair.address) as store:
        with store.read() as connection:
            acts = list(read_acts(connection, ["approved", "decided"]))
        assert fsck(store) == ()
    at = max(place for place, one in enumerate(acts) if one.act.kind == "approved")
    rests = [{one.act.payload.digests["rulebook"] for one in part} for part in (acts[1:at], acts[at + 1 :])]
    assert [len(digests) for digests in rests] == [1, 1]
    assert rests[0] != rests[1]


def test_of_a_hundred_that_draw_at_once_only_so_many_do_as_the_licence_leaves(pair: Pair) -> None:
    """Never overdrawn, and no drawdown lost: each is in the log once, and the sum is what the licence says is drawn."""
    licence = {"number": "L-1", "law": "eu", "source": "a letter", "quantity": str(PIECES)}
    assert pair.call(pair.one, "POST", "/v1/authorisations", json=licence).status_code == 200
    forms = [form("NL", f"D-{number}") for number in range(ASKED)]
    assert pair.call(pair.one, "POST", "/v1/decisions", "machine", json=forms).status_code == 200

    def draw(number: int) -> int:
        body = {"authorisation": "L-1", "order": f"D-{number}", "again": False}
        one = (pair.one, pair.two)[number % 2]
        for _ in range(20):
            answer = pair.call(one, "POST", "/v1/drawdowns", ("officer", "approver")[number % 2], json=body)
            if answer.status_code not in (429, 503):
                return answer.status_code
            time.sleep(0.2)
        return answer.status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(draw, range(ASKED)))
    assert statuses == {200: PIECES, 403: ASKED - PIECES}
    with open_store(pair.address) as store:
        with store.read() as connection:
            row = projections.authorisation(connection, "L-1")
            drawn = [one.act.subject for one in read_acts(connection, ["drawn"])]
        assert fsck(store) == ()
    assert row is not None
    assert row.left == {"pieces": 0}
    assert len(drawn) == len(set(drawn)) == PIECES


def test_a_server_that_stops_and_starts_again_loses_nothing_and_allows_nothing(pair: Pair) -> None:
    """While it is away every answer is a 503; when it is back, whoever asks again under the same key is answered."""
    callers = Callers([pair.one.url, pair.two.url], pair.keys["machine"])
    with callers.calling("AWAY"):
        callers.until(lambda: len(callers.answered) > 10)
        pair.server.stop()
        callers.until(lambda: len(callers.statuses) > 10)
        assert pair.call(pair.one, "GET", "/v1/health").status_code == 503
        answered = len(callers.answered)
        pair.server.start()
        callers.until(lambda: len(callers.answered) > answered + 10)
    callers.ask_again()
    assert set(callers.statuses) == {503}
    assert callers.effects == {"deny"}
    with open_store(pair.address) as store:
        found = decided(store)
        assert fsck(store) == ()
    assert {id: found.get(id) for id in callers.answered} == {id: [act] for id, act in callers.answered.items()}
