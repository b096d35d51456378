"""What the worker does for each kind of job, step after step.

A step may be begun twice, if a kill came between its work and the note that it ended; so each looks first at what is
there. A replay's folder is there whole or not at all, and each of its passes over the lines is kept until then; a
history's parts are noted one by one; decisions are found by
their inputs or by the name of the job and the piece; an act of the job's own is written once under its name.
"""

from __future__ import annotations

import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from moratorium.desk import again, jobs, proving, receivers
from moratorium.desk.checking import decide_batch
from moratorium.desk.current import Current
from moratorium.desk.durable import State
from moratorium.desk.handing_in import Batch, read_batch
from moratorium.desk.history_building import BuildRun, build_history
from moratorium.desk.home import Home
from moratorium.desk.job_progress import SECONDS, Progress, StoppedError
from moratorium.desk.jobs import (
    DECISIONS,
    PROOF,
    WITNESS,
    Again,
    Asked,
    Build,
    Decisions,
    Documents,
    Profile,
    Proof,
    Replay,
    Rescreen,
)
from moratorium.desk.once import Once
from moratorium.desk.replaying import IMPACT, REPORT, ReplayRun, opened_profile, read_impact, replay
from moratorium.desk.rescreening import rescreen
from moratorium.desk.writer import Handed, Writer
from moratorium.desk.writer import Outcome as Decided
from moratorium.errors import ConflictError, MoratoriumError, SourceError
from moratorium.history.impact import Impact
from moratorium.history.replay import CHANGED
from moratorium.proof.prover import Halt
from moratorium.store import jobs as rows
from moratorium.store import projections, requests
from moratorium.store.jobs import Outcome
from moratorium.terms.act import CameIntoForce
from moratorium.terms.canon import digest

PIECE = 200
"""Orders of one step of a batch."""

PAUSES = (1.0, 5.0, 15.0)
"""Seconds before a step is tried again that somebody else stood in the way of."""

DRAFTS = "drafts"

_PASSES = 4
"""What a replay does besides counting each draft: it judges, counts orders, writes the changed lines, reports."""


@dataclass(frozen=True)
class Printers:
    """What makes results readable; the rooms above the desk hand it in.

    Attributes:
        impact: The page of a replay.
        decisions: The answer for some orders of a batch, with those that could not be read.
    """

    impact: Callable[[Impact], str]
    decisions: Callable[[Decided, list[dict[str, Any]]], bytes]


@dataclass
class Steps:
    """Does the steps of jobs. Close it.

    Attributes:
        home: The state, with the worker's own identity.
        printers: What makes results readable.
        every: Seconds between two notes of progress.
        sleep: Waits some seconds.
    """

    home: Home
    printers: Printers
    every: float = SECONDS
    sleep: Callable[[float], None] = time.sleep
    _begun: set[str] = field(default_factory=set, init=False)
    _writer: Writer | None = field(default=None, init=False)
    _current: Current | None = field(default=None, init=False)

    def close(self) -> None:
        """Give back what was held ready."""
        if self._writer is not None:
            self._writer.close()

    def __call__(self, id: str, state: State) -> State:
        """One step of a job; what goes wrong in it ends the job and is told with it."""
        with self.home.store.begin() as connection:
            found = rows.find(connection, id)
            if found is None or found.has_ended:  # the worker died before it noted that, perhaps
                _tidy(self.home, id)
                return {"ended": "gone" if found is None else found.state}
            if id not in self._begun:
                rows.begin(connection, id, self.home.clock())
            asked: Asked = msgspec.json.decode(rows.asked(connection, id), type=Asked)
        self._begun.add(id)
        acting = replace(self.home, identity=self.home.identity and self.home.identity.on_behalf_of(found.by))
        progress = Progress(acting, id, int(state.get("done", 0)), state.get("total"), self.every)
        try:
            if found.cancelled_by is not None:
                raise StoppedError(found.cancelled_by)
            return self._tried(acting, id, asked, state, progress)
        except StoppedError as stopped:
            return self._ended(id, "cancelled", Outcome(f"stopped by {stopped}; {_kept(asked, progress)}"))
        except MoratoriumError as error:
            faults = tuple(map(self.home.told, error.faults))
            return self._ended(id, "failed", Outcome(f"it failed; {_kept(asked, progress)}", faults=faults))
        except Exception as error:  # a fault of ours: the job ends, the worker goes on
            traceback.print_exception(error, file=sys.stderr)
            return self._ended(id, "failed", Outcome("something went wrong here; see the worker's log"))

    def _tried(self, home: Home, id: str, asked: Asked, state: State, progress: Progress) -> State:
        """Do a step; what passes by itself (another one writes, the database is away) is tried again."""
        for pause in (*PAUSES, None):
            try:
                return self._step(home, id, asked, state, progress)
            except (ConflictError, SourceError) as error:
                is_passing = isinstance(error, ConflictError) or error.fault.at == home.store.place
                if pause is None or not is_passing:
                    raise
            self.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _step(self, home: Home, id: str, asked: Asked, state: State, progress: Progress) -> State:
        match asked:
            case Replay():
                return self._ended(id, "done", self._replay(home, id, asked, progress))
            case Profile():
                return self._ended(id, "done", _profile(home, id, asked, progress))
            case Proof():
                return self._ended(id, "done", _proof(home, id, asked, progress))
            case Build():
                return self._ended(id, "done", _build(home, asked, progress))
            case Rescreen():
                return self._ended(id, "done", _rescreen(home, asked, progress))
            case Decisions():
                return self._decisions(home, id, asked, state, progress)
            case Again():
                return self._again(home, id, asked, state, progress)

    def _ended(self, id: str, state: rows.State, outcome: Outcome) -> State:
        """Note the end. What the step was made from goes after that: a kill before it has the step done again."""
        with self.home.store.begin() as connection:
            rows.end(connection, id, state, outcome, self.home.clock())
            found = rows.find(connection, id)
            if found is not None and found.state == state:
                values = {"job": jobs.KINDS[found.kind].meaning, "words": outcome.words, "link": f"/jobs/{id}"}
                receivers.tell(self.home, connection, found.by, "job_ended", values)
        _tidy(self.home, id)
        return {"ended": state}

    # -- replays ------------------------------------------------------------------------------------------------------

    def _replay(self, home: Home, id: str, asked: Replay, progress: Progress) -> Outcome:
        out = _results(home, id)
        if not (out / IMPACT).is_file():
            with _written(home, id, {**asked.drafts, **({"": asked.base} if asked.base else {})}) as folders:
                run = ReplayRun(
                    drafts=tuple(folders[name] for name in asked.drafts),
                    history=home.history,
                    base=folders.get(""),
                    known_at=asked.known_at,
                    day=asked.on,
                    share=asked.share,
                    out=out,
                    keep=_kept_passes(home, id),
                )
                progress.begin(len(asked.drafts) + _PASSES)
                replay(home, run, self.printers.impact, progress.passed, progress.watch)
        impact = read_impact(out)
        changed = {draft.book.name: f"{draft.changed:,}" for draft in impact.drafts}
        words = ", ".join(f"{name}: {lines} lines change" for name, lines in changed.items())
        books = {"": impact.base.digest, **{draft.book.name: draft.book.digest for draft in impact.drafts}}
        files = (REPORT, IMPACT, CHANGED)
        return Outcome(f"{impact.lines:,} lines replayed; {words}", files, figures=changed, books=books)

    # -- orders -------------------------------------------------------------------------------------------------------

    def _decisions(self, home: Home, id: str, asked: Decisions, state: State, progress: Progress) -> State:
        """Decide the next piece of a batch; the last step puts the answers together."""
        batch = read_batch(asked.orders.encode(), jobs.MOST_ORDERS)
        start, total = int(state.get("done", 0)), len(batch.orders)
        progress.total = total
        progress.tell("orders are decided")
        if start < total:
            answer = self._decided(home, id, asked, batch, start)
            place = _pieces(home, id) / f"{start:08}.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, answer)
            progress.add(min(PIECE, total - start))
            return {"done": min(start + PIECE, total), "total": total}
        return self._ended(id, "done", _answers(home, id, batch))

    def _decided(self, home: Home, id: str, asked: Decisions, batch: Batch, start: int) -> bytes:
        """The answer for one piece, decided once: its answer is noted in the transaction of its decisions."""
        piece = batch.orders[start : start + PIECE]
        once = Once(home.actor, f"job {id} {start}", digest([id, start]))
        handed = Handed(piece, asked.on, home.actor, lambda decided: self.printers.decisions(decided, []), once)
        if self._writer is None:
            self._writer = Writer(self.home)
        return self._writer.hand_in(handed).result()

    def _again(self, home: Home, id: str, asked: Again, state: State, progress: Progress) -> State:
        """Decide orders again, a page at a time: one step looks at how they stand, the next one decides them.

        What changed is told against what was looked at, so a kill in between hides no change.
        """
        looked: dict[str, str] | None = state.get("looked")
        after, changed = str(state.get("after", "")), list(state.get("changed", ()))
        on = asked.on or date.fromisoformat(state.get("on", str(home.today())))
        progress.tell("orders are decided again")
        if looked is None:
            with home.store.read() as connection:
                page = projections.to_decide_again(connection, after, PIECE)
            if not page:
                return self._ended(id, "done", _noted(home, id, on, asked.cause, progress.done, changed))
            return {**state, "on": str(on), "looked": {row.key: row.effect for row in page}}
        last = max(looked)
        wanted = [(order, act) for order, act in again.page(home, after) if order.key <= last]
        if self._current is None:
            self._current = Current(self.home)
        with self._current.lock:
            with home.store.read() as connection:
                decider = self._current.decider(connection, on)
            decide_batch(home, [(order, on) for order, _ in wanted], decider, {order.key: act for order, act in wanted})
        with home.store.read() as connection:
            now = projections.effects(connection, looked)
        changed += [[key, before, now[key]] for key, before in looked.items() if now.get(key, before) != before]
        progress.add(len(looked))
        return {"on": str(on), "after": last, "changed": changed, "done": progress.done}


def _noted(home: Home, id: str, on: date, cause: str, decided: int, changed: list[list[str]]) -> Outcome:
    """Record once, under the name of the job, that orders were decided again."""
    listed = tuple((key, before, now) for key, before, now in changed)
    with home.store.begin() as connection:
        if requests.find(connection, home.actor, f"job {id}") is None:
            again.note(home, connection, CameIntoForce(on, cause, decided, listed))
            requests.put(connection, home.actor, f"job {id}", requests.Request(id, 200), home.clock())
    words = f"{decided:,} orders decided again as of {on}, {len(listed):,} changed"
    return Outcome(words, figures={"decided": f"{decided:,}", "changed": f"{len(listed):,}"})


def _answers(home: Home, id: str, batch: Batch) -> Outcome:
    """All pieces of a batch as one answer, in the form of the answer to a batch that is waited for."""
    decisions: list[msgspec.Raw] = []
    for place in sorted(_pieces(home, id).glob("*.json")):
        decisions += msgspec.json.decode(place.read_bytes(), type=dict[str, list[msgspec.Raw]])["decisions"]
    if len(decisions) != len(batch.orders):
        raise RuntimeError(f"{len(decisions)} answers to {len(batch.orders)} orders")
    rejected = [
        {
            "position": position,
            "order": order,
            "faults": [{"place": one.at, "message": one.message, "mend": one.help} for one in faults],
        }
        for position, order, faults in batch.rejected
    ]
    folder = _results(home, id)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / DECISIONS, msgspec.json.encode({"decisions": decisions, "rejected": rejected}))
    words = f"{len(decisions):,} orders decided, {len(rejected):,} could not be read"
    return Outcome(words, (DECISIONS,), figures={"decided": f"{len(decisions):,}", "rejected": f"{len(rejected):,}"})


# -- the other kinds --------------------------------------------------------------------------------------------------


def _profile(home: Home, id: str, asked: Profile, progress: Progress) -> Outcome:
    progress.tell("the profile is made")
    with _written(home, id, asked.drafts) as folders:
        run = ReplayRun(tuple(folders.values()), home.history, keep=_kept_passes(home, id))
        with opened_profile(home, run, True, progress.tell, progress.watch) as judged:
            lines = judged(run).lines
    return Outcome(f"{lines:,} lines are in the profile; changes are counted on it in a moment")


def _proof(home: Home, id: str, asked: Proof, progress: Progress) -> Outcome:
    progress.tell("the solver looks for an order that breaks it")
    with _written(home, id, {"draft": asked.draft} if asked.draft else {}) as folders:
        run = proving.ProveRun(
            property=asked.property,
            draft=folders.get("draft"),
            start=asked.start,
            end=asked.end,
            timeout=asked.timeout,
            with_inactive=asked.with_inactive,
            clearances=asked.clearances,
        )
        halt = Halt()
        with progress.watch(halt):
            proved = proving.prove_property(home, run, halt)
    folder, witness = _results(home, id), proved.proof.witness
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / PROOF, msgspec.json.encode(proving.document(proved)))
    if witness is not None:
        proving.write_order(folder / WITNESS, witness.records)
    files = (PROOF, WITNESS) if witness is not None else (PROOF,)
    return Outcome(_RESULTS[proved.proof.result], files, figures={"result": proved.proof.result})


_RESULTS = {
    "holds": "it holds of every order that could come",
    "witness": "an order breaks it; it is shown",
    "undecided": "undecided within the time",
}


def _build(home: Home, asked: Build, progress: Progress) -> Outcome:
    run = BuildRun(
        files=tuple(map(Path, asked.files)),
        map=Path(asked.map) if asked.map else None,
        again=asked.again,
        replace=asked.replace,
    )
    found = build_history(home, run, progress.tell, progress.add)
    lines, rejected = sum(one.lines for one in found.built), sum(one.rejected for one in found.built)
    words = f"{len(found.built):,} files built, {len(found.left):,} left as built before: {lines:,} lines"
    words += f"; {rejected:,} rows rejected" if rejected else ""
    return Outcome(words, faults=tuple(found.faults), figures={"lines": f"{lines:,}", "rejected": f"{rejected:,}"})


def _rescreen(home: Home, asked: Rescreen, progress: Progress) -> Outcome:
    progress.tell("parties are compared with the lists")
    found = rescreen(home, asked.cause, advance=progress.add)
    words = f"{found.compared:,} parties compared, {len(found.changes):,} outcomes changed"
    figures = {"compared": f"{found.compared:,}", "changed": f"{len(found.changes):,}"}
    return Outcome(words, figures=figures)


# -- what is left, and where it lies ----------------------------------------------------------------------------------


def _kept(asked: Asked, progress: Progress) -> str:
    """What a job that ends before its time leaves."""
    match asked:
        case Replay() | Profile() | Proof():
            return "nothing was recorded, and nothing is left of it"
        case Build():
            return "whole files and parts that were built are kept, and the next build goes on after them"
        case Decisions():
            return f"{progress.done:,} orders were decided, and those decisions stand"
        case Again():
            return f"{progress.done:,} orders were decided again, and those decisions stand"
        case Rescreen():
            return f"{progress.done:,} parties were compared, and the next run does the rest"


def _kept_passes(home: Home, id: str) -> Path:
    """Where a replay keeps what its passes over the lines found, until it ends."""
    return _results(home, f".{id}-passes")


def _pieces(home: Home, id: str) -> Path:
    """Where the answers to a batch lie piece by piece, until it ends."""
    return _results(home, id) / "pieces"


def _tidy(home: Home, id: str) -> None:
    """Remove what only steps of a job read; nobody asks for it once the job has ended."""
    for place in (_kept_passes(home, id), _pieces(home, id)):
        shutil.rmtree(place, ignore_errors=True)


def _results(home: Home, id: str) -> Path:
    found = jobs.results(home, id)
    found.parent.mkdir(mode=0o700, exist_ok=True)
    return found


@contextmanager
def _written(home: Home, id: str, books: Mapping[str, Documents]) -> Iterator[dict[str, Path]]:
    """Rulebooks as folders, for those who read them from there; gone afterwards."""
    place = _results(home, f".{id}-asked")
    shutil.rmtree(place, ignore_errors=True)
    found = {}
    try:
        for name, documents in books.items():
            folder = found[name] = place / DRAFTS / name if name else place / "base"
            folder.mkdir(parents=True)
            for file, text in documents.items():
                (folder / (file if file.endswith((".yaml", ".yml")) else f"{file}.yaml")).write_text(text, "utf-8")
        yield found
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write(place: Path, content: bytes) -> None:
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(content)
    part.replace(place)
