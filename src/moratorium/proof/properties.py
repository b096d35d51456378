"""Properties, as people write them.

::

    never allow where any role within RU and product in hs:8806
    always deny where buyer.military
    draft allows nothing that base denies, except activity = 'repair'
    measure A is subsumed by B
    measure A can never apply
    measures A and B are the same
    every denial within EU has a ground in law or own policy dated before it

``where`` and ``except`` take a condition as measures do, and three short forms: ``any role within RU, UA``, ``end user
within KZ``, and ``product in hs:8806, eccn:9A012``. Such a condition counts where it is certainly true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import msgspec

from moratorium.conditions.parse import parse_condition
from moratorium.conditions.predicate import ALWAYS, Predicate
from moratorium.errors import Fault, InputError
from moratorium.measures.reading import Knows, Suggest, territories_of
from moratorium.terms.document import nearest
from moratorium.terms.party import ROLES

AT = "property"
EFFECTS = ("allow", "hold", "deny", "stop")
"""``stop`` is either of the two that stop an order."""

EXAMPLES = (
    "never allow where any role within RU",
    "always deny where buyer.military",
    "draft allows nothing that base denies",
    "measure A is subsumed by B",
    "measure A can never apply",
    "measures A and B are the same",
    "every denial within EU has a ground in law or own policy dated before it",
)
_HELP = "; ".join(f"`{one}`" for one in EXAMPLES)


class Never(msgspec.Struct, frozen=True, tag=True):
    """No order of which the condition is true has this effect."""

    effect: str
    where: Predicate


class Always(msgspec.Struct, frozen=True, tag=True):
    """Every order of which the condition is true has this effect."""

    effect: str
    where: Predicate


class Nothing(msgspec.Struct, frozen=True, tag=True):
    """The draft has no such effect on an order on which the rulebook has that one, unless an exception is true."""

    draft: str
    base: str
    unless: Predicate | None = None


class Subsumed(msgspec.Struct, frozen=True, tag=True):
    """Whatever one measure does, another does at least as gravely."""

    measure: str
    by: str


class CanNeverApply(msgspec.Struct, frozen=True, tag=True):
    """There is no order and no day on which the measure certainly applies."""

    measure: str


class Same(msgspec.Struct, frozen=True, tag=True):
    """Two measures have the same effect on every order and day."""

    measure: str
    other: str


class Grounded(msgspec.Struct, frozen=True, tag=True):
    """Behind every denial stands law, or own policy that was decided or announced by that day."""

    where: Predicate


Property = Never | Always | Nothing | Subsumed | CanNeverApply | Same | Grounded

_EFFECT = r"(\w+)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for name, pattern in (
        ("never", rf"never\s+{_EFFECT}(?:\s+where\s+(.+))?"),
        ("always", rf"always\s+{_EFFECT}(?:\s+where\s+(.+))?"),
        ("nothing", rf"draft\s+{_EFFECT}\s+nothing\s+that\s+base\s+{_EFFECT}(?:\s*,?\s+except\s+(.+))?"),
        ("subsumed", r"measure\s+(\S+)\s+is\s+subsumed\s+by\s+(?:measure\s+)?(\S+)"),
        ("can never apply", r"measure\s+(\S+)\s+can\s+never\s+apply"),
        ("same", r"measures\s+(\S+)\s+and\s+(\S+)\s+are\s+the\s+same"),
        (
            "grounded",
            r"every\s+denial(?:\s+where\s+(.+?)|\s+within\s+(.+?))?\s+has\s+a\s+ground\s+in\s+law\s+or\s+own\s+policy"
            r"(?:\s+dated\s+before\s+it)?",
        ),
    )
)


class _Reader:
    """Reads a property and gathers its faults."""

    def __init__(self, measures: Collection[str], knows: Knows, suggest: Suggest) -> None:
        self._measures = measures
        self._knows = knows
        self._suggest = suggest
        self.faults: list[Fault] = []

    def read(self, text: str) -> Property | None:
        for name, pattern in _FORMS:
            found = pattern.fullmatch(text)
            if found:
                return self._read(name, *found.groups())
        self.faults.append(Fault(f"`{text}` is not a property", AT, f"write one like {_HELP}"))
        return None

    def _read(self, name: str, first: str | None, second: str | None = None, third: str | None = None) -> Property:
        match name:
            case "never":
                return Never(self._effect(first), self._condition(second))
            case "always":
                return Always(self._effect(first), self._condition(second))
            case "nothing":
                unless = None if third is None else self._condition(third)
                return Nothing(self._effect(first), self._effect(second), unless)
            case "subsumed":
                return Subsumed(self._measure(first), self._measure(second))
            case "can never apply":
                return CanNeverApply(self._measure(first))
            case "same":
                return Same(self._measure(first), self._measure(second))
        return Grounded(self._condition(first or (second and f"any role within {second}")))

    def _effect(self, word: str | None) -> str:
        written = (word or "").lower()
        base = {"allows": "allow", "holds": "hold", "denies": "deny", "stops": "stop"}.get(written, written)
        if base not in EFFECTS:
            help_ = nearest(base, EFFECTS) or f"one of {', '.join(EFFECTS)}"
            self.faults.append(Fault(f"no effect `{word}`", AT, help_))
        return base

    def _measure(self, id: str | None) -> str:
        if id not in self._measures:
            help_ = nearest(id or "", self._measures) or "`moratorium measure show` lists them"
            self.faults.append(Fault(f"no measure `{id}` in the rulebook", AT, help_))
        return id or ""

    def _condition(self, text: str | None) -> Predicate:
        if text is None:
            return ALWAYS
        try:
            found = parse_condition(spelt_out(text), AT, allow_missing=True)
        except InputError as error:
            self.faults.extend(error.faults)
            self._territories(code for found in _WITHIN.finditer(text) for code in _codes(found[2]))
            return ALWAYS
        self._territories(territories_of(found))
        return found

    def _territories(self, codes: Iterable[str]) -> None:
        for code in codes:
            if not self._knows(code):
                help_ = self._suggest(code)
                self.faults.append(Fault(f"unknown territory `{code}`", AT, help_ if isinstance(help_, str) else ""))


def parse_property(text: str, measures: Collection[str], knows: Knows, suggest: Suggest) -> Property:
    """Read a property.

    Args:
        text: As people write it.
        measures: Ids of all measures that it may name.
        knows: Whether a code is a territory.
        suggest: The nearest names for what is not.

    Raises:
        InputError: it is none; an unknown effect, measure, fact or territory: all at once, with the nearest names.
    """
    reader = _Reader(measures, knows, suggest)
    found = reader.read(" ".join(text.split()).rstrip("."))
    if reader.faults or found is None:
        raise InputError.of(reader.faults)
    return found


# -- short forms ------------------------------------------------------------------------------------------------------

_CODES = r"(\(\s*[\w-]+(?:\s*,\s*[\w-]+)*\s*\)|[\w-]+(?:\s*,\s*[\w-]+)*)"
_ROLE = "|".join(["any[ _]role", *(role.replace("_", "[ _]") for role in ROLES)])
_WITHIN = re.compile(rf"\b({_ROLE})\s+within\s+{_CODES}", re.IGNORECASE)
_WARE = r"[A-Za-z_]+:[\w.-]+"
_PRODUCT = re.compile(rf"\bproduct\s+in\s+({_WARE}(?:\s*,\s*{_WARE})*)", re.IGNORECASE)
_WARES = {
    "hs": "product.hs6 LIKE '{}%'",
    "eccn": "product.eccn LIKE '{}%'",
    "family": "product.family = '{}'",
    "kind": "product.kind = '{}'",
    "list": "product.lists IN ('{}')",
    "control": "product.controls IN ('{}')",
}


def spelt_out(text: str) -> str:
    """The short forms of a condition as condition text; what stands in quotes is left as it is.

    >>> spelt_out("any role within RU and product in hs:8806")
    "any_role.territory IN ('RU') and (product.hs6 LIKE '8806%')"
    """
    return "".join(
        part if quoted else _PRODUCT.sub(_product, _WITHIN.sub(_within, part)) for part, quoted in _pieces(text)
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for piece in re.split(r"('[^']*')", text):
        yield piece, piece.startswith("'")


def _within(found: re.Match[str]) -> str:
    role = "_".join(found[1].lower().split())
    codes = ", ".join(f"'{code}'" for code in _codes(found[2]))
    return f"{role}.territory IN ({codes})"


def _codes(listed: str) -> list[str]:
    return [code.strip() for code in listed.strip("() ").split(",")]


def _product(found: re.Match[str]) -> str:
    named = (part.strip().partition(":") for part in found[1].split(","))
    parts = [(kind.lower(), code) for kind, _, code in named]
    unknown = [kind for kind, _ in parts if kind not in _WARES]
    if unknown:
        help_ = nearest(unknown[0], _WARES) or f"one of {', '.join(_WARES)}"
        raise InputError(f"`{unknown[0]}:` names no goods", AT, help_)
    return f"({' OR '.join(_WARES[kind].format(code) for kind, code in parts)})"
