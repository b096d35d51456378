"""Comparing parties with the lists at hand. What is found is a *possible match*: whether the party is the listed one is
a question for a person, and nothing found is "no match in list L version V on day D at threshold T", never more.

Names are compared by ``score_v1``; official numbers by equality, and so are names that say too little ("The Business
Centre Ltd"): where a listed name is the same but for a legal form, that is asked; of all others nothing is known.
Each name is kept as a match at or above the threshold that the rulebook states for the list and the kind of entry.
Country and dates of birth never hide a match: they confirm or contradict it, and are shown apart (``evidence``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from moratorium.screening.forms import LEGAL_FORMS, PLACEHOLDERS
from moratorium.screening.indexing import Compared, Index, has_no_form, is_told
from moratorium.screening.lists.entry import Entry, Kind, Quality
from moratorium.screening.lookup import Found, look_up
from moratorium.screening.names import is_comparable, spellings
from moratorium.screening.numbers import number_key
from moratorium.screening.score import Alignment, score_v1
from moratorium.screening.thresholds import AT_DEFAULT, Thresholds
from moratorium.terms.party import Party


class Match(msgspec.Struct, frozen=True):
    """A possible match.

    Attributes:
        list: Id of the list.
        version: Digest of its version.
        published: Day of its publication.
        entry: Id of the entry within the list.
        kind: What the entry is.
        name: Name of the entry that met; its primary name if a number met.
        quality: How good a name the publisher holds it for.
        met: ``name`` or ``identifier``.
        value: The party's name or number as written.
        score: Of ``score_v1``; 1 for a number. Not a probability.
        asked: The words of the party's name in the spelling that met.
        listed: The words of the entry's name in the spelling that met.
    """

    list: str
    version: str
    published: date
    entry: str
    kind: Kind
    name: str
    quality: Quality
    met: Literal["name", "identifier"]
    value: str
    score: float = 1.0
    asked: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The entry's key across lists, such as ``OFAC-SDN#36``."""
        return f"{self.list}#{self.entry}"


class Screened(msgspec.Struct, frozen=True):
    """What comparing one party with the lists gave.

    Attributes:
        matches: Possible matches, by list and entry; one for each name or number that met.
        against: The lists compared, by id; empty if nothing of the party could be compared.
        compared: Whether anything of the party could be compared; if not, whether it is listed is unknown.
        not_comparable: The party's names and numbers that say too little to be compared, as written. One that is the
            same as a listed name is among the matches nevertheless.
        thresholds: At which names were compared.
    """

    matches: tuple[Match, ...]
    against: tuple[Compared, ...]
    compared: bool
    not_comparable: tuple[str, ...] = ()
    thresholds: Thresholds = AT_DEFAULT

    @property
    def lists(self) -> tuple[str, ...]:
        """Ids of the lists compared."""
        return tuple(each.list for each in self.against)


def screen(party: Party, index: Index, thresholds: Thresholds = AT_DEFAULT) -> Screened:
    """Compare a party with the lists at hand.

    Args:
        party: As stated; all its names and identifiers are compared.
        index: The lists.
        thresholds: Least score of a match, per list and kind.

    >>> from moratorium.screening import index as make_index, read_version
    >>> version, _ = read_version("own", {"own": "id,name\\n1,ООО Ромашка\\n".encode()}, date(2022, 4, 26))
    >>> found = screen(Party(names=("Romashka LLC",)), make_index([version]))
    >>> [(match.list, match.entry, match.name, match.met, match.score) for match in found.matches]
    [('OWN', '1', 'ООО Ромашка', 'name', 1.0)]
    >>> screen(Party(names=("Trading Company",)), make_index([version])).compared
    False
    """
    return screen_all((party,), index, thresholds)[0]


def screen_all(parties: Sequence[Party], index: Index, thresholds: Thresholds = AT_DEFAULT) -> tuple[Screened, ...]:
    """The same for many parties at once, which is much quicker; a few thousand at a time bound the memory."""
    texts = list(dict.fromkeys(name for party in parties for name in party.names))
    spelled = dict(zip(texts, map(spellings, texts), strict=True))
    comparable = [text for text in texts if is_comparable_name(spelled[text])]
    found = look_up([spelled[text] for text in comparable], index, thresholds.lowest)
    by_name: dict[str, tuple[Match, ...]] = dict.fromkeys(comparable, ())
    for place, met in found.items():
        text = comparable[place]
        by_name[text] = tuple(_by_name(text, spelled[text], met, index, thresholds))
    scant = [text for text in texts if text not in by_name] if len(by_name) < len(texts) else []
    same = _same(scant, spelled, index, thresholds) if scant else {}
    against = tuple(index.lists.values())
    return tuple(_screened(party, by_name, same, index, against, thresholds) for party in parties)


def _same(
    scant: Sequence[str], spelled: Mapping[str, Sequence[tuple[str, ...]]], index: Index, thresholds: Thresholds
) -> dict[str, tuple[Match, ...]]:
    """Of names that say too little, the listed names that are the same but for a legal form."""
    read = {text: [words for words in spelled[text] if _own(words)] for text in scant}
    some = [text for text in scant if read[text]]
    found = look_up([read[text] for text in some], index, thresholds.lowest)
    same: dict[str, tuple[Match, ...]] = {}
    for place, text in enumerate(some):
        met = _by_name(text, read[text], found.get(place, {}), index, thresholds)
        same[text] = tuple(match for match in met if _own(match.asked) == _own(match.listed))
    return same


def _own(words: Sequence[str]) -> list[str]:
    """The words of a name without legal forms, and without those that people write where they know no name."""
    return sorted(word for word in words if word not in LEGAL_FORMS and word not in PLACEHOLDERS)


def is_comparable_name(spelled: Sequence[tuple[str, ...]]) -> bool:
    """Whether a name of these spellings says enough to be compared."""
    return any(is_comparable(words) for words in spelled)


def _screened(
    party: Party,
    by_name: Mapping[str, tuple[Match, ...]],
    same: Mapping[str, tuple[Match, ...]],
    index: Index,
    against: tuple[Compared, ...],
    thresholds: Thresholds,
) -> Screened:
    matches: list[Match] = []
    weak: list[str] = []
    for name in party.names:
        if name in by_name:
            matches.extend(by_name[name])
        else:
            weak.append(name)
            matches.extend(same.get(name, ()))
    for number in party.identifiers:
        key = number_key(number)
        if key is None:
            weak.append(number.value)
        else:
            matches.extend(_by_number(number.value, key, index))
    compared = len(weak) < len(party.names) + len(party.identifiers)
    return Screened(
        tuple(sorted(dict.fromkeys(matches), key=_order)) if matches else (),
        against if compared else (),
        compared,
        tuple(weak),
        thresholds,
    )


def _by_name(
    name: str,
    spelled: Sequence[tuple[str, ...]],
    found: Mapping[int, Found],
    index: Index,
    thresholds: Thresholds,
) -> Iterator[Match]:
    for place, best in found.items():
        entry = index.entries[place]
        if best.score >= thresholds.of(entry.list, entry.kind):
            listed = entry.names[index.row_name[best.row]]
            match = _match(entry, listed.text, listed.quality, "name", name, index)
            yield msgspec.structs.replace(
                match, score=best.score, asked=spelled[best.spelling], listed=index.spelling(best.row)
            )


def _by_number(value: str, key: str, index: Index) -> Iterator[Match]:
    for place in index.numbers.get(key, ()):
        entry = index.entries[place]
        yield _match(entry, entry.name, "primary", "identifier", value, index)


def _match(
    entry: Entry, name: str, quality: Quality, met: Literal["name", "identifier"], value: str, index: Index
) -> Match:
    of = index.lists[entry.list]
    return Match(of.list, of.version, of.published, entry.id, entry.kind, name, quality, met, value)


def _order(match: Match) -> tuple[str, str, str, str]:
    return match.list, match.entry, match.met, match.value


def alignment(match: Match, index: Index) -> Alignment | None:
    """Which words of a match met which, and what each was worth; None if a number met.

    The score follows from it: it is made by the specification, on the spellings that the index found.
    """
    if match.met == "identifier":
        return None
    return score_v1(
        match.asked,
        match.listed,
        index.weights,
        ordered=match.kind not in ("person", "unknown"),
        weak=match.quality == "weak",
        named=has_no_form(match.kind),
        company=is_told(index.entry(match.key)),
    )


def wording(screened: Screened, on: date) -> tuple[str, ...]:
    """What may be said of a comparison: the only words for "nothing found", and one line for each possible match.

    Args:
        screened: What was found.
        on: The day on which it was compared.

    >>> of = Compared("UN", "0" * 64, date(2026, 2, 27))
    >>> wording(Screened((), (of,), compared=True), date(2026, 3, 1))
    ('no match in list UN version 000000000000 (published 2026-02-27) on 2026-03-01 at threshold 0.80',)
    >>> wording(Screened((), (), compared=False), date(2026, 3, 1))
    ('not compared with any list: no name and no number that says enough',)
    """
    if screened.compared and not screened.against:
        return ("not compared with any list: no list is at hand",)
    possible = (
        f"possible match (score {match.score:.2f}): {match.met} `{match.value}` with `{match.name}`, "
        f"entry {match.entry} of {_version(match)}"
        for match in screened.matches
    )
    if not screened.compared:
        otherwise = "otherwise not compared" if screened.matches else "not compared"
        return (*possible, f"{otherwise} with any list: no name and no number that says enough")
    found = {match.list for match in screened.matches}
    return (
        *possible,
        *(
            f"no match in {_version(each)} on {on} at {screened.thresholds.words(each.list)}"
            for each in screened.against
            if each.list not in found
        ),
        *(f"not compared: `{value}` says too little" for value in screened.not_comparable),
    )


def _version(of: Match | Compared) -> str:
    return f"list {of.list} version {of.version[:12]} (published {of.published})"
