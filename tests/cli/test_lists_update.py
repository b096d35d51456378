"""``lists update``, ``status`` and ``diff`` through the command line; a kill in the middle leaves the old version."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from moratorium.desk.publishers import MIRROR, PUBLICATIONS
from tests.cli.office import PROGRAM, Office
from tests.desk.web import Web, gives, serving

TODAY = datetime.now(UTC).date()
UVL = "Unverified List (UVL) - Bureau of Industry and Security"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A mirror, named by the setting."""
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        monkeypatch.setenv(MIRROR, server.base)
        yield server


def offers(web: Web, *names: str, days_ago: int = 0) -> None:
    """The mirror offers this consolidated list."""
    rows = [{"name": name, "source": UVL} for name in names]
    day = TODAY - timedelta(days=days_ago)
    file = json.dumps({"results": rows, "total": len(rows), "search_performed_at": f"{day}T05:00:00"})
    web.on("/us-csl/consolidated.json", gives(file.encode()))


def state(office: Office, source: str) -> dict[str, object]:
    """Status of a source."""
    rows = office.run("lists", "status", "--format", "json").lines
    return next(row for row in rows if row["source"] == source)


def test_each_source_ends_in_one_line_and_failures_in_exit_code_6(office: Office, web: Web) -> None:
    offers(web, "ANN", "BO")
    done = office.run("lists", "update", "un", "us-csl", "--format", "json")
    assert done.code == 6
    failed, new = done.lines
    assert (failed["source"], failed["result"], failed["digest"]) == ("un", "failed", "")
    assert (new["source"], new["result"], new["entries"]) == ("us-csl", "new", 2)
    assert "moratorium: un is not brought up to date: " in done.err
    assert f"{web.base}/un/consolidated.xml: the server answers 404 Not Found" in done.err
    again = office.run("lists", "update", "us-csl")
    assert again.code == 0
    assert again.out.splitlines()[1].split()[:2] == ["us-csl", "unchanged"]
    assert office.is_sound()


def test_all_sources_are_asked_and_a_dry_run_records_nothing(office: Office, web: Web) -> None:
    offers(web, "ANN")
    done = office.run("lists", "update", "--dry-run", "--format", "json")
    assert [row["source"] for row in done.lines] == list(PUBLICATIONS)
    assert done.code == 6
    assert office.size() == 0


@pytest.mark.parametrize(
    ("arguments", "setting", "words"),
    [
        (("own",), None, "`own` is not fetched from anywhere"),
        (("un",), "lists.example", "`lists.example` is no mirror"),
        (("un",), "https://ann:secret@lists.example", "holds more than a host and a folder"),
    ],
)
def test_what_update_refuses(
    office: Office,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    setting: str | None,
    words: str,
) -> None:
    if setting:
        monkeypatch.setenv(MIRROR, setting)
    done = office.run("lists", "update", *arguments)
    assert done.code == 2
    assert words in done.err
    assert "secret" not in done.err
    assert office.size() == 0


def test_status_tells_age_versions_the_last_check_and_what_mends(office: Office, web: Web) -> None:
    assert state(office, "us-csl")["state"] == "not at hand: moratorium lists update us-csl"
    assert state(office, "own")["state"] == "not at hand: moratorium lists import --source own --published DAY FILE"
    assert state(office, "eu")["caution"] == "not proved on a published file"
    offers(web, "ANN", days_ago=9)
    office.run("lists", "update", "us-csl")
    old = state(office, "us-csl")
    assert (old["entries"], old["rejected"], old["versions"]) == (1, 0, 1)
    assert (old["age_days"], old["promised_days"], old["check"]) == (9, 7, "new")
    assert old["state"] == "older than promised; what depends on it holds: moratorium lists update us-csl"
    offers(web, "ANN", "BO", days_ago=1)
    office.run("lists", "update", "us-csl")
    new = state(office, "us-csl")
    assert (new["versions"], new["age_days"], len(str(new["digest"]))) == (2, 1, 16)
    web.on("/us-csl/consolidated.json", gives(b""))
    assert office.run("lists", "update", "us-csl").code == 6
    failed = state(office, "us-csl")
    assert str(failed["check"]).startswith("failed csl: the file is empty")
    assert str(failed["checked"]).startswith(str(datetime.now(UTC).date()))
    assert {**failed, "check": "", "checked": ""} == {**new, "check": "", "checked": ""}
    assert office.run("lists", "status").code == 0


def test_differences_tell_what_changed_between_any_two_versions(office: Office) -> None:
    days = [TODAY - timedelta(days=number) for number in (3, 2, 1)]
    texts = ("1,Ann,\n2,Bo,\n", "1,Ann,Anna\n3,Cy,\n", "1,Ann,Anne\n3,Cy,\n")
    for day, text in zip(days, texts, strict=True):
        file = office.write("own.csv", "id,name,aliases\n" + text)
        assert office.run("lists", "import", "--source", "own", "--published", day, file).code == 0
    newest = office.run("lists", "diff", "own", "--format", "json").lines
    assert [(row["change"], row["entry"]) for row in newest] == [("changed", "1")]
    assert "+Anne" in newest[0]["what"]
    assert "-Anna" in newest[0]["what"]
    whole = office.run("lists", "diff", "own", "--from", days[0], "--format", "csv").out.splitlines()
    assert whole[0] == "change,list,entry,name,what"
    assert [line.split(",")[0] for line in whole[1:]] == ["added", "removed", "changed"]
    assert office.run("lists", "diff", "own", "--from", "yesterday").code == 2
    assert office.run("lists", "diff", "own", "--to", days[0]).code == 3


def test_a_kill_between_fetch_and_record_leaves_the_old_version(office: Office, web: Web) -> None:
    """All is fetched and read, and waits to be recorded when the process is killed."""
    offers(web, "ANN", days_ago=2)
    assert office.run("lists", "update", "us-csl").code == 0
    before, size = state(office, "us-csl"), office.size()
    offers(web, "ANN", "BO", days_ago=1)
    home = office.opened()
    with home.store as store, store.begin():
        process = started(office)
        wait_for(lambda: web.paths.count("/us-csl/consolidated.json") == 2)
        time.sleep(1.0)
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert state(office, "us-csl") == before
    assert office.size() == size
    assert office.is_sound()
    assert office.run("lists", "update", "us-csl").code == 0
    assert state(office, "us-csl")["entries"] == 2


def started(office: Office) -> subprocess.Popen[bytes]:
    """An update in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, "--home", str(office.home), "lists", "update", "us-csl"]
    return subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
