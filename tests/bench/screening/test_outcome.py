"""Recall and alerts are counted as they are told; the page says what the figures say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Self

import pytest

from bench.screening.engines import Answers, Ours, Peer
from bench.screening.misses import miss_report, why
from bench.screening.outcome import THRESHOLDS, Outcome, outcome
from bench.screening.page import PAGE, page
from bench.screening.run import main, measured, row, sample
from bench.screening.sweep import FILE, document, figures
from bench.screening.values import Query, QuerySet
from moratorium.screening import Entry, ListName, ListVersion

ENTRIES = (
    Entry("1", "TEST", "person", (ListName("SAVCHENKO, Petr"),)),
    Entry("2", "TEST", "entity", (ListName("NORTHERN AVIONICS LLC"),)),
)
LISTED = ListVersion("own", ("TEST",), date(2022, 5, 2), "0" * 64, len(ENTRIES), ENTRIES)
POSITIVE = QuerySet(
    "alias-near/test",
    (LISTED,),
    (
        Query("Petr Savchenko", "person", "TEST#1", "likeness 0.9", "SAVCHENKO, Petr"),
        Query("Northern Avionix", "entity", "TEST#2", "likeness 0.8", "NORTHERN AVIONICS LLC"),
    ),
    "two names",
)
NEGATIVE = QuerySet(
    "customers/test",
    (LISTED,),
    (Query("Petra Sawchuk", "person", None, "customer"), Query("Blue Farm", "entity", None, "customer")),
    "two customers",
)


def of_positive(*scores: tuple[float, float]) -> Outcome:
    found = tuple({"TEST#1": one, "TEST#2": other} for one, other in scores)
    return outcome(POSITIVE, "ours", POSITIVE.queries, Answers(found, 2.0, 1.0), 0.5)


def test_recall_is_the_share_of_names_whose_own_entry_reaches_the_threshold() -> None:
    each = of_positive((0.95, 0.99), (0.9, 0.7))
    assert each.is_positive
    assert (each.share(0.8), each.share(0.7), each.share(0.96)) == (0.5, 1.0, 0.0)
    assert (each.share(0.8, "person"), each.share(0.8, "entity"), each.share(0.8, "vessel")) == (1.0, 0.0, None)
    assert each.share(0.8, trait="likeness 0.9") == 1.0
    assert (each.speed, each.speed_cpu) == (1.0, 2.0)


def test_each_query_lies_in_one_half_and_all_names_of_an_entry_in_the_same() -> None:
    each = of_positive((0.95, 0.99), (0.9, 0.7))
    assert {query.half for query in each.queries} == {"even"}
    assert (each.share(0.8, half="even"), each.share(0.8, half="odd")) == (0.5, None)
    assert Query("Sawchenko", "person", "TEST#1").half == "even"
    assert {Query(text, "person", None).half for text in ("Ivan Petrov", "Maria Petrova", "Olga Orlova")} == {
        "even",
        "odd",
    }


def test_a_threshold_that_is_just_reached_counts() -> None:
    assert of_positive((0.8, 0.0), (0.0, 0.8)).share(0.8) == 1.0


def test_alerts_are_counted_by_name_and_by_kind_of_the_entry() -> None:
    found: tuple[dict[str, float], ...] = ({"TEST#1": 0.85, "TEST#2": 0.6}, {})
    each = outcome(NEGATIVE, "ours", NEGATIVE.queries, Answers(found, 1.0, 1.0), 0.5)
    assert not each.is_positive
    assert (each.share(0.8), each.share(0.86), each.share(0.5, "entity"), each.share(0.7, "entity")) == (0.5, 0, 0.5, 0)
    assert sorted(each.pairs) == [0.6, 0.85]
    assert "alerts 500.00 per 1,000" in row(each, 0.8)


def test_misses_come_by_class_with_the_score_reached_and_what_came_instead() -> None:
    text = miss_report(of_positive((0.95, 0.5), (0.9, 0.7)), 0.8)
    assert "alias-near/test, ours at 0.80: 1 of 2" in text
    assert "0.700  `Northern Avionix` of `NORTHERN AVIONICS LLC`; TEST#1 came to 0.900" in text


@pytest.mark.parametrize(
    ("text", "origin", "reason"),
    [
        ("NATA", "NATIONAL AEROSPACE TECHNOLOGY ADMINISTRATION", "acronym"),
        ("THE OWL", "SAVCHENKO, Petr", "nothing in common"),
        ("LIN, Becky", "LIN, Qing", "another word in one place"),
        ("ZK GRAND TOWN", "GRAND TOWN", "a word more on one side"),
        ("PJAK", "PEJAK", "a single word spelled otherwise"),
        ("GURBITA, Ivan", "GURBITZ, Ivan", "one word spelled otherwise"),
        ("Shandong Xinyinbo", "Shandong Xin Yin Bo", "one word written as several"),
        ("LIN, Becky Ann", "LIN, Qing Hua", "little in common"),
        ("SAVTCHENKO, Piotr", "SAVCHENKO, Petr", "spelled otherwise"),
    ],
)
def test_the_class_of_a_miss_follows_from_the_two_names(text: str, origin: str, reason: str) -> None:
    assert why(Query(text, "unknown", "TEST#1", "", origin)) == reason


def test_our_engine_finds_equal_names_and_tells_its_time() -> None:
    with Ours([LISTED]) as engine:
        answers = engine.screen(POSITIVE.queries, 0.5)
    assert answers.found[0]["TEST#1"] == 1.0
    assert len(answers.found) == 2
    assert answers.seconds > 0


class Deaf:
    """An engine that hears nothing."""

    built = 0.0

    def screen(self, queries: Sequence[Query], least: float) -> Answers:
        assert least <= 0.8
        return Answers(({},) * len(queries), 1.0, 1.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_engines_answer_the_same_names_in_one_run() -> None:
    found = list(measured(POSITIVE, ("ours", "logic-v2"), 1, None, make=lambda *_: Deaf()))
    assert [each.engine for each in found] == ["ours", "logic-v2"]
    assert found[0].queries == found[1].queries == sample(POSITIVE.queries, 1)
    assert found[0].share(0.5) == 0.0


def test_a_peer_that_ends_is_told() -> None:
    with pytest.raises(RuntimeError, match="README"):
        Peer(sys.executable, "no-such-engine", [LISTED])


def test_an_unknown_set_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "no set nonsense" in capsys.readouterr().err


def test_the_page_says_what_the_figures_say() -> None:
    queries = tuple(Query(f"name {number}", "person", "TEST#1", "likeness 0.9") for number in range(20))
    asked = QuerySet("alias-near/test", (LISTED,), queries, "twenty names")
    found = tuple({"TEST#1": 0.9 if number < 15 else 0.62} for number in range(20))
    each = outcome(asked, "ours", queries, Answers(found, 1.0, 1.0), 0.1)
    text = page(document([figures(each, asked.about)], "abc"))
    assert "| `alias-near/test` | person | 20 | 1.000 | 0.750 |" in text
    assert "sources at `abc`" in text
    assert len(figures(each, "")["shares"]["person"]) == len(THRESHOLDS)


def test_the_page_in_the_docs_is_what_the_figures_say() -> None:
    if not FILE.exists():
        pytest.skip("no figures are kept; run `python -m bench.screening.sweep`")
    assert PAGE.read_text("utf-8") == page(json.loads(FILE.read_text("utf-8")))
