"""Set a: an alias is asked for after it was taken out of the index; the entry's remaining names have to be found.

Four variants, each within the one before. ``all`` draws from every Latin alias. ``related`` draws from aliases that
have something in common with a remaining name, since a code name, an acronym, a former name or a translation cannot be
found by any comparison of names: such an alias is a fact about the world that only the list can tell. ``close`` draws
from aliases of which most letters stand in words that a remaining name has too: of "LIN, Becky" and "LIN, Qing" one
word is the same, yet whoever alerts on that much alerts on every Lin. ``near`` draws from aliases that are written much
like a remaining name: other spellings, other legal forms, a word more or less.

What counts as common is measured here, not by the product's scorer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bench.screening.dice import Random, dice
from bench.screening.likeness import ratio, sort_key, token_sort, words
from bench.screening.published import is_latin, without
from bench.screening.values import Query, QuerySet
from moratorium.screening import Entry, ListName, ListVersion

Variant = Literal["all", "related", "close", "near"]

ALIKE = 0.75
"""Words of four letters or more that are at least so alike count as the same word in another spelling."""

WRITTEN_ALIKE = 0.85
"""Names whose sorted words are at least so alike are near."""

MOSTLY = 0.6
"""Share of the letters of both names that stand in words which both have, for the two to be close."""

_FORMS = """
the and of for und les los las del der den von bin ibn ben abu abd umm inc ltd llc llp ooo oao zao pao pjsc ojsc cjsc
jsc gmbh srl spa sas sarl fze fzc fzco est corp company limited liability joint stock open closed public private
corporation co group holding trading general international import export foundation organization organisation
"""
FORMS = frozenset(_FORMS.split())
"""Words that two names may share without being related: articles, particles, legal forms, the commonest trade words."""


def removed_aliases(
    name: str, version: ListVersion, variant: Variant, seed: int = 4, most: int | None = None
) -> QuerySet:
    """One alias of each entry with two names or more is asked for; all those asked for are taken out at once.

    Args:
        name: Short name of the list, for the set's name.
        version: The list.
        variant: Which aliases may be drawn.
        seed: Of the draw.
        most: At most so many queries, drawn evenly; the index is the same for fewer queries only if this is the same.
    """
    chance = dice(seed, name, variant)
    drawn = [found for entry in version.entries if (found := _drawn(entry, variant, chance))]
    if most is not None and len(drawn) > most:
        drawn = [drawn[place] for place in sorted(chance.sample(range(len(drawn)), most))]
    taken = {(entry.key, alias.text) for entry, alias in drawn}
    queries = tuple(_query(entry, alias) for entry, alias in drawn)
    return QuerySet(f"alias-{variant}/{name}", (without(version, taken),), queries, _ABOUT[variant])


def _query(entry: Entry, alias: ListName) -> Query:
    remaining = [name.text for name in entry.names if name != alias]
    best = max(remaining, key=lambda other: token_sort(alias.text, other))
    band = int(token_sort(alias.text, best) * 10) / 10
    return Query(alias.text, entry.kind, entry.key, f"likeness {band}", best)


def _drawn(entry: Entry, variant: Variant, chance: Random) -> tuple[Entry, ListName] | None:
    latin = [name for name in entry.names if is_latin(name.text)]
    offered = [name for name in latin[1:] if len(latin) > 1 and _differs(name, latin)]
    offered = [alias for alias in offered if _is_in(variant, alias.text, _others(alias, latin))]
    return (entry, chance.choice(offered)) if offered else None


def _is_in(variant: Variant, alias: str, others: Sequence[str]) -> bool:
    match variant:
        case "all":
            return True
        case "related":
            return is_related(alias, others)
        case "close":
            return is_related(alias, others, MOSTLY)
        case "near":
            return is_related(alias, others, MOSTLY) and any(
                token_sort(alias, other) >= WRITTEN_ALIKE for other in others
            )


def _others(alias: ListName, names: Sequence[ListName]) -> list[str]:
    return [name.text for name in names if name != alias]


def _differs(alias: ListName, names: Sequence[ListName]) -> bool:
    """Whether no other name says the same in other case, accents, punctuation or order of words."""
    key = sort_key(alias.text)
    return bool(key) and all(other is alias or sort_key(other.text) != key for other in names)


def is_related(alias: str, others: Sequence[str], least: float = 0.0) -> bool:
    """Whether an alias has more than ``least`` in common with one of the other names, or is alike as a whole.

    >>> is_related("SAVCHENKO, Peter A.", ["SAVCHENKO, Petr"]), is_related("SARVESTAN", ["SILVIA I"])
    (True, False)
    >>> is_related("LIN, Becky", ["LIN, Qing"]), is_related("LIN, Becky", ["LIN, Qing"], MOSTLY)
    (True, False)
    >>> is_related("TADBIR GROUP", ["BONYAD GROUP"]), is_related("NOVOROSSIISK", ["NOVO ROSSIYSK"], MOSTLY)
    (False, True)
    """
    return any(in_common(alias, other) > least or _alike(alias, other) for other in others)


def in_common(one: str, other: str) -> float:
    """The share of the letters of both names that stand in words which both have, spelled alike or nearly so.

    Words of fewer than three letters and common ones (``FORMS``) do not count; each word meets one word at most.

    >>> in_common("ODK-KUZNETSOV PJSC", "PUBLIC JOINT-STOCK COMPANY ODK-KUZNETSOV")
    1.0
    """
    mine, theirs = _telling(one), list(_telling(other))
    total = sum(map(len, mine)) + sum(map(len, theirs))
    met = 0
    for word in mine:
        partner = max(theirs, key=lambda each: _same(word, each), default="")
        if partner and _same(word, partner):
            theirs.remove(partner)
            met += len(word) + len(partner)
    return met / total if total else 0.0


def _telling(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if len(word) >= 3 and word not in FORMS)


def _same(one: str, other: str) -> float:
    if one == other:
        return 1.0
    alike = ratio(one, other) if min(len(one), len(other)) >= 4 else 0.0
    return alike if alike >= ALIKE else 0.0


def _alike(alias: str, other: str) -> bool:
    return ratio("".join(words(alias)), "".join(words(other))) >= 0.8


_ABOUT = {
    "all": (
        "one Latin alias of each entry that has one; aliases that differ from another name of the entry only by case, "
        "accents, punctuation or order of words are not asked for. Holds acronyms, translations, former names and code "
        "names, which no comparison of names can find"
    ),
    "related": (
        "as `all`, but only aliases that share a word of three letters or more (not a legal form or a common word of "
        "trade; words of four letters may differ in spelling) with a remaining name, or are alike as a whole"
    ),
    "close": (
        "as `related`, but only aliases of which, together with a remaining name, 60 % of the letters stand in words "
        "that both have, or that are alike as a whole"
    ),
    "near": "as `close`, but only aliases whose sorted words are at least 85 % alike with those of a remaining name",
}
