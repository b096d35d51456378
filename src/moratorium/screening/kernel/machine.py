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
    Bytes,
    Flags,
    Hashes,
    Hits,
    Listed,
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
_ONE = np.uint64(1)

PRIME = np.uint64(1_000_003)
SPREAD = np.uint64(0x9E3779B97F4A7C15)

TURN, LAST, QUERY, ROW = 0, 1, 2, 3
"""What ``Room.state`` holds of a row."""

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
    for letter in word:  # noqa: SIM110 - numba compiles no generators
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
    """Similarity of two words that may differ in few letters (``score.allowed_edits``), as in ``score``."""
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


# -- the bound -----------------------------------------------------------------------------------------------------


@compiled
def joint(met_query: float, missed_query: float, met_listed: float, missed_listed: float, one_sided: float) -> float:
    """As ``score.joint``."""
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed = min(missed_query, missed_listed) + one_sided * abs(missed_query - missed_listed)
    return met / (met + missed / met)


@compiled
def count_openers(query: Places, worth: Worths, single: Bytes, order: Places, floor: float, rules: Rules) -> int:
    """Order a spelling's words, most worth first and single letters last; how many of them open rows.

    The rest together is worth less than must meet to reach the floor, the listed name having met in full: the ``met``
    of ``met / (met + one_sided * (whole - met) / met) = floor``. Single letters open nothing, since they may be the
    initial of any word. -1 if they alone could reach the floor: then every row must be looked at.
    """
    whole = 0.0
    for place in range(len(query)):
        whole += worth[query[place]]
        slot = place
        while slot > 0:
            before, here = query[order[slot - 1]], query[place]
            if single[before] <= single[here] and (single[before] < single[here] or worth[before] >= worth[here]):
                break
            order[slot] = order[slot - 1]
            slot -= 1
        order[slot] = place
    one = rules.one_sided * floor
    least = whole
    if floor < 1.0:
        least = (math.sqrt(one * one + 4 * (1 - floor) * one * whole) - one) / (2 * (1 - floor))
    rest = 0.0
    for rank in range(len(query) - 1, -1, -1):
        rest += worth[query[order[rank]]]
        if rest + ROUNDING >= least:
            return -1 if single[query[order[rank]]] else rank + 1
    return 0


@compiled
def meet(
    rows: Places, known_worth: float, credit: float, place: int, state: Worths, turn: int, opens: bool, open: Places,
    count: int,
) -> int:  # fmt: skip
    """Note that rows hold a listed word alike to one asked about; returns how many rows are open.

    Args:
        rows: The rows.
        known_worth: Worth of the listed word, times the similarity.
        credit: Worth of the word asked about, times the similarity.
        place: Its place in the spelling: for one place the most alike word of a row counts, and that comes first. A
            place below 0 counts every time.
        state: Of all rows.
        turn: Of this spelling.
        opens: Whether rows that are not open are to be opened.
        open: Open rows.
        count: How many there are.
    """
    for row in rows:
        if state[row, TURN] != turn:
            if not opens:
                continue
            state[row, TURN], state[row, LAST], state[row, QUERY], state[row, ROW] = turn, -1.0, 0.0, 0.0
            open[count] = row
            count += 1
        if place < 0 or state[row, LAST] != place:
            state[row, LAST] = place
            state[row, QUERY] += credit
        state[row, ROW] += known_worth
    return count


@compiled
def open_all(state: Worths, turn: int, open: Places) -> int:
    """Open every row; returns how many there are."""
    for row in range(len(open)):
        state[row, TURN], state[row, LAST], state[row, QUERY], state[row, ROW] = turn, -1.0, 0.0, 0.0
        open[row] = row
    return len(open)


@compiled
def meet_pairs(
    value: np.uint64, credit: float, joined: float, pair_hash: Hashes, pair_row: Places, pair_worth: Worths,
    state: Worths, turn: int, opens: bool, open: Places, count: int,
) -> int:  # fmt: skip
    """Note the rows with two neighbouring words that, written as one, are a word asked about."""
    slot = first_of(pair_hash, value)
    while slot < len(pair_hash) and pair_hash[slot] == value:
        count = meet(
            pair_row[slot : slot + 1], joined * pair_worth[slot], joined * credit, -1, state, turn, opens, open, count
        )
        slot += 1
    return count


@compiled
def meet_rest(
    word: int, worth: float, initial: int, similar_to: float, alike_word: Places, alike_at: Places, similarity: Worths,
    seen: Turns, alike: Worths, turn: int, row_word: Places, row_at: Places, known_worth: Worths, known_initial: Bytes,
    state: Worths, open: Places, count: int,
) -> None:  # fmt: skip
    """A word that opens nothing: go through the open rows.

    A row's own words are looked up in a table of the words alike, since common words have many; of a single letter
    (``initial``; else -1), any word that begins with it is alike.
    """
    for found in range(alike_at[word], alike_at[word + 1]):
        seen[alike_word[found]] = turn
        alike[alike_word[found]] = similarity[found]
    for slot in range(count):
        row = open[slot]
        best = 0.0
        for place in range(row_at[row], row_at[row + 1]):
            other = row_word[place]
            similar = alike[other] if seen[other] == turn else similar_to if known_initial[other] == initial else 0.0
            best = max(best, similar)
            state[row, ROW] += similar * known_worth[other]
        state[row, QUERY] += best * worth
    for found in range(alike_at[word], alike_at[word + 1]):
        seen[alike_word[found]] = 0


@compiled
def keep(
    whole: float, rest: float, floor: float, one_sided: float, row_worth: Worths, row_share: Worths, state: Worths,
    open: Places, count: int,
) -> int:  # fmt: skip
    """Close the rows whose bound is below the floor; ``rest`` is the worth of the words still to come."""
    kept = 0
    for slot in range(count):
        row = open[slot]
        most_query = min(whole, state[row, QUERY] + rest)
        most_listed = row_worth[row] if rest > 0.0 else min(row_worth[row], state[row, ROW])
        bound = joint(most_query, whole - most_query, most_listed, row_worth[row] - most_listed, one_sided)
        if bound * row_share[row] + ROUNDING >= floor:
            open[kept] = row
            kept += 1
    return kept


# -- the score -----------------------------------------------------------------------------------------------------


@compiled
def link_words(
    query: Places, worth: Worths, initial: Bytes, alike: Alike, listed: Places, known_worth: Worths,
    known_initial: Bytes, rules: Rules, bits: Hashes, value: Worths,
) -> int:  # fmt: skip
    """Links of one word with one; how many."""
    links = 0
    for i in range(len(query)):
        for j in range(len(listed)):
            similar = 0.0
            for found in range(alike.at[query[i]], alike.at[query[i] + 1]):
                if alike.word[found] == listed[j]:
                    similar = alike.similarity[found]
                    break
            if similar == 0.0 and 0 < initial[query[i]] == known_initial[listed[j]]:
                similar = rules.initial
            if similar > 0.0:
                bits[links, 0], bits[links, 1] = _ONE << np.uint64(i), _ONE << np.uint64(j)
                value[links, 0], value[links, 1] = similar, similar * (worth[query[i]] + known_worth[listed[j]])
                links += 1
    return links


@compiled
def link_pairs(
    pairs: Places, letters: Bytes, at: Places, worth: Worths, words: Places, word_letters: Bytes, word_at: Places,
    word_worth: Worths, split: bool, rules: Rules, bits: Hashes, value: Worths, links: int,
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
            if after == i or len(one) + len(two) != len(word) or len(word) < rules.shortest_joined:
                continue
            if equal(one, word[: len(one)]) and equal(two, word[len(one) :]):
                both = worth[pairs[i]] + worth[pairs[after]]
                bits[links, 1 if split else 0] = _ONE << np.uint64(i) | _ONE << np.uint64(after)
                bits[links, 0 if split else 1] = _ONE << np.uint64(j)
                value[links, 0] = rules.joined
                value[links, 1] = rules.joined * (word_worth[words[j]] + both if split else both + word_worth[words[j]])
                links += 1
    return links


@compiled
def score_links(
    query: Places, worth: Worths, listed: Places, known_worth: Worths, ordered: bool, rules: Rules, bits: Hashes,
    value: Worths, links: int,
) -> float:  # fmt: skip
    """Take the links in turn, most worth first, each word once; the score without what a weak name loses."""
    met_query, met_listed, missed_query, missed_listed = 0.0, 0.0, 0.0, 0.0
    used_query, used_listed = np.uint64(0), np.uint64(0)
    turned = False
    while True:
        best = -1
        for link in range(links):
            free = not (bits[link, 0] & used_query or bits[link, 1] & used_listed)
            if free and (best < 0 or value[link, 1] > value[best, 1]):
                best = link
        if best < 0:
            break
        used_query |= bits[best, 0]
        used_listed |= bits[best, 1]
        on_query, on_listed = worth_of(query, bits[best, 0], worth), worth_of(listed, bits[best, 1], known_worth)
        met_query += value[best, 0] * on_query
        met_listed += value[best, 0] * on_listed
        missed_query += (1 - value[best, 0]) * on_query
        missed_listed += (1 - value[best, 0]) * on_listed
        value[best, 1] = -1.0
        for other in range(links):
            if value[other, 1] == -1.0 and ordered:
                turned |= (bits[other, 0] < bits[best, 0]) != (bits[other, 1] < bits[best, 1]) and other != best
    missed_query += worth_of(query, ~used_query, worth)
    missed_listed += worth_of(listed, ~used_listed, known_worth)
    score = joint(met_query, missed_query, met_listed, missed_listed, rules.one_sided)
    return score * rules.turned if turned else score


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
def search(asked: Side, alike: Alike, known: Side, listed: Listed, floor: float, rules: Rules, room: Room) -> Hits:
    """Listed spellings whose score with a spelling asked about reaches the floor.

    Args:
        asked: Spellings asked about, each of one to ``MAX_WORDS`` words.
        alike: Made by ``expand`` for their words.
        known: Listed spellings.
        listed: What is looked up.
        floor: Least score, above 0.
        rules: The numbers of the score.
        room: Made by ``room_for``.
    """
    words, known_words, known_rows = asked.words, known.words, known.rows
    worth, known_worth, state, open = words.worth, known_words.worth, room.state, room.open
    value, power = hashes(words.letters, words.at)
    initial = _initials(words.letters, words.at, words.number)
    single = (np.diff(words.at) == 1).astype(np.uint8)
    order, opening = room.order, room.opening
    query_of, row_of, score_of = np.zeros(64, np.int32), np.zeros(64, np.int32), np.zeros(64, np.float64)
    total = 0
    for spelling in range(len(asked.rows.at) - 1):
        query = asked.rows.word[asked.rows.at[spelling] : asked.rows.at[spelling + 1]]
        room.turn[0] += 1
        turn, count, whole = room.turn[0], 0, 0.0
        for word in query:
            whole += worth[word]
        openers = count_openers(query, worth, single, order, floor, rules)
        if openers < 0:
            openers, count = 0, open_all(state, turn, open)
        opening[: len(query)] = False
        opening[order[:openers]] = True

        # Words that open rows, by the postings of the words alike
        for rank in range(openers):
            word = query[order[rank]]
            for found in range(alike.at[word], alike.at[word + 1]):
                other, similar = alike.word[found], alike.similarity[found]
                rows = listed.posting[listed.posting_at[other] : listed.posting_at[other + 1]]
                credit, other_worth = similar * worth[word], similar * known_worth[other]
                count = meet(rows, other_worth, credit, order[rank], state, turn, True, open, count)

        # Words written in two: those with an opening word first, since the others only add to open rows
        for opens in (True, False):
            for place in range(len(query)):
                word, after = query[place], query[(place + 1) % len(query)]
                if opening[place] == opens:
                    count = meet_pairs(
                        value[word], worth[word], rules.joined, listed.pair_hash, listed.pair_row, listed.pair_worth,
                        state, turn, opens, open, count,
                    )  # fmt: skip
                if len(query) > 1 and (opening[place] or opening[(place + 1) % len(query)]) == opens:
                    both = value[word] * power[after] + value[after]
                    slot = first_of(listed.word_hash, both)
                    while slot < len(listed.word_hash) and listed.word_hash[slot] == both:
                        other = listed.word[slot]
                        rows = listed.posting[listed.posting_at[other] : listed.posting_at[other + 1]]
                        credit = rules.joined * (worth[word] + worth[after])
                        other_worth = rules.joined * known_worth[other]
                        count = meet(rows, other_worth, credit, -1, state, turn, opens, open, count)
                        slot += 1

        # The rest, on the rows that are open; those that cannot reach the floor any more are closed
        for rank in range(openers, len(query) + 1):
            rest = 0.0
            for later in range(rank, len(query)):
                rest += worth[query[order[later]]]
            count = keep(whole, rest, floor, rules.one_sided, listed.row_worth, listed.row_share, state, open, count)
            if rank < len(query):
                word = query[order[rank]]
                meet_rest(
                    word, worth[word], initial[word] if initial[word] > 0 else -1, rules.initial, alike.word, alike.at,
                    alike.similarity, room.seen, room.alike, turn, known_rows.word, known_rows.at, known_worth,
                    listed.initial, state, open, count,
                )  # fmt: skip

        # The score itself
        for slot in range(count):
            row = open[slot]
            row_words = known_rows.word[known_rows.at[row] : known_rows.at[row + 1]]
            links = link_words(
                query, worth, initial, alike, row_words, known_worth, listed.initial, rules, room.link_bits,
                room.link_worth,
            )  # fmt: skip
            links = link_pairs(
                query, words.letters, words.at, worth, row_words, known_words.letters, known_words.at, known_worth,
                False, rules, room.link_bits, room.link_worth, links,
            )  # fmt: skip
            links = link_pairs(
                row_words, known_words.letters, known_words.at, known_worth, query, words.letters, words.at, worth,
                True, rules, room.link_bits, room.link_worth, links,
            )  # fmt: skip
            score = listed.row_share[row] * score_links(
                query, worth, row_words, known_worth, listed.row_ordered[row], rules, room.link_bits, room.link_worth,
                links,
            )  # fmt: skip
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
