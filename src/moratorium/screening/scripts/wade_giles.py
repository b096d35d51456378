"""Wade-Giles, the way to romanise Chinese that Taiwan uses for names: made from pinyin, without its marks.

Source: Wade-Giles as in Giles, A Chinese-English Dictionary (1912).
"""

from __future__ import annotations

import re

_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "er": "erh",
    "yi": "yi", "you": "yu", "yan": "yen", "ye": "yeh", "yong": "yung", "e": "o", "wo": "wo", "gui": "kuei",
    "kui": "kuei", "ge": "ko", "ke": "ko", "he": "ho", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo",
    "yue": "yueh",
}  # fmt: skip
_LEADS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch",
    "q": "ch", "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_RHYMES = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ve": "ueh", "iong": "iung", "ong": "ung", "uo": "o", "v": "u"}
_PARTS = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxzcsrwy]?)(.*)")


def wade_giles(syllable: str) -> str:
    """A syllable of pinyin in Wade-Giles.

    >>> [wade_giles(each) for each in ("jiang", "jing", "guo", "xie", "cai", "zhang", "lin", "qiu")]
    ['chiang', 'ching', 'kuo', 'hsieh', 'tsai', 'chang', 'lin', 'chiu']
    """
    found = _PARTS.fullmatch(syllable)
    if syllable in _WHOLE or found is None:
        return _WHOLE.get(syllable, syllable)
    return _LEADS.get(found[1], found[1]) + _RHYMES.get(found[2], found[2])
