"""The story of 2022 through the public operations: each event is a record, told by the account and provable."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from moratorium.cli.app import run as command
from moratorium.demo.accounting import Answerable
from moratorium.demo.public_events import events
from moratorium.desk import cases, proofs
from moratorium.desk.home import Home, open_home
from moratorium.desk.quarter_content import Account, for_public
from moratorium.desk.quarters import account_of
from moratorium.report.quarter_document import document_of, spans_of
from moratorium.report.quarter_page import quarter_page
from moratorium.report.quarter_print import SPELT, quarter_print
from moratorium.store import cases as rows
from moratorium.store import read_acts, size
from moratorium.store.cases import Wanted
from moratorium.terms.act import holder_of
from moratorium.terms.quarter import Quarter
from tests.demo.told import COPIES, Told

pytestmark = pytest.mark.xdist_group("demo_run")  # what all of it looks at is made once


@pytest.fixture(scope="module")
def home(told: Told) -> Home:
    return open_home(told.folder / "home")


@pytest.fixture(scope="module")
def answerable(told: Told) -> Answerable:
    assert told.outcome.answerable is not None
    return told.outcome.answerable


@pytest.fixture(scope="module")
def q1(answerable: Answerable) -> Account:
    return answerable.accounts[0]


@pytest.fixture(scope="module")
def q2(answerable: Answerable) -> Account:
    return answerable.accounts[1]


def one_case(home: Home, kind: str, state: str) -> cases.Shown:
    with home.store.read() as connection:
        (row,) = rows.rows(connection, Wanted(kind=kind, state=state))
    return cases.shown(home, row.id)


# -- what was entered -------------------------------------------------------------------------------------------------


def test_every_event_is_a_record_with_its_mark_and_its_sources(home: Home) -> None:
    with home.store.read() as connection:
        said = "\n".join(one.act.payload.note for one in read_acts(connection, ["case_entered"]))
    for event in events():
        assert event.note in said


def test_acts_are_in_the_order_of_the_story(home: Home) -> None:
    with home.store.read() as connection:
        days = [one.act.at.date() for one in read_acts(connection)]
    assert days == sorted(days)
    assert days[-1] == date(2026, 11, 10)


def test_everything_came_in_through_the_service_by_somebody_with_a_key(home: Home) -> None:
    with home.store.read() as connection:
        who = {one.act.actor for one in read_acts(connection, ["case_entered", "case_moved"])}
    names = {"ann", "bo", "cy", "erp", "dealer-one", "dealer-two", "dealer-three"}
    assert who == {f"{name}@service" for name in names}


def test_the_suspension_is_proposed_and_approved_through_the_service_by_two_people(home: Home) -> None:
    """And what it stopped was decided again there: nothing was decided a second time by the demo."""
    with home.store.read() as connection:
        acts = list(read_acts(connection, ["proposed", "approved", "came_into_force"]))
    morning = [one.act for one in acts if one.act.at.date() == date(2022, 4, 26)]
    assert [(one.kind, one.actor) for one in morning] == [
        ("proposed", "ann@service"),
        ("approved", "bo@service"),
        ("came_into_force", "bo@service"),
    ]
    assert morning[2].payload.changed


def test_what_nobody_verified_is_a_claim_of_which_we_cannot_tell(home: Home) -> None:
    with home.store.read() as connection:
        left = [row.id for row in rows.rows(connection, Wanted(kind="allegation", state="left_unanswered"))]
    for id in left:
        case = cases.shown(home, id).case
        assert case.fields["mark"] == "U"
        assert [one["position"] for one in case.parts_of("claim").values()] == ["cannot_be_told"]
    assert len(left) == 2


def test_the_request_was_answered_by_category_with_the_laws_that_conflict(home: Home) -> None:
    case = one_case(home, "authority_request", "answered").case
    outcomes = sorted(one["outcome"] for one in case.parts_of("category").values())
    assert outcomes == ["handed_over", "not_held", "not_held", "refused"]
    assert "CN-BLOCK-2021" in case.fields["conflicts"]
    assert case.fields["choice_of_law"]


def test_a_statement_that_was_read_too_widely_is_superseded_and_its_recipients_were_told(home: Home) -> None:
    case = one_case(home, "public_statement", "corrected").case
    assert cases.shown(home, case.fields["superseded_by"]).case.state == "published"
    assert all(one.get("told_at") for one in case.parts_of("recipient").values())


def test_both_sides_describe_the_delisting(home: Home) -> None:
    case = one_case(home, "delisting", "answered").case
    assert [one["author"] for one in case.parts_of("wording").values()] == ["partner", "company"]


def test_a_step_that_is_not_in_the_table_is_refused_with_exit_4(
    told: Told, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with home.store.read() as connection:
        noticed = rows.rows(connection, Wanted(kind="misuse_report", state="noticed_not_confirmed"))
    at = ["--home", str(told.folder / "home"), "--as", "bo"]
    assert command([*at, "case", "close", noticed[-1].id, "confirm"]) == 4
    assert "cannot `confirm`" in capsys.readouterr().err
    assert "cannot `confirm`" in told.story


# -- the account ------------------------------------------------------------------------------------------------------


def test_the_flood_is_one_report_of_one_source(q1: Account) -> None:
    counted = {id: q1.figure(f"misuse-{id}").value for id in ("messages", "texts", "sources", "not-confirmed")}
    assert counted == {"messages": COPIES, "texts": 1, "sources": 1, "not-confirmed": 1}


def test_the_account_tells_what_was_answered_for(q1: Account, q2: Account) -> None:
    first = {
        "misuse-noticed-not-confirmed": 1,
        "allegations-answered": 1,
        "claim-rejected": 1,
        "claim-cannot-be-told": 1,
        "requests-answered": 1,
        "category-not-held": 2,
        "register-rows": 1,
        "delistings-noticed": 1,
        "statements-corrected": 1,
    }
    second = {
        "suspensions-in-force": 2,
        "notices-sent": 1,
        "notices-recipients": 3,
        "notices-acknowledged": 3,
        "consultations": 1,
        "technical-corrected": 1,
        "allegations-left": 1,
        "delistings-open": 1,
    }
    assert {id: q1.figure(id).value for id in first} == first
    assert {id: q2.figure(id).value for id in second} == second
    assert {one.name for one in q2.not_controlled} >= {"activation", "detection receivers", "flight geofence"}


def test_the_suspension_has_two_people_and_no_date_that_nobody_knows(q2: Account) -> None:
    (one,) = (one for one in q2.suspensions if one.id == "OWN-2022-04-26-RU-UA")
    assert (one.proposed_by, one.approved_by) == ("ann", "bo")
    assert (one.decided, one.announced, one.since) == (None, date(2022, 4, 26), date(2022, 4, 26))
    assert (one.review, one.is_overdue) == (date(2022, 7, 26), False)


def test_every_number_names_acts_that_are_there_and_were_done_by_then(home: Home, q2: Account) -> None:
    end = q2.quarter.instants[1]
    with home.store.read() as connection:
        acts = {one.index: one.act for one in read_acts(connection)}
    for figure in q2.figures:
        assert all(act < q2.size and acts[act].at < end for act in figure.acts), figure.id
        if figure.is_each_an_act:
            assert figure.value == len(figure.acts), figure.id
        assert bool(figure.acts) == bool(figure.value), figure.id


def test_made_again_as_of_its_size_it_is_the_same_to_the_byte(home: Home, q2: Account) -> None:
    with home.store.read() as connection:
        assert size(connection) == q2.size
    before = account_of(home, Quarter(2022, 1), q2.figure("suspensions-in-force").acts[0])
    assert before.figure("notices-sent").value == 0
    again = account_of(home, q2.quarter, q2.size)
    assert again == q2
    assert quarter_page(again) == quarter_page(q2)
    assert quarter_print(again) == quarter_print(q2)
    early = account_of(home, Quarter(2022, 2), before.size)
    assert early.suspensions == ()
    assert len(early.figure("orders-denied").acts) < len(q2.figure("orders-denied").acts)


def test_the_public_edition_has_the_numbers_and_no_names_or_grounds(home: Home, q1: Account, q2: Account) -> None:
    for whole in (q1, q2):
        public = for_public(whole)
        page = quarter_page(public)
        assert [one.value for one in public.figures] == [one.value for one in whole.figures]
        grounds = {words for one in whole.suspensions for words in (one.ground, one.question) if words}
        people = {holder_of(name) for name in ("ann@service", "bo@service")}
        assert not any(ground in page for ground in grounds)
        assert not re.search(rf"\b({'|'.join(people)})\b", page)
        assert not any(case.id in page for case in whole.cases)
        assert "Ministry" not in page
        assert "not to be handed on" in quarter_page(whole)


def test_letters_that_the_print_lacks_are_spelt_and_that_is_said(home: Home, q2: Account) -> None:
    """The page has them as they are."""
    from dataclasses import replace

    odd = replace(q2, suspensions=(replace(q2.suspensions[0], title="暂停 на Украине"),))
    assert "暂停" in quarter_page(odd)
    assert len(quarter_print(odd)) > len(quarter_print(q2)) * 0.8
    assert SPELT.split(";")[0] not in quarter_page(odd)


def test_ranges_hold_exactly_the_acts(q2: Account) -> None:
    for figure in q2.figures:
        found = [act for first, last in spans_of(figure.acts) for act in range(first, last + 1)]
        assert tuple(found) == figure.acts
    told = {one.id for block in document_of(q2).blocks for one in block.figures}
    assert told == {one.id for one in q2.figures}


# -- proof ------------------------------------------------------------------------------------------------------------


def test_what_must_be_provable_has_a_receipt_that_a_stranger_verifies(told: Told, answerable: Answerable) -> None:
    """With the folder `ledger` alone, in a process of its own."""
    words = " ".join(answerable.receipts.values())
    for needed in (
        "proposed by ann",
        "approved by bo",
        "acknowledged by dealer-two",
        "rebuttal",
        "delisting",
        "noticed",
    ):
        assert needed in words
    for file in list(answerable.receipts)[:2]:
        verify = [sys.executable, "-m", "moratorium.ledger", str(told.folder / file), "--key", answerable.vkey]
        done = subprocess.run(verify, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    for file in answerable.receipts:
        assert proofs.verify_file(told.folder / file, answerable.vkey)[0].startswith("verified")


# -- on the command line ----------------------------------------------------------------------------------------------


def test_the_account_is_written_as_page_and_print(
    told: Told, q2: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--home", str(told.folder / "home"), "report"]
    page, pdf = tmp_path / "q.html", tmp_path / "q.pdf"
    assert command([*at, "quarter", "2022-Q2", "--into", str(page), "--at-size", str(q2.size)]) == 0
    assert page.read_text(encoding="utf-8") == quarter_page(q2)
    assert command([*at, "quarter", "2022-q2", "--into", str(pdf), "--public"]) == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    capsys.readouterr()
    assert command([*at, "acts", "2022-Q2", "notices-acknowledged"]) == 0
    acts = tuple(map(int, capsys.readouterr().out.split()))
    assert acts == q2.figure("notices-acknowledged").acts
    assert command([*at, "quarter", "2022-Q2"]) == 0
    assert "notices-acknowledged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        (["quarter", "2022-Q5"], 2, "is no quarter"),
        (["quarter", "3022-Q1"], 2, "has not begun"),
        (["quarter", "2022-Q2", "--into", "account.txt"], 2, "neither in .html nor in .pdf"),
        (["quarter", "2022-Q2", "--at-size", "999999999"], 2, "the log has no size"),
        (["quarter", "2022-Q2", "--font", "a.ttf"], 2, "a font is for a PDF"),
        (["acts", "2022-Q2", "no-such-figure"], 3, "no figure"),
    ],
)
def test_what_is_wrong_is_told(
    told: Told, given: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["--home", str(told.folder / "home"), "report", *given]) == code
    assert words in capsys.readouterr().err


def test_a_file_that_is_no_font_is_refused(told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ttf").write_text("no font")
    font = ["--into", str(tmp_path / "q.pdf"), "--font", str(tmp_path / "a.ttf")]
    assert command(["--home", str(told.folder / "home"), "report", "quarter", "2022-Q2", *font]) == 2
    assert "is no font file" in capsys.readouterr().err
    assert not (tmp_path / "q.pdf").exists()
