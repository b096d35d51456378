"""Replaying: each line gets under each rulebook exactly what the decider says of it, and the figures add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from moratorium.decision.decider import Decider
from moratorium.desk.replaying import Replayed, ReplayRun, replay
from moratorium.history.replay import CHANGED
from tests.desk.replay_office import Office, office, read

Line = tuple[str, str, str]
Findings = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with a history of some three thousand lines."""
    with office(tmp_path_factory.mktemp("office"), 3_000) as found:
        yield found


def decided(shop: Office, folder: Path, day: date | None) -> dict[Line, tuple[str, Findings]]:
    """What the decider says of each line: its effect and its findings."""
    rulebook = read(folder)
    decider = Decider(rulebook, shop.reference(rulebook))
    found = {}
    for order in shop.orders:
        valid = day or order.placed_on
        if valid is None:
            continue
        one = decider.decide(order, valid, order.digest())
        for line, judged in zip(one.decision.lines, one.judged, strict=True):
            said: Findings = [(each.measure, each.status, each.effect) for each in judged.judgement.findings]
            found[order.key, line.line, line.actor] = (line.effect, said)
    return found


def changed_lines(replayed: Replayed, draft: str) -> dict[Line, dict[str, Any]]:
    """The changed lines of a draft, by line."""
    rows = parquet.read_table(replayed.out / CHANGED).to_pylist()
    found = {
        (f"{row['order']}/{row['order_activity']}", row["line"], row["actor"]): row
        for row in rows
        if row["draft"] == draft
    }
    assert len(found) == sum(row["draft"] == draft for row in rows)
    return found


def _reasons(found: list[dict[str, str]]) -> Findings:
    return [(one["measure"], one["status"], one["effect"]) for one in found]


@pytest.mark.parametrize("day", [None, date(2022, 4, 30)])
@pytest.mark.parametrize("draft", ["wider", "lines", "none"])
def test_each_line_gets_what_the_decider_says(shop: Office, tmp_path: Path, draft: str, day: date | None) -> None:
    run = ReplayRun((shop.drafts[draft],), shop.history, base=shop.base, day=day, out=tmp_path / "out")
    replayed = replay(shop.home, run)
    before, after = decided(shop, shop.base, day), decided(shop, shop.drafts[draft], day)
    changed = changed_lines(replayed, draft)
    assert changed.keys() == {line for line in before if before[line][0] != after[line][0]}
    assert changed
    for line, row in changed.items():
        assert (row["before"], _reasons(row["reasons_before"])) == before[line]
        assert (row["after"], _reasons(row["reasons_after"])) == after[line]
    (found,) = replayed.impact.drafts
    moves = {(one.before, one.after): one.worth.lines for one in found.moves if one.worth.lines}
    counted: dict[tuple[str, str], int] = {}
    for line in before:
        key = (before[line][0], after[line][0])
        counted[key] = counted.get(key, 0) + 1
    assert moves == counted
