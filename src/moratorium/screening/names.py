"""Names in a form that can be compared: what two spellings of one name have in common.

A name is *read*: case, accents, punctuation and compatibility forms go, every script is written in Latin letters, legal
forms and words of trade are unified ("ООО", "OOO", "Limited Liability Company" are ``llc``). What comes out are one or
several *spellings*, each a tuple of words. A word has a *skeleton*, its consonants as heard, in which romanisations
meet, and a *factor*, how much it tells beside an ordinary word. The original spelling is always kept beside it. A name
of which too little remains is *not comparable*, which is told and never taken for "no match".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from moratorium.screening.forms import (
    AMBIGUOUS,
    DROPPED,
    FACTORS,
    HONORIFICS,
    LEGAL_FORMS,
    ONE_WORD,
    PHRASES,
    PLACEHOLDERS,
    TITLES,
)
from moratorium.screening.scripts import apart, plain_texts
from moratorium.screening.scripts.articles import ASSIMILATED, settled
from moratorium.screening.scripts.heard import skeleton
from moratorium.screening.scripts.lookalikes import mixed_scripts

__all__ = [
    "MAX_CHARACTERS",
    "MAX_SPELLINGS",
    "MAX_WORDS",
    "MIN_LETTERS",
    "factor",
    "factor_of_unlisted",
    "is_comparable",
    "mixed_scripts",
    "normalised",
    "skeleton",
    "spellings",
    "too_long",
    "why_not",
]

MAX_SPELLINGS = 6
"""A name is read in at most so many ways."""

MAX_CHARACTERS = 1_000
"""A longer name is not read: no party has one, and it would only cost time."""

MAX_WORDS = 64
"""A name of more words is not read."""

MIN_LETTERS = 4
"""A name with fewer letters and digits, titles apart, is not comparable."""

ENOUGH = 1.0
"""What the words of a comparable name tell together: an ordinary word is enough, of words of trade it takes three."""

OF_TRADE = 0.35
"""What a word of trade, or a letter alone, adds to it: it takes three of them."""

_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None, ord("`"): None}
_SINGLES = frozenset("abcdefghijklmnopqrstuvwxyz")
_ORDINARY = (_SINGLES | DROPPED | ONE_WORD.keys() | PHRASES.keys() | ASSIMILATED).isdisjoint
_NO_SINGLE = _SINGLES.isdisjoint
_NO_PHRASE = frozenset(PHRASES).isdisjoint
_NO_ARTICLE = ASSIMILATED.isdisjoint
_NO_AMBIGUOUS = AMBIGUOUS.isdisjoint
_FORM_LETTERS = frozenset(
    word for word in LEGAL_FORMS | ONE_WORD.keys() if len(word) == 2 and ONE_WORD.get(word, word) in LEGAL_FORMS
)
_MAX_OF_PERSON = 4
_DIGIT = re.compile("[0-9]")
_ORDINAL = re.compile(r"\b(?:([0-9]+)(?:st|nd|rd|th)|n[or] +([0-9]+))\b")


_KNOWN = frozenset((*ONE_WORD, *ONE_WORD.values(), *FACTORS))
_LEAST_GLUED = 8
_TRADE_GLUED = re.compile(
    "(.{3,}?)(technolog(?:y|ies)|te[ck]h?nolog(?:ii|iya|iia|i)|teknoloji|ele[ck]troni(?:[ck]a?|cs)?"
    "|engineering|inzhiniring|logisti[ck][as]?|software|invest(?:ments?)?)"
)
_LEAST_WITH_ACRONYM = 3
_LEAST_MISSPELLED = 5


def _lacking_one(word: str) -> Iterator[str]:
    """The word without each of its letters in turn: two words one edit apart have such a spelling in common."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


_SAYS_LITTLE = FACTORS.keys() | PLACEHOLDERS | LEGAL_FORMS | TITLES

_MISSPELLED = {
    lacking: FACTORS[word]
    for spelling, word in sorted({**{word: word for word in FACTORS}, **ONE_WORD}.items())
    if word in FACTORS and len(spelling) > _LEAST_MISSPELLED
    for lacking in (spelling, *_lacking_one(spelling))
}
"""Legal forms, titles and words of trade by what remains of them without a letter."""


def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a name, each the words in the order written; at most ``MAX_SPELLINGS``, the plainest first.

    Empty if nothing remains, or if the name is too long (see :func:`too_long`).

    >>> spellings("ООО «Ромашка»"), spellings("Romashka, L.L.C.")
    ((('llc', 'romashka'),), (('romashka', 'llc'),))
    >>> spellings("Abdul-Rahman AL-QA'IDA"), spellings("!!!")
    ((('abd', 'rahman', 'al', 'qaida'),), ())
    """
    if len(name) > MAX_CHARACTERS:
        return ()
    if name.isascii():
        text = _counted(name.lower().translate(_BLANKS))
        words = text.split()
        if len(words) > MAX_WORDS:
            return ()
        if _ORDINARY(words) and not _has_glued(text) and not _has_trade(text):
            return (tuple(words),) if words else ()
        return _none_too_long(dict.fromkeys(_readings(words, text)))
    return _of_scripts(name)


def _none_too_long(found: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The first spellings; none at all if one has too many words, as glued words that were taken apart may have."""
    kept = tuple(found)[:MAX_SPELLINGS]
    return () if any(len(words) > MAX_WORDS for words in kept) else kept


def _of_scripts(name: str) -> tuple[tuple[str, ...], ...]:
    """Spellings of a name with other than plain Latin letters; of one that is written twice, those of both."""
    whole = _of_texts(name)
    parts = apart(name) if whole else None
    if parts is not None:
        one, other = (_of_texts(part) for part in parts)
        if one and other and is_comparable(one[0]) and is_comparable(other[0]):
            whole = tuple(dict.fromkeys((*one, *other, *whole)))
    return _none_too_long(whole)


def _of_texts(name: str) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[str, ...], None] = {}
    for plain in plain_texts(name, MAX_CHARACTERS):
        text = _counted(plain.translate(_BLANKS))
        words = text.split()
        if len(words) > MAX_WORDS:
            return ()
        found |= dict.fromkeys(_readings(words, text))
    return tuple(found)


def _counted(text: str) -> str:
    """The text with plain numbers: "14th" is 14, and so is "No. 14"."""
    return _ORDINAL.sub(r"\1\2", text) if _DIGIT.search(text) else text


def too_long(name: str) -> bool:
    """Whether a name has more characters or words than are read.

    >>> too_long("a " * 65), too_long("John Smith")
    (True, False)
    """
    if len(name) > MAX_CHARACTERS:
        return True
    texts = (name,) if name.isascii() else plain_texts(name, MAX_CHARACTERS)
    if not texts or any(len(text.translate(_BLANKS).split()) > MAX_WORDS for text in texts):
        return True
    words = [text.translate(_BLANKS).split() for text in texts]
    return not spellings(name) and any(words)


def normalised(name: str) -> str:
    """The plainest spelling of a name, its words joined by blanks.

    >>> normalised("ООО «Ромашка»"), normalised("OOO Romashka"), normalised("Romashka, L.L.C.")
    ('llc romashka', 'llc romashka', 'romashka llc')
    >>> normalised("Müller & Söhne GmbH"), normalised("AL-QA'IDA")
    ('muller sohne gmbh', 'al qaida')
    """
    return " ".join(next(iter(spellings(name)), ()))


def factor(word: str) -> float:
    """How much a word tells beside an ordinary one (1): less for legal forms, titles, particles and words of trade.

    >>> factor("kronshtadt"), factor("trading"), factor("llc"), factor("al")
    (1.0, 0.7, 0.2, 0.2)
    """
    return FACTORS.get(word, 1.0)


def factor_of_unlisted(word: str) -> float:
    """The same for a word that no list has: it may be a legal form or a word of trade with a letter wrong.

    >>> factor_of_unlisted("companny"), factor_of_unlisted("limlted"), factor_of_unlisted("kompass")
    (0.2, 0.2, 1.0)
    """
    known = FACTORS.get(word)
    if known is not None or len(word) < _LEAST_MISSPELLED:
        return 1.0 if known is None else known
    found = [_MISSPELLED[lacking] for lacking in (word, *_lacking_one(word)) if lacking in _MISSPELLED]
    return min(found, default=1.0)


def why_not(words: Sequence[str]) -> str | None:
    """Why a spelling says too little to be compared; None if it says enough.

    >>> why_not(("trading", "co")), why_not(("dji",)), why_not(())
    ('only legal forms, titles and words of trade', 'fewer than 4 letters and digits', 'no letters and no digits')
    >>> why_not(("x",)), why_not(("ltd",)), why_not(("dec", "ltd"))
    ('fewer than 4 letters and digits', 'only legal forms, titles and words of trade', None)
    """
    if not words:
        return "no letters and no digits"
    short = sum(len(word) for word in words if word not in TITLES) < MIN_LETTERS
    if sum(map(_tells, words)) < ENOUGH and not (short and FACTORS.keys().isdisjoint(words)):
        return "only legal forms, titles and words of trade"
    return f"fewer than {MIN_LETTERS} letters and digits" if short else None


def _tells(word: str) -> float:
    """What a word adds to whether a name can be compared: little if many have it, nothing if it is a form."""
    if word in PLACEHOLDERS or word in LEGAL_FORMS:
        return 0.0
    if len(word) == 1:
        return OF_TRADE
    return 1.0 if word in HONORIFICS or word not in FACTORS else min(FACTORS[word], OF_TRADE)


def is_comparable(words: Sequence[str]) -> bool:
    """Whether a spelling says enough to be compared.

    >>> is_comparable(("dec", "ltd")), is_comparable(("trading", "co")), is_comparable(("unknown",))
    (True, False, False)
    """
    for word in words:
        if len(word) >= MIN_LETTERS and word not in _SAYS_LITTLE:
            return True  # this word alone says enough; it is found quicker than why a name does not
    return why_not(words) is None


def _has_glued(text: str) -> bool:
    """Whether an Arabic name may be written as one word here."""
    return "abd" in text or "ddi" in text or "udi" in text or "edi" in text or "ldin" in text or "dee" in text


def _has_trade(text: str) -> bool:
    """Whether a company's own name and its trade may be written as one word here ("Nartechnologies")."""
    return (
        "technolog" in text
        or "tekhnolog" in text
        or "teknoloj" in text
        or "electroni" in text
        or "elektroni" in text
        or "engineering" in text
        or "inzhiniring" in text
        or "logisti" in text
        or "software" in text
        or "invest" in text
    )


def _apart(words: list[str]) -> Iterator[str]:
    """A company's own name and its trade as words of their own."""
    for word in words:
        found = _TRADE_GLUED.fullmatch(word) if len(word) > _LEAST_GLUED and word not in _KNOWN else None
        if found is None:
            yield word
        else:
            yield from found.groups()


def _without_acronym(words: list[str]) -> list[str]:
    """The words without one that is made of the initials of others beside it ("AIG - Armament Industries Group")."""
    initials = "".join(word[0] for word in words)
    for place, word in enumerate(words):
        if 3 <= len(word) < len(words) and (word in initials[:place] or word in initials[place + 1 :]):
            return [*words[:place], *words[place + 1 :]]
    return words


def _readings(words: list[str], text: str) -> Iterator[tuple[str, ...]]:
    """A name's words unified; and again where a form may be a person's initials, given name or surname."""
    kept = [word for word in words if word not in DROPPED]
    if _has_trade(text):
        kept = list(_apart(kept))
    if len(kept) > _LEAST_WITH_ACRONYM:
        kept = _without_acronym(kept)
    joined = kept if _NO_SINGLE(kept) else [word for word in _joined(kept) if word not in DROPPED]
    read = _unified(settled(joined) if _has_glued(text) or not _NO_ARTICLE(joined) else joined)
    if not _NO_ARTICLE(read):  # a form may be an article too: "as" is the form of "anonim sirketi"
        read = settled(read)
    if not read:
        return
    yield tuple(read)
    if len(joined) > _MAX_OF_PERSON or sum(word in FACTORS for word in read) != 1 or len(read) == 1:
        return
    if len(joined) == len(kept) - 1:
        yield tuple(kept)
    elif not _NO_AMBIGUOUS(joined):
        yield tuple(joined)


def _joined(words: list[str]) -> list[str]:
    """Neighbouring single letters as one word where they are three or more, a legal form, or all there is.

    "S.A." is ``sa`` and "U.S.S.R." is ``ussr``; the initials of "J.R. Smith" stay two.
    """
    if _SINGLES.issuperset(words):
        return ["".join(words)]
    found: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if word in _SINGLES:
            run.append(word)
            continue
        letters = "".join(run)
        found.extend([letters] if len(run) > 2 or letters in _FORM_LETTERS else run)
        run = []
        found.append(word)
    return found[:-1]


def _unified(words: list[str]) -> list[str]:
    """Each spelling of a form replaced by the form, until none is left: "limited sti" is "ltd sti" is "ltd"."""
    found = [ONE_WORD.get(word, word) for word in words]
    while not _NO_PHRASE(found):
        shorter = _without_phrases(found)
        if len(shorter) == len(found):
            break
        found = shorter
    return found


def _without_phrases(words: list[str]) -> list[str]:
    """One pass from left to right, the longest phrase first."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for phrase, form in PHRASES.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                found.append(form)
                at += len(phrase)
                break
        else:
            found.append(words[at])
            at += 1
    return found
