"""People at the console, for tests: a browser without a screen, signed in, that follows links and sends forms."""

from __future__ import annotations

import base64
import html
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from litestar.testing import TestClient

from moratorium.desk import accounts, sessions
from tests.web.office import Office

NAMES = {"officer": "ann", "approver": "bo"}
"""Who has a role, where it is not called by the role itself."""

PARTY = "C-7"
"""For whom a partner acts."""

_TOKEN = re.compile(r'name="_token" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser.

    Attributes:
        office: What is served.
        http: With cookies of its own.
        token: What a form of theirs carries.
    """

    office: Office
    http: TestClient[Any]
    token: str = ""

    def get(self, path: str, **given: Any) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return self.http.get(path, follow_redirects=False, **given)

    def send(
        self, path: str, form: str = "", headers: Mapping[str, str] | None = None, /, **fields: Any
    ) -> httpx.Response:
        """Send a form, as a page of ours does that was just opened; redirects are not followed."""
        data = {"_token": another(self.token), "_form": form, **fields}
        given = {"origin": "http://testserver.local", "sec-fetch-site": "same-origin", **(headers or {})}
        return self.http.post(path, data=data, headers=given, follow_redirects=False)


def another(token: str) -> str:
    """Another token of the same session, as each form that is shown has one of its own."""
    both = base64.urlsafe_b64decode(token)
    pad = secrets.token_bytes(len(both) // 2)
    bound = bytes(a ^ b for a, b in zip(both[: len(pad)], both[len(pad) :], strict=True))
    return base64.urlsafe_b64encode(pad + bytes(a ^ b for a, b in zip(pad, bound, strict=True))).decode()


def anybody(office: Office) -> Visitor:
    """A browser in which nobody is signed in."""
    return Visitor(office, TestClient(office.http.app, raise_server_exceptions=False))


def signed_in(office: Office, role: str, name: str = "") -> Visitor:
    """A browser in which somebody with a role is signed in; their account is made if there is none."""
    who = name or NAMES.get(role, role)
    if who not in {one.name for one in accounts.all_accounts(office.home)}:
        accounts.invite(office.home, who, role, party=PARTY if role == "partner" else "")
    person = sessions.begin(office.service.home, who)
    visitor = anybody(office)
    visitor.http.cookies.set("moratorium", person.secret)
    visitor.token = sessions.form_token(person)
    return visitor


def words(page: httpx.Response) -> str:
    """What a page says, without its marks."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())
