"""``statement`` and ``press`` on the command line: from a draft to a page that a stranger can check."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from moratorium.cli.app import run
from moratorium.desk import whoami
from moratorium.desk.home import Home, open_home
from tests.desk.test_statements import MEASURE, RULE, adopt, as_


class Desk:
    """Commands, in the name of somebody, with what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.err = ""

    def __call__(self, name: str, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        ran = run(["--as", name, *arguments])
        printed = self._capsys.readouterr()
        self.err = printed.err
        assert ran == code, printed.err
        return printed.out.strip()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a measure that has a public text; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("statements") / "home"
    with open_home(folder).store as store:
        home = Home(folder, store)
        for name in ("ann", "bo", "cy"):
            whoami.make(home, name)
        adopt(as_(home, "ann"), RULE)
    return folder


@pytest.fixture
def desk(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("MORATORIUM_HOME", str(shutil.copytree(template, tmp_path / "home")))
    monkeypatch.chdir(tmp_path)
    return Desk(capsys)


def test_a_statement_from_draft_to_the_press_page(desk: Desk) -> None:
    assert "public.zh" in desk("ann", "statement", "templates", "--format", "csv")
    assert desk("ann", "statement", "fill", "--measure", MEASURE, "--language", "nl").startswith("Verklaring")
    id = desk(
        "ann", "statement", "draft", "--measure", MEASURE, "--language", "en", "--release-at", "2999-01-01T00:00+00:00"
    )
    Path("text.txt").write_text("A pause\n\nIt is safe to say that we pause.\n", encoding="utf-8")
    assert desk("ann", "statement", "mend", id, "1", "text.txt") == "2"
    hit = json.loads(desk("bo", "statement", "check", id, "2", "--format", "json", code=10))
    assert (hit["id"], hit["at"], hit["words"]) == ("truth:15-19", "3:7", "safe")
    desk("bo", "statement", "accept", id, "2", code=2)
    assert "or say why not" in desk.err
    desk("bo", "statement", "accept", id, "2", "--reason", "truth:15-19", code=2)
    desk("bo", "statement", "accept", id, "2", "--reason", "truth:15-19=a saying")
    desk("bo", "case", "move", id, "review")
    desk("cy", "case", "move", id, "approve")
    desk("ann", "statement", "release", id, code=4)
    assert "not released before 2999-01-01" in desk.err
    desk(
        "ann", "case", "move", id, "return", "--field", "reason=sooner", "--field", "release_at=2022-04-26T09:00+00:00"
    )
    desk("bo", "case", "move", id, "review")
    desk("cy", "case", "move", id, "approve")
    desk("ann", "statement", "release", "--due")
    assert f"{id} is out" in desk.err
    Path("site").mkdir()
    Path("site", "PS-2022-0009.en.html").write_text("what was there before", encoding="utf-8")
    desk("ann", "press", "--into", "site", "--url", "https://press.example")
    text = Path("site", f"{id}.en.txt").read_bytes()
    assert text == b"A pause\n\nIt is safe to say that we pause."
    assert hashlib.sha256(text).hexdigest() in Path("site", f"{id}.en.html").read_text(encoding="utf-8")
    assert f"<link>https://press.example/{id}.en.html</link>" in Path("site", "feed.xml").read_text(encoding="utf-8")
    assert {one.name for one in Path("site").iterdir()} == {
        *("feed.xml", "index.html", "index.nl.html", "index.zh.html", "press.css", f"{id}.en.html", f"{id}.en.txt")
    }
    desk("ann", "press", "--into", "site")
    assert "give --url" in desk.err
    assert not Path("site", "feed.xml").exists()
    Path("copy.txt").write_text("A pause\n\nIt is certain that we pause.", encoding="utf-8")
    assert "+ It is certain" in desk("ann", "statement", "copy", id, "2", "copy.txt", "--channel", "a network", code=10)


def test_a_text_file_is_checked_before_there_is_a_case(desk: Desk) -> None:
    Path("text.txt").write_text("Vanwege het optreden van Rusland pauzeren wij.", encoding="utf-8")
    assert "cause:0-32" in desk("ann", "statement", "check", "text.txt", "--language", "nl", code=10)
    Path("text.txt").write_text("Wij pauzeren.", encoding="utf-8")
    desk("ann", "statement", "check", "text.txt", "--language", "nl")
    assert "read it" in desk.err
    desk("ann", "statement", "check", "PS-2022-0001", code=2)
    desk("ann", "statement", "check", "PS-2022-0001", "1", code=3)
    desk("ann", "statement", "release", code=2)


def test_a_notice_waits_for_its_recipients(desk: Desk) -> None:
    id = desk(
        "ann", "statement", "draft", "--notice", "--measure", MEASURE, "--audience", "partners", "--language", "en"
    )
    for _ in range(2):
        desk(
            "ann",
            "statement",
            "recipient",
            id,
            "--name",
            "A dealer (example)",
            "--address",
            "a@dealer.example",
            "--party",
            "C-1",
        )
    desk("bo", "statement", "accept", id, "1")
    desk("cy", "case", "move", id, "approve")
    desk("ann", "statement", "release", id)
    assert "1 letters wait" in desk.err
    later = desk(
        "ann", "statement", "draft", "--notice", "--measure", MEASURE, "--audience", "partners", "--corrects", id
    )
    desk("ann", "statement", "supersede", id, "--by", later, "--wrong", "the day", code=4)
