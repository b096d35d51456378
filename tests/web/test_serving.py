"""``moratorium serve`` as people run it: a process of its own, asked over the network, ended by a signal."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from threading import Thread

import httpx
import pytest

from moratorium.store import act_at, fsck, open_store, size
from tests.cli.office import PROGRAM
from tests.web.office import form

WAIT = 60.0


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-c", PROGRAM, "--home", str(home), "serve", "--port", str(self.port), *options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM_")}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdout=pipe, stderr=pipe, text=True, start_new_session=True, env=environment
        )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/v1/health", timeout=WAIT)
            except httpx.TransportError:
                if self.process.poll() is not None:
                    raise AssertionError(self.process.communicate()) from None
                time.sleep(0.05)
            else:
                return
        raise AssertionError("it does not answer")

    def end(self, by: signal.Signals) -> tuple[int, str, str]:
        """End it; its exit code, and what it printed."""
        os.kill(self.process.pid, by)
        out, err = self.process.communicate(timeout=WAIT)
        return self.process.returncode, out, err

    def kill(self) -> None:
        """End all of it at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=WAIT)


@contextmanager
def running(home: Path, *options: str) -> Iterator[Server]:
    """A server that answers; ended at the end if it still runs."""
    server = Server(home, *options)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


@pytest.fixture
def home(template: tuple[Path, dict[str, str]], tmp_path: Path) -> Path:
    """A home with a rulebook and keys."""
    return Path(copytree(template[0], tmp_path / "home"))


def test_it_says_where_answers_and_ends_cleanly(home: Path, template: tuple[Path, dict[str, str]]) -> None:
    headers = {"authorization": f"Bearer {template[1]['machine']}"}
    with running(home) as server:
        answer = httpx.post(f"{server.url}/v1/decisions", json=form("RU"), headers=headers, timeout=WAIT)
        code, out, err = server.end(signal.SIGTERM)
    assert (answer.status_code, answer.json()["effect"]) == (200, "deny")
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
        code, _, err = server.end(signal.SIGINT)
        for caller in callers:
            caller.join(WAIT)
    assert code == 0, err
    with open_store(home) as store:
        with store.read() as connection:
            assert max(answered) < size(connection)
        assert len(set(answered)) == len(answered)
        assert fsck(store) == ()


@pytest.mark.soak
def test_a_kill_loses_no_decision_that_was_answered(home: Path, template: tuple[Path, dict[str, str]]) -> None:
    headers = {"authorization": f"Bearer {template[1]['machine']}"}
    answered: dict[str, int] = {}
    chance = random.Random(6)  # noqa: S311 - when to kill is no secret
    for run in range(20):
        before = len(answered)
        with running(home) as server:

            def call(caller: int, server: Server = server, run: int = run) -> None:
                with httpx.Client(headers=headers, timeout=WAIT) as client:
                    for number in range(100_000):
                        id = f"SO-{run}-{caller}-{number}"
                        try:
                            answer = client.post(f"{server.url}/v1/decisions", json=form("RU", id))
                        except httpx.TransportError:
                            return
                        answered[id] = answer.json()["decision"]

            callers = [Thread(target=call, args=(number,)) for number in range(8)]
            for caller in callers:
                caller.start()
            wanted, deadline = before + chance.randrange(60), time.monotonic() + WAIT
            while len(answered) < wanted and time.monotonic() < deadline:
                time.sleep(chance.random() / 100)
            server.kill()
            for caller in callers:
                caller.join(WAIT)
    with open_store(home) as store:
        with store.read() as connection:
            for id, index in answered.items():
                assert act_at(connection, index).act.subject == f"{id}/sale"
        assert fsck(store) == ()
    assert len(answered) > 200
