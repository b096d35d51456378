"""Addresses and telephone numbers in a form that can be compared. Modest: what is written alike meets, no more."""

from __future__ import annotations

import re
import unicodedata

from moratorium.terms.party import Address

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_EXTENSION = re.compile(r"(?:ext|доб|x|#|toestel|durchwahl).*$", re.IGNORECASE)
_FEWEST_DIGITS = 7
_FEWEST_WORDS = 3


def _words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    folded = text.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return _WORD.findall(folded)


_SAYS_LITTLE = frozenset(
    _words(
        """st str street strasse straße road rd avenue ave av prospekt prospect pr ulitsa ulica ul улица ул проспект
        пр т кт көшесі көше даңғылы room rm suite floor office ofis оф офис кв кабинет building bldg bld block unit
        house no nr дом д строение стр корпус корп к помещение пом г город city gorod p o box"""
    )
)
"""Words that one writes and another leaves out."""


def address_key(address: Address) -> str | None:
    """Street, house and town; None if no house is named.

    Case, accents, punctuation, the order of the words, and words such as "street" and "office" do not count; country
    and postcode are left out, since one writes them and another does not.

    >>> one = address_key(Address(city="Almaty", text="Abay Ave. 10, office 5"))
    >>> one == address_key(Address(text="10 ABAY, 5, Almaty")), address_key(Address(country="KZ", city="Almaty"))
    (True, None)
    """
    if not address.text:
        return None
    found = set(_words(f"{address.text} {address.city or ''}")) - _SAYS_LITTLE
    if len(found) < _FEWEST_WORDS or not any(word[0].isdigit() for word in found):
        return None
    return " ".join(sorted(found))


def phone_key(number: str, country: str | None) -> str | None:
    """A telephone number; None if it is too short to tell anything.

    A number with ``+`` or ``00`` is compared as it is, eleven digits that begin with 7 or 8 as a Russian or Kazakh
    ``+7``; any other is compared among the parties of its country.

    >>> phone_key("+7 (727) 123-45-67", "KZ"), phone_key("8 727 1234567", "KZ"), phone_key("0727 123 456", "NL")
    ('+77271234567', '+77271234567', 'NL 727123456')
    """
    text = _EXTENSION.sub("", number.strip()).replace("(0)", "")
    digits = "".join(_DIGITS.findall(text))
    if len(digits) < _FEWEST_DIGITS:
        return None
    if text.startswith("+") or digits.startswith("00"):
        return f"+{digits.lstrip('0')}"
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"{(country or '?').strip().upper()} {digits.lstrip('0')}"
