"""`prove`, `measure diff --witness` and the proofs of `measure check`, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moratorium.cli.app import run
from tests.worlds import measure_text

RU = measure_text("ru", "{activities: all, territories: {roles: any, within: [RU]}}")
BOTH = measure_text("ru", "{activities: all, territories: {roles: any, within: [RU, UA]}}")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and two rulebook folders `before` and `after`."""
    monkeypatch.setenv("MORATORIUM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name, text in (("before", BOTH), ("after", RU)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ru.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_property_that_holds(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "never allow where any role within UA-43"
    assert run(["prove", text, "--rulebook", "before", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["property"], found["result"], found["order"]) == (text, "holds", None)
    assert found["seconds"] >= 0


def test_a_witness_is_an_order_that_check_decides_as_shown(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "draft allows nothing that base denies"
    arguments = ["prove", text, "--rulebook", "before", "--draft", "after", "--format", "json", "--out", "order.jsonl"]
    assert run(arguments) == 20
    found = json.loads(capsys.readouterr().out)
    assert (found["base"]["effect"], found["draft"]["effect"]) == ("deny", "allow")
    Path("organisation.yaml").write_text("entities: [{id: us, seat: NL}]", "utf-8")
    for folder, effect in (("before", "deny"), ("after", "allow")):
        run(["check", "order.jsonl", "--rulebook", folder, "--on", found["day"], "--organisation", "organisation.yaml"])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [line["effect"] for line in lines] == [effect] * len(found["order"])


def test_people_read_what_breaks_it_and_what_is_assumed(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "never allow where any role within UA", "--rulebook", "after", "--from", "2026-11-28"]) == 20
    told = capsys.readouterr().out
    assert told.startswith("does not hold: never allow where any role within UA\n")
    for part in ("order: order WITNESS-1", "as of 2026-11-28", "assumed: our acting entity", "the rulebook says allow"):
        assert part in told


def test_a_time_out_is_undecided_and_never_holds(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "never allow where any role within UA-43"
    assert run(["prove", text, "--rulebook", "before", "--timeout", "0.0001"]) == 10
    told = capsys.readouterr().out
    assert "not decided within 0.0001 s" in told
    assert "holds:" not in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["never allow where any role within UAX", "--rulebook", "before"], 2, "unknown territory `UAX`"),
        (["draft allows nothing that base denies", "--rulebook", "before"], 2, "none is given"),
        (["never allow", "--rulebook", "nowhere"], 3, "no measures in `nowhere`"),
        (["never allow"], 3, "no rulebook was adopted"),
        (["never allow", "--rulebook", "before", "--timeout", "0"], 2, "no time to wait"),
        (["never allow", "--rulebook", "before", "--from", "2026-01-02", "--until", "2026-01-01"], 2, "no day is from"),
    ],
)
def test_mistakes_are_told(
    folders: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    assert run(["prove", *arguments]) == code
    assert told in capsys.readouterr().err


def test_a_diff_shows_one_order_for_each_way(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measure", "diff", "before", "after", "--witness", "--format", "json"]) == 0
    *ways, end = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert end["complete"] is True
    assert end["ways"] == len(ways)
    assert ("deny", "allow") in {(way["before"], way["after"]) for way in ways}
    assert all(way["base"]["effect"] == way["before"] and way["draft"]["effect"] == way["after"] for way in ways)
    assert run(["measure", "diff", "before", "after", "--witness"]) == 0
    told = capsys.readouterr().out
    assert "territories within loses `UA`" in told
    assert "no other order gets another effect" in told


def test_check_warns_by_proof(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    never = measure_text("never", "{where: quantity > 5 AND quantity < 5}")
    Path("before/never.yaml").write_text(never, "utf-8")
    assert run(["measure", "check", "before"]) == 0
    assert "look: `never` can never apply" in capsys.readouterr().out
    assert run(["measure", "check", "before", "--without-proof"]) == 0
    assert "look:" not in capsys.readouterr().out
