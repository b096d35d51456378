"""The press page: one page for each statement and language, an index for each language, and an RSS feed.

Each page is a file of its own that runs no script, loads nothing but one style, and reads well on paper. Pages are made
from what is out and nothing else, so the same record gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape as in_html
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
_RSS = "application/rss+xml"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 forbids: one of them in one text would take the whole feed from everybody."""

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


def press_pages(press: Press, address: Address, *, has_feed: bool = True) -> dict[str, bytes]:
    """All pages, texts and the style, by name.

    Args:
        press: What is out.
        address: Where each of them is found, seen from a page.
        has_feed: Whether a feed lies beside them, to which they point.
    """
    feed = address(FEED) if has_feed else ""
    made: dict[str, bytes] = {STYLE: source(STYLE).encode()}
    for one in press.statements:
        for text in one.texts:
            made[_name(one, text)] = _page(press, one, text, address, feed).encode()
            made[f"{_name(one, text)}.txt"] = text.text.encode()
    for language in WORDS:
        made[_index(language)] = _index_page(press, language, address, feed).encode()
    return made


def press_feed(press: Press, address: Address) -> bytes:
    """The feed (RSS 2.0): an item for each statement and language, the newest first.

    An item of a statement that no longer holds says so in its title and its first words, and points to the other one,
    as that points back; its guid stays, so that a reader puts the one in the place of the other.

    Args:
        press: What is out.
        address: The whole address of each page, with scheme and host: RSS knows no relative one.
    """
    changed = max((one.changed_at for one in press.statements), default=None)
    title = _in_xml(_title(press, "en"))
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{title}</title>",
        f"<link>{escape(address(INDEX))}</link>",
        f"<description>{title}</description>",
        "<language>en</language>",
        *([f"<lastBuildDate>{format_datetime(changed)}</lastBuildDate>"] if changed else []),
        "<docs>https://www.rssboard.org/rss-specification</docs>",
        f'<atom:link rel="self" type="{_RSS}" href={quoteattr(address(FEED))}/>',
    ]
    items = (line for one in press.statements for text in one.texts for line in _item(press, one, text, address))
    return "\n".join([*head, *items, "</channel>", "</rss>", ""]).encode()


def media_type(name: str) -> str:
    """The media type of what is under a name."""
    kinds = {".xml": _RSS, ".txt": "text/plain", ".css": "text/css"}
    return next((kind for ending, kind in kinds.items() if name.endswith(ending)), "text/html")


def _name(one: Statement, text: Text) -> str:
    return f"{one.id}.{text.language}"


def _index(language: str) -> str:
    return INDEX if language == "en" else f"{INDEX}.{language}"


def _text(one: Statement, language: str) -> Text:
    """In a language; in English, else in whichever there is, where there is none in it."""
    by = {text.language: text for text in one.texts}
    return by.get(language) or by.get("en") or one.texts[0]


def _page(press: Press, one: Statement, text: Text, address: Address, feed: str) -> str:
    said = words(text.language)
    return typeset(
        "press.html.j2",
        **_frame(press, text.language, address, feed),
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


def _index_page(press: Press, language: str, address: Address, feed: str) -> str:
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
    frame = _frame(press, language, address, feed)
    return typeset("press_index.html.j2", **frame, title=_title(press, language), rows=rows, others=others)


def _title(press: Press, language: str) -> str:
    said = words(language)
    return said["of"].format(company=press.company) if press.company else said["statements"]


def _frame(press: Press, language: str, address: Address, feed: str) -> Mapping[str, object]:
    return {
        "language": language,
        "words": words(language),
        "company": press.company,
        "index": address(_index(language if language in WORDS else "en")),
        "feed": feed,
        "style_at": address(STYLE),
    }


def _day(language: str, at: datetime) -> str:
    return str(format_date(at.date(), "long", locale=Locale.parse(_LOCALES.get(language, "en_GB"))))


# -- the feed ---------------------------------------------------------------------------------------------------------


def _item(press: Press, one: Statement, text: Text, address: Address) -> Iterator[str]:
    said = words(text.language)
    at = escape(address(_name(one, text)))
    title = f"{text.headline} ({said['superseded']})" if one.superseded_by else text.headline
    yield "<item>"
    yield f"<title>{_in_xml(title)}</title>"
    yield f"<link>{at}</link>"
    yield f'<guid isPermaLink="true">{at}</guid>'
    yield f"<pubDate>{format_datetime(one.released_at)}</pubDate>"
    yield f"<dc:language>{escape(text.language)}</dc:language>"
    yield f"<description>{_in_xml(''.join(_content(press, one, text, address)))}</description>"
    yield "</item>"


def _in_xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _content(press: Press, one: Statement, text: Text, address: Address) -> Iterator[str]:
    """A text as HTML, with the other end of a correction first."""
    said = words(text.language)
    by = _side(press, one.superseded_by, text.language, address)
    earlier = _side(press, one.corrects, text.language, address)
    corrected_by = said["corrected_by"].format(day=_day(text.language, one.changed_at))
    for words_before, side in ((corrected_by, by), (said["corrects"], earlier)):
        if side is not None:
            yield f'<p>{in_html(words_before)} <a href="{in_html(side.address)}">{in_html(side.headline)}</a></p>'
    for paragraph in text.paragraphs:
        yield f"<p>{in_html(paragraph)}</p>"
