"""The frame around all pages: forms, tables, files, languages, errors as pages."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

from moratorium.desk import reading
from moratorium.errors import Fault, InputError
from moratorium.store import read_acts
from moratorium.web.console import static
from moratorium.web.console.forms import Fields, Typed, Upload, read_form
from moratorium.web.console.guarding import headers_of
from moratorium.web.console.page import Page, Shown
from moratorium.web.console.tables import Column, Effect, Link, Table, as_csv, as_workbook, exported
from tests.web.office import NOON, Office
from tests.web.people import anybody, signed_in, words

# -- forms ------------------------------------------------------------------------------------------------------------


class Form(msgspec.Struct, frozen=True):
    """A form with a field of each kind."""

    name: str
    day: date | None = None
    count: int = 1
    amount: Decimal | None = None
    tags: tuple[str, ...] = ()
    is_sure: bool = False
    file: Upload | None = None


def test_a_form_is_read_into_its_shape() -> None:
    sent = Fields(
        {
            "name": [" ann "],
            "day": ["2022-05-02"],
            "count": ["3"],
            "amount": ["1.50"],
            "tags": ["a", "", "b"],
            "is_sure": ["true"],
            "_token": ["x"],
            "more": ["y"],
        },
        {"file": [Upload("a.csv", b"1")]},
    )
    read = read_form(sent, Form)
    assert read == Form("ann", date(2022, 5, 2), 3, Decimal("1.50"), ("a", "b"), True, Upload("a.csv", b"1"))


def test_what_is_left_empty_has_its_usual_value() -> None:
    assert read_form(Fields({"name": ["ann"], "day": [" "], "count": [""], "tags": [""]}), Form) == Form("ann")


def test_every_field_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_form(Fields({"name": [" "], "day": ["2 May"], "count": ["many"], "amount": ["1,5"]}), Form)
    assert [(fault.at, fault.help) for fault in caught.value.faults] == [
        ("name", ""),
        ("day", "write a day as 2022-04-26"),
        ("count", "write a whole number"),
        ("amount", "write a number with a point, such as 1250.50"),
    ]


def test_what_was_typed_stands_in_its_own_form_only() -> None:
    typed = Typed("note", {"words": ["typed"], "tags": ["b"]}, [Fault("too long", "words")])
    assert typed.value("note", "words", "usual") == "typed"
    assert typed.value("note", "emptied", "usual") == ""
    assert typed.value("other", "words", "usual") == "usual"
    assert typed.value("other", "words", None) == ""
    assert typed.values("note", "tags", ["a"]) == ["b"]
    assert typed.values("other", "tags", ["a"]) == ["a"]
    assert [one.message for one in typed.of("note", "words")] == ["too long"]
    assert typed.of("other", "words") == ()


def test_what_is_no_form_is_not_read(office: Office) -> None:
    visitor = anybody(office)
    answer = visitor.http.post("/sign-in", json={"name": "ann"})
    assert answer.status_code == 415
    assert answer.headers["content-type"].startswith("text/html")
    large = visitor.http.post("/sign-in", data={"name": "x" * 2_000_000})
    assert large.status_code == 413
    assert "too large" in words(large)


# -- tables -----------------------------------------------------------------------------------------------------------

ROWS = ((1, "=1+1", "hold", None), (2, 'a "b", c', "deny", Decimal("1.50")))
TABLE = Table(
    "few",
    "Few",
    (
        Column("number", "Number", lambda row: row[0]),
        Column("words", "Words", lambda row: Link(row[1], "/x")),
        Column("effect", "Effect", lambda row: Effect(row[2])),
        Column("amount", "Amount", lambda row: row[3]),
        Column("at", "At", lambda _: NOON),
    ),
    ROWS[:1],
    every=lambda: iter(ROWS),
)


def test_a_file_holds_all_rows_and_nothing_that_a_spreadsheet_would_run() -> None:
    lines = as_csv(TABLE).decode("utf-8-sig").splitlines()
    assert lines[0] == "number,words,effect,amount,at"
    assert lines[1] == "1,'=1+1,hold,,2022-05-02T12:00:00+00:00"
    assert lines[2] == '2,"a ""b"", c",deny,1.50,2022-05-02T12:00:00+00:00'
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(TABLE))).active
    assert sheet is not None
    values = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert values[1] == (1, "'=1+1", "hold", None, "2022-05-02T12:00:00+00:00")
    assert values[2][3] == 1.5
    assert len(values) == 3


def test_a_page_has_the_tables_that_it_shows_as_files() -> None:
    assert exported([1, TABLE], "few", "csv") == (as_csv(TABLE), "text/csv; charset=utf-8", "few.csv")
    assert exported([TABLE], "", "xlsx")[2] == "few.xlsx"
    with pytest.raises(InputError, match="no table"):
        exported([TABLE], "many", "csv")
    with pytest.raises(InputError, match="no export"):
        exported([TABLE], "few", "pdf")


def test_a_table_is_handed_out_under_the_permission_of_its_page(shared_office: Office) -> None:
    officer = signed_in(shared_office, "officer")
    answer = officer.get("/acts?export=csv&kind=kept")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''acts.csv"
    assert {line.split(",")[1] for line in answer.text.splitlines()[1:]} == {"document kept"}
    assert signed_in(shared_office, "requester").get("/acts?export=csv").status_code == 403


def test_a_head_sorts_the_other_way_round_when_it_is_pressed_again() -> None:
    by_number = TABLE.columns[0]
    sorted_ = Table("few", "Few", TABLE.columns, ROWS, sort="number")
    assert (sorted_.sorted_other(by_number), sorted_.direction(by_number)) == ("-number", "ascending")
    other = Table("few", "Few", TABLE.columns, ROWS, sort="-number")
    assert (other.sorted_other(by_number), other.direction(by_number)) == ("number", "descending")
    assert TABLE.direction(by_number) == "none"


# -- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "said", "tongue"),
    [
        ("nl", "Vandaag", "nl"),
        ("zh-CN,zh;q=0.9", "今日", "zh-Hans"),
        ("fr, en;q=0.5", "Today", "en"),
        ("", "Today", "en"),
    ],
)
def test_a_page_is_in_the_language_of_the_browser(shared_office: Office, accepted: str, said: str, tongue: str) -> None:
    page = signed_in(shared_office, "officer").get("/", headers={"accept-language": accepted})
    assert f"<h1>{said}</h1>" in page.text
    assert f'<html lang="{tongue}">' in page.text


def test_a_person_chooses_language_and_appearance_and_keeps_them(office: Office) -> None:
    ann = signed_in(office, "officer")
    assert ann.send("/settings", language="nl", to="/acts").headers["location"] == "/acts"
    ann.send("/settings", theme="dark")
    page = signed_in(office, "officer").get("/", headers={"accept-language": "zh"})
    assert '<html lang="nl" data-theme="dark">' in page.text
    ann.send("/settings", theme="system", language="klingon")
    assert '<html lang="nl">' in signed_in(office, "officer").get("/").text
    nobody = anybody(office)
    nobody.send("/settings", language="zh")
    assert "登录" in words(nobody.get("/sign-in"))


# -- files, errors, weight --------------------------------------------------------------------------------------------


def test_files_are_kept_for_ever_under_a_name_with_their_digest(shared_office: Office) -> None:
    visitor = anybody(shared_office)
    place = static.address("console.css")
    answer = visitor.get(place, headers={"accept-encoding": "gzip"})
    digest = hashlib.sha256(answer.content).hexdigest()
    assert place == f"/static/console.{digest[:16]}.css"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    for missing in ("/static/console.css", "/static/vendor/NOTICE.md", "/static/../app.py", "/static/%2e%2e/app.py"):
        assert visitor.get(missing).status_code == 404


def test_foreign_files_are_those_of_the_notice() -> None:
    folder = Path(static.__file__).parent / "static" / "vendor"
    rows = re.findall(r"\| `([^`]+)` \|.*\| ([0-9a-f]{64}) \|", (folder / "NOTICE.md").read_text(encoding="utf-8"))
    assert {name for name, _ in rows} == {one.name for one in folder.iterdir() if one.suffix in (".js", ".css")}
    for name, digest in rows:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(shared_office: Office) -> None:
    ann = signed_in(shared_office, "officer")
    missing = ann.get("/acts/99999999")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "no act 99999999" in words(missing)
    assert ann.get("/nowhere").headers["content-type"].startswith("text/html")
    assert ann.get("/v1/nowhere").headers["content-type"] == "application/problem+json"
    refused = signed_in(shared_office, "requester").get("/people")
    assert refused.status_code == 403
    assert "ask one of: administrator" in words(refused)
    assert "your role, <code>" in refused.text


def test_an_error_that_nobody_foresaw_tells_its_number_and_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that met it is in the page, to be sent again as it was."""

    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("moratorium.web.console.today.desk.waits", broken)
    ann = signed_in(office, "officer")
    answer = ann.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "request" in words(answer)
    monkeypatch.setattr("moratorium.web.console.orders.holds.comment", broken)
    answer = ann.send("/holds/comment/SO-1", "comment", text='they "called"', _token=ann.token)
    assert (answer.status_code, "Send it again" in words(answer)) == (500, True)
    assert f'name="_token" value="{ann.token}"' in answer.text  # none that did not come with the form
    assert 'name="text" value="they &#34;called&#34;"' in answer.text


def test_a_page_is_small(shared_office: Office) -> None:
    answer = signed_in(shared_office, "officer").get("/")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content)) < 20_000


def test_a_page_that_loads_more_says_so() -> None:
    page = Page("GET", "/map", None, lambda _: Shown(), sources={"worker-src": "blob:", "img-src": "blob:"})
    policy = headers_of(page, "http://x")["content-security-policy"]
    assert "worker-src blob:" in policy
    assert "img-src 'self' data: blob:" in policy


# -- sensitive reads --------------------------------------------------------------------------------------------------


def test_a_look_at_personal_data_is_an_act_at_most_once_an_hour(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if another process has noted it; another person, another subject and another hour are acts of their own."""
    now = [datetime(2022, 5, 2, 12, tzinfo=UTC)]
    home = replace(office.service.acting_for("ann"), clock=lambda: now[0])
    other = replace(office.service.acting_for("bo"), clock=lambda: now[0])
    for _ in range(3):
        reading.note_look(home, "party:C-7", "/parties")
        monkeypatch.setattr(reading, "_known", OrderedDict())
    reading.note_look(other, "party:C-7", "/parties")
    reading.note_look(home, "party:C-8", "/parties", "a customer asked")
    now[0] = datetime(2022, 5, 2, 13, tzinfo=UTC)
    reading.note_look(home, "party:C-7", "/parties")
    with office.home.store.read() as connection:
        looks = [(one.act.actor, one.act.subject) for one in read_acts(connection, ("looked",))]
    assert looks == [
        ("ann@service", "party:C-7"),
        ("bo@service", "party:C-7"),
        ("ann@service", "party:C-8"),
        ("ann@service", "party:C-7"),
    ]
