"""What the database itself refuses, whatever program writes: both databases, rows written past the store."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from moratorium.errors import RefusedError
from moratorium.store import Store, tables
from moratorium.terms.act import UNAUTHENTICATED

AT = datetime(2022, 4, 26, 7, 30, tzinfo=UTC)
PROPOSED: dict[str, Any] = {"act": 1, "change": "adopt", "by": "ann@service", "reason": "review", "state": "approved"}
CLEARED: dict[str, Any] = {
    "act": 1,
    "order_key": "SO-1#sale",
    "measure": "m",
    "revision": "r",
    "row": "0",
    "reason": "a licence",
    "actor": "ann",
}

GIVEN: dict[str, Any] = {"act": 1, "subject": "party:C-7", "actor": "ann", "at": AT, "confirmed": 2}
ANSWERED: dict[str, Any] = {**GIVEN, "fact": "territory", "value": "NL", "source": "a call"}
SAID: dict[str, Any] = {
    **GIVEN,
    "entry": "UN#1",
    "entry_digest": "e",
    "party_digest": "p",
    "version": "v",
    "match": False,
    "reason": "a passport",
}


@pytest.mark.parametrize("second", ["ann", "ANN@till", UNAUTHENTICATED, None])
def test_nobody_approves_their_own_proposal_nor_does_nobody(store: Store, second: str | None) -> None:
    with pytest.raises(RefusedError, match="nobody approves"), store.begin() as connection:
        connection.execute(insert(tables.proposals).values(**PROPOSED, decided_by=second, decided_at=AT, verdict="yes"))


@pytest.mark.parametrize("second", ["ann@service", "Ann", UNAUTHENTICATED])
def test_what_releases_a_hold_is_not_confirmed_by_who_gave_it(store: Store, second: str) -> None:
    """Clearances, answers, and what was said of list entries."""
    for table, row in ((tables.clearances, CLEARED), (tables.answers, ANSWERED), (tables.dispositions, SAID)):
        with pytest.raises(RefusedError, match="nobody approves"), store.begin() as connection:
            connection.execute(insert(table).values(**row, confirmed_by=second))


def test_two_people_pass(store: Store) -> None:
    with store.begin() as connection:
        connection.execute(insert(tables.proposals).values(**PROPOSED, decided_by="bo", decided_at=AT, verdict="yes"))
        connection.execute(insert(tables.clearances).values(**CLEARED, confirmed_by="bo@service"))
        connection.execute(insert(tables.answers).values(**ANSWERED, confirmed_by="bo@service"))
        connection.execute(insert(tables.dispositions).values(**SAID, confirmed_by="bo"))


@pytest.mark.parametrize("drawn", ["-1", "100.000001"])
def test_a_licence_is_never_overdrawn_nor_given_more_than_was_drawn(store: Store, drawn: str) -> None:
    row = {"number": "L-1", "unit": "pieces", "granted": Decimal(100), "drawn": Decimal(drawn)}
    with pytest.raises(RefusedError, match="more would be drawn"), store.begin() as connection:
        connection.execute(insert(tables.limits).values(**row))
