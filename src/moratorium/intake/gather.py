"""Gathers the lines of one order and joins what its rows say of it.

Rows of one order may differ; only its currency and its date must not, as values and rules hang on them. Several
holders of a role are joined, all of them. The status is the least advanced one, so nothing undelivered is missed. Of a
fact on which rows disagree nothing is known, with two exceptions that never hide anything: what counts as false when
absent is true as soon as one row says so, and sets are united.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from moratorium.intake.cells import Bad
from moratorium.intake.fields import FIELDS
from moratorium.intake.mapfile import is_place
from moratorium.intake.plan import Copy, Head, Holder, Trouble, fact
from moratorium.intake.rows import Row
from moratorium.terms.activity import is_required
from moratorium.terms.order import STATUSES, Line, Order
from moratorium.terms.party import Party
from moratorium.terms.vocabulary import Kind

_OF_ORDER = ("activity", "status", "currency", "placed_on")


class Draft:
    """An order in the making: its lines, and the distinct heads of their rows."""

    def __init__(self, order: str, activity: str, is_return: bool = False) -> None:
        self.order = order
        self.activity = activity
        self.lines: list[Line] = []
        self.rows: dict[str, Row] = {}
        self.heads: list[Head] = []
        self._known: set[int] = set()
        self.currency: str | None = None
        self.placed_on: date | None = None
        self.assumed: set[str] = set()
        self.is_return = is_return

    def clash(self, number: str, row: Row, head: Head) -> Trouble | None:
        """Why a row cannot join: its line is there already, or it has another currency or order date."""
        earlier = self.rows.get(number)
        if earlier is not None:
            same = "the same row" if tuple(earlier.values) == tuple(row.values) else "another row"
            message = f"line `{number}` of order `{self.order}` is there already: {same} on line {earlier.number}"
            return Trouble("", Bad(message, "number the lines apart, or remove one"))
        if id(head) in self._known:
            return None
        for name, known in (("currency", self.currency), ("placed_on", self.placed_on)):
            stated = head.values.get(name)
            if stated is not None and known is not None and stated != known:
                message = f"`{name}` is {stated} on this row and {known} on an earlier row of order `{self.order}`"
                return Trouble("", Bad(message, "an order has one: give the rows order ids of their own, or mend it"))
        return None

    def add(self, line: Line, row: Row, head: Head, assumed: tuple[str, ...]) -> None:
        """Add a line."""
        self.lines.append(line)
        self.rows[line.number] = row
        if id(head) not in self._known:
            self._known.add(id(head))
            self.heads.append(head)
            self.currency = self.currency or head.values.get("currency")
            self.placed_on = self.placed_on or head.values.get("placed_on")
            self.assumed |= head.assumed - {"activity"} if self.is_return else head.assumed
        if assumed:
            self.assumed.update(assumed)

    def build(self, copies: tuple[Copy, ...]) -> Order:
        """The order, with the roles filled that nobody stated and the map fills from others."""
        holders = self._holders(copies)
        values = self.heads[0].values if len(self.heads) == 1 else _joined(self.heads)
        return Order(
            id=self.order,
            activity=self.activity,
            lines=tuple(self.lines),
            status=values.get("status", STATUSES[0]),
            placed_on=values.get("placed_on"),
            currency=values.get("currency"),
            # a place role holds addresses and a party role parties; the type of `holders` cannot say which
            parties={role: held for role, held in holders.items() if not is_place(role)},  # type: ignore[misc]  # as said above
            places={role: held for role, held in holders.items() if is_place(role)},  # type: ignore[misc]  # as said above
            facts={name: fact(value) for name, value in values.items() if name not in _OF_ORDER},
            assumed=frozenset(self.assumed),
        )

    def _holders(self, copies: tuple[Copy, ...]) -> dict[str, tuple[Holder, ...]]:
        holders: dict[str, tuple[Holder, ...]] = {}
        gaps = set()
        for head in self.heads:
            for role, holder in head.holders.items():
                if holder is None:
                    gaps.add(role)
                elif holder not in holders.get(role, ()):
                    holders[role] = (*holders.get(role, ()), holder)
        for role, source, assumed in copies:
            if (role in holders and role not in gaps) or (assumed and not is_required(role, self.activity)):
                continue
            held = holders.get(role, ())
            copied = (_as_held(role, holder) for holder in holders.get(source, ()))
            added = tuple(holder for holder in copied if holder is not None and holder not in held)
            if added:
                holders[role] = held + added
                self.assumed |= {role} if assumed or source in self.assumed else set()
        return holders


def _as_held(role: str, holder: Holder) -> Holder | None:
    """A holder as the role holds it: the seat of a party, or a party of which only the place is known."""
    if isinstance(holder, Party):
        return (None if holder.address.is_empty else holder.address) if is_place(role) else holder
    return holder if is_place(role) else Party(address=holder)


def _joined(heads: list[Head]) -> dict[str, Any]:
    """What several rows say together."""
    names = dict.fromkeys(name for head in heads for name in head.values)
    joined = {}
    for name in names:
        stated = list(dict.fromkeys(head.values[name] for head in heads if name in head.values))
        value = stated[0] if len(stated) == 1 else _settled(name, stated)
        if name == "status" and any(name not in head.values for head in heads):
            value = STATUSES[0]
        if value is not None:
            joined[name] = value
    return joined


def _settled(name: str, stated: list[Any]) -> Any:
    """The joint value of a fact on which rows disagree; None if nothing is known then."""
    field = FIELDS[name]
    if name == "status":
        return min(stated, key=STATUSES.index)
    if field.kind is Kind.FLAG and field.absent_is_false:
        return True
    if field.kind is Kind.SET:
        return ", ".join(dict.fromkeys(part.strip() for value in stated for part in str(value).split(",")))
    return None
