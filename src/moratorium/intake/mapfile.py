"""The map file: which column feeds which field, what is constant, what is assumed, how numbers and days are written.

People write and correct it, so it says everything and hides nothing. What nobody stated stands under ``assume`` and is
counted as assumed in every decision; moving such a line to ``constants`` confirms it. A ``?`` is a question that the
proposal could not settle; a map that still holds one is refused, with the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from moratorium.intake.cells import DATE_ORDERS
from moratorium.intake.fields import FIELDS
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.document import Node, Reader, nearest, read_document
from moratorium.terms.order import STATUSES
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES
from moratorium.terms.vocabulary import VOCABULARY, Kind

ROW = "= row"
"""In place of a column: numbered by the file."""

ASK = "?"
"""In place of a value: a question to whoever reads the map."""

RETURNS = "quantity < 0"
_COPY = re.compile(r"=\s*(\w+)")
_SECTIONS = ("map", "columns", "assume", "constants", "formats", "words", "returns")
WORDED = {
    "activity": tuple(ACTIVITIES),
    "status": STATUSES,
    **{name: VOCABULARY[name].words for name in FIELDS if name in VOCABULARY and VOCABULARY[name].words},
}
"""Closed lists of words by field: a file's own words must be told apart, never guessed."""

_CHOICES = {"dates": tuple(DATE_ORDERS), "decimal": (".", ","), "ids": ("whole", "as-written")}
_QUESTIONS = {
    "dates": "in which order do day, month and year stand? write ymd, dmy or mdy",
    "decimal": "which is the decimal sign? write '.' or ','",
    "columns": "which column is it? write its name, or remove the line",
    "words": "what does this word mean? write one of the known words",
}


class Mapping(msgspec.Struct, frozen=True, omit_defaults=True):
    """A map from the columns of a table to the fields of an order.

    Attributes:
        name: Name of the map.
        columns: Column by field; ``= row`` numbers by the file.
        constants: Stated value by field, or ``= role`` by role: the same for every row, and confirmed.
        assume: Value by field, or ``= role`` by role, used where the file states nothing, and marked as assumed.
        formats: ``dates`` (ymd, dmy, mdy) and ``decimal`` (. or ,), also by field; ``ids: whole`` drops a trailing
            ``.0`` that a spreadsheet put behind ids.
        words: For ``activity`` and ``status``: what the file's words mean.
        returns: ``quantity < 0`` if negative quantities are returns; None if they are mistakes.
        unused: Columns that feed nothing, with a sample value; only of a proposal.
        notes: What a reader should know, by ``section.field``; only of a proposal.
        places: Line and column in the map file, by ``section.field``; only of a map that was read.
    """

    name: str
    columns: dict[str, str]
    constants: dict[str, str] = {}
    assume: dict[str, str] = {}
    formats: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    returns: str | None = None
    unused: dict[str, str] = {}
    notes: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}

    @classmethod
    def of_columns(cls, columns: Sequence[str]) -> Mapping | None:
        """The map of a table whose columns are named as fields; None if no column is named ``order``.

        Nothing is assumed. Numbers and days are taken where they can be read in one way only. Columns that are named
        like no field are in ``unused``: nothing of ours, or a slip of the pen.

        >>> Mapping.of_columns(["order", "buyer.country"]).columns
        {'line': '= row', 'order': 'order', 'buyer.country': 'buyer.country'}
        """
        if "order" not in columns:
            return None
        fields = {"line": ROW} | {one: one for one in columns if one in FIELDS}
        unused = {one: "" for one in columns if one not in FIELDS}
        return cls("columns named as fields", fields, returns=RETURNS, unused=unused)

    def at(self, section: str, field: str) -> str:
        """Where an entry stands in the map file."""
        return self.places.get(f"{section}.{field}", f"map {self.name}, {section}: {field}")

    @property
    def questions(self) -> tuple[str, ...]:
        """Entries that still hold a ``?``."""
        names = ("columns", "constants", "assume", "formats")
        sections: dict[str, dict[str, str]] = {name: getattr(self, name) for name in names}
        sections |= {f"words.{field}": meanings for field, meanings in self.words.items()}
        return tuple(f"{name}.{key}" for name, entries in sections.items() for key in entries if entries[key] == ASK)


def copied_role(value: str) -> str | None:
    """The role that ``= role`` copies; None for a plain value.

    >>> copied_role("= buyer"), copied_role("NL")
    ('buyer', None)
    """
    match = _COPY.fullmatch(value.strip())
    return match[1] if match else None


def parse_mapping(text: str, name: str = "map.yaml") -> Mapping:
    """A map from its document.

    Args:
        text: The document.
        name: Shown in places, usually the file's name.

    Raises:
        InputError: unknown fields, formats or words, a missing ``order``, an open question: all at once, each with
            line and column.

    >>> parse_mapping("columns: {order: InvoiceNo, line: = row}").columns
    {'order': 'InvoiceNo', 'line': '= row'}
    """
    return _MapReader().read(read_document(text, name), name)


class _MapReader(Reader):
    """Reads a map and notes where each entry stands."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, str] = {}

    def read(self, node: Node, name: str) -> Mapping:
        found = self.fields(node, _SECTIONS, ["columns"])
        columns = dict(self._entries(found.get("columns"), "columns", FIELDS))
        constants = dict(self._entries(found.get("constants"), "constants", [*FIELDS, *ROLES]))
        assume = dict(self._entries(found.get("assume"), "assume", [*FIELDS, *ROLES]))
        mapping = Mapping(
            name=self.text(found.get("map")) or name,
            columns=columns,
            constants=constants,
            assume=assume,
            formats=dict(self._formats(found.get("formats"))),
            words=dict(self._words(found.get("words"))),
            returns=self._returns(found.get("returns")),
            places=self.places,
        )
        self._check(node, found, mapping)
        self.finish()
        return mapping

    def _entries(self, node: Node | None, section: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
        names = list(known)
        for key, value in self.pairs(node):
            self.places[f"{section}.{key}"] = value.at
            if key not in names:
                self.fault(value, f"unknown field `{key}`", nearest(key, names) or "see docs/maps.md for all fields")
                continue
            text = _words_of(value) if isinstance(value.content, bool) else self.text(value)
            if text == ASK:
                self.fault(value, f"`{key}` is an open question: {_QUESTIONS['columns']}")
            elif text:
                self._check_value(value, section, key, text)
                yield key, text

    def _check_value(self, node: Node, section: str, key: str, text: str) -> None:
        role = copied_role(text)
        if section == "columns":
            if text.startswith("=") and (text != ROW or key not in ("line", "order")):
                self.fault(node, f"`{text}` cannot feed `{key}`", f"a column, or `{ROW}` for `line` and `order`")
        elif role is not None and (role not in ROLES or key not in ROLES):
            help_ = nearest(role, ROLES) or "copy one role to another: `end_user: = buyer`"
            self.fault(node, f"`{key}: {text}` copies no role to a role", help_)
        elif role is None and key in ROLES:
            self.fault(node, f"`{key}` is a role", f"copy another (`= buyer`), or state `{key}.country` and the like")
        elif key in WORDED and text not in WORDED[key]:
            known = WORDED[key]
            self.fault(node, f"unknown {key} `{text}`", nearest(text, known) or f"one of {', '.join(known)}")
        elif key in ("order", "line"):
            self.fault(node, f"`{key}` cannot be the same for every row", f"map a column, or `{ROW}`, under `columns`")

    def _formats(self, node: Node | None) -> Iterator[tuple[str, str]]:
        for key, value in self.pairs(node):
            self.places[f"formats.{key}"] = value.at
            kind = "dates" if _is(key, Kind.DAY) else "decimal" if _is(key, Kind.NUMBER) else key
            choices = _CHOICES.get(kind)
            if choices is None:
                help_ = (
                    nearest(key, ["dates", "decimal", "ids"]) or "dates, decimal, ids, or a field of days or numbers"
                )
                self.fault(value, f"unknown format `{key}`", help_)
            elif value.content == ASK:
                self.fault(value, f"`{key}` is an open question: {_QUESTIONS.get(kind, '')}")
            elif text := self.choice(value, choices):
                yield key, text

    def _words(self, node: Node | None) -> Iterator[tuple[str, dict[str, str]]]:
        for key, entries in self.pairs(node):
            if key not in WORDED:
                self.fault(
                    entries,
                    f"`{key}` has no closed list of words",
                    nearest(key, WORDED) or "docs/vocabulary.md lists them",
                )
                continue
            yield key, dict(self._meanings(entries, WORDED[key]))

    def _meanings(self, node: Node, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for word, value in self.pairs(node):
            if value.content == ASK:
                self.fault(value, f"`{word}` is an open question: {_QUESTIONS['words']}", f"one of {', '.join(known)}")
            elif meaning := self.choice(value, known):
                yield word, meaning

    def _returns(self, node: Node | None) -> str | None:
        text = self.text(node)
        if node is None or text is None or " ".join(text.split()) == RETURNS:
            return RETURNS if text else None
        self.fault(node, f"`{text}` tells no returns", f"write `{RETURNS}`, or remove the line")
        return None

    def _check(self, node: Node, found: dict[str, Node], mapping: Mapping) -> None:
        """What no single entry shows: a missing order, a field given twice, roles copied in a circle."""
        if "columns" in found and "columns.order" not in self.places:
            self.fault(found["columns"], "no column feeds `order`", f"write `order: COLUMN`, or `order: {ROW}`")
        for key in mapping.constants.keys() & (mapping.columns.keys() | mapping.assume.keys()):
            where = "columns" if key in mapping.columns else "assume"
            self.fault(node, f"`{key}` is under `constants` and under `{where}`", "keep one of them")
        copies = {**mapping.assume, **mapping.constants}
        for role in ROLES:
            if role in copies and _runs_in_a_circle(role, copies):
                self.fault(node, f"`{role}` is copied in a circle", "let one of the roles be fed by columns")


def _is(field: str, kind: Kind) -> bool:
    return field in FIELDS and FIELDS[field].kind is kind


def _words_of(node: Node) -> str:
    return "true" if node.content else "false"


def _runs_in_a_circle(start: str, copies: dict[str, str]) -> bool:
    role, seen = copied_role(copies[start]), 0
    while role is not None and role != start and seen <= len(ROLES):
        role, seen = copied_role(copies.get(role, "")), seen + 1
    return role is not None


def is_place(role: str) -> bool:
    """Whether a role is held by a place and not by a party."""
    return role in PLACE_ROLES and role not in PARTY_ROLES
