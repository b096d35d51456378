"""Licences: put on record, drawn under the lock of the one writer, never overdrawn, given back; what they cover."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moratorium.decision.decider import Decider
from moratorium.desk.authorisations import Asked, Drew, add, draw, listed, release, shown, state
from moratorium.desk.checking import decide_batch
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.references import References
from moratorium.desk.rulebooks import read
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import fsck, open_store, projections
from moratorium.terms.authorisation import Authorised
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
TERMS = Authorised(
    number="L-1",
    law="eu",
    source="letter in the safe, read by ann",
    until=date(2027, 1, 1),
    quantity=Decimal(10),
    values={"EUR": Decimal(5000)},
    territories=("NL", "UA"),
    parties=("C-1",),
    products=("KST-1",),
)
CUSTOMER = Party(id="C-1", names=("Halm (example)",), address=Address(country="NL"))


def order(id: str = "SO-1", lines: int = 1, buyer: Party = CUSTOMER, **changed: Any) -> Order:
    stated = {"product": "KST-1", "quantity": Decimal(2), "value": Decimal("900.50"), **changed}
    every = tuple(Line(str(number + 1), **stated) for number in range(lines))
    roles: dict[str, tuple[Party, ...]] = dict.fromkeys(("buyer", "consignee", "end_user"), (buyer,))
    return Order(id, "sale", every, currency="EUR", parties=roles, places={"ship_to": (buyer.address,)})


@pytest.fixture
def home(tmp_path: Path, database: Path | str) -> Iterator[Home]:
    """A home on either database, in which Ann acts."""
    with open_store(database) as store:
        yield Home(tmp_path, store, Identity.make(tmp_path, "ann"), lambda: NOON)
        assert fsck(store) == ()


def decider(home: Home) -> Decider:
    with home.store.read() as connection:
        rulebook = read({"m.yaml": MEASURE})
        return Decider(rulebook, References(home).on(connection, TODAY, rulebook))


MEASURE = """
measure: licence-needed
title: Dual-use items need an authorisation
kind: licence_requirement
ground: {kind: own-policy, principle: an example}
in_force: [[2020-01-01, null]]
bound: all-affiliates
scope: {activities: all}
effect: deny
exemptions: [{id: licence, where: licence.covers_eu}]
source: {text: an example, as_of: 2026-01-01, mark: V1}
"""


def effect(home: Home, one: Order) -> str:
    """Decide an order; returns the effect."""
    return decide_batch(home, [(one, TODAY)], decider(home))[0].decided.decision.effect


def pieces(home: Home) -> Decimal:
    return shown(home, "L-1")[0].left["pieces"]


# -- on record --------------------------------------------------------------------------------------------------------


def test_a_licence_is_put_on_record_with_what_is_left_of_it(home: Home) -> None:
    assert listed(home) == ()
    index = add(home, TERMS)
    (row,) = listed(home)
    assert (row.terms, row.act, row.by) == (TERMS, index, "ann")
    assert row.left == {"pieces": Decimal(10), "EUR": Decimal(5000)}
    assert add(home, TERMS, replaces=index) == index  # the same terms are no new act


def test_terms_are_replaced_by_whoever_has_seen_the_newest(home: Home) -> None:
    first = add(home, TERMS)
    with pytest.raises(ConflictError, match="on record already"):
        add(home, TERMS)
    second = add(home, msgspec.structs.replace(TERMS, quantity=Decimal(20)), replaces=first)
    with pytest.raises(ConflictError, match=f"was changed since, by act {second}"):
        add(home, msgspec.structs.replace(TERMS, quantity=Decimal(30)), replaces=first)
    with pytest.raises(MissingError, match="no authorisation `L-9` to replace"):
        add(home, msgspec.structs.replace(TERMS, number="L-9"), replaces=first)
    assert pieces(home) == 20


def test_new_terms_that_leave_less_than_is_drawn_are_refused(home: Home) -> None:
    first = add(home, TERMS)
    effect(home, order(quantity=Decimal(5)))
    draw(home, Asked("L-1", "SO-1"))
    with pytest.raises(RefusedError, match="more would be drawn than the authorisation leaves"):
        add(home, msgspec.structs.replace(TERMS, quantity=Decimal(4)), replaces=first)
    add(home, msgspec.structs.replace(TERMS, quantity=Decimal(5)), replaces=first)
    assert state(shown(home, "L-1")[0], TODAY) == "used up"


def test_all_faults_of_the_terms_are_told_at_once(home: Home) -> None:
    wrong = Authorised("L 2", "uk", " ", since=TODAY, until=TODAY, quantity=Decimal(-1), territories=("RUS",))
    wrong = msgspec.structs.replace(wrong, values={"euro": Decimal("0.0000001")})
    with pytest.raises(InputError) as raised:
        add(home, wrong)
    told = "\n".join(map(str, raised.value.faults))
    for words in ("law `uk`", "needs a source", "before it begins", "`-1` pieces", "`euro` is no currency", "`RUS`"):
        assert words in told


def test_nobody_puts_on_record_draws_or_releases(home: Home) -> None:
    nobody = Home(home.path, home.store, clock=home.clock)
    for act in (lambda: add(nobody, TERMS), lambda: draw(nobody, Asked("L-1", "x")), lambda: release(nobody, 1, "r")):
        with pytest.raises(RefusedError, match="needs a name"):
            act()


# -- drawn ------------------------------------------------------------------------------------------------------------


def test_a_line_is_covered_while_something_is_drawn_for_it(home: Home) -> None:
    add(home, TERMS)
    assert effect(home, order()) == "deny"
    drew = draw(home, Asked("L-1", "SO-1"))
    assert drew.is_new
    assert drew.left == {"pieces": Decimal(8), "EUR": Decimal("4099.5")}
    assert effect(home, order()) == "allow"
    release(home, drew.drawdown, "cancelled")
    assert effect(home, order()) == "deny"
    assert pieces(home) == 10
    assert [one.released is None for one in shown(home, "L-1")[1]] == [False]


def test_the_same_is_drawn_once_and_another_amount_is_a_conflict(home: Home) -> None:
    add(home, TERMS)
    effect(home, order())
    first = draw(home, Asked("L-1", "SO-1"))
    again = draw(home, Asked("L-1", "SO-1/sale", "1"))
    assert (again.drawdown, again.is_new) == (first.drawdown, False)
    with pytest.raises(ConflictError, match=f"drawdown {first.drawdown} stands for this line already"):
        draw(home, Asked("L-1", "SO-1", quantity=Decimal(3)))
    with pytest.raises(ConflictError, match="released already"):
        [release(home, first.drawdown, "once") for _ in range(2)]


def test_an_order_that_wants_more_than_was_drawn_is_not_covered_any_more(home: Home) -> None:
    add(home, TERMS)
    effect(home, order())
    draw(home, Asked("L-1", "SO-1"))
    assert effect(home, order(quantity=Decimal(3))) == "deny"
    assert effect(home, order(value=Decimal(901))) == "deny"
    assert effect(home, order(quantity=None)) == "hold"
    assert effect(home, order(buyer=msgspec.structs.replace(CUSTOMER, id="C-2"))) == "deny"
    assert effect(home, order(buyer=msgspec.structs.replace(CUSTOMER, address=Address(country="RU")))) == "deny"
    assert effect(home, order(buyer=msgspec.structs.replace(CUSTOMER, address=Address()))) == "hold"
    assert effect(home, order(product="KST-2")) == "deny"
    assert effect(home, order(quantity=Decimal(1))) == "allow"


def test_a_licence_that_has_ended_covers_nothing(home: Home) -> None:
    index = add(home, TERMS)
    effect(home, order())
    draw(home, Asked("L-1", "SO-1"))
    add(home, msgspec.structs.replace(TERMS, until=TODAY), replaces=index)
    assert effect(home, order()) == "deny"
    assert state(shown(home, "L-1")[0], TODAY) == "ended"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"product": "KST-2"}, "product `KST-2` is not named"),
        ({"buyer": msgspec.structs.replace(CUSTOMER, id="C-2")}, "the consignee `C-2` is not named"),
        ({"buyer": msgspec.structs.replace(CUSTOMER, address=Address(country="BE"))}, "used in BE, it names NL, UA"),
        ({"quantity": Decimal(11)}, "leaves 10 pieces, 11 are wanted"),
        ({"value": Decimal("5000.01")}, "leaves 5000 EUR, 5000.01 are wanted"),
    ],
)
def test_what_it_does_not_cover_or_leave_cannot_be_drawn(home: Home, changed: dict[str, Any], words: str) -> None:
    add(home, TERMS)
    effect(home, order(**changed))
    with pytest.raises(RefusedError, match=words):
        draw(home, Asked("L-1", "SO-1"))
    assert pieces(home) == 10


def test_what_is_missing_is_named(home: Home) -> None:
    add(home, TERMS)
    effect(home, order("SO-1", lines=2))
    effect(home, order("SO-2", value=None))
    with pytest.raises(MissingError, match="no authorisation `L-9`"):
        draw(home, Asked("L-9", "SO-1", "1"))
    with pytest.raises(MissingError, match="no order `SO-9`"):
        draw(home, Asked("L-1", "SO-9"))
    with pytest.raises(MissingError, match="no line ``"):
        draw(home, Asked("L-1", "SO-1"))
    with pytest.raises(InputError, match="limited in EUR, and the line states none"):
        draw(home, Asked("L-1", "SO-2"))
    with pytest.raises(MissingError, match="no drawdown 7000"):
        release(home, 7000, "why not")


def test_of_two_currencies_one_is_drawn(home: Home) -> None:
    add(home, msgspec.structs.replace(TERMS, values={"EUR": Decimal(1000), "USD": Decimal(50)}))
    effect(home, order())
    assert draw(home, Asked("L-1", "SO-1")).left == {"pieces": Decimal(8), "EUR": Decimal("99.5"), "USD": Decimal(50)}
    effect(home, order("SO-2", value=Decimal(900)))
    with pytest.raises(InputError, match="limited in EUR or USD, and the line states none"):
        draw(home, Asked("L-1", "SO-2", currency="GBP"))
    with pytest.raises(RefusedError, match="leaves 50 USD, 900 are wanted"):
        draw(home, Asked("L-1", "SO-2", currency="USD"))


# -- at once ----------------------------------------------------------------------------------------------------------


def test_of_a_hundred_that_draw_at_once_as_many_succeed_as_it_leaves(home: Home) -> None:
    """Never overdrawn, no lost update: 100 lines want 2 pieces each of 130."""
    add(home, Authorised("L-1", "eu", "letter", quantity=Decimal(130), values={"EUR": Decimal(10**6)}))
    effect(home, order(lines=100))

    def one(number: int) -> Drew | None:
        try:
            return draw(home, Asked("L-1", "SO-1", str(number + 1)))
        except RefusedError:
            return None

    with ThreadPoolExecutor(8) as together:
        drew = [found for found in together.map(one, range(100)) if found]
    assert len(drew) == 65
    assert sorted(found.left["pieces"] for found in drew) == [Decimal(2 * left) for left in range(65)]
    assert pieces(home) == 0
    with home.store.read() as connection:
        assert len(projections.drawdowns(connection, "L-1")) == 65


DRAWER = """
import sys
from pathlib import Path
from moratorium.desk.authorisations import Asked, draw
from moratorium.desk.home import open_home
from moratorium.errors import RefusedError

home = open_home(Path(sys.argv[1]), "ann", database=sys.argv[2])
first, done = int(sys.argv[3]), 0
for number in range(first, first + 25):
    try:
        done += draw(home, Asked("L-1", "SO-1", str(number + 1))).is_new
    except RefusedError:
        pass
print(done)
"""


@pytest.mark.soak
def test_of_four_processes_that_draw_at_once_as_many_succeed_as_it_leaves(home: Home, database: Path | str) -> None:
    add(home, Authorised("L-1", "eu", "letter", quantity=Decimal(130)))
    effect(home, order(lines=100))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", DRAWER, str(home.path), str(database), str(25 * part)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(4)
    ]
    assert sum(int(one.communicate(timeout=120)[0]) for one in started) == 65
    assert pieces(home) == 0
