"""For each word asked about, the listed words that are alike: equal, of equal sound, or different in few letters.

Functions of few arrays and none for little things: what numba compiles is paid for at every call between functions, and
once at the first use of the program.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moratorium.screening.kernel.arrays import (
    PRIME,
    SPREAD,
    Bytes,
    Hashes,
    Listed,
    Places,
    Room,
    Rules,
    Words,
    Worths,
    compiled,
)

_A, _E, _I, _O, _U = (ord(vowel) for vowel in "aeiou")


class Alike(NamedTuple):
    """For each word asked about, the listed words alike, most alike first."""

    word: Places
    similarity: Worths
    at: Places


@compiled
def hashes(letters: Bytes, at: Places) -> tuple[Hashes, Hashes]:
    """Hash of each text, and the power by which the hash of a text before it must be multiplied to make one of both."""
    value, power = np.zeros(len(at) - 1, np.uint64), np.ones(len(at) - 1, np.uint64)
    for text in range(len(at) - 1):
        for place in range(at[text], at[text + 1]):
            value[text] = value[text] * PRIME + np.uint64(letters[place])
            power[text] *= PRIME
    return value, power


@compiled
def first_of(ascending: Hashes, value: np.uint64) -> int:
    """Place of the first hash that is not below a value."""
    low, high = 0, len(ascending)
    while low < high:
        middle = (low + high) // 2
        if ascending[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def equal(one: Bytes, other: Bytes) -> bool:
    """Whether two texts are the same."""
    if len(one) != len(other):
        return False
    for place in range(len(one)):  # noqa: SIM110 - numba compiles no generators
        if one[place] != other[place]:
            return False
    return True


@compiled
def _edits(one: Bytes, other: Bytes, room: Places) -> int:
    """As ``score.edits``; ``room`` holds three lines of the table."""
    width = len(other) + 1
    before, last, now = room[0], room[1], room[2]
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
    return int(last[width - 1])


@compiled
def _has_vowel(word: Bytes) -> bool:
    for letter in word:  # noqa: SIM110 - as above
        if letter in (_A, _E, _I, _O, _U):
            return True
    return False


@compiled
def _heard(sounds: int, one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """Similarity of two words of equal skeleton, as in ``score``."""
    longest = max(len(one), len(other))
    shared = 1 - _edits(one, other, room) / longest if longest <= rules.longest_word else 0.0
    alike = 1 - rules.heard[min(sounds, len(rules.heard) - 1)] * (1 - shared)
    if sounds > 2 and _has_vowel(one) != _has_vowel(other):
        return float(max(alike, rules.unvowelled))
    return float(max(alike, 0.0))


@compiled
def _typed(one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """Similarity of two words that may differ in few letters, as in ``score``."""
    longest = max(len(one), len(other))
    allowed = 0 if longest > rules.longest_word or longest < 3 else 1 if longest < 8 else 2
    if abs(len(one) - len(other)) > allowed:
        return 0.0
    distance = _edits(one, other, room)
    return 1 - rules.edit * distance / longest if distance <= allowed else 0.0


@compiled
def _lacking(letters: Bytes, found: Hashes) -> int:
    """Hashes of a word without up to so many letters as may be edited when it meets a longer word; how many."""
    length = len(letters)
    count = 0
    for first in range(length + 1):
        for second in range(first, length + 1):
            left_out = (first < length) + (second < length and second != first)
            if (first == second < length) or (left_out == 1 and length < 2) or (left_out == 2 and length < 6):
                continue
            value = np.uint64(7)
            for place in range(length):
                if place not in (first, second):
                    value = value * PRIME + np.uint64(letters[place])
            found[count] = value * SPREAD
            count += 1
    return count


@compiled
def deletions(words: Words, bits: int, rules: Rules, room: Hashes) -> tuple[Places, Places, NDArray[np.uint16]]:
    """Every listed word under the hash of each spelling that lacks up to two letters (``2 ** bits`` buckets).

    Two words within the allowed edits of each other have such a spelling in common.
    """
    buckets, shift = 1 << bits, np.uint64(64 - bits)
    at = np.zeros(buckets + 1, np.int32)
    word_of, print_of, filled = np.zeros(0, np.int32), np.zeros(0, np.uint16), at
    for counting in (True, False):
        for word in range(len(words.at) - 1):
            letters = words.letters[words.at[word] : words.at[word + 1]]
            if len(letters) > rules.longest_word or words.number[word]:
                continue
            for place in range(_lacking(letters, room)):
                bucket = room[place] >> shift
                if counting:
                    at[bucket + np.uint64(1)] += 1
                else:
                    word_of[filled[bucket]] = word
                    print_of[filled[bucket]] = np.uint16(room[place] & np.uint64(0xFFFF))
                    filled[bucket] += 1
        if counting:
            for bucket in range(buckets):
                at[bucket + 1] += at[bucket]
            filled = at[:-1].copy()
            word_of, print_of = np.zeros(at[buckets], np.int32), np.zeros(at[buckets], np.uint16)
    return at, word_of, print_of


@compiled
def expand(asked: Words, same: Places, known: Words, listed: Listed, kept: Alike, rules: Rules, room: Room) -> Alike:
    """The listed words alike to each word asked about, as ``score.similarity`` has it.

    Args:
        asked: Words asked about.
        same: Place of the same word among the listed; -1 if it is not listed.
        known: Listed words.
        listed: What is looked up.
        kept: The answer for the listed words themselves, made by this function when the index is built; empty before.
        rules: The numbers of the score.
        room: Made by ``room_for``.
    """
    count = len(asked.at) - 1
    at = np.zeros(count + 1, np.int32)
    word_of, alike = np.zeros(max(64, count * 16), np.int32), np.zeros(max(64, count * 16), np.float64)
    sound_hash, _ = hashes(asked.sounds, asked.sound_at)
    buckets, shift = len(listed.bucket_at) - 1, np.uint64(64)
    while buckets > 1:
        buckets >>= 1
        shift -= np.uint64(1)
    for word in range(count):
        if same[word] >= 0 and len(kept.at) > 1:
            begin, end = kept.at[same[word]], kept.at[same[word] + 1]
            at[word + 1] = at[word] + end - begin
            while at[word + 1] > len(word_of):
                word_of, alike = grown(word_of), grown(alike)
            word_of[at[word] : at[word + 1]] = kept.word[begin:end]
            alike[at[word] : at[word + 1]] = kept.similarity[begin:end]
            continue
        room.turn[0] += 1
        turn, found = room.turn[0], 0
        letters = asked.letters[asked.at[word] : asked.at[word + 1]]
        sounds = asked.sounds[asked.sound_at[word] : asked.sound_at[word + 1]]
        if same[word] >= 0:
            room.seen[same[word]], room.alike[same[word]], room.found[found] = turn, 1.0, same[word]
            found += 1
        may_vary = len(letters) > 1 and not asked.number[word]
        initial = listed.initial_word[letters[0] - _A] if may_vary and letters[0] >= _A else -1
        if initial >= 0:
            room.seen[initial], room.alike[initial], room.found[found] = turn, rules.initial, initial
            found += 1
        place = (
            first_of(listed.sound_hash, sound_hash[word]) if may_vary and len(sounds) > 1 else len(listed.sound_hash)
        )
        while place < len(listed.sound_hash) and listed.sound_hash[place] == sound_hash[word]:
            other = listed.sound_word[place]
            other_letters = known.letters[known.at[other] : known.at[other + 1]]
            place += 1
            if room.seen[other] == turn or known.number[other] or len(other_letters) < 2:
                continue
            if not equal(sounds, known.sounds[known.sound_at[other] : known.sound_at[other + 1]]):
                continue
            similar = _heard(len(sounds), letters, other_letters, rules, room.edits)
            room.seen[other] = turn
            if similar > 0.0:
                room.alike[other], room.found[found] = similar, other
                found += 1
        lacking = _lacking(letters, room.hashes) if may_vary and len(letters) <= rules.longest_word else 0
        for number in range(lacking):
            bucket = room.hashes[number] >> shift
            mark = np.uint16(room.hashes[number] & np.uint64(0xFFFF))
            for slot in range(listed.bucket_at[bucket], listed.bucket_at[bucket + np.uint64(1)]):
                other = listed.bucket_word[slot]
                if listed.bucket_print[slot] != mark or room.seen[other] == turn:
                    continue
                room.seen[other] = turn
                other_letters = known.letters[known.at[other] : known.at[other + 1]]
                similar = _typed(letters, other_letters, rules, room.edits) if len(other_letters) > 1 else 0.0
                if similar > 0.0:
                    room.alike[other], room.found[found] = similar, other
                    found += 1
        at[word + 1] = at[word] + found
        while at[word + 1] > len(word_of):
            word_of, alike = grown(word_of), grown(alike)
        _add_most_first(room.found, found, room.alike, word_of, alike, at[word])
    return Alike(word_of[: at[count]], alike[: at[count]], at)


@compiled
def _add_most_first(found: Places, count: int, how: Worths, word_of: Places, alike: Worths, begin: int) -> None:
    """Add the words found, most alike first; of equally alike ones the first found."""
    for place in range(count):
        slot = begin + place
        while slot > begin and alike[slot - 1] < how[found[place]]:
            alike[slot], word_of[slot] = alike[slot - 1], word_of[slot - 1]
            slot -= 1
        alike[slot], word_of[slot] = how[found[place]], found[place]


@compiled
def grown(values: Any) -> Any:
    """The same values in an array twice as long."""
    larger = np.zeros(len(values) * 2, values.dtype)
    larger[: len(values)] = values
    return larger
