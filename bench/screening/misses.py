"""What was missed and why, in words; and of negatives, what was alerted on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from bench.screening.aliases import FORMS, MOSTLY, in_common
from bench.screening.likeness import ratio, token_sort, words
from bench.screening.outcome import ALL, Outcome
from bench.screening.published import is_latin
from bench.screening.values import Query

SPELLED_ALIKE = 0.6
"""Two words less alike are two words, not one in two spellings."""


def miss_report(each: Outcome, threshold: float, most: int = 40) -> str:
    """The misses of a set by class, or the false alerts on it; the nearest first, so many of each class."""
    rows = zip(each.queries, each.scores, each.best, strict=True)
    if not each.is_positive:
        alerts = [(query, best) for query, scores, best in rows if scores.get(ALL, 0.0) >= threshold]
        lines = [f"{score:.3f}  `{query.text}` ({query.trait})  with {key}" for query, (key, score) in alerts]
        return _page(each, threshold, {"alerts on names of nobody listed": sorted(lines, reverse=True)}, most)
    by_class: dict[str, list[str]] = defaultdict(list)
    for query, scores, (key, score) in rows:
        if scores[ALL] < threshold:
            instead = f"; {key} came to {score:.3f}" if score > scores[ALL] else ""
            by_class[why(query)].append(f"{scores[ALL]:.3f}  `{query.text}` of `{query.origin}`{instead}")
    return _page(each, threshold, {name: sorted(lines, reverse=True) for name, lines in by_class.items()}, most)


def _page(each: Outcome, threshold: float, classes: dict[str, list[str]], most: int) -> str:
    missed = sum(map(len, classes.values()))
    lines = [f"## {each.set}, {each.engine} at {threshold:.2f}: {missed:,} of {len(each.queries):,}", ""]
    for name, found in sorted(classes.items(), key=lambda pair: -len(pair[1])):
        lines += [f"{name}: {len(found):,}", "", *(f"- {line}" for line in found[:most]), ""]
        if len(found) > most:
            lines += [f"and {len(found) - most:,} more", ""]
    return "\n".join(lines)


def why(query: Query) -> str:
    """The class of a miss, from the two names alone.

    >>> why(Query("IRGC", "entity", "X#1", "", "ISLAMIC REVOLUTIONARY GUARD CORPS"))
    'acronym'
    >>> why(Query("THE OWL", "person", "X#1", "", "SAVCHENKO, Petr"))
    'nothing in common'
    >>> why(Query("LIN, Becky", "person", "X#1", "", "LIN, Qing"))
    'another word in one place'
    >>> why(Query("PJAK", "entity", "X#1", "", "PEJAK")), why(Query("ZK Grand Town", "entity", "X#1", "", "Grand Town"))
    ('a single word spelled otherwise', 'a word more on one side')
    """
    asked, listed = words(query.text), words(query.origin)
    if not is_latin(query.text):
        return f"another script: {query.trait}"
    if _is_acronym(asked, listed) or _is_acronym(listed, asked):
        return "acronym"
    if found := _of_words(asked, listed):
        return found
    shared = in_common(query.text, query.origin)
    if shared == 0.0 and token_sort(query.text, query.origin) < 0.6:
        return "nothing in common"
    if shared < MOSTLY and token_sort(query.text, query.origin) < 0.75:
        return "little in common"
    if abs(len(asked) - len(listed)) >= 2:
        return "words more or fewer"
    return "spelled otherwise" if not query.trait or query.trait.startswith("likeness") else query.trait


def _of_words(asked: Sequence[str], listed: Sequence[str]) -> str:
    """The class of names that differ in one word, forms and the commonest words of trade apart; empty for others."""
    mine, theirs = (Counter(word for word in each if word not in FORMS) for each in (asked, listed))
    left, right = list((mine - theirs).elements()), list((theirs - mine).elements())
    if not left and not right:
        return "other legal forms or words of trade only"
    if not left or not right:
        return "a word more on one side" if len(left) + len(right) == 1 else "words more on one side"
    if len(left) > 1 or len(right) > 1:
        return "one word written as several" if "".join(left) == "".join(right) else ""
    if ratio(left[0], right[0]) < SPELLED_ALIKE:
        return "another word in one place"
    return "a single word spelled otherwise" if mine.total() == 1 else "one word spelled otherwise"


def _is_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word's letters begin the other's words."""
    if not short or len(short[0]) > 8 or len(long) < 3:
        return False
    initials = "".join(word[0] for word in long)
    return any(3 <= len(word) <= 8 and (word in initials or initials.startswith(word)) for word in short)
