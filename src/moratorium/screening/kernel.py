"""The same numbers as ``score_v1``, over arrays, for many names at once.

Three functions, compiled by numba when first used and kept on disk by it:

* :func:`expand`: for each word asked about, the listed words that are alike, and how much;
* :func:`search`: for each spelling asked about, the listed spellings whose score reaches the floor;
* :func:`deletions`: the table with which ``expand`` finds words that differ by few letters.

``search`` first adds up, for each listed spelling that shares an alike word, the most that the alignment could give;
only where that *bound* reaches the floor are the words aligned. The bound is never below the score, because it takes
for each word the best that it could meet, without asking that words meet one to one. Words asked about are taken by
worth: once the rest together cannot lift a score to the floor, a listed spelling that has met none is not opened any
more. So nothing at or above the floor is lost; the tests compare with brute force.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from moratorium.screening.score import (
    EDIT,
    HEARD,
    INITIAL,
    JOINED,
    LONGEST_WORD,
    NEAR,
    ONE_SIDED,
    SHORTEST_JOINED,
    TURNED,
    UNVOWELLED,
)

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiled(function: _Function) -> _Function:
    return cast("_Function", numba.njit(cache=True)(function))


Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Worths = NDArray[np.float64]
Flags = NDArray[np.bool_]

PRIME = np.uint64(1_000_003)
SPREAD = np.uint64(0x9E3779B97F4A7C15)
MAX_WORDS = 64
"""Longer spellings are not compared; the words of a link are bits of one number."""

ROUNDING = 1e-9
"""The bound is taken this much higher, since sums in another order round otherwise."""


class Words(NamedTuple):
    """Distinct words as arrays. Offsets have one more element than there are words.

    Attributes:
        letters: ASCII letters of all words.
        at: Where each begins.
        sounds: Skeletons of all words.
        sound_at: Where each begins.
        worth: Worth of each.
        number: Whether it meets only its equal (see ``score.is_number``).
    """

    letters: Bytes
    at: Places
    sounds: Bytes
    sound_at: Places
    worth: Worths
    number: Flags


class Rows(NamedTuple):
    """Spellings as arrays: the words of row ``r`` are ``word[at[r]:at[r + 1]]``.

    Attributes:
        word: Places of the words of all rows.
        at: Where each row begins.
        pair: For each word, the place of it and the next (after the last the first) written as one, among the pairs;
            -1 if they cannot be.
    """

    word: Places
    at: Places
    pair: Places


class Side(NamedTuple):
    """One side of a comparison: what is asked about, or what is listed.

    Attributes:
        words: Distinct words.
        pairs: Distinct pairs of neighbouring words, written as one.
        rows: Spellings.
    """

    words: Words
    pairs: Words
    rows: Rows


class Listed(NamedTuple):
    """What is looked up among the listed words and spellings.

    Attributes:
        row_worth: Worth of all words of each row.
        row_share: What remains of its score: less than 1 for a weak name.
        row_ordered: Whether the order of its words counts.
        posting: Rows that hold a word, by word.
        posting_at: Where each word's rows begin.
        sound_hash: Distinct hashes of skeletons, ascending.
        sound_word: Words by skeleton hash.
        sound_word_at: Where each hash's words begin.
        pair_hash: Distinct hashes of the skeletons of neighbouring words written as one, ascending.
        pair_row: Rows by pair hash.
        pair_worth: Worth of the two words.
        pair_at: Where each hash's rows begin.
        bucket_at: Deletions by hash: where each bucket begins.
        bucket_word: Words in the buckets.
        bucket_print: A second hash of the deletion, which tells most of a bucket apart.
        initial_word: The one-letter word for each letter a to z; -1 if no row has it.
    """

    row_worth: Worths
    row_share: Worths
    row_ordered: Flags
    posting: Places
    posting_at: Places
    sound_hash: Hashes
    sound_word: Places
    sound_word_at: Places
    pair_hash: Hashes
    pair_row: Places
    pair_worth: Worths
    pair_at: Places
    bucket_at: Places
    bucket_word: Places
    bucket_print: NDArray[np.uint16]
    initial_word: Places


class Alike(NamedTuple):
    """For each word asked about, the listed words alike, most alike first."""

    word: Places
    similarity: Worths
    at: Places


class Hits(NamedTuple):
    """Spellings asked about, listed rows, and their scores, in the order asked."""

    query: Places
    row: Places
    score: Worths


# -- words ------------------------------------------------------------------------------------------------------------


@_compiled
def sound_hashes(words: Words) -> Hashes:
    """Hash of each skeleton."""
    count = len(words.at) - 1
    hashes = np.zeros(count, np.uint64)
    for word in range(count):
        for place in range(words.sound_at[word], words.sound_at[word + 1]):
            hashes[word] = hashes[word] * PRIME + np.uint64(words.sounds[place])
    return hashes


@_compiled
def _find(sorted_hashes: Hashes, value: np.uint64) -> int:
    """Place of a value in an ascending array; -1 if it is not there."""
    low, high = 0, len(sorted_hashes)
    while low < high:
        middle = (low + high) // 2
        if sorted_hashes[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low if low < len(sorted_hashes) and sorted_hashes[low] == value else -1


@_compiled
def _edits(one: Bytes, other: Bytes, rows: NDArray[np.int32]) -> int:
    """As ``score.edits``; ``rows`` is room for three lines of the table."""
    width = len(other) + 1
    before, last, now = rows[0], rows[1], rows[2]
    for j in range(width):
        last[j] = j
    for i in range(1, len(one) + 1):
        now[0] = i
        letter = one[i - 1]
        for j in range(1, width):
            known = other[j - 1]
            cost = last[j - 1] + (0 if letter == known else 1)
            cost = min(cost, now[j - 1] + 1, last[j] + 1)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + 1)
            now[j] = cost
        before, last, now = last, now, before
    return last[width - 1]


@_compiled
def _allowed(longest: int) -> int:
    if longest > LONGEST_WORD or longest < 4:
        return 0
    return 1 if longest < 8 else 2


@_compiled
def _heard(sounds: int, one: Bytes, other: Bytes, room: NDArray[np.int32]) -> float:
    alike = 1 - HEARD[min(sounds, len(HEARD) - 1)] * (1 - _shared(one, other, room))
    unvowelled = sounds > 2 and _has_vowel(one) != _has_vowel(other)
    return max(alike, UNVOWELLED) if unvowelled else max(alike, 0.0)


@_compiled
def _has_vowel(word: Bytes) -> bool:
    for letter in word:
        if letter in (97, 101, 105, 111, 117):
            return True
    return False


@_compiled
def _shared(one: Bytes, other: Bytes, room: NDArray[np.int32]) -> float:
    longest = max(len(one), len(other))
    return 1 - _edits(one, other, room) / longest if longest <= LONGEST_WORD else 0.0


@_compiled
def _equal(one: Bytes, other: Bytes) -> bool:
    if len(one) != len(other):
        return False
    for place in range(len(one)):  # noqa: SIM110 - numba compiles the loop, not `all`
        if one[place] != other[place]:
            return False
    return True


@_compiled
def _letters(words: Words, word: int) -> Bytes:
    return words.letters[words.at[word] : words.at[word + 1]]


@_compiled
def _sounds(words: Words, word: int) -> Bytes:
    return words.sounds[words.sound_at[word] : words.sound_at[word + 1]]


# -- words that differ by few letters ---------------------------------------------------------------------------------


@_compiled
def _deleted(letters: Bytes, first: int, second: int) -> np.uint64:
    """Hash of a word without the letters at two places; a place beyond the end leaves nothing out."""
    value = np.uint64(7)
    for place in range(len(letters)):
        if place != first and place != second:
            value = value * PRIME + np.uint64(letters[place])
    return value * SPREAD


@_compiled
def _may_lack(length: int) -> int:
    """How many letters must be left out of a word so long, to meet every word within the allowed edits."""
    return 2 if length >= 6 else 1 if length >= 3 else 0


@_compiled
def _count_deletions(length: int) -> int:
    lacking = _may_lack(length)
    return 1 + (length if lacking > 0 else 0) + (length * (length - 1) // 2 if lacking > 1 else 0)


@_compiled
def _all_deletions(letters: Bytes, found: Hashes) -> int:
    length = len(letters)
    lacking = _may_lack(length)
    found[0] = _deleted(letters, length, length)
    count = 1
    if lacking > 0:
        for first in range(length):
            found[count] = _deleted(letters, first, length)
            count += 1
    if lacking > 1:
        for first in range(length):
            for second in range(first + 1, length):
                found[count] = _deleted(letters, first, second)
                count += 1
    return count


@_compiled
def deletions(words: Words, bits: int) -> tuple[Places, Places, NDArray[np.uint16]]:
    """Every listed word under the hash of each spelling that lacks up to two letters (``2 ** bits`` buckets).

    Two words within the allowed edits of each other have such a spelling in common.
    """
    buckets = 1 << bits
    shift = np.uint64(64 - bits)
    found = np.zeros(_count_deletions(LONGEST_WORD), np.uint64)
    at = np.zeros(buckets + 1, np.int32)
    for word in range(len(words.at) - 1):
        letters = _letters(words, word)
        if len(letters) <= LONGEST_WORD and not words.number[word]:
            for place in range(_all_deletions(letters, found)):
                at[(found[place] >> shift) + np.uint64(1)] += 1
    for bucket in range(buckets):
        at[bucket + 1] += at[bucket]
    word_of = np.zeros(at[buckets], np.int32)
    print_of = np.zeros(at[buckets], np.uint16)
    filled = at[:-1].copy()
    for word in range(len(words.at) - 1):
        letters = _letters(words, word)
        if len(letters) <= LONGEST_WORD and not words.number[word]:
            for place in range(_all_deletions(letters, found)):
                bucket = found[place] >> shift
                word_of[filled[bucket]] = word
                print_of[filled[bucket]] = np.uint16(found[place] & np.uint64(0xFFFF))
                filled[bucket] += 1
    return at, word_of, print_of


@_compiled
def expand(asked: Words, same: Places, known: Words, listed: Listed, room: Room) -> Alike:
    """The listed words alike to each word asked about, as ``score.similarity`` has it.

    Args:
        asked: Words asked about.
        same: Place of the same word among the listed; -1 if it is not listed.
        known: Listed words.
        listed: What is looked up.
        room: Made by :func:`room_for`.
    """
    count = len(asked.at) - 1
    at = np.zeros(count + 1, np.int32)
    found_word = np.zeros(max(16, count * 8), np.int32)
    found_alike = np.zeros(max(16, count * 8), np.float64)
    seen, hashes = room.seen, room.hashes
    sound_hash = sound_hashes(asked)
    buckets = len(listed.bucket_at) - 1
    shift = np.uint64(64)
    while buckets > 1:
        buckets >>= 1
        shift -= np.uint64(1)
    total = 0
    for word in range(count):
        at[word] = total
        room.turn[0] += 1
        turn = room.turn[0]
        letters, sounds = _letters(asked, word), _sounds(asked, word)
        length = len(letters)
        if same[word] >= 0:
            seen[same[word]] = turn
            if total >= len(found_word):
                found_word, found_alike = _grown(found_word), _grown(found_alike)
            found_word[total] = same[word]
            found_alike[total] = 1.0
            total += 1
        if asked.number[word] or length < 2:
            continue
        if letters[0] >= 97 and listed.initial_word[letters[0] - 97] >= 0:
            if total >= len(found_word):
                found_word, found_alike = _grown(found_word), _grown(found_alike)
            found_word[total] = listed.initial_word[letters[0] - 97]
            found_alike[total] = INITIAL
            total += 1
        if len(sounds) > 1:
            place = _find(listed.sound_hash, sound_hash[word])
            if place >= 0:
                for other in listed.sound_word[listed.sound_word_at[place] : listed.sound_word_at[place + 1]]:
                    known_letters = _letters(known, other)
                    if seen[other] == turn or known.number[other] or len(known_letters) < 2:
                        continue
                    if not _equal(sounds, _sounds(known, other)):
                        continue
                    seen[other] = turn
                    if total >= len(found_word):
                        found_word, found_alike = _grown(found_word), _grown(found_alike)
                    found_word[total] = other
                    found_alike[total] = _heard(len(sounds), letters, known_letters, room.edits)
                    total += 1
        if length <= LONGEST_WORD:
            for number in range(_all_deletions(letters, hashes)):
                bucket = hashes[number] >> shift
                mark = np.uint16(hashes[number] & np.uint64(0xFFFF))
                for slot in range(listed.bucket_at[bucket], listed.bucket_at[bucket + np.uint64(1)]):
                    other = listed.bucket_word[slot]
                    if listed.bucket_print[slot] != mark or seen[other] == turn:
                        continue
                    seen[other] = turn
                    known_letters = _letters(known, other)
                    longest = max(length, len(known_letters))
                    allowed = _allowed(longest)
                    if len(known_letters) < 2 or abs(length - len(known_letters)) > allowed:
                        continue
                    distance = _edits(letters, known_letters, room.edits)
                    if distance > allowed:
                        continue
                    if total >= len(found_word):
                        found_word, found_alike = _grown(found_word), _grown(found_alike)
                    found_word[total] = other
                    found_alike[total] = 1 - EDIT * distance / longest
                    total += 1
        _most_first(found_word, found_alike, at[word], total)
    at[count] = total
    return Alike(found_word[:total], found_alike[:total], at)


@_compiled
def _grown(values: Any) -> Any:
    larger = np.zeros(len(values) * 2, values.dtype)
    larger[: len(values)] = values
    return larger


@_compiled
def _most_first(word: Places, alike: Worths, begin: int, end: int) -> None:
    for place in range(begin + 1, end):
        value, moved = alike[place], word[place]
        slot = place
        while slot > begin and alike[slot - 1] < value:
            alike[slot], word[slot] = alike[slot - 1], word[slot - 1]
            slot -= 1
        alike[slot], word[slot] = value, moved


# -- spellings --------------------------------------------------------------------------------------------------------


@_compiled
def joint(met_query: float, whole_query: float, met_listed: float, whole_listed: float) -> float:
    """As ``score.joint``."""
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed_query, missed_listed = whole_query - met_query, whole_listed - met_listed
    missed = min(missed_query, missed_listed) + ONE_SIDED * abs(missed_query - missed_listed)
    return met / (met + missed / met)


@_compiled
def _needed(floor: float, whole: float) -> float:
    """The least worth of the query that must meet to reach the floor, the listed name having met in full.

    ``met / (met + ONE_SIDED * (whole - met) / met) = floor``, solved for ``met``.
    """
    one = ONE_SIDED * floor
    if floor >= 1.0:
        return whole
    return (math.sqrt(one * one + 4 * (1 - floor) * one * whole) - one) / (2 * (1 - floor))


class Room(NamedTuple):
    """Room to work in, made once for an index and used by one call at a time (the compiled code keeps Python's lock).

    Attributes:
        turn: Counts words and spellings, so that nothing need be wiped between them.
        seen: For each listed word, the turn of the word asked about that met it last.
        opened: For each row, the turn of the spelling that opened it last.
        last: The place of the word of that spelling that met it last.
        met_query: Upper bound of the worth met, on the side of the query.
        met_listed: The same on the side of the row.
        touched: Rows opened by the spelling at hand.
        order: Places of its words, most worth first.
        edits: Three lines of the table of edits.
        link_query: Bits of the words of each link, on the side of the query.
        link_listed: The same on the side of the row.
        link_alike: Similarity.
        link_worth: Similarity times the worth of both sides.
        both: Letters of two words.
        hashes: Hashes of the spellings of a word that lack letters.
    """

    turn: NDArray[np.int64]
    seen: NDArray[np.int64]
    opened: NDArray[np.int64]
    last: Places
    met_query: Worths
    met_listed: Worths
    touched: Places
    order: Places
    edits: NDArray[np.int32]
    link_query: Hashes
    link_listed: Hashes
    link_alike: Worths
    link_worth: Worths
    both: Bytes
    hashes: Hashes


def room_for(words: int, rows: int, longest_row: int) -> Room:
    """Room for an index of so many words and rows."""
    links = 3 * MAX_WORDS * max(1, longest_row)
    return Room(
        turn=np.ones(1, np.int64),
        seen=np.zeros(words, np.int64),
        opened=np.zeros(rows, np.int64),
        last=np.zeros(rows, np.int32),
        met_query=np.zeros(rows),
        met_listed=np.zeros(rows),
        touched=np.zeros(rows, np.int32),
        order=np.zeros(MAX_WORDS, np.int32),
        edits=np.zeros((3, 2 * LONGEST_WORD + 2), np.int32),
        link_query=np.zeros(links, np.uint64),
        link_listed=np.zeros(links, np.uint64),
        link_alike=np.zeros(links),
        link_worth=np.zeros(links),
        both=np.zeros(2 * LONGEST_WORD + 2, np.uint8),
        hashes=np.zeros(1 + LONGEST_WORD * (LONGEST_WORD + 1) // 2, np.uint64),
    )


@_compiled
def _by_worth(asked: Words, words: Places, order: Places) -> None:
    """Places of a spelling's words, most worth first, single letters last (they open nothing)."""
    for place in range(len(words)):
        slot = place
        while slot > 0 and _comes_before(asked, words[place], words[order[slot - 1]]):
            order[slot] = order[slot - 1]
            slot -= 1
        order[slot] = place


@_compiled
def _comes_before(asked: Words, one: int, other: int) -> bool:
    single = asked.at[one + 1] - asked.at[one] == 1
    other_single = asked.at[other + 1] - asked.at[other] == 1
    if single != other_single:
        return other_single
    return asked.worth[one] > asked.worth[other]


@_compiled
def _openers(asked: Words, words: Places, order: Places, needed: float) -> int:
    """How many words open rows: the rest together is worth less than is needed. At least one does."""
    rest = 0.0
    for place in range(len(words) - 1, 0, -1):
        rest += asked.worth[words[order[place]]]
        if rest + ROUNDING >= needed:
            return place + 1
    return 1


@_compiled
def _meet(room: Room, row: int, turn: int, opens: bool, touched: int) -> int:
    """Open a row if need be and may; returns how many are open, or -1 if this row is not."""
    if room.opened[row] != turn:
        if not opens:
            return -1
        room.opened[row] = turn
        room.last[row] = -1
        room.met_query[row] = 0.0
        room.met_listed[row] = 0.0
        room.touched[touched] = row
        return touched + 1
    return touched


@_compiled
def _meet_words(
    room: Room, listed: Listed, alike: Alike, word: int, place: int, worth: float, known: Words,
    turn: int, opens: bool, touched: int,
) -> int:  # fmt: skip
    for found in range(alike.at[word], alike.at[word + 1]):
        other, similar = alike.word[found], alike.similarity[found]
        for slot in range(listed.posting_at[other], listed.posting_at[other + 1]):
            row = listed.posting[slot]
            now = _meet(room, row, turn, opens, touched)
            if now < 0:
                continue
            touched = now
            if room.last[row] != place:
                room.last[row] = place
                room.met_query[row] += similar * worth
            room.met_listed[row] += similar * known.worth[other]
    return touched


@_compiled
def _meet_rows(room: Room, alike: Alike, word: int, worth: float, known: Side, touched: int) -> None:
    """The same for a word that opens nothing, by going through the open rows."""
    for slot in range(touched):
        row = room.touched[slot]
        best = 0.0
        for other in known.rows.word[known.rows.at[row] : known.rows.at[row + 1]]:
            similar = _similarity(alike, word, other)
            best = max(best, similar)
            room.met_listed[row] += similar * known.words.worth[other]
        room.met_query[row] += best * worth


@_compiled
def _similarity(alike: Alike, word: int, other: int) -> float:
    for found in range(alike.at[word], alike.at[word + 1]):
        if alike.word[found] == other:
            return alike.similarity[found]
    return 0.0


@_compiled
def _meet_pairs(
    room: Room, listed: Listed, sound: np.uint64, worth: float, turn: int, opens: bool, touched: int
) -> int:
    """Rows with two neighbouring words that sound like one word asked about."""
    place = _find(listed.pair_hash, sound)
    if place >= 0:
        for slot in range(listed.pair_at[place], listed.pair_at[place + 1]):
            row = listed.pair_row[slot]
            now = _meet(room, row, turn, opens, touched)
            if now < 0:
                continue
            touched = now
            room.met_query[row] += JOINED * worth
            room.met_listed[row] += JOINED * listed.pair_worth[slot]
    return touched


@_compiled
def _meet_joined(
    room: Room, listed: Listed, sound: np.uint64, worth: float, known: Words, turn: int, opens: bool, touched: int
) -> int:
    """Rows with one word that sounds like two neighbouring ones asked about."""
    place = _find(listed.sound_hash, sound)
    if place >= 0:
        for other in listed.sound_word[listed.sound_word_at[place] : listed.sound_word_at[place + 1]]:
            if known.at[other + 1] - known.at[other] < SHORTEST_JOINED:
                continue
            for slot in range(listed.posting_at[other], listed.posting_at[other + 1]):
                row = listed.posting[slot]
                now = _meet(room, row, turn, opens, touched)
                if now < 0:
                    continue
                touched = now
                room.met_query[row] += JOINED * worth
                room.met_listed[row] += JOINED * known.worth[other]
    return touched


@_compiled
def _together(pairs: Words, pair: int, words: Words, word: int, room: Room) -> float:
    """As ``score.together``: two neighbouring words written as one, and a word of the other side."""
    if pair < 0:
        return 0.0
    both, target = _letters(pairs, pair), _letters(words, word)
    if len(target) < SHORTEST_JOINED:
        return 0.0
    if _equal(both, target):
        return JOINED
    sounds = _sounds(pairs, pair)
    if len(sounds) < 2 or pairs.number[pair] or not _equal(sounds, _sounds(words, word)):
        return 0.0
    if _shared(both, target, room.edits) < NEAR:
        return 0.0
    return JOINED * _heard(len(sounds), both, target, room.edits)


@_compiled
def _align(asked: Side, at: int, end: int, alike: Alike, known: Side, row: int, ordered: bool, room: Room) -> float:
    """As ``score.score_v1``, without what a weak name loses."""
    query = asked.rows.word[at:end]
    begin = known.rows.at[row]
    listed = known.rows.word[begin : known.rows.at[row + 1]]
    links = 0
    one = np.uint64(1)
    for i in range(len(query)):
        for j in range(len(listed)):
            similar = _similarity(alike, query[i], listed[j])
            if similar == 0.0 and _is_initial(asked.words, query[i], known.words, listed[j]):
                similar = INITIAL
            if similar > 0.0:
                worth = asked.words.worth[query[i]] + known.words.worth[listed[j]]
                _link(room, links, one << np.uint64(i), one << np.uint64(j), similar, worth)
                links += 1
    for i in range(len(query)):
        for j in range(len(listed)):
            similar = _together(asked.pairs, asked.rows.pair[at + i], known.words, listed[j], room)
            if similar > 0.0:
                after = (i + 1) % len(query)
                both = one << np.uint64(i) | one << np.uint64(after)
                worth = asked.words.worth[query[i]] + asked.words.worth[query[after]] + known.words.worth[listed[j]]
                _link(room, links, both, one << np.uint64(j), similar, worth)
                links += 1
    for i in range(len(query)):
        for j in range(len(listed)):
            similar = _together(known.pairs, known.rows.pair[begin + j], asked.words, query[i], room)
            if similar > 0.0:
                after = (j + 1) % len(listed)
                both = one << np.uint64(j) | one << np.uint64(after)
                worth = asked.words.worth[query[i]] + (known.words.worth[listed[j]] + known.words.worth[listed[after]])
                _link(room, links, one << np.uint64(i), both, similar, worth)
                links += 1
    return _choose(asked.words, query, known.words, listed, ordered, room, links)


@_compiled
def _link(room: Room, link: int, query: np.uint64, listed: np.uint64, similar: float, worth: float) -> None:
    room.link_query[link] = query
    room.link_listed[link] = listed
    room.link_alike[link] = similar
    room.link_worth[link] = similar * worth


@_compiled
def _is_initial(asked: Words, word: int, known: Words, other: int) -> bool:
    return (
        asked.at[word + 1] - asked.at[word] == 1
        and known.at[other + 1] - known.at[other] > 1
        and not asked.number[word]
        and not known.number[other]
        and asked.letters[asked.at[word]] == known.letters[known.at[other]]
    )


@_compiled
def _choose(asked: Words, query: Places, known: Words, row: Places, ordered: bool, room: Room, links: int) -> float:
    """Take the links in turn, most worth first, each word once; and make the score of what has met."""
    met_query = 0.0
    met_listed = 0.0
    used_query = np.uint64(0)
    used_listed = np.uint64(0)
    chosen = 0
    while True:
        best, worth = -1, 0.0
        for link in range(chosen, links):
            if room.link_query[link] & used_query or room.link_listed[link] & used_listed:
                continue
            if best < 0 or room.link_worth[link] > worth:
                best, worth = link, room.link_worth[link]
        if best < 0:
            break
        used_query |= room.link_query[best]
        used_listed |= room.link_listed[best]
        met_query += room.link_alike[best] * _worth_of(asked, query, room.link_query[best])
        met_listed += room.link_alike[best] * _worth_of(known, row, room.link_listed[best])
        _move(room, best, chosen)
        chosen += 1
    whole_query = 0.0
    for word in query:
        whole_query += asked.worth[word]
    whole_listed = 0.0
    for word in row:
        whole_listed += known.worth[word]
    score = joint(met_query, whole_query, met_listed, whole_listed)
    return score * (TURNED if ordered and _is_turned(room, chosen) else 1.0)


@_compiled
def _worth_of(words: Words, spelling: Places, bits: np.uint64) -> float:
    total = 0.0
    for place in range(len(spelling)):
        if bits >> np.uint64(place) & np.uint64(1):
            total += words.worth[spelling[place]]
    return total


@_compiled
def _move(room: Room, link: int, slot: int) -> None:
    """Move a chosen link to the front; those between keep their order, which decides between equals."""
    query, listed = room.link_query[link], room.link_listed[link]
    alike, worth = room.link_alike[link], room.link_worth[link]
    for place in range(link, slot, -1):
        room.link_query[place] = room.link_query[place - 1]
        room.link_listed[place] = room.link_listed[place - 1]
        room.link_alike[place] = room.link_alike[place - 1]
        room.link_worth[place] = room.link_worth[place - 1]
    room.link_query[slot], room.link_listed[slot] = query, listed
    room.link_alike[slot], room.link_worth[slot] = alike, worth


@_compiled
def _is_turned(room: Room, chosen: int) -> bool:
    """Whether some link comes after another in the query and before it in the row."""
    for one in range(chosen):
        for other in range(chosen):
            if room.link_query[one] < room.link_query[other] and room.link_listed[one] > room.link_listed[other]:
                return True
    return False


@_compiled
def search(asked: Side, alike: Alike, known: Side, listed: Listed, floor: float, room: Room) -> Hits:
    """Listed spellings whose score with a spelling asked about reaches the floor.

    Args:
        asked: Spellings asked about.
        alike: Made by :func:`expand` for their words.
        known: Listed spellings.
        listed: What is looked up.
        floor: Least score, above 0.5.
        room: Made by :func:`room_for`.
    """
    pair_hash = sound_hashes(asked.pairs)
    word_hash = sound_hashes(asked.words)
    found_query, found_row = np.zeros(64, np.int32), np.zeros(64, np.int32)
    found_score = np.zeros(64, np.float64)
    total = 0
    for spelling in range(len(asked.rows.at) - 1):
        at, end = asked.rows.at[spelling], asked.rows.at[spelling + 1]
        worth, single_worth, singles = 0.0, 0.0, 0
        for word in asked.rows.word[at:end]:
            worth += asked.words.worth[word]
            if asked.words.at[word + 1] - asked.words.at[word] == 1:
                singles += 1
                single_worth += INITIAL * asked.words.worth[word]
        if worth <= 0.0:
            continue
        room.turn[0] += 1
        touched = _open(
            room, asked, at, end, alike, known, listed, _needed(floor, worth), word_hash, pair_hash
        )  # fmt: skip
        for slot in range(touched):
            row = room.touched[slot]
            most_query = min(worth, room.met_query[row] + single_worth)
            most_listed = min(listed.row_worth[row], room.met_listed[row] + INITIAL * singles)
            bound = joint(most_query, worth, most_listed, listed.row_worth[row])
            if bound * listed.row_share[row] + ROUNDING < floor:
                continue
            score = _align(asked, at, end, alike, known, row, listed.row_ordered[row], room) * listed.row_share[row]
            if score >= floor:
                if total >= len(found_query):
                    found_query, found_row, found_score = _grown(found_query), _grown(found_row), _grown(found_score)
                found_query[total], found_row[total], found_score[total] = spelling, row, score
                total += 1
    return Hits(found_query[:total], found_row[:total], found_score[:total])


@_compiled
def _open(
    room: Room, asked: Side, at: int, end: int, alike: Alike, known: Side, listed: Listed, needed: float,
    word_hash: Hashes, pair_hash: Hashes,
) -> int:  # fmt: skip
    """Open the rows that may reach the floor and add up their bounds; returns how many are open."""
    query = asked.rows.word[at:end]
    words, turn = asked.words, room.turn[0]
    _by_worth(words, query, room.order)
    openers = _openers(words, query, room.order, needed)
    touched = 0
    for opens in (True, False):
        for rank in range(openers) if opens else range(openers, len(query)):
            place = room.order[rank]
            word = query[place]
            worth = words.worth[word]
            if opens or _postings(listed, alike, word) < 8 * touched:
                touched = _meet_words(room, listed, alike, word, place, worth, known.words, turn, opens, touched)
            else:
                _meet_rows(room, alike, word, worth, known, touched)
            if words.at[word + 1] - words.at[word] >= SHORTEST_JOINED:
                touched = _meet_pairs(room, listed, word_hash[word], worth, turn, opens, touched)
        for place in range(len(query)):
            pair, after = asked.rows.pair[at + place], (place + 1) % len(query)
            may_open = _is_among(room.order, openers, place) or _is_among(room.order, openers, after)
            if may_open == opens and pair >= 0:
                worth = words.worth[query[place]] + words.worth[query[after]]
                touched = _meet_joined(room, listed, pair_hash[pair], worth, known.words, turn, opens, touched)
    return touched


@_compiled
def _postings(listed: Listed, alike: Alike, word: int) -> int:
    total = 0
    for found in range(alike.at[word], alike.at[word + 1]):
        total += listed.posting_at[alike.word[found] + 1] - listed.posting_at[alike.word[found]]
    return total


@_compiled
def _is_among(order: Places, openers: int, place: int) -> bool:
    for rank in range(openers):
        if order[rank] == place:
            return True
    return False
