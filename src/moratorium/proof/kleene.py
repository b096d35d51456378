"""Truth of three values for the solver: a pair of conditions, *certainly so* and *certainly not so*.

What is neither is unknown. A condition is a plain ``True`` or ``False`` where that is known beforehand, so that the
solver is asked only about what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import z3

Bool = Any
"""A condition: ``True``, ``False``, or one of the solver's."""


def conj(parts: Iterable[Bool]) -> Bool:
    """And, without what says nothing."""
    kept = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            kept.append(part)
    return True if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def disj(parts: Iterable[Bool]) -> Bool:
    """Or, without what says nothing."""
    kept = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            kept.append(part)
    return False if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def neg(part: Bool) -> Bool:
    """Not."""
    return not part if isinstance(part, bool) else z3.BoolRef(z3.Z3_mk_not(part.ctx_ref(), part.ast), part.ctx)


def _joined(make: Callable[[Any, int, Any], Any], parts: list[Any]) -> Any:
    """Many conditions as one; past the solver's own checks of each, which take most of the time."""
    found = (z3.Ast * len(parts))(*(part.ast for part in parts))
    return z3.BoolRef(make(parts[0].ctx_ref(), len(parts), found), parts[0].ctx)


def same(a: Bool, b: Bool) -> Bool:
    """Both or neither."""
    if isinstance(a, bool):
        a, b = b, a
    return (a if b else neg(a)) if isinstance(b, bool) else a == b


class Three(NamedTuple):
    """Yes, no, or, where neither holds, unknown. Never both."""

    yes: Bool
    no: Bool

    @property
    def unknown(self) -> Bool:
        """Neither yes nor no."""
        return conj((neg(self.yes), neg(self.no)))


def all_three(parts: Iterable[Three]) -> Three:
    """Kleene's and."""
    listed = list(parts)
    return Three(conj(part.yes for part in listed), disj(part.no for part in listed))


def any_three(parts: Iterable[Three]) -> Three:
    """Kleene's or."""
    listed = list(parts)
    return Three(disj(part.yes for part in listed), conj(part.no for part in listed))


def not_three(part: Three) -> Three:
    """Kleene's not."""
    return Three(part.no, part.yes)
