"""Cases over HTTP: opened, added to, moved on, looked up; what is forbidden is refused and says why."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from typing import Any

import msgspec
import pytest
from PIL import Image

from moratorium.registers.kinds import LIFECYCLES
from moratorium.web.api import case_shapes as shapes
from tests.web.office import Office

REPORT = {"kind": "misuse_report", "title": "Sprayer over a village", "fields": {"summary": "Footage of a sprayer"}}


def opened(office: Office, **changed: Any) -> str:
    answer = office.call("POST", "/v1/cases", json={**REPORT, **changed})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["case"])


def step(office: Office, id: str, name: str, role: str = "officer", **given: Any) -> Any:
    return office.call("POST", f"/v1/cases/{id}/steps", role, json={"step": name, **given})


def shown(office: Office, id: str, role: str = "officer") -> shapes.WholeCaseShape:
    answer = office.call("GET", f"/v1/cases/{id}", role)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=shapes.WholeCaseShape)


def test_a_report_from_intake_to_noticed_not_confirmed(office: Office) -> None:
    id = opened(office)
    assert step(office, id, "assess").json() == {"case": id, "state": "assessed", "due": "2022-05-16", "files": []}
    found = shown(office, id)
    (notice,) = [one for one in found.options if one.step == "notice"]
    assert any("would_change" in words for words in notice.missing)
    graded = {"reliability": "C", "credibility": "3", "finding": "seen", "would_change": "the original file"}
    assert step(office, id, "notice", fields=graded, seen=found.last).json()["state"] == "noticed_not_confirmed"
    found = shown(office, id, "auditor")
    assert (found.case.state, found.case.closed, found.fields["would_change"]) == (
        "noticed_not_confirmed",
        True,
        "the original file",
    )
    assert [one.step for one in found.events if one.state] == ["open", "assess", "notice"]
    assert {one.by for one in found.events} == {"ann@service"}


def test_a_forbidden_step_is_refused_and_tells_what_is_allowed(office: Office) -> None:
    id = opened(office)
    problem = step(office, id, "confirm")
    assert problem.status_code == 403
    assert "cannot `confirm`" in problem.json()["detail"]
    assert problem.json()["help"] == "allowed from here: assess, merge"
    step(office, id, "assess")
    lacking = step(office, id, "confirm", "approver")
    assert lacking.status_code == 403
    assert "`finding`" in lacking.text
    assert "evidence" in lacking.text
    own = step(office, id, "confirm")
    assert "another person than `ann`" in own.text
    assert "one of the roles approver, counsel" in own.text
    assert shown(office, id).case.state == "assessed"


def test_two_people_and_a_file_confirm_a_report(office: Office) -> None:
    id = opened(office)
    step(office, id, "assess")
    file = {"name": "../frame.txt", "content": b64encode(b"frame 17").decode()}
    (kept,) = office.call("POST", f"/v1/cases/{id}/files", json=file).json()["files"]
    assert (kept["name"], kept["media"], kept["bytes"]) == ("frame.txt", "text/plain", 8)
    graded = {"reliability": "B", "credibility": "1", "finding": "serial read from the frame"}
    assert step(office, id, "confirm", "approver", fields=graded).json()["state"] == "confirmed"
    saved = office.call("GET", f"/v1/cases/{id}/files/{kept['digest']}", "auditor")
    assert saved.content == b"frame 17"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == 'attachment; filename="frame.txt"'
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert office.call("GET", f"/v1/cases/{id}/files/{'0' * 64}").status_code == 404


def test_a_picture_loses_its_place_unless_it_is_the_evidence(office: Office) -> None:
    id = opened(office)
    target, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[2] = (50.0, 27.0, 0.0)
    Image.new("RGB", (8, 8), "red").save(target, "JPEG", exif=exif)
    content = target.getvalue()
    for evidence in (False, True):
        body = {"name": "photo.jpg", "content": b64encode(content).decode(), "evidence": evidence}
        (kept,) = office.call("POST", f"/v1/cases/{id}/files", json=body).json()["files"]
        saved = office.call("GET", f"/v1/cases/{id}/files/{kept['digest']}").content
        assert (saved == content) is evidence
        with Image.open(io.BytesIO(saved)) as picture:
            assert bool(picture.getexif().get_ifd(0x8825)) is evidence
        assert bool(kept["original"]) is not evidence


def test_a_case_that_was_changed_since_is_not_overwritten(office: Office) -> None:
    id = opened(office)
    seen = shown(office, id).last
    assert office.call("POST", f"/v1/cases/{id}/entries", json={"note": "called", "seen": seen}).status_code == 200
    late = office.call("POST", f"/v1/cases/{id}/entries", json={"note": "called too", "seen": seen})
    assert late.status_code == 409
    assert "changed since" in late.text


def test_the_same_key_opens_one_case(office: Office) -> None:
    headers = {"idempotency-key": "k-1"}
    ids = {office.call("POST", "/v1/cases", json=REPORT, headers=headers).json()["case"] for _ in range(3)}
    assert len(ids) == 1


def test_the_register_is_paged_chosen_and_searched(office: Office) -> None:
    office.decide({**_order(), "id": "SO-7"})
    link = {"kind": "order", "target": "SO-7/sale"}
    ids = [opened(office), opened(office, title="Второй отчёт"), opened(office, links=[link])]
    page = office.call("GET", "/v1/cases", params={"limit": 2}).json()
    rest = office.call("GET", "/v1/cases", params={"limit": 2, "cursor": page["next"]}).json()
    assert [one["id"] for one in page["cases"] + rest["cases"]] == ids[::-1]
    assert rest["next"] is None
    (one,) = office.call("GET", "/v1/cases", params={"link": "order:SO-7/sale"}).json()["cases"]
    assert one["id"] == ids[2]
    (hit,) = office.call("GET", "/v1/case-search", params={"words": "второи отчет"}).json()["hits"]
    assert (hit["case"], hit["title"]) == (ids[1], "Второй отчёт")
    assert office.call("GET", "/v1/case-search", params={"words": "--"}).status_code == 422
    assert office.call("GET", "/v1/cases", params={"state": "lost"}).status_code == 422
    assert len(office.call("GET", "/v1/cases", params={"due_by": "2022-05-05", "closed": "false"}).json()["cases"]) == 3


def _order() -> dict[str, Any]:
    from tests.web.office import form

    return form("NL")


def test_what_does_not_fit_is_told_with_its_place(office: Office) -> None:
    bad = {"kind": "misuse_report", "fields": {"summary": "x", "seen_on": "soon", "territory": "Atlantis"}}
    answer = office.call("POST", "/v1/cases", json=bad)
    assert answer.status_code == 422
    assert [one["place"] for one in answer.json()["faults"]] == ["seen_on"]
    bad["fields"] = {"summary": "x", "territory": "Atlantis"}
    assert "no territory" in office.call("POST", "/v1/cases", json=bad).text
    missing = office.call("POST", "/v1/cases", json={**REPORT, "links": [{"kind": "order", "target": "SO-404"}]})
    assert missing.status_code == 404
    assert office.call("GET", "/v1/cases").json()["cases"] == [], "nothing of them was kept"


@pytest.mark.parametrize(("role", "kind", "status"), [("machine", "misuse_report", 200), ("machine", "notice", 403)])
def test_a_role_opens_what_its_table_says(office: Office, role: str, kind: str, status: int) -> None:
    fields = {"summary": "x"} if kind == "misuse_report" else {"measure": "m", "audience": "partners"}
    answer = office.call("POST", "/v1/cases", role, json={"kind": kind, "fields": fields})
    assert answer.status_code == status, answer.text


def test_copies_of_a_message_are_one_case_with_both_counts(office: Office) -> None:
    texts = ["Your sprayers carry loads over our village, please stop them at once!"] * 3
    texts += ["YOUR sprayers carry loads over our village, please stop them at once: https://example.org/1"]
    texts += ["Seen near the river on Monday: one unit, number could not be read, it flew low and left again."]
    taken = [office.call("POST", "/v1/misuse-messages", json={"text": text}).json() for text in texts]
    assert [one["copy"] for one in taken] == [False, True, True, True, False]
    assert len({one["case"] for one in taken}) == 2
    assert shown(office, taken[0]["case"]).sources == shapes.CaseSourcesShape(4, 1, 1)


def test_the_kinds_are_those_of_the_tables(shared_office: Office) -> None:
    kinds = shared_office.call("GET", "/v1/case-kinds").json()["kinds"]
    assert len(kinds) == len(LIFECYCLES)
    (report,) = [one for one in kinds if one["kind"] == "misuse_report"]
    assert "noticed_not_confirmed" in [one["name"] for one in report["states"] if one["end"]]


def test_a_request_is_answered_by_category_and_stands_in_the_register(office: Office) -> None:
    """Conflict of laws is looked up, and the count of the register is that of the log."""
    fields = {
        "authority": "Ministry of Digital Affairs (example)",
        "authority_territory": "UA",
        "received_on": "2022-03-16",
        "scope": "number and ids of units at work, with the place of activation",
    }
    id = opened(office, kind="authority_request", title="Letter of 16 March", fields=fields)
    verified = {"legal_basis": "names none", "verified_how": "call back", "addressed_to": "KR-NL"}
    assert step(office, id, "verify", fields=verified).status_code == 200
    categories = [{"kind": "category", "fields": {"name": name}} for name in ("activations by place", "sales", "a map")]
    assert step(office, id, "assess", "counsel", parts=categories).json()["state"] == "assessed"
    assert shown(office, id).fields["conflicts"] == "none"
    file = {"name": "sales.csv", "content": b64encode(b"serial\n1\n2\n").decode(), "evidence": True}
    (kept,) = office.call("POST", f"/v1/cases/{id}/files", json=file).json()["files"]
    searched = {"searched": "activation register", "query": "place within UA"}
    found = [
        {"outcome": "not_held", **searched, "result": "no such column is kept"},
        {"outcome": "handed_over", **searched, "records": "2", "digest": kept["digest"]},
        {"outcome": "refused", "reason": "names of persons; Art. 6 GDPR"},
    ]
    parts = [{"kind": "category", "number": number, "fields": one} for number, one in enumerate(found, 1)]
    assert step(office, id, "search", parts=parts).status_code == 200
    assert step(office, id, "approve", "counsel", fields={"answer": "see the table"}).status_code == 200
    assert step(office, id, "answer", fields={"answered_on": "2022-05-02"}).json()["state"] == "answered"
    period = {"since": "2022-01-01", "until": "2023-01-01"}
    register = office.call("GET", "/v1/disclosures", "auditor", params=period).json()
    (row,) = register["rows"]
    assert register["counted_in_log"] == 1
    assert register["outcomes"] == {"handed_over": 1, "not_held": 1, "refused": 1}
    assert (row["case"], row["end"], row["records"], row["legal_basis"]) == (id, "answered", 2, "names none")
    assert office.call("GET", f"/v1/acts/{row['act']}/receipt", "auditor").status_code == 200
    assert (
        office.call("GET", "/v1/disclosures", params={"since": "2022-02-01", "until": "2022-02-01"}).status_code == 422
    )


def test_a_bundle_is_handed_on_and_words_are_erased_by_counsel(office: Office) -> None:
    id = opened(office, note="Jan Jansen told it")
    entry = shown(office, id).last
    packed = office.call("GET", f"/v1/cases/{id}/bundle", "auditor")
    assert packed.headers["content-type"] == "application/zip"
    assert f"receipts/act-{entry}.json" in zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    asked = {"act": entry, "reason": "asked for by the person"}
    assert office.call("POST", f"/v1/cases/{id}/erasures", "officer", json=asked).status_code == 403
    erased = office.call("POST", f"/v1/cases/{id}/erasures", "counsel", json=asked).json()
    looked = office.call("GET", "/v1/acts?kind=looked").json()["acts"]
    assert [(one["subject"], one["actor"]) for one in looked] == [
        (f"case:{id}", "ann@service"),
        (f"case:{id}", "auditor@service"),
    ]
    assert erased == {"case": id, "act": entry, "erased": entry + 3}
    assert "Jansen" not in office.call("GET", f"/v1/cases/{id}").text
    assert office.call("POST", f"/v1/cases/{id}/erasures", "counsel", json=asked).status_code == 409
