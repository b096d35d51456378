"""Which encoding a text file is in. The whole file is surveyed once, so the answer does not rest on its first lines.

Valid UTF-8 is UTF-8: no other encoding looks like it by chance. A file in which valid sequences outnumber broken ones
is UTF-8 with broken places, and the rows that hold these are rejected. Anything else is an 8-bit encoding, told by
how its high bytes stand: alone among Latin letters, in runs as Cyrillic does, or in the pairs of Chinese.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from moratorium.errors import InputError
from moratorium.intake.files import open_bytes, readable

_CHUNK = 1024 * 1024
_EVIDENCE = 256 * 1024
_ESCAPED = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CYRILLIC_RUN = re.compile(rb"[\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbf-\xff]{2,}")
_CASE_BREAK = re.compile("[а-яё][А-ЯЁ]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class Encoding(NamedTuple):
    """How to decode a text file.

    Attributes:
        codec: Python's name.
        label: Name for people.
        lines: Line ends in the file.
        broken: What marks a place that could not be decoded; None if there is no such place.
    """

    codec: str
    label: str
    lines: int
    broken: re.Pattern[str] | None = None

    @property
    def errors(self) -> str:
        """What the decoder does at a broken place, so that ``broken`` finds it."""
        return "surrogateescape" if self.codec.startswith("utf-8") else "replace"


def survey(path: Path, stated: str | None = None) -> Encoding:
    """The encoding of a text file, stated or found, and how many lines it has.

    Raises:
        InputError: the stated encoding is none, or the file cannot be read.
    """
    codec, label = _stated(stated, path.name) if stated else _by_mark(path)
    counted = _count(path, codec or "utf-8")
    if codec or counted.broken <= counted.wide:
        codec = codec or "utf-8"
        marker = _ESCAPED if codec.startswith("utf-8") else _REPLACED
        return Encoding(codec, label or "UTF-8", counted.lines, marker if counted.broken else None)
    codec, label = _eight_bit(counted.evidence)
    return Encoding(codec, label, counted.lines)


def _stated(name: str, file: str) -> tuple[str, str]:
    try:
        b"a\0a\0".decode(name)
    except (LookupError, ValueError, TypeError) as error:
        help_ = "use utf-8, utf-16, latin-1, windows-1251 or gb18030"
        raise InputError(f"unknown encoding `{name}`", file, help_) from error
    return codecs.lookup(name).name, name


def _by_mark(path: Path) -> tuple[str | None, str]:
    """The encoding told by a byte order mark, or by the zero bytes of unmarked UTF-16."""
    with readable(path.name), open_bytes(path) as stream:
        head = stream.read(4096)
    for mark, codec, label in _BOMS:
        if head.startswith(mark):
            return codec, label
    pairs = len(head) // 2
    for codec, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if pairs and zeros.count(0) > pairs * 0.4 and head.count(0) < len(head) * 0.7:
            return codec, "UTF-16"
    return None, ""


class _Counted(NamedTuple):
    lines: int
    wide: int
    broken: int
    evidence: bytes


def _count(path: Path, codec: str) -> _Counted:
    """Lines, characters beyond ASCII, broken places, and some bytes from around those."""
    errors, marker = ("surrogateescape", _ESCAPED) if codec.startswith("utf-8") else ("replace", _REPLACED)
    decoder = codecs.getincrementaldecoder(codec)(errors)
    feeds = returns = wide = broken = 0
    evidence = bytearray()
    with readable(path.name), open_bytes(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            feeds, returns = feeds + text.count("\n"), returns + text.count("\r")
            if text.isascii():
                continue
            bad = len(marker.findall(text))
            wide, broken = wide + _beyond_ascii(text) - bad, broken + bad
            if bad and len(evidence) < _EVIDENCE:
                evidence += chunk[:_EVIDENCE]
        broken += len(marker.findall(decoder.decode(b"", True)))
    return _Counted(max(feeds, returns), wide, broken, bytes(evidence))


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _eight_bit(evidence: bytes) -> tuple[str, str]:
    """The likeliest 8-bit (or Chinese) encoding.

    >>> _eight_bit("Москва, ООО Ромашка".encode("windows-1251"))
    ('cp1251', 'Windows-1251')
    >>> _eight_bit("Zürich, Genève".encode("latin-1"))
    ('latin-1', 'Latin-1')
    >>> _eight_bit("订单编号,国家,数量".encode("gb18030"))
    ('gb18030', 'GB18030')
    """
    high = sum(map(len, _HIGH.findall(evidence)))
    in_runs = sum(map(len, _CYRILLIC_RUN.findall(evidence)))
    if _is_chinese(evidence, high):
        return "gb18030", "GB18030"
    if in_runs > high * 0.6:
        return "cp1251", "Windows-1251"
    if re.search(rb"[\x80-\x9f]", evidence) and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", evidence):
        return "cp1252", "Windows-1252"
    return "latin-1", "Latin-1"


def _is_chinese(evidence: bytes, high: int) -> bool:
    """Whether the bytes read as Chinese, and would be no Russian: lower case before upper case within a word."""
    text = evidence.decode("gb18030", "replace")
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    if han * 2 < high * 0.7:
        return False
    breaks = len(_CASE_BREAK.findall(evidence.decode("cp1251", "replace")))
    return breaks > high * 0.05
