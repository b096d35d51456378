"""The account of a quarter: what was suspended and why still, stopped, held, released, reported, handed over, told.

It is made as of a size of the log: the same quarter and the same size give the same account, however the log has grown.
Only what was erased since is missing, and how many acts that are is told. Each time, the register of cases is compared
with the log, act for act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from moratorium.desk import proofs, quarter_figures, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.quarter_content import (
    NOT_CONTROLLED,
    Account,
    CaseLine,
    DisclosureLine,
    Figure,
    Suspension,
    for_public,
)
from moratorium.desk.quarter_figures import Stood
from moratorium.errors import InputError, ProofError
from moratorium.ledger.note import Verifier
from moratorium.measures import Measure, Rulebook
from moratorium.measures.reading import territories_of
from moratorium.store import Connection, act_at, periods, root, size
from moratorium.store.act_pages import ActRow
from moratorium.store.periods import MeasureAt, Period, StepTaken
from moratorium.terms.act import holder_of
from moratorium.terms.quarter import Quarter, quarter_of

NAMED = 500
"""So many acts of a figure stand in an account; the rest is asked for."""


def account_of(home: Home, quarter: Quarter, at_size: int | None = None, *, public: bool = False) -> Account:
    """The account of a quarter.

    Args:
        home: The state.
        quarter: Of which.
        at_size: As of which size of the log; None for its size now.
        public: Whether the public edition is meant.

    Raises:
        InputError: the log does not have that size, or the quarter has not begun.
        ProofError: a register has another count than the log; run ``moratorium fsck``.
    """
    now = quarter_of(home.today())
    if quarter > now:
        raise InputError(f"the quarter {quarter} has not begun", "quarter", f"the present one is {now}")
    with home.store.read() as connection:
        held = size(connection)
        if at_size is not None and not 0 <= at_size <= held:
            raise InputError(f"the log has no size {at_size:,}", "at_size", f"it holds {held:,} acts")
        period = Period(quarter, held if at_size is None else at_size)
        whole = _account(connection, period, proofs.log_signer(home).verifier)
    return for_public(whole) if public else whole


def quarters(home: Home) -> tuple[Quarter, ...]:
    """Quarters of which account can be given, the newest first: those from the first act to the newest one."""
    with home.store.read() as connection:
        found = periods.first_and_last(connection)
    if found is None:
        return ()
    one, last = quarter_of(found[0].date()), min(quarter_of(found[1].date()), quarter_of(home.today()))
    told = []
    while one <= last:
        told.append(one)
        one = one.next
    return tuple(reversed(told))


def _account(connection: Connection, period: Period, log: Verifier) -> Account:
    quarter, steps = period.quarter, periods.steps_in(connection, period)
    _reconcile(connection, period, steps)
    stood = Stood(steps, periods.last_steps(connection, period), periods.cases_at(connection, period))
    measures = periods.measures_at(connection, period)
    rulebook = rulebooks.read({one.id: one.document for one in measures})
    day = quarter.until - timedelta(days=1)
    suspensions = tuple(_suspensions(connection, measures, rulebook, day))
    found = periods.found(connection, period, quarter_figures.QUESTIONS, NAMED)
    held = periods.held(connection, period, found["hours-median"].number)
    return Account(
        quarter=quarter,
        edition="board",
        size=period.size,
        root=root(connection, period.size).hex(),
        origin=log.name,
        vkey=log.vkey,
        reaches=periods.newest(connection, period.size),
        erased=periods.erased_in(connection, period),
        suspensions=suspensions,
        sections=(
            quarter_figures.of_suspensions(
                suspensions, measures, rulebook, day, periods.acts_in(connection, period, quarter_figures.DECIDED)
            ),
            quarter_figures.of_orders(found, held),
            quarter_figures.of_people(found),
            *quarter_figures.of_cases(stood, period),
        ),
        disclosures=tuple(_disclosures(stood)),
        lists=periods.lists_used(connection, period),
        not_controlled=NOT_CONTROLLED,
        cases=tuple(_case_lines(stood)),
    )


def _reconcile(connection: Connection, period: Period, steps: Sequence[StepTaken]) -> None:
    """The steps of the register are those of the log, act for act.

    Raises:
        ProofError: they are not.
    """
    told = sorted((one.case, one.step, one.state) for one in steps)
    counted = sorted((one.case, one.step, one.state) for one in periods.steps_counted(connection, period))
    if told != counted:
        message = f"the register holds {len(told)} steps of cases in the period, the log {len(counted)}"
        raise ProofError(message, "cases", "run `moratorium fsck`")


def _suspensions(
    connection: Connection, measures: Sequence[MeasureAt], rulebook: Rulebook, day: date
) -> Iterator[Suspension]:
    for one in measures:
        measure = rulebook.measure(one.id)
        if measure is not None and _is_own_suspension(measure) and measure.is_in_force(day):
            yield _suspension(connection, one, measure, day)


def _is_own_suspension(measure: Measure) -> bool:
    return measure.active and measure.kind == "suspension" and measure.ground.kind == "own-policy"


def _suspension(connection: Connection, at: MeasureAt, measure: Measure, day: date) -> Suspension:
    number, proposal = periods.proposal_of(connection, at.act)
    approval = act_at(connection, at.act).act
    window = next(one.window for one in measure.in_force if one.window.contains(day))
    review, due = measure.review, measure.next_review
    return Suspension(
        id=measure.id,
        title=measure.title,
        since=window.start,
        until=window.end,
        decided=measure.dates.decided,
        announced=measure.dates.announced,
        territories=territories_of(measure.scope),
        question=review.question if review else "",
        owner=review.owner if review else "",
        review=due,
        is_overdue=due is not None and due <= day,
        statement=measure.statement.get("en", ""),
        ground=measure.ground.principle,
        proposed_by=holder_of(proposal.actor),
        approved_by=holder_of(approval.actor),
        acts=tuple(sorted({*at.before, number, at.act})),
    )


def _disclosures(stood: Stood) -> Iterator[DisclosureLine]:
    for one in stood.disclosing():
        fields = stood.cases[one.case].fields
        outcomes = [part.get("outcome", "open") for part in stood.cases[one.case].parts_of("category").values()]
        yield DisclosureLine(
            act=one.act,
            end=one.state,
            territory=fields.get("authority_territory", ""),
            authority=fields.get("authority", ""),
            case=one.case,
            categories=tuple((word, outcomes.count(word)) for word in sorted(set(outcomes))),
        )


def _case_lines(stood: Stood) -> Iterator[CaseLine]:
    taken: dict[str, list[int]] = {}
    for one in stood.steps:
        taken.setdefault(one.case, []).append(one.act)
    for id, case in stood.cases.items():
        if id in taken or not case.is_closed:
            table = case.lifecycle
            meaning = next(state.meaning for state in table.states if state.name == case.state)
            yield CaseLine(id, table.title, meaning, case.title, case.is_closed, tuple(taken.get(id, ())))


SHOWN, READ = 50, 500
"""So many acts of a figure stand on a page; so many are read at once for all of them."""


def acts_of(
    home: Home, account: Account, figure: Figure, after: int | None = None, limit: int = SHOWN
) -> tuple[tuple[ActRow, ...], int | None]:
    """A page of the acts that a figure rests on, oldest first, and after which the next one begins; None at the end.

    Args:
        home: The state.
        account: Of which the figure is one.
        figure: It.
        after: The act after which to begin; None for the first.
        limit: At most so many.
    """
    with home.store.read() as connection:
        if figure.question is None:
            left = tuple(act for act in figure.acts if after is None or act > after)
        else:
            left = periods.acts_behind(connection, account.period, figure.question, after, limit + 1)
        rows = {one.index: one for one in periods.acts_named(connection, left[:limit])}
    return tuple(rows[act] for act in left[:limit]), left[limit - 1] if len(left) > limit else None


def every_act_of(home: Home, account: Account, figure: Figure) -> Iterator[ActRow]:
    """All of them, a page at a time."""
    rows, after = acts_of(home, account, figure, None, READ)
    yield from rows
    while after is not None:
        rows, after = acts_of(home, account, figure, after, READ)
        yield from rows
