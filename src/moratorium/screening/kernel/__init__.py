"""The same numbers as ``score_v1``, over arrays, for many names at once; compiled by numba on first use.

======= ================================================================================
module  what is in it
======= ================================================================================
arrays  words, spellings and what is looked up, as arrays; the room to work in
machine for each word asked about the listed words that are alike; the listed spellings
        that may reach a score; the score itself, on the few that remain
======= ================================================================================

The bound is never below the score, because it takes for each word the best that it could meet, without asking that
words meet one to one. To reach a score, so much of the worth asked about must meet. Of the words asked about the ones
that most listed spellings hold are left out, as long as together they are worth less than that: a listed spelling must
hold something alike to one of the others, and is opened if what else it holds could meet enough. So nothing at or above
the floor is lost; the tests compare with brute force.

What is compiled lies in ``machine``, and is to be imported where it is used: numba loads slowly, and most
commands compare nobody.
"""

from moratorium.screening.kernel.arrays import (
    RULES,
    Alike,
    Bytes,
    Hits,
    Listed,
    Places,
    Room,
    Rows,
    Side,
    Words,
    Worths,
    room_for,
)

__all__ = [
    "RULES",
    "Alike",
    "Bytes",
    "Hits",
    "Listed",
    "Places",
    "Room",
    "Rows",
    "Side",
    "Words",
    "Worths",
    "room_for",
]
