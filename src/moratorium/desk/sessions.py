"""Sessions: somebody signs in, is known for a while, and signs out.

A session's id is 256 bits of chance in a cookie; only its digest is kept. It ends an hour after it was last used and
twelve hours after it began, when its person signs out, and whenever the account gets another role, another password, or
is disabled. Signing in always makes a new one.

Attempts are counted for each name and each address, for names that nobody has too, and counted before they are tried,
so that trying many at once gains nothing.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from moratorium.desk import passwords
from moratorium.desk.home import Home
from moratorium.errors import Fault, InputError, MoratoriumError, RefusedError
from moratorium.store import Connection, accounts, sign_in
from moratorium.store.sign_in import Session

IDLE = timedelta(hours=1)
"""After so long without use a session has ended."""

ABSOLUTE = timedelta(hours=12)
"""After so long a session has ended, however much it is used."""

SKEW = timedelta(minutes=5)
"""So far the clocks of machines that serve the same database may differ."""

FREE_NAME, FREE_ADDRESS = 5, 20
"""Failures after which a name, an address has to wait."""

LONGEST_WAIT = timedelta(minutes=15)

_TOUCH = timedelta(minutes=1)
_KEPT = timedelta(days=1)
_TOKEN_BYTES = 32


class Carried(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a session shows on the next page.

    Attributes:
        said: What was done, in words.
        path: Page with a form that was typed when the session before had ended; empty for none.
        form: The form's name.
        typed: What was typed, by field.
    """

    said: str = ""
    path: str = ""
    form: str = ""
    typed: dict[str, list[str]] = {}


NOTHING = Carried()


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """How somebody wants to be spoken to.

    Attributes:
        language: Code of the console's language; empty to go by the browser.
        theme: ``light`` or ``dark``; empty to go by the system.
    """

    language: str = ""
    theme: str = ""


NO_PREFERENCES = Preferences()


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in.

    Attributes:
        name: As it stands in acts.
        role: What they may do.
        secret: The session's id.
        carried: What is to be shown next.
        preferences: How they want to be spoken to.
    """

    name: str
    role: str
    secret: str
    carried: Carried = NOTHING
    preferences: Preferences = NO_PREFERENCES

    @property
    def digest(self) -> str:
        """Under which the session is kept."""
        return _digest(self.secret)


class TooOftenError(RefusedError):
    """Somebody tried too often.

    Attributes:
        seconds: To wait.
    """

    def __init__(self, seconds: float, words: str = "too many attempts to sign in") -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(words, "", f"wait {self.seconds} seconds, then try again")


def sign_in_with(home: Home, name: str, password: str, address: str, carried: Carried = NOTHING) -> Person:
    """Sign in with a password.

    Args:
        home: What is served.
        name: Of the account.
        password: As typed.
        address: From where.
        carried: What the new session is to show first.

    Raises:
        TooOftenError: this name, or somebody from this address, failed too often.
        RefusedError: name and password do not belong together, or the account is disabled; nobody is told which.
    """
    of_name, of_address = _digest(f"name {name}"), _digest(f"address {address}")
    _count(home, of_name, of_address)
    with home.store.read() as connection:
        account = accounts.account(connection, name)
        kept = sign_in.password(connection, name) if account is not None and account.state == "enabled" else None
    if not passwords.is_right(kept, password) or account is None or kept is None:
        raise RefusedError("name and password do not belong together", help="try again, or ask an administrator")
    with home.store.begin() as connection:
        sign_in.forget_attempts(connection, of_name)
        sign_in.forget_attempts(connection, of_address)
        if passwords.is_outdated(kept):
            sign_in.set_password(connection, name, passwords.digest(password), home.clock())
        return _begin(home, connection, name, account.role, carried)


def begin(home: Home, name: str, carried: Carried = NOTHING) -> Person:
    """Begin a session for somebody who has shown otherwise who they are: a link that opened, an identity provider.

    Raises:
        RefusedError: there is no such account, or it is disabled.
    """
    with home.store.begin() as connection:
        account = accounts.account(connection, name)
        if account is None or account.state != "enabled":
            raise RefusedError(f"account `{name}` cannot sign in", help="ask an administrator")
        return _begin(home, connection, name, account.role, carried)


def _begin(home: Home, connection: Connection, name: str, role: str, carried: Carried) -> Person:
    now = home.clock()
    sign_in.forget_before(connection, now - _KEPT, now - ABSOLUTE)
    secret = secrets.token_urlsafe(_TOKEN_BYTES)
    made = Session(_digest(secret), name, now, now, _encoded(carried))
    sign_in.put_session(connection, made)
    return Person(name, role, secret, carried)


def find(home: Home, secret: str) -> Person | None:
    """Who has a session's id; None if it has ended."""
    now, digest = home.clock(), _digest(secret)
    with home.store.read() as connection:
        found = sign_in.session(connection, digest)
        account = accounts.account(connection, found.name) if found else None
        preferences = _preferences(connection, found.name) if found else NO_PREFERENCES
    if found is None or account is None or account.state != "enabled" or has_ended(found, now):
        return None
    if now - found.seen_at > _TOUCH:
        _touch(home, digest, now)
    carried = msgspec.json.decode(found.carried, type=Carried) if found.carried else NOTHING
    return Person(account.name, account.role, secret, carried, preferences)


def _touch(home: Home, digest: str, now: datetime) -> None:
    """Note that a session was used; who only reads is not kept from it by a database that takes nothing now."""
    with contextlib.suppress(MoratoriumError), home.store.begin() as connection:
        sign_in.touch_session(connection, digest, now)


def has_ended(session: Session, now: datetime) -> bool:
    """Whether a session has ended: an instant that lies a little ahead was noted by a machine whose clock does too."""
    ahead = max(session.seen_at, session.made_at) - now
    return ahead > SKEW or now - session.seen_at >= IDLE or now - session.made_at >= ABSOLUTE


def carry(home: Home, person: Person, carried: Carried) -> None:
    """Keep something for the next page; what was kept before is gone."""
    with home.store.begin() as connection:
        sign_in.carry(connection, person.digest, _encoded(carried))


def end(home: Home, person: Person, *, everywhere: bool = False) -> None:
    """Sign out, here or on every machine."""
    with home.store.begin() as connection:
        if everywhere:
            sign_in.end_sessions(connection, person.name)
        else:
            sign_in.end_session(connection, person.digest)


def of(home: Home, name: str) -> tuple[Session, ...]:
    """The sessions of an account that have not ended, newest first."""
    now = home.clock()
    with home.store.read() as connection:
        return tuple(one for one in sign_in.sessions(connection, name) if not has_ended(one, now))


def preferences_of(home: Home, name: str) -> Preferences:
    """How somebody wants to be spoken to."""
    with home.store.read() as connection:
        return _preferences(connection, name)


def prefer(home: Home, name: str, preferences: Preferences) -> None:
    """Keep how somebody wants to be spoken to."""
    with home.store.begin() as connection:
        sign_in.set_preferences(connection, name, msgspec.json.encode(preferences).decode())


def _preferences(connection: Connection, name: str) -> Preferences:
    found = sign_in.preferences(connection, name)
    return msgspec.json.decode(found, type=Preferences) if found else NO_PREFERENCES


def change_password(home: Home, person: Person, old: str, new: str, address: str) -> Person:
    """Set another password; all sessions end and a new one begins.

    Raises:
        TooOftenError: the old one was mistyped too often.
        RefusedError: the old one is not right.
        InputError: the new one cannot be used.
    """
    faults = [Fault(one.message, "new_password", one.help) for one in passwords.faults(new, person.name)]
    if faults:
        raise InputError.of(faults)
    _count(home, of_name := _digest(f"name {person.name}"), of_address := _digest(f"address {address}"))
    with home.store.read() as connection:
        kept = sign_in.password(connection, person.name)
    if not passwords.is_right(kept, old):
        raise RefusedError("the old password is not right", "old_password", "type it again")
    digest = passwords.digest(new)
    with home.store.begin() as connection:
        sign_in.forget_attempts(connection, of_name)
        sign_in.forget_attempts(connection, of_address)
        sign_in.set_password(connection, person.name, digest, home.clock())
        sign_in.end_sessions(connection, person.name)
        return _begin(home, connection, person.name, person.role, NOTHING)


# -- attempts ---------------------------------------------------------------------------------------------------------


def _count(home: Home, of_name: str, of_address: str) -> None:
    now = home.clock()
    with home.store.begin() as connection:
        for of, free in ((of_name, FREE_NAME), (of_address, FREE_ADDRESS)):
            failures, last = sign_in.attempts(connection, of)
            seconds = wait(failures, last, free, now) if last is not None else 0.0
            if seconds:
                raise TooOftenError(seconds)
            sign_in.count_attempt(connection, of, failures + 1, now)


def wait(failures: int, last: datetime, free: int, now: datetime) -> float:
    """Seconds to wait after so many failures: nothing for the first few, then twice as long each time.

    >>> from datetime import UTC
    >>> at = datetime(2022, 5, 2, tzinfo=UTC)
    >>> [wait(n, at, 5, at) for n in (4, 5, 8, 100)]
    [0.0, 1.0, 8.0, 900.0]
    """
    if failures < free or now - last >= _KEPT:
        return 0.0
    whole = min(2.0 ** min(failures - free, 30), LONGEST_WAIT.total_seconds())
    return max(0.0, whole - max(0.0, (now - last).total_seconds()))


# -- forms ------------------------------------------------------------------------------------------------------------


def form_token(person: Person) -> str:
    """What a form carries to show that it is ours: bound to the session, and another text each time, so that how well
    a page is compressed tells nothing of it.
    """
    pad = secrets.token_bytes(_TOKEN_BYTES)
    masked = bytes(a ^ b for a, b in zip(pad, _bound(person), strict=True))
    return base64.urlsafe_b64encode(pad + masked).decode()


def is_form_token(person: Person, text: str) -> bool:
    """Whether a form carries what shows that it is ours."""
    try:
        both = base64.urlsafe_b64decode(text.encode())
    except ValueError:
        return False
    pad, masked = both[:_TOKEN_BYTES], both[_TOKEN_BYTES:]
    if len(masked) != _TOKEN_BYTES:
        return False
    return hmac.compare_digest(bytes(a ^ b for a, b in zip(pad, masked, strict=True)), _bound(person))


def _bound(person: Person) -> bytes:
    return hmac.digest(person.secret.encode(), b"form", "sha256")


def _encoded(carried: Carried) -> str:
    return "" if carried == NOTHING else msgspec.json.encode(carried).decode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
