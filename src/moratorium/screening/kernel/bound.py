"""Which listed spellings may reach a score, and the most worth that can meet on either side."""

from __future__ import annotations

import math

import numpy as np

from moratorium.screening.kernel.arrays import (
    LAST,
    QUERY,
    ROUNDING,
    ROW,
    TURN,
    Bytes,
    Hashes,
    Places,
    Rules,
    Turns,
    Worths,
    compiled,
)
from moratorium.screening.kernel.words import first_of


@compiled
def joint(met_query: float, whole_query: float, met_listed: float, whole_listed: float, one_sided: float) -> float:
    """As ``score.joint``."""
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed_query, missed_listed = whole_query - met_query, whole_listed - met_listed
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
    state: Worths,
    turn: int, opens: bool, open: Places, count: int,
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
        if joint(most_query, whole, most_listed, row_worth[row], one_sided) * row_share[row] + ROUNDING >= floor:
            open[kept] = row
            kept += 1
    return kept
