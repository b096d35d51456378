"""The portal and the register of partners as pages: what each partner sees, says, and never sees."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import islice, product
from urllib.parse import quote

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moratorium.desk import accounts, cases, portal
from moratorium.desk.cases import Words
from moratorium.desk.proofs import fsck
from moratorium.web.console.page import Page
from moratorium.web.console.pages import PAGES
from tests.desk.partner_office import DUTCH, ENGLISH, HERS, HIS, PEOPLE, notice
from tests.intake.test_attachments import bomb, hostile
from tests.web.office import Office
from tests.web.people import Visitor, another, signed_in, words

pytestmark = pytest.mark.xdist_group("partners")

OWN = [one for one in PAGES if one.permission == "use_portal"]
SECRET = "Only igor may read this (example)."
DAYS = {"valid_from": "2022-05-01", "valid_until": "2023-05-01"}


def partner(office: Office, party: str) -> Visitor:
    """Somebody of a partner at the portal."""
    return signed_in(office, "partner", PEOPLE[party])


def invited(office: Office) -> None:
    known = {one.name for one in accounts.all_accounts(office.home)}
    for party, name in PEOPLE.items():
        if name not in known:
            accounts.invite(office.home, name, "partner", party=party)


@pytest.fixture
def hilda(office: Office) -> Visitor:
    invited(office)
    return partner(office, HERS)


def digest_on(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_partner_reads_and_acknowledges_a_notice(office: Office, hilda: Visitor) -> None:
    id = notice(office.home)
    assert hilda.get("/").headers["location"] == "/partner"
    assert "to be acknowledged by" in words(hilda.get("/partner"))
    page = hilda.get(f"/partner/notices/{id}", headers={"accept-language": "nl"})
    assert DUTCH in page.text
    assert ENGLISH in words(hilda.get(f"/partner/notices/{id}?language=en"))
    path, digest = f"/partner/notices/{id}/acknowledge", digest_on(page.text)
    wrong = hilda.send(path, "acknowledge", name=" ", digest=digest, question="Also repairs?")
    assert wrong.status_code == 422
    assert "Also repairs?" in wrong.text
    assert hilda.send(path, "acknowledge", name="Hilda V.", digest=digest).status_code == 303
    assert "acknowledged" in words(hilda.get("/partner"))
    assert hilda.send(path, "acknowledge", name="Hilda V.", digest=digest).status_code == 409
    assert "Hilda V." in words(hilda.get(f"/partner/notices/{id}"))


def test_a_partner_hands_in_an_undertaking_with_a_signed_file(office: Office, hilda: Visitor) -> None:
    fields = {"undertaking": "no_reexport", "signed_by": "Hilda V.", "territories": "ru by", **DAYS}
    assert "neither a text nor a file" in words(hilda.send("/partner/undertakings", "undertaking", **fields))
    data = {"_token": another(hilda.token), "_form": "undertaking", **fields}
    files = {"files": ("clause.pdf", b"%PDF-1.7 signed", "application/pdf")}
    sent = hilda.http.post("/partner/undertakings", data=data, files=files, follow_redirects=False)
    assert sent.status_code == 303
    assert "handed in; we look at it" in words(hilda.get("/partner/undertakings"))
    (id,) = re.findall(r"UT-2022-\d{4}", words(hilda.get("/partner")))
    ann = signed_in(office, "officer")
    accept = {"case.checked": "signature compared", "seen": str(cases.shown(office.home, id).last)}
    assert ann.send(f"/cases/{id}/steps/accept", "step-accept", **accept).status_code == 303
    assert "accepted" in words(hilda.get("/partner"))


@pytest.mark.parametrize("files_in_all", [14, pytest.param(1_000, marks=pytest.mark.soak)])
def test_hostile_files_in_the_portal_are_refused_or_kept_closed(
    office: Office, hilda: Visitor, files_in_all: int
) -> None:
    """Each kind once, and a thousand: nothing breaks, and what is kept is no more than bytes under a plain name."""
    fields = {"undertaking": "end_use_statement", "signed_by": "Hilda V.", "text": "For spraying.", **DAYS}
    for kind, content in islice(hostile(random.Random(3), bomb()), files_in_all):  # noqa: S311 - no secret
        data = {"_token": another(hilda.token), "_form": "undertaking", **fields}
        files = {"files": ("../../a\u202eb.html", content, "text/html")}
        answer = hilda.http.post("/partner/undertakings", data=data, files=files, follow_redirects=False)
        assert answer.status_code in (303, 403, 422), kind
    assert fsck(office.home).faults == ()
    for row in cases.listed(office.home, cases.wanted(kind="undertaking")):
        for one in cases.shown(office.home, row.id).case.attachments:
            assert one.name.isprintable()
            assert "/" not in one.name
    large = {"files": ("clause.pdf", b"x" * (6 * 1024 * 1024), "application/pdf")}
    data = {"_token": another(hilda.token), "_form": "undertaking", **fields}
    assert hilda.http.post("/partner/undertakings", data=data, files=large).status_code == 413
    assert hilda.send("/partner/undertakings", "undertaking", _token="of somebody else", **fields).status_code == 422


# -- nobody sees another's --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def furnished(shared_office: Office) -> tuple[Office, list[str]]:
    """An office in which everything is igor's, and what of it there is to be found."""
    invited(shared_office)
    theirs = notice(shared_office.home, (HIS,), title=SECRET)
    igor = portal.Undertaking("end_use_statement", date(2022, 5, 1), date(2023, 5, 1), "Igor", SECRET, "en")
    acting = shared_office.service.acting_for(PEOPLE[HIS])
    promised = portal.hand_in(acting, igor)
    cases.enter(shared_office.home, theirs, Words(note=SECRET))
    return shared_office, [theirs, promised, "0", "7", HIS, "C-9/../C-7"]


def seen(visitor: Visitor, page: Page, target: str) -> Response:
    """What a visitor gets of a page, or of a form of it, asked for by an id."""
    path = re.sub(r"{[\w:]+}", target.replace("/", "%2F"), page.path)
    if page.method == "GET":
        return visitor.get(path)
    fields = {"name": "Hilda", "digest": "0" * 64, "text": "x", "undertaking": "no_reexport", "signed_by": "H", **DAYS}
    return visitor.send(path, "form", **fields)


@pytest.mark.parametrize("page", OWN, ids=lambda one: one.name)
def test_no_page_of_the_portal_shows_anothers(furnished: tuple[Office, list[str]], page: Page) -> None:
    """Of whatever is igor's hilda learns nothing: neither what it says nor that it is there."""
    office, targets = furnished
    hilda = partner(office, HERS)
    for target in targets if "{" in page.path else [""]:
        answer = seen(hilda, page, target)
        assert answer.status_code < 500
        for word in (SECRET, DUTCH, ENGLISH, "igor", "Igor"):
            assert word not in answer.text
        if "{" in page.path:
            assert answer.status_code == 404
            assert answer.text.count(HIS) <= (target.count(HIS) * 3)


def test_everything_but_the_portal_is_shut_to_a_partner(furnished: tuple[Office, list[str]]) -> None:
    office, targets = furnished
    hilda = partner(office, HERS)
    shut = [one for one in PAGES if one.method == "GET" and one.permission not in (None, "use_portal", "use_console")]
    for page, target in product(shut, targets[:1]):
        answer = hilda.get(re.sub(r"{[\w:]+}", target, page.path))
        assert answer.status_code == 403
        assert SECRET not in answer.text
    found = words(hilda.get(f"/search?text={HIS}"))
    assert "igor" not in found.lower()


@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    page=st.sampled_from(OWN),
    target=st.one_of(
        st.text(min_size=1, max_size=60), st.sampled_from(["NO-2022-0001", "UT-2022-0001", "-1", "9" * 40])
    ),
    query=st.sampled_from(["", "?language=zh", "?language=%00", "?sort=x&cursor=y", "?language=" + "x" * 300]),
)
def test_whatever_is_asked_of_the_portal_nothing_breaks_and_nothing_of_anothers_comes_out(
    furnished: tuple[Office, list[str]], page: Page, target: str, query: str
) -> None:
    hilda = partner(furnished[0], HERS)
    path = re.sub(r"{[\w:]+}", lambda _: quote(target, safe="") or "-", page.path)
    answer = hilda.get(path + query) if page.method == "GET" else hilda.send(path)
    assert answer.status_code < 500
    assert SECRET not in answer.text
    assert DUTCH not in answer.text


# -- programs ---------------------------------------------------------------------------------------------------------


def test_a_key_of_a_partner_acts_for_the_party_of_the_account_of_its_name(office: Office) -> None:
    accounts.invite(office.home, "partner", "partner", party=HERS)
    id = notice(office.home)
    found = office.call("GET", "/v1/portal", "partner").json()
    assert (found["party"], [one["id"] for one in found["notices"]]) == (HERS, [id])
    read = office.call("GET", f"/v1/portal/notices/{id}?language=en", "partner").json()
    assert (read["text"], read["language"]) == (ENGLISH, "en")
    given = {"name": "Hilda V.", "digest": read["digest"]}
    for _ in range(2):  # the same key, done once
        headers = {"idempotency-key": "acknowledged-once"}
        answer = office.call("POST", f"/v1/portal/notices/{id}/acknowledgement", "partner", json=given, headers=headers)
        assert answer.json() == {"id": id, "state": "sent"}
    assert office.call("GET", "/v1/partners", "auditor").json()["partners"][0]["party"] == HERS
    whole = office.call("GET", f"/v1/partners/{HERS}", "officer").json()
    assert whole["notices"][0]["acknowledged_at"] is not None
    assert office.call("GET", "/v1/partners/C-404", "officer").status_code == 404


def test_a_key_of_a_partner_without_an_account_finds_nothing(office: Office) -> None:
    assert office.call("GET", "/v1/portal", "partner").status_code == 404


# -- the register -----------------------------------------------------------------------------------------------------


def test_the_register_and_today_show_who_is_overdue(office: Office) -> None:
    id = notice(office.home, due=date(2022, 4, 28))
    ann = signed_in(office, "officer")
    page = words(ann.get("/partners"))
    assert "2 partners overdue" in page
    assert "Partner C-7" in page
    assert id in words(ann.get(f"/partners/{HERS}"))
    assert "Partners overdue with an acknowledgement" in words(ann.get("/"))
    assert ann.get("/partners?export=csv").text.splitlines()[1].startswith(f"{HERS},Partner C-7,4,1")
    assert ann.get("/partners?within=-1").status_code == 422
    assert signed_in(office, "requester").get("/partners").status_code == 403
