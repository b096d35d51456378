"""From what a file or a person wrote to the value of a fact, typed as the vocabulary says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from moratorium.terms.members import NONE, Members
from moratorium.terms.party import Scalar
from moratorium.terms.vocabulary import Absence, Fact, Kind, Value, among_words

YES = frozenset({"yes", "y", "true", "t", "1", "ja", "j", "да", "так", "是"})
NO = frozenset({"no", "n", "false", "f", "0", "nee", "nein", "нет", "ні", "否"})


def read_value(fact: Fact, raw: Scalar) -> Value:
    """The value of a fact as somebody wrote it.

    Args:
        fact: Its row of the vocabulary.
        raw: Text as written, or a value that a file format has typed already. Sets are codes separated by spaces,
            commas or semicolons; ``none`` is the empty set.

    Raises:
        ValueError: it is not of the fact's type; says what is expected.

    >>> from moratorium.terms.vocabulary import VOCABULARY
    >>> read_value(VOCABULARY["end_user.military"], "ja"), read_value(VOCABULARY["product.mtow_g"], "249")
    (True, Decimal('249'))
    """
    match fact.kind:
        case Kind.FLAG:
            return _flag(fact, raw)
        case Kind.NUMBER:
            return _number(fact, raw)
        case Kind.DAY:
            return _day(fact, raw)
        case Kind.TEXT:
            return _text(fact, str(raw).strip())
        case Kind.SET | Kind.TERRITORY:
            return _members(fact, raw)


_NO_ENTRY: dict[Kind, Value] = {Kind.FLAG: False, Kind.TEXT: "", Kind.SET: NONE, Kind.TERRITORY: NONE}
"""What a register without an entry says. Numbers and days have no such value; none of them is absent in this sense."""


def absent_value(fact: Fact) -> Value:
    """What it means that nothing is recorded: unknown, or no (DESIGN law 3).

    >>> from moratorium.terms.vocabulary import VOCABULARY
    >>> absent_value(VOCABULARY["buyer.misuse_state"]), absent_value(VOCABULARY["buyer.type"])
    ('', None)
    """
    return None if fact.absence is Absence.UNKNOWN else _NO_ENTRY.get(fact.kind)


def _flag(fact: Fact, raw: Scalar) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"`{raw}` is neither yes nor no, as `{fact.name}` must be")


def _number(fact: Fact, raw: Scalar) -> Decimal:
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(raw, bool) or not number.is_finite():
        raise ValueError(f"`{raw}` is not a number, as `{fact.name}` must be")
    return number


def _day(fact: Fact, raw: Scalar) -> date:
    try:
        return date.fromisoformat(str(raw).strip()[:10])
    except ValueError:
        raise ValueError(f"`{raw}` is not a day like 2022-04-26, as `{fact.name}` must be") from None


def _text(fact: Fact, text: str) -> str:
    """As written; of a closed list, its own word for it."""
    word = among_words(text, fact.words) if fact.words else text
    if word is None:
        raise ValueError(f"`{text}` is no `{fact.name}`; one of {', '.join(fact.words)}")
    return word


def _members(fact: Fact, raw: Scalar) -> Members:
    codes = str(raw).replace(",", " ").replace(";", " ").split()
    return NONE if codes == ["none"] else Members(frozenset(_text(fact, code) for code in codes))
