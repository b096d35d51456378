"""The case of 2022, on real lists: a Moscow seller is listed, and its sister dealer by the same owner is held.

Ilya Golberg owned Nebesnaya Mekhanika in Moscow, and founded Aspan Arba in Kazakhstan in the month of the suspension.
The seller is an entry of the US list of 2026-07-31; the version before is the same file without that entry, so that
nothing else can be the reason. The dealer itself is on no list. Of the list's 25,921 entries every twentieth is taken
with what concerns the case; the soak takes all.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from moratorium.decision.decider import Decider
from moratorium.desk import answering, lists, package, parties, rulebooks
from moratorium.desk.checking import Tally, check
from moratorium.desk.explaining import explain
from moratorium.desk.home import Home
from moratorium.desk.references import References, keep_part
from moratorium.measures import Rulebook
from moratorium.report.explanation import explanation
from moratorium.store import open_store
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party

SELLER = "LIMITED LIABILITY COMPANY NEBESNAYA MEKHANIKA"
LISTED_ON = date(2026, 7, 31)
REGISTER = f"""\
id,name,country,owner,owner_share,director,incorporated_on
D-1,Aspan Arba LLP,KZ,Ilya Golberg,100,,2022-04-05
D-2,{SELLER},RU,Golberg Ilya,,Илья Голберг,2014-09-01
D-3,Quiet Steppe Survey LLP,KZ,Aigerim Example,100,,2015-02-02
"""
ORGANISATION = "entities:\n  - {id: KR-NL, seat: NL, persons: [NL]}\n"


class Clock:
    """Tells the time that the test has set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 7, 30, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The morning before the list is published."""
    return Clock()


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    """A home with our register and organisation."""
    folder = tmp_path / "home"
    folder.mkdir()
    (tmp_path / "parties.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    with open_store(folder) as store:
        home = Home(folder, store, clock=clock)
        with store.begin() as connection:
            assert keep_part(home, connection, "parties", tmp_path / "parties.csv") == ()
            keep_part(home, connection, "organisation", tmp_path / "organisation.yaml")
        yield home


def rulebook() -> Rulebook:
    """The starter's measures on links to listed parties, with the base pack; R15 would hold the dealer all along."""
    return rulebooks.read({"linked.yaml": package.starter()["linked.yaml"]})


def order(id: str, dealer: str, name: str) -> Order:
    """Drones for a dealer in Kazakhstan."""
    buyer = Party(dealer, (name,), Address("KZ"))
    return Order(
        id,
        "sale",
        lines=(Line("1", "KST-P3", Decimal(20), Decimal(36000)),),
        currency="EUR",
        placed_on=date(2026, 7, 30),
        parties={"buyer": (buyer,), "end_user": (buyer,), "consignee": (buyer,)},
        places={"ship_to": (buyer.address,)},
    )


def decided(home: Home, *orders: Order) -> Tally:
    """Decide orders on today's lists."""
    with home.store.read() as connection:
        reference = References(home).on(connection, home.today(), rulebook())
    return check(home, orders, Decider(rulebook(), reference), home.today())


def imported(home: Home, data: dict[str, Any], published: date, folder: Path) -> None:
    """A version of the Consolidated Screening List."""
    path = folder / f"consolidated-{published}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(data).encode(), compresslevel=1))
    lists.import_list(home, "us-csl", published, lists.parts_of("us-csl", [path]))


def some_of(whole: dict[str, Any], every: int) -> dict[str, Any]:
    """Every so many entries of the list, and all that name the seller or its owner, with counts that say so."""

    def concerns(one: dict[str, Any]) -> bool:
        return any(word in str(one).upper() for word in ("NEBESNAYA", "GOLBERG"))

    rows = [one for place, one in enumerate(whole["results"]) if place % every == 0 or concerns(one)]
    used = Counter(one["source"] for one in rows)
    sources = {id: used[id] for id in whole["sources_used"]}
    return {**whole, "results": rows, "total": len(rows), "sources_used": sources}


def without_the_seller(whole: dict[str, Any]) -> dict[str, Any]:
    """The list as it was before the seller was put on it, with counts that say so."""
    (gone,) = (one for one in whole["results"] if one["name"] == SELLER)
    used = {**whole["sources_used"], gone["source"]: whole["sources_used"][gone["source"]] - 1}
    rest = [one for one in whole["results"] if one is not gone]
    return {**whole, "results": rest, "total": whole["total"] - 1, "sources_used": used}


@pytest.mark.parametrize("every", [20, pytest.param(1, marks=pytest.mark.soak)])
def test_the_sister_dealer_is_held_from_the_day_the_seller_is_listed(
    home: Home, clock: Clock, shared: Callable[[str], Path], tmp_path: Path, every: int
) -> None:
    published = json.loads(gzip.decompress(shared("data/lists/csl/consolidated-2026-07-31.json.gz").read_bytes()))
    whole = some_of(published, every)
    before = without_the_seller(whole)

    imported(home, before, date(2026, 7, 30), tmp_path)
    tally = decided(home, order("SO-1", "D-1", "Aspan Arba LLP"), order("SO-2", "D-3", "Quiet Steppe Survey LLP"))
    assert dict(tally.orders) == {"allow": 2}

    clock.now = datetime(2026, 8, 1, 9, tzinfo=UTC)
    imported(home, whole, LISTED_ON, tmp_path)
    tally = decided(home, order("SO-3", "D-1", "Aspan Arba LLP"), order("SO-4", "D-3", "Quiet Steppe Survey LLP"))
    assert dict(tally.orders) == {"hold": 1, "allow": 1}

    link = f"Aspan Arba LLP (D-1) has the same owner, Ilya Golberg, as {SELLER} (D-2) (perhaps OFAC-SDN#50788)"
    told = explanation(explain(home, "SO-3")[0])
    assert "hold  R14-OFAC-SDN" in told
    assert f"linked to a listed party: {link}" in told
    path, count = answering.write_questions(tmp_path / "questions.csv", tally.questions.ranked())
    assert count == 1
    asked = path.read_text(encoding="utf-8-sig")
    assert "party:D-2,listed" in asked
    assert link in asked
    assert any(line.startswith(link) for line in parties.owners(home, "D-1").words)


def test_the_dealer_shares_an_owner_with_an_embargoed_seller_before_any_list_names_it(home: Home) -> None:
    """The starter's R15 asks long before: the owner owns a company in Russia."""
    book = rulebooks.read({"red_flags.yaml": package.starter()["red_flags.yaml"]})
    with home.store.read() as connection:
        reference = References(home).on(connection, home.today(), book)
    one = order("SO-1", "D-1", "Aspan Arba LLP")
    found = Decider(book, reference).decide(one, home.today(), one.digest())
    held = {f.measure: f for judged in found.judged for f in judged.judgement.findings if f.effect == "hold"}
    assert "R15" in held
    assert any(tie.fact == "common_owner_with_embargoed_seller" for tie in found.decision.ties)
