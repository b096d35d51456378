"""What is drawn from an authorisation covers a line only where everything is known to fit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.facts import Enricher
from moratorium.decision.licences import Drawdown, licences_of
from moratorium.decision.reference import answers_on
from moratorium.terms.act import Answered
from moratorium.terms.authorisation import Authorised, Drawn
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party
from moratorium.terms.truth import Truth
from moratorium.terms.vocabulary import Value
from tests.worlds import DAY, reference

LICENCE = Authorised("L-1", "eu", "a letter")
DRAWN = Drawn("SO-1/sale", "1", "L-1", Decimal(2), Decimal(900), "EUR")
ASKED = frozenset({"licence.covers_eu", "licence.covers_us", "licence.number"})


def row(
    terms: dict[str, Any], drawn: dict[str, Any] | None = None, facts: dict[str, Any] | None = None, **changed: Any
) -> dict[str, Value]:
    """The facts of licences of a line for which something is drawn; changes are of the line, or of the order."""
    held = Party("C-1", ("One (example)",), changed.pop("address", Address("NL")))
    stated = {"product": "KST-1", "quantity": Decimal(2), "value": Decimal(900)}
    line = Line("1", **{**stated, **{name: changed.pop(name) for name in stated if name in changed}}, facts=facts or {})
    answers = changed.pop("answers", None)
    parties = {"consignee": (held,), "end_user": (held,)}
    given: dict[str, Any] = {"parties": parties, "places": {"ship_to": (held.address,)}, "currency": "EUR", **changed}
    one = Drawdown(msgspec.structs.replace(DRAWN, **(drawn or {})), msgspec.structs.replace(LICENCE, **terms))
    parts = {"licences": licences_of([one]), **({"answers": answers} if answers else {})}
    enricher = Enricher(reference(**parts), ASKED)
    return next(iter(enricher.rows(Order("SO-1", "sale", (line,), **given), day=DAY))).row


def covered(terms: dict[str, Any], **changed: Any) -> Truth:
    value = row(terms, **changed)["licence.covers_eu"]
    assert value is None or isinstance(value, bool)
    return value


@pytest.mark.parametrize(
    ("terms", "changed", "expected"),
    [
        ({}, {}, True),
        ({"since": DAY}, {}, True),
        ({"since": DAY + timedelta(days=1)}, {}, False),
        ({"until": DAY}, {}, False),
        ({"until": DAY + timedelta(days=1)}, {}, True),
        ({"products": ("KST-1",)}, {}, True),
        ({"products": ("KST-2",)}, {}, False),
        ({"products": ("KST-2",)}, {"product": None}, None),
        ({"parties": ("C-1",)}, {}, True),
        ({"parties": ("C-2",)}, {}, False),
        ({"parties": ("C-1",)}, {"parties": {"end_user": (Party(None, ("Somebody",)),)}}, None),
        ({"parties": ("C-1",)}, {"parties": {}}, None),
        ({"parties": ("C-1",)}, {"parties": {"end_user": (Party("C-1"), Party("C-2"))}}, False),
        ({"territories": ("NL",)}, {}, True),
        ({"territories": ("EU",)}, {}, True),
        ({"territories": ("BE",)}, {}, False),
        ({"territories": ("NL",)}, {"places": {}}, None),  # nobody says where the goods go
        ({"territories": ("NL",)}, {"address": Address()}, None),
        ({"territories": ("UA-43",)}, {"address": Address("UA")}, None),
        ({"territories": ("UA",)}, {"address": Address("Ukraine", city="Simferopol")}, True),
        ({"territories": ("NL",)}, {"places": {"ship_to": (Address("RU"),)}}, False),
        ({"quantity": Decimal(9)}, {}, True),
        ({"quantity": Decimal(9)}, {"quantity": Decimal("2.1")}, False),
        ({"quantity": Decimal(9)}, {"quantity": None}, None),
        ({"quantity": Decimal(9)}, {"drawn": {"quantity": None}}, None),
        ({"values": {"EUR": Decimal(9000)}}, {}, True),
        ({"values": {"EUR": Decimal(9000)}}, {"value": Decimal("900.01")}, False),
        ({"values": {"EUR": Decimal(9000)}}, {"currency": "USD"}, None),
        ({}, {"quantity": Decimal(99), "value": Decimal(99_999)}, True),  # what it does not limit is not counted
        ({"products": ("KST-2",), "quantity": Decimal(9)}, {"quantity": None}, False),
    ],
)
def test_a_line_is_covered_where_everything_fits(
    terms: dict[str, Any], changed: dict[str, Any], expected: Truth
) -> None:
    assert covered(terms, **changed) is expected


def test_it_covers_by_its_own_law_and_tells_its_number() -> None:
    found = row({})
    assert (found["licence.covers_eu"], found["licence.covers_us"], found["licence.number"]) == (True, False, "L-1")


def test_what_is_stated_or_answered_counts_as_before() -> None:
    ended = {"until": DAY}
    assert row(ended, facts={"licence.covers_eu": True, "licence.number": "S-9"})["licence.covers_eu"] is True
    assert row({}, facts={"licence.number": "S-9"})["licence.number"] == "S-9"
    said = answers_on(DAY, [Answered("order:SO-1/sale#1", "licence.covers_eu", "yes", "a letter")], [])
    assert row(ended, answers=said)["licence.covers_eu"] is True
    assert row({}, drawn={"line": "2"})["licence.covers_eu"] is False


def test_the_reference_cites_what_is_drawn_and_is_as_before_where_nothing_is() -> None:
    assert "licences" not in reference().digests()
    some = reference(licences=licences_of([Drawdown(DRAWN, LICENCE)])).digests()
    more = reference(licences=licences_of([Drawdown(DRAWN, LICENCE)] * 2)).digests()
    assert some["licences"] != more["licences"]


amounts = st.none() | st.integers(1, 4).map(Decimal)


@given(wanted=amounts, drawn=amounts, more=st.integers(0, 3), days=st.integers(-2, 2))
def test_drawing_more_never_uncovers_and_wanting_more_never_covers(
    wanted: Decimal | None, drawn: Decimal | None, more: int, days: int
) -> None:
    """Order of truth: not covered, unknown, covered."""
    terms = {"quantity": Decimal(9), "until": DAY + timedelta(days=days)}
    rank = [False, None, True]
    before = rank.index(covered(terms, quantity=wanted, drawn={"quantity": drawn}))
    if drawn is not None:
        assert rank.index(covered(terms, quantity=wanted, drawn={"quantity": drawn + more})) >= before
    if wanted is not None:
        assert rank.index(covered(terms, quantity=wanted + more, drawn={"quantity": drawn})) <= before
    if days > 0 and wanted is not None and drawn is not None:
        assert before == rank.index(wanted <= drawn)
