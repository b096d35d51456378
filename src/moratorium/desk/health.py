"""What is at hand and what is missing, for a person who starts or wonders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from moratorium.desk import identities, lists, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.references import PARTS
from moratorium.errors import MoratoriumError, SourceError
from moratorium.store import projections, size


class Health(NamedTuple):
    """One thing looked at: at hand, missing, or not there and not needed by everybody."""

    what: str
    state: Literal["ok", "missing", "none"]
    words: str


def health(home: Home) -> Iterator[Health]:
    """What is at hand and what is missing, with the command that mends it."""
    yield Health("home", "ok", str(home.path))
    yield Health("database", "ok", home.store.place)
    names = identities.names(home.path)
    words = ", ".join(names) if names else "none yet: moratorium whoami --new NAME (two people are needed)"
    yield Health("identities", "ok" if len(names) > 1 else "missing", words)
    with home.store.read() as connection:
        yield Health("log", "ok", f"{size(connection):,} acts")
        try:
            rulebook = rulebooks.adopted(connection)
            active = sum(measure.active for measure in rulebook.measures)
            yield Health("rulebook", "ok", f"{len(rulebook.measures)} measures adopted, {active} active")
        except MoratoriumError as error:
            yield Health("rulebook", "missing", str(error.fault))
        for part in PARTS:
            kept = projections.kept_part(connection, part)
            yield Health(part, "ok" if kept else "none", kept.name if kept else f"moratorium check FILE --{part} FILE")
        late = projections.stand_after(connection, home.today())
        words = f"{late:,} decisions stand for a day after today: set it, then moratorium db clock --today DAY"
        yield Health("clock", "missing" if late else "ok", words if late else f"it is {home.today()}")
    for one in lists.status(home):
        if one.source == "own" and one.version is None:
            continue
        state: Literal["ok", "missing", "none"] = "none" if one.version is None else "ok"
        yield Health(f"list {one.source}", "missing" if one.is_stale else state, one.words)


def check_decidable(home: Home) -> None:
    """That there is something to decide orders by. Anybody may ask, so nobody is told where the state lies.

    Raises:
        SourceError: it cannot be read, or no rulebook was adopted; says what to do.
    """
    try:
        with home.store.read() as connection:
            rulebooks.adopted(connection)
    except MoratoriumError as error:
        raise SourceError(error.fault.message, help=error.fault.help) from error
