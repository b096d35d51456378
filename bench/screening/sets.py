"""All sets of the evaluation by name, and how to get at them.

>>> sorted(POSITIVE)[:3], "customers/csl" in NEGATIVE
(['alias-all/csl', 'alias-all/sdn', 'alias-all/un'], True)

``POSITIVE`` and ``NEGATIVE`` map a set's name to a function without arguments that makes it. Each gives a
``QuerySet``: ``versions`` to hand to ``moratorium.screening.index``, ``queries`` to screen, ``about`` in words. A
positive query is found if its ``expected`` entry (``OFAC-SDN#36``) is among the matches; every match of a negative
query is a false alert. Negatives are asked of the whole lists.

In words of Python::

    from bench.screening.sets import POSITIVE
    asked = POSITIVE["alias-close/sdn"]()
    listed = index(asked.versions)
    found = sum(any(f"{match.list}#{match.entry}" == query.expected for match in screen(...).matches) ...)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from bench.screening.aliases import Variant, removed_aliases
from bench.screening.mistakes import mistaken
from bench.screening.negatives import hard, invented, of_other_lists
from bench.screening.originals import SCRIPTS, originals
from bench.screening.published import FILES, all_lists, published
from bench.screening.romanised import romanised
from bench.screening.values import QuerySet
from moratorium.screening import ListVersion

CUSTOMERS = 20_000
"""Invented customers in Latin letters."""

OTHERS = 6_000
"""At most so many names of entries that are on the other lists only."""

HARD = 2_000
"""Names that share a family name or words of trade with a listed one."""

OWN_SCRIPT = 4_000
"""Invented customers who write in their own script."""


def versions_of(name: str) -> tuple[ListVersion, ...]:
    """What is indexed under a short name: ``sdn``, ``csl``, ``un``, or ``all`` for the three together."""
    return all_lists() if name == "all" else (published(name),)


def _aliases(name: str, variant: Variant) -> QuerySet:
    return removed_aliases(name, published(name), variant)


def _mistakes(name: str) -> QuerySet:
    return mistaken(name, published(name))


def _script(script: str) -> QuerySet:
    return originals(script, (published("csl"), published("un")))


def _romanised(script: str) -> QuerySet:
    return romanised(script, (published("csl"), published("un")))


@cache
def _customers(name: str, scripts: bool) -> QuerySet:
    versions = versions_of(name)
    wanted = OWN_SCRIPT if scripts else CUSTOMERS
    queries = invented(versions, wanted, scripts=scripts)
    about = (
        "invented persons and companies who write in Cyrillic, Chinese, Korean, Arabic or Persian; namesakes of listed "
        "parties in Latin letters are not left out, so some of these questions are right"
        if scripts
        else "invented persons and companies of some fifty countries, in Latin letters; "
        f"{wanted - len(queries)} of {wanted:,} left out as namesakes of listed parties"
    )
    return QuerySet(f"customers{'-own-script' if scripts else ''}/{name}", versions, tuple(queries), about)


@cache
def _others(name: str) -> QuerySet:
    versions = versions_of(name)
    others = [published(other) for other in FILES if other != name]
    return QuerySet(f"others/{name}", versions, tuple(of_other_lists(versions, others, OTHERS)), _OTHERS)


@cache
def _hard(name: str) -> QuerySet:
    versions = versions_of(name)
    return QuerySet(f"hard/{name}", versions, tuple(hard(versions, HARD)), _HARD)


_OTHERS = (
    "primary names of parties that stand on the other lists only; left out where a name of the entry is nearly equal "
    "to a listed one, has two thirds in common with one, or an official number is the same"
)
_HARD = (
    "a listed person's family name with given names of another person of the same programme; a listed company's words "
    "of trade with another company's rare words. A person might well want to see some of these"
)

_VARIANTS: tuple[Variant, ...] = ("all", "related", "close", "near")

POSITIVE: Mapping[str, Callable[[], QuerySet]] = {
    **{f"alias-{each}/{name}": partial(_aliases, name, each) for name in FILES for each in _VARIANTS},
    **{f"mistakes/{name}": partial(_mistakes, name) for name in FILES},
    **{f"romanised-{script}/all": partial(_romanised, script) for script in ("cyrillic", "arabic")},
    **{f"script-{script}/all": partial(_script, script) for script in SCRIPTS},
}
"""Makers of the sets whose queries all have an entry to find."""

NEGATIVE: Mapping[str, Callable[[], QuerySet]] = {
    **{f"customers/{name}": partial(_customers, name, False) for name in (*FILES, "all")},
    **{f"customers-own-script/{name}": partial(_customers, name, True) for name in (*FILES, "all")},
    **{f"others/{name}": partial(_others, name) for name in FILES},
    **{f"hard/{name}": partial(_hard, name) for name in ("sdn", "csl")},
}
"""Makers of the sets whose queries have no entry to find."""
