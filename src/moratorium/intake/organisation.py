"""Our own entities, from ``organisation.yaml``.

.. code-block:: yaml

    name: Kestrel group
    entities:
      - id: KR-NL
        seat: NL
        name: Kestrel Robotics Europe B.V.
        capacities: [seller, shipper]
        ships_from: NL                # if not the seat
        persons: [DE, NL]             # nationalities of those who take part in decisions; leave out if nobody looked
        default_seller: true
"""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.terms.document import Node, Reader, read_document
from moratorium.terms.organisation import CAPACITIES, Entity, Organisation

_FIELDS = ("id", "seat", "name", "capacities", "ships_from", "persons", "default_seller")


def read_organisation(text: str, name: str = "organisation.yaml") -> Organisation:
    """The organisation that a document describes.

    ``persons`` left out means that nobody looked; an empty list, that somebody did and found none.

    Raises:
        InputError: unknown fields, repeated ids, no or several default sellers: all at once, with line and column.

    >>> read_organisation("entities: [{id: KR-NO, seat: NO, persons: [NO]}]").entities[0].seat
    'NO'
    """
    reader = Reader()
    node = read_document(text, name)
    found = reader.fields(node, ["name", "entities"], ["entities"])
    entities = _entities(reader, found.get("entities"))
    if "entities" in found and not entities and not reader.faults:
        reader.fault(found["entities"], "an organisation needs at least one entity", "write `- id:` and `seat:`")
    sellers = [entity for entity in entities if entity.default_seller]
    if len(entities) > 1 and len(sellers) != 1:
        told = f"{len(sellers)} entities are the default seller"
        reader.fault(found["entities"], told, "set `default_seller: true` for one of them")
    reader.finish()
    return Organisation(entities, reader.text(found.get("name")) or "")


def _entities(reader: Reader, node: Node | None) -> tuple[Entity, ...]:
    seen: set[str] = set()

    def take(one: Node) -> Entity | None:
        entity = _entity(reader, one)
        if entity is not None and entity.id in seen:
            reader.fault(one, f"entity `{entity.id}` is there twice", "give each an id of its own")
            return None
        if entity is not None:
            seen.add(entity.id)
        return entity

    return reader.items(node, take)


def _entity(reader: Reader, node: Node) -> Entity | None:
    found = reader.fields(node, _FIELDS, ["id"])
    id_ = reader.text(found.get("id"))
    if not id_:
        return None
    capacities = reader.items(found.get("capacities"), lambda one: reader.choice(one, CAPACITIES))
    return Entity(
        id=id_,
        seat=_code(reader, found.get("seat")),
        name=reader.text(found.get("name")) or "",
        capacities=capacities if "capacities" in found else CAPACITIES[:2],
        ships_from=_code(reader, found.get("ships_from")),
        persons=tuple(_codes(reader, found["persons"])) if _is_stated(found.get("persons")) else None,
        default_seller=reader.flag(found.get("default_seller")) or False,
    )


def _is_stated(node: Node | None) -> bool:
    return node is not None and node.content is not None


def _codes(reader: Reader, node: Node) -> Iterator[str]:
    yield from reader.items(node, lambda one: _code(reader, one))


def _code(reader: Reader, node: Node | None) -> str | None:
    """A territory code, in capitals."""
    text = reader.text(node)
    if node is None or text is None:
        return None
    if len(text) < 2 or not text.isascii() or not text.replace("-", "").isalnum() or text != text.upper():
        reader.fault(node, f"`{text}` is no territory code", "write an ISO 3166 code in capitals, such as NL or UA-43")
        return None
    return text
