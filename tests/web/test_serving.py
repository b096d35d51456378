"""``moratorium serve`` as people run it: a process of its own, asked over the network, ended by a signal."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from shutil import copytree
from threading import Thread

import httpx
import pytest

from moratorium.desk.service import open_served_home
from moratorium.errors import ConflictError
from moratorium.store import act_at, fsck, open_store, read_acts, size
from tests.web.office import form
from tests.web.running import WAIT, Server, running

FORWARDED = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
"""What a proxy says at which TLS ended."""


@pytest.fixture
def home(template: tuple[Path, dict[str, str]], tmp_path: Path) -> Path:
    """A home with a rulebook and keys."""
    return Path(copytree(template[0], tmp_path / "home"))


def test_it_says_where_answers_and_ends_cleanly(home: Path, template: tuple[Path, dict[str, str]]) -> None:
    headers = {"authorization": f"Bearer {template[1]['machine']}"}
    with running(home, "--behind", "127.0.0.1") as server:
        by_tls = httpx.get(f"{server.url}/sign-in", headers=FORWARDED, timeout=WAIT)
        answer = httpx.post(f"{server.url}/v1/decisions", json=form("RU"), headers=headers, timeout=WAIT)
        assert refused_late(server, "/partner/undertakings", 10 * 2**20) == 411
        code, out, err = server.end(signal.SIGTERM)
    assert (answer.status_code, answer.json()["effect"]) == (200, "deny")
    assert by_tls.headers["strict-transport-security"].startswith("max-age")  # the proxy that was named is believed
    assert code == 0
    assert f"on {server.url} (Ctrl-C ends it)" in err
    assert '"operation":"post_decisions","status":200' in out
    with open_store(home) as store:
        with store.read() as connection:
            assert act_at(connection, answer.json()["decision"]).act.actor == "machine@service"
        assert fsck(store) == ()


def test_a_service_signs_by_a_key_that_the_record_knows(home: Path, tmp_path: Path) -> None:
    """A second home needs a name of its own; whoever lost their database is announced in the new one."""
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(ConflictError, match="another home signs as `service`"):
        open_served_home(other, database=str(home))
    with open_served_home(other, "service-2", str(home)).store as store:
        assert fsck(store) == ()
    (home / "moratorium.db").unlink()
    open_store(home).close()
    with open_served_home(home).store as store:
        with store.read() as connection:
            assert [one.act.kind for one in read_acts(connection)] == ["identity_made"]
        assert fsck(store) == ()
    with open_served_home(home).store as store, store.read() as connection:
        assert size(connection) == 1


def refused_late(server: Server, path: str, size: int, **headers: str) -> int:
    """The status that a caller reads who sends so many bytes and looks for an answer only then."""
    kind = {"content-type": "application/json", **headers}
    block = bytes(2**16)
    caller = HTTPConnection("127.0.0.1", server.port, timeout=WAIT)
    pieces: Iterator[bytes] = (block for _ in range(size // len(block)))
    caller.request("POST", path, pieces, kind, encode_chunked="content-length" not in kind)
    answer = caller.getresponse()
    assert answer.read()
    caller.close()
    return answer.status


@pytest.mark.soak
def test_a_gigabyte_is_refused_on_every_path_and_none_of_it_is_kept(
    home: Path, template: tuple[Path, dict[str, str]]
) -> None:
    size = 2**30
    long, key = {"content-length": str(size)}, {"authorization": f"Bearer {template[1]['machine']}"}
    with running(home) as server:
        workers = children(server.process.pid)
        before = [most_memory(one) for one in workers]
        assert refused_late(server, "/partner/undertakings", size) == 411
        assert refused_late(server, "/report-misuse", size, **long) == 413
        assert refused_late(server, "/v1/decisions", size, **key) == 413
        assert refused_late(server, "/v1/decisions", size, **key, **long) == 413
        assert refused_late(server, "/v1/decisions", size) == 401
        assert refused_late(server, "/nothing", size) == 404
        for worker, most in zip(workers, before, strict=True):
            assert most_memory(worker) < most + 64 * 2**20
        assert httpx.get(f"{server.url}/v1/health", timeout=WAIT).status_code == 200


def children(process: int) -> list[int]:
    """Its worker processes."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(one) for one in listed.split()]


def most_memory(process: int) -> int:
    """The most memory that a process held so far, in bytes."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_two_workers_share_one_log_and_end_with_what_was_handed_in_decided(
    home: Path, template: tuple[Path, dict[str, str]]
) -> None:
    """Every caller who was answered finds their decision in the log; the others were told or cut off."""
    headers = {"authorization": f"Bearer {template[1]['machine']}"}
    answered: list[int] = []

    def call(caller: int) -> None:
        with httpx.Client(headers=headers, timeout=WAIT) as client:
            try:
                for number in range(1000):
                    answer = client.post(f"{server.url}/v1/decisions", json=form("NL", f"SO-{caller}-{number}"))
                    if answer.status_code != 200:
                        assert answer.status_code == 503
                        return
                    answered.append(answer.json()["decision"])
            except httpx.TransportError:
                return

    with running(home, "--workers", "2") as server:
        callers = [Thread(target=call, args=(number,)) for number in range(4)]
        for caller in callers:
            caller.start()
        while len(answered) < 20:
            time.sleep(0.02)
        plain = httpx.get(f"{server.url}/sign-in", headers=FORWARDED, timeout=WAIT)
        code, _, err = server.end(signal.SIGINT)
        for caller in callers:
            caller.join(WAIT)
    assert code == 0, err
    assert "strict-transport-security" not in plain.headers  # nobody was named, so nobody is believed
    with open_store(home) as store:
        with store.read() as connection:
            assert max(answered) < size(connection)
        assert len(set(answered)) == len(answered)
        assert fsck(store) == ()
