"""Dispositions: what a person said of a match. The listed party, or another one of the same name; with a reason.

An answer holds for what was compared when it was given: the entry's names, kind, numbers, dates of birth and countries
on one side, the party's on the other, each under the digest of its compared form. While both are the same, the question
is not asked again, whatever version of the list is at hand. If one of them changed, it is open again, and says how.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from moratorium.errors import ProofError
from moratorium.screening.lists import Entry
from moratorium.screening.match import Match, Screened
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.party import Identifier, Party

State = Literal["open", "reopened", "false_positive", "true_match"]
"""``open``: nobody has said. ``reopened``: somebody had, and since then the entry or the party changed, or
the answer is so old that it does not say what was compared."""

ASKED: frozenset[State] = frozenset({"open", "reopened"})
"""States in which a person is asked."""

_SPOKEN = {True: "the listed party", False: "not the listed party"}
_NOT_COMPARED = "answered before entries were compared by digest"
_ASPECTS = ("names", "identifiers", "birth_dates", "countries")


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison: all that was compared, and nothing else, in a form that spelling does not change.

    Letters are upper case, punctuation is dropped, and the order in which things are written does not count.

    Attributes:
        form: Name of this form; another form gets another name, so that old digests keep their meaning.
        kind: What is listed; empty for a party of ours.
        names: Sorted; weak aliases are marked.
        identifiers: Official numbers with their kind and country, sorted.
        birth_dates: As written, sorted.
        countries: As written, sorted.
    """

    form: str
    kind: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    birth_dates: tuple[str, ...]
    countries: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """Canonical bytes, to be kept as a blob."""
        return canonical(self)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes."""
        return digest_bytes(self.content)


class Disposition(msgspec.Struct, frozen=True):
    """What a person said of one entry and one party.

    Attributes:
        subject: The party, as answers know it: ``party:C-7``.
        entry: Key of the entry, such as ``OFAC-SDN#36``.
        entry_digest: Digest of the entry's compared data at that time; empty if the answer does not say.
        party_digest: The same of the party.
        version: Digest of the list version at hand then.
        match: Whether it is the listed party.
        reason: What it rests on.
        by: Who said so.
        at: When, in UTC.
    """

    subject: str
    entry: str
    entry_digest: str
    party_digest: str
    version: str
    match: bool
    reason: str
    by: str
    at: datetime

    @property
    def is_compared(self) -> bool:
        """Whether it says what was compared; an answer of an older program does not, and settles nothing any more."""
        return bool(self.entry_digest)


class Hit(msgspec.Struct, frozen=True):
    """An entry that a party may be, with what has been said of it.

    Attributes:
        entry: Key of the entry.
        state: What is known of it.
        entry_digest: Digest of the entry's compared data now.
        party_digest: The same of the party.
        match: How they meet; None if they no longer do, and only an answer ties them.
        disposition: The answer that counts, or that counted before it was opened again.
        changes: What changed since that answer, in words; for ``reopened``.
    """

    entry: str
    state: State
    entry_digest: str
    party_digest: str
    match: Match | None = None
    disposition: Disposition | None = None
    changes: tuple[str, ...] = ()

    @property
    def list(self) -> str:
        """Id of the list."""
        return self.entry.partition("#")[0]

    @property
    def is_asked(self) -> bool:
        """Whether a person is asked about it."""
        return self.state in ASKED


# -- what is compared -------------------------------------------------------------------------------------------------


def compared_entry(entry: Entry) -> Side:
    """What of an entry is compared with parties.

    >>> from moratorium.screening.lists import ListName
    >>> one = Entry("36", "UN", "person", (ListName("Ann  Example"), ListName("Annie", "weak")), birth_dates=("1970",))
    >>> compared_entry(one).names
    ('ANN EXAMPLE', 'ANNIE (weak)')
    """
    names = (f"{_folded(name.text)} (weak)" if name.quality == "weak" else _folded(name.text) for name in entry.names)
    return _side(entry.kind, names, entry.identifiers, entry.birth_dates, entry.countries)


def compared_party(party: Party) -> Side:
    """What of a party is compared with lists.

    >>> compared_party(Party(names=("Ann-Example b.v.",))) == compared_party(Party(names=("ANN EXAMPLE B V",)))
    True
    """
    countries = (party.address.country,) if party.address.country else ()
    return _side("", map(_folded, party.names), party.identifiers, party.birth_dates, countries)


def _side(
    kind: str,
    names: Iterable[str],
    identifiers: Iterable[Identifier],
    birth_dates: Iterable[str],
    countries: Iterable[str],
) -> Side:
    return Side(
        "compared_v1",
        kind,
        _sorted(names),
        _sorted(_number(one) for one in identifiers),
        _sorted(" ".join(day.upper().split()) for day in birth_dates),
        _sorted(map(_folded, countries)),
    )


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _folded(text: str) -> str:
    """Upper case, without punctuation; what is nothing but punctuation stays as it is."""
    raised = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(mark if mark.isalnum() or unicodedata.category(mark)[0] == "M" else " " for mark in raised)
    return " ".join(kept.split()) or text


def _number(identifier: Identifier) -> str:
    value = _folded(identifier.value).replace(" ", "")
    issued = f" ({_folded(identifier.country)})" if identifier.country else ""
    return f"{identifier.kind.strip().lower()} {value}{issued}"


_SIDE = msgspec.json.Decoder(Side)


def decode_side(content: bytes) -> Side:
    """One side from its blob.

    Raises:
        ProofError: the bytes are something else.
    """
    try:
        return _SIDE.decode(content)
    except msgspec.MsgspecError as error:
        raise ProofError(f"not what was compared: {error}", "disposition", "run `moratorium fsck`") from error


def side_changes(before: Side, after: Side) -> tuple[str, ...]:
    """What changed on one side, in words.

    >>> from moratorium.screening.lists import ListName
    >>> then = compared_entry(Entry("36", "UN", "person", (ListName("Ann"),)))
    >>> now = compared_entry(Entry("36", "UN", "person", (ListName("Ann"), ListName("Anna")), birth_dates=("1970",)))
    >>> side_changes(then, now)
    ('names + "ANNA"', 'birth dates + "1970"')
    """
    found = [f"kind {after.kind}, it was {before.kind}"] if before.kind != after.kind else []
    for aspect in _ASPECTS:
        then, now = getattr(before, aspect), getattr(after, aspect)
        parts = [f'+ "{one}"' for one in now if one not in then] + [f'- "{one}"' for one in then if one not in now]
        if parts:
            found.append(f"{aspect.replace('_', ' ')} {', '.join(parts)}")
    return tuple(found)


# -- what has been said -----------------------------------------------------------------------------------------------


class Said(msgspec.Struct, frozen=True):
    """All dispositions that count on a day, with what was compared for them.

    Attributes:
        of: By subject, oldest first.
        compared: Content of each side by digest, for telling what changed since.
    """

    of: Mapping[str, tuple[Disposition, ...]] = {}
    compared: Mapping[str, bytes] = {}


NOTHING_SAID = Said()
"""Nobody has been asked about any entry."""


def said(dispositions: Iterable[Disposition], compared: Mapping[str, bytes]) -> Said:
    """Dispositions by subject.

    Args:
        dispositions: Those that count, oldest first.
        compared: Content of the sides that they cite, by digest.
    """
    of: dict[str, list[Disposition]] = {}
    for one in dispositions:
        of.setdefault(one.subject, []).append(one)
    return Said({subject: tuple(found) for subject, found in of.items()}, compared)


def hits(
    subject: str, party: Party, screened: Screened, entries: Mapping[str, Entry], known: Said = NOTHING_SAID
) -> tuple[Hit, ...]:
    """The entries that a party may be, each with what has been said of it, by key.

    An entry that somebody called a match stays one until it or the party changes; then it is asked about again, even
    if their names no longer meet. It ends when the entry leaves the list.

    Args:
        subject: The party, as answers know it.
        party: With all that is known of it.
        screened: What comparing it gave.
        entries: Entries of the lists at hand, by key.
        known: What people have said.
    """
    said_of = known.of.get(subject, ())
    if not screened.matches and not said_of:
        return ()
    best: dict[str, Match] = {}
    for match in screened.matches:
        best[match.key] = max(best.get(match.key, match), match, key=_score)
    tied = {one.entry for one in said_of if one.match}
    wanted = sorted(key for key in {*best, *tied} if key in entries)
    mine = compared_party(party) if wanted else None
    found = [_hit(mine, entries[key], best.get(key), said_of, known) for key in wanted if mine is not None]
    return tuple(hit for hit in found if hit is not None)


def _score(match: Match) -> float:
    return match.score


def _hit(mine: Side, entry: Entry, match: Match | None, said_of: Sequence[Disposition], known: Said) -> Hit | None:
    theirs = compared_entry(entry)
    about = [one for one in said_of if one.entry == entry.key]
    now = (theirs.digest, mine.digest)
    for one in reversed(about):
        if (one.entry_digest, one.party_digest) == now:
            return Hit(entry.key, "true_match" if one.match else "false_positive", *now, match, one)
    last = _last(about, mine)
    if last is None:
        return Hit(entry.key, "open", *now, match)
    if match is None and not any(one.match for one in about):
        return None
    return Hit(entry.key, "reopened", *now, match, last, _since(last, mine, theirs, known))


def _last(about: Sequence[Disposition], mine: Side) -> Disposition | None:
    """The last answer about this spelling of the party, so that only what changed is told; else about any other."""
    same = [one for one in about if one.party_digest == mine.digest]
    return next(iter(reversed(same or about)), None)


def _since(last: Disposition, mine: Side, theirs: Side, known: Said) -> tuple[str, ...]:
    """What changed since an answer, in words."""
    if not last.is_compared:
        return (_NOT_COMPARED,)
    return (
        *_changed("the entry", last.entry_digest, theirs, known),
        *_changed("the party", last.party_digest, mine, known),
    )


def _changed(whose: str, before: str, now: Side, known: Said) -> tuple[str, ...]:
    if before == now.digest:
        return ()
    kept = known.compared.get(before)
    changes = side_changes(decode_side(kept), now) if kept is not None else ()
    return (f"{whose} changed{': ' if changes else ''}{'; '.join(changes)}",)


def told(hit: Hit) -> str:
    """What was said of an entry, in words; nothing if nobody said anything.

    >>> at = datetime(2022, 5, 1)
    >>> one = Disposition("party:C-7", "UN#36", "e", "p", "v", False, "passport seen", "anna", at)
    >>> told(Hit("UN#36", "reopened", "e2", "p", disposition=one, changes=('the entry changed: names + "X"',)))
    'answered 2022-05-01 by anna: not the listed party (passport seen); since then the entry changed: names + "X"'
    """
    one = hit.disposition
    if one is None:
        return ""
    lead = "since then " if one.is_compared else ""
    since = f"; {lead}{'; '.join(hit.changes)}" if hit.changes else ""
    return f"answered {one.at:%Y-%m-%d} by {one.by}: {_SPOKEN[one.match]} ({one.reason}){since}"


def hit_words(hit: Hit) -> str:
    """An entry in one line: how it meets, and what was said of it.

    >>> hit_words(Hit("UN#36", "open", "e", "p"))
    'UN#36: no name or number meets any longer'
    """
    match = hit.match
    met = (
        f'"{match.value}" meets "{match.name}" ({match.kind}), score {match.score:.2f}'
        if match is not None
        else "no name or number meets any longer"
    )
    return "; ".join(part for part in (f"{hit.entry}: {met}", told(hit)) if part)
