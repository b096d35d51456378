"""Rows of a table become orders. Every row ends as a line of an order, or as rejected with its reason; none is lost.

Rows of one order id and one activity are its lines, wherever they stand in the file. A negative quantity is a return:
a line of an order of its own, with the activity ``take_back`` and the quantity taken back as a positive number.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from moratorium.errors import Fault, InputError
from moratorium.intake import cells
from moratorium.intake.cells import Bad
from moratorium.intake.gather import Draft
from moratorium.intake.mapfile import Mapping
from moratorium.intake.plan import LINE_FIELDS, Head, Plan, Taken, Trouble, fact
from moratorium.intake.rejected import Rejected, RejectedFile, safe_cell, write_rejected
from moratorium.intake.rows import Row, Table
from moratorium.intake.scattered import by_order
from moratorium.terms.order import Line, Order

__all__ = ["Reading", "Rejected", "RejectedFile", "read_orders", "safe_cell", "write_rejected"]

_NO_NUMBER = Bad("the row has no line number", "fill it in, or map `line: = row`")
_NO_ACTIVITY = Bad("the row states no activity", "map a column, or write `assume: {activity: sale}`")
_RETURNS = "if that is a return, state `returns: quantity < 0` in the map"
_NO_FACTS: dict[str, Any] = {}


class Reading(Iterator[Order | Rejected]):
    """Orders and rejected rows, as they are read.

    Attributes:
        rows: Rows read so far whose fate is known; always ``lines + rejected``.
        lines: Rows that became lines of orders handed out so far.
        rejected: Rows rejected so far.
        orders: Orders handed out so far.
    """

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.lines = self.rejected = self.orders = 0
        self._table = table
        self._plan = Plan(table, mapping)
        self._found = self._read()

    @property
    def rows(self) -> int:
        """Rows whose fate is known."""
        return self.lines + self.rejected

    def __next__(self) -> Order | Rejected:
        found = next(self._found)
        if isinstance(found, Rejected):
            self.rejected += 1
        else:
            self.orders += 1
            self.lines += len(found.lines)
        return found

    def _read(self) -> Iterator[Order | Rejected]:
        for order, rows in by_order(self._table, self._plan):
            if order is None:
                yield self._without_order(rows[0])
            else:
                yield from self._of_order(order, rows)

    def _without_order(self, row: Row) -> Rejected:
        if row.error is not None:
            return Rejected(row.number, None, (row.error,), tuple(row.values))
        at = self._table.place(row.number, self._plan.order_column)
        fault = Fault("the row has no order id", at, "fill it in, or map another column to `order`")
        return Rejected(row.number, None, (fault,), tuple(row.values))

    def _of_order(self, order: str, rows: list[Row]) -> Iterator[Order | Rejected]:
        """The orders of one id, one for each activity, and the rows that fit none."""
        drafts: dict[str, Draft] = {}
        for position, row in enumerate(rows, start=1):
            troubles = self._add(order, row, position, drafts)
            if troubles:
                yield Rejected(row.number, order, tuple(self._faults(row, troubles)), tuple(row.values))
        for draft in drafts.values():
            yield from self._built(draft)

    def _faults(self, row: Row, troubles: tuple[Trouble, ...]) -> Iterator[Fault]:
        return (Fault(bad.message, self._table.place(row.number, column or None), bad.help) for column, bad in troubles)

    def _built(self, draft: Draft) -> Iterator[Order | Rejected]:
        """The order; or, should terms refuse it, its rows with the reason."""
        try:
            yield draft.build(self._plan.copies)
        except InputError as error:
            for row in draft.rows.values():
                faults = tuple(fault._replace(at=self._table.place(row.number)) for fault in error.faults)
                yield Rejected(row.number, draft.order, faults, tuple(row.values))

    def _add(self, order: str, row: Row, position: int, drafts: dict[str, Draft]) -> tuple[Trouble, ...]:
        """Add the row to the order's draft of its activity; or say why not."""
        plan = self._plan
        head, taken = plan.head(row), plan.line(row)
        number = plan.line_number(row, position)
        quantity = taken.values.get("quantity")
        is_return = quantity is not None and quantity < 0
        activity = "take_back" if is_return else head.values.get("activity")
        if head.troubles or taken.troubles or number is None or activity is None or (is_return and not plan.returns):
            return tuple(self._troubles(head, taken, number, activity, is_return))
        draft = drafts.get(activity)
        if draft is None:
            draft = drafts[activity] = Draft(order, activity, is_return)
        trouble = draft.clash(number, row, head)
        if trouble is not None:
            return (trouble,)
        draft.add(_line(number, taken.values, is_return, plan.has_line_facts), row, head, taken.assumed)
        return ()

    def _troubles(
        self, head: Head, taken: Taken, number: str | None, activity: str | None, is_return: bool
    ) -> Iterator[Trouble]:
        """All that keeps a row from being a line."""
        yield from head.troubles + taken.troubles
        if number is None:
            yield Trouble(self._plan.line_column, _NO_NUMBER)
        if activity is None and not head.troubles:
            yield Trouble("", _NO_ACTIVITY)
        if is_return and not self._plan.returns:
            yield Trouble("", Bad(f"quantity {taken.values['quantity']} is negative", _RETURNS))


def read_orders(table: Table, mapping: Mapping) -> Reading:
    """The orders in a table, in the order of their first rows, and the rejected rows between them.

    Args:
        table: The rows; read twice, and a third time if some order's rows do not stand together.
        mapping: Which column feeds which field.

    Returns:
        An iterator that counts: ``rows == lines + rejected`` at any time, and all rows of the file at its end.

    Raises:
        InputError: the map does not fit the table (all faults at once), or the file cannot be read any further.
    """
    return Reading(table, mapping)


def _line(number: str, values: dict[str, Any], is_return: bool, has_facts: bool) -> Line:
    quantity: Decimal | None = values.get("quantity")
    value: Decimal | None = values.get("value")
    if is_return and quantity is not None:
        quantity, value = abs(quantity), abs(value) if value is not None else None
    if value is None and quantity is not None and (price := values.get("unit_price")) is not None:
        value = cells.product(quantity, price)
    facts = _NO_FACTS
    if has_facts:
        facts = {name: fact(one) for name, one in values.items() if name not in LINE_FIELDS}
    return Line(
        number, values.get("product"), quantity, value, values.get("description"), values.get("serials", ()), facts
    )
