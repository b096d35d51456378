"""Reading the small parts of a measure: marks, windows, periods, territories, roles and conditions.

Everything is checked against what is known, with the nearest names offered, and every fault carries its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple, cast

from moratorium.conditions.parse import parse_condition
from moratorium.conditions.predicate import Overlaps, Predicate, Within, any_of, rewrite
from moratorium.errors import Fault, InputError
from moratorium.measures.measure import MARKS, InForce, Mark, Period
from moratorium.terms.document import Node, Reader, nearest
from moratorium.terms.party import PARTY_ROLES, ROLES
from moratorium.terms.time import Window, overlapping
from moratorium.terms.vocabulary import ANY_ROLE

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

Knows = Callable[[str], bool]
Suggest = Callable[[str], str | Iterable[str]]


class Known(NamedTuple):
    """What a measure may name.

    Attributes:
        territory: Whether a code is a territory, a named area or a group.
        suggest: The nearest names for what is not.
        lists: Ids of all party lists, if they are to be checked.
        goods_lists: Ids of all goods lists, if they are to be checked.
        controls: Ids of all control entries, if they are to be checked.
    """

    territory: Knows
    suggest: Suggest
    lists: Collection[str] | None = None
    goods_lists: Collection[str] | None = None
    controls: Collection[str] | None = None


class MeasureReader(Reader):
    """A reader that knows the words of measures."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known

    def mark(self, node: Node | None) -> Mark | None:
        """``V1``, ``V2``, ``R`` or ``U``."""
        return cast("Mark | None", self.choice(node, MARKS))

    def code(self, node: Node | None) -> str | None:
        """An id: letters, digits, dots, dashes, underscores."""
        text = self.text(node)
        if node is None or text is None or _CODE.fullmatch(text):
            return text
        self.fault(node, f"`{text}` is not an id", "use letters, digits, dots and dashes")
        return None

    def period(self, node: Node | None) -> Period | None:
        """A calendar period such as ``P3M`` or ``P2W``."""
        text = self.text(node)
        if node is None or text is None:
            return None
        found = _PERIOD.fullmatch(text)
        years, months, weeks, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
        if years + months + weeks + days == 0:
            self.fault(node, f"`{text}` is not a period", "write P3M for three months or P14D for two weeks")
            return None
        return Period(text, years * 12 + months, weeks * 7 + days)

    def windows(self, node: Node | None) -> tuple[InForce, ...]:
        """Half-open windows: a list of ``[from, to]`` or ``{from, to, mark}``; they may not overlap."""
        if node is None:
            return ()
        if not isinstance(node.content, list) or not node.content:
            self.fault(node, f"expected a list of windows, found {node.word}", "write [[2022-04-26, null]]")
            return ()
        found = tuple(one for one in map(self._window, node.content) if one is not None)
        shared = overlapping(one.window for one in found)
        if shared is not None:
            self.fault(
                node, f"the windows {shared[0]} and {shared[1]} share days", "let each end where the next begins"
            )
        return found

    def _window(self, node: Node) -> InForce | None:
        mark: Mark | None = None
        if isinstance(node.content, list):
            if len(node.content) != 2:
                self.fault(node, f"a window has two days, found {len(node.content)}", "write [from, to], to exclusive")
                return None
            start, end = node.content
        else:
            fields = self.fields(node, ("from", "to", "mark"), ("from", "to"))
            if not {"from", "to"} <= fields.keys():
                return None
            start, end, mark = fields["from"], fields["to"], self.mark(fields.get("mark"))
        try:
            return InForce(Window(self.day(start), self.day(end)), mark)
        except ValueError as error:
            self.fault(node, str(error), "the first day counts, the last does not")
            return None

    def territories(self, node: Node | None) -> tuple[str, ...]:
        """Codes of territories, named areas and groups."""
        if node is not None and isinstance(node.content, list) and not node.content:
            self.fault(node, "an empty list of territories asks nothing", "name at least one, or leave it out")
        return self.items(node, self._territory)

    def _territory(self, node: Node) -> str | None:
        code = self.text(node)
        if code is None:
            self.fault(node, "a territory needs a code", "such as RU or UA-43")
        elif not self.known.territory(code):
            self.fault(node, f"unknown territory `{code}`", _offer(self.known.suggest(code)))
            return None
        return code

    def known_ids(self, node: Node | None, known: Collection[str] | None, what: str) -> tuple[str, ...]:
        """Ids, checked against the known ones if there are any."""

        def one(item: Node) -> str | None:
            code = self.code(item)
            if code is not None and known is not None and code not in known:
                self.fault(item, f"unknown {what} `{code}`", nearest(code, known))
                return None
            return code

        if node is not None and isinstance(node.content, list) and not node.content:
            self.fault(node, f"an empty list of {what}s asks nothing", "name at least one, or leave it out")
        return self.items(node, one)

    def roles(self, node: Node | None, party: bool = False) -> tuple[str, ...]:
        """Roles, or ``any``: the fact that joins them all."""
        if node is None or node.content is None or node.content == "any":
            return (ANY_ROLE,)
        allowed = PARTY_ROLES if party else ROLES
        return self.items(node, lambda item: self.choice(item, allowed)) or (ANY_ROLE,)

    def condition(self, node: Node | None, allow_missing: bool = False) -> Predicate | None:
        """Condition text; the territories in it are checked too."""
        text = self.text(node)
        if node is None or text is None:
            return None
        try:
            predicate = parse_condition(text, node.at, allow_missing)
        except InputError as error:
            self.faults.extend(error.faults)
            return None
        for code in _territories(predicate):
            if not self.known.territory(code):
                help_ = _offer(self.known.suggest(code))
                self.faults.append(Fault(f"unknown territory `{code}`", node.at, help_))
        return predicate


def of_roles(roles: Iterable[str], attribute: str, values: tuple[str, ...]) -> Predicate:
    """Whether the attribute of one of the roles holds, or lies within, one of the values.

    >>> of_roles(["any_role"], "territory", ("RU",))
    Within(fact='any_role.territory', territories=('RU',))
    """
    names = [f"{role}.{attribute}" for role in roles]
    if attribute == "territory":
        return any_of(*(Within(name, values) for name in names))
    return any_of(*(Overlaps(name, frozenset(values)) for name in names))


def territories_of(predicate: Predicate) -> tuple[str, ...]:
    """Territories that a predicate names, each once, in the order written."""
    return tuple(dict.fromkeys(_territories(predicate)))


def _territories(predicate: Predicate) -> Iterable[str]:
    found: list[str] = []

    def leaf(part: Predicate) -> Predicate:
        if isinstance(part, Within):
            found.extend(part.territories)
        return part

    rewrite(predicate, leaf)
    return found


def _offer(suggested: str | Iterable[str]) -> str:
    if isinstance(suggested, str):
        return suggested
    offered = [f"`{one}`" for one in suggested]
    return f"did you mean {' or '.join(offered[:3])}?" if offered else "docs/territories.md lists the codes"
