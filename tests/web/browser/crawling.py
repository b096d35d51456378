"""Pages found as a person finds them: by following links from the first one."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import httpx

from moratorium.web.console.pages import PAGES
from moratorium.web.console.routing import page_of, routes_of
from tests.web.browser.site import Site
from tests.web.running import WAIT

_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>')
_FIRST = ("/", "/partner")
_MOST = 400
_ROUTES = routes_of(PAGES)
ROLES = ("officer", "administrator", "approver", "partner")
"""Whose links are followed; the first who finds a page shows it."""


def found_pages(site: Site, most: int = _MOST, wait: float = WAIT, without: str = "\n") -> dict[str, tuple[str, str]]:
    """For each page of the table that links lead to: an address of it, and the role of who found it.

    Args:
        site: What is served.
        most: Links after which no page is looked at any more.
        wait: Seconds that a page may take.
        without: Pages whose address holds this are left out.
    """
    found: dict[str, tuple[str, str]] = {}
    for role in ROLES:
        with httpx.Client(base_url=site.url, cookies={"moratorium": site.cookies[role]}, timeout=wait) as client:
            for path, address in _followed(client, most, without).items():
                found.setdefault(path, (address, role))
    return found


def _followed(client: httpx.Client, most: int, without: str) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting, seen = list(_FIRST), set(_FIRST)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        page = page_of(_ROUTES, urlsplit(address).path)
        if page is None or page.path in found or without in address:
            continue
        answer = client.get(address)
        is_file = answer.headers.get("content-disposition", "").startswith("attachment")
        if answer.status_code != 200 or is_file or not answer.headers["content-type"].startswith("text/html"):
            continue
        found[page.path] = address
        links = (html.unescape(link) for link in _HREF.findall(answer.text))
        new = [link for link in links if link.startswith("/") and "export=" not in link and link not in seen]
        seen.update(new)
        waiting += new
    return found
