"""The figures of a quarter, counted from what happened: of suspensions, orders, people who settle holds, and cases.

Pure: what happened is handed in. Most figures of cases are steps of a lifecycle, so they stand in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from moratorium.desk.cases import sources_of
from moratorium.desk.disclosures import ENDS
from moratorium.desk.quarter_content import Figure, Section, Suspension
from moratorium.measures import Measure, Rulebook
from moratorium.registers.case import Case
from moratorium.registers.kinds import lifecycle_of
from moratorium.store.periods import (
    ActOf,
    Changed,
    Found,
    Held,
    MeasureAt,
    OfKind,
    Period,
    Question,
    StepTaken,
    Waiting,
)
from moratorium.terms.case import CaseEntered

DECIDED = ("approved", "rejected")
"""Acts that end a proposal for the rulebook."""

SETTLING = {
    "answered": ("answers", "questions answered"),
    "answer_confirmed": ("answers-confirmed", "answers confirmed by a second person"),
    "cleared": ("clearances", "holds cleared by one person"),
    "clearance_confirmed": ("clearances-confirmed", "clearances confirmed by a second person"),
    "clearance_rejected": ("clearances-rejected", "clearances that a second person rejected"),
    "withdrawn": ("taken-back", "answers and clearances taken back"),
    "came_into_force": ("again", "times that open orders were decided again"),
}
"""Acts with which people settle holds: the figure of each kind."""


@dataclass(frozen=True)
class Stood:
    """Cases in a quarter.

    Attributes:
        steps: Every step taken in it, oldest first.
        last: The newest step of each case at its end.
        cases: The cases as they stood at its end, by id.
    """

    steps: tuple[StepTaken, ...]
    last: tuple[StepTaken, ...]
    cases: dict[str, Case]

    def taken(self, kind: str, names: Sequence[str]) -> tuple[int, ...]:
        """Acts with which cases of a kind took one of some steps."""
        return tuple(one.act for one in self.steps if one.kind == kind and one.step in names)

    def ended(self, kind: str, state: str, since: datetime) -> tuple[int, ...]:
        """Acts of the quarter with which cases of a kind came to a state in which they stood at its end."""
        return tuple(one.act for one in self.last if (one.kind, one.state) == (kind, state) and one.at >= since)

    def open(self, kind: str) -> tuple[int, ...]:
        """The newest step of each case of a kind that had not ended."""
        return tuple(one.act for one in self.last if one.kind == kind and not self.cases[one.case].is_closed)

    def of_step(self, kind: str, name: str) -> list[Case]:
        """The cases of a kind that took a step, each once."""
        ids = (one.case for one in self.steps if (one.kind, one.step) == (kind, name))
        return [self.cases[id] for id in dict.fromkeys(ids)]

    def disclosing(self) -> list[StepTaken]:
        """The steps that are rows of the disclosure register."""
        return [one for one in self.steps if (one.kind, one.state) in ENDS]


def _count(id: str, words: str, how: str, acts: Iterable[int]) -> Figure:
    """A figure that is the number of its acts."""
    found = tuple(sorted(acts))
    return Figure(id, words, len(found), "", how, found, len(found))


def _stated(id: str, words: str, how: str, stating: Sequence[tuple[int, int]]) -> Figure:
    """A figure that sums what acts state: each act with how much it states."""
    acts = _acts(act for act, _ in stating)
    return Figure(id, words, sum(much for _, much in stating), "", how, acts, len(acts), False)


def _brought(id: str, words: str, how: str, things: Sequence[tuple[int, ...]]) -> Figure:
    """A figure of things that acts brought in: for each thing, its acts."""
    found = _acts(act for acts in things for act in acts)
    return Figure(id, words, len(things), "", how, found, len(found), False)


def _acts(acts: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(acts)))


# -- suspensions ------------------------------------------------------------------------------------------------------


def of_suspensions(
    found: Sequence[Suspension],
    measures: Sequence[MeasureAt],
    rulebook: Rulebook,
    day: date,
    decided: Sequence[ActOf],
) -> Section:
    """What is suspended, what was reviewed, and how much law stands beside it.

    Args:
        found: Our own suspensions in force on the last day.
        measures: The rulebook as it stood then, with its acts.
        rulebook: The same, read.
        day: The last day.
        decided: Approvals and rejections of the quarter.
    """
    own = {one.id for one in found}
    changed = {act for one in measures if one.id in own and one.before for act in (*one.before[1:], one.act)}
    approved = [one.act for one in decided if one.kind == "approved"]
    rejected = [one.act for one in decided if one.kind == "rejected"]
    law = [(read.active, one.act) for one in measures if (read := _of_law(rulebook, one.id, day)) is not None]
    on_last_day = "of the rulebook as it stood on the last day, and the acts that brought them in"
    return Section(
        "suspensions",
        "Suspensions and reviews",
        "A review date that has passed ends nothing; it calls for a decision.",
        (
            _brought(
                "suspensions-in-force",
                "suspensions of our own in force on the last day",
                f"active measures of the kind `suspension` on our own ground {on_last_day}",
                [one.acts for one in found],
            ),
            _count(
                "reviews-held",
                "reviews that changed a suspension in force",
                "acts `approved` that gave another text to a suspension of ours which was in the rulebook before",
                (act for act in approved if act in changed),
            ),
            _brought(
                "reviews-overdue",
                "suspensions whose review date had passed",
                f"suspensions in force with a review due on the last day or before, {on_last_day}",
                [one.acts for one in found if one.is_overdue],
            ),
            _count(
                "changes-approved", "changes of the rulebook approved by a second person", "acts `approved`", approved
            ),
            _count("changes-rejected", "changes of the rulebook rejected", "acts `rejected`", rejected),
            _brought(
                "law-active",
                "measures of law in force and active",
                f"active measures on the ground of law {on_last_day}",
                [(act,) for is_active, act in law if is_active],
            ),
            _brought(
                "law-inactive",
                "measures of law in force that stop nothing: not verified, or not decided",
                f"inactive measures on the ground of law {on_last_day}",
                [(act,) for is_active, act in law if not is_active],
            ),
        ),
    )


def _of_law(rulebook: Rulebook, id: str, day: date) -> Measure | None:
    """The measure of that id, if it is one of law and in force on a day; a blocking rule is none."""
    found = rulebook.measure(id)
    return found if found is not None and found.ground.kind == "law" and found.is_in_force(day) else None


# -- orders -----------------------------------------------------------------------------------------------------------

_STOOD = "acts `decided` that came to stand"
_EFFECTS = ("allow", "hold", "deny")


def _to(effect: str) -> tuple[tuple[str, str], ...]:
    """Each way to come to an effect."""
    return tuple((was, effect) for was in ("", *_EFFECTS) if was != effect)


_FIRST = tuple(("", effect) for effect in _EFFECTS)
_ENDED = Changed((("hold", "allow"), ("hold", "deny")))

_ORDERS: tuple[tuple[str, str, str, Question], ...] = (
    ("orders-first", "orders decided for the first time", f"{_STOOD} as the first of their order", Changed(_FIRST)),
    (
        "orders-denied",
        "orders stopped: denied",
        f"{_STOOD} with which an order that was not denied is denied",
        Changed(_to("deny")),
    ),
    (
        "orders-held",
        "orders held: a question is open",
        f"{_STOOD} with which an order that was not held is held",
        Changed(_to("hold")),
    ),
    (
        "orders-released",
        "held orders that no active measure stops any more",
        f"{_STOOD} with which a held order is neither held nor denied",
        Changed((("hold", "allow"),)),
    ),
    (
        "orders-refused",
        "held orders that were denied in the end",
        f"{_STOOD} with which a held order is denied",
        Changed((("hold", "deny"),)),
    ),
    (
        "orders-waiting",
        "orders held at the end",
        f"{_STOOD}, with which an order was held that was held still at the end",
        Waiting(),
    ),
)
_HOURS = "hours-median"

QUESTIONS: dict[str, Question] = {
    **{id: question for id, _, _, question in _ORDERS},
    _HOURS: _ENDED,
    **{id: OfKind(kind) for kind, (id, _) in SETTLING.items()},
}
"""What the log is asked for the figures that may rest on very many acts."""


def of_orders(found: Mapping[str, Found], held: Held) -> Section:
    """Orders by what became of them, and how long holds took.

    Args:
        found: What the log answered to each question, by figure.
        held: How long the holds had lasted that ended.
    """
    hours = [_hours(seconds) for seconds in held.middle]
    return Section(
        "orders",
        "Orders",
        "An order counts where its effect changed. That no active measure stops it never says that it is lawful.",
        (
            *(_asked(id, words, how, found[id]) for id, words, how, _ in _ORDERS),
            _lasted(
                _HOURS,
                "median hours from holding an order to deciding it",
                "over the orders that were held no longer: from the act that held them to the act that ended it; "
                "nights and days off are counted",
                _tenth(median(hours)) if hours else None,
                found[_HOURS],
            ),
            _lasted(
                "hours-longest",
                "hours of the longest such hold",
                "as the median",
                None if held.longest is None else _hours(held.longest),
                found[_HOURS],
            ),
        ),
    )


def _asked(id: str, words: str, how: str, found: Found) -> Figure:
    """A figure that is the number of the acts which a question finds."""
    return Figure(id, words, found.number, "", how, found.first, found.number, question=QUESTIONS[id])


def _lasted(id: str, words: str, how: str, hours: Decimal | None, ended: Found) -> Figure:
    return Figure(id, words, hours, "hours", how, ended.first, ended.number, False, _ENDED)


def _hours(seconds: int) -> Decimal:
    """How long a hold had lasted, in hours with one digit."""
    return _tenth(Decimal(seconds) / 3600)


def _tenth(hours: Decimal) -> Decimal:
    return hours.quantize(Decimal("0.1"))


def of_people(found: Mapping[str, Found]) -> Section:
    """What people did so that holds could end.

    Args:
        found: What the log answered to each question, by figure.
    """
    return Section(
        "settled",
        "What settled holds",
        "A hold ends by the answer, the clearance or the refusal of a person, never by itself.",
        tuple(_asked(id, words, f"acts `{kind}`", found[id]) for kind, (id, words) in SETTLING.items()),
    )


# -- cases ------------------------------------------------------------------------------------------------------------

_Row = tuple[str, str, str, tuple[str, ...]]
"""Figure, words, kind of case, and the steps that are counted; no step: the cases open at the end."""

_EXEMPTIONS: tuple[_Row, ...] = (
    ("exemptions-asked", "exemptions asked for", "exemption_request", ("open",)),
    ("exemptions-granted", "exemptions granted", "exemption_request", ("grant",)),
    ("exemptions-refused", "exemptions refused", "exemption_request", ("refuse",)),
    ("exemptions-open", "requests for exemption open at the end", "exemption_request", ()),
)
_ALLEGATIONS: tuple[_Row, ...] = (
    ("allegations-received", "allegations taken in", "allegation", ("open",)),
    ("allegations-answered", "allegations answered", "allegation", ("answer",)),
    ("allegations-left", "allegations left unanswered, for a reason on record", "allegation", ("leave",)),
    ("allegations-open", "allegations open at the end", "allegation", ()),
)
_TECHNICAL: tuple[_Row, ...] = (
    ("technical-superseded", "technical claims of ours found wrong or out of date", "technical_claim", ("supersede",)),
    ("technical-corrected", "technical claims corrected", "technical_claim", ("correct", "retire")),
)
_REQUESTS: tuple[_Row, ...] = (
    ("requests-received", "requests of authorities taken in", "authority_request", ("open",)),
    ("requests-answered", "requests answered, whole or in part", "authority_request", ("answer",)),
    ("requests-refused", "requests refused as a whole", "authority_request", ("refuse",)),
    ("requests-withdrawn", "requests taken back", "authority_request", ("withdraw",)),
    ("requests-open", "requests open at the end", "authority_request", ()),
    ("disclosed", "disclosures of our own accord", "voluntary_disclosure", ("disclose",)),
)
_DELISTINGS: tuple[_Row, ...] = (
    ("delistings-noticed", "delistings heard of", "delisting", ("open",)),
    ("delistings-returned", "partners who sell again", "delisting", ("return",)),
    ("delistings-ended", "partners who do not come back", "delisting", ("end",)),
    ("delistings-open", "delistings open at the end", "delisting", ()),
)
_STATEMENTS: tuple[_Row, ...] = (
    ("statements-published", "public statements published", "public_statement", ("publish",)),
    ("statements-superseded", "statements superseded: wrong or out of date", "public_statement", ("supersede",)),
    ("statements-corrected", "statements corrected: each recipient was told", "public_statement", ("correct",)),
    ("consultations", "consultations on drafts summed up", "consultation", ("summarise",)),
)
_NOTICES: tuple[_Row, ...] = (
    ("notices-sent", "notices sent to partners", "notice", ("send",)),
    ("notices-open", "notices not acknowledged by all at the end", "notice", ()),
)

_UNDERTAKINGS: tuple[_Row, ...] = (
    ("undertakings-accepted", "undertakings of partners accepted", "undertaking", ("accept",)),
)

_ENDS = {
    "confirmed": "reports confirmed, by evidence at hand",
    "not_confirmed": "reports not confirmed: the evidence does not show it",
    "refuted": "reports refuted, by evidence at hand",
    "noticed_not_confirmed": "reports noticed, not confirmed",
    "merged": "reports joined with another one",
}
_POSITIONS = {
    "rejected": "claims rejected",
    "rejected_in_part": "claims rejected in part",
    "accepted": "claims accepted",
    "cannot_be_told": "claims of which we cannot tell",
}
_OUTCOMES = {
    "handed_over": "categories of data handed over",
    "refused": "categories of data refused",
    "not_held": "categories of data not held: searched, and shown",
}


def of_cases(stood: Stood, period: Period) -> tuple[Section, ...]:
    """Exemptions, misuse, allegations, authorities, partners, statements."""
    return (
        Section(
            "exemptions",
            "Exemptions",
            "A grant says how it takes effect; alone it changes no decision.",
            tuple(_steps(stood, _EXEMPTIONS)),
        ),
        Section(
            "misuse",
            "Reports of misuse",
            "How many repeat a thing says nothing of whether it is so. “Noticed, not confirmed” is an end "
            "like the others.",
            tuple(_misuse(stood, period)),
        ),
        Section(
            "allegations",
            "Allegations and technical claims",
            "An allegation is kept letter for letter and answered claim by claim. What we had to correct stays.",
            (
                *_steps(stood, _ALLEGATIONS),
                *_values(stood.of_step("allegation", "answer"), "claim", "position", _POSITIONS),
                *_steps(stood, _TECHNICAL),
            ),
        ),
        Section(
            "requests",
            "Requests of authorities, and disclosures",
            "Each row of the register is a step in the log; both were compared, act for act, for this account.",
            tuple(_requests(stood)),
        ),
        Section(
            "partners",
            "Partners: notices and delistings",
            "A notice is acknowledged by each partner for themselves.",
            tuple(_partners(stood)),
        ),
        Section(
            "statements",
            "Public statements and consultations",
            "A statement is never edited: one that turned out wrong is superseded, and its recipients are told.",
            tuple(_steps(stood, _STATEMENTS)),
        ),
    )


def _steps(stood: Stood, rows: Iterable[_Row]) -> Iterator[Figure]:
    for id, words, kind, names in rows:
        if names:
            how = f"acts `case_moved` of the kind `{kind}` with the step {' or '.join(f'`{name}`' for name in names)}"
            yield _count(id, words, how, stood.taken(kind, names))
        else:
            how = f"the newest act `case_moved` of each case of the kind `{kind}` that had not ended"
            yield _count(id, words, how, stood.open(kind))


def _misuse(stood: Stood, period: Period) -> Iterator[Figure]:
    kind = "misuse_report"
    yield from _steps(stood, [("misuse-received", "reports taken in", kind, ("open",))])
    for state in (one.name for one in lifecycle_of(kind).states if one.is_end):
        how = f"acts `case_moved` of the kind `{kind}` to the state `{state}`, in which the case stood at the end"
        yield _count(f"misuse-{_dashed(state)}", _ENDS[state], how, stood.ended(kind, state, period.since))
    yield from _steps(stood, [("misuse-open", "reports open at the end", kind, ())])
    heard = {case.id: list(_messages(case, period)) for case in stood.cases.values() if case.kind == kind}
    messages = [one for of_case in heard.values() for one in of_case]
    sources = [sources_of(stood.cases[id]) for id, of_case in heard.items() if of_case]
    entries = _acts(act for act, _ in messages)
    yield _stated("misuse-messages", "messages taken in", f"messages in acts `case_entered` of `{kind}`", messages)
    for id, words, how, value in (
        ("texts", "different texts in these reports", "equal ones once", sum(one.texts for one in sources)),
        (
            "sources",
            "independent sources of these reports",
            "copies, lightly changed ones, and what one person sent, once",
            sum(one.independent for one in sources),
        ),
    ):
        how = f"all messages of these reports, {how}"
        yield Figure(f"misuse-{id}", words, value, "", how, entries, len(entries), False)


def _messages(case: Case, period: Period) -> Iterator[tuple[int, int]]:
    """Acts of the quarter that brought messages to a case, each with how many."""
    for act, payload in _entries(case, period.since):
        much = sum(one.kind == "message" for one in payload.parts)
        if much:
            yield act, much


def _entries(case: Case, since: datetime | None = None) -> Iterator[tuple[int, CaseEntered]]:
    for event in case.events:
        if isinstance(event.payload, CaseEntered) and (since is None or event.at >= since):
            yield event.act, event.payload


def _values(cases: Iterable[Case], part: str, field: str, words: dict[str, str]) -> Iterator[Figure]:
    """For each value of a field of parts, how many parts have it, and the acts that stated it."""
    found = list(cases)
    for value, spoken in words.items():
        stating = [
            (act, 1)
            for case in found
            for number, fields in case.parts_of(part).items()
            if fields.get(field) == value and (act := _stated_by(case, part, number, field)) is not None
        ]
        how = f"parts `{part}` of the cases answered whose `{field}` is `{value}`"
        yield _stated(f"{part}-{_dashed(value)}", spoken, how, stating)


def _stated_by(case: Case, part: str, number: int, field: str) -> int | None:
    """The newest act that stated a field of a part."""
    found = None
    for act, payload in _entries(case):
        if any((one.kind, one.number) == (part, number) and field in one.fields for one in payload.parts):
            found = act
    return found


def _requests(stood: Stood) -> Iterator[Figure]:
    yield from _steps(stood, _REQUESTS)
    answered = stood.of_step("authority_request", "answer")
    yield from _values(answered, "category", "outcome", _OUTCOMES)
    records = [one for case in answered for one in _records(case)]
    how = "`records` of the categories handed over in the requests answered"
    yield _stated("records-handed-over", "records handed over", how, records)
    how = "acts `case_moved` that end a request of an authority, or make a disclosure"
    yield _count("register-rows", "rows of the disclosure register", how, (one.act for one in stood.disclosing()))


def _records(case: Case) -> Iterator[tuple[int, int]]:
    for number, fields in case.parts_of("category").items():
        act = _stated_by(case, "category", number, "records")
        if act is not None and fields.get("outcome") == "handed_over":
            yield act, int(fields["records"].partition(".")[0])


def _partners(stood: Stood) -> Iterator[Figure]:
    yield from _steps(stood, _NOTICES)
    sent = stood.of_step("notice", "send")
    for id, words, field in (
        ("notices-recipients", "recipients of the notices sent", "sent_at"),
        ("notices-acknowledged", "recipients who had acknowledged them by the end", "acknowledged_at"),
    ):
        stating = [(act, 1) for case in sent for act in _recipients(case, field)]
        yield _stated(id, words, f"parts `recipient` of the notices sent that state `{field}`", stating)
    yield from _steps(stood, _UNDERTAKINGS)
    yield from _steps(stood, _DELISTINGS)


def _recipients(case: Case, field: str) -> Iterator[int]:
    for number, fields in case.parts_of("recipient").items():
        act = _stated_by(case, "recipient", number, field)
        if act is not None and fields.get(field):
            yield act


def _dashed(word: str) -> str:
    return word.replace("_", "-")
