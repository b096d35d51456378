"""What is wrong, in the language of whoever filled in a form: first of all what people outside the company are told.

Faults come from the desk in English and say what is wrong and how to mend it. Here stand those that a form for the
public or for partners can meet, and the commonest of the others; a number in one, and what stands between backticks,
is written for any. One that does not stand here is shown in English and says that it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

from moratorium.errors import Fault
from moratorium.web.console import language as languages
from moratorium.web.console.language import N_

SAID = (
    # a field
    N_("this is needed"),
    N_("this cannot be read"),
    N_("this is too long"),
    N_("write a day as 2022-04-26"),
    N_("write a whole number"),
    N_("at most %(number)s characters"),
    # a report of the public
    N_("say what you saw"),
    N_("in at most %(number)s characters"),
    N_("too many files"),
    N_("send at most %(number)s"),
    N_("reports are not taken here"),
    N_("tell the company by another way"),
    N_("too many reports came from here within the hour; nothing of this one was kept"),
    N_("wait %(number)s seconds, then try again"),
    # a file
    N_("the file is empty"),
    N_("choose it again"),
    N_("the file is larger than %(number)s MB"),
    N_("send a part of it"),
    N_("programs are not kept"),
    N_("hand in its SHA-256, or a report on it"),
    N_("the picture has too many points or frames"),
    N_("the picture cannot be decoded"),
    N_("the picture is damaged"),
    N_("if it is the evidence itself, hand it in as evidence: it is then kept as it is"),
    N_("hand in the part that matters"),
    # a partner in the portal
    N_("your house has acknowledged this notice already"),
    N_("nothing is left for you to do"),
    N_("nobody waits for an acknowledgement of this notice any more"),
    N_("this is not the text of the notice"),
    N_("read it again, then acknowledge it"),
    N_("you act for no partner, so nothing is addressed to you"),
    # what comes before any form is read
    N_("it does not say how long it is"),
    N_("send it with a Content-Length, as browsers do"),
    N_("at most %(number)s bytes are taken here"),
    N_("not all of it came within %(number)s s"),
    N_("send it again"),
    N_("too many requests"),
    N_("this is no form"),
    N_("this form was sent from another site"),
    N_("open the page here, and send it from here"),
    N_("this form is from a session that has ended"),
    N_("look it over and send it again"),
    N_("this form was sent before, and what it asked for is still being done"),
    N_("look whether it is done before you send it again"),
    # signing in
    N_("you were signed out meanwhile and nothing was done yet; here is what you typed"),
    N_("files do not come along"),
    N_("choose them again"),
    N_("name and password do not belong together"),
    N_("try again, or ask an administrator"),
    N_("too many attempts to sign in"),
    N_("the old password is not right"),
    N_("type it again"),
    N_("the password has %(number)s characters"),
    N_("take %(number)s or more"),
    N_("take %(number)s or fewer"),
    N_("the password is easily guessed"),
    N_("a few words that do not belong together"),
    N_("this link opens nothing"),
    N_("ask who gave it to you for another one"),
    N_("it was used, replaced, or is too old; ask who gave it to you for another one"),
    # a link to reply
    N_("this link is none of ours, or was cut off"),
    N_("open it as it stands in the mail, or ask who sent it for a new one"),
    N_("this link has ended"),
    N_("ask who sent it for a new one"),
    N_("the question was withdrawn"),
    N_("an answer was given under this link already"),
    N_("it was answered already, or withdrawn"),
    N_("the time to answer has ended"),
    N_("tell who asked to ask again"),
    N_("write your answer"),
    N_("say who you are"),
    # a hold
    N_("somebody did something about order `%(code)s` since you looked"),
    N_("look again"),
    N_("order `%(code)s` does not wait for this"),
    N_("look at the order again"),
    N_("what this would do has changed since it was previewed"),
    N_("nothing was written"),
    N_("write what a colleague needs to know"),
    N_("a clearance needs a reason"),
    N_("say why it may go on"),
    N_("a refusal needs a reason"),
    N_("a rejection needs a reason"),
    N_("taking something back needs a reason"),
    N_("it needs a reason"),
    N_("say why"),
    N_("clearance %(number)s is confirmed already"),
    N_("answer %(number)s is confirmed already"),
    # a measure
    N_("measure `%(code)s` was changed since it was read"),
    N_("read it again"),
    N_("no draft `%(code)s`"),
    N_("it was proposed or thrown away already"),
    N_("it was proposed or thrown away; see the list of drafts"),
    N_("a proposal needs a reason"),
    N_("say why; the approver reads it first"),
    N_("this says what is adopted already"),
    N_("change something, or throw the draft away"),
    N_("look at theirs, then keep yours or throw it away"),
)
"""Each message and each help that can be said, as it is written where it is raised."""

_KNOWN = frozenset(SAID)
_NUMBER = re.compile(r"\d[\d,]*")
_CODE = re.compile("`([^`]+)`")


class Told(NamedTuple):
    """What somebody reads of a fault.

    Attributes:
        text: What is wrong, and what to do.
        language: ``en`` where it is in English though they read another language; empty else.
    """

    text: str
    language: str


def told(language: str, fault: Fault) -> Told:
    """A fault in a language.

    >>> told("nl", Fault("at most 3 bytes are taken here")).text
    'hier worden hoogstens 3 bytes aangenomen'
    >>> told("nl", Fault("order `SO-1` is held", help="look at it"))
    Told(text='order `SO-1` is held; look at it', language='en')
    """
    found = [_named(language, fault.message), *([_named(language, fault.help)] if fault.help else [])]
    has_all = language == languages.USUAL or None not in found
    said = [text or "" for text in found] if has_all else [fault.message, *([fault.help] if fault.help else [])]
    return Told("; ".join(said), "" if has_all else languages.USUAL)


def coded(text: str) -> Markup:
    """A text as HTML, with what stands between backticks, such as a command, set as code.

    >>> coded("no draft `A<B`, look at `x")
    Markup('no draft <code>A&lt;B</code>, look at `x')
    """
    parts = _CODE.split(text)
    return Markup().join(Markup("<code>{}</code>").format(one) if n % 2 else one for n, one in enumerate(parts))


def _named(language: str, text: str) -> str | None:
    """The same with what it is about in front, such as the name of a file; None if there are no words for it."""
    found = _words(language, text)
    if found is None and ": " in text:
        about, _, rest = text.partition(": ")
        said = _words(language, rest)
        found = None if said is None else f"{about}: {said}"
    return text if found is None and language == languages.USUAL else found


def _words(language: str, text: str) -> str | None:
    if text in _KNOWN:
        return languages.words(language, text)
    code = _CODE.search(text)
    if code is not None and (pattern := _with(text, code, "`%(code)s`")) in _KNOWN:
        return languages.words(language, pattern, code=code[1])
    number = _NUMBER.search(text)
    if number is not None and (pattern := _with(text, number, "%(number)s")) in _KNOWN:
        return languages.words(language, pattern, number=languages.number(language, int(number[0].replace(",", ""))))
    return None


def _with(text: str, found: re.Match[str], place: str) -> str:
    """A text with a place for what was found in it."""
    return f"{text[: found.start()]}{place}{text[found.end() :]}"
