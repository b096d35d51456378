"""What a history holds, and whether facts would be looked up in the same things today."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moratorium.desk import rulebooks
from moratorium.desk.history_building import enricher_of, reference_of_past, sources_of
from moratorium.desk.home import Home
from moratorium.history.folder import History, load


@dataclass(frozen=True)
class Shown:
    """A history, and how it stands to what is at hand today.

    Attributes:
        history: What it holds.
        age: Days since it was begun.
        changed: What facts are looked up in and has changed since, in words; a build of further files is refused then.
    """

    history: History
    age: int
    changed: tuple[str, ...]


def shown(home: Home, into: Path | None = None, rulebook: Path | None = None) -> Shown:
    """Look at a history.

    Args:
        home: The state.
        into: Its folder; None for ``history`` in the home.
        rulebook: The folder of measures with which it was built; None for the adopted rulebook.

    Raises:
        MissingError: there is none.
        InputError: it is damaged, or the rulebook cannot be read.
    """
    history = load(into or home.history)
    given = rulebooks.read(rulebooks.documents_in(rulebook)) if rulebook else None
    with home.store.read() as connection:
        chosen = given or rulebooks.adopted_or_base(connection)
        reference = reference_of_past(home, connection, chosen)
    now = sources_of(enricher_of(reference, chosen))
    age = (home.today() - history.record.day).days
    return Shown(history, age, history.record.sources.changed(now))
