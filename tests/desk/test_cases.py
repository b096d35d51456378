"""What an office does with cases: the story's records, conflict of laws, corrections, consultation, erasing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moratorium.desk import case_bundle, cases, erasing, proofs, rulebooks, whoami, wording
from moratorium.desk.cases import File, Words
from moratorium.desk.consultations import consultations
from moratorium.desk.disclosures import disclosures
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.misuse import Reported, take_message
from moratorium.desk.proofs import fsck, receipt
from moratorium.desk.record import record_one
from moratorium.desk.references import keep_part
from moratorium.errors import ConflictError, InputError, MissingError, ProofError, RefusedError
from moratorium.store import act_at, erase, open_store
from moratorium.terms.act import Erased
from moratorium.terms.case import Link, Part
from tests.worlds import SUSPENSION

NOON = datetime(2022, 4, 27, 12, tzinfo=UTC)
BLOCKING = """
- conflict: CN-BLOCK-EXAMPLE
  title: A blocking rule (an invented example)
  jurisdiction: CN
  in_force: [[2021-01-09, null]]
  forbids: complying with measures of others
  source: {text: an invented example, as_of: 2022-04-27, mark: R}
"""
ORGANISATION = "entities:\n  - {id: KR-NL, seat: NL, default_seller: true}\n  - {id: KR-CN, seat: CN}\n"


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Home]:
    with open_store(tmp_path) as store:
        home = Home(tmp_path, store, clock=lambda: NOON)
        for name in ("ann", "bo", "counsel"):
            whoami.make(home, name)
        yield replace(home, identity=Identity.load(tmp_path, "ann"))


def other(home: Home, name: str) -> Home:
    return replace(home, identity=Identity.load(home.path, name))


def with_rules(home: Home) -> None:
    rules, organisation = home.path / "rules", home.path / "organisation.yaml"
    rules.mkdir()
    (rules / "s.yaml").write_text(SUSPENSION, encoding="utf-8")
    (rules / "c.yaml").write_text(BLOCKING, encoding="utf-8")
    organisation.write_text(ORGANISATION, encoding="utf-8")
    with home.store.begin() as connection:
        keep_part(home, connection, "organisation", organisation)
    rulebooks.approve(other(home, "bo"), rulebooks.propose_adoption(home, rules))


def moved(home: Home, id: str, step: str, *parts: Part, **fields: str) -> str:
    return cases.take_step(home, id, step, Words(fields=fields, parts=parts)).state


def test_nobody_does_anything_with_a_case(ann: Home) -> None:
    nobody = replace(ann, identity=None)
    id = cases.open_case(ann, "misuse_report", Words(fields={"summary": "x"}))
    for act in (
        lambda: cases.open_case(nobody, "misuse_report", Words(fields={"summary": "x"})),
        lambda: cases.enter(nobody, id, Words(note="x")),
        lambda: cases.take_step(nobody, id, "assess"),
        lambda: take_message(nobody, Reported("x")),
    ):
        with pytest.raises(RefusedError, match="needs a name"):
            act()


def test_an_allegation_is_answered_claim_by_claim(ann: Home) -> None:
    """Each claim has a position, an answer and what it rests on, and a second person lets the rebuttal out."""
    text = "Receivers were degraded for one side. Positions were handed over."
    said = {"text": text, "language": "en", "channel": "a network", "author": "V. S. (example)"}
    id = cases.open_case(ann, "allegation", Words(title="Seven points", fields=said))
    claims = [Part("claim", 0, {"text": one.strip(" .")}) for one in text.split(". ")]
    assert moved(ann, id, "split", *claims) == "split"
    answered = {"position": "rejected", "answer": "No.", "basis": "no such act is in the log"}
    with pytest.raises(RefusedError, match="claim 2: `position`"):
        moved(ann, id, "draft", Part("claim", 1, answered))
    with pytest.raises(RefusedError, match="claim 2: `basis`"):
        moved(ann, id, "draft", Part("claim", 1, answered), Part("claim", 2, {**answered, "basis": ""}))
    held = {
        "position": "cannot_be_told",
        "answer": "We hold no such data.",
        "basis": "search of 2022-03-28",
        "act": "3",
    }
    assert moved(ann, id, "draft", Part("claim", 1, answered), Part("claim", 2, held)) == "drafted"
    with pytest.raises(RefusedError, match="another person than `ann`"):
        moved(ann, id, "approve")
    assert moved(other(ann, "bo"), id, "approve") == "approved"
    assert moved(ann, id, "answer", answered_on="2022-03-28", answer_channel="letter") == "answered"
    case = cases.shown(ann, id).case
    assert case.parts_of("claim")[1]["text"] == "Receivers were degraded for one side"
    with pytest.raises(InputError, match="stays as it is"):
        cases.enter(ann, id, Words(fields={"text": "other words"}))
    assert fsck(ann).faults == ()


def test_a_statement_that_was_wrong_is_superseded_and_whoever_had_it_is_told(ann: Home) -> None:
    bo, counsel = other(ann, "bo"), other(ann, "counsel")

    def published(title: str, text: str, **fields: str) -> str:
        id = cases.open_case(ann, "public_statement", Words(title=title, fields={"audience": "press", **fields}))
        cases.enter(ann, id, Words(parts=(Part("version", 1, {"text": text, "language": "en"}),)))
        wording.accept(bo, id, 1, {})
        assert moved(bo, id, "review") == "reviewed"
        assert moved(counsel, id, "approve") == "approved"
        assert moved(ann, id, "publish", released_at="2022-04-27T10:00:00+00:00", channel="press page") == "published"
        return id

    first = published("Signals", "The signals are encrypted.")
    outlets = [Part("recipient", 0, {"name": name}) for name in ("An outlet", "Another outlet")]
    cases.enter(ann, first, Words(parts=tuple(outlets)))
    second = published("Correction", "The signals are not encrypted.", corrects=first)
    assert cases.shown(ann, first).pointed_from == (second,)
    wrong = {"what_was_wrong": "they are not encrypted; known since today", "superseded_by": second}
    assert moved(ann, first, "supersede", **wrong) == "superseded"
    told = {"told_at": "2022-04-27T11:00:00+00:00"}
    with pytest.raises(RefusedError, match="recipient 2: `told_at`"):
        moved(ann, first, "correct", Part("recipient", 1, told))
    assert moved(ann, first, "correct", Part("recipient", 1, told), Part("recipient", 2, told)) == "corrected"
    assert cases.shown(ann, first).case.parts_of("version")[1]["text"] == "The signals are encrypted."


@pytest.mark.parametrize(
    ("entity", "authority", "found"),
    [
        ("KR-CN", "US", "CN-BLOCK-EXAMPLE"),
        ("KR-CN", "CN", "none"),
        ("KR-NL", "US", "none"),
        ("KR-XX", "US", "cannot be told: the seat of `KR-XX` is not on record"),
    ],
)
def test_conflict_of_laws_is_looked_up_and_counsel_decides(ann: Home, entity: str, authority: str, found: str) -> None:
    """The entity that is asked sits where a blocking rule binds, and the authority does not."""
    with_rules(ann)
    fields = {"authority": "A body", "authority_territory": authority, "received_on": "2022-04-26", "scope": "all"}
    id = cases.open_case(ann, "authority_request", Words(fields=fields))
    moved(ann, id, "verify", legal_basis="none named", verified_how="call back", addressed_to=entity)
    category = Part("category", 1, {"name": "sales"})
    if found == "none":
        assert moved(ann, id, "assess", category) == "assessed"
    else:
        with pytest.raises(RefusedError, match="choice_of_law"):
            moved(ann, id, "assess", category)
        assert moved(ann, id, "assess", category, choice_of_law="not forbidden: no order was given") == "assessed"
    assert cases.shown(ann, id).case.fields["conflicts"] == found


def test_without_a_rulebook_a_conflict_cannot_be_ruled_out(ann: Home) -> None:
    (ann.path / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    with ann.store.begin() as connection:
        keep_part(ann, connection, "organisation", ann.path / "organisation.yaml")
    fields = {"authority": "A body", "authority_territory": "US", "received_on": "2022-04-26", "scope": "all"}
    id = cases.open_case(ann, "authority_request", Words(fields=fields))
    moved(ann, id, "verify", legal_basis="none", verified_how="call back", addressed_to="KR-CN")
    with pytest.raises(RefusedError, match="choice_of_law"):
        moved(ann, id, "assess", Part("category", 1, {"name": "sales"}))


def test_a_consultation_stands_beside_the_draft(ann: Home) -> None:
    id = cases.open_case(ann, "consultation", Words(fields={"question": "What stops?", "measure": "suspension"}))
    asked = [Part("opinion", 0, {"name": name, "capacity": "dealer"}) for name in ("A", "B")]
    moved(ann, id, "ask", *asked, answer_by="2022-05-10")
    answer = {"heard": "answered", "answer": "spare parts", "answered_on": "2022-05-02", "weight": "strong"}
    with pytest.raises(RefusedError, match="opinion 2: `heard`"):
        moved(ann, id, "summarise", Part("opinion", 1, answer), summary="parts go on")
    moved(ann, id, "summarise", Part("opinion", 1, answer), Part("opinion", 2, {"heard": "no_answer"}), summary="so")
    (found,) = consultations(ann, "suspension")
    assert (found.row.id, found.summary) == (id, "so")
    assert [(one.name, one.heard, one.weight) for one in found.opinions] == [
        ("A", "answered", "strong"),
        ("B", "no_answer", ""),
    ]
    assert consultations(ann, "other") == ()


def test_messages_join_the_case_that_goes_on(ann: Home) -> None:
    text = "A grey unit dropped something near the old mill on Monday, we have the film."
    first = take_message(ann, Reported(text, source="a", fields={"serial": "1581F5BKD229001ABC12"}))
    assert take_message(ann, Reported(text.upper() + " https://t.example/2")).case == first.case
    other_ = take_message(ann, Reported("Something else was seen: a white unit over the chapel at dusk, twice."))
    moved(ann, first.case, "merge", merged_into=other_.case)
    third = take_message(ann, Reported(text))
    assert (third.case, third.is_copy) == (other_.case, True)
    shown = cases.shown(ann, first.case)
    assert (shown.sources.messages, shown.sources.independent) == (2, 1)
    assert Link("serial", "1581F5BKD229001ABC12") in shown.case.links
    assert cases.shown(ann, other_.case).sources == cases.Sources(2, 2, 2)
    with pytest.raises(InputError, match="says nothing"):
        take_message(ann, Reported("  \n"))


def test_what_a_case_points_to_is_there(ann: Home) -> None:
    id = cases.open_case(ann, "misuse_report", Words(fields={"summary": "x"}))
    for link in (Link("case", "MR-2022-0404"), Link("order", "SO-404/sale"), Link("act", "404")):
        with pytest.raises(MissingError):
            cases.enter(ann, id, Words(links=(link,)))
    with pytest.raises(MissingError, match="MR-2022-0404"):
        moved(ann, id, "merge", merged_into="MR-2022-0404")
    with pytest.raises(InputError, match="nothing was entered"):
        cases.enter(ann, id, Words(note="  "))
    with pytest.raises(ConflictError):
        cases.enter(ann, id, Words(note="x"), seen=0)


def test_a_refused_step_leaves_nothing_behind(ann: Home) -> None:
    id = cases.open_case(ann, "misuse_report", Words(fields={"summary": "x"}))
    before = cases.shown(ann, id)
    with pytest.raises(RefusedError):
        cases.take_step(ann, id, "confirm", Words(note="in vain", fields={"finding": "y"}))
    assert cases.shown(ann, id) == before


def test_erasing_what_a_person_said_keeps_the_case_its_count_and_its_proof(ann: Home) -> None:
    words = Words(title="Jan Jansen saw it", fields={"summary": "Jan Jansen, Dorpsstraat 1, saw it"})
    id = cases.open_case(ann, "misuse_report", words, [File(b"photo of Jan Jansen", "jan.txt")])
    moved(ann, id, "assess")
    entry = next(one.act for one in cases.shown(ann, id).case.events if one.payload and hasattr(one.payload, "title"))
    with ann.store.begin() as connection:
        erase(connection, entry)
        record_one(ann, connection, "erased", id, Erased(entry, "asked for by the person"))
    shown = cases.shown(ann, id)
    assert (shown.row.state, shown.row.title, shown.case.fields, shown.case.attachments) == ("assessed", "", {}, ())
    assert cases.search(ann, "jansen") == ()
    assert fsck(ann).faults == ()
    with pytest.raises(MissingError, match="erased"):
        receipt(ann, entry)
    assert receipt(ann, entry - 1).receipt
    moved(ann, id, "not_confirm", reliability="F", credibility="6", finding="-", would_change="a new report")


def test_the_disclosure_register_counts_what_the_log_holds(ann: Home) -> None:
    fields = {"authority": "A body", "authority_territory": "US", "received_on": "2022-04-26", "scope": "all"}
    id = cases.open_case(ann, "authority_request", Words(fields=fields))
    moved(other(ann, "bo"), id, "refuse", reason="no legal basis")
    found = disclosures(ann, NOON.date(), NOON.date() + timedelta(days=1))
    assert [(one.case, one.end, one.authority) for one in found.rows] == [(id, "refused", "A body")]
    assert found.counted_in_log == 1
    assert disclosures(ann, NOON.date() - timedelta(days=9), NOON.date()).rows == ()


def test_an_entry_is_erased_with_all_that_goes_with_it(ann: Home) -> None:
    """Words, file, title and place in the search go; the step, the count and the leaf stay; nothing is done twice."""
    words = Words(title="Jan Jansen saw it", fields={"summary": "Jan Jansen, Dorpsstraat 1, saw it"})
    id = cases.open_case(ann, "misuse_report", words, [File(b"photo of Jan Jansen", "jan.txt")])
    cases.enter(ann, id, Words(note="called him"), [File(b"photo of Jan Jansen", "again.txt"), File(b"map", "map.txt")])
    opened, entry, second = (one.act for one in cases.shown(ann, id).case.events)
    found = erasing.going(ann, id, entry)
    assert (found.files, found.kept_files, found.is_title) == ((), ("jan.txt",), True)
    assert erasing.going(ann, id, second).files == ("map.txt",)
    for reason, index, error in (
        ("", entry, InputError),
        ("asked for", opened, InputError),
        ("asked for", 10_000, MissingError),
        ("x" * 501, entry, InputError),
    ):
        with pytest.raises(error):
            erasing.erase_entry(ann, id, index, reason)
    with pytest.raises(RefusedError):
        erasing.erase_entry(replace(ann, identity=None), id, entry, "asked for")
    made = erasing.erase_entry(ann, id, entry, "asked for by the person")
    shown = cases.shown(ann, id)
    assert (shown.row.title, shown.case.fields, len(shown.case.attachments)) == ("", {}, 2)
    assert erasing.going(ann, id, second).files == ("again.txt", "map.txt")
    erasing.erase_entry(ann, id, second, "asked for by the person")
    assert cases.search(ann, "jansen") == ()
    with pytest.raises(ConflictError, match="erased already"):
        erasing.erase_entry(ann, id, entry, "again")
    with ann.store.read() as connection:
        assert act_at(connection, made).act.payload == Erased(entry, "asked for by the person")
    assert fsck(ann).faults == ()


def test_a_bundle_is_verified_by_somebody_who_has_nothing_else(ann: Home, tmp_path: Path) -> None:
    """Receipts, case and files; whatever of it is changed is found out, and what was erased is told."""
    words = Words(title="A title", fields={"summary": "seen"}, parts=(Part("message", 0, {"text": "I saw it"}),))
    id = cases.open_case(ann, "misuse_report", words, [File(b"frame 17", "frame.txt", "a frame")])
    moved(ann, id, "assess")
    cases.enter(ann, id, Words(note="somebody's name"))
    erasing.erase_entry(ann, id, cases.shown(ann, id).case.events[-1].act, "asked for")
    made = case_bundle.bundle(ann, id)
    vkey = made.command.rpartition("--key '")[2].rstrip("'")
    place = tmp_path / made.name
    case_bundle.write(made, place)
    told = case_bundle.verify(place, vkey)
    assert sum("is in log" in one for one in told) == 3
    assert any("frame.txt is the file" in one for one in told)
    assert told[-2:] == [
        "not shown: 1 acts whose words were erased",
        f"case {id} (misuse_report) is `assessed` by these acts",
    ]
    with zipfile.ZipFile(place) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    assert "--key" in content["README.txt"].decode()
    frame = next(name for name in content if name.startswith("files/"))
    receipts = [name for name in content if name.startswith("receipts/")]
    lies = {
        "case.json": (b'"assessed"', b'"received"'),
        frame: (b"frame", b"forged"),
        receipts[0]: (b'"index":', b'"index":1'),
    }
    for name, (true, false) in lies.items():
        with zipfile.ZipFile(tmp_path / "forged.zip", "w") as packed:
            for one, inside in content.items():
                packed.writestr(one, inside.replace(true, false) if one == name else inside)
        with pytest.raises((ProofError, InputError)):
            case_bundle.verify(tmp_path / "forged.zip", vkey)
    for name in (frame, receipts[1], "case.json"):
        with zipfile.ZipFile(tmp_path / "cut.zip", "w") as packed:
            for one, inside in content.items():
                if one != name:
                    packed.writestr(one, inside)
        with pytest.raises(ProofError, match="missing"):
            case_bundle.verify(tmp_path / "cut.zip", vkey)
    (tmp_path / "none.zip").write_bytes(b"no bundle")
    with pytest.raises(InputError, match="no evidence bundle"):
        case_bundle.verify(tmp_path / "none.zip", vkey)
    (tmp_path / "other").mkdir()
    with pytest.raises(ProofError):
        case_bundle.verify(place, proofs.log_signer(replace(ann, path=tmp_path / "other")).verifier.vkey)
