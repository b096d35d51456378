"""The register through the command line: owners in, faults told, chains shown, holds asked and settled."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.cli.office import Office, row
from tests.worlds import measure_text

OWN_LIST = "id,name\n1,Bad Rotors (example)\n"
REGISTER = """\
id,name,country,owner,owner_share,owner_since,owner_until
C-1,Quiet Sky (example),NL,P-1,60,2022-01-01,2022-06-01
C-1,,,Ann Example,,,
P-1,Meadow Holding (example),NL,Bad Rotors (example),,,
C-2,Meadow Sister (example),NL,P-1,30,,
"""
LINKED = measure_text("linked", "{where: \"buyer.linked_to_listed IN ('OWN')\"}", "hold", question="Why {subject}?")
OWNED = measure_text("owned", "{listed: {lists: [OWN], roles: [buyer], owned: 50, named: false}}")


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with a list, a register, and who we are."""
    office.write("own.csv", OWN_LIST)
    office.write("parties.csv", REGISTER)
    today = date.today().isoformat()
    assert office.run("lists", "import", "--source", "own", "--published", today, "own.csv").code == 0
    assert office.run("parties", "import", "parties.csv").code == 0
    return office


def test_faults_of_a_register_are_told_and_the_rest_is_kept(office: Office) -> None:
    office.write("parties.csv", "id,owner,owner_share\nC-1,Ann,140\nC-2,C-2,10\n")
    done = office.run("parties", "import", "parties.csv")
    assert done.code == 0
    assert "parties.csv:2, column `owner_share`: a share of 140 per cent cannot be; write per cent" in done.err
    assert "parties.csv:3, column `owner`: `C-2` cannot own or direct itself" in done.err
    assert "kept parties.csv" in done.err
    assert "owner  Ann" in office.run("parties", "show", "C-1").out


def test_owners_are_shown_layer_by_layer_with_the_chain_in_words(filled: Office) -> None:
    shown = filled.run("parties", "owners", "C-1", "--on", "2022-05-01")
    lines = shown.out.splitlines()
    assert lines[1].split() == [
        "1",
        "P-1",
        "Meadow",
        "Holding",
        "(example)",
        "C-1",
        "60",
        "2022-01-01",
        "2022-06-01",
        "yes",
    ]
    assert lines[2].split()[:5] == ["1", "Ann", "Example", "C-1", "not"]
    assert lines[3].split()[-2:] == ["perhaps", "OWN"]
    assert (
        "Meadow Holding (example) (P-1) 60 % via Bad Rotors (example) with a share that is not known (perhaps OWN#1) "
        "of Quiet Sky (example) (C-1)"
    ) in lines
    after = filled.run("parties", "owners", "C-1", "--on", "2022-06-01", "--format", "json").lines
    assert [one["layer"] for one in after] == [0, 1, 1]
    assert (after[0]["lists"], after[1]["counts"]) == ("", "no")
    assert after[0]["words"].startswith("no owners on the lists at hand hold half or more of it on 2022-06-01")


def test_a_party_is_shown_and_one_that_is_not_there_is_told(filled: Office) -> None:
    shown = filled.run("parties", "show", "P-1", "--format", "csv").out
    assert "owner,Bad Rotors (example)" in shown
    assert "found,Meadow Holding (example) (P-1) has Bad Rotors (example) as an owner (perhaps OWN#1)" in shown
    missing = filled.run("parties", "show", "P-11")
    assert missing.code == 3
    assert "no party `P-11` in the register; did you mean `P-1`" in missing.err


def test_without_a_register_nobody_can_be_shown(office: Office) -> None:
    done = office.run("parties", "owners", "C-1")
    assert done.code == 3
    assert "there is no register of parties; hand one in: moratorium parties import FILE" in done.err


def test_a_missing_share_holds_and_the_register_settles_it(filled: Office) -> None:
    """First whether the owner is the listed party, then what it holds; with 10 per cent the order goes on."""
    rules = filled.rulebook(OWNED)
    orders = filled.orders(row("SO-1", buyer="C-1", name="Quiet Sky (example)"))
    held = filled.check(orders, "--on", "2022-05-01", rules=rules)
    assert held.code == 10
    assert held.lines[0]["ties"][0]["fact"] == "owned_by_listed"
    by_subject = {one["subject"]: one for one in filled.questions()}
    owner = by_subject["party:Bad Rotors (example) (no country stated)"]
    assert owner["about"] == "OWN#1"
    assert "via Bad Rotors (example) with a share that is not known" in owner["question"]
    share = by_subject["party:C-1"]
    assert share["fact"] == "owned_by_listed"
    assert share["expects"].endswith("hand it in: moratorium parties import FILE")

    refused = filled.answer(
        filled.fill([{**share, "answer": "none", "source": "a call"}]), "--on", "2022-05-01", rules=rules
    )
    assert refused.code == 2
    assert "`none` would hide the owner of tomorrow" in refused.err

    given = {**owner, "answer": "OWN", "source": "trade register"}
    filled.answer(filled.fill([given]), "--on", "2022-05-01", rules=rules)
    told = filled.run("explain", "SO-1").out
    assert "owned by listed parties: Meadow Holding (example) (P-1) 60 % via Bad Rotors (example) with a share" in told
    filled.write("parties.csv", REGISTER.replace("Bad Rotors (example),,,", "Bad Rotors (example),10,,"))
    assert filled.run("parties", "import", "parties.csv").code == 0
    assert filled.check(orders, "--on", "2022-05-01", rules=rules).code == 0
    filled.write("parties.csv", REGISTER.replace("Bad Rotors (example),,,", "Bad Rotors (example),50,,"))
    assert filled.run("parties", "import", "parties.csv").code == 0
    denied = filled.check(orders, "--on", "2022-05-01", rules=rules)
    assert denied.code == 20
    assert json.loads(denied.out.splitlines()[0])["ties"][0]["words"].startswith("Meadow Holding (example) (P-1) 60 %")


def test_shares_of_the_day_of_each_order_count(filled: Office) -> None:
    orders = filled.orders(
        row("SO-1", buyer="C-1", name="Quiet Sky (example)", placed_on="2022-05-31"),
        row("SO-2", buyer="C-1", name="Quiet Sky (example)", placed_on="2022-06-01"),
    )
    done = filled.check(orders, "--on", "order-date", rules=filled.rulebook(OWNED))
    assert {one["order"]: one["effect"] for one in done.lines} == {"SO-1": "hold", "SO-2": "allow"}


def test_a_sister_of_a_listed_party_is_asked_about(filled: Office) -> None:
    """C-2 belongs to a holding in which the listed party has a share; a link, however small."""
    register = REGISTER.replace(
        "C-2,Meadow Sister (example),NL,P-1,30", "C-2,Meadow Sister (example),NL,Bad Rotors (example),30"
    )
    filled.write("parties.csv", register)
    assert filled.run("parties", "import", "parties.csv").code == 0
    rules = filled.rulebook(LINKED)
    orders = filled.orders(row("SO-1", buyer="C-2", name="Meadow Sister (example)"))
    held = filled.check(orders, rules=rules)
    assert held.code == 10
    (asked,) = filled.questions()
    assert asked["subject"] == "party:Bad Rotors (example) (no country stated)"
    assert "Meadow Sister (example) (C-2) has Bad Rotors (example) as an owner (perhaps OWN#1)" in asked["question"]
    filled.answer(filled.fill([{**asked, "answer": "OWN", "source": "trade register"}]), rules=rules)
    told = filled.run("explain", "SO-1").out
    assert (
        "linked to a listed party: Meadow Sister (example) (C-2) has Bad Rotors (example) as an owner (OWN#1)" in told
    )
    assert "? Why the buyer? (Meadow Sister (example) (C-2) has Bad Rotors (example) as an owner (OWN#1))" in told


# -- found by name ----------------------------------------------------------------------------------------------------


def test_parties_are_found_by_name_in_any_script(office: Office) -> None:
    register = office.write("parties.csv", "id,name,country\nC-1,Anna Example,NL\nC-2,Илья Голберг,KZ\n")
    assert "no party of this name is known" in office.run("parties", "find").err
    assert office.run("parties", "import", register).code == 0
    found = office.run("parties", "find", "golb", "--format", "csv")
    assert found.out.splitlines()[1:] == ["party:C-2,C-2,Илья Голберг,KZ,yes,0"]
    assert office.run("parties", "find", "anna", "ex", "--format", "csv").out.count("\n") == 2
    assert office.run("parties", "find", "--asked", "--format", "csv").out.count("\n") == 1
