"""Thresholds: how near a name must come to a listed one to be asked about, per list and kind of listed party.

Measures state them (``scope.listed.threshold``); what none states is asked at the project's default. A measure that
states none asks at the default too. The lowest one counts: so a measure more never takes a match from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import get_args

import msgspec

from moratorium.screening.lists.entry import Kind
from moratorium.terms.canon import canonical, digest_bytes

DEFAULT = Decimal("0.80")
"""Score from which a name is asked about where no measure says otherwise."""

KINDS: tuple[str, ...] = get_args(Kind)
"""Kinds of listed parties."""


class Thresholds(msgspec.Struct, frozen=True):
    """Least score of a match, per list and kind.

    Attributes:
        stated: By list, then kind: thresholds that differ from the default.
    """

    stated: Mapping[str, Mapping[str, Decimal]] = {}

    def __hash__(self) -> int:
        """Equal thresholds hash alike."""
        return hash(self.canonical)

    def of(self, list_id: str, kind: str) -> float:
        """Least score at which a name of an entry counts as a match.

        >>> thresholds = Thresholds({"UN": {"person": Decimal("0.75")}})
        >>> thresholds.of("UN", "person"), thresholds.of("UN", "vessel")
        (0.75, 0.8)
        """
        return float(self.stated.get(list_id, {}).get(kind, DEFAULT))

    @property
    def lowest(self) -> float:
        """The lowest of all, the default among them: what candidates are looked for at."""
        return float(min([DEFAULT, *(each for by_kind in self.stated.values() for each in by_kind.values())]))

    def words(self, list_id: str) -> str:
        """The thresholds of a list in words.

        >>> Thresholds({"UN": {"person": Decimal("0.75")}}).words("UN"), Thresholds().words("UN")
        ('threshold 0.80 (person 0.75)', 'threshold 0.80')
        >>> Thresholds({"UN": dict.fromkeys(KINDS, Decimal("0.9"))}).words("UN")
        'threshold 0.9'
        """
        stated = self.stated.get(list_id, {})
        if len(stated) == len(KINDS) and len(set(stated.values())) == 1:
            return f"threshold {stated[KINDS[0]]}"
        others = ", ".join(f"{kind} {each}" for kind, each in stated.items())
        return f"threshold {DEFAULT}" + (f" ({others})" if others else "")

    @property
    def canonical(self) -> bytes:
        """What they say, as canonical bytes; equal meaning, equal bytes."""
        stated = {name: {kind: each.normalize() for kind, each in by.items()} for name, by in self.stated.items() if by}
        return canonical({"default": DEFAULT.normalize(), "form": "thresholds_v1", "stated": stated})

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes. Decisions cite the rulebook, from which thresholds follow."""
        return digest_bytes(self.canonical)


AT_DEFAULT = Thresholds()
"""Where no measure states one."""


def lowest(asked: Iterable[Mapping[str, Mapping[str, Decimal]]]) -> Thresholds:
    """What counts if several measures ask: for each list and kind the lowest threshold.

    Args:
        asked: For each measure, by list that it asks, then kind: the threshold stated; the default where none is.

    >>> strict, plain = {"UN": {"person": Decimal("0.9"), "entity": Decimal("0.7")}}, {"UN": {}}
    >>> lowest([strict]).of("UN", "person"), lowest([strict, plain]).of("UN", "person")
    (0.9, 0.8)
    >>> lowest([strict, plain]).of("UN", "entity")
    0.7
    """
    found: dict[str, dict[str, Decimal]] = {}
    for lists in asked:
        for list_id, stated in lists.items():
            least = found.setdefault(list_id, {})
            for kind in KINDS:
                each = stated.get(kind, DEFAULT)
                least[kind] = min(least.get(kind, each), each)
    return Thresholds({name: kept for name, by in sorted(found.items()) if (kept := _other_than_default(by))})


def _other_than_default(by_kind: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {kind: each for kind, each in by_kind.items() if each != DEFAULT}
