"""Screening, parties and lists at the console: a match followed to a disposition, a party whole, a version compared."""

from __future__ import annotations

import html
import re

import pytest

from moratorium.desk.hold_rules import keep_rules
from moratorium.desk.references import References
from moratorium.store import read_acts
from moratorium.web.console.ownership_drawing import drawn
from moratorium.web.console.screening import match_path
from tests.web.office import Office, form
from tests.web.people import another, signed_in, words
from tests.web.screening_office import VOLKOV, publish

MATCH = match_path("party:C-SO-1", "OWN#1")


# -- possible matches -------------------------------------------------------------------------------------------------


def test_a_match_is_followed_from_the_list_to_a_disposition(listed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables are files, whatever the id holds; the file of orders holds those of further pages too."""
    ann = signed_in(listed, "officer")
    page = ann.get("/screening")
    assert MATCH in page.text.replace("&#35;", "#")
    shown = ann.get(MATCH)
    assert "Volkov Rotor Works BV" in words(shown)
    assert "speaks against it" in words(shown)
    (file,) = re.findall(r'href="([^"]*export=csv&amp;table=beside[^"]*)"', shown.text)
    assert "country" in ann.get(html.unescape(file)).text.casefold()
    answer = ann.send(MATCH, "say", verdict="false_positive", reason="another company number")
    assert (answer.status_code, answer.headers["location"]) == (303, MATCH)
    after = words(ann.get(MATCH))
    assert "Orders whose effect changed: 1" in after
    assert "another company number" in after
    assert listed.call("GET", "/v1/orders/SO-1", "auditor").json()["orders"][0]["order"]["effect"] == "allow"
    listed.decide([form("NL", f"SO-{number}") for number in (7, 8)]).raise_for_status()
    monkeypatch.setattr("moratorium.web.console.orders.SHOWN", 1)
    monkeypatch.setattr("moratorium.web.console.orders.AT_ONCE", 2)
    assert len(ann.get("/orders?export=csv").text.splitlines()) == 1 + 3
    listed.service.directory.read_on()
    assert "No possible match waits" in words(ann.get("/screening"))
    assert "another company number" in words(ann.get("/parties/party:C-SO-1"))


def test_two_people_say_that_a_party_of_a_dear_order_is_not_the_listed_one(listed: Office) -> None:
    """The second one says the same of the same comparison, or confirms it among what waits; until then it is held."""
    keep_rules(listed.home, "two_people_above: {EUR: 50}")
    ann, counsel, bo = (signed_in(listed, role) for role in ("officer", "counsel", "approver"))
    ann.send(MATCH, "say", verdict="false_positive", reason="another company number")
    assert "another company number" in words(bo.get("/holds/clearances"))
    assert "answered, and a second person must confirm: none (OWN#1)" in words(bo.get("/orders/SO-1/sale"))
    counsel.send(MATCH, "say", verdict="false_positive", reason="seen their passport")
    assert listed.call("GET", "/v1/orders/SO-1", "auditor").json()["orders"][0]["order"]["effect"] == "allow"
    assert "ann@service + counsel@service" in words(ann.get(MATCH))
    assert listed.call("GET", "/v1/answers").json()["answers"] == []


def test_the_page_of_an_order_compares_with_what_is_held_ready(listed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, register and answers are not put together anew for each look at an order that waits for a match."""
    ann = signed_in(listed, "officer")
    first = words(ann.get("/orders/SO-1/sale"))
    assert "Volkov Rotor Works" in first
    monkeypatch.setattr(References, "on", None)
    assert words(ann.get("/orders/SO-1/sale")) == first
    assert "OWN#1" in listed.call("GET", "/v1/orders/SO-1").text


def test_without_a_reason_nothing_is_recorded_and_what_was_chosen_stays(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    before = listed.service.acts()
    answer = ann.send(MATCH, "say", verdict="true_match", reason="  ")
    assert answer.status_code == 422
    assert 'value="true_match" required checked' in answer.text
    assert "this is needed" in words(answer)
    with listed.home.store.read() as connection:
        assert [one.act.kind for one in read_acts(connection, start=before)] == ["looked"]


def test_a_match_that_changed_since_it_was_seen_is_not_taken(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    page = ann.get(MATCH).text
    compared = page.split('name="compared" value="')[1].split('"')[0].replace("&#35;", "#")
    publish(listed, VOLKOV.replace("Rotor Volkov", "Volkov Aviation"), published="2022-05-02")
    answer = ann.send(MATCH, "say", verdict="false_positive", reason="seen", compared=compared)
    assert answer.status_code == 409
    assert "changed since you looked" in words(answer)


def test_a_reopened_match_shows_what_changed(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    ann.send(MATCH, "say", verdict="false_positive", reason="seen")
    publish(listed, VOLKOV.replace("Rotor Volkov", "Volkov Aviation"), published="2022-05-02")
    shown = words(ann.get(MATCH))
    assert "Asked again" in shown
    assert 'names + "VOLKOV AVIATION"' in shown
    assert "asked again" in words(ann.get("/screening/runs"))


def test_what_was_said_is_taken_back_with_a_reason_and_is_open_again(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    ann.send(MATCH, "say", verdict="false_positive", reason="seen")
    act = ann.get(MATCH).text.split('name="number" value="')[1].split('"')[0]
    path = MATCH.replace("/matches/", "/withdrawals/")
    assert ann.send(path, f"withdraw-{act}", number=act).status_code == 422
    answer = ann.send(path, f"withdraw-{act}", number=act, why="the wrong extract")
    assert (answer.status_code, answer.headers["location"]) == (303, MATCH)
    after = words(ann.get(MATCH))
    assert "It is taken back by act" in after
    assert "taken back by act" in after
    listed.service.directory.read_on()
    assert MATCH in ann.get("/screening").text.replace("&#35;", "#")


def test_who_may_not_answer_is_offered_no_form_and_refused(listed: Office) -> None:
    dee = signed_in(listed, "auditor")
    assert "Your word" not in words(dee.get(MATCH))
    assert dee.send(MATCH, "say", verdict="false_positive", reason="seen").status_code == 403


def test_an_address_that_names_no_match_is_a_page_in_plain_words(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    for path in (
        "/screening/matches/nothing",
        "/screening/matches/OWN%2377/party:C-SO-1",
        match_path("party:X", "OWN#1"),
    ):
        assert ann.get(path).status_code == 404


# -- names ------------------------------------------------------------------------------------------------------------


def test_a_name_is_compared_and_nothing_is_recorded(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    before = listed.service.acts()
    found = words(ann.get("/screening/names", params={"name": "Volkof Rotor Works", "country": "RU", "kind": "entity"}))
    assert "OWN#1" in found
    assert "speaks for it" in found
    nothing = words(ann.get("/screening/names", params={"name": "Cy Voorbeeld"}))
    assert "no match in list OWN version" in nothing
    assert listed.service.acts() == before


def test_a_name_with_marks_is_shown_as_text(listed: Office) -> None:
    answer = signed_in(listed, "officer").get("/screening/names", params={"name": "<script>alert(1)</script>"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


# -- parties ----------------------------------------------------------------------------------------------------------


def test_a_party_is_found_and_shown_with_its_owners_drawn_and_told(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    assert "/parties/party%3AC-SO-1" in ann.get("/parties?words=volk").text
    page = ann.get("/parties/party:C-SO-1")
    assert "<svg" in page.text
    assert "Bo Beispiel" in words(page)
    assert "60" in words(page)
    assert "SO-1" in words(page)
    with listed.home.store.read() as connection:
        looks = [one.act.subject for one in read_acts(connection, ["looked"])]
    assert looks == ["party:C-SO-1"]


def test_a_party_page_says_that_not_all_is_read_yet(listed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never says that no order names a party whose orders are still to be read."""
    ann = signed_in(listed, "officer")
    monkeypatch.setattr(listed.service.directory, "look", lambda: 21_227)
    for path in ("/parties/party:C-SO-1", "/parties", "/screening"):
        assert "21,227 acts of the log are still being read" in words(ann.get(path))
    monkeypatch.setattr("moratorium.web.console.parties.party_file.orders", lambda *_: ())
    assert "No order that was read so far names this party" in words(ann.get("/parties/party:C-SO-1"))


def test_a_register_is_handed_in_and_an_unreadable_one_is_refused(listed: Office) -> None:
    ann = signed_in(listed, "officer")
    good = {"file": ("parties.csv", b"id,name,country\nC-9,Nine Example,NL\n")}
    data = {"_token": another(ann.token), "_form": "register"}
    answer = ann.http.post(
        "/parties", data=data, files=good, headers={"origin": "http://testserver.local"}, follow_redirects=False
    )
    assert answer.status_code == 303, words(answer)
    listed.service.directory.read_on()
    assert "Nine Example" in words(ann.get("/parties"))
    bad = {"file": ("parties.csv", b"")}
    answer = ann.http.post(
        "/parties", data=data, files=bad, headers={"origin": "http://testserver.local"}, follow_redirects=False
    )
    assert answer.status_code == 422


def test_the_drawing_has_each_owner_once_and_leaves_the_rest_to_the_table(listed: Office) -> None:
    from moratorium.desk.party_file import Owner

    many = [Owner(1, f"P-{i}", f"Owner {i}", "", "C-1", None, None, None, True, "", "") for i in range(60)]
    found = drawn("C-1", "Company", [*many, *many])
    assert found is not None
    assert len({box.key for box in found.boxes}) == len(found.boxes)
    assert found.left_out == 61 - len(found.boxes)
    assert drawn("C-1", "Company", []) is None
    circle = [
        Owner(1, "P-1", "One", "", "C-1", None, None, None, True, "", ""),
        Owner(2, "C-1", "Company", "", "P-1", None, None, None, True, "", ""),
    ]
    assert len(drawn("C-1", "Company", circle).boxes) == 2  # type: ignore[union-attr]


# -- lists ------------------------------------------------------------------------------------------------------------


def test_a_source_shows_its_versions_and_what_differs(listed: Office) -> None:
    publish(listed, VOLKOV.replace("RU", "BY"), "2,Somebody New,,entity,NL,x", published="2022-05-02")
    dee = signed_in(listed, "auditor")
    assert "own" in words(dee.get("/lists"))
    assert "2022" in words(dee.get("/lists/own"))
    differs = words(dee.get("/lists/own/changes"))
    assert "Somebody New" in differs
    assert 'countries + "BY"' in differs
    assert "Volkov Rotor Works" in words(dee.get("/lists/own/entries?words=volkov"))
    whole = words(dee.get("/entries/OWN%231"))
    assert "Rotor Volkov" in whole
    assert dee.get("/lists/mars").status_code == 404
    assert dee.get("/entries/OWN%2399").status_code == 404


def test_a_version_is_imported_and_a_broken_one_refused_with_what_was_typed(listed: Office) -> None:
    eve = signed_in(listed, "administrator")
    headers = {"origin": "http://testserver.local"}
    data = {"_token": another(eve.token), "_form": "import", "published": "2022-05-02"}
    content = b"id,name,aliases,kind,country,reason\n3,Third Example,,entity,NL,x\n"
    answer = eve.http.post(
        "/lists/own", data=data, files={"file": ("own.csv", content)}, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 303, words(answer)
    assert "1 entries taken" in words(eve.get("/lists/own"))
    broken = {"file": ("own.csv", b"<html>no list</html>")}
    answer = eve.http.post("/lists/own", data=data, files=broken, headers=headers, follow_redirects=False)
    assert answer.status_code == 503
    assert 'value="2022-05-02"' in answer.text


@pytest.mark.parametrize("path", ["/screening", "/parties", "/lists/own", "/screening/runs", "/lists"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_is_a_file_too(listed: Office, path: str, kind: str) -> None:
    answer = signed_in(listed, "officer").get(path, params={"export": kind})
    assert answer.status_code == 200
    assert len(answer.content) > 10


def test_an_empty_office_is_told_what_to_do(office: Office) -> None:
    ann = signed_in(office, "officer")
    assert "No possible match waits" in words(ann.get("/screening"))
    assert "hand it in below" in words(ann.get("/parties"))
    assert "not at hand" in words(ann.get("/lists"))
    assert "no list is at hand" in words(ann.get("/screening/names?name=Anna"))


def test_orders_page_by_page(listed: Office) -> None:
    listed.decide([form("NL", f"SO-{i}") for i in range(3)])
    listed.service.directory.read_on()
    assert words(signed_in(listed, "officer").get("/parties")).count("Buyer of") >= 2
