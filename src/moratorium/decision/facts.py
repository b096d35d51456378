"""Facts: one row for each line and acting entity, looked up in the reference.

Party and place facts are columns per role; several holders of a role are joined (sets by union, yes-or-no by Kleene's
OR, other scalars that differ are unknown). A role that the activity requires and nobody filled is unknown in all its
columns; an optional one is absent, which is no. ``any_role`` columns join the sets of all roles.

What counts, in this order: what the order states, what our registers hold, what was answered, what absence means.
Sets of places join what is stated with what is derived from the address; an answer replaces only what was open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import NamedTuple

import msgspec

from moratorium.decision.activities import LANE, activities
from moratorium.decision.decision import Tie
from moratorium.decision.joining import joined_value, place_of, read_or_none, unfilled_value, union
from moratorium.decision.licences import NAMED, Drawdown, gaps
from moratorium.decision.owners import OWNERSHIP, TIED, Owners
from moratorium.decision.partners import OVERDUE, UNDERTAKEN
from moratorium.decision.reference import Reference
from moratorium.decision.screening import Compare, Screening
from moratorium.decision.subjects import line_subject, order_subject, party_subject, place_subject
from moratorium.goods import merge, product_facts
from moratorium.screening import screen_all
from moratorium.screening.disposition import Hit
from moratorium.screening.thresholds import AT_DEFAULT, Thresholds
from moratorium.terms.activity import is_required
from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import Entity
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES, Address, Party, Scalar
from moratorium.terms.truth import Truth, every, some
from moratorium.terms.values import absent_value
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Fact, Kind, Subject, Value, split_role

Row = dict[str, Value]
MOST_HOLDERS = 40_000
"""Parties remembered with their facts; beyond it they are forgotten and looked up again."""

MOST_PARTS = 20_000
"""Parts of rows, and products, remembered; beyond it they are forgotten, so that memory does not grow with the file."""

_OURS = frozenset({"seller", "ship_from", "invoicing_party"})
"""Roles on our own side: left out of ``any_role`` where nobody has written down who we are."""


class Facts(NamedTuple):
    """One row.

    Attributes:
        line: The line it is about.
        actor: Id of our acting entity, or an empty text if none of ours acts.
        row: Values by vocabulary name.
        key: Equal keys mean equal rows, for one reference and one set of wanted facts.
    """

    line: Line
    actor: str
    row: Row
    key: Hashable


class Part(NamedTuple):
    """A part of a row that many rows share, with a number that stands for its content: no other content has it."""

    row: Row
    number: int


class Parts(NamedTuple):
    """One row, taken apart into what many rows share and what the line has of its own; no fact is in two of them.

    Attributes:
        line: The line it is about.
        actor: Id of our acting entity, or an empty text if none of ours acts.
        shared: Facts of the order, of its parties and places, and of ourselves.
        product: Facts of the product.
        own: Facts of the line.
    """

    line: Line
    actor: str
    shared: Part
    product: Part
    own: Row


class Enricher:
    """Looks facts up. Holds what many orders share: products, parties and parts of rows seen before.

    Args:
        reference: What to look things up in.
        wanted: Facts that the rulebook asks about; nothing else is looked up.
        goods_lists: Goods lists that the rulebook asks about.
        entries: Control entries that the rulebook asks about.
        lists: Party lists that the rulebook asks about; whoever is compared may be on one that is not at hand.
        thresholds: Least score of a match, per list and kind.
        compare: Compares many parties with the lists at once.
        beside: Another one of the same lists and register: what it compared is used, and equal parts of rows get the
            same number.
    """

    def __init__(
        self,
        reference: Reference,
        wanted: frozenset[str],
        goods_lists: frozenset[str] = frozenset(),
        entries: frozenset[str] = frozenset(),
        lists: frozenset[str] = frozenset(),
        thresholds: Thresholds = AT_DEFAULT,
        compare: Compare = screen_all,
        beside: Enricher | None = None,
    ) -> None:
        self.reference = reference
        self.screening = Screening(reference, thresholds, compare)
        self._absent_lists = lists - frozenset(reference.index.versions)
        if beside is not None:
            self.screening.share(beside.screening)
        register = beside._owners.register if beside is not None else None
        self._owners: Owners = Owners(reference, self.screening, self._absent_lists, register)
        self._goods_lists = goods_lists
        self._entries = entries
        self._roles: dict[str, list[Fact]] = {}
        self._joined: list[tuple[str, tuple[str, ...]]] = []
        self._order: list[Fact] = []
        self._line: list[Fact] = []
        self._product: list[Fact] = []
        self._actor: list[str] = []
        self._sort(wanted)
        self._answered = reference.answers.subjects
        of_the_order = _OF_THE_ORDER | (UNDERTAKEN if reference.partners.undertaken else frozenset())
        self._order_looked_up = [fact for fact in self._order if fact.name in of_the_order]
        self._order_bare = _absent(self._order)
        of_parties = _OF_THE_PARTY | (frozenset({OVERDUE}) if reference.partners.awaited else frozenset())
        self._looked_up = {
            role: [fact for fact in of if _attribute(fact) in of_parties] for role, of in self._roles.items()
        }
        self._bare = {role: _absent(of) for role, of in self._roles.items()}
        self._tied = [fact for facts in self._roles.values() for fact in facts if fact.attribute in TIED]
        self._own: Row = {fact.name: absent_value(fact) for fact in self._line}
        self._products: dict[Hashable, Part] = {}
        self._uncatalogued: dict[Hashable, Row] = {}
        self._numbers: dict[Hashable, int] = {} if beside is None else beside._numbers
        self._next: Iterator[int] = count() if beside is None else beside._next
        self._sets: dict[Members, Members] = {}
        self._holders: dict[Hashable, tuple[Party | Address | None, Part]] = {}
        self._unfilled: dict[tuple[str, frozenset[str]], dict[str, Part]] = {}
        self._strangers: dict[Hashable, Part] = {}
        self._together: dict[Hashable, Part] = {}
        self._asks_lists = any(fact.attribute == "listed" for of in self._roles.values() for fact in of)
        self._has_doubts = (
            bool(reference.two_people_above) and reference.answers_of_two.digest != reference.answers.digest
        )
        self._made_of = (wanted, goods_lists, entries, lists, thresholds, compare)

    def counted(self, order: Order) -> Enricher:
        """What looks up the facts that release an order: above the set value, by what two people said alone."""
        return self.worlds(order)[0]

    def worlds(self, order: Order) -> tuple[Enricher, ...]:
        """How the facts of an order may be. The gravest counts, the first is shown.

        Above the set value what one person said may not be known, may never have been said, or may be so.
        """
        return self._doubtful if self._has_doubts and self.reference.takes_two(order) else (self,)

    @cached_property
    def _doubtful(self) -> tuple[Enricher, ...]:
        with_doubts = Enricher(self.reference.of_two, *self._made_of, beside=self)
        if not self.reference.answers_of_two.doubted:
            return with_doubts, self
        return with_doubts, Enricher(self.reference.unsaid, *self._made_of, beside=self), self

    def _sort(self, wanted: frozenset[str]) -> None:
        """Which facts to look up where."""
        asked = {*wanted, *(LANE if "activity" in wanted else ())}
        for name in sorted(wanted):
            head, dot, attribute = name.partition(".")
            if head == ANY_ROLE and dot:
                names = tuple(f"{role}.{attribute}" for role in ROLES if f"{role}.{attribute}" in VOCABULARY)
                self._joined.append((name, names))
                asked.update(names)
        for name in sorted(asked):
            fact = VOCABULARY[name]
            role, _ = split_role(name)
            if name.startswith(f"{ANY_ROLE}."):
                continue
            if role is not None:
                self._roles.setdefault(role, []).append(fact)
            elif name.startswith("product."):
                self._product.append(fact)
            elif name.startswith("actor.") or name == "reference.unreadable":
                self._actor.append(name)
            elif fact.subject is Subject.LINE or name == "activity":
                self._line.append(fact)
            else:
                self._order.append(fact)

    def rows(self, order: Order, only: str | None = None, day: date | None = None) -> Iterator[Facts]:
        """The rows of an order: each line with each of our entities that acts on it.

        Args:
            order: What is wanted.
            only: Id of the one entity to judge, if not all that act.
            day: Valid day: who owns and directs whom on it; None takes all that our register states.
        """
        for line, actor, shared, product, own in self.parts(order, only, day):
            row = {**shared.row, **product.row, **own}
            yield Facts(line, actor, row, (shared.number, product.number, *own.values()))

    def parts(self, order: Order, only: str | None = None, day: date | None = None) -> Iterator[Parts]:
        """The same rows, taken apart: for whoever keeps what they share once. Arguments as of :meth:`rows`."""
        of_order = [self._order_facts(order, day), *self._facts_of_roles(order, day)]
        entities: tuple[Entity | None, ...] = self.reference.organisation.acting(order, only)
        for entity in entities or (None,):
            shared = self._shared(order, of_order, entity)
            origin, destination = self._lane(order, entity)
            moves: dict[Value, Members] = {}
            for line in order.lines:
                product = self._product_facts(line)
                ear = product.row.get("product.subject_to_ear")
                activity = moves.get(ear)
                if activity is None:
                    activity = moves[ear] = activities(order.activity, origin, destination, ear)
                own = self._line_facts(order, line, activity)
                if self.reference.licences.of:
                    self._cover(own, order, line, day)
                yield Parts(line, entity.id if entity else "", shared, product, own)

    def compare(self, orders: Iterable[Order]) -> None:
        """Compare the parties of many orders with the lists at once, each distinct one once.

        Looking facts up does so too, one party at a time; the result is the same.
        """
        held = {id(party): party for order in orders for of in order.parties.values() for party in of}
        self.screening.compare([self._known(party) for party in held.values()])

    def _shared(self, order: Order, of_order: list[Part], entity: Entity | None) -> Part:
        """Facts of the order, of its roles and of one of our entities in one row; made once for equal ones."""
        key = (entity and entity.id, "ship_from" in order.places, *[part.number for part in of_order])
        found = self._together.get(key)
        if found is None:
            if len(self._together) >= MOST_PARTS:
                self._together.clear()
            row: Row = {}
            for part in of_order:
                row.update(part.row)
            found = self._together[key] = self._numbered(self._entity_facts(order, row, entity))
        return found

    def _numbered(self, row: Row) -> Part:
        key = tuple(row.values())
        number = self._numbers.get(key)
        if number is None:
            if len(self._numbers) >= MOST_PARTS:
                self._numbers.clear()
            number = self._numbers[key] = next(self._next)
        return Part(row, number)

    # -- the order ------------------------------------------------------------------------------------------------

    def _order_facts(self, order: Order, day: date | None) -> Part:
        of = (self._order_bare, self._order, self._order_looked_up)
        row, facts = self._begun(*of, order_subject(order), order.facts)
        for fact in facts:
            row[fact.name] = self._order_fact(order, fact, day)
        return self._numbered(row)

    def _facts_of_roles(self, order: Order, day: date | None) -> list[Part]:
        """The facts of each role; of those that nobody holds they are the same in all orders for one activity."""
        if order_subject(order) in self._answered:  # perhaps somebody named a holder
            return [self._role_facts(order, role, day) for role in self._roles]
        key = (order.activity, order.assumed)
        bare = self._unfilled.get(key)
        if bare is None:
            if len(self._unfilled) >= MOST_PARTS:
                self._unfilled.clear()
            nobody = msgspec.structs.replace(order, parties={}, places={})
            bare = {role: self._numbered(self._new_role_facts(nobody, role, day)) for role in self._roles}
            self._unfilled[key] = bare
        held = [role for role in (*order.parties, *order.places) if role in bare]
        return list({**bare, **{role: self._role_facts(order, role, day) for role in held}}.values())

    def _role_facts(self, order: Order, role: str, day: date | None) -> Part:
        """The facts of a role that somebody holds; looked up once for all orders in which they must be the same.

        That is so for one holder whose facts hang on no answer about one order: a party known by id or name, or any
        place while nothing was answered.
        """
        key = self._shared_key(order, role, day)
        if key is None:
            return self._numbered(self._new_role_facts(order, role, day))
        found, holder = self._holders.get(key), _holder(order, role)
        if found is None or found[0] is not holder:
            if len(self._holders) >= MOST_HOLDERS:
                self._holders.clear()
            found = self._holders[key] = (holder, self._holder_facts(order, role, holder, day))
        return found[1]

    def _holder_facts(self, order: Order, role: str, holder: Party | Address | None, day: date | None) -> Part:
        """The facts of a role's one holder; of strangers those in the same place have the same."""
        if not isinstance(holder, Party) or not self._is_stranger(holder):
            return self._numbered(self._new_role_facts(order, role, day))
        is_compared = not self._asks_lists or self.screening.of(holder).compared
        key = (role, role in order.assumed, holder.address, bool(holder.names), is_compared)
        found = self._strangers.get(key)
        if found is None:
            if len(self._strangers) >= MOST_PARTS:
                self._strangers.clear()
            found = self._strangers[key] = self._numbered(self._new_role_facts(order, role, day))
        return found

    def _is_stranger(self, party: Party) -> bool:
        """Whether nothing is known of a party but what it is called and where it sits: most parties are so."""
        return not (
            party.facts
            or party.id in self.reference.parties
            or party.id in self.reference.partners.awaited
            or party.subject in self._answered
            or party.subject in self.reference.answers.said.of
            or (self._asks_lists and self.screening.of(party).matches)
            or self._owners.knows(party)
        )

    def _begun(
        self, bare: Row, facts: list[Fact], looked_up: list[Fact], subject: str, stated: Mapping[str, Scalar]
    ) -> tuple[Row, list[Fact]]:
        """A row to fill, and the facts to fill it with: of whom nothing is stated or answered only few are looked up.

        The others are what absence means, and most parties are so. Whatever is filled in keeps its place in the row.
        """
        if stated or subject in self._answered:
            return {}, facts
        return bare.copy(), looked_up

    def _new_role_facts(self, order: Order, role: str, day: date | None) -> Row:
        order = self._with_answered(order, role)
        holders = [self._known(party) for party in order.parties.get(role, ())] if role in PARTY_ROLES else []
        row, facts = dict[str, Value](), self._roles[role]
        if len(holders) == 1:
            (one,) = holders
            of = (self._bare[role], facts, self._looked_up[role])
            row, facts = self._begun(*of, party_subject(one, order), one.facts)
        for name, value in self._looked_up_facts(order, role, facts, holders, day):
            row[name] = self._one_object(value) if isinstance(value, Members) else value
        return row

    def _one_object(self, members: Members) -> Members:
        """Equal sets as one object: parties by the thousand are on no list, and in the same few countries."""
        if len(self._sets) >= MOST_PARTS:
            self._sets.clear()
        return self._sets.setdefault(members, members)

    def _shared_key(self, order: Order, role: str, day: date | None) -> Hashable:
        holders, places = order.parties.get(role, ()), order.places.get(role, ())
        if len(holders) + len(places) != 1 or (self._answered if places else holders[0].subject is None):
            return None
        assumed, epochs = role in order.assumed, (self._owners.epoch(day), self.reference.partners.epoch(day))
        return role, id(_holder(order, role)), assumed, *epochs

    def _order_fact(self, order: Order, fact: Fact, day: date | None) -> Value:
        match fact.name:
            case "status":
                return order.status
            case "placed_on" if order.placed_on is not None:
                return order.placed_on
            case "activity_assumed":
                return "activity" in order.assumed
            case "order_quantity":
                quantities = [line.quantity for line in order.lines]
                return None if None in quantities else sum((q for q in quantities if q is not None), Decimal(0))
            case "payment.in_usd" if fact.name not in order.facts and order.currency:
                return order.currency == "USD"
            case _ if fact.name in UNDERTAKEN and self.reference.partners.has(fact.name, order, day):
                return True
        return self._scalar(fact, [(order_subject(order), order.facts)], fact.name)

    def _scalar(self, fact: Fact, holders: list[tuple[str | None, Mapping[str, Scalar]]], attribute: str) -> Value:
        """A fact of one or several holders: stated, else answered, else what absence means."""
        values = [self._one(fact, subject, stated, attribute) for subject, stated in holders]
        if len(values) == 1:
            return values[0]
        return joined_value(fact, values)

    def _one(self, fact: Fact, subject: str | None, stated: Mapping[str, Scalar], attribute: str) -> Value:
        value = read_or_none(fact, stated.get(attribute))
        if value is None or (value is False and fact.kind is Kind.FLAG):
            if self.reference.answers.is_doubted(subject, attribute):
                return None
            answer = self.reference.answers.of(subject, attribute)
            answered = read_or_none(fact, answer.value) if answer else None
            if answered is not None and (value is None or answered is True):
                return answered
        return absent_value(fact) if value is None else value

    # -- the roles ------------------------------------------------------------------------------------------------

    def _looked_up_facts(
        self, order: Order, role: str, facts: list[Fact], holders: list[Party], day: date | None
    ) -> Iterator[tuple[str, Value]]:
        places = order.places.get(role, ())
        filled = bool(holders or places) or role == "ship_from"
        required = is_required(role, order.activity)
        for fact in facts:
            attribute = fact.name.split(".", 1)[1]
            if attribute == "filled":
                yield fact.name, True if filled else None if required else False
            elif attribute == "assumed":
                yield fact.name, role in order.assumed
            elif not filled:
                yield fact.name, unfilled_value(fact, required)
            elif role in PLACE_ROLES:
                yield fact.name, self._place_fact(order, role, fact, places)
            else:
                yield fact.name, self._party_fact(order, fact, attribute, holders, day)

    def _with_answered(self, order: Order, role: str) -> Order:
        """The order with the holder of a role that nobody filled and somebody named since.

        The answer is the id of a party in our register, another role (``same as buyer``), or a name and an address
        (``Name; address``); of a place, another role or the address.
        """
        answer = self.reference.answers.of(order_subject(order), f"{role}.filled")
        if answer is None or order.parties.get(role) or order.places.get(role):
            return order
        text = answer.value.strip()
        same = text.casefold().removeprefix("same as ").removeprefix("the ").replace(" ", "_")
        if same in ROLES and not (order.parties.get(same) or order.places.get(same)):
            return order
        if role in PLACE_ROLES:
            copied = tuple(party.address for party in order.parties.get(same, ()))
            places = copied or order.places.get(same, ()) or (Address(country=text),)
            return msgspec.structs.replace(order, places={**order.places, role: places})
        name, _, address = text.partition(";")
        known = (party for parties in order.parties.values() for party in parties if party.id == text)
        kept = next(known, None) or self.reference.parties.get(text)
        named = kept or Party(names=(name.strip(),), address=Address(country=address.strip() or None))
        return msgspec.structs.replace(order, parties={**order.parties, role: order.parties.get(same, (named,))})

    def _known(self, party: Party) -> Party:
        """The party joined with what our register holds of it."""
        kept = self.reference.parties.get(party.id) if party.id else None
        if kept is None:
            return party
        return msgspec.structs.replace(
            party,
            names=tuple(dict.fromkeys(party.names + kept.names)),
            address=kept.address if party.address.is_empty else party.address,
            identifiers=tuple(dict.fromkeys(party.identifiers + kept.identifiers)),
            facts={**kept.facts, **party.facts},
            birth_dates=tuple(dict.fromkeys(party.birth_dates + kept.birth_dates)),
            phones=tuple(dict.fromkeys(party.phones + kept.phones)),
            relations=kept.relations,
        )

    def _party_fact(self, order: Order, fact: Fact, attribute: str, holders: list[Party], day: date | None) -> Value:
        match attribute:
            case "territory":
                return union(self._territory(p.address, party_subject(p, order), attribute) for p in holders)
            case "named":
                return all(party.names for party in holders)
            case "listed":
                return union(self._listed(party, order) for party in holders)
        if attribute == OVERDUE and any(self.reference.partners.is_overdue(one.id, day) for one in holders):
            return True
        if attribute in OWNERSHIP:
            return joined_value(fact, [self._of_owners(order, fact, attribute, party, day) for party in holders])
        return self._scalar(fact, [(party_subject(party, order), party.facts) for party in holders], attribute)

    def _of_owners(self, order: Order, fact: Fact, attribute: str, party: Party, day: date | None) -> Value:
        """What is stated or answered of a party's owners, joined with what our register shows."""
        value = self._one(fact, party_subject(party, order), party.facts, attribute)
        if isinstance(value, Members):
            return value.join(self._owners.lists(party, attribute, day))
        return True if value is not True and self._owners.flag(party, attribute, day) else value

    def ties(self, order: Order, row: Row, day: date | None = None) -> tuple[Tie, ...]:
        """What ties the parties of an order to somebody listed.

        Args:
            order: What is wanted.
            row: One of its rows: what it leaves out, or finds nothing of, is not looked up.
            day: As in :meth:`rows`.
        """
        tied = frozenset(fact.attribute for fact in self._tied if self._is_tied(row[fact.name]))
        if not tied:
            return ()
        parties = dict(self.parties(order))
        return tuple(tie for subject, party in parties.items() for tie in self._owners.ties(party, subject, tied, day))

    def _is_tied(self, value: Value) -> bool:
        if isinstance(value, Members):
            return bool(value.known or value.open or value.possible - self._absent_lists)
        return value is True

    def _place_fact(self, order: Order, role: str, fact: Fact, places: tuple[Address, ...]) -> Value:
        if fact.kind is not Kind.TERRITORY:
            return absent_value(fact)
        return self._places(order, role) if places else UNKNOWN

    def _territory(self, address: Address, subject: str | None, attribute: str) -> Members:
        found = self.reference.atlas.resolve(address).members
        answer = self.reference.answers.of(subject, attribute)
        if self.reference.answers.is_doubted(subject, attribute):
            return Members(found.known, found.possible, open=True)
        if answer is None:
            return found
        named = frozenset(answer.value.replace(",", " ").split())
        if not all(self.reference.atlas.knows(code) for code in named):
            return found
        return Members(self.reference.atlas.finest(found.known | named))

    def _listed(self, party: Party, order: Order) -> Members:
        return self.screening.lists_of(party, party_subject(party, order), self._absent_lists)

    def matches(self, party: Party, order: Order) -> tuple[Hit, ...]:
        """List entries about which a person is asked whether a party of an order is the listed one."""
        found = self.screening.hits(self._known(party), party_subject(party, order))
        return tuple(hit for hit in found if hit.is_asked)

    def parties(self, order: Order) -> Iterator[tuple[str, Party]]:
        """Every party of an order with all that is known of it, under the subject that answers about it have."""
        for role in PARTY_ROLES:
            for party in self._with_answered(order, role).parties.get(role, ()):
                yield party_subject(party, order), self._known(party)

    # -- our side -------------------------------------------------------------------------------------------------

    def _entity_facts(self, order: Order, shared: Row, entity: Entity | None) -> Row:
        row = dict(shared)
        stated = self.reference.organisation.is_stated
        if "ship_from.territory" in row and "ship_from" not in order.places:
            row["ship_from.territory"] = place_of(entity.ships_from or entity.seat if entity else None)
        for name, names in self._joined:
            joined = union(
                value
                for role_fact in names
                if isinstance(value := row[role_fact], Members)
                and (stated or value != UNKNOWN or _role_of(role_fact) not in _OURS)
            )
            row[name] = self._one_object(joined)
        for name in self._actor:
            row[name] = self._actor_fact(name, entity)
        return row

    def _actor_fact(self, name: str, entity: Entity | None) -> Value:
        match name:
            case "actor.identified":
                return entity is not None
            case "actor.territory":
                return place_of(entity.seat if entity else None)
            case "actor.persons":
                return UNKNOWN if entity is None or entity.persons is None else Members(frozenset(entity.persons))
        return Members(self.reference.unreadable)

    def _lane(self, order: Order, entity: Entity | None) -> tuple[Members, Members]:
        """Countries of origin and destination, for telling an export from a transfer within one country."""
        countries = self.reference.atlas.countries_of
        order = self._with_answered(order, "ship_to")
        if "ship_from" in order.places:
            origin = self._places(order, "ship_from")
        else:
            origin = place_of(entity.ships_from or entity.seat if entity else None)
        destination = self._places(order, "ship_to") if order.places.get("ship_to") else self._buyers(order)
        return countries(origin), countries(destination)

    def _places(self, order: Order, role: str) -> Members:
        subject, attribute = place_subject(order, role)
        places = order.places[role]
        return union(self._territory(place, subject, attribute) for place in places) if places else UNKNOWN

    def _buyers(self, order: Order) -> Members:
        """Where goods go if the order states no place: to the buyer."""
        buyers = [self._known(party) for party in order.parties.get("buyer", ())]
        places = (self._territory(one.address, party_subject(one, order), "territory") for one in buyers)
        return union(places) if buyers else UNKNOWN

    # -- the line -------------------------------------------------------------------------------------------------

    def _line_facts(self, order: Order, line: Line, activity: Members) -> Row:
        own = self._own.copy()
        stated = bool(line.facts or self._answered)
        for name in own:
            match name:
                case "activity":
                    own[name] = activity
                case "quantity":
                    own[name] = line.quantity
                case "value":
                    own[name] = line.value
                case _ if stated:
                    own[name] = self._one(VOCABULARY[name], line_subject(order, line), line.facts, name)
        return own

    def _cover(self, own: Row, order: Order, line: Line, day: date | None) -> None:
        """What is drawn from our authorisations for the line, beside what is stated or answered of licences."""
        for one in self.reference.licences.of.get((order.key, line.number), ()):
            covered = every(truth for truth, _ in self.licence_gaps(one, order, line, day))
            name = f"licence.covers_{one.terms.law}"
            if name in own:
                own[name] = some([_truth_of(own[name]), covered])
            if covered and own.get("licence.number") == "":
                own["licence.number"] = one.terms.number

    def licence_gaps(
        self, one: Drawdown, order: Order, line: Line, day: date | None = None
    ) -> tuple[tuple[Truth, str], ...]:
        """What keeps a drawdown from covering a line of an order, in words; nothing if it covers it."""
        for role in ("ship_to", *NAMED):
            order = self._with_answered(order, role)
        parties = {role: tuple(map(self._known, order.parties.get(role, ()))) for role in NAMED}
        used = [
            self._territory(party.address, party_subject(party, order), "territory")
            for of in parties.values()
            for party in of
        ]
        sent = self._places(order, "ship_to") if order.places.get("ship_to") else self._buyers(order)
        as_of = day or order.placed_on or date.max
        return tuple(
            gaps(one, order, line, union([sent, *used]), lambda codes: self.reference.atlas.extent(codes, as_of), day)
        )

    def _product_facts(self, line: Line) -> Part:
        stated = {
            name: value for name, value in line.facts.items() if name.startswith("product.") and name in VOCABULARY
        }
        key = (line.product, tuple(sorted(stated.items())))
        part = self._products.get(key)
        if part is None:
            if len(self._products) >= MOST_PARTS:
                self._products.clear()
                self._uncatalogued.clear()
            part = self._products[key] = self._numbered(self._product_row(line.product, stated))
        return part

    def _product_row(self, id: str | None, stated: Mapping[str, Scalar]) -> Row:
        """What the catalogue says, then what the order states, then what was answered.

        Of products that the catalogue does not hold, those of which the same is known have the same facts.
        """
        if not self._product:
            return {}
        product = self.reference.catalogue.products.get(id) if id else None
        known: dict[str, Scalar] = dict(stated)
        for fact in self._product if id else ():
            answer = self.reference.answers.of(f"product:{id}", fact.attribute)
            if answer is not None:
                known.setdefault(fact.name, answer.value)
        key = (id is None, tuple(sorted(known.items()))) if product is None else None
        row = self._uncatalogued.get(key)
        if row is None:
            goods = self.reference.goods
            found = product_facts(product, id, goods, self._goods_lists, self._entries, merge(None, known))
            row = {fact.name: found[fact.name] for fact in self._product}
            if key is not None:
                self._uncatalogued[key] = row
        return row


_OF_THE_ORDER = frozenset({"status", "placed_on", "activity_assumed", "order_quantity", "payment.in_usd"})
"""Facts of an order that its fields tell."""

_OF_THE_PARTY = frozenset({"filled", "assumed", "territory", "named", "listed"}) | OWNERSHIP
"""Facts of a party that its fields, the lists and our register tell."""


def _attribute(fact: Fact) -> str:
    """Of a role's fact what stands after the role."""
    return fact.name.split(".", 1)[1]


def _absent(facts: Iterable[Fact]) -> Row:
    """What absence means, of each."""
    return {fact.name: absent_value(fact) for fact in facts}


def _holder(order: Order, role: str) -> Party | Address | None:
    """The one holder of a role, as the object that orders share."""
    for held in (order.parties.get(role), order.places.get(role)):
        if held:
            return held[0]
    return None


def _truth_of(value: Value) -> Truth:
    """A flag as a truth."""
    return value if isinstance(value, bool) else None


def _role_of(name: str) -> str:
    return name.partition(".")[0]
