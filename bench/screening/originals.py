"""Set d: names in their own script, asked of an index that holds Latin names alone.

The originals come from three places, told apart by the trait. *published*: the UN's own list gives them. *known*:
``originals.csv``, the names under which persons and companies on the US and UN lists are known at home, written from
general knowledge and only where sure; North Korean given names follow the list's own McCune-Reischauer aliases. *read
back*: Russian names of persons whose listed spelling can be read back into Cyrillic without a doubt, by tables here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.screening.dice import dice
from bench.screening.published import entries_of, is_latin, only_latin
from bench.screening.values import Query, QuerySet
from moratorium.screening import Entry, ListVersion

SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "cyrillic": ((0x400, 0x530),),
    "arabic": ((0x600, 0x780), (0xFB50, 0xFF00)),
    "chinese": ((0x3400, 0xA000),),
    "korean": ((0xAC00, 0xD7B0),),
}

READ_BACK = 250
"""Russian persons whose names are read back."""


def originals(script: str, versions: Iterable[ListVersion]) -> QuerySet:
    """Names in one script against the Latin names of some lists.

    Args:
        script: ``cyrillic``, ``arabic``, ``chinese`` or ``korean``.
        versions: The lists; those with names in their own script publish some of the queries.
    """
    given = tuple(versions)
    latin = tuple(only_latin(version) for version in given)
    kept = {entry.key: entry for entry in entries_of(latin)}
    found: dict[tuple[str, str | None], Query] = {}
    for query in (*_published(given), *_known(latin), *(_read_back(latin) if script == "cyrillic" else ())):
        if script_of(query.text) == script and query.expected in kept:
            found.setdefault((query.text, query.expected), query)
    return QuerySet(f"script-{script}/all", latin, tuple(found.values()), _ABOUT)


def script_of(text: str) -> str | None:
    """The script in which a name is written, if all its letters are of it.

    >>> script_of("ООО «Луч»"), script_of("김정은"), script_of("Луч LLC")
    ('cyrillic', 'korean', None)
    """
    letters = [ord(letter) for letter in text if letter.isalpha()]
    for script, ranges in SCRIPTS.items():
        if letters and all(any(first <= letter < last for first, last in ranges) for letter in letters):
            return script
    return None


def _published(versions: Iterable[ListVersion]) -> Iterator[Query]:
    for entry in entries_of(versions):
        for name in entry.names:
            if not is_latin(name.text) and name.quality != "weak" and len(name.text.strip()) > 3:
                yield Query(name.text, entry.kind, entry.key, "published", entry.name)


def _known(versions: Iterable[ListVersion]) -> Iterator[Query]:
    by_name: dict[str, Entry] = {}
    for entry in entries_of(versions):
        by_name.setdefault(entry.name, entry)
    for listed, original in known():
        if listed in by_name:
            yield Query(original, by_name[listed].kind, by_name[listed].key, "known", listed)


def known() -> list[tuple[str, str]]:
    """Listed names and their originals, from ``originals.csv``."""
    text = Path(__file__).with_name("originals.csv").read_text(encoding="utf-8")
    return [(row["listed"], row["original"]) for row in csv.DictReader(text.splitlines(), delimiter="|")]


_GIVEN = """
Александр:Aleksandr,Alexander,Alexandr Алексей:Aleksey,Alexey,Aleksei,Alexei Андрей:Andrey,Andrei Антон:Anton
Артем:Artem,Artyom Борис:Boris Вадим:Vadim Валерий:Valeriy,Valery,Valerii Василий:Vasiliy,Vasily,Vasilii
Виктор:Viktor,Victor Виталий:Vitaliy,Vitaly,Vitalii Владимир:Vladimir Владислав:Vladislav Вячеслав:Vyacheslav
Геннадий:Gennadiy,Gennady Георгий:Georgiy,Georgy Григорий:Grigoriy,Grigory Денис:Denis Дмитрий:Dmitriy,Dmitry,Dmitrii
Евгений:Evgeniy,Yevgeniy,Evgeny,Yevgeny Иван:Ivan Игорь:Igor Илья:Ilya Кирилл:Kirill Константин:Konstantin
Леонид:Leonid Максим:Maksim,Maxim Михаил:Mikhail Никита:Nikita Николай:Nikolay,Nikolai Олег:Oleg Павел:Pavel
Петр:Petr,Pyotr Роман:Roman Сергей:Sergey,Sergei Станислав:Stanislav Степан:Stepan Тимофей:Timofey Федор:Fedor,Fyodor
Юрий:Yuriy,Yuri,Yury Яков:Yakov Анна:Anna Валентина:Valentina Вера:Vera Галина:Galina Екатерина:Ekaterina,Yekaterina
Елена:Elena,Yelena Ирина:Irina Лариса:Larisa Людмила:Lyudmila Марина:Marina Мария:Maria,Mariya Надежда:Nadezhda
Наталья:Natalya,Natalia,Nataliya Ольга:Olga Светлана:Svetlana Татьяна:Tatyana,Tatiana Юлия:Yulia,Yuliya
"""
_PATRONYMIC = """
Александров:Aleksandrov,Alexandrov Алексеев:Alekseyev,Alekseev,Alexeyev Андреев:Andreyev,Andreev
Анатольев:Anatolyev,Anatoliev Борисов:Borisov Валентинов:Valentinov Валерьев:Valeryev Васильев:Vasilyev
Викторов:Viktorov,Victorov Владимиров:Vladimirov Вячеславов:Vyacheslavov Геннадьев:Gennadyev
Георгиев:Georgiyev,Georgiev Григорьев:Grigoryev Дмитриев:Dmitriyev,Dmitriev Евгеньев:Evgenyev,Yevgenyev Иванов:Ivanov
Игорев:Igorev Константинов:Konstantinov Леонидов:Leonidov Михайлов:Mikhaylov,Mikhailov Николаев:Nikolayev,Nikolaev
Олегов:Olegov Павлов:Pavlov Петров:Petrov Романов:Romanov Сергеев:Sergeyev,Sergeev Степанов:Stepanov Федоров:Fedorov
Юрьев:Yuryev
"""
_DOUBTFUL = re.compile(r"i[auo]|eu|[bdfgklmnprstvzh]ye|^e|[^a-z]")
_FAMILY = re.compile(r"(?:ov|ova|ev|eva|in|ina|skiy|sky|skaya|enko|chuk)$")
_LETTERS = (
    *(("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я")),
    *(
        ("ye", "е"),
        ("yo", "ё"),
        ("tskiy", "цкий"),
        ("tsky", "цкий"),
        ("skiy", "ский"),
        ("sky", "ский"),
        ("iy", "ий"),
        ("ay", "ай"),
        ("oy", "ой"),
        ("ey", "ей"),
    ),
    *zip("abvgdeziklmnoprstufy", "абвгдезиклмнопрстуфы", strict=True),
)
_READ = re.compile("|".join(sorted((latin for latin, _ in _LETTERS), key=len, reverse=True)))


def _table(text: str) -> dict[str, str]:
    pairs = (pair.split(":") for pair in text.split())
    return {latin: cyrillic for cyrillic, spellings in pairs for latin in spellings.split(",")}


_GIVEN_NAMES, _PATRONYMICS = _table(_GIVEN), _table(_PATRONYMIC)


def _read_back(versions: Iterable[ListVersion]) -> list[Query]:
    entries = [entry for entry in entries_of(versions) if entry.kind == "person" and "RU" in entry.countries]
    dice("read back").shuffle(entries)
    made = [
        Query(text, "person", entry.key, "read back", entry.name) for entry in entries if (text := russian(entry.name))
    ]
    return made[:READ_BACK]


def russian(name: str) -> str | None:
    """A listed Russian name in Cyrillic, given names first; None where it cannot be read back without a doubt.

    >>> russian("NOVIKOV, Alexey Andreyevich"), russian("SHCHERBAKOVA, Elena")
    ('Алексей Андреевич Новиков', 'Елена Щербакова')
    >>> russian("AL-TAQI, Nadir"), russian("ERMAKOV, Ivan")
    (None, None)
    """
    family, _, rest = name.partition(", ")
    given, *others = rest.split() or [""]
    patronymic = _patronymic(others[0]) if len(others) == 1 else ""
    first = _GIVEN_NAMES.get(given)
    last = _family(family.lower())
    if not first or not last or patronymic is None or len(others) > 1:
        return None
    return " ".join(part for part in (first, patronymic, last) if part)


def _patronymic(latin: str) -> str | None:
    for ending, cyrillic in (("ich", "ич"), ("na", "на")):
        stem = _PATRONYMICS.get(latin.removesuffix(ending))
        if latin.endswith(ending) and stem:
            return stem + cyrillic
    return None


def _family(latin: str) -> str | None:
    table = dict(_LETTERS)
    if not _FAMILY.search(latin) or _DOUBTFUL.search(latin) or "".join(_READ.findall(latin)) != latin:
        return None
    return _READ.sub(lambda found: table[found[0]], latin).capitalize()


_ABOUT = (
    "names in their own script against the lists' Latin names; trait tells whether the list publishes the original, "
    "whether it is known from elsewhere, or was read back from an unambiguous spelling"
)
