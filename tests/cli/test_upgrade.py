"""An old home under this program: told once, decided by what was adopted then, asked again what no longer counts."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.store.tables import VERSION
from tests.cli.office import Office, row
from tests.store.old_homes import ANSWERS, PLACE, copy_to

TOLD = f"upgraded the state from version 1 to {VERSION}"
LISTED = "id,name,kind\n7,Volkov Rotor Works,entity\n9,Orlan Example Trading,entity\n11,Kite Example House,entity\n"
NOT_COMPARED = "answered before entries were compared by digest"


@pytest.fixture
def old(office: Office) -> Office:
    """The old home, with our list at hand as of today, and a person who may act."""
    copy_to(office.home)
    done = office.run("whoami", "--new", "cleo")
    assert (done.code, done.err.count(TOLD)) == (0, 1)
    listed = office.write("own.csv", LISTED)
    today = date.today().isoformat()
    assert office.run("lists", "import", "--source", "own", "--published", today, listed).code == 0
    return office


def orders(office: Office) -> str:
    """Three of the old orders as the business system exports them today."""
    buyers = {
        "A": ("C-1", "Volkov Rotor-Works Ltd"),
        "B": ("C-2", "Orlan Example Trading BV"),
        "C": ("C-3", "Ann Example"),
    }
    return str(office.orders(*(row(order, buyer=id, name=name) for order, (id, name) in buyers.items())))


def test_it_is_told_once(office: Office) -> None:
    copy_to(office.home)
    assert TOLD in office.run("fsck").err
    assert TOLD not in office.run("fsck").err


def test_what_was_answered_is_asked_again_and_says_why(old: Office) -> None:
    done = old.run("check", orders(old), "--questions", "asked.csv", "--format", "json")
    assert {line["order"]: line["effect"] for line in done.lines} == {"A": "hold", "B": "hold", "C": "allow"}
    asked = {one["subject"]: one["question"] for one in old.questions("asked.csv") if one["fact"] == "listed"}
    assert asked.keys() == {"party:C-1", "party:C-2"}
    assert f"by bo: not the listed party (passport seen); {NOT_COMPARED}" in asked["party:C-1"]
    assert f"by bo: the listed party (register of companies); {NOT_COMPARED}" in asked["party:C-2"]
    (found, *_) = old.run("parties", "matches", "--format", "json").lines
    assert (found["state"], found["changed_since"]) == ("reopened", NOT_COMPARED)


def test_what_two_people_adopted_goes_on_deciding(old: Office) -> None:
    """The base pack comes with the program; a new one does not make a trial of every decision."""
    done = old.run("check", orders(old))
    assert "a trial" not in done.err
    assert "order A (sale, open): hold" in old.run("explain", "A").out


def test_a_new_answer_settles_what_the_old_one_no_longer_does(old: Office) -> None:
    assert old.run("check", orders(old), "--questions", "asked.csv").code == 10
    given = {"party:C-1": "none", "party:C-2": "OWN"}
    asked = [
        {**one, "answer": given.get(one["subject"], ""), "source": "seen anew"} for one in old.questions("asked.csv")
    ]
    assert old.run("answer", old.fill(asked), by="cleo").code == 20
    decided = {id: old.run("explain", id).out for id in "AB"}
    assert "order A (sale, open): allow" in decided["A"]
    assert "order B (sale, open): deny" in decided["B"]
    assert old.is_sound()


def test_an_old_receipt_verifies_and_old_acts_get_new_ones(old: Office) -> None:
    key = (PLACE / "log.pub").read_text().strip()
    done = old.run("ledger", "verify", PLACE / "receipt.json", "--key", key)
    assert done.code == 0
    assert f"act {ANSWERS['none']} is in log" in done.out
    made = old.run("ledger", "receipt", f"act:{ANSWERS['OWN']}", "--out", "receipt.json")
    assert made.code == 0
    again = old.run("ledger", "verify", "receipt.json", "--key", old.run("ledger", "key").out.strip())
    assert again.code == 0
    assert '"settles":["OWN#9"]' in again.out
