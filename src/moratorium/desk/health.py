"""What is at hand and what is missing, for a person who starts or wonders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moratorium.desk import identities, lists, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.references import PARTS
from moratorium.errors import MoratoriumError
from moratorium.store import projections, size


class Health(NamedTuple):
    """One thing looked at."""

    what: str
    fine: bool
    words: str


def health(home: Home) -> Iterator[Health]:
    """What is at hand and what is missing, with the command that mends it."""
    yield Health("home", True, str(home.path))
    names = identities.names(home.path)
    words = ", ".join(names) if names else "none yet: moratorium whoami --new NAME (two people are needed)"
    yield Health("identities", len(names) > 1, words)
    with home.store.read() as connection:
        yield Health("log", True, f"{size(connection):,} acts")
        try:
            rulebook = rulebooks.adopted(connection)
            active = sum(measure.active for measure in rulebook.measures)
            yield Health("rulebook", True, f"{len(rulebook.measures)} measures adopted, {active} active")
        except MoratoriumError as error:
            yield Health("rulebook", False, str(error.fault))
        for part in PARTS:
            kept = projections.kept_part(connection, part)
            yield Health(part, kept is not None, kept.name if kept else f"none: moratorium check FILE --{part} FILE")
    for one in lists.status(home):
        if one.source == "own" and one.version is None:
            continue
        yield Health(f"list {one.source}", one.version is not None and not one.is_stale, one.words)
