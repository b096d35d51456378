"""Orders: what can be judged at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from moratorium.errors import InputError
from moratorium.terms.order import STATUSES, Line, Order
from moratorium.terms.party import Address, Party

LINES = (Line("1"), Line("2"))


def test_an_order_is_known_by_its_id_and_activity() -> None:
    assert Order("SO-1", "sale", LINES).key == "SO-1/sale"
    assert Order("SO-1", "repair", LINES).key == "SO-1/repair"


@pytest.mark.parametrize(
    ("fields", "message", "mend"),
    [
        ({"id": ""}, "an order needs an id", "map a column to `order`"),
        ({"lines": ()}, "an order without lines would be a silent allow", "give it at least one line"),
        ({"activity": "gift"}, "unknown activity `gift`", "one of activation, brokering"),
        ({"status": "lost"}, "unknown status `lost`", "one of open, shipped, closed"),
        ({"parties": {"friend": (Party("C"),)}}, "unknown party role `friend`", ""),
        ({"parties": {"ship_to": (Party("C"),)}}, "unknown party role `ship_to`", ""),
        ({"places": {"buyer": (Address("NL"),)}}, "unknown place role `buyer`", ""),
        ({"lines": (Line("1"), Line("1"))}, "a line number is repeated", "number the lines of an order apart"),
    ],
)
def test_an_order_that_could_not_be_judged_cannot_be_built(fields: dict[str, Any], message: str, mend: str) -> None:
    given: dict[str, Any] = {"id": "SO-1", "activity": "sale", "lines": LINES, **fields}
    with pytest.raises(InputError) as raised:
        Order(**given)
    (fault,) = raised.value.faults
    assert (fault.message, fault.at) == (message, f"order {given['id']}")
    assert fault.help.startswith(mend)
    assert bool(fault.help) is bool(mend)


def test_all_faults_of_an_order_are_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        Order("", "gift", (), status="lost", parties={"friend": ()}, places={"moon": ()})
    assert len(raised.value.faults) == 6


def test_every_role_of_the_closed_lists_may_be_named() -> None:
    one = Order("SO-1", "sale", LINES, parties={"buyer": (Party("C"),)}, places={"ship_to": (Address("NL"),)})
    assert one.parties["buyer"][0].id == "C"


def test_a_measure_can_stop_an_order_until_it_is_closed() -> None:
    undelivered = {status: Order("SO-1", "sale", LINES, status=status).is_undelivered for status in STATUSES}
    assert undelivered == {"open": True, "shipped": True, "closed": False}


def test_orders_that_differ_have_other_digests() -> None:
    one = Order("SO-1", "sale", LINES)
    assert one.digest() == Order("SO-1", "sale", (Line("1"), Line("2"))).digest()
    assert len(one.digest()) == 64
    assert one.digest() != Order("SO-1", "sale", (Line("1"), Line("2", quantity=Decimal(1)))).digest()
