"""What comes out of the operations on cases, field by field."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class CaseFieldShape(msgspec.Struct):
    """Something that can be said of a case or of a part of it.

    Attributes:
        name: As it is entered.
        meaning: In words.
        holds: What it holds: ``text``, ``one of``, ``yes or no``, ``day``, ``instant``, ``number``, ``language``,
            ``SHA-256``, ``SHA-256 of a file on the case`` or ``case``.
        choices: The words that it may be.
        fixed: Whether it stays as first stated.
        derived: Whether the program states it, and nobody else.
    """

    name: str
    meaning: str
    holds: str
    choices: tuple[str, ...]
    fixed: bool
    derived: bool


class CasePartKindShape(msgspec.Struct):
    """One of the several like things that a case may hold.

    Attributes:
        name: Such as ``claim``.
        meaning: In words.
        fields: What can be said of each.
    """

    name: str
    meaning: str
    fields: tuple[CaseFieldShape, ...]


class CaseStateShape(msgspec.Struct):
    """A state of a lifecycle.

    Attributes:
        name: The state.
        meaning: In words.
        end: Whether it closes the case.
    """

    name: str
    meaning: str
    end: bool


class CaseStepShape(msgspec.Struct):
    """A step of a lifecycle.

    Attributes:
        name: The verb.
        meaning: In words.
        before: States from which it may be taken; empty for ``open`` alone.
        after: The state that it leads to.
        who: Roles that may take it.
        needs: Fields that must be stated by then.
        parts: For each kind of part that it needs one of at least, the fields that each states by then.
        evidence: How many files must be on the case by then.
        apart_from: Steps that another person must have taken last.
        due_days: Days until the next step is due; null without a deadline.
        due_field: A field whose day goes before; empty if none.
    """

    name: str
    meaning: str
    before: tuple[str, ...]
    after: str
    who: tuple[str, ...]
    needs: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    evidence: int
    apart_from: tuple[str, ...]
    due_days: int | None
    due_field: str


class CaseKindShape(msgspec.Struct):
    """The lifecycle of one kind of case.

    Attributes:
        kind: Such as ``misuse_report``.
        prefix: Two letters with which the ids of its cases begin.
        title: For people.
        meaning: What such a case is.
        states: In the order of a usual life.
        fields: What can be said of the case.
        parts: What it can hold several of.
        steps: All that can happen to it.
    """

    kind: str
    prefix: str
    title: str
    meaning: str
    states: tuple[CaseStateShape, ...]
    fields: tuple[CaseFieldShape, ...]
    parts: tuple[CasePartKindShape, ...]
    steps: tuple[CaseStepShape, ...]


class CaseKindsShape(msgspec.Struct):
    """Every kind of case.

    Attributes:
        kinds: Their lifecycles.
    """

    kinds: tuple[CaseKindShape, ...]


class CaseRowShape(msgspec.Struct):
    """A case in the register.

    Attributes:
        id: Such as ``MR-2022-0007``.
        kind: Its kind.
        state: Its state.
        closed: Whether it has come to an end.
        title: One line; empty if there is none, or it was erased.
        due: Day by which the next step is due; null without a deadline.
        opened_at: When it was opened.
        moved_at: When its newest step was taken.
    """

    id: str
    kind: str
    state: str
    closed: bool
    title: str
    due: date | None
    opened_at: datetime
    moved_at: datetime


class CasesShape(msgspec.Struct):
    """A page of cases.

    Attributes:
        cases: The newest first.
        next: Cursor of the next page; null at the end.
    """

    cases: tuple[CaseRowShape, ...]
    next: str | None


class CasePartShape(msgspec.Struct):
    """A part of a case.

    Attributes:
        kind: Such as ``claim``.
        number: From 1, in its kind.
        fields: What is stated of it.
    """

    kind: str
    number: int
    fields: dict[str, str]


class CaseLinkShape(msgspec.Struct):
    """What a case points to.

    Attributes:
        kind: ``order``, ``serial``, ``party``, ``measure``, ``case`` or ``act``.
        target: Its key, number or id.
    """

    kind: str
    target: str


class CaseFileShape(msgspec.Struct):
    """A file on a case, as it is kept.

    Attributes:
        digest: SHA-256 of what is kept.
        name: File name.
        media: Media type, told from the content.
        bytes: Size.
        original: SHA-256 of what was handed in, where location data was taken out; else empty.
        words: What it is.
    """

    digest: str
    name: str
    media: str
    bytes: int
    original: str
    words: str


class CaseEventShape(msgspec.Struct):
    """One act of a case.

    Attributes:
        act: Its number in the log; a receipt can be made of it.
        at: When.
        by: Who.
        erased: Whether its words were erased.
        step: The step taken, or for which something was entered; empty if it was entered by itself.
        before: State before the step; empty for what was entered.
        state: State after it; empty for what was entered.
        title: A title given.
        note: What somebody wanted to say.
        fields: Fields entered.
        parts: Parts entered.
        links: What the case points to since.
        files: Files since.
    """

    act: int
    at: datetime
    by: str
    erased: bool
    step: str = ""
    before: str = ""
    state: str = ""
    title: str = ""
    note: str = ""
    fields: dict[str, str] = {}
    parts: tuple[CasePartShape, ...] = ()
    links: tuple[CaseLinkShape, ...] = ()
    files: tuple[CaseFileShape, ...] = ()


class CaseOptionShape(msgspec.Struct):
    """A step that may come next.

    Attributes:
        step: Its name.
        meaning: In words.
        after: The state that it leads to.
        missing: What is lacking for it, in words; empty if you may take it now.
    """

    step: str
    meaning: str
    after: str
    missing: tuple[str, ...]


class CaseSourcesShape(msgspec.Struct):
    """How many messages report a thing, and how many sources they go back to.

    Attributes:
        messages: All of them.
        texts: Different ones.
        independent: Sources; copies, lightly changed ones too, are one.
    """

    messages: int
    texts: int
    independent: int


class WholeCaseShape(msgspec.Struct):
    """A case with all that was said of it, and what may be done next.

    Attributes:
        case: Its row of the register.
        fields: What is stated of it, the newest value of each.
        parts: Its parts.
        links: What it points to.
        files: Files on it.
        events: Its acts, oldest first.
        options: Steps that its lifecycle allows from here.
        sources: Of its messages.
        pointed_from: Other cases that point to it.
        last: Number of its newest act; send it as `seen` with what you do.
    """

    case: CaseRowShape
    fields: dict[str, str]
    parts: tuple[CasePartShape, ...]
    links: tuple[CaseLinkShape, ...]
    files: tuple[CaseFileShape, ...]
    events: tuple[CaseEventShape, ...]
    options: tuple[CaseOptionShape, ...]
    sources: CaseSourcesShape
    pointed_from: tuple[str, ...]
    last: int


class OpenedCaseShape(msgspec.Struct):
    """A case that was opened.

    Attributes:
        case: Its id.
    """

    case: str


class SteppedCaseShape(msgspec.Struct):
    """A case after a step, or after something was entered.

    Attributes:
        case: Its id.
        state: Its state.
        due: Day by which the next step is due; null without a deadline.
        files: Files that were attached, as they are kept.
    """

    case: str
    state: str
    due: date | None
    files: tuple[CaseFileShape, ...]


class TakenMessageShape(msgspec.Struct):
    """What became of a message.

    Attributes:
        case: The case that it is on.
        number: Its number there.
        copy: Whether it repeats an earlier message, whose case it joined.
    """

    case: str
    number: int
    copy: bool


class TakenMessagesShape(msgspec.Struct):
    """What became of messages.

    Attributes:
        taken: In the order in which they were handed in.
    """

    taken: tuple[TakenMessageShape, ...]


class CaseHitShape(msgspec.Struct):
    """Where words were found.

    Attributes:
        case: The case.
        kind: Its kind.
        state: Its state.
        title: Its title.
        act: The act with which they were entered.
        found: The words around them, as they are searched.
    """

    case: str
    kind: str
    state: str
    title: str
    act: int
    found: str


class CaseHitsShape(msgspec.Struct):
    """A page of what was found.

    Attributes:
        hits: The newest first.
        next: Cursor of the next page; null at the end.
    """

    hits: tuple[CaseHitShape, ...]
    next: str | None


class DisclosedCategoryShape(msgspec.Struct):
    """One category of data that was asked for.

    Attributes:
        name: The category.
        outcome: ``handed_over``, ``refused``, ``not_held`` or ``open``.
    """

    name: str
    outcome: str


class DisclosureShape(msgspec.Struct):
    """A row of the disclosure register.

    Attributes:
        act: Number of the step in the log: `/v1/acts/{number}/receipt` proves it.
        case: Of which case.
        kind: Its kind.
        end: How it ended.
        at: When.
        authority: Who asked, or whom we told; empty if the words were erased.
        legal_basis: On which basis.
        reference: The authority's reference.
        received_on: Day on which it came in; empty if none is stated.
        categories: Each category of data with what became of it.
        records: How many records were handed over.
        conflicts: Laws that conflict, as they were found.
    """

    act: int
    case: str
    kind: str
    end: str
    at: datetime
    authority: str
    legal_basis: str
    reference: str
    received_on: str
    categories: tuple[DisclosedCategoryShape, ...]
    records: int
    conflicts: str


class DisclosuresShape(msgspec.Struct):
    """The disclosure register of a period, whose count is that of the log.

    Attributes:
        since: First day.
        until: The day before which it ends.
        rows: Oldest first.
        outcomes: How many categories of data were handed over, refused, not held.
        counted_in_log: The same steps counted from the acts of the log.
        size: Acts in the log that was counted.
    """

    since: date
    until: date
    rows: tuple[DisclosureShape, ...]
    outcomes: dict[str, int]
    counted_in_log: int
    size: int
