"""A measure in plain words: what it does, where, to what, to whom, and what relieves of it.

The words follow the document field by field, with territories by name; the condition of a measure stands as it is
written. Nothing is left out: a field that says "all" is told, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from moratorium.conditions.explain import words
from moratorium.desk import package
from moratorium.measures import Measure
from moratorium.terms.document import read_document
from moratorium.terms.party import spoken_role


class Line(NamedTuple):
    """One field in words.

    Attributes:
        field: ``effect``, ``where``, ``activities``, ``goods``, ``listed``, ``condition``, ``bound``, ``unknown`` or
            ``conflict``.
        words: What it says.
    """

    field: str
    words: str


class Relief(NamedTuple):
    """An exemption in words.

    Attributes:
        id: Its name within the measure.
        title: As it is written.
        words: When it relieves.
        relieves: Whether it can relieve at all.
        mark: How well it is verified; empty if that is not said.
    """

    id: str
    title: str
    words: str
    relieves: bool
    mark: str


def lines(measure: Measure) -> tuple[Line, ...]:
    """The measure field by field."""
    return tuple(Line(field, text) for field, text in _lines(measure) if text)


def reliefs(measure: Measure) -> tuple[Relief, ...]:
    """What relieves of it, as written."""
    return tuple(
        Relief(
            one.id,
            one.title,
            words(one.where).removeprefix("(").removesuffix(")") if one.relieves else "",
            one.relieves,
            one.mark or "",
        )
        for one in measure.exemptions
    )


def _lines(measure: Measure) -> Iterator[tuple[str, str]]:
    scope = _scope(measure)
    yield "effect", "denies" if measure.effect.word == "deny" else "holds until it is settled"
    yield "where", _where(scope.get("territories"))
    activities = scope.get("activities")
    yield "activities", "every activity" if activities in (None, "all") else _listed(activities)
    yield "goods", _goods(scope.get("products"))
    yield "listed", _parties(scope.get("listed"))
    yield "condition", str(scope.get("where") or "")
    yield "bound", measure.bound_words
    unknown = "a gap is only reported" if measure.unknown == "report" else "what is not known holds the order"
    yield "unknown", f"{unknown}: {measure.unknown_reason}" if measure.unknown_reason else unknown
    yield "conflict", ", ".join(measure.conflicts_with)


def _scope(measure: Measure) -> dict[str, Any]:
    plain = read_document(measure.text, measure.id).plain()
    scope = plain.get("scope") if isinstance(plain, dict) else None
    return scope if isinstance(scope, dict) else {}


def _where(written: Any) -> str:
    if not isinstance(written, dict):
        return "wherever the order goes"
    roles = written.get("roles")
    who = "any party or place" if roles in (None, "any") else " or ".join(map(spoken_role, _texts(roles)))
    within, without = _texts(written.get("within")), _texts(written.get("not_within"))
    parts = [f"lies in {_named(within)}" if within else "", f"does not lie in {_named(without)}" if without else ""]
    return f"{who} {' and '.join(part for part in parts if part)}"


def _named(codes: list[str]) -> str:
    atlas = package.atlas()
    return ", ".join(f"{atlas.name(code)} ({code})" if atlas.knows(code) else code for code in codes)


def _goods(written: Any) -> str:
    if not isinstance(written, dict):
        return "all goods"
    return "; ".join(f"{_GOODS.get(field, field)} {_listed(value)}" for field, value in written.items())


def _parties(written: Any) -> str:
    if not isinstance(written, dict):
        return ""
    roles = written.get("roles")
    who = "any party" if roles in (None, "any") else " or ".join(map(spoken_role, _texts(roles)))
    owned = f", or is owned {written['owned']} per cent or more by them" if written.get("owned") else ""
    return f"{who} is on {_listed(written.get('lists'))}{owned}"


_GOODS = {
    "hs": "HS code",
    "eccn": "ECCN",
    "in_list": "goods list",
    "controls": "control entry",
    "family": "family",
    "kind": "kind",
    "not_kind": "not of the kind",
}


def _listed(value: Any) -> str:
    return ", ".join(one.replace("_", " ") for one in _texts(value))


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
