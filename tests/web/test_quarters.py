"""The account of a quarter over HTTP and in the console: two editions, two forms, and the way from a number to acts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from moratorium.desk.quarters import account_of
from moratorium.report.quarter_document import document_of
from moratorium.report.quarter_page import quarter_page
from moratorium.terms.quarter import Quarter
from moratorium.web.api.quarter_shapes import AccountShape
from moratorium.web.console.quarter_words import SPOKEN
from tests.web.office import Office, form, served
from tests.web.people import signed_in, words

Q2 = Quarter(2022, 2)


def _decide(office: Office) -> Office:
    """Three orders decided: one is let through, one held, one denied."""
    for country, id in (("NL", "SO-1"), ("BY", "SO-2"), ("RU", "SO-3")):
        office.decide(form(country, id)).raise_for_status()
    return office


@pytest.fixture
def growing(office: Office) -> Office:
    """An office of its own, in which more is decided."""
    return _decide(office)


@pytest.fixture(scope="module")
def decided(template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One that is only read."""
    with served(*template, tmp_path_factory.mktemp("decided") / "home") as found:
        yield _decide(found)


def test_it_counts_what_was_decided_and_names_the_acts(decided: Office) -> None:
    assert decided.call("GET", "/v1/quarters").json() == {"quarters": ["2022-Q2"]}
    answer = decided.call("GET", "/v1/quarters/2022-Q2", "auditor")
    found = msgspec.json.decode(answer.content, type=AccountShape, strict=False)
    figures = {one.id: one for section in found.sections for one in section.figures}
    counted = {id: figures[id].value for id in ("orders-first", "orders-held", "orders-denied", "orders-waiting")}
    assert {id: int(value or 0) for id, value in counted.items()} == {
        "orders-first": 3,
        "orders-held": 1,
        "orders-denied": 1,
        "orders-waiting": 1,
    }
    (span,) = figures["orders-first"].acts
    acts = decided.call("GET", "/v1/acts?kind=decided").json()["acts"]
    assert [span.first, span.last] == [acts[0]["number"], acts[-1]["number"]]
    assert figures["orders-first"].rests_on == len(acts)
    assert [one.id for one in found.suspensions] == ["suspension", "watch-by"]


def test_the_same_size_gives_the_same_account_and_etag(growing: Office) -> None:
    size = growing.service.acts()
    path = f"/v1/quarters/2022-Q2?at_size={size}"
    before = growing.call("GET", path)
    growing.decide(form("RU", "SO-9")).raise_for_status()
    after = growing.call("GET", path)
    assert after.content == before.content
    assert growing.call("GET", path, headers={"if-none-match": before.headers["etag"]}).status_code == 304
    assert growing.call("GET", "/v1/quarters/2022-Q2").content != before.content


def test_page_and_print_are_saved_and_not_shown(decided: Office) -> None:
    page = decided.call("GET", "/v1/quarters/2022-Q2/page?edition=public", "counsel")
    assert page.text == quarter_page(account_of(decided.home, Q2, public=True))
    assert page.headers["content-disposition"] == 'attachment; filename="account-2022-Q2-public.html"'
    print_ = decided.call("GET", "/v1/quarters/2022-Q2/print", "approver")
    assert print_.content.startswith(b"%PDF-")
    assert print_.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2022-Q7", 422),
        ("9999-Q1", 422),
        ("2022-Q2?at_size=1000000", 422),
        ("2022-Q2?edition=secret", 422),
        ("2022-Q2?at_size=-1", 422),
    ],
)
def test_what_is_no_quarter_is_told(shared_office: Office, path: str, status: int) -> None:
    assert shared_office.call("GET", f"/v1/quarters/{path}").status_code == status
    assert signed_in(shared_office, "officer").get(f"/quarters/{path}").status_code == status


def test_who_may_not_read_it_learns_nothing(shared_office: Office) -> None:
    for role in ("requester", "machine", "administrator", "partner"):
        assert shared_office.call("GET", "/v1/quarters/2022-Q2", role).status_code == 403


def test_a_number_leads_to_its_acts_page_by_page_and_as_a_file(decided: Office) -> None:
    ann = signed_in(decided, "officer")
    assert "Account of 2022-Q2" in words(ann.get("/quarters/2022-Q2"))
    page = ann.get("/quarters/2022-Q2/figures/orders-denied")
    assert "orders stopped: denied" in words(page)
    assert "/orders/SO-3/sale" in page.text
    export = ann.get("/quarters/2022-Q2/figures/orders-first?export=csv&table=acts")
    assert export.text.count("decided") >= 3
    assert ann.get("/quarters/2022-Q2/figures/no-such").status_code == 404
    nothing = words(ann.get("/quarters/2022-Q2/figures/exemptions-granted"))
    assert "No act: the number is nil." in nothing
    assert ann.get("/quarters/2022-Q2/print?edition=public").content.startswith(b"%PDF-")


def test_of_very_many_acts_the_first_stand_in_the_account_and_all_are_read_a_page_at_a_time(
    growing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages after the first are of the same size of the log, whatever is decided meanwhile."""
    monkeypatch.setattr("moratorium.desk.quarters.NAMED", 1)
    acts = [one["number"] for one in growing.call("GET", "/v1/acts?kind=decided").json()["acts"]]
    told = document_of(account_of(growing.home, Q2)).blocks[1].figures[0]
    assert (told.number, told.acts) == ("3", f"{acts[0]} and 2 more")
    path = "/v1/quarters/2022-Q2/figures/orders-first?limit=2"
    first = growing.call("GET", path).json()
    growing.decide(form("NL", "SO-9")).raise_for_status()
    second = growing.call("GET", f"{path}&cursor={first['next']}").json()
    assert [one["number"] for one in (*first["acts"], *second["acts"])] == acts
    assert (second["next"], second["size"], second["rests_on"]) == (None, first["size"], 3)
    assert first["acts"][0]["subject"] == "SO-1/sale"
    assert growing.call("GET", "/v1/quarters/2022-Q2/figures/no-such").status_code == 404
    assert growing.call("GET", f"{path}&cursor=x").status_code == 422


def test_a_quarter_that_is_not_over_says_how_far_the_log_reaches(decided: Office) -> None:
    assert "the newest of them was done 2022-05-02" in words(signed_in(decided, "officer").get("/quarters/2022-Q2"))


def test_what_figures_count_is_said_in_every_language(decided: Office) -> None:
    """The core's words are those that are translated: none is missing, none is left over."""
    found = document_of(account_of(decided.home, Q2))
    said = {one.words for block in found.blocks for one in block.figures}
    said |= {words for block in found.blocks for words in (block.title, block.words) if words}
    assert said <= SPOKEN
    assert len(SPOKEN - said) <= 2, "the board's list of cases is there only where there are cases"
    ann = signed_in(decided, "officer")
    ann.http.cookies.set("moratorium_language", "nl")
    page = ann.get("/quarters/2022-Q2", headers={"accept-language": "nl"})
    assert "tegengehouden orders: geweigerd" in words(page)
    assert "orders stopped: denied" not in words(page)
