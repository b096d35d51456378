"""Small worlds for tests: the shipped territories and goods, a rulebook written in the test, an order in one line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from moratorium.decision.decider import Decided, Decider
from moratorium.decision.reference import Answers, Reference
from moratorium.desk import package
from moratorium.measures import Measure, Rulebook, read_rulebook
from moratorium.screening import index
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import Entity, Organisation
from moratorium.terms.party import Address, Party

DAY = date(2022, 4, 26)
DUTCH = Organisation((Entity("nl", "NL", "Example Robotics (example) B.V."),))

SUSPENSION = """
measure: suspension
title: Temporary suspension
kind: suspension
ground: {kind: own-policy, principle: no harm}
in_force: [[2022-04-26, null]]
bound: all-affiliates
scope: {activities: all, territories: {roles: any, within: [RU, UA]}}
effect: deny
source: {text: company statement, as_of: 2022-04-26, mark: V2}
"""


def measure_text(id: str, scope: str = "{activities: all}", effect: str = "deny", **fields: str) -> str:
    """A measure on our own ground, in force always; further fields as YAML."""
    more = "".join(f"{name}: {text}\n" for name, text in fields.items() if name != "in_force")
    window = fields.get("in_force", "[[null, null]]")
    kind = "" if "kind" in fields else "kind: suspension\n"
    bound = "" if "bound" in fields else "bound: all-affiliates\n"
    return (
        f"measure: {id}\ntitle: {id}\n{kind}ground: {{kind: own-policy, principle: test}}\nin_force: {window}\n{bound}"
        f"scope: {scope}\neffect: {effect}\nsource: {{text: test}}\n{more}"
    )


@cache
def rulebook(*documents: str) -> Rulebook:
    """The base pack and the given measures."""
    atlas = package.atlas()
    return read_rulebook({f"{i}.yaml": text for i, text in enumerate(documents)}, atlas.knows, atlas.suggest)


def measure(text: str) -> Measure:
    """One measure."""
    base = {one.id for one in rulebook().measures}
    return next(one for one in rulebook(text).measures if one.id not in base)


def reference(**parts: Any) -> Reference:
    """A reference with a Dutch entity and nothing else of our own."""
    given = {"organisation": DUTCH, "index": index(()), "answers": Answers(), **parts}
    return Reference(atlas=package.atlas(), goods=package.goods(), **given)


def party(country: str | None, id: str | None = None, name: str | None = None, **facts: Any) -> Party:
    """A party in a country."""
    return Party(id=id, names=(name,) if name else (), address=Address(country=country), facts=facts)


def order(country: str | None = "NL", activity: str = "sale", id: str = "SO-1", **fields: Any) -> Order:
    """A sale of one piece to one buyer, who is the end user, in a country."""
    buyer = party(country, id=fields.pop("buyer", "C-1"))
    given: dict[str, Any] = {
        "lines": (Line("1", "P-1", Decimal(1), Decimal(100)),),
        "placed_on": DAY,
        "currency": "EUR",
        "parties": {"buyer": (buyer,), "end_user": (buyer,)},
        "places": {"ship_to": (buyer.address,)},
        **fields,
    }
    return Order(id, activity, **given)


def decide(
    one: Order, book: Rulebook, ref: Reference | None = None, day: date = DAY, only: str | None = None
) -> Decided:
    """The decision of an order."""
    return Decider(book, ref or reference(), only).decide(one, day, one.digest())


def stopping(decided: Decided) -> set[str]:
    """Ids of the measures that hold or deny."""
    return {f.measure for found in decided.judged for f in found.judgement.findings if f.effect != "allow"}
