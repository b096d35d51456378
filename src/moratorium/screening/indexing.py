"""The lists at hand, made ready to be compared: their words, spellings and what is looked up among them, as arrays.

An index is built once from list versions and kept as bytes (:func:`encode_index`), since building takes seconds and
loading a fraction of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

import msgspec
import numpy as np

from moratorium.errors import SourceError
from moratorium.screening import kernel
from moratorium.screening.forms import LEGAL_FORMS
from moratorium.screening.kernel import Alike, Bytes, Listed, Places, Room, Rows, Side, Words, Worths
from moratorium.screening.lists import LISTS, Entry
from moratorium.screening.lists.entry import Kind
from moratorium.screening.names import skeleton, spellings
from moratorium.screening.numbers import number_key
from moratorium.screening.score import (
    BESIDE_LEAST,
    MISSED,
    ONE_SIDED,
    SHORTEST_JOINED,
    WEAK,
    Taken,
    has_company_words,
    is_number,
    taken_for,
)
from moratorium.screening.version import ListVersion
from moratorium.screening.weights import Weights, weights_of

FORMAT = "screening-index-6"
"""Name of the form in which an index is kept; another form is built again."""

_NO_PLACES, _NO_FLAGS, _NO_HASHES = np.zeros(0, np.int32), np.zeros(0, np.bool_), np.zeros(0, np.uint64)
_NOTHING_ALIKE = Alike(_NO_PLACES, np.zeros(0, np.float64), np.zeros(1, np.int32))
_NOTHING_LISTED = Listed(
    row=np.zeros((0, 5), np.float64),
    row_ordered=_NO_FLAGS,
    row_named=_NO_FLAGS,
    posting=_NO_PLACES,
    posting_at=np.zeros(1, np.int32),
    beside=_NO_PLACES,
    beside_at=np.zeros(1, np.int32),
    word_hash=_NO_HASHES,
    word=_NO_PLACES,
    pair_hash=_NO_HASHES,
    pair_row=_NO_PLACES,
    pair_worth=np.zeros(0, np.float64),
    sound_hash=_NO_HASHES,
    sound_word=_NO_PLACES,
    bucket_at=np.zeros(2**8 + 1, np.int32),
    bucket_word=_NO_PLACES,
    bucket_print=np.zeros(0, np.uint16),
    initial_word=np.full(26, -1, np.int32),
    initial=np.zeros(0, np.uint8),
)
"""What is made of no names: where there is no list, as on a new home, the compiled code need not be loaded."""

_STANDING = {"primary": 0, "strong": 1, "weak": 2}


class Compared(msgspec.Struct, frozen=True):
    """A list as it was compared: the version's digest and day of publication."""

    list: str
    version: str
    published: date


class Spelling(NamedTuple):
    """Where a row comes from: place of the entry in the index, of the name in the entry."""

    entry: int
    name: int


class Index(msgspec.Struct, frozen=True):
    """Lists ready to be compared. Made by :func:`index`.

    Attributes:
        lists: The lists in it, by id, one version each.
        entries: All their entries.
        numbers: Places in ``entries`` by number key.
        weights: Worth of words among these lists.
        words: Listed words in order.
        place: Place of each word.
        known: The words and the spellings of all names as arrays.
        row_entry: Place in ``entries`` of each row.
        row_name: Place of its name within the entry.
        listed: What the kernel looks up.
        alike: For each listed word the listed words alike.
        sounds: Skeleton of each listed word.
        room: Where the kernel works.
        by_key: Place in ``entries`` of each entry's key.
    """

    lists: Mapping[str, Compared]
    entries: tuple[Entry, ...]
    numbers: Mapping[str, tuple[int, ...]]
    weights: Weights
    words: tuple[str, ...]
    place: Mapping[str, int]
    known: Side
    row_entry: Places
    row_name: Places
    listed: Listed
    alike: Alike
    sounds: tuple[str, ...]
    room: Room
    by_key: Mapping[str, int]

    @property
    def versions(self) -> dict[str, str]:
        """Digest of the version of each list."""
        return {list_id: compared.version for list_id, compared in self.lists.items()}

    def entry(self, key: str) -> Entry:
        """The entry of a key such as ``OFAC-SDN#36``.

        Raises:
            KeyError: no list at hand has it.
        """
        return self.entries[self.by_key[key]]

    def spelling(self, row: int) -> tuple[str, ...]:
        """Words of a row."""
        return tuple(
            self.words[word] for word in self.known.rows.word[self.known.rows.at[row] : self.known.rows.at[row + 1]]
        )


class _Row(NamedTuple):
    entry: int
    name: int
    words: tuple[str, ...]
    weak: bool
    ordered: bool
    named: bool
    taken: Taken


def index(versions: Iterable[ListVersion]) -> Index:
    """Lists ready to be compared, one version of each.

    Of a list in several versions the one published last is taken; of one day, the list's own publisher before a
    compilation.
    """
    chosen = _newest(tuple(versions))
    distinct = {id(version): version for version in chosen.values()}
    entries = tuple(
        entry for version in distinct.values() for entry in version.entries if chosen.get(entry.list) is version
    )
    rows = list(_rows(entries))
    weights = weights_of(_words_of_parties(rows))
    words = tuple(sorted(weights.words))
    place = {word: number for number, word in enumerate(words)}
    sounds = [skeleton(word) for word in words]
    worth = np.fromiter(map(weights.worth, words, sounds), np.float64, len(words))
    known = Side(
        words_as_arrays(words, sounds, worth), rows_as_arrays([[place[word] for word in row.words] for row in rows])
    )
    room = _room(known)
    listed = _listed(rows, known, place, room) if words else _NOTHING_LISTED
    alike = _alike(known.words, listed, room) if words else _NOTHING_ALIKE
    return Index(
        lists={each: Compared(each, chosen[each].digest, chosen[each].published) for each in sorted(chosen)},
        entries=entries,
        numbers=_numbers(entries),
        weights=weights,
        words=words,
        place=place,
        known=known,
        row_entry=np.array([row.entry for row in rows], np.int32),
        row_name=np.array([row.name for row in rows], np.int32),
        listed=listed,
        alike=alike,
        sounds=tuple(sounds),
        room=room,
        by_key=_by_key(entries),
    )


def _newest(versions: tuple[ListVersion, ...]) -> dict[str, ListVersion]:
    chosen: dict[str, ListVersion] = {}
    for version in versions:
        for list_id in version.lists:
            chosen[list_id] = max(chosen.get(list_id, version), version, key=lambda each: _rank(list_id, each))
    return chosen


def _rank(list_id: str, version: ListVersion) -> tuple[date, bool, str]:
    info = LISTS.get(list_id)
    return version.published, info is not None and info.source == version.source, version.digest


def _rows(entries: Sequence[Entry]) -> Iterator[_Row]:
    """Every spelling of every name, once an entry; of equal spellings that of the name held best."""
    for place, entry in enumerate(entries):
        seen: set[tuple[str, ...]] = set()
        ordered, formless, company = entry.kind not in ("person", "unknown"), has_no_form(entry.kind), is_told(entry)
        names = sorted(enumerate(entry.names), key=lambda each: _STANDING[each[1].quality])
        for number, name in names:
            for words in _spellings(name.text, entry.kind):
                if words not in seen:
                    seen.add(words)
                    named = formless and LEGAL_FORMS.isdisjoint(words)
                    taken = taken_for(words, ordered=ordered, named=formless, company=company)
                    yield _Row(place, number, words, name.quality == "weak", ordered, named, taken)


def has_no_form(kind: Kind) -> bool:
    """Whether a party of this kind has no legal form: a person, a vessel."""
    return kind in ("person", "vessel")


def is_told(entry: Entry) -> bool:
    """Whether any name of an entry of unknown kind tells by its words that it is a company's."""
    return entry.kind == "unknown" and any(
        has_company_words(words) for name in entry.names for words in spellings(name.text)
    )


def _spellings(name: str, kind: Kind) -> Sequence[tuple[str, ...]]:
    """Of a person the readings without legal forms, if there are any: "Zhang, Ao" is no joint stock company."""
    found = spellings(name)
    if kind != "person":
        return found
    return [words for words in found if LEGAL_FORMS.isdisjoint(words)] or found


def _words_of_parties(rows: Sequence[_Row]) -> Iterator[set[str]]:
    party: set[str] = set()
    entry = -1
    for row in rows:
        if row.entry != entry and party:
            yield party
            party = set()
        entry = row.entry
        party.update(row.words)
    if party:
        yield party


def _by_key(entries: Sequence[Entry]) -> dict[str, int]:
    return {entry.key: place for place, entry in enumerate(entries)}


def _numbers(entries: Sequence[Entry]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        for key in {number_key(number) for number in entry.identifiers} - {None}:
            numbers[str(key)] = (*numbers.get(str(key), ()), place)
    return numbers


# -- as arrays --------------------------------------------------------------------------------------------------------


def rows_as_arrays(rows: Sequence[Sequence[int]]) -> Rows:
    """Spellings, each given as the places of its words."""
    return Rows(np.fromiter(chain.from_iterable(rows), np.int32), _offsets(map(len, rows)))


def words_as_arrays(words: Sequence[str], sounds: Sequence[str], worth: Worths) -> Words:
    """Distinct words, with their skeletons and worth."""
    letters, at = _joined(words)
    sound_letters, sound_at = _joined(sounds)
    number = np.fromiter(map(is_number, words), np.bool_, len(words))
    form = np.fromiter(map(LEGAL_FORMS.__contains__, words), np.bool_, len(words))
    return Words(letters, at, sound_letters, sound_at, worth, number, form)


def _joined(texts: Sequence[str]) -> tuple[Bytes, Places]:
    return np.frombuffer(bytearray("".join(texts), "ascii"), np.uint8), _offsets(map(len, texts))


def _offsets(lengths: Iterable[int]) -> Places:
    """Where each of so many things begins, and where the last one ends."""
    return np.array([0, *accumulate(lengths)], np.int32)


def _listed(rows: Sequence[_Row], known: Side, place: Mapping[str, int], room: Room) -> Listed:
    from moratorium.screening.kernel.machine import deletions, hashes

    words, spelled = known.words, known.rows
    row_of = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(spelled.at))
    posting, posting_at = _postings(spelled.word, row_of, len(words.worth))
    beside, beside_at = _words_beside(posting, spelled)
    value, power = hashes(words.letters, words.at)
    word_hash, by_hash = _ascending(value)
    sound_hash, by_sound = _ascending(hashes(words.sounds, words.sound_at)[0])
    first, second, pair_row = _neighbours(words, spelled, row_of)
    pair_hash, by_pair = _ascending(value[first] * power[second] + value[second])
    bucket_at, bucket_word, bucket_print = deletions(words, _bucket_bits(words), kernel.RULES, room.hashes)
    return Listed(
        row=np.ascontiguousarray(
            np.column_stack(
                [
                    _row_worths(words, spelled),
                    [_share(row) for row in rows],
                    [MISSED[row.taken] for row in rows],
                    [ONE_SIDED[row.taken] for row in rows],
                    [BESIDE_LEAST[row.taken] for row in rows],
                ]
            )
        ),
        row_ordered=np.array([row.ordered for row in rows], np.bool_),
        row_named=np.array([row.named for row in rows], np.bool_),
        posting=posting,
        posting_at=posting_at,
        beside=beside,
        beside_at=beside_at,
        word_hash=word_hash,
        word=by_hash,
        pair_hash=pair_hash,
        pair_row=pair_row[by_pair],
        pair_worth=(words.worth[first] + words.worth[second])[by_pair],
        sound_hash=sound_hash,
        sound_word=by_sound,
        bucket_at=bucket_at,
        bucket_word=bucket_word,
        bucket_print=bucket_print,
        initial_word=np.array([place.get(letter, -1) for letter in "abcdefghijklmnopqrstuvwxyz"], np.int32),
        initial=_initials(words),
    )


def _alike(words: Words, listed: Listed, room: Room) -> Alike:
    """For each listed word, the listed words alike."""
    from moratorium.screening.kernel.machine import expand

    itself = np.arange(len(words.worth), dtype=np.int32)
    return expand(words, itself, words, listed, _NOTHING_ALIKE, kernel.RULES, room)


def _share(row: _Row) -> float:
    return WEAK if row.weak else 1.0


def _row_worths(known: Words, rows: Rows) -> Worths:
    worths = known.worth[rows.word]
    return np.array([worths[begin:end].sum() for begin, end in zip(rows.at, rows.at[1:], strict=False)], np.float64)


def _postings(word: Places, row: Places, words: int) -> tuple[Places, Places]:
    """Rows by word, each once."""
    pairs = np.sort(word.astype(np.int64) << 32 | row)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    counts = np.bincount((pairs >> 32).astype(np.int64), minlength=words)
    return (pairs & 0xFFFFFFFF).astype(np.int32), _offsets(counts.tolist())


def _words_beside(posting: Places, rows: Rows) -> tuple[Places, Places]:
    """The words of the rows of a posting, one row after the other."""
    lengths = np.diff(rows.at)[posting]
    at = _offsets(lengths.tolist())
    return rows.word[np.arange(at[-1]) + np.repeat(rows.at[posting] - at[:-1], lengths)], at


def _initials(words: Words) -> Bytes:
    """The letter with which each word begins, if one letter may stand for it; else 0."""
    may = (np.diff(words.at) > 1) & ~words.number
    return np.where(may, words.letters[words.at[:-1]], 0).astype(np.uint8)


def _ascending(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], Places]:
    """Hashes in order, and the places where they stood."""
    order = np.argsort(values, kind="stable").astype(np.int32)
    return values[order], order


def _neighbours(words: Words, rows: Rows, row_of: Places) -> tuple[Places, Places, Places]:
    """Neighbouring words that may be one word written in two, and their rows; the last and the first are neighbours."""
    after = np.arange(1, len(rows.word) + 1)
    after[rows.at[1:] - 1] = rows.at[:-1]
    first, second = rows.word, rows.word[after]
    length = np.diff(words.at)
    together = length[first] + length[second]
    may = (np.diff(rows.at)[row_of] > 1) & (together >= SHORTEST_JOINED)
    return first[may], second[may], row_of[may]


def _bucket_bits(known: Words) -> int:
    """Bits of the table of deletions: about one deletion a bucket."""
    expected = max(1, 32 * len(known.worth))
    return min(22, max(8, expected.bit_length()))


def _room(known: Side) -> Room:
    longest = int(np.diff(known.rows.at).max(initial=1))
    return kernel.room_for(len(known.words.worth), len(known.rows.at) - 1, longest)


# -- kept -------------------------------------------------------------------------------------------------------------


class _Array(msgspec.Struct, frozen=True, array_like=True):
    kind: str
    columns: int
    data: bytes


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """An index as it is kept: what takes long to make, as it is; what is quickly made again, left out."""

    format: str
    lists: dict[str, Compared]
    entries: tuple[Entry, ...]
    numbers: dict[str, tuple[int, ...]]
    parties: int
    words: str
    word_counts: _Array
    sounds: str
    sound_counts: _Array
    arrays: tuple[_Array, ...]


_ARRAYS = sum(len(part._fields) for part in (Words, Rows, Listed, Alike)) + 2

_DECODER = msgspec.msgpack.Decoder(_Kept)


def encode_index(index: Index) -> bytes:
    """An index as bytes, for :func:`decode_index`."""
    weights = index.weights
    arrays = (*index.known.words, *index.known.rows, index.row_entry, index.row_name, *index.listed, *index.alike)
    return msgspec.msgpack.encode(
        _Kept(
            FORMAT,
            dict(index.lists),
            index.entries,
            dict(index.numbers),
            weights.parties,
            " ".join(index.words),
            _array(np.array([weights.words[word] for word in index.words], np.int32)),
            " ".join(weights.heard),
            _array(np.array(list(weights.heard.values()), np.int32)),
            tuple(_array(each) for each in arrays),
        )
    )


def _array(values: np.ndarray[Any, Any]) -> _Array:
    return _Array(values.dtype.str, values.shape[1] if values.ndim > 1 else 1, values.tobytes())


def _restored(kept: _Array) -> np.ndarray[Any, Any]:
    # A copy can be written to, like what `index` makes: the kernel is compiled for one kind of array and not for two
    values = np.frombuffer(kept.data, np.dtype(kept.kind)).copy()
    return values if kept.columns == 1 else values.reshape(-1, kept.columns)


def decode_index(data: bytes) -> Index:
    """An index from its bytes, which must be what :func:`encode_index` made: places in it are not checked one by one.

    Whoever keeps the bytes keeps their digest beside them (see ``desk/indexes``).

    Raises:
        SourceError: the bytes are not an index of this program's form.
    """
    try:
        kept = _DECODER.decode(data)
        if kept.format != FORMAT or len(kept.arrays) != _ARRAYS:
            raise SourceError(f"an index of the form `{kept.format}`", "lists", "build it again")
        return _from_kept(kept)
    except (msgspec.MsgspecError, ValueError, TypeError, IndexError) as error:
        raise SourceError(f"not an index: {error}", "lists", "build it again") from error


def _from_kept(kept: _Kept) -> Index:
    arrays = iter([_restored(each) for each in kept.arrays])
    known = Side(_taken(Words, arrays), _taken(Rows, arrays))
    row_entry, row_name = next(arrays), next(arrays)
    words = tuple(kept.words.split())
    weights = Weights(kept.parties, _counts(words, kept.word_counts), _counts(kept.sounds.split(), kept.sound_counts))
    return Index(
        lists=kept.lists,
        entries=kept.entries,
        numbers=kept.numbers,
        weights=weights,
        words=words,
        place={word: number for number, word in enumerate(words)},
        known=known,
        row_entry=row_entry,
        row_name=row_name,
        listed=_taken(Listed, arrays),
        alike=_taken(Alike, arrays),
        sounds=_cut(known.words.sounds, known.words.sound_at),
        room=_room(known),
        by_key=_by_key(kept.entries),
    )


def _taken(make: type[Any], arrays: Iterator[np.ndarray[Any, Any]]) -> Any:
    """A named tuple of the next arrays."""
    return make(*(next(arrays) for _ in make._fields))


def _cut(letters: Bytes, at: Places) -> tuple[str, ...]:
    """The texts that were joined into one."""
    text, ends = letters.tobytes().decode("ascii"), at.tolist()
    return tuple(text[begin:end] for begin, end in pairwise(ends))


def _counts(texts: Sequence[str], counts: _Array) -> dict[str, int]:
    return dict(zip(texts, np.frombuffer(counts.data, np.int32).tolist(), strict=True))
