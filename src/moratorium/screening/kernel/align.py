"""The score of two spellings: which words meet which, most worth first, each word once; as ``score.score_v1``."""

from __future__ import annotations

import numpy as np

from moratorium.screening.kernel.arrays import Bytes, Hashes, Places, Rules, Worths, compiled
from moratorium.screening.kernel.bound import joint
from moratorium.screening.kernel.words import Alike, equal

_ONE = np.uint64(1)


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
    met_query, met_listed, chosen = 0.0, 0.0, 0
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
        met_query += value[best, 0] * worth_of(query, bits[best, 0], worth)
        met_listed += value[best, 0] * worth_of(listed, bits[best, 1], known_worth)
        value[best, 1] = -1.0
        for other in range(links):
            if value[other, 1] == -1.0 and ordered:
                turned |= (bits[other, 0] < bits[best, 0]) != (bits[other, 1] < bits[best, 1]) and other != best
        chosen += 1
    everything = ~np.uint64(0)
    whole_query, whole_listed = worth_of(query, everything, worth), worth_of(listed, everything, known_worth)
    score = joint(met_query, whole_query, met_listed, whole_listed, rules.one_sided)
    return score * rules.turned if turned else score


@compiled
def worth_of(spelling: Places, bits: np.uint64, worth: Worths) -> float:
    """Worth of the words of a spelling whose bits are set, added from left to right."""
    total = 0.0
    for place in range(len(spelling)):
        if bits >> np.uint64(place) & _ONE:
            total += worth[spelling[place]]
    return total
