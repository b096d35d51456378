"""``make run``: the demo's data served until Ctrl-C, with a link for each of its people."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import httpx

from moratorium.demo.past import ask_for_history
from moratorium.demo.people import PEOPLE
from moratorium.desk import accounts, jobs
from moratorium.desk.home import open_home
from tests.cli.office import PROGRAM
from tests.conftest import ROOT
from tests.web.running import WAIT, free_port

LINK = re.compile(r"sign in as (\w+) \((\w+)\), once: (\S+)")


def test_make_run_serves_the_demo() -> None:
    told = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "demo --into demo-out --serve" in told


def test_the_demo_is_served_until_ctrl_c_and_its_people_sign_in(
    template: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """A demo that is there is kept; who has set a password gets no link the next time."""
    copytree(template[0], tmp_path / "home")
    (tmp_path / "report.html").touch()
    first = served(tmp_path)
    assert {(name, role) for name, role, _ in first} == set(PEOPLE.items())
    home = open_home(tmp_path / "home", "ann")
    with home.store:
        states = {one.name: (one.role, one.state) for one in accounts.all_accounts(home)}
    assert states == {
        "ann": ("officer", "enabled"),
        "bo": ("approver", "invited"),
        "cas": ("administrator", "invited"),
    }
    assert {name for name, _, _ in served(tmp_path, signal.SIGKILL)} == {"bo", "cas"}
    (tmp_path / "world").mkdir()
    (tmp_path / "world" / "orders.csv").write_text("order_id,product\n")
    assert ask_for_history(tmp_path) == ask_for_history(tmp_path) != []
    with home.store:
        assert [one.kind for one in jobs.listed(home)] == ["history"], "asked for once, however often it is served"


def served(folder: Path, by: signal.Signals = signal.SIGINT) -> list[tuple[str, str, str]]:
    """Serve the demo, set ann's password if she has a link, end its first process; the links that were printed.

    However that one ends, all that it started ends too: else what it prints would have no end.
    """
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, "demo", "--into", str(folder), "--serve", "--port", str(port)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True
    )
    try:
        wait(port, process)
        links = told(process)
        for name, _, link in links:
            if name == "ann":
                answer = httpx.post(link, data={"_form": "welcome", "password": "three quiet herons"}, timeout=WAIT)
                assert answer.status_code == 303
        process.send_signal(by)
        process.communicate(timeout=WAIT)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == (0 if by is signal.SIGINT else -by)
    return links


def wait(port: int, process: subprocess.Popen[str]) -> None:
    """Until it answers."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/sign-in", timeout=WAIT)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it does not answer")


def told(process: subprocess.Popen[str]) -> list[tuple[str, str, str]]:
    """The links that it printed before it began to serve."""
    assert process.stderr is not None
    links = []
    for line in process.stderr:
        if found := LINK.search(line):
            links.append((found[1], found[2], found[3]))
        if line.startswith("serving "):
            break
    return links
