"""Words and numbers of a replay's page: worth by currency, shares, and the answer in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from moratorium.history.impact import KINDS, NO_CLEARANCES, Book, Draft, Gap, Impact, Kind, Move, Worth
from moratorium.report.summary import counted
from moratorium.report.typeset import NO_BREAK, short
from moratorium.terms.money import whole_money
from moratorium.terms.party import spoken_role
from moratorium.terms.vocabulary import VOCABULARY, Subject

ADOPTED = "adopted"
"""Name of the base that is the adopted rulebook."""

NOTHING = "–"
"""Stands where there is none."""

KIND_WORDS: dict[Kind, str] = {
    "denied": "newly denied",
    "held": "newly held",
    "eased": "eased to a hold",
    "released": "no longer stopped",
}

STOPPED: tuple[Kind, ...] = ("denied", "held")
RELIEVED: tuple[Kind, ...] = ("eased", "released")


# -- numbers -----------------------------------------------------------------------------------------------------------


def worth(of: Worth) -> str:
    """Worth by currency, in whole units.

    >>> worth(Worth(3, {"EUR": "1200.40", "": "7"}))
    '1,200\\xa0EUR\\xa0· 7\\xa0without currency'
    """
    parts = []
    for currency, amount in sorted(of.value.items(), key=lambda one: (not one[0], one[0])):
        told = whole_money(Decimal(amount), currency)
        parts.append(told.replace(" ", NO_BREAK) if currency else f"{told}{NO_BREAK}without currency")
    return f"{NO_BREAK}· ".join(parts) or NOTHING


def percent(part: Decimal) -> str:
    """A part of one as a percentage.

    >>> percent(Decimal("0.2")), percent(Decimal("0.1234")), percent(Decimal("0.00002")), percent(Decimal(0))
    ('20%', '12.3%', 'less than 0.1%', '0%')
    >>> percent(Decimal("0.9999")), percent(Decimal(1))
    ('more than 99.9%', '100%')
    """
    if 0 < part < Decimal("0.001"):
        return "less than 0.1%"
    if Decimal("0.999") < part < 1:
        return "more than 99.9%"
    return f"{(part * 100).quantize(Decimal('0.1')).normalize():f}%"


def added(of: Iterable[Worth]) -> Worth:
    """Some lines together; each currency by itself."""
    lines, unvalued, value = 0, 0, dict[str, Decimal]()
    for one in of:
        lines, unvalued = lines + one.lines, unvalued + one.unvalued
        for currency, amount in one.value.items():
            value[currency] = value.get(currency, Decimal(0)) + Decimal(amount)
    return Worth(lines, {currency: str(amount) for currency, amount in value.items()}, unvalued)


def of_kinds(moves: Iterable[Move], kinds: Iterable[Kind]) -> Worth:
    """The lines that change in one of these ways."""
    wanted = tuple(kinds)
    return added(move.worth for move in moves if move.kind in wanted)


def all_lines(moves: Iterable[Move]) -> int:
    """How many lines these are."""
    return sum(move.worth.lines for move in moves)


def count(lines: int) -> str:
    """A number of lines or orders; a dash for none."""
    return f"{lines:,}" if lines else NOTHING


# -- the answer --------------------------------------------------------------------------------------------------------


def answer(impact: Impact, draft: Draft) -> str:
    """What a draft would change, in a sentence."""
    lines = impact.judged.lines
    if not draft.changed:
        return (
            f"None of these {counted(lines, 'line')} would get another effect. That tells what this history came to, "
            "and nothing of orders that are not in it."
        )
    kinds = [(kind, of_kinds(draft.moves, (kind,)).lines) for kind in KINDS]
    told = _listed([f"{changed:,} {KIND_WORDS[kind]}" for kind, changed in kinds if changed])
    share = percent(Decimal(draft.changed) / lines) if lines else ""
    return f"{counted(draft.changed, 'line')} of {lines:,} ({share}) would change: {told}."


def further(impact: Impact, draft: Draft) -> Iterator[str]:
    """What else to know at once: worth, open orders, partners, what to ask first, and how much the base stops."""
    stopped, relieved = of_kinds(draft.moves, STOPPED), of_kinds(draft.moves, RELIEVED)
    if stopped.value:
        yield f"What would newly be denied or held is worth {worth(stopped)}."
    if relieved.value:
        yield f"What would be eased or released is worth {worth(relieved)}."
    if lines := sum(one.worth.lines for one in draft.open):
        yield f"{lines:,} of the changed lines {'stands' if lines == 1 else 'stand'} in open orders."
    if losers := len({one.partner for one in draft.losers}):
        share = percent(Decimal(impact.share))
        yield f"{counted(losers, 'partner')} would lose more than {share} of the worth of their lines in some currency."
    if draft.gaps and draft.gaps[0].worth.lines:
        first = draft.gaps[0]
        waiting = f"{counted(first.worth.lines, 'held line')} {'waits' if first.worth.lines == 1 else 'wait'} for it"
        yield f"Ask first: “{question(first)}” ({waiting}, {first.alone:,} for it alone)."
    if words := _stopped_already(draft):
        yield words


def _stopped_already(draft: Draft) -> str:
    """Where the base stops most lines a draft cannot show what it would stop; names the measure to look at."""
    lines = all_lines(draft.moves)
    stopped = all_lines(move for move in draft.moves if move.before != "allow")
    if 2 * stopped <= lines:
        return ""
    based = [one for one in draft.measures if one.side == "base" and one.effect != "allow"]
    most = max(based, key=lambda one: one.worth.lines, default=None)
    words = f"Mind that the base stops {percent(Decimal(stopped) / lines)} of these lines already"
    first = f", most of them by “{most.title}” ({most.measure}, {counted(most.worth.lines, 'line')})" if most else ""
    return f"{words}{first}: what is stopped cannot newly be stopped."


def question(gap: Gap) -> str:
    """What to ask, of whom it concerns in general.

    >>> question(Gap("end_user.military", "Is {subject} a military end user?", 1, Worth(1)))
    'Is the end user a military end user?'
    """
    role, _, attribute = gap.fact.partition(".")
    fact = VOCABULARY.get(gap.fact)
    subject = _SUBJECTS.get(fact.subject, "") if fact else ""
    if not subject:
        of_any = "each party and place" if attribute == "territory" else "each party"
        subject = f"the {spoken_role(role)}" if attribute and role != "any_role" else of_any
    return gap.question.replace("{subject}", subject) or gap.fact


_SUBJECTS = {
    Subject.ORDER: "the order",
    Subject.LINE: "the line",
    Subject.PRODUCT: "the product",
    Subject.ACTOR: "our entity",
    Subject.REFERENCE: "the reference",
}


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# -- the head ----------------------------------------------------------------------------------------------------------


def lead(impact: Impact) -> str:
    """What is asked, in a sentence."""
    period = f" from {impact.first} to {impact.last}" if impact.first else ""
    what = "this draft were" if len(impact.drafts) == 1 else "one of these drafts were"
    base = "what is adopted" if impact.base.name == ADOPTED else impact.base.name
    return (
        f"{counted(impact.judged.lines, 'order line')} of the past{period}, judged again as if {what} in force "
        f"instead of {base}. A line counts once for each entity of ours that acts on it."
    )


def basis(impact: Impact) -> Iterator[tuple[str, str]]:
    """What is compared, on which days, and over which history."""
    yield "Made", impact.made
    yield "Base", _book(impact.base)
    for draft in impact.drafts:
        yield "Draft", _book(draft.book)
    yield "Valid day", "each line on the day of its order" if impact.on == "order-date" else f"all lines on {impact.on}"
    yield "Known at", _known_at(impact)
    yield "History", f"{counted(impact.orders, 'order')}, {counted(impact.lines, 'line')}"
    if impact.first:
        yield "Period", f"{impact.first} to {impact.last}"
    yield "Worth", worth(impact.judged)
    yield "Party lists", ", ".join(sorted(impact.lists)) or "none at hand: nobody was compared with an official list"


def _known_at(impact: Impact) -> str:
    log = f"the log has {counted(impact.log_size, 'act')}"
    if impact.known_at is not None:
        return f"the base as known at {counted(impact.known_at, 'act')} of the log; {log}"
    return f"what is adopted now; {log}" if impact.base.name == ADOPTED else f"the base is a folder; {log}"


def _book(book: Book) -> str:
    inactive = f", {book.inactive:,} of them inactive" if book.inactive else ""
    return f"{book.name}: {counted(book.measures, 'measure')}{inactive} ({short(book.digest)})"


def left_out(impact: Impact) -> Iterator[str]:
    """What is not counted."""
    if NO_CLEARANCES not in impact.notes:
        yield sentence(NO_CLEARANCES)
    if not any("currency" in note for note in impact.notes):
        yield "Amounts of different currencies are never added, and none is converted."
    yield from (sentence(note) for note in impact.notes if note)
    if impact.undated.lines:
        have = "has" if impact.undated.lines == 1 else "have"
        lines = f"{counted(impact.undated.lines, 'line')} {have} no day and could not be judged"
        yield f"{lines} (worth {worth(impact.undated)})." if impact.undated.value else f"{lines}."
    if impact.judged.unvalued:
        yield f"{counted(impact.judged.unvalued, 'judged line')} without a stated worth: counted, and in no amount."
    yield from (f"{sentence(note)[:-1]} (base)." for note in impact.base.notes if note not in common_notes(impact))
    yield from (sentence(note) for note in common_notes(impact))


def common_notes(impact: Impact) -> tuple[str, ...]:
    """What is to be known of the base and of every draft alike, and is told once."""
    return tuple(note for note in impact.base.notes if all(note in draft.book.notes for draft in impact.drafts))


def sentence(words: str) -> str:
    """Words with a capital and an end.

    >>> sentence("no list is at hand"), sentence("Bring it.")
    ('No list is at hand.', 'Bring it.')
    """
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def nothing_judged(impact: Impact) -> str:
    """Why nothing could be judged, and what to do; empty if something was."""
    if impact.judged.lines:
        return ""
    if impact.lines:
        return (
            "No line of this history could be judged: none has a day. That says nothing about the drafts. Replay with "
            "`--on DAY` to judge all lines on one day, or map the day of the order and build the history again."
        )
    return (
        "The history has no line, so nothing was judged. That says nothing about the drafts. Build it from files of "
        "orders: `moratorium history build`."
    )
