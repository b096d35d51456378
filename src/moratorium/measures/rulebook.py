"""The rulebook: the measures as known at one point. A revision never changes, it is superseded.

A rulebook always contains the base pack, so nothing that is not known can pass in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.measures.base import BASE_DOCUMENTS
from moratorium.measures.blocking import BlockingRule, is_blocking, read_blocking
from moratorium.measures.measure import Measure
from moratorium.measures.reader import measures_in
from moratorium.measures.reading import Known, Knows, Suggest
from moratorium.terms.canon import digest
from moratorium.terms.document import nearest, read_document


class Rulebook(msgspec.Struct, frozen=True):
    """Measures, sorted by id, and the blocking rules that some of them conflict with.

    Attributes:
        measures: Active and inactive ones, the base pack among them.
        blocking: Laws that forbid complying with some foreign measures.

    Raises:
        InputError: the base pack is not in it, or two measures share an id.
    """

    measures: tuple[Measure, ...]
    blocking: tuple[BlockingRule, ...] = ()

    def __post_init__(self) -> None:
        """Sort, and refuse a rulebook in which gaps could pass."""
        ids = [measure.id for measure in self.measures]
        missing = sorted({measure.id for measure in base_pack()} - set(ids))
        repeated = sorted({one for one in ids if ids.count(one) > 1})
        faults = [
            Fault(f"the base pack's measure `{one}` is missing", "rulebook", "add base_pack()") for one in missing
        ]
        faults += [Fault(f"the measure `{one}` is there twice", "rulebook") for one in repeated]
        if faults:
            raise InputError.of(faults)
        msgspec.structs.force_setattr(self, "measures", tuple(sorted(self.measures, key=lambda one: one.id)))
        msgspec.structs.force_setattr(self, "blocking", tuple(sorted(self.blocking, key=lambda one: one.id)))

    def __hash__(self) -> int:
        """Equal rulebooks hash alike."""
        return hash(self.digest)

    @property
    def digest(self) -> str:
        """Over ids and revisions of the measures, and of the blocking rules if there are any."""
        found = [[measure.id, measure.revision] for measure in self.measures]
        return digest(found + [[rule.id, rule.revision] for rule in self.blocking])

    @property
    def documents(self) -> dict[str, str]:
        """The canonical documents of what is ours to change, by id: all but the base pack, which the program brings."""
        base = {measure.id for measure in base_pack()}
        measures = {measure.id: measure.text for measure in self.measures if measure.id not in base}
        return {**measures, **{rule.id: rule.text for rule in self.blocking}}

    @property
    def facts(self) -> frozenset[str]:
        """Names of all facts that its measures ask about."""
        return frozenset().union(*(measure.facts for measure in self.measures))

    def in_force(self, day: date) -> tuple[Measure, ...]:
        """Measures whose windows hold the day, active and inactive alike."""
        return tuple(measure for measure in self.measures if measure.is_in_force(day))

    def measure(self, id: str) -> Measure | None:
        """The measure of this id, if there is one."""
        return next((one for one in self.measures if one.id == id), None)


def base_pack() -> tuple[Measure, ...]:
    """The measures that every rulebook contains: what is not known, holds."""
    return _base_pack()


@lru_cache(maxsize=1)
def _base_pack() -> tuple[Measure, ...]:
    known = Known(_names_nothing, str)
    nodes = [read_document(text, name) for name, text in BASE_DOCUMENTS.items()]
    return tuple(measure for node in nodes for measure, _ in measures_in(node, known))


def _names_nothing(code: str) -> bool:  # noqa: ARG001 - no measure of the base pack names a territory
    return False


class _Read(NamedTuple):
    measures: list[tuple[Measure, str]]
    blocking: list[tuple[BlockingRule, str]]
    faults: list[Fault]


def read_rulebook(
    documents: Mapping[str, str],
    knows: Knows,
    suggest: Suggest,
    *,
    lists: Collection[str] | None = None,
    goods_lists: Collection[str] | None = None,
    controls: Collection[str] | None = None,
) -> Rulebook:
    """The rulebook written in some documents, with the base pack.

    Args:
        documents: Text by name, such as the YAML files of a folder. Each holds one measure or a list of them; one that
            lists ``conflict`` entries holds blocking rules.
        knows: Whether a code is a territory, a named area or a group.
        suggest: The nearest names for what is not: a sentence, or names.
        lists: Ids of all party lists, if they are to be checked.
        goods_lists: Ids of all goods lists, if they are to be checked.
        controls: Ids of all control entries, if they are to be checked.

    Raises:
        InputError: carries every fault of every document; a repeated id is told with both places.
    """
    known = Known(knows, suggest, lists, goods_lists, controls)
    read = _Read([], [], [])
    for name in sorted(documents):
        _read_into(read, name, documents[name], known)
    read.faults.extend(_repeated([(one.id, at) for one, at in read.measures]))
    read.faults.extend(_repeated([(one.id, at) for one, at in read.blocking]))
    read.faults.extend(_unknown_conflicts(read))
    own = _without_base(read)
    if read.faults:
        raise InputError.of(read.faults)
    return Rulebook((*base_pack(), *own), tuple(rule for rule, _ in read.blocking))


def _read_into(read: _Read, name: str, text: str, known: Known) -> None:
    try:
        node = read_document(text, name)
        if is_blocking(node):
            read.blocking.extend(read_blocking(node, known))
        else:
            read.measures.extend(measures_in(node, known))
    except InputError as error:
        read.faults.extend(error.faults)


def _repeated(found: Iterable[tuple[str, str]]) -> Iterable[Fault]:
    first: dict[str, str] = {}
    for id_, at in found:
        if id_ in first:
            yield Fault(f"`{id_}` is already there at {first[id_]}", at, "give it another id, or remove one")
        else:
            first[id_] = at


def _unknown_conflicts(read: _Read) -> Iterable[Fault]:
    """Where blocking rules are written down, a measure may name only those."""
    rules = {rule.id for rule, _ in read.blocking}
    for measure, at in read.measures if rules else ():
        for id_ in measure.conflicts_with:
            if id_ not in rules:
                yield Fault(f"`{measure.id}` conflicts with an unknown rule `{id_}`", at, nearest(id_, rules))


def _without_base(read: _Read) -> list[Measure]:
    """The measures read, without copies of the base pack; a changed copy is a fault."""
    base = {measure.id: measure.revision for measure in base_pack()}
    for measure, at in read.measures:
        if measure.id in base and measure.revision != base[measure.id]:
            help_ = "remove it here; the base pack is always there"
            read.faults.append(Fault(f"`{measure.id}` is part of the base pack and cannot be changed", at, help_))
    return [measure for measure, _ in read.measures if measure.id not in base]
