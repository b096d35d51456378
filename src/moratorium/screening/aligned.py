"""An alignment in words: which words met which and how, what each was worth, what met nothing, and so the score.

The numbers are those of ``score_v1``, so whoever has pen and paper can make the score again (``docs/screening.md``).
"""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.screening.lists.entry import Quality
from moratorium.screening.score import FORMED, MISSED, REORDERED, TURNED, WEAK, Alignment, How, Link, Taken

HOW: dict[How, str] = {
    "equal": "equal",
    "heard": "sounds alike",
    "typed": "few letters differ",
    "initial": "initial",
    "joined": "several words as one",
    "split": "one word as several",
    "akin": "resembles",
}
"""How two words met, in words."""

TAKEN: dict[Taken, str] = {
    "person": "a person or a vessel",
    "company": "a company",
    "unknown": "a party of unknown kind",
}
"""What a listed party is taken for, in words."""


def aligned(alignment: Alignment, quality: Quality = "primary") -> str:
    """An alignment in one line.

    Args:
        alignment: Of a name asked about with a listed one.
        quality: Of the listed name.

    >>> from moratorium.screening.score import score_v1
    >>> from moratorium.screening.weights import Weights
    >>> aligned(score_v1(("huawei", "technologies"), ("hua", "wei", "ltd"), Weights(0, {}, {})), "weak")
    'huawei ~ hua wei (one word as several, 0.95 of worth 1.00 and 1.30); not met: technologies (0.70); \
not met in the list: ltd (0.20); beside a company (missed x 0.90); weak alias (score x 0.95)'
    """
    met_query = {place for link in alignment.links for place in link.query}
    met_listed = {place for link in alignment.links for place in link.listed}
    parts = [_link(alignment, link) for link in alignment.links]
    parts += _missed("not met", alignment.query, alignment.worth_query, met_query)
    parts += _missed("not met in the list", alignment.listed, alignment.worth_listed, met_listed)
    if alignment.score < 1:
        parts += [f"beside {TAKEN[alignment.taken]} (missed x {MISSED[alignment.taken]:.2f})"]
    if alignment.turned:
        parts.append(f"in another order (score x {TURNED:.2f})")
    if alignment.reordered:
        parts.append(f"words of one syllable in another order (score x {REORDERED:.2f})")
    if alignment.formed:
        parts.append(f"a legal form beside a person or vessel (score x {FORMED:.2f})")
    if quality == "weak":
        parts.append(f"weak alias (score x {WEAK:.2f})")
    return "; ".join(parts)


def _link(alignment: Alignment, link: Link) -> str:
    asked = " ".join(alignment.query[place] for place in link.query)
    listed = " ".join(alignment.listed[place] for place in link.listed)
    mine = sum(alignment.worth_query[place] for place in link.query)
    theirs = sum(alignment.worth_listed[place] for place in link.listed)
    share = "" if link.similarity == 1 else f"{link.similarity:.2f} of "
    worth = f"{mine:.2f}" if f"{mine:.2f}" == f"{theirs:.2f}" else f"{mine:.2f} and {theirs:.2f}"
    sign = "=" if link.how == "equal" else "~"
    return f"{asked} {sign} {listed} ({HOW[link.how]}, {share}worth {worth})"


def _missed(what: str, words: tuple[str, ...], worths: tuple[float, ...], met: set[int]) -> Iterator[str]:
    missed = [f"{word} ({worths[place]:.2f})" for place, word in enumerate(words) if place not in met]
    if missed:
        yield f"{what}: {', '.join(missed)}"
