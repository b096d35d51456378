"""Licences by command: on record, drawn for an order line that is then decided again, given back."""

from __future__ import annotations

import pytest

from tests.cli.office import Office, row

NEEDED = """
measure: licence-needed
title: Dual-use items need an authorisation
kind: licence_requirement
ground: {kind: own-policy, principle: an example}
in_force: [[2020-01-01, null]]
bound: all-affiliates
scope: {activities: all}
effect: deny
exemptions: [{id: licence, where: licence.covers_eu}]
source: {text: an example, as_of: 2026-01-01, mark: V1}
"""
LICENCE = [
    "--law",
    "eu",
    "--source",
    "letter in the safe",
    "--quantity",
    "3",
    "--value",
    "EUR 5000",
    "--territory",
    "NL",
]


@pytest.fixture
def decided(office: Office) -> Office:
    """One denied order of two pieces, by an adopted rulebook."""
    office.adopt(NEEDED)
    office.run("check", office.orders(row("A")), "--organisation", office.organisation())
    return office


def test_nothing_on_record_is_told(office: Office) -> None:
    done = office.run("licence", "list")
    assert (done.code, done.out) == (0, "")
    assert "no licence is on record; `moratorium licence add`" in done.err


def test_a_licence_covers_the_line_it_is_drawn_for_until_it_is_given_back(decided: Office) -> None:
    assert decided.run("licence", "add", "NL-1", *LICENCE, by="ann").code == 0
    drawn = decided.run("licence", "draw", "NL-1", "A", by="ann")
    assert "A/sale" in drawn.out
    assert "deny -> allow" in drawn.out
    assert "2 pieces, 3780 EUR drawn; left: 1 pieces, 1220 EUR" in drawn.err
    number = drawn.out.splitlines()[0]
    assert drawn.code == 0
    (listed,) = decided.run("licence", "list", "--format", "json").lines
    assert (listed["number"], listed["state"], listed["left"]) == ("NL-1", "in force", "1 pieces, 1220 EUR")
    shown = decided.run("licence", "show", "NL-1", "--format", "json")
    assert shown.lines[0]["drawdown"] == int(number)
    assert "source: letter in the safe" in shown.err
    given = decided.run("licence", "release", number, "--reason", "cancelled", by="bo")
    assert given.code == 20
    assert "allow -> deny" in given.out
    assert decided.is_sound()


def test_what_cannot_be_drawn_is_refused_and_nothing_is_recorded(decided: Office) -> None:
    decided.run("licence", "add", "NL-1", *LICENCE, by="ann")
    before = decided.size()
    for arguments, code, words in (
        (["draw", "NL-1", "A", "--quantity", "4"], 4, "leaves 3 pieces, 4 are wanted"),
        (["draw", "NL-1", "A", "--quantity", "many"], 2, "`many` is no number"),
        (["draw", "NL-9", "A"], 3, "no authorisation `NL-9`; moratorium licence list"),
        (["draw", "NL-1", "Z"], 3, "no order `Z`"),
        (["add", "NL-1", *LICENCE], 5, "is on record already"),
        (["add", "NL-2", "--law", "uk", "--source", "x"], 2, "unknown law `uk`"),
        (["release", "1", "--reason", "why"], 3, "no drawdown 1"),
    ):
        done = decided.run("licence", *arguments, by="ann")
        assert (done.code, words in done.err) == (code, True), done
    assert decided.run("licence", "draw", "NL-1", "A").code == 4
    assert decided.size() == before
