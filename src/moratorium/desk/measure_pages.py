"""Measures as people look at them: what each is today, what is next for it, how it became so, and what it stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from moratorium.desk import package, rulebooks
from moratorium.desk.home import Home
from moratorium.errors import InputError, MissingError, RefusedError
from moratorium.measures import Measure, Rulebook, base_pack, lifecycle
from moratorium.measures.agenda import Due, Stage, next_due, stage
from moratorium.measures.diff import diff, words
from moratorium.measures.reading import territories_of
from moratorium.store import Connection, act_at, drafts, measure_rows, projections
from moratorium.store.drafts import DraftRow
from moratorium.store.measure_rows import Change
from moratorium.store.projections import MeasureState, ProposalRow
from moratorium.terms.act import CameIntoForce, holder_of
from moratorium.terms.canon import digest_bytes

DECIDED = 50
"""So many decided proposals are listed."""


@dataclass(frozen=True)
class Row:
    """A measure in a list.

    Attributes:
        measure: It.
        stage: What it is on the day.
        how: How it came to be so: ``lifted`` or ``expired`` of one that has ended, ``extended``, or empty.
        due: What is next; None if nothing is.
        territories: Codes that its scope names.
        change: How its present text came in; None for the base pack.
        proposals: Numbers of proposals that wait and speak of it.
        drafts: Names of drafts that would change it.
    """

    measure: Measure
    stage: Stage
    how: str
    due: Due | None
    territories: tuple[str, ...]
    change: Change | None
    proposals: tuple[int, ...]
    drafts: tuple[str, ...]

    @property
    def is_base(self) -> bool:
        """Whether it is of the base pack, which nobody can change."""
        return self.change is None


@dataclass(frozen=True)
class Wanted:
    """Which measures; what is empty takes all.

    Attributes:
        text: Words that id, title or source hold, whatever their case.
        stage: What it is on the day.
        ground: ``own-policy`` or ``law``.
        territory: Code of a territory in which it says something.
        base: Whether the base pack is among them.
    """

    text: str = ""
    stage: str = ""
    ground: str = ""
    territory: str = ""
    base: bool = False


ALL = Wanted()


def rows(home: Home, on: date, wanted: Wanted = ALL, known_at: int | None = None) -> tuple[Row, ...]:
    """Measures of the adopted rulebook, by id.

    Raises:
        MissingError: none was adopted then.
    """
    with home.store.read() as connection:
        rulebook = rulebooks.adopted(connection, known_at)
        since = measure_rows.states(connection, known_at)
        changes = measure_rows.changes(connection, since.values())
        waiting = projections.open_proposals(connection) if known_at is None else ()
        begun = drafts.all_drafts(connection) if known_at is None else ()
    found = (_row(one, on, changes.get(since.get(one.id, -1)), waiting, begun) for one in rulebook.measures)
    return tuple(row for row in found if _is_wanted(row, wanted, on))


def _row(
    measure: Measure,
    on: date,
    change: Change | None,
    waiting: tuple[ProposalRow, ...],
    begun: tuple[DraftRow, ...],
) -> Row:
    now = stage(measure, on)
    return Row(
        measure,
        now,
        _how(now, change.change if change else ""),
        next_due(measure, on),
        territories_of(measure.scope),
        change,
        tuple(one.index for one in waiting if measure.id in (*one.proposed.documents, *one.proposed.removed)),
        tuple(one.id for one in begun if one.measure == measure.id),
    )


def _how(now: Stage, change: str) -> str:
    if now == "ended":
        return "lifted" if change == "lift" else "expired"
    return "extended" if change == "extend" else ""


def _is_wanted(row: Row, wanted: Wanted, on: date) -> bool:
    measure = row.measure
    if row.is_base and not wanted.base:
        return False
    text = f"{measure.id} {measure.title} {measure.source.text}".casefold()
    return (
        wanted.text.casefold() in text
        and wanted.stage in ("", row.stage)
        and wanted.ground in ("", measure.ground.kind)
        and (not wanted.territory or _speaks_of(row, wanted.territory, on))
    )


def _speaks_of(row: Row, code: str, on: date) -> bool:
    atlas = package.atlas()
    if not atlas.knows(code) or not row.territories:
        return False
    extent = atlas.extent(row.territories, on)
    return code in extent.inside or code in extent.overlaps


# -- one measure ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """One text of a measure.

    Attributes:
        change: How it came in.
        until: When another one took its place; None for the present one.
        removed: Whether the measure left the rulebook then.
        words: What differs from the text before, one sentence each.
        text: The document.
    """

    change: Change
    until: datetime | None
    removed: bool
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Whole:
    """A measure with everything around it.

    Attributes:
        measure: As it is, or was last.
        row: As the list has it; None if it left the rulebook.
        versions: All its texts, newest first; none for the base pack.
        proposals: All that was ever proposed for it, newest first.
        drafts: Drafts that would change it.
    """

    measure: Measure
    row: Row | None
    versions: tuple[Version, ...]
    proposals: tuple[ProposalRow, ...]
    drafts: tuple[DraftRow, ...]

    @property
    def seen(self) -> str:
        """Digest of the present text, to say which one somebody saw."""
        return digest_bytes(self.measure.text.encode())


def whole(home: Home, id: str, on: date) -> Whole:
    """A measure with everything around it.

    Raises:
        MissingError: it was never adopted.
    """
    base = {one.id: one for one in base_pack()}
    with home.store.read() as connection:
        states = projections.history_of_measure(connection, id)
        proposals = measure_rows.proposals_of(connection, id)
        begun = tuple(one for one in drafts.all_drafts(connection) if one.measure == id)
        versions = tuple(reversed(list(_versions(connection, states))))
    if id in base:
        return Whole(base[id], _row(base[id], on, None, (), ()), (), (), ())
    if not states:
        raise MissingError(f"no measure `{id}`", help="see the list of measures")
    measure = rulebooks.read({id: states[-1].document}).measure(id)
    if measure is None:
        raise MissingError(f"`{id}` is a blocking rule, not a measure", help="see its text in the rulebook")
    waiting = tuple(one for one in proposals if one.state == "open")
    is_there = states[-1].to_act is None
    row = _row(measure, on, versions[0].change, waiting, begun) if is_there else None
    return Whole(measure, row, versions, proposals, begun)


def _versions(connection: Connection, states: tuple[MeasureState, ...]) -> Iterator[Version]:
    changes = measure_rows.changes(connection, [one.from_act for one in states])
    before: Rulebook = rulebooks.read({})
    for place, state in enumerate(states):
        after = rulebooks.read({state.id: state.document})
        until = None if state.to_act is None else act_at(connection, state.to_act).act.at
        removed = state.to_act is not None and (place + 1 == len(states) or states[place + 1].from_act != state.to_act)
        told = tuple(words(one) for one in diff(before, after))
        yield Version(changes[state.from_act], until, removed, told, state.document)
        before = after


def waiting_proposals(home: Home) -> tuple[ProposalRow, ...]:
    """Proposals that wait for another person, oldest first."""
    with home.store.read() as connection:
        return projections.open_proposals(connection)


def decided_proposals(home: Home) -> tuple[ProposalRow, ...]:
    """Proposals that were approved or rejected, the newest first."""
    with home.store.read() as connection:
        return measure_rows.recent_proposals(connection, DECIDED)


@dataclass(frozen=True)
class WholeProposal:
    """A proposal with everything around it.

    Attributes:
        row: It.
        change: What it would change, or would have changed, in the rulebook as it stood; None if that cannot be read.
        measures: The measures that it brings in.
        mine: Whether the person who looks made it.
        cannot_approve: Why the person who looks may not approve it; empty if they may.
        came: What deciding again came to when it was approved; None if it was not.
        before: The rulebook that it changes; None if it no longer fits.
        after: The same with the change.
    """

    row: ProposalRow
    change: rulebooks.Change | None
    measures: tuple[Measure, ...]
    mine: bool
    cannot_approve: str
    came: CameIntoForce | None
    before: Rulebook | None = None
    after: Rulebook | None = None


def cause_of(number: int) -> str:
    """Why orders are decided again when a proposal is approved, in words."""
    return f"proposal {number} approved"


def whole_proposal(home: Home, number: int) -> WholeProposal:
    """A proposal with everything around it.

    Raises:
        MissingError: there is none of that number.
    """
    with home.store.read() as connection:
        row = projections.proposal(connection, number)
        if row is None:
            raise MissingError(f"no proposal {number}", help="see the list of proposals")
        documents = projections.rulebook_documents(connection, None if row.state == "open" else number)
        came = measure_rows.came_of(connection, cause_of(number))
    try:
        before, after = rulebooks.read(documents), rulebooks.read(rulebooks.changed(documents, row.proposed))
    except InputError:  # what was adopted since leaves no room for it, or a newer program reads it otherwise
        return WholeProposal(row, None, (), _is_mine(home, row), _cannot_approve(home, row), came)
    brought = tuple(one for one in after.measures if one.id in row.proposed.documents)
    change = rulebooks.change(before, after, home.today())
    return WholeProposal(row, change, brought, _is_mine(home, row), _cannot_approve(home, row), came, before, after)


def _is_mine(home: Home, row: ProposalRow) -> bool:
    return holder_of(row.by) == holder_of(home.actor)


def _cannot_approve(home: Home, row: ProposalRow) -> str:
    try:
        lifecycle.second_pair_of_eyes(row.by, home.actor)
    except RefusedError as error:
        return error.fault.message
    return ""
