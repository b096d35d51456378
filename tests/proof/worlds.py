"""What proofs are tested on: the starter rulebook, questions about it, orders of many kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st

from moratorium.decision.reference import Answers, Reference
from moratorium.desk import package, proving, rulebooks
from moratorium.goods import Catalogue
from moratorium.goods.catalogue import Product
from moratorium.measures import Rulebook
from moratorium.proof import parse_property
from moratorium.proof.days import Period
from moratorium.proof.properties import Property
from moratorium.proof.prover import Proof, Question, prove
from moratorium.proof.violations import Shown, is_broken
from moratorium.terms.act import Answered
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import NO_ORGANISATION, Entity, Organisation
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Address, Party
from tests.worlds import rulebook

DAY = date(2026, 11, 28)


@cache
def starter() -> Rulebook:
    """The starter rulebook."""
    return rulebooks.read(package.starter())


def asked(text: str, *books: Rulebook) -> Property:
    """A property about some rulebooks."""
    atlas = package.atlas()
    measures = {one.id for book in books for one in book.measures}
    return parse_property(text, measures, atlas.knows, atlas.suggest)


def question(base: Rulebook, draft: Rulebook | None = None, **fields: Any) -> Question:
    """A question about rulebooks: everything counts that is active; nobody cleared anything."""
    found = proving.question_of(base, draft, Period(DAY), 60.0)
    return found._replace(**fields)


def proof(text: str, base: Rulebook, draft: Rulebook | None = None, **fields: Any) -> Proof:
    """The answer, with a witness looked at once more: it breaks the property, and the file says all that it shows."""
    about = asked(text, *(book for book in (base, draft) if book))
    found = prove(about, question(base, draft, **fields))
    assert (found.witness is not None) is (found.result == "witness")
    if found.witness is not None:
        one = found.witness
        shown = Shown(one.day, one.row, one.base, one.draft or one.base, draft or base, package.atlas())
        assert is_broken(about, shown)
        assert proving.read_rows(one.records).lines[0].number == "1"
    return found


def book(*documents: str) -> Rulebook:
    """The base pack and some measures."""
    return rulebook(*documents)


def period(start: date, end: date | None = None) -> Period:
    """Days from one on."""
    return Period(start, end)


# -- orders of many kinds ---------------------------------------------------------------------------------------------

addresses = st.sampled_from(
    [
        Address(country=code)
        for code in ("NL", "DE", "RU", "UA", "UA-43", "US", "KZ", "CN", "BY", "X-UA-DNR", "EU", "nowhere", "Georgia")
    ]
    + [
        Address(),
        Address(country="RU", postcode="101000"),
        Address(country="Russia", postcode="295000", city="Simferopol"),
        Address(country="Ukraine", city="Kyiv"),
        Address(text="Main Street 1, Springfield"),
    ]
)

party_facts: Mapping[str, st.SearchStrategy[Any]] = {
    "military": st.booleans(),
    "background_checked": st.booleans(),
    "type": st.sampled_from(["dealer", "forwarder", "user", "no such type"]),
    "misuse_state": st.sampled_from(["confirmed", "noticed_not_confirmed"]),
    "incorporated_on": st.sampled_from(["2023-01-01", "2026-11-01", "1999-12-31"]),
    "ownership_researched": st.booleans(),
    "terms_acknowledged": st.booleans(),
    "owned_by_listed": st.sampled_from(["OFAC-SDN", "OWN", "none"]),
    "website_status": st.sampled_from(["live", "dead"]),
}
product_facts: Mapping[str, st.SearchStrategy[Any]] = {
    "product.hs6": st.sampled_from(["880692", "880730", "010121", "none", "847130"]),
    "product.eccn": st.sampled_from(["EAR99", "9A012", "9A991.b", "6A003"]),
    "product.kind": st.sampled_from(["aircraft", "battery", "software"]),
    "product.family": st.sampled_from(["x", "Kestrel"]),
    "product.subject_to_ear": st.booleans(),
    "product.mtow_g": st.sampled_from(["249", "900", "30000"]),
    "product.max_endurance_min": st.sampled_from(["20", "55", "600"]),
    "product.max_speed_kmh": st.sampled_from(["40", "90"]),
    "product.gust_takeoff_stable_kmh": st.sampled_from(["20", "60"]),
    "product.max_range_km": st.sampled_from(["10", "400"]),
    "product.thermal_camera": st.booleans(),
    "product.eu_annex1": st.sampled_from(["none", "9A012"]),
    "product.safety_critical": st.booleans(),
}
order_facts: Mapping[str, st.SearchStrategy[Any]] = {
    "end_use.class": st.sampled_from(["resale", "military", "mapping"]),
    "end_use.statement_on_file": st.booleans(),
    "payment.method": st.sampled_from(["crypto", "card"]),
    "payment.in_usd": st.booleans(),
    "ship_on": st.sampled_from(["2026-12-01", "2022-01-01"]),
    "known_end_use": st.sampled_from(["military", "wmd, terrorism"]),
    "red_flags_open": st.booleans(),
    "contract.no_reexport_ru_clause": st.booleans(),
}


def some_of(facts: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the facts, stated."""
    return st.sets(st.sampled_from(sorted(facts)), max_size=5).flatmap(
        lambda names: st.fixed_dictionaries({name: facts[name] for name in sorted(names)})
    )


parties = st.builds(
    lambda number, name, address, facts: Party(
        f"C-{number}" if number else None, (name,) if name else (), address, facts=facts
    ),
    st.integers(0, 3),
    st.sampled_from(["", "Ann Example", "Example Trading"]),
    addresses,
    some_of(party_facts),
)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order of any activity: some roles filled, some by several holders; facts stated here and there."""
    party_roles = draw(st.sets(st.sampled_from(PARTY_ROLES), max_size=5))
    place_roles = draw(st.sets(st.sampled_from(PLACE_ROLES), max_size=3))
    held = {role: tuple(draw(st.lists(parties, min_size=1, max_size=2))) for role in sorted(party_roles)}
    if "seller" in held and draw(st.booleans()):
        held["seller"] = (Party("us"),)
    lines = [
        Line(
            str(number),
            draw(st.sampled_from([None, "P-1", "P-2"])),
            draw(st.none() | st.integers(0, 9).map(Decimal)),
            draw(st.none() | st.integers(0, 99_999).map(Decimal)),
            facts=draw(some_of(product_facts)),
        )
        for number in range(1, draw(st.integers(2, 3)))
    ]
    return Order(
        "A",
        draw(st.sampled_from(sorted(ACTIVITIES))),
        tuple(lines),
        draw(st.sampled_from(["open", "shipped"])),
        draw(st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1))),
        draw(st.sampled_from([None, "USD", "EUR"])),
        held,
        {role: tuple(draw(st.lists(addresses, min_size=1, max_size=2))) for role in sorted(place_roles)},
        draw(some_of(order_facts)),
        frozenset(draw(st.sets(st.sampled_from(["activity", "end_user", "ship_to"]), max_size=1))),
    )


entities = st.builds(
    Entity,
    st.just("us"),
    st.sampled_from([None, "NL", "US", "CN", "UA-43"]),
    ships_from=st.sampled_from([None, "NL", "DE"]),
    persons=st.sampled_from([None, (), ("US",), ("NL", "RU")]),
)
organisations = st.just(NO_ORGANISATION) | entities.map(lambda one: Organisation((one,)))

answers = st.sets(
    st.sampled_from(
        [
            Answered("party:C-1", "listed", "OFAC-SDN", "a call"),
            Answered("party:C-1", "territory", "RU", "a call"),
            Answered("party:C-2", "linked_to_listed", "EU-CFSP", "a call"),
            Answered("product:P-1", "lists", "CHPL", "a call"),
            Answered("product:P-1", "controls", "none", "a call"),
            Answered("product:P-1", "hs6", "880692", "a call"),
        ]
    ),
    max_size=3,
)


parts = st.fixed_dictionaries(
    {
        "organisation": organisations,
        "catalogue": st.sampled_from([Catalogue(), Catalogue({"P-1": Product("P-1", facts={"hs6": "880692"})})]),
        "answers": answers.map(lambda given: Answers({(one.subject, one.fact): one for one in given})),
        "unreadable": st.sampled_from([frozenset[str](), frozenset({"list OFAC-SDN"}), frozenset({"parties"})]),
    }
)
"""Parts of a reference: our side known or not, a catalogue or none, some answers, parts that cannot be read."""


def with_parts(**fields: Any) -> Reference:
    """What ships with the program, with parts of our own."""
    return msgspec.structs.replace(proving.shipped_reference(), **fields)
