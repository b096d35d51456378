"""Containment: what lies within some territories on a day, and what contains a part of them.

Crimea lies in Ukraine, whoever controls it; a group holds its members of that day with all their regions. A place that
is known no finer than something that only *contains* a part of the territory asked for is neither in nor out: it is
unknown, and a question (DESIGN law 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from moratorium.conditions.bind import Extent
from moratorium.terms.members import Members
from moratorium.territories.gazetteer import Gazetteer


def extent(gazetteer: Gazetteer, codes: tuple[str, ...], day: date) -> Extent:
    """What lies within ``codes`` on ``day``, and what overlaps them.

    Args:
        gazetteer: Codes and groups.
        codes: At least one code; countries, subdivisions, named areas or groups.
        day: Decides who is a member of a group.

    Raises:
        InputError: no code, or an unknown one; carries all of them.
    """
    asked = gazetteer.require(codes)
    members = {name: group.on(day) for name, group in gazetteer.groups.items()}
    start = [code for one in asked for code in (one, *sorted(members.get(one, ())))]
    inside = _with_all_within(gazetteer, start)
    inside |= {name for name, of in members.items() if of and of <= inside}
    wider = {code for one in inside for code in _ancestors(gazetteer, one)}
    wider |= {other for one in inside if one in gazetteer.areas for other in gazetteer.areas[one].meets}
    wider |= {name for name, of in members.items() if not of.isdisjoint(inside | wider)}
    return Extent(frozenset(inside), frozenset(wider - inside))


def _with_all_within(gazetteer: Gazetteer, codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(gazetteer.children.get(code, ()))
    return found


def _ancestors(gazetteer: Gazetteer, code: str) -> Iterable[str]:
    wider = gazetteer.parent(code)
    while wider is not None:
        yield wider
        wider = gazetteer.parent(wider)


def finest(gazetteer: Gazetteer, codes: Iterable[str]) -> frozenset[str]:
    """The codes without those that contain another of them: of UA and UA-43, UA-43 says more."""
    found = frozenset(codes)
    return found - {wider for code in found for wider in _ancestors(gazetteer, code)}


def countries_of(gazetteer: Gazetteer, members: Members) -> Members:
    """The same place in countries; a group is possibly any country that ever belonged to it.

    Codes that the atlas does not know leave the set open.
    """
    known = _lifted(gazetteer, members.known)
    possible = _lifted(gazetteer, members.possible)
    certain = frozenset(code for code in known if code not in gazetteer.groups)
    perhaps = {member for name in known - certain for member in gazetteer.groups[name].members}
    perhaps |= {one for code in possible for one in _each(gazetteer, code)}
    unheard = any(gazetteer.canonical(code) is None for code in members.known | members.possible)
    return Members(certain, frozenset(perhaps) - certain, members.open or unheard)


def _lifted(gazetteer: Gazetteer, codes: Iterable[str]) -> frozenset[str]:
    return frozenset(gazetteer.country(known) for code in codes if (known := gazetteer.canonical(code)) is not None)


def _each(gazetteer: Gazetteer, code: str) -> Iterable[str]:
    return gazetteer.groups[code].members if code in gazetteer.groups else (code,)
