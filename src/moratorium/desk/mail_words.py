"""What letters say: a file for each kind and language in ``letters/``, its values put in, as text and as simple HTML.

The first line of a file is the subject; the rest are paragraphs. A paragraph that is nothing but one value is a list,
one line each; the value ``link`` is where to go on, a path of the console before which its address is put; the value
``text`` is what somebody approved letter for letter, and stays in its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import NamedTuple

LANGUAGES = ("en", "nl", "zh")

KINDS = (
    "assigned", "hold", "invitation", "job_ended", "lists_stale", "notice", "notice_reminder", "orders_changed",
    "outcomes_changed", "proposed", "question", "reset", "reviews_due", "second_person", "superseded",
)  # fmt: skip
"""Every kind of letter."""

CHOSEN = frozenset(KINDS) - {"invitation", "notice", "notice_reminder", "question", "reset", "superseded"}
"""Kinds that a person chooses to get; the others go to whom they are meant for."""

_FOOTERS = {
    "en": "You asked to be told of this. Change that in the console, under Mail.",
    "nl": "U vroeg om dit te horen. Wijzig dat in de console, onder Mail.",
    "zh": "您选择了接收此类通知。可在控制台的“邮件”中更改。",
}
_SEVERAL = {
    "en": "{count} notices of moratorium",
    "nl": "{count} berichten van moratorium",
    "zh": "moratorium：{count} 条通知",
}
_NAME = re.compile(r"{(\w+)}")


class Written(NamedTuple):
    """A letter as it is sent: its subject on one line, its text, and the same as HTML."""

    subject: str
    text: str
    html: str


class Words(NamedTuple):
    """Subject and paragraphs of a letter before its values are put in."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """Values that it needs."""
        return frozenset(_NAME.findall("\n".join([self.subject, *self.paragraphs])))


@cache
def words(kind: str, language: str) -> Words:
    """The words of a kind of letter; in English if the language is none of ours."""
    chosen = language if language in LANGUAGES else "en"
    text = (files("moratorium") / "desk" / "letters" / f"{kind}.{chosen}.txt").read_text(encoding="utf-8")
    subject, _, rest = text.partition("\n")
    return Words(subject, tuple(part.strip() for part in rest.split("\n\n") if part.strip()))


def written(kind: str, language: str, values: Mapping[str, str], base: str) -> Written:
    """A letter.

    Args:
        kind: One of ``KINDS``.
        language: One of ``LANGUAGES``.
        values: What its words hold.
        base: Address of the console, without a slash at the end; empty if it is not known, and then the path is told.
    """
    subject, parts = _parts(kind, language, values, base)
    footer = [_FOOTERS[language if language in LANGUAGES else "en"]] if kind in CHOSEN else []
    return Written(subject, _text([*parts, *footer]), _html(language, [*parts, *footer]))


def several(language: str, letters: list[tuple[str, Mapping[str, str]]], base: str) -> Written:
    """Several letters to one person as one."""
    chosen = language if language in LANGUAGES else "en"
    parts: list[_Part] = []
    for kind, values in letters:
        subject, own = _parts(kind, language, values, base)
        parts += [_Heading(subject), *own]
    parts.append(_FOOTERS[chosen])
    return Written(_SEVERAL[chosen].format(count=len(letters)), _text(parts), _html(language, parts))


# -- the parts of a letter --------------------------------------------------------------------------------------------


class _Heading(NamedTuple):
    words: str


class _Listing(NamedTuple):
    lines: tuple[str, ...]


class _Link(NamedTuple):
    address: str


class _Text(NamedTuple):
    paragraphs: tuple[str, ...]


_Part = str | _Heading | _Listing | _Link | _Text


def _parts(kind: str, language: str, values: Mapping[str, str], base: str) -> tuple[str, list[_Part]]:
    found = words(kind, language)
    parts = [_part(one, values, base) for one in found.paragraphs]
    return _one_line(_filled(found.subject, values)), [one for one in parts if one is not None]


def _part(paragraph: str, values: Mapping[str, str], base: str) -> _Part | None:
    alone = _NAME.fullmatch(paragraph)
    if alone is None:
        return _one_line(_filled(paragraph, values))
    value = values[alone[1]]
    if alone[1] == "link":
        return _Link(base + value)
    if alone[1] == "text":
        return _Text(tuple(one.strip() for one in value.split("\n\n") if one.strip()))
    lines = tuple(line.strip() for line in value.splitlines() if line.strip())
    return _Listing(lines) if lines else None


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its values; what a value holds is not looked through again."""
    return _NAME.sub(lambda found: values[found[1]], text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(parts: list[_Part]) -> str:
    return "\n\n".join(_as_text(part) for part in parts) + "\n"


def _as_text(part: _Part) -> str:
    match part:
        case _Heading(words):
            return f"== {words}"
        case _Listing(lines):
            return "\n".join(f"  - {line}" for line in lines)
        case _Link(address):
            return address
        case _Text(paragraphs):
            return "\n\n".join(paragraphs)
        case str():
            return part


def _html(language: str, parts: list[_Part]) -> str:
    body = "".join(_as_html(part) for part in parts)
    return f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><body>{body}</body></html>\n'


def _as_html(part: _Part) -> str:
    match part:
        case _Heading(words):
            return f"<h2>{escape(words)}</h2>"
        case _Listing(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        case _Link(address):
            return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'
        case _Text(paragraphs):
            return "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
        case str():
            return f"<p>{escape(part)}</p>"
