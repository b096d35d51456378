"""The company's rules for holds: who must confirm a release, and how long a hold may wait. Handed in, kept, in force.

A change of them is an act with a name behind it. Which orders are let through hangs on the value above which two people
release, so a service reads its reference anew when the rules change.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.errors import Fault, InputError, RefusedError
from moratorium.intake.holding import read_hold_rules
from moratorium.store import Connection, blobs, projections
from moratorium.store.holds import HoldRow
from moratorium.terms.act import Kept
from moratorium.terms.holding import NO_RULES, HoldRules

PART = "holds"
"""The rules among the parts that are kept."""

_NAME = "holds.yaml"


def hold_rules(connection: Connection) -> HoldRules:
    """The rules in force; none if nobody stated any: one person releases, and no hold has a clock."""
    text = _text(connection)
    return NO_RULES if text is None else _read(text)


def rules_text(home: Home) -> str:
    """The rules as they were written; empty if nobody stated any."""
    with home.store.read() as connection:
        return _text(connection) or ""


def keep_rules(home: Home, text: str) -> HoldRules:
    """Put new rules in force.

    Raises:
        InputError: they cannot be read, or name a time zone that is none: all faults at once.
        RefusedError: nobody is named.
    """
    if home.identity is None:
        raise RefusedError("rules need a name behind them", help="moratorium whoami --new NAME, then add `--as NAME`")
    rules = read_hold_rules(text, _NAME)
    zone_of(rules)
    with home.store.begin() as connection:
        digest = blobs.put(connection, text.encode(), "application/yaml")
        current = projections.kept_part(connection, PART)
        if current is None or current.digest != digest:
            record_one(home, connection, "kept", PART, Kept(PART, digest, _NAME))
    return rules


def zone_of(rules: HoldRules) -> tzinfo:
    """Where the office works.

    Raises:
        InputError: there is no such zone.
    """
    if rules.working is None:
        return UTC
    try:
        return ZoneInfo(rules.working.zone)
    except (ValueError, OSError, KeyError):
        message = f"`{rules.working.zone}` is no time zone"
        raise InputError.of([Fault(message, f"{_NAME}, working.zone", "such as Europe/Amsterdam or UTC")]) from None


def value_of(row: HoldRow) -> tuple[str, Decimal] | None:
    """Currency and value of a held order; None if it is not known."""
    return None if row.currency is None or row.value is None else (row.currency, row.value)


def is_above(rules: HoldRules, row: HoldRow) -> bool:
    """Whether a held order is worth more than one person may clear; an unknown value is."""
    if not rules.two_people_above:
        return False
    found = value_of(row)
    return found is None or found[1] > rules.two_people_above.get(found[0], Decimal(-1))


@lru_cache(maxsize=4)
def _read(text: str) -> HoldRules:
    return read_hold_rules(text, _NAME)


def _text(connection: Connection) -> str | None:
    kept = projections.kept_part(connection, PART)
    return None if kept is None else blobs.get(connection, kept.digest).decode()
