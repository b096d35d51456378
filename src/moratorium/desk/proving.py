"""Proofs: whether a property holds of every order that could come, under the adopted rulebook or a folder.

Nothing is recorded: a proof decides no order. A witness is read as ``check`` reads a file before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from moratorium.decision.judge import dormant
from moratorium.decision.reference import Reference
from moratorium.desk import package, rulebooks
from moratorium.desk.home import Home, now
from moratorium.desk.references import References
from moratorium.errors import InputError
from moratorium.intake import Mapping, Rejected, open_table, read_orders
from moratorium.measures import Measure, Rulebook
from moratorium.proof import parse_property
from moratorium.proof.days import Period
from moratorium.proof.differences import Differences, differences
from moratorium.proof.properties import Nothing
from moratorium.proof.prover import Halt, Proof, Question, prove
from moratorium.proof.warnings import Warnings, warnings
from moratorium.proof.witness import Record, Witness
from moratorium.screening import index
from moratorium.terms.order import Order

MOST_SECONDS = 86_400


@dataclass(frozen=True)
class ProveRun:
    """What is asked for.

    Attributes:
        property: As written.
        draft: A rulebook folder beside the base; the property is about it.
        rulebook: Folder of the base; None for the adopted rulebook.
        start: First day of the period; None for today.
        end: First day after it; None for no end.
        timeout: Seconds.
        with_inactive: Whether inactive measures, and those whose list is not at hand, count as well.
        clearances: Whether any hold may have been cleared by a person.
    """

    property: str
    draft: Path | None = None
    rulebook: Path | None = None
    start: date | None = None
    end: date | None = None
    timeout: float = 60.0
    with_inactive: bool = False
    clearances: bool = True


@dataclass(frozen=True)
class Proved:
    """What came of it.

    Attributes:
        run: What was asked for.
        period: The days over which it was judged.
        proof: The answer.
        dormant: How many measures in the rulebooks only show themselves, and so let pass.
    """

    run: ProveRun
    period: Period
    proof: Proof
    dormant: int


def prove_property(home: Home, run: ProveRun, halt: Halt | None = None) -> Proved:
    """Prove a property, or find an order that breaks it.

    Args:
        home: The state.
        run: What is asked.
        halt: Ends it from another thread, with an error; None for nothing that does.

    Raises:
        InputError: the property, a rulebook or the period is faulty: all faults of one of them at once.
        MissingError: no rulebook is adopted, or a folder is not there.
    """
    if not 0 < run.timeout <= MOST_SECONDS:
        raise InputError(f"{run.timeout:g} seconds is no time to wait", "--timeout", f"up to {MOST_SECONDS}")
    period = period_of(run.start or home.today(), run.end)
    with home.store.read() as connection:
        base = rulebooks.folder(run.rulebook) if run.rulebook else rulebooks.adopted(connection)
        draft = rulebooks.folder(run.draft) if run.draft else None
        reference = References(home).on(connection, period.start, draft or base)
    atlas = reference.atlas
    measures = {one.id for book in (base, draft) if book for one in book.measures}
    asked = parse_property(run.property, measures, atlas.knows, atlas.suggest)
    if isinstance(asked, Nothing) and draft is None:
        raise InputError("the property is about a draft, and none is given", "--draft", "give its folder: --draft DIR")
    sleeping = nothing_sleeps if run.with_inactive else sleeping_in(reference)
    question = Question(base, draft, reference, period, sleeping, read_rows, run.timeout, run.clearances, halt)
    asleep = sum(bool(sleeping(one)) for one in (draft or base).measures)
    return Proved(run, period, prove(asked, question), asleep)


def period_of(start: date, end: date | None) -> Period:
    """The days over which a property is judged.

    Raises:
        InputError: it has no day.
    """
    if end is not None and end <= start:
        raise InputError(f"no day is from {start} until before {end}", "--until", "give a later day")
    return Period(start, end)


def nothing_sleeps(_: Measure) -> str:
    """Every measure counts, whatever its state."""
    return ""


def sleeping_in(reference: Reference) -> Callable[[Measure], str]:
    """Why a measure only shows itself, with the lists that are at hand."""
    at_hand = frozenset(reference.index.versions) | frozenset(reference.goods.lists)
    return lambda measure: dormant(measure, at_hand)


def sleeping_as_written(measure: Measure) -> str:
    """Why a measure only shows itself, if every list were at hand."""
    return "" if measure.active else measure.inactive_reason


def shipped_reference() -> Reference:
    """Territories and goods, for proofs about a folder."""
    return Reference(atlas=package.atlas(), goods=package.goods(), index=index(()))


def question_of(base: Rulebook, draft: Rulebook | None, period: Period, timeout: float) -> Question:
    """A question about folders alone: every list counts as at hand, and nobody cleared anything."""
    return Question(base, draft, shipped_reference(), period, sleeping_as_written, read_rows, timeout, clearances=False)


def rulebook_differences(
    before: Path,
    after: Path,
    start: date | None = None,
    end: date | None = None,
    timeout: float = 60.0,
    with_inactive: bool = False,
) -> Differences:
    """One order for each way in which two rulebook folders differ.

    Raises:
        InputError: a folder holds faults, or the period no day.
        MissingError: a folder is not there.
    """
    books = [rulebooks.folder(path) for path in (before, after)]
    question = question_of(books[0], books[1], period_of(start or _today(), end), timeout)
    return differences(question._replace(dormant=nothing_sleeps) if with_inactive else question)


def rulebook_warnings(path: Path, start: date | None = None, timeout: float = 30.0) -> Warnings:
    """What is odd about the rulebook in a folder, by proof.

    Raises:
        InputError: it holds faults.
        MissingError: it is not there.
    """
    return warnings(question_of(rulebooks.folder(path), None, period_of(start or _today(), None), timeout))


def draft_warnings(documents: dict[str, str], start: date, timeout: float) -> Warnings:
    """The same of documents, such as a draft's.

    Raises:
        InputError: they hold faults.
    """
    return warnings(question_of(rulebooks.read(documents), None, period_of(start, None), timeout))


def _today() -> date:
    return now().astimezone().date()


def read_rows(rows: Sequence[Record]) -> Order:
    """An order from rows, as ``check`` reads a file whose columns are named as fields.

    Raises:
        InputError: a row is no order line.
    """
    with TemporaryDirectory() as folder:
        path = write_order(Path(folder) / "witness.jsonl", rows)
        table = open_table(path)
        mapping = Mapping.of_columns(table.columns)
        if mapping is None:
            raise InputError("the rows have no column `order`", "witness")
        found = list(read_orders(table, mapping))
    rejected = [fault for one in found if isinstance(one, Rejected) for fault in one.faults]
    orders = [one for one in found if isinstance(one, Order)]
    if rejected or len(orders) != 1:
        raise InputError.of(rejected) if rejected else InputError(f"{len(orders)} orders instead of one", "witness")
    return orders[0]


def write_order(path: Path, rows: Sequence[Record]) -> Path:
    """Write an order as JSON Lines, to be given to ``moratorium check``; the file appears whole."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    part.replace(path)
    return path


def document(proved: Proved) -> dict[str, object]:
    """The answer as plain values: ``property``, ``result``, ``order``, ``seconds``, and what belongs to them."""
    proof, witness = proved.proof, proved.proof.witness
    found: dict[str, object] = {
        "property": proved.run.property,
        "result": proof.result,
        "order": list(witness.records) if witness else None,
        "seconds": proof.seconds,
        "from": proved.period.start,
        "until": proved.period.end,
    }
    return found | (witness_document(witness) if witness else {}) | ({"note": proof.note} if proof.note else {})


def way_documents(found: Differences) -> Iterator[dict[str, object]]:
    """Each way as plain values, then how the search ended."""
    for way in found.ways:
        yield {
            "before": way.before,
            "after": way.after,
            "measures": way.measures,
            "order": list(way.witness.records),
            **witness_document(way.witness),
        }
    yield {"ways": len(found.ways), "complete": found.is_complete, "note": found.note, "seconds": found.seconds}


def witness_document(witness: Witness) -> dict[str, object]:
    """What belongs to a witness: its day, what is assumed beside the file, and what both rulebooks say."""
    return {
        "day": witness.day,
        "assumptions": list(witness.assumptions),
        "base": witness.base,
        **({"draft": witness.draft} if witness.draft is not None else {}),
    }
