"""Conflict of laws on an authority's request: blocking rules that bind the entity of ours which is asked.

A rule counts if it is in force today, the entity sits where it binds, and the authority does not. Whether it forbids
this answer is counsel's judgement, which goes into the record; the program only says that the question arises. Where
it cannot tell (no organisation on record, no such entity in it, no rulebook adopted) the question arises too.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date

from moratorium.desk import package
from moratorium.desk.rulebooks import adopted
from moratorium.errors import MissingError
from moratorium.intake import read_organisation
from moratorium.measures.blocking import BlockingRule
from moratorium.registers.case import NONE
from moratorium.store import Connection, blobs, projections
from moratorium.terms.organisation import NO_ORGANISATION, Organisation


def conflicts_words(connection: Connection, fields: Mapping[str, str], day: date) -> str:
    """Ids of the blocking rules that may forbid an answer, separated by spaces; ``none``; or why it cannot be told.

    Args:
        connection: To the store.
        fields: Of the request: the entity that is asked and the territory of the authority.
        day: On which it is asked.
    """
    asked = fields.get("addressed_to", "")
    seat = {one.id: one.seat for one in _organisation(connection).entities}.get(asked)
    if seat is None:
        return f"cannot be told: the seat of `{asked}` is not on record"
    try:
        rules = adopted(connection).blocking
    except MissingError:
        return "cannot be told: no rulebook is adopted, so no blocking rule is known"
    found = [rule.id for rule in rules if _arises(rule, seat, fields.get("authority_territory", ""), day)]
    return " ".join(found) or NONE


def _organisation(connection: Connection) -> Organisation:
    kept = projections.kept_part(connection, "organisation")
    if kept is None:
        return NO_ORGANISATION
    return read_organisation(gzip.decompress(blobs.get(connection, kept.digest)).decode(), kept.name)


def _arises(rule: BlockingRule, seat: str, authority: str, day: date) -> bool:
    within = package.atlas().extent((rule.jurisdiction,), day).inside
    return rule.is_in_force(day) and seat in within and authority not in within
