"""A service killed at any moment, in a file and on a server: what was answered is there, and nothing is done twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from shutil import copytree
from typing import NamedTuple

import pytest

from moratorium.store import fsck, open_store
from tests.web.callers import Callers, decided
from tests.web.office import build
from tests.web.running import running


class Kept(NamedTuple):
    """A home with a rulebook, its database in it or on a server, and a machine's key."""

    home: Path
    key: str
    address: str | None

    @property
    def place(self) -> Path | str:
        """Where the database is."""
        return self.address or self.home


@pytest.fixture
def kept(database: Path | str, template: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Kept]:
    """Of either kind."""
    home = tmp_path / "home"
    if isinstance(database, str):
        home.mkdir()
        yield Kept(home, build(home, database)["machine"], database)
    else:
        yield Kept(Path(copytree(template[0], home)), template[1]["machine"], None)


def killed(kept: Kept, rounds: int, seed: int) -> None:
    """Kill it at moments of chance while callers call; whoever got no answer asks the next one, under the same key."""
    chance, callers = Random(seed), Callers([], kept.key)  # noqa: S311 - moments, not secrets
    for round in range(rounds):
        with running(kept.home, database=kept.address) as server:
            callers.urls = [server.url]
            callers.ask_again()
            with callers.calling(f"SO-{seed}-{round}"):
                wanted = len(callers.answered) + chance.randrange(1, 60)
                callers.until(lambda wanted=wanted: len(callers.answered) >= wanted)  # type: ignore[misc]
                time.sleep(chance.uniform(0, 0.05))
                server.kill()
        if round % 10 == 0:
            check(kept, callers)
    with running(kept.home, database=kept.address) as server:
        callers.urls = [server.url]
        callers.ask_again()
        server.end()
    check(kept, callers)


def check(kept: Kept, callers: Callers) -> None:
    """The record is sound; what was answered is in it where the answer said, and no order was decided twice."""
    with open_store(kept.place) as store:
        found = decided(store)
        assert fsck(store) == ()
    assert {id: found.get(id) for id in callers.answered} == {id: [index] for id, index in callers.answered.items()}
    assert all(len(indexes) == 1 for indexes in found.values())


def test_a_kill_loses_nothing_that_was_answered_and_nothing_is_done_twice(kept: Kept) -> None:
    killed(kept, 1, 20220426)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_three_hundred_kills(kept: Kept, seed: int) -> None:
    killed(kept, 100, seed)
