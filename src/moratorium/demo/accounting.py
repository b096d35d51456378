"""The end of the public record: accounts of the quarters around the suspension, and receipts of what is answered for.

Each account comes in two editions and two forms. Each receipt is written beside it and verified as a stranger would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moratorium.demo import folder as places
from moratorium.demo.reenacted import SUSPENSION, Reenactment
from moratorium.desk import proofs
from moratorium.desk.cases import shown
from moratorium.desk.home import Home
from moratorium.desk.measure_pages import whole
from moratorium.desk.quarter_content import Account, for_public
from moratorium.desk.quarters import account_of
from moratorium.registers.case import Case
from moratorium.report.quarter_files import write_account
from moratorium.terms.act import holder_of
from moratorium.terms.case import CaseEntered, CaseMoved
from moratorium.terms.quarter import Quarter

QUARTERS = (Quarter(2022, 1), Quarter(2022, 2))
"""Of the accusations, and of the suspension."""


@dataclass(frozen=True)
class Answerable:
    """What the company can answer for.

    Attributes:
        accounts: Of the quarters around the suspension; the board's edition.
        receipts: What each receipt is of, by its file below the demo's folder.
        vkey: With which they are verified.
    """

    accounts: tuple[Account, ...]
    receipts: dict[str, str]
    vkey: str


def answer_for(home: Home, story: Reenactment, folder: Path) -> Answerable:
    """Write the accounts, and a receipt of each thing that must be provable.

    Raises:
        ProofError: a receipt does not verify.
    """
    accounts = tuple(account_of(home, quarter) for quarter in QUARTERS)
    for one in accounts:
        _write(folder / places.ACCOUNTS, one)
    place = folder / places.RECEIPTS
    place.mkdir(parents=True, exist_ok=True)
    receipts, vkey = {}, ""
    for words, act in _provable(home, story):
        file = place / f"act-{act}.json"
        bundle = proofs.receipt(home, act)
        proofs.write_bundle(bundle, file)
        proofs.verify_file(file, bundle.vkey)
        receipts[f"{places.RECEIPTS}/{file.name}"], vkey = words, bundle.vkey
    return Answerable(accounts, receipts, vkey)


def _write(folder: Path, account: Account) -> None:
    """Both editions as a page, the board's as a PDF too."""
    folder.mkdir(exist_ok=True)
    for one in (account, for_public(account)):
        write_account(folder / f"{one.quarter}-{one.edition}.html", one)
    write_account(folder / f"{account.quarter}-{account.edition}.pdf", account)


def _provable(home: Home, story: Reenactment) -> Iterator[tuple[str, int]]:
    """What must be provable to an outsider, each with its act."""
    change = whole(home, SUSPENSION, home.today()).versions[-1].change
    yield f"the suspension, proposed by {holder_of(change.by)}", change.proposal
    yield f"the suspension, approved by {holder_of(change.approved_by)}", change.act
    notice = shown(home, story.cases["notice"]).case
    yield "the notice to partners, sent", _step(notice, "send")
    for act, who in _acknowledged(notice):
        yield f"the notice, acknowledged by {who}", act
    yield "the rebuttal, approved by a second person", _step(shown(home, story.cases["allegation"]).case, "approve")
    yield "the rebuttal, out", _step(shown(home, story.cases["allegation"]).case, "answer")
    yield "the delisting, in both sides' words", _step(shown(home, story.cases["delisting"]).case, "confirm")
    yield "the report noticed, not confirmed", _step(shown(home, story.cases["footage"]).case, "notice")


def _step(case: Case, name: str) -> int:
    """The newest act with which a case took a step."""
    found = [one.act for one in case.events if isinstance(one.payload, CaseMoved) and one.payload.step == name]
    return found[-1]


def _acknowledged(notice: Case) -> Iterator[tuple[int, str]]:
    for one in notice.events:
        if isinstance(one.payload, CaseEntered) and any("acknowledged_at" in part.fields for part in one.payload.parts):
            yield one.act, holder_of(one.actor)
