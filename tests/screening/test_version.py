from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from moratorium.errors import InputError, SourceError
from moratorium.screening import (
    LISTS,
    SOURCES,
    Difference,
    ListVersion,
    Reading,
    check_shrink,
    decode_version,
    diff,
    encode_version,
    is_stale,
    read_version,
)
from moratorium.screening.lists import NOT_PROVED

Read = tuple[ListVersion, Reading]


def shortened(version: ListVersion, keep: int) -> ListVersion:
    return msgspec.structs.replace(version, entries=version.entries[:keep], count=keep)


def test_digest_is_that_of_the_published_bytes(sdn_after: Read, published: Callable[[str], bytes]) -> None:
    assert sdn_after[0].digest == hashlib.sha256(published("ofac-sdn/sdn-2022-05-08.csv")).hexdigest()


def test_the_invasion_in_the_sdn_list(sdn_before: Read, sdn_after: Read) -> None:
    found = diff(sdn_before[0], sdn_after[0])
    assert (len(found.added), len(found.removed), len(found.changed)) == (1059, 30, 472)
    assert sdn_before[0].count + len(found.added) - len(found.removed) == sdn_after[0].count
    assert sum("RUSSIA-EO14024" in entry.programmes for entry in found.added) > 800


def test_a_version_does_not_differ_from_itself(un: Read) -> None:
    found = diff(un[0], un[0])
    assert found == Difference((), (), ())


def test_a_growing_list_is_taken(sdn_before: Read, sdn_after: Read) -> None:
    check_shrink(sdn_before[0], sdn_after[0])
    check_shrink(sdn_after[0], sdn_before[0])


def test_a_fifth_may_go_and_no_more(sdn_after: Read) -> None:
    version = sdn_after[0]
    check_shrink(version, shortened(version, 8120))
    with pytest.raises(SourceError, match="shrank from 10,150 to 8,119 entries"):
        check_shrink(version, shortened(version, 8119))


def test_one_list_among_twelve_may_not_vanish(csl: Read) -> None:
    """Although the file as a whole is hardly shorter."""
    version = csl[0]
    without = tuple(entry for entry in version.entries if entry.list != "BIS-MEU")
    shorter = msgspec.structs.replace(version, entries=without, count=len(without))
    with pytest.raises(SourceError, match="`BIS-MEU` shrank from 70 to 0"):
        check_shrink(version, shorter)
    unnamed = msgspec.structs.replace(shorter, lists=tuple(one for one in version.lists if one != "BIS-MEU"))
    with pytest.raises(SourceError, match="lacks the list `BIS-MEU`"):
        check_shrink(version, unnamed)


def test_a_set_without_its_aliases_after_a_full_one_is_refused(sdn_full: Read) -> None:
    """It has as many entries, and half the names."""
    version = sdn_full[0]
    bare = tuple(msgspec.structs.replace(entry, names=entry.names[:1]) for entry in version.entries)
    with pytest.raises(SourceError, match=r"`ofac-sdn` shrank from [\d,]+ to [\d,]+ names; .*--accept-shrink REASON"):
        check_shrink(version, msgspec.structs.replace(version, entries=bare))


def test_one_list_among_twelve_may_not_lose_its_aliases(csl: Read) -> None:
    version = csl[0]
    bare = tuple(
        msgspec.structs.replace(entry, names=entry.names[:1]) if entry.list == "BIS-EL" else entry
        for entry in version.entries
    )
    with pytest.raises(SourceError, match=r"`BIS-EL` shrank from [\d,]+ to [\d,]+ names"):
        check_shrink(version, msgspec.structs.replace(version, entries=bare))


def test_our_own_list_may_shrink() -> None:
    long, _ = read_version("own", {"own": b"id,name\n1,Acme\n2,Other\n"}, date(2022, 1, 1))
    check_shrink(long, shortened(long, 0))


def test_stale_on_the_day_after_the_promise(sdn_after: Read) -> None:
    assert not is_stale(sdn_after[0], date(2022, 5, 15))
    assert is_stale(sdn_after[0], date(2022, 5, 16))


@pytest.mark.parametrize("which", ["sdn_full", "csl", "un"])
def test_a_version_can_be_kept_and_read_back(which: str, request: pytest.FixtureRequest) -> None:
    version: ListVersion = request.getfixturevalue(which)[0]
    assert decode_version(encode_version(version)) == version
    assert encode_version(decode_version(encode_version(version))) == encode_version(version)


def test_a_day_of_publication_is_needed(published: Callable[[str], bytes]) -> None:
    with pytest.raises(InputError, match="does not state when it was published"):
        read_version("ofac-sdn", {"sdn": published("ofac-sdn/sdn-2022-05-08.csv")})


def test_a_list_without_entries_is_refused() -> None:
    with pytest.raises(SourceError, match="no entry"):
        read_version("un", {"un": b"<CONSOLIDATED_LIST/>"}, date(2022, 1, 1))


def test_sources_and_files_have_names() -> None:
    with pytest.raises(InputError, match="unknown source `dow-jones`"):
        read_version("dow-jones", {"x": b""}, date(2022, 1, 1))
    with pytest.raises(InputError, match="needs the file `sdn`"):
        read_version("ofac-sdn", {"alt": b"", "add": b""}, date(2022, 1, 1))


@pytest.mark.parametrize("source", list(SOURCES))
def test_every_source_has_a_reader_and_its_lists_are_in_the_table(source: str) -> None:
    with pytest.raises(SourceError, match="the file is empty"):
        read_version(source, {SOURCES[source][0]: b"\r\n"}, date(2022, 1, 1))
    assert any(info.source == source for info in LISTS.values())


def test_only_lists_without_a_published_file_at_hand_carry_a_caution() -> None:
    assert {id for id, info in LISTS.items() if info.caution == NOT_PROVED} == {"EU-CFSP", "UK-SL"}


def test_a_file_of_which_more_is_rejected_than_read_is_refused() -> None:
    with pytest.raises(SourceError, match="2 rows cannot be read, and 1 can: 1 columns instead of 2"):
        read_version("own", {"own": b"id,name\n1,Acme\nx\ny\n"}, date(2022, 1, 1))


def test_a_list_kept_by_hand_needs_entries_unless_it_is_our_own() -> None:
    assert read_version("own", {"own": b"id,name\n"}, date(2022, 1, 1))[0].count == 0
    with pytest.raises(SourceError, match="no entry"):
        read_version("cn-uel", {"cn-uel": b"id,name\n"}, date(2022, 1, 1))


def test_a_difference_is_cheap(csl: Read) -> None:
    """A list of 26,000 entries against itself takes less than a second."""
    version = csl[0]
    again = decode_version(encode_version(version))
    start = time.perf_counter()
    assert diff(version, again) == Difference((), (), ())
    assert time.perf_counter() - start < 1
