"""Which page an address belongs to. One handler of the framework takes them all, so the table of pages may grow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from moratorium.web.api.problems import StatusError
from moratorium.web.console.page import Page

_PART = re.compile(r"{(\w+)(:path)?}")


class Route(NamedTuple):
    """Addresses of one form.

    Attributes:
        pattern: What they look like.
        pages: The page of each method.
    """

    pattern: re.Pattern[str]
    pages: Mapping[str, Page]


def routes_of(pages: Iterable[Page]) -> tuple[Route, ...]:
    """All routes; where two fit, the one comes first that has a word where the other has a parameter."""
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        found.setdefault(page.path, {})[page.method] = page
    ordered = sorted(found, key=lambda path: [_rank(part) for part in path.split("/")])
    return tuple(Route(pattern_of(path), found[path]) for path in ordered)


def _rank(part: str) -> tuple[int, str]:
    parameter = _PART.fullmatch(part)
    return (0, part) if parameter is None else (2 if parameter[2] else 1, "")


@cache
def pattern_of(path: str) -> re.Pattern[str]:
    """What addresses of a page look like.

    >>> pattern_of("/orders/{order:path}").fullmatch("/orders/SO-1/sale")["order"]
    'SO-1/sale'
    """
    text, end = "", 0
    for parameter in _PART.finditer(path):
        text += re.escape(path[end : parameter.start()])
        text += f"(?P<{parameter[1]}>{'.+' if parameter[2] else '[^/]+'})"
        end = parameter.end()
    return re.compile(text + re.escape(path[end:]), re.DOTALL)


def find(routes: Iterable[Route], method: str, address: str) -> tuple[Page, dict[str, str]]:
    """The page of an address, and the parameters of its path.

    Raises:
        StatusError: there is no such page, or it takes no such request.
    """
    is_there = False
    for pattern, pages in routes:
        match = pattern.fullmatch(address)
        if match is not None:
            if method in pages:
                return pages[method], match.groupdict()
            is_there = True
    raise StatusError(405 if is_there else 404, "")


def page_of(routes: Iterable[Route], address: str) -> Page | None:
    """The page that shows an address; None if none does."""
    try:
        return find(routes, "GET", unquote(address))[0]
    except StatusError:
        return None
