"""Words, spellings and what is looked up, as arrays; and the room to work in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from moratorium.screening import score
from moratorium.screening.names import MAX_WORDS

MARKED = 4
"""Words of a spelling whose alike words are noted in a table; those of the few longer spellings are searched for."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile a function when it is first called; the result is kept beside the source, or in the user's cache."""
    import numba  # slow to load: only who compares pays for it

    return cast("_Function", numba.njit(cache=True)(function))


Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Worths = NDArray[np.float64]
Flags = NDArray[np.bool_]
Turns = NDArray[np.int64]
Marks = NDArray[np.uint16]


class Balance(NamedTuple):
    """How what has met is weighed against what was missed.

    What depends on the row stands in ``Listed.row``; ``least`` here is the least of any row. Apart, since every row is
    asked for it: to hand over ``Rules`` as a whole costs more than the sum itself.
    """

    one_sided_least: float
    missed_least: float
    beside: float
    beside_least: float
    far_most: float


class Rules(NamedTuple):
    """The numbers of ``score``. They are handed in rather than compiled in, so that no stale number can linger."""

    balance: Balance
    edit: float
    short: float
    beginning: float
    heard: Worths
    unvowelled: Worths
    initial: float
    joined: float
    far: float
    far_least: float
    prefix_least: float
    prefix_share: float
    resembles: float
    glued_least: float
    turned: float
    reordered: float
    formed: float
    instead: Places
    letter: int
    doubled: int
    silent: int
    beside_vowel: int
    vowel: int
    longest_word: int
    shortest_joined: int
    shortest_prefix: int
    voiced: int
    voiced_least: float
    long: int
    long_beginning: int
    long_unlike: float


def _instead() -> Places:
    """What it costs that one letter stands for another, by their bytes."""
    costs = np.full((128, 128), score.LETTER, np.int32)
    np.fill_diagonal(costs, 0)
    for (one, other), cost in score.OTHER_LETTER.items():
        costs[ord(one), ord(other)] = cost
    return costs


RULES = Rules(
    balance=Balance(
        one_sided_least=min(score.ONE_SIDED.values()),
        missed_least=min(score.MISSED.values()),
        beside=score.BESIDE,
        beside_least=min(score.BESIDE_LEAST.values()),
        far_most=score.FAR_MOST,
    ),
    edit=score.EDIT,
    short=score.SHORT,
    beginning=score.BEGINNING,
    heard=np.array(score.HEARD),
    unvowelled=np.array(score.UNVOWELLED),
    initial=score.INITIAL,
    joined=score.JOINED,
    far=score.FAR,
    far_least=score.FAR_LEAST,
    prefix_least=score.PREFIX_LEAST,
    prefix_share=score.PREFIX_SHARE,
    resembles=score.RESEMBLES,
    glued_least=score.GLUED_LEAST,
    turned=score.TURNED,
    reordered=score.REORDERED,
    formed=score.FORMED,
    instead=_instead(),
    letter=score.LETTER,
    doubled=score.DOUBLED,
    silent=score.SILENT,
    beside_vowel=score.BESIDE_VOWEL,
    vowel=score.VOWEL,
    longest_word=score.LONGEST_WORD,
    shortest_joined=score.SHORTEST_JOINED,
    shortest_prefix=score.SHORTEST_PREFIX,
    voiced=score.VOICED,
    voiced_least=score.VOICED_LEAST,
    long=score.LONG,
    long_beginning=score.LONG_BEGINNING,
    long_unlike=score.LONG_UNLIKE,
)


class Words(NamedTuple):
    """Distinct words as arrays. Offsets have one more element than there are words.

    Attributes:
        letters: ASCII letters of all words.
        at: Where each begins.
        sounds: Skeletons of all words.
        sound_at: Where each begins.
        worth: Worth of each.
        number: Whether it meets only its equal (see ``score.is_number``).
        form: Whether it is a legal form.
    """

    letters: Bytes
    at: Places
    sounds: Bytes
    sound_at: Places
    worth: Worths
    number: Flags
    form: Flags


class Rows(NamedTuple):
    """Spellings as arrays: the words of row ``r`` are ``word[at[r]:at[r + 1]]``."""

    word: Places
    at: Places


class Side(NamedTuple):
    """One side of a comparison: what is asked about, or what is listed."""

    words: Words
    rows: Rows


class Listed(NamedTuple):
    """What is looked up among the listed words and spellings.

    Attributes:
        row: Of each row, side by side for the processor's sake: the worth of all its words, what remains of its score
            (less than 1 for a weak name), what worth missed weighs there, what worth missed on one side only weighs
            beside it, and beside how much worth words may resemble each other (``WORTH`` to ``BESIDE``).
        row_ordered: Whether the order of its words counts.
        row_named: Whether it names a person or a vessel, and has no legal form.
        posting: Rows that hold a word, by word.
        posting_at: Where each word's rows begin.
        beside: All words of these rows, row after row, since to look them up would be slow.
        beside_at: Where those of each row begin.
        word_hash: Hashes of the words, ascending.
        word: The words in that order.
        pair_hash: Hashes of neighbouring words of a row written as one, ascending.
        pair_row: Rows in that order.
        pair_worth: Worth of the two words.
        sound_hash: Hashes of the skeletons of words, ascending.
        sound_word: Words in that order.
        bucket_at: Deletions by hash: where each bucket begins.
        bucket_word: Words in the buckets.
        bucket_print: A second hash of the deletion, which tells most of a bucket apart.
        initial_word: The one-letter word for each letter a to z; -1 if no row has it.
        initial: The letter with which a word begins, if one letter may stand for it; else 0.
    """

    row: Worths
    row_ordered: Flags
    row_named: Flags
    posting: Places
    posting_at: Places
    beside: Places
    beside_at: Places
    word_hash: Hashes
    word: Places
    pair_hash: Hashes
    pair_row: Places
    pair_worth: Worths
    sound_hash: Hashes
    sound_word: Places
    bucket_at: Places
    bucket_word: Places
    bucket_print: NDArray[np.uint16]
    initial_word: Places
    initial: Bytes


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


class Room(NamedTuple):
    """Room to work in, made once for an index and used by one call at a time (the compiled code keeps Python's lock).

    Attributes:
        turn: Counts words and spellings, so that nothing need be wiped between them.
        seen: For each listed word, the turn of the word asked about that met it last.
        alike: How alike the two are.
        found: Listed words met by the word at hand.
        row_seen: For each row, the turn of the spelling that opened it last.
        open: Rows opened by the spelling at hand.
        places: For each listed word, the places of the words of the spelling at hand that it is alike to, as bits;
            nothing is left there between spellings.
        most: How alike it is to that to which it is most alike.
        initials: The same as ``places`` for each initial.
        similar: How alike the most alike listed word is to each word of the spelling.
        credit: The most worth that can meet at each place; places after the first few are one.
        cost: How many rows hold a word alike to what is there.
        sums: The credit of every set of places, by their bits.
        joined: Where a word and the word after it, written as one, begin and end in ``Listed.word_hash``.
        edits: Three lines of the table of edits, and what each letter of a word costs alone.
        text: Words written as one.
        taken: Bits of the words of the query, and of the row, that have met.
        tally: Worth that has met and that was missed: met of the query, of the row, missed of the query, of the row.
        link_bits: For each link, the bits of its words on the side of the query, and on the side of the row.
        link_worth: Its similarity, and that times the worth of both sides.
        marked: For each listed word and place of the spelling at hand, the turn in which the two were alike; the places
            after the first few are not marked.
        similarity: How alike they were.
        hashes: Hashes of the spellings of a word that lack letters, and of its beginning.
    """

    turn: Turns
    seen: Turns
    alike: Worths
    found: Places
    row_seen: Turns
    open: Places
    places: Marks
    most: Worths
    initials: Marks
    similar: Worths
    credit: Worths
    cost: Places
    sums: Worths
    joined: Places
    edits: Places
    text: Bytes
    taken: Hashes
    tally: Worths
    link_bits: Hashes
    link_worth: Worths
    marked: Turns
    similarity: Worths
    hashes: Hashes


def room_for(words: int, rows: int, longest_row: int) -> Room:
    """Room for an index of so many words and rows."""
    links = 8 * MAX_WORDS * max(1, longest_row)
    longest = RULES.longest_word
    return Room(
        turn=np.ones(1, np.int64),
        seen=np.zeros(words, np.int64),
        alike=np.zeros(words),
        found=np.zeros(words, np.int32),
        row_seen=np.zeros(rows, np.int64),
        open=np.zeros(rows, np.int32),
        places=np.zeros(words, np.uint16),
        most=np.zeros(words),
        initials=np.zeros(128, np.uint16),
        similar=np.zeros(MAX_WORDS),
        credit=np.zeros(MAX_WORDS),
        cost=np.zeros(MAX_WORDS, np.int32),
        sums=np.zeros((2, 256)),
        joined=np.zeros((MAX_WORDS, 2), np.int32),
        edits=np.zeros((4, longest + 2), np.int32),
        text=np.zeros(longest, np.uint8),
        taken=np.zeros(2, np.uint64),
        tally=np.zeros(4),
        link_bits=np.zeros((links, 2), np.uint64),
        link_worth=np.zeros((links, 2)),
        marked=np.zeros((words, MARKED), np.int64),
        similarity=np.zeros((words, MARKED)),
        hashes=np.zeros(2 + longest * (longest + 1) // 2, np.uint64),
    )
