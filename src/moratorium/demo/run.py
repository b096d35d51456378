"""The demo, from an empty folder to decided, proven orders and a report. The story is in the numbered steps it prints.

Orders go through the desk, as a person's commands would: measures by two people, one transaction a day, every act
signed and dated as in the story. What the public record says of these years is entered through the service's public
operations (see :mod:`moratorium.demo.reenacted`). The same seed gives the same decisions; keys and salts are new each
time.
"""

from __future__ import annotations

import gc
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from moratorium.decision.questions import Questionnaire
from moratorium.demo import folder as places
from moratorium.demo import telling
from moratorium.demo.accounting import Answerable, answer_for
from moratorium.demo.answers import Given
from moratorium.demo.coverage import coverage
from moratorium.demo.ending import answer, first_denied, prove
from moratorium.demo.folder import prepare
from moratorium.demo.office import FIRST_DAY, Office, documents, write_measures
from moratorium.demo.orders import LAST, SUSPENSION
from moratorium.demo.organisation import GROUP
from moratorium.demo.reenacted import COPIES, PARTNERS, Caller, Reenactment
from moratorium.demo.trading import Quarter, Trade, days
from moratorium.demo.world import LINES, SEED, World, generate
from moratorium.desk.again import Again, decide_again, page
from moratorium.desk.checking import Recorded, Tally, decide_batch
from moratorium.desk.files import CheckRun, mapping_for
from moratorium.desk.home import Home
from moratorium.desk.job_steps import Printers, Steps
from moratorium.desk.public_form import PublicForm, keep_setting
from moratorium.desk.rulebooks import adopted, documents_in
from moratorium.intake import Rejected, open_table, read_orders
from moratorium.measures import write_document
from moratorium.report.content import Coverage, Proof, ReportData, Stopped
from moratorium.report.decisions import DecisionDocuments
from moratorium.report.figures import Stop, stops
from moratorium.report.impact_page import impact_page
from moratorium.report.page import report_data, stopped, write_report
from moratorium.store import size
from moratorium.terms.document import read_document
from moratorium.terms.order import Order

Tell = Callable[[str], None]
Serve = Callable[[Home], AbstractContextManager[Caller]]
"""Opens the service over a home, to be called within this process."""

END_USE_POLICY, PARTNER_POLICY = date(2022, 4, 21), date(2022, 5, 10)
_LATER = {END_USE_POLICY: "OWN-2022-04-21-", SUSPENSION: "OWN-2022-04-26-", PARTNER_POLICY: "OWN-2022-05-10-"}
"""Days on which measures come into force during the story, and how their ids begin."""

_REASONS = {
    END_USE_POLICY: "the end-use policy",
    SUSPENSION: "the suspension of all business in Russia and Ukraine",
    PARTNER_POLICY: "the policy on partners",
}


@dataclass(frozen=True)
class Outcome:
    """What the demo came to.

    Attributes:
        world: The files that it decided.
        morning: What the suspension stopped on its first day.
        coverage: Planted truth against decisions, before the answers.
        given: The answers.
        settled: How many held orders they settled.
        report: What the page shows.
        answerable: The accounts of two quarters, and what can be proved of the public record; None if it was left out.
    """

    world: World
    morning: Stopped | None
    coverage: tuple[Coverage, ...]
    given: tuple[Given, ...]
    settled: int
    report: ReportData
    answerable: Answerable | None = None


def run(
    into: Path,
    tell: Tell,
    progress: Tell,
    seed: int = SEED,
    lines: int = LINES,
    serve: Serve | None = None,
    copies: int = COPIES,
) -> Outcome:
    """Run the demo.

    Args:
        into: An empty folder, or one that an earlier demo made.
        tell: Is handed each line of the story.
        progress: Is handed a line a quarter.
        seed: Same seed, same orders and decisions.
        lines: Order lines in all.
        serve: Opens the service over a home; through it the events of the public record are entered. None leaves
            them out.
        copies: Of how many equal messages the flood of March 2022 consists.

    Raises:
        RefusedError: the folder holds something that no demo wrote.
    """
    return Demo(prepare(into), tell, progress, serve, copies).run(seed, lines)


class Demo:
    """One run: the folder, the office and the trade that the steps share.

    Args:
        folder: Made ready.
        tell: Is handed each line of the story.
        progress: Is handed a line a quarter.
        serve: Opens the service over a home; None leaves the public record out.
        copies: Of how many equal messages the flood consists.
    """

    def __init__(
        self, folder: Path, tell: Tell, progress: Tell, serve: Serve | None = None, copies: int = COPIES
    ) -> None:
        self.folder = folder
        self._serve = serve
        self._copies = copies
        self._story: Reenactment | None = None
        self._tell = tell
        self._quarter = Quarter(progress)
        self.office = Office.open(folder / places.HOME)
        self._morning: Stopped | None = None

    def run(self, seed: int, lines: int) -> Outcome:
        """All steps, in the order of the story."""
        self._say(telling.opening(GROUP.name or ""))
        world = generate(self.folder / places.WORLD, seed, lines)
        trade = self._open(world)
        with _long_lived(), self._reenacting():
            for day in days(FIRST_DAY, LAST):
                self._day(trade, world, day)
            return self._end(trade, world)

    @contextmanager
    def _reenacting(self) -> Iterator[None]:
        """The service is open for as long as the story lasts, if the public record is entered."""
        if self._serve is None:
            yield
            return
        keys = self.office.let_in(PARTNERS)
        with self._serve(self.office.ann) as call:
            self._story = Reenactment(call, keys, self._size, self._copies)
            self._story.begin()
            yield

    def _size(self) -> int:
        with self.office.ann.store.read() as connection:
            return size(connection)

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._tell(line)

    # -- the story ----------------------------------------------------------------------------------------------------

    def _open(self, world: World) -> Trade:
        """The maker hands in its files, two people adopt a rulebook, and the orders are read."""
        self.office.hand_in({part: getattr(world, part) for part in ("organisation", "catalogue", "parties")})
        self.office.publish(world.own_list)
        texts = documents()
        for day, prefix in _LATER.items():
            later = {id: texts.pop(id) for id in [id for id in texts if id.startswith(prefix)]}
            write_measures(self.folder / places.CHANGES / day.isoformat(), later)
        write_measures(self.folder / places.RULEBOOK, texts)
        rulebook = self.office.adopt(self.folder / places.RULEBOOK)
        orders, rejected = _read(world.orders)
        self._say(telling.world(world.counts, len(orders), rejected))
        self._say(telling.adopted(rulebook, FIRST_DAY))
        return Trade(orders, self.office.decider(rulebook))

    def _day(self, trade: Trade, world: World, day: date) -> None:
        self.office.clock.day = day
        if (day.month, day.day) == (1, 1) and day != FIRST_DAY:
            self.office.publish(world.own_list)
        if day in _LATER:
            self._come_into_force(trade, day)
        trade.day(self.office)
        if self._story is not None:
            self._story.day(day)
        self._quarter.ended(trade, day)

    def _come_into_force(self, trade: Trade, day: date) -> None:
        """Measures are put in force in the morning, and open orders decided again before anything else is done."""
        folder, found = self.folder / places.CHANGES / day.isoformat(), list[Stop]()

        def take(recorded: Recorded) -> None:
            trade.take(recorded)
            if recorded.decided.decision.effect == "deny" and recorded.before != "deny":
                found.extend(stops(recorded, trade.decider))

        if self._story is not None and day == SUSPENSION:
            again = self._suspended_through(self._story, trade, folder, take)
        else:
            rulebook = self.office.put_in_force(folder, _REASONS[day])
            trade.under(self.office.decider(rulebook))
            again = decide_again(self.office.ann, f"{_REASONS[day]} comes into force", day, rulebook, take)
        if day == SUSPENSION:
            self._morning = _morning(again, found)
            self._say(telling.suspension(again, self._morning))
        else:
            self._say((telling.end_use_policy if day == END_USE_POLICY else telling.partner_policy)(again))

    def _suspended_through(
        self, story: Reenactment, trade: Trade, folder: Path, take: Callable[[Recorded], None]
    ) -> Again:
        """The suspension by two people through the service, which decides open orders again; what came of them.

        Each decision is told beside the one that stood before, and none is made a second time.
        """
        home = self.office.ann
        document = write_document([read_document(text, name).plain() for name, text in documents_in(folder).items()])
        job = story.approved(story.proposed(document, _REASONS[SUSPENSION]))
        if job:
            _work(home, job)
        with home.store.read() as connection:
            trade.under(self.office.decider(adopted(connection)))
        tally, changed, after = Tally(questions=Questionnaire(trade.decider.matches)), list[Recorded](), ""
        while batch := page(home, after):
            after = batch[-1][0].key
            for one in decide_batch(home, [(order, SUSPENSION) for order, _ in batch], trade.decider):
                stood = trade.latest.get(one.decided.order.key)
                recorded = replace(one, before=stood.decided.decision.effect if stood else None)
                tally.add(recorded)
                if recorded.before != recorded.decided.decision.effect:
                    changed.append(recorded)
                take(recorded)
        return Again(SUSPENSION, tuple(changed), tally)

    # -- the end ------------------------------------------------------------------------------------------------------

    def _end(self, trade: Trade, world: World) -> Outcome:
        """Where everything stands, ten answers, proof and report."""
        tally, found = trade.tally(), coverage(world.truth, trade.effects())
        given, again = answer(self.office, trade, tally.questions.ranked(), self.folder)
        order = first_denied(trade)
        proof, verified = prove(self.office.ann, order, self.folder)
        keep_setting(self.office.ann, PublicForm(True, "misuse@kestrel.example"))
        words = telling.settled_words(again)
        data = report_data(
            self.office.ann,
            trade.decider,
            tally,
            title="Two years of trade, decided day by day",
            lead=f"{world.counts['lines']:,} order lines of an invented drone maker, {FIRST_DAY} to {LAST}.",
            figures=trade.figures,
            stopped=[self._morning] if self._morning else [],
            answered=f"{len(given)} invented answers were given: {words}.",
            answers={one.asked.question: (one.answer, one.source) for one in given},
            coverage=found,
            proof=proof,
        )
        write_report(self.folder / places.REPORT, data)
        self._say(telling.year_end(tally, data, LAST))
        self._say(telling.truth(found))
        self._say(telling.answered(given, again))
        self._say(telling.proof(proof, verified, order))
        answerable = self._answer_for()
        self._say(telling.closing(self._paths(), self._commands(order, proof)))
        return Outcome(world, self._morning, found, given, telling.settled(again), data, answerable)

    def _answer_for(self) -> Answerable | None:
        """What the public record says of later years, then the account of the quarter of the suspension."""
        story = self._story
        if story is None:
            return None
        for day in story.days(LAST):
            self.office.clock.day = day
            story.day(day)
        found = answer_for(self.office.ann, story, self.folder)
        self._say(telling.public_record(story))
        self._say(telling.accounts(found))
        return found

    def _paths(self) -> Iterator[tuple[str, str]]:
        for name, words in _WRITTEN.items():
            if (self.folder / name).exists():
                yield str(self.folder / name), words

    def _commands(self, order: str, proof: Proof) -> Iterator[str]:
        home = f"moratorium --home {shlex.quote(str(self.folder / places.HOME))}"
        yield f"{home} explain {order}"
        yield f"{home} measure show"
        yield f"{home} measure history OWN-2022-04-26-RU-UA"
        yield f"{home} fsck"
        yield f"moratorium ledger verify {shlex.quote(str(self.folder / proof.receipt))} --key '{proof.vkey}'"


@contextmanager
def _long_lived() -> Iterator[None]:
    """Tens of thousands of orders stay to the end: looking through them again and again for garbage is idle."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


_WRITTEN = {
    places.REPORT: "the report: open it in a browser, or print it",
    places.ACCOUNTS: "the accounts of the quarters around the suspension, for the board and for everybody",
    places.QUESTIONS: "what is asked, the question that settles most first",
    places.ANSWERS: "the same with the invented answers",
    places.PROOF: "the receipt, and what it cites",
    places.RULEBOOK: "the rulebook of the first day; in `changes` what came later",
    places.WORLD: "the invented maker's files",
    places.HOME: "the state: log, keys, decisions",
}


def _work(home: Home, job: str) -> None:
    """Do a job, as a worker does it: step by step to its end."""
    steps = Steps(home, Printers(impact_page, DecisionDocuments().several))
    state: dict[str, Any] = {}
    try:
        while "ended" not in state:
            state = steps(job, state)
    finally:
        steps.close()


def _morning(again: Again, found: list[Stop]) -> Stopped:
    total = sum(again.tally.orders.values())
    words = f"{total:,} orders were open or on their way, and were decided again before anything was shipped."
    return stopped(f"What the suspension stopped on the morning of {again.day}", words, found)


def _read(path: Path) -> tuple[list[Order], int]:
    """The orders of a file, and how many rows are no order line."""
    table = open_table(path)
    read = list(read_orders(table, mapping_for(table, CheckRun(path))))
    orders = [one for one in read if not isinstance(one, Rejected)]
    return orders, len(read) - len(orders)
