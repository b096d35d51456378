"""Screening, parties, possible matches and lists over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import msgspec
import pytest

from moratorium.store import read_acts
from moratorium.web.api import party_shapes as shapes
from tests.web.office import Office, form
from tests.web.screening_office import REGISTER, VOLKOV, publish, sent

NO_NAMES = ("../parties.csv", "a\\b.csv", "..", ".", "", "a\0.csv", "é" * 200)
"""No file that was sent can have such a name."""


def read(office: Office, path: str, shape: Any, role: str = "auditor", **params: Any) -> Any:
    """What a path answers, by the shape that the contract promises."""
    answer = office.call("GET", path, role, params=params)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=shape)


# -- names ------------------------------------------------------------------------------------------------------------


def screen(office: Office, *names: str, role: str = "machine", **more: Any) -> httpx.Response:
    """Have names compared."""
    return office.call("POST", "/v1/screenings", role, json={"parties": [{"names": [one]} for one in names], **more})


def test_a_name_is_compared_and_each_match_is_taken_apart(listed: Office) -> None:
    found = msgspec.json.decode(
        screen(listed, "Volkof Rotor Works", "Cy Voorbeeld", "?").content, type=shapes.ScreeningShape
    )
    assert [one.result for one in found.results] == ["possible match", "no match", "not compared"]
    (match,) = found.results[0].matches
    assert (match.entry.entry, match.listed, match.met) == ("OWN#1", "Volkov Rotor Works", "name")
    assert {one.asked for one in match.aligned.met} >= {"volkof", "rotor"}
    version = found.against[0].version[:12]
    words = f"no match in list OWN version {version} (published 2022-05-01) on 2022-05-02 at threshold 0.80"
    assert found.results[1].words == (words,)


HOSTILE = {
    "\u202e\u2066\x00\x1b": "not compared",
    "!?.": "not compared",
    "\N{HELICOPTER}": "not compared",
    "x": "not compared",
    "N/A": "not compared",
    "V\u043elkov Rotor Works": "possible match",
    "Volkov\u200b \N{HELICOPTER} Rotor\x07 Works": "possible match",
}
"""Names as nobody should write them, and what must come of them; one has a Cyrillic letter."""


def test_names_as_nobody_should_write_them_have_a_clear_answer_each(listed: Office) -> None:
    answer = screen(listed, *HOSTILE)
    assert answer.status_code == 200, answer.text[:500]
    results = msgspec.json.decode(answer.content, type=shapes.ScreeningShape).results
    assert [one.result for one in results] == list(HOSTILE.values())
    assert [one.lookalikes for one in results if one.lookalikes] == [("V\u043elkov",)]
    assert screen(listed, "a" * 10_000).json()["faults"][0]["place"] == "parties[0].names[0]"


def test_a_screening_records_nothing(listed: Office) -> None:
    before = listed.service.acts()
    assert screen(listed, "Volkov Rotor Works").status_code == 200
    assert listed.service.acts() == before


def test_without_a_list_a_name_is_not_said_to_have_no_match(office: Office) -> None:
    answer = screen(office, "Volkov Rotor Works")
    assert answer.status_code == 404
    assert "no list is at hand" in answer.json()["detail"]


@pytest.mark.parametrize("more", [{"lists": ["mars"]}, {"threshold": "3"}, {"parties": []}])
def test_what_cannot_be_asked_is_told(listed: Office, more: dict[str, Any]) -> None:
    assert screen(listed, "Anna", **more).status_code == 422


# -- parties ----------------------------------------------------------------------------------------------------------


def test_parties_are_found_by_the_beginnings_of_words(listed: Office) -> None:
    page = read(listed, "/v1/parties", shapes.PartiesShape, words="volk rot")
    assert [(one.party, one.registered, one.asked) for one in page.parties] == [("party:C-SO-1", True, 1)]
    assert page.behind == 0
    every: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = read(listed, "/v1/parties", shapes.PartiesShape, limit=1, **cursor)
        every += [one.party for one in page.parties]
        if page.next is None:
            break
        cursor = {"cursor": page.next}
    assert sorted(every) == ["party:C-SO-1", "party:P-1"]


def test_a_party_shows_its_owners_its_orders_and_its_matches(listed: Office) -> None:
    found = read(listed, "/v1/party", shapes.WholePartyShape, party="C-SO-1")
    assert found.stated is not None
    assert [(one.name, one.id, one.share) for one in found.owners] == [("Bo Beispiel", "P-1", 60)]
    assert [one.entry for one in found.matches] == ["OWN#1"]
    assert [set(one.names) for one in found.spelled] == [{"Buyer of SO-1 (example)", "Volkov Rotor Works BV"}]
    orders = read(listed, "/v1/party/orders", shapes.PartyOrdersShape, party="C-SO-1")
    assert [(one.order, one.effect, one.roles) for one in orders.orders] == [("SO-1", "hold", ("buyer", "end_user"))]


def test_that_a_party_was_read_is_on_record_once_an_hour(listed: Office) -> None:
    for _ in range(3):
        read(listed, "/v1/party", shapes.WholePartyShape, party="C-SO-1")
    with listed.home.store.read() as connection:
        looks = [one.act for one in read_acts(connection, ["looked"])]
    assert [(one.subject, one.actor) for one in looks] == [("party:C-SO-1", "auditor@service")]


def test_a_party_that_nobody_knows_is_missing_and_no_look_is_recorded(listed: Office) -> None:
    before = listed.service.acts()
    assert listed.call("GET", "/v1/party", "auditor", params={"party": "C-9"}).status_code == 404
    assert listed.service.acts() == before


# -- possible matches -------------------------------------------------------------------------------------------------


def dispose(office: Office, verdict: str, compared: tuple[str, ...] = (), role: str = "officer") -> httpx.Response:
    """Say what the match is."""
    body = {"party": "C-SO-1", "entries": ["OWN#1"], "verdict": verdict, "reason": "extract", "compared": compared}
    return office.call("POST", "/v1/dispositions", role, json=body)


def test_a_match_is_followed_to_a_disposition_and_its_order_goes_on(listed: Office) -> None:
    (row,) = read(listed, "/v1/matches", shapes.MatchesShape, asked="true").matches
    whole = read(listed, "/v1/match", shapes.WholeMatchShape, party=row.party, entry=row.entry)
    assert (whole.state, whole.listed) == ("open", "Volkov Rotor Works")
    assert [one.says for one in whole.evidence if one.of == "country"] == ["contradicts"]
    done = msgspec.json.decode(dispose(listed, "false_positive", whole.compared).content, type=shapes.DisposedShape)
    assert done.again is not None
    assert [(one.order, one.before, one.effect) for one in done.again.changed] == [("SO-1/sale", "hold", "allow")]
    listed.service.directory.read_on()
    assert read(listed, "/v1/matches", shapes.MatchesShape, asked="true").matches == ()
    (said,) = read(listed, "/v1/dispositions", shapes.DispositionsShape).dispositions[:1]
    assert (said.verdict, said.reason, said.by) == ("false_positive", "extract", "ann@service")


def test_a_changed_entry_asks_again_and_shows_what_changed(listed: Office) -> None:
    before = read(listed, "/v1/match", shapes.WholeMatchShape, party="C-SO-1", entry="OWN#1").compared
    assert dispose(listed, "false_positive").status_code == 200
    taken = publish(listed, VOLKOV.replace("Rotor Volkov", "Volkov Aviation"), published="2022-05-02")
    changes = msgspec.json.decode(taken.content, type=shapes.ImportedListShape).rescreened.changes
    assert [one.state for one in changes] == ["reopened"]
    whole = read(listed, "/v1/match", shapes.WholeMatchShape, party="C-SO-1", entry="OWN#1")
    assert (whole.state, whole.changes) == (
        "reopened",
        ('the entry changed: names + "VOLKOV AVIATION", - "ROTOR VOLKOV"',),
    )
    assert dispose(listed, "false_positive", before).status_code == 409
    runs = read(listed, "/v1/rescreenings", shapes.RunsShape).runs
    assert any(one.state == "reopened" for run in runs for one in run.changes)


def test_with_very_many_parties_a_job_compares_them(listed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.desk.registering.AT_ONCE", 0)
    taken = msgspec.json.decode(publish(listed, VOLKOV, published="2022-05-02").content, type=shapes.ImportedListShape)
    assert taken.rescreened.job
    assert taken.rescreened.changes == ()
    assert listed.call("GET", f"/v1/jobs/{taken.rescreened.job}", "administrator").json()["kind"] == "rescreen"


def test_what_needs_more_stays_open(listed: Office) -> None:
    assert msgspec.json.decode(dispose(listed, "needs_more").content, type=shapes.DisposedShape).again is None
    whole = read(listed, "/v1/match", shapes.WholeMatchShape, party="C-SO-1", entry="OWN#1")
    assert (whole.state, [one.verdict for one in whole.said]) == ("open", ["needs_more"])


def test_an_auditor_says_nothing(listed: Office) -> None:
    assert dispose(listed, "false_positive", role="auditor").status_code == 403


# -- lists ------------------------------------------------------------------------------------------------------------


def test_versions_of_a_source_and_what_differs_between_them(listed: Office) -> None:
    new = (VOLKOV.replace("RU", "BY"), "2,Somebody New,,entity,NL,x")
    assert publish(listed, *new, published="2022-05-02").status_code == 200
    source = read(listed, "/v1/lists/own", shapes.SourceShape)
    assert [str(one.published) for one in source.versions] == ["2022-05-02", "2022-05-01"]
    assert {one.by for one in source.versions} == {"administrator@service"}
    found = read(listed, "/v1/lists/own/changes", shapes.EntryChangesShape, limit=1)
    assert (found.added, found.removed, found.changed) == (1, 0, 1)
    rest = read(listed, "/v1/lists/own/changes", shapes.EntryChangesShape, cursor=found.next)
    assert [one.words for one in rest.changes] == [('countries + "BY", - "RU"',)]


def test_entries_of_a_version_and_one_of_them_whole(listed: Office) -> None:
    page = read(listed, "/v1/lists/own/entries", shapes.EntriesShape, words="volkov")
    assert [one.entry for one in page.entries] == ["OWN#1"]
    whole = read(listed, "/v1/entry", shapes.WholeEntryShape, entry="OWN#1")
    assert next((name.text, name.quality) for name in whole.entry.names) == ("Volkov Rotor Works", "primary")
    assert listed.call("GET", "/v1/entry", "auditor", params={"entry": "OWN#7"}).status_code == 404
    assert listed.call("GET", "/v1/lists/mars", "auditor").status_code == 404


def test_a_list_that_cannot_be_believed_is_refused_and_the_old_one_stays(listed: Office) -> None:
    broken = [{"name": "own.csv", "content": sent("<html>no list</html>")}]
    body: dict[str, Any] = {"published": "2022-05-02", "files": broken}
    assert listed.call("POST", "/v1/lists/own/versions", json=body).status_code == 503
    assert publish(listed, VOLKOV, published="2099-01-01").status_code == 422
    for name in NO_NAMES:
        body["files"] = [{"name": name, "content": sent("x")}]
        assert listed.call("POST", "/v1/lists/own/versions", json=body).status_code == 422, name
    assert len(read(listed, "/v1/lists/own", shapes.SourceShape).versions) == 1


def test_a_register_that_says_nothing_is_refused(office: Office) -> None:
    bad = [("parties.csv", ""), ("parties.xyz", "\x00\x01"), *((name, REGISTER) for name in NO_NAMES)]
    for name, content in bad:
        answer = office.call("POST", "/v1/register", json={"name": name, "content": sent(content)})
        assert answer.status_code == 422, (name, answer.text)


# -- files and trees --------------------------------------------------------------------------------------------------


def test_orders_and_acts_come_as_files_whole(listed: Office) -> None:
    listed.decide([form("NL" if i % 2 else "RU", f"SO-{i}") for i in range(20)])
    rows = list(csv.DictReader(io.StringIO(listed.call("GET", "/v1/exports/orders", "auditor").text)))
    assert [one["order"] for one in rows] == sorted(f"SO-{i}" for i in range(20))
    denied = listed.call("GET", "/v1/exports/orders", "auditor", params={"effect": "deny"})
    assert {one["effect"] for one in csv.DictReader(io.StringIO(denied.text))} == {"deny"}
    acts = list(csv.DictReader(io.StringIO(listed.call("GET", "/v1/exports/acts", "auditor").text)))
    assert [int(one["number"]) for one in acts] == list(range(listed.service.acts()))


def test_a_decision_is_a_tree_in_plain_words(listed: Office) -> None:
    number = listed.decide(form("RU", "SO-5")).json()["decision"]
    found = read(listed, f"/v1/decisions/{number}/explanation", shapes.ExplanationShape)
    assert (found.order, found.effect) == ("SO-5/sale", "deny")
    assert found.tree.words == "order SO-5 (sale, open): deny"
    (line,) = found.tree.of
    assert any(node.words.startswith("deny: Temporary suspension (suspension@") and node.of for node in line.of)
    assert listed.call("GET", "/v1/decisions/0/explanation", "auditor").status_code == 404
