"""Accounts of people: made, given another role, disabled; and the one-time links with which a person takes one up.

There is no default password and nobody ever learns another person's: whoever makes an account hands over a link that
opens once, or has it mailed, and its holder sets the password. The first account is made from a link that the service
prints where it is started.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from moratorium.desk import mail, passwords
from moratorium.desk.home import Home
from moratorium.desk.identities import check_name
from moratorium.desk.mail import Letter
from moratorium.desk.mail_setting import mail_setting
from moratorium.desk.permissions import ROLES
from moratorium.desk.record import record_one
from moratorium.errors import ConflictError, Fault, InputError, MissingError, MoratoriumError, RefusedError
from moratorium.store import Connection, accounts, sign_in
from moratorium.store.accounts import AccountRow
from moratorium.store.sign_in import Link
from moratorium.terms.account import AccountSet, Local
from moratorium.terms.act import holder_of
from moratorium.terms.document import nearest

FIRST_LASTS = timedelta(hours=1)
INVITE_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=24)
"""How long a link opens."""

MOST_PARTY = 200
"""Characters of our id of a party."""

PEOPLE = tuple(role for role in ROLES if role != "machine")
"""Roles that a person can have; programs have keys."""

Purpose = Literal["first", "invite", "reset"]


@dataclass(frozen=True)
class Addressee:
    """Whom a link is mailed to.

    Attributes:
        address: One mail address.
        language: Of the letter: ``en``, ``nl`` or ``zh``.
    """

    address: str
    language: str = "en"


@dataclass(frozen=True)
class Account:
    """An account as an administrator sees it.

    Attributes:
        name: As it stands in acts.
        role: What it may do.
        state: ``enabled``, ``disabled``, or ``invited`` before a password is set.
        made_at: When it was made.
        act: The act that made it what it is.
        party: Our id of the partner for whom it acts; empty for other roles.
    """

    name: str
    role: str
    state: str
    made_at: datetime
    act: int
    party: str = ""


def all_accounts(home: Home) -> tuple[Account, ...]:
    """All accounts by name."""
    with home.store.read() as connection:
        known = sign_in.with_password(connection)
        return tuple(_shown(row, row.name in known) for row in accounts.accounts(connection))


def account(home: Home, name: str) -> Account:
    """One account.

    Raises:
        MissingError: there is none of that name.
    """
    with home.store.read() as connection:
        return _shown(_row(connection, name), name in sign_in.with_password(connection))


def _shown(row: AccountRow, has_password: bool) -> Account:
    is_invited = row.state == "enabled" and not has_password
    return Account(row.name, row.role, "invited" if is_invited else row.state, row.made_at, row.act, row.party)


def exist(home: Home) -> bool:
    """Whether anybody can sign in, or could with the link that they were given."""
    return any(one.state != "disabled" for one in all_accounts(home))


# -- links ------------------------------------------------------------------------------------------------------------


def first_link(home: Home) -> str | None:
    """The secret of the link with which the first administrator takes up their account; None if there is an account.

    Each time the service starts it makes another one, and the one before opens nothing any more.
    """
    with home.store.begin() as connection:
        if accounts.accounts(connection):
            return None
        return _link(home, connection, "", "first", FIRST_LASTS)


def addressee(address: str, language: str = "en") -> Addressee | None:
    """Whom a link is mailed to; None if no address is given or no mail can leave, and then it is handed over.

    Mail can leave where a server and the console's address are stated: a link without an address leads nowhere.

    Raises:
        InputError: this is no address, or how mail leaves is stated so that it cannot be used.
    """
    if not address:
        return None
    try:
        mail.check_address(address)
    except InputError as error:
        raise InputError.of([error.fault._replace(at="address")]) from error
    setting = mail_setting()
    return Addressee(address, language) if setting is not None and setting.console else None


def invite(home: Home, name: str, role: str, to: Addressee | None = None, party: str = "") -> str:
    """Make an account; returns the secret of its link, which nothing can show again.

    Args:
        home: Who makes it.
        name: As it is to stand beside all that the person does.
        role: What they may do.
        to: Whom the link is mailed to; None if it is handed over.
        party: Our id of the partner for whom they act; needed for the role ``partner``, and for no other.

    Raises:
        RefusedError: nobody is named who makes it.
        InputError: not a usable name, no such role, or no party for a partner.
        ConflictError: there is an account of that name.
    """
    _check_named(home)
    check_name(name)
    _check_role(role)
    whose = _party_of(role, party)
    with home.store.begin() as connection:
        if accounts.account(connection, name) is not None:
            raise ConflictError(
                f"there is an account `{name}` already", "name", "a name stays with its person for ever"
            )
        _set(home, connection, AccountSet(name, role, Local(), party=whose))
        return _mailed_link(home, connection, name, "invite", INVITE_LASTS, to)


def reset(home: Home, name: str, to: Addressee | None = None) -> str:
    """Forget an account's password and end its sessions; returns the secret of the link to set another one.

    Args:
        home: Who does it.
        name: Whose.
        to: Whom the link is mailed to; None if it is handed over.

    Raises:
        RefusedError: nobody is named who does it, or the account is disabled.
        MissingError: there is no such account.
    """
    _check_named(home)
    with home.store.begin() as connection:
        row = _row(connection, name)
        if row.state == "disabled":
            raise RefusedError(f"account `{name}` is disabled", help=f"moratorium account enable {name}")
        _set(home, connection, replace_state(row, reason="password reset"))
        sign_in.drop_password(connection, name)
        sign_in.end_sessions(connection, name)
        return _mailed_link(home, connection, name, "reset", RESET_LASTS, to)


def link_again(home: Home, name: str, to: Addressee | None = None) -> str:
    """Another link for somebody who was invited and has set no password yet; the one before opens nothing any more.

    Args:
        home: Who makes it.
        name: For whom.
        to: Whom the link is mailed to; None if it is handed over.

    Raises:
        MissingError: there is no such account.
        RefusedError: they have a password, or are disabled.
    """
    with home.store.begin() as connection:
        row = _row(connection, name)
        if row.state == "disabled" or sign_in.password(connection, name) is not None:
            raise RefusedError(f"account `{name}` waits for no password", help=f"moratorium account reset {name}")
        return _mailed_link(home, connection, name, "invite", INVITE_LASTS, to)


def address(url: str, secret: str) -> str:
    """The address of a link; its path alone without an address of the console.

    >>> address("http://127.0.0.1:8080/", "secret")
    'http://127.0.0.1:8080/welcome/secret'
    """
    return f"{url.rstrip('/')}/welcome/{secret}"


def opened(home: Home, secret: str) -> Link:
    """The link of a secret; looking at it does not use it up.

    Raises:
        MissingError: it opens nothing, or no longer.
    """
    with home.store.read() as connection:
        return _opened(home, connection, secret)


def take_up(home: Home, secret: str, password: str, name: str = "") -> str:
    """Set the password of the account that a link is for, and use the link up; returns the account's name.

    Args:
        home: Acts as the service.
        secret: Of the link.
        password: As the person chose it.
        name: As the first administrator wants to be called; not asked of others.

    Raises:
        MissingError: the link opens nothing, or no longer.
        InputError: the name or the password cannot be used; the link still opens.
        ConflictError: somebody else was the first.
    """
    link = opened(home, secret)
    whose = name if link.purpose == "first" else link.name
    faults = [*_name_faults(whose), *passwords.faults(password, whose)]
    if faults:
        raise InputError.of(faults)
    digest = passwords.digest(password)
    with home.store.begin() as connection:
        _opened(home, connection, secret)
        if link.purpose == "first":
            _make_first(home, connection, whose)
        elif _row(connection, whose).state == "disabled":
            raise MissingError("this link opens nothing", help="ask who gave it to you for another one")
        sign_in.set_password(connection, whose, digest, home.clock())
        sign_in.end_sessions(connection, whose)
        sign_in.drop_links(connection, link.name)
    return whose


def _make_first(home: Home, connection: Connection, name: str) -> None:
    if accounts.accounts(connection):
        raise ConflictError("somebody else was the first", help="ask them for an account")
    acting = replace(home, identity=home.identity.on_behalf_of(name)) if home.identity else home
    _set(acting, connection, AccountSet(name, "administrator", Local(), reason="first sign-in"))


def _name_faults(name: str) -> list[Fault]:
    try:
        check_name(name)
    except MoratoriumError as error:
        return [Fault(error.fault.message, "name", error.fault.help)]
    return []


def _link(home: Home, connection: Connection, name: str, purpose: Purpose, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(32)
    sign_in.put_link(connection, Link(_digest(secret), name, purpose, home.clock() + lasts))
    return secret


def _mailed_link(
    home: Home, connection: Connection, name: str, purpose: Purpose, lasts: timedelta, to: Addressee | None
) -> str:
    """Make a link, and put the letter with it into the outbox in the same transaction."""
    secret = _link(home, connection, name, purpose, lasts)
    if to is not None:
        until = (home.clock() + lasts).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        values = {"name": name, "until": until, "link": address("", secret)}
        if purpose == "invite":
            letter = Letter("invitation", to.address, to.language, values | {"inviter": holder_of(home.actor)})
        else:
            letter = Letter("reset", to.address, to.language, values)
        mail.post(home, connection, letter)
    return secret


def _opened(home: Home, connection: Connection, secret: str) -> Link:
    found = sign_in.link(connection, _digest(secret))
    if found is None or home.clock() >= found.expires:
        help_ = "it was used, replaced, or is too old; ask who gave it to you for another one"
        raise MissingError("this link opens nothing", help=help_)
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# -- changes ----------------------------------------------------------------------------------------------------------


def give_role(home: Home, name: str, role: str, reason: str = "", party: str = "") -> Account:
    """Give an account another role; its sessions end, so nothing goes on under the one before.

    Args:
        home: Who does it.
        name: Whose.
        role: What they may do from now on.
        reason: Why.
        party: Our id of the partner for whom they act; needed for the role ``partner``, and for no other.

    Raises:
        RefusedError: nobody is named who does it, it has that role, or nobody would be left to keep accounts.
        InputError: no such role, or no party for a partner.
        MissingError: there is no such account.
    """
    _check_role(role)
    return _change(home, name, role=role, reason=reason, party=_party_of(role, party))


def disable(home: Home, name: str, reason: str = "") -> Account:
    """Let nobody sign in to an account any more; its sessions end, and what it did stays in the record.

    Raises:
        RefusedError: nobody is named who does it, it is disabled, or nobody would be left to keep accounts.
        MissingError: there is no such account.
    """
    return _change(home, name, state="disabled", reason=reason)


def enable(home: Home, name: str, reason: str = "") -> Account:
    """Let the person sign in again, with the password that they had.

    Raises:
        RefusedError: nobody is named who does it, or it is enabled.
        MissingError: there is no such account.
    """
    return _change(home, name, state="enabled", reason=reason)


def _change(
    home: Home,
    name: str,
    *,
    role: str | None = None,
    state: Literal["enabled", "disabled"] | None = None,
    reason: str = "",
    party: str | None = None,
) -> Account:
    _check_named(home)
    with home.store.begin() as connection:
        row = _row(connection, name)
        after = replace_state(row, role, state, reason, party)
        if (after.role, after.state, after.party) == (row.role, row.state, row.party):
            raise RefusedError(f"account `{name}` is {row.state} with role `{row.role}` already")
        _set(home, connection, after)
        if _keeps(row) and not any(_keeps(one) for one in accounts.accounts(connection)):
            raise RefusedError(f"nobody but `{name}` keeps accounts", help="give the role to somebody else first")
        sign_in.end_sessions(connection, name)
        if after.state == "disabled":
            sign_in.drop_links(connection, name)
    return account(home, name)


def _keeps(row: AccountRow) -> bool:
    return row.role == "administrator" and row.state == "enabled"


def replace_state(
    row: AccountRow,
    role: str | None = None,
    state: Literal["enabled", "disabled"] | None = None,
    reason: str = "",
    party: str | None = None,
) -> AccountSet:
    """How an account is to stand; what is not given stays."""
    kept: Literal["enabled", "disabled"] = "disabled" if row.state == "disabled" else "enabled"
    whose = row.party if party is None else party
    return AccountSet(row.name, role or row.role, row.source, state or kept, reason, whose)


def _set(home: Home, connection: Connection, to: AccountSet) -> None:
    record_one(home, connection, "account_set", to.name, to)


def _row(connection: Connection, name: str) -> AccountRow:
    found = accounts.account(connection, name)
    if found is None:
        raise MissingError(f"no account `{name}`", help="moratorium account list")
    return found


def _check_role(role: str) -> None:
    if role not in PEOPLE:
        raise InputError(f"no role `{role}` of people", "role", nearest(role, PEOPLE) or f"one of {', '.join(PEOPLE)}")


def _party_of(role: str, party: str) -> str:
    """For whom an account acts; who is no partner of ours acts for the house alone.

    Raises:
        InputError: a partner without a party, or somebody else with one.
    """
    whose = party.strip()
    if role == "partner" and not whose:
        raise InputError("a partner acts for a party", "party", "give our id of it, such as C-7")
    if role != "partner" and whose:
        raise InputError(f"an account of role `{role}` acts for no party", "party", "leave it out")
    if len(whose) > MOST_PARTY:
        raise InputError(f"an id has at most {MOST_PARTY} characters", "party")
    return whose


def _check_named(home: Home) -> None:
    if home.identity is None:
        help_ = "moratorium whoami --new NAME, then add `--as NAME`"
        raise RefusedError("to keep accounts needs a name", help=help_)
