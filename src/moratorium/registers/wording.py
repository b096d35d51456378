"""The check of the words of a statement or notice, before anybody approves it.

It looks for what must not go out: words of the internal ground, names and ids of ours, a state told as a cause, sides
taken, law cited where the ground is our own, more certainty than there is, days that the measure does not have. Every
hit says where, by which rule, why, and how to mend it. A hit is a question: another person than the author mends the
text, or writes down why the words may stand. That nothing was found does not mean that all is well, and a person has
read it in any case.

What it cannot see: a ground told in quite other words, or in another language than the ground is written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from moratorium.registers.wording_rules import Compared, Language, Pattern, Rule, Rules

RUN = 3
"""So many words of the ground, in their order and without empty ones between, are a hit."""

RUN_OF_SIGNS = 6
"""The same in signs of Chinese."""

LEAST = 6
"""Letters of a ground that is shorter than a run, below which it is a word like any other."""

CLAUSE = re.compile(r"[,;:.!?()\n–—，。；：！？（）]")
"""Where a clause ends."""

LONGEST_CLAUSE = 300
"""Signs of a clause that are looked at: a text without a stop is read in linear time all the same."""

SENTENCE = re.compile(r"[;.!?\n。；！？]")

_MAIN = re.compile(r"(?<!\w)(?:we|wij)(?!\w)|我们", re.IGNORECASE)
"""Where a main clause goes on after a cause without a comma."""

_SIGN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+(?:['’][^\W_{_SIGN}]+)?")
_ADDRESS = re.compile(r"https?://\S+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]+")
_CASE_ID = re.compile(r"(?<!\w)[A-Z]{2}-[0-9]{4}-[0-9]{4,}(?!\w)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CHINESE = re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


class Inside(NamedTuple):
    """What is ours and must not show.

    Attributes:
        ground: Texts of the internal ground: principle, source, exemptions, reasons, notes.
        public: Texts that may be used as they stand: the neutral texts of the measure.
        names: Names and ids, and what each is, such as ``{"C-7": "a party"}``.
    """

    ground: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    names: Mapping[str, str] = {}


class About(NamedTuple):
    """What the text is about.

    Attributes:
        audience: For whom it is.
        ground: Kind of the measure's ground; empty without a measure.
        days: Days that the measure has, and what each is.
        has_end: Whether the measure ends on a stated day.
        is_confirmed: Whether what is reported is confirmed in the register.
    """

    audience: str = "public"
    ground: str = ""
    days: Mapping[date, str] = {}
    has_end: bool = False
    is_confirmed: bool = False


class Found(NamedTuple):
    """A hit.

    Attributes:
        rule: Id of the rule.
        start: Place of its first sign in the text, from 0.
        end: Place after its last sign.
        words: What stands there.
        title: What the rule finds.
        why: Why it does not go out.
        mend: What to do instead.
    """

    rule: str
    start: int
    end: int
    words: str
    title: str
    why: str
    mend: str

    @property
    def id(self) -> str:
        """Its name within the text, such as ``cause:31-37``."""
        return f"{self.rule}:{self.start}-{self.end}"


def place(text: str, start: int) -> str:
    """Line and column of a place, from 1.

    >>> place("one\\ntwo", 5)
    '2:2'
    """
    before = text[:start]
    return f"{before.count(chr(10)) + 1}:{start - before.rfind(chr(10))}"


def check(text: str, language: str, rules: Rules, inside: Inside, about: About) -> tuple[Found, ...]:
    """What the check finds in a text, in the order of the text.

    Args:
        text: As it would go out.
        language: Its language; where there are no rules for it, only what is compared is found.
        rules: What is searched for.
        inside: What must not show.
        about: What the text is about.
    """
    known = rules.language(language)
    found = [*_hidden(text), *_names(text, inside.names), *_ground(text, inside, rules.empty)]
    hits: list[Found] = [_compared(text, rules.compared[id], *span, more) for id, span, more in found]
    if known is not None:
        hits += [_compared(text, rules.compared["date"], *span, more) for span, more in _days(text, known, about)]
        hits += [hit for rule in rules.words if _holds(rule, about) for hit in _by_words(text, rule, known)]
    return tuple(sorted(dict.fromkeys(hits), key=lambda one: (one.start, one.end, one.rule)))


def _compared(text: str, rule: Compared, start: int, end: int, more: str) -> Found:
    why = f"{rule.why} ({more})" if more else rule.why
    return Found(rule.id, start, end, text[start:end], rule.title, why, rule.mend)


# -- by words ---------------------------------------------------------------------------------------------------------


def _holds(rule: Rule, about: About) -> bool:
    has = {"": True, "measure": bool(about.ground), "end": about.has_end}
    return (
        has[rule.needs]
        and (not rule.grounds or about.ground in rule.grounds)
        and (not rule.audiences or about.audience in rule.audiences)
        and not (rule.unless == "confirmed" and about.is_confirmed)
    )


def _by_words(text: str, rule: Rule, language: Language) -> Iterator[Found]:
    passes = [one.span() for one in language.but[rule.id].finditer(text)] if rule.id in language.but else []
    spans = [*_alone(text, language.words.get(rule.id)), *_causes(text, rule.id, language)]
    for start, end in _joined(spans):
        if not any(start < b and a < end for a, b in passes):
            yield Found(rule.id, start, end, text[start:end], rule.title, rule.why, rule.mend)


def _alone(text: str, pattern: Pattern | None) -> Iterator[tuple[int, int]]:
    if pattern is not None:
        yield from (one.span() for one in pattern.finditer(text))


def _causes(text: str, rule: str, language: Language) -> Iterator[tuple[int, int]]:
    """States that are told as a cause: after some words to the end of the clause, or before others from its begin."""
    if rule in language.after:
        for marker in language.after[rule].finditer(text):
            end = _clause_end(text, marker.end())
            for state in language.state.finditer(text, marker.end(), end):
                yield marker.start(), state.end()
    if rule in language.before:
        for marker in language.before[rule].finditer(text):
            least = max(0, marker.start() - LONGEST_CLAUSE)
            begins = [one.end() for one in SENTENCE.finditer(text, least, marker.start())]
            for state in language.state.finditer(text, begins[-1] if begins else least, marker.start()):
                yield state.start(), marker.end()


def _clause_end(text: str, start: int) -> int:
    """Where the clause ends that begins here: at a sign, or where the main clause goes on with `we`."""
    most = min(len(text), start + LONGEST_CLAUSE)
    sign = CLAUSE.search(text, start, most)
    end = sign.start() if sign else most
    main = _MAIN.search(text, start, end)
    return main.start() if main and text[start : main.start()].strip() else end


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that touch as one."""
    open_: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if open_ is not None and start < open_[1]:
            open_ = (open_[0], max(end, open_[1]))
            continue
        if open_ is not None:
            yield open_
        open_ = (start, end)
    if open_ is not None:
        yield open_


# -- by comparing -----------------------------------------------------------------------------------------------------

_Hit = tuple[Literal["ground", "name", "hidden"], tuple[int, int], str]


def _hidden(text: str) -> Iterator[_Hit]:
    for one in _HIDDEN.finditer(text):
        yield "hidden", one.span(), " ".join(f"U+{ord(sign):04X}" for sign in one[0][:5])


def _names(text: str, names: Mapping[str, str]) -> Iterator[_Hit]:
    for one in _CASE_ID.finditer(text):
        if one[0] not in names:
            yield "name", one.span(), "it looks like the id of a case"
    for name, what in names.items():
        if len(name.strip()) > 1:
            pattern = re.escape(name.strip()).replace(r"\ ", r"\s+")
            for found in re.finditer(rf"(?<![\w-]){pattern}(?![\w-])", text, re.IGNORECASE):
                yield "name", found.span(), f"it is {what}"


class _Token(NamedTuple):
    word: str
    start: int
    end: int


def _tokens(text: str, empty: frozenset[str], *, is_signs: bool) -> list[_Token]:
    """Words that carry meaning, or signs of Chinese, with their places."""
    found = (_Token(one[0].casefold(), *one.span()) for one in _TOKEN.finditer(text))
    if is_signs:
        return [one for one in found if len(one.word) == 1 and re.match(f"[{_SIGN}]", one.word)]
    return [one for one in found if not re.match(f"[{_SIGN}]", one.word) and one.word not in empty]


def _ground(text: str, inside: Inside, empty: frozenset[str]) -> Iterator[_Hit]:
    for is_signs, run in ((False, RUN), (True, RUN_OF_SIGNS)):
        said = _tokens(text, empty, is_signs=is_signs)
        public = [[one.word for one in _tokens(words, empty, is_signs=is_signs)] for words in inside.public]
        runs: set[tuple[str, ...]] = set()
        for ground in inside.ground:
            words = [one.word for one in _tokens(_ADDRESS.sub(" ", ground), empty, is_signs=is_signs)]
            runs |= _runs(words, run)
        lengths = {len(one) for one in runs}
        runs -= {one for words in public for length in lengths for one in _runs(words, length)}
        spans = (
            (said[at].start, said[at + length - 1].end)
            for length in lengths
            for at in range(len(said) - length + 1)
            if tuple(one.word for one in said[at : at + length]) in runs
        )
        yield from (("ground", span, "") for span in _joined(spans))


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """All runs of so many words; of a shorter text, the whole of it, if it says anything of its own."""
    if len(words) < length:
        return {tuple(words)} if sum(map(len, words)) >= LEAST else set()
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def _days(text: str, language: Language, about: About) -> Iterator[tuple[tuple[int, int], str]]:
    if not about.ground:
        return
    known = "; ".join(f"{what} {day}" for day, what in sorted(about.days.items())) or "the measure states no days"
    for span, day in days_in(text, language.months):
        if day is None:
            yield span, "there is no such day"
        elif day not in about.days:
            yield span, known


def days_in(text: str, months: Sequence[str]) -> Iterator[tuple[tuple[int, int], date | None]]:
    """Days that a text names, with their places; None for one that there is not.

    >>> [day.isoformat() for _, day in days_in("from 26 April 2022, or 2022-05-01", ["january"] * 3 + ["april"]) if day]
    ['2022-05-01', '2022-04-26']
    """
    for pattern in (_ISO, _CHINESE):
        for one in pattern.finditer(text):
            yield one.span(), _day(int(one[1]), int(one[2]), int(one[3]))
    if not months:
        return
    names = "|".join(sorted(set(months), key=len, reverse=True))
    for one in re.finditer(rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?\s+({names})\s+(\d{{4}})(?!\d)", text, re.IGNORECASE):
        yield one.span(), _day(int(one[3]), months.index(one[2].lower()) + 1, int(one[1]))
    for one in re.finditer(rf"(?<!\w)({names})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", text, re.IGNORECASE):
        yield one.span(), _day(int(one[3]), months.index(one[1].lower()) + 1, int(one[2]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
