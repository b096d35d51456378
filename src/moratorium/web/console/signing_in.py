"""Signing in and out, taking up an account by a one-time link, and how somebody wants to be spoken to."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from moratorium.desk import accounts, sessions
from moratorium.desk.sessions import Carried, Preferences
from moratorium.web.console import guarding
from moratorium.web.console.forms import FILES
from moratorium.web.console.language import LANGUAGES, N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit


class SignInLook(Look, frozen=True):
    """Where to go once signed in.

    Attributes:
        to: Path and query of a page of ours.
    """

    to: str = ""


class SignInForm(msgspec.Struct, frozen=True):
    """Name and password, and what is to be shown then.

    Attributes:
        name: Of the account.
        password: As typed.
        to: Path and query of a page of ours.
        carried: A form that was typed before the session had ended, as JSON.
    """

    name: str
    password: str
    to: str = ""
    carried: str = ""


def sign_in_page(visit: Visit) -> Result:
    """The page; what goes through it is shown again if the password was mistyped."""
    typed = visit.typed
    to = typed.value("sign_in", "to", getattr(visit.query, "to", ""))
    carried = typed.value("sign_in", "carried", "")
    files = FILES in read_carried(carried).typed
    return Shown({"to": ours(to), "carried": carried, "is_late": bool(carried), "files": files, "lost": ()})


def sign_in(visit: Visit) -> Result:
    """Sign in, then show what was asked for."""
    form: SignInForm = visit.form
    carried = read_carried(form.carried)
    person = sessions.sign_in_with(visit.service.home, form.name, form.password, visit.address, carried)
    return Moved(ours(form.to), person=person)


def read_carried(text: str) -> Carried:
    """A form that was carried through the sign-in; it is only shown, never sent, so nobody needs to vouch for it."""
    try:
        found = msgspec.json.decode(text, type=Carried) if text else sessions.NOTHING
    except msgspec.MsgspecError:
        return sessions.NOTHING
    return Carried("", ours(found.path), found.form, found.typed)


def ours(to: str) -> str:
    """An address of ours, whatever was asked for: nobody is sent elsewhere from the sign-in.

    >>> ours("/orders/SO-1?x=1"), ours("//elsewhere.example/"), ours("https://elsewhere.example")
    ('/orders/SO-1?x=1', '/', '/')
    """
    parts = urlsplit(to)
    is_ours = to.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in to and to.isprintable()
    return to if is_ours else "/"


def sign_out(visit: Visit) -> Result:
    """Sign out here."""
    sessions.end(visit.service.home, visit.person)
    return Moved("/sign-in")


# -- taking up an account ---------------------------------------------------------------------------------------------


class WelcomeForm(msgspec.Struct, frozen=True):
    """How an account is taken up.

    Attributes:
        password: As the person chose it.
        name: Of the first administrator.
    """

    password: str
    name: str = ""


def welcome_page(visit: Visit) -> Result:
    """What the link is for; looking at it does not use it up."""
    link = accounts.opened(visit.service.home, visit.path["secret"])
    return Shown({"purpose": link.purpose, "name": link.name})


def welcome(visit: Visit) -> Result:
    """Set the password, and sign in."""
    form: WelcomeForm = visit.form
    home = visit.service.home
    name = accounts.take_up(home, visit.path["secret"], form.password, form.name)
    return Moved("/", person=sessions.begin(home, name))


# -- settings ---------------------------------------------------------------------------------------------------------


class SettingsForm(msgspec.Struct, frozen=True):
    """One setting.

    Attributes:
        language: Code of a language.
        theme: ``light``, ``dark`` or ``system``.
        to: The page to show again.
    """

    language: str = ""
    theme: str = ""
    to: str = "/"


def settings(visit: Visit) -> Result:
    """Keep how somebody wants to be spoken to: with their account, and in the browser for when nobody is signed in."""
    form: SettingsForm = visit.form
    cookies = {}
    kept = visit.who.preferences if visit.who else sessions.NO_PREFERENCES
    if form.language in LANGUAGES:
        kept = Preferences(form.language, kept.theme)
        cookies[guarding.LANGUAGE] = form.language
    if form.theme:
        kept = Preferences(kept.language, guarding.theme_of(form.theme))
        cookies[guarding.THEME] = guarding.theme_of(form.theme)
    if visit.who is not None:
        sessions.prefer(visit.service.home, visit.who.name, kept)
    return Moved(ours(form.to), cookies=cookies)


PAGES = (
    Page(
        "GET",
        "/sign-in",
        None,
        sign_in_page,
        title=N_("Sign in"),
        template="sign_in.html.j2",
        query=SignInLook,
    ),
    Page("POST", "/sign-in", None, sign_in, form=SignInForm, back="/sign-in"),
    Page("POST", "/sign-out", "use_console", sign_out),
    Page("GET", "/welcome/{secret}", None, welcome_page, title=N_("Welcome"), template="welcome.html.j2"),
    Page("POST", "/welcome/{secret}", None, welcome, form=WelcomeForm, back="/welcome/{secret}"),
    Page("POST", "/settings", None, settings, form=SettingsForm),
)
