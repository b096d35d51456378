"""One name on the command line: what is found, why, and in which words nothing is found."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from moratorium.screening.thresholds import DEFAULT
from tests.cli.office import Office
from tests.golden_files import golden
from tests.worlds import measure_text

OWN = """id,name,aliases,weak_aliases,kind,country,birth_date,tax
1,LIMITED LIABILITY COMPANY NEBESNAYA MEKHANIKA,Sky Mechanics (example),,entity,Russia,,7700223330 (RU)
2,Ivan Petrovich Sampleev,,Whisperer of Sampleton,person,Russia;Belarus,circa 1956,
3,Star of Examplia,,,vessel,Panama,,
4,Trading House Zvezdopad,,,entity,RU,,
"""
TODAY = date.today()
PUBLISHED = TODAY - timedelta(days=3)


@pytest.fixture
def listed(office: Office) -> Office:
    """An office with its own list at hand."""
    file = office.write("own.csv", OWN)
    assert office.run("lists", "import", "--source", "own", "--published", PUBLISHED, file).code == 0
    return office


def settled(text: str) -> str:
    """The text without days and digests, which differ from run to run."""
    text = text.replace(str(TODAY), "TODAY").replace(str(PUBLISHED), "PUBLISHED")
    text = text.replace(f"at threshold {DEFAULT}", "at threshold DEFAULT")
    return re.sub(r"version [0-9a-f]{12}\b", "version DIGEST", text)


# -- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("match", ["OOO «Небесная механика»", "--country", "RU", "--kind", "company"]),
        ("contradicted", ["Petrovich Sampleev Ivan", "--birth-date", "1970-05-03", "--country", "NL"]),
        ("confirmed", ["Ivan Sampleev", "--birth-date", "1957", "--kind", "person", "--country", "Belarus"]),
        ("nothing", ["Quite Another Company B.V."]),
        ("too_little", ["Trading Company Ltd"]),
        ("empty_of_letters", ["!!! ... ???"]),
        ("lookalikes", ["NЕBESNAYA MEKHANIKA"]),
    ],
)
def test_what_a_person_reads(listed: Office, name: str, arguments: list[str]) -> None:
    done = listed.run("screen", *arguments, "--format", "table")
    assert done.code == 0
    text = settled(done.out).rstrip("\n")
    assert text == golden(f"screen_{name}.txt", text)


def test_nothing_found_is_said_in_the_only_words(listed: Office) -> None:
    (line,) = listed.run("screen", "Quite Another Company", "--format", "table").out.splitlines()
    assert re.fullmatch(
        rf"no match in list OWN version [0-9a-f]{{12}} \(published {PUBLISHED}\) on {TODAY} at threshold {DEFAULT}",
        line,
    )


def test_a_name_of_ten_thousand_characters_is_told_as_too_long(listed: Office) -> None:
    (row,) = listed.run("screen", "Nebesnaya " * 1000).lines
    assert (row["entry"], row["result"]) == (None, "not compared")
    assert "longer than 1,000 characters or 64 words" in row["words"]
    assert len(row["words"]) < 300


# -- as rows ----------------------------------------------------------------------------------------------------------


def test_what_a_terminal_would_take_for_a_command_or_turn_round_is_written_as_its_code(listed: Office) -> None:
    ran = listed.run("screen", "Ivan\x07 \u202eSampleev", "--format", "table")
    assert "`Ivan\\x07 \\u202eSampleev`" in ran.out
    assert ran.out.replace("\n", "").isprintable()


def test_json_is_one_object_for_each_match(listed: Office) -> None:
    (row,) = listed.run("screen", "Nebesnaya Mechanika").lines
    assert [row[name] for name in ("id", "query", "list", "entry")] == ["", "Nebesnaya Mechanika", "OWN", "1"]
    assert row["name"] == "LIMITED LIABILITY COMPANY NEBESNAYA MEKHANIKA"
    assert 0.8 < row["score"] < 1
    assert "nebesnaya = nebesnaya (equal, worth " in row["alignment"]
    assert row["version"] == listed.run("lists", "status", "--format", "json").lines[-1]["digest"] + row["version"][16:]
    assert row["result"] == "possible match"


def test_no_match_is_one_object_without_an_entry(listed: Office) -> None:
    (row,) = listed.run("screen", "Quite Another Company").lines
    assert (row["entry"], row["list"], row["score"], row["result"]) == (None, None, None, "no match")
    assert row["words"].startswith("no match in list OWN version ")


def test_csv_has_a_heading_and_no_formula(listed: Office) -> None:
    done = listed.run("screen", "=Nebesnaya Mekhanika", "--format", "csv")
    heading, row = done.out.splitlines()
    assert heading.startswith("id,query,list,version,entry,name,score,alignment,")
    assert row.startswith(",'=Nebesnaya Mekhanika,OWN,")


def test_one_name_can_be_written_to_a_file(listed: Office) -> None:
    assert listed.run("screen", "Nebesnaya Mekhanika", "--out", "found.jsonl").out == ""
    (line,) = (listed.desk / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["entry"] == "1"


# -- which lists, which thresholds ------------------------------------------------------------------------------------


def test_only_chosen_lists_are_told_and_scores_stay_the_same(listed: Office) -> None:
    rows = "id,name\n9,Nebesnaya Mekhanika Pilot Plant\n"
    file = listed.write("uel.csv", rows)
    assert listed.run("lists", "import", "--source", "cn-uel", "--published", PUBLISHED, file).code == 0
    both = listed.run("screen", "Nebesnaya Mekhanika Plant", "--threshold", "0.6").lines
    assert {row["list"] for row in both} == {"OWN", "CN-UEL"}
    for chosen in ("OWN", "own", "cn-uel,un"):
        told = listed.run("screen", "Nebesnaya Mekhanika Plant", "--threshold", "0.6", "--list", chosen).lines
        assert told == [row for row in both if row["list"].lower() in chosen.lower().split(",")]
    nothing = listed.run("screen", "Quite Another Company", "--list", "CN-UEL", "--format", "table").out
    assert "list CN-UEL" in nothing
    assert "OWN" not in nothing


def test_thresholds_come_from_the_rulebook_unless_stated(listed: Office) -> None:
    query = ("screen", "Zvezdopad Zavod")
    assert [row["entry"] for row in listed.run(*query, "--threshold", "0.55").lines] == ["4"]
    (row,) = listed.run(*query).lines
    assert row["entry"] is None
    lower = measure_text("low", "{activities: all, listed: {lists: [OWN], roles: any, threshold: 0.55}}")
    assert [row["entry"] for row in listed.run(*query, "--rulebook", listed.rulebook(lower)).lines] == ["4"]
    listed.adopt(lower)
    assert [row["entry"] for row in listed.run(*query).lines] == ["4"]
    (row,) = listed.run(*query, "--threshold", "0.99").lines
    assert row["entry"] is None


def test_what_is_old_or_missing_is_said_with_the_command_that_mends_it(listed: Office) -> None:
    file = listed.write("uel.csv", "id,name\n9,Somebody Else\n")
    assert listed.run("lists", "import", "--source", "cn-uel", "--published", "2020-01-01", file).code == 0
    told = listed.run("screen", "Ann Example").err
    assert "cn-uel: older than promised" in told
    assert "moratorium lists import --source cn-uel --published DAY FILE" in told
    assert "not at hand and not compared: ofac-sdn, " in told
    assert "older than promised" not in listed.run("screen", "Ann Example", "--list", "own").err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "give one name, or a file of names with --names"),
        (("Ann", "--names", "own.csv"), 2, "give one name, or a file of names with --names"),
        (("  ",), 2, "the name is empty"),
        (("Ann", "--list", "ofac-snd"), 2, "no list `ofac-snd`; did you mean `ofac-sdn`"),
        (("Ann", "--list", "OWNN", "--list", "unn"), 2, "no list `unn`; did you mean `un`"),
        (("Ann", "--list", "un"), 3, "not at hand: UN; moratorium lists update un"),
        (("Ann", "--threshold", "high"), 2, "`high` is no threshold; a number from 0.5 to 1"),
        (("Ann", "--threshold", "0.49"), 2, "`0.49` is no threshold"),
        (("Ann", "--threshold", "nan"), 2, "`nan` is no threshold"),
        (("Ann", "--kind", "dragon"), 2, "`dragon` is no kind; one of person, entity, vessel, aircraft"),
        (("Ann", "--out", "a.xls"), 2, "`a.xls` ends in nothing that is written; one of .jsonl, "),
        (("Ann", "--out", "none/a.csv"), 2, "no folder `none`"),
        (("--names", "none.csv"), 3, "no file `none.csv`"),
        (("--names", "own.csv", "--country", "NL"), 2, "name them as columns"),
        (("Ann", "--rulebook", "none"), 3, "no measures in `none`"),
    ],
)
def test_what_is_refused(listed: Office, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = listed.run("screen", *arguments)
    assert done.code == code, done.err
    assert words in done.err
    assert done.out == ""


def test_without_any_list_nothing_is_compared(office: Office) -> None:
    done = office.run("screen", "Ann Example")
    assert (done.code, done.out) == (3, "")
    assert "no list is at hand; moratorium lists update" in done.err


def test_nothing_is_recorded(listed: Office) -> None:
    size = listed.size()
    listed.run("screen", "Nebesnaya Mekhanika")
    assert listed.size() == size
