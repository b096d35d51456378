"""Outcomes: what comparing a party with the lists came to, and how that differs from the time before.

An outcome changes when a possible match appears or goes, is opened again, or somebody has said what it is. Each change
is told with what it is due to: the entry, the party, a threshold, or the list as a whole, by which words weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from moratorium.screening.disposition import Hit, compared_entry, side_changes, told
from moratorium.screening.lists import Entry
from moratorium.terms.act import OutcomeChange

Standing = Literal["same", "new", "changed", "gone"]
"""What became of a party since it was last compared; ``gone``: it is no longer a party of ours."""

_RANK = {"reopened": 3, "open": 2, "true_match": 1, "false_positive": 0}


class Since(msgspec.Struct, frozen=True):
    """What was compared with the time before, and now.

    Attributes:
        before: Entries by key the time before; None if nothing was ever compared.
        now: Entries by key.
        thresholds: Whether thresholds differ.
        lists: Whether list versions differ.
    """

    before: Mapping[str, Entry] | None
    now: Mapping[str, Entry]
    thresholds: bool = False
    lists: bool = False


def merged(variants: Iterable[Iterable[Hit]]) -> dict[str, Hit]:
    """The hits of a party that orders spell in several ways, by entry: a question that is open in one is open."""
    found: dict[str, Hit] = {}
    for hits in variants:
        for hit in hits:
            found[hit.entry] = max(found.get(hit.entry, hit), hit, key=_rank)
    return dict(sorted(found.items()))


def _rank(hit: Hit) -> tuple[int, float]:
    return _RANK[hit.state], hit.match.score if hit.match else 0.0


def changed(
    subject: str, before: Mapping[str, str], now: Mapping[str, Hit], party: Standing, since: Since
) -> Iterator[OutcomeChange]:
    """Every entry whose state differs from the time before, by key.

    Args:
        subject: The party, as answers know it.
        before: State of each entry that it could be, the time before.
        now: Hits by entry.
        party: What became of the party.
        since: What was compared.
    """
    for key in sorted(before.keys() | now.keys()):
        hit, then = now.get(key), before.get(key, "")
        if (hit.state if hit else "") != then:
            entry = since.now.get(key) or (since.before or {}).get(key)
            yield OutcomeChange(
                subject,
                key,
                hit.state if hit else "",
                then,
                entry.name if entry else "",
                f"{hit.match.score:.4f}" if hit and hit.match else "",
                _due(key, hit, then, party, since),
            )


def _due(key: str, hit: Hit | None, then: str, party: Standing, since: Since) -> str:
    """What a change is due to, in words."""
    if party == "gone":
        return "no longer a party of ours"
    if hit is not None and hit.disposition is not None:
        return told(hit)
    if then in ("false_positive", "true_match") and hit is not None:
        return "the answer has expired"
    if since.before is None:
        return "first comparison"
    return _of_entry(key, since) or _of_party(party) or _of_all(since)


def _of_entry(key: str, since: Since) -> str:
    old, new = (since.before or {}).get(key), since.now.get(key)
    if old is None:
        return "added to the list" if new is not None else ""
    if new is None:
        return "removed from the list"
    changes = side_changes(compared_entry(old), compared_entry(new))
    return f"the entry changed: {'; '.join(changes)}" if changes else ""


def _of_party(party: Standing) -> str:
    return {"new": "the party is new", "changed": "the party changed"}.get(party, "")


def _of_all(since: Since) -> str:
    if since.thresholds:
        return "the threshold changed"
    return "words weigh otherwise in the new version" if since.lists else "compared otherwise than before"
