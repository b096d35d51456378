"""Two pairs of eyes: whether two names in the record are two people.

A person may come in by a local identity or by a key of the service; four eyes looks at the person, whichever way.
"""

from __future__ import annotations

from moratorium.terms.act import UNAUTHENTICATED, holder_of


def is_somebody(name: str) -> bool:
    """Whether a named person stands behind an actor.

    >>> is_somebody("ann@service"), is_somebody("unauthenticated"), is_somebody(" ")
    (True, False, False)
    """
    return bool(name.strip()) and _same(name) != UNAUTHENTICATED


def are_two_people(first: str, second: str) -> bool:
    """Whether two actors are different people.

    >>> are_two_people("Ann", "ann@service"), are_two_people("ann", "bo")
    (False, True)
    """
    return _same(holder_of(first)) != _same(holder_of(second))


def _same(name: str) -> str:
    """Names that differ only in case or spaces are one person."""
    return " ".join(name.split()).casefold()
