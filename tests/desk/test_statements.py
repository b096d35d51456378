"""Statements and notices from draft to correction: read by another person, and out not a moment early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moratorium.desk import accounts, cases, mail, notices, press, receivers, rulebooks, statements, whoami, wording
from moratorium.desk.cases import Words
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.proofs import fsck
from moratorium.desk.receivers import Receiver
from moratorium.desk.statements import Drafted, Recipient, Released
from moratorium.desk.working import Worker
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import open_store
from moratorium.store.outbox import Posted
from moratorium.terms.case import Part
from tests.desk.job_office import printers

HOUR = datetime(2022, 4, 26, 9, tzinfo=UTC)
MEASURE = "PAUSE-2022"
RULE = f"""
measure: {MEASURE}
title: Temporary suspension in two countries
kind: suspension
ground: {{kind: own-policy, principle: fear of losing the licence of our largest customer}}
dates: {{announced: 2022-04-26}}
in_force: [[2022-04-26, null]]
review: {{every: P3M, question: Is it still called for?, owner: trade-compliance}}
bound: all-affiliates
scope: {{activities: all, territories: {{roles: any, within: [RU, UA]}}}}
effect: deny
statement:
  en: We review compliance requirements and pause our business in two countries.
  nl: Wij beoordelen de nalevingseisen opnieuw en pauzeren onze activiteiten in twee landen.
  zh: 我们正在重新评估合规要求，并暂停在两个国家的业务。
source: {{text: minutes of the board, as_of: 2022-04-26, mark: V2}}
"""


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = HOUR - timedelta(hours=2)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ann(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    with open_store(tmp_path) as store:
        home = Home(tmp_path, store, clock=clock)
        for name in ("ann", "bo", "cy"):
            whoami.make(home, name)
        ann = as_(home, "ann")
        adopt(ann, RULE)
        yield ann


def as_(home: Home, name: str) -> Home:
    return replace(home, identity=Identity.load(home.path, name))


def adopt(home: Home, text: str) -> None:
    number = rulebooks.propose_documents(home, {"m.yaml": text}, "the board wants it quickly")
    rulebooks.approve(as_(home, "bo"), number)


def accepted(home: Home, id: str) -> None:
    """Every text read by a second person."""
    for number in wording.current(cases.shown(home, id).case):
        wording.accept(as_(home, "bo"), id, number, {})


def approved(home: Home, wanted: Drafted, *recipients: Recipient) -> str:
    id = statements.draft(home, wanted)
    if recipients:
        statements.add_recipients(home, id, recipients)
    accepted(home, id)
    if wanted.kind == "public_statement":
        cases.take_step(as_(home, "bo"), id, "review")
    cases.take_step(as_(home, "cy"), id, "approve")
    return id


def state(home: Home, id: str) -> str:
    return cases.shown(home, id).case.state


def letters(home: Home) -> tuple[Posted, ...]:
    return mail.listed(home)


STATEMENT = Drafted("public_statement", MEASURE, "public", release_at=HOUR.isoformat(), contact="press@maker.example")
NOTICE = replace(STATEMENT, kind="notice", audience="partners")
DEALERS = (
    Recipient("De Vries Drones", "nl", "inkoop@devries.example", "C-1"),
    Recipient("Sky Dealer", "en", "desk@sky.example", "C-2"),
)


def test_a_draft_holds_a_text_in_each_language_from_template_and_measure(ann: Home) -> None:
    case = cases.shown(ann, statements.draft(ann, STATEMENT)).case
    texts = {one["language"]: one for one in case.parts_of("version").values()}
    assert set(texts) == {"en", "nl", "zh"}
    assert texts["nl"]["text"].startswith("Verklaring over onze activiteiten in Rusland en Oekraïne\n\nWij beoordelen")
    assert "26 juli 2022" in texts["nl"]["text"]
    assert "press@maker.example" in texts["zh"]["text"]
    assert texts["en"]["template"].startswith("public.en ")
    assert ("measure", MEASURE) in [(one.kind, one.target) for one in case.links]
    for number in case.parts_of("version"):
        assert wording.checked(ann, case.id, number).found == ()


def test_templates_of_the_home_folder_come_first(ann: Home) -> None:
    folder = ann.path / "templates"
    folder.mkdir()
    (folder / "public.en.txt").write_text("Our own words\n\n{statement}", encoding="utf-8")
    (folder / "dealers.nl.txt").write_text("Aan dealers\n\n{statement}", encoding="utf-8")
    assert wording.filled(ann, MEASURE, "public", "en").text.startswith("Our own words\n\nWe review")
    assert wording.filled(ann, MEASURE, "dealers", "nl").audience == "dealers"
    with pytest.raises(MissingError, match="no template `dealers"):
        wording.filled(ann, MEASURE, "dealers", "en")
    with pytest.raises(MissingError, match="no measure `X`"):
        wording.filled(ann, "X", "public", "en")
    (folder / "public.zh.txt").write_text("{who}", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError) as found:
        wording.templates(ann)
    assert [fault.at for fault in found.value.faults] == ["templates", "templates/public.zh.txt:1:1"]


def test_rules_of_the_home_folder_take_the_place_of_ours(ann: Home) -> None:
    own = "rules: [{id: brand, title: a brand, why: w, mend: m, words: {en: [acme*]}}]\n"
    rest = "compared:\n" + "".join(
        f"- {{id: {id}, title: t, why: w, mend: m}}\n" for id in ("ground", "name", "date", "hidden")
    )
    (ann.path / "wording.yaml").write_text(f"{own}{rest}empty: {{}}\nmonths: {{}}\nstates: {{}}\n", encoding="utf-8")
    found = wording.checked_text(ann, "ACME is safe", "en").found
    assert [one.rule for one in found] == ["brand"]


def test_what_is_ours_is_found_on_a_case(ann: Home) -> None:
    id = statements.draft(ann, replace(STATEMENT, languages=("en",)))
    cases.enter(ann, id, Words(note="the bank threatens to close our accounts"))
    text = (
        "A pause\n\nWe fear losing the licence of our largest customer. The board wants it quickly, says Ann. The bank "
        f"threatens to close our accounts. See {id} and {MEASURE}, because Russia attacked Ukraine on 24 February 2022."
    )
    number = wording.mend(ann, id, 1, text)
    found = wording.checked(ann, id, number).found
    assert {one.rule for one in found} == {"ground", "name", "cause", "conflict", "date"}
    assert sum(one.rule == "ground" for one in found) == 3
    assert [one.words for one in found if one.rule == "name"] == ["Ann", id, MEASURE]


def test_another_person_reads_the_words_and_says_why_each_hit_may_stand(ann: Home) -> None:
    id = statements.draft(ann, replace(STATEMENT, languages=("en",)))
    with pytest.raises(RefusedError, match="missing: version 1: `wording_check`"):
        cases.take_step(as_(ann, "bo"), id, "review")
    with pytest.raises(InputError, match="worked out by the program"):
        cases.enter(ann, id, Words(parts=(Part("version", 1, {"wording_check": "none"}),)))
    number = wording.mend(ann, id, 1, "A pause\n\nIt is safe to say that we pause.")
    (hit,) = wording.checked(ann, id, number).found
    with pytest.raises(RefusedError, match="`ann` wrote version 2"):
        wording.accept(ann, id, number, {hit.id: "a saying"})
    bo = as_(ann, "bo")
    with pytest.raises(InputError, match="more than we can know: `safe` at 3:7"):
        wording.accept(bo, id, number, {hit.id: " "})
    with pytest.raises(InputError, match="nothing was found there"):
        wording.accept(bo, id, number, {hit.id: "a saying", "truth:0-1": "x"})
    with pytest.raises(ConflictError, match="changed since"):
        wording.accept(bo, id, number, {hit.id: "a saying"}, seen=0)
    wording.accept(bo, id, number, {hit.id: "a saying"})
    stated = cases.shown(ann, id).case.parts_of("version")[number]
    assert stated["wording_check"].splitlines()[1] == f"{hit.id} `safe`: a saying"
    assert stated["checked_by"] == "bo"
    assert cases.take_step(bo, id, "review").state == "reviewed"
    with pytest.raises(RefusedError, match="while it is a draft"):
        wording.mend(ann, id, number, "Another text")
    for who in ("ann", "bo"):
        with pytest.raises(RefusedError, match="another person than"):
            cases.take_step(as_(ann, who), id, "approve")
    assert cases.take_step(as_(ann, "cy"), id, "approve").state == "approved"
    assert fsck(ann).faults == ()


def test_who_may_approve_the_words_is_written_to_and_nobody_who_made_or_read_them(ann: Home) -> None:
    """At each step that leads there; whose role may not approve is not told."""
    for name, role in (("ann", "officer"), ("bo", "approver"), ("cy", "counsel")):
        home = as_(ann, name)
        receivers.choose(home, Receiver("", f"{name}@maker.example", "en", ("second_person",)))
        accounts.invite(ann, name, role)
    notices.follow(ann)
    id = statements.draft(ann, STATEMENT)
    accepted(ann, id)
    cases.take_step(as_(ann, "bo"), id, "review")
    notices.follow(ann)
    ((to, values),) = [(one.to, one.values) for one in letters(ann)]
    assert (to, values["by"], values["link"]) == ("cy@maker.example", "bo", f"/cases/{id}")
    assert values["waiting"].startswith(id)


def test_a_mended_text_is_a_new_version_that_somebody_else_reads(ann: Home) -> None:
    id = statements.draft(ann, replace(STATEMENT, languages=("en",)))
    bo = as_(ann, "bo")
    number = wording.mend(bo, id, 1, "A pause\n\nWe pause.")
    with pytest.raises(RefusedError, match="`bo` wrote version 2"):
        wording.accept(bo, id, number, {})
    with pytest.raises(RefusedError, match="replaced by version 2"):
        wording.mend(ann, id, 1, "Again another text")
    with pytest.raises(InputError, match="the text is the same"):
        wording.mend(ann, id, number, "A pause\n\nWe pause.\n")
    with pytest.raises(MissingError, match="no version 9"):
        wording.checked(ann, id, 9)
    wording.accept(ann, id, number, {})
    assert cases.take_step(bo, id, "review").state == "reviewed"
    assert list(wording.current(cases.shown(ann, id).case)) == [2]


def test_a_text_that_slips_in_after_the_check_does_not_go_out(ann: Home, clock: Clock) -> None:
    """Entered by the way of all cases, in the same language or another one, on an approved case."""
    id = approved(ann, STATEMENT)
    cases.enter(ann, id, Words(parts=(Part("version", 0, {"text": "Other words", "language": "uk"}),)))
    clock.now = HOUR
    with pytest.raises(RefusedError, match="version 4 was not checked by another person"):
        statements.release(ann, id)
    (held,) = statements.release_due(ann)
    assert (held.case, held.is_out) == (id, False)
    assert state(ann, id) == "approved"


def test_nothing_goes_out_a_moment_early(ann: Home, clock: Clock) -> None:
    """Neither by hand, nor by the round, nor by the plain step of the case; at the instant itself it goes."""
    id = approved(ann, STATEMENT)
    said = {"released_at": (HOUR - timedelta(hours=3)).isoformat(), "channel": "network X"}
    for moment in (HOUR - timedelta(minutes=1), HOUR - timedelta(microseconds=1)):
        clock.now = moment
        assert statements.release_due(ann) == ()
        with pytest.raises(RefusedError, match="not released before 2022-04-26T09:00:00"):
            statements.release(ann, id)
        with pytest.raises(RefusedError, match="not released before"):
            cases.take_step(ann, id, "publish", Words(fields=said))
        assert state(ann, id) == "approved"
        assert statements.waiting(ann) == [(id, HOUR)]
    clock.now = HOUR
    with pytest.raises(InputError, match="before the release"):
        cases.take_step(ann, id, "publish", Words(fields=said))
    later = {**said, "released_at": (HOUR + timedelta(seconds=1)).isoformat()}
    with pytest.raises(InputError, match="not gone out yet"):
        cases.take_step(ann, id, "publish", Words(fields=later))
    assert statements.release_due(ann) == (Released(id, True),)
    assert state(ann, id) == "published"
    assert statements.release_due(ann) == ()
    case = cases.shown(ann, id).case
    assert (case.fields["released_at"], case.fields["channel"]) == (HOUR.isoformat(), "press page")


def test_both_databases_let_the_same_out(tmp_path: Path, clock: Clock, database: Path | str) -> None:
    with open_store(database) as store:
        home = Home(tmp_path, store, clock=clock)
        for name in ("ann", "bo", "cy"):
            whoami.make(home, name)
        ann = as_(home, "ann")
        adopt(ann, RULE)
        id = approved(ann, replace(STATEMENT, languages=("zh",)))
        clock.now = HOUR
        assert statements.release_due(ann) == (Released(id, True),)
        (one,) = press.published(ann).statements
        assert (one.id, one.texts[0].language, one.released_at) == (id, "zh", HOUR)
        assert statements.listed(ann)[0].released_at == HOUR


def test_for_whom_and_when_are_approved_with_the_text(ann: Home, clock: Clock) -> None:
    """One person alone brings nothing forward, and nothing that was approved for some before everybody."""
    id = approved(ann, replace(STATEMENT, audience="staff"))
    clock.now = HOUR
    for name, text in {"audience": "public", "release_at": (HOUR - timedelta(hours=1)).isoformat()}.items():
        before = cases.shown(ann, id).case.fields[name]
        cases.enter(ann, id, Words(fields={name: text}))
        with pytest.raises(RefusedError, match=f"`{name}` was changed after it was approved"):
            statements.release(ann, id)
        cases.enter(ann, id, Words(fields={name: before}))
    statements.release(ann, id)
    cases.enter(ann, id, Words(fields={"audience": "public"}))
    assert press.published(ann).statements == ()
    other = approved(ann, STATEMENT)
    assert press.published(ann).statements == ()
    statements.release(ann, other)
    (one,) = press.published(ann).statements
    assert (one.id, [text.language for text in one.texts], one.released_at) == (other, ["en", "nl", "zh"], HOUR)


def test_the_worker_sends_out_what_is_due_and_tells_what_it_holds(ann: Home, clock: Clock) -> None:
    id, held = approved(ann, STATEMENT), approved(ann, NOTICE, Recipient("By post"))
    told: list[str] = []
    worker = Worker(as_(ann, "cy"), printers(), told.append)
    worker._look_round()
    assert not any(id in one for one in told)
    clock.now = HOUR
    worker._look_round()
    worker._look_round()
    assert [one for one in told if one.startswith(("PS-", "NO-"))] == [
        f"{id} is out",
        f"{held} is held: recipient 1, address: `By post` has no mail address; enter a mail address, or `sent_at` if "
        "they were told otherwise; or invite them to the portal",
    ]
    assert cases.shown(ann, id).case.takers["publish"] == "cy"


def test_a_text_without_an_hour_waits_for_a_person(ann: Home, clock: Clock) -> None:
    id = approved(ann, replace(STATEMENT, release_at=""))
    clock.now = HOUR + timedelta(days=9)
    assert statements.release_due(ann) == ()
    assert statements.release(ann, id).is_out


def test_a_measure_that_was_changed_meanwhile_holds_its_texts(ann: Home, clock: Clock) -> None:
    """Lifted between approval and release: the case says why, once, and goes on after a new check."""
    id, notice = approved(ann, STATEMENT), approved(ann, NOTICE, *DEALERS)
    adopt(ann, RULE.replace("[[2022-04-26, null]]", "[[2022-04-26, 2022-05-01]]"))
    clock.now = HOUR
    held = statements.release_due(ann)
    assert {one.case for one in held} == {id, notice}
    assert not any(one.is_out for one in held)
    assert "the measure was changed since version 1 was checked" in held[0].words
    assert "changed since" in cases.shown(ann, id).case.fields["held"]
    acts = cases.shown(ann, id).last
    assert statements.release_due(ann) == ()
    assert cases.shown(ann, id).last == acts
    assert letters(ann) == ()
    cases.take_step(ann, id, "return", Words(fields={"reason": "the measure ends"}))
    bo = as_(ann, "bo")
    for number, stated in wording.current(cases.shown(ann, id).case).items():
        new = wording.filled(ann, MEASURE, "public", stated["language"], "press@maker.example").text
        wording.accept(bo, id, wording.mend(ann, id, number, new), {})
    cases.take_step(bo, id, "review")
    cases.take_step(as_(ann, "cy"), id, "approve")
    assert statements.release_due(ann) == (Released(id, True),)


def test_a_notice_goes_to_each_recipient_in_their_language_or_to_nobody(ann: Home, clock: Clock) -> None:
    id = statements.draft(ann, replace(NOTICE, languages=("en", "nl")))
    assert statements.add_recipients(ann, id, DEALERS) == 2
    assert statements.add_recipients(ann, id, [*DEALERS, Recipient("By post", "en", "", "C-3")]) == 1
    with pytest.raises(InputError, match="no mail address") as found:
        statements.add_recipients(ann, id, [Recipient("X", address="nowhere")])
    assert found.value.fault.at == "recipient 1, address"
    accepted(ann, id)
    bo, cy = as_(ann, "bo"), as_(ann, "cy")
    cases.enter(ann, id, Words(parts=(Part("recipient", 4, {"name": "Reads Chinese", "language": "zh"}),)))
    with pytest.raises(RefusedError, match="recipient 4 reads `zh`"):
        cases.take_step(cy, id, "approve")
    cases.enter(ann, id, Words(parts=(Part("recipient", 4, {"language": "en", "sent_at": HOUR.isoformat()}),)))
    cases.take_step(cy, id, "approve")
    clock.now = HOUR
    with pytest.raises(InputError, match="`By post` has no mail address"):
        statements.release(ann, id)
    assert letters(ann) == ()
    cases.enter(ann, id, Words(parts=(Part("recipient", 3, {"sent_at": HOUR.isoformat()}),)))
    assert statements.release(bo, id).letters == 2
    found_letters = {one.to: one for one in letters(ann)}
    assert found_letters["inkoop@devries.example"].language == "nl"
    assert found_letters["inkoop@devries.example"].values["title"].startswith("Bericht aan onze partners")
    assert "tot u van ons hoort" in found_letters["inkoop@devries.example"].values["text"].lower()
    case = cases.shown(ann, id).case
    assert (case.state, case.due) == ("sent", "2022-05-10")
    assert all(one["sent_at"] for one in case.parts_of("recipient").values())


def test_partners_who_can_sign_in_are_told_in_the_portal_if_not_by_mail(ann: Home, clock: Clock) -> None:
    for name, party in (("dealer-1", "C-1"), ("dealer-2", "C-2")):
        accounts.invite(ann, name, "partner", party=party)
    whoami.make(ann, "dealer-2")
    receivers.choose(as_(ann, "dealer-2"), Receiver("", "x@y.example", "nl"))
    found = statements.partner_recipients(ann)
    stated = [(one.party, one.language, one.address) for one in found]
    assert stated == [("C-1", "en", ""), ("C-2", "nl", "x@y.example")]
    id = approved(ann, NOTICE, *found)
    clock.now = HOUR
    assert statements.release(ann, id).letters == 1
    assert [one.to for one in letters(ann) if one.kind == "notice"] == ["x@y.example"]
    assert all(one["sent_at"] for one in cases.shown(ann, id).case.parts_of("recipient").values())


def test_the_copy_of_a_channel_is_held_against_the_text(ann: Home, clock: Clock) -> None:
    id = approved(ann, replace(STATEMENT, languages=("en",)))
    text = cases.shown(ann, id).case.parts_of("version")[1]["text"]
    with pytest.raises(RefusedError, match="not gone out yet"):
        statements.compare_copy(ann, id, 1, text.encode())
    clock.now = HOUR
    statements.release(ann, id)
    made = statements.compare_copy(ann, id, 1, text.replace("\n", "\r\n").encode(), "network X")
    assert made.is_same
    assert made.digest == cases.shown(ann, id).case.parts_of("version")[1]["digest"]
    changed = statements.compare_copy(ann, id, 1, text.replace("pause", "stop").encode(), "network Y")
    assert not changed.is_same
    stated = cases.shown(ann, id).case.parts_of("version")[1]
    assert stated["copy_words"].splitlines() == [
        "- We review compliance requirements and pause our business in two countries.",
        "+ We review compliance requirements and stop our business in two countries.",
    ]
    assert stated["copy_digest"] == changed.digest
    assert len(cases.shown(ann, id).case.attachments) == 2
    with pytest.raises(InputError, match="no text in UTF-8"):
        statements.compare_copy(ann, id, 1, b"\xff\xfe\x00")


def test_whoever_was_told_is_told_of_the_correction(ann: Home, clock: Clock) -> None:
    clock.now = HOUR
    first, notice = approved(ann, STATEMENT), approved(ann, NOTICE, *DEALERS)
    statements.release_due(ann)
    second = approved(ann, replace(STATEMENT, corrects=first))
    with pytest.raises(RefusedError, match="is not out yet"):
        statements.supersede(ann, first, second, "the countries were wrong")
    statements.release(ann, second)
    done = statements.supersede(ann, first, second, "the countries were wrong")
    assert (done.letters, done.untold, done.state) == (0, (), "corrected")
    other = approved(ann, replace(NOTICE, corrects=notice), *DEALERS)
    statements.release(ann, other)
    cases.enter(ann, notice, Words(parts=(Part("recipient", 3, {"name": "By post"}),)))
    done = statements.supersede(ann, notice, other, "the day was wrong")
    assert (done.letters, done.untold, done.state) == (2, (3,), "superseded")
    told = [one for one in letters(ann) if one.kind == "superseded"]
    assert {one.language for one in told} == {"en", "nl"}
    assert all("De Vries" not in one.values["text"] for one in told)
    cases.take_step(ann, notice, "correct", Words(parts=(Part("recipient", 3, {"told_at": HOUR.isoformat()}),)))
    assert state(ann, notice) == "corrected"
    assert fsck(ann).faults == ()


def test_only_texts_are_drafted_checked_and_released(ann: Home) -> None:
    report = cases.open_case(ann, "misuse_report", Words(fields={"summary": "seen"}))
    for refused in (
        lambda: statements.draft(ann, replace(STATEMENT, kind="misuse_report")),
        lambda: wording.checked(ann, report, 1),
        lambda: wording.mend(ann, report, 1, "x"),
        lambda: statements.release(ann, report),
        lambda: statements.draft(replace(ann, identity=None), STATEMENT),
    ):
        with pytest.raises(RefusedError):
            refused()
    with pytest.raises(InputError, match="no language is named"):
        statements.draft(ann, replace(STATEMENT, languages=()))
    with pytest.raises(InputError, match="0 characters"):
        wording.checked_text(ann, "", "en")
    assert wording.checked_text(ann, "It is safe", "en", MEASURE).revision != "none"
