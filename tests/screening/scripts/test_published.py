"""What share of the originals in the UN list meet a Latin name of the same entry."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from moratorium.screening import ListVersion, Reading

LATIN = re.compile("[A-Za-z]")


@pytest.mark.parametrize(
    ("letters", "at_least", "share"),
    [("[\u0600-\u06ff]", 300, 0.9), ("[\u0400-\u052f]", 8, 0.97), ("[一-鿿]", 5, 0.75)],
)
def test_originals_meet_the_latin_names_of_their_entry(
    un: tuple[ListVersion, Reading], meet: Callable[[str, str], bool], letters: str, at_least: int, share: float
) -> None:
    found = []
    for entry in un[0].entries:
        texts = [name.text for name in entry.names]
        originals = [text for text in texts if re.search(letters, text) and not LATIN.search(text)]
        latin = [text for text in texts if text.isascii()]
        found += [any(meet(original, text) for text in latin) for original in originals if latin]
    assert len(found) >= at_least
    assert sum(found) / len(found) >= share
