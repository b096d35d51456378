"""The public form: open when it was opened, taken in without an account, bounded, and nothing handed in is run."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest

from moratorium.desk import cases, erasing, public_form
from moratorium.desk.proofs import fsck
from moratorium.desk.public_form import PublicForm
from moratorium.web.console import public_form as pages
from tests.intake.test_attachments import bomb, hostile
from tests.web.office import Office
from tests.web.people import anybody, signed_in, words

pytestmark = pytest.mark.xdist_group("console_cases")

PATH = "/report-misuse"
OURS = {"origin": "http://testserver.local", "sec-fetch-site": "same-origin"}


def report(office: Office, *files: tuple[str, bytes], language: str = "en", **fields: str) -> httpx.Response:
    """Somebody without an account sends the form."""
    headers = {**OURS, "accept-language": language}
    data = {"_form": "report", "text": "A sprayer of yours over our village, with a load.", **fields}
    sent: Any = [("files", one) for one in files]
    return anybody(office).http.post(PATH, data=data, files=sent or None, headers=headers, follow_redirects=False)


@pytest.fixture
def open_office(office: Office) -> Office:
    public_form.keep_setting(office.home, PublicForm(True, "misuse@maker.example"))
    return office


def test_the_form_is_closed_until_somebody_opens_it(office: Office) -> None:
    nobody, eve = anybody(office), signed_in(office, "administrator")
    assert nobody.get(PATH).status_code == 404
    assert report(office).status_code == 404
    assert eve.send("/public-form", "setting", is_open="true", contact="misuse@maker.example").status_code == 303
    page = nobody.get(PATH)
    assert page.status_code == 200
    assert "misuse@maker.example" in words(page)
    assert not page.headers.get("set-cookie")
    assert "<script" not in page.text
    size = office.service.acts()
    public_form.keep_setting(office.home, PublicForm(True, "misuse@maker.example"))
    assert office.service.acts() == size  # the same again is no act
    assert eve.send("/public-form", "setting").status_code == 303
    assert nobody.get(PATH).status_code == 404


def test_what_is_reported_becomes_a_case_of_the_service(open_office: Office) -> None:
    office = open_office
    sent = report(
        office, ("frame.txt", b"frame 17"), seen_on="2022-04-25", serial="1581F5BKD229001ABC12", place="A mill"
    )
    assert sent.status_code == 200
    assert "MR-2022-0001-1" in words(sent)
    assert "What happens next" in words(sent)
    shown = cases.shown(office.home, "MR-2022-0001")
    assert shown.case.fields["seen_on"] == "2022-04-25"
    assert shown.case.fields["serial_form"] == "cta-2063-a"
    assert shown.case.parts_of("message")[1]["channel"] == "public form"
    assert [one.name for one in shown.case.attachments] == ["frame.txt"]
    assert {one.actor for one in shown.case.events} == {"service"}
    assert "MR-2022-0001-2" in words(report(office))  # a copy joins the case of the first
    assert cases.shown(office.home, "MR-2022-0001").sources == cases.Sources(2, 1, 1)


def test_how_to_reach_somebody_is_erased_alone(open_office: Office) -> None:
    office = open_office
    report(office, contact="j.jansen@mail.example")
    found = cases.shown(office.home, "MR-2022-0001").case
    assert found.parts_of("message")[1]["contact"] == "j.jansen@mail.example"
    erasing.erase_entry(office.home, found.id, found.events[-1].act, "asked for by the person")
    after = cases.shown(office.home, "MR-2022-0001").case
    assert "contact" not in after.parts_of("message")[1]
    assert after.parts_of("message")[1]["text"].startswith("A sprayer")
    assert cases.search(office.home, "jansen") == ()
    assert fsck(office.home).faults == ()


def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(open_office: Office) -> None:
    office = open_office
    size = office.service.acts()
    wrong = report(office, ("run.jpg", b"MZ\x90\0"), text="x" * 10_001, seen_on="yesterday", place="A mill")
    assert wrong.status_code == 422
    assert 'value="A mill"' in wrong.text
    for files, said in (
        ([("run.jpg", b"MZ\x90\0")], "run.jpg: programs are not kept"),
        ([("a.txt", b"")], "a.txt: the file is empty; choose it again"),
        ([("a.txt", b"a")] * 4, "too many files; send at most 3"),
        ([("a.bin", b"a" * (5 * 1024**2 + 1))], "larger than 5 MB"),
    ):
        answer = report(office, *files)
        assert answer.status_code == 422
        assert said in words(answer)
    assert report(office, text=" ").status_code == 422
    assert report(office, contact="x" * 301).status_code == 422
    assert office.service.acts() == size


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["vertel wat u zag; in hoogstens 10.000 tekens", "schrijf een dag als", "a.txt: het bestand is leeg"]),
        ("zh", ["请写明您看到了什么; 不超过10,000个字符", "日期请写成", "a.txt: 文件是空的"]),
    ],
)
def test_what_does_not_fit_is_told_in_the_language_of_whoever_reports(
    open_office: Office, language: str, said: list[str]
) -> None:
    """None of it in English: neither what is wrong with a field, nor with a file, nor a page of trouble."""
    office = open_office
    endless = {**OURS, "accept-language": language, "content-type": "application/x-www-form-urlencoded"}
    many: list[tuple[str, bytes]] = [("a.txt", b""), ("b", b"a" * (5 * 1024**2 + 1)), ("c", b"c"), ("d", b"d")]
    answers = [
        report(office, language=language, text="x" * 10_001, seen_on="yesterday"),
        report(office, *many, language=language, text="x" * 10_001, contact="x" * 301),
        report(office, ("run.jpg", b"MZ\x90\0"), language=language, text="A program"),
        anybody(office).http.post(PATH, content=iter([b"text=x"]), headers=endless),
    ]
    for answer in answers:
        assert answer.status_code in (411, 422)
        assert f'<html lang="{language}' in answer.text
        assert 'lang="en"' not in answer.text.partition("<main")[2].partition("</main>")[0]
    shown = " ".join(words(one) for one in answers)
    for one in said:
        assert one in shown


def test_an_address_that_reports_too_often_waits(open_office: Office) -> None:
    office = open_office
    for number in range(5):
        assert report(office, text=f"report {number} about {number * 7919} and nothing else").status_code == 200
    late = report(office, text="and one more")
    assert late.status_code == 429
    assert "and one more" in late.text
    assert "nothing of this one was kept" in words(late)


def test_a_form_of_another_site_or_without_a_length_is_refused(open_office: Office) -> None:
    office = open_office
    http = anybody(office).http
    assert http.post(PATH, data={"text": "x"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    endless = http.post(
        PATH, content=iter([b"text=x"]), headers={**OURS, "content-type": "application/x-www-form-urlencoded"}
    )
    assert endless.status_code == 411
    large = {**OURS, "content-type": "application/x-www-form-urlencoded", "content-length": str(2**30)}
    assert http.post(PATH, content=b"text=x", headers=large).status_code == 413
    for kind, content in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\ncontent-disposition: nonsense\r\n\r\n\r\n--"),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 3000),
        ("application/x-www-form-urlencoded", b"%ff%00=%zz&text"),
        ("text/plain", b"text=x"),
    ):
        answer = http.post(PATH, content=content, headers={**OURS, "content-type": kind})
        assert 400 <= answer.status_code < 500, (kind, content[:40], answer.status_code)


NAMES = ("map.svg", "../../etc/pass\u202ewd", 'x"; filename="y.exe', "a" * 3000, "letter.pdf", "=cmd|calc.csv", ".")


@pytest.mark.parametrize("count", [14, pytest.param(1_000, marks=pytest.mark.soak)])
def test_hostile_files_break_nothing(open_office: Office, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Each is kept closed under a plain name or refused with a reason; what is kept is handed out as a download."""
    office = open_office
    monkeypatch.setattr(pages, "PER_ADDRESS", 1e9)
    monkeypatch.setattr(pages, "IN_ALL", 1e9)
    made = hostile(random.Random(7), bomb())  # noqa: S311 - no secret
    for number, (kind, content) in zip(range(count), made, strict=False):
        text = f"report {number}: {number * 7919 % 104729} {number * 104729 % 7919}"
        more = {"keep_place": "true"} if number % 3 == 0 else {}
        answer = report(office, (NAMES[number % len(NAMES)], content), text=text, **more)
        assert answer.status_code in (200, 422), (kind, answer.status_code)
    ann = signed_in(office, "officer")
    rows = cases.listed(office.home, cases.wanted(), limit=2000)
    assert rows
    for row in rows:
        for one in cases.shown(office.home, row.id).case.attachments:
            assert one.name.isprintable()
            assert not set(one.name) & set('/\\"<>')
            saved = ann.get(f"/cases/{row.id}/files/{one.digest}")
            assert saved.headers["content-type"] == "application/octet-stream"
            assert saved.headers["content-disposition"].startswith("attachment")
            assert saved.headers["x-content-type-options"] == "nosniff"
    assert fsck(office.home).faults == ()
