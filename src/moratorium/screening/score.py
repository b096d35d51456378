"""``score_v1``: how alike two names are, in plain Python. This is the specification; ``kernel`` gives the same numbers.

1. Two words are alike if they are equal, sound alike (equal skeleton), differ by few letters, or one is the initial of
   the other. Two neighbouring words may together meet one ("hua wei", "huawei"). Numbers meet only equal numbers.
   Letters that clerks write for one another (i and y, c and k, a doubled letter) differ less than others.
2. Words meet one to one, the pair of most worth first. A word's worth is its rarity among the listed parties; short
   words are worth less than long ones, since a few letters are soon the same by chance.
3. Where much of both names has met, words left over may resemble each other from further off ("Mario", "Mariano";
   "Xin Yin Bo", "Xinyinbo"); such a pair never counts for much, and for nothing by itself.
4. What has met is held against what has not. Worth missed on both sides tells two parties apart; worth missed on one
   side only may be a patronymic or a branch, and counts less. The more has met, the less a rest weighs. It weighs more
   beside a person than beside a company: many persons share their names, and few companies do. It weighs most beside a
   party whose kind the publisher does not tell and whose names have no legal form and no word of trade: nearly all such
   entries have a single name, which is a person's.
5. Words of a company that meet in another order, names that the publisher calls weak, and a company's legal form beside
   a listed person or vessel cost a little. Names of persons may begin with any word, family names standing first or
   last; but where all words have one syllable, as in Chinese, Korean, Vietnamese and Burmese names, those that meet in
   an order that no such turn explains often make another name, and that costs a fifth.

A score is not a probability. It is comparable within one state of the lists, since rarity is counted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Literal, NamedTuple

import msgspec

from moratorium.screening.forms import COMPANY_WORDS, LEGAL_FORMS
from moratorium.screening.names import skeleton
from moratorium.screening.weights import Weights

NAME = "score_v1"

VOWELS = frozenset("aeiou")

LONGEST_WORD = 32
"""Longer words meet only if they are equal or sound alike."""

LETTER = 20
"""Cost of a letter that has nothing to do with the one in its place; all costs are in twentieths of a letter."""

_FOR_ONE_ANOTHER = (
    (4, "iy ck cq kq"),
    (5, "vw"),
    (7, "sz"),
    (8, "ou ei"),
    (10, "ae ai ao au ay eo eu ey io iu oy uy fv gj jy gh cs uw gk dt bp bv"),
    (12, "ij kx"),
)
"""Letters that are written for one another, in whatever language, and what it costs."""

OTHER_LETTER: dict[tuple[str, str], int] = {
    each: cost
    for cost, pairs in _FOR_ONE_ANOTHER
    for pair in pairs.split()
    for each in ((pair[0], pair[1]), (pair[1], pair[0]))
}
"""What it costs that one letter stands for another; ``LETTER`` where nothing is said."""

DOUBLED, SILENT, BESIDE_VOWEL, VOWEL = 6, 10, 8, 12
"""What a letter costs that only one of the words has: the same as the one before it; an h, but the first; a vowel
beside a vowel; another vowel, or a w. In a word of one syllable a vowel beside a vowel costs as much as another, and
one that stands for another as much as any letter; so does it at the beginning ("Amir", "Omar")."""

EDIT = 0.87
"""What differing letters cost, as a share of the longer word."""

SHORT = 1.2
"""How much more letters count between words of one syllable, of which many are names."""

BEGINNING = 1.15
"""How much more they count between words that begin with letters that nobody writes for one another."""

HEARD = (1.5, 1.5, 1.0, 0.8, 0.7, 0.6)
"""What the letters cost in which words that sound alike differ, as a share of the longer, by number of sounds."""

VOICED = 8
"""What it costs that one word begins with ch and the other with j, which are one letter in Korean and in Wade-Giles."""

VOICED_LEAST = 0.7
"""Least similarity of two such words; if they are less alike, they are compared like others."""

LONG, LONG_BEGINNING, LONG_UNLIKE = 8, 5, 0.25
"""Words of so many letters that begin with so many equal ones meet if no more than that part differs, however many
letters that is: endings of cases and adjectives ("Novosibirskiy", "Novosibirskogo"), and what was left off."""

UNVOWELLED = (0.0, 0.0, 0.0, 0.85, 0.95)
"""Similarity of words that sound alike if one was written without vowels, as in Arabic, by number of sounds."""

INITIAL = 0.7
"""Similarity of a word and its initial."""

SHORTEST_JOINED = 4
"""Fewer letters are not two words written as one."""

JOINED = 0.95
"""Similarity of a word and two neighbouring ones that are the same word written in two."""

Taken = Literal["person", "company", "unknown"]
"""What a listed party is taken for: a person, which holds for vessels too; a company, or whatever else is listed that
is no person and no vessel; or neither, where the publisher does not tell the kind and no name has a company's words."""

BESIDE = 0.45
"""Share of the worth of each name that must have met before words left over may resemble each other."""

BESIDE_LEAST: Mapping[Taken, float] = {"person": 0.9, "company": 0.7, "unknown": 0.9}
"""And so much worth at least: a common name alone is too little to stand beside."""

FAR = 1.2
"""What differing letters cost there, as a share of the longer word."""

FAR_LEAST, FAR_MOST = 0.34, 0.7
"""Less is no resemblance, and more than the second it never counts for."""

RESEMBLES = 0.9
"""What remains of the similarity of two words that only resemble each other."""

PREFIX_LEAST, PREFIX_SHARE = 0.35, 0.45
"""A word that the other begins with resembles it by so much, and by that share of the letters of the longer."""

SHORTEST_PREFIX = 4
"""Fewer letters are no such beginning."""

GLUED_LEAST = 0.8
"""Least similarity of two or three neighbouring words, written as one, to a word that they resemble."""

MISSED: Mapping[Taken, float] = {"person": 1.15, "company": 0.9, "unknown": 1.5}
"""What worth missed weighs beside worth that has met."""

ONE_SIDED: Mapping[Taken, float] = {"person": 0.42, "company": 0.32, "unknown": 0.42}
"""What worth missed on one side only weighs, beside worth missed on both."""

TURNED = 0.9
"""What remains of a company's score if its words meet in another order."""

REORDERED = 0.8
"""What remains of the score of a name of one-syllable words that meet in an order which no turn explains. So much
that the same words in another order, as a Vietnamese name in the Western way, are still asked about at the usual
threshold."""

WEAK = 0.95
"""What remains of the score of a name that the publisher calls weak."""

FORMED = 0.9
"""What remains of a score if the name asked about has a legal form, and the listed party is a person or a vessel whose
name has none: a company that bears the name is another party."""

How = Literal["equal", "heard", "typed", "initial", "joined", "split", "akin"]


class Link(NamedTuple):
    """Words that met.

    Attributes:
        query: Places of the words in the name asked about: one, or up to three neighbours (``joined``).
        listed: Places of the words in the listed name: one, or up to three neighbours (``split``).
        how: ``equal``, ``heard`` (sounds alike), ``typed`` (few letters differ), ``initial``, ``joined``, ``split``,
            ``akin`` (resembles, beside what has met).
        similarity: From 0 to 1.
        worth: Of the words on both sides together, times the similarity.
    """

    query: tuple[int, ...]
    listed: tuple[int, ...]
    how: How
    similarity: float
    worth: float


class Alignment(msgspec.Struct, frozen=True):
    """Why a score is what it is.

    Attributes:
        score: From 0 to 1; not a probability.
        query: Words of the name asked about, as compared.
        listed: Words of the listed name, as compared.
        worth_query: Worth of each.
        worth_listed: Worth of each.
        links: Which met which, most worth first.
        turned: Whether a company's words met in another order.
        reordered: Whether a person's words, all of one syllable, met in an order which no turn explains.
        formed: Whether a legal form stands beside a person or a vessel.
        taken: What the listed party is taken for, which says how much weighs what is missed.
    """

    score: float
    query: tuple[str, ...]
    listed: tuple[str, ...]
    worth_query: tuple[float, ...]
    worth_listed: tuple[float, ...]
    links: tuple[Link, ...]
    turned: bool = False
    reordered: bool = False
    formed: bool = False
    taken: Taken = "person"


def score_v1(
    query: Sequence[str],
    listed: Sequence[str],
    weights: Weights,
    *,
    ordered: bool = False,
    weak: bool = False,
    named: bool = False,
    company: bool = False,
) -> Alignment:
    """Align two spellings and score them.

    Args:
        query: Words of the name asked about.
        listed: Words of the listed name.
        weights: Worth of words.
        ordered: Whether the order of words counts, as for companies.
        weak: Whether the publisher calls the listed name weak.
        named: Whether the listed party is a person or a vessel, which have no legal form.
        company: Whether another of the party's names has a company's words.

    >>> weights = Weights(0, {}, {})
    >>> found = score_v1(("huawei", "technology"), ("hua", "wei", "technology"), weights)
    >>> [(link.query, link.listed, link.how, round(link.similarity, 2)) for link in found.links]
    [((0,), (0, 1), 'split', 0.95), ((1,), (2,), 'equal', 1.0)]
    >>> score_v1(("ivan", "petrov"), ("petrov", "ivan"), weights).score
    1.0
    >>> found = score_v1(("riccio", "mario"), ("riccio", "mariano"), weights)
    >>> [(link.how, round(link.similarity, 2)) for link in found.links]
    [('equal', 1.0), ('akin', 0.63)]
    """
    worth_query = tuple(weights.of(word) for word in query)
    worth_listed = tuple(weights.of(word) for word in listed)
    taken = taken_for(listed, ordered=ordered, named=named, company=company)
    least = BESIDE_LEAST[taken]
    links = _chosen(_links(query, listed, worth_query, worth_listed), ())
    met = _met(links, worth_query, worth_listed)
    if _is_much(met.query, _total(worth_query), least) and _is_much(met.listed, _total(worth_listed), least):
        links = _chosen(_far_links(query, listed, worth_query, worth_listed, links), links)
        met = _met(links, worth_query, worth_listed)
    turned = ordered and _is_turned(links)
    reordered = not ordered and _is_reordered(links) and max(map(syllables, (*query, *listed))) < 2
    formed = named and not LEGAL_FORMS.isdisjoint(query) and LEGAL_FORMS.isdisjoint(listed)
    missed_query = met.missed_query + _total(_left(worth_query, _places(links, 0)))
    missed_listed = met.missed_listed + _total(_left(worth_listed, _places(links, 1)))
    score = joint(met.query, missed_query, met.listed, missed_listed, taken)
    score = score * (TURNED if turned else 1.0) * (REORDERED if reordered else 1.0)
    score = score * (FORMED if formed else 1.0) * (WEAK if weak else 1.0)
    return Alignment(
        score, tuple(query), tuple(listed), worth_query, worth_listed, links, turned, reordered, formed, taken
    )


def taken_for(listed: Sequence[str], *, ordered: bool, named: bool, company: bool = False) -> Taken:
    """What a listed party is taken for: by its kind; of unknown kind, by a company's words in this or another name.

    >>> taken_for(("acme",), ordered=True, named=False), taken_for(("acme",), ordered=True, named=True)
    ('company', 'person')
    >>> taken_for(("acme", "ltd"), ordered=False, named=False), taken_for(("acme",), ordered=False, named=False)
    ('company', 'unknown')
    >>> taken_for(("acme",), ordered=False, named=False, company=True)
    'company'
    """
    if named:
        return "person"
    return "company" if ordered or company or has_company_words(listed) else "unknown"


def has_company_words(words: Sequence[str]) -> bool:
    """Whether a name has a legal form, a word of trade or a branch of industry."""
    return not COMPANY_WORDS.isdisjoint(words)


def _is_much(met: float, whole: float, least: float) -> bool:
    """Whether enough of a name has met for words left over to resemble each other."""
    return met >= least and met >= BESIDE * whole


class _Met(NamedTuple):
    """Worth of linked words that met, on each side, and what of them was missed since they are not equal."""

    query: float = 0.0
    listed: float = 0.0
    missed_query: float = 0.0
    missed_listed: float = 0.0


def _met(links: Sequence[Link], worth_query: Sequence[float], worth_listed: Sequence[float]) -> _Met:
    found = _Met()
    for link in links:
        on_query = _total(worth_query[place] for place in link.query)
        on_listed = _total(worth_listed[place] for place in link.listed)
        found = _Met(
            found.query + link.similarity * on_query,
            found.listed + link.similarity * on_listed,
            found.missed_query + (1 - link.similarity) * on_query,
            found.missed_listed + (1 - link.similarity) * on_listed,
        )
    return found


def _places(links: Iterable[Link], side: Literal[0, 1]) -> set[int]:
    """Places of the words of one side that have met."""
    return {place for link in links for place in link[side]}


def _total(worths: Iterable[float]) -> float:
    """Their sum, from left to right: Python's own ``sum`` rounds in another way from 3.12 on, the kernel does not."""
    return reduce(add, worths, 0.0)


def _left(worths: Sequence[float], met: set[int]) -> Iterator[float]:
    """Worth of the words that met nothing."""
    return (worth for place, worth in enumerate(worths) if place not in met)


def joint(
    met_query: float, missed_query: float, met_listed: float, missed_listed: float, taken: Taken = "person"
) -> float:
    """The score of worth that has met and that was missed on either side.

    >>> joint(2.0, 0.0, 2.0, 0.0), round(joint(2.0, 0.0, 2.0, 1.0), 2), round(joint(1.0, 1.0, 1.0, 1.0), 2)
    (1.0, 0.89, 0.47)
    """
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed = min(missed_query, missed_listed) + ONE_SIDED[taken] * abs(missed_query - missed_listed)
    return met / (met + MISSED[taken] * missed / met)


def _links(
    query: Sequence[str], listed: Sequence[str], worth_query: Sequence[float], worth_listed: Sequence[float]
) -> Iterator[Link]:
    """Every way in which words can meet: word with word, then two of the query with one, then one with two."""
    for i, asked in enumerate(query):
        for j, known in enumerate(listed):
            how, alike = similarity(asked, known)
            if alike:
                yield Link((i,), (j,), how, alike, alike * (worth_query[i] + worth_listed[j]))
    for i, after in neighbours(len(query)):
        for j, known in enumerate(listed):
            if is_one(query[i], query[after], known):
                worth = JOINED * (worth_query[i] + worth_query[after] + worth_listed[j])
                yield Link((i, after), (j,), "joined", JOINED, worth)
    for i, asked in enumerate(query):
        for j, after in neighbours(len(listed)):
            if is_one(listed[j], listed[after], asked):
                worth = JOINED * (worth_query[i] + (worth_listed[j] + worth_listed[after]))
                yield Link((i,), (j, after), "split", JOINED, worth)


def neighbours(words: int) -> Iterator[tuple[int, int]]:
    """Places of neighbouring words. The last and the first are neighbours too: family names stand first or last.

    >>> list(neighbours(3)), list(neighbours(1))
    ([(0, 1), (1, 2), (2, 0)], [])
    """
    return ((place, (place + 1) % words) for place in range(words if words > 1 else 0))


def _far_links(
    query: Sequence[str],
    listed: Sequence[str],
    worth_query: Sequence[float],
    worth_listed: Sequence[float],
    links: Sequence[Link],
) -> Iterator[Link]:
    """Every way in which the words that have not met resemble each other: one with one, then several with one."""
    left_query = [place not in _places(links, 0) for place in range(len(query))]
    left_listed = [place not in _places(links, 1) for place in range(len(listed))]
    for i, asked in enumerate(query):
        for j, known in enumerate(listed):
            alike = akin(asked, known) if left_query[i] and left_listed[j] else 0.0
            if alike:
                yield Link((i,), (j,), "akin", alike, alike * (worth_query[i] + worth_listed[j]))
    for several in (2, 3):
        for places in _runs(left_query, several):
            text = "".join(query[place] for place in places)
            for j, known in enumerate(listed):
                alike = glued(text, known) if left_listed[j] else 0.0
                if alike:
                    both = _total(worth_query[place] for place in places) + worth_listed[j]
                    yield Link(places, (j,), "joined", alike, alike * both)
        for places in _runs(left_listed, several):
            text = "".join(listed[place] for place in places)
            for i, asked in enumerate(query):
                alike = glued(text, asked) if left_query[i] else 0.0
                if alike:
                    both = _total(worth_listed[place] for place in places) + worth_query[i]
                    yield Link((i,), places, "split", alike, alike * both)


def _runs(left: Sequence[bool], several: int) -> Iterator[tuple[int, ...]]:
    """Places of so many words in a row that have not met."""
    for first in range(len(left) - several + 1):
        if all(left[first : first + several]):
            yield tuple(range(first, first + several))


def _chosen(offered: Iterable[Link], taken: Sequence[Link]) -> tuple[Link, ...]:
    """Links taken already, and of those offered the ones of most worth in turn, each word once."""
    chosen = list(taken)
    used_query, used_listed = _places(taken, 0), _places(taken, 1)
    for link in sorted(offered, key=lambda link: -link.worth):
        if used_query.isdisjoint(link.query) and used_listed.isdisjoint(link.listed):
            chosen.append(link)
            used_query.update(link.query)
            used_listed.update(link.listed)
    return tuple(chosen)


def _is_turned(links: Sequence[Link]) -> bool:
    places = [link.listed[0] for link in sorted(links, key=lambda link: link.query)]
    return any(after < before for before, after in pairwise(places))


def _is_reordered(links: Sequence[Link]) -> bool:
    """Whether words met in an order that cannot be had by letting one name begin with another of its words."""
    places = [link.listed[0] for link in sorted(links, key=lambda link: link.query)]
    return sum(after < before for before, after in pairwise((*places, *places[:1]))) > 1


def similarity(one: str, other: str) -> tuple[How, float]:
    """How alike two words are, and in which way; 0 if not.

    >>> similarity("mohammed", "muhammad"), similarity("mohammed", "mhmd"), similarity("john", "j")
    (('heard', 0.92125), ('heard', 0.95), ('initial', 0.7))
    >>> how, alike = similarity("petrov", "pvtrov")
    >>> how, round(alike, 2)
    ('typed', 0.85)
    >>> similarity("12", "13")[1], round(similarity("amir", "omar")[1], 2), similarity("lee", "kim")[1]
    (0.0, 0.7, 0.0)
    """
    if one == other:
        return "equal", 1.0
    if is_number(one) or is_number(other):
        return "typed", 0.0
    if len(one) == 1 or len(other) == 1:
        return "initial", INITIAL if one[0] == other[0] else 0.0
    return _alike(one, other, skeleton(one), skeleton(other))


def is_one(first: str, second: str, word: str) -> bool:
    """Whether two neighbouring words, written as one, are a word.

    >>> is_one("hua", "wei", "huawei"), is_one("a", "li", "ali")
    (True, False)
    """
    return len(word) >= SHORTEST_JOINED and first + second == word


def _alike(one: str, other: str, heard: str, heard_other: str) -> tuple[How, float]:
    if heard == heard_other and len(heard) > 1:
        return "heard", _heard(len(heard), one, other)
    allowed = allowed_edits(max(len(one), len(other)))
    if abs(len(one) - len(other)) > allowed or edits(one, other) > allowed:
        return "typed", _begun(one, other)
    return "typed", max(1 - EDIT * unlike(one, other), 0.0)


def _begun(one: str, other: str) -> float:
    """Similarity of two long words of one beginning, more than a few letters of which differ; 0 if too much differs."""
    if min(len(one), len(other)) < LONG or one[:LONG_BEGINNING] != other[:LONG_BEGINNING]:
        return 0.0
    apart = unlike(one, other)
    return 1 - EDIT * apart if apart <= LONG_UNLIKE else 0.0


def _voiced(one: str, other: str) -> float:
    """Similarity of two words of which one begins with ch and the other with j; 0 if they are not so much alike."""
    one, other = (other, one) if one[0] == "j" else (one, other)
    longest = max(len(one), len(other))
    if one[:2] != "ch" or other[0] != "j" or min(len(one) - 1, len(other)) < 2 or longest > LONGEST_WORD:
        return 0.0
    alike = 1 - EDIT * ((VOICED + written(one[2:], other[1:])) / (LETTER * longest))
    return alike if alike >= VOICED_LEAST else 0.0


def _heard(sounds: int, one: str, other: str) -> float:
    """Words that sound alike are the more alike, the more letters they share, or if one never had vowels."""
    alike = max(1 - HEARD[min(sounds, len(HEARD) - 1)] * unlike(one, other), _voiced(one, other))
    unvowelled = VOWELS.isdisjoint(one) != VOWELS.isdisjoint(other)
    return max(alike, UNVOWELLED[min(sounds, len(UNVOWELLED) - 1)] if unvowelled else 0.0)


def akin(one: str, other: str) -> float:
    """How much two words resemble each other from further off; 0 if not.

    >>> akin("lucio", "luciano"), round(akin("mario", "mirko"), 2), akin("lee", "kim"), akin("1", "2")
    (0.63, 0.58, 0.0, 0.0)
    """
    if min(len(one), len(other)) < 2 or is_number(one) or is_number(other):
        return 0.0
    alike = 1 - FAR * unlike(one, other)
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_PREFIX and long.startswith(short) and len(long) <= LONGEST_WORD:
        alike = max(alike, PREFIX_LEAST + PREFIX_SHARE * len(short) / len(long))
    return RESEMBLES * min(alike, FAR_MOST) if alike >= FAR_LEAST else 0.0


def glued(text: str, word: str) -> float:
    """How much several words written as one resemble a word; 0 if not.

    >>> glued("xinyinbo", "xinyinbo"), glued("hizbul", "hizb"), round(glued("radiosystem", "radiosistemy"), 2)
    (0.7, 0.0, 0.7)
    """
    if len(word) < SHORTEST_JOINED:
        return 0.0
    alike = JOINED * (1 - EDIT * unlike(text, word))
    return min(alike, FAR_MOST) if alike >= GLUED_LEAST else 0.0


def unlike(one: str, other: str) -> float:
    """What part of the longer word differs; 1 and more for words that have nothing in common or are very long.

    >>> unlike("qaida", "qaeda"), unlike("petrov", "ivanov") > 0.5, unlike("lin", "lan") > unlike("linda", "landa")
    (0.08, True, True)
    """
    longest = max(len(one), len(other))
    if longest > LONGEST_WORD:
        return 1.0
    short = max(syllables(one), syllables(other)) < 2
    apart = one[0] != other[0] and OTHER_LETTER.get((one[0], other[0]), LETTER) >= LETTER
    return written(one, other) * (SHORT if short else 1.0) * (BEGINNING if apart else 1.0) / (LETTER * longest)


def syllables(word: str) -> int:
    """How many groups of vowels a word has.

    >>> syllables("kaew"), syllables("huawei"), syllables("mhmd")
    (1, 2, 0)
    """
    vowel = [letter in "aeiouy" for letter in word]
    return sum(here and not before for before, here in zip([False, *vowel], vowel, strict=False))


def written(one: str, other: str) -> int:
    """What it takes to write one word for the other, in twentieths of a letter; a common beginning takes nothing.

    >>> written("qaida", "qaeda"), written("gorky", "gorkiy"), written("petrov", "petorv"), written("lin", "lan")
    (8, 12, 20, 20)
    """
    bare = min(syllables(one), syllables(other)) < 2
    alone, alone_other = _alone(one, bare), _alone(other, bare)
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(one), len(other)) if same is None else same
    one, other, alone, alone_other = one[same:], other[same:], alone[same:], alone_other[same:]
    before: list[int] = []
    last = [0]
    for cost in alone_other:
        last.append(last[-1] + cost)
    for i, letter in enumerate(one, start=1):
        now = [last[0] + alone[i - 1]]
        for j, known in enumerate(other, start=1):
            cost = last[j - 1] + _instead(letter, known, bare or same + i + j == 2)
            cost = min(cost, now[j - 1] + alone_other[j - 1], last[j] + alone[i - 1])
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + LETTER)
            now.append(cost)
        before, last = last, now
    return last[-1]


def _instead(letter: str, known: str, bare: bool) -> int:
    """What it costs that one letter stands for another."""
    if letter == known:
        return 0
    if bare and letter in VOWELS and known in VOWELS:
        return LETTER
    return OTHER_LETTER.get((letter, known), LETTER)


def _alone(word: str, bare: bool) -> list[int]:
    """What each letter of a word costs if the other word has none in its place."""
    found = []
    for before, letter in zip(" " + word, word, strict=False):
        if letter == before:
            found.append(DOUBLED)
        elif letter == "h" and found:
            found.append(SILENT)
        elif letter in "aeiouy":
            found.append(BESIDE_VOWEL if before in "aeiouy" and not bare else VOWEL)
        else:
            found.append(VOWEL if letter == "w" else LETTER)
    return found


def is_number(word: str) -> bool:
    """Whether a third of a word or more is digits: it meets only its equal. "t34" is a number, "m0sk0vsky" is not."""
    return not word.isalpha() and 3 * sum(letter.isdigit() for letter in word) >= len(word)


def allowed_edits(longest: int) -> int:
    """How many letters may differ between two words of which the longer has so many letters."""
    if longest > LONGEST_WORD or longest < 3:
        return 0
    return 1 if longest < 8 else 2


def edits(one: str, other: str) -> int:
    """Letters to insert, delete, change, or exchange with a neighbour (optimal string alignment).

    >>> edits("petrov", "petorv"), edits("saint", "sant"), edits("", "abc")
    (1, 1, 3)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, known in enumerate(other, start=1):
            cost = min(now[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
