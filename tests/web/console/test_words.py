"""Every word of the console is there in Dutch and Chinese."""

from __future__ import annotations

import re

import pytest

from moratorium.web.console import language as languages
from scripts import translate

VALUE = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_every_text_has_a_translation(language: str) -> None:
    """``python scripts/translate.py`` brings the catalogues up to the texts; the translation is written by hand."""
    assert translate.waiting(language) == []


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_a_translation_names_the_same_values(language: str) -> None:
    for text, translation in translate.translated(language).items():
        wanted = set(VALUE.findall(text if isinstance(text, str) else text[-1]))
        for one in (translation,) if isinstance(translation, str) else translation:
            assert set(VALUE.findall(one)) <= wanted, text
            assert isinstance(translation, tuple) or set(VALUE.findall(one)) == wanted, text


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_one_text_has_one_translation(language: str) -> None:
    """The same word is not said in two ways in two places."""
    said: dict[object, object] = {}
    for catalogue in translate.catalogues(language).values():
        for message in catalogue:
            if message.id and message.string:
                assert said.setdefault(message.id, message.string) == message.string


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "orders aangehouden"), ("zh", "个订单暂缓"), ("en", "orders held")]
)
def test_several_are_said_in_the_persons_language(language: str, said: str) -> None:
    """Chinese has one form, Dutch and English two: each catalogue counts by its own rule."""
    assert {languages.catalogue(language).ngettext("order held", "orders held", number) for number in (0, 2, 568)} == {
        said
    }
