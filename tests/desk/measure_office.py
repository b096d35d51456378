"""A home with an adopted suspension and two people, for tests of what is done with measures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from moratorium.desk import rulebooks
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.store import open_store
from tests.web.office import NOON


@dataclass
class Desk:
    """Two people at work.

    Attributes:
        ann: The home, in which Ann acts.
        bo: The same, in which Bo acts.
    """

    ann: Home
    bo: Home

    def adopt(self, text: str, reason: str = "wanted") -> int:
        """Ann proposes a measure and Bo approves it; returns the proposal's number."""
        number = rulebooks.propose_documents(self.ann, {"measure": text}, reason)
        rulebooks.approve(self.bo, number)
        return number


@contextmanager
def opened(template: Path, folder: Path) -> Iterator[Desk]:
    """A copy of a home."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with open_store(folder) as store:
        home = Home(folder, store, clock=lambda: NOON)
        ann, bo = (replace(home, identity=Identity.load(folder, name)) for name in ("ann", "bo"))
        yield Desk(ann, bo)
