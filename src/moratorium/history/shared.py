"""The facts that lines share, asked once of each distinct value.

A question about one fact has the same answer wherever the fact has the same value, and values are few: some hundred
sets of territories, some dozen codes. So it is put to the scalar interpreter itself, the specification, once for each
value, and the answers are handed to all combinations by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import AllOf, Always, AnyOf, Not, Predicate, facts_of
from moratorium.history.folder import History
from moratorium.history.kleene import Answers, joined, of_truths
from moratorium.history.schema import ROW, column_name, open_name, possible_name
from moratorium.history.tables import Tables, columns_named
from moratorium.terms.members import Members
from moratorium.terms.truth import Truth
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

Codes = npt.NDArray[np.int64]

_SETS = (Kind.SET, Kind.TERRITORY)
_AT_ONCE = 24
"""Facts that are read together."""

_BETWEEN = "\x1f"
"""Stands between codes of a set where they are compared as one text; no code holds it."""


class Shared:
    """Facts of all combinations of a history, by place; read when they are first asked for.

    Args:
        tables: Where they are kept.
        history: The history.
        wanted: Facts that may be asked for.
    """

    def __init__(self, tables: Tables, history: History, wanted: Iterable[str]) -> None:
        self._tables = tables
        self.wanted = frozenset(wanted)
        """Facts that may be asked for."""
        self._wanted = sorted(self.wanted)
        self._values: dict[str, list[Value]] = {}
        self._codes: dict[str, Codes] = {}
        self._answers: dict[Predicate, Answers] = {}
        tables.make_facts("facts_once", history, self._wanted)
        self.numbers: Codes = tables.arrow(f"SELECT {ROW} FROM facts_once ORDER BY {ROW}")[ROW].to_numpy()
        """Numbers of the combinations, ascending; a combination's place is its place here."""

    def knows(self, facts: Iterable[str]) -> bool:
        """Whether these may be asked for."""
        return self.wanted.issuperset(facts)

    def places(self, rows: Codes) -> Codes:
        """Places of some combinations."""
        return np.searchsorted(self.numbers, rows)

    def value(self, fact: str, place: int) -> Value:
        """A fact of one combination."""
        codes = self.codes(fact)
        return self._values[fact][int(codes[place])]

    def codes(self, fact: str) -> Codes:
        """For each combination the number of its value of a fact."""
        if fact not in self._codes:
            self._read(fact)
        return self._codes[fact]

    def answers(self, predicate: Predicate) -> Answers:
        """The answers of each combination to a part that asks only of shared facts."""
        leaves = {leaf: self._leaf(leaf) for leaf in leaves_of(predicate)}
        return joined(predicate, leaves, len(self.numbers))

    def holding(self, fact: str) -> npt.NDArray[np.bool_]:
        """Of which combinations a yes-or-no fact is known and true."""
        codes = self.codes(fact)
        return np.array([value is True for value in self._values[fact]], bool)[codes]

    def _leaf(self, leaf: Predicate) -> Answers:
        if leaf not in self._answers:
            facts = list(dict.fromkeys(facts_of(leaf)))
            rows: list[Row]
            if not facts:
                codes, rows = np.zeros(len(self.numbers), np.int64), [{}]
            elif len(facts) == 1:
                codes, rows = self.codes(facts[0]), [{facts[0]: value} for value in self._values_of(facts[0])]
            else:
                _, first, codes = np.unique(
                    combined([self.codes(fact) for fact in facts]), return_index=True, return_inverse=True
                )
                rows = [{fact: self.value(fact, int(place)) for fact in facts} for place in first]
            self._answers[leaf] = of_truths([_answer(leaf, row) for row in rows])[codes]
        return self._answers[leaf]

    def _values_of(self, fact: str) -> list[Value]:
        self.codes(fact)
        return self._values[fact]

    def _read(self, fact: str) -> None:
        """Read a fact and others that will be asked for next."""
        waiting = [name for name in self._wanted if name not in self._codes]
        at = waiting.index(fact)
        some = list(islice(waiting, at, at + _AT_ONCE))
        columns = ", ".join(columns_named(some))
        table = self._tables.arrow(f"SELECT {columns} FROM facts_once ORDER BY {ROW}")
        for name in some:
            self._codes[name], self._values[name] = _encoded(table, name)


def _answer(leaf: Predicate, row: Row) -> Truth:
    """The scalar interpreter's answer; a question that fails, such as by too long a number, has no answer."""
    try:
        return holds(leaf, row)
    except Exception:
        return None


def _encoded(table: pa.Table, fact: str) -> tuple[Codes, list[Value]]:
    """Numbers of a fact's values, and the values."""
    if VOCABULARY[fact].kind not in _SETS:
        codes, values = _numbered(table[column_name(fact)])
        return codes, values
    known, knowns = _numbered(_as_text(table[column_name(fact)]))
    possible, possibles = _numbered(_as_text(table[possible_name(fact)]))
    more, mores = _numbered(table[open_name(fact)])
    _, first, codes = np.unique(combined([known, possible, more]), return_index=True, return_inverse=True)
    sets: list[Value] = [_members(knowns[known[at]], possibles[possible[at]], mores[more[at]]) for at in first]
    return codes.astype(np.int64), sets


def _numbered(column: pa.ChunkedArray[Any]) -> tuple[Codes, list[Any]]:
    """Numbers of a column's values, and the values; nothing is a value like others."""
    array: Any = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    return np.asarray(array.indices).astype(np.int64), array.dictionary.to_pylist()


def _as_text(sets: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    found: Any = pc.binary_join(sets, _BETWEEN)
    return pa.chunked_array([found.combine_chunks()])


def _members(known: str | None, possible: str | None, more: bool | None) -> Members | None:
    if more is None:
        return None
    return Members(_set(known), _set(possible), more)


def _set(text: str | None) -> frozenset[str]:
    return frozenset(text.split(_BETWEEN)) if text else frozenset()


def combined(parts: Sequence[Codes]) -> Codes:
    """One number for each place that tells combinations of several numbers apart."""
    found = parts[0]
    for part in parts[1:]:
        found = np.unique(found * (int(part.max(initial=0)) + 1) + part, return_inverse=True)[1].astype(np.int64)
    return found


def leaves_of(predicate: Predicate) -> Iterator[Predicate]:
    """What a predicate joins."""
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from leaves_of(part)
        case Not(part):
            yield from leaves_of(part)
        case Always():
            return
        case _:
            yield predicate
