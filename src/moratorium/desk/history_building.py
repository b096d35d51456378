"""A history built from order files: each file once, in parts, so that a kill costs at most one part.

What was built of a file stays while its bytes, its map and what facts were looked up in stay the same. Rows that are
no order line, and lines whose numbers cannot be kept exactly, are told with reasons, and the others are built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec

from moratorium.decision.decision import ENGINE
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import Reference
from moratorium.decision.screening import Compare, thresholds_of
from moratorium.desk import rulebooks
from moratorium.desk.checking import ignore
from moratorium.desk.files import Advance, read_map, unread
from moratorium.desk.history_part import PartBeingBuilt
from moratorium.desk.home import Home
from moratorium.desk.order_files import OrderFile, order_files
from moratorium.desk.references import References, keep_part
from moratorium.errors import Fault, InputError, MissingError, RefusedError
from moratorium.history.build import Numbers
from moratorium.history.compared import comparing
from moratorium.history.engines import DUCKDB
from moratorium.history.folder import FORMAT, Built, Record, Sources, read_record, write_record
from moratorium.history.writing import held, numbers_of, repeated_orders, sweep
from moratorium.intake import Rejected, Table, read_orders
from moratorium.measures import Rulebook
from moratorium.measures.base import PARTY_LISTS
from moratorium.screening import screen_all
from moratorium.store import Connection
from moratorium.terms.canon import digest_bytes
from moratorium.terms.order import Order
from moratorium.terms.vocabulary import VOCABULARY

MOST_LINES = 500_000
"""Lines of a part."""

MOST_CONTENTS = 20_000
"""Distinct contents of facts in a part; a part that holds more ends earlier, which bounds the memory."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class BuildRun:
    """What is to be built, and how.

    Attributes:
        files: Files, folders and patterns.
        map: The column map of all of them; None for the one beside each.
        into: Folder of the history; None for ``history`` in the home.
        rulebook: A folder of measures whose thresholds and lists count; None for the adopted rulebook.
        parts: Files of ours handed in with this run.
        again: Whether everything is built anew.
        replace: Whether a file that has changed takes the place of what was built of it.
        engine: What compares parties with the lists: ``duckdb`` for this process, or Spark.
    """

    files: tuple[Path, ...]
    map: Path | None = None
    into: Path | None = None
    rulebook: Path | None = None
    parts: dict[str, Path] = field(default_factory=dict)
    again: bool = False
    replace: bool = False
    engine: str = DUCKDB


@dataclass
class Outcome:
    """What a build came to.

    Attributes:
        folder: Of the history.
        record: What it holds now.
        built: Files built in this run.
        left: Names of files that had been built before.
        faults: Why files were not built.
        compared: Parties compared with the lists.
    """

    folder: Path
    record: Record
    built: list[Built] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    compared: int = 0


def build_history(home: Home, run: BuildRun, tell: Tell, advance: Advance | None = None) -> Outcome:
    """Build what of the given files is not built yet.

    Args:
        home: The state.
        run: What to build, and how.
        tell: Is told what a person should know, as it happens.
        advance: Is told how many rows were read.

    Raises:
        MissingError: no such file, map or rulebook.
        InputError: names that mean nothing, a rulebook that cannot be read, a folder that cannot be used; nothing was
            changed then.
        RefusedError: the history was built with another reference, and ``again`` is not wanted.
        ConflictError: another build works on the folder.
        SourceError: the engine could not do it; what was built is kept.
    """
    files = order_files(run.files, run.map)
    folder = run.into or home.history
    rulebook, reference = _prepared(home, run, tell)
    with comparing(run.engine, reference.index) as comparer, held(folder):
        enricher = enricher_of(reference, rulebook, comparer.compare)
        record = _begun(home, folder, run, sources_of(enricher), rulebook)
        build = _Build(folder, record, enricher, comparer.batch, home.today(), tell, advance)
        for file in files:
            build.take(file, run.replace)
        return build.end()


def enricher_of(reference: Reference, rulebook: Rulebook, compare: Compare = screen_all) -> Enricher:
    """What looks up every fact of the vocabulary, so that any draft can be replayed.

    Args:
        reference: All its goods lists and control entries are asked about.
        rulebook: Its thresholds count; what it asks for and is not at hand is possible, as for a decision.
        compare: Compares many parties with the lists at once.
    """
    asked, goods = rulebook.measures, reference.goods
    lists = frozenset(PARTY_LISTS).union(reference.index.versions, *(one.lists for one in asked))
    goods_lists = frozenset(goods.lists).union(*(one.goods_lists for one in asked))
    entries = frozenset(goods.entries).union(*(one.control_entries for one in asked))
    return Enricher(reference, frozenset(VOCABULARY), goods_lists, entries, lists, thresholds_of(rulebook), compare)


def sources_of(enricher: Enricher) -> Sources:
    """What facts are looked up in."""
    reference, thresholds = enricher.reference, enricher.screening.thresholds
    return Sources(ENGINE, reference.digests(), dict(reference.index.versions), thresholds.digest)


def _prepared(home: Home, run: BuildRun, tell: Tell) -> tuple[Rulebook, Reference]:
    given = rulebooks.read(rulebooks.documents_in(run.rulebook)) if run.rulebook else None
    with home.store.begin() if run.parts else home.store.read() as connection:
        for part, path in run.parts.items():
            for fault in keep_part(home, connection, part, path):
                tell(f"left out of the {part}: {fault}")
        rulebook = given or rulebooks.adopted_or_base(connection)
        reference = reference_of_past(home, connection, rulebook)
    if not reference.organisation.is_stated:
        tell("no organisation.yaml: which laws bind us is not known; hand it in with --organisation")
    for one in sorted(reference.unreadable):
        tell(f"{one} is not to be read: what depends on it is not known in this history")
    at_hand = sorted(reference.index.lists.values(), key=lambda one: one.list)
    if at_hand:
        tell(f"lists as published: {', '.join(f'{one.list} {one.published}' for one in at_hand)}")
    return rulebook, reference


def reference_of_past(home: Home, connection: Connection, rulebook: Rulebook) -> Reference:
    """What facts of past orders are looked up in: everything as it stands, lists as old as they are."""
    return References(home).on(connection, home.today(), rulebook, stale_is_unknown=False)


def _begun(home: Home, folder: Path, run: BuildRun, sources: Sources, rulebook: Rulebook) -> Record:
    """What the folder holds, or an empty record."""
    fresh = Record(FORMAT, sources, rulebook.digest, home.today())
    if run.again:
        write_record(folder, fresh)
        return fresh
    found = read_record(folder)
    if found is None or not found.files:
        return fresh
    changed = found.sources.changed(sources)
    if changed:
        message = f"the history was built with other facts: since then changed {', '.join(changed)}"
        help_ = "build all files anew with --again, or another history with --into DIR"
        raise RefusedError(message, str(folder), help_)
    return found


class _Build:
    """One build: what is in the history, and what looks facts up."""

    def __init__(
        self,
        folder: Path,
        record: Record,
        enricher: Enricher,
        batch: int,
        today: date,
        tell: Tell,
        advance: Advance | None,
    ) -> None:
        self.outcome = Outcome(folder, record)
        self._enricher = enricher
        self._batch = batch
        self._today = today
        self._tell = tell
        self._advance = advance or ignore
        self._numbers = Numbers()
        sweep(folder, record)
        for built in record.files:
            if built.whole:
                self._know(built)

    def _know(self, built: Built) -> None:
        for numbers in numbers_of(self.outcome.folder, built):
            self._numbers.add(numbers)

    def take(self, file: OrderFile, replace: bool) -> None:
        """Build a file, unless it was built before; a file that cannot be built is told and leaves nothing."""
        new = Built(file.name, file.digest(), digest_bytes(file.map.read_bytes()) if file.map else "")
        files = self.outcome.record.files
        known = next((one for one in files if _is_same(one, new)), new)
        if known.whole:
            other = f", as `{known.name}`" if known.name != file.name else ""
            self._tell(f"{file.name}: was built before{other}; left as it is")
            self.outcome.left.append(file.name)
            return
        earlier = [one for one in files if one.name == file.name and not _is_same(one, new)]
        if not replace and any(one.whole for one in earlier):
            self.outcome.faults.append(_changed(earlier[0], new))
            return
        try:
            self._build(file, known, earlier)
        except (InputError, MissingError) as error:
            self.outcome.faults += [_of_file(fault, file.name) for fault in error.faults]
            kept = [one for one in self.outcome.record.files if not _is_same(one, new)]
            if len(kept) < len(self.outcome.record.files):
                self._write(kept)

    def _build(self, file: OrderFile, built: Built, earlier: list[Built]) -> None:
        table = file.opened()
        mapping = read_map(table, file.path, file.map)
        self._tell(f"{file.name}: read as {table.format}")
        for line in unread(mapping):
            self._tell(f"{file.name}: {line}")
        if built.parts:
            self._tell(f"{file.name}: goes on after {built.lines:,} lines that were built before")
        self._numbers.next_file()
        self._know(built)
        built = msgspec.structs.replace(built, format=table.format)
        items = islice(read_orders(table, mapping), built.items, None)
        self.outcome.built.append(self._parts(items, table, built, earlier))

    def _parts(self, items: Iterable[Order | Rejected], table: Table, built: Built, earlier: list[Built]) -> Built:
        """Build part after part; what was built is in the record before the next one begins."""
        part = self._next(table, built)
        try:
            for batch in _batches(items, self._batch):
                self._enricher.compare(one for one in batch if isinstance(one, Order))
                for one in batch:
                    part.take(one)
                    self._advance(1 if isinstance(one, Rejected) else len(one.lines))
                    if part.lines >= MOST_LINES or part.contents >= MOST_CONTENTS:
                        built = self._put(part.finish(built, self._numbers))
                        part = self._next(table, built)
            built = part.finish(built, self._numbers) if part.items else built
        finally:
            part.discard()
        return self._put(msgspec.structs.replace(built, whole=True), earlier)

    def _next(self, table: Table, built: Built) -> PartBeingBuilt:
        return PartBeingBuilt(self.outcome.folder, built, self._enricher, table.columns, self._today)

    def _put(self, built: Built, replaced: Collection[Built] = ()) -> Built:
        """Write down what was built of a file, in place of what was."""
        others = [one for one in self.outcome.record.files if not _is_same(one, built) and one not in replaced]
        self._write((*others, built), sweeping=bool(replaced))
        return built

    def _write(self, files: Iterable[Built], sweeping: bool = True) -> None:
        record = msgspec.structs.replace(self.outcome.record, files=tuple(files))
        write_record(self.outcome.folder, record)
        self.outcome.record = record
        if sweeping:
            sweep(self.outcome.folder, record)

    def end(self) -> Outcome:
        """Look for orders that stand in several files."""
        record = self.outcome.record
        repeated = repeated_orders(self.outcome.folder, [one for one in record.files if one.whole])
        if repeated != record.repeated:
            self.outcome.record = msgspec.structs.replace(record, repeated=repeated)
            write_record(self.outcome.folder, self.outcome.record)
        self.outcome.compared = self._enricher.screening.count
        return self.outcome


def _is_same(one: Built, other: Built) -> bool:
    return (one.digest, one.map) == (other.digest, other.map)


def _changed(before: Built, now: Built) -> Fault:
    what = "has changed since it" if before.digest != now.digest else "is read by another map than when it"
    help_ = "--replace puts it in the place of what was built of it; if it holds further orders, give it another name"
    return Fault(f"{what} was built", now.name, help_)


def _of_file(fault: Fault, name: str) -> Fault:
    """A fault that says which file cannot be built."""
    at = fault.at if name in fault.at or Path(name).name in fault.at else f"{name}, {fault.at}" if fault.at else name
    return fault._replace(at=at, message=f"not built: {fault.message}")


def _batches(items: Iterable[Order | Rejected], size: int) -> Iterator[list[Order | Rejected]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
