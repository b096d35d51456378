"""What the core says in English in fixed forms, in the person's language: questions, states, the frame of reasons.

The core makes its words once, and they stand in the record as they are; a page says them as the person reads. A text
is known by its form (``Is {subject} the listed party?``), whose values stay as they are. What has no such form, such
as the words of a condition or a title, stays English and is marked as that for who is read to.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from moratorium.terms.party import ROLES, spoken_role
from moratorium.terms.vocabulary import TEMPLATES
from moratorium.web.console import language as languages
from moratorium.web.console.fault_words import coded
from moratorium.web.console.language import N_
from moratorium.web.console.vocabulary import EFFECT_WORDS

_WRITTEN = tuple(dict.fromkeys(one.question for one in TEMPLATES))
_OF_PLACES = tuple(f"What{text[3:]}" for text in _WRITTEN if text.startswith("Who ") and "{role}" in text)
QUESTIONS = (*_WRITTEN, *_OF_PLACES)
"""Every question of the vocabulary, as it is written there; ``scripts/translate.py`` gathers them."""

ROLE_NAMES = tuple(spoken_role(role) for role in ROLES)
"""Roles of parties and places, as people say them; gathered likewise."""

FORMS = (
    N_("the customer of {order}"),
    N_("the {role} of {order}"),
    N_("the {role}"),
    N_("the product"),
    N_("line {line}, {product}, {actor} acts"),
    N_("line {line}, {product}"),
    N_("product not stated"),
    N_("no measure of the rulebook applies"),
    N_("shown, and stop nothing: {inactive} inactive, {lacking} not evaluable for want of facts"),
    N_("{title} may apply: something is not known"),
    N_("yes: {words}"),
    N_("no: {words}"),
    N_("not known: {words}"),
    N_("all of these"),
    N_("any of these"),
    N_("not this"),
    N_("conflict of laws, for counsel: {words}"),
    N_("{before} became {after}"),
    N_("the order"),
    N_("the day"),
    N_("what was answered or cleared"),
    N_("the catalogue"),
    N_("the program"),
    N_("lists of goods"),
    N_("what is drawn from licences"),
    N_("party lists"),
    N_("our own entities"),
    N_("the register of parties"),
    N_("the rulebook"),
    N_("the territories"),
    N_("who must confirm"),
    N_("what can be read"),
    N_("open"),
    N_("shipped"),
    N_("closed"),
    N_("{title}: may this go on, and who says so?"),
    N_("Measure {measure} cannot be evaluated; mend it or lift it."),
)
"""Other fixed forms of the core's words."""

_ENGLISH = frozenset({"words", "title", "more"})
"""Values that are English words themselves, most of them of no fixed form."""

_SAID = frozenset({"role", "before", "after", "subject", "product"})
"""Values that are looked up in turn."""

_VALUE = re.compile(r"{(\w+)}")


class _Form(NamedTuple):
    text: str
    begins: str
    pattern: re.Pattern[str]


def spoken(language: str, text: str) -> Markup:
    """A text of the core as the person reads it; what stays English is marked.

    >>> spoken("nl", "Is C-7 the listed party?")
    Markup('Is C-7 de partij op de lijst?')
    >>> spoken("nl", "something else")
    Markup('<span lang="en">something else</span>')
    """
    if language == languages.USUAL:
        return _marked(text)
    found = _spoken(language, text)
    if found is None and "; " in text:
        parts = [_spoken(language, part) for part in text.split("; ")]
        if any(part is not None for part in parts):
            whole = zip(parts, text.split("; "), strict=True)
            return Markup("; ").join(_marked(own) if part is None else part for part, own in whole)
    return _marked(text) if found is None else found


def _marked(text: str) -> Markup:
    return Markup('<span lang="en">{}</span>').format(coded(text))


@lru_cache(maxsize=8192)
def _spoken(language: str, text: str) -> Markup | None:
    for form in _forms():
        if not text.startswith(form.begins):
            continue
        match = form.pattern.fullmatch(text)
        translated = languages.words(language, form.text) if match else form.text
        if match and translated != form.text:
            values = {name: value for name, value in match.groupdict().items() if value is not None}
            more = values.pop("more", "")
            return _filled(language, translated, values) + (Markup(" ") + _marked(more.strip()) if more else Markup())
    return None


def _filled(language: str, form: str, values: dict[str, str]) -> Markup:
    """A translated form with its values."""
    pieces = []
    for place, piece in enumerate(_VALUE.split(form)):
        if place % 2 == 0:
            pieces.append(Markup.escape(piece))
        elif piece in _SAID:
            pieces.append(_spoken(language, values[piece]) or Markup.escape(values[piece]))
        elif piece in _ENGLISH:
            pieces.append(_spoken(language, values[piece]) or _marked(values[piece]))
        else:
            pieces.append(Markup.escape(values[piece]))
    return Markup().join(pieces)


@cache
def _forms() -> tuple[_Form, ...]:
    """Every form; those with more words of their own first, since they say more exactly what a text is."""
    texts = (*QUESTIONS, *FORMS, *ROLE_NAMES, *EFFECT_WORDS)
    made = [_Form(text, text.partition("{")[0], _pattern(text)) for text in texts]
    return tuple(sorted(made, key=lambda one: -len(_VALUE.sub("", one.text))))


def _any(value: str) -> str:
    """A value as a pattern: a role is one of those there are, whose names may hold the word that follows it."""
    return f"(?P<{value}>{'|'.join(map(re.escape, ROLE_NAMES)) if value == 'role' else '.+?'})"


def _pattern(text: str) -> re.Pattern[str]:
    """A form as a pattern; a question may be followed by what ties its parties together, in brackets."""
    parts = _VALUE.split(text)
    written = "".join(re.escape(part) if place % 2 == 0 else _any(part) for place, part in enumerate(parts))
    more = r"(?P<more> [\[(].+)?" if text.endswith("?") else ""
    return re.compile(written + more, re.DOTALL)
