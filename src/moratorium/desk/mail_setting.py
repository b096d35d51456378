"""How mail leaves: which server, in whose name, and under which address the console is reached; from the environment.

======================================= ==========================================================================
variable                                what it says
======================================= ==========================================================================
``MORATORIUM_MAIL``                     the server: ``smtps://USER@HOST`` speaks TLS from the start,
                                        ``smtp://USER@HOST`` turns to TLS before anything is said,
                                        ``smtp+plain://HOST`` never does, and so takes no user
``MORATORIUM_MAIL_FROM``                from whom: ``Trade compliance <compliance@maker.example>``
``MORATORIUM_MAIL_PASSWORD``            the user's password; or a file that holds it:
``MORATORIUM_MAIL_PASSWORD_FILE``       ...
``MORATORIUM_URL``                      address of the console for links: ``https://moratorium.maker.example``
======================================= ==========================================================================
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from moratorium.desk.mail import check_address
from moratorium.errors import Fault, InputError

SERVER, FROM, PASSWORD, PASSWORD_FILE, URL = (
    "MORATORIUM_MAIL",
    "MORATORIUM_MAIL_FROM",
    "MORATORIUM_MAIL_PASSWORD",
    "MORATORIUM_MAIL_PASSWORD_FILE",
    "MORATORIUM_URL",
)

Tls = Literal["first", "turned", "never"]
_SCHEMES: dict[str, tuple[Tls, int]] = {"smtps": ("first", 465), "smtp": ("turned", 587), "smtp+plain": ("never", 25)}
_SERVER_HELP = "write it as smtps://USER@HOST or smtp://USER@HOST:587"


class MailSetting(NamedTuple):
    """How mail leaves.

    Attributes:
        host: The server.
        port: Its port.
        tls: Whether TLS is spoken first, turned to, or never.
        user: Who signs in; empty for nobody.
        password: With what.
        sender: From whom.
        console: Address of the console, without a slash at the end; empty if it is not stated.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: str
    sender: Address
    console: str


def console_address(environment: Mapping[str, str] = os.environ) -> str:
    """Address of the console, without a slash at the end; empty if it is not stated."""
    return environment.get(URL, "").strip().rstrip("/")


def mail_setting(environment: Mapping[str, str] = os.environ) -> MailSetting | None:
    """How mail leaves; None if no server is stated, and then letters wait.

    Raises:
        InputError: what is stated cannot be used; all faults are told.
    """
    stated = environment.get(SERVER, "").strip()
    if not stated:
        return None
    faults: list[Fault] = []
    parts = urlsplit(stated)
    tls, usual = _SCHEMES.get(parts.scheme, ("first", 465))
    user = unquote(parts.username or "")
    try:
        port = parts.port or usual
    except ValueError:
        port = 0
    if parts.scheme not in _SCHEMES or not parts.hostname or not port:
        faults.append(Fault(f"`{stated.rpartition('@')[2]}` is no mail server", SERVER, _SERVER_HELP))
    if parts.password:
        faults.append(Fault("a password does not belong into an address", SERVER, f"give it as {PASSWORD_FILE}"))
    if user and tls == "never":
        faults.append(Fault("without TLS nobody signs in", SERVER, "use smtps:// or smtp://, or leave out the user"))
    return _checked(environment, faults, parts.hostname or "", port, tls, user)


def _checked(
    environment: Mapping[str, str], faults: list[Fault], host: str, port: int, tls: Tls, user: str
) -> MailSetting:
    name, address = parseaddr(environment.get(FROM, ""))
    password = ""
    try:
        check_address(address)
    except InputError:
        faults.append(Fault("no sender is stated", FROM, "write it as `Trade compliance <compliance@maker.example>`"))
    try:
        password = _password(environment) if user else ""
    except OSError as error:
        faults.append(Fault(f"the password cannot be read: {error.strerror}", PASSWORD_FILE))
    if faults:
        raise InputError.of(faults)
    return MailSetting(host, port, tls, user, password, Address(name, addr_spec=address), console_address(environment))


def _password(environment: Mapping[str, str]) -> str:
    place = environment.get(PASSWORD_FILE)
    return Path(place).read_text(encoding="utf-8").strip() if place else environment.get(PASSWORD, "")
