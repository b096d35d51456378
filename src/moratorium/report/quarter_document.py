"""The account of a quarter as a document: the one thing that its page, its print and its text are made from.

Every figure carries the acts that it rests on, as ranges of their numbers. Nothing here knows how it is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from moratorium.desk.quarter_content import Account, CaseLine, DisclosureLine, Figure, Section, Suspension
from moratorium.report.typeset import number

MOST_RANGES, FEW_RANGES = 60, 8
"""So many ranges of acts are told with a figure, on a screen and on paper; the rest can be asked for."""

NOTHING = "–"


@dataclass(frozen=True)
class Told:
    """A figure as it is told.

    Attributes:
        id: Its name.
        number: The number, or a dash where there is nothing to measure.
        words: What it counts.
        acts: Ranges of the acts, in words; empty if there are none.
        first_acts: The same, a few of them: for paper.
        how: How they are found again.
    """

    id: str
    number: str
    words: str
    acts: str
    first_acts: str
    how: str


@dataclass(frozen=True)
class Entry:
    """Something described by pairs: a suspension."""

    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table of texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """A part of the document with a heading.

    Attributes:
        id: Its anchor.
        title: The heading.
        words: What to know before one reads on.
        figures: Numbers.
        entries: Things described.
        grid: A table; None for none.
        empty: What is said if there is nothing.
    """

    id: str
    title: str
    words: str
    figures: tuple[Told, ...] = ()
    entries: tuple[Entry, ...] = ()
    grid: Grid | None = None
    empty: str = ""


@dataclass(frozen=True)
class Document:
    """The whole.

    Attributes:
        title: The heading.
        edition: For whom, in words.
        lead: What it is, in a sentence.
        warning: What it does not say.
        basis: What it rests on, as pairs.
        headlines: The figures that a reader looks for first.
        blocks: Its parts.
        proof: How an outsider verifies it, step by step.
    """

    title: str
    edition: str
    lead: str
    warning: str
    basis: tuple[tuple[str, str], ...]
    headlines: tuple[Told, ...]
    blocks: tuple[Block, ...]
    proof: tuple[str, ...]


_HEADLINES = (
    "suspensions-in-force",
    "orders-denied",
    "orders-held",
    "hours-median",
    "misuse-received",
    "register-rows",
)
_EDITIONS = {
    "board": "For the board. It names people and the internal ground of suspensions: not to be handed on.",
    "public": "For everybody. It holds no personal data and no internal ground; its numbers are those of the board.",
}
WARNING = (
    "Not legal advice. That no active measure stops an order says what the rulebook holds, and never that the order is "
    "lawful. What was not confirmed is not called true or untrue here."
)


def document_of(account: Account) -> Document:
    """The document of an account, of whichever edition."""
    quarter = account.quarter
    figures = {one.id: one for one in account.figures}
    return Document(
        title=f"Account of the quarter {quarter}",
        edition=_EDITIONS[account.edition],
        lead=f"What the company suspended, stopped, held, released, was told, told others and handed over "
        f"from {quarter.since} until before {quarter.until}.",
        warning=WARNING,
        basis=tuple(_basis(account)),
        headlines=tuple(_told(figures[id]) for id in _HEADLINES),
        blocks=tuple(_blocks(account)),
        proof=tuple(_proof(account)),
    )


def ranges(acts: Iterable[int], most: int | None = MOST_RANGES, of: int = 0) -> str:
    """Numbers of acts as ranges, in order.

    Args:
        acts: Their numbers, each once.
        most: So many ranges are told; None for all.
        of: How many acts there are, if these are the first ones only.

    >>> ranges([3, 4, 5, 9]), ranges([1, 3, 5, 7], most=2), ranges([3, 4, 5], of=2_000)
    ('3–5, 9', '1, 3 and 2 more', '3–5 and 1,997 more')
    """
    spans = list(spans_of(acts))
    shown = spans if most is None else spans[:most]
    text = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in shown)
    every = max(of, sum(last - first + 1 for first, last in spans))
    left = every - sum(last - first + 1 for first, last in shown)
    return f"{text} and {number(left)} more" if left else text


def spans_of(acts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers without a gap, in order.

    >>> list(spans_of([9, 3, 4]))
    [(3, 4), (9, 9)]
    """
    first = last = None
    for act in sorted(set(acts)):
        if last is not None and act == last + 1:
            last = act
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = act
    if first is not None and last is not None:
        yield first, last


def value_words(figure: Figure) -> str:
    """The number of a figure for people."""
    return NOTHING if figure.value is None else number(figure.value)


def _told(figure: Figure) -> Told:
    acts, few = (ranges(figure.acts, most, figure.rests_on) for most in (MOST_RANGES, FEW_RANGES))
    return Told(figure.id, value_words(figure), figure.words, acts, few, figure.how)


def _basis(account: Account) -> Iterator[tuple[str, str]]:
    yield "Edition", account.edition
    reaches = "no act" if account.reaches is None else f"{account.reaches:%Y-%m-%d %H:%M} UTC"
    yield "As of", f"the first {number(account.size)} acts of the log; the newest of them was done {reaches}"
    yield "Log", account.origin
    yield "Tree head", account.root
    yield "Key", account.vkey
    if account.erased:
        words = f"{number(len(account.erased))} acts of the quarter; what they said counts nowhere any more"
        yield "Erased since", f"{words} (acts {ranges(account.erased)})"


def _blocks(account: Account) -> Iterator[Block]:
    first, *others = account.sections
    entries = tuple(map(_suspension, account.suspensions))
    empty = "No suspension of our own was in force on the last day."
    yield Block(first.id, first.title, first.words, _all_told(first), entries, empty=empty if not entries else "")
    for section in others:
        grid = _disclosures(account.disclosures) if section.id == "requests" else None
        yield Block(section.id, section.title, section.words, _all_told(section), grid=grid)
    yield Block(
        "lists",
        "Party lists that were at hand",
        "The newest version before the quarter, and those that came in it.",
        grid=Grid(
            ("List", "Published", "Entries", "SHA-256", "Act"),
            tuple((one.source, one.published, number(one.entries), one.digest, str(one.act)) for one in account.lists),
        ),
        empty="" if account.lists else "No official list was at hand: nobody was compared with one.",
    )
    yield Block(
        "not-controlled",
        "Not yet controlled",
        "What a maker can do beyond an order, and this system does not do yet. Suspending orders stops none of it.",
        grid=Grid(("Lever", "What stays open"), tuple((one.name, one.words) for one in account.not_controlled)),
    )
    if account.cases:
        yield Block(
            "cases",
            "Cases that moved, or were open at the end",
            "For the board alone. Words of a case may be erased; its steps stay.",
            grid=Grid(("Case", "Kind", "Title", "State at the end", "Acts"), tuple(map(_case, account.cases))),
        )


def _all_told(section: Section) -> tuple[Told, ...]:
    return tuple(map(_told, section.figures))


def _suspension(one: Suspension) -> Entry:
    return Entry(one.title, tuple((label, text) for label, text in _why_still(one) if text))


def _why_still(one: Suspension) -> Iterator[tuple[str, str]]:
    yield "Measure", one.id
    yield (
        "In force",
        f"from {one.since or 'the beginning'}{f' until before {one.until}' if one.until else ', without an end'}",
    )
    yield "Decided", str(one.decided or "not known")
    yield "Announced", str(one.announced or "not known")
    yield "Territories", ", ".join(one.territories)
    yield "Public text", one.statement
    yield "Why still", _review(one)
    yield "Review by", one.owner
    yield "Internal ground", one.ground
    yield "Two people", f"{one.proposed_by} proposed, {one.approved_by} approved" if one.proposed_by else ""
    yield "Acts", ranges(one.acts)


def _review(one: Suspension) -> str:
    if one.review is None:
        return "no review date is set; it stays in force until it is lifted"
    due = (
        f"its review was due on {one.review} and is overdue"
        if one.is_overdue
        else f"its next review is due on {one.review}"
    )
    return f"it was not lifted; {due}{f': {one.question}' if one.question else ''}"


def _disclosures(rows: Sequence[DisclosureLine]) -> Grid | None:
    if not rows:
        return None
    named = any(one.case for one in rows)
    columns = ("Act", "Came to", "Territory", "Categories of data", *(("Authority", "Case") if named else ()))
    return Grid(columns, tuple(_disclosure(one, named) for one in rows))


def _disclosure(one: DisclosureLine, named: bool) -> tuple[str, ...]:
    categories = ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in one.categories) or NOTHING
    shared = (str(one.act), one.end.replace("_", " "), one.territory or NOTHING, categories)
    return (*shared, one.authority or "erased", one.case) if named else shared


def _case(one: CaseLine) -> tuple[str, ...]:
    return (one.id, one.kind, one.title or "erased", one.state, ranges(one.acts) or "none in the quarter")


def _proof(account: Account) -> Iterator[str]:
    quarter, size = account.quarter, account.size
    public = " --public" if account.edition == "public" else ""
    yield (
        "Every number above names the acts that it counts or that state it, by their numbers in the log; of very many, "
        "the first and how many more there are. All of them were done within the quarter or before its end, and are "
        f"among the first {number(size)} acts."
    )
    yield f"Made again, it is the same: `moratorium report quarter {quarter} --at-size {size}{public} --into FILE`."
    yield f"All acts of a number: `moratorium report acts {quarter} FIGURE --at-size {size}`."
    yield "A receipt of an act: `moratorium ledger receipt act:N --out FILE`, or on its page in the console."
    yield (
        f"An outsider verifies a receipt offline, with nothing of ours but the key: "
        f"`moratorium ledger verify FILE --key '{account.vkey}'`."
    )
