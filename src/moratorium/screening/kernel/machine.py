"""What numba compiles.

One file, since numba tells by a function's own file alone whether the machine code that it keeps is still good: a
change of one part would leave the others with the old one. For the same reason constants stand here, or are handed in
(``Rules``), and are not imported.

Functions of few arrays and none for little things: what is handed over is paid for at every call, and compiling once at
the first use of the program.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moratorium.screening.kernel.arrays import (
    Alike,
    Balance,
    Bytes,
    Flags,
    Hashes,
    Hits,
    Listed,
    Marks,
    Places,
    Room,
    Rules,
    Side,
    Turns,
    Words,
    Worths,
    compiled,
)

_A, _E, _I, _O, _U = (ord(vowel) for vowel in "aeiou")
_C, _H, _J, _W, _Y = (ord(letter) for letter in "chjwy")
_ONE = np.uint64(1)

PRIME = np.uint64(1_000_003)
SPREAD = np.uint64(0x9E3779B97F4A7C15)

PLACES = 16
"""Places of a spelling that are told apart where rows are sought; later ones count as one."""

WORTH, SHARE, MISSED, ONE_SIDED, BESIDE = 0, 1, 2, 3, 4
"""What ``Listed.row`` holds of it."""

ROUNDING = 1e-9
"""The bound is taken this much higher, since sums in another order round otherwise."""


# -- words ---------------------------------------------------------------------------------------------------------


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
def run_of(ascending: Hashes, value: np.uint64) -> tuple[int, int]:
    """Where a hash begins and ends; both are the same if it is not there."""
    begin = end = first_of(ascending, value)
    while end < len(ascending) and ascending[end] == value:
        end += 1
    return begin, end


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
    """As ``score.edits``, without what both begin and end with; ``room`` holds three lines of the table."""
    begin, end, end_other = 0, len(one), len(other)
    while begin < end and begin < end_other and one[begin] == other[begin]:
        begin += 1
    while begin < end and begin < end_other and one[end - 1] == other[end_other - 1]:
        end -= 1
        end_other -= 1
    if begin in (end, end_other):
        return end - begin + end_other - begin
    one, other = one[begin:end], other[begin:end_other]
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
def _is_vowel(letter: int) -> bool:
    return letter in (_A, _E, _I, _O, _U)


@compiled
def _has_vowel(word: Bytes) -> bool:
    for letter in word:  # noqa: SIM110 - numba compiles no generators
        if _is_vowel(letter):
            return True
    return False


@compiled
def _syllables(word: Bytes) -> int:
    """As ``score.syllables``."""
    count, before = 0, False
    for letter in word:
        here = _is_vowel(letter) or letter == _Y
        if here and not before:
            count += 1
        before = here
    return count


@compiled
def _alone(before: int, letter: int, place: int, bare: bool, rules: Rules) -> int:
    """As ``score._alone``, of one letter."""
    if letter == before:
        return rules.doubled
    if letter == _H and place > 0:
        return rules.silent
    if _is_vowel(letter) or letter == _Y:
        return rules.beside_vowel if not bare and (_is_vowel(before) or before == _Y) else rules.vowel
    return rules.vowel if letter == _W else rules.letter


@compiled
def _written(one: Bytes, other: Bytes, bare: bool, limit: float, rules: Rules, room: Places) -> int:
    """As ``score.written``, if it is no more than a limit; else anything above it.

    ``room`` holds three lines of the table, and what the letters of the other word cost alone.
    """
    same = 0
    while same < len(one) and same < len(other) and one[same] == other[same]:
        same += 1
    width = len(other) - same + 1
    before, last, now, alone_other = room[0], room[1], room[2], room[3]
    last[0] = 0
    for j in range(1, width):
        place = same + j - 1
        alone_other[j - 1] = _alone(other[place - 1] if place > 0 else 0, other[place], place, bare, rules)
        last[j] = last[j - 1] + alone_other[j - 1]
    least_before = 0
    for i in range(1, len(one) - same + 1):
        place = same + i - 1
        letter = one[place]
        alone = _alone(one[place - 1] if place > 0 else 0, letter, place, bare, rules)
        now[0] = last[0] + alone
        least = now[0]
        vowel = bare and _is_vowel(letter)
        for j in range(1, width):
            known = other[same + j - 1]
            cost = rules.instead[letter, known]
            if (vowel or (same + i + j == 2 and _is_vowel(letter))) and letter != known and _is_vowel(known):
                cost = rules.letter
            cost = min(last[j - 1] + cost, now[j - 1] + alone_other[j - 1], last[j] + alone)
            if i > 1 and j > 1 and letter == other[same + j - 2] and one[place - 1] == known:
                cost = min(cost, before[j - 2] + rules.letter)
            now[j] = cost
            least = min(least, cost)
        if least > limit and least_before > limit:
            return rules.letter * rules.longest_word * 2
        least_before = least
        before, last, now = last, now, before
    return int(last[width - 1])


@compiled
def _unlike(one: Bytes, other: Bytes, most: float, rules: Rules, room: Places) -> float:
    """As ``score.unlike``, if it is no more than ``most``; else anything above it."""
    longest = max(len(one), len(other))
    if longest > rules.longest_word:
        return 1.0
    syllables, syllables_other = _syllables(one), _syllables(other)
    short = rules.short if max(syllables, syllables_other) < 2 else 1.0
    apart = rules.beginning if one[0] != other[0] and rules.instead[one[0], other[0]] >= rules.letter else 1.0
    limit = most * rules.letter * longest / (short * apart) + 1.0
    cost = _written(one, other, min(syllables, syllables_other) < 2, limit, rules, room)
    return cost * short * apart / (rules.letter * longest)


@compiled
def _voiced(one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """As ``score._voiced``."""
    if one[0] == _J:
        one, other = other, one
    longest = max(len(one), len(other))
    if other[0] != _J or one[0] != _C or one[1] != _H or min(len(one) - 1, len(other)) < 2:
        return 0.0
    if longest > rules.longest_word:
        return 0.0
    bare = min(_syllables(one[2:]), _syllables(other[1:])) < 2
    limit = rules.letter * rules.longest_word * 1.0
    cost = _written(one[2:], other[1:], bare, limit, rules, room)
    alike = 1 - rules.edit * ((rules.voiced + cost) / (rules.letter * longest))
    return alike if alike >= rules.voiced_least else 0.0


@compiled
def _begun(one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """As ``score._begun``."""
    begins = rules.long_beginning
    if min(len(one), len(other)) < rules.long or not equal(one[:begins], other[:begins]):
        return 0.0
    apart = _unlike(one, other, rules.long_unlike, rules, room)
    return 1 - rules.edit * apart if apart <= rules.long_unlike else 0.0


@compiled
def _heard(sounds: int, one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """Similarity of two words of equal skeleton, as in ``score``."""
    alike = 1 - rules.heard[min(sounds, len(rules.heard) - 1)] * _unlike(one, other, 2.0, rules, room)
    alike = max(alike, _voiced(one, other, rules, room))
    unvowelled = rules.unvowelled[min(sounds, len(rules.unvowelled) - 1)]
    return float(max(alike, unvowelled if _has_vowel(one) != _has_vowel(other) else 0.0))


@compiled
def _typed(one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """Similarity of two words that differ in few letters (``score.allowed_edits``), or are long and begin alike."""
    longest = max(len(one), len(other))
    allowed = 0 if longest > rules.longest_word or longest < 3 else 1 if longest < 8 else 2
    if abs(len(one) - len(other)) > allowed or _edits(one, other, room) > allowed:
        return _begun(one, other, rules, room)
    return max(1 - rules.edit * _unlike(one, other, 2.0, rules, room), 0.0)


@compiled
def _akin(one: Bytes, other: Bytes, rules: Rules, room: Places) -> float:
    """As ``score.akin``, of words that are no numbers."""
    if min(len(one), len(other)) < 2:
        return 0.0
    alike = 1 - rules.far * _unlike(one, other, (1 - rules.far_least) / rules.far, rules, room)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if rules.shortest_prefix <= len(short) and len(long) <= rules.longest_word and equal(short, long[: len(short)]):
        alike = max(alike, rules.prefix_least + rules.prefix_share * len(short) / len(long))
    return float(rules.resembles * min(alike, rules.balance.far_most)) if alike >= rules.far_least else 0.0


@compiled
def _glued(text: Bytes, word: Bytes, rules: Rules, room: Places) -> float:
    """As ``score.glued``."""
    if len(word) < rules.shortest_joined:
        return 0.0
    most = (1 - rules.glued_least / rules.joined) / rules.edit
    alike = rules.joined * (1 - rules.edit * _unlike(text, word, most, rules, room))
    return float(min(alike, rules.balance.far_most)) if alike >= rules.glued_least else 0.0


@compiled
def _lacking(letters: Bytes, rules: Rules, found: Hashes) -> int:
    """Hashes of a word without up to so many letters as may be edited when it meets a longer word, and of the beginning
    of a long one; how many."""
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
    if length >= rules.long:
        value = np.uint64(11)
        for place in range(rules.long_beginning):
            value = value * PRIME + np.uint64(letters[place])
        found[count] = value * SPREAD
        count += 1
    return count


@compiled
def deletions(words: Words, bits: int, rules: Rules, room: Hashes) -> tuple[Places, Places, NDArray[np.uint16]]:
    """Every listed word under the hash of each spelling that lacks up to two letters (``2 ** bits`` buckets).

    Two words within the allowed edits of each other have such a spelling in common. Long words stand under their
    beginning too.
    """
    buckets, shift = 1 << bits, np.uint64(64 - bits)
    at = np.zeros(buckets + 1, np.int32)
    word_of, print_of, filled = np.zeros(0, np.int32), np.zeros(0, np.uint16), at
    for counting in (True, False):
        for word in range(len(words.at) - 1):
            letters = words.letters[words.at[word] : words.at[word + 1]]
            if len(letters) > rules.longest_word or words.number[word]:
                continue
            for place in range(_lacking(letters, rules, room)):
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
        lacking = _lacking(letters, rules, room.hashes) if may_vary and len(letters) <= rules.longest_word else 0
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


# -- the bound -----------------------------------------------------------------------------------------------------


@compiled
def joint(
    met_query: float, missed_query: float, met_listed: float, missed_listed: float, weighs: float, one_sided: float
) -> float:
    """As ``score.joint``."""
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed = min(missed_query, missed_listed) + one_sided * abs(missed_query - missed_listed)
    return met / (met + weighs * missed / met)


@compiled
def is_much(met: float, whole: float, least: float, beside: float) -> bool:
    """As ``score._is_much``."""
    return met >= least and met >= beside * whole


@compiled
def reach(
    query: float, whole_query: float, listed: float, whole_listed: float, weighs: float, one_sided: float,
    least: float, balance: Balance,
) -> float:  # fmt: skip
    """The most that a score may be if no more than this is met; where enough is, words may resemble beside it."""
    beside = balance.beside
    if is_much(query + ROUNDING, whole_query, least, beside) and is_much(
        listed + ROUNDING, whole_listed, least, beside
    ):
        query += balance.far_most * (whole_query - query)
        listed += balance.far_most * (whole_listed - listed)
    return joint(query, whole_query - query, listed, whole_listed - listed, weighs, one_sided)


@compiled
def least_met(whole: float, floor: float, balance: Balance) -> float:
    """How much worth of a spelling must meet, so that its score can reach the floor.

    The listed name having met in full, that is the ``met`` of ``met / (met + missed_least * one_sided_least * (whole -
    met) / met) = floor``; or less, if it is so much that the other words may resemble beside it.
    """
    one = balance.missed_least * balance.one_sided_least * floor
    least = whole
    if floor < 1.0:
        least = (math.sqrt(one * one + 4 * (1 - floor) * one * whole) - one) / (2 * (1 - floor))
    beside = (least - balance.far_most * whole) / (1 - balance.far_most)
    return min(least, max(beside, balance.beside_least, balance.beside * whole)) - ROUNDING


@compiled
def note(word: int, bit: int, similar: float, places: Marks, most: Worths) -> None:
    """Note that a listed word is alike to a word asked about."""
    most[word] = max(most[word], similar) if places[word] else similar
    places[word] |= bit


@compiled
def both_of(at: int, words: int) -> int:
    """The place of a word and of the word after it, as bits."""
    return 1 << min(at, PLACES - 1) | 1 << min((at + 1) % words, PLACES - 1)


@compiled
def add_up(credit: Worths, sums: Worths) -> None:
    """The credit of every set of places, to be looked up by their bits, those below 8 and the others apart."""
    for half in range(2):
        for bit in range(8):
            place = 8 * half + bit
            if place < len(credit):
                for places in range(1 << bit):
                    sums[half, 1 << bit | places] = sums[half, places] + credit[place]


@compiled
def credit_of(places: int, sums: Worths) -> float:
    """The most that the words at some places can meet together."""
    return float(sums[0, places & 255] + sums[1, places >> 8])


@compiled
def choose(credit: Worths, cost: Places, singles: int, least: float) -> int:
    """Places (as bits) of which a row must meet one to meet so much: the others together are worth less.

    The words that most rows hold are left out first. Single letters are never chosen, since they may be the initial of
    any word.
    """
    left, chosen = 0.0, 0
    for place in range(len(credit)):
        if not singles >> place & 1:
            chosen |= 1 << place
    remaining = chosen
    while remaining:
        next = -1
        for place in range(len(credit)):
            if remaining >> place & 1 and (next < 0 or cost[place] > cost[next]):
                next = place
        remaining ^= 1 << next
        if left + credit[next] < least:
            left += credit[next]
            chosen ^= 1 << next
    return chosen


@compiled
def meet(
    begin: int, end: int, own: float, mine: int, before: int, posting: Places, beside: Places, beside_at: Places,
    places: Marks, sums: Worths, least: float, seen: Turns, turn: int, open: Places, count: int,
) -> int:  # fmt: skip
    """Open the rows that hold a listed word and may meet enough; returns how many rows are open.

    Args:
        begin: Where the rows of the word begin in ``posting``.
        end: Where they end.
        own: What the word meets, single letters included.
        mine: The places where it meets that, as bits.
        before: Places whose rows have been looked at: a row that meets one of them was judged then.
        posting: As in ``Listed``.
        beside: As in ``Listed``.
        beside_at: As in ``Listed``.
        places: As in ``Room``.
        sums: As in ``Room``.
        least: What must meet.
        seen: For each row, the turn of the spelling that opened it last.
        turn: Of this spelling.
        open: Open rows.
        count: How many there are.
    """
    for slot in range(begin, end):
        met = 0
        for word in range(beside_at[slot], beside_at[slot + 1]):
            met |= places[beside[word]]
        if met & before or own + credit_of(met & ~mine, sums) < least:
            continue
        row = posting[slot]
        if seen[row] != turn:
            seen[row], open[count] = turn, row
            count += 1
    return count


@compiled
def open_all(seen: Turns, turn: int, open: Places, count: int) -> int:
    """Open every row; returns how many are open."""
    for row in range(len(seen)):
        if seen[row] != turn:
            seen[row], open[count] = turn, row
            count += 1
    return count


@compiled
def keep(
    open: Places, count: int, splits: int, split: int, split_worth: float, whole: float, floor: float,
    row_word: Places, row_at: Places, places: Marks, most: Worths, known_worth: Worths, known_initial: Bytes,
    initials: Marks, as_initial: float, sums: Worths, listed: Worths, balance: Balance,
) -> int:  # fmt: skip
    """Close the rows whose score is bound to be below the floor; returns how many remain open.

    Args:
        open: Open rows.
        count: How many there are.
        splits: How many of them, the first ones, hold two neighbouring words that are one word asked about.
        split: The places of such words, as bits.
        split_worth: What these meet in a row.
        whole: Worth of all words asked about.
        floor: Least score.
        row_word: Words of the rows.
        row_at: Where each row begins.
        places: As in ``Room``.
        most: As in ``Room``.
        known_worth: Worth of each listed word.
        known_initial: Its initial; 0 if no letter may stand for it.
        initials: As in ``Room``.
        as_initial: How alike a word is to its initial.
        sums: As in ``Room``.
        listed: ``Listed.row``.
        balance: Of the score.
    """
    kept = 0
    for slot in range(count):
        row = open[slot]
        met, met_listed = (split, split_worth) if slot < splits else (0, 0.0)
        for place in range(row_at[row], row_at[row + 1]):
            word = row_word[place]
            here, single = places[word], initials[known_initial[word]]
            if here or single:
                similar = most[word] if here else 0.0
                met_listed += max(similar, as_initial if single else 0.0) * known_worth[word]
                met |= here | single
        most_query = min(whole, credit_of(met, sums))
        most_listed = min(listed[row, WORTH], met_listed)
        bound = reach(
            most_query, whole, most_listed, listed[row, WORTH], listed[row, MISSED], listed[row, ONE_SIDED],
            listed[row, BESIDE], balance,
        )  # fmt: skip
        if bound * listed[row, SHARE] + ROUNDING >= floor:
            open[kept] = row
            kept += 1
    return kept


# -- the score -----------------------------------------------------------------------------------------------------


@compiled
def mark(query: Places, alike: Alike, turn: int, marked: Turns, similarity: Worths) -> None:
    """Note the listed words alike to each word of a spelling, to be looked up row by row."""
    for i in range(min(len(query), marked.shape[1])):
        for found in range(alike.at[query[i]], alike.at[query[i] + 1]):
            marked[alike.word[found], i] = turn
            similarity[alike.word[found], i] = alike.similarity[found]


@compiled
def link_words(
    query: Places, worth: Worths, initial: Bytes, alike: Alike, listed: Places, known_worth: Worths,
    known_initial: Bytes, as_initial: float, turn: int, marked: Turns, similarity: Worths, bits: Hashes, value: Worths,
) -> int:  # fmt: skip
    """Links of one word with one; how many."""
    links = 0
    for i in range(len(query)):
        for j in range(len(listed)):
            similar = 0.0
            if i < marked.shape[1]:
                similar = similarity[listed[j], i] if marked[listed[j], i] == turn else 0.0
            else:
                for found in range(alike.at[query[i]], alike.at[query[i] + 1]):
                    if alike.word[found] == listed[j]:
                        similar = alike.similarity[found]
                        break
            if similar == 0.0 and 0 < initial[query[i]] == known_initial[listed[j]]:
                similar = as_initial
            if similar > 0.0:
                bits[links, 0], bits[links, 1] = _ONE << np.uint64(i), _ONE << np.uint64(j)
                value[links, 0], value[links, 1] = similar, similar * (worth[query[i]] + known_worth[listed[j]])
                links += 1
    return links


@compiled
def link_pairs(
    pairs: Places, letters: Bytes, at: Places, worth: Worths, words: Places, word_letters: Bytes, word_at: Places,
    word_worth: Worths, split: bool, shortest: int, joined: float, bits: Hashes, value: Worths, links: int,
) -> int:  # fmt: skip
    """Add the links of two neighbouring words of one side with one word of the other; how many links there are then.

    ``split`` says that the pairs are of the listed side; then the word asked about is what goes first.
    """
    for outer in range(len(words) if split else len(pairs)):
        for inner in range(len(pairs) if split else len(words)):
            i, j = (inner, outer) if split else (outer, inner)
            after = (i + 1) % len(pairs)
            one = letters[at[pairs[i]] : at[pairs[i] + 1]]
            two = letters[at[pairs[after]] : at[pairs[after] + 1]]
            word = word_letters[word_at[words[j]] : word_at[words[j] + 1]]
            if after == i or len(one) + len(two) != len(word) or len(word) < shortest:
                continue
            if equal(one, word[: len(one)]) and equal(two, word[len(one) :]):
                both = worth[pairs[i]] + worth[pairs[after]]
                bits[links, 1 if split else 0] = _ONE << np.uint64(i) | _ONE << np.uint64(after)
                bits[links, 0 if split else 1] = _ONE << np.uint64(j)
                value[links, 0] = joined
                value[links, 1] = joined * (word_worth[words[j]] + both if split else both + word_worth[words[j]])
                links += 1
    return links


@compiled
def take(
    query: Places, worth: Worths, listed: Places, known_worth: Worths, bits: Hashes, value: Worths, links: int,
    taken: Hashes, tally: Worths,
) -> bool:  # fmt: skip
    """Take links in turn, most worth first, each word once; whether words met in another order."""
    turned = False
    while True:
        best = -1
        for link in range(links):
            free = not (bits[link, 0] & taken[0] or bits[link, 1] & taken[1])
            if free and (best < 0 or value[link, 1] > value[best, 1]):
                best = link
        if best < 0:
            break
        taken[0] |= bits[best, 0]
        taken[1] |= bits[best, 1]
        on_query, on_listed = worth_of(query, bits[best, 0], worth), worth_of(listed, bits[best, 1], known_worth)
        tally[0] += value[best, 0] * on_query
        tally[1] += value[best, 0] * on_listed
        tally[2] += (1 - value[best, 0]) * on_query
        tally[3] += (1 - value[best, 0]) * on_listed
        value[best, 1] = -1.0
        for other in range(links):
            if value[other, 1] == -1.0:
                turned |= (bits[other, 0] < bits[best, 0]) != (bits[other, 1] < bits[best, 1]) and other != best
    return turned


@compiled
def link_akin(
    query: Places, asked: Words, listed: Places, known: Words, rules: Rules, bits: Hashes, value: Worths, links: int,
    taken: Hashes, room: Places,
) -> int:  # fmt: skip
    """Add the links of words left over that resemble each other from further off; how many links there are then."""
    for i in range(len(query)):
        if taken[0] >> np.uint64(i) & _ONE or asked.number[query[i]]:
            continue
        one = asked.letters[asked.at[query[i]] : asked.at[query[i] + 1]]
        for j in range(len(listed)):
            if taken[1] >> np.uint64(j) & _ONE or known.number[listed[j]]:
                continue
            alike = _akin(one, known.letters[known.at[listed[j]] : known.at[listed[j] + 1]], rules, room)
            if alike > 0.0:
                bits[links, 0], bits[links, 1] = _ONE << np.uint64(i), _ONE << np.uint64(j)
                value[links, 0] = alike
                value[links, 1] = alike * (asked.worth[query[i]] + known.worth[listed[j]])
                links += 1
    return links


@compiled
def link_glued(
    row: Places, several: int, many: Words, others: Places, one: Words, split: bool, rules: Rules, bits: Hashes,
    value: Worths, links: int, taken: Hashes, room: Places, text: Bytes,
) -> int:  # fmt: skip
    """Add the links of so many words left over in a row with one word of the other side; how many links there are then.

    ``split`` says that the words in a row are of the listed side.
    """
    mine, theirs = (1, 0) if split else (0, 1)
    for first in range(len(row) - several + 1):
        run = ((_ONE << np.uint64(several)) - _ONE) << np.uint64(first)
        length = 0
        for place in range(first, first + several):
            length += many.at[row[place] + 1] - many.at[row[place]]
        if taken[mine] & run or length > rules.longest_word:
            continue
        length = 0
        for place in range(first, first + several):
            for begin in range(many.at[row[place]], many.at[row[place] + 1]):
                text[length] = many.letters[begin]
                length += 1
        for other in range(len(others)):
            if taken[theirs] >> np.uint64(other) & _ONE:
                continue
            alike = _glued(text[:length], one.letters[one.at[others[other]] : one.at[others[other] + 1]], rules, room)
            if alike > 0.0:
                bits[links, mine], bits[links, theirs] = run, _ONE << np.uint64(other)
                value[links, 0] = alike
                value[links, 1] = alike * (worth_of(row, run, many.worth) + one.worth[others[other]])
                links += 1
    return links


@compiled
def score_row(
    query: Places, asked: Words, whole: float, listed: Places, known: Words, whole_listed: float, ordered: bool,
    weighs: float, one_sided: float, least: float, share: float, floor: float, rules: Rules, bits: Hashes,
    value: Worths, links: int, taken: Hashes, tally: Worths, room: Places, text: Bytes,
) -> float:  # fmt: skip
    """The score of a row, given the links of its words with those of a spelling; 0 if it cannot reach the floor.

    ``whole`` and ``whole_listed`` are the worth of all words of each side, added from left to right; ``weighs`` is what
    worth missed weighs there, ``one_sided`` what it weighs on one side only, ``least`` the worth beside
    which words may resemble each other, ``share`` what remains of the score.
    """
    balance = rules.balance
    taken[:] = 0
    tally[:] = 0.0
    turned = take(query, asked.worth, listed, known.worth, bits, value, links, taken, tally)
    beside = balance.beside
    if is_much(tally[0], whole, least, beside) and is_much(tally[1], whole_listed, least, beside):
        left = worth_of(query, ~taken[0], asked.worth)
        left_listed = worth_of(listed, ~taken[1], known.worth)
        if left > 0.0 and left_listed > 0.0:
            most = joint(
                tally[0] + balance.far_most * left, tally[2] + (1 - balance.far_most) * left,
                tally[1] + balance.far_most * left_listed, tally[3] + (1 - balance.far_most) * left_listed, weighs,
                one_sided,
            )  # fmt: skip
            if most * share + ROUNDING < floor:
                return 0.0
            before = links
            links = link_akin(query, asked, listed, known, rules, bits, value, links, taken, room)
            for several in (2, 3):
                links = link_glued(
                    query, several, asked, listed, known, False, rules, bits, value, links, taken, room, text
                )
                links = link_glued(
                    listed, several, known, query, asked, True, rules, bits, value, links, taken, room, text
                )
            if links > before:
                turned |= take(query, asked.worth, listed, known.worth, bits, value, links, taken, tally)
    missed_query = tally[2] + worth_of(query, ~taken[0], asked.worth)
    missed_listed = tally[3] + worth_of(listed, ~taken[1], known.worth)
    score = joint(tally[0], missed_query, tally[1], missed_listed, weighs, one_sided)
    if ordered:
        return score * rules.turned if turned else score
    if score >= floor and is_reordered(bits, value, links) and all_short(query, asked) and all_short(listed, known):
        return score * rules.reordered
    return score


@compiled
def is_reordered(bits: Hashes, value: Worths, links: int) -> bool:
    """As ``score._is_reordered``, of the links taken."""
    descents = 0
    for link in range(links):
        if value[link, 1] != -1.0:
            continue
        after = first = link
        for other in range(links):
            if value[other, 1] == -1.0:
                if bits[other, 0] < bits[first, 0]:
                    first = other
                if bits[other, 0] > bits[link, 0] and (after == link or bits[other, 0] < bits[after, 0]):
                    after = other
        after = first if after == link else after
        descents += bits[after, 1] < bits[link, 1]
    return descents > 1


@compiled
def all_short(spelling: Places, words: Words) -> bool:
    """Whether all words of a spelling have one syllable at most."""
    for word in spelling:  # noqa: SIM110 - numba compiles no generators
        if _syllables(words.letters[words.at[word] : words.at[word + 1]]) > 1:
            return False
    return True


@compiled
def worth_of(spelling: Places, bits: np.uint64, worth: Worths) -> float:
    """Worth of the words of a spelling whose bits are set, added from left to right."""
    total = 0.0
    for place in range(len(spelling)):
        if bits >> np.uint64(place) & _ONE:
            total += worth[spelling[place]]
    return total


# -- the search ----------------------------------------------------------------------------------------------------


@compiled
def search(
    asked: Side, same: Places, known: Side, listed: Listed, kept: Alike, floor: float, rules: Rules, room: Room
) -> Hits:
    """Listed spellings whose score with a spelling asked about reaches the floor.

    One function, since to hand over all these arrays takes as long as to answer a name.

    Args:
        asked: Spellings asked about, each of one to ``MAX_WORDS`` words.
        same: Place of each of their words among the listed; -1 if it is not listed.
        known: Listed spellings.
        listed: What is looked up.
        kept: The listed words alike to each listed word.
        floor: Least score, above 0.
        rules: The numbers of the score.
        room: Made by ``room_for``.
    """
    alike = expand(asked.words, same, known.words, listed, kept, rules, room)
    words, known_words, known_rows = asked.words, known.words, known.rows
    worth, known_worth, open, seen = words.worth, known_words.worth, room.open, room.row_seen
    posting_at, places, most, sums = listed.posting_at, room.places, room.most, room.sums
    initials, similar, joined = room.initials, room.similar, room.joined
    value, power = hashes(words.letters, words.at)
    initial = _initials(words.letters, words.at, words.number)
    query_of, row_of, score_of = np.zeros(64, np.int32), np.zeros(64, np.int32), np.zeros(64, np.float64)
    total = 0
    for spelling in range(len(asked.rows.at) - 1):
        query = asked.rows.word[asked.rows.at[spelling] : asked.rows.at[spelling + 1]]
        credit, cost = room.credit[: min(len(query), PLACES)], room.cost[: min(len(query), PLACES)]
        credit[:], cost[:] = 0.0, 0
        room.turn[0] += 1
        turn, count, whole, formed = room.turn[0], 0, 0.0, False

        # What each word can meet, and how many rows hold something alike
        singles = 0
        for at in range(len(query)):
            word, place = query[at], min(at, PLACES - 1)
            whole += worth[word]
            formed |= words.form[word]
            similar[at] = rules.initial if initial[word] > 0 else 0.0
            if initial[word] > 0:
                singles |= 1 << place
                initials[initial[word]] |= 1 << place
            for found in range(alike.at[word], alike.at[word + 1]):
                other = alike.word[found]
                note(other, 1 << place, alike.similarity[found], places, most)
                similar[at] = max(similar[at], alike.similarity[found])
                cost[place] += posting_at[other + 1] - posting_at[other]

        # The same of words written in two, on either side; rows that hold the two are open from the first
        split, split_worth = 0, 0.0
        for at in range(len(query)):
            word, next = query[at], (at + 1) % len(query)
            begin, end = run_of(listed.pair_hash, value[word])
            if begin < end:
                split |= 1 << min(at, PLACES - 1)
                split_worth += rules.joined * listed.pair_worth[begin:end].max()
                similar[at] = max(similar[at], rules.joined)
            for slot in range(begin, end):
                if seen[listed.pair_row[slot]] != turn:
                    seen[listed.pair_row[slot]], open[count] = turn, listed.pair_row[slot]
                    count += 1
            joined[at, 0], joined[at, 1] = 0, 0
            if next != at:
                joined[at] = run_of(listed.word_hash, value[word] * power[query[next]] + value[query[next]])
            for slot in range(joined[at, 0], joined[at, 1]):
                note(listed.word[slot], both_of(at, len(query)), rules.joined, places, most)
                similar[at], similar[next] = max(similar[at], rules.joined), max(similar[next], rules.joined)
        splits = count

        # Rows that may meet enough, by the words of which they must hold one
        for at in range(len(query)):
            credit[min(at, PLACES - 1)] += similar[at] * worth[query[at]]
        add_up(credit, sums)
        least, apart = least_met(whole, floor, rules.balance), credit_of(singles, sums)
        if apart >= least:
            count = open_all(seen, turn, open, count)
        else:
            chosen, before = choose(credit, cost, singles, least - apart), 0
            for at in range(len(query)):
                mine = both_of(at, len(query)) | singles
                for slot in range(joined[at, 0], joined[at, 1]):
                    other = listed.word[slot]
                    count = meet(
                        posting_at[other], posting_at[other + 1], credit_of(mine, sums), mine, 0, listed.posting,
                        listed.beside, listed.beside_at, places, sums, least, seen, turn, open, count,
                    )  # fmt: skip
            for at in range(len(query)):
                word, bit = query[at], 1 << min(at, PLACES - 1)
                if not bit & chosen:
                    continue
                all_met = credit_of(((1 << len(credit)) - 1) & ~before, sums)
                for found in range(alike.at[word], alike.at[word + 1]):
                    other, lacks = alike.word[found], (similar[at] - alike.similarity[found]) * worth[word]
                    if all_met - lacks < least:
                        break
                    count = meet(
                        posting_at[other], posting_at[other + 1], credit_of(bit | singles, sums) - lacks,
                        bit | singles, before, listed.posting, listed.beside, listed.beside_at, places, sums, least,
                        seen, turn, open, count,
                    )  # fmt: skip
                if at < PLACES - 1:
                    before |= bit

        # Of these, the rows whose bound reaches the floor
        count = keep(
            open, count, splits, split, split_worth, whole, floor, known_rows.word, known_rows.at, places, most,
            known_worth, listed.initial, initials, rules.initial, sums, listed.row, rules.balance,
        )  # fmt: skip
        for at in range(len(query)):
            initials[initial[query[at]]] = 0
            for found in range(alike.at[query[at]], alike.at[query[at] + 1]):
                places[alike.word[found]] = 0
            for slot in range(joined[at, 0], joined[at, 1]):
                places[listed.word[slot]] = 0

        # The score itself
        if count > 0:
            mark(query, alike, turn, room.marked, room.similarity)
        for slot in range(count):
            row = open[slot]
            row_words = known_rows.word[known_rows.at[row] : known_rows.at[row + 1]]
            links = link_words(
                query, worth, initial, alike, row_words, known_worth, listed.initial, rules.initial, turn, room.marked,
                room.similarity, room.link_bits, room.link_worth,
            )  # fmt: skip
            links = link_pairs(
                query, words.letters, words.at, worth, row_words, known_words.letters, known_words.at, known_worth,
                False, rules.shortest_joined, rules.joined, room.link_bits, room.link_worth, links,
            )  # fmt: skip
            links = link_pairs(
                row_words, known_words.letters, known_words.at, known_worth, query, words.letters, words.at, worth,
                True, rules.shortest_joined, rules.joined, room.link_bits, room.link_worth, links,
            )  # fmt: skip
            score = score_row(
                query, words, whole, row_words, known_words, worth_of(row_words, ~np.uint64(0), known_worth),
                listed.row_ordered[row], listed.row[row, MISSED], listed.row[row, ONE_SIDED], listed.row[row, BESIDE],
                listed.row[row, SHARE], floor, rules, room.link_bits, room.link_worth, links, room.taken, room.tally,
                room.edits, room.text,
            )  # fmt: skip
            if formed and listed.row_named[row]:
                score *= rules.formed
            score *= listed.row[row, SHARE]
            if score >= floor:
                if total >= len(query_of):
                    query_of, row_of, score_of = grown(query_of), grown(row_of), grown(score_of)
                query_of[total], row_of[total], score_of[total] = spelling, row, score
                total += 1
    return Hits(query_of[:total], row_of[:total], score_of[:total])


@compiled
def _initials(letters: Bytes, at: Places, number: Flags) -> Bytes:
    """The letter of each word that is a single letter, which may be an initial; else 0."""
    initial = np.zeros(len(at) - 1, np.uint8)
    for word in range(len(initial)):
        if at[word + 1] - at[word] == 1 and not number[word]:
            initial[word] = letters[at[word]]
    return initial
