"""Screening indexes as files: the same answers as a fresh index, and nothing damaged or old is ever used."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from moratorium.desk.home import Home, open_home
from moratorium.desk.indexes import KEPT, index_at_hand, load_index
from moratorium.errors import SourceError
from moratorium.screening import Index, ListVersion, index, indexing, read_version, screen
from moratorium.terms.party import Party

DAY = date(2022, 4, 26)
SOMEBODY = Party(names=("Romashka LLC",))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty state."""
    found = open_home(tmp_path / "home")
    with found.store:
        yield found


def version(*names: str, day: date = DAY) -> ListVersion:
    """Our own list."""
    rows = "".join(f"{number},{name}\n" for number, name in enumerate(names, start=1))
    return read_version("own", {"own": f"id,name\n{rows}".encode()}, day)[0]


def kept(home: Home) -> list[Path]:
    """The files, oldest first."""
    return sorted((home.path / "cache").glob("*.index"), key=lambda path: path.stat().st_mtime_ns)


def found(at_hand: Index) -> list[tuple[str, float]]:
    """What somebody meets."""
    return [(match.entry, match.score) for match in screen(SOMEBODY, at_hand).matches]


def test_a_kept_index_answers_as_a_fresh_one_and_is_not_built_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [version("ООО Ромашка", "Acme Ltd")]
    fresh = index(versions)
    first = index_at_hand(home, versions)
    monkeypatch.setattr("moratorium.desk.indexes.index", pytest.fail)
    again = index_at_hand(home, reversed(versions))
    assert found(fresh) == found(first) == found(again) == [("1", 1.0)]
    assert fresh.entries == again.entries
    assert len(kept(home)) == 1


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "other"])
def test_a_damaged_index_is_noticed_and_built_again(home: Home, damage: str) -> None:
    versions = [version("ООО Ромашка")]
    index_at_hand(home, versions)
    (path,) = kept(home)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle] ^= 1
    path.write_bytes(bytes({"cut": content[:middle], "bit": content, "empty": b"", "other": b"\0" * 40}[damage]))
    with pytest.raises(SourceError):
        load_index(path)
    assert found(index_at_hand(home, versions)) == [("1", 1.0)]
    assert found(load_index(path)) == [("1", 1.0)]


def test_another_form_or_another_version_gets_another_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    index_at_hand(home, [version("ООО Ромашка")])
    index_at_hand(home, [version("ООО Ромашка", day=date(2022, 4, 27))])
    assert len(kept(home)) == 2
    monkeypatch.setattr("moratorium.desk.indexes.FORMAT", f"{indexing.FORMAT}-next")
    index_at_hand(home, [version("Acme Ltd")])
    assert len(kept(home)) == KEPT


def test_the_newest_two_are_kept_and_using_one_makes_it_new(home: Home) -> None:
    one, other, third = (version(name) for name in ("Acme Ltd", "Zenith Ltd", "ООО Ромашка"))
    index_at_hand(home, [one])
    (first,) = kept(home)
    os.utime(first, (1, 1))
    index_at_hand(home, [other])
    second = kept(home)[-1]
    os.utime(second, (2, 2))
    index_at_hand(home, [one])
    index_at_hand(home, [third])
    assert first in kept(home)
    assert second not in kept(home)


def test_a_cache_that_cannot_be_written_is_done_without(home: Home) -> None:
    (home.path / "cache").write_text("in the way")
    assert found(index_at_hand(home, [version("ООО Ромашка")])) == [("1", 1.0)]
    assert (home.path / "cache").read_text() == "in the way"


def test_nothing_but_the_index_is_left_in_the_folder(home: Home) -> None:
    for name in ("Acme Ltd", "Zenith Ltd", "Orion Ltd"):
        index_at_hand(home, [version(name)])
        time.sleep(0.01)
    assert sorted((home.path / "cache").iterdir()) == sorted(kept(home))
