"""The pages on measures: read by whoever may, changed by two people, on every day and as known at every point."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from moratorium.desk import approving, jobs, measure_drafts, rulebooks
from moratorium.report.shapes import regions
from tests.web.office import Office, form
from tests.web.people import Visitor, signed_in, words
from tests.worlds import SUSPENSION, measure_text

KZ = measure_text("suspension-kz", "{territories: {roles: any, within: [KZ]}}", in_force="[[2022-06-01, 2022-07-01]]")
READERS = ("officer", "auditor")


def begun(ann: Visitor, measure: str = "") -> str:
    """Begin a draft; its address."""
    answer = ann.send("/drafts", "begin", measure=measure)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def proposed(ann: Visitor, text: str, measure: str = "", reason: str = "a way round") -> str:
    """Write a draft and propose it; the proposal's address."""
    at = begun(ann, measure)
    answer = ann.send(at, "draft", version="1", text=text, reason=reason, do="propose")
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


# -- reading ----------------------------------------------------------------------------------------------------------


def test_the_list_says_what_each_measure_is(shared_office: Office) -> None:
    page = words(signed_in(shared_office, "auditor").get("/measures"))
    assert "Temporary suspension" in page
    assert "in force" in page
    assert "Begin a draft" not in page


def test_the_list_is_narrowed_by_a_link(shared_office: Office) -> None:
    ann = signed_in(shared_office, "officer")
    assert "watch-by" not in words(ann.get("/measures?territory=UA-43"))
    assert "suspension" in words(ann.get("/measures?territory=ua-43"))
    assert "No measure is like this" in words(ann.get("/measures?text=nothing+like+it"))
    assert "base-" in words(ann.get("/measures?base=1"))


@pytest.mark.parametrize("path", ["/measures", "/measures/view/map", "/measures/view/timeline"])
def test_a_day_that_is_none_is_told(shared_office: Office, path: str) -> None:
    answer = signed_in(shared_office, "officer").get(f"{path}?on=yesterday")
    assert answer.status_code == 422
    assert "yesterday is no day" in words(answer)


def test_everything_is_a_file_too(shared_office: Office) -> None:
    ann = signed_in(shared_office, "officer")
    assert ann.get("/measures?export=csv").text.splitlines()[0].lstrip("\ufeff").startswith("measure,title,effect")
    assert ann.get("/measures/view/map?export=csv&table=territories").text.count("\n") == 4
    assert ann.get("/measures?export=xlsx").content[:2] == b"PK"
    folder = {"rulebook.yaml": ann.get("/measures/file/rulebook").text}
    assert rulebooks.read(folder).measure("suspension") is not None
    assert "measure: suspension" in ann.get("/measures/suspension/file").text


def test_one_measure_with_everything_around_it(shared_office: Office) -> None:
    page = words(signed_in(shared_office, "officer").get("/measures/suspension"))
    for told in ("denies", "Russia (RU), Ukraine (UA)", "company statement", "Public statement", "adoption of a"):
        assert told in page
    assert "Change this measure" in page
    assert "not legal advice" not in page.partition("An “allow”")[0]


def test_the_public_statement_stands_apart_from_the_ground(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    text = SUSPENSION + 'statement: {en: "We have suspended our business there."}\n'
    assert bo.send(f"{proposed(ann, text, 'suspension')}/approve", "approve").status_code == 303
    page = ann.get("/measures/suspension").text
    statement = re.search(r'<blockquote class="statement".*?</blockquote>', page, re.DOTALL)
    assert statement is not None
    assert "We have suspended" in statement[0]
    assert "no harm" not in statement[0]


def test_a_measure_of_the_base_pack_cannot_be_changed(shared_office: Office) -> None:
    ann = signed_in(shared_office, "officer")
    id = min(rulebooks.base_ids())
    page = words(ann.get(f"/measures/{id}"))
    assert "base pack" in page
    assert "Change this measure" not in page
    assert ann.send(f"/measures/{id}/lift", "lift", day="2022-06-01", reason="x").status_code == 404
    assert ann.get("/measures/nowhere").status_code == 404


# -- the map ----------------------------------------------------------------------------------------------------------


def test_the_map_and_its_table_say_the_same(shared_office: Office) -> None:
    page = signed_in(shared_office, "officer").get("/measures/view/map").text
    assert "Belarus" in page
    drawn = set(re.findall(r'#([A-Z][\w-]*)"', page.partition("</svg>")[0]))
    assert {"RU-MOW", "UA-43", "BY"} <= drawn
    assert "NL" not in drawn
    links = set(re.findall(r'<a href="#(at-[\w-]+)"', page))
    assert links == {"at-RU", "at-UA", "at-BY"}
    assert links <= set(re.findall(r'id="(at-[\w-]+)"', page))


def test_territories_of_which_the_same_is_said_share_a_row(shared_office: Office) -> None:
    page = signed_in(shared_office, "officer").get("/measures/view/map").text
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>", page, re.DOTALL)
    assert [re.findall(r'id="at-(\w+)"', row) for row in rows] == [["RU", "UA"], ["BY"]]


def test_every_outline_that_a_page_names_is_in_the_file(shared_office: Office) -> None:
    page = signed_in(shared_office, "officer").get("/measures/view/map").text
    address = re.search(r'href="(/static/world[^#"]+)#', page)
    assert address is not None
    file = shared_office.http.get(address[1])
    assert file.headers["content-type"].startswith("image/svg+xml")
    ids = set(re.findall(r'id="([^"]+)"', file.text))
    assert set(re.findall(r'world[^#"]+#([\w-]+)"', page)) <= ids
    assert {cell.id for cell in regions().cells if cell.path} <= ids


def test_a_link_keeps_day_knowledge_and_what_was_chosen(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    before = int(re.search(r'data-size="(\d+)"', ann.get("/measures/view/map").text)[1])  # type: ignore[index]  # a missing one fails the test
    bo.send(f"{proposed(ann, KZ)}/approve", "approve")
    path = "/measures/view/map?on=2022-06-10&activity=sale"
    assert "Kazakhstan" in words(ann.get(path))
    assert "Kazakhstan" not in words(ann.get(f"{path}&known={before}"))
    assert "Kazakhstan" not in words(ann.get("/measures/view/map?on=2022-07-01"))
    steps = [unescape(one) for one in re.findall(r'rel="(?:prev|next)" href="([^"]+)"', ann.get(path).text)]
    assert [re.search(r"on=([\d-]+)", one)[1] for one in steps] == ["2022-06-01", "2022-07-01"]  # type: ignore[index]
    assert all("activity=sale" in one for one in steps)


def test_before_the_first_rulebook_the_map_teaches(shared_office: Office) -> None:
    answer = signed_in(shared_office, "officer").get("/measures/view/map?known=0")
    assert answer.status_code == 200
    assert "No rulebook was adopted then" in words(answer)


@pytest.mark.parametrize("asked", ["activity=flying", "kind=toy", "hs6=88", "ground=whim", "known=-1", "known=999999"])
def test_what_cannot_be_shown_is_told(shared_office: Office, asked: str) -> None:
    assert signed_in(shared_office, "officer").get(f"/measures/view/map?{asked}").status_code == 422


def test_the_windows_are_told_in_words_too(shared_office: Office) -> None:
    page = words(signed_in(shared_office, "officer").get("/measures/view/timeline"))
    assert "from 26 Apr 2022" in page
    assert "1 measure is always in force" in page
    assert "watch-by" in page
    assert "No measure is like this" in words(
        signed_in(shared_office, "officer").get("/measures/view/timeline?text=zz")
    )


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_checked_as_it_is_written_and_nothing_is_kept_by_that(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann, "suspension")
    faulty = ann.send(f"{at}/check", "draft", version="1", text=SUSPENSION.replace("RU,", "RUS,"))
    assert faulty.status_code == 200
    assert "unknown territory RUS" in words(faulty)
    assert re.search(r'data-line="\d+" data-column="\d+"', faulty.text)
    wider = ann.send(f"{at}/check", "draft", version="1", text=SUSPENSION.replace("RU,", "RU, BY,"))
    assert "territories within gains BY" in words(wider)
    assert "BY" not in measure_drafts.draft(office.home, at.rpartition("/")[2]).text


def test_a_faulty_draft_comes_back_as_it_was_typed(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann)
    answer = ann.send(at, "draft", version="1", text="measure: [half", reason="because", do="propose")
    assert answer.status_code == 422
    assert "measure: [half" in answer.text
    assert "because" in answer.text
    assert "not readable as YAML" in words(answer)
    kept = ann.send(at, "draft", version="1", text="measure: [half", reason="because", do="keep")
    assert kept.status_code == 303
    assert "measure: [half" in signed_in(office, "counsel").get(at).text


def test_nobody_is_led_to_an_act_that_they_may_not_read(shared_office: Office) -> None:
    for role, may in (("officer", True), ("administrator", False)):
        page = signed_in(shared_office, role).get("/measures/suspension")
        assert (page.status_code, 'href="/acts/' in page.text) == (200, may)


def test_words_of_the_template_are_not_proposed(office: Office) -> None:
    """They would stand in the record, and in what goes out, as if somebody had meant them."""
    ann = signed_in(office, "officer")
    at = begun(ann)
    text = measure_drafts.draft(office.home, at.rpartition("/")[2]).text.replace("XX", "KZ")
    answer = ann.send(at, "draft", version="1", text=text, reason="a way round", do="propose")
    assert answer.status_code == 422
    told = words(answer)
    assert "write the principle here is what the template says" in told
    assert "The neutral public text. is what the template says" in told


def test_a_proposal_without_a_reason_is_told_beside_the_field(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann)
    answer = ann.send(at, "draft", version="1", text=KZ, reason="", do="propose")
    assert answer.status_code == 422
    assert 'id="fault-draft-reason-1"' in answer.text
    assert "suspension-kz" in answer.text


def test_the_commonest_fields_are_written_into_the_text(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann, "suspension")
    fields = {"title": "Temporary suspension", "effect": "deny", "activities": "", "start": "2022-04-26", "end": ""}
    changed = {**fields, "within": "RU, UA BY", "end": "2022-12-31", "statement": ""}
    assert ann.send(at, "draft", version="1", text=SUSPENSION, reason="", do="apply", **changed).status_code == 303
    page = words(ann.get(at))
    assert "territories within gains BY" in page
    assert "until before 2022-12-31" in page


def test_somebody_who_was_faster_is_named_and_nothing_typed_is_lost(office: Office) -> None:
    ann, counsel = signed_in(office, "officer"), signed_in(office, "counsel")
    at = begun(ann)
    assert counsel.send(at, "draft", version="1", text=KZ, do="keep").status_code == 303
    answer = ann.send(at, "draft", version="1", text=KZ + "# mine\n", reason="mine", do="keep")
    assert answer.status_code == 409
    assert "counsel@service kept this draft meanwhile" in words(answer)
    assert "# mine" in answer.text


def test_a_draft_is_thrown_away_or_was(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann)
    assert ann.send(f"{at}/discard", "discard").status_code == 303
    assert ann.get(at).status_code == 404
    assert ann.send(at, "draft", version="1", text="x", do="keep").status_code == 404


def test_what_the_prover_finds_odd_is_shown_on_demand(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = begun(ann)
    never = measure_text("never", "{territories: {roles: [end_user], within: [KZ], not_within: [KZ]}}")
    ann.send(at, "draft", version="1", text=never, do="keep")
    assert "can never apply" in words(ann.get(f"{at}/oddities"))


# -- proposals --------------------------------------------------------------------------------------------------------


def test_two_people_bring_a_measure_in_and_see_what_it_stopped(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    office.decide(form("KZ", "SO-KZ"))
    text = KZ.replace("2022-06-01", "2022-05-01")
    at = proposed(ann, text)
    assert "is new" in words(ann.get(at))
    own = ann.send(f"{at}/approve", "approve")
    assert own.status_code == 403
    answer = bo.send(f"{at}/approve", "approve")
    assert (answer.status_code, answer.headers["location"]) == (303, at)
    page = words(bo.get(at))
    assert "SO-KZ/sale" in page
    assert "approved" in page
    assert "SO-KZ/sale" in words(bo.get("/measures/suspension-kz"))


def test_many_orders_are_decided_again_by_a_job(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approving, "AT_ONCE", 1)
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    office.decide([form("KZ", f"SO-{number}") for number in range(3)])
    at = proposed(ann, KZ.replace("2022-06-01", "2022-05-01"))
    assert bo.send(f"{at}/approve", "approve").status_code == 303
    assert "are being decided again" in words(bo.get(at))
    [job] = jobs.listed(office.home, among=("again",))
    assert job.state == "waiting"


def test_the_proposer_is_told_why_they_may_not_approve(office: Office) -> None:
    bo = signed_in(office, "approver")
    page = bo.get(proposed(bo, KZ))
    assert "You cannot approve it:" in words(page)
    assert re.search(r"<button[^>]*disabled>Approve", page.text)
    assert bo.send(f"{page.url.path}/approve", "approve").status_code == 403


def test_a_rejected_proposal_says_why_and_can_be_begun_again(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    at = proposed(ann, KZ)
    assert bo.send(f"{at}/reject", "reject", reason="").status_code == 422
    assert bo.send(f"{at}/reject", "reject", reason="the scope is too wide").status_code == 303
    assert "the scope is too wide" in words(ann.get(at))
    again = ann.send(f"{at}/draft", "again")
    assert "suspension-kz" in ann.get(again.headers["location"]).text


def test_ones_own_proposal_is_withdrawn(office: Office) -> None:
    ann = signed_in(office, "officer")
    at = proposed(ann, KZ)
    assert "Withdraw it" in words(ann.get(at))
    ann.send(f"{at}/reject", "reject", reason="a slip")
    assert "It is withdrawn." in words(ann.get(at))


def test_extend_and_lift_are_proposed_from_the_page_of_the_measure(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    bo.send(f"{proposed(ann, KZ)}/approve", "approve")
    page = ann.get("/measures/suspension-kz").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    path = "/measures/suspension-kz"
    longer = ann.send(f"{path}/extend", "extend", until="2022-08-01", reason="still needed", seen=seen[1])
    assert "is extended" in words(ann.get(longer.headers["location"]))
    bo.send(f"{longer.headers['location']}/approve", "approve")
    late = ann.send(f"{path}/lift", "lift", day="2022-06-15", reason="over", seen=seen[1])
    assert late.status_code == 409
    assert "was changed since" in words(late)
    assert "over" in late.text
    assert "extended" in words(ann.get(path))


def test_a_day_that_extends_nothing_is_told_beside_what_was_typed(office: Office) -> None:
    ann = signed_in(office, "officer")
    answer = ann.send("/measures/suspension/extend", "extend", until="2022-08-01", reason="longer please")
    assert answer.status_code == 422
    assert "no end that could be extended" in words(answer)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("path", ["/drafts", "/proposals", "/measures/view/timeline"])
def test_whoever_may_read_measures_reads_all_of_this(shared_office: Office, role: str, path: str) -> None:
    assert signed_in(shared_office, role).get(path).status_code == 200


def test_lists_of_proposals_are_files(office: Office) -> None:
    ann = signed_in(office, "officer")
    proposed(ann, KZ)
    assert "suspension-kz" in ann.get("/proposals?export=csv&table=waiting").text
    assert date.today() > date(2022, 5, 2)
