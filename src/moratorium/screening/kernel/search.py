"""Many spellings asked about, and the listed ones whose score reaches a floor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moratorium.screening.kernel.align import link_pairs, link_words, score_links
from moratorium.screening.kernel.arrays import (
    MAX_WORDS,
    Bytes,
    Flags,
    Listed,
    Places,
    Room,
    Rules,
    Side,
    Worths,
    compiled,
)
from moratorium.screening.kernel.bound import count_openers, keep, meet, meet_pairs, meet_rest, open_all
from moratorium.screening.kernel.words import Alike, first_of, grown, hashes


class Hits(NamedTuple):
    """Spellings asked about, listed rows, and their scores, in the order asked."""

    query: Places
    row: Places
    score: Worths


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
    order, opening = np.zeros(MAX_WORDS, np.int32), np.zeros(MAX_WORDS, np.bool_)
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
