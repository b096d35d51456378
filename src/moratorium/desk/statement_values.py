"""What a measure says of itself in the words of a language: the values that templates of statements are filled with.

Names of countries come from the CLDR, days are written as the language does. What the measure does not state stays
empty, and the template leaves out the paragraph that would need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from moratorium.desk import package
from moratorium.errors import InputError
from moratorium.measures import Measure
from moratorium.measures.reading import territories_of
from moratorium.terms.document import read_document
from moratorium.terms.time import Window

LOCALES = {"en": "en_GB", "nl": "nl_NL", "zh": "zh_Hans_CN"}

_NO_STATES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ"})
"""Codes of the CLDR that are no states; what is meant of the EU stands in the rules themselves."""


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    path = files("moratorium") / "desk" / "statement_templates" / "words.yaml"
    plain: Any = read_document(path.read_text(encoding="utf-8"), "words.yaml").plain()
    return plain  # type: ignore[no-any-return]  # the shape is that of our own file, which a test reads


@cache
def locale(language: str) -> Locale:
    """Where dates and lists are written as the language does; English if the language is none of ours."""
    return Locale.parse(LOCALES.get(language, LOCALES["en"]))


def state_names() -> dict[str, tuple[str, ...]]:
    """Plain names of all states by language, for the check of wording."""
    return {
        code: tuple(name for id, name in sorted(locale(code).territories.items()) if _is_state(id)) for code in LOCALES
    }


def _is_state(id: str) -> bool:
    return len(id) == 2 and id.isalpha() and id not in _NO_STATES


def territory_name(code: str, language: str) -> str:
    """The name of a territory in a language; in English if there is none in it."""
    own = _words()["territories"].get(code, {}).get(language)
    name = own or locale(language).territories.get(code) or package.atlas().name(code)
    return str(name)


def values_of(measure: Measure, language: str, day: date, contact: str = "") -> dict[str, str]:
    """The values of a measure; see ``moratorium.registers.templates.VARIABLES``.

    Args:
        measure: It.
        language: ``en``, ``nl`` or ``zh``.
        day: On which it is told.
        contact: Whom to ask.

    Raises:
        InputError: the measure has no neutral public text in this language.
    """
    if language not in LOCALES:
        raise InputError(f"there are no words in `{language}`", "language", f"one of {', '.join(LOCALES)}")
    if not measure.statement.get(language):
        message = f"measure `{measure.id}` has no public text in `{language}`"
        raise InputError(message, f"statement.{language}", "add it under `statement` of the measure")
    window = window_on(measure, day)
    return {
        "title": measure.title,
        "statement": measure.statement[language],
        "territories": _listed(language, _territories(measure, language)),
        "activities": _listed(language, _activities(measure, language)),
        "products": _listed(language, _products(measure, language)),
        "effective": _day(language, window.start if window else None),
        "ends": _day(language, window.end if window else None),
        "announced": _day(language, measure.dates.announced),
        "review": _day(language, measure.next_review),
        "contact": contact.strip(),
    }


def window_on(measure: Measure, day: date) -> Window | None:
    """The window that holds a day, else the next one, else the last one."""
    windows = [one.window for one in measure.in_force]
    holding = [one for one in windows if one.contains(day)]
    coming = [one for one in windows if one.start is not None and one.start > day]
    return next(iter([*holding, *sorted(coming, key=lambda one: str(one.start)), *reversed(windows)]), None)


def days_of(measure: Measure) -> dict[date, str]:
    """All days that a measure has, and what each is."""
    stated = [
        (measure.dates.decided, "decided on"),
        (measure.dates.announced, "announced on"),
        (measure.next_review, "review due"),
        *((one.window.end, "ends on") for one in measure.in_force),
        *((one.window.start, "in force from") for one in measure.in_force),
    ]
    return {day: what for day, what in stated if day is not None}


def day_words(language: str, day: date) -> str:
    """A day as a language writes it in full.

    >>> day_words("nl", date(2022, 4, 26)), day_words("zh", date(2022, 4, 26))
    ('26 april 2022', '2022年4月26日')
    """
    return str(format_date(day, "long", locale=locale(language)))


def _day(language: str, day: date | None) -> str:
    return "" if day is None else day_words(language, day)


def _listed(language: str, words: Iterable[str]) -> str:
    return str(format_list(list(words), locale=locale(language)))


def _every(name: str, language: str) -> str:
    return _words()["every"][name][language]


def _scope(measure: Measure) -> Mapping[str, Any]:
    plain: Any = read_document(measure.text, measure.id).plain()
    scope = plain.get("scope") if isinstance(plain, dict) else None
    return scope if isinstance(scope, dict) else {}


def _territories(measure: Measure, language: str) -> list[str]:
    stated = _scope(measure).get("territories")
    if isinstance(stated, dict) and "not_within" in stated and "within" not in stated:
        return [_every("territories", language)]
    found = [territory_name(code, language) for code in territories_of(measure.scope)]
    return found or [_every("territories", language)]


def _activities(measure: Measure, language: str) -> list[str]:
    stated = _scope(measure).get("activities")
    words = _words()["activities"]
    return [words[one][language] for one in stated] if isinstance(stated, list) else [_every("activities", language)]


def _products(measure: Measure, language: str) -> list[str]:
    stated = _scope(measure).get("products")
    if not isinstance(stated, dict):
        return [_every("products", language)]
    return list(_named_products(stated, language)) or [_every("some_products", language)]


def _named_products(stated: Mapping[str, Any], language: str) -> Iterator[str]:
    """Products by codes; where lists, figures or kinds narrow them, codes alone would say too much."""
    if stated.keys() - {"hs", "eccn", "family"}:
        return
    for name, words in _words()["products"].items():
        codes = stated.get(name)
        if isinstance(codes, list):
            yield words[language].replace("{codes}", _listed(language, map(str, codes)))
