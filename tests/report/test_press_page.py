"""The press page: held to what it was, sound as pages and as a feed, and both ends of a correction on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from defusedxml import ElementTree

from moratorium.desk.press import Press, Statement, Text
from moratorium.registers.templates import headline_of, paragraphs_of
from moratorium.report.press_page import FEED, in_files, media_type, press_feed, press_pages, served
from moratorium.report.press_words import WORDS
from moratorium.terms.canon import digest_bytes
from tests.golden_files import golden

ATOM = "{http://www.w3.org/2005/Atom}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
BASE = "https://press.example/"
SAID = {
    "en": "The signals of our drones\n\nThe signals are encrypted.",
    "nl": "De signalen van onze drones\n\nDe signalen zijn versleuteld.",
    "zh": "关于无人机信号\n\n信号已加密。",
}
MENDED = {
    "en": "A correction on signals <of> our drones\n\nThey are not encrypted.\n\nWe said otherwise & were wrong.",
    "nl": "Een rectificatie over signalen\n\nDe signalen zijn niet versleuteld.",
}


def text(language: str, words: str) -> Text:
    return Text(language, headline_of(words), paragraphs_of(words), words, digest_bytes(words.encode()))


def statement(id: str, said: dict[str, str], day: int, act: int) -> Statement:
    at = datetime(2022, 4, day, 9, tzinfo=UTC)
    return Statement(id, tuple(text(*one) for one in said.items()), at, at, "press page", act, "", "")


FIRST = replace(
    statement("PS-2022-0001", SAID, 20, 17),
    superseded_by="PS-2022-0002",
    changed_at=datetime(2022, 4, 28, 10, tzinfo=UTC),
)
SECOND = replace(statement("PS-2022-0002", MENDED, 28, 42), corrects="PS-2022-0001")
PRESS = Press("Kestrel Robotics (example)", (SECOND, FIRST))


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    made = {in_files(name): content for name, content in press_pages(PRESS, in_files).items()}
    return {**made, FEED: press_feed(PRESS, lambda name: BASE + in_files(name))}


@pytest.mark.parametrize(
    "name", ["PS-2022-0001.nl.html", "PS-2022-0002.en.html", "index.html", "index.zh.html", "feed.xml"]
)
def test_pages_are_what_they_were(pages: dict[str, bytes], name: str) -> None:
    assert golden(f"press/{name}", pages[name].decode()) == pages[name].decode()


def test_every_text_has_a_page_and_a_file_whose_digest_is_told(pages: dict[str, bytes]) -> None:
    for one in PRESS.statements:
        for said in one.texts:
            page, file = pages[f"{one.id}.{said.language}.html"].decode(), pages[f"{one.id}.{said.language}.txt"]
            assert f'<html lang="{said.language}">' in page
            assert file.decode() == said.text
            assert digest_bytes(file) == said.digest
            assert said.digest in page


def test_nothing_is_run_or_loaded_from_elsewhere(pages: dict[str, bytes]) -> None:
    for name, content in pages.items():
        if name.endswith(".html"):
            page = content.decode()
            assert "<script" not in page
            assert "style=" not in page
            assert "<of>" not in page
            for link in re.findall(r'(?:href|src)="([^"]*)"', page):
                assert link in pages, (name, link)


def test_a_correction_stands_at_both_ends(pages: dict[str, bytes]) -> None:
    first, second = pages["PS-2022-0001.nl.html"].decode(), pages["PS-2022-0002.nl.html"].decode()
    assert 'href="PS-2022-0002.nl.html" lang="nl">Een rectificatie over signalen' in first
    assert "28 april 2022" in first
    assert 'href="PS-2022-0001.nl.html" lang="nl">De signalen' in second
    chinese = pages["PS-2022-0001.zh.html"].decode()
    assert 'href="PS-2022-0002.en.html" lang="en">A correction on signals &lt;of&gt; our drones' in chinese


def test_the_feed_is_rss_that_readers_take(pages: dict[str, bytes]) -> None:
    """What the specification of RSS 2.0 asks: its elements, whole addresses that lead somewhere, dates of RFC 822."""
    rss = ElementTree.fromstring(pages[FEED])
    assert (rss.tag, rss.attrib["version"], len(rss)) == ("rss", "2.0", 1)
    channel = rss[0]
    assert channel.tag == "channel"
    assert channel.findtext("title") == channel.findtext("description") == "Statements of Kestrel Robotics (example)"
    assert (channel.findtext("link"), channel.findtext("language")) == (f"{BASE}index.html", "en")
    assert channel.findtext("lastBuildDate") == "Thu, 28 Apr 2022 10:00:00 +0000"
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib == {"rel": "self", "type": "application/rss+xml", "href": BASE + FEED}
    items = channel.findall("item")
    assert (
        len({item.findtext("guid") for item in items}) == len(items) == sum(len(one.texts) for one in PRESS.statements)
    )
    for item in items:
        assert item.findtext("guid") == item.findtext("link")
        assert item.find("guid[@isPermaLink='true']") is not None
        page = str(item.findtext("link")).removeprefix(BASE)
        assert f'lang="{item.findtext(f"{DUBLIN}language")}"' in pages[page].decode()
        assert parsedate_to_datetime(str(item.findtext("pubDate"))) in {one.released_at for one in PRESS.statements}
        assert [one.tag for one in item if one.tag in ("title", "description")] == ["title", "description"]
        for address in re.findall(r'href="([^"]*)"', str(item.findtext("description"))):
            assert address.removeprefix(BASE) in pages


def test_both_ends_of_a_correction_stand_in_the_feed(pages: dict[str, bytes]) -> None:
    items = {str(item.findtext("link")): item for item in ElementTree.fromstring(pages[FEED]).iter("item")}
    old, new = items[f"{BASE}PS-2022-0001.en.html"], items[f"{BASE}PS-2022-0002.en.html"]
    assert old.findtext("title") == "The signals of our drones (no longer holds)"
    assert old.findtext("description") == (
        "<p>This statement no longer holds. Another one took its place on 28 April 2022: "
        f'<a href="{BASE}PS-2022-0002.en.html">A correction on signals &lt;of&gt; our drones</a></p>'
        "<p>The signals are encrypted.</p>"
    )
    assert new.findtext("title") == "A correction on signals <of> our drones"
    assert str(new.findtext("description")).endswith("<p>We said otherwise &amp; were wrong.</p>")
    assert f'<a href="{BASE}PS-2022-0001.en.html">' in str(new.findtext("description"))


def test_a_page_without_statements_says_so() -> None:
    made = press_pages(Press("", ()), served)
    assert set(made) == {"press.css", "index", "index.nl", "index.zh"}
    for language, words in WORDS.items():
        page = made["index" if language == "en" else f"index.{language}"].decode()
        assert words["none"] in page
        assert (
            f'<link rel="alternate" type="application/rss+xml" href="/press/feed.xml" title="{words["feed"]}">' in page
        )
    feed = ElementTree.fromstring(press_feed(Press("", ()), lambda name: "https://a.example" + served(name)))
    assert feed.findtext("channel/link") == "https://a.example/press"
    assert feed.find("channel/item") is None
    assert {media_type(name) for name in (*made, FEED)} == {"text/css", "application/rss+xml", "text/html"}


def test_a_sign_that_xml_forbids_does_not_break_the_feed() -> None:
    press = Press("", (statement("PS-2022-0003", {"en": "A pasted\x0b headline\n\nWords.\x00"}, 21, 50),))
    feed = ElementTree.fromstring(press_feed(press, served))
    assert feed.findtext("channel/item/title") == "A pasted\N{REPLACEMENT CHARACTER} headline"


def test_pages_without_a_feed_point_to_none() -> None:
    assert not any(b"feed" in page or b"rss" in page for page in press_pages(PRESS, in_files, has_feed=False).values())


def test_the_words_around_are_there_in_all_languages() -> None:
    assert len({tuple(sorted(words)) for words in WORDS.values()}) == 1
