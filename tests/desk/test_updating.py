"""Updating: a source is switched to as a whole, or the old version stays and the refusal is told and on record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from moratorium.desk import lists
from moratorium.desk.fetching import Fetched, Fetcher, origin
from moratorium.desk.home import Home
from moratorium.desk.publishers import MIRROR, PUBLICATIONS, addresses
from moratorium.desk.references import References
from moratorium.desk.unpacking import gunzipped
from moratorium.desk.updating import Outcome, update
from moratorium.errors import InputError
from moratorium.screening import LISTS, SOURCES, read_version
from moratorium.store import fsck, open_store, projections, read_acts
from moratorium.terms.act import Act
from tests.desk.web import Reply, Web, gives, serving
from tests.worlds import measure_text, rulebook

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
PARTS = ("sdn", "alt", "add", "sdn_comments")
ALT = b'20,1,"aka","EXEMPLAR","-0- "\r\n\x1a'
ADD = b'20,1,"Calle 1","Havana","Cuba","-0- "\r\n\x1a'
UVL = "Unverified List (UVL) - Bureau of Industry and Security"
LISTED = measure_text("listed", "{activities: all, listed: {lists: [BIS-EL], roles: any}}")
Shared = Callable[[str], Path]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty home at noon of a fixed day, whose record must be sound at the end."""
    with open_store(tmp_path) as store:
        yield Home(tmp_path, store, clock=lambda: NOON)
        assert fsck(store) == ()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A mirror, named by the setting."""
    monkeypatch.setenv("no_proxy", "*")
    with serving() as server:
        monkeypatch.setenv(MIRROR, server.base + "/")
        yield server


def brought(home: Home, web: Web, *sources: str, dry_run: bool = False) -> list[Outcome]:
    """Update sources, and wait for nothing."""
    by = Fetcher(plain=origin(web.base), timeout=5, deadline=30, sleep=lambda _: None)
    return list(update(home, sources, by, dry_run))


def sdn(count: int, first: int = 1) -> bytes:
    """A list of so many entries."""
    rows = [f'{n},"EXAMPLE {n}","-0- ","CUBA"' + ',"-0- "' * 8 + "\r\n" for n in range(first, first + count)]
    return ("".join(rows) + "\x1a").encode()


def csl(count: int, day: date = YESTERDAY) -> bytes:
    """A list that states its day and its number of entries."""
    rows = [{"name": f"EXAMPLE {n}", "source": UVL} for n in range(count)]
    return json.dumps({"results": rows, "total": count, "search_performed_at": f"{day}T05:00:00"}).encode()


def offers_sdn(web: Web, data: bytes, modified: date | None = YESTERDAY, alt: Reply | None = None) -> None:
    """The mirror offers this version of OFAC's list, without aliases and addresses."""
    stated = {"Last_Modified": f"{modified:%a, %d %b %Y} 10:00:00 GMT"} if modified else {}
    parts = {"sdn": data, "alt": ALT, "add": ADD, "sdn_comments": b"\x1a"}
    for part in PARTS:
        web.on(f"/ofac-sdn/{part}.csv", gives(parts[part], **stated))
    if alt is not None:
        web.on("/ofac-sdn/alt.csv", alt)


def offers_csl(web: Web, data: bytes, **headers: str) -> None:
    """The mirror offers this consolidated list."""
    web.on("/us-csl/consolidated.json", gives(data, **headers))


def acts(home: Home) -> list[Act]:
    """All that was done."""
    with home.store.read() as connection:
        return [one.act for one in read_acts(connection)]


def at_hand(home: Home, source: str) -> tuple[str, date, int] | None:
    """Digest, day and number of entries of the version at hand."""
    with home.store.read() as connection:
        rows = [row for row in projections.list_versions(connection) if row.source == source]
    return (rows[0].digest, rows[0].published, rows[0].entries) if rows else None


# -- the table --------------------------------------------------------------------------------------------------------


def test_each_published_source_is_fetched_over_https_with_every_part_it_is_read_from() -> None:
    by_hand = {source for source in SOURCES if source not in PUBLICATIONS}
    assert by_hand == {"own", "cn-uel", "cn-ecl"}
    assert {info.source for info in LISTS.values()} == set(SOURCES)
    for source, parts in PUBLICATIONS.items():
        assert tuple(parts) == SOURCES[source]
        assert all(address.startswith("https://") for address in addresses(source, None).values())
        assert len({one.file for one in parts.values()}) == len(parts)
        assert all(one.looked_up <= TODAY and one.mark in ("V1", "V2", "R") for one in parts.values())


@pytest.mark.parametrize(
    "setting", ["lists", "ftp://a/b", "https://", "http://a:x/b", "https://ann:pw@a/b", "https://a/?b", "https://a/#b"]
)
def test_a_mirror_that_is_no_address_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(MIRROR, setting)
    with pytest.raises(InputError, match=MIRROR):
        list(update(home, ["un"]))


@pytest.mark.parametrize("source", ["own", "cn-uel", "ofac"])
def test_a_source_that_nobody_publishes_is_refused_before_any_is_fetched(home: Home, web: Web, source: str) -> None:
    with pytest.raises(InputError, match="is not fetched from anywhere"):
        brought(home, web, "un", source)
    assert web.asked == []


def test_all_published_sources_are_asked_if_none_is_named(home: Home, web: Web) -> None:
    assert [one.source for one in brought(home, web)] == list(PUBLICATIONS)


# -- the switch -------------------------------------------------------------------------------------------------------


def test_a_new_version_is_recorded_with_its_digest_and_day(home: Home, web: Web) -> None:
    offers_sdn(web, sdn(30))
    (first,) = brought(home, web, "ofac-sdn")
    assert (first.result, first.imported is not None) == ("new", True)
    assert first.version is not None
    assert f"30 entries published {YESTERDAY} (by the server): the first version" in first.words
    assert at_hand(home, "ofac-sdn") == (first.version.digest, YESTERDAY, 30)
    assert web.paths == [f"/ofac-sdn/{part}.csv" for part in PARTS]
    imported, checked = acts(home)
    assert imported.payload.digest == checked.payload.digest == first.version.digest
    assert (checked.payload.result, checked.payload.origin) == ("new", web.base)
    offers_sdn(web, sdn(30, first=3), TODAY)
    (second,) = brought(home, web, "ofac-sdn")
    assert "2 added, 2 removed, 0 changed" in second.words
    assert second.imported is not None
    assert second.imported.difference is not None
    assert [entry.id for entry in second.imported.difference.added] == ["31", "32"]


def test_an_unchanged_version_is_checked_and_not_imported_twice(home: Home, web: Web) -> None:
    offers_sdn(web, sdn(30))
    brought(home, web, "ofac-sdn")
    offers_sdn(web, sdn(30), TODAY)
    (again,) = brought(home, web, "ofac-sdn")
    assert (again.result, again.imported) == ("unchanged", None)
    assert again.words == f"unchanged since {YESTERDAY}"
    assert [act.kind for act in acts(home)] == ["list_imported", "list_checked", "list_checked"]
    assert acts(home)[-1].payload.result == "unchanged"


def test_a_version_that_an_older_reader_kept_is_read_again(home: Home, web: Web) -> None:
    """The same bytes, and more found in them."""
    offers_csl(web, csl(30))
    version, reading = read_version("us-csl", {"csl": csl(30)})
    less = replace(version, entries=tuple(replace(entry, kind="person") for entry in version.entries))
    with home.store.begin() as connection:
        lists.keep_version(home, connection, less, reading)
    (again,) = brought(home, web, "us-csl")
    assert again.result == "new"
    assert "0 added, 0 removed, 30 changed" in again.words
    assert brought(home, web, "us-csl")[0].result == "unchanged"


@pytest.mark.parametrize(
    ("content", "headers", "published", "words"),
    [
        (csl(30), {}, YESTERDAY, "(by the file)"),
        (csl(30), {"Last_Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}, YESTERDAY, "(by the file)"),
        (csl(30, TODAY + timedelta(days=1)), {}, TODAY + timedelta(days=1), "(by the file)"),
    ],
)
def test_the_day_that_the_file_states_counts(
    home: Home, web: Web, content: bytes, headers: dict[str, str], published: date, words: str
) -> None:
    offers_csl(web, content, **headers)
    (one,) = brought(home, web, "us-csl")
    assert one.version is not None
    assert (one.version.published, words in one.words) == (published, True)


def test_where_neither_file_nor_server_states_a_day_it_is_today_and_told(home: Home, web: Web) -> None:
    offers_sdn(web, sdn(30), None)
    (one,) = brought(home, web, "ofac-sdn")
    assert f"published {TODAY} (today, for neither file nor server says)" in one.words


def test_the_server_s_day_is_that_of_the_part_changed_last_and_not_in_the_future(home: Home, web: Web) -> None:
    offers_sdn(web, sdn(30), date(2026, 11, 1), gives(ALT, Last_Modified="Mon, 09 Nov 2026 10:00:00 GMT"))
    (one,) = brought(home, web, "ofac-sdn")
    assert "published 2026-11-09 (by the server)" in one.words
    offers_sdn(web, sdn(31), date(2027, 11, 1))
    (one,) = brought(home, web, "ofac-sdn")
    assert f"published {TODAY} (by the server)" in one.words


def test_a_dry_run_tells_and_records_nothing(home: Home, web: Web) -> None:
    offers_csl(web, csl(30))
    (would,) = brought(home, web, "us-csl", dry_run=True)
    assert (would.result, would.imported) == ("new", None)
    assert would.words.startswith("would be recorded: 30 entries")
    web.on("/us-csl/consolidated.json", gives(b"", 404))
    (failed,) = brought(home, web, "us-csl", dry_run=True)
    assert failed.result == "failed"
    assert acts(home) == []


@dataclass(frozen=True)
class Rerouted(Fetcher):
    """Asks this machine for what the publishers have."""

    to: str = ""

    def fetch(self, address: str) -> Fetched:
        """As its parent, from the address with which the mirror would have been asked."""
        parts = ((source, one) for source, known in PUBLICATIONS.items() for one in known.values())
        source, file = next((source, one.file) for source, one in parts if one.address == address)
        return super().fetch(f"{self.to}/{source}/{file}")


def test_what_its_publisher_still_publishes_is_not_out_of_date(
    home: Home, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mirror may stand still, so what it gives proves nothing of the publisher."""
    offers_csl(web, csl(30, TODAY - timedelta(days=8)))
    brought(home, web, "us-csl")
    brought(home, web, "us-csl")
    assert stale(home, "us-csl") == (True, 8)
    monkeypatch.delenv(MIRROR)
    (again,) = update(home, ["us-csl"], Rerouted(plain=origin(web.base), to=web.base))
    assert again.result == "unchanged"
    assert stale(home, "us-csl") == (False, 8)
    assert stale(replace_clock(home, 7), "us-csl") == (False, 15)
    assert stale(replace_clock(home, 8), "us-csl") == (True, 16)


def stale(home: Home, source: str) -> tuple[bool, int | None]:
    """Whether a source is out of date, and how long ago it was published; the same is said where orders are decided."""
    (one,) = [one for one in lists.status(home) if one.source == source]
    assert one.version is not None
    asks = rulebook(LISTED.replace("BIS-EL", one.version.lists[0]))
    with home.store.read() as connection:
        unreadable = References(home).on(connection, TODAY, asks).unreadable
    assert one.is_stale == bool(unreadable)
    return one.is_stale, one.age_days


def replace_clock(home: Home, days: int) -> Home:
    """The same home some days later."""
    return Home(home.path, home.store, clock=lambda: NOON + timedelta(days=days))


# -- what is refused --------------------------------------------------------------------------------------------------

PAGE = b"<!DOCTYPE html><html><body>Sorry, maintenance</body></html>"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (gives(sdn(300)[:-9], Content_Length="30000"), "cut off"),
        (gives(b""), "the file is empty"),
        (gives(PAGE, Content_Type="text/html"), "web page"),
        (gives(PAGE, 503), "503 Service Unavailable (4 times)"),
        (gives(sdn(239)), "shrank from 300 to 239 entries"),
        (gives(sdn(20)), "shrank from 300 to 20 entries"),
        (gives(b'{"results": []}'), ""),
        (gives(b"\xff\xfe" + "1,x".encode("utf-16-le")), ""),
        (gives(b"\x1f\x8b\x08\x00broken"), "gzip file is"),
        (gives(b"", 404), "404 Not Found"),
    ],
)
def test_what_is_no_whole_list_is_refused_and_the_old_version_stays(
    home: Home, web: Web, reply: Reply, words: str
) -> None:
    offers_sdn(web, sdn(300))
    offers_csl(web, csl(30))
    brought(home, web, "ofac-sdn")
    before = at_hand(home, "ofac-sdn")
    web.on("/ofac-sdn/sdn.csv", reply)
    failed, other = brought(home, web, "ofac-sdn", "us-csl")
    assert (failed.result, failed.imported) == ("failed", None)
    assert failed.error is not None
    assert words in failed.words
    assert at_hand(home, "ofac-sdn") == before
    assert other.result == "new"
    check = next(act.payload for act in reversed(acts(home)) if act.subject == "ofac-sdn")
    assert (check.result, check.digest, check.words) == ("failed", "", failed.words)


def test_one_part_that_cannot_be_had_refuses_the_whole(home: Home, web: Web) -> None:
    offers_sdn(web, sdn(30))
    brought(home, web, "ofac-sdn")
    offers_sdn(web, sdn(31), TODAY, alt=gives(b"", 404))
    (failed,) = brought(home, web, "ofac-sdn")
    assert failed.result == "failed"
    assert "/ofac-sdn/alt.csv: the server answers 404" in failed.words
    assert at_hand(home, "ofac-sdn") is not None
    assert len(acts(home)) == 3


def test_an_older_publication_than_the_one_at_hand_is_refused(home: Home, web: Web) -> None:
    """A cache or a mirror that is behind must not take a listing back."""
    offers_csl(web, csl(30))
    brought(home, web, "us-csl")
    offers_csl(web, csl(31, date(2026, 11, 1)))
    (failed,) = brought(home, web, "us-csl")
    assert f"published on 2026-11-01 (by the file), older than the version of {YESTERDAY} at hand" in failed.words


def test_a_publication_from_the_future_is_refused(home: Home, web: Web) -> None:
    offers_csl(web, csl(30, TODAY + timedelta(days=2)))
    (failed,) = brought(home, web, "us-csl")
    assert "says it was published on 2026-11-27" in failed.words
    assert at_hand(home, "us-csl") is None


# -- real lists -------------------------------------------------------------------------------------------------------


def test_real_lists_are_brought_and_changed(home: Home, web: Web, shared: Shared) -> None:
    def real(name: str) -> bytes:
        return gunzipped(shared(f"data/lists/{name}").read_bytes(), name)

    for part in PARTS:
        web.on(
            f"/ofac-sdn/{part}.csv", gives(shared(f"data/lists/ofac-sdn-full/{part}-2021-07-07.csv.gz").read_bytes())
        )
    offers_csl(web, real("csl/consolidated-2026-07-31.json.gz"))
    web.on("/un/consolidated.xml", gives(real("un/consolidated-2026-02-27.xml.gz")))
    found = {one.source: one for one in brought(home, web, "ofac-sdn", "us-csl", "un")}
    assert {one.result for one in found.values()} == {"new"}
    counts = {source: one.version.count for source, one in found.items() if one.version}
    assert (counts["us-csl"], counts["ofac-sdn"] > 8000, counts["un"] > 500) == (25_921, True, True)
    assert found["un"].version is not None
    assert found["un"].version.published == date(2026, 2, 27)
    assert {one.result for one in brought(home, web, "us-csl", "un")} == {"unchanged"}
    whole = real("un/consolidated-2026-02-27.xml.gz")
    web.on("/un/consolidated.xml", gives(whole[: len(whole) // 2]))
    assert brought(home, web, "un")[0].result == "failed"
