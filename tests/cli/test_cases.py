"""``case`` on the command line: exit codes, what is printed, and files in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moratorium.cli.app import run
from moratorium.registers.kinds import LIFECYCLES


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MORATORIUM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MORATORIUM_AS", raising=False)
    run(["whoami", "--new", "ann"])
    monkeypatch.setenv("MORATORIUM_AS", "ann")
    return tmp_path


def opened(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    capsys.readouterr()
    assert run(["case", "open", "misuse_report", "--field", "summary=Footage of a sprayer", *more]) == 0
    return capsys.readouterr().out.strip()


def test_a_life_on_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    id = opened(capsys, "--title", "Sprayer over a village")
    assert run(["case", "close", id, "confirm"]) == 4
    assert "allowed from here: assess, merge" in capsys.readouterr().err
    assert run(["case", "move", id, "assess"]) == 0
    assert capsys.readouterr().out == "assessed\n"
    assert run(["case", "close", id, "ask"]) == 4
    assert "does not close the case" in capsys.readouterr().err
    assert run(["case", "close", id, "notice", "--field", "finding=seen"]) == 4
    assert "`would_change`" in capsys.readouterr().err
    (home / "what.txt").write_text("the original file\nwith its metadata\n", encoding="utf-8")
    graded = ["--field", "reliability=C", "--field", "credibility=3", "--field", "finding=seen"]
    assert run(["case", "close", id, "notice", *graded, "--field", "would_change=@what.txt"]) == 0
    assert capsys.readouterr().out == "noticed_not_confirmed\n"
    assert run(["case", "show", id]) == 0
    shown = capsys.readouterr()
    assert "would_change: the original file\nwith its metadata" in shown.err
    assert "may `reopen` -> assessed (missing: field `new_information`" in shown.err
    assert run(["case", "list", "--closed", "--format", "json"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["case"], row["state"], row["due"]) == (id, "noticed_not_confirmed", "")
    assert run(["case", "search", "metadata", "origin*", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(f"{id},misuse_report,noticed_not_confirmed,")


def test_files_go_in_and_come_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    id = opened(capsys)
    (home / "letter.txt").write_bytes(b"letter")
    assert run(["case", "add", id, "--file", "letter.txt", "--link", "serial:1581F5BKD229001ABC12"]) == 0
    digest = capsys.readouterr().out.strip()
    assert run(["case", "save", id, digest, "--out", "again.txt"]) == 0
    assert (home / "again.txt").read_bytes() == b"letter"
    assert run(["case", "save", id, "0" * 64, "--out", "none.txt"]) == 3
    assert not (home / "none.txt").exists()
    assert run(["case", "list", "--link", "serial:1581F5BKD229001ABC12", "--format", "csv"]) == 0
    assert id in capsys.readouterr().out
    (home / "run.exe").write_bytes(b"MZ\x90")
    assert run(["case", "add", id, "--file", "run.exe"]) == 4
    assert run(["case", "add", id, "--file", "absent.txt"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["open", "nonsense"], 2, "no kind of case `nonsense`"),
        (["open", "misuse_report"], 4, "field `summary`"),
        (["open", "misuse_report", "--field", "summary"], 2, "write it as NAME=VALUE"),
        (["open", "misuse_report", "--field", "message.x.text=y"], 2, "claim.new.text"),
        (["open", "misuse_report", "--field", "summary=x", "--field", "seen_on=soon"], 2, "no day"),
        (["open", "misuse_report", "--field", "summary=x", "--link", "SO-1"], 2, "points to nothing"),
        (["show", "MR-2022-0404"], 3, "no case"),
        (["move", "MR-2022-0404", "assess"], 3, "no case"),
        (["list", "--state", "lost"], 2, "no state `lost`"),
        (["search", "--", "-"], 2, "nothing to search for"),
        (["disclosures", "--since", "2022-05-01", "--until", "2022-05-01"], 2, "holds no day"),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["case", *arguments]) == code
    assert words in capsys.readouterr().err


def test_an_empty_register_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["case", "list"]) == 0
    assert "moratorium case open KIND" in capsys.readouterr().err
    assert run(["case", "kinds", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(LIFECYCLES)
    assert run(["case", "disclosures"]) == 0
    assert "0 disclosures" in capsys.readouterr().err


def test_a_new_part_gets_the_next_number(capsys: pytest.CaptureFixture[str]) -> None:
    id = opened(capsys, "--field", "message.new.text=One", "--field", "message.new.channel=forum")
    assert run(["case", "add", id, "--field", "message.new.text=Two"]) == 0
    run(["case", "show", id])
    told = capsys.readouterr().err
    assert "messages: 2; independent sources: 2" in told
    assert "message 2: " in told


def test_a_bundle_is_written_verified_and_an_entry_erased(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "frame.txt").write_text("frame 17", encoding="utf-8")
    id = opened(capsys, "--file", "frame.txt", "--title", "Jan Jansen saw it")
    assert run(["case", "bundle", id, "--into", "evidence.zip"]) == 0
    told = capsys.readouterr()
    assert told.out == "evidence.zip\n"
    key = told.err.rpartition("--key '")[2].partition("'")[0]
    assert run(["ledger", "verify", "evidence.zip", "--key", key]) == 0
    assert f"case {id} (misuse_report) is `received` by these acts" in capsys.readouterr().out
    assert run(["case", "show", id, "--format", "json"]) == 0
    opening, entry = (json.loads(line)["act"] for line in capsys.readouterr().out.splitlines())
    assert run(["case", "erase", id, str(entry), "--reason", "asked for"]) == 0
    told = capsys.readouterr()
    assert "file frame.txt goes with it" in told.err
    assert "nothing is erased yet" in told.err
    assert run(["case", "erase", id, str(entry), "--reason", "asked for", "--yes"]) == 0
    assert run(["case", "erase", id, str(entry), "--reason", "asked for", "--yes"]) == 5
    assert run(["case", "erase", id, str(opening), "--reason", "asked for", "--yes"]) == 2
    assert run(["case", "search", "jansen"]) == 0
    assert "nothing found" in capsys.readouterr().err
    assert run(["case", "public-form", "--open", "--contact", "misuse@maker.example"]) == 0
    assert run(["case", "public-form"]) == 0
    told = capsys.readouterr()
    assert told.out.endswith("open\nopen\n")
    assert "contact: misuse@maker.example" in told.err
    assert run(["fsck"]) == 0
    (home / "evidence.zip").write_bytes((home / "evidence.zip").read_bytes().replace(b"PK", b"KP"))
    assert run(["ledger", "verify", "evidence.zip", "--key", key]) == 2
