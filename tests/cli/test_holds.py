"""``moratorium holds``: the queue on the command line, and a release above the set value by two people."""

from __future__ import annotations

import csv
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
    assert _said(capsys, office, "holds", "list", "--late", "--format", "json") == (10, out)  # in 2022, for hours
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


def test_answered_above_the_value_by_two_people(
    office: HoldOffice, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file of answers tells which of them wait for another person; the same file of that person confirms them."""
    office.decide(sale("SO-4", None, "5000"), sale("SO-5", None, "5000"))
    asked, answers = tmp_path / "asked.csv", tmp_path / "answers.csv"
    run(["--home", str(office.path), "--as", "ann", "again", "--questions", str(asked)])
    with asked.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "answer"]
    with answers.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "answer": "Netherlands", "source": "register"} for row in rows)
    capsys.readouterr()
    run(["--home", str(office.path), "--as", "ann", "answer", str(answers)])
    assert f"{len(rows)} answers to orders above the set value" in capsys.readouterr().err
    code, out = _said(capsys, office, "holds", "answers", "--format", "json")
    waiting = [json.loads(line) for line in out.splitlines()]
    assert (code, len(waiting), {one["by"] for one in waiting}) == (0, len(rows), {"ann"})
    assert {office.effects()[f"SO-{number}/sale"] for number in (4, 5)} == {"hold"}
    number = str(waiting[0]["number"])
    assert _said(capsys, office, "holds", "confirm", number)[0] == 4
    assert _said(capsys, office, "holds", "reject", number, "--reason", "who says so?", by="bo")[0] == 0
    run(["--home", str(office.path), "--as", "bo", "answer", str(answers)])
    capsys.readouterr()
    assert len(_said(capsys, office, "holds", "answers", "--format", "json")[1].splitlines()) == 1
    run(["--home", str(office.path), "--as", "ann", "answer", str(answers)])
    assert {office.effects()[f"SO-{number}/sale"] for number in (4, 5)} == {"allow"}


def test_taken_remarked_asked_and_refused(office: HoldOffice, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that the console does can be done here."""
    assert _said(capsys, office, "holds", "assign", "SO-1", "SO-2")[0] == 0
    assert _said(capsys, office, "holds", "comment", "SO-1", "they called")[0] == 0
    assert "they called" in _said(capsys, office, "holds", "show", "SO-1")[1]
    assert _said(capsys, office, "holds", "list", "--assignee", "-")[0] == 0
    assert _said(capsys, office, "holds", "ask", "SO-1", "--to", "x@dealer.example")[0] == 0
    assert _said(capsys, office, "holds", "ask", "SO-1", "--to", "y@dealer.example")[0] == 5
    assert _said(capsys, office, "holds", "refuse", "SO-1", "--reason", "no answer")[0] == 0
    assert office.effects()["SO-1/sale"] == "deny"
    assert _said(capsys, office, "holds", "show", "SO-1")[0] == 3
    assert "two_people_above" in _said(capsys, office, "holds", "rules")[1]
