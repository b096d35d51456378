"""Arabic names in Latin letters: what is one word here and three words there comes out as the same words.

"Abdulrahman", "Abdul Rahman", "Abd al-Rahman", "Abdel-Rahman" and "Abdurrahman" are ``abd rahman``; "Saifuddin" and
"Sayf al-Din" are ``saif al din`` and ``sayf al din``. An article that took on the consonant after it ("ash-Sham") is
``al`` again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moratorium.screening.scripts.heard import skeleton

_ASSIMILATED = """
as ash ar an at az ad adh ath es esh er en et ez ed edh ur ud us ush uz un ut os or od oz
"""
ASSIMILATED = frozenset(_ASSIMILATED.split())
"""The article before a consonant that it takes on; as a word of its own only if that consonant follows."""

_ARTICLES = ASSIMILATED | {"al", "el", "ul", "il", "ol"}
_SERVANT = re.compile(r"abd(?:o?u|a|e|o|oo)?(?:l|r|s|sh|n|t|z|d)?")
_OF_ALLAH = re.compile(r"abd(?:o?u|a|e|o|oo)l+[ao]h?")
_ALLAH = frozenset({"allah", "alla", "ullah", "ulla", "ollah", "llah"})
_GLUED_FAITH = re.compile(r"(.{2,}?)(?:[aeiou]{1,2}(?:dd|ld)|o?ud|ed)(?:i|ee|ie|ei|ai|ey|ay|y)ne?")
_FAITH_ALONE = re.compile(r"[aeu](?:dd|ld)(?:i|ee|ie|ei|ai|y)ne?")

_NAMES = """
adil afu ahad akbar alim ali aziz badi baki baqi bari basir basit batin dayan fattah ghaffar ghafar ghafur ghafour
ghani habib hadi hafiz hai hayy hakim hakam halim hamid haq haqq hasib jabbar jalil jami karim khabir khaliq latif
majid malik manan mannan matin mawla mubin mughni muhsin muid muin mujib mumin munim muqtadir musawwir mutaal mutalib
muttalib nabi nasir nasser nur nour qadir qadar qahhar qayyum quddus rabb rabbuh rafi rahim rahman rashid rasheed rasul
rasoul rauf razzaq razaq sabur salam salim samad sami sattar satar shafi shahid shakur tawwab tawab vahid wadud wahhab
wahab wahid wakil wali waris wasi zahir zahra hussain hasan husayn amir fatah ilah jawad
"""
_BY_SKELETON = {skeleton(name): name for name in reversed(_NAMES.split())}


def settled(words: list[str]) -> list[str]:
    """The words with servants' names, articles and "of the faith" in one form.

    >>> settled(["abdulrahman"]), settled(["abd", "al", "rahman"]), settled(["abderrahmane"])
    (['abd', 'rahman'], ['abd', 'rahman'], ['abd', 'rahman'])
    >>> settled(["saifuddin"]), settled(["ash", "sham"]), settled(["abdullah"]), settled(["abd", "allah"])
    (['saif', 'al', 'din'], ['al', 'sham'], ['abdullah'], ['abdullah'])
    """
    return list(_settled(words))


def _settled(words: list[str]) -> Iterator[str]:
    """One pass from left to right, each word with the ones after it."""
    at = 0
    while at < len(words):
        word = words[at]
        after = words[at + 1] if at + 1 < len(words) else ""
        at += 1
        if word.startswith("abd"):
            taken, found = _servant(word, words[at : at + 2])
            at += taken
            yield from found
        elif word in ASSIMILATED and len(after) > 3 and after.startswith(word[1:]):
            yield "al"
        else:
            yield from _faith(word)


def _servant(word: str, after: list[str]) -> tuple[int, tuple[str, ...]]:
    """How many of the words after it a servant's name takes, and the words it becomes."""
    if _OF_ALLAH.fullmatch(word):
        return 0, ("abdullah",)
    if _SERVANT.fullmatch(word) and not after:
        return 0, ("abd",)
    if not _SERVANT.fullmatch(word):
        return 0, _parted(word)
    if word == "abd" and after[0] in _ARTICLES and len(after) > 1:
        return 1, ("abd",)
    if after[0] in _ALLAH:
        return 1, ("abdullah",)
    return 0, ("abd",)


def _parted(word: str) -> tuple[str, ...]:
    """A servant's name written as one word, in its two words; any other word as it is."""
    found = _SERVANT.match(word)
    if found is None or len(word) < 6:
        return (word,)
    for end in range(found.end(), 2, -1):
        name = _BY_SKELETON.get(skeleton(word[end:])) if end < len(word) else None
        if name is not None:
            return "abd", name
    return (word,)


def _faith(word: str) -> tuple[str, ...]:
    """``al din`` as words of their own."""
    if _FAITH_ALONE.fullmatch(word):
        return "al", "din"
    found = _GLUED_FAITH.fullmatch(word)
    return (found[1], "al", "din") if found is not None else (word,)
