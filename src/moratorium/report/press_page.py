"""The press page: one page for each statement and language, an index for each language, and a feed.

Each page is a file of its own that runs no script, loads nothing but one style, and reads well on paper. Pages are made
from what is out and nothing else, so the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from babel import Locale
from babel.dates import format_date

from moratorium.desk.press import Press, Statement, Text
from moratorium.desk.wording import PRESS_PAGE
from moratorium.report.press_words import WORDS, words
from moratorium.report.typeset import source, typeset

STYLE = "press.css"
FEED = "feed.xml"
INDEX = "index"
_LOCALES = {"en": "en_GB", "nl": "nl_NL", "zh": "zh_Hans_CN"}
_NATIVE = {"en": "English", "nl": "Nederlands", "zh": "中文"}

Address = Callable[[str], str]
"""Address of a page under a name such as ``PS-2022-0001.en``, and of a file such as ``feed.xml``."""


class Side(NamedTuple):
    """The other end of a correction: its page and its headline, in a language that it has."""

    address: str
    headline: str
    language: str


class Row(NamedTuple):
    """A statement in an index."""

    address: str
    headline: str
    language: str
    day: str
    instant: str
    is_superseded: bool


def in_files(name: str) -> str:
    """Where pages lie beside each other as files: ``PS-2022-0001.en.html``.

    >>> in_files("index"), in_files("feed.xml")
    ('index.html', 'feed.xml')
    """
    return name if name.endswith((".xml", ".txt", ".css")) else f"{name}.html"


def served(name: str) -> str:
    """Where they are served: ``/press/PS-2022-0001.en``.

    >>> served("index"), served("index.nl"), served("feed.xml")
    ('/press', '/press/index.nl', '/press/feed.xml')
    """
    return "/press" if name == INDEX else f"/press/{name}"


def press_pages(press: Press, address: Address, url: str = "") -> dict[str, bytes]:
    """All pages, texts, feed and style, by name.

    Args:
        press: What is out.
        address: Where each of them is found, seen from a page.
        url: Where the pages lie, with a slash at the end, for readers of the feed; empty if it is not known.
    """
    made: dict[str, bytes] = {STYLE: source(STYLE).encode()}
    for one in press.statements:
        for text in one.texts:
            made[_name(one, text)] = _page(press, one, text, address).encode()
            made[f"{_name(one, text)}.txt"] = text.text.encode()
    for language in WORDS:
        made[_index(language)] = _index_page(press, language, address).encode()
    made[FEED] = _feed(press, address, url).encode()
    return made


def media_type(name: str) -> str:
    """The media type of what is under a name."""
    kinds = {".xml": "application/atom+xml", ".txt": "text/plain", ".css": "text/css"}
    return next((kind for ending, kind in kinds.items() if name.endswith(ending)), "text/html")


def _name(one: Statement, text: Text) -> str:
    return f"{one.id}.{text.language}"


def _index(language: str) -> str:
    return INDEX if language == "en" else f"{INDEX}.{language}"


def _text(one: Statement, language: str) -> Text:
    """In a language; in English, else in whichever there is, where there is none in it."""
    by = {text.language: text for text in one.texts}
    return by.get(language) or by.get("en") or one.texts[0]


def _page(press: Press, one: Statement, text: Text, address: Address) -> str:
    said = words(text.language)
    return typeset(
        "press.html.j2",
        **_frame(press, text.language, address),
        title=text.headline,
        text=text,
        id=one.id,
        day=_day(text.language, one.released_at),
        instant=one.released_at.isoformat(),
        channel="" if one.channel == PRESS_PAGE else one.channel,
        others=[
            (address(_name(one, other)), other.language, _NATIVE.get(other.language, other.language))
            for other in one.texts
            if other is not text
        ],
        by=_side(press, one.superseded_by, text.language, address),
        corrected_by=said["corrected_by"].format(day=_day(text.language, one.changed_at)),
        earlier=_side(press, one.corrects, text.language, address),
        verify_words=said["verify_words"].format(act=one.act),
        file=address(f"{_name(one, text)}.txt"),
    )


def _side(press: Press, id: str, language: str, address: Address) -> Side | None:
    found = next((one for one in press.statements if one.id == id), None)
    if found is None:
        return None
    text = _text(found, language)
    return Side(address(_name(found, text)), text.headline, text.language)


def _index_page(press: Press, language: str, address: Address) -> str:
    rows = [
        Row(
            address(_name(one, text)),
            text.headline,
            text.language,
            _day(language, one.released_at),
            one.released_at.isoformat(),
            bool(one.superseded_by),
        )
        for one in press.statements
        for text in [_text(one, language)]
    ]
    others = [(address(_index(code)), code, _NATIVE[code]) for code in WORDS if code != language]
    title = _title(press, language)
    return typeset("press_index.html.j2", **_frame(press, language, address), title=title, rows=rows, others=others)


def _title(press: Press, language: str) -> str:
    said = words(language)
    return said["of"].format(company=press.company) if press.company else said["statements"]


def _frame(press: Press, language: str, address: Address) -> Mapping[str, object]:
    return {
        "language": language,
        "words": words(language),
        "company": press.company,
        "index": address(_index(language if language in WORDS else "en")),
        "feed": address(FEED),
        "style_at": address(STYLE),
    }


def _day(language: str, at: datetime) -> str:
    return str(format_date(at.date(), "long", locale=Locale.parse(_LOCALES.get(language, "en_GB"))))


# -- the feed ---------------------------------------------------------------------------------------------------------


def _feed(press: Press, address: Address, url: str) -> str:
    """An Atom feed (RFC 4287): an entry for each statement and language, and again when it is superseded."""
    updated = max((one.changed_at for one in press.statements), default=None)
    at = updated.isoformat() if updated else "1970-01-01T00:00:00+00:00"
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"{_base(url)}>',
        f"<title>{escape(_title(press, 'en'))}</title>",
        f"<id>{escape(url + FEED) if url else 'urn:moratorium:press'}</id>",
        f"<updated>{at}</updated>",
        f"<author><name>{escape(press.company or 'The company')}</name></author>",
        f'<link rel="self" href={quoteattr(address(FEED))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(address(INDEX))}/>',
    ]
    entries = (line for one in press.statements for text in one.texts for line in _entry(press, one, text, address))
    return "\n".join([*head, *entries, "</feed>", ""])


def _base(url: str) -> str:
    return f" xml:base={quoteattr(url)}" if url else ""


def _entry(press: Press, one: Statement, text: Text, address: Address) -> Iterator[str]:
    said = words(text.language)
    by = _side(press, one.superseded_by, text.language, address)
    earlier = _side(press, one.corrects, text.language, address)
    title = f"{text.headline} ({said['superseded']})" if by else text.headline
    yield f"<entry xml:lang={quoteattr(text.language)}>"
    yield f"<title>{escape(title)}</title>"
    yield f"<id>urn:sha256:{text.digest}</id>"
    yield f"<published>{one.released_at.isoformat()}</published>"
    yield f"<updated>{one.changed_at.isoformat()}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(address(_name(one, text)))}/>'
    for side in (by, earlier):
        if side is not None:
            yield f'<link rel="related" href={quoteattr(side.address)} title={quoteattr(side.headline)}/>'
    first = [said["corrected_by"].format(day=_day(text.language, one.changed_at)) + " " + by.headline] if by else []
    yield f'<content type="text">{escape(_joined([*first, *text.paragraphs]))}</content>'
    yield "</entry>"


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraphs)
