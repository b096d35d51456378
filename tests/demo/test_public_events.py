"""The public record: every event of the chronology is there, as it is dated and marked, and nothing rests on a U."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from moratorium.demo.public_events import Event, events
from moratorium.desk import package, rulebooks


@pytest.fixture(scope="module")
def chronology(shared: Callable[[str], Path]) -> dict[str, dict[str, object]]:
    content = shared("data/rules/chronology.json").read_text(encoding="utf-8")
    return {one["id"]: one for one in json.loads(content)["events"]}


def test_every_event_is_there_once_with_its_day_and_its_mark(chronology: dict[str, dict[str, object]]) -> None:
    assert [one.id for one in events()] == list(chronology)
    for one in events():
        told = chronology[one.id]
        assert (one.when, one.until, one.mark) == (told["date"], told.get("date_end", ""), told["mark"])


def test_each_names_the_addresses_where_it_was_read(chronology: dict[str, dict[str, object]]) -> None:
    for one in events():
        read = chronology[one.id]["source"]
        assert isinstance(read, list)
        assert list(one.sources) == [address for address in read if address.startswith("http")]
        assert one.sources or not one.is_verified or one.id == "CH055"


def test_the_words_are_our_own(chronology: dict[str, dict[str, object]]) -> None:
    for one in events():
        assert one.words not in str(chronology[one.id]["text"])


@pytest.mark.parametrize("one", events(), ids=lambda one: one.id)
def test_it_is_entered_on_its_day_or_as_soon_as_its_day_is_past(one: Event) -> None:
    exact = len(one.when) == len("2022-04-26")
    if exact and one.entered_on != date.fromisoformat(one.when):
        assert one.id in ("CH002", "CH012"), "before there was an office, or dated before it came"
    if not exact and one.entered_on.year > 2021:
        assert one.entered_on.isoformat() >= one.when[:4]


def test_what_it_says_of_measures_is_in_the_starter_rulebook() -> None:
    starter = rulebooks.read(package.starter())
    known = {one.id for one in starter.measures} | {rule.id for rule in starter.blocking}
    assert {id for one in events() for id in one.measures} <= known


def test_what_nobody_verified_says_so_and_no_active_measure_rests_on_it() -> None:
    starter = rulebooks.read(package.starter())
    unverified = [one for one in events() if not one.is_verified]
    assert [one.id for one in unverified] == ["CH024", "CH031", "CH055"]
    for one in unverified:
        assert one.note.startswith("UNVERIFIED CLAIM")
        assert one.record.startswith("unverified")
        assert not any(measure.active for measure in map(starter.measure, one.measures) if measure)
    suspension = starter.measure("OWN-2022-04-26-RU-UA")
    assert suspension is not None
    assert suspension.dates.decided is None  # that sales had stopped before is a claim
