"""Words and codes put into classes: what no measure can tell apart, the solver need not either.

A condition asks of a text whether it is one of some words or begins with some letters, and of a set whether it holds
one of some codes. Texts of which all these questions have the same answers are one class; so are codes. There are
finitely many classes, and one example of each stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from moratorium.conditions.predicate import OneOf, StartsWith

_OTHER = "\x00"
"""Begins no text that anybody wrote."""


class TextAsked(NamedTuple):
    """One question about a text.

    Attributes:
        key: Equal keys are the same question.
        words: Texts that it names whole.
        prefixes: Beginnings that it names.
        test: Its answer.
    """

    key: object
    words: frozenset[str]
    prefixes: frozenset[str]
    test: Callable[[str], bool]


def asked_of(leaf: OneOf | StartsWith) -> TextAsked:
    """The question of a condition's leaf."""
    match leaf:
        case OneOf(_, values):
            return TextAsked(("one of", values), values, frozenset(), values.__contains__)
        case StartsWith(_, prefixes):
            return TextAsked(
                ("begins", prefixes), frozenset(), frozenset(prefixes), lambda text: text.startswith(prefixes)
            )


class TextClasses(NamedTuple):
    """The classes of one text fact.

    Attributes:
        asked: The questions, in the order of the answers.
        answers: Of each class, the answers to all questions.
        examples: Of each class a text that an order can state; None if none was found.
    """

    asked: tuple[TextAsked, ...]
    answers: tuple[tuple[bool, ...], ...]
    examples: tuple[str | None, ...]

    def of(self, text: str) -> int | None:
        """The class of a text; None if it is none of the closed list that the fact has."""
        found = tuple(one.test(text) for one in self.asked)
        return self.answers.index(found) if found in self.answers else None

    def meeting(self, key: object) -> tuple[int, ...]:
        """Classes whose answer to a question is yes."""
        at = next(i for i, one in enumerate(self.asked) if one.key == key)
        return tuple(i for i, answers in enumerate(self.answers) if answers[at])


def text_classes(
    asked: Iterable[TextAsked],
    closed: Collection[str] = (),
    written: Iterable[str] = (),
    complete: Callable[[str], Iterable[str]] = lambda prefix: (prefix + "other",),
    is_readable: Callable[[str], bool] = lambda _: True,
) -> TextClasses:
    """The classes of a text fact.

    Args:
        asked: Every question that a condition asks of it.
        closed: The closed list of its words; empty where any text may stand.
        written: Texts that are known to be stated; each is an example of its class.
        complete: Texts that begin with a prefix, likely ones first.
        is_readable: Whether an order can state a text as this fact.
    """
    questions = tuple({one.key: one for one in asked}.values())
    words = frozenset().union(*(one.words for one in questions))
    prefixes = frozenset({""}).union(*(one.prefixes for one in questions))
    found: dict[tuple[bool, ...], str | None] = {}

    def add(text: str) -> None:
        answers = tuple(one.test(text) for one in questions)
        if found.get(answers) is None:
            found[answers] = text if is_readable(text) else None

    if closed:
        for word in closed:
            add(word)
    else:
        for text in (*written, *sorted(words)):
            add(text)
        for prefix in sorted(prefixes):
            answers = tuple(one.test(prefix + _OTHER) for one in questions)
            found.setdefault(answers, None)
            if found[answers] is None:
                wanted = (text for text in complete(prefix) if tuple(one.test(text) for one in questions) == answers)
                found[answers] = next(filter(is_readable, wanted), None)
    return TextClasses(questions, tuple(found), tuple(found.values()))


class CodeClasses(NamedTuple):
    """The classes of the codes that sets of one kind hold.

    Attributes:
        codes: One code for each class.
        of: The code that stands for a code's class; what is not in it is told apart by nothing and stands for no code.
    """

    codes: tuple[str, ...]
    of: dict[str, str]

    def among(self, values: frozenset[str]) -> tuple[str, ...]:
        """The classes that lie in a set of codes asked for."""
        return tuple(code for code in self.codes if code in values)


def code_classes(
    asked: Iterable[frozenset[str]],
    universe: Iterable[str] = (),
    apart: Callable[[str], object] = lambda _: None,
    most_apart: int = 1,
    always: Collection[object] = (),
    likely: Sequence[str] = (),
) -> CodeClasses:
    """The classes of the codes that conditions ask for.

    Args:
        asked: Every set of codes that a condition asks for.
        universe: All codes that may occur; those asked for are among them anyway.
        apart: What else tells codes apart in pairs, such as the country in which a territory lies.
        most_apart: How many codes of one class that differ so are kept.
        always: What is kept apart in any case.
        likely: Codes that people know best, the best known first: they stand for their classes rather than others.
    """
    sets = sorted(set(asked), key=sorted)
    rank = {code: place for place, code in enumerate(likely)}
    everything = sorted(frozenset(universe).union(*sets), key=lambda code: (rank.get(code, len(rank)), len(code), code))
    kept: dict[tuple[bool, ...], dict[object, str]] = {}
    of: dict[str, str] = {}
    for code in everything:
        answers = tuple(code in one for one in sets)
        group, key = kept.setdefault(answers, {}), apart(code)
        if key not in group and (key in always or sum(one not in always for one in group) < most_apart):
            group[key] = code
        of[code] = group.get(key) or next(iter(group.values()))
    codes = tuple(code for group in kept.values() for code in group.values())
    return CodeClasses(codes, of)
