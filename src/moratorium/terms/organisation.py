"""Our own entities: who acts, where it sits, in which capacity, and so which laws bind it."""

from __future__ import annotations

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.terms.order import Order

CAPACITIES = ("seller", "shipper", "invoicing_parent")


class Entity(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One legal entity of the maker's group.

    Attributes:
        id: Name under which orders and decisions cite it.
        seat: Territory code of its seat; None if not known.
        name: Full legal name.
        capacities: What it does: sells, ships, or invoices for the group (an invoicing parent acts on every order).
        ships_from: Territory code of its warehouse, if not the seat.
        persons: Nationalities (ISO country codes) of persons who take part in its decisions, such as ``["US"]``;
            None if nobody looked.
        default_seller: Whether it sells what names no seller.
    """

    id: str
    seat: str | None = None
    name: str = ""
    capacities: tuple[str, ...] = ("seller", "shipper")
    ships_from: str | None = None
    persons: tuple[str, ...] | None = ()
    default_seller: bool = False


UNSTATED = Entity(id="unstated", persons=None)
"""What acts where no ``organisation.yaml`` exists: one entity of unknown nexus, and one question."""


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The maker's group.

    Raises:
        InputError: repeated ids, an unknown capacity, or not exactly one default seller.
    """

    entities: tuple[Entity, ...] = (UNSTATED,)
    name: str = ""

    def __post_init__(self) -> None:
        """Exactly one entity must be ready to be the seller of an order that names none."""
        faults = []
        ids = [entity.id for entity in self.entities]
        if not ids:
            faults.append(Fault("an organisation needs at least one entity", "organisation"))
        faults += [
            Fault(f"entity `{one}` is there twice", "organisation") for one in {i for i in ids if ids.count(i) > 1}
        ]
        for entity in self.entities:
            for capacity in entity.capacities:
                if capacity not in CAPACITIES:
                    known = ", ".join(CAPACITIES)
                    faults.append(Fault(f"unknown capacity `{capacity}`", f"entity {entity.id}", f"one of {known}"))
        sellers = [entity.id for entity in self.entities if entity.default_seller]
        if len(self.entities) > 1 and len(sellers) != 1:
            help_ = "set `default_seller: true` for one of them"
            faults.append(Fault(f"{len(sellers)} entities are the default seller", "organisation", help_))
        if faults:
            raise InputError.of(faults)

    @property
    def is_stated(self) -> bool:
        """Whether an organisation file was given."""
        return self.entities != (UNSTATED,)

    @property
    def default(self) -> Entity:
        """The entity that sells what names no seller."""
        return next((entity for entity in self.entities if entity.default_seller), self.entities[0])

    def acting(self, order: Order, only: str | None = None) -> tuple[Entity, ...]:
        """Entities of ours that act on the order: those it names, else the default seller, and invoicing parents.

        An order that names a seller who is none of ours gets no acting entity from it; the base pack holds such an
        order unless another entity of ours acts on it.
        """
        if only is not None:
            return tuple(entity for entity in self.entities if entity.id == only)
        named = {
            party.id for role in ("seller", "invoicing_party") for party in order.parties.get(role, ()) if party.id
        }
        acting = [entity for entity in self.entities if entity.id in named or entity.name in named]
        if not order.parties.get("seller") and self.default not in acting:
            acting.insert(0, self.default)
        parents = [e for e in self.entities if "invoicing_parent" in e.capacities and e not in acting]
        return tuple(acting + parents)


NO_ORGANISATION = Organisation()
