"""The pages on what a change would have done, on proofs, on jobs and on mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from moratorium.desk import jobs, reassessing
from moratorium.desk.job_steps import Steps
from moratorium.desk.jobs import Profile, Proof, Replay
from moratorium.store import outbox
from tests.cli.office import COLUMNS, row
from tests.desk.job_office import DRAFTS, asked, carried, done, printers, with_history
from tests.web.office import NOON, Office, served
from tests.web.people import Visitor, another, signed_in, words
from tests.worlds import SUSPENSION

pytestmark = pytest.mark.xdist_group("console_reassess")  # what all of it looks at is made once

NARROWER = SUSPENSION.replace("[RU, UA]", "[RU]")


@pytest.fixture(scope="module")
def past(template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A served home with a history and a profile of it."""
    with served(*template, tmp_path_factory.mktemp("past") / "home") as found:
        with_history(found.home)
        done(found.home, Profile(DRAFTS))
        yield found


def test_without_a_history_the_page_says_how_to_make_one(shared_office: Office) -> None:
    page = words(signed_in(shared_office, "auditor").get("/reassess"))
    assert "moratorium jobs build FILE..." in page
    assert str(shared_office.path) not in page
    assert str(shared_office.path) not in signed_in(shared_office, "officer").get("/reassess/history").text
    administrator = signed_in(shared_office, "administrator").get("/reassess/history")
    assert str(shared_office.path / "orders") in administrator.text
    assert "What would a change do?" not in page


def test_a_change_is_counted_while_it_is_written(past: Office) -> None:
    ann = signed_in(past, "officer")
    answer = ann.send("/reassess/what-if", "change", text=NARROWER, on="2022-05-02")
    assert answer.status_code == 200
    assert "12 lines no longer stopped" in words(answer)
    assert "No partner has a line that changes" not in words(answer)
    assert "in 0 orders" not in words(answer)
    gone = words(ann.send("/reassess/what-if", "change", without="suspension", on="2022-05-02"))
    assert "24 lines no longer stopped" in gone


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "measure: x"}, "text"),
        ({"text": ""}, "nothing is changed"),
        ({"without": "nothing-like-it"}, "no measure nothing-like-it"),
        ({"without": "suspension, watch-by"}, "nothing would be left"),
        ({"text": NARROWER, "on": "yesterday"}, "yesterday"),
    ],
)
def test_what_is_wrong_with_a_change_stands_beside_it_and_nothing_typed_is_lost(
    past: Office, fields: dict[str, str], told: str
) -> None:
    answer = signed_in(past, "officer").send("/reassess/what-if", "change", **fields)
    assert answer.status_code == 422
    assert told in words(answer) or told in answer.text
    assert all(value in words(answer) or value in answer.text for value in fields.values())


def test_a_change_is_replayed_in_full_and_read(past: Office) -> None:
    ann = signed_in(past, "officer")
    at = ann.send("/reassess/replay", "change", text=NARROWER).headers["location"]
    waiting = ann.get(at)
    assert 'http-equiv="refresh"' in waiting.text
    assert 'hx-trigger="every 1s"' in waiting.text
    id = at.rpartition("/")[2]
    assert ann.get(f"/reassess/replays/{id}").headers["location"] == at
    found = done(past.home, Replay({"change": {"one.yaml": NARROWER}}))
    page = ann.get(f"/reassess/replays/{found.id}")
    assert "is read" not in page.text
    assert re.search(r'<path class="band released"', page.text)
    assert 'style="' not in page.text
    ended = ann.get(f"/jobs/{found.id}")
    assert f"/reassess/replays/{found.id}" in ended.text
    assert 'hx-trigger="every' not in ended.text
    report = ann.get(f"/jobs/{found.id}/files/report.html")
    assert report.headers["content-disposition"].startswith("attachment")


def test_drafts_are_compared_side_by_side(past: Office) -> None:
    page = words(signed_in(past, "auditor").get(f"/reassess/replays/{done(past.home, Replay(DRAFTS)).id}"))
    assert "Drafts compared" in page
    assert "narrower" in page


def test_the_history_is_built_of_files_that_were_handed_in(office: Office) -> None:
    """Chosen by name among those of one folder of the home; a name leads nowhere else."""
    ann = signed_in(office, "officer")
    assert "/reassess/history" in ann.get("/reassess").text
    assert signed_in(office, "auditor").get("/reassess/history").status_code == 403
    wrong = handed_in(ann, "..", b"x")
    assert (wrong.status_code, "no plain name" in words(wrong)) == (422, True)
    orders = "\n".join([COLUMNS, row("A1", "RU"), row("A2")]) + "\n"
    assert handed_in(ann, "orders.csv", orders.encode()).status_code == 303
    other = handed_in(ann, "orders.csv", b"another")
    assert (other.status_code, "is there with another content" in words(other)) == (409, True)
    assert ann.send("/reassess/history", "build").status_code == 422
    assert ann.send("/reassess/history", "build", files="../orders.csv").status_code == 404
    at = ann.send("/reassess/history", "build", files="orders.csv").headers["location"]
    steps = Steps(office.home, printers(), every=0.0)
    carried(steps, at.rpartition("/")[2])
    assert "1 files built, 0 left as built before: 2 lines" in words(ann.get(at))
    page = ann.get("/reassess/history")
    assert "2 order lines in the history" in words(page)
    assert ann.send("/reassess/history/remove", "remove-1", file="orders.csv").status_code == 303
    assert "No order file is at hand yet" in words(ann.get("/reassess/history"))
    assert "2 order lines in the history" in words(ann.get("/reassess/history"))


def handed_in(ann: Visitor, name: str, content: bytes) -> httpx.Response:
    """Send an order file, as a browser does."""
    data = {"_token": another(ann.token), "_form": "hand_in"}
    files, headers = [("files", (name, content))], {"origin": "http://testserver.local"}
    return ann.http.post("/reassess/history/files", data=data, files=files, headers=headers, follow_redirects=False)


def test_what_a_replay_said_stands_beside_the_draft_and_before_who_approves(past: Office) -> None:
    """Of exactly this text, and with a word if the rulebook has changed since."""
    ann, bo = signed_in(past, "officer"), signed_in(past, "approver")
    at = ann.send("/drafts", "begin", measure="suspension").headers["location"]
    written = {"text": NARROWER, "reason": "narrower"}
    ann.send(at, "draft", version="1", do="keep", **written)
    assert "No replay of this text is kept" in words(ann.get(at))
    change = {"change": reassessing.changed_rulebook(past.home, NARROWER)}
    earlier = replace(past.home, clock=lambda: NOON - timedelta(hours=1))
    done(earlier, Replay(change, base={"one.yaml": SUSPENSION}, on=NOON.date()))
    assert "The rulebook was changed since" in words(ann.get(at))
    found = done(past.home, Replay(change, on=NOON.date()))
    to = ann.send(at, "draft", version="2", do="propose", **written).headers["location"]
    before_the_second_person = bo.get(to)
    ann.send(f"{to}/reject", "reject", reason="not yet")
    beside_the_draft = ann.get(ann.send(f"{to}/draft", "again").headers["location"])
    for page in (before_the_second_person, beside_the_draft):
        assert "12 lines no longer stopped" in words(page)
        assert f"/reassess/replays/{found.id}" in page.text
        assert "The rulebook was changed since" not in words(page)
    assert NARROWER.splitlines()[0] in words(ann.get(f"/reassess/what-if?proposal={to.rpartition('/')[2]}"))


def test_a_proof_shows_the_order_that_breaks_it(past: Office) -> None:
    ann = signed_in(past, "officer")
    answer = ann.send("/reassess/proofs", "proof", property="never allow where any role within BE", start="2022-05-02")
    assert answer.status_code == 303
    found = done(past.home, Proof("never allow where any role within BE", start=NOON.date()))
    page = words(ann.get(f"/reassess/proofs/{found.id}"))
    assert "It does not hold" in page
    assert "buyer" in page


def test_a_job_is_stopped_by_who_asked_for_it(past: Office) -> None:
    id = asked(past.home, Proof("never allow where any role within RU"))
    bo, ann = signed_in(past, "approver"), signed_in(past, "officer")
    assert "Stop it" not in words(bo.get(f"/jobs/{id}"))
    assert bo.send(f"/jobs/{id}/cancel", "cancel").status_code == 403
    assert ann.send(f"/jobs/{id}/cancel", "cancel").status_code == 303
    assert jobs.job(past.home, id).state == "cancelled"


def test_a_person_chooses_what_to_be_written_to_about(office: Office) -> None:
    ann = signed_in(office, "officer")
    assert "a held order is given to me" in words(ann.get("/mail"))
    wrong = ann.send("/mail", "mail", address="ann", kinds=["hold"])
    assert (wrong.status_code, "no mail address" in words(wrong)) == (422, True)
    assert ann.send("/mail", "mail", address="ann@maker.example", kinds=["proposed", "hold"]).status_code == 303
    assert 'value="ann@maker.example"' in ann.get("/mail").text
    assert ann.send("/mail/forget", "forget").status_code == 303
    assert "ann@maker.example" not in ann.get("/mail").text


def test_letters_on_their_way_are_shown_to_who_looks_after_the_machine(office: Office) -> None:
    with office.home.store.begin() as connection:
        letter = outbox.Posted("a", "hold", "bo@maker.example", "en", {}, NOON, NOON)
        outbox.put(connection, letter)
        outbox.dead(connection, "a", "no such user", NOON)
    assert "no such user" in words(signed_in(office, "administrator").get("/mail"))
    assert "Letters on their way" not in words(signed_in(office, "officer").get("/mail"))
