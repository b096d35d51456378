"""The press page: held to what it was, sound as pages and as a feed, and both ends of a correction on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from defusedxml import ElementTree

from moratorium.desk.press import Press, Statement, Text
from moratorium.registers.templates import headline_of, paragraphs_of
from moratorium.report.press_page import in_files, media_type, press_pages, served
from moratorium.report.press_words import WORDS
from moratorium.terms.canon import digest_bytes
from tests.golden_files import golden

ATOM = "{http://www.w3.org/2005/Atom}"
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
    return {in_files(name): content for name, content in press_pages(PRESS, in_files, "https://press.example/").items()}


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


def test_the_feed_is_sound_and_tells_of_the_correction(pages: dict[str, bytes]) -> None:
    feed = ElementTree.fromstring(pages["feed.xml"])
    assert feed.findtext(f"{ATOM}updated") == "2022-04-28T10:00:00+00:00"
    entries = {one.findtext(f"{ATOM}id"): one for one in feed.iter(f"{ATOM}entry")}
    assert set(entries) == {f"urn:sha256:{said.digest}" for one in PRESS.statements for said in one.texts}
    old = entries[f"urn:sha256:{FIRST.texts[0].digest}"]
    assert old.findtext(f"{ATOM}title") == "The signals of our drones (no longer holds)"
    assert old.findtext(f"{ATOM}updated") == "2022-04-28T10:00:00+00:00"
    for one in feed.iter(f"{ATOM}link"):
        assert one.attrib["href"] in pages


def test_a_page_without_statements_says_so() -> None:
    made = press_pages(Press("", ()), served)
    assert set(made) == {"press.css", "feed.xml", "index", "index.nl", "index.zh"}
    for language, words in WORDS.items():
        page = made["index" if language == "en" else f"index.{language}"].decode()
        assert words["none"] in page
        assert 'href="/press/feed.xml"' in page
    ElementTree.fromstring(made["feed.xml"])
    assert {media_type(name) for name in made} == {"text/css", "application/atom+xml", "text/html"}


def test_the_words_around_are_there_in_all_languages() -> None:
    assert len({tuple(sorted(words)) for words in WORDS.values()}) == 1
