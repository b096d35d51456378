"""How pages are set: templates with escaping always on, in the person's language, with its days and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from moratorium import __version__
from moratorium.web.console import language as languages
from moratorium.web.console import static, tables
from moratorium.web.console.fault_words import coded
from moratorium.web.console.navigation import entries
from moratorium.web.console.spoken import spoken
from moratorium.web.console.vocabulary import EFFECT_WORDS, ROLE_MEANINGS, ROLE_WORDS, STATE_WORDS


def typeset(language: str, template: str, values: Mapping[str, Any]) -> str:
    """A page as HTML: the template filled with values, each escaped."""
    return _environment(language).get_template(template).render(values)


@cache
def _environment(language: str) -> Environment:
    """Templates in one language; a name that is not there is an error, not an empty text."""
    found = Environment(
        loader=PackageLoader("moratorium.web.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = languages.catalogue(language)
    found.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    found.filters.update(
        day=partial(languages.day, language),
        instant=partial(languages.instant, language),
        number=partial(languages.number, language),
        amount=partial(languages.amount, language),
        listed=partial(languages.listed, language),
        window=partial(languages.window, language),
        period=partial(languages.period, language),
        cell=tables.kind_of,
        spoken=partial(spoken, language),
        coded=coded,
    )
    found.globals.update(
        static=static.address,
        entries=entries,
        LANGUAGES=languages.LANGUAGES,
        VERSION=__version__,
        EFFECT_WORDS=EFFECT_WORDS,
        ROLE_WORDS=ROLE_WORDS,
        ROLE_MEANINGS=ROLE_MEANINGS,
        STATE_WORDS=STATE_WORDS,
    )
    return found
