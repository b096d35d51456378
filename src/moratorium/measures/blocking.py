"""Blocking rules: laws that forbid complying with some foreign measures. They are no measures of their own.

A measure names in ``conflicts_with`` the rules that forbid complying with it. Where the acting entity sits in the
rule's jurisdiction while the rule is in force, the finding's effect stays as it is, and the finding is marked a
conflict and goes to counsel (DESIGN section 2, conflict of laws).
"""

from __future__ import annotations

from datetime import date

import msgspec

from moratorium.measures.measure import InForce, Source
from moratorium.measures.reading import Known, MeasureReader
from moratorium.measures.written import write_document
from moratorium.terms.canon import digest
from moratorium.terms.document import Node

_FIELDS = ("conflict", "title", "jurisdiction", "in_force", "forbids", "source")


class BlockingRule(msgspec.Struct, frozen=True):
    """A law that forbids complying with some foreign measures.

    Attributes:
        id: The name that measures cite.
        title: One line for people.
        jurisdiction: Territory in which it binds, such as ``CN``.
        in_force: Half-open windows.
        forbids: What it forbids or asks, in words.
        source: Where it is written down.
        text: The canonical document.
        revision: First 16 hexadecimal digits of the digest of its plain value.
    """

    id: str
    title: str
    jurisdiction: str
    in_force: tuple[InForce, ...]
    forbids: str
    source: Source
    text: str
    revision: str

    def is_in_force(self, day: date) -> bool:
        """Whether one of its windows holds the day."""
        return any(one.window.contains(day) for one in self.in_force)


def is_blocking(node: Node) -> bool:
    """Whether a document lists blocking rules.

    >>> from moratorium.terms.document import read_document
    >>> is_blocking(read_document("- conflict: CN-BLOCK-2021", "conflicts.yaml"))
    True
    """
    items = node.content if isinstance(node.content, list) else [node]
    first = items[0] if items else node
    return isinstance(first.content, dict) and "conflict" in first.content


def read_blocking(node: Node, known: Known) -> tuple[tuple[BlockingRule, str], ...]:
    """The blocking rules of a document, with their places.

    Raises:
        InputError: carries every fault found.
    """
    items = node.content if isinstance(node.content, list) else [node]
    reader = MeasureReader(known)
    found = tuple((_rule(reader, item), item.at) for item in items)
    reader.finish()
    return found


def _rule(reader: MeasureReader, node: Node) -> BlockingRule:
    fields = reader.fields(node, _FIELDS, _FIELDS)
    seats = reader.territories(fields.get("jurisdiction"))
    plain = node.plain()
    return BlockingRule(
        id=reader.code(fields.get("conflict")) or "",
        title=reader.text(fields.get("title")) or "",
        jurisdiction=seats[0] if seats else "",
        in_force=reader.windows(fields.get("in_force")),
        forbids=reader.text(fields.get("forbids")) or "",
        source=_source(reader, fields.get("source")),
        text="" if reader.faults else write_document(plain),
        revision="" if reader.faults else digest(plain)[:16],
    )


def _source(reader: MeasureReader, node: Node | None) -> Source:
    if node is None:
        return Source("")
    fields = reader.fields(node, ("text", "as_of", "mark", "check"), ("text", "as_of", "mark"))
    return Source(
        text=reader.text(fields.get("text")) or "",
        as_of=reader.day(fields.get("as_of")),
        mark=reader.mark(fields.get("mark")),
        check=reader.text(fields.get("check")) or "",
    )
