"""Letters of the outbox handed to the mail server, one after the other over one connection.

A letter is noted as sent as soon as the server has taken it. A kill between the two sends it again, under the same
Message-ID, which is made of its content, so that the receiving side can tell that it is the same. What the server
refuses for good (no such address) is given up at once; what may pass is tried again.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from itertools import groupby

from moratorium.desk.home import Home
from moratorium.desk.mail import pause_after
from moratorium.desk.mail_setting import MailSetting
from moratorium.desk.mail_words import several, written
from moratorium.store import outbox
from moratorium.store.outbox import Posted
from moratorium.terms.canon import digest

TIMEOUT = 20.0
"""Seconds to wait for the mail server at each step."""

MOST = 100
"""Letters of one round."""

_FOR_GOOD = range(500, 600)


@dataclass(frozen=True)
class Round:
    """What one round came to.

    Attributes:
        sent: Letters that the server took.
        failed: Letters that are tried again.
        dead: Letters that are given up.
        fault: Why the last one failed; empty if none did.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    fault: str = ""


@dataclass(frozen=True)
class _Envelope:
    """One message, and the letters in it."""

    letters: tuple[Posted, ...]
    message: EmailMessage


class _RefusedForGoodError(Exception):
    """The server will never take it."""


def send_due(
    home: Home, setting: MailSetting, context: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> Round:
    """Send what is due by now.

    Args:
        home: The state.
        setting: How mail leaves.
        context: Whose certificates are trusted.
    """
    now = home.clock()
    with home.store.read() as connection:
        due = outbox.due(connection, now, MOST)
    if not due:
        return Round()
    envelopes = list(_envelopes(due, setting))
    tally = {"sent": 0, "failed": 0, "dead": 0}
    fault = ""
    try:
        with _connected(setting, context) as server:
            for envelope in envelopes:
                fault = _sent(home, server, envelope, tally) or fault
    except (OSError, smtplib.SMTPException) as error:  # no connection, or it broke: the rest waits
        fault = _words(error)
        for envelope in envelopes:
            _failed(home, envelope, fault, tally)
    return Round(**tally, fault=fault)


def _envelopes(due: Iterable[Posted], setting: MailSetting) -> Iterator[_Envelope]:
    """One message for each letter, and one for all that wait for the same morning and address."""
    for (is_grouped, *_), found in groupby(sorted(due, key=_together), key=_together):
        letters = tuple(found)
        if is_grouped and len(letters) > 1:
            whole = several(letters[0].language, [(one.kind, one.values) for one in letters], setting.console)
            id = digest([one.id for one in letters])
        else:
            whole = written(letters[0].kind, letters[0].language, letters[0].values, setting.console)
            id = letters[0].id
        yield _Envelope(letters, _message(setting.sender, letters[0].to, id, letters[0], *whole))


def _together(letter: Posted) -> tuple[bool, str, str]:
    return letter.is_grouped, letter.to if letter.is_grouped else letter.id, letter.language


def _message(sender: Address, to: str, id: str, first: Posted, subject: str, text: str, html: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message["Date"] = first.posted
    message["Message-ID"] = f"<{id[:40]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = first.language
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


@contextmanager
def _connected(setting: MailSetting, context: Callable[[], ssl.SSLContext]) -> Iterator[smtplib.SMTP]:
    server: smtplib.SMTP
    if setting.tls == "first":
        server = smtplib.SMTP_SSL(setting.host, setting.port, timeout=TIMEOUT, context=context())
    else:
        server = smtplib.SMTP(setting.host, setting.port, timeout=TIMEOUT)
    try:
        if setting.tls == "turned":
            server.starttls(context=context())
        if setting.user:
            server.login(setting.user, setting.password)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _sent(home: Home, server: smtplib.SMTP, envelope: _Envelope, tally: dict[str, int]) -> str:
    """Send one message; returns why it was not taken, or nothing.

    Raises:
        OSError, SMTPServerDisconnected: the connection is gone.
    """
    try:
        server.send_message(envelope.message)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        fault = _words(error)
        _failed(home, envelope, fault, tally, for_good=_code(error) in _FOR_GOOD)
        server.rset()
        return fault
    at = home.clock()
    with home.store.begin() as connection:
        for letter in envelope.letters:
            outbox.sent(connection, letter.id, at)
    tally["sent"] += len(envelope.letters)
    return ""


def _failed(home: Home, envelope: _Envelope, fault: str, tally: dict[str, int], *, for_good: bool = False) -> None:
    """Note why letters were not taken; those that were sent before are left alone."""
    now = home.clock()
    with home.store.begin() as connection:
        for letter in envelope.letters:
            if not outbox.is_waiting(connection, letter.id, letter.tries):
                continue
            pause = None if for_good else pause_after(letter.tries + 1)
            if pause is None:
                outbox.dead(connection, letter.id, fault, now)
                tally["dead"] += 1
            else:
                outbox.failed(connection, letter.id, fault, now + pause)
                tally["failed"] += 1


def _code(error: smtplib.SMTPException) -> int:
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return int(next(iter(refused.values()))[0])
        case smtplib.SMTPResponseException(smtp_code=code):
            return int(code)
    return 0


def _words(error: Exception) -> str:
    """Why a letter was not taken; what the server says, without the address and on one line."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"the mail server's certificate is not trusted: {error.verify_message}"
        case smtplib.SMTPNotSupportedError():
            return "the mail server offers no TLS, or no way to sign in; without TLS nothing is sent"
        case smtplib.SMTPAuthenticationError():
            return "the mail server does not let this user in"
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, said = next(iter(refused.values()))
            return f"the mail server refuses the address: {code} {_line(said)}"
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            return f"the mail server answers {code} {_line(said)}"
        case smtplib.SMTPServerDisconnected():
            return "the mail server ended the connection"
        case TimeoutError():
            return "no answer of the mail server in time"
        case OSError():
            return f"no connection to the mail server: {error.strerror or error}"
    return f"not sent: {type(error).__name__}"


def _line(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
