"""Three-valued truth: ``True``, ``False`` and ``None`` for "not known".

These are Kleene's strong connectives, which are also SQL's truth tables for ``NULL``; so one meaning serves the
scalar interpreter, a column engine and the prover.
"""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def negate(a: Truth) -> Truth:
    """Not: the unknown stays unknown.

    >>> negate(None) is None
    True
    """
    return None if a is None else not a


def every(values: Iterable[Truth]) -> Truth:
    """And: false if one is false, else unknown if one is unknown, else true. Stops at the first false.

    >>> every([True, None, False])
    False
    >>> every([True, None]) is None
    True
    """
    known = True
    for value in values:
        if value is False:
            return False
        if value is None:
            known = False
    return True if known else None


def some(values: Iterable[Truth]) -> Truth:
    """Or: true if one is true, else unknown if one is unknown, else false. Stops at the first true.

    >>> some([False, None, True])
    True
    >>> some([]) is False
    True
    """
    known = True
    for value in values:
        if value is True:
            return True
        if value is None:
            known = False
    return False if known else None
