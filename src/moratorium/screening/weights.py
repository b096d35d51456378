"""What a word is worth: much if the lists rarely hold it, little if many parties share it.

A word counts with all words that sound like it, so that a new spelling of a common name is as common as the name. Legal
forms, titles and words of trade are worth a fraction, whatever the lists say of them. Of other words the short ones are
worth less: two or three letters are soon the same by chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from moratorium.screening.names import factor, factor_of_unlisted, skeleton

NUMBER = 0.8
"""Least worth of a number: "unit 12" is not "unit 13"."""

SINGLE = 0.25
"""What remains of the worth of a single letter: an initial tells one person of many apart from few."""

LETTERS = (0.0, SINGLE, 0.65, 0.65, 0.9, 1.0, 1.0, 1.0, 1.1)
"""What remains of the worth of a word of so many letters; the last holds for all longer ones."""

MOST = max(LETTERS)
"""No word is worth more."""

FEW = 20_000
"""Lists of fewer parties in all are taken for so many: in a short list every word would seem common."""


class Weights(msgspec.Struct, frozen=True):
    """Worth of words by their rarity among listed parties.

    Attributes:
        parties: How many parties are listed.
        words: How many of them have the word in a name.
        heard: How many of them have a word that sounds so, by skeleton.
    """

    parties: int
    words: Mapping[str, int]
    heard: Mapping[str, int]

    def of(self, word: str) -> float:
        """Worth of a word, from near 0 to ``MOST`` (a long word that no list holds).

        >>> weights = weights_of([{"acme", "trading"}, {"zenith", "trading"}, {"ivanov", "trading"}])
        >>> round(weights.of("acme"), 2), round(weights.of("trading"), 2), weights.of("unheard")
        (0.84, 0.6, 1.0)
        """
        return self.worth(word, skeleton(word))

    def worth(self, word: str, heard: str) -> float:
        """The same for a word whose skeleton is known."""
        among = (self.words.get(word, 0) + self.heard.get(heard, 0)) / 2
        parties = max(self.parties, FEW)
        rarity = math.log1p(parties / (1 + among)) / math.log1p(parties)
        told = factor(word) if word in self.words else factor_of_unlisted(word)
        if len(word) == 1 or (told == 1.0 and not word.isdigit()):
            told = LETTERS[min(len(word), len(LETTERS) - 1)]
        worth = told * rarity
        return max(worth, NUMBER) if word.isdigit() else worth


def weights_of(parties: Iterable[set[str]]) -> Weights:
    """Weights from the words of each listed party."""
    words: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    skeletons: dict[str, str] = {}
    total = 0
    for party in parties:
        total += 1
        words.update(party)
        for word in party:
            if word not in skeletons:
                skeletons[word] = skeleton(word)
        heard.update({skeletons[word] for word in party})
    return Weights(total, dict(words), dict(heard))
