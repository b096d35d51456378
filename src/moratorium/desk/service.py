"""The service's side of the desk: an open home, its writer, its keys, and in whose name a caller acts.

The service has an identity of its own, made on first use, and signs with it. What a caller does is recorded as
``holder@service``: done for the holder of the key, signed by the service that let them in.
"""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from moratorium.desk import api_keys, whoami
from moratorium.desk.api_keys import Key, Ring
from moratorium.desk.directory import Directory
from moratorium.desk.health import check_decidable
from moratorium.desk.home import Home, database_place, home_path, open_home
from moratorium.desk.looking import Waiting
from moratorium.desk.other_half import OtherHalf
from moratorium.desk.references import References
from moratorium.desk.screening import prepare_kernel
from moratorium.desk.shapes_ready import make_shapes_ready
from moratorium.desk.stopped import Stopped
from moratorium.desk.writer import Writer
from moratorium.errors import MissingError, MoratoriumError, SourceError
from moratorium.store import requests, size

if TYPE_CHECKING:
    from moratorium.desk.reassessing import WhatIf

IDENTITY = "service"
"""Name of the identity that signs, unless another is given: replicas over one database need one each."""

RING_SECONDS = 1.0
"""How long keys are remembered: so long a revoked key may still open."""

_SOON = "ask again; a first start on a machine takes a minute, as it makes ready for the processor at hand"

FIRST_KEY = "make the first key: moratorium --as NAME key new --role officer --name NAME"


def check_home(path: Path | None, database: str | None = None) -> Path:
    """The home that is to be served; its database may be on a server.

    Raises:
        MissingError: there is none; a service does not make one by itself, since a mistyped path would look empty.
    """
    folder = path or home_path()
    is_here = database_place(folder, database) == folder
    if not folder.is_dir() or (is_here and not any(folder.glob("*.db"))):
        help_ = "make one with your first command, such as `moratorium whoami --new NAME`, or name another with --home"
        raise MissingError(f"no home at `{folder}`", "serve", help_)
    return folder


def open_served_home(path: Path | None = None, identity: str = IDENTITY, database: str | None = None) -> Home:
    """Open the home that is to be served, acting as the service's identity, which is made on first use.

    Raises:
        MissingError: there is no home.
        ConflictError: another home signs by that name.
    """
    folder = check_home(path, database)
    home = replace(open_home(folder, database=database), identity=None)
    signs = whoami.of_a_program(home, identity)
    with home.store.begin() as connection:
        requests.prepare(connection)
    return replace(home, identity=signs)


class Service:
    """An open home that many callers work with at once. Close it.

    Args:
        home: Acts as the service's identity.
        watch: Is told how many orders each transaction recorded.
        other_half: Decides half of a large batch, in a process of its own; the service closes it.
    """

    def __init__(
        self, home: Home, watch: Callable[[int], None] = lambda _: None, other_half: OtherHalf | None = None
    ) -> None:
        make_shapes_ready()
        self.home = home
        self.writer = Writer(home, watch, other_half)
        self.waiting = Waiting(home, self.writer)
        self.stopped = Stopped(home)
        self.directory = Directory(home, self.references)
        self._lock = threading.Lock()
        self._ring = Ring()
        self._warming = threading.Thread()
        self._is_warm = False
        self._read_at = float("-inf")

    def warm(self) -> None:
        """Read lists and rulebook before the first order comes, beside whatever else is done."""
        with self._lock:
            if not self._warming.is_alive():
                self._warming = threading.Thread(target=self._warmed, name="warming", daemon=True)
                self._warming.start()

    def _warmed(self) -> None:
        with contextlib.suppress(MoratoriumError):  # nothing to decide by yet: the first order is told so
            decider = self.writer.refreshed()
            with self.writer.current.lock:
                prepare_kernel(decider.reference.index, lambda _: None)
            self._is_warm = True
        gc.collect()
        gc.freeze()  # the program whole, as what is read of lists: it stays

    def check_ready(self) -> None:
        """That orders which come now are decided at once. What stood in the way of reading is read for again.

        Raises:
            SourceError: there is nothing to decide by, or it is still being read.
        """
        check_decidable(self.home)
        if not self._is_warm:
            self.warm()
            raise SourceError("rulebook and lists are being read", help=_SOON)

    def close(self) -> None:
        """Decide what was handed in, then give back everything."""
        self.directory.close()
        self.writer.close()
        if "what_if" in self.__dict__:
            self.what_if.close()
        self.home.store.close()

    @cached_property
    def what_if(self) -> WhatIf:
        """Counts what a change would have done; what it needs is read when somebody first asks."""
        from moratorium.desk.reassessing import WhatIf

        return WhatIf(self.home)

    def acting(self, key: Key) -> Home:
        """The home with the caller as who acts."""
        return self.acting_for(key.name)

    def acting_for(self, name: str) -> Home:
        """The home with somebody who was let in as who acts."""
        if self.home.identity is None:
            return self.home
        return replace(self.home, identity=self.home.identity.on_behalf_of(name))

    @property
    def references(self) -> References:
        """What was read of lists and registers, so that no request reads them again."""
        return self.writer.current.references

    @property
    def needs_ring(self) -> bool:
        """Whether keys must be read before the next caller is let in."""
        return time.monotonic() - self._read_at > RING_SECONDS

    def ring(self) -> Ring:
        """The keys as they stand, read at most once a second."""
        with self._lock:
            if self.needs_ring:
                with self.home.store.read() as connection:
                    self._ring = api_keys.ring(connection)
                self._read_at = time.monotonic()
            return self._ring

    def all_keys(self) -> tuple[Key, ...]:
        """Every key that was ever made, oldest first."""
        with self.home.store.read() as connection:
            return api_keys.ring(connection).keys

    def let_in(self, text: str) -> Key | None:
        """Who calls with a key; None if it opens nothing."""
        return self._ring.opened_by(text, self.home.today())

    def acts(self) -> int:
        """Size of the log."""
        with self.home.store.read() as connection:
            return size(connection)
