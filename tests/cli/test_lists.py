"""List versions through the command line: real files in, age told, differences, what a match or a stale list does."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from moratorium.screening import SOURCES
from moratorium.store import read_acts
from moratorium.terms.act import ListImported
from tests.cli.office import Office, row
from tests.worlds import measure_text

Shared = Callable[[str], Path]

TODAY = date.today()
LISTED = measure_text("listed", "{activities: all, listed: {lists: [OFAC-SDN], roles: any}}")
OWN = measure_text("own-listed", "{activities: all, listed: {lists: [OWN], roles: any}}")


def imported(office: Office, source: str, published: str, *files: Path, code: int = 0) -> str:
    """Import a version; returns what was told."""
    done = office.run("lists", "import", "--source", source, "--published", published, *files)
    assert done.code == code, done.err
    assert done.out == ""
    return done.err


def state(office: Office) -> dict[str, dict[str, object]]:
    """Status by source."""
    return {one["source"]: one for one in office.run("lists", "status", "--format", "json").lines}


@pytest.mark.parametrize(
    ("source", "published", "names", "count"),
    [
        ("ofac-sdn", "2022-02-23", ["ofac-sdn/sdn-2022-02-23.csv.gz"], 9399),
        ("us-csl", "2026-07-31", ["csl/consolidated-2026-07-31.json.gz"], 25_921),
        ("un", "2026-02-27", ["un/consolidated-2026-02-27.xml.gz"], None),
        (
            "ofac-sdn",
            "2021-07-07",
            [f"ofac-sdn-full/{part}-2021-07-07.csv.gz" for part in ("sdn", "alt", "add", "sdn_comments")],
            None,
        ),
    ],
)
def test_each_official_file_is_read_and_its_entries_counted(
    office: Office, shared: Shared, source: str, published: str, names: list[str], count: int | None
) -> None:
    files = [shared(f"data/lists/{name}") for name in names]
    told = imported(office, source, published, *files)
    found = state(office)[source]
    assert found["published"] == published
    entries = found["entries"]
    assert isinstance(entries, int)
    assert entries > 500
    assert f"{source}: {entries:,} entries published {published}" in told
    if source == "ofac-sdn":
        with gzip.open(files[0], "rt", encoding="latin-1", newline="") as file:
            assert entries + told.count("sdn-") >= sum(1 for line in file if line[:1].isdigit())
    elif count is not None:
        assert entries == count
    assert office.is_sound()


def test_two_versions_are_compared_in_words_and_as_rows(office: Office, shared: Shared) -> None:
    old, new = (shared(f"data/lists/ofac-sdn/sdn-2022-{day}.csv.gz") for day in ("02-23", "02-24"))
    imported(office, "ofac-sdn", "2022-02-23", old)
    assert office.run("lists", "diff", "ofac-sdn").code == 3
    told = imported(office, "ofac-sdn", "2022-02-24", new)
    assert "to the version before: " in told
    rows = office.run("lists", "diff", "ofac-sdn", "--format", "json").lines
    added = sum(one["change"] == "added" for one in rows)
    removed = sum(one["change"] == "removed" for one in rows)
    assert f"{added:,} added, {removed:,} removed, {len(rows) - added - removed:,} changed" in told
    assert added > 0
    table = office.run("lists", "diff", "ofac-sdn")
    assert table.out.splitlines()[0].split() == ["change", "list", "entry", "name", "what"]


def test_a_shrunken_file_is_refused_and_the_old_version_stays(office: Office, shared: Shared) -> None:
    whole = shared("data/lists/ofac-sdn/sdn-2022-02-23.csv.gz")
    imported(office, "ofac-sdn", "2022-02-23", whole)
    size, before = office.size(), state(office)["ofac-sdn"]
    lines = gzip.decompress(whole.read_bytes()).splitlines(keepends=True)
    short = office.desk / "sdn.csv"
    short.write_bytes(b"".join(lines[:3000]))
    told = imported(office, "ofac-sdn", "2022-02-24", short, code=6)
    assert "moratorium: " in told
    assert state(office)["ofac-sdn"] == before
    assert office.size() == size


def table(office: Office, count: int, name: str = "cn.csv") -> Path:
    """A list kept by hand, with this many entries of two names each."""
    rows = "".join(f"{number},Example {number},Other {number}\n" for number in range(count))
    return office.write(name, "id,name,aliases\n" + rows)


def shortened(office: Office, *options: str, by: str | None = "ann", to: int = 10) -> tuple[int, str]:
    """Import a list of 30 entries, then a shorter one with these options; exit code and what was told."""
    office.run("whoami", "--new", "ann")
    imported(office, "cn-uel", "2026-01-02", table(office, 30))
    again = ("lists", "import", "--source", "cn-uel", "--published", "2026-02-03", table(office, to), *options)
    done = office.run(*again, by=by)
    return done.code, done.err


def test_a_shrunken_list_is_taken_for_a_reason_by_a_named_person_and_both_are_kept(office: Office) -> None:
    code, told = shortened(office, "--accept-shrink", "suspended in the talks of February")
    assert code == 0
    assert "accepted: `cn-uel` shrank from 30 to 10 entries" in told
    found = state(office)["cn-uel"]
    assert (found["published"], found["entries"]) == ("2026-02-03", 10)
    assert found["caution"] == "taken although it had shrunk: suspended in the talks of February"
    with office.opened().store as store, store.read() as connection:
        kept = [one.act for one in read_acts(connection, ["list_imported"])][-1]
    assert isinstance(kept.payload, ListImported)
    assert (kept.actor, kept.payload.accepted_shrink) == ("ann", "suspended in the talks of February")
    assert office.is_sound()


@pytest.mark.parametrize(
    ("options", "by", "code", "words"),
    [
        ((), "ann", 6, "`cn-uel` shrank from 30 to 10 entries; compare with the publisher; if it is so: `moratorium"),
        (("--accept-shrink", " "), "ann", 2, "--accept-shrink: a shrunken list is accepted for a reason; say why"),
        (("--accept-shrink", "so be it"), None, 4, "an unauthenticated user cannot accept a shrunken list"),
    ],
)
def test_a_shrunken_list_is_not_taken_without_reason_or_name(
    office: Office, options: tuple[str, ...], by: str | None, code: int, words: str
) -> None:
    found, told = shortened(office, *options, by=by)
    assert found == code
    assert words in told
    assert state(office)["cn-uel"]["entries"] == 30


def test_a_reason_is_kept_only_if_something_has_shrunk(office: Office) -> None:
    code, told = shortened(office, "--accept-shrink", "just in case", to=29)
    assert code == 0
    assert "nothing has shrunk; the reason is not recorded" in told
    assert state(office)["cn-uel"]["caution"] == ""


def test_a_set_without_its_aliases_is_refused_after_a_full_one(office: Office, shared: Shared) -> None:
    full = [shared(f"data/lists/ofac-sdn-full/{part}-2021-07-07.csv.gz") for part in ("sdn", "alt")]
    imported(office, "ofac-sdn", "2021-07-07", *full)
    told = imported(office, "ofac-sdn", "2021-07-08", full[0], code=6)
    assert "`ofac-sdn` shrank from" in told
    assert " names; compare with the publisher" in told


@pytest.mark.parametrize(
    ("source", "content", "code"),
    [
        ("ofac-sdn", b"", 6),
        ("ofac-sdn", b"<html><body>503</body></html>", 6),
        ("us-csl", b"{", 6),
        ("us-csl", b'{"results": []}', 6),
        ("un", b"<CONSOLIDATED_LIST", 6),
        ("un", b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>', 6),
        ("un", b"\x1f\x8b\x08\x00broken", 6),
        ("own", b"name\nAnn\n", 2),
        ("own", b"", 6),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(
    office: Office, source: str, content: bytes, code: int
) -> None:
    file = office.desk / "list.file"
    file.write_bytes(content)
    told = imported(office, source, "2022-02-24", file, code=code)
    assert told.startswith("moratorium: ")
    assert "Traceback" not in told
    assert office.size() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("import", "--source", "eux", "--published", "2022-01-01", "x"), 2, "no source `eux`; one of ofac-sdn"),
        (("import", "--source", "own", "--published", "1.1.2022", "x"), 2, "--published: `1.1.2022` is no day"),
        (("import", "--source", "own", "--published", "2999-01-01", "own.csv"), 2, "which is still to come"),
        (("import", "--source", "own", "--published", "2022-01-01", "none.csv"), 3, "no file `none.csv`"),
        (
            ("import", "--source", "ofac-sdn", "--published", "2022-01-01", "a", "b"),
            2,
            "which part of ofac-sdn is `a`?",
        ),
        (("diff", "un"), 3, "0 versions of `un` are kept; a difference needs two"),
    ],
)
def test_what_the_lists_commands_refuse(office: Office, arguments: tuple[str, ...], code: int, words: str) -> None:
    office.write("own.csv", "id,name\n1,Ann Example\n")
    done = office.run("lists", *arguments)
    assert done.code == code, done.err
    assert words in done.err
    assert office.size() == 0


def test_status_tells_what_is_not_at_hand_and_the_command(office: Office) -> None:
    found = state(office)
    assert found.keys() == SOURCES.keys()
    for source, one in found.items():
        by_hand = source in ("own", "cn-uel", "cn-ecl")
        command = f"import --source {source} --published DAY FILE" if by_hand else f"update {source}"
        assert one["state"] == f"not at hand: moratorium lists {command}"
    assert office.run("lists", "status", "--format", "csv").out.startswith("source,lists,published,entries,")


# -- what lists do to orders ------------------------------------------------------------------------------------------


def test_a_listed_name_in_an_order_holds_with_the_question_and_other_orders_pass(
    office: Office, shared: Shared
) -> None:
    """Recent by the importer's word, so that it is not stale."""
    file = shared("data/lists/ofac-sdn/sdn-2022-02-23.csv.gz")
    imported(office, "ofac-sdn", TODAY.isoformat(), file)
    orders = office.orders(row("A", "CU", buyer="C-1", name="AEROCARIBBEAN AIRLINES"), row("B", name="Ann Example"))
    done = office.check(orders, rules=office.rulebook(LISTED))
    assert done.code == 10
    assert [one["effect"] for one in done.lines] == ["hold", "allow"]
    (asked,) = office.questions()
    assert (asked["subject"], asked["fact"]) == ("party:C-1", "listed")
    assert asked["about"] == "OFAC-SDN#36"
    assert "C-1" in asked["question"]


def test_a_list_older_than_promised_is_one_question_with_the_command(office: Office) -> None:
    published = TODAY - timedelta(days=400)
    file = office.desk / "sdn.csv"
    empty = ',"-0- "' * 8
    file.write_text("".join(f'{n},"EXAMPLE {n}","-0- ","CUBA"{empty}\n' for n in range(1, 9)))
    imported(office, "ofac-sdn", published.isoformat(), file)
    assert "older than promised" in str(state(office)["ofac-sdn"]["state"])
    orders = office.orders(*(row(f"A{number}") for number in range(4)))
    done = office.check(orders, rules=office.rulebook(LISTED))
    assert done.code == 10
    (asked,) = [one for one in office.questions() if "base-reference" in one["measures"].split()]
    assert asked["orders"] == "4"
    assert "moratorium lists" in asked["question"]
    assert "missing  list ofac-sdn: older than promised" in office.run("doctor").out


def test_a_stale_list_that_no_measure_asks_for_holds_nothing(office: Office) -> None:
    file = office.desk / "sdn.csv"
    file.write_text('1,"EXAMPLE","-0- ","CUBA","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "\n')
    imported(office, "ofac-sdn", "2020-01-01", file)
    assert office.check(office.orders(row("A"))).code == 0


def test_a_newer_list_decides_again_what_it_changes(office: Office) -> None:
    office.adopt(OWN)
    before = (TODAY - timedelta(days=2)).isoformat()
    imported(office, "own", before, office.write("own.csv", "id,name\n1,Ann Example\n"))
    orders = office.orders(row("A", name="Bo Beispiel"), row("B", name="Cy Voorbeeld"))
    assert office.run("check", orders, "--organisation", office.organisation()).code == 0
    newer = office.write("own.csv", "id,name\n1,Ann Example\n2,Bo Beispiel\n")
    told = imported(office, "own", TODAY.isoformat(), newer).splitlines()
    assert ["A/sale", "allow", "->", "hold"] in [line.split() for line in told]
    assert not any("B/sale" in line for line in told)
    done = office.run("again")
    assert done.code == 10
    assert done.out.endswith(": 0 changed\n")


def test_without_its_list_a_measure_is_shown_as_inactive_with_the_command(office: Office) -> None:
    done = office.check(office.orders(row("A")), rules=office.rulebook(LISTED))
    assert done.code == 0
    (finding,) = done.lines[0]["findings"]
    assert (finding["status"], finding["effect"]) == ("inactive", "allow")
    assert "lists import" in finding["note"]
    assert "inactive measures that apply or may apply" in done.err


# -- our register of parties ------------------------------------------------------------------------------------------


def test_a_register_of_parties_fills_in_what_orders_leave_out(office: Office) -> None:
    rules = office.rulebook(measure_text("ru", "{activities: all, territories: {roles: any, within: [RU]}}"))
    orders = office.orders("A,sale,C-1,C-1,C-1", columns="order,activity,buyer.id,end_user.id,consignee.id")
    register = office.write("parties.csv", "id,name,country\nC-1,Example,RU\n")
    assert office.check(orders, rules=rules).code == 10
    done = office.run("parties", "import", register)
    assert done.code == 0
    assert "kept parties.csv; orders are looked up in it from now on" in done.err
    assert office.check(orders, rules=rules).code == 20


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("none.csv", None, 3), ("empty.csv", "", 2), ("one.csv", "a^b\n1^2\n", 2), ("noid.csv", "x,y\n1,2\n", 2)],
)
def test_a_register_that_cannot_be_used_is_refused(office: Office, name: str, text: str | None, code: int) -> None:
    if text is not None:
        office.write(name, text)
    done = office.run("parties", "import", name)
    assert done.code == code
    assert name in done.err
    assert office.size() == 0
