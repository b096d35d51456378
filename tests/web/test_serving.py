"""``moratorium serve`` as people run it: a process of its own, asked over the network, ended by a signal."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from shutil import copytree
from threading import Thread

import httpx
import pytest

from moratorium.store import act_at, fsck, open_store, size
from tests.web.office import form
from tests.web.running import WAIT, running

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
