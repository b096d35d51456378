"""``moratorium holds``: the queue on the command line, and a release above the set value by two people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.cli.app import run
from tests.desk.hold_office import HoldOffice, hold_office, sale


@pytest.fixture
def office(tmp_path: Path) -> Iterator[HoldOffice]:
    """A home with held orders."""
    with hold_office(tmp_path, tmp_path) as found:
        found.decide(sale("SO-1", value="5000"), sale("SO-2", value="10"), sale("SO-3", "NL"))
        yield found


def _said(capsys: pytest.CaptureFixture[str], office: HoldOffice, *arguments: str, by: str = "ann") -> tuple[int, str]:
    code = run(["--home", str(office.path), "--as", by, *arguments])
    return code, capsys.readouterr().out


def test_released_above_the_value_by_two_people(office: HoldOffice, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit codes: 10 while something is held, 4 for one's own proposal, 5 if something else was previewed."""
    code, out = _said(capsys, office, "holds", "list", "--format", "json")
    assert (code, [json.loads(line)["order"] for line in out.splitlines()]) == (10, ["SO-1/sale", "SO-2/sale"])
    _, out = _said(capsys, office, "holds", "questions", "--format", "json")
    (question,) = [json.loads(line) for line in out.splitlines()]
    assert (question["orders"], question["value"]) == (2, "5,010.00 EUR")
    asked = ("holds", "release", question["question"], "--source", "visited", "--preview")
    assert _said(capsys, office, *asked, "0" * 64)[0] == 5
    code = run(
        ["--home", str(office.path), "--as", "ann", *("holds", "preview", question["question"], "--source", "visited")]
    )
    digest = capsys.readouterr().err.rstrip().rpartition(" ")[2]
    code, out = _said(capsys, office, *asked, digest)
    cleared, proposed = out.split()
    assert (code, office.effects()["SO-2/sale"], office.effects()["SO-1/sale"]) == (0, "allow", "hold")
    assert int(cleared) < int(proposed)
    assert _said(capsys, office, "holds", "confirm", proposed)[0] == 4
    assert _said(capsys, office, "holds", "confirm", proposed, by="bo")[0] == 0
    assert _said(capsys, office, "holds", "list")[0] == 0
    assert office.effects()["SO-1/sale"] == "allow"


def test_taken_remarked_asked_and_refused(office: HoldOffice, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that the console does can be done here."""
    assert _said(capsys, office, "holds", "assign", "SO-1", "SO-2")[0] == 0
    assert _said(capsys, office, "holds", "comment", "SO-1", "they called")[0] == 0
    assert "they called" in _said(capsys, office, "holds", "show", "SO-1")[1]
    assert _said(capsys, office, "holds", "list", "--assignee", "-")[0] == 0
    assert _said(capsys, office, "holds", "ask", "SO-1", "--to", "x@dealer.example")[0] == 2
    assert _said(capsys, office, "holds", "refuse", "SO-1", "--reason", "no answer")[0] == 0
    assert office.effects()["SO-1/sale"] == "deny"
    assert _said(capsys, office, "holds", "show", "SO-1")[0] == 3
    assert "two_people_above" in _said(capsys, office, "holds", "rules")[1]
