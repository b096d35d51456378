"""Templates of statements and notices: a text for an audience in a language, with the places that a measure fills.

A template is plain text. Its first line is the headline; the rest are paragraphs with an empty line between them.
``{name}`` stands for a value of the measure, and :data:`VARIABLES` lists them all. A paragraph that names a value which
the measure does not have (such as a review date) is left out whole, so that no sentence is left with a hole in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from moratorium.errors import Fault, InputError
from moratorium.terms.canon import digest_bytes
from moratorium.terms.document import nearest

AUDIENCES = {
    "public": "everybody; it stands on the press page",
    "partners": "dealers and service partners",
    "customers": "those who bought or ordered from us",
    "staff": "our own people",
    "authority": "an authority that is told",
}
"""For whom there is a template from the start; a template of your own may name another audience."""

LANGUAGES = ("en", "nl", "zh")

VARIABLES = {
    "title": "title of the measure, as it stands in the rulebook (in the language of the rulebook)",
    "statement": "the neutral public text of the measure in this language",
    "territories": "territories, in words of the language; all countries if the measure names none",
    "activities": "activities, in words of the language",
    "products": "products, in words of the language",
    "effective": "first day of the window that holds the day, else of the next one, else of the last one",
    "ends": "first day on which the measure is not in force any more; empty without an end",
    "announced": "day on which it was announced; empty if that is not stated",
    "review": "day by which it is reviewed; empty without a review",
    "contact": "whom to ask, as you give it",
}
"""What a template may name, and what is put there."""

_NAME = re.compile(r"{([^{}\n]*)}")
_WORD = re.compile(r"[a-z][a-z_]{0,39}")


class Template(NamedTuple):
    """A template that was read.

    Attributes:
        audience: For whom.
        language: Of its words.
        headline: Its first line.
        paragraphs: The rest.
        name: With the beginning of the digest of its text, such as ``public.en 3f2a90c1``.
    """

    audience: str
    language: str
    headline: str
    paragraphs: tuple[str, ...]
    name: str


def read_template(text: str, audience: str, language: str, place: str) -> Template:
    """A template.

    Args:
        text: As somebody wrote it.
        audience: For whom.
        language: Of its words.
        place: Shown in faults, usually the file's name.

    Raises:
        InputError: it names a value that there is not, or has no headline; all faults with line and column.
    """
    faults: list[Fault] = []
    if not _WORD.fullmatch(audience):
        faults.append(Fault(f"`{audience[:40]}` is no audience", place, "use small letters, such as dealers"))
    for number, line in enumerate(text.splitlines(), 1):
        for found in _NAME.finditer(line):
            if found[1] not in VARIABLES:
                help_ = nearest(found[1], VARIABLES) or f"one of {', '.join(VARIABLES)}"
                at = f"{place}:{number}:{found.start() + 1}"
                faults.append(Fault(f"a template knows no `{{{found[1][:40]}}}`", at, help_))
    headline, _, rest = text.strip().partition("\n")
    if not headline.strip():
        faults.append(Fault("the template has no headline", place, "write it on the first line"))
    if faults:
        raise InputError.of(faults)
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", rest) if part.strip())
    name = f"{audience}.{language} {digest_bytes(text.encode())[:8]}"
    return Template(audience, language, headline.strip(), paragraphs, name)


def fill(template: Template, values: Mapping[str, str]) -> str:
    """The text: headline, then paragraphs, with an empty line between them.

    Args:
        template: What to fill.
        values: By the names of :data:`VARIABLES`; an empty or missing one takes its paragraph away.

    Raises:
        InputError: the headline names a value that is empty.

    >>> one = read_template("News\\n\\n{statement}\\n\\nReviewed by {review}.", "public", "en", "public.en.txt")
    >>> fill(one, {"statement": "We pause our business."})
    'News\\n\\nWe pause our business.'
    """
    lacking = [name for name in _NAME.findall(template.headline) if not values.get(name)]
    if lacking:
        message = f"the headline needs `{{{lacking[0]}}}`, and the measure does not state it"
        raise InputError(message, template.name, "state it in the measure, or take it out of the headline")
    whole = [part for part in template.paragraphs if all(values.get(name) for name in _NAME.findall(part))]
    return "\n\n".join(_filled(part, values) for part in (template.headline, *whole))


def _filled(part: str, values: Mapping[str, str]) -> str:
    """With its values; what a value holds is not looked through again."""
    return _NAME.sub(lambda found: values[found[1]].strip(), part)


def headline_of(text: str) -> str:
    """The headline of a text: its first line, cut where a line is too long for one.

    >>> headline_of("A pause\\n\\nWe pause."), headline_of("")
    ('A pause', '')
    """
    first = text.strip().partition("\n")[0].strip()
    return first if len(first) <= 160 else f"{first[:159].rstrip()}…"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text after its headline; of a text of one paragraph, that one."""
    parts = tuple(part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip())
    return parts[1:] if len(parts) > 1 else parts
