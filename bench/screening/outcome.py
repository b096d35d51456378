"""What an engine made of a set: recall, alerts and what was missed, at any threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.screening.engines import Answers
from bench.screening.published import entries_of
from bench.screening.values import Half, Query, QuerySet

LEAST = 0.5
"""Lowest threshold of the sweep: what scores less counts as not found."""

THRESHOLDS = tuple(round(LEAST + step / 100, 2) for step in range(51))
"""From 0.50 to 1.00."""

ALL = "all"
"""All kinds together."""


@dataclass(frozen=True)
class Outcome:
    """Scores of an engine on a set.

    Attributes:
        set: Name of the set.
        engine: Name of the engine.
        queries: What was asked.
        scores: One for each query: of a positive the score of its entry; of a negative the highest of any entry, by
            kind of the entry and for all kinds. 0 where nothing was found.
        pairs: Scores of all alerts on negatives, one for each name and entry.
        best: Of each query the key and score of the entry that scored highest.
        seconds: How long the queries took by the clock.
        cpu: Processor seconds they took: on a machine that others use too, the fairer of the two.
        built: How long the index took.
    """

    set: str
    engine: str
    queries: tuple[Query, ...]
    scores: tuple[dict[str, float], ...]
    pairs: tuple[float, ...]
    best: tuple[tuple[str, float], ...]
    seconds: float
    cpu: float
    built: float

    @property
    def is_positive(self) -> bool:
        """Whether the set's queries have entries to find."""
        return any(query.expected for query in self.queries)

    @property
    def speed(self) -> float:
        """Names a second, the building of the index apart."""
        return len(self.queries) / self.seconds if self.seconds else 0.0

    @property
    def speed_cpu(self) -> float:
        """Names for each second of processor time."""
        return len(self.queries) / self.cpu if self.cpu else 0.0

    def share(
        self, threshold: float, kind: str = ALL, trait: str | None = None, half: Half | None = None
    ) -> float | None:
        """Share of the queries that were found (positive) or alerted on (negative); None if there is no such query.

        Args:
            threshold: Least score that counts.
            kind: Kind of the entry.
            trait: How the queries were made; None for all.
            half: Which half of them; None for both.
        """
        rows = zip(self.queries, self.scores, strict=True)
        seen = [scores for query, scores in rows if trait in (None, query.trait) and half in (None, query.half)]
        if self.is_positive:
            seen = [scores for scores in seen if kind in scores]
        reached = sum(scores.get(kind, 0.0) >= threshold - 1e-9 for scores in seen)
        return reached / len(seen) if seen else None

    def kinds(self) -> tuple[str, ...]:
        """Kinds of entries that were asked for or alerted on."""
        return tuple(sorted({kind for scores in self.scores for kind in scores} - {ALL}))

    def traits(self) -> tuple[str, ...]:
        """How the queries were made."""
        return tuple(dict.fromkeys(query.trait for query in self.queries))


def outcome(asked: QuerySet, engine: str, queries: Sequence[Query], answers: Answers, built: float) -> Outcome:
    """What an engine's answers to some queries of a set amount to."""
    kinds = {entry.key: entry.kind for entry in entries_of(asked.versions)}
    scores: list[dict[str, float]] = []
    best: list[tuple[str, float]] = []
    for query, found in zip(queries, answers.found, strict=True):
        best.append(max(found.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0.0)))
        if query.expected is not None:
            reached = found.get(query.expected, 0.0)
            scores.append({kinds[query.expected]: reached, ALL: reached})
        else:
            top: dict[str, float] = {}
            for key, score in found.items():
                for kind in (kinds[key], ALL):
                    top[kind] = max(top.get(kind, 0.0), score)
            scores.append(top)
    pairs = [
        score
        for query, found in zip(queries, answers.found, strict=True)
        if query.expected is None
        for score in found.values()
    ]
    return Outcome(
        asked.name,
        engine,
        tuple(queries),
        tuple(scores),
        tuple(pairs),
        tuple(best),
        answers.seconds,
        answers.cpu,
        built,
    )
