"""Writing, checking and looking at measures: what a person does before and after a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from moratorium.desk import package, rulebooks
from moratorium.desk.home import Home
from moratorium.errors import InputError, MissingError
from moratorium.measures import Measure, Rulebook, base_pack
from moratorium.measures.diff import diff, words
from moratorium.measures.editing import new
from moratorium.screening import LISTS
from moratorium.store import act_at, projections
from moratorium.terms.document import nearest

COLUMNS = ("measure", "effect", "state", "in_force", "kind", "review_due", "title")
MOST_NAMED = 4
PROPOSAL_COLUMNS = ("number", "change", "measures", "removed", "by", "reason")


def write_starter(folder: Path) -> list[Path]:
    """Write the starter rulebook into a new folder: the user's own from then on.

    Raises:
        InputError: the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"`{folder}` is not empty", help="give a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in package.starter().items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def write_new(id: str | None, out: Path | None) -> list[Path]:
    """Write a new measure to fill in.

    Raises:
        InputError: no id is given, or the file is there already.
    """
    if not id:
        raise InputError("a new measure needs an id", help="moratorium measure new suspension-xx-2026")
    target = out or Path(f"{id}.yaml")
    if target.exists():
        raise InputError(f"`{target}` is there already", help="give another name with --out")
    target.write_text(new(id), encoding="utf-8")
    return [target]


def checked(path: Path) -> str:
    """What a folder or file of measures holds.

    Raises:
        InputError: carries every fault of every file, with line and column.
    """
    rulebook = rulebooks.read(rulebooks.documents_in(path))
    own = [measure for measure in rulebook.measures if not is_base(measure)]
    active = sum(measure.active for measure in own)
    lines = [f"{len(own)} measures, {active} active; digest {rulebook.digest[:16]}"]
    lines += [f"inactive: {one.id}: {one.inactive_reason}" for one in own if not one.active]
    lines += [f"not at hand: {id} asks the list `{name}`{nearby}" for id, name, nearby in _not_at_hand(own)]
    return "\n".join(lines)


def _not_at_hand(measures: Iterable[Measure]) -> Iterator[tuple[str, str, str]]:
    """Lists that active measures ask and nobody knows: not here, or a slip of the pen."""
    goods_lists = frozenset(package.goods().lists)
    for measure in measures:
        for asked, known in ((measure.lists, frozenset(LISTS)), (measure.goods_lists, goods_lists)):
            for name in sorted(asked - known) if measure.active else ():
                close = nearest(name, known)
                yield measure.id, name, f"; {close}" if close else ": until it is, the measure only shows itself"


def is_base(measure: Measure) -> bool:
    """Whether a measure is of the base pack, which every rulebook contains."""
    return measure.id in rulebooks.base_ids()


def difference(before: Path, after: Path) -> list[str]:
    """The difference of two rulebook folders in words."""
    read = [rulebooks.read(rulebooks.documents_in(path)) for path in (before, after)]
    return [words(change) for change in diff(*read)] or ["no difference"]


def document(home: Home, id: str, known_at: str | None) -> str:
    """Text of one adopted measure.

    Raises:
        MissingError: it is not in the rulebook.
    """
    with home.store.read() as connection:
        known = rulebooks.known_at(connection, known_at) if known_at else None
        text = projections.rulebook_documents(connection, known).get(id)
    base = {measure.id: measure.text for measure in base_pack()}
    if text is None and id not in base:
        raise MissingError(f"no measure `{id}` in the adopted rulebook", help="moratorium measure show")
    return text or base[id]


def rows(home: Home, on: date | None, known_at: str | None) -> Iterator[tuple[object, ...]]:
    """The adopted measures, or those in force on a day."""
    with home.store.read() as connection:
        rulebook = rulebooks.adopted(connection, rulebooks.known_at(connection, known_at) if known_at else None)
    for measure in rulebook.in_force(on) if on else rulebook.measures:
        windows = "; ".join(str(one.window) for one in measure.in_force)
        state = "active" if measure.active else "inactive"
        due = measure.next_review
        yield measure.id, measure.effect.word, state, windows, measure.kind, due, measure.title


def proposal_rows(home: Home) -> Iterator[tuple[object, ...]]:
    """Proposals that nobody has approved or rejected."""
    with home.store.read() as connection:
        found = projections.open_proposals(connection)
    for one in found:
        yield one.index, one.change, _named(one.proposed.documents), _named(one.proposed.removed), one.by, one.reason


def _named(ids: Iterable[str]) -> str:
    """A few ids by name, many by number; `measure show --proposal N` tells all."""
    listed = sorted(ids)
    return " ".join(listed) if len(listed) <= MOST_NAMED else f"{len(listed)} measures"


def history(home: Home, id: str) -> Iterator[str]:
    """Every past state of a measure, oldest first, with who approved it and what changed.

    Raises:
        MissingError: it was never adopted.
    """
    with home.store.read() as connection:
        states = projections.history_of_measure(connection, id)
        if not states:
            raise MissingError(f"`{id}` was never adopted", help="moratorium measure show")
        before: Rulebook | None = None
        for state in states:
            approval = act_at(connection, state.from_act).act
            yield f"act {state.from_act}, {approval.at:%Y-%m-%d %H:%M} UTC, approved by {approval.actor}"
            after = rulebooks.read({id: state.document})
            yield from (f"  {words(change)}" for change in diff(before or rulebooks.read({}), after))
            before = after
        if states[-1].to_act is not None:
            approval = act_at(connection, states[-1].to_act).act
            yield f"act {states[-1].to_act}, {approval.at:%Y-%m-%d %H:%M} UTC, removed, approved by {approval.actor}"
