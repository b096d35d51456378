"""An index is kept as bytes: what comes back answers alike, and what is damaged is refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moratorium.errors import SourceError
from moratorium.screening import Index, ListVersion, Reading, decode_index, encode_index, index, indexing, screen_all
from moratorium.screening.lists.entry import Kind, Quality
from moratorium.screening.lookup import look_up
from moratorium.terms.party import Identifier, Party
from tests.screening.brute import dice, listing, mangled, searched
from tests.strategies import pools, spelt

Read = tuple[ListVersion, Reading]

KINDS: tuple[Kind, ...] = ("person", "entity")
QUALITIES: tuple[Quality, ...] = ("primary", "weak")


def small() -> Index:
    """Two entries with a few names."""
    return listing(
        ("person", [("PETROV, Ivan Sergeyevich", "primary"), ("Vanya", "weak")]),
        ("entity", [("ООО «Ромашка»", "primary"), ("Romashka Trading House", "strong")]),
    )


@given(st.data())
def test_an_index_that_was_kept_answers_alike(data: st.DataObject) -> None:
    pool = data.draw(pools)
    name = st.tuples(spelt(pool).map(" ".join), st.sampled_from(QUALITIES))
    entry = st.tuples(st.sampled_from(KINDS), st.lists(name, min_size=1, max_size=2))
    lists = listing(*data.draw(st.lists(entry, min_size=1, max_size=4)))
    assume(lists.words)
    names = data.draw(st.lists(st.lists(spelt(pool), max_size=3), max_size=4))
    assert look_up(names, decode_index(encode_index(lists)), 0.55) == look_up(names, lists, 0.55)


def test_an_index_of_a_real_list_that_was_kept_answers_alike(un: Read) -> None:
    lists = index([un[0]])
    kept = decode_index(encode_index(lists))
    chance = dice(5)
    queries = [mangled(lists.spelling(row), chance) for row in chance.sample(range(len(lists.row_entry)), 300)]
    assert searched(queries, kept, 0.55) == searched(queries, lists, 0.55)
    parties = [
        Party(names=(" ".join(query),), identifiers=(Identifier("passport", "B09786543"),)) for query in queries[:50]
    ]
    assert screen_all(parties, kept) == screen_all(parties, lists)


def test_an_index_comes_back_as_it_was() -> None:
    lists = small()
    kept = decode_index(encode_index(lists))
    for name in ("lists", "entries", "numbers", "weights", "words", "place", "by_key"):
        assert getattr(kept, name) == getattr(lists, name)
    for one, other in ((kept.listed, lists.listed), (kept.known.words, lists.known.words)):
        for array, before in zip(map(np.asarray, one), map(np.asarray, other), strict=True):
            assert array.dtype == before.dtype
            assert np.array_equal(array, before)
    assert encode_index(kept) == encode_index(lists)


def test_an_index_of_no_list_is_kept_too() -> None:
    kept = decode_index(encode_index(index([])))
    assert kept.entries == ()
    assert look_up([[("petrov",)]], kept, 0.55) == {}


def test_an_index_of_no_list_is_what_the_compiled_code_makes_of_no_names() -> None:
    known = index(()).known
    room = indexing._room(known)
    for one, other in (
        (indexing._NOTHING_LISTED, indexing._listed([], known, {}, room)),
        (indexing._NOTHING_ALIKE, indexing._alike(known.words, indexing._NOTHING_LISTED, room)),
    ):
        for name, array in one._asdict().items():
            made = getattr(other, name)
            assert (array.dtype, array.shape) == (made.dtype, made.shape), name
            assert np.array_equal(array, made), name


def test_an_index_of_no_list_loads_no_compiled_code() -> None:
    """Most commands on a new home compare nobody: they do not wait for it."""
    program = "import sys; from moratorium.screening import index; index(()); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_index_cut_off_anywhere_is_refused() -> None:
    """Every cut of the last thousand bytes, and every hundredth before."""
    data = encode_index(small())
    for length in [*range(0, len(data), 100), *range(max(0, len(data) - 1000), len(data))]:
        with pytest.raises(SourceError, match="index"):
            decode_index(data[:length])


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\\x90", b"\\xc0", b"screening-index", encode_index(index([])) + b"\\x00"]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="index"):
        decode_index(data)


def test_an_index_of_another_form_is_refused_and_to_be_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "FORMAT", "screening-index-0")
    before = encode_index(small())
    monkeypatch.undo()
    with pytest.raises(SourceError, match="screening-index-0") as refused:
        decode_index(before)
    assert refused.value.fault.help == "build it again"
