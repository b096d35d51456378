"""The rules for the words of what goes out: read from one data file, and turned into what can be searched with.

The file ``data/wording.yaml`` is meant to be read by the people who answer for it; it is printed into the docs. Its
patterns are words: ``*`` stands for any ending, ``{state}`` for a state under any of its names. Names of states come
from the CLDR (handed in), and what belongs to them (people, seats of government) from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from moratorium.errors import SourceError
from moratorium.terms.canon import digest
from moratorium.terms.document import read_document

WORDING_FILE = "wording.yaml"

ByLanguage = dict[str, tuple[str, ...]]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that is looked for by words.

    Attributes:
        id: Its name.
        title: What it finds.
        why: Why such words do not go out.
        mend: What to do instead.
        after: Words after which a state, in the same clause, is told as the cause; by language.
        before: Words before which it is.
        words: Words that are a hit by themselves.
        but: Words that are let pass.
        grounds: Kinds of grounds for which it holds; none for all.
        audiences: Audiences for which it holds; none for all.
        needs: What there must be for it to hold: a measure, or an end of it.
        unless: What lets it pass: that what is spoken of is confirmed in the register.
    """

    id: str
    title: str
    why: str
    mend: str
    after: ByLanguage = {}
    before: ByLanguage = {}
    words: ByLanguage = {}
    but: ByLanguage = {}
    grounds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    needs: Literal["", "measure", "end"] = ""
    unless: Literal["", "confirmed"] = ""


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that compares a text with records; attributes as of :class:`Rule`."""

    id: Literal["ground", "name", "date", "hidden"]
    title: str
    why: str
    mend: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[Rule, ...]
    compared: tuple[Compared, ...]
    empty: ByLanguage
    months: ByLanguage
    states: dict[str, ByLanguage]


Pattern = re.Pattern[str]


class Language:
    """What is searched for in one language; made when first asked for.

    Args:
        file: The rules.
        code: Of the language.
        names: Of states, beyond those of the file.
    """

    def __init__(self, file: _File, code: str, names: Iterable[str]) -> None:
        self._file = file
        self._code = code
        own = (name for one in file.states.values() for name in one.get(code, ()))
        self._states = sorted({*own, *names}, key=lambda one: (-len(one), one))

    @cached_property
    def _state(self) -> str:
        return f"(?:{'|'.join(map(_state, self._states))})" if self._states else r"(?!)"

    @cached_property
    def state(self) -> Pattern:
        """A state, its people or its government."""
        return self._compiled(self._state)

    @cached_property
    def after(self) -> dict[str, Pattern]:
        """Words before a cause, by rule."""
        return {one.id: self._any(one.after[self._code]) for one in self._file.rules if one.after.get(self._code)}

    @cached_property
    def before(self) -> dict[str, Pattern]:
        """Words after a cause, by rule."""
        return {one.id: self._any(one.before[self._code]) for one in self._file.rules if one.before.get(self._code)}

    @cached_property
    def words(self) -> dict[str, Pattern]:
        """Words that are a hit by themselves, by rule."""
        return {one.id: self._any(one.words[self._code]) for one in self._file.rules if one.words.get(self._code)}

    @cached_property
    def but(self) -> dict[str, Pattern]:
        """Words that are let pass, by rule."""
        return {one.id: self._any(one.but[self._code]) for one in self._file.rules if one.but.get(self._code)}

    @property
    def months(self) -> tuple[str, ...]:
        """Names of the months, in small letters; none where days are written by numbers."""
        return self._file.months.get(self._code, ())

    def _any(self, patterns: Iterable[str]) -> Pattern:
        ordered = sorted(patterns, key=lambda one: (-len(one), one))
        return self._compiled("|".join(self._words(one) for one in ordered))

    def _words(self, pattern: str) -> str:
        """One pattern: ``*`` is any ending, alone it is up to six words."""
        made = re.escape(pattern).replace(r"\{state\}", self._state)
        made = made.replace(r"\ \*", r"(?:\s+\w+){1,6}?").replace(r"\*", r"\w*")
        return made.replace(r"\ ", r"\s+")

    def _compiled(self, text: str) -> Pattern:
        return re.compile(text if self._code == "zh" else rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE)


class Rules:
    """All rules, ready to be searched with.

    Args:
        file: As read.
        names: Names of states by language, beyond those of the file.

    Attributes:
        words: Rules that are looked for by words.
        compared: Rules that compare, by id.
        empty: Words of all languages that carry no meaning of their own.
        digest: Of rules and names, 64 hexadecimal digits.
    """

    def __init__(self, file: _File, names: Mapping[str, Iterable[str]]) -> None:
        self.words = file.rules
        self.compared = {one.id: one for one in file.compared}
        self.empty = frozenset(word for words in file.empty.values() for word in words)
        self.states = file.states
        self.digest = digest([msgspec.to_builtins(file), {code: sorted(of) for code, of in names.items()}])
        codes = sorted({"en", "nl", "zh", *names})
        self._languages = {code: Language(file, code, names.get(code, ())) for code in codes}

    def language(self, code: str) -> Language | None:
        """What is searched for in a language; None if there are no rules for it.

        >>> read_rules(b"rules: []\\ncompared: []\\nempty: {}\\nmonths: {}\\nstates: {}", {}).language("fr") is None
        True
        """
        return self._languages.get(code.partition("-")[0].lower())


def read_rules(data: bytes, names: Mapping[str, Iterable[str]]) -> Rules:
    """The rules.

    Args:
        data: Of :data:`WORDING_FILE`.
        names: Names of states by language.

    Raises:
        SourceError: the file is damaged.
    """
    try:
        plain = read_document(data.decode(), WORDING_FILE).plain()
        return Rules(msgspec.convert(plain, _File), names)
    except (UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SourceError(f"the rules for wording cannot be read: {error}", WORDING_FILE) from error


def _state(name: str) -> str:
    """A name of a state. A short one counts only as it is written: `US` is no `us`."""
    plain = re.escape(name).replace(r"\ ", r"\s+")
    return plain if len(name) > 3 or not name.isascii() else f"(?-i:{plain})"
