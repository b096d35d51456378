"""A page of the console: who may see it, what goes in, what it shows. The table of them is the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import msgspec

from moratorium.desk import sessions
from moratorium.desk.home import Home
from moratorium.desk.permissions import may
from moratorium.desk.service import Service
from moratorium.desk.sessions import Person
from moratorium.errors import Fault, RefusedError
from moratorium.web.console import fault_words, language
from moratorium.web.console.forms import NOTHING_TYPED, Typed

FORM_BYTES = 1024 * 1024
"""Of a form; a page that takes files says how much it takes."""

NOWHERE = ""


class Look(msgspec.Struct, frozen=True):
    """Parameters that every page takes; a page with more of them has a shape that builds on this one.

    Attributes:
        cursor: The `next` of the page before.
        sort: Column to sort by; with a minus in front, the other way round.
        export: ``csv`` or ``xlsx``: a table as a file instead of the page.
        table: Which table, if the page has several.
    """

    cursor: str = ""
    sort: str = ""
    export: str = ""
    table: str = ""


class NoForm(msgspec.Struct, frozen=True):
    """A form without fields: a button."""


@dataclass(frozen=True)
class Visit:
    """One visit of a page.

    Attributes:
        page: Which.
        service: What is served.
        who: Who is signed in; None for nobody.
        path: Parameters of the path, as text.
        query: Parameters of the query, in their shape.
        form: The form in its shape; None where none was sent.
        url: Path and query, as an address is written.
        typed: A form of this page that is shown again as it was typed, with what is wrong with it.
        said: What was done just now, in words.
        language: Code of the language.
        theme: ``light``, ``dark``, or empty to go by the system.
        address: From where.
        base: The service's address as browsers see it, without a slash at the end.
        extras: What the application hands to pages, by name.
    """

    page: Page
    service: Service
    who: Person | None
    path: Mapping[str, str]
    query: Any
    form: Any
    url: str
    typed: Typed = NOTHING_TYPED
    said: str = ""
    language: str = language.USUAL
    theme: str = ""
    address: str = ""
    base: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """Who is signed in, of a page that asks for it."""
        if self.who is None:
            raise RefusedError("nobody is signed in")
        return self.who

    @property
    def home(self) -> Home:
        """The home with the person as who acts."""
        return self.service.acting_for(self.person.name)

    def may(self, permission: str) -> bool:
        """Whether the person may do something: what they may not is not offered."""
        return self.who is not None and may(self.who.role, permission)

    def words(self, text: str, **values: object) -> str:
        """A text of ours in the person's language."""
        return language.words(self.language, text, **values)

    def told(self, fault: Fault) -> fault_words.Told:
        """What is wrong, in the person's language where there are words for it."""
        return fault_words.told(self.language, fault)

    def token(self) -> str:
        """What a form carries to show that it is ours."""
        return "" if self.who is None else sessions.form_token(self.who)

    def here(self, **changed: str) -> str:
        """Address of this page with parameters of the query changed; empty ones are left out."""
        asked = {**msgspec.to_builtins(self.query), **changed}
        said = {name: str(value) for name, value in asked.items() if value not in ("", None)}
        return self.url.partition("?")[0] + (f"?{urlencode(said)}" if said else "")


class Shown(NamedTuple):
    """A page is shown.

    Attributes:
        values: What the template names.
        status: The HTTP status.
    """

    values: Mapping[str, Any] = {}
    status: int = 200


class Moved(NamedTuple):
    """Something was done; another page is shown, and what was done is said there.

    Attributes:
        to: Address of the page, beginning with a slash.
        said: What was done, in the person's language.
        person: A session that began; None leaves it as it is.
        cookies: More cookies to set, by name; an empty one is removed.
    """

    to: str
    said: str = ""
    person: Person | None = None
    cookies: Mapping[str, str] = {}


class Sent(NamedTuple):
    """A file is handed out.

    Attributes:
        content: Its bytes.
        media_type: Of it.
        name: Under which it is saved.
    """

    content: bytes
    media_type: str
    name: str


Result = Shown | Moved | Sent
Run = Callable[[Visit], Result]


@dataclass(frozen=True)
class Page:
    """One page, or one form of a page.

    Attributes:
        method: ``GET`` for a page, ``POST`` for a form.
        path: Below the root; parameters in braces, the last one as ``{name:path}`` if it may hold slashes.
        permission: Row of the table of permissions; None lets everybody in, signed in or not.
        run: Does it; calls one use case of the desk.
        title: Of the page, in English; marked with ``N_``.
        template: Below ``templates``; empty for a form.
        query: Shape of the query.
        form: Shape of the form.
        back: Of a form: path of the page that shows it, with no parameter that the form's own path lacks.
        section: Path of the entry of the navigation that it belongs to.
        max_bytes: Of a form.
        sources: What a page may load beyond our own files, by directive, such as ``{"worker-src": "blob:"}``.
    """

    method: str
    path: str
    permission: str | None
    run: Run
    title: str = ""
    template: str = ""
    query: type[msgspec.Struct] = Look
    form: type[msgspec.Struct] = NoForm
    back: str = NOWHERE
    section: str = ""
    max_bytes: int = FORM_BYTES
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """A name of its own, such as ``page_get_orders_order``.

        >>> Page("GET", "/orders/{order:path}", None, lambda visit: Shown()).name
        'page_get_orders_order'
        """
        parts = [part.strip("{}").removesuffix(":path") for part in self.path.split("/") if part]
        return "_".join(["page", self.method.lower(), *parts]).replace("-", "_").replace(".", "_")


def filled(path: str, parameters: Mapping[str, str]) -> str:
    """An address: the path of a page with its parameters.

    >>> filled("/orders/{order:path}", {"order": "SO 1/sale"}), filled("/acts/{number}", {"number": "a/b"})
    ('/orders/SO%201/sale', '/acts/a%2Fb')
    """
    for name, value in parameters.items():
        path = path.replace(f"{{{name}:path}}", quote(value)).replace(f"{{{name}}}", quote(value, safe=""))
    return path
