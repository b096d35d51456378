"""Activities of a line: what is stated, and what crossing a border makes of it."""

from __future__ import annotations

from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import Value

LANE = ("ship_from.territory", "ship_to.territory")
"""Where goods come from and go to: looked up whenever a measure asks about the activity, since exports hang on it."""


def activities(stated: str, origin: Members, destination: Members, subject_to_ear: Value) -> Members:
    """Activities of a line: what is stated, and what crossing a border makes of it.

    Goods that move from one country to another are exported, within one country transferred; an origin or destination
    that is not known leaves both possible. Goods under US rules that leave another country than the US are re-exported
    (15 CFR 734.14).

    >>> sorted(activities("sale", Members.of("NL"), Members.of("KZ"), False).known)
    ['export', 'sale']
    """
    if not ACTIVITIES[stated].moves_goods:
        return Members.of(stated)
    surely_known = not (origin.open or destination.open or origin.possible or destination.possible)
    if not surely_known or not origin.known or not destination.known:
        return Members.of(stated, possible=("export", "in_country_transfer", "reexport"))
    if origin.known == destination.known and len(origin.known) == 1:
        return Members.of(stated, "in_country_transfer")
    if origin.known & destination.known:
        return Members.of(stated, "export", possible=("in_country_transfer", "reexport"))
    if subject_to_ear is False or "US" in origin.known:
        return Members.of(stated, "export")
    if subject_to_ear is True:
        return Members.of(stated, "export", "reexport")
    return Members.of(stated, "export", possible=("reexport",))
