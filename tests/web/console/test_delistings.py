"""A delisting: both sides' words, letter for letter, and what is affected, as entered and as our orders have it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from moratorium.desk import cases
from moratorium.desk.cases import Words
from moratorium.desk.delistings import delisting
from moratorium.errors import InputError
from moratorium.terms.case import Link, Part
from tests.web.office import Office, form
from tests.web.people import signed_in, words

pytestmark = pytest.mark.xdist_group("partners")

THEIRS = "We no longer sell these products (example)."
OURS = "We regret the decision and stay in contact (example)."


def opened(office: Office, *links: Link) -> str:
    parts = (
        Part("wording", 0, {"author": "partner", "text": THEIRS, "language": "en"}),
        Part("wording", 0, {"author": "company", "text": OURS, "said_at": "2022-03-29T10:00:00+00:00"}),
        Part("wording", 0, {"author": "press", "text": "A chain takes drones out (example)."}),
        Part("line", 0, {"product": "P-1", "quantity": "4", "value": "400", "currency": "EUR"}),
        Part("line", 0, {"product": "P-2", "value": "50.50", "currency": "EUR"}),
        Part("line", 0, {"product": "P-3", "value": "7", "currency": "USD"}),
    )
    return cases.open_case(office.home, "delisting", Words("A chain", "", {"partner": "A chain"}, parts, links))


def test_words_stand_side_by_side_and_sums_are_made_by_currency(office: Office) -> None:
    id = opened(office)
    page = signed_in(office, "officer").get(f"/cases/{id}")
    text = words(page)
    for one in (THEIRS, OURS, "A chain takes drones out", "No order is affected", "450.50 EUR", "7.00 USD"):
        assert one in text
    assert text.index(THEIRS) < text.index(OURS)
    export = signed_in(office, "officer").get(f"/cases/{id}?export=csv&table=lines").text
    assert export.splitlines()[1].startswith("P-1,4,400")


def test_orders_are_those_linked_and_else_those_of_the_party_with_the_products_entered(office: Office) -> None:
    other = {"lines": [{"number": "1", "product": "P-9", "quantity": "1", "value": "9.00"}]}
    buyer = {"id": "C-CHAIN", "names": ["A chain (example)"], "address": {"country": "NL"}}
    theirs = {"parties": {"buyer": [buyer], "end_user": [buyer]}}
    orders = [form("NL", "SO-1", **theirs), form("NL", "SO-2", **theirs, **other), form("NL", "SO-3")]
    office.decide(orders).raise_for_status()
    office.service.directory.read_on()
    of_party = delisting(office.home, office.service.directory, opened(office, Link("party", "C-CHAIN")))
    assert ([one.id for one in of_party.orders], of_party.is_linked) == (["SO-1"], False)
    assert of_party.worth == {"EUR": Decimal(100)}
    linked = delisting(office.home, office.service.directory, opened(office, Link("order", "SO-3/sale")))
    assert ([one.id for one in linked.orders], linked.is_linked) == (["SO-3"], True)


def test_only_a_delisting_is_one(office: Office) -> None:
    other = cases.open_case(office.home, "misuse_report", Words(fields={"summary": "x"}))
    with pytest.raises(InputError, match="no delisting"):
        delisting(office.home, office.service.directory, other)
