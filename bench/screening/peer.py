"""The peers, each in a process of an environment of its own: reads questions and writes answers as lines of JSON.

Run by ``engines``; it imports nothing of the product. The first line says which engine and what to index, each further
line holds names to screen. What it tells as seconds is the engine's own work, without the reading of the lines.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

Listed = tuple[str, str, list[str]]
"""An entry: key, kind, names."""

Asked = tuple[str, str]
"""A query: text, kind."""

Found = list[tuple[str, float]]
"""Keys of entries with their scores."""


class Engine(Protocol):
    def screen(self, asked: Sequence[Asked], least: float) -> list[Found]:
        """For each query the entries that score at least so much."""


class TokenSort:
    """RapidFuzz's ``token_sort_ratio`` against every name, best name of an entry counts."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        from rapidfuzz.utils import default_process

        pairs = [(key, default_process(name)) for key, _, names in listed for name in names]
        self._keys = [key for key, name in pairs if name]
        self._names = [name for _, name in pairs if name]
        self._plain = default_process

    def screen(self, asked: Sequence[Asked], least: float) -> list[Found]:
        return [found for start in range(0, len(asked), 100) for found in self._some(asked[start : start + 100], least)]

    def _some(self, asked: Sequence[Asked], least: float) -> list[Found]:
        import numpy as np
        from rapidfuzz import fuzz, process

        texts = [self._plain(text) for text, _ in asked]
        scores = process.cdist(
            texts, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=100 * least, dtype=np.float32, workers=1
        )
        rows: list[Found] = []
        for row in scores:
            best: dict[str, float] = {}
            for place in np.flatnonzero(row):
                key = self._keys[place]
                best[key] = max(best.get(key, 0.0), float(row[place]) / 100)
            rows.append(list(best.items()))
        return rows


_SCHEMATA = {
    "person": "Person",
    "entity": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "unknown": "LegalEntity",
}


class LogicV2Engine:
    """nomenklatura end to end: candidates by its own index (``blocker``), each scored by ``logic-v2`` as it comes."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        from followthemoney import Dataset, StatementEntity
        from nomenklatura.blocker.index import Index
        from nomenklatura.matching.logic_v2.model import LogicV2
        from nomenklatura.resolver import Linker
        from nomenklatura.store.memory import MemoryStore

        self._number = count()  # no id twice: the peer remembers names by the id of their entity
        self._entity = StatementEntity
        self._dataset = Dataset.make({"name": "lists", "title": "Lists"})
        self._algorithm = LogicV2
        self._config = LogicV2.default_config()
        store: Any = MemoryStore(self._dataset, Linker({}))
        self._listed = {key: self._made(key, kind, names) for key, kind, names in listed}
        with store.writer() as writer:
            for entity in self._listed.values():
                writer.add_entity(entity)
        self._folder = TemporaryDirectory()
        self._index = Index(store.default_view(), Path(self._folder.name))
        self._index.build()

    def _made(self, key: str, kind: str, names: Sequence[str]) -> Any:
        properties = {"name": list(names)}
        return self._entity.from_data(
            self._dataset, {"id": key, "schema": _SCHEMATA[kind], "properties": properties}, cleaned=True
        )

    def screen(self, asked: Sequence[Asked], least: float) -> list[Found]:
        ids = [f"query-{next(self._number)}" for _ in asked]
        queries = {each: self._made(each, kind, [text]) for each, (text, kind) in zip(ids, asked, strict=True)}
        rows: dict[str, Found] = {each: [] for each in ids}
        for identifier, candidates in self._index.match_entities(queries.values()):
            for candidate, _ in candidates:
                result = self._algorithm.compare(queries[identifier.id], self._listed[candidate.id], self._config)
                if result.score >= least:
                    rows[identifier.id].append((candidate.id, result.score))
        return [rows[each] for each in ids]


ENGINES: dict[str, Callable[[Sequence[Listed]], Engine]] = {"rapidfuzz": TokenSort, "logic-v2": LogicV2Engine}


def main() -> None:
    """Serve one engine until the lines end."""
    first = json.loads(sys.stdin.readline())
    start = time.perf_counter()
    engine: Engine = ENGINES[first["engine"]](first["listed"])
    _say({"seconds": time.perf_counter() - start, "peak_mb": _peak()})
    for line in sys.stdin:
        question = json.loads(line)
        start, before = time.perf_counter(), time.process_time()
        found = engine.screen(question["asked"], question["least"])
        taken = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - before}
        _say({**taken, "peak_mb": _peak(), "found": found})


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
