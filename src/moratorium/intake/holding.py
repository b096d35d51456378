"""How the company works on holds, from ``holds.yaml``.

.. code-block:: yaml

    two_people_above: {EUR: 50000, USD: 50000}   # a clearance above this needs a second person; other currencies too
    promises:                                    # the first that fits says how long a hold may wait
      - {hours: 4, above: {EUR: 100000}}
      - {hours: 8, kind: clearance}              # it waits for our word alone
      - {hours: 24}
    working:                                     # leave it out, and every hour counts
      zone: Europe/Amsterdam
      opens: "09:00"
      closes: "17:30"
      days: [mon, tue, wed, thu, fri]
      not_on: [2026-12-25]
    reply_days: 14                               # how long a link to reply can be used
"""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from moratorium.terms.document import Node, Reader, read_document
from moratorium.terms.holding import DAYS, MOST_HOURS, HoldRules, Promise, WorkingHours

_FIELDS = ("two_people_above", "promises", "working", "reply_days")
_MOST_DAYS = 365
_MOST = Decimal(10) ** 12


def read_hold_rules(text: str, name: str = "holds.yaml") -> HoldRules:
    """The rules that a document states.

    Raises:
        InputError: unknown fields, currencies, days or hours: all at once, with line and column.

    >>> read_hold_rules("two_people_above: {EUR: 50000}").two_people_above
    {'EUR': Decimal('50000')}
    """
    reader = Reader()
    node = read_document(text, name)
    found = reader.fields(node, _FIELDS)
    rules = HoldRules(
        _amounts(reader, found.get("two_people_above")),
        reader.items(found.get("promises"), lambda one: _promise(reader, one)),
        _working(reader, found.get("working")),
        _whole(reader, found.get("reply_days"), _MOST_DAYS, HoldRules.__struct_defaults__[-1]),
    )
    reader.finish()
    return rules


def _amounts(reader: Reader, node: Node | None) -> dict[str, Decimal]:
    found = {}
    for currency, value in reader.pairs(node):
        amount = reader.number(value)
        if len(currency) != 3 or not currency.isascii() or not currency.isupper():
            reader.fault(value, f"`{currency}` is no currency", "write its ISO 4217 code, such as EUR")
        elif amount is not None and not 0 <= amount < _MOST:
            reader.fault(value, f"`{amount}` is no amount from 0 to below {_MOST:,}")
        elif amount is not None:
            found[currency] = amount
    return found


def _promise(reader: Reader, node: Node) -> Promise | None:
    found = reader.fields(node, ["hours", "kind", "above"], ["hours"])
    hours = _whole(reader, found.get("hours"), MOST_HOURS, 1)
    kind = reader.choice(found.get("kind"), ["answer", "clearance"])
    above = _amounts(reader, found.get("above"))
    return Promise(hours, "answer" if kind == "answer" else "clearance" if kind == "clearance" else "", above)


def _whole(reader: Reader, node: Node | None, most: int, usual: int) -> int:
    number = reader.number(node)
    if node is None or number is None:
        return usual
    if number != int(number) or not 1 <= number <= most:
        reader.fault(node, f"`{number}` is no whole number from 1 to {most:,}")
        return usual
    return int(number)


def _working(reader: Reader, node: Node | None) -> WorkingHours | None:
    if node is None or node.content is None:
        return None
    found = reader.fields(node, ["zone", "opens", "closes", "days", "not_on"], ["zone"])
    usual = WorkingHours(reader.text(found.get("zone")) or "UTC")
    opens = _time(reader, found.get("opens"), usual.opens)
    closes = _time(reader, found.get("closes"), usual.closes)
    if closes <= opens:
        reader.fault(node, f"the office would close at {closes:%H:%M}, before it opens at {opens:%H:%M}")
    days = reader.items(found.get("days"), lambda one: reader.choice(one, DAYS)) or usual.days
    return WorkingHours(usual.zone, opens, closes, days, reader.items(found.get("not_on"), reader.day))


def _time(reader: Reader, node: Node | None, usual: time) -> time:
    text = reader.text(node)
    if node is None or text is None:
        return usual
    try:
        return time.fromisoformat(text)
    except ValueError:
        reader.fault(node, f"`{text}` is no time of day", 'write it as "09:00", with quotes')
        return usual
