"""One part of a history while it is built: orders in, columns out, everything counted that a person should be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from moratorium.decision.facts import Enricher
from moratorium.errors import Fault
from moratorium.history.build import Gathering, Numbers
from moratorium.history.folder import Built, Part
from moratorium.history.writing import PartWriter
from moratorium.intake import Rejected
from moratorium.terms.canon import digest_bytes
from moratorium.terms.order import Order

WAITING = 65_536
"""Lines that are turned into columns at once."""


class PartBeingBuilt:
    """The next part of a file.

    Args:
        folder: Of the history.
        built: What was built of the file before.
        enricher: Looks up every fact of the vocabulary.
        columns: Column names of the file.
        today: Lines dated after it are counted.

    Attributes:
        items: Orders and rejected rows taken so far.
    """

    def __init__(self, folder: Path, built: Built, enricher: Enricher, columns: Sequence[str], today: date) -> None:
        stem = digest_bytes(f"{built.digest} {built.map}".encode())[:16]
        self.items = 0
        self._name = f"{stem}-{len(built.parts) + 1:05}"
        self._enricher = enricher
        self._columns = columns
        self._today = today
        self._gathering = Gathering(enricher.reference.atlas)
        self._writer = PartWriter(folder, self._name)
        self._rejected = self._undated = self._ahead = 0
        self._first, self._last = built.first, built.last
        self._currencies: Counter[str] = Counter(built.currencies)

    @property
    def lines(self) -> int:
        """Lines taken so far, by acting entity."""
        return self._gathering.lines

    @property
    def contents(self) -> int:
        """Distinct contents of facts held, the measure of the memory that it takes."""
        return self._gathering.contents

    def take(self, one: Order | Rejected) -> None:
        """Take an order, or a row that is none."""
        self.items += 1
        if isinstance(one, Rejected):
            cells = {name: value for name, value in zip(self._columns, one.values, strict=False) if value}
            self._reject({"row": one.number, "order": one.order, "cells": cells}, one.faults)
            return
        before = self._gathering.lines
        for unfit in self._gathering.add(one, self._enricher.counted(one).parts(one, None, one.placed_on)):
            self._reject({"order": one.id, "activity": one.activity, "line": unfit.line}, unfit.faults)
        self._count(one, self._gathering.lines - before)
        if self._gathering.waiting >= WAITING:
            self._writer.lines(self._gathering.take_lines())

    def _reject(self, row: dict[str, object], faults: Iterable[Fault]) -> None:
        self._rejected += 1
        reasons = [{"where": fault.at, "what": fault.message, "mend": fault.help} for fault in faults]
        self._writer.rejected(msgspec.json.encode({**row, "reasons": reasons}))

    def _count(self, order: Order, lines: int) -> None:
        day = order.placed_on
        if not lines:
            return
        self._currencies[order.currency or ""] += lines
        if day is None:
            self._undated += lines
            return
        self._first, self._last = min(day, self._first or day), max(day, self._last or day)
        self._ahead += lines if day > self._today else 0

    def finish(self, built: Built, numbers: Numbers) -> Built:
        """Write the part.

        Args:
            built: What was built of the file before.
            numbers: The numbers known; those of the part are added.

        Returns:
            What was built of the file now.
        """
        gathering = self._gathering
        if gathering.waiting:
            self._writer.lines(gathering.take_lines())
        found = gathering.numbers()
        wanted = numbers.add(found)
        sizes = self._writer.finish(gathering.take_facts(wanted), found[wanted], gathering.keys())
        counts = (self.items, gathering.orders, gathering.lines, int(wanted.sum()), self._rejected)
        return msgspec.structs.replace(
            built,
            parts=(*built.parts, Part(self._name, *counts, sizes)),
            undated=built.undated + self._undated,
            ahead=built.ahead + self._ahead,
            first=self._first,
            last=self._last,
            currencies=dict(sorted(self._currencies.items())),
        )

    def discard(self) -> None:
        """Let go of what was written, if the part was not finished."""
        self._writer.discard()
