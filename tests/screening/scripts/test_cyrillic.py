"""Cyrillic names meet their Latin forms: Russian, Ukrainian, Belarusian, Kazakh, Serbian."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import normalised, spellings

PAIRS = """
Владимир Чайковский|Vladimir Tchaikovsky
Юсуф Алиев|Yousef Aliyev
Сергей Лавров|Sergei Lavrov
Дмитрий Медведев|Dmitry Medvedev
Евгений Пригожин|Yevgeny Prigozhin
Евгений Пригожин|Evgenii Prigozhin
Рамзан Кадыров|Ramzan Kadyrov
Хасан Гаджиев|Khasan Gadzhiev
Александр Лукашенко|Alexander Lukashenko
Аляксандр Лукашэнка|Aliaksandr Lukashenka
Володимир Зеленський|Volodymyr Zelenskyy
Григорій Гончаренко|Hryhorii Honcharenko
Сергій Григоренко|Serhii Hryhorenko
Олена Щербак|Olena Shcherbak
Юлія Тимошенко|Yulia Tymoshenko
Михаил Фридман|Mikhail Fridman
Игорь Сечин|Igor Setchine
Николай Патрушев|Nikolaj Patrushev
Жанна Жукова|Janna Joukova
Цветан Цветанов|Tsvetan Tsvetanov
Слободан Милошевић|Slobodan Milosevic
Слободан Милошевић|Slobodan Miloshevich
Ђорђе Вучић|Djordje Vucic
Қасым-Жомарт Тоқаев|Kassym-Jomart Tokayev
Нұрсұлтан Назарбаев|Nursultan Nazarbayev
ООО «Небесная Механика»|LLC Nebesnaya Mekhanika
АО «Концерн ВКО Алмаз-Антей»|JSC Concern VKO Almaz-Antey
ПАО «Газпром нефть»|Gazprom Neft PJSC
ФГУП «ЦНИИ Электроприбор»|FSUE TsNII Elektropribor
ТОВ «Укроборонпром»|Ukroboronprom LLC
ТОО «Казтехснаб»|LLP Kaztekhsnab
Тракторные заводы|Traktornye Zavody
Ксения Собчак|Xenia Sobchak
Максим Шугалей|Maxim Shugaley
Щукин Андрей Юрьевич|Schukin Andrei Yuryevich
Хусейн Джабраилов|Hussein Jabrailov
Яков Лившиц|Jakov Livshits
Фёдор Емельяненко|Fedor Emelianenko
ОАО «Ижмаш»|Izhmash OJSC
Торговый дом «Сатурн»|Trading House Saturn
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_a_ukrainian_name_is_read_with_h_and_as_in_russian() -> None:
    assert [spelling[0] for spelling in spellings("Гнатюк Іван")] == ["hnatyuk", "gnatyuk"]


def test_forms_of_companies_come_out_as_those_of_english_names() -> None:
    assert normalised("ФГУП «Салют»") == "fsue salyut"
    assert normalised("ТОВ «Мотор»") == "llc motor"


def test_trade_words_are_the_same_in_both_languages() -> None:
    assert normalised("Торговый дом «Север», завод") == "tradinghouse sever plant"
