"""Set c: the same person under another system of romanisation; the index is left whole.

Cyrillic originals (of set d) are written in Latin letters as passports, libraries, newspapers and maps do. Arabic and
Persian names are met in many spellings because vowels are not written and are heard differently from Morocco to Iran:
words of listed names give way to other current spellings of the same name, by a table of such names. Both tables were
made for the evaluation and share nothing with the product's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bench.screening.dice import dice
from bench.screening.likeness import sort_key, words
from bench.screening.mistakes import natural
from bench.screening.originals import originals
from bench.screening.published import entries_of
from bench.screening.values import Query, QuerySet
from moratorium.screening import Entry, ListVersion

_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў"
_SYSTEMS = {
    "ICAO passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia i i ie g u",
    "GOST 1997 passport": "a b v g d e ye zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g u",
    "ISO 9": "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â ì ï ê g ŭ",
    "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč ʺ y ʹ ė ju ja i ï je g ŭ",
    "BGN": "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya i yi ye g w",
    "French": "a b v g d e e j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia i ï ie g ou",
    "German": "a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja i ji je g u",
    "Polish": "a b w g d ie io ż z i j k l m n o p r s t u f ch c cz sz szcz - y - e ju ja i ji je g u",
    "typed": "a b v g d e e j z i y k l m n o p r s t u f h c ch sh sch - y - e u ya i i e g u",
}
_LETTERS = {
    system: dict(zip(_CYRILLIC.split(), (latin.strip("-") for latin in row.split()), strict=True))
    for system, row in _SYSTEMS.items()
}
_SOFTENED = {"BGN": ("е", "ye"), "GOST 1997 passport": ("е", "ye")}
_VOWELS = frozenset("аеёиоуыэюяьъі")

_ARABIC = """
muhammad mohammad mohammed mohamed mohamad muhammed mehmed mhamed | ahmad ahmed ahmet achmad | hussein husayn hussain
hossein husain hocine houssein | hassan hasan hasen | ali aly | yusuf youssef yousef yosef yusef youcef | umar omar
omer oumar | uthman osman othman usman | ibrahim ebrahim brahim | ismail esmail ismael smail | mahmud mahmoud mahmood
| khalid khaled khalled | jamal gamal djamel jamaal | jafar jaafar ja'far djaafar | abdallah abdullah abdulla abdellah
| aziz azeez | rahman rehman rahmane | rahim raheem | karim kareem | salim saleem selim | said saeed sa'id saïd |
rashid rasheed rachid | nasir nasser naser nacer | sharif shareef cherif charif | shaykh sheikh cheikh sheik |
suleiman sulayman soleiman suliman slimane | mustafa mostafa moustafa mustapha | mansur mansour mansoor | tariq tarek
tareq tarik | walid waleed oualid | faysal faisal feisal faycal | haydar haidar heydar heidar | husni hosni hosny |
yahya yehia yahia | yasin yassin yaseen yassine | zayd zaid zeid | bakr baker | fuad fouad foad | nur noor nour | rida
reza ridha | taha taaha | ayman aiman aymen | anwar anouar | habib habeeb | hamid hameed | jalal jalaal galal djalal |
majid majeed | munir mounir moneer | qasim kassem qassem ghasem kasim | qadir qader kader ghader | samir sameer |
sulaymani soleimani suleimani | wahid waheed vahid | musa mousa moussa moosa | isa issa eissa | husayni hosseini
hussaini husseini | muhsin mohsen mohsin | mahdi mehdi mahdy | sadiq sadegh sadeq sadiq | baqir bagher baqer | zahra
zohra | abbas abbass | akhtar akhter | gul gol | khan khaan | dawud daoud dawood davood | idris edris driss | junayd
junaid jonaid | nabil nabeel | raouf rauf rawuf | tawfiq toufic tawfik taoufik | wali vali oualy
"""
_VARIANTS = {
    spelling: family.split() for family in _ARABIC.split("|") for spelling in family.split() if spelling.isascii()
}
_ARTICLE = {
    "al": ("el", ""),
    "el": ("al", ""),
    "abdul": ("abd al", "abdel"),
    "bin": ("ben", "ibn"),
}


def romanised(script: str, versions: Iterable[ListVersion], seed: int = 4, most: int = 1_500) -> QuerySet:
    """Listed persons (and companies, of Cyrillic) in another romanisation.

    Args:
        script: ``cyrillic`` or ``arabic``.
        versions: The lists.
        seed: Of the draw.
        most: At most so many queries.
    """
    given = tuple(versions)
    entries = {entry.key: entry for entry in entries_of(given)}
    made = _of_cyrillic(given) if script == "cyrillic" else _of_arabic(entries.values(), seed)
    fresh = [query for query in made if query.expected and _is_new(query.text, entries[query.expected])]
    chance = dice(seed, "romanised", script)
    if len(fresh) > most:
        fresh = [fresh[place] for place in sorted(chance.sample(range(len(fresh)), most))]
    return QuerySet(f"romanised-{script}/all", given, tuple(fresh), _ABOUT)


def _is_new(text: str, entry: Entry) -> bool:
    return all(sort_key(name.text) != sort_key(text) for name in entry.names)


def _of_cyrillic(versions: Sequence[ListVersion]) -> Iterator[Query]:
    for query in originals("cyrillic", versions).queries:
        for system in _SYSTEMS:
            yield Query(in_system(query.text, system), query.kind, query.expected, system, query.origin)


def in_system(text: str, system: str) -> str:
    """A Cyrillic name in Latin letters.

    >>> in_system("Щукин Юрий", "French"), in_system("Щукин Юрий", "German"), in_system("Щукин Юрий", "ICAO passport")
    ('Chtchoukin Iourii', 'Schtschukin Jurii', 'Shchukin Iurii')
    >>> in_system("Евгений Сергеев", "BGN"), in_system("ООО «Луч»", "ISO 9")
    ('Yevgeniy Sergeyev', 'OOO «Luč»')
    """
    table, softened = _LETTERS[system], _SOFTENED.get(system)
    parts: list[str] = []
    before = " "
    for letter in text:
        small = letter.lower()
        latin = table.get(small, small)
        if softened and small == softened[0] and (not before.isalpha() or before in _VOWELS):
            latin = softened[1]
        parts.append(_cased(latin, letter, text))
        before = small
    return "".join(parts)


def _cased(latin: str, letter: str, text: str) -> str:
    if not letter.isupper():
        return latin
    return latin.upper() if text.isupper() or len(latin) == 1 else latin.capitalize()


def _of_arabic(entries: Iterable[Entry], seed: int) -> Iterator[Query]:
    chance = dice(seed, "arabic")
    for entry in entries:
        if entry.kind != "person":
            continue
        written = words(natural(entry.name))
        if sum(word in _VARIANTS for word in written) < 2:
            continue
        changed = " ".join(word for part in written if (word := _varied(part, chance.random(), chance.random())))
        yield Query(changed.title(), "person", entry.key, "other spelling of Arabic names", entry.name)


def _varied(word: str, first: float, second: float) -> str:
    """Another spelling of the word, or none of an article; the word itself where no other is known."""
    offered = [other for other in _VARIANTS.get(word, ()) if other != word] or list(_ARTICLE.get(word, ()))
    return offered[int(second * len(offered))] if offered and first < 0.8 else word


_ABOUT = (
    "listed names under other systems of romanisation (passports of several years, ISO 9, libraries, French, German "
    "and Polish newspapers, as typed), and Arabic and Persian names in other current spellings; the index is whole"
)
