"""Screening on demand: names compared with the lists at hand, as a decision would compare them, and nothing recorded.

All lists at hand are looked through together, since what a word is worth depends on all of them; ``--list`` only
chooses which of them are told. So a score here is the score in a decision.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

import msgspec

from moratorium.decision.screening import thresholds_of
from moratorium.desk import package, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.indexes import Kept, Made, kept_index
from moratorium.desk.lists import status
from moratorium.desk.match_rows import MatchRow, Rows
from moratorium.errors import Fault, InputError, MissingError
from moratorium.intake import Asked
from moratorium.measures import Rulebook
from moratorium.measures.scope import LEAST_THRESHOLD
from moratorium.screening import LISTS, SOURCES, Index, Screened, Thresholds, decode_version, screen_all
from moratorium.screening.score import NAME as SCORE
from moratorium.screening.thresholds import KINDS
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import ListImported
from moratorium.terms.document import nearest
from moratorium.terms.party import Party

PATIENCE = 2.0
"""Seconds after which a person is told that the kernel is being compiled; loading it takes less."""

Tell = Callable[[str], None]


class Scope(msgspec.Struct, frozen=True):
    """How names are compared.

    Attributes:
        on: The day.
        thresholds: Least scores.
        chosen: Ids of the lists that are told; None for all at hand.
    """

    on: date
    thresholds: Thresholds
    chosen: frozenset[str] | None = None


@dataclass(frozen=True)
class Screener:
    """Lists, thresholds and a day, ready to compare names.

    Attributes:
        index: All lists at hand.
        scope: How names are compared.
        path: File of the index; None if it could not be kept.
        told: What a person should know before relying on it.
    """

    index: Index
    scope: Scope
    path: Path | None = None
    told: tuple[str, ...] = ()

    @property
    def about(self) -> dict[str, str]:
        """What was compared: the day, and of each list that is told its version, publication and thresholds."""
        chosen = self.scope.chosen
        told = {id: one for id, one in self.index.lists.items() if chosen is None or id in chosen}
        lists = [
            {
                "list": id,
                "version": one.version,
                "published": one.published,
                "threshold": self.scope.thresholds.words(id),
            }
            for id, one in told.items()
        ]
        return {"on": str(self.scope.on), "score": SCORE, "lists": msgspec.json.encode(lists).decode()}

    def screen(self, asked: Sequence[Asked]) -> tuple[Screened, ...]:
        """Compare several at once; a few thousand at a time bound the memory."""
        found = screen_all([one.party for one in asked], self.index, self.scope.thresholds)
        return tuple(told_of(one, self.scope.chosen) for one in found)

    def rows(self, asked: Sequence[Asked]) -> Iterator[MatchRow]:
        """The same as rows, in the order asked."""
        for one, screened in zip(asked, self.screen(asked), strict=True):
            yield from self._rows.of(one, screened)

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.index, package.atlas(), self.scope.on)


def told_of(screened: Screened, chosen: frozenset[str] | None) -> Screened:
    """What is told of a comparison if only some lists are chosen; None chooses all."""
    if chosen is None:
        return screened
    return msgspec.structs.replace(
        screened,
        matches=tuple(match for match in screened.matches if match.list in chosen),
        against=tuple(one for one in screened.against if one.list in chosen),
    )


def open_screener(
    home: Home,
    names: Sequence[str] = (),
    threshold: str | None = None,
    rulebook: Path | None = None,
    tell: Tell = lambda _: None,
) -> Screener:
    """Everything that is needed to compare names.

    Args:
        home: The state.
        names: Lists or sources to tell of, such as ``UN`` or ``ofac-sdn``; none for all at hand.
        threshold: Least score, instead of those of the rulebook.
        rulebook: A folder of measures whose thresholds count, instead of the adopted rulebook.
        tell: Is told what takes long.

    Raises:
        InputError: no such list, or no such threshold.
        MissingError: no list is at hand, or none of those named.
    """
    with home.store.read() as connection:
        thresholds = stated_threshold(threshold) if threshold is not None else _thresholds(connection, rulebook)
        versions = projections.list_versions(connection)
        held = {version.source: frozenset(version.lists) for version in versions}
        chosen = chosen_lists(names, held)
        at_hand = frozenset().union(*held.values())
        _check_at_hand(at_hand, chosen)
        kept = _index(home, connection, versions)
    prepare_kernel(kept.index, tell)
    gc.freeze()  # the lists stay; looking through them again and again would only cost time
    scope = Scope(home.today(), thresholds, chosen)
    return Screener(kept.index, scope, kept.path, tuple(cautions(home, at_hand, chosen)))


def prepare_kernel(index: Index, tell: Tell) -> None:
    """Compare somebody, so that the kernel is compiled or loaded before work is timed or shared out.

    Args:
        index: The lists.
        tell: Is told if it takes long: it is compiled once after installation.
    """
    words = "preparing the screening kernel (once after installation, about a minute) ..."
    timer = threading.Timer(PATIENCE, tell, (words,))
    timer.daemon = True
    timer.start()
    try:
        screen_all([Party(names=("Ready Example",))], index)
    finally:
        timer.cancel()


def chosen_lists(names: Sequence[str], held: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """Ids of the lists that names of lists and sources mean; None if nothing is named.

    Args:
        names: As given; several in one, parted by commas, are taken too.
        held: The lists in each source at hand.

    Raises:
        InputError: there is no such list or source; all of them at once, with the nearest.

    >>> sorted(chosen_lists(["un", "ofac-sdn,own"], {}) or ()), chosen_lists([], {})
    (['OFAC-SDN', 'OWN', 'UN'], None)
    """
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    known = {source: _lists_of(source) | held.get(source, frozenset()) for source in SOURCES}
    known |= {id.lower(): frozenset({id}) for id in LISTS if id.lower() not in SOURCES}
    faults = [
        Fault(f"no list `{name}`", "--list", nearest(name.lower(), known) or f"one of {', '.join((*SOURCES, *LISTS))}")
        for name in wanted
        if name.lower() not in known
    ]
    if faults:
        raise InputError.of(faults)
    return frozenset().union(*(known[name.lower()] for name in wanted)) if wanted else None


def _lists_of(source: str) -> frozenset[str]:
    """The lists that a source publishes first hand."""
    return frozenset(id for id, info in LISTS.items() if info.source == source)


def _check_at_hand(at_hand: frozenset[str], chosen: frozenset[str] | None) -> None:
    if not at_hand:
        raise MissingError("no list is at hand", help="moratorium lists update")
    if chosen is not None and not at_hand & chosen:
        sources = dict.fromkeys(LISTS[id].source for id in sorted(chosen))
        names = ", ".join(sorted(chosen))
        raise MissingError(f"not at hand: {names}", help=f"moratorium lists update {' '.join(sources)}")


def stated_threshold(text: str) -> Thresholds:
    """The same threshold for all lists and kinds.

    Raises:
        InputError: it is none.
    """
    with contextlib.suppress(InvalidOperation):
        value = Decimal(text)
        if LEAST_THRESHOLD <= value <= 1:
            return Thresholds({id: dict.fromkeys(KINDS, value) for id in LISTS})
    raise InputError(f"`{text}` is no threshold", "--threshold", f"a number from {LEAST_THRESHOLD} to 1")


def _thresholds(connection: Connection, folder: Path | None) -> Thresholds:
    return thresholds_of(_rulebook(connection, folder))


def _rulebook(connection: Connection, folder: Path | None) -> Rulebook:
    """The rulebook of a folder, or the adopted one; without one the thresholds of the program count."""
    if folder is not None:
        return rulebooks.read(rulebooks.documents_in(folder))
    try:
        return rulebooks.adopted(connection)
    except MissingError:
        return rulebooks.read({})


def _index(home: Home, connection: Connection, versions: Sequence[ListImported]) -> Kept:
    """A damaged list is no list: it is an error, since the others would look like all."""
    made = [Made(one.source, one.digest, one.published, one.entries) for one in versions]
    return kept_index(home, made, lambda: [decode_version(blobs.get(connection, version.blob)) for version in versions])


def cautions(home: Home, at_hand: frozenset[str], chosen: frozenset[str] | None) -> Iterator[str]:
    """Lists that are old, not proved or not there, with the command that mends it."""
    missing: list[str] = []
    for one in status(home):
        lists = frozenset(one.version.lists) if one.version else _lists_of(one.source)
        if chosen is not None and not lists & chosen:
            continue
        if one.version is None and not lists & at_hand:
            missing.append(one.source)
        elif one.is_stale:
            yield f"{one.source}: {one.words}"
        elif one.version is not None and one.caution:
            yield f"{one.source}: {one.caution}"
    if missing:
        yield f"not at hand and not compared: {', '.join(missing)}; see `moratorium lists status`"
