"""A replay: drafts over a history, beside the base, written as a folder that is there whole or not at all.

Nothing is recorded: a replay decides no order and changes nothing. Whoever repeats it with the same rulebooks, history
and day gets the same figures.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
from msgspec import structs

from moratorium.decision.decision import ENGINE
from moratorium.decision.screening import thresholds_of
from moratorium.desk import package, rulebooks
from moratorium.desk.checking import ignore
from moratorium.desk.home import Home
from moratorium.errors import Fault, InputError, SourceError
from moratorium.history import engines, folder
from moratorium.history.counting import Counting
from moratorium.history.folder import History
from moratorium.history.gaps import Waits
from moratorium.history.impact import NO_CLEARANCES, Book, Draft, Impact
from moratorium.history.judging import Cases, Question
from moratorium.history.listing import Listing
from moratorium.history.passes import Passes
from moratorium.history.profile import Profile, make_profile, read_profile
from moratorium.history.replay import CHANGED, Replay, days
from moratorium.history.sums import moves, with_orders
from moratorium.history.unfinished import unfinished
from moratorium.measures import Rulebook
from moratorium.measures.diff import diff, words
from moratorium.screening.thresholds import KINDS
from moratorium.store import size
from moratorium.terms.canon import digest, digest_bytes

IMPACT, PAGE = "impact.json", "report.html"
REPORT = "report.html"
ADOPTED = "adopted"

REBUILD = "moratorium history build FILE... --again"

Watch = Callable[[Callable[[], None]], AbstractContextManager[object]]
"""Handed what ends a pass at once, watches for the length of a block whether that is wanted."""


def unwatched(_: Callable[[], None]) -> AbstractContextManager[None]:
    """Nobody can end a pass."""
    return nullcontext()


@dataclass(frozen=True)
class ReplayRun:
    """What is asked for.

    Attributes:
        drafts: Folders or files of measures; each stands for a whole rulebook.
        history: Folder of a history.
        base: Folder of the base; None for the adopted rulebook.
        known_at: The adopted rulebook as known at a log size or time; None for now.
        day: The day for all lines; None for each line's own.
        share: From which share of its lines' worth on a partner's loss is told.
        engine: What works through the lines.
        out: Folder for the result; None for a new one named by draft and day.
        keep: Folder in which what passes over the lines found stays for whoever does the same again; None for nowhere.
    """

    drafts: tuple[Path, ...]
    history: Path
    base: Path | None = None
    known_at: str | None = None
    day: date | None = None
    share: Decimal = Decimal("0.2")
    engine: str = engines.DUCKDB
    out: Path | None = None
    keep: Path | None = None


@dataclass(frozen=True)
class Replayed:
    """What came of it.

    Attributes:
        impact: The figures.
        out: Folder that holds them.
    """

    impact: Impact
    out: Path


@dataclass(frozen=True)
class Compared:
    """The rulebooks of a replay, read.

    Attributes:
        base: The base.
        base_name: Its name.
        known_at: Size of the log at which it was read, if one was stated.
        log_size: Size of the log now.
        drafts: The drafts by name.
    """

    base: Rulebook
    base_name: str
    known_at: int | None
    log_size: int
    drafts: dict[str, Rulebook]


def replay(
    home: Home,
    run: ReplayRun,
    page: Callable[[Impact], str] | None = None,
    tell: Callable[[str], None] = ignore,
    watch: Watch = unwatched,
) -> Replayed:
    """Replay drafts over a history.

    Args:
        home: The state.
        run: What is asked for.
        page: Makes the page that goes beside the figures; none is written without it.
        tell: Is told what is being done; what it raises ends the replay, and nothing is left of it.
        watch: Is handed what ends a pass at once, for as long as there are passes.

    Raises:
        InputError: a draft or the base has faults (all of them are told), or the result's folder is in use.
        MissingError: no such rulebook or history.
        SourceError: the history cannot be read.
    """
    compared = compared_rulebooks(home, run)
    history = history_in(run.history)
    target = _target(run, compared, home.today())
    question = question_of(compared, history, run)
    passes = _passes(run, question)
    with _folder(target) as part:
        with _opened(run.engine, part) as (engine, local), watch(_interrupt(local)):
            impact = _impact(Replay(engine, local, history, question, passes), compared, run, home.today(), part, tell)
        tell("the report is written")
        (part / IMPACT).write_bytes(encoded(impact))
        if page is not None:
            (part / REPORT).write_text(page(impact), encoding="utf-8", newline="\n")
    return Replayed(impact, target)


def what_if(home: Home, run: ReplayRun, renew: bool, tell: Callable[[str], None]) -> Impact:
    """The impact of drafts counted on the profile of a history: in a moment, without orders, partners and products.

    Args:
        home: The state.
        run: What is asked for; nothing is written for it.
        renew: Whether the profile is made anew, for what these drafts ask of lines.
        tell: Is told when the profile is made, which takes as long as a replay.

    Raises:
        InputError: a draft has faults, or asks something of lines that the profile was not made for.
        MissingError: no such rulebook or history.
        SourceError: the history or its profile cannot be read.
    """
    with opened_profile(home, run, renew, tell) as judged:
        return judged(run)


@contextmanager
def opened_profile(
    home: Home, run: ReplayRun, renew: bool, tell: Callable[[str], None], watch: Watch = unwatched
) -> Iterator[Callable[[ReplayRun], Impact]]:
    """The same for many drafts one after the other: what was read and judged once is kept.

    Args:
        home: The state.
        run: The first that will be asked for.
        renew: Whether the profile is made anew, for what these drafts ask of lines.
        tell: Is told when the profile is made.
        watch: Is handed what ends the pass at once, while it is made.

    Yields:
        Gives the impact of a run over the same history; raises as ``what_if`` does, and ``ConflictError`` if the
        history has changed meanwhile.
    """
    compared = compared_rulebooks(home, run)
    history = history_in(run.history)
    with engines.opened() as engine:
        about = None if renew else read_profile(history)
        if about is None:
            tell("the profile of the history is made, once: it takes about as long as a replay")
            question = question_of(compared, history, run)
            with watch(_interrupt(engine)):
                about = make_profile(engine, history, question, _passes(run, question))
        profile = Profile(engine, history, about)

        def judged(run: ReplayRun) -> Impact:
            compared = compared_rulebooks(home, run)
            cases = profile.judge(question_of(compared, history, run))
            return _counted(cases, compared, run, home.today(), f"{ENGINE}, profile")

        yield judged


def read_impact(folder: Path) -> Impact:
    """The figures that a replay wrote into its folder.

    Raises:
        SourceError: they are not there, or are not of this program.
    """
    try:
        return msgspec.json.decode((folder / IMPACT).read_bytes(), type=Impact)
    except (OSError, msgspec.MsgspecError) as error:
        raise SourceError("the figures of the replay cannot be read", folder.name, "replay it again") from error


def encoded(impact: Impact) -> bytes:
    """An impact as it is written: the same figures give the same bytes."""
    return msgspec.json.format(msgspec.json.encode(impact, order="sorted"), indent=1) + b"\n"


# -- what is compared -------------------------------------------------------------------------------------------------


def compared_rulebooks(home: Home, run: ReplayRun) -> Compared:
    """Base and drafts, with the faults of all of them at once."""
    if run.base is not None and run.known_at is not None:
        raise InputError("--known-at is for the adopted rulebook", "--base", "give one of the two")
    if not run.drafts:
        raise InputError("no draft to replay", "DRAFT", "give a folder of measures")
    if not 0 < run.share <= 1:
        raise InputError(f"`{run.share}` is no share", "--share", "write it as 0.2, for a fifth")
    named = dict(zip(_names(run.drafts), run.drafts, strict=True))
    read, faults = {}, []
    for name, path in (*named.items(), *([("", run.base)] if run.base else ())):
        try:
            read[name] = rulebooks.read(rulebooks.documents_in(path))
        except InputError as error:
            faults += [_placed(fault, path, len(named) > 1 or run.base is not None) for fault in error.faults]
    if faults:
        raise InputError.of(faults)
    with home.store.read() as connection:
        known_at = rulebooks.known_at(connection, run.known_at) if run.known_at else None
        base = read.pop("") if run.base else rulebooks.adopted(connection, known_at)
        log_size = size(connection)
    return Compared(base, run.base.name if run.base else ADOPTED, known_at, log_size, read)


def _placed(fault: Fault, path: Path, several: bool) -> Fault:
    """With several rulebooks a fault is told with its folder."""
    return fault._replace(at=f"{path.name}/{fault.at}") if several else fault


def _names(paths: Iterable[Path]) -> Iterator[str]:
    """A name of its own for each draft."""
    taken: dict[str, int] = {}
    for path in paths:
        stem = path.resolve().stem if path.is_file() else path.resolve().name
        taken[stem] = taken.get(stem, 0) + 1
        yield stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"


def history_in(path: Path) -> History:
    """The history in a folder.

    Raises:
        MissingError: there is none.
        SourceError: it cannot be read, or holds nothing; says what to run.
    """
    try:
        found = folder.load(path)
    except InputError as error:
        more = f" (and {len(error.faults) - 1:,} more faults)" if len(error.faults) > 1 else ""
        fault = error.fault
        raise SourceError(f"{fault.message}{more}", fault.at, fault.help) from error
    if not found.lines:
        waiting = f"; unfinished: {', '.join(found.unfinished)}" if found.unfinished else ""
        raise SourceError(f"the history holds no line{waiting}", str(path), "moratorium history build FILE...")
    return found


def question_of(compared: Compared, history: History, run: ReplayRun) -> Question:
    """What is asked of the history."""
    at_hand = frozenset(history.record.sources.lists) | frozenset(package.goods().lists)
    return Question(compared.base, compared.drafts, run.day, run.share, package.atlas(), at_hand)


# -- where it goes ----------------------------------------------------------------------------------------------------


def _target(run: ReplayRun, compared: Compared, today: date) -> Path:
    if run.out is not None:
        if run.out.exists() and (not run.out.is_dir() or any(run.out.iterdir())):
            raise InputError(f"`{run.out}` is in use", "--out", "give the name of a new folder")
        if not run.out.resolve().parent.is_dir():
            raise InputError(f"no folder `{run.out.parent}`", "--out", "make it first")
        return run.out
    stem = f"replay-{'-'.join(compared.drafts)[:80]}-{run.day or 'order-date'}-{today}"
    return next(path for path in _numbered(stem) if not path.exists())


def _numbered(stem: str) -> Iterator[Path]:
    yield Path(stem)
    number = 2
    while True:
        yield Path(f"{stem}-{number}")
        number += 1


@contextmanager
def _folder(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its name in the end: a kill leaves no result, never half of one."""
    with unfinished(target, "replay") as part:
        yield part
        part.chmod(0o755)
        if target.is_dir():
            target.rmdir()
        part.replace(target)


@contextmanager
def _opened(name: str, scratch: Path) -> Iterator[tuple[engines.Engine, engines.Engine]]:
    """The engine for the lines, and the one within this process for the cases."""
    if name == engines.DUCKDB:
        with engines.opened(scratch=scratch) as engine:
            yield engine, engine
        return
    with engines.opened(name, scratch=scratch) as engine, engines.opened(scratch=scratch) as local:
        yield engine, local


def _passes(run: ReplayRun, question: Question) -> Passes:
    """Where passes are kept: under a name that says what they were over, since they are of no use for anything else."""
    if run.keep is None or run.engine != engines.DUCKDB:
        return Passes()
    record = digest_bytes((run.history / folder.RECORD).read_bytes())
    books = [question.base.digest, *([name, book.digest] for name, book in question.drafts.items())]
    found = run.keep / digest([ENGINE, record, books, run.day, sorted(question.at_hand)])
    for other in run.keep.glob("*"):
        if other != found:
            shutil.rmtree(other, ignore_errors=True)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Passes(found)


def _interrupt(local: engines.Engine) -> Callable[[], None]:
    """What ends the pass that the engine within this process is at."""
    return lambda: local.raw.interrupt()


# -- the figures ------------------------------------------------------------------------------------------------------


def _impact(
    work: Replay, compared: Compared, run: ReplayRun, today: date, part: Path, tell: Callable[[str], None]
) -> Impact:
    """The whole impact; every changed line is written beside."""
    tell("the lines are read and judged")
    work.total_partners()
    tell("orders are counted")
    orders = work.orders()
    tell("every changed line is written")
    work.write_changed(part / CHANGED)
    found = _counted(work.cases, compared, run, today, f"{ENGINE}, {work.engine.name}")
    drafts = []
    for draft, by_effects in zip(found.drafts, orders, strict=True):
        tell(f"the changes of {draft.book.name} are counted")
        listing = Listing(work.cases.tables, part / CHANGED, draft.book.name)
        partners, products = listing.partners(), listing.products()
        listed = structs.replace(
            draft,
            moves=with_orders(draft.moves, by_effects),
            touched=listing.touched(),
            open=listing.open(),
            contracts=listing.contracts(),
            uncontracted=listing.uncontracted(),
            partners=partners.most,
            partners_more=partners.more,
            products=products.most,
            products_more=products.more,
            losers=tuple(listing.losers(run.share)),
        )
        drafts.append(listed)
    return structs.replace(found, drafts=tuple(drafts))


def _counted(cases: Cases, compared: Compared, run: ReplayRun, today: date, engine: str) -> Impact:
    """What is counted from cases alone: no orders, partners, products or contracts."""
    counting, waits = Counting(cases), Waits(cases)
    history, judged = cases.history, counting.judged()
    first, last = days(history, run.day)
    return Impact(
        made=str(today),
        on=str(run.day) if run.day else "order-date",
        known_at=compared.known_at,
        log_size=compared.log_size,
        engine=engine,
        orders=history.orders,
        lines=history.lines,
        judged=judged,
        undated=counting.undated(),
        first=str(first),
        last=str(last),
        currencies=tuple(sorted(judged.value)),
        share=str(run.share),
        base=_book(compared.base_name, compared.base, cases),
        drafts=tuple(
            Draft(
                book=_book(name, rulebook, cases),
                changes=tuple(words(change) for change in diff(compared.base, rulebook)),
                moves=moves(counting.moves(book)),
                touched=counting.touched(book),
                open=counting.open(book),
                other_reasons=counting.other_reasons(book),
                months=counting.months(book),
                territories=counting.territories(book),
                measures=tuple(counting.measures(book)),
                licences=tuple(counting.licences(book)),
                gaps=tuple(waits.gaps(book)),
            )
            for book, (name, rulebook) in enumerate(compared.drafts.items(), start=1)
        ),
        sources=history.record.sources.reference,
        lists=history.record.sources.lists,
        notes=tuple(_notes(history)),
    )


def _book(name: str, rulebook: Rulebook, work: Cases) -> Book:
    active = [measure for measure in rulebook.measures if measure.active]
    asked = {measure.id: measure.lists | measure.goods_lists for measure in active}
    dormant = sum(bool(lists - work.question.at_hand) for lists in asked.values())
    inactive = len(rulebook.measures) - len(active) + dormant
    absent = sorted(frozenset().union(*asked.values()) - work.question.at_hand)
    return Book(name, rulebook.digest, len(rulebook.measures), inactive, tuple(_book_notes(rulebook, absent, work)))


def _book_notes(rulebook: Rulebook, absent: list[str], work: Cases) -> Iterator[str]:
    if absent:
        yield (
            f"the history was built without {', '.join(absent)}: measures that ask for them only show themselves. "
            f"Bring them with `moratorium lists import`, then `{REBUILD}`"
        )
    if others := _other_thresholds(rulebook, work.question.base, work.history.record.sources.thresholds):
        yield (
            f"it states other thresholds for names than the history was built with ({', '.join(others)}): who may be "
            f"listed is told at those of the history. `{REBUILD} --rulebook` takes those of a draft"
        )


def _other_thresholds(rulebook: Rulebook, base: Rulebook, built: str) -> list[str]:
    """Lists that a rulebook asks for at other thresholds than a history was built with."""
    stated, known = thresholds_of(rulebook), thresholds_of(base)
    if stated.digest == built:
        return []
    asked = sorted({name for measure in rulebook.measures if measure.active for name in measure.lists})
    if known.digest != built:
        return asked
    return [name for name in asked if any(stated.of(name, kind) != known.of(name, kind) for kind in KINDS)]


def _notes(history: History) -> Iterator[str]:
    yield NO_CLEARANCES
    yield "worth is added by currency, never across: there is no rate table"
    if history.record.sources.engine != ENGINE:
        yield f"the history was built by {history.record.sources.engine}; decisions are now made by {ENGINE}"
    for name in history.unfinished:
        yield f"not in it: {name}, whose build was stopped; `moratorium history build` goes on with it"
    if history.record.repeated:
        yield f"{history.record.repeated:,} orders stand in several files and count in each"
    rejected = sum(file.rejected for file in history.files)
    if rejected:
        yield f"{rejected:,} rows of the order files are no order line and are not in it: see its folder `rejected`"
